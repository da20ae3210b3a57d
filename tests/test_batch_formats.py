"""A folder as a newsroom leaves it: every format, forty articles, eight of them broken."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from models import registry
from tests.batch_process import MoodyEngine
from tests.batches import article, entries
from tests.conftest import Amana
from tests.pdf_files import LEADING, from_left, pdf, visual


def text_file(number: int) -> bytes:
    return article(number).encode()


def windows_text_file(number: int) -> bytes:
    return article(number).encode("cp1256")


def markdown(number: int) -> bytes:
    return f"# مدارس جديدة\n\n{article(number)}".encode()


def web_page(number: int) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in article(number).splitlines() if line)
    return (
        f"<!doctype html><html lang=ar><head><title>مدارس {number}</title></head>"
        "<body><nav><a href=/>الرئيسية</a></nav>"
        f"<article><h1>مدارس {number} جديدة</h1>{paragraphs}</article><footer>حقوق النشر</footer></body></html>"
    ).encode()


def word_document(number: int) -> bytes:
    document = Document()
    for line in article(number).splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf_file(number: int) -> bytes:
    lines = [line for line in article(number).splitlines() if line]
    return pdf([[glyph for row, line in enumerate(lines) for glyph in from_left(visual(line), y=700 - LEADING * row)]])


def json_lines(numbers: range) -> bytes:
    rows = [{"id": f"news {number}", "title": "مدارس جديدة", "text": article(number)} for number in numbers]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def table(numbers: range, *, others: tuple[tuple[str, str], ...] = ()) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["id", "text"])
    writer.writerows([(f"row {number}", article(number)) for number in numbers])
    writer.writerows(others)
    return file.getvalue().encode()


SINGLE: dict[str, Callable[[int], bytes]] = {
    ".txt": text_file, "-old.txt": windows_text_file, ".md": markdown, ".html": web_page, ".docx": word_document,
    ".pdf": pdf_file,
}  # fmt: skip


def bomb() -> bytes:
    """A Word document that is small and unpacks to 200 MB."""
    file = io.BytesIO(word_document(1))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image.png", bytes(200_000_000))
    return file.getvalue()


BROKEN: dict[str, Callable[[], bytes]] = {
    "truncated.docx": lambda: word_document(1)[:8000],
    "no-article.html": lambda: b"<!doctype html><html><body><nav><a href=/>Home</a></nav></body></html>",
    "wrong-encoding.txt": lambda: article(1).encode("iso-8859-6", "ignore").translate(bytes(range(255, -1, -1))),
    "empty.md": lambda: b"",
    "binary.txt": lambda: bytes(range(256)) * 40,
    "long-line.txt": lambda: "كلمة ".encode() * 5_600_000,
    "bomb.docx": bomb,
}


def write_newsroom(folder: Path) -> None:
    """32 good articles (24 files, 4 rows of one table, 4 of another) and 8 bad ones (7 files and a row)."""
    number = 0
    for _ in range(4):
        for suffix, make in SINGLE.items():
            path = folder / f"day-{number % 5}" / f"article-{number}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(make(number))
            number += 1
    (folder / "agency.jsonl").write_bytes(json_lines(range(24, 28)))
    (folder / "archive.csv").write_bytes(table(range(28, 32), others=(("../../escaped", article(40)),)))
    for name, make_bad in BROKEN.items():
        (folder / name).write_bytes(make_bad())
    (folder / "notes.xlsx").write_bytes(b"PK")


def test_forty_articles_of_all_formats_eight_of_them_broken(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = MoodyEngine()
    monkeypatch.setattr(registry, "load_engines", lambda **_: registry.Engines(engine, engine))
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))
    source, out = tmp_path / "in", tmp_path / "out"
    write_newsroom(source)
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "cache")}
    ran = amana("batch", source, out)
    assert ran.code == 3

    good = [entry for entry in entries(out) if entry["verdict"] != "failed"]
    bad = [entry for entry in entries(out) if entry["verdict"] == "failed"]
    assert (len(good), len(bad)) == (32, 8)
    for entry in good:
        assert entry["segments"] >= 6
        assert {os.path.splitext(name)[1] for name in entry["files"]} == {".txt", ".json", ".html"}
        assert all((out / name).is_file() for name in entry["files"])
    assert {entry["source"] for entry in bad} == {*BROKEN, "archive.csv row 6"}
    for entry in bad:
        assert entry["reason"].endswith(".")
        assert "\n" not in entry["reason"]
        assert entry["reason"] in ran.err
        assert entry["reason"] in ran.out
    assert "8 failed; files of other kinds: 1" in ran.out
    assert "notes.xlsx" in (out / "index.html").read_text("utf-8")

    after = {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "cache")}
    assert all(path.is_relative_to(out) for path in after - before - {tmp_path / "cache"})
    assert "(0 of them from this run)" in amana("batch", source, out).out
