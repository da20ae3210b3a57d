"""Each line of each system: scores as sacrebleu gives them for a sentence, verdicts, and what the report shows."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import sacrebleu

from eval.elsewhere import Scores
from eval.evaluate import Options, evaluate
from eval.output import write_results
from eval.reading import differences, disagreements
from eval.report import render_results
from eval.results import Results
from eval.segments import (
    SENTENCE_BLEU,
    all_segment_rows,
    segment_rows,
    segment_signatures,
    segments_csv,
    segments_jsonl,
)
from tests.evaluation import EXAMPLES, FakeEncoder, data_set, perfect, poor, system

ELSEWHERE = Scores(
    "judge", Path("judge.csv"), "0" * 64,
    {(name, unit): 0.5 for name in ("perfect", "poor") for unit in ("users:1", "users:3", "bridges")},
)  # fmt: skip


@cache
def results() -> Results:
    options = Options(encoder=FakeEncoder(), scores=(ELSEWHERE,), resamples=100)
    return evaluate(data_set(), [perfect(), poor()], options)


def test_a_line_has_the_scores_that_sacrebleu_gives_a_sentence() -> None:
    rows = segment_rows(results().data, results().systems[1])
    assert [row.unit.id for row in rows] == ["users:1", "users:3", "bridges"]
    for row in rows:
        reference = [row.unit.reference or ""]
        known = {
            SENTENCE_BLEU: sacrebleu.sentence_bleu(row.output, reference).score,
            "chrF2": sacrebleu.sentence_chrf(row.output, reference).score,
            "chrF++": sacrebleu.sentence_chrf(row.output, reference, word_order=2).score,
            "TER": sacrebleu.sentence_ter(row.output, reference).score,
        }
        assert {name: row.scores[name] for name in known} == pytest.approx(known)
        assert row.scores["judge"] == 0.5
        assert row.scores["similarity to the source"] is not None
    assert "eff:yes" in segment_signatures(results())[SENTENCE_BLEU]
    assert set(segment_signatures(results())) == set(rows[0].scores)


def test_a_line_has_the_verdict_of_the_check_and_the_guards() -> None:
    said = {(row.system, row.unit.id): (row.verdict, row.numbers, row.claims) for row in all_segment_rows(results())}
    assert said["perfect", "users:1"] == ("ok", 0, 0)
    assert said["poor", "users:1"] == ("error", 1, 0)
    assert said["poor", "bridges"] == ("error", 1, 0)
    chatty = system("chatty", {"users": "Here is the translation: It rose to 12.5 million.\n\n$40.", "bridges": ""})
    found = evaluate(data_set(), [chatty], Options(resamples=100))
    rows = segment_rows(found.data, found.systems[0])
    assert "chatter" in rows[0].guards
    assert rows[2].guards == ("empty",)
    assert {row.expected_chrf for row in rows} == {None}


def test_the_doubt_of_a_line_is_that_of_its_most_doubtful_sentence() -> None:
    made = perfect()
    record = made.records["users"]
    doubted = tuple(
        replace(item, expected_chrf=value) for item, value in zip(record.translations, (60.0, 41.0), strict=True)
    )
    records = {**made.records, "users": replace(record, translations=doubted)}
    found = evaluate(data_set(), [replace(made, records=records)], Options(resamples=100))
    assert [row.expected_chrf for row in segment_rows(found.data, found.systems[0])] == [60.0, 41.0, None]


def test_the_files_hold_every_line_once() -> None:
    rows = all_segment_rows(results())
    documents = [json.loads(line) for line in segments_jsonl(rows).splitlines()]
    table = list(csv.DictReader(io.StringIO(segments_csv(rows), newline="")))
    assert [(item["system"], item["id"]) for item in documents] == [(item["system"], item["id"]) for item in table]
    assert len(documents) == 6
    for document, line in zip(documents, table, strict=True):
        assert float(line["chrF2"]) == document["scores"]["chrF2"]
        assert (line["verdict"], line["number_errors"]) == (document["verdict"], str(document["number_errors"]))
        assert line["source"] == document["source"]


def test_a_line_of_a_spreadsheet_is_no_formula() -> None:
    rows = [replace(row, output="=1+2") for row in all_segment_rows(results())[:1]]
    [line] = csv.DictReader(io.StringIO(segments_csv(rows), newline=""))
    assert line["output"] == "'=1+2"


def test_without_references_and_translations_there_are_fewer_columns_and_no_lines() -> None:
    bare = data_set([replace(example, translation=None, summaries=()) for example in EXAMPLES])
    found = evaluate(bare, [poor()], Options(resamples=100))
    assert {name for row in all_segment_rows(found) for name in row.scores} == set()
    assert [row.verdict for row in all_segment_rows(found)] == ["error", "ok", "error"]
    assert differences(found) == []
    only = system("only", None, {"users": "Users rose.", "bridges": "It opened."})
    assert all_segment_rows(evaluate(data_set(), [only], Options(resamples=100))) == []


def test_the_lines_on_which_systems_differ_most() -> None:
    found = differences(results())
    assert [item.systems for item in found] == [("perfect", "poor")] * len(found)
    points = [item.points for item in found]
    assert points == sorted(points, reverse=True)
    assert all(point > 0 and math.isfinite(point) for point in points)
    assert "users:3" not in {item.unit.id for item in found}  # both have it as the reference has it


def test_the_lines_on_which_metric_and_check_disagree() -> None:
    texts = {"users": "The number of users rose to 12.5 billion.\n\nRevenue reached $40.", "bridges": "3 in 1998."}
    examples = [
        *data_set().examples,
        *(replace(EXAMPLES[1], id=f"b{place}", document=f"b{place}") for place in range(5)),
    ]
    made = system("made", texts)
    bridge = system("made", {**texts, "bridges": "The city has opened 3 bridges, new ones, in 1998."}).records[
        "bridges"
    ]
    records = {**made.records, **{f"b{place}": bridge for place in range(5)}}
    found = evaluate(data_set(examples), [replace(made, records=records)], Options(resamples=100))
    [item] = disagreements(found)
    assert [line.unit.id for line in item.praised] == ["users:1"]
    assert item.unnoticed[0].unit.id == "bridges"
    page = render_results(found, pages={})
    assert "high chrF2, an error by the check" in page
    assert "low chrF2, nothing by the check" in page


def test_they_are_written_beside_the_results(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("out")
    write_results(results(), folder)
    assert len((folder / "segments.jsonl").read_text(encoding="utf-8").splitlines()) == 6
    assert (folder / "segments.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    document = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert SENTENCE_BLEU in document["segment_scores"]
    assert "Where systems differ most" in (folder / "report.html").read_text(encoding="utf-8")
