"""What `--export` writes, read by others: the Translate Toolkit, python-docx."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pipeline.export import EXPORTS, export_record
from tests.conftest import ARTICLE, Amana, Loads
from tests.records import hostile, news


def test_the_translate_toolkit_reads_the_memory() -> None:
    tmx = pytest.importorskip("translate.storage.tmx", reason="translate-toolkit is not installed")
    for record in (news(), hostile()):
        store = tmx.tmxfile.parsestring(EXPORTS["tmx"].make(record))
        assert [unit.target for unit in store.units] == [
            "".join(letter for letter in item.text if letter != "\x00") for item in record.translations
        ]
        assert all(unit.source for unit in store.units)
    notes = [unit.getnotes() for unit in tmx.tmxfile.parsestring(EXPORTS["tmx"].make(news())).units]
    assert "$46" in notes[1]
    assert notes[0] == ""


def test_word_has_the_sentences_beside_each_other_and_what_was_found_as_comments() -> None:
    from docx import Document

    record = news()
    document = Document(io.BytesIO(EXPORTS["docx"].make(record)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["Arabic", "English"]
    assert [row[1] for row in rows[1:]] == [item.text for item in record.translations]
    assert "<w:bidi/>" in document.tables[0].rows[1].cells[0]._tc.xml
    comments = [comment.text for comment in document.comments]
    assert any("error" in comment and "$46" in comment for comment in comments)
    assert "99" in " ".join(comments)  # of the summary
    Document(io.BytesIO(EXPORTS["docx"].make(hostile())))


def test_translate_exports_beside_the_other_files(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert amana("translate", article, "-o", out, "--export", "tmx, docx").code == 0
    assert {path.name for path in out.iterdir()} >= {"users.tmx", "users.bilingual.docx", "users.json"}
    assert "Revenue reached $40." in (out / "users.tmx").read_text(encoding="utf-8")


def test_a_batch_exports_also_what_it_had_done_before(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert amana("batch", source, out).code == 0
    asked = len(fake.engine.asked)
    assert amana("batch", source, out, "--export", "docx").code == 0
    assert len(fake.engine.asked) == asked
    assert (out / "deep" / "a.bilingual.docx").is_file()


def test_an_unknown_kind_is_named_before_any_work(amana: Amana, fake: Loads, article: Path) -> None:
    ran = amana("translate", article, "--export", "tmx,xliff")
    assert (ran.code, "'xliff'" in ran.err, fake.options) == (2, True, [])


def test_a_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    from pipeline.article import InputError

    (tmp_path / "news.tmx").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="link"):
        export_record(news(), tmp_path, ["tmx"])
