"""What documents mark inside a sentence: struck out, hidden, raised, or in elements that extraction throws away."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement

from models.registry import Engines
from pipeline.article import Article, record_from_json, record_to_json
from pipeline.ingest import read_article, read_articles
from pipeline.stages import run
from tests.conftest import FakeEngine

NEWS = "ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم في البلاد هذا العام."


def article(folder: Path, data: str | bytes, name: str) -> Article:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_article(path)


def page(folder: Path, body: str, head: str = "") -> Article:
    return article(
        folder,
        f'<!DOCTYPE html><html lang="ar"><head><title>خبر</title>{head}</head><body>{body}</body></html>',
        "a.html",
    )


INSIDE_SENTENCES = {
    "time": (
        "ارتفع عدد الحالات منذ <time datetime='2021-03-15'>15 مارس 2021</time> إلى <b>640</b> حالة.",
        "ارتفع عدد الحالات منذ 15 مارس 2021 إلى 640 حالة.",
    ),
    "label and output": (
        "بلغ عدد المقاعد <label>150</label> مقعدا منها <output>47</output> للنساء.",
        "بلغ عدد المقاعد 150 مقعدا منها 47 للنساء.",
    ),
    "button": (
        "انقر لمعرفة <button>12</button> معلومة عن السباق الذي يشارك فيه 340 متسابقا.",
        "انقر لمعرفة 12 معلومة عن السباق الذي يشارك فيه 340 متسابقا.",
    ),
    "formula": (
        "كان السعر US$<math><mn>342</mn><mo>.</mo><mn>5</mn></math> قبل أن يصعد <math><mfrac><mn>1</mn><mn>2</mn>"
        "</mfrac></math> و 10<math><msup><mi></mi><mn>6</mn></msup></math> أمس.",
        "كان السعر US$342.5 قبل أن يصعد 1/2 و 10⁶ أمس.",
    ),
    "a formula with its source": (
        "بلغت النسبة <math alttext='x'><semantics><mrow><mn>7</mn></mrow><annotation encoding='application/x-tex'>7"
        "</annotation></semantics></math> من عشرة في هذا العام.",
        "بلغت النسبة 7 من عشرة في هذا العام.",
    ),
    "mixed number": (
        "ارتفع <math><mn>1</mn><mfrac><mn>1</mn><mn>2</mn></mfrac></math> نقطة، ثم 3<sup>1</sup>/<sub>4</sub> "
        "في اليوم.",
        "ارتفع 1 1/2 نقطة، ثم 3 1/4 في اليوم.",
    ),
    "powers and footnotes": (
        "تبلغ المساحة 10<sup>6</sup> كم<sup>2</sup> منذ عام 2024<sup>[3]</sup> بحسب CO<sub>2</sub> المنبعث.",
        "تبلغ المساحة 10⁶ كم² منذ عام 2024[3] بحسب CO₂ المنبعث.",
    ),
    "spans": (
        "بلغ المؤشر <span class='number'>11,842</span><span>.6</span> نقطة في ختام التعاملات.",
        "بلغ المؤشر 11,842.6 نقطة في ختام التعاملات.",
    ),
    "readings above words": (
        "زار <ruby>القرية<rt>7</rt></ruby> أمس 30 وفدا من الخارج.", "زار القرية أمس 30 وفدا من الخارج.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "text"), INSIDE_SENTENCES.values(), ids=INSIDE_SENTENCES)
def test_nothing_inside_a_sentence_of_a_web_page_is_lost(tmp_path: Path, markup: str, text: str) -> None:
    found = page(tmp_path, f"<article><p>{NEWS}</p><p>{markup}</p><p>{NEWS}</p></article>")
    assert found.text == f"خبر\n\n{NEWS}\n{text}\n{NEWS}\n"
    assert found.notes == ()


def test_identical_paragraphs_stay_apart(tmp_path: Path) -> None:
    found = page(tmp_path, f"<article><p>{NEWS}</p><p>{NEWS}</p><ul><li>{NEWS}</li><li>{NEWS}</li></ul></article>")
    assert found.text.count(NEWS) == 4


def test_numbers_left_out_of_the_main_text_are_said(tmp_path: Path) -> None:
    box = "<aside><p>يعمل في المصنع 77 عاملا، ويستخدم الخدمة 12.5 مليون مستخدم.</p></aside><nav>صفحة 99</nav>"
    found = page(tmp_path, f"<p>آخر 5 أخبار</p><article><p>{NEWS}</p>{box}{f'<p>{NEWS}</p>' * 4}</article>")
    assert "77" not in found.text
    (note,) = found.notes
    assert note.startswith("numbers of the page that its article lacks: 77 in «يعمل في المصنع 77 عاملا")
    assert "99" not in note
    assert "12.5 مليون" not in note.partition(" in ")[0]


STRUCK_PAGES = {
    "elements": ("بلغ المؤشر <s>11,800</s> <strike>11,810</strike> <del>11,820</del> 11,842.6 نقطة.", "", "11,800"),
    "a style": (
        "بلغ المؤشر <b style='top: 0; text-decoration: line-through'>11,800</b> 11,842.6 نقطة.", "", "11,800",
    ),
    "a style sheet": (
        "بلغ المؤشر <i class='now old'>11,800</i> 11,842.6 نقطة.",
        "<style>/* a{} */ .new, i.old { text-decoration: line-through }</style>", "11,800",
    ),
}  # fmt: skip
HIDDEN_PAGES = {
    "display": ("بلغ المؤشر <b style='display:none'>11,800</b> 11,842.6 نقطة.", "", "11,800"),
    "attribute": ("بلغ المؤشر <b hidden>11,800</b> 11,842.6 نقطة.", "", "11,800"),
    "size": ("بلغ المؤشر <b style='font-size: 0'>11,800</b> 11,842.6 نقطة.", "", "11,800"),
    "for screen readers": ("بلغ المؤشر <b class='sr-only'>11,800</b> 11,842.6 نقطة.", "", "11,800"),
    "a style sheet": ("بلغ المؤشر <b id='x'>11,800</b> 11,842.6 نقطة.", "<style>#x{display:none}</style>", "11,800"),
}


@pytest.mark.parametrize(
    ("why", "markup", "head", "old"),
    [("struck", *row) for row in STRUCK_PAGES.values()] + [("hidden", *row) for row in HIDDEN_PAGES.values()],
    ids=[f"struck by {name}" for name in STRUCK_PAGES] + [f"hidden by {name}" for name in HIDDEN_PAGES],
)
def test_struck_and_hidden_text_of_a_web_page(tmp_path: Path, why: str, markup: str, head: str, old: str) -> None:
    found = page(tmp_path, f"<article><p>{NEWS}</p><p>{markup}</p><p>{NEWS}</p></article>", head)
    assert "\nبلغ المؤشر 11,842.6 نقطة.\n" in found.text
    assert len(found.notes) == 1
    assert found.notes[0].startswith(f"{why} text left out: «{old}»")


SEEN = {
    "a rule for print": ("<b class='x'>11</b>", "<style>@media print { .x { display: none } }</style>"),
    "inserted text": ("<ins>11</ins>", ""),
    "another property": ("<b style='list-style: none; opacity: 0.9; font-size: 0.9em'>11</b>", ""),
    "underlined": ("<u style='text-decoration: underline'>11</u>", ""),
}


@pytest.mark.parametrize(("markup", "head"), SEEN.values(), ids=SEEN)
def test_what_is_seen_stays(tmp_path: Path, markup: str, head: str) -> None:
    found = page(tmp_path, f"<article><p>{NEWS}</p><p>بلغ العدد {markup} شخصا.</p></article>", head)
    assert "بلغ العدد 11 شخصا." in found.text
    assert found.notes == ()


def test_a_page_that_a_script_shows_is_read(tmp_path: Path) -> None:
    found = page(tmp_path, f"<p>تحميل</p><article style='display: none'><p>{NEWS}</p><p>{NEWS}</p></article>")
    assert found.text.count(NEWS) == 2


MARKDOWN = {
    "tildes": ("بلغ العدد ~~19~~ 21 شخصا", "بلغ العدد 21 شخصا", "19"),
    "emphasis inside": ("بلغ العدد ~~19 **شخصا**~~ 21 شخصا", "بلغ العدد 21 شخصا", "19 شخصا"),
    "HTML": ("بلغ العدد <del>19</del> 21 شخصا", "بلغ العدد 21 شخصا", "19"),
    "a table": ("| أ | ب |\n|---|---|\n| ~~19~~ | 21 |", "أ | ب\n\n | 21", "19"),
    "a block of HTML": ("<p>بلغ العدد <s>19</s> 21 شخصا</p>", "بلغ العدد 21 شخصا", "19"),
}


@pytest.mark.parametrize(("source", "text", "old"), MARKDOWN.values(), ids=MARKDOWN)
def test_struck_text_of_markdown(tmp_path: Path, source: str, text: str, old: str) -> None:
    found = article(tmp_path, source, "a.md")
    assert " ".join(found.text.split()) == " ".join(text.split())
    assert found.notes == (f"struck text left out: «{old}»",)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl"])
def test_letters_struck_out_one_by_one(tmp_path: Path, name: str) -> None:
    struck = "".join(f"{letter}\u0336" for letter in "19 شخصا".replace(" ", "")).replace("9\u0336", "9\u0336 ")
    text = f"بلغ العدد {struck} 21 شخصا، أي ما ≠ الأول"
    (tmp_path / name).write_text(json.dumps({"text": text}) if name == "a.jsonl" else text, encoding="utf-8")
    (found,) = read_articles(tmp_path / name)
    assert isinstance(found, Article)
    assert found.text.strip() == "بلغ العدد  21 شخصا، أي ما ≠ الأول"
    assert found.notes == ("struck text left out: «19 شخصا»",)


def test_markdown_that_only_looks_struck(tmp_path: Path) -> None:
    found = article(tmp_path, "نحو ~5 إلى ~6 أشخاص ~~ و10<sup>6</sup> م<sup>2</sup>", "a.md")
    assert found.text == "نحو ~5 إلى ~6 أشخاص ~~ و10⁶ م²\n"
    assert found.notes == ()


def word(*runs: tuple[str, dict[str, Any]]) -> bytes:
    """A document with one paragraph; the runs are in styles with these properties, or have them themselves."""
    document = Document()
    paragraph = document.add_paragraph()
    for number, (text, properties) in enumerate(runs):
        run = paragraph.add_run(text)
        target: Any = run
        if properties.pop("by_style", False):
            base = document.styles.add_style(f"base {number}", WD_STYLE_TYPE.CHARACTER)
            style: Any = document.styles.add_style(f"style {number}", WD_STYLE_TYPE.CHARACTER)
            style.base_style = base
            run.style, target = style, base
        for name, value in properties.items():
            setattr(target.font, name, value)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_struck_and_hidden_text_of_word(tmp_path: Path) -> None:
    data = word(
        ("توفي ", {}), ("19", {"strike": True}), ("18", {"double_strike": True}), (" 21 شخصا ", {"strike": False}),
        ("400", {"hidden": True}), ("450", {}), ("17", {"by_style": True, "strike": True}),
        (" 10", {}), ("6", {"superscript": True}), (" 1", {}), ("1", {"superscript": True}), ("/", {}),
        ("2", {"subscript": True}),
    )  # fmt: skip
    found = article(tmp_path, data, "a.docx")
    assert found.text == "توفي  21 شخصا 450 10⁶ 1 1/2\n"
    assert found.notes == ("struck text left out: «19», «18», «17»", "hidden text left out: «400»")


def test_text_deleted_under_change_tracking_is_said(tmp_path: Path) -> None:
    document = Document()
    paragraph: Any = document.add_paragraph("توفي 21 شخصا")
    deletion, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = "19"
    run.append(text)
    deletion.append(run)
    paragraph._p.append(deletion)
    file = io.BytesIO()
    document.save(file)
    found = article(tmp_path, file.getvalue(), "a.docx")
    assert (found.text, found.notes) == ("توفي 21 شخصا\n", ("struck text left out: «19»",))


def test_notes_of_the_reading_are_in_the_record(tmp_path: Path) -> None:
    found = article(tmp_path, "بلغ العدد ~~19~~ 21 شخصا", "a.md")
    record = run(found, Engines(FakeEngine(), FakeEngine()))
    assert found.notes[0] in next(stage.notes for stage in record.stages if stage.name == "segment")
    assert record_from_json(record_to_json(record)).article == found
