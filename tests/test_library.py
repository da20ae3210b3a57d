"""`import amana`: the public library, its documentation, and how light it is."""

from __future__ import annotations

import doctest
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import amana
from tests.conftest import ARTICLE, Loads
from tests.records import HOSTILE, hostile

ROOT = Path(__file__).parents[1]


def test_what_the_documentation_shows_is_what_happens() -> None:
    ran = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False, encoding="utf-8")
    assert ran.attempted > 10
    assert ran.failed == 0


def test_every_name_is_there_and_no_other() -> None:
    assert {name for name in amana.__all__ if getattr(amana, name) is None} == set()
    assert set(amana.__all__) <= set(dir(amana))
    with pytest.raises(AttributeError, match="nothing"):
        amana.nothing  # noqa: B018


def test_numbers_are_read_and_compared_without_the_libraries_of_the_models() -> None:
    program = (
        "import sys, amana; light = set(sys.modules); amana.read('12', lang='en'); amana.compare('12', '12').ok; "
        "amana.support('12', '12'); amana.number_fidelity(['12'], ['12']); "
        "heavy = {'torch', 'transformers', 'datasets', 'openvino', 'openvino_genai', 'fastapi'}; "
        "print(sorted(set(sys.modules) & heavy), 'pipeline' in light, 'typer' in light)"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[] False False\n"


def test_a_text_a_file_and_an_article_are_translated(fake: Loads, article: Path) -> None:
    engines = amana.load_engines()
    records = [amana.translate(given, engines=engines) for given in (ARTICLE, article, amana.read_article(article))]
    assert [record.english for record in records] == [
        "The number of users rose to 12.5 million.\nRevenue reached $40."
    ] * 3
    assert {record.verdict for record in records} == {"ok"}


def test_unequal_lists_are_refused() -> None:
    with pytest.raises(amana.InputError, match="2 sources and 1 outputs"):
        amana.number_fidelity(["1", "2"], ["1"])


def test_a_notebook_sees_tables_in_which_nothing_is_markup() -> None:
    made = hostile()
    record = amana.Record(**{field.name: getattr(made, field.name) for field in fields(made)})
    check = amana.compare(f"12 {HOSTILE}", f"13 {HOSTILE}")
    quantities = amana.read(f"12 {HOSTILE}", lang="en")
    for shown in (record, check, quantities):
        html = shown._repr_html_()
        assert "<table>" in html
        for piece in ("<script", "<img", "<a ", "</textarea>", "\x00", "\u202e"):
            assert piece not in html
    assert "12" in quantities._repr_html_()
