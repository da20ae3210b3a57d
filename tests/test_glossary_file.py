"""Files of terms: what they may be, and what is said of a bad one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.registry import Term
from pipeline.article import InputError
from pipeline.terms.files import read_glossary

GOOD = {
    "without column names": ("a.csv", "بنك,bank,a note\nقطر,Qatar\n"),
    "with column names": ("a.csv", "English,Arabic,Note\nbank,بنك,a note\nQatar,قطر,\n"),
    "semicolons, a byte order mark": ("a.csv", "\ufeffarabic;english;note\nبنك;bank;a note\nقطر;Qatar;\n"),
    "tabs": ("a.tsv", "arabic\tenglish\tnote\nبنك\tbank\ta note\nقطر\tQatar\n"),
    "objects": (
        "a.json",
        json.dumps([{"arabic": "بنك", "english": "bank", "note": "a note"}, {"arabic": "قطر", "english": "Qatar"}]),
    ),
}


@pytest.mark.parametrize(("name", "text"), GOOD.values(), ids=GOOD)
def test_forms_of_a_glossary(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_glossary(tmp_path / name).terms == (Term("بنك", "bank", "a note"), Term("قطر", "Qatar"))


def test_all_that_a_term_may_have(tmp_path: Path) -> None:
    path = tmp_path / "my words.csv"
    path.write_text(
        "arabic term,english term,keep as is,never this,must\n"
        "مكتب,office,,library | bureau,yes\niPhone 15,,yes,,\nمكتب,office,,library|bureau,x\n",
        encoding="utf-8",
    )
    assert read_glossary(path).terms == (
        Term("مكتب", "office", never=("library", "bureau"), must=True),
        Term("iPhone 15", "iPhone 15", keep=True),
    )


def test_one_object_of_terms(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"بنك": "bank"}', encoding="utf-8")
    assert read_glossary(path).terms == (Term("بنك", "bank"),)


BAD = {
    "no English": ("a.csv", "بنك,bank\nقطر,\n", r"Line 2 of .*a\.csv has no English for 'قطر'"),
    "no Arabic": ("a.csv", ",bank\n", r"Line 1 of .*a\.csv has no Arabic term"),
    "an unknown column": ("a.csv", "arabic,english,colour\nبنك,bank,red\n", "Line 1 of .* names a column 'colour'"),
    "a column twice": ("a.csv", "arabic,english,english\n", "names a column 'english'"),
    "neither yes nor no": ("a.csv", "arabic,english,must\n\nبنك,bank,maybe\n", "Line 3 of .*'maybe' in must"),
    "too many cells": ("a.csv", "بنك,bank,n,,,,extra\n", "Line 1 of .* has 7 cells.*'extra'"),
    "twice, in two ways": ("a.csv", "بنك,bank\nبنك,shore\n", r"Line 2 .*'بنك' again \('shore'\), .* line 1 \('bank'\)"),
    "Arabic kept": ("a.csv", "arabic,english,keep\nبنك,,yes\n", "keep 'بنك' as it is, which is in Arabic letters"),
    "Arabic in the English": ("a.csv", "بنك,بنك\n", "has Arabic in its English"),
    "wanted and not": ("a.csv", "arabic,english,never\nبنك,bank,Bank\n", "both as English and as never"),
    "too long": ("a.csv", f"بنك,{'bank ' * 30}\n", "at most 200, and 12 words"),
    "an open quote": ("a.csv", 'بنك,"bank\n', "Line 1 of .* is no line of a table"),
    "nothing": ("a.csv", "\n", "There is no term"),
    "no JSON": ("a.json", '[{"arabic": "بنك",\n "english" "bank"}]', "Line 2 of .* is no JSON"),
    "another JSON": ("a.json", "3", "holds '3'"),
    "an entry that is none": ("a.json", '["بنك"]', "Entry 1 of .* is 'بنك'"),
    "a member that is none": ("a.json", '[{"arabic": "بنك", "english": "bank", "x": 1}]', "has a member 'x'"),
    "a number": ("a.json", '[{"arabic": "بنك", "english": 3}]', "has 3 in english"),
    "deep": ("a.json", "[" * 100_000, "no JSON"),
}


@pytest.mark.parametrize(("name", "text", "said"), BAD.values(), ids=BAD)
def test_a_bad_glossary_is_one_sentence_with_its_place(name: str, text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as raised:
        read_glossary(tmp_path / name)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_glossary(tmp_path / "nowhere.csv")
    (tmp_path / "latin.csv").write_bytes("بنك,bank\nبنك,".encode() + b"\xe9\n")
    with pytest.raises(InputError, match=r"Line 2 of .* is not UTF-8"):
        read_glossary(tmp_path / "latin.csv")
