"""A Word document with the Arabic beside the English, sentence by sentence; what was found stands in comments."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.article import Record
from pipeline.export.pairs import pairs, xml_text
from pipeline.verdict import remarks

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_AUTHOR = "amana"


def bilingual(record: Record) -> bytes:
    """The bytes of the .docx: the summary, then a table with a row for each sentence."""
    from docx import Document as new_document

    document = new_document()
    document.core_properties.author = _AUTHOR
    document.core_properties.title = xml_text(record.article.title or record.article.id)[:255]
    document.add_heading(xml_text(record.article.title or record.article.id), level=1)
    _summary(document, record)
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Arabic", "English"
    for pair in pairs(record):
        arabic, english = table.add_row().cells
        _right_to_left(arabic.paragraphs[0], pair.arabic)
        _said(document, english.paragraphs[0], pair.english, pair.remarks)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _summary(document: Document, record: Record) -> None:
    document.add_heading("Summary", level=2)
    own = [f"{remark.severity}: {xml_text(remark.message)}" for remark in remarks(record) if remark.segment is None]
    text = xml_text(record.summary.text) if record.summary else ""
    _said(document, document.add_paragraph(), text, own)
    document.add_heading("Translation", level=2)


def _said(document: Document, paragraph: Paragraph, text: str, found: Sequence[str]) -> None:
    """`text`, with a comment on it for each thing that was found."""
    run = paragraph.add_run(text)
    for message in found:
        document.add_comment(run, text=message, author=_AUTHOR, initials="a")


def _right_to_left(paragraph: Paragraph, text: str) -> None:
    from docx.oxml import OxmlElement

    run = paragraph.add_run(text)
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # python-docx has no name for either
    run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
