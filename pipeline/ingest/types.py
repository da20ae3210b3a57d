"""What readers of files give back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

from pipeline.article import InputError


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or one row of a table, that is no article amana can use.

    `source` names the file (and the row), `id` is what the article's id would have been, and `reason` is the sentence
    for the user, which names the file itself.
    """

    source: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns (CSV) or keys (JSON lines) of a table of articles.

    A table without the default columns `id` and `title` is read without them: its rows are then called by their
    number. A column that was named otherwise must be there, and so must the text.
    """

    id: str = "id"
    title: str = "title"
    text: str = "text"


DEFAULT_COLUMNS = Columns()


def parse_columns(setting: str) -> Columns:
    """The columns of a setting like "id=guid,text=body"; what it does not name keeps its default.

    Raises:
        InputError: it is not of that form, or names what is neither id, title nor text.
    """
    known = {field.name for field in fields(Columns)}
    named: dict[str, str] = {}
    for part in filter(str.strip, setting.split(",")):
        key, equals, column = (piece.strip() for piece in part.partition("="))
        if key not in known or not equals or not column or key in named:
            raise InputError(f"{part.strip()!r} names no column; write for example id=guid,title=headline,text=body.")
        named[key] = column
    return Columns(**named)


class Decoded(NamedTuple):
    """What a reader found in a document: its text, its title if it says one, and the encoding of its bytes.

    `notes` say what a reader of the translation should know of the reading, such as text that was left out.
    """

    text: str
    title: str | None
    encoding: str
    notes: tuple[str, ...] = ()


class Row(NamedTuple):
    """What a reader found in one row of a table: an article's fields, or a `problem`.

    `place` is "row 7" or "line 7", and `problem` a sentence that continues it ("has no closing quote; …").
    """

    place: str
    id: str | None = None
    title: str | None = None
    text: str = ""
    encoding: str = "utf-8"
    problem: str | None = None
