"""What a rule that judges is given, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.numbers.compare.hints import Hints
from pipeline.numbers.compare.relations import Relation
from pipeline.numbers.compare.words import Kinship
from pipeline.numbers.quantity import FindingType, Language, Quantity, Severity
from pipeline.numbers.read.rules import Rule

Languages = tuple[Language, Language]


@dataclass(frozen=True, slots=True)
class Case:
    """A pair to be judged: how it stands, the hints, currencies and measures of both texts, how words are related.

    A currency or measure stands there as often as figures of its text have it, the two ends of a range twice.
    """

    one: Quantity
    two: Quantity
    relation: Relation
    languages: Languages
    hints: tuple[Hints, Hints]
    currencies: tuple[tuple[str | None, ...], tuple[str | None, ...]]
    kinship: Kinship | None = None


@dataclass(frozen=True, slots=True)
class Lone:
    """A quantity without a counterpart, or two names in the place of one another.

    `said` where the other text may say it after all, `known` is the neighbour of which it is the conversion, `step` the
    arithmetic by which it follows from the source.
    """

    one: Quantity | None
    two: Quantity | None
    languages: Languages
    said: bool = False
    known: Quantity | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says: the finding's type and severity, its message, and which sides it names."""

    type: FindingType
    severity: Severity
    message: str | None = None
    sides: tuple[bool, bool] = (True, True)


PairRule = Rule[Callable[[Case], Verdict | None]]
LoneRule = Rule[Callable[[Lone], Verdict | None]]
