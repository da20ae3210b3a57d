"""The data to evaluate on: rows of any shape in, validated examples out, or every reason why not."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import reprlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from eval.tables import Row, read_hub, read_table
from models.script import LINE_BREAK
from pipeline.article import InputError

LONGEST_LINE = 500_000
"""Characters: a line is a sentence, or an article without breaks; of longer ones a few would take minutes."""

FIELDS = ("id", "document", "article", "translation", "summary", "summaries")
"""What an example is made of; `article` is required, a missing `id` is the number of the row."""

_ARABIC_LETTER = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")


class DataError(InputError):
    """Rows that cannot be used; `problems` has a sentence for each, the message says how many there are."""

    def __init__(self, message: str, problems: Sequence[str]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Example:
    """An Arabic text with its English references: a translation, aligned line by line, and summaries, or neither.

    `document` names what the example belongs to: sentences of one document are resampled together.
    """

    id: str
    document: str
    article: str
    translation: str | None = None
    summaries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """How a published data set is laid out; the fields are those of `presets.toml`."""

    name: str
    about: str
    source: str
    columns: Mapping[str, str]
    hub: str | None = None
    config: tuple[str, ...] = ()
    split: str = "test"
    join: str | None = None
    key: str | None = None
    language: Mapping[str, str] = field(default_factory=dict)
    other_languages: str = "refuse"


@dataclass(frozen=True, slots=True)
class DataSet:
    """Examples under a name. `sha256` is that of their content; `notes` says what was left out.

    `left_out` has the ids of examples beyond the limit, in their order, for which outputs may be given all the same.
    """

    name: str
    examples: tuple[Example, ...]
    sha256: str
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@functools.cache
def presets() -> Mapping[str, Preset]:
    """The presets by name."""
    data = tomllib.loads(files("eval").joinpath("presets.toml").read_text(encoding="utf-8"))
    return {
        name: Preset(name=name, **{**values, "config": tuple(values.get("config", ()))})
        for name, values in data.items()
    }


def load_data(
    sources: Sequence[str],
    *,
    preset: str | None = None,
    config: str | None = None,
    split: str | None = None,
    columns: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> DataSet:
    """The examples of `sources`: files, folders, or names of data sets of the hub, taken together as one data set.

    `columns` says in which column a field of `FIELDS` stands and goes before the preset. Without `sources` the preset's
    own hub data set is loaded. `limit` takes the first so many examples.

    Raises:
        InputError: a source or preset cannot be used, or a column is missing.
        DataError: rows are malformed; all of them are named, and none is used.
    """
    chosen = _preset(preset)
    tables = _tables(sources, chosen, config=config, split=split)
    mapping = {**(chosen.columns if chosen else {}), **(columns or {})}
    if unknown := [name for name in mapping if name not in FIELDS]:
        raise InputError(f"There is no field {unknown[0]!r}; map one of {', '.join(FIELDS)} with --map FIELD=COLUMN.")
    rows = _joined(tables, chosen, mapping)
    mapping = {name: mapping.get(name, name) for name in FIELDS}
    own = [name for name in (chosen.columns if chosen else ()) if name in ("article", "translation", "summary")]
    _require_columns(rows, mapping, asked=(*(columns or {}), *own))
    examples, problems, dropped = _examples(rows, mapping, drop=bool(chosen and chosen.other_languages == "drop"))
    if problems:
        raise DataError(
            f"{len(problems)} of {len(rows)} rows cannot be used, and nothing was scored; mend them or leave them out.",
            [problem for found in problems for problem in found],
        )
    name = ", ".join(Path(source).name or source for source in sources) or (preset or "")
    notes = [f"references in another language than English left out: {dropped}"] if dropped else []
    taken = examples[:limit]
    if len(taken) < len(examples):
        notes.append(f"only the first {limit} of {len(examples)} examples were taken")
    left_out = tuple(example.id for example in examples[len(taken) :])
    return DataSet(name, tuple(taken), content_hash(taken), tuple(notes), left_out)


def lines_of(text: str) -> list[str]:
    """The lines of an article or of its translation, those at the end left out that hold nothing."""
    return LINE_BREAK.split(text.rstrip())


def content_hash(examples: Iterable[Example]) -> str:
    """The sha256 of the examples in their order, whatever file they came from."""
    digest = hashlib.sha256()
    for example in examples:
        content = [example.id, example.document, example.article, example.translation, *example.summaries]
        digest.update(json.dumps(content, ensure_ascii=True).encode() + b"\n")
    return digest.hexdigest()


def _preset(name: str | None) -> Preset | None:
    if name is None:
        return None
    if name not in presets():
        raise InputError(f"There is no preset {name!r}; the presets are: {', '.join(presets())}.")
    return presets()[name]


def _tables(sources: Sequence[str], preset: Preset | None, *, config: str | None, split: str | None) -> list[list[Row]]:
    if sources:
        return [_table(source, config=config, split=split) for source in sources]
    if preset is None:
        raise InputError("There is no data to evaluate; give files, a folder, a data set of the hub, or --preset.")
    if preset.hub is None:
        raise InputError(f"The preset {preset.name} is no data set of the hub; give its files: {preset.about}.")
    configs = (config,) if config else preset.config
    return [read_hub(preset.hub, config=name, split=split or preset.split) for name in configs]


def _table(source: str, *, config: str | None, split: str | None) -> list[Row]:
    path = Path(source)
    named_like_hub = re.fullmatch(r"[\w.-]+/[\w.-]+", source) and not path.suffix
    if not path.exists() and named_like_hub:
        return read_hub(source, config=config, split=split or "test")
    if path.is_dir() and not any(path.glob("*.ar.txt")):
        if config or split:
            return read_hub(source, config=config, split=split or "test")
        raise InputError(f"There is no file *.ar.txt in {path}; give a folder with articles named so.")
    if config or split:
        raise InputError(f"{source} is no data set of the hub; leave out --config and --split.")
    return read_table(path)


def _joined(tables: Sequence[Sequence[Row]], preset: Preset | None, mapping: dict[str, str]) -> list[Row]:
    """One list of rows; a join adds the columns "translation" and "document" and maps them."""
    rows = [row for table in tables for row in table]
    join = preset.join if preset else None
    if preset is None or join is None or (join == "key" and len(tables) == 1 and not _has(rows, preset.language)):
        return rows
    text = mapping["article"]
    mapping["translation"] = "translation"
    if join == "key":
        return _joined_by_key(rows, preset, text)
    if len(tables) not in (2, 3):
        raise InputError(f"The preset {preset.name} wants two or three files, in this order: {preset.about}.")
    lengths = [len(table) for table in tables]
    if len(set(lengths)) != 1:
        counts = ", ".join(str(length) for length in lengths)
        raise InputError(f"The files have {counts} lines, which should be as many in each; align them line by line.")
    mapping["document"] = "document"
    names = ("article", "translation", "document")
    mapping["article"] = "article"
    return [
        Row(parts[0].place, parts[0].name, {name: _cell(part) for name, part in zip(names, parts, strict=False)})
        for parts in zip(*tables, strict=True)
    ]


def _cell(row: Row) -> Any:
    """The text of a line; of a table with several columns the last, where DOCUMENT_IDS.tsv has the document."""
    return row.values.get("text", next(reversed([*row.values.values()]), None))


def _has(rows: Sequence[Row], language: Mapping[str, str]) -> bool:
    return any(language["column"] in row.values for row in rows)


def _joined_by_key(rows: Sequence[Row], preset: Preset, text: str) -> list[Row]:
    column, arabic, english = (preset.language[name] for name in ("column", "arabic", "english"))
    key = preset.key or "id"
    english_texts = {
        str(row.values.get(key)): row.values.get(text) for row in rows if row.values.get(column) == english
    }
    sources = [row for row in rows if row.values.get(column) == arabic]
    if not sources or not english_texts:
        raise InputError(
            f"There are no rows with {column} {arabic} or none with {english}; give the tables of both languages."
        )
    return [
        replace(row, values={**row.values, "translation": english_texts[str(row.values.get(key))]})
        if str(row.values.get(key)) in english_texts
        else replace(row, problem=f"there is no English text with {key} {row.values.get(key)!r}")
        for row in sources
    ]


def _require_columns(rows: Sequence[Row], mapping: Mapping[str, str], *, asked: Sequence[str]) -> None:
    """The column of the article, and every one that was asked for, must be in some row."""
    names = sorted({name for row in rows for name in row.values})
    if not names:
        return
    for name in dict.fromkeys((*asked, "article")):
        column = mapping[name]
        if column.split(".")[0] not in names:
            raise InputError(
                f"There is no column {column!r} for the field {name}; the columns are {', '.join(names)}: map one of "
                f"them with --map {name}=COLUMN."
            )


def _examples(
    rows: Sequence[Row], mapping: Mapping[str, str], *, drop: bool
) -> tuple[list[Example], list[list[str]], int]:
    """The examples, for every bad row a sentence for all that is wrong, and how many references were dropped."""
    examples: list[Example] = []
    problems: list[list[str]] = []
    places: dict[str, str] = {}
    dropped = 0
    for row in rows:
        found = [row.problem] if row.problem else []
        if not found:
            example, found = _example(row, mapping)
            if drop and any(_is_arabic(summary) for summary in example.summaries):
                dropped += 1
                example = replace(example, summaries=tuple(text for text in example.summaries if not _is_arabic(text)))
            found += _wrong(example)
            if example.id in places:
                found.append(f"the id {example.id!r} is that of {places[example.id]} too")
            places.setdefault(example.id, row.place)
            examples.append(example)
        if found:
            problems.append([f"{row.place}: {problem}." for problem in found])
    return examples, problems, dropped


def _example(row: Row, mapping: Mapping[str, str]) -> tuple[Example, list[str]]:
    problems: list[str] = []
    texts: dict[str, str | None] = {}
    for name in ("article", "translation", "summary", "document", "id"):
        value = _value(row.values, mapping[name])
        if isinstance(value, int) and name in ("id", "document"):
            value = str(value)
        if value is not None and not isinstance(value, str):
            problems.append(f"the column {mapping[name]} holds {reprlib.repr(value)}, not a text")
            value = None
        texts[name] = value
    several = _value(row.values, mapping["summaries"])
    if several is not None and not (isinstance(several, list) and all(isinstance(text, str) for text in several)):
        problems.append(f"the column {mapping['summaries']} holds no list of texts")
        several = None
    summary = texts["summary"]
    summaries = tuple(dict.fromkeys([*([] if summary is None else [summary]), *(several or [])]))
    name = texts["id"] or row.name
    return Example(name, texts["document"] or name, texts["article"] or "", texts["translation"], summaries), problems


def _value(values: Mapping[str, Any], column: str) -> Any:
    """The cell; the part after a dot names a column inside it."""
    if column in values:
        return values[column]
    value: Any = values
    for part in column.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def too_long(text: str) -> str | None:
    """What is wrong with a text that has a line longer than `LONGEST_LINE`; None where it has none."""
    longest = max(map(len, text.splitlines()), default=0)
    if longest <= LONGEST_LINE:
        return None
    return f"has a line of {longest:,} characters, and a line of at most {LONGEST_LINE:,} can be scored"


def _wrong(example: Example) -> list[str]:
    problems = []
    texts = [("article", example.article), ("translation", example.translation or "")]
    for name, text in [*texts, *(("summary", summary) for summary in example.summaries)]:
        if long := too_long(text):
            return [f"its {name} {long}"]
    if not example.article.strip():
        problems.append("the article is empty")
    elif not _ARABIC_LETTER.search(example.article):
        problems.append("the article has no Arabic in it")
    if example.translation is not None:
        before, after = len(lines_of(example.article)), len(lines_of(example.translation))
        if not example.translation.strip():
            problems.append("the reference translation is empty")
        elif before != after:
            problems.append(
                f"the reference translation has {after} lines and the article {before}, so that they are not aligned"
            )
        elif empty := [
            number
            for number, (line, other) in enumerate(
                zip(lines_of(example.article), lines_of(example.translation), strict=True), 1
            )
            if line.strip() and not other.strip()
        ]:
            problems.append(f"line {empty[0]} of the reference translation is empty, and that of the article is not")
    references = [("translation", example.translation or ""), *(("summary", text) for text in example.summaries)]
    for name, text in references:
        if name == "summary" and not text.strip():
            problems.append("a reference summary is empty")
        elif _is_arabic(text):
            problems.append(f"the reference {name} is Arabic, not English")
    return problems


def _is_arabic(text: str) -> bool:
    return len(_ARABIC_LETTER.findall(text)) > len(_LATIN_LETTER.findall(text))
