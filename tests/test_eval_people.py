"""Spans for people, what they say read in again, and how scores agree with them."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.agreement import ACROSS, CHECK, DOUBT, Agreement, agreements, pairwise_accuracy
from eval.data import DataError, DataSet
from eval.evaluate import Options, evaluate
from eval.labels import Labels, read_people, weight
from eval.spans import COLUMNS, mqm_tsv, pearmut_campaign, spans_of
from eval.systems import System, make_record, units
from models import encoder
from pipeline.article import InputError
from tests.conftest import Amana
from tests.evaluation import EXAMPLES, FakeEncoder, data_set, perfect, poor, system, write_data, write_outputs

LINES = ("users:1", "users:3", "bridges")


def rows(text: str) -> list[dict[str, str]]:
    header, *lines = [line.split("\t") for line in text.splitlines()]
    assert tuple(header) == COLUMNS
    return [dict(zip(header, cells, strict=True)) for cells in lines]


def read(tmp_path: Path, text: str, name: str = "mqm.tsv", systems: tuple[System, ...] | None = None) -> Labels:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_people(path, data_set(), systems or (perfect(), poor()))


def test_a_finding_is_a_row_with_its_span_and_a_line_without_one_has_a_row() -> None:
    found = rows(mqm_tsv(data_set(), [poor()]))
    assert [(row["doc"], row["docSegId"], row["globalSegId"]) for row in found] == [
        ("users", "1", "1"), ("users", "2", "2"), ("bridges", "1", "3"),
    ]  # fmt: skip
    assert found[0]["target"] == "Users rose to <v>12.5 billion</v>."
    assert (found[0]["category"], found[0]["severity"]) == ("Accuracy/Mistranslation", "Major")
    assert (found[1]["category"], found[1]["severity"]) == ("No-error", "no-error")
    assert "<v>3" in found[2]["source"]  # a number that is missing is marked where it is
    assert "<v>" not in found[2]["target"]
    assert found[2]["category"] == "Accuracy/Omission"


@pytest.mark.parametrize(
    ("translation", "side", "text", "marked"),
    [
        ("<v>The  city\topened bridges  in 1998.", "source", "وافتتحت المدينة 3 جسور جديدة عام 1998.", "3"),
        ("<v>The  city\topened 77  bridges in 1998.", "target", "‹v›The city opened 77 bridges in 1998.", "77"),
    ],
)
def test_spans_point_into_the_line_with_its_whitespace_squeezed(
    translation: str, side: str, text: str, marked: str
) -> None:
    example = replace(EXAMPLES[1], article="  وافتتحت\tالمدينة   3 جسور  جديدة عام 1998.")
    made = make_record(example, translation=translation, model="m")
    one = System("m", {"bridges": made}, frozenset({"translation"}), "test")
    [unit] = units(example)
    [span] = spans_of(one, unit)
    assert span.side == side
    assert text[span.start : span.end].startswith(marked)
    [row] = rows(mqm_tsv(DataSet("d", (example,), "0" * 64), [one]))
    assert row[side] == f"{text[: span.start]}<v>{text[span.start : span.end]}</v>{text[span.end :]}"


def test_the_campaign_is_as_pearmut_reads_it() -> None:
    campaign = json.loads(pearmut_campaign(data_set(), [perfect(), poor()]))
    assert campaign["info"] == {"assignment": "task-based", "protocol": "cESA"}
    [documents] = campaign["data"]
    assert [[item["item_id"] for item in document] for document in documents] == [["users:1", "users:3"], ["bridges"]]
    item = documents[0][0]
    assert set(item["tgt"]) == set(item["error_spans"]) == {"perfect", "poor"}
    [span] = item["error_spans"]["poor"]
    text = item["tgt"]["poor"]
    assert text[span["start_i"] : span["end_i"] + 1] == "12.5 billion"  # the end is inclusive
    assert (span["severity"], span["category"]) == ("major", None)
    [missing] = documents[1][0]["error_spans"]["poor"]
    assert missing["start_i"] == missing["end_i"] == len(documents[1][0]["tgt"]["poor"])  # the word [missing]
    assert json.loads(pearmut_campaign(data_set(), [poor()]))["info"]["protocol"] == "ESA"


def test_characters_are_those_of_a_browser_and_no_text_becomes_a_picture() -> None:
    made = system("s", {"users": "<img src=x onerror=alert(1)> 😀 12.5 billion.\n\n$40.", "bridges": "3 in 1998."})
    item = json.loads(pearmut_campaign(data_set(), [made]))["data"][0][0][0]
    text = item["tgt"]["s"]
    assert text.startswith(" <img")
    units_of_16 = text.encode("utf-16-le")
    assert "12.5 billion" in [
        units_of_16[2 * span["start_i"] : 2 * span["end_i"] + 2].decode("utf-16-le")
        for span in item["error_spans"]["s"]
    ]


def test_without_translations_there_is_nothing_for_people() -> None:
    only = system("only", None, {"users": "x", "bridges": "y"})
    assert (mqm_tsv(data_set(), [only]), pearmut_campaign(data_set(), [only])) == ("", "")


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    labels = read(tmp_path, mqm_tsv(data_set(), [perfect(), poor()]))
    assert labels.scores == {
        **{("perfect", line): 0.0 for line in LINES},
        ("poor", "users:1"): -5.0, ("poor", "users:3"): 0.0, ("poor", "bridges"): -5.0,
    }  # fmt: skip
    assert (labels.kind, labels.raters) == ("MQM", 1)


def test_errors_of_a_rater_are_summed_and_raters_averaged(tmp_path: Path) -> None:
    text = mqm_tsv(data_set(), [poor()])
    header, first, *_ = text.splitlines()
    plain = first.replace("<v>", "").replace("</v>", "").split("\t")
    said = [
        [*plain[:4], "ann", *plain[5:7], "Accuracy/Mistranslation", "Major"],
        [*plain[:4], "ann", *plain[5:7], "Fluency/Punctuation", "Minor"],
        [*plain[:4], "bob", *plain[5:7], "Style/Awkward", "minor"],
    ]
    old = header.replace("docSegId", "doc_id").replace("globalSegId", "seg_id")  # as in the files of 2020
    labels = read(tmp_path, "\r\n".join([old, *("\t".join(row) for row in said)]))
    assert labels.scores == {("poor", "users:1"): pytest.approx(-(5.1 + 1) / 2)}
    assert labels.raters == 2


@pytest.mark.parametrize(
    ("category", "severity", "cost"),
    [
        ("Accuracy/Omission", "Major", 5), ("Style/Awkward", "Minor", 1), ("Fluency/Punctuation", "Minor", 0.1),
        ("Fluency/Punctuation", "Major", 5), ("Non-translation!", "Major", 25), ("Other", "Neutral", 0),
        ("No-error", "no-error", 0),
    ],
)  # fmt: skip
def test_weights_are_those_of_freitag_and_others(category: str, severity: str, cost: float) -> None:
    assert weight(category, severity) == cost


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("poor\tusers\t1\t1", "pour\tusers\t1\t1", "no system 'pour'"),
        ("poor\tusers\t1\t1", "poor\tusers\t1\t9", "no line with the globalSegId '9'; the data has 3"),
        ("rose to <v>12.5 billion</v>", "rose to <v>12.5 million</v>", "its target is not that of line 1 of poor"),
        ("<v>12.5 billion</v>", "<v>12.5 billion", "the span in its target is not one stretch"),
        ("<v>12.5 billion</v>", "</v>12.5 billion<v>", "the span in its target is not one stretch"),
        ("<v>12.5 billion</v>", "<v></v>12.5 billion", "the span in its target is not one stretch"),
        ("Mistranslation\tMajor", "Mistranslation\tAwful", "its severity is 'Awful', not Major"),
        ("\tMajor", "", "it has 8 cells and the header 9"),
    ],
)
def test_a_wrong_row_is_named_in_one_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = mqm_tsv(data_set(), [poor()])
    assert old in text
    with pytest.raises(DataError) as caught:
        read(tmp_path, text.replace(old, new, 1))
    [problem] = caught.value.problems
    assert problem.startswith("line 2 of mqm.tsv: ")
    assert said in problem


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("mqm.tsv", "system\tglobalSegId\tsource\ttarget\tcategory\n", "has no column 'severity'"),
        ("mqm.tsv", "\t".join(COLUMNS) + "\n", "has no label of any line"),
        ("a.jsonl", '{"id": "users:1"}\n', "holds no labels that can be read"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(tmp_path, text, name)


def annotated(**changes: Any) -> dict[str, Any]:
    """A document as Pearmut stores it, with one answer of two spans and one with a score."""
    target = poor().records["users"].translations
    items = [
        {"item_id": line, "tgt": {"poor": item.text}} for line, item in zip(("users:1", "users:3"), target, strict=True)
    ]
    spans = [
        {"start_i": 0, "end_i": 4, "severity": "minor", "category": None},
        {"start_i": len(target[0].text), "end_i": len(target[0].text), "severity": "major", "category": None},
    ]
    answers = [
        {"poor": {"score": None, "error_spans": spans}},
        {"poor": {"score": 85, "error_spans": []}},
    ]
    return {"annotation": answers, "item": items, "user_id": "u", "item_i": 0, **changes}


def test_annotations_of_pearmut(tmp_path: Path) -> None:
    tutorial = annotated(item_i="welcome_0", item=[{"item_id": "tutorial"}], annotation=[{}])
    labels = read(tmp_path, "".join(json.dumps(row) + "\n" for row in (tutorial, annotated())), "a.jsonl")
    assert labels.scores == {("poor", "users:1"): -6.0, ("poor", "users:3"): 85.0}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"item": []}, "not as many answers as items"),
        ({"item": [{"item_id": "x"}], "annotation": [{}]}, "there is no line 'x'"),
        ({"item": [{"src": "x"}], "annotation": [{}]}, "an item has no item_id"),
        ({"item": [{"item_id": "bridges", "tgt": {"poor": "3."}}], "annotation": [{"poor": {}}]}, "is not that of"),
        ({"item": [{"item_id": "bridges", "tgt": {}}], "annotation": [{"b": {}}]}, "no system 'b'"),
        ({"item": 3}, "not as many answers as items"),
        ({"item": [3], "annotation": [4]}, "no objects"),
    ],
)
def test_wrong_annotations_are_named(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, json.dumps(annotated(**change)) + "\n", "a.jsonl")
    [problem] = caught.value.problems
    assert said in problem


@pytest.mark.parametrize("span", [{"start_i": 4, "end_i": 2}, {"start_i": 0, "end_i": 999}, {"start_i": -1}, "x"])
def test_a_span_outside_its_text_is_named(tmp_path: Path, span: object) -> None:
    row = annotated()
    row["annotation"][0]["poor"]["error_spans"] = [span]
    with pytest.raises(DataError) as caught:
        read(tmp_path, json.dumps(row) + "\n", "a.jsonl")
    assert "is none of a text of" in caught.value.problems[0]


def test_a_table_of_scores(tmp_path: Path) -> None:
    text = "system,id,rater,score\npoor,users:1,a,10\npoor,users:1,b,30\nperfect,bridges,a,99\n"
    labels = read(tmp_path, text, "scores.csv")
    assert labels.scores == {("poor", "users:1"): 20.0, ("perfect", "bridges"): 99.0}
    for wrong, said in (("poor,users:1,a,nan\n", "no number"), ("poor,users:1,a,5\n", "a score of this rater already")):
        with pytest.raises(DataError) as caught:
            read(tmp_path, text + wrong, "scores.csv")
        assert said in caught.value.problems[0]


def test_the_pairwise_accuracy_by_hand() -> None:
    # Three agree, one is the wrong way round, and one that people see as a tie becomes one at 0.1.
    pairs = [(3.0, 1.0), (2.0, 4.0), (-5.0, -1.0), (4.0, -1.0), (0.1, 0.0)]
    assert pairwise_accuracy(pairs) == (80.0, 0.1)
    assert pairwise_accuracy([(1.0, 2.0), (-1.0, -3.0)]) == (100.0, 0.0)
    assert pairwise_accuracy([(0.0, 0.0), (0.0, 2.0)]) == (50.0, 0.0)


def test_the_pairwise_accuracy_is_the_best_of_all_thresholds() -> None:
    chance = random.Random(3)
    for _ in range(30):
        pairs = [(float(chance.randint(-4, 4)), float(chance.randint(-1, 1))) for _ in range(25)]
        known = {
            limit: sum(people == 0 if abs(score) <= limit else score * people > 0 for score, people in pairs)
            for limit in sorted({0.0, *(abs(score) for score, _ in pairs)})
        }
        best = max(known.values())
        accuracy, epsilon = pairwise_accuracy(pairs)
        assert accuracy == pytest.approx(100 * best / len(pairs))
        assert epsilon == min(limit for limit, right in known.items() if right == best)


def found_of(labels: Labels, systems: tuple[System, ...]) -> dict[tuple[str, str], Agreement]:
    results = evaluate(data_set(), systems, Options(resamples=100))
    return {(item.system, item.score): item for item in agreements(results, labels)}


def test_scores_against_people() -> None:
    systems = (perfect(), poor())
    said = dict(zip(itertools.product(("perfect", "poor"), LINES), (0.0, 0.0, 0.0, -5.0, 0.0, -6.0), strict=True))
    found = found_of(Labels(Path("l.tsv"), "MQM", said, 1), systems)
    check = found["poor", CHECK]
    # The check says (-5, 0, -5) of (-5, 0, -6): ranks 1.5, 3, 1.5 and 2, 3, 1.
    assert check.spearman == pytest.approx(0.8660254)
    assert check.kendall == pytest.approx(2 / (2 * 3) ** 0.5)
    assert (check.lines, check.pairs) == (3, 3)
    assert check.accuracy == pytest.approx(100 * 2 / 3)
    assert (found["perfect", CHECK].spearman, found["perfect", CHECK].accuracy) == (None, 100.0)
    across = found[ACROSS, CHECK]
    assert (across.accuracy, across.pairs, across.lines, across.spearman) == (100.0, 3, 3, None)
    assert (found["poor", "TER"].spearman or 0) > 0  # the lower, the better: it is turned round
    assert ("poor", DOUBT) not in found


def test_the_doubt_estimate_is_a_score_like_others() -> None:
    made = poor()
    users = made.records["users"]
    doubted = tuple(
        replace(item, expected_chrf=value) for item, value in zip(users.translations, (41.0, 60.0), strict=True)
    )
    bridges = made.records["bridges"]
    other = (replace(bridges.translations[0], expected_chrf=30.0),)
    records = {"users": replace(users, translations=doubted), "bridges": replace(bridges, translations=other)}
    said = dict(zip((("poor", line) for line in LINES), (-5.0, 0.0, -6.0), strict=True))
    found = found_of(Labels(Path("l.tsv"), "MQM", said, 1), (replace(made, records=records),))
    assert found["poor", DOUBT].spearman == pytest.approx(1)
    assert found["poor", DOUBT].kendall == pytest.approx(1)
    assert not any(system == ACROSS for system, _ in found)


def test_the_command_writes_spans_and_reads_labels(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "UniversalEncoder", FakeEncoder)
    outputs = [f"--outputs={made.name}={write_outputs(tmp_path, made)}" for made in (perfect(), poor())]
    arguments = ["evaluate", write_data(tmp_path), *outputs, "--resamples", "100", "-o", tmp_path / "out"]
    first = amana(*arguments)
    assert first.code == 0, first.err
    labels = tmp_path / "labels.tsv"
    labels.write_text((tmp_path / "out" / "people" / "mqm.tsv").read_text(encoding="utf-8"), encoding="utf-8")
    assert json.loads((tmp_path / "out" / "people" / "pearmut.json").read_text(encoding="utf-8"))["data"]
    ran = amana(*arguments, "--labels", labels)
    assert ran.code == 0, ran.err
    assert "Agreement with labels.tsv: 6 labelled lines." in ran.out
    [people] = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["people"]
    assert people["signature"].startswith("spearman:scipy|kendall:scipy,tau-b|accuracy:Deutsch2023")
    assert {item["score"] for item in people["agreements"]} >= {CHECK, "chrF2", "TER", "similarity to the source"}
    labels.write_text(labels.read_text(encoding="utf-8").replace("poor", "pour"), encoding="utf-8")
    wrong = amana(*arguments, "--labels", labels)
    assert wrong.code == 2
    assert "no system 'pour' with translations; there are perfect, poor" in wrong.err
    assert "3 wrong" in wrong.err
