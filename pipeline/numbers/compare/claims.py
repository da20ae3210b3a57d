"""What is said with a number, judged: the part of a period, the direction of a change, and the figure's role in it.

A claim that a text does not make is null and no finding: only what both texts say can differ.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.compare.cases import Case, PairRule, Verdict
from pipeline.numbers.compare.converses import is_converse
from pipeline.numbers.compare.relations import both_ways
from pipeline.numbers.quantity import Direction, Part, Quantity
from pipeline.numbers.read.rules import rule

_SIDE: dict[Part, str] = {"start": "early", "early": "early", "mid": "mid", "late": "late", "end": "late"}
"""Start is near to early, and end to late."""
_TO = frozenset(("إلى", "الى", "to"))
_OTHER_ROLE = ({"by", "to"}, {"from", "to"})


def makes_claim(case: Case) -> bool:
    """Whether there is anything to compare in a pair beside its numbers."""
    one, two = case.one, case.two
    if one.part is not None or two.part is not None or one.lone is not None:
        return True
    if one.high is not None and two.high is not None and ("from" in (one.role, two.role) or _falls(one)):
        return True
    return one.direction is not None and two.direction is not None


@rule(
    "other-part",
    reads="another part of the period",
    must=(("منتصف عام 2024", "by the end of 2024"), ("مطلع القرن العشرين", "in the late 20th century")),
    leaves=("منتصف عام 2024", "in mid-2024"),
)
def _other_part(case: Case) -> Verdict | None:
    one, two = case.one.part, case.two.part
    return None if one is None or two is None or _SIDE[one] == _SIDE[two] else Verdict("part", "error")


@rule(
    "near-part",
    reads="the start of a period for its early part, the end for the late one",
    must=(("مطلع عام 2024", "in early 2024"), ("أواخر عام 2024", "at the end of 2024")),
    leaves=("مطلع عام 2024", "at the start of 2024"),
)
def _near_part(case: Case) -> Verdict | None:
    one, two = case.one.part, case.two.part
    return None if one is None or two is None or one == two else Verdict("part", "note")


@rule(
    "part-lost",
    reads="a part of a period that one text leaves out",
    must=(("منتصف عام 2024", "in 2024"), ("في عام 2024", "in late 2024")),
    leaves=("منتصف عام 2024", "in mid-2024"),
)
def _part_lost(case: Case) -> Verdict | None:
    return Verdict("part", "warning") if (case.one.part is None) != (case.two.part is None) else None


@rule(
    "other-direction",
    reads="a rise that became a fall, or a loss that became a profit",
    must=(("هبط خام برنت 87 سنتا", "Brent rose by 87 cents"), ("بخسائر بلغت 5 ملايين دولار", "a profit of $5 million")),
    leaves=("هبط خام برنت 87 سنتا", "Brent lost 87 cents"),
)
def _other_direction(case: Case) -> Verdict | None:
    if not _opposed(case.one, case.two):
        return None
    if _is_forecast(case) or _is_rate_of_growth(case):
        return None
    texts = (case.hints[0].text, case.hints[1].text)
    return (
        None if is_converse(case.one, case.two, texts, case.languages, case.kinship) else Verdict("direction", "error")
    )


def _is_forecast(case: Case) -> bool:
    """Whether both texts tell of a forecast, and one of what it became: growth that is forecast lower is growth."""
    return "to" in (case.one.role, case.two.role) and all(side.tells("forecast") for side in case.hints)


def _is_rate_of_growth(case: Case) -> bool:
    """Whether a rate that itself went up or down is told in one text as what it measures: a forecast that was cut to
    3 % says that something grows 3 %, and inflation that fell to 3 % that prices rose 3 %.
    """
    quantities = (case.one, case.two)
    if {quantity.role for quantity in quantities} != {"by", "to"}:
        return False
    if sum(side.tells("price_growth") for side in case.hints) == 1:
        return True
    grows = any(
        quantity.role == "by" and side.tells("growing") for quantity, side in zip(quantities, case.hints, strict=True)
    )
    return grows and _is_forecast(case)


def _opposed(one: Quantity, two: Quantity) -> bool:
    """Whether the verbs go opposite ways or the outcomes are opposite; where one text has the verb alone and the other
    the outcome alone ("fell 5", "a loss of 5"), whether these two are.
    """
    if (one.value or 0).numerator * (two.value or 0).numerator < 0:
        return False  # a fall of 3 % is −3 %
    if _differ(one.outcome, two.outcome):
        return True
    if _differ(one.change, two.change):
        return not any(_slows(mine, other) for mine, other in both_ways(one, two))
    return any(
        mine.change is not None and mine.outcome is None and mine.role == "by" and other.change is None
        and _differ(mine.change, other.outcome)
        for mine, other in both_ways(one, two)
    )  # fmt: skip


def _slows(one: Quantity, two: Quantity) -> bool:
    """Whether only one text tells the pace: growth slowed to 3 %, it grew 3 %."""
    return one.rate is not None and two.rate is None and two.role != "to" and two.change == one.rate


def _differ(one: Direction | None, two: Direction | None) -> bool:
    return one is not None and two is not None and one != two


@rule(
    "other-role",
    reads="what a thing changed by for what it changed to",
    must=(("ارتفع إلى 32 ريالا", "It rose by 32 riyals"), ("ارتفع من 32 ريالا", "It rose to 32 riyals")),
    leaves=("ارتفع إلى 32 ريالا", "It rose to 32 riyals"),
)
def _other_role(case: Case) -> Verdict | None:
    if _turned_round(case.one, case.two):
        return Verdict("role", "error")
    if (
        {case.one.role, case.two.role} not in _OTHER_ROLE
        or case.one.bound == case.two.bound == "at_most"  # حسومات تصل إلى 70 %, "as much as 70% off"
        or _paced(case.one, case.two)
        or _pared(case.one, case.two)
        or _is_rate_of_growth(case)
        or _same_either_way(case.one)
        or _same_either_way(case.two)
    ):
        return None
    return Verdict("role", "error")


def _turned_round(one: Quantity, two: Quantity) -> bool:
    """From 10 to 12 for from 12 to 10, where one text at least tells of a change, or the first of a fall."""
    told = "from" in (one.role, two.role) or _falls(one)
    return told and one.high is not None and one.value == two.high != one.high == two.value


def _falls(ends: Quantity) -> bool:
    """Whether two ends with "to" between fall, as those of a mere range would not; with a dash they may be mistyped."""
    if ends.value is None or ends.high is None or ends.value <= ends.high:
        return False
    return not _TO.isdisjoint(ends.text.split())


def _paced(one: Quantity, two: Quantity) -> bool:
    """Growth that slowed to 3 %, or is forecast so, is growth by 3 %."""
    return any(
        mine.rate and not other.rate and other.change in (None, mine.rate) for mine, other in both_ways(one, two)
    )


def _pared(one: Quantity, two: Quantity) -> bool:
    """A loss that was pared to 0.6 % is a fall by 0.6 %."""
    return any(mine.role == "to" and mine.outcome and not other.outcome for mine, other in both_ways(one, two))


def _same_either_way(quantity: Quantity) -> bool:
    """To half is by half, and what rises to ten times is said to rise tenfold."""
    return quantity.kind == "multiple" or quantity.value == (50 if quantity.kind == "percent" else Fraction(1, 2))


@rule(
    "other-side-of-now",
    reads="the last period for the next one",
    must=(("في العام الماضي", "next year"), ("الأسبوع المقبل", "last week")),
    leaves=("في العام الماضي", "last year"),
)
def _other_side_of_now(case: Case) -> Verdict | None:
    return Verdict("changed", "error") if {case.one.lone, case.two.lone} == {"past", "next"} else None


CLAIMS: tuple[tuple[PairRule, ...], ...] = (
    (_other_part, _near_part, _part_lost),
    (_other_direction,),
    (_other_role,),
    (_other_side_of_now,),
)
"""Tables of which each makes at most one finding on a pair."""
