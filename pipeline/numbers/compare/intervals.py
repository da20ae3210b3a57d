"""The time between two dated points, and the point so long before or after another: "three months earlier" for March
beside June, 2019 for five years after 2014, 19 March for a week after the 12th, "the first" for the quarter before the
second.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from pipeline.numbers.compare.dates import has_day, is_month
from pipeline.numbers.lexicon import unit_ratio
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.write.english import describe

_MONTHS = 12
_DAY = 24
_PERIODS = {"quarter": 3, "half": 6}
_QUARTERS = 4
_HALF_CYCLE = 2
_YEARS = (2023, 2024)
"""A common year and one with a leap day."""


class _Point(NamedTuple):
    """A place in time: the unit it is counted in, the sort of point, its number, and after how many it comes again."""

    unit: str
    sort: str
    number: Fraction
    cycle: int | None


class Span(NamedTuple):
    """How a length or a point follows: its figures, the later point before the earlier one, and its sentence."""

    figures: tuple[Quantity, Quantity]
    step: str
    goes_round: bool
    """Whether the time is longer than half of what it comes again after: nine months from September to June."""


def spans(two: Quantity, one: Quantity, other: Quantity) -> Iterator[Span]:
    """The steps that give `two` as the time between two points, or as the point `one` before or after `other`."""
    if two.kind in ("measure", "cardinal"):
        for later in _points(one):
            for earlier in _points(other):
                apart = _apart(later, earlier)
                if apart and _lasts(two, apart, earlier):
                    step = f"the time from {describe(other)} to {describe(one)}"
                    yield Span((one, other), step, _goes_round(apart, earlier))
    elif one.kind == "measure":
        for point in _points(two, beside=other):
            for earlier in _points(other):
                forth, back = _apart(point, earlier), _apart(earlier, point)
                for apart in {forth, back}:
                    if apart and _lasts(one, apart, earlier):
                        round_ = _goes_round(apart, earlier) and apart == forth
                        yield Span((one, other), f"{describe(one)} from {describe(other)}", round_)


def _points(figure: Quantity, *, beside: Quantity | None = None) -> Iterator[_Point]:
    """The points that a figure may be; a bare rank is a quarter `beside` another one."""
    if figure.value is None or figure.high is not None:
        return
    if figure.kind == "year":
        yield _Point("month", "year", _MONTHS * figure.value, None)
        if figure.part == "end":
            yield _Point("month", "month", Fraction(_MONTHS), _MONTHS)
    elif is_month(figure):
        yield _Point("month", "month", figure.value, _MONTHS)
    elif figure.kind == "period" and figure.unit in _PERIODS:
        yield _Point("month", "quarter", _PERIODS[figure.unit] * figure.value, _MONTHS)
    elif figure.kind == "ordinal" and beside is not None and beside.unit == "quarter" and figure.value <= _QUARTERS:
        yield _Point("month", "quarter", _PERIODS["quarter"] * figure.value, _MONTHS)
    elif figure.kind == "date" and has_day(figure):
        month, day = (int(part) for part in (figure.unit or "")[2:].split("-"))
        for year in _YEARS:
            if month <= _MONTHS and day <= monthrange(year, month)[1]:  # no 30 February, no month of the Hijri year
                yield _Point("day", f"day of {year}", Fraction(date(year, month, day).toordinal()), None)
    elif figure.kind == "time":
        yield _Point("hour", "time", figure.value, _DAY)


def _apart(later: _Point, earlier: _Point) -> Fraction | None:
    """How long the one is after the other; None where it is not, or where the two are points of different sorts."""
    if later.sort != earlier.sort:
        return None
    apart = later.number - earlier.number
    if later.cycle is not None:
        apart %= later.cycle
    return apart if apart > 0 else None


def _lasts(length: Quantity, apart: Fraction, point: _Point) -> bool:
    """Whether a length is so long; days may be counted with the first of them. A bare figure may be an age."""
    if length.kind == "cardinal":
        return point.sort == "year" and length.unit is None and length.value == apart / _MONTHS
    ratio = unit_ratio(length.unit or "", point.unit)
    if ratio is None or length.value is None:
        return False
    lasts = length.value * ratio
    return lasts == apart or (point.unit == "day" and lasts == apart + 1)


def _goes_round(apart: Fraction, point: _Point) -> bool:
    return point.unit == "month" and point.cycle is not None and apart * _HALF_CYCLE > point.cycle
