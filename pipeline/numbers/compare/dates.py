"""How dates stand to one another, and to the bare number of a day."""

from __future__ import annotations

from pipeline.numbers.compare.relations import APART, Relation, RelationRule, related
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import rule

_LAST_DAYS = {2: (28, 29), **dict.fromkeys((1, 3, 5, 7, 8, 10, 12), (31,))}
_NEAR_COST, _FAR_COST = 0.4, 0.75
_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6}
_DECEMBER = 12
_MONTH_HYPHENS, _DAY_HYPHENS = 2, 3
"""Hyphens in the unit of a date that has no day, and one: --05, --05-17."""


def _parts(date: Quantity) -> list[str]:
    return (date.unit or "")[2:].split("-")


def has_day(date: Quantity) -> bool:
    """Whether a date says its day."""
    return (date.unit or "").count("-") == _DAY_HYPHENS


def is_month(quantity: Quantity) -> bool:
    """Whether a quantity is a date of a month alone."""
    return quantity.kind == "date" and (quantity.unit or "").count("-") == _MONTH_HYPHENS


def ends_with(period: Quantity, month: Quantity) -> bool:
    """Whether a month without a day is the last of a part of the year: "nine months to the end of September"."""
    if not is_month(month) or period.value is None:
        return False
    length = _MONTHS_OF.get(period.unit or "") if period.kind in ("period", "measure") else None
    return length is not None and month.value == length * period.value


def is_same_end(one: Quantity, other: Quantity) -> bool:
    """Whether the end of a part of a year and that of its last month are one: the end of June for that of the second
    quarter, the end of 2021 for that of December."""
    for period, month in ((one, other), (other, one)):
        if is_month(month) and period.part == month.part == "end" and period.high is None:
            return ends_with(period, month) or (period.kind == "year" and month.value == _DECEMBER)
    return False


def is_edge_of_month(date: Quantity, month: Quantity) -> bool:
    """Whether a month says the day of `date` as its start or its end: أول أيلول, "the start of September"."""
    if date.kind != "date" or month.kind != "date" or not has_day(date) or has_day(month):
        return False
    number, day = (int(part) for part in _parts(date))
    if month.part == "start":
        return day == 1
    return month.part == "end" and day in _LAST_DAYS.get(number, (30,))


@rule(
    "same-date",
    reads="the same date; 3/4 may be either day",
    must=(("في 5 أيار", "on May 5"), ("في 3/4/2020", "on April 3, 2020")),
    leaves=("في 5 أيار", "on May 6"),
)
def _same(source: Quantity, target: Quantity) -> Relation | None:
    if source.kind != "date" or target.kind != "date":
        return None
    if source.unit == target.unit:
        return related("equal")
    either = source.read_as("day-month") or target.read_as("day-month")
    return related("equal") if either and sorted(_parts(source)) == sorted(_parts(target)) else None


@rule(
    "lesser-date",
    reads="a month of which one text says the day",
    must=(("في 5 أيار", "in May"), ("في شهر أيار", "on May 5")),
    leaves=("في 5 أيار", "in June"),
)
def _lesser(source: Quantity, target: Quantity) -> Relation | None:
    if source.kind != "date" or target.kind != "date":
        return None
    if source.high is not None or target.high is not None:
        return None  # June 1-10
    one, two = _parts(source), _parts(target)
    return related("part") if one[0] == two[0] and len(one) != len(two) else None


@rule(
    "other-date",
    reads="another date",
    must=(("في 5 أيار", "on May 6"), ("في 5 أيار", "on June 5")),
    leaves=("في 5 أيار", "on May 5"),
)
def _other(source: Quantity, target: Quantity) -> Relation | None:
    if source.kind != "date" or target.kind != "date":
        return None
    one, two = _parts(source), _parts(target)
    return Relation("changed", _NEAR_COST if one[0] == two[0] or one[-1] == two[-1] else _FAR_COST)


@rule(
    "day-of-date",
    reads="the day of a date as a bare number",
    must=(("في الـ29 من الشهر الجاري", "on May 29"), ("في 5 أيار", "on the 5th")),
    leaves=("في 5 أيار", "on May 5"),
)
def _day(source: Quantity, target: Quantity) -> Relation | None:
    date, other = (source, target) if source.kind == "date" else (target, source)
    if date.kind != "date":
        return None
    if other.kind not in ("ordinal", "cardinal") or not has_day(date) or other.unit is not None:
        return APART
    return related("part" if date.value == other.value else "changed")


DATES: tuple[RelationRule, ...] = (_same, _lesser, _other, _day)
