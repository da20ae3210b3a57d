"""Makes articles of files: one of a document, one a row of a table.

`Article.text` is the text as the user gave it: what a text file holds, byte-order mark and letters struck out by
combining strokes aside, or what a reader took out of a web page, a Word document, a PDF file or a field of a table.
Where the title stands apart (a web page, a column), it is also the first line of the text, so that it is translated and
its numbers are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pipeline.article import Article, InputError
from pipeline.ingest.archives import look_over
from pipeline.ingest.checks import check_file, check_text, too_big
from pipeline.ingest.kinds import DAMAGES, KINDS, Document, Table
from pipeline.ingest.names import article_id, path_id, row_id, shown
from pipeline.ingest.text import read_text
from pipeline.ingest.types import DEFAULT_COLUMNS, Columns, Decoded, Refusal, Row
from pipeline.notes import struck_out


def read_article(path: Path, *, max_bytes: int | None = None) -> Article:
    """The one article in the file `path`, which must not be a table.

    `max_bytes` takes the place of the bound of its kind.

    Raises:
        InputError: the file is missing, a folder, no regular file, unreadable, of an unknown kind, a table, larger
            than the bound, or holds no article: empty, binary, damaged, in no known encoding, hardly any Arabic script.
    """
    kind = _kind(path)
    if isinstance(kind, Table):
        raise InputError(f"{shown(str(path))} is a table of articles; translate it with `amana translate`.")
    return _read_document(path, kind, id=article_id(path.stem), source=path.name, max_bytes=max_bytes)


def read_articles(
    path: Path, *, base: Path | None = None, id: str | None = None, columns: Columns = DEFAULT_COLUMNS
) -> Iterator[Article | Refusal]:
    """Every article in the file `path`: one of a document, one a row of a table, read as they are asked for.

    What cannot be used comes as a `Refusal`, and never stops the others; a document gives exactly one item, and a
    table at least one. Nothing is raised for what a file holds.

    Each `Article.id` is a safe relative path without suffix for the output, "/" between its parts, and distinct within
    the file: for a document `id`, for the rows of a table `id` with "/" and the row's own id after it. Without `id` it
    is made of the path, relative to `base` if given. `find_files` gives ids that are distinct in a whole folder.
    `Article.source` names the file the same way, and the row of a table.
    """
    relative = path.relative_to(base) if base is not None else Path(path.name)
    id = id if id is not None else path_id(relative)
    source = relative.as_posix()
    try:
        kind = _kind(path)
        if isinstance(kind, Document):
            yield _read_document(path, kind, id=id, source=source)
        else:
            yield from _read_table(path, kind, id=id, source=source, columns=columns)
    except InputError as error:
        yield Refusal(source, id, str(error))


def article_from_bytes(data: bytes, *, id: str, source: str) -> Article:
    """An article of the bytes of a plain text, under the same conditions as `read_article` has for text files.

    Raises:
        InputError: see `read_article`; messages name `source`.
    """
    name = shown(source)
    decoded = read_text(data, name)
    text, notes = _without_struck_letters(decoded.text)
    check_text(text, name)
    return Article(id=article_id(id), text=text, source=source, encoding=decoded.encoding, notes=notes)


def article_from_text(
    text: str, *, id: str, title: str | None = None, source: str | None = None, encoding: str = "utf-8"
) -> Article:
    """An article of a text that is already decoded, under the same conditions as `read_article`.

    `id` is made safe for file names (`article_id`); messages name `source` where it is given.

    Raises:
        InputError: the text is empty, binary, not valid Unicode, or has hardly any Arabic script.
    """
    text = text.removeprefix("\ufeff")
    check_text(text, shown(source or id or "The text"))
    return Article(id=article_id(id), text=text, title=title, source=source, encoding=encoding)


def _kind(path: Path) -> Document | Table:
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        check_file(path, max_bytes=None)  # that there is no such file is the better message
        known = ", ".join(KINDS)
        raise InputError(f"{shown(str(path))} is of a kind that amana does not read; give a file ending in {known}.")
    return kind


def _read_document(path: Path, kind: Document, *, id: str, source: str, max_bytes: int | None = None) -> Article:
    name = shown(str(path))
    max_bytes = kind.max_bytes if max_bytes is None else max_bytes
    check_file(path, max_bytes=max_bytes)
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)  # one more: the file may have grown since its size was looked up
    except OSError as error:
        raise _unreadable(name, error) from error
    if len(data) > max_bytes:
        raise too_big(name, len(data), max_bytes)
    decoded = _decoded(data, name, kind, suffix=path.suffix.lower())
    text, notes = _without_struck_letters(_headed(decoded.title, decoded.text))
    check_text(text, name)
    notes = (*decoded.notes, *notes)
    return Article(id=id, text=text, title=decoded.title, source=source, encoding=decoded.encoding, notes=notes)


def _decoded(data: bytes, name: str, kind: Document, *, suffix: str) -> Decoded:
    try:
        if kind.is_archive:
            look_over(data, name, suffix=suffix, what=kind.what)
        return kind.read(data, name)
    except DAMAGES as error:
        raise InputError(f"{name} is not {kind.what}, or is damaged or truncated; {kind.advice}.") from error


def _read_table(path: Path, kind: Table, *, id: str, source: str, columns: Columns) -> Iterator[Article | Refusal]:
    name = shown(str(path))
    check_file(path, max_bytes=None)
    seen: dict[str, str] = {}  # the raw id of every row, and the place where it stands
    taken: set[str] = set()
    row: Row | None = None
    try:
        with path.open("rb") as file:
            for row in kind.read(file, name, columns):
                where = f"{source} {row.place}"
                try:
                    yield _article_of_row(
                        row, name=f"{name} {row.place}", folder=id, source=where, seen=seen, taken=taken
                    )
                except InputError as error:
                    yield Refusal(where, f"{id}/{row_id(row.place, taken)}", str(error))
    except OSError as error:
        raise _unreadable(name, error) from error
    if row is None:
        raise InputError(f"{name} is a table without a row; give one with an article in each row.")


def _article_of_row(row: Row, *, name: str, folder: str, source: str, seen: dict[str, str], taken: set[str]) -> Article:
    if row.problem is not None:
        raise InputError(f"{name} {row.problem}")
    raw = row.id or row.place
    if raw in seen:
        raise InputError(f"{name} has the id {shown(raw)}, which {seen[raw]} has already; give every row its own id.")
    seen[raw] = row.place
    try:
        safe = row_id(raw, taken)
    except InputError as error:
        raise InputError(f"{name} {error}") from error
    text, notes = _without_struck_letters(_headed(row.title, row.text.removeprefix("\ufeff")))
    check_text(text, name)
    title = row.title or None
    return Article(f"{folder}/{safe}", text, title=title, source=source, encoding=row.encoding, notes=notes)


_STRUCK = re.compile("[^\\s\u0335\u0336][\u0335\u0336](?:\\s?[^\\s\u0335\u0336][\u0335\u0336])*")


def _without_struck_letters(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without letters that combining strokes (U+0335, U+0336) strike out, and the note that says so."""
    struck = [re.sub("[\u0335\u0336]", "", found) for found in _STRUCK.findall(text)]
    return (_STRUCK.sub("", text), struck_out(struck)) if struck else (text, ())


def _headed(title: str | None, text: str) -> str:
    """The text with its title as its first line, unless one of its first three lines begins with it already."""
    if title is None or not title.strip():
        return text
    heading = " ".join(title.split())
    beginning = filter(None, (" ".join(line.split()) for line in text[: 2 * len(title) + 1000].splitlines()))
    return text if any(line.startswith(heading) for line in islice(beginning, 3)) else f"{heading}\n\n{text}"


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError(f"{name} cannot be read ({error.strerror}); check its permissions.")
