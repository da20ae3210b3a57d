"""What earlier versions of amana wrote still loads: records from the first on, manifests since they have checksums.

The files in `rows/stored` are as those versions wrote them, of one article and a fake engine.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.article import SCHEMA_VERSION, Article, record_from_json
from pipeline.batch.manifest import Manifest
from pipeline.batch.sealed import sealed, unsealed
from pipeline.ledger import ledger
from pipeline.output import record_document
from pipeline.report.html import render

STORED = Path(__file__).parent / "rows" / "stored"
RECORDS = sorted(STORED.glob("record-*.json"))
MANIFESTS = sorted(STORED.glob("manifest-*.jsonl"))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_of_an_earlier_version_loads_and_is_shown(path: Path) -> None:
    record = record_from_json(json.loads(path.read_text(encoding="utf-8")))
    assert [row.source.text for row in ledger(record) if row.source][:2] == ["12.5 مليون", "40 دولارا"]
    assert record_from_json(record_document(record)) == record
    assert "12.5 million" in render(record, version="1")


def test_there_are_records_of_every_age() -> None:
    assert len(RECORDS) >= 4
    assert {json.loads(path.read_text(encoding="utf-8"))["schema_version"] for path in RECORDS} == {SCHEMA_VERSION}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_a_manifest_of_an_earlier_version_counts(path: Path, tmp_path: Path) -> None:
    manifest = _manifest_of(path.read_bytes(), tmp_path)
    [entry] = manifest.entries()
    assert (entry.id, entry.verdict, entry.segments) == ("users", "ok", 2)
    article = Article("users", TEXT, source="users.txt")
    assert manifest.holds(article, settings=entry.settings)


def test_a_line_of_a_later_version_does_not_count(tmp_path: Path) -> None:
    data = unsealed(MANIFESTS[0].read_bytes())
    assert data is not None
    assert list(_manifest_of(sealed(data | {"schema_version": 2}), tmp_path).entries()) == []


TEXT = "آخر تحديث: 17 أغسطس 2031\nارتفع عدد المستخدمين إلى 12.5 مليون مستخدم.\nوبلغت الإيرادات 40 دولارا.\n"


def _manifest_of(line: bytes, folder: Path) -> Manifest:
    """The manifest in `folder` that has this line; its files are there with the sizes that the line says."""
    data = unsealed(line)
    assert data is not None
    for name, size in data["files"].items():
        (folder / name).write_bytes(bytes(size))
    (folder / "manifest.jsonl").write_bytes(line)
    manifest = Manifest(folder / "manifest.jsonl")
    manifest.load()
    return manifest
