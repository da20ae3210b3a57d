"""Figures that one text types otherwise: a point for a hyphen or a colon, a letter for the era, a time turned round."""

from __future__ import annotations

import re

from pipeline.numbers.compare.relations import Relation, RelationRule, both_ways, related
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import rule

_DIGITS = re.compile(r"\d+")
_PAIR = 2
_ERA, _YEAR = "م", re.compile(r"\d{3,4}(?:\s?[-–]\s?\d{3,4})?\s?م")
_TURNED = re.compile(r"00:(\d\d)")
_DAY = 24


@rule(
    "point-for-hyphen",
    reads="the number of a section, or a time, with a point in one text and a hyphen or a colon in the other",
    must=(("وفقا للمادة 12-3", "under article 12.3"), ("تبدأ الساعة 23:45", "It begins at 23.45")),
    leaves=("وفقا للمادة 12-3", "under article 12.4"),
    kinds=("cardinal",),
)
def _point_for_hyphen(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if two.kind != "cardinal" or two.unit is not None or two.high is not None or "." not in two.text:
            continue
        digits = _DIGITS.findall(one.text)
        if (one.high is not None or one.kind == "time") and one.unit is None and len(digits) == _PAIR:
            return related("equal") if digits == _DIGITS.findall(two.text) else None
    return None


@rule(
    "turned-time",
    reads="a full hour that was typed from right to left",
    must=(("تبدأ الجلسة في 00:11", "The meeting begins at 11 a.m."), ("الساعة 00:15", "at 3 p.m.")),
    leaves=("تبدأ الجلسة في 00:11", "The meeting begins at 10 a.m."),
    kinds=("time",),
)
def _turned_time(source: Quantity, target: Quantity) -> Relation | None:
    turned = _TURNED.fullmatch(source.text)
    if turned is None or target.kind != "time" or int(turned[1]) >= _DAY:
        return None
    return related("equal") if target.value == int(turned[1]) else None


@rule(
    "era-as-metres",
    reads="a year before the letter of the era, which is also that of metres",
    must=(("ابن سينا (980–1037م)", "Avicenna (980–1037)"), ("الزلزال (1202م)", "the earthquake of 1202")),
    leaves=("الزلزال (1202م)", "the earthquake of 1203"),
)
def _era_as_metres(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.unit == "meter" and two.kind == "year" and one.text.endswith(_ERA):
            return related("equal") if _YEAR.fullmatch(one.text) and one.high == two.high else None
    return None


TYPED: tuple[RelationRule, ...] = (_point_for_hyphen,)
TURNED: tuple[RelationRule, ...] = (_turned_time,)
"""Where the kinds are the same."""
ERAS: tuple[RelationRule, ...] = (_era_as_metres,)
"""Where the values are the same, and the kinds are not."""
