"""Overrides of the direction of writing: a number that is shown otherwise than the text holds it is said."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from models.registry import Engines
from pipeline.article import Article
from pipeline.bidi import override_notes
from pipeline.ingest import read_article
from pipeline.report.html import render
from pipeline.stages import run
from tests.conftest import FakeEngine

TEXT = "بلغت الأرباح \u202e5.243\u202c مليون دولار."

SAID = {
    "a whole number": (TEXT, "U+202E at «5.243», which is shown as «342.5»"),
    "a part of a number": ("بلغت 5\u202e.243\u202c دولارا", "U+202E at «5.243», which is shown as «5342.»"),
    "without an end": ("بلغت \u202e5.243", "U+202E at «5.243», which is shown as «342.5»"),
    "to the end of the line": ("بلغت \u202e21\nو43", "U+202E at «21», which is shown as «12»"),
    "marks inside": ("بلغت \u202e\u200e5.2\u202b43\u202c\u202c", "U+202E at «5.243», which is shown as «342.5»"),
    "a number after it": ("بلغت \u202eأ\u202c43", "U+202E at «أ43», which is shown as «أ43»"),
    "to the right": ("بين \u202d10 - 20\u202c", "U+202D at «10 - 20»"),
    "Arabic digits": ("بلغت \u202e٤٣", "U+202E at «٤٣», which is shown as «٣٤»"),
}


@pytest.mark.parametrize(("text", "said"), SAID.values(), ids=SAID)
def test_an_override_at_a_number_is_said(text: str, said: str) -> None:
    assert override_notes(text) == (f"characters that override the direction of writing stand at numbers: {said}",)


@pytest.mark.parametrize("text", ["\u200f5.243\u200e", "\u202b5-3\u202c", "\u202eنص\u202c و5 أشخاص", "", "5"])
def test_ordinary_marks_and_overrides_far_from_numbers_are_not(text: str) -> None:
    assert override_notes(text) == ()


def test_many_overrides_end() -> None:
    assert "and 995 more" in override_notes("\u202e1" * 100_000)[0]


def test_the_record_says_it_and_the_report_shows_what_the_text_holds() -> None:
    record = run(Article("a", TEXT), Engines(FakeEngine(), FakeEngine()))
    assert any("U+202E at «5.243»" in note for stage in record.stages for note in stage.notes)
    page = render(record, version="1")
    assert "5.243" in page
    assert not set("\u202a\u202b\u202d\u202e") & set(page)


NEWS = "ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم في البلاد هذا العام."


@pytest.mark.parametrize("tag", ["bdo dir=rtl", "span style='direction: rtl; unicode-bidi: bidi-override'"])
def test_elements_of_a_web_page_that_do_the_same(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "a.html"
    markup = f"<{tag}>5.<b>2</b>43</{tag.split()[0]}>"
    path.write_text(f"<html><body><article><p>{NEWS}</p><p>بلغت الأرباح {markup} مليون.</p></article></body></html>")
    assert "U+202E at «5.243», which is shown as «342.5»" in override_notes(read_article(path).text)[0]


def test_an_element_of_word_that_does_the_same(tmp_path: Path) -> None:
    document = Document()
    paragraph: Any = document.add_paragraph("بلغت ")
    override, run_, text = OxmlElement("w:bdo"), OxmlElement("w:r"), OxmlElement("w:t")
    override.set(qn("w:val"), "rtl")
    text.text = "5.243"
    run_.append(text)
    override.append(run_)
    paragraph._p.append(override)
    file = io.BytesIO()
    document.save(file)
    (tmp_path / "a.docx").write_bytes(file.getvalue())
    assert "«342.5»" in override_notes(read_article(tmp_path / "a.docx").text)[0]
