"""`amana evaluate` from data and outputs to tables, files, the report and the gate."""

from __future__ import annotations

import csv
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from models import encoder
from tests.conftest import ARTICLE, ENGLISH, Amana, Loads, Ran
from tests.evaluation import EXAMPLES, FakeEncoder, perfect, poor, write_data, write_outputs, write_rows
from tests.records import HOSTILE

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(autouse=True)
def fake_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "UniversalEncoder", FakeEncoder)


def evaluate(amana: Amana, folder: Path, *further: str | Path) -> Ran:
    """Scores the two systems of `tests.evaluation`."""
    arguments: list[str | Path] = [write_data(folder)]
    for made in (perfect(), poor()):
        arguments += ["--outputs", f"{made.name}={write_outputs(folder, made)}"]
    return amana("evaluate", *arguments, "-o", folder / "out", "--resamples", "200", *further)


def results(folder: Path) -> dict[str, Any]:
    loaded = json.loads((folder / "out" / "results.json").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def scores(folder: Path, system: str) -> dict[str, float]:
    [found] = [item for item in results(folder)["systems"] if item["name"] == system]
    return {item["name"]: item["value"] for item in found["scores"]}


def test_tables_name_every_score_and_say_what_was_left_out(amana: Amana, tmp_path: Path) -> None:
    ran = evaluate(amana, tmp_path)
    assert ran.code == 0, ran.err
    for word in (
        "2 examples, 3 lines, 2 documents", "perfect", "poor", "reference (floor)", "BLEU", "chrF++", "TER ↓",
        "ROUGE-Lsum", "numbers kept", "key numbers", "similarity to the source", "compression", "novelty",
        "The number check itself, on translations", "planted errors",
        "Pairs of systems: none of 6 can be decided on 2 documents",
        "Warning: too small to tell: 2 documents", "Left out: COMET: no model was named with --comet",
        "tok:13a", "stemmer:porter", "100.0 (100.0–100.0)",
    ):  # fmt: skip
        assert word in ran.out, word


def test_results_hold_every_signature_and_version(amana: Amana, tmp_path: Path) -> None:
    evaluate(amana, tmp_path)
    found = results(tmp_path)
    assert found["schema_version"] == 1
    assert re.fullmatch("[0-9a-f]{64}", found["data"]["sha256"])
    assert {"python", "amana", "sacrebleu"} <= set(found["versions"])
    assert found["settings"]["resamples"] == 200
    assert [item["name"] for item in found["systems"]] == ["perfect", "poor", "reference"]
    for item in found["systems"]:
        for score in item["scores"]:
            assert score["signature"]
            assert score["low"] is None or score["low"] <= score["value"] <= score["high"]
    assert scores(tmp_path, "perfect")["BLEU"] == pytest.approx(100)
    assert scores(tmp_path, "poor")["numbers kept"] == 50
    assert {item["type"] for item in found["systems"][1]["number_errors"]} == {"added", "missing", "scaled"}
    assert found["checker"]["translations"]["planted"] >= 2
    assert {item["measure"] for item in found["comparisons"]} >= {"BLEU", "numbers kept", "ROUGE-Lsum"}


def test_the_csv_has_a_row_for_each_score(amana: Amana, tmp_path: Path) -> None:
    evaluate(amana, tmp_path)
    with (tmp_path / "out" / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["system"] for row in rows} == {"perfect", "poor", "reference"}
    [row] = [row for row in rows if row["system"] == "poor" and row["score"] == "numbers kept"]
    assert float(row["value"]) == scores(tmp_path, "poor")["numbers kept"]


def test_the_same_run_gives_the_same_results(amana: Amana, tmp_path: Path) -> None:
    evaluate(amana, tmp_path)
    first = results(tmp_path)
    evaluate(amana, tmp_path)
    assert results(tmp_path) == first


class Links(HTMLParser):
    """The tags of a page and the targets of its links."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.targets: list[str] = []
        self.styled: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.targets += [value or "" for name, value in attrs if name in ("href", "src")]
        self.styled += [name for name, _ in attrs if name.startswith("on") or name == "style"]


def test_pairs_are_listed_where_they_can_be_decided(amana: Amana, tmp_path: Path) -> None:
    rows = [{"id": str(number), "article": EXAMPLES[1].article} for number in range(8)]
    arguments: list[str | Path] = [write_rows(tmp_path / "data.jsonl", rows)]
    for name, english in (
        ("good", "The city opened 3 bridges in 1998."),
        ("bad", "The city opened 4 bridges in 1997."),
    ):
        outputs = [{"id": row["id"], "translation": english} for row in rows]
        arguments += ["--outputs", f"{name}={write_rows(tmp_path / f'{name}.jsonl', outputs)}"]
    ran = amana("evaluate", *arguments, "-o", tmp_path / "out")
    assert ran.code == 0, ran.err
    [row] = [line.split() for line in ran.out.splitlines() if line.strip().startswith("numbers kept   good")]
    assert row[2:5] == ["good", "bad", "+100.0"]
    assert row[-2:] == ["good", "better"]
    assert ran.out.splitlines()[-1] == "On numbers kept good is better (p 0.008)."


def test_the_report_is_one_page_that_links_to_the_documents(amana: Amana, tmp_path: Path) -> None:
    evaluate(amana, tmp_path)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    links = Links()
    links.feed(page)
    assert "default-src 'none'" in html.unescape(page)
    assert "script" not in links.tags
    assert links.styled == []
    assert links.tags.count("svg") >= 8
    for target in links.targets:
        file, _, where = target.partition("#")
        there = (tmp_path / "out" / file).read_text(encoding="utf-8") if file else page
        assert not where or f'id="{where}"' in there, target
    assert len({target.partition("#")[0] for target in links.targets if target.startswith("documents/")}) == 4
    assert '<span class="number error">12.5 billion</span>' in page


def test_hostile_texts_stay_texts(amana: Amana, tmp_path: Path) -> None:
    rows = [{"id": HOSTILE, "article": f"بلغت 40 دولارا {HOSTILE}", "translation": f"It was $40 {HOSTILE}"}]
    data = write_rows(tmp_path / "data.jsonl", rows)
    outputs = write_rows(tmp_path / "o.jsonl", [{"id": HOSTILE, "translation": f"$46 {HOSTILE}", "summary": HOSTILE}])
    ran = amana("evaluate", data, "--outputs", f"=cmd<script>={outputs}", "-o", tmp_path / "out")
    assert ran.code == 2, "a name must come before the equals sign"
    ran = amana("evaluate", data, "--outputs", f"<script>x</script>={outputs}", "-o", tmp_path / "out")
    assert ran.code == 0, ran.err
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    links = Links()
    links.feed(page)
    assert not {"script", "img", "textarea"} & set(links.tags)
    assert not [target for target in links.targets if target.startswith("javascript")]
    assert "\u202e" not in page
    assert "\x1b" not in ran.out
    assert [path.parent.name for path in (tmp_path / "out").rglob("*.html")].count("documents") == 1


def test_without_outputs_the_models_run_and_what_they_made_is_kept(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    (tmp_path / "users.ar.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "users.en.txt").write_text("\n".join(ENGLISH.values()), encoding="utf-8")
    (tmp_path / "users.summary.txt").write_text("\n".join(ENGLISH.values()), encoding="utf-8")
    arguments = ("evaluate", tmp_path, "-o", tmp_path / "out", "--profile", "embedded", "--resamples", "100")
    ran = amana(*arguments)
    assert ran.code == 0, ran.err
    names = [item["name"] for item in results(tmp_path)["systems"]]
    assert names == [
        "amana", "amana + extractive", "amana + lead-3", "reference + summarizer", "reference + extractive",
        "reference + lead-3", "reference",
    ]  # fmt: skip
    assert results(tmp_path)["systems"][0]["about"] == "fake translates, fake summarizes"
    assert results(tmp_path)["settings"]["profile"] == "embedded"
    assert scores(tmp_path, "amana")["BLEU"] == pytest.approx(100)
    assert scores(tmp_path, "reference + summarizer")["ROUGE-Lsum"] == pytest.approx(100)
    assert "The summarizer reaches 100.0 ROUGE-Lsum on amana's translation and 100.0 on the references" in ran.out
    assert len(fake.options) == 1
    assert fake.options[0]["profile"] == "embedded"
    assert amana(*arguments).code == 0
    assert len(fake.options) == 1, "nothing was generated again"
    assert amana(*arguments, "--summary-sentences", "2").code == 0
    assert len(fake.options) == 2, "other settings ask for other outputs"
    assert amana(*arguments, "--compute-type", "float32").code == 0
    assert [item["compute_type"] for item in fake.options] == ["auto", "auto", "float32"]
    assert results(tmp_path)["settings"]["compute_type"] == "float32"


def test_outputs_cannot_take_the_name_of_our_own(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    outputs = write_outputs(tmp_path, poor())
    ran = amana("evaluate", write_data(tmp_path), "--outputs", f"amana={outputs}", "--run", "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (2, "")
    assert "The name 'amana' is that of amana's own outputs" in ran.err


def test_a_kept_output_that_is_damaged_is_made_anew(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    (tmp_path / "users.ar.txt").write_text(ARTICLE, encoding="utf-8")
    arguments = ("evaluate", tmp_path, "-o", tmp_path / "out", "--work", tmp_path / "work", "--resamples", "100")
    assert amana(*arguments).code == 0
    for path in (tmp_path / "work").iterdir():
        path.write_text("{", encoding="utf-8")
    ran = amana(*arguments)
    assert ran.code == 0
    assert "is made anew" in ran.err
    assert len(fake.options) == 2


def test_data_without_references_still_has_its_numbers(amana: Amana, tmp_path: Path) -> None:
    data = write_rows(tmp_path / "data.jsonl", [{"id": one.id, "article": one.article} for one in EXAMPLES])
    ran = amana("evaluate", data, "--outputs", f"poor={write_outputs(tmp_path, poor())}", "-o", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert "numbers kept" in ran.out
    assert "Left out: BLEU, chrF and TER: no example has a reference translation" in ran.out
    assert "BLEU" not in scores(tmp_path, "poor")


def test_every_bad_row_is_named_and_nothing_is_scored(amana: Amana, tmp_path: Path) -> None:
    rows = [{"id": "a", "article": ""}, {"id": "b", "article": "نص", "translation": ""}, {"id": "b", "article": "نص"}]
    ran = amana("evaluate", write_rows(tmp_path / "data.jsonl", rows), "-o", tmp_path / "out")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "amana: line 1 of data.jsonl: the article is empty.",
        "amana: line 2 of data.jsonl: the reference translation is empty.",
        "amana: line 3 of data.jsonl: the id 'b' is that of line 2 of data.jsonl too.",
        "amana: 3 of 3 rows cannot be used, and nothing was scored; mend them or leave them out.",
    ]
    assert not (tmp_path / "out" / "results.json").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--outputs", "x.jsonl"], "write --outputs NAME=FILE"),
        (["--outputs", "reference=x.jsonl"], "The name 'reference' is taken"),
        (["--outputs", "a=x.jsonl", "--outputs", "a=y.jsonl"], "The name 'a' is taken"),
        (["--outputs", "a=nowhere.jsonl"], "There is no file or folder nowhere.jsonl"),
        (["--map", "article"], "write --map FIELD=COLUMN"),
        (["--no-run"], "There is nothing to score"),
        (["--update-gate"], "name it with --gate"),
        (["--gate", "nowhere.json"], "The floors nowhere.json cannot be read (No such file or directory); pin them"),
        (["--gate", "."], ". is a folder; give the file of the floors with --gate"),
        (["--gate", "nowhere.json", "--allow-regression"], "add --update-gate"),
        (["--split", "test"], "is no data set of the hub; leave out --config and --split"),
        (["--compute-type", "int3"], "--compute-type"),
        (["--preset", "news"], "There is no preset 'news'"),
        (["--resamples", "1"], "--resamples"),
    ],
)
def test_misuse_ends_in_one_sentence(
    arguments: list[str], message: str, amana: Amana, fake: Loads, tmp_path: Path
) -> None:
    ran = amana("evaluate", write_data(tmp_path), "-o", tmp_path / "out", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert len(ran.err.splitlines()) == 1
    assert fake.options == []


def test_the_gate_lets_equal_scores_through_and_stops_lower_ones(amana: Amana, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    assert evaluate(amana, tmp_path, "--gate", floors, "--update-gate").code == 0
    assert evaluate(amana, tmp_path, "--gate", floors).code == 0
    pinned = json.loads(floors.read_text(encoding="utf-8"))
    assert "similarity to the source" not in {item["score"] for item in pinned["floors"]}
    for item in pinned["floors"]:
        if (item["system"], item["score"]) == ("poor", "numbers kept"):
            item["value"] += 0.01
        if (item["system"], item["score"]) == ("poor", "lines with an alarm"):
            item["value"] -= 0.1
    floors.write_text(json.dumps(pinned), encoding="utf-8")
    ran = evaluate(amana, tmp_path, "--gate", floors, "--quiet")
    assert ran.code == 1
    assert ran.err.splitlines() == [
        "amana: numbers kept of poor is 50.00, and its floor is 50.01.",
        "amana: lines with an alarm of poor is 66.67, and its floor is 66.57.",
    ]


def test_floors_do_not_fall_unasked(amana: Amana, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    evaluate(amana, tmp_path, "--gate", floors, "--update-gate")
    before = floors.read_text(encoding="utf-8")
    worse = write_outputs(tmp_path, poor()).rename(tmp_path / "worse.jsonl")
    arguments = ("evaluate", write_data(tmp_path), "--outputs", f"perfect={worse}", "-o", tmp_path / "out", "--gate")
    ran = amana(*arguments, floors, "--update-gate", "--quiet")
    assert ran.code == 2
    assert "would fall (BLEU of perfect is" in ran.err
    assert "--allow-regression" in ran.err
    assert floors.read_text(encoding="utf-8") == before
    assert amana(*arguments, floors, "--update-gate", "--allow-regression").code == 0
    assert floors.read_text(encoding="utf-8") != before


def test_floors_are_those_of_their_data(amana: Amana, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    evaluate(amana, tmp_path, "--gate", floors, "--update-gate")
    pinned = json.loads(floors.read_text(encoding="utf-8"))
    pinned["data"]["sha256"] = "0" * 64
    floors.write_text(json.dumps(pinned), encoding="utf-8")
    ran = evaluate(amana, tmp_path, "--gate", floors, "--quiet")
    assert ran.code == 2
    assert "are of other data" in ran.err


@pytest.mark.parametrize("content", ["{", "[]", '{"schema_version": 99}', None])
def test_files_of_floors_that_are_none(content: str | None, amana: Amana, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "floors.json").write_text(content, encoding="utf-8")
    ran = evaluate(amana, tmp_path, "--gate", tmp_path / "floors.json", "--quiet")
    assert ran.code == 2
    assert "--update-gate" in ran.err


def test_models_that_cannot_be_had_are_said(amana: Amana, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    ran = evaluate(amana, tmp_path, "--bertscore", nowhere, "--consistency", nowhere)
    assert ran.code == 0
    for name in ("BERTScore", "factual consistency"):
        assert f"Left out: {name}: the model {nowhere} cannot be loaded" in ran.out


def test_comet_is_refused_in_one_sentence_where_it_cannot_be_imported(amana: Amana, tmp_path: Path) -> None:
    ran = evaluate(amana, tmp_path, "--comet", "Unbabel/wmt22-comet-da")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "--scores COMET=FILE" in ran.err


def as_comet_writes(tmp_path: Path, *systems: str) -> Path:
    """What `comet-score --to_json` makes of the lines that an evaluation wrote: the value is the line's number / 10."""
    folder = tmp_path / "out" / "segments"
    lines = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in folder.iterdir()}
    tables = {
        str(folder / f"{name}.txt"): [
            {"src": source, "mt": output, "ref": reference, "COMET": number / 10}
            for number, (source, output, reference) in enumerate(
                zip(lines["source"], lines[name], lines["reference"], strict=True)
            )
        ]
        for name in systems
    }
    (tmp_path / "comet.json").write_text(json.dumps(tables), encoding="utf-8")
    return tmp_path / "comet.json"


def test_scores_made_elsewhere_stand_beside_the_others(amana: Amana, tmp_path: Path) -> None:
    evaluate(amana, tmp_path)
    path = as_comet_writes(tmp_path, "perfect", "poor")
    ran = evaluate(amana, tmp_path, "--scores", f"COMET={path}")
    assert ran.code == 0, ran.err
    assert "COMET" in ran.out
    assert scores(tmp_path, "perfect")["COMET"] == pytest.approx(100 * (0 + 0.1 + 0.2) / 3)
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert "file:comet.json|sha256:" in json.dumps(results)
    assert "Left out: COMET" not in ran.out


def test_a_table_of_scores_has_its_own_column(amana: Amana, tmp_path: Path) -> None:
    evaluate(amana, tmp_path)
    rows = [
        {"system": "perfect", "id": unit, "score": place}
        for place, unit in enumerate(("users:1", "users:3", "bridges"))
    ]
    path = write_rows(tmp_path / "scores.jsonl", rows)
    ran = evaluate(amana, tmp_path, "--scores", f"BLEURT={path}")
    assert ran.code == 0, ran.err
    assert "BLEURT" in ran.out
    assert "BLEURT" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert scores(tmp_path, "perfect")["BLEURT"] == 1
    assert "BLEURT" not in scores(tmp_path, "poor")


WRONG_SCORES = {
    "of other outputs": ("x.json", '{"a.txt": [{"src": "a", "mt": "b", "ref": "c", "COMET": 1}]}', "no scores of the"),
    "no JSON": ("x.json", "{", "holds no scores"),
    "a list": ("x.json", "[1]", "holds no scores"),
    "no score": ("x.json", '{"a": [{"src": "a", "mt": "b"}]}', "holds no scores"),
    "not a number": ("x.json", '{"a": [{"src": "a", "mt": "b", "COMET": "NaN"}]}', "holds no scores"),
    "no system": ("x.jsonl", '{"id": "bridges", "score": 1}', "no score of a segment"),
    "a line is missing": ("x.jsonl", '{"system": "perfect", "id": "bridges", "score": 1}', "lacks the score of"),
    "of no system": ("x.jsonl", '{"system": "other", "id": "bridges", "score": 1}', "no scores of the"),
}


@pytest.mark.parametrize(("name", "content", "said"), WRONG_SCORES.values(), ids=WRONG_SCORES)
def test_scores_that_cannot_be_used(amana: Amana, tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    ran = evaluate(amana, tmp_path, "--scores", f"COMET={tmp_path / name}", "--quiet")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_outputs_are_written_so_that_they_can_be_scored_again(amana: Amana, tmp_path: Path) -> None:
    evaluate(amana, tmp_path)
    first = scores(tmp_path, "poor")
    written = tmp_path / "out" / "outputs" / "poor.jsonl"
    ran = amana(
        "evaluate", write_data(tmp_path), "--outputs", f"poor={written}", "-o", tmp_path / "out", "--resamples", "200"
    )
    assert ran.code == 0, ran.err
    assert scores(tmp_path, "poor") == first


def test_outputs_with_an_empty_last_line_and_residue_are_scored_again(amana: Amana, tmp_path: Path) -> None:
    article = "آخر تحديث: 17 أغسطس 2031\n" + EXAMPLES[0].article
    data = write_rows(tmp_path / "data.jsonl", [{"id": "a", "article": article}])
    outputs = write_rows(
        tmp_path / "o.jsonl", [{"id": "a", "translation": "Updated.\nUsers rose to 12.5 million.\n\n"}]
    )
    for path in (outputs, tmp_path / "out" / "outputs" / "o.jsonl"):
        ran = amana("evaluate", data, "--outputs", f"o={path}", "-o", tmp_path / "out", "--resamples", "100")
        assert ran.code == 0, ran.err
        assert scores(tmp_path, "o")["numbers kept"] == 50
