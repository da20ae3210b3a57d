"""What an evaluation found, as data: for `results.json`, `results.csv`, the tables, the report and the gate."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from eval.buckets import Bucket
from eval.data import DataSet
from eval.fidelity import Blame
from eval.metrics import Measure
from eval.neural import Skipped
from eval.planting import Checker
from eval.significance import Comparison, Interval
from eval.systems import System, units

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Score:
    """A measure of one system with its 95 % interval."""

    measure: Measure
    interval: Interval


@dataclass(frozen=True, slots=True)
class Scored:
    """A system, its scores and who is to blame for its number errors.

    `correlation` is that of the similarity to the source with chrF2 on the lines of this system. `is_reference` marks
    the human references, which stand beside the systems as the floor of the number check.
    """

    system: System
    scores: tuple[Score, ...]
    blame: tuple[Blame, ...]
    correlation: float | None = None
    is_reference: bool = False

    def score(self, name: str) -> Score | None:
        """The score called `name`, if there is one."""
        return next((item for item in self.scores if item.measure.name == name), None)


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that an evaluation found. `checkers` are of the number check, by what it was planted into."""

    data: DataSet
    systems: tuple[Scored, ...]
    comparisons: tuple[Comparison, ...]
    buckets: tuple[Bucket, ...]
    checkers: Mapping[str, Checker]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]
    settings: Mapping[str, Any]
    versions: Mapping[str, str]


def lines_and_documents(data: DataSet) -> tuple[int, int]:
    """How many lines are scored, and how many documents they belong to."""
    return sum(len(units(example)) for example in data.examples), len({example.document for example in data.examples})


def results_to_json(results: Results) -> dict[str, Any]:
    """The results as a JSON object; a score of nothing is null."""
    lines, documents = lines_and_documents(results.data)
    document = {
        "schema_version": SCHEMA_VERSION,
        "data": {
            "name": results.data.name,
            "sha256": results.data.sha256,
            "examples": len(results.data.examples),
            "lines": lines,
            "documents": documents,
            "notes": list(results.data.notes),
        },
        "settings": dict(results.settings),
        "versions": dict(results.versions),
        "warnings": list(results.warnings),
        "skipped": [asdict(item) for item in results.skipped],
        "systems": [_scored_to_json(item) for item in results.systems],
        "comparisons": [asdict(item) for item in results.comparisons],
        "checker": {name: _checker_to_json(item) for name, item in results.checkers.items()},
        "buckets": [_bucket_to_json(item) for item in results.buckets],
    }
    return _finite(document)  # type: ignore[no-any-return]  # it gives a dict for a dict


CSV_COLUMNS = (
    "data_sha256", "system", "stage", "score", "value", "low", "high", "better", "signal", "texts", "signature"
)  # fmt: skip


def results_csv(results: Results) -> str:
    """One row for each score of each system, as CSV (RFC 4180) with a header."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(CSV_COLUMNS)
    for scored in results.systems:
        for item in scored.scores:
            measure = item.measure
            writer.writerow([
                results.data.sha256, spreadsheet_cell(scored.system.name), measure.stage, measure.name, *_numbers(item),
                measure.better, measure.signal, len(measure.units), measure.signature,
            ])  # fmt: skip
    return file.getvalue()


def _numbers(score: Score) -> list[object]:
    values = (score.measure.value, score.interval.low, score.interval.high)
    return ["" if math.isnan(value) else repr(value) for value in values]


def spreadsheet_cell(text: str) -> str:
    """A spreadsheet must not take a text for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _scored_to_json(scored: Scored) -> dict[str, Any]:
    return {
        "name": scored.system.name,
        "about": scored.system.about,
        "is_reference": scored.is_reference,
        "scores": [
            {
                "name": item.measure.name,
                "stage": item.measure.stage,
                "value": item.measure.value,
                "low": item.interval.low,
                "high": item.interval.high,
                "better": item.measure.better,
                "signal": item.measure.signal,
                "texts": len(item.measure.units),
                "signature": item.measure.signature,
            }
            for item in scored.scores
        ],
        "similarity_correlation_with_chrf2": scored.correlation,
        "number_errors": [{**asdict(item), "claim": item.is_claim} for item in scored.blame],
    }


def _checker_to_json(checker: Checker) -> dict[str, Any]:
    return {
        "errors": checker.errors,
        "recall": checker.recall,
        "recall_interval": asdict(checker.recall_interval),
        "precision": checker.precision,
        "floor": checker.floor,
        "floor_interval": asdict(checker.floor_interval),
        "references": checker.references,
        "alarms": checker.alarms,
        "planted": checker.planted,
        "caught": checker.caught,
        "kinds": {kind: {"caught": caught, "planted": planted} for kind, (caught, planted) in checker.kinds.items()},
    }


def _bucket_to_json(bucket: Bucket) -> dict[str, Any]:
    return {
        "group": bucket.group,
        "name": bucket.name,
        "lines": bucket.lines,
        "scores": [
            {"system": system, "score": name, "value": value, "low": found.low, "high": found.high}
            for system, name, value, found in bucket.scores
        ],
    }


def _finite(value: Any) -> Any:
    """JSON has no NaN."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value
