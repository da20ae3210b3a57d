"""The overview of an output folder: index.html, ledger.csv and the totals, made from the manifest and the records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from models.files import destination, replacing
from pipeline.article import InputError, Record, record_from_json
from pipeline.batch.folder import LEDGER, OVERVIEW
from pipeline.batch.manifest import Entry, Manifest, Verdict
from pipeline.ledger import ledger
from pipeline.ledger_views import ledger_csv
from pipeline.output import cannot_write
from pipeline.report.pages import load_page

VERDICTS: tuple[Verdict, ...] = ("failed", "error", "warning", "ok")
_SIGNS = {"failed": "✗", "error": "✗", "warning": "!", "ok": "✓"}
DAMAGED = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, InputError)
_SUFFIXES = {".html": "report", ".en.txt": "translation", ".summary.txt": "summary", ".json": "record"}


@dataclass(slots=True)
class Totals:
    """Counts over all entries: finished articles by verdict, failures, the numbers of the articles and what was said.

    `unreadable` has the ids of articles whose record can no longer be read, so that the ledger lacks them.
    """

    articles: int = 0
    ok: int = 0
    warning: int = 0
    error: int = 0
    failed: int = 0
    numbers: int = 0
    kept: int = 0
    errors: int = 0
    warnings: int = 0
    objections: int = 0
    unreadable: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the table: links are relative addresses, `search` is what the filter looks in."""

    entry: Entry
    report: str | None
    links: tuple[tuple[str, str], ...]
    search: str


def count(manifest: Manifest) -> Totals:
    """The totals of what the manifest holds."""
    totals = Totals()
    for entry in manifest.entries():
        setattr(totals, entry.verdict, getattr(totals, entry.verdict) + 1)
        totals.articles += entry.verdict != "failed"
        for name in ("numbers", "kept", "errors", "warnings", "objections"):
            setattr(totals, name, getattr(totals, name) + getattr(entry, name))
    return totals


def write_overview(manifest: Manifest, folder: Path, *, unknown: Sequence[str] = (), changed: bool = True) -> Totals:
    """Writes FOLDER/index.html and FOLDER/ledger.csv and returns the totals; an article at a time is in memory.

    `unknown` names the files that were not read because of their kind. Where no result has `changed`, the ledger, which
    takes reading every record, stays as it is. An article whose record cannot be read is done anew by the next run.

    Raises:
        InputError: a file could not be written; the older ones stay as they were.
    """
    totals = count(manifest)
    page = load_page("index.html", styles=("report.css", "index.css"))
    html = page.template.generate(
        **page.values,
        lines=map(_line, manifest.entries()),
        totals=totals,
        unknown=unknown,
        verdicts=VERDICTS,
        signs=_SIGNS,
        version=version("amana"),
    )
    try:
        _write(folder / OVERVIEW, html)
        if changed or not (folder / LEDGER).exists():
            _write(folder / LEDGER, _csv(manifest.entries(), folder, totals.unreadable))
    except OSError as error:
        raise cannot_write(folder, error) from error
    for id in totals.unreadable:
        manifest.drop(id)
    if totals.unreadable:
        manifest.tidy()
    return totals


def _line(entry: Entry) -> _Line:
    links = {label: quote(name) for suffix, label in _SUFFIXES.items() for name in entry.files if name.endswith(suffix)}
    words = [entry.id, entry.source, entry.title or "", entry.reason or ""]
    words += [f"{number.arabic} {number.english}" for number in entry.key_numbers]
    words += [remark.message for remark in entry.findings]
    return _Line(entry, links.get("report"), tuple(links.items()), " ".join(words).casefold())


def _csv(entries: Iterable[Entry], folder: Path, unreadable: list[str]) -> Iterator[str]:
    """The ledgers of all records under one header, after the mark by which spreadsheets know UTF-8.

    Records that somebody took away or changed since go to `unreadable`.
    """
    header = ledger_csv(())
    yield "\ufeff" + header
    for entry in entries:
        name = next((name for name in entry.files if name.endswith(".json")), None)
        if name is None:
            continue
        try:
            record = read_record(folder / name)
            rows = ledger_csv(ledger(record)).removeprefix(header)
        except DAMAGED:
            unreadable.append(entry.id)
            continue
        yield rows


def read_record(path: Path) -> Record:
    """The record in a file. Raises one of `DAMAGED` where it was taken away or changed."""
    return record_from_json(json.loads(path.read_text(encoding="utf-8")))


def _write(path: Path, pieces: Iterable[str]) -> None:
    with replacing(destination(path, inside=path.parent)) as file:
        file.writelines(piece.encode("utf-8", errors="backslashreplace") for piece in pieces)
