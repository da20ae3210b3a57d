"""The kinds of files that amana reads, as data: a suffix, its reader and its bound."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from pipeline.ingest.markdown import read_markdown
from pipeline.ingest.pdf import read_pdf
from pipeline.ingest.tables import read_csv, read_json_lines
from pipeline.ingest.text import read_text
from pipeline.ingest.types import Columns, Decoded, Row
from pipeline.ingest.webpage import read_webpage
from pipeline.ingest.word import read_word

MAX_BYTES = 20_000_000
"""A book of 3,000 pages is smaller; the file's size is looked up before it is read."""


DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,  # an encrypted part of an archive, too deep a nesting, an unknown compression
    SyntaxError,  # lxml's XMLSyntaxError
    AttributeError,
    LookupError,
    TypeError,
    ValueError,  # these four by libraries that take it for granted that every part is there and of its kind
)
"""What libraries raise for a file that is not as it should be: a reader lets it pass, and the user is told."""


class Document(NamedTuple):
    """A kind of file that holds one article.

    `read` gets the bytes and the name for messages, and gives what it found; it need not catch any of `DAMAGES`. `what`
    such a file is, and what to do if it is damaged, are parts of the message then. An `is_archive` is looked over
    before it is read.
    """

    read: Callable[[bytes, str], Decoded]
    what: str
    advice: str = "save the article as plain text in UTF-8"
    max_bytes: int = MAX_BYTES
    is_archive: bool = False


class Table(NamedTuple):
    """A kind of file that holds an article a row. It is read row by row and may be of any size, but not its rows."""

    read: Callable[[BinaryIO, str, Columns], Iterator[Row]]


KINDS: dict[str, Document | Table] = {
    ".txt": Document(read_text, "text"),
    ".md": Document(read_markdown, "Markdown", max_bytes=1_000_000),
    ".html": Document(read_webpage, "a web page", max_bytes=3_000_000),
    ".htm": Document(read_webpage, "a web page", max_bytes=3_000_000),
    ".docx": Document(read_word, "a Word document", "save it again in Word as .docx", is_archive=True),
    ".pdf": Document(read_pdf, "a PDF file", "export the article anew", max_bytes=50_000_000),
    ".csv": Table(read_csv),
    ".jsonl": Table(read_json_lines),
}
"""Suffix (lower case) to the kind of file. Markup is bounded lower, because its parsers can be made to take long: at
these bounds most files tried took up to three quarters of a minute, a table of 300,000 cells five on a busy core."""
DOCUMENTS = ", ".join(suffix for suffix, kind in KINDS.items() if isinstance(kind, Document))
TABLES = ", ".join(suffix for suffix, kind in KINDS.items() if isinstance(kind, Table))
"""The suffixes, for messages and helps."""
