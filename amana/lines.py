r"""Text read a line at a time, in bounded memory. A line ends at "\n" and nowhere else, so that lines stay aligned."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from amana.streams import stdin_bytes
from pipeline.article import InputError

STDIN = "-"
MAX_LINE_BYTES = 16 * 1024 * 1024
MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
_SPOOL_BYTES = 16 * 1024 * 1024


@contextmanager
def open_bytes(path: str, *, rereadable: bool = False) -> Iterator[BinaryIO]:
    """Opens a file, or stdin for "-". `rereadable`: what cannot be read twice (a pipe) is copied to a temporary file.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    try:
        with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spool:
            if path == STDIN and not rereadable:
                yield stdin_bytes()
            elif path == STDIN:
                yield _copied(stdin_bytes(), cast(BinaryIO, spool))
            else:
                with Path(path).open("rb") as file:
                    yield file if file.seekable() or not rereadable else _copied(file, cast(BinaryIO, spool))
    except FileNotFoundError as error:
        text = " (a text itself is read from stdin: echo 'TEXT' | amana ...)" if " " in path else ""
        raise InputError(f"There is no file {path}; check the name{text}.") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"Cannot read {path} ({reason}); give a text file that you may read.") from error


def read_lines(file: BinaryIO, name: str) -> Iterator[str]:
    r"""The lines of `file` without their "\n"; a byte order mark at the beginning is skipped.

    Raises:
        InputError: a line is not UTF-8 or longer than `MAX_LINE_BYTES`; the message gives its number.
    """
    number = 0
    while raw := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(raw) > MAX_LINE_BYTES:
            raise InputError(
                f"Line {number} of {name} is longer than {MAX_LINE_BYTES // 2**20} MiB; split it into sentences."
            )
        yield _decode(raw.removesuffix(b"\n"), f"Line {number} of {name}", first=number == 1)


def read_document(file: BinaryIO, name: str) -> str:
    """The whole of `file` as one text.

    Raises:
        InputError: it is not UTF-8, or larger than `MAX_DOCUMENT_BYTES`.
    """
    raw = file.read(MAX_DOCUMENT_BYTES + 1)
    if len(raw) > MAX_DOCUMENT_BYTES:
        raise InputError(f"{name} is larger than {MAX_DOCUMENT_BYTES // 2**20} MiB; compare it in parts.")
    return _decode(raw, name, first=True)


def count_lines(file: BinaryIO, name: str) -> int:
    """The number of lines; goes back to the beginning. Raises InputError as `read_lines`."""
    count = sum(1 for _ in read_lines(file, name))
    file.seek(0)
    return count


def _decode(raw: bytes, what: str, *, first: bool) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{what} is not UTF-8 (byte {error.start + 1}); convert the file to UTF-8.") from error
    return text.removeprefix("\ufeff") if first else text


def _copied(source: BinaryIO, spool: BinaryIO) -> BinaryIO:
    shutil.copyfileobj(source, spool)
    spool.seek(0)
    return spool
