"""What the engine reads and finds, row by row: see `rows/`.

A row of `known_failures` says what should be; once it passes, strict xfail fails and the row moves to the folder that
its `check` names.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from models.registry import same_word
from pipeline.numbers import Comparison, Quantity, compare, quantity_to_json, read, support
from tests.numbers.rows import Row, checks, files, load

SOURCES = {"own", "blind", "report", "news"}
MOST_ROWS = 2_000
_READ: dict[str, Any] = {"high": None, "unit": None, "bound": "exact", "readings": [], "soft": False}


def params(rows: list[Row]) -> list[Any]:
    return [pytest.param(row, id=row["label"]) for row in rows]


def check_read(row: Row) -> None:
    """`expect` in order; what a row leaves out is the default. `"readings": null` and claims that it leaves out are not
    checked.
    """
    found = read(row["text"], lang=row["lang"])
    expected = [{**_READ, **quantity} for quantity in row["expect"]]
    claims = {name for name in ("part", "direction", "role") if any(name in quantity for quantity in expected)}
    checked = {*_READ, *claims, "text", "kind", "value"}
    got = [{key: value for key, value in quantity_to_json(one).items() if key in checked} for one in found]
    for one, two in zip(got, expected, strict=False):
        if two["readings"] is None:
            one["readings"] = None
    assert got == expected


def check_negative(row: Row) -> None:
    """Nothing at all, or with `"allow": "soft"` at most soft quantities and identifiers, which are never required."""
    found = read(row["text"], lang=row["lang"])
    assert row["allow"] in ("nothing", "soft")
    allowed: Callable[[Quantity], bool] = (
        (lambda one: one.soft or one.kind == "identifier") if row["allow"] == "soft" else lambda one: False
    )
    assert [one for one in found if not allowed(one)] == []


def check_findings(row: Row, comparison: Comparison) -> None:
    """The findings in any order; `"findings": null` checks `ok` alone."""
    if row["findings"] is not None:
        expected = sorted((finding["type"], finding["severity"]) for finding in row["findings"])
        assert sorted((finding.type, finding.severity) for finding in comparison.findings) == expected
    assert comparison.ok is row["ok"]
    for finding in comparison.findings:
        assert finding.message
        assert finding.source is not None or finding.target is not None


def check_compare(row: Row) -> None:
    languages = {"source_lang": row.get("source_lang", "ar"), "target_lang": row.get("target_lang", "en")}
    check_findings(row, compare(row["source"], row["target"], **languages))


def check_support(row: Row) -> None:
    languages = {"source_lang": row.get("source_lang", "ar"), "target_lang": row.get("target_lang", "en")}
    check_findings(row, support(row["source"], row["target"], **languages))


CHECKS: dict[str, Callable[[Row], None]] = {
    "read": check_read,
    "negative": check_negative,
    "compare": check_compare,
    "support": check_support,
}


@pytest.mark.parametrize("row", params(load("read")))
def test_read(row: Row) -> None:
    check_read(row)


@pytest.mark.parametrize("row", params(load("negative")))
def test_negative(row: Row) -> None:
    check_negative(row)


@pytest.mark.parametrize("row", params(load("declined")))
def test_declined(row: Row) -> None:
    """Readings that other tools give and this engine does not; the comment says why."""
    check_read(row)


@pytest.mark.parametrize("row", params(load("compare")))
def test_compare(row: Row) -> None:
    check_compare(row)


@pytest.mark.parametrize("row", params(load("varied")))
def test_varied(row: Row) -> None:
    """One sentence with a translation that raises no error and with one that does."""
    assert [
        finding.message for finding in compare(row["source"], row["target"]).findings if finding.severity == "error"
    ] == []
    assert not compare(row["source"], row["wrong"]).ok


@pytest.mark.parametrize("row", params(load("values")))
def test_sentence_written_without_knowing_the_engine(row: Row) -> None:
    """What is required of a sentence, as values in reading order."""
    required = [one for one in read(row["text"], lang=row["lang"]) if not one.soft and one.kind != "identifier"]
    assert [str(one.value) if one.high is None else f"{one.value}..{one.high}" for one in required] == row["values"]


@pytest.mark.parametrize("row", params(load("pair")))
def test_pair_written_without_knowing_the_engine(row: Row) -> None:
    comparison = compare(row["source"], row["target"])
    errors = [finding.message for finding in comparison.findings if finding.severity == "error"]
    assert (errors == []) is row["ok"], errors or row.get("comment")


@pytest.mark.parametrize("row", params(load("worded")))
def test_pair_judged_with_the_lexical_model(row: Row) -> None:
    comparison = compare(row["source"], row["target"], same_word=same_word)
    errors = [finding.message for finding in comparison.findings if finding.severity == "error"]
    assert (errors == []) is row["ok"], errors or row.get("comment")


@pytest.mark.parametrize("row", params(load("support")))
def test_support(row: Row) -> None:
    check_support(row)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=row["label"], marks=pytest.mark.xfail(reason=row["reason"]))
        for row in load("known_failures")
    ],
)
def test_known_failure(row: Row) -> None:
    CHECKS[row["check"]](row)


@pytest.mark.parametrize("check", checks())
def test_rows_are_labelled_and_stand_in_the_file_of_their_phenomenon(check: str) -> None:
    rows = load(check)
    assert [label for label, count in Counter(row["label"] for row in rows).items() if count > 1] == []
    assert {row["from"] for row in rows} <= SOURCES
    assert all(row["comment"] for row in rows if "comment" in row)
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files(check)) == len(rows)
    for path in files(check):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= MOST_ROWS
        assert {json.loads(line)["phenomenon"] for line in lines} == {path.stem}


def test_every_finding_type_and_severity_has_a_row() -> None:
    rows = [*load("compare"), *(row for row in load("known_failures") if row["check"] == "compare")]
    seen = {(finding["type"], finding["severity"]) for row in rows for finding in row["findings"] or []}
    assert seen >= {
        ("missing", "error"), ("missing", "note"), ("added", "error"), ("added", "note"), ("changed", "error"),
        ("scaled", "error"), ("unit", "error"), ("unit", "warning"), ("unit", "note"), ("bound", "error"),
        ("bound", "warning"), ("kind", "warning"), ("rounded", "note"), ("rounded", "warning"), ("derived", "note"),
        ("part", "error"), ("part", "warning"), ("part", "note"), ("direction", "error"), ("role", "error"),
    }  # fmt: skip
