"""How one quantity stands to another: what a relation is, and what the rules that find it have in common."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal, NamedTuple

from pipeline.numbers.lexicon import unit_of
from pipeline.numbers.quantity import Quantity, Why
from pipeline.numbers.read.rules import Rule

RelationKind = Literal["equal", "converted", "part", "unit", "rounded", "scaled", "changed"]
UnitVerdict = Literal["same", "vaguer", "lost", "swapped"]
COST: dict[RelationKind, float] = {
    "equal": 0.0, "converted": 0.05, "part": 0.2, "rounded": 0.3, "unit": 0.35, "scaled": 0.5, "changed": 0.75,
}  # fmt: skip
TENS_OF = {None, "decade", "degree", "celsius", "fahrenheit"}
"""What "the 80s" may count when they are no years."""
_LEAST_VAGUE = 10
"""Tens, dozens, hundreds; "about a year" is vague in another way."""


class Relation(NamedTuple):
    """How a target quantity stands to a source quantity; `cost` orders candidates (0 equal, 1 nothing in common).

    `unit` says what became of the unit where the value agrees: "same", "vaguer" (dollar for Canadian dollar), "lost",
    "swapped". `rule` is the rule that found it. A kind of None says that the two have nothing to do with each other.
    """

    kind: RelationKind | None
    cost: float
    unit: UnitVerdict = "same"
    rule: str = ""


APART = Relation(None, 1.0)
Relating = Callable[[Quantity, Quantity], Relation | None]
"""Gives the relation of a source and a target, `APART`, or None where another rule is to look at them."""
RelationRule = Rule[Relating]


def related(kind: RelationKind) -> Relation:
    """A relation at the cost of its kind."""
    return Relation(kind, COST[kind])


def both_ways(source: Quantity, target: Quantity) -> tuple[tuple[Quantity, Quantity], tuple[Quantity, Quantity]]:
    """A pair in both orders."""
    return (source, target), (target, source)


def high_of(quantity: Quantity) -> Fraction | None:
    """The upper end; "equal to 20" is the number 20, and 2-2 two numbers."""
    high = quantity.high
    return None if high is None or (high == quantity.value and quantity.kind != "score") else high


def is_vague(quantity: Quantity) -> bool:
    """ "thousands of", عشرات: a magnitude without a count."""
    return quantity.soft and quantity.bound == "about" and (quantity.value or 0) >= _LEAST_VAGUE


def same_value(source: Quantity, target: Quantity) -> bool:
    """Whether some reading of one is some reading of the other; both ends for ranges, either order for scores."""
    if source.high is not None or target.high is not None:
        one, two = high_of(source), high_of(target)
        if one is not None or two is not None:
            return (source.value, one) in ((target.value, two), (two, target.value))
    if source.value == target.value:
        return True
    if not source.readings and not target.readings:
        return False
    return not _values(source, target).isdisjoint(_values(target, source))


def _values(quantity: Quantity, other: Quantity) -> set[Fraction | None]:
    """The values that `quantity` may have beside `other`: each reading only where its reason holds."""
    readings = (reading.value for reading in quantity.readings if may_read(reading.why, quantity, other))
    return {quantity.value, *readings}


def may_read(why: Why, quantity: Quantity, other: Quantity) -> bool:
    """Whether a reading with that reason holds beside `other`."""
    if why == "scale":  # "100m" is a hundred metres beside a length, and beside nothing else
        named = unit_of(other.unit or "")
        return quantity.unit is None and named is not None and named.dimension == "length"
    if why == "half-of-day":
        return other.kind == "time"
    if why == "tens":  # "in his 40s" beside الأربعين, "in the 80s" beside 80 degrees, not beside 40 dollars
        return other.unit in TENS_OF and other.kind not in ("money", "percent", "year", "time")
    return why != "day-month"


def kind_cost(source: Quantity, target: Quantity) -> float:
    """What a difference in kind adds to the cost of a relation."""
    if source.kind == target.kind:
        return 0.0
    return 0.15 if "ordinal" in (source.kind, target.kind) else 0.1


def is_factor(figure: Quantity) -> bool:
    """Whether a figure says how many times, or which part."""
    return figure.kind in ("multiple", "fraction")
