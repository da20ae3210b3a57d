"""Outputs of others become records like our own; what is wrong with them is said of every row."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.data import DataError, Example, load_data
from eval.systems import make_record, output_of, read_outputs, reference_system, units
from pipeline.article import InputError, Record, record_to_json
from tests.evaluation import ARTICLE, SECOND, TRANSLATION, data_set, perfect, poor, write_outputs, write_rows


def test_a_unit_is_a_line_with_its_reference() -> None:
    one, two = units(data_set().examples[0])
    assert (one.id, two.id) == ("users:1", "users:3")
    assert two.reference == "Revenue reached $40."
    assert ARTICLE[two.start : two.end] == two.source == "وبلغت الإيرادات 40 دولارا."


def test_residue_of_scraping_is_scored_for_nobody_but_a_lone_line_always_is() -> None:
    residue = "آخر تحديث: 17 أغسطس 2031"
    assert [unit.source for unit in units(Example("a", "a", f"{residue}\n{SECOND}"))] == [SECOND]
    assert [unit.source for unit in units(Example("b", "b", residue))] == [residue]


def test_a_record_of_outputs_is_checked_like_our_own() -> None:
    example = data_set().examples[0]
    record = make_record(example, translation=TRANSLATION.replace("40", "46"), summary="It rose by 99.", model="other")
    assert [output_of(record, unit) for unit in units(example)] == [
        "The number of users rose to 12.5 million.",
        "Revenue reached $46.",
    ]
    [finding] = [finding for item in record.translations if item.check for finding in item.check.findings]
    assert finding.source is not None
    assert ARTICLE[finding.source.start : finding.source.end] == finding.source.text == "40 دولارا"
    assert record.summary is not None
    assert record.summary.check is not None
    assert [finding.type for finding in record.summary.check.findings] == ["added"]


def test_the_references_are_a_system() -> None:
    found = reference_system(data_set())
    assert found is not None
    assert found.parts == {"translation", "summary"}
    assert reference_system(data_set([Example("a", "a", SECOND)])) is None


def test_outputs_are_read_by_id_or_by_line(tmp_path: Path) -> None:
    data = data_set()
    read = read_outputs("poor", write_outputs(tmp_path, poor()), data)
    assert read.parts == {"translation", "summary"}
    assert list(read.records) == ["users", "bridges"]
    assert [item.text for item in read.records["bridges"].translations] == ["The city opened bridges in 1998."]
    lines = data_set([Example("a", "a", SECOND), Example("b", "b", SECOND)])
    (tmp_path / "out.txt").write_text("One.\nTwo.\n", encoding="utf-8")
    read = read_outputs("lines", tmp_path / "out.txt", lines)
    assert read.records["b"].translations[0].text == "Two."
    (tmp_path / "out.txt").write_text("One.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"has 1 lines and the data 2 examples"):
        read_outputs("lines", tmp_path / "out.txt", lines)


def test_records_of_amana_are_outputs(tmp_path: Path) -> None:
    for name, record in perfect().records.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(record_to_json(record)), encoding="utf-8")
    assert read_outputs("mine", tmp_path, data_set()).records == perfect().records
    unchecked = {name: _without_checks(record) for name, record in perfect().records.items()}
    for name, record in unchecked.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(record_to_json(record)), encoding="utf-8")
    assert read_outputs("mine", tmp_path, data_set()).records == perfect().records, "the checks are made anew"
    (tmp_path / "users.json").write_text("{}", encoding="utf-8")
    (tmp_path / "bridges.json").unlink()
    with pytest.raises(DataError) as caught:
        read_outputs("mine", tmp_path, data_set())
    assert len(caught.value.problems) == 2


def _without_checks(record: Record) -> Record:
    translations = tuple(replace(item, check=None) for item in record.translations)
    return replace(record, translations=translations, summary=record.summary and replace(record.summary, check=None))


ROW = {"id": "users", "translation": TRANSLATION}
OTHER = {"id": "bridges", "translation": "The city opened 3 bridges in 1998."}
BAD: dict[str, tuple[list[object], str]] = {
    "no id": ([{"translation": "x"}, ROW, OTHER], "line 1 of out.jsonl: it has no id."),
    "unknown id": ([ROW, OTHER, {**ROW, "id": "x"}], "line 3 of out.jsonl: there is no example 'x' in the data."),
    "twice": ([ROW, OTHER, ROW], "line 3 of out.jsonl: the id 'users' occurs twice."),
    "missing": ([ROW], "out.jsonl: there is no output for 'bridges'."),
    "no text": ([ROW, {**OTHER, "translation": 7}], "line 2 of out.jsonl: its translation is 7, not a text."),
    "unequal lengths": (
        [{**ROW, "translation": "One.\nTwo."}, OTHER],
        "line 1 of out.jsonl: its translation has 2 lines and the article 3, so that they are not aligned.",
    ),
    "endless line": (
        [{**ROW, "translation": "One.\nTwo.\n" + "x" * 500_001}, OTHER],
        "line 1 of out.jsonl: its translation has a line of 500,001 characters, and a line of at most 500,000 can be "
        "scored.",
    ),
    "part missing": ([ROW, {"id": "bridges", "summary": "x"}], "out.jsonl: there is no translation for 'bridges'."),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_outputs_are_named(case: str, tmp_path: Path) -> None:
    rows, problem = BAD[case]
    with pytest.raises(DataError, match="nothing was scored") as caught:
        read_outputs("other", write_rows(tmp_path / "out.jsonl", rows), data_set())
    assert problem in caught.value.problems


def test_outputs_of_neither_sort(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither a translation nor a summary"):
        read_outputs("other", write_rows(tmp_path / "out.jsonl", [{"id": "users"}, {"id": "bridges"}]), data_set())


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"name": "users", "translation": "x"}], "has no column 'id'; its columns are name, translation"),
        ([{"id": "x", "translation": "x"}, {"id": 2}], "has outputs for 'x' .* none of these ids but 'users'"),
    ],
)
def test_a_file_of_something_else_is_told_in_one_sentence(rows: list[object], message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_outputs("other", write_rows(tmp_path / "out.jsonl", rows), data_set())
    assert not isinstance(caught.value, DataError)


def test_a_folder_without_records(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no record of amana"):
        read_outputs("other", tmp_path, data_set())


def test_a_file_of_lines_that_is_empty_or_has_an_endless_one(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("")
    with pytest.raises(InputError, match=r"out\.txt is empty; give a translation a line"):
        read_outputs("other", path, data_set())
    path.write_text("x\n" + "x" * 500_001)
    with pytest.raises(DataError) as caught:
        read_outputs("other", path, data_set())
    assert caught.value.problems[0].startswith("line 2 of out.txt has a line of 500,001 characters")


DAMAGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a translation of no segment": lambda record: record["translations"][0].update(segment=99),
    "segments out of order": lambda record: record["segments"].reverse(),
    "a segment beyond the text": lambda record: record["segments"][-1].update(end=10_000),
    "a segment twice": lambda record: record["segments"][1].update(index=record["segments"][0]["index"]),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_record_whose_parts_do_not_belong_together_is_named(
    damage: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    outputs = write_rows(tmp_path / "o.jsonl", [ROW, OTHER])
    for key, record in read_outputs("other", outputs, data_set()).records.items():
        stored = record_to_json(record)
        if key == "users":
            damage(stored)
        (tmp_path / f"{key}.json").write_text(json.dumps(stored))
    with pytest.raises(DataError) as caught:
        read_outputs("other", tmp_path, data_set())
    assert list(caught.value.problems) == [
        f"{tmp_path / 'users.json'}: its segments, translations and text do not belong together."
    ]


def test_an_empty_translation_is_an_output(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "out.jsonl", [{**ROW, "translation": ""}, OTHER])
    found = read_outputs("other", path, data_set())
    assert [output_of(found.records["users"], unit) for unit in units(data_set().examples[0])] == ["", ""]


def test_outputs_of_examples_beyond_the_limit_are_passed_over(tmp_path: Path) -> None:
    rows = [{"id": name, "article": SECOND} for name in "ab"]
    data = load_data([str(write_rows(tmp_path / "data.jsonl", rows))], limit=1)
    outputs = write_rows(tmp_path / "out.jsonl", [{"id": name, "translation": name} for name in "ab"])
    assert list(read_outputs("other", outputs, data).records) == ["a"]
