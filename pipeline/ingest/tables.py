"""Tables of articles, read a row at a time in bounded memory: CSV and JSON lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any, BinaryIO

from pipeline.article import InputError
from pipeline.ingest.checks import refuse_other_kinds
from pipeline.ingest.decoding import encoding_of
from pipeline.ingest.types import DEFAULT_COLUMNS, Columns, Row

MAX_ROW = 2_000_000
"""Characters of a row. A long book has half of them."""

_SAMPLE = 1_000_000  # bytes by which the encoding is told
_DELIMITERS = ",;\t|"
_LONGEST_NAME = 40


def read_csv(file: BinaryIO, name: str, columns: Columns) -> Iterator[Row]:
    """The rows below the header of a table whose fields are separated by commas, semicolons, tabs or bars.

    Rows are counted as spreadsheets do, the header being row 1; a line `sep=;` before it, which Excel writes, is
    obeyed. What is wrong with one row (a quote too many, too few or too many fields) is its `Row.problem`; the next row
    is looked for on the line after the one on which it began. Lines right after a broken quote that are no rows are
    the rest of its text: its problem counts them.

    Raises:
        InputError: the file is of another kind, in no known encoding, empty, or has not the columns asked for.
    """
    lines = _Lines(file, name, suffix=".csv", expected="a table")
    # For the whole process, as the module has it; only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_ROW))
    try:
        delimiter = lines.separator() or _delimiter(lines.peek(), columns)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        header = [field.strip() for field in next(reader, [])]
    except (csv.Error, _RowTooLongError) as error:
        raise InputError(f"{name} has a first line that is no list of columns ({error}); correct it.") from error
    places = _places(header, columns, name)
    broken: Row | None = None
    passed = 0
    for row, fits in _csv_rows(reader, lines, header, places):
        if broken is not None and not fits:
            passed += 1
            continue
        if broken is not None:
            yield _with_its_lines(broken, passed)
        broken, passed = (row, 0) if fits is None else (None, 0)
        if fits is not None:
            yield row
    if broken is not None:
        yield _with_its_lines(broken, passed)


def _csv_rows(
    reader: Iterator[list[str]], lines: _Lines, header: Sequence[str], places: Mapping[str, int]
) -> Iterator[tuple[Row, bool | None]]:
    """The rows, and whether each has the fields of the header; None where its quotes are broken or it is too long."""
    for number in count(2):
        place = f"row {number}"
        lines.begin_row()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except _RowTooLongError:
            lines.rewind()
            yield Row(place, problem=_TOO_LONG), None
            continue
        except csv.Error as error:
            lines.rewind()
            yield Row(place, problem=f"is no row of a table ({error}); correct its quotes."), None
            continue
        if not any(map(str.strip, fields)):
            continue
        if len(fields) != len(header):
            found = f"has {len(fields)} fields, and the header has {len(header)}"
            yield Row(place, problem=f"{found}; correct its quotes and separators."), False
        elif any(re.search(lines.damage, field) for field in fields):
            problem = f"holds bytes that are not {lines.encoding}; save the table again as UTF-8."
            yield Row(place, problem=problem), True
        else:
            values = {key: fields[position] for key, position in places.items()}
            id = values.get("id", "").strip() or None
            yield Row(place, id, values.get("title"), values["text"], lines.encoding), True


def _with_its_lines(row: Row, count: int) -> Row:
    """The broken `row`, whose problem says how many lines after it are passed over."""
    if count == 0:
        return row
    problem = (row.problem or "").removesuffix(".")
    return row._replace(problem=f"{problem} (the {count:,} lines after it are no rows and belong to it).")


def read_json_lines(file: BinaryIO, name: str, columns: Columns) -> Iterator[Row]:
    """The JSON objects of a file that has one on each line; empty lines are passed over.

    Raises:
        InputError: the file is of another kind, or in no known encoding.
    """
    lines = _Lines(file, name, suffix=".jsonl", expected="JSON lines")
    for number in count(1):
        place = f"line {number}"
        lines.begin_row()
        try:
            line = next(lines)
            if re.search(lines.damage, line):
                yield Row(place, problem=f"holds bytes that are not {lines.encoding}; save the file again as UTF-8.")
            elif line.strip():
                yield _row_of_object(place, json.loads(line), columns)._replace(encoding=lines.encoding)
        except StopIteration:
            return
        except _RowTooLongError:
            yield Row(place, problem=_TOO_LONG)
        except RecursionError:
            yield Row(place, problem="is nested too deeply; give one flat object a line.")
        except ValueError as error:  # JSON that is none, or a number of thousands of digits
            if isinstance(error, json.JSONDecodeError):
                problem = f"is not JSON ({error.msg}, column {error.colno}); give one whole object a line."
            else:
                problem = "holds a number of thousands of digits; write it as a text, in quotation marks."
            yield Row(place, problem=problem)


_TOO_LONG = f"has more than {MAX_ROW:,} characters; split the article into smaller ones."


def _row_of_object(place: str, data: Any, columns: Columns) -> Row:
    if not isinstance(data, Mapping):
        return Row(place, problem=f"holds {_json_kind(data)}, not an object; give one object a line.")
    for key in (columns.text, columns.id, columns.title):
        required = key == columns.text or key not in (DEFAULT_COLUMNS.id, DEFAULT_COLUMNS.title)
        if required and key not in data:
            names = _named(list(data)) or "none"
            return Row(place, problem=f"has no {key!r} (its keys: {names}); name the right one with --columns.")
    id, title, text = data.get(columns.id), data.get(columns.title), data[columns.text]
    if not isinstance(text, str):
        return Row(place, problem=f"has {_json_kind(text)} as {columns.text!r}; it must be a text.")
    if title is not None and not isinstance(title, str):
        return Row(place, problem=f"has {_json_kind(title)} as {columns.title!r}; it must be a text.")
    if id is not None and (isinstance(id, bool) or not isinstance(id, str | int)):
        return Row(place, problem=f"has {_json_kind(id)} as {columns.id!r}; it must be a text or a whole number.")
    return Row(place, None if id is None else str(id).strip() or None, title, text)


def _json_kind(value: Any) -> str:
    kinds = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "an object",
    }
    return kinds.get(type(value), "null")


def _places(header: Sequence[str], columns: Columns, name: str) -> dict[str, int]:
    """Which field of a row is the id, the title and the text."""
    wanted = {"text": columns.text, "id": columns.id, "title": columns.title}
    defaults = {"id": DEFAULT_COLUMNS.id, "title": DEFAULT_COLUMNS.title}
    found: dict[str, int] = {}
    for key, column in wanted.items():
        if header.count(column) > 1:
            raise InputError(f"{name} has {header.count(column)} columns called {column!r}; give each its own name.")
        if column in header:
            found[key] = header.index(column)
        elif column != defaults.get(key):
            names = _named(header)
            raise InputError(
                f"{name} has no column {column!r} (its columns: {names}); name the right one with --columns {key}=NAME."
            )
    return found


def _named(columns: Sequence[str]) -> str:
    """The first ten names for a message; a quote that was not closed makes names of any length."""
    return ", ".join(repr(name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…") for name in columns[:10])


def _delimiter(header: str, columns: Columns) -> str:
    """The separator that gives the header a text column, else the one it has most of."""
    for delimiter in _DELIMITERS:
        if columns.text in (field.strip().strip('"') for field in header.split(delimiter)):
            return delimiter
    return max(_DELIMITERS, key=header.count)


class _RowTooLongError(Exception):
    """A row has more than `MAX_ROW` characters."""


class _Lines:
    """The lines of a file with their ends; those of the present row are kept, to be read again.

    `encoding` is told by the first megabyte. Bytes that are not in it become characters that the regular expression
    `damage` finds, so that they spoil their own row and no other.
    """

    def __init__(self, file: BinaryIO, name: str, *, suffix: str, expected: str) -> None:
        """Looks at the beginning of `file`.

        Raises:
            InputError: it is of another kind, in no known encoding, or empty.
        """
        sample = file.read(_SAMPLE)
        refuse_other_kinds(sample, name, suffix=suffix, expected=expected)
        if len(sample) == _SAMPLE:  # not in the middle of a character
            sample = sample[: sample.rfind(b"\n") + 1] or sample
        if not sample.strip():
            raise InputError(f"{name} is empty; give a table with an article in each row.")
        self.encoding = encoding_of(sample, name=name)
        file.seek(0)
        # UTF-16 has no bytes of its own that could stand for themselves.
        errors = "replace" if self.encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
        self.damage = "\ufffd" if errors == "replace" else "[\udc80-\udcff]"
        self._file = io.TextIOWrapper(file, encoding=self.encoding, errors=errors, newline="")
        self._again: list[str] = []
        self._row: list[str] = []
        self._length = 0  # characters in `_row`
        self._first = True

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Raises _RowTooLongError when the row has become too long; the rest of the line is passed over."""
        line = self._again.pop() if self._again else self._read()
        if not line:
            raise StopIteration
        self._row.append(line)
        self._length += len(line)
        if self._length > MAX_ROW:
            raise _RowTooLongError(f"more than {MAX_ROW:,} characters")
        return line

    def peek(self) -> str:
        """The first line that is not blank, which is then still to come; "" if there is none."""
        line = next((line for line in self if line.strip()), "")
        self._again.append(line)
        return line

    def separator(self) -> str | None:
        """The separator that the first line names ("sep=;"), which is then read; None if it is another line."""
        first = self.peek()
        if (named := re.fullmatch(r'"?sep=([^"\w\s]|\t)"?\s*', first, re.IGNORECASE)) is None:
            return None
        self._again.pop()
        return named[1]

    def begin_row(self) -> None:
        """What is read from now on belongs to a new row."""
        self._row, self._length = [], 0

    def rewind(self) -> None:
        """Goes back to the second line of the present row: where a quote was not closed, the next row begins there."""
        self._again += reversed(self._row[1:])

    def _read(self) -> str:
        line = rest = self._file.readline(MAX_ROW + 1)
        while len(rest) >= MAX_ROW and not rest.endswith(("\n", "\r")):
            rest = self._file.readline(MAX_ROW)
        if self._first:
            line, self._first = line.removeprefix("\ufeff"), False
        return line
