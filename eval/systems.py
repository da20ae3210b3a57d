"""Systems: for every example of a data set a record, made by amana or put together from what others produced.

One shape for all, so that the same code scores, explains and shows them. A record that is put together has one segment
for each line of the article.
"""

from __future__ import annotations

import functools
import json
import reprlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from eval.data import DataError, DataSet, Example, lines_of, too_long
from eval.tables import Row, read_table, read_text
from models.script import LINE_BREAK
from pipeline.article import (
    Article,
    InputError,
    Record,
    Segment,
    StageResult,
    Summary,
    Translation,
    record_from_json,
)
from pipeline.assessment import with_check
from pipeline.boilerplate import is_boilerplate
from pipeline.clean import clean
from pipeline.keynumbers import numbers_of
from pipeline.summary_check import with_summary_check

Part = Literal["translation", "summary"]


@dataclass(frozen=True, slots=True)
class System:
    """What one system made of every example, by the example's id; `parts` says what of it is to be scored."""

    name: str
    records: Mapping[str, Record]
    parts: frozenset[Part]
    about: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of an article that is to be translated: what is scored, drawn and shown.

    `start` and `end` point into the article; `reference` is the same line of the reference, if there is a translation.
    """

    id: str
    example: str
    document: str
    start: int
    end: int
    source: str
    reference: str | None


@functools.cache
def units(example: Example) -> tuple[Unit, ...]:
    """The lines of the article that hold something; of several lines, scraping residue is left out for every system."""
    references = lines_of(example.translation) if example.translation is not None else None
    spans = _line_spans(example.article)
    several = len(spans) > 1
    found = []
    for number, (start, end) in enumerate(spans):
        line = example.article[start:end]
        if line.strip() and not (several and is_boilerplate(clean(line).text)):
            reference = references[number].strip() if references else None
            name = f"{example.id}:{number + 1}" if several else example.id
            found.append(Unit(name, example.id, example.document, start, end, line.strip(), reference))
    return tuple(found)


def output_of(record: Record, unit: Unit) -> str:
    """The translation of the line, on one line; "" where there is none."""
    return " ".join(" ".join(item.text for item in translations_of(record, unit)).split())


def output_row(record: Record, example: Example) -> dict[str, str]:
    """The outputs as a row that `read_outputs` reads; lines that are not scored stand as they are in the article."""
    spans = _line_spans(example.article)
    lines = [example.article[start:end] for start, end in spans]
    places = {start: number for number, (start, _) in enumerate(spans)}
    for unit in units(example):
        lines[places[unit.start]] = output_of(record, unit)
    row = {"id": example.id}
    if record.translations:
        row["translation"] = "\n".join(lines)
    if record.summary is not None:
        row["summary"] = record.summary.text
    return row


def translations_of(record: Record, unit: Unit) -> list[Translation]:
    """The translations of the segments in the line; both stand in the order of the article, as everywhere."""
    first = bisect_left(record.segments, unit.start, key=lambda segment: segment.start)
    after = bisect_left(record.segments, unit.end, first, key=lambda segment: segment.start)
    inside = {segment.index for segment in record.segments[first:after]}
    begin = bisect_left(record.translations, min(inside, default=0), key=lambda item: item.segment)
    return [item for item in record.translations[begin : begin + len(inside)] if item.segment in inside]


def make_record(example: Example, *, translation: str | None = None, summary: str | None = None, model: str) -> Record:
    """The record of outputs that were made elsewhere, its numbers checked as amana checks its own.

    `translation` has as many lines as the article, `summary` a sentence a line; `model` names who made them.
    """
    alone = article_record(example)
    translations: list[Translation] = []
    if translation is not None:
        lines = lines_of(translation)
        places = {start: number for number, (start, _) in enumerate(_line_spans(example.article))}
        for segment in alone.segments:
            if segment.kind == "text":
                number = places[segment.start]
                text = lines[number].strip() if number < len(lines) else ""
                made = Translation(segment.index, text, "stop", 0)
                translations.append(with_check(made, segment, text=example.article))
    stages = tuple(
        StageResult(name, 0.0, model)
        for name, there in (("translate", translation is not None), ("summarize", summary is not None))
        if there
    )
    record = replace(alone, translations=tuple(translations), stages=stages)
    return with_summary(record, summary) if summary is not None else record


@functools.cache
def article_record(example: Example) -> Record:
    """The record of the article alone, its numbers read: what the records of all systems share.

    It has a segment for each line that holds something.
    """
    spans = _line_spans(example.article)
    segments: list[Segment] = []
    for start, end in spans:
        line = example.article[start:end]
        if not line.strip():
            continue
        cleaned = clean(line).text.strip()
        index = len(segments)
        boilerplate = len(spans) > 1 and is_boilerplate(cleaned)
        segments.append(Segment(index, cleaned, start, end, index, "boilerplate" if boilerplate else "text"))
    record = Record(Article(example.id, example.article, source=example.id), tuple(segments))
    return replace(record, numbers=numbers_of(record))


def with_summary(record: Record, summary: str | Summary) -> Record:
    """`record` with this summary, its numbers checked against the article without its boilerplate."""
    if isinstance(summary, str):
        sentences = tuple(" ".join(line.split()) for line in summary.splitlines() if line.strip())
        summary = Summary(sentences, "stop", 0)
    record = replace(record, numbers=numbers_of(record))
    return replace(record, summary=with_summary_check(record, summary))


def rechecked(record: Record) -> Record:
    """`record` with its numbers checked by the number engine as it is now, which may judge otherwise than it did."""
    segments = {segment.index: segment for segment in record.segments}
    text = record.article.text
    translations = tuple(with_check(item, segments[item.segment], text=text) for item in record.translations)
    checked = replace(record, translations=translations)
    return with_summary(checked, record.summary) if record.summary else checked


def reference_system(data: DataSet) -> System | None:
    """The human references as a system of their own: what it is charged with, the check or the humans got wrong."""
    parts: set[Part] = set()
    records = {}
    for example in data.examples:
        summary = example.summaries[0] if example.summaries else None
        records[example.id] = make_record(example, translation=example.translation, summary=summary, model="reference")
        parts |= {"translation"} if example.translation is not None else set()
        parts |= {"summary"} if summary is not None else set()
    return System("reference", records, frozenset(parts), "the human references") if parts else None


def read_outputs(name: str, path: Path, data: DataSet) -> System:
    """The system `name` from outputs in a file or folder.

    A .jsonl file (or .csv, .tsv, .parquet) has `id` and `translation` or `summary` or both, a .txt file a translation a
    line in the order of the data, and a folder the records that amana wrote (NAME.json).

    Raises:
        InputError: the file cannot be used, or has outputs of neither sort.
        DataError: rows are malformed, missing, or of no example of the data; all of them are named.
    """
    if path.is_dir():
        return _read_records(name, path, data)
    if path.suffix.lower() == ".txt":
        return _read_lines(name, path, data)
    problems: list[str] = []
    examples = {example.id: example for example in data.examples}
    left_out = set(data.left_out)
    found: dict[str, Mapping[str, Any]] = {}
    rows = read_table(path)
    _require_ids(rows, path, (*examples, *left_out))
    for row in rows:
        key = row.values.get("id")
        key = str(key) if isinstance(key, int) else key
        if key in left_out:
            continue
        wrong = row.problem or _wrong(key, row.values, examples, found)
        if wrong:
            problems.append(f"{row.place}: {wrong}.")
        else:
            found[str(key)] = row.values
    parts = frozenset(part for part in _PARTS if any(row.values.get(part) is not None for row in rows))
    if not parts and not problems:
        raise InputError(f"{path} has neither a translation nor a summary in any row; give one of these columns.")
    if not problems:  # a row that could not be read would be reported as missing, too
        problems += [f"{path.name}: there is no output for {key!r}." for key in examples if key not in found]
    for key, values in found.items():
        problems += [f"{path.name}: there is no {part} for {key!r}." for part in parts if values.get(part) is None]
    _require_none(problems, f"outputs of {name}")
    records = {
        key: make_record(
            examples[key], translation=values.get("translation"), summary=values.get("summary"), model=name
        )
        for key, values in found.items()
    }
    return System(name, {key: records[key] for key in examples}, parts, f"outputs from {path.name}")


def output_files(path: Path, data: DataSet) -> list[Path]:
    """The files that `read_outputs` reads: the one at `path`, or the records in the folder."""
    return [_record_file(path, example) for example in data.examples] if path.is_dir() else [path]


_PARTS: tuple[Part, ...] = ("translation", "summary")


def _require_ids(rows: Sequence[Row], path: Path, wanted: Sequence[str]) -> None:
    """One sentence where all rows are wrong for one reason: a table of something else, or of other data."""
    columns = sorted({name for row in rows for name in row.values})
    if columns and "id" not in columns:
        raise InputError(
            f"{path} has no column 'id'; its columns are {', '.join(columns)}: name the ids of the data so."
        )
    given = [str(row.values["id"]) for row in rows if row.values.get("id") is not None]
    if given and not set(given) & set(wanted):
        raise InputError(
            f"{path} has outputs for {given[0]!r} and others, and the data none of these ids but {wanted[0]!r} and "
            "others; give the outputs of this data."
        )


def _wrong(
    key: Any, values: Mapping[str, Any], examples: Mapping[str, Example], found: Mapping[str, Mapping[str, Any]]
) -> str | None:
    if not isinstance(key, str):
        return "it has no id"
    if key not in examples:
        return f"there is no example {key!r} in the data"
    if key in found:
        return f"the id {key!r} occurs twice"
    for part in _PARTS:
        value = values.get(part)
        if value is not None and not isinstance(value, str):
            return f"its {part} is {reprlib.repr(value)}, not a text"
        if value is not None and (wrong := too_long(value)):
            return f"its {part} {wrong}"
    translation, article = values.get("translation"), examples[key].article
    if translation is not None and translation.strip():
        lines, wanted = len(lines_of(translation)), len(lines_of(article))
        # The last line may be one that the system left empty.
        if wanted not in (lines, len(LINE_BREAK.split(translation))):
            return f"its translation has {lines} lines and the article {wanted}, so that they are not aligned"
    return None


def _read_lines(name: str, path: Path, data: DataSet) -> System:
    text = read_text(path).removesuffix("\n")
    if not text:
        raise InputError(f"{path} is empty; give a translation a line.")
    lines = text.split("\n")
    wanted = len(data.examples) + len(data.left_out)
    if len(lines) != wanted:
        raise InputError(
            f"{path} has {len(lines)} lines and the data {wanted} examples; give a translation a line, or "
            "a .jsonl file with their ids."
        )
    problems = [
        f"line {number} of {path.name} {wrong}." for number, line in enumerate(lines, 1) if (wrong := too_long(line))
    ]
    _require_none(problems, f"outputs of {name}")
    records = {
        example.id: make_record(example, translation=line, model=name)
        for example, line in zip(data.examples, lines, strict=False)
    }
    return System(name, records, frozenset({"translation"}), f"outputs from {path.name}")


def _read_records(name: str, folder: Path, data: DataSet) -> System:
    problems: list[str] = []
    records: dict[str, Record] = {}
    if not any(folder.glob("*.json")):
        raise InputError(f"There is no record of amana (NAME.json) in {folder}; give the folder that it wrote to.")
    for example in data.examples:
        path = _record_file(folder, example)
        if not path.exists():
            problems.append(f"{folder}: there is no record {path.name}.")
            continue
        try:
            record = record_from_json(json.loads(read_text(path)))
        except ValueError:
            problems.append(f"{path}: it is no JSON.")
            continue
        except InputError as error:
            problems.append(f"{path}: {error}")
            continue
        if record.article.text != example.article:
            problems.append(f"{path}: it is the record of another text.")
        elif not _fits_together(record):
            problems.append(f"{path}: its segments, translations and text do not belong together.")
        else:
            records[example.id] = rechecked(record)
    _require_none(problems, f"records of {name}")
    return System(name, records, frozenset(_PARTS), f"records from {folder.name}")


def _fits_together(record: Record) -> bool:
    """Whether segments and translations stand in the order of the article, each translation with its segment."""
    numbers = [segment.index for segment in record.segments]
    ends = [end for segment in record.segments for end in (segment.start, segment.end)]
    told = [item.segment for item in record.translations]
    ordered = all(found == sorted(set(found)) for found in (numbers, told)) and ends == sorted(ends)
    inside = not ends or (ends[0] >= 0 and ends[-1] <= len(record.article.text))
    return ordered and inside and set(told) <= set(numbers)


def _record_file(folder: Path, example: Example) -> Path:
    return folder / f"{Path(example.id).name}.json"


def _require_none(problems: Sequence[str], what: str) -> None:
    if problems:
        raise DataError(
            f"The {what} cannot be used ({len(problems)} wrong), and nothing was scored; mend them or leave them out.",
            problems,
        )


def _line_spans(text: str) -> list[tuple[int, int]]:
    """Where each line of `text` is, as `lines_of` counts them."""
    whole = text.rstrip()
    spans, start = [], 0
    for match in LINE_BREAK.finditer(whole):
        spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, len(whole))]
