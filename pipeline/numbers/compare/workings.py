"""Figures that a text works out of others that both texts have: the share that two of them make, how many times the
one is the other, what comes to each, the hours between two clock times, points between two percentages.

Each asks for exact arithmetic, except beside a comparator ("less than half the 28.8"), and is asked only of a figure of
the target that has no counterpart, so that a figure in the place of another is never explained by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from pipeline.numbers.compare.asides import stands_by
from pipeline.numbers.compare.reckoning import fits
from pipeline.numbers.compare.values import split
from pipeline.numbers.lexicon import dimension_of, money_family, unit_ratio, word_list, words_saying
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.tokens import Token, peek, token_at
from pipeline.numbers.write.english import clock, describe

_MOST = 8
"""With more figures than this nearly anything follows from some pair of them."""
_LONGEST = 400
"""Tokens of the longest text whose words are looked at for each figure."""
_FEW = 3
"""Figures up to which a share may be rounded to a whole percent."""
_HUNDRED, _DAY = Fraction(100), 24
_AMOUNTS = ("cardinal", "money", "measure", "percent", "year")
_NAMED_TIMES = (("midnight", Fraction(0)), ("noon", Fraction(12)))
_REACH = 4
"""Tokens on either side of a figure in which "each", "in all" or "later" stands."""

Tokens = Sequence[Token]
Figures = Sequence[Quantity]


def working(two: Quantity, met: Sequence[tuple[Quantity, Quantity]], tokens: Tokens) -> str | None:
    """The step that gives `two`, a figure of the target, from the figures that it shares with the source; or None.

    `met` are these figures as the source and the target have them, `tokens` are the target's.
    """
    if two.value is None or not two.value > 0 or not met or len(tokens) > _LONGEST:
        return None
    shared = (_as_told(one, other) for one, other in met[: _MOST + 1])
    figures = [part for one in shared for part in split(one) if part.value and part.value > 0]
    if len(figures) > _MOST:
        return None
    return next((step for work in WORKINGS if (step := work(two, figures, tokens)) is not None), None)


def _share(two: Quantity, figures: Figures, _: Tokens) -> str | None:
    """One in five of the 60 who are 12; a quarter less, from 64 to 48; fewer than half, 48 %."""
    share = _as_share(two)
    if share is None:
        return None
    rounded = two.kind == "percent" and share * _HUNDRED % 1 == 0 and len(figures) <= _FEW
    for one in figures:
        own = _as_share(one)
        if own is not None and fits(own, share, two.bound):
            return describe(one)
    for one, other in _alike(figures):
        part, whole = _in_one_unit(one, other)
        if part >= whole:
            continue
        if fits(part / whole, share, two.bound) or (rounded and abs(part / whole - share) * 2 <= 1 / _HUNDRED):
            return f"{describe(one)} out of {describe(other)}"
        bases = {"up": (part,), "down": (whole,)}.get(two.direction or "", (part, whole))  # what a change is a share of
        if share in [(whole - part) / base for base in bases] and _goes_with(two, one, other):
            return f"the change between {describe(one)} and {describe(other)}"
        alike = one.kind == other.kind and one.unit == other.unit and two.direction is None
        if alike and share in (part / (part + whole), whole / (part + whole)):
            return f"{describe(one)} and {describe(other)} together"
        if one.kind == other.kind == "percent" and (part + whole) / _HUNDRED == share:
            return f"{describe(one)} and {describe(other)} together"
    return None


def _part(two: Quantity, figures: Figures, tokens: Tokens) -> str | None:
    """A tenth of the million, 100,000: told in figures right behind the share."""
    first, _ = _span(two, tokens)
    near = {token.start for token in tokens[max(first - _REACH, 0) : first]}
    for share, whole in permutations(figures, 2):
        part = _as_share(share)
        beside = not near.isdisjoint(range(share.start, share.end))
        if part is not None and beside and _in_unit_of(two, whole) and part * (whole.value or 0) == two.value:
            return f"{describe(share)} of {describe(whole)}"
    return None


def _times(two: Quantity, figures: Figures, _: Tokens) -> str | None:
    """30 times the limit of 15; twice as much, 1,500 after 750; by two to one, 14 against 7."""
    is_ratio = two.high is not None and two.unit is None and two.kind in ("cardinal", "score")  # "two to one"
    if not two.value or not (is_ratio or two.kind == "multiple"):
        return None
    factor = two.value / two.high if two.high else two.value
    for one, other in _alike(figures):
        part, whole = _in_one_unit(one, other)
        if part < whole and fits(whole / part, factor, two.bound):
            return f"{describe(other)} over {describe(one)}"
    return None


def _to_each(two: Quantity, figures: Figures, tokens: Tokens) -> str | None:
    """Five apiece, of 8,500 acres for 1,700 families; 15 an hour, one every four minutes."""
    if two.kind not in ("cardinal", "money", "measure") or two.high is not None:
        return None
    unit = _per(two, tokens)
    if unit is None:
        return None
    for whole, part in permutations(figures, 2):
        fits = _in_unit_of(two, whole) and whole.kind in ("cardinal", "money", "measure", "year")
        if (
            fits
            and part.kind in ("cardinal", "measure", "year")
            and whole.value == (part.value or 1) * (two.value or 0)
        ):
            return f"{describe(whole)} over {describe(part)}"
    if two.unit is None and unit:
        for one in figures:
            ratio = unit_ratio(unit, one.unit) if one.kind == "measure" and one.unit else None
            if ratio is not None and ratio == (one.value or 0) * (two.value or 0):
                return f"one every {describe(one)}"
    return None


def _between(two: Quantity, figures: Figures, tokens: Tokens) -> str | None:
    """Ten hours, from 9 a.m. to 7 p.m.; three points down, from 31 % to 28 %; two pounds more, 10 for eight."""
    if two.high is not None or two.value is None:
        return None
    if two.kind == "measure" and dimension_of(two.unit) == "time":
        hours = (unit_ratio(two.unit or "", "hour") or 0) * two.value
        times = [one.value or Fraction(0) for one in figures if one.kind == "time"]
        times += [time for name, time in _NAMED_TIMES if any(token.among(words_saying(name, "en")) for token in tokens)]
        for one_time, other_time in permutations(times, 2):
            if hours and (other_time - one_time) % _DAY == hours:
                return f"the time from {clock(one_time)} to {clock(other_time)}"
    compared = two.role == "by" or stands_by(tokens, two, "comparing")
    if not compared and two.unit != "pp":
        return None
    for one, other in _alike(figures):
        low, high = _in_one_unit(one, other)
        points = one.kind == other.kind == "percent"
        unit = (two.unit in ("pp", "%", None)) if points else _in_unit_of(two, one, other)
        unit = unit and points >= (two.unit in ("pp", "%")) and _goes_with(two, one, other)
        if unit and high - low == two.value:
            return f"{describe(other)} less {describe(one)}"
    return None


def _together(two: Quantity, figures: Figures, tokens: Tokens) -> str | None:
    """36 in all, two in each of 18; 3,000 people, of whom 2,100 and 900 are named."""
    if two.kind not in ("cardinal", "money", "measure") or two.high is not None:
        return None
    told = stands_by(tokens, two, "in_all")
    for one, other in _alike(figures):
        first, second = _in_one_unit(one, other)
        unit = _in_unit_of(two, one, other) and one.kind != "percent"
        if unit and first + second == two.value and (told or two.value > _DAY):
            return f"{describe(one)} and {describe(other)} together"
    for one, other in permutations(figures, 2) if told else ():
        if other.kind in ("cardinal", "year") and (one.value or 0) * (other.value or 0) == two.value:
            return f"{describe(one)} for each of {describe(other)}"
    return None


def _before(two: Quantity, figures: Figures, _: Tokens) -> str | None:
    """4.75 %, from which it was cut by 25 basis points to 4.5 %."""
    if two.role != "from" or two.high is not None:
        return None
    for change, other in permutations(figures, 2):
        units = (change.unit, other.unit) == ("pp", two.unit) or change.unit == other.unit == two.unit != "%"
        if not units or change.value is None or two.direction is None or not _goes_with(two, change, other):
            continue
        if two.value == (other.value or 0) + change.value * (1 if two.direction == "down" else -1):
            return f"{describe(other)} before a change by {describe(change)}"
    return None


WORKINGS: tuple[Callable[[Quantity, Figures, Tokens], str | None], ...] = (
    _share, _part, _times, _to_each, _between, _together, _before,
)  # fmt: skip


def _as_told(one: Quantity, other: Quantity) -> Quantity:
    """A figure as the target has it, with the direction that either text tells."""
    return other if other.direction or not one.direction else replace(other, direction=one.direction)


def _goes_with(two: Quantity, *figures: Quantity) -> bool:
    """Whether a change goes the way that the figures tell: none of "a quarter dearer" beside a fall to 75 from 100."""
    told = {one.direction for one in figures if one.direction}
    return two.direction is None or not told or two.direction in told


def _as_share(figure: Quantity) -> Fraction | None:
    if figure.value is None or figure.high is not None:
        return None
    if figure.kind == "percent":
        return figure.value / _HUNDRED if figure.unit == "%" else None
    return figure.value if figure.kind == "fraction" else None


def _alike(figures: Figures) -> Iterator[tuple[Quantity, Quantity]]:
    """Two figures that can be held against one another, the smaller one first."""
    for one, other in permutations(figures, 2):
        if (
            one.kind not in _AMOUNTS
            or other.kind not in _AMOUNTS
            or (one.kind == "percent") != (other.kind == "percent")
        ):
            continue
        if one.unit in (None, other.unit) or other.unit is None or _ratio(one, other) is not None:
            first, second = _in_one_unit(one, other)
            if first < second or (first == second and one.start < other.start):
                yield one, other


def _ratio(one: Quantity, other: Quantity) -> Fraction | None:
    both = one.kind == other.kind == "measure"
    return unit_ratio(one.unit or "", other.unit or "") if both else None


def _in_one_unit(one: Quantity, other: Quantity) -> tuple[Fraction, Fraction]:
    ratio = _ratio(one, other) if one.unit != other.unit else None
    return (one.value or Fraction(0)) * (ratio or 1), other.value or Fraction(0)


def _in_unit_of(two: Quantity, *figures: Quantity) -> bool:
    """Whether a figure goes without a unit or has that of the others; "dinars" alone are those named before."""
    if two.unit is None or any(two.unit == one.unit for one in figures):
        return True
    families = {money_family(one.unit) for one in figures if one.unit}
    return two.kind == "money" and two.assumed and money_family(two.unit) in families


def _span(two: Quantity, tokens: Tokens) -> tuple[int, int]:
    return (
        token_at(tokens, two.start),
        token_at(tokens, two.end),
    )


def _per(two: Quantity, tokens: Tokens) -> str | None:
    """The unit of time or measure that `two` is said for, "" for each of some things, None where it is for none."""
    _, after = _span(two, tokens)
    if stands_by(tokens, two, "apiece"):
        return ""
    for at in range(after, after + 3):
        if peek(tokens, at).text in word_list("per") or peek(tokens, at).text == "every":
            sense = peek(tokens, at + 1).sense("measure")
            return sense.value if sense is not None else ""
    return None
