"""How two quantities of a match stand to each other: its round, the goals of a draw, the minute."""

from __future__ import annotations

from pipeline.numbers.compare.relations import Relation, RelationRule, both_ways, related
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import rule


@rule(
    "round-of-final",
    reads="the round of eight, which is the quarter-final",
    must=(("دور الثمانية", "the quarter-final"), ("دور الأربعة", "the semi-final")),
    leaves=("دور الستة عشر", "the quarter-final"),
    kinds=("cardinal",),
)
def _round_of_final(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.unit == "final" and two.kind == "cardinal" and two.unit is None and one.value and two.value:
            return related("equal") if one.value * two.value == 2 else None
    return None


@rule(
    "draw-as-goals",
    reads="the goals of each side for the score of a draw",
    must=(("تعادلا بهدفين لكل منهما", "They drew two apiece"), ("بثلاثة أهداف لمثلها", "three goals each")),
    leaves=("فاز بهدفين لهدف", "They drew two apiece"),
    kinds=("score", "cardinal"),
)
def _draw_as_goals(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind == "score" and one.value == one.high == two.value and two.kind == "cardinal":
            return related("equal") if two.high is None and two.unit is None else None
    return None


@rule(
    "minute-of-play",
    reads="the minute that is counted off for how many have passed",
    must=(("سجل في الدقيقة الرابعة", "He scored after four minutes"), ("في الدقيقة الثانية", "on two minutes")),
    leaves=("سجل في الدقيقة الرابعة", "He scored after five minutes"),
)
def _minute_of_play(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind == "ordinal" and two.kind == "measure" and one.value == two.value and two.high is None:
            return related("equal") if two.unit == "minute" else None
    return None


MATCHES: tuple[RelationRule, ...] = (_round_of_final, _draw_as_goals)
MINUTES: tuple[RelationRule, ...] = (_minute_of_play,)
"""Where the values are the same, and the kinds are not."""
