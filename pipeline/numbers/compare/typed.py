"""Figures that one text types otherwise: a point for a hyphen or a colon, a letter for the era, a time turned round."""

from __future__ import annotations

import re

from pipeline.numbers.compare.cues import Cues
from pipeline.numbers.compare.relations import Relation, RelationRule, both_ways, related
from pipeline.numbers.lexicon import SenseKind
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import rule

_DIGITS = re.compile(r"\d+")
_PAIR = 2
_ERA, _YEAR = "م", re.compile(r"\d{3,4}(?:\s?[-–]\s?\d{3,4})?\s?م")
_TURNED = re.compile(r"00:(\d\d)")
_DAY = 24
_ERAS: tuple[SenseKind, ...] = ("bc", "ah")


@rule(
    "point-for-hyphen",
    reads="the number of a section, or a time, with a point in one text and a hyphen or a colon in the other",
    must=(("وفقا للمادة 12-3", "under article 12.3"), ("تبدأ الساعة 23:45", "It begins at 23.45")),
    leaves=("وفقا للمادة 12-3", "under article 12.4"),
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
)
def turned_time(source: Quantity, target: Quantity) -> Relation | None:
    """00:11, for 11:00."""
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


def says_era(one: Quantity, two: Quantity, hints: tuple[Cues, Cues]) -> bool:
    """Whether the text whose year has no era gives that of another one: بين عامي 512 و511 ق.م, "512-511 BC"."""
    for year, other, side in ((one, two, hints[0]), (two, one, hints[1])):
        era = next((era for era in _ERAS if era == other.unit and other.kind == "year"), None)
        if year.unit is None and era is not None:
            return any(token.sense(era) is not None for token in side.tokens)
    return False


TYPED: tuple[RelationRule, ...] = (_point_for_hyphen, turned_time)
ERAS: tuple[RelationRule, ...] = (_era_as_metres,)
"""Where the values are the same, and the kinds are not."""
