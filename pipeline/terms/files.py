"""Reads a user's glossary from a CSV, TSV or JSON file."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from models.registry import Glossary, Term
from pipeline.article import InputError

COLUMNS = ("arabic", "english", "note", "keep", "never", "must")
_OTHER_NAMES = {
    "arabic term": "arabic", "source": "arabic", "english term": "english", "target": "english", "keep as is": "keep",
    "never this": "never", "notes": "note",
}  # fmt: skip

MAX_BYTES = 16_000_000
MAX_TERMS = 50_000
_LONGEST = 200
_MOST_WORDS = 12
_YES, _NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0")
_ARABIC = re.compile("[\u0621-\u064a]")
_WORD = re.compile(r"\w")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def read_glossary(path: Path) -> Glossary:
    """The glossary in `path`: a table with the columns of `COLUMNS`, of which the first two must be there, or JSON: a
    list of objects with these members, or one object of Arabic and English terms.

    A table without a line of column names has them in this order. Several wordings in "never" are parted by "|".

    Raises:
        InputError: it cannot be read, or something in it is no entry; the message names the place and the value.
    """
    text = _text(path)
    rows = _from_json(text, path) if path.suffix.lower() == ".json" else _from_table(text, path)
    terms: dict[tuple[str, ...], tuple[Term, str]] = {}
    for where, row in rows:
        term = _term(row, f"{where} of {path}")
        key = tuple(term.arabic.split())
        before = terms.get(key)
        if before and before[0] != term:
            raise InputError(
                f"{where} of {path} has {term.arabic!r} again ({term.english!r}), otherwise than {before[1].lower()} "
                f"({before[0].english!r}); keep one of them."
            )
        if len(terms) == MAX_TERMS:
            raise InputError(f"{path} has more than {MAX_TERMS:,} terms; keep those that matter.")
        terms[key] = term, where
    if not terms:
        raise InputError(f"There is no term in {path}; give lines such as: حساب مزيف,fake account")
    return Glossary([term for term, _ in terms.values()])


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"The glossary {path} cannot be read ({reason}); give a CSV, TSV or JSON file.") from error
    if len(data) > MAX_BYTES:
        raise InputError(f"The glossary {path} has more than {MAX_BYTES:,} bytes; keep the terms that matter.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"Line {line} of {path} is not UTF-8; save the glossary as UTF-8.") from error


def _from_table(text: str, path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = "\t" if path.suffix.lower() in (".tsv", ".tab") or "\t" in first else ";" if _semicolons(first) else ","
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    columns: tuple[str, ...] | None = None
    begins = 1
    try:
        for cells in reader:
            where, begins = f"Line {begins}", reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _columns(cells, f"{where} of {path}")
                if columns:
                    continue
                columns = COLUMNS
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                raise InputError(
                    f"{where} of {path} has {len(cells)} cells and there are {len(columns)} columns; put quotes around "
                    f"what holds a {'tab' if separator == chr(9) else repr(separator)}, such as {cells[-1]!r}."
                )
            yield where, dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise InputError(f"Line {begins} of {path} is no line of a table ({error}); correct its quotes.") from error


def _semicolons(line: str) -> bool:
    return ";" in line and "," not in line


def _columns(cells: list[str], where: str) -> tuple[str, ...] | None:
    """The names of the columns in a first line; None where it is an entry already."""
    names = [" ".join(cell.casefold().split()) for cell in cells]
    names = [_OTHER_NAMES.get(name, name) for name in names]
    if "arabic" not in names:
        return None
    for name, cell in zip(names, cells, strict=True):
        if name not in COLUMNS or names.count(name) > 1:
            raise InputError(f"{where} names a column {cell!r}; the columns are {', '.join(COLUMNS)}, each once.")
    return tuple(names)


def _from_json(text: str, path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"Line {error.lineno} of {path} is no JSON ({error.msg}); correct it.") from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"{path} is no JSON that can be read; give a list of objects.") from error
    if isinstance(data, dict):
        data = [{"arabic": arabic, "english": english} for arabic, english in data.items()]
    if not isinstance(data, list):
        raise InputError(
            f"{path} holds {str(data)[:40]!r}; give a list of objects with the members arabic and english."
        )
    for number, row in enumerate(data, start=1):
        where = f"Entry {number}"
        if not isinstance(row, dict):
            raise InputError(f"{where} of {path} is {str(row)[:60]!r}; give an object with arabic and english.")
        named = {_OTHER_NAMES.get(str(key).casefold(), str(key).casefold()): value for key, value in row.items()}
        for name in named:
            if name not in COLUMNS:
                raise InputError(f"{where} of {path} has a member {name!r}; the members are {', '.join(COLUMNS)}.")
        yield where, named


def _term(row: Mapping[str, Any], where: str) -> Term:
    keep, must = (_yes(row.get(name), name, where) for name in ("keep", "must"))
    arabic, english = _wording(row, "arabic", where), _wording(row, "english", where)
    if not _WORD.search(arabic):
        raise InputError(f"{where} has no Arabic term ({arabic!r}); give one, or take the line out.")
    if keep and _ARABIC.search(arabic):
        raise InputError(
            f"{where} is to keep {arabic!r} as it is, which is in Arabic letters; give its English instead of keep."
        )
    if keep and english not in ("", arabic):
        raise InputError(f"{where} is to keep {arabic!r} as it is and has {english!r} for it; give one of the two.")
    if not keep and not _WORD.search(english):
        raise InputError(f"{where} has no English for {arabic!r}; give it, or take the line out.")
    if _ARABIC.search(english):
        raise InputError(f"{where} has Arabic in its English ({english!r}); correct it.")
    never = row.get("never") or ""
    if isinstance(never, str):
        never = never.split("|")
    if not isinstance(never, list):
        raise InputError(f"{where} has {never!r} in never; give wordings, parted by |.")
    wordings = tuple(filter(None, (_wording({"never": item}, "never", where) for item in never)))
    if any(item.casefold() == english.casefold() for item in wordings):
        raise InputError(f"{where} has {english!r} both as English and as never; take one of them out.")
    return Term(arabic, arabic if keep else english, _wording(row, "note", where), keep, wordings, must)


def _wording(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"{where} has {value!r} in {name}; give a text.")
    text = " ".join(_CONTROL.sub(" ", value).split())
    if name != "note" and (len(text) > _LONGEST or len(text.split()) > _MOST_WORDS):
        raise InputError(
            f"{where} has a text of {len(text)} characters in {name} ({text[:40]!r}…); a term has at most {_LONGEST}, "
            f"and {_MOST_WORDS} words."
        )
    return text


def _yes(value: Any, name: str, where: str) -> bool:
    if isinstance(value, bool) or value is None:
        return bool(value)
    word = str(value).strip().casefold()
    if word not in _YES + _NO:
        raise InputError(f"{where} has {value!r} in {name}; give yes, or leave it empty.")
    return word in _YES
