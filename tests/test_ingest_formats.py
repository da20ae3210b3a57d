"""Markdown, web pages and Word documents: what is read of them, and how what is no article is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph

from pipeline.article import Article, InputError
from pipeline.ingest import KINDS, kinds, read_article
from pipeline.ingest.types import Decoded

NEWS = "ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم."
OTHER = "وبلغت الإيرادات 40 دولارا."


def article(folder: Path, data: str | bytes, name: str) -> Article:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_article(path)


def refusal(folder: Path, data: str | bytes, name: str) -> str:
    with pytest.raises(InputError) as caught:
        article(folder, data, name)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert name in message
    return message


MARKDOWN = {
    "heading": (f"# عنوان *مهم*\n\n{NEWS}\n", f"عنوان مهم\n\n{NEWS}\n"),
    "soft and hard breaks": (f"{NEWS}\n{OTHER}  \nخبر\n", f"{NEWS} {OTHER}\nخبر\n"),
    "link, picture, code, HTML": (
        "قال [الوزير](http://x.y/1) ![صورة 3](b.png)`إن` <b>الأمر</b> &amp; <!-- 5 -->كذا",
        "قال الوزير إن الأمر & كذا\n",
    ),
    "a list": ("- أول 5\n- ثان\n\n  تابع\n", "أول 5\n\nثان\n\nتابع\n"),
    "numbers that could be meant": ("12. مايو شهر\n13. يونيو", "12. مايو شهر\n\n13. يونيو\n"),
    "a bracket after the number": ("7) بند", "7) بند\n"),
    "stars between digits": ("حاصل 5*3*2 هو **30** والخبر**7**8", "حاصل 5*3*2 هو 30 والخبر7**8\n"),
    "a negative number is no list": ("-5 درجات", "-5 درجات\n"),
    "quotation and code": ("> اقتباس 4\n\n    سطر 5\n\n```\nسطر 6\n```\n", "اقتباس 4\n\nسطر 5\n\nسطر 6\n"),
    "table": ("| السنة | الربح |\n|---|---|\n| 2024 | **5** مليون |\n", "السنة | الربح\n\n2024 | 5 مليون\n"),
    "a reference": (f"{NEWS} [مصدر][1]\n\n[1]: http://x.y/2024\n", f"{NEWS} مصدر\n"),
    "a rule": (f"{NEWS}\n\n***\n\n{OTHER}", f"{NEWS}\n\n{OTHER}\n"),
    "an HTML block": (f'<div dir="rtl">\n\n{NEWS}\n\n</div>\n', f"{NEWS}\n"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "text"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown(tmp_path: Path, source: str, text: str) -> None:
    assert article(tmp_path, source, "a.md").text == text


@pytest.mark.parametrize(
    ("source", "title", "text"),
    [
        ("# أول\n\n# ثان\n", "أول", "أول\n\nثان\n"),
        ("---\ntitle: 'عنوان 5'\ndate: 2024-01-02\n---\n\nخبر من مصر\n", "عنوان 5", "عنوان 5\n\nخبر من مصر\n"),
        ("---\ndate: 2024-01-02\n---\n## عنوان\n", "عنوان", "عنوان\n"),
        ("---\n\nخبر من مصر\n\n---\n", None, "خبر من مصر\n"),
        ("خبر من مصر", None, "خبر من مصر\n"),
    ],
    ids=["first heading", "front matter", "front matter without a title", "two rules are none", "no heading"],
)
def test_title_of_markdown(tmp_path: Path, source: str, title: str | None, text: str) -> None:
    found = article(tmp_path, source, "a.md")
    assert (found.title, found.text) == (title, text)


def page(body: str, head: str = '<meta charset="utf-8">') -> str:
    return f'<!DOCTYPE html><html lang="ar" dir="rtl"><head>{head}</head><body>{body}</body></html>'


MENU = "<nav><ul>" + '<li><a href="/x">الرئيسية</a></li><li><a href="/s">أخبار الرياضة</a></li>' * 9 + "</ul></nav>"
BODY = (
    f"{MENU}<article><h1>مطار جديد</h1><p>{NEWS} وقال <a href='/m'>الوزير</a> إن <b>العمل</b> مستمر.</p><p>{OTHER}</p>"
    "<table><tr><td>السنة</td><td>2024</td></tr></table></article><footer>جميع الحقوق محفوظة 2019</footer>"
    "<script>var x = 'لا شيء 77';</script>"
)


@pytest.mark.parametrize("name", ["a.html", "a.htm", "A.HTML"])
def test_a_web_page_gives_its_article(tmp_path: Path, name: str) -> None:
    found = article(tmp_path, page(BODY, "<title>مطار جديد | صحيفة</title>"), name)
    expected = ["مطار جديد", f"{NEWS} وقال الوزير إن العمل مستمر.", OTHER, "السنة | 2024"]
    assert found.text.split("\n") == [*expected, ""]
    assert found.title == "مطار جديد"


def test_a_title_that_the_text_lacks_heads_it(tmp_path: Path) -> None:
    head = '<title>ص</title><meta property="og:title" content="عدد المستخدمين 12.5 مليون">'
    found = article(tmp_path, page(f"<article><p>{NEWS}</p><p>{OTHER}</p></article>", head), "a.html")
    assert found.text == f"عدد المستخدمين 12.5 مليون\n\n{NEWS}\n{OTHER}\n"


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6", "utf-8", "utf-16"])
def test_encodings_of_web_pages(tmp_path: Path, encoding: str) -> None:
    assert NEWS in article(tmp_path, page(BODY, "").encode(encoding), "a.html").text


@pytest.mark.parametrize(
    "data",
    [
        "",
        page(""),
        page(MENU),
        page("<p>سجل الدخول</p><button>بحث</button>"),
        page("<script>" + NEWS * 9 + "</script>"),
    ],
    ids=["empty", "no body", "a menu alone", "a form", "a script alone"],
)
def test_a_web_page_without_an_article(tmp_path: Path, data: str) -> None:
    assert "without an article" in refusal(tmp_path, data, "a.html")


def test_a_web_page_nested_without_end_is_refused_in_time(tmp_path: Path) -> None:
    refusal(tmp_path, page("<div>" * 50_000 + NEWS), "a.html")


def test_a_tag_of_thousands_of_attributes_is_dropped_and_its_text_kept(tmp_path: Path) -> None:
    crowded = "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">"
    found = article(tmp_path, page(f"<article><p>{NEWS}</p>{crowded}{OTHER}</p></article>"), "a.html")
    assert found.text == f"{NEWS}\n{OTHER}\n"


WRONG_KINDS = {
    "a PDF file as text": (
        b"%PDF-1.7\n",
        "a.txt",
        "is a PDF file, not text; give it as a file whose name ends in .pdf",
    ),
    "a PDF file as Word": (b"%PDF-1.7\n", "a.docx", "is a PDF file, not a Word document"),
    "a picture as a web page": (b"\x89PNG\r\n", "a.html", "is a PNG picture, not a web page"),
    "a web page as Markdown": (page(BODY).encode(), "a.md", "ends in .html"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.docx", "an old or password-protected"),
    "text as Word": (NEWS.encode(), "a.docx", "is not a Word document"),
}


@pytest.mark.parametrize(("data", "name", "reason"), WRONG_KINDS.values(), ids=WRONG_KINDS)
def test_a_file_of_another_kind_is_called_what_it_is(tmp_path: Path, data: bytes, name: str, reason: str) -> None:
    assert reason in refusal(tmp_path, data, name)


def word(*paragraphs: str, title: str | None = None) -> bytes:
    document = Document()
    if title:
        document.add_paragraph(title, style="Title")
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The archive with parts replaced, added, or (None) left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        parts: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
        parts.update(changes)
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return file.getvalue()


def test_a_word_document(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("مطار جديد", style="Heading 1")
    paragraph = document.add_paragraph("ارتفع ")
    paragraph.add_run("العدد").bold = True
    paragraph.add_run(" إلى\t5\nملايين.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "السنة", "2024"
    document.add_paragraph(OTHER)
    file = io.BytesIO()
    document.save(file)
    found = article(tmp_path, file.getvalue(), "a.docx")
    assert found.text == f"مطار جديد\nارتفع العدد إلى\t5\nملايين.\nالسنة | 2024\n{OTHER}\n"
    assert found.title == "مطار جديد"


def add_run(paragraph: Paragraph, text: str, *wrappers: str) -> None:
    """Adds a run inside the elements `wrappers`, the outermost first."""
    element: Any = paragraph._p
    for tag in (*wrappers, "w:r", "w:t"):
        inner = OxmlElement(tag)
        element.append(inner)
        element = inner
    element.text = text


def test_what_a_reader_of_the_document_sees(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("أول")
    add_run(paragraph, " مضاف", "w:ins")
    add_run(paragraph, " محذوف", "w:moveFrom")
    add_run(paragraph, " رابط", "w:hyperlink")
    add_run(paragraph, " حقل", "w:sdt", "w:sdtContent")
    add_run(paragraph, "مربع 5", "w:r", "w:pict", "w:txbxContent", "w:p")
    file = io.BytesIO()
    document.save(file)
    assert article(tmp_path, file.getvalue(), "a.docx").text == "أول مضاف رابط حقل\nمربع 5\n"


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
GOOD_WORD = word(NEWS, OTHER)
BAD_WORD = {
    "truncated": (GOOD_WORD[: len(GOOD_WORD) // 2], "damaged or truncated"),
    "a few bytes missing": (GOOD_WORD[:-30], "damaged or truncated"),
    "damaged inside": (GOOD_WORD[:900] + bytes(400) + GOOD_WORD[1300:], "damaged or truncated"),
    "a zip without a document": (repacked(GOOD_WORD, {"word/document.xml": None}), "is not a Word document"),
    "no list of contents": (repacked(GOOD_WORD, {"[Content_Types].xml": None}), "is not a Word document"),
    "no XML": (repacked(GOOD_WORD, {"word/document.xml": b"<w:document"}), "is not a Word document"),
    "a bomb of zeros": (repacked(GOOD_WORD, {"word/media/a.png": bytes(30_000_000)}), "packed 1,0"),
    "a big bomb": (repacked(GOOD_WORD, {f"word/{n}.png": bytes(30_000_000) for n in range(4)}), "would unpack to 120,"),
    "entities": (repacked(GOOD_WORD, {"word/document.xml": ENTITIES}), "declares XML entities"),
    "entities in UTF-16": (
        repacked(GOOD_WORD, {"word/document.xml": ENTITIES.decode().encode("utf-16")}), "declares XML entities",
    ),
    "thousands of parts": (
        repacked(GOOD_WORD, {f"word/{'x' * 99}{n}": b"" for n in range(8_000)}), "lists too many parts",
    ),
    "no text": (word(), "is empty"),
    "English": (word("Revenue reached 40 dollars."), "not an Arabic article"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), BAD_WORD.values(), ids=BAD_WORD)
def test_bad_word_documents(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in refusal(tmp_path, data, "a.docx")


def test_too_much_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.ingest.archives.MAX_XML", 500)
    assert "bytes of text and markup, and 500 are the limit" in refusal(tmp_path, GOOD_WORD, "a.docx")


def test_a_reader_need_not_catch_what_a_damaged_file_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(data: bytes, name: str) -> Decoded:
        raise KeyError("content.xml")

    monkeypatch.setitem(KINDS, ".zzz", kinds.Document(read, "a thing", "save it anew", is_archive=True))
    message = refusal(tmp_path, GOOD_WORD, "a.zzz")
    assert message.endswith(" is not a thing, or is damaged or truncated; save it anew.")
    bomb = repacked(GOOD_WORD, {"a.png": bytes(30_000_000)})
    assert "packed 1,0" in refusal(tmp_path, bomb, "a.zzz")
    assert "is a PDF file, not a thing" in refusal(tmp_path, b"%PDF-1.7", "a.zzz")


def test_a_whole_word_document_named_txt(tmp_path: Path) -> None:
    assert "is a Word document, not text" in refusal(tmp_path, GOOD_WORD, "a.txt")


def test_too_big_for_its_kind(tmp_path: Path) -> None:
    """A line of 50 MB is found by the size of the file, before it is read."""
    for name in ("a.txt", "a.md", "a.html", "a.docx"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(50_000_000)
        with pytest.raises(InputError, match="has 50,000,000 bytes"):
            read_article(tmp_path / name)
