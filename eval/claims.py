"""Claim errors as scores: how many lines say something wrong with a number that is right."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from eval.data import DataSet
from eval.fidelity import tally, tally_of_unit
from eval.metrics import Measure, Stage, ratio_measure
from eval.systems import System, translations_of, units
from pipeline.claims import CLAIM_FINDINGS
from pipeline.numbers import Comparison

IN_TRANSLATION, IN_SUMMARY = "lines with a claim error", "summaries with a claim error"


def claim_errors(check: Comparison | None) -> int:
    """How many errors of a comparison are claims: the number is right, and not what is said with it."""
    return sum(item.severity == "error" and item.type in CLAIM_FINDINGS for item in check.findings) if check else 0


def claim_measures(data: DataSet, system: System) -> list[Measure]:
    """Of the lines, and of the summaries, with a number, the share with at least one claim error (lower is better)."""
    measures: list[Measure] = []
    if "translation" in system.parts:
        lines = [unit for example in data.examples for unit in units(example)]
        checks = [[item.check for item in translations_of(system.records[unit.example], unit)] for unit in lines]
        tallies = [tally_of_unit(system.records[unit.example], unit) for unit in lines]
        parts = [
            (float(any(map(claim_errors, several))), float(counts.source + counts.target > 0))
            for several, counts in zip(checks, tallies, strict=True)
        ]
        names, documents = [unit.id for unit in lines], [unit.document for unit in lines]
        measures.append(_measure(IN_TRANSLATION, "translation", parts, names, documents))
    if "summary" in system.parts:
        records = [system.records[example.id] for example in data.examples]
        found = [record.summary.check if record.summary else None for record in records]
        parts = [(float(claim_errors(check) > 0), float(tally(check).target > 0)) for check in found]
        names, documents = [example.id for example in data.examples], [example.document for example in data.examples]
        measures.append(_measure(IN_SUMMARY, "summary", parts, names, documents))
    return measures


def _measure(
    name: str, stage: Stage, parts: Sequence[tuple[float, float]], names: Sequence[str], documents: Sequence[str]
) -> Measure:
    signature = f"claims:{stage}|severity:error|amana:{version('amana')}"
    return ratio_measure(name, stage, parts, names, documents, signature=signature, better="lower")
