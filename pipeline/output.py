"""Writes a record into a folder: all four files whole, or none of them. Writes ledgers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from models.files import NOTHING_RESERVED, Reserved, Unwritable, destination, prove_writable, write_whole
from pipeline.account import LedgerRow
from pipeline.article import InputError, Record, english_text, record_to_json
from pipeline.ingest import article_id, distinct
from pipeline.ledger import account
from pipeline.ledger_views import coverage_to_json, ledger_csv, ledger_to_json, number_rows
from pipeline.report.html import render
from pipeline.verdict import verdict

RECORD_SUFFIXES = (".en.txt", ".summary.txt", ".json", ".html")
"""What the files of a record end in, after the name of the article."""


def record_document(record: Record) -> dict[str, Any]:
    """The record as it is written and printed: its JSON, its `verdict`, its `key_numbers`, its table of `numbers`, its
    `ledger`."""
    made = account(record)
    tables = {
        "verdict": verdict(record),
        "key_numbers": coverage_to_json(made.coverage),
        "numbers": [asdict(row) for row in number_rows(made.rows)],
        "ledger": ledger_to_json(made.rows),
    }
    return record_to_json(record) | tables


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
    try:
        folder.mkdir(parents=True, exist_ok=True)
        prove_writable(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error


def record_files(folder: Path, name: str) -> tuple[Path, ...]:
    """The paths of the four files of the record called `name`: translation, summary, everything, report."""
    return tuple(folder / f"{name}{suffix}" for suffix in RECORD_SUFFIXES)


def prepare_record(folder: Path, name: str, *, reserved: Reserved = NOTHING_RESERVED) -> None:
    """Makes sure that the four files of the record called `name` may be written into `folder`.

    Raises:
        InputError: something else stands there, or one of them is one of `reserved`.
    """
    try:
        for path in record_files(folder, name):
            destination(path, inside=folder, reserved=reserved)
    except OSError as error:
        raise cannot_write(folder, error) from error


def write_record(
    record: Record, folder: Path, *, name: str | None = None, reserved: Reserved = NOTHING_RESERVED
) -> tuple[Path, ...]:
    """Writes FOLDER/ID.en.txt, ID.summary.txt, ID.json and ID.html and returns their paths, replacing existing files.

    `name` takes the place of the article's id; either is made safe for a file name.

    Raises:
        InputError: a file could not be written, or is one of `reserved`; none is left half-written.
    """
    name = article_id(record.article.id if name is None else name)
    summary = record.summary.text if record.summary else ""
    texts = (
        english_text(record) + "\n",
        summary + "\n" if summary else "",
        json.dumps(record_document(record), ensure_ascii=False, indent=1) + "\n",
        render(record, version=version("amana")),
    )
    paths = record_files(folder, name)
    try:
        prepare_folder(folder)
        write_whole(dict(zip(paths, texts, strict=True)), inside=folder, reserved=reserved)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return paths


def prepare_file(path: Path, *, option: str, reserved: Reserved = NOTHING_RESERVED) -> None:
    """Proves that a file can be written at `path`, which `option` names, before hours of work are spent.

    Raises:
        InputError: it is a folder, no regular file or one of `reserved`, or its folder is not there or cannot be
            written to.
    """
    try:
        prove_writable(destination(path, reserved=reserved).parent)
    except OSError as error:
        raise cannot_write_file(path, error, option=option) from error


def write_ledger(rows: Iterable[LedgerRow], path: Path, *, reserved: Reserved = NOTHING_RESERVED) -> None:
    """Writes the rows as CSV; an existing file is replaced. It starts with a byte order mark, so that spreadsheets
    take its Arabic for UTF-8.

    Raises:
        InputError: the file could not be written, or is one of `reserved`; none is left half-written.
    """
    try:
        write_whole({path: "\ufeff" + ledger_csv(rows)}, reserved=reserved)
    except OSError as error:
        raise cannot_write_file(path, error, option="--ledger") from error


def cannot_write_file(path: Path, error: OSError, *, option: str) -> InputError:
    """What the user is told where the file that `option` names could not be written."""
    return InputError(f"Cannot write the file {path} ({_reason(error)}); choose another with {option}.")


def cannot_write(folder: Path, error: OSError) -> InputError:
    """What the user is told where writing to `folder` failed."""
    if isinstance(error, Unwritable):
        return InputError(
            f"Cannot write the file {error.filename} ({_reason(error)}); move what stands there, or choose another "
            "folder for the results."
        )
    if os.path.exists(folder) and not os.path.isdir(folder):
        return InputError(f"{folder} is a file, not a folder; choose a folder with --out.")
    return InputError(
        f"Cannot write to the folder {folder} ({_reason(error)}); make room or choose another folder with --out."
    )


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
