"""The check on trial: labels are read or refused, shares are counted, and digit matching stands beside it as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.data import DataError
from eval.trial import (
    MATCHERS,
    OURS,
    TOOLKIT,
    Label,
    alike_numerals,
    available_matchers,
    on_trial,
    overlapping_figures,
    read_labels,
    same_digits,
    toolkit_matcher,
)
from pipeline.article import InputError
from tests.conftest import Amana
from tests.evaluation import write_rows

ROWS = [
    {"id": "a", "ar": "بلغت 40 دولارا", "en": "It was $40", "right": True, "kind": "money"},
    {"id": "b", "ar": "بلغت 40 دولارا", "en": "It was $46", "right": False, "kind": "money"},
    {"id": "c", "ar": "هبط خام برنت 87 سنتا", "en": "Brent rose by 87 cents", "right": False, "kind": "direction"},
    {"id": "d", "ar": "جاء ثلاثة رجال", "en": "3 men came", "right": True},
]


def labels() -> list[Label]:
    return [
        Label(str(row["id"]), str(row["ar"]), str(row["en"]), bool(row["right"]), str(row.get("kind", "no kind")))
        for row in ROWS
    ]


def test_labels_of_a_table(tmp_path: Path) -> None:
    assert read_labels(write_rows(tmp_path / "labels.jsonl", ROWS)) == labels()
    table = tmp_path / "labels.csv"
    table.write_text("id,ar,en,right,kind\na,بلغت 40,It was 40,yes,\nb,بلغت 40,It was 46,0,x\n", encoding="utf-8")
    assert [(label.right, label.kind) for label in read_labels(table)] == [(True, "no kind"), (False, "x")]


def test_shares_by_kind_with_exact_intervals() -> None:
    ours, digits = on_trial(labels(), {"the same digits": same_digits})
    assert (ours.check, ours.whole.alarmed.count, ours.whole.alarmed.of) == (OURS, 0, 2)
    assert (ours.whole.caught.count, ours.whole.caught.of, ours.false_alarms, ours.missed) == (2, 2, (), ())
    assert [(kind.name, kind.caught.count, kind.caught.of) for kind in ours.kinds] == [
        ("money", 1, 1), ("direction", 1, 1), ("no kind", 0, 0),
    ]  # fmt: skip
    assert (digits.false_alarms, digits.missed) == (("d",), ("c",))
    interval = digits.whole.caught.interval
    assert (interval.low, interval.high) == pytest.approx((1.258, 98.742), abs=0.001)  # of 1 of 2: 1 - 0.975 ** 0.5


SAME = {
    "the same": ("بلغت 1,250 و3.5", "It was 3.5 and 1250", True),
    "Arabic digits": ("بلغت ٤٠٫٥", "It was 40.5", True),
    "another": ("بلغت 40", "It was 46", False),
    "one said twice": ("بلغت 40", "It was 40, yes 40", False),
    "words": ("جاء ثلاثة", "3 came", False),
    "none": ("جاء", "He came", True),
}


@pytest.mark.parametrize(("source", "target", "agree"), SAME.values(), ids=SAME)
def test_the_same_digits(source: str, target: str, agree: bool) -> None:
    assert same_digits(source, target) is agree


ALIKE = {
    "zeros do not count": ("بلغت 40", "It was 4", True),
    "half of them": ("بلغت 12 و34", "It was 12", True),  # 2 * 2 / (4 + 2)
    "less than half": ("بلغت 1234567", "It was 1", False),  # 2 / 8
    "in another order": ("بلغت 12 و34", "It was 34 and 12", True),  # 2 * 2 / 8
    "none on one side": ("بلغت 12", "It was twelve", False),
    "none": ("جاء", "He came", True),
}


@pytest.mark.parametrize(("source", "target", "agree"), ALIKE.values(), ids=ALIKE)
def test_the_rule_of_opusfilter(source: str, target: str, agree: bool) -> None:
    assert alike_numerals(source, target) is agree


OVERLAPPING = {
    "the same": ("بلغت 40", "It was 40", True),
    "another": ("بلغت 40", "It was 46", False),  # (0 + 1) / (2 + 1)
    "a comma for a point": ("بلغت 7,4", "It was 7.4", True),
    "grouped and not": ("بلغت 1,250", "It was 1250", False),
    "zeros in front": ("بلغت 007", "It was 7", True),
    "Arabic digits": ("بلغت ٤٠٫٥", "It was 40.5", True),
    "a sign that begins a word": ("بلغت -7", "It was 7", False),
    "a hyphen in a word": ("كوفيد-19", "Covid-19 and 19", True),
    "glued to letters": ("في القرن ٢١", "In the 21st century", False),  # 21st has no figure: (0 + 1) / (1 + 1)
    "one of two": ("بلغت 12 ثم 34", "It was 12", True),  # (1 + 1) / (1 + 1)
    "one of three": ("بلغت 12 ثم 34 ثم 56", "It was 12", False),  # (1 + 1) / (2 + 1)
    "the Arabic and": ("بلغت 12 و34", "It was 12", True),  # و34 has none
    "said twice": ("بلغت 40", "It was 40, yes 40", True),
    "words": ("جاء ثلاثة", "3 came", False),
    "none": ("جاء", "He came", True),
}


@pytest.mark.parametrize(("source", "target", "agree"), OVERLAPPING.values(), ids=OVERLAPPING)
def test_the_rule_of_opuscleaner(source: str, target: str, agree: bool) -> None:
    assert overlapping_figures(source, target) is agree


def test_the_translate_toolkit_says_what_its_own_package_says() -> None:
    checks = pytest.importorskip("translate.filters.checks", reason="translate-toolkit is not installed")
    checker = checks.StandardChecker(checks.CheckerConfig(targetlanguage="en"))
    ours = toolkit_matcher()
    said = []
    for source, target in (
        ("بلغت 40", "It was 40"),
        ("بلغت 40", "It was 46"),
        ("جاء ثلاثة", "3 came"),
        ("1,250", "1250"),
    ):
        try:
            known = checker.numbers(source, target)
        except checks.FilterFailure:
            known = False
        assert ours(source, target) is known
        said.append(known)
    assert said[:2] == [True, False]


def test_without_the_package_the_others_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.trial.find_spec", lambda _: None)
    assert available_matchers() == MATCHERS
    assert TOOLKIT not in MATCHERS


def test_the_command_prints_and_writes_the_trial(amana: Amana, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "labels.jsonl", ROWS)
    ran = amana("evaluate", "--check-on", path, "-o", tmp_path / "out")
    assert (ran.code, "4 labelled pairs." in ran.out) == (0, True)
    assert "2 of 2: 100.0 % (15.8–100.0)" in ran.out
    document = json.loads((tmp_path / "out" / "trial.json").read_text(encoding="utf-8"))
    assert (document["pairs"], document["right"], document["checks"][0]["check"]) == (4, 2, "amana")
    assert document["checks"][0]["kinds"][2]["wrong_caught"] == {
        "count": 0, "of": 0, "percent": None, "low": None, "high": None,
    }  # fmt: skip


BAD = {
    "no English": ({"id": "x", "ar": "بلغت 40", "right": True}, "line 5 of labels.jsonl: it has no text in 'en'."),
    "no label": ({"id": "x", "ar": "بلغت 40", "en": "It was 40"}, "it has no 'right'."),
    "no such label": (
        {"id": "x", "ar": "بلغت 40", "en": "It was 40", "right": "perhaps"},
        "its 'right' is 'perhaps', not true or false.",
    ),
    "an id twice": ({"id": "a", "ar": "بلغت 40", "en": "It was 40", "right": True}, "the id 'a' occurs twice."),
    "no object": ([1], "it is a JSON list, not an object."),
}  # fmt: skip


@pytest.mark.parametrize(("row", "said"), BAD.values(), ids=BAD)
def test_a_bad_label_is_named_and_nothing_is_measured(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(DataError) as raised:
        read_labels(write_rows(tmp_path / "labels.jsonl", [*ROWS, row]))
    [problem] = raised.value.problems
    assert problem.endswith(said)


def test_bad_labels_end_in_the_documented_code(amana: Amana, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "labels.jsonl", [*ROWS, {"id": "x"}])
    ran = amana("evaluate", "--check-on", path, "-o", tmp_path / "out")
    assert ran.code == 2
    assert ran.err.count("\n") == 2
    assert "The labels in" in ran.err
    assert not (tmp_path / "out").exists()
    both = amana("evaluate", tmp_path, "--check-on", path)
    assert (both.code, "--check-on measures the check alone" in both.err) == (2, True)
    own = amana(
        "evaluate", "--check-on", write_rows(tmp_path / "trial.json.jsonl", ROWS), "-o", tmp_path / "labels.jsonl"
    )
    assert (own.code, own.err.count("\n")) == (2, 1)


def test_a_table_without_a_column_is_told_once(tmp_path: Path) -> None:
    rows = [{key: value for key, value in row.items() if key != "right"} for row in ROWS]
    with pytest.raises(InputError, match="has no column 'right'; its columns are ar, en, id") as raised:
        read_labels(write_rows(tmp_path / "labels.jsonl", rows))
    assert not isinstance(raised.value, DataError)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        read_labels(tmp_path / "none.jsonl")
