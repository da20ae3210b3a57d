"""What the check found, as spans that people go over: the TSV of MQM as WMT uses it, and a campaign for Pearmut.

The TSV has the columns of the files of Freitag et al. 2021 (github.com/google/wmt-mqm-human-evaluation), a row an
error, its span between `<v>` and `</v>`. The campaign is what Pearmut's README calls pre-filled error spans (Zouhar and
Kocmi 2026): characters are counted as its page counts them, in UTF-16, and the end is inclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.data import DataSet
from eval.systems import System, Unit, output_of, translations_of, units
from pipeline.numbers import Finding

COLUMNS = ("system", "doc", "docSegId", "globalSegId", "rater", "source", "target", "category", "severity")
RATER = "amana"
NO_ERROR = ("No-error", "no-error")
"""Category and severity of a line without an error."""

_CATEGORIES = {"missing": "Accuracy/Omission", "added": "Accuracy/Addition"}
_OTHER = "Accuracy/Mistranslation"
_SEVERITIES: dict[str, Literal["Major", "Minor"]] = {"error": "Major", "warning": "Minor"}
_MEDIA = ("<audio ", "<video ", "<img ", "<iframe ")
"""What Pearmut's page puts into itself as it stands where a text begins so; an article must not."""


@dataclass(frozen=True, slots=True)
class Span:
    """One finding: the stretch `start:end` of `shown` source or output (`side`), with MQM's category and severity."""

    side: Literal["source", "target"]
    start: int
    end: int
    category: str
    severity: Literal["Major", "Minor"]


def shown(text: str) -> str:
    """`text` as the TSV has it: on one line, and its own `<v>` and `</v>` no marks; no character changes its place."""
    return " ".join(text.split()).replace("<v>", "‹v›").replace("</v>", "‹/v›")


def spans_of(system: System, unit: Unit) -> list[Span]:
    """The errors and warnings of the check on a line; a number that is missing is marked in the source."""
    record = system.records[unit.example]
    source = record.article.text[unit.start : unit.end]
    places = _places(source)
    items = translations_of(record, unit)
    output = " ".join(item.text for item in items)
    output_places = _places(output)
    found: dict[Span, None] = {}
    offset = 0
    for item in items:
        for finding in item.check.findings if item.check else ():
            if finding.severity not in _SEVERITIES:
                continue
            if finding.target is not None:
                start, end = finding.target.start + offset, finding.target.end + offset
                span = _span("target", output_places, start, end, finding)
            elif finding.source is not None:
                start, end = finding.source.start - unit.start, finding.source.end - unit.start
                span = _span("source", places, start, end, finding)
            else:
                span = None
            if span is not None:
                found[span] = None
        offset += len(item.text) + 1
    return list(found)


def numbered_units(data: DataSet) -> Iterator[tuple[int, int, Unit]]:
    """The lines of the data, each with its number in all of it and in its document, from 1: the ids of the TSV."""
    in_document: dict[str, int] = {}
    for number, unit in enumerate((unit for example in data.examples for unit in units(example)), 1):
        in_document[unit.document] = in_document.get(unit.document, 0) + 1
        yield number, in_document[unit.document], unit


def mqm_tsv(data: DataSet, systems: Sequence[System]) -> str:
    """The findings of the check on the lines of `systems` as MQM's TSV, without quotes; "" of no lines.

    A line without a finding has one row, so that its people see it, too.
    """
    rows = [
        row
        for system in systems
        if "translation" in system.parts
        for number, place, unit in numbered_units(data)
        for row in _rows(system, unit, number=number, place=place)
    ]
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *rows)) if rows else ""


def pearmut_campaign(data: DataSet, systems: Sequence[System]) -> str:
    """A campaign for `pearmut add`: one task with all documents, the systems side by side; "" of no lines.

    Protocol ESA, of several systems cESA. A number that is missing is marked at the word [missing] after the text.
    """
    translating = [system for system in systems if "translation" in system.parts]
    documents: dict[str, list[dict[str, Any]]] = {}
    for _, _, unit in numbered_units(data):
        item: dict[str, Any] = {
            "item_id": unit.id,
            "src": _harmless(" ".join(unit.source.split())),
            "tgt": {system.name: _harmless(output_of(system.records[unit.example], unit)) for system in translating},
            "error_spans": {system.name: _pearmut_spans(system, unit) for system in translating},
        }
        if unit.reference is not None:
            item["ref"] = _harmless(" ".join(unit.reference.split()))
        documents.setdefault(unit.document, []).append(item)
    if not translating or not documents:
        return ""
    campaign = {
        "info": {"assignment": "task-based", "protocol": "ESA" if len(translating) == 1 else "cESA"},
        "campaign_id": f"amana-{data.sha256[:12]}",
        "data": [list(documents.values())],
    }
    return json.dumps(campaign, ensure_ascii=False, indent=1) + "\n"


def utf16(text: str) -> int:
    """How many units of UTF-16 `text` has, which is what a browser counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _places(raw: str) -> list[int]:
    """For each character of `raw` its place in the text with its whitespace squeezed, as `shown` gives it."""
    places: list[int] = []
    length, spaced = 0, True
    for character in raw:
        space = character.isspace()
        places.append(length - 1 if space and spaced and length else length)
        if not (space and spaced):
            length += 1
        spaced = space
    return places


def _span(
    side: Literal["source", "target"], places: Sequence[int], start: int, end: int, finding: Finding
) -> Span | None:
    if not 0 <= start < end <= len(places):
        return None
    category = _CATEGORIES.get(finding.type, _OTHER)
    return Span(side, places[start], places[end - 1] + 1, category, _SEVERITIES[finding.severity])


def _rows(system: System, unit: Unit, *, number: int, place: int) -> Iterator[tuple[str, ...]]:
    source, target = shown(unit.source), shown(output_of(system.records[unit.example], unit))
    start = (" ".join(system.name.split()), " ".join(unit.document.split()), str(place), str(number), RATER)
    spans = spans_of(system, unit)
    for span in spans:
        texts = [source, target]
        side = int(span.side == "target")
        text = texts[side]
        texts[side] = f"{text[: span.start]}<v>{text[span.start : span.end]}</v>{text[span.end :]}"
        yield (*start, *texts, span.category, span.severity)
    if not spans:
        yield (*start, source, target, *NO_ERROR)


def _pearmut_spans(system: System, unit: Unit) -> list[dict[str, Any]]:
    text = output_of(system.records[unit.example], unit)
    moved = len(_harmless(text)) - len(text)
    places: list[tuple[int, int, str]] = []
    # A character has one span there: the worse one stays.
    for span in sorted(spans_of(system, unit), key=lambda span: (span.severity != "Major", span.start)):
        if span.side == "target":
            start, end = moved + utf16(text[: span.start]), moved + utf16(text[: span.end]) - 1
        else:
            start = end = moved + utf16(text)
        if all(end < other[0] or start > other[1] for other in places):
            places.append((start, end, span.severity.lower()))
    return [
        {"start_i": start, "end_i": end, "severity": severity, "category": None}
        for start, end, severity in sorted(places)
    ]


def _harmless(text: str) -> str:
    return f" {text}" if text.startswith(_MEDIA) else text
