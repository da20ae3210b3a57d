"""Writes a record into a folder: all three files whole, or none of them."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.article import InputError, Record, english_text, record_to_json
from pipeline.ingest import article_id
from pipeline.ledger import number_rows


def record_document(record: Record) -> dict[str, Any]:
    """The record as it is written and printed: its JSON, and its number table under `numbers`."""
    return record_to_json(record) | {"numbers": [asdict(row) for row in number_rows(record)]}


def json_line(data: object) -> str:
    """`data` as JSON on one line, whatever a reader takes for the end of a line."""
    line = json.dumps(data, ensure_ascii=False)
    return line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def distinct_name(name: str, taken: set[str]) -> str:
    """`article_id(name)`, with a number after it if `taken` has it already; the result is added to `taken`.

    Upper and lower case count as the same, as they do on some file systems.
    """
    base = article_id(name)
    candidate, count = base, 1
    while candidate.casefold() in taken:
        count += 1
        candidate = f"{base}-{count}"
    taken.add(candidate.casefold())
    return candidate


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
        raise _cannot_write(folder, error) from error


def write_record(record: Record, folder: Path) -> tuple[Path, ...]:
    """Writes FOLDER/ID.en.txt, ID.summary.txt and ID.json and returns their paths; existing files are replaced.

    Raises:
        InputError: a file could not be written; none is left half-written.
    """
    name = article_id(record.article.id)
    summary = record.summary.text if record.summary else ""
    contents = {
        folder / f"{name}.en.txt": english_text(record) + "\n",
        folder / f"{name}.summary.txt": summary + "\n" if summary else "",
        folder / f"{name}.json": json.dumps(record_document(record), ensure_ascii=False, indent=1) + "\n",
    }
    drafts: dict[Path, Path] = {}
    try:
        prepare_folder(folder)
        for path, text in contents.items():
            drafts[path] = draft = folder / f".amana-{secrets.token_hex(8)}.tmp"
            # Half a surrogate pair, from an odd file name, has no UTF-8; "\udcff" is also how JSON writes it.
            draft.write_bytes(text.encode("utf-8", errors="backslashreplace"))
        for path, draft in drafts.items():
            os.replace(draft, path)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return tuple(contents)


def _cannot_write(folder: Path, error: OSError) -> InputError:
    if folder.exists() and not folder.is_dir():
        return InputError(f"{folder} is a file, not a folder; choose a folder with --out.")
    reason = (error.strerror or str(error)).lower()
    return InputError(f"Cannot write to the folder {folder} ({reason}); make room or choose another folder with --out.")
