"""Figures that follow from a source by one step of arithmetic: the difference, the sum, the change in percent."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, islice, pairwise

from pipeline.numbers.compare.liberties import is_share_in_words
from pipeline.numbers.compare.sums import are_like_sums
from pipeline.numbers.compare.values import split
from pipeline.numbers.lexicon import dimension_of
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.write.english import describe

_WHOLE = 100
_SMALLEST, _LEAST = 10, 2
_FAR_LARGER = 1000
"""What is as many times larger is no whole of a figure; from as much on a bare figure may be a sum of money."""
"""Small numbers follow from others by chance."""
_FEW = 5
"""With more figures than this one of them is easily the right distance off."""
_CHANGING = {"by", "from", "to"}
"""What a figure is of a change: others follow from it."""
_MOST = 12
"""With more source figures than this nearly anything follows from some pair."""


def figures_of(sources: Sequence[Quantity]) -> list[Quantity]:
    """The figures of a source that others may follow from, in reading order."""
    parts = (part for source in sources for part in split(source) if part.value is not None and part.value >= _SMALLEST)
    return list(islice((part for part in parts if part.kind in ("cardinal", "money") or _is_extent(part)), _MOST))


def derivation(target: Quantity, figures: Sequence[Quantity]) -> str | None:
    """The step that gives `target` from two `figures` of one kind and unit, as "450 less 200", or None."""
    if (
        target.value is None
        or target.high is not None
        or target.kind not in ("cardinal", "money", "measure", "percent")
    ):
        return None
    for one, two in combinations(figures, 2):
        if one.kind == two.kind and one.unit == two.unit and (step := _step(target, one, two)) is not None:
            return step
    return None


def worked_out(
    one: Quantity, two: Quantity, kept: Sequence[Quantity], *, is_rest: bool, is_earlier: bool = False
) -> str | None:
    """The step from `one` of the source, and another figure there that the target has too, to `two` in its place: "grew
    by 13 to 64" for 64 after 51, "19 of the 21 have left" where two are left, six years for half of twelve. Or None.

    `is_rest` where a text says that a figure is what remains, `is_earlier` where the source holds `one` against
    another: without either, one of the figures must be of a change.
    """
    if one.value is None or two.value is None or one.high is not None or two.high is not None:
        return None
    for other in kept if len(kept) <= _FEW else ():
        changes = is_earlier or bool({one.role, two.role, other.role} & _CHANGING)
        part = one.kind in ("fraction", "multiple")
        least = _LEAST if is_rest or part else _SMALLEST
        told = is_rest or changes or part
        step = _between(one, two, other, least=least) if told and other.high is None else None
        if step is not None:
            return step
    return None


def _between(one: Quantity, two: Quantity, other: Quantity, *, least: int) -> str | None:
    first, value, known = one.value, two.value, other.value
    if first is None or value is None or known is None or known < least or not _is_plain(two):
        return None
    if one.kind in ("fraction", "multiple"):
        whole = value == first * known and two.unit in (None, other.unit)
        return f"{describe(one)} of {describe(other)}" if whole else None
    if one.kind != two.kind or not are_like_sums(one.unit, two.unit, other.unit) or value < least:
        return None
    if least < _SMALLEST and value == first - known:  # the 16 laps to go after 41 of 57
        return f"{describe(one)} less {describe(other)}"
    return f"{describe(other)} less {describe(one)}" if value == known - first else None


def remainder(target: Quantity, met: Sequence[tuple[Quantity, Quantity]], *, told: bool) -> str | None:
    """The step that gives `target`, said to be the rest, from figures that both texts have (`met`): of 127 the 13 that
    78 and 36 leave, or the percent that others leave of 100. Or None. Unless the source speaks of a rest too (`told`),
    one of these stands before it.
    """
    if target.value is None or target.kind not in ("cardinal", "percent", "money") or target.high is not None:
        return None
    known = [there for _, there in met if _is_of(there, target) and there.high is None and there.value is not None]
    if not told and all(there.start > target.start for _, there in met):
        return None
    if not known or len(known) > _FEW:
        return None
    values = [one.value or Fraction(0) for one in known]
    whole = Fraction(_WHOLE) if target.kind == "percent" else max(values)
    parts = [value for value in values if value < whole or target.kind == "percent"]
    for size in range(1, len(parts) + 1):
        if any(whole - sum(some) == target.value for some in combinations(parts, size)):
            return f"what the others leave of {whole}"
    return None


def _is_of(figure: Quantity, target: Quantity) -> bool:
    """Whether a figure may be of one whole with another: of its kind, with its unit or without any."""
    value, sought = figure.value or 0, target.value or 0
    if value > sought * _FAR_LARGER:
        return False
    if {figure.kind, target.kind} == {"money", "cardinal"}:
        return min(value, sought) >= _FAR_LARGER  # "87 million dollars … the other 27 million"
    return figure.kind == target.kind and figure.unit in (None, target.unit)


def total(target: Quantity, kept: Sequence[Quantity]) -> str | None:
    """The step that gives `target` from two neighbours that both texts have: thirteen for nine here and four there."""
    if target.value is None or target.kind != "cardinal" or target.high is not None or target.unit is not None:
        return None
    for one, two in pairwise(kept):
        if one.kind == two.kind == "cardinal" and one.value and two.value and one.value + two.value == target.value:
            return f"{describe(one)} and {describe(two)} together"
    return None


def _is_plain(figure: Quantity) -> bool:
    return figure.kind in ("cardinal", "money", "measure")


def complement(target: Quantity, sources: Sequence[Quantity]) -> str | None:
    """The step that gives `target`, said to be the rest of a whole, from a percentage: the other 30, or None."""
    if target.high is not None or target.value is None:
        return None
    part = share_of(target)
    for source in sources if part is not None else ():
        known = None if source.high is not None else share_of(source)
        if part is not None and known is not None and known + part == 1:
            return f"{describe(source)} taken from the whole"
    if target.kind not in ("cardinal", "percent") or target.unit not in (None, "%"):
        return None
    for source in sources:
        share = source.kind == "percent" and source.unit == "%" and source.high is None
        if share and source.value is not None and target.value == _WHOLE - source.value:
            return f"{describe(source)} taken from the whole"
    return None


def in_words(target: Quantity, kept: Sequence[Quantity]) -> str | None:
    """The percentage that both texts have and `target` says again: "just over half, 52 %"; None without one."""
    shares = (one for one in kept if is_share_in_words(one, target))
    return next((f"{describe(one)} in words" for one in shares), None)


def growth(target: Quantity, sources: Sequence[Quantity]) -> str | None:
    """The change that makes `target` so many times as much, or so many percentage points: "tripled" for من 10 إلى 30,
    "two points" for من 130 إلى 128 في المئة; None without one.
    """
    if target.unit == "pp" and target.high is None:
        return _points(target, sources)
    if target.kind != "multiple" or target.value is None or target.value <= 1:
        return None
    for one, two in pairwise(part for source in sources for part in split(source)):
        if one.role == "from" and two.role == "to" and one.value and two.value == one.value * target.value:
            return f"the change from {describe(one)} to {describe(two)}"
    return None


def _points(target: Quantity, sources: Sequence[Quantity]) -> str | None:
    shares = [part for source in sources for part in split(source) if part.unit == "%" and part.value is not None]
    for one, two in pairwise(shares):
        if target.value == abs((one.value or 0) - (two.value or 0)):
            return f"the change from {describe(one)} to {describe(two)}"
    return None


def share_of(figure: Quantity) -> Fraction | None:
    """The share of a whole that a figure says: 3/4, 75 %, خمس, "the other third"."""
    if figure.value is None or figure.unit not in (None, "%"):
        return None
    if figure.kind == "percent":
        return figure.value / _WHOLE
    if figure.kind == "ordinal" and figure.soft and figure.value > 2:
        return 1 / figure.value
    return figure.value if figure.kind == "fraction" and figure.value < 1 else None


def _is_extent(figure: Quantity) -> bool:
    """A measure, but none of time: the difference of two ages says nothing."""
    return figure.kind == "measure" and dimension_of(figure.unit) not in (None, "time")


def _step(target: Quantity, one: Quantity, two: Quantity) -> str | None:
    value, first, second = target.value, one.value, two.value
    if value is None or first is None or second is None or first == second:
        return None
    low, high = sorted((one, two), key=lambda quantity: quantity.value or Fraction(0))
    if target.kind == "percent":
        change = abs(second - first) / first * 100
        exact = value == change or (value.denominator == 1 and abs(value - change) <= Fraction(1, 2))
        return f"the change from {describe(one)} to {describe(two)} in percent" if exact else None
    if (
        (target.kind != one.kind and target.kind != "cardinal")
        or target.unit not in (None, one.unit)
        or value < _SMALLEST
    ):
        return None
    if value == abs(first - second):
        return f"{describe(high)} less {describe(low)}"
    return f"{describe(low)} and {describe(high)} together" if value == first + second else None
