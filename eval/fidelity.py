"""What became of the numbers, stage by stage, as scores: how many arrive, how many are right, who broke them.

A number that an error finding of the check is about counts as lost or wrong; warnings and notes do not. Soft numbers
("one", "a million" as an idiom) are not counted on either side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.data import DataSet
from eval.metrics import Measure, ratio_measure
from eval.systems import System, Unit, translations_of, units
from pipeline.account import LedgerRow
from pipeline.article import Record
from pipeline.claims import CLAIM_FINDINGS
from pipeline.keynumbers import KEY_NUMBERS, covered, key_numbers
from pipeline.ledger import ledger
from pipeline.numbers import Comparison, Finding, Quantity
from pipeline.numbers.quantity import FindingType

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of one text: those of its source and how many of them arrived, those it states and how many are right."""

    source: int = 0
    kept: int = 0
    target: int = 0
    right: int = 0
    alarms: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.source + other.source,
            self.kept + other.kept,
            self.target + other.target,
            self.right + other.right,
            self.alarms + other.alarms,
        )


@dataclass(frozen=True, slots=True)
class Blame:
    """How often a stage is guilty of a type of error, and where the error shows."""

    stage: str
    shown_in: str
    type: FindingType
    count: int

    @property
    def is_claim(self) -> bool:
        """Whether the number is right, and not what is said with it."""
        return self.type in CLAIM_FINDINGS


def tally(check: Comparison | None) -> Tally:
    """The counts of one comparison; nothing where no check has run."""
    if check is None:
        return Tally()
    errors = [finding for finding in check.findings if finding.severity == "error"]
    lost = {_span(finding.source) for finding in errors if finding.source}
    wrong = {_span(finding.target) for finding in errors if finding.target}
    pairs = [*check.matched, *((finding.source, finding.target) for finding in check.findings)]
    source = {_span(stated) for stated, _ in pairs if stated and not stated.soft} | lost
    target = {_span(stated) for _, stated in pairs if stated and not stated.soft} | wrong
    return Tally(len(source), len(source - lost), len(target), len(target - wrong), len(errors))


def tally_of_unit(record: Record, unit: Unit) -> Tally:
    """The counts of the translations in one line."""
    return sum((tally(item.check) for item in translations_of(record, unit)), Tally())


def number_measures(data: DataSet, system: System) -> list[Measure]:
    """Preservation and precision of the numbers of the translation, precision and key numbers of the summary.

    - numbers kept: of the numbers of the source, the share that the translation has without an error;
    - numbers right: of the numbers of the translation, or of the summary, the share that the source backs;
    - key numbers: of the first `KEY_NUMBERS` of each article (`pipeline.keynumbers`), the share in the summary;
    - lines with an alarm: of the lines with a number, the share with at least one error (lower is better).
    """
    measures: list[Measure] = []
    if "translation" in system.parts:
        lines = [unit for example in data.examples for unit in units(example)]
        counts = [tally_of_unit(system.records[unit.example], unit) for unit in lines]
        names, documents = [unit.id for unit in lines], [unit.document for unit in lines]
        measures += [
            ratio_measure(
                "numbers kept", "translation", [(tally.kept, tally.source) for tally in counts], names, documents,
                signature=_signature("translation"),
            ),
            ratio_measure(
                "numbers right", "translation", [(tally.right, tally.target) for tally in counts], names, documents,
                signature=_signature("translation"),
            ),
            ratio_measure(
                "lines with an alarm", "translation",
                [(float(tally.alarms > 0), float(tally.source + tally.target > 0)) for tally in counts], names,
                documents, signature=_signature("translation"), better="lower",
            ),
        ]  # fmt: skip
    if "summary" in system.parts:
        records = [system.records[example.id] for example in data.examples]
        names, documents = [example.id for example in data.examples], [example.document for example in data.examples]
        counts = [tally(record.summary.check if record.summary else None) for record in records]
        measures += [
            ratio_measure(
                "numbers right in the summary", "summary", [(tally.right, tally.target) for tally in counts], names,
                documents, signature=_signature("summary"),
            ),
            ratio_measure(
                "key numbers", "summary", [_coverage(record) for record in records], names, documents,
                signature=f"{_signature('summary')}|first:{KEY_NUMBERS}",
            ),
        ]  # fmt: skip
    return measures


def blame(records: Iterable[Record]) -> list[Blame]:
    """Every number error, charged to the stage that made it, most frequent first.

    An error that the summary took over from a wrong translation is charged to the translation. A number that a repair
    put in is charged to the repair. Two numbers that changed places are one error.
    """
    counts: Counter[tuple[str, str, FindingType]] = Counter()
    for record in records:
        for row in ledger(record):
            in_translation = _errors(row.in_translation.findings, row)
            in_summary = _errors(row.in_summary.findings, row)
            origin = row.added_by if row.added_by in ("translate", "repair") else "translate"
            for kind in in_translation:
                counts[origin, "translation", kind] += 1
            guilty = origin if in_translation else "summarize"
            for kind in in_summary:
                counts[guilty, "summary", kind] += 1
    return [Blame(*key, count) for key, count in counts.most_common()]


def _errors(findings: Sequence[Finding], row: LedgerRow) -> list[FindingType]:
    """The types of the errors of a row; what names two numbers is counted with the first."""
    return [
        item.type
        for item in findings
        if item.severity == "error" and not (item.other and row.source and _span(row.source) == _span(item.other[0]))
    ]


def _coverage(record: Record) -> tuple[float, float]:
    numbers = key_numbers(record)[:KEY_NUMBERS]
    kept = covered(numbers, record.summary.check if record.summary else None)
    return (float(len(kept.kept)), float(len(numbers)))


def _signature(stage: str) -> str:
    from importlib.metadata import version

    return f"numbers:{stage}|soft:no|severity:error|amana:{version('amana')}"


def _span(quantity: Quantity) -> Span:
    return (quantity.start, quantity.end)
