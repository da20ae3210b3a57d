"""The kinds of files that amana reads, as data: a suffix, its reader and its bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from pipeline.ingest.text import read_text
from pipeline.ingest.types import Columns, Decoded, Row

MAX_BYTES = 20_000_000
"""A book of 3,000 pages is smaller; the file's size is looked up before it is read."""


class Document(NamedTuple):
    """A kind of file that holds one article: bytes and the name for messages in, what was found out."""

    read: Callable[[bytes, str], Decoded]
    max_bytes: int = MAX_BYTES


class Table(NamedTuple):
    """A kind of file that holds an article a row. It is read row by row and may be of any size, but not its rows."""

    read: Callable[[BinaryIO, str, Columns], Iterator[Row]]


KINDS: dict[str, Document | Table] = {
    ".txt": Document(read_text),
}
"""Suffix (lower case) to the kind of file."""
