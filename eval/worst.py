"""The lines that a system got most wrong, with their numbers marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.data import DataSet
from eval.fidelity import tally_of_unit
from eval.results import Scored
from eval.systems import Unit, translations_of, units
from pipeline.article import Record
from pipeline.numbers import Finding, Quantity
from pipeline.numbers.quantity import Severity

MOST = 15

_ORDER: tuple[Severity, ...] = ("note", "warning", "error")
Mark = tuple[int, int, Severity | None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text: a number where `is_number`, with the severity of the worst finding on it."""

    text: str
    is_number: bool = False
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its source, output and reference, what the check says of it, and its chrF2 where it has a reference.

    `messages` are pairs (severity, sentence); `segment` is the index of its first segment, None where it has none.
    """

    unit: Unit
    source: tuple[Stretch, ...]
    output: tuple[Stretch, ...]
    messages: tuple[tuple[Severity, str], ...]
    chrf: float | None
    segment: int | None


def worst_lines(data: DataSet, scored: Scored, *, most: int = MOST) -> list[Line]:
    """The lines with the most number errors, then those with the lowest chrF2; none without translations."""
    if "translation" not in scored.system.parts:
        return []
    chrf = chrf_of_lines(scored)
    records = scored.system.records
    lines = [unit for example in data.examples for unit in units(example)]
    ranked = sorted(
        lines,
        key=lambda unit: (-tally_of_unit(records[unit.example], unit).alarms, chrf.get(unit.id, 0.0)),
    )
    return [_line(records[unit.example], unit, chrf.get(unit.id)) for unit in ranked[:most]]


def chrf_of_lines(scored: Scored) -> dict[str, float]:
    """The chrF2 of each line that has a reference, by its unit."""
    score = scored.score("chrF2")
    return dict(zip(score.measure.units, score.measure.of_units().tolist(), strict=True)) if score else {}


def line_of(scored: Scored, unit: Unit, chrf: float | None = None) -> Line:
    """One line of a system as it is shown; `chrf` is its score, if it has one."""
    return _line(scored.system.records[unit.example], unit, chrf)


def stretches(text: str, marks: Iterable[Mark]) -> tuple[Stretch, ...]:
    """Cuts `text` at its marks; what overlaps an earlier mark is left out."""
    pieces: list[Stretch] = []
    position = 0
    for start, end, severity in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if start >= position:
            pieces += (Stretch(text[position:start]), Stretch(text[start:end], True, severity))
            position = end
    return tuple(piece for piece in (*pieces, Stretch(text[position:])) if piece.text)


def _line(record: Record, unit: Unit, chrf: float | None) -> Line:
    text = record.article.text[unit.start : unit.end]
    source_marks: list[Mark] = []
    output_marks: list[Mark] = []
    messages: list[tuple[Severity, str]] = []
    output = ""
    for item in translations_of(record, unit):
        output += " " if output else ""
        offset, output = len(output), output + item.text
        if item.check is None:
            continue
        worst = _worst(item.check.findings)
        pairs = [*item.check.matched, *((finding.source, finding.target) for finding in item.check.findings)]
        for source, target in pairs:
            if source:
                severity = worst.get(("source", source.start, source.end))
                source_marks.append((source.start - unit.start, source.end - unit.start, severity))
            if target:
                severity = worst.get(("target", target.start, target.end))
                output_marks.append((target.start + offset, target.end + offset, severity))
        messages += [
            (finding.severity, finding.message) for finding in item.check.findings if finding.severity != "note"
        ]
    segment = next((item.segment for item in translations_of(record, unit)), None)
    return Line(unit, stretches(text, source_marks), stretches(output, output_marks), tuple(messages), chrf, segment)


def _worst(findings: Sequence[Finding]) -> dict[tuple[str, int, int], Severity]:
    """The worst severity on each quantity, by side and place."""
    worst: dict[tuple[str, int, int], Severity] = {}

    def note(side: str, quantity: Quantity | None, severity: Severity) -> None:
        if quantity:
            key = (side, quantity.start, quantity.end)
            worst[key] = max(worst.get(key, "note"), severity, key=_ORDER.index)

    for finding in findings:
        note("source", finding.source, finding.severity)
        note("target", finding.target, finding.severity)
    return worst
