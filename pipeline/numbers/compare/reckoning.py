"""The ways in which a figure follows from others by one step of arithmetic, whatever the words say: sums and rests,
totals and what comes to each, shares and what they leave, changes and what stood before them.

Which of them a text may mean is for `accounts.py` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from typing import Literal, NamedTuple

from pipeline.numbers.compare.derivations import share_of
from pipeline.numbers.compare.intervals import spans
from pipeline.numbers.compare.sums import are_like_sums
from pipeline.numbers.compare.values import split
from pipeline.numbers.lexicon import dimension_of, unit_ratio
from pipeline.numbers.quantity import Bound, Quantity
from pipeline.numbers.write.english import describe

WayKind = Literal["sum", "rest", "product", "each", "share", "share-of", "whole", "left", "change", "span", "long-span"]
"""sum: parts together; rest: one less another; product: so many times as much; each: what comes to one of them; share:
the one out of the other; share-of: such a share of it; whole: that of which it is the share; left: what a share leaves
of a whole; change: by which share the one became the other; span: the time between two, or so long
after one; long-span: one of more than half a year between months, which may be the other half."""
_AMOUNTS = ("cardinal", "money", "measure", "percent")
SCALES = (10, 100, 1000, 10**6, 10**9)
"""What is so many times another figure is more often one with a nought too many."""
_TEMPERATURES = ({"degree", "celsius"}, {"degree", "fahrenheit"})
"""Degrees of a temperature, and those by which it rises."""
_HALF_PERCENT = Fraction(1, 200)
_NEAR, _CLOSE = Fraction(1, 20), Fraction(3, 4)
"""How near "about" must be, and how near "less than half" to the half: 0.46 is, 0.3 would be called a third."""
_LEAST_MONEY = 1000
"""A bare figure from here on may be a sum of money whose currency was said before."""


class Way(NamedTuple):
    """One step: its kind, the figures that it starts from, and its sentence, as "25 less 20"."""

    kind: WayKind
    figures: tuple[Quantity, ...]
    step: str


def numbers_of(figures: Sequence[Quantity]) -> list[Quantity]:
    """The figures with the two numbers of each range, score and ratio apart, without those of value 0."""
    return [part for figure in figures for part in split(figure) if part.value and part.value > 0 and part.high is None]


def ways_to(two: Quantity, figures: Sequence[Quantity], lengths: Sequence[Quantity] = ()) -> Iterator[Way]:
    """Every step that gives `two`, which has one value, from `figures`, whose ranges are split; exact, but for shares
    rounded to a whole percent and what a comparator allows. `lengths` are times without a number: "a week later"."""
    for one, other in permutations((*figures, *lengths), 2):
        for figures_of_it, step, goes_round in spans(two, one, other):
            yield Way("long-span" if goes_round else "span", figures_of_it, step)
    if two.kind == "date":
        return
    for one in figures:
        yield from _from_one(two, one)
    for one, other in permutations(figures, 2):
        yield from _from_two(two, one, other)
    for some in combinations(figures, 3):
        yield from _from_three(two, some)


def _from_one(two: Quantity, one: Quantity) -> Iterator[Way]:
    first, second = share_of(one), share_of(two)
    if first is not None and second is not None and first + second == 1 and first != second:
        yield Way("left", (one,), f"what {describe(one)} leaves")


def _from_two(two: Quantity, one: Quantity, other: Quantity) -> Iterator[Way]:
    yield from _sums(two, one, other)
    yield from _products(two, one, other)
    yield from _shares(two, one, other)


def _sums(two: Quantity, one: Quantity, other: Quantity) -> Iterator[Way]:
    """Sums and differences of two figures of one sort."""
    amounts = _in_unit_of(two, one, other)
    if amounts is None:
        return
    first, second = amounts
    if one.start < other.start and first + second == two.value:
        yield Way("sum", (one, other), f"{describe(one)} and {describe(other)} together")
    if first - second == two.value:
        yield Way("rest", (one, other), f"{describe(one)} less {describe(other)}")


def _products(two: Quantity, one: Quantity, other: Quantity) -> Iterator[Way]:
    """So many of what `other` says, and what comes to each of so many."""
    if two.kind not in _AMOUNTS or not _counts(one) or one.value in SCALES:
        return
    amount = _as_amount(two, other)
    if amount is None or one.value is None or one.value == 1 or (one.unit and one.unit in (two.unit, other.unit)):
        return
    if amount * one.value == two.value and (one.unit is None or dimension_of(two.unit) is None):
        yield Way("product", (one, other), f"{describe(one)} times {describe(other)}")
    if amount / one.value == two.value:
        yield Way("each", (one, other), f"{describe(other)} over {describe(one)}")


def _shares(two: Quantity, one: Quantity, other: Quantity) -> Iterator[Way]:
    """What has to do with shares: of two figures the one out of the other, of a share and a figure a part of it."""
    share, said = _factor(one), _factor(two)
    if said is not None:
        amounts = _alike(one, other)
        if amounts is not None:
            part, whole = amounts
            if one.kind != "percent" and _is_share(two, said, part / whole):
                yield Way("share", (one, other), f"{describe(one)} out of {describe(other)}")
            goes = two.direction in (None, "up" if part > whole else "down")
            if part != whole and goes and _is_share(two, said, abs(part - whole) / whole):
                yield Way("change", (one, other), f"the change from {describe(other)} to {describe(one)}")
    if share is None or two.kind not in _AMOUNTS or two.kind == "percent":
        return
    amount = _as_amount(two, other)
    value = two.value or Fraction(0)
    if amount is None or (two.unit != other.unit and value < _LEAST_MONEY):
        return
    if amount * share == value:
        yield Way("share-of", (one, other), f"{describe(one)} of {describe(other)}")
    elif share < 1 and amount * (1 - share) == value:
        yield Way("left", (one, other), f"what {describe(one)} leaves of {describe(other)}")
    elif amount == value * share:
        yield Way("whole", (one, other), f"that of which {describe(other)} is {describe(one)}")
    elif value in (amount * (1 + share), amount / (1 + share)) or (share < 1 and value * (1 - share) == amount):
        yield Way("change", (one, other), f"{describe(other)} changed by {describe(one)}")


def _from_three(two: Quantity, some: tuple[Quantity, ...]) -> Iterator[Way]:
    """The sum of three, and what two parts leave of a whole."""
    amounts = [_as_amount(two, one) for one in some]
    if two.kind not in _AMOUNTS or any(one.kind != some[0].kind for one in some):
        return
    values = [amount for amount in amounts if amount is not None]
    if len(values) < len(some):
        return
    total = sum(values)
    if total == two.value:
        yield Way("sum", some, f"{', '.join(map(describe, some))} together")
    largest = max(values)
    if 2 * largest - total == two.value and values.count(largest) == 1:
        whole = some[values.index(largest)]
        parts = tuple(one for one in some if one is not whole)
        yield Way("rest", (whole, *parts), f"{describe(whole)} less {' and '.join(map(describe, parts))}")


def fits(value: Fraction, said: Fraction, bound: Bound) -> bool:
    """Whether `said` with its comparator is true of `value`, and no odd thing to say of it: "more than 20" for 23."""
    if bound == "about":
        return abs(value - said) <= said * _NEAR
    if bound in ("less_than", "at_most"):
        return said * _CLOSE <= value < said or (bound == "at_most" and value == said)
    if bound in ("more_than", "at_least"):
        return said < value <= said / _CLOSE or (bound == "at_least" and value == said)
    return value == said


def _is_share(two: Quantity, said: Fraction, share: Fraction) -> bool:
    if fits(share, said, two.bound):
        return True
    whole = two.kind == "percent" and (two.value or Fraction(0)).denominator == 1
    return whole and abs(share - said) <= _HALF_PERCENT


def _factor(figure: Quantity) -> Fraction | None:
    """What a figure multiplies by: a share, a percentage, "twice"."""
    if figure.value is None or figure.unit not in (None, "%"):
        return None
    return figure.value if figure.kind == "multiple" else share_of(figure)


def _counts(figure: Quantity) -> bool:
    """Whether there may be something for each of what a figure counts."""
    if figure.kind == "measure":
        return dimension_of(figure.unit) is not None
    return figure.kind == "cardinal"


def _alike(one: Quantity, other: Quantity) -> tuple[Fraction, Fraction] | None:
    """The values of two figures in one unit, or None where they cannot be compared."""
    if one.value is None or other.value is None or {one.kind, other.kind} - set(_AMOUNTS):
        return None
    if (one.kind == "percent") != (other.kind == "percent"):
        return None
    amount = _as_amount(other, one)
    return None if amount is None else (amount, other.value)


def _in_unit_of(two: Quantity, one: Quantity, other: Quantity) -> tuple[Fraction, Fraction] | None:
    """The values of two figures of one sort in the unit of `two`, their sum or difference; points of percentages."""
    if one.value is None or other.value is None or two.kind not in _AMOUNTS:
        return None
    units = {one.unit, other.unit}
    if units == {"%"} and two.unit in ("pp", "%", None):
        return one.value, other.value
    if units == {"%", "pp"}:
        return (one.value, other.value) if two.unit == "%" else None
    kinds = {one.kind, other.kind} - {"cardinal"}
    if len(kinds) > 1 or not kinds <= set(_AMOUNTS) or two.kind not in ("cardinal", *kinds):
        return None
    first, second = _as_amount(two, one), _as_amount(two, other)
    alike = one.unit == other.unit or _is_of_one_sort(one.unit, other.unit) or kinds == {"money"}
    if first is None or second is None or (two.unit is None and not alike):
        return None
    return first, second


def _is_of_one_sort(one: str | None, other: str | None) -> bool:
    """Whether two units are one, of which one is said in short: degrees, or cubic metres for those in a second."""
    if one is None or other is None:
        return False
    return {one, other} in _TEMPERATURES or one.partition("-per-")[0] == other or other.partition("-per-")[0] == one


def _as_amount(two: Quantity, one: Quantity) -> Fraction | None:
    """The value of `one` in the unit of `two`; None where the two are of different sorts.

    Either may go without its unit ("from 3 billion dollars to 9"), a bare figure of money only if it is large.
    """
    if one.value is None or one.kind not in _AMOUNTS:
        return None
    if one.unit == two.unit or _is_of_one_sort(one.unit, two.unit):
        return one.value
    if "%" in (one.unit, two.unit) or "pp" in (one.unit, two.unit):
        return None
    if one.unit is None or two.unit is None:
        bare = one if one.unit is None else two
        unit = one.unit or two.unit
        if bare.kind != "cardinal":
            return None
        is_money = unit is not None and dimension_of(unit) is None
        return one.value if not is_money or (bare.value or 0) >= _LEAST_MONEY else None
    if one.kind == two.kind == "money":
        return one.value if are_like_sums(one.unit, two.unit) else None
    ratio = unit_ratio(one.unit, two.unit)
    return None if ratio is None else one.value * ratio
