"""What is said of every number of an article: the types that the stages "read_numbers" and "ledger" put on the record.

They are worked out from the rest of the record, so no record's JSON has them as fields, and what was worked out from
other parts than the record has now is not used: `tells_of` is what it was made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pipeline.numbers import Finding, Quantity
from pipeline.numbers.quantity import FindingType, Severity

NumberKey = tuple[Fraction | None, Fraction | None, str | None, str]
"""What makes two quantities the same number, see `number_key`."""

Word = FindingType | Literal["kept", "absent", "unchecked"]
"""What became of a number: the worst finding's type, or `kept` (it agrees), `absent` (it is not there, and none asked
for it), `unchecked` (no check has run)."""

Origin = Literal["translate", "repair", "summarize"]
"""The stages that write English."""

SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""From the least to the worst."""


def number_key(quantity: Quantity) -> NumberKey:
    """Equal for quantities that are the same number; identifiers have no value and are compared as text."""
    return (quantity.value, quantity.high, quantity.unit, quantity.text if quantity.value is None else "")


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number of the article: its rank from 1, its score, and every mention; spans point into `Article.text`."""

    rank: int
    score: float
    mentions: tuple[Quantity, ...]

    @property
    def key(self) -> NumberKey:
        """What its mentions have in common."""
        return number_key(self.mentions[0])


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of an article: for each segment that is translated its quantities, whose spans point into
    `Article.text`, and all that are not soft by rank."""

    of_segments: tuple[tuple[Quantity, ...], ...]
    ranked: tuple[KeyNumber, ...]
    tells_of: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The key numbers that a summary keeps and those that it leaves out, each in the order of rank."""

    kept: tuple[KeyNumber, ...]
    left_out: tuple[KeyNumber, ...]

    @property
    def share(self) -> float | None:
        """The share that is kept, from 0 to 1; None for an article without key numbers."""
        count = len(self.kept) + len(self.left_out)
        return len(self.kept) / count if count else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one text made of one number, and the findings that say so."""

    word: Word
    findings: tuple[Finding, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """That of the worst finding; None if there is none."""
        return max((item.severity for item in self.findings), key=SEVERITIES.index, default=None)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One number of the article, or one that was added to it (`source` is None).

    `number` counts the rows from 1; `segment` is the index of the segment, None for what only the summary states. The
    span of `source` points into `Article.text`, those of `translation` into the text of that segment's translation,
    those of `summary` into `Summary.text`; either may hold several quantities, as where a range was taken apart.
    `added_by` names the stage that invented the number. `rank` is that of `KeyNumber`, 1 for the number that matters
    most; None where there is none.
    """

    article: str
    number: int
    segment: int | None
    source: Quantity | None
    translation: tuple[Quantity, ...]
    summary: tuple[Quantity, ...]
    in_translation: Verdict
    in_summary: Verdict
    added_by: Origin | None
    rank: int | None = None

    @property
    def severity(self) -> Severity | None:
        """The worse of the two verdicts' severities."""
        return Verdict("kept", (*self.in_translation.findings, *self.in_summary.findings)).severity


@dataclass(frozen=True, slots=True)
class Account:
    """The ledger's rows, and which key numbers the summary keeps."""

    rows: tuple[LedgerRow, ...]
    coverage: Coverage
    tells_of: tuple[object, ...]


def is_of(made: Numbers | Account | None, parts: Sequence[object]) -> bool:
    """Whether `made` was worked out from exactly these `parts` of a record, not from others however alike."""
    return made is not None and all(part is other for part, other in zip(made.tells_of, parts, strict=True))
