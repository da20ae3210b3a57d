"""Writes a record into a folder: all four files whole, or none of them. Writes ledgers."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.article import InputError, Record, english_text, record_to_json
from pipeline.ingest import article_id, distinct
from pipeline.keynumbers import coverage
from pipeline.ledger import LedgerRow, ledger
from pipeline.ledger_views import coverage_to_json, ledger_csv, ledger_to_json, number_rows
from pipeline.report.html import render


def record_document(record: Record) -> dict[str, Any]:
    """The record as it is written and printed: its JSON, its `key_numbers`, its table of `numbers`, its `ledger`."""
    tables = {
        "key_numbers": coverage_to_json(coverage(record)),
        "numbers": [asdict(row) for row in number_rows(record)],
        "ledger": ledger_to_json(ledger(record)),
    }
    return record_to_json(record) | tables


def json_line(data: object) -> str:
    """`data` as JSON on one line, whatever a reader takes for the end of a line."""
    line = json.dumps(data, ensure_ascii=False)
    return line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def distinct_name(name: str, taken: set[str]) -> str:
    """`article_id(name)`, with a number after it if `taken` has it already; the result is added to `taken`.

    Upper and lower case count as the same, as they do on some file systems.
    """
    return distinct(article_id(name), taken)


def prepare_folder(folder: Path) -> None:
    """Makes `folder` and proves that files can be written there, before hours of work are spent.

    Raises:
        InputError: it is a file, or cannot be made or written to.
    """
    probe = folder / f".amana-{secrets.token_hex(4)}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise cannot_write(folder, error) from error


def write_record(record: Record, folder: Path, *, name: str | None = None) -> tuple[Path, ...]:
    """Writes FOLDER/ID.en.txt, ID.summary.txt, ID.json and ID.html and returns their paths, replacing existing files.

    `name` takes the place of the article's id; either is made safe for a file name.

    Raises:
        InputError: a file could not be written; none is left half-written.
    """
    name = article_id(record.article.id if name is None else name)
    summary = record.summary.text if record.summary else ""
    contents = {
        folder / f"{name}.en.txt": english_text(record) + "\n",
        folder / f"{name}.summary.txt": summary + "\n" if summary else "",
        folder / f"{name}.json": json.dumps(record_document(record), ensure_ascii=False, indent=1) + "\n",
        folder / f"{name}.html": render(record, version=version("amana")),
    }
    try:
        prepare_folder(folder)
        write_whole(contents)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return tuple(contents)


def prepare_ledger(path: Path) -> None:
    """Proves that a file can be written at `path`, before hours of work are spent.

    Raises:
        InputError: it is a folder, or its folder is not there or cannot be written to.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder; name a file with --ledger.")
    probe = path.parent / f".amana-{secrets.token_hex(4)}.tmp"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise _cannot_write_ledger(path, error) from error


def write_ledger(rows: Iterable[LedgerRow], path: Path) -> None:
    """Writes the rows as CSV; an existing file is replaced. It starts with a byte order mark, so that spreadsheets
    take its Arabic for UTF-8.

    Raises:
        InputError: the file could not be written; none is left half-written.
    """
    try:
        write_whole({path: "\ufeff" + ledger_csv(rows)})
    except OSError as error:
        raise _cannot_write_ledger(path, error) from error


def write_whole(contents: Mapping[Path, str]) -> None:
    """Writes every file beside its place first, so that a full disk leaves the older files as they were.

    Raises:
        OSError: a file could not be written.
    """
    drafts: dict[Path, Path] = {}
    try:
        for path, text in contents.items():
            drafts[path] = draft = path.parent / f".amana-{secrets.token_hex(8)}.tmp"
            # Half a surrogate pair, from an odd file name, has no UTF-8; "\udcff" is also how JSON writes it.
            draft.write_bytes(text.encode("utf-8", errors="backslashreplace"))
            with draft.open("rb+") as file:
                os.fsync(file.fileno())  # else a machine that goes off may be left with an empty file of that name
        for path, draft in drafts.items():
            os.replace(draft, path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _cannot_write_ledger(path: Path, error: OSError) -> InputError:
    reason = (error.strerror or str(error)).lower()
    return InputError(f"Cannot write the file {path} ({reason}); choose another with --ledger.")


def cannot_write(folder: Path, error: OSError) -> InputError:
    """What the user is told where writing to `folder` failed."""
    if folder.exists() and not folder.is_dir():
        return InputError(f"{folder} is a file, not a folder; choose a folder with --out.")
    reason = (error.strerror or str(error)).lower()
    return InputError(f"Cannot write to the folder {folder} ({reason}); make room or choose another folder with --out.")
