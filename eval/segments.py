"""Every line of every system with all that is known of it: for `segments.jsonl`, `segments.csv` and the report."""

from __future__ import annotations

import csv
import io
import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.claims import claim_errors
from eval.data import DataSet
from eval.metrics import Measure
from eval.results import Results, Scored, spreadsheet_cell
from eval.systems import Unit, output_of, translations_of, units
from pipeline.article import Record, Translation
from pipeline.guards import guard
from pipeline.json_lines import json_line
from pipeline.numbers import Finding
from pipeline.verdict import Verdict, worst

SENTENCE_BLEU = "sentence BLEU"
_BLEU = "BLEU"
_NOT_OF_LINES = ("numbers:", "claims:")
"""How the signatures of shares begin that say nothing of one line but its verdict, which stands by itself."""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One line of one system.

    `scores` are by the name of the measure, in its own units; None where a line cannot have it. `verdict` is that of
    the number check and of the guards, `numbers` counts errors in numbers and `claims` those in what is said with a
    number that is right. `expected_chrf` is the doubt estimate, None where there is none.
    """

    system: str
    unit: Unit
    output: str
    scores: Mapping[str, float | None]
    verdict: Verdict
    numbers: int
    claims: int
    warnings: int
    guards: tuple[str, ...]
    expected_chrf: float | None
    messages: tuple[str, ...]


def segment_rows(data: DataSet, scored: Scored) -> list[SegmentRow]:
    """The lines of a system in the order of the data; none where it does not translate."""
    if "translation" not in scored.system.parts:
        return []
    columns = {name: values for score in scored.scores for name, values in _columns(score.measure)}
    lines = [unit for example in data.examples for unit in units(example)]
    return [_row(scored, unit, {name: found.get(unit.id) for name, found in columns.items()}) for unit in lines]


def all_segment_rows(results: Results) -> list[SegmentRow]:
    """The lines of all systems, the human references left out."""
    return [row for item in results.systems if not item.is_reference for row in segment_rows(results.data, item)]


def segment_signatures(results: Results) -> dict[str, str]:
    """How each score of a line was computed, by the name of its column."""
    found: dict[str, str] = {}
    for item in results.systems:
        for score in item.scores:
            if _is_of_lines(score.measure):
                name, signature = score.measure.name, score.measure.signature
                bleu = name == _BLEU
                found.setdefault(
                    SENTENCE_BLEU if bleu else name, signature.replace("eff:no", "eff:yes") if bleu else signature
                )
    return found


def segments_jsonl(rows: Sequence[SegmentRow]) -> str:
    """A JSON object a line."""
    return "".join(json_line(_to_json(row)) + "\n" for row in rows)


def segments_csv(rows: Sequence[SegmentRow]) -> str:
    """The same as CSV (RFC 4180) with a header, a column for each score."""
    names = list(dict.fromkeys(name for row in rows for name in row.scores))
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([
        "system", "id", "document", *map(spreadsheet_cell, names), "verdict", "number_errors", "claim_errors",
        "warnings", "guards", "expected_chrf", "source", "output", "reference", "messages",
    ])  # fmt: skip
    for row in rows:
        scores = ["" if (value := row.scores.get(name)) is None else repr(value) for name in names]
        texts = (row.unit.source, row.output, row.unit.reference or "", "; ".join(row.messages))
        writer.writerow([
            *map(spreadsheet_cell, (row.system, row.unit.id, row.unit.document)), *scores, row.verdict, row.numbers,
            row.claims, row.warnings, "; ".join(row.guards),
            "" if row.expected_chrf is None else repr(row.expected_chrf), *map(spreadsheet_cell, texts),
        ])  # fmt: skip
    return file.getvalue()


def _is_of_lines(measure: Measure) -> bool:
    return measure.stage == "translation" and not measure.signature.startswith(_NOT_OF_LINES)


def _columns(measure: Measure) -> Iterator[tuple[str, dict[str, float | None]]]:
    """The name and the values of a measure's column, by unit; nothing where lines do not have it."""
    if not _is_of_lines(measure):
        return
    name, values = (
        (SENTENCE_BLEU, _sentence_bleu(measure)) if measure.name == _BLEU else (measure.name, measure.of_units())
    )
    finite = [float(value) if math.isfinite(value) else None for value in values]
    yield name, dict(zip(measure.units, finite, strict=True))


def _sentence_bleu(measure: Measure) -> list[float]:
    """sacrebleu's `sentence_bleu` of each line: smoothed ("exp") and of as many orders as the line has words."""
    from sacrebleu.metrics.bleu import BLEU

    found = []
    for output, reference, *counts in measure.statistics.astype(int).tolist():
        orders = len(counts) // 2
        score = BLEU.compute_bleu(
            counts[:orders], counts[orders:], output, reference, smooth_method="exp", effective_order=True
        )
        found.append(float(score.score))
    return found


def _row(scored: Scored, unit: Unit, scores: Mapping[str, float | None]) -> SegmentRow:
    record = scored.system.records[unit.example]
    items = translations_of(record, unit)
    findings = [finding for item in items if item.check for finding in item.check.findings]
    errors = sum(finding.severity == "error" for finding in findings)
    claims = sum(claim_errors(item.check) for item in items)
    guards = tuple(dict.fromkeys(name for item in items for name in _guards(record, item)))
    estimated = [item.expected_chrf for item in items if item.expected_chrf is not None]
    return SegmentRow(
        scored.system.name, unit, output_of(record, unit), scores,
        verdict=_verdict(findings, guards), numbers=errors - claims, claims=claims,
        warnings=sum(finding.severity == "warning" for finding in findings), guards=guards,
        expected_chrf=min(estimated, default=None),
        messages=tuple(finding.message for finding in findings if finding.severity != "note"),
    )  # fmt: skip


def _guards(record: Record, item: Translation) -> tuple[str, ...]:
    """The guards that fired; where no stage has asked them, those that ask no model are asked now."""
    if item.guards or any(stage.name == "guard" for stage in record.stages):
        return item.guards
    place = bisect_left(record.segments, item.segment, key=lambda segment: segment.index)
    return guard(record.segments[place].text, item.text, finish_reason=item.finish_reason)


def _verdict(findings: Sequence[Finding], guards: Sequence[str]) -> Verdict:
    found = worst(finding.severity for finding in findings)
    return "warning" if found == "ok" and guards else found


def _to_json(row: SegmentRow) -> dict[str, object]:
    return {
        "system": row.system,
        "id": row.unit.id,
        "document": row.unit.document,
        "scores": dict(row.scores),
        "verdict": row.verdict,
        "number_errors": row.numbers,
        "claim_errors": row.claims,
        "warnings": row.warnings,
        "guards": list(row.guards),
        "expected_chrf": row.expected_chrf,
        "source": row.unit.source,
        "output": row.output,
        "reference": row.unit.reference,
        "messages": list(row.messages),
    }
