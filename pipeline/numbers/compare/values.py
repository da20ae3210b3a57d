"""How one quantity stands to another: the tables of rules, and the rules for values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

from pipeline.numbers.compare.dates import DATES
from pipeline.numbers.compare.liberties import HOMOGRAPHS, LIBERTIES
from pipeline.numbers.compare.matches import MATCHES, MINUTES
from pipeline.numbers.compare.names import as_digits, is_same_phone
from pipeline.numbers.compare.relations import (
    APART,
    COST,
    Relation,
    RelationRule,
    both_ways,
    high_of,
    is_vague,
    kind_cost,
    related,
    same_value,
)
from pipeline.numbers.compare.typed import ERAS, TURNED, TYPED
from pipeline.numbers.compare.units import CONVERSIONS, EQUAL_IN_MONEY, STOPWATCHES, UNITS, compare_units
from pipeline.numbers.lexicon import dimension_of, word_list
from pipeline.numbers.quantity import ClaimRole, Kind, Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.text.clitics import ARTICLE
from pipeline.numbers.text.folding import fold_word

_VAGUE_COST = 0.2
"""Thousands for hundreds: both may go unsaid, so that together they must cost less than two lone ones."""
_VAGUER_UNIT_COST, _AGE_COST = 0.03, 0.4
_PLAIN = {"cardinal", "fraction", "multiple", "measure"}
_AMOUNTS = {"cardinal", "ordinal", "multiple", "fraction", "measure", "money", "percent", "score"}
_ALIKE = (
    {"cardinal", "year"}, {"period", "ordinal"}, {"cardinal", "time"}, {"cardinal", "period"}, {"ordinal", "time"},
    {"fraction", "period"}, {"measure", "period"},
)  # fmt: skip
_YEARS_OF = {"century": 100, "century-bc": 100, "millennium": 1000}
_ONE = "one "
_NEVER_ROUNDED = {"ordinal", "period", "time", "date", "score"}
_ROLES_OF_ENDS: dict[str, tuple[ClaimRole | None, ...]] = {"from": ("from", "to"), "by": ("by", None)}
_FEWEST_OF_DECADE = 10
"""A smaller number is no slip for a decade."""


def relate(source: Quantity, target: Quantity) -> Relation | None:
    """The closest relation between two quantities, or None where they have nothing to do with each other."""
    kinds = (source.kind, target.kind)
    if "identifier" in kinds:
        return _first(NAMES, source, target)
    if source.value is None or target.value is None or is_vague(source) != is_vague(target):
        return None
    if "date" in kinds:
        return _first(DATES, source, target)
    if "decade" in (source.unit, target.unit):
        found = _first(AGES, source, target)
        if found is not None:
            return found
    if "fraction" in kinds or "percent" in kinds or "ordinal" in kinds:
        found = _first(HOMOGRAPHS, source, target)
        if found is not None:
            return found
    if same_value(source, target):
        return _of_equal_value(source, target) or _first(SAME_DIGITS, source, target)
    if is_vague(source):
        return _first(VAGUE, source, target)
    one_of_a_kind = source.kind == target.kind and source.unit == target.unit
    likeness = _first(SIGNS if one_of_a_kind else _likenesses(*kinds), source, target)
    if likeness is not None or not _comparable(source, target):
        return likeness
    return _first(DIFFERENCES, source, target)


@cache
def _likenesses(one: Kind, two: Kind) -> tuple[RelationRule, ...]:
    """The likenesses that quantities of two kinds may have."""
    return tuple(rule_ for rule_ in LIKENESSES if rule_.kinds <= {one, two})


def _first(rules: Sequence[RelationRule], source: Quantity, target: Quantity) -> Relation | None:
    for one in rules:
        found = one.apply(source, target)
        if found is not None:
            return None if found.kind is None else found._replace(rule=one.name)
    return None


def _of_equal_value(source: Quantity, target: Quantity) -> Relation | None:
    """Equal where the units agree, another unit where the kinds allow for one."""
    unit, told = compare_units(source, target)
    cost = kind_cost(source, target)
    if unit in ("same", "vaguer"):
        return Relation("equal", cost + (_VAGUER_UNIT_COST if unit == "vaguer" else 0.0), unit, told or equal.name)
    if _kinds_meet(source, target):
        return Relation("unit", COST["unit"] + cost, unit, other_unit.name)
    return None


def _kinds_meet(source: Quantity, target: Quantity) -> bool:
    if source.kind == target.kind:
        return True
    if source.kind in ("money", "percent", "measure") or target.kind in ("money", "percent", "measure"):
        return {source.kind, target.kind} <= _PLAIN | {"money", "percent"}
    return True


@rule(
    "equal",
    reads="the same value, however written",
    must=(("ألف سلة", "1,000 baskets"), ("1.2 مليار", "1200 million")),
    leaves=("ألف سلة", "1,100 baskets"),
)
def equal(source: Quantity, target: Quantity) -> Relation | None:
    """The same value."""
    found = _of_equal_value(source, target) if same_value(source, target) else None
    return found if found is not None and found.kind == "equal" else None


@rule(
    "other-unit",
    reads="the same value in another unit or without one",
    must=(("طوله 30 مترا", "It is 30 feet long"), ("جمعت 70 مليون دولار", "It raised 70 million")),
    leaves=("طوله 30 مترا", "It is 30 meters long"),
)
def other_unit(source: Quantity, target: Quantity) -> Relation | None:
    """Another unit."""
    found = _of_equal_value(source, target) if same_value(source, target) else None
    return found if found is not None and found.kind == "unit" else None


@rule(
    "same-name",
    reads="an identifier with the same digits",
    must=(("طائرة إف-16", "an F-16 jet"), ("كوفيد-19", "Covid-19")),
    leaves=("طائرة إف-16", "an F-15 jet"),
)
def _same_name(source: Quantity, target: Quantity) -> Relation | None:
    one, two = as_digits(source), as_digits(target)
    return related("equal") if one == two or is_same_phone(one, two) else APART


@rule(
    "decade-for-age",
    reads="a decade of age against an age in years",
    must=(("رجل في العشرينيات", "a man 20 years old"), ("امرأة في الثلاثينيات", "a woman aged 30 years")),
    leaves=("رجل في العشرينيات", "a man in his twenties"),
)
def _decade_for_age(source: Quantity, target: Quantity) -> Relation | None:
    """ "In his twenties" is not "20 years old"."""
    for one, two in both_ways(source, target):
        if one.unit == "decade" and one.read_as("tens") and two.kind == "measure" and two.unit == "year":
            return Relation("changed", _AGE_COST)
    return None


@rule(
    "other-vagueness",
    reads="thousands for hundreds",
    must=(("آلاف القتلى", "hundreds of dead"), ("عشرات الجرحى", "thousands of injured")),
    leaves=("آلاف القتلى", "thousands of dead"),
)
def _other_vagueness(source: Quantity, target: Quantity) -> Relation | None:
    return Relation("scaled", _VAGUE_COST) if _comparable(source, target) else None


@rule(
    "century-as-decade",
    reads="“the 2000s” for the 21st century or the third millennium",
    must=(("القرن الخامس قبل الميلاد", "the 400s BC"), ("مطلع الألفية الثالثة", "the early 2000s")),
    leaves=("القرن العشرين", "the 1990s"),
)
def _century_as_decade(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        years = _YEARS_OF.get(one.unit or "")
        if years is not None and two.unit == "decade" and one.value is not None:
            return related("equal") if two.value == (one.value - 1) * years else None
    return None


@rule(
    "share-as-percent",
    reads="a fraction and its percentage, rounded or cut where it has no finite decimal",
    must=(("نصف السكان", "50% of the residents"), ("ثلث السكان", "33% of the residents")),
    leaves=("نصف السكان", "40% of the residents"),
    kinds=("percent",),
)
def _share_as_percent(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind == "percent" and one.unit == "%" and two.unit is None and high_of(one) is None is high_of(two):
            parts = two.read_as("homograph")
            if two.kind not in ("fraction", "multiple") and not any(part < 1 for part in parts):
                continue
            shares = (two.value or Fraction(0), *parts)
            if any(_percent_of(share, one.value or Fraction(0)) for share in shares):
                return related("equal")
    return None


def _percent_of(fraction: Fraction, points: Fraction) -> bool:
    """Whether `points` is the fraction in percent, rounded or cut where it has no finite decimal (33, 66.6, 66.7)."""
    exact = fraction * 100
    if points == exact:
        return True
    step = min(_precision(points), Fraction(1))
    near = exact.denominator % 3 == 0 and -step / 2 <= points - exact <= step / 2
    return near or exact // step * step == points > 0


@rule(
    "sign-as-fall",
    reads="a negative figure for a fall by that much",
    must=(("تراجعت المبيعات 3%", "Sales: -3%"), ("سجلت المبيعات -3%", "Sales fell 3%")),
    leaves=("ارتفعت المبيعات 3%", "Sales: -3%"),
)
def _sign_as_fall(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.direction == "down" and one.role == "by" and one.value and one.value > 0 and two.value == -one.value:
            return related("equal") if one.unit == two.unit else None
    return None


@rule(
    "third-as-ordinal",
    reads="a fraction that is spelled like an ordinal",
    must=(("الثلث الأخير", "the final third"), ("في ثلث الملعب", "in the third of the pitch")),
    leaves=("الثلث الأخير", "the final fourth"),
    kinds=("fraction", "ordinal"),
)
def _third_as_ordinal(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind == "fraction" and two.kind == "ordinal" and two.value is not None and 3 <= two.value <= 10:
            return related("equal") if one.value == 1 / two.value else None
    return None


@rule(
    "rounded",
    reads="the same figure at a coarser precision of its own",
    must=(("بلغت 12.48 مليون", "It was 12.5 million"), ("3612000 شخص", "about 3.6 million people")),
    leaves=("30 شخصا", "28 people"),
)
def _rounded(source: Quantity, target: Quantity) -> Relation | None:
    """A coarse figure must keep two significant digits, or a text must say "about"."""
    one, two = source.value, target.value
    if one is None or two is None or not one:
        return None
    # In whole numbers, as most pairs end here: whether they differ by more than a twentieth.
    exact, other = one.numerator * two.denominator, two.numerator * one.denominator
    if 20 * abs(exact - other) > abs(exact) or high_of(source) is not None or high_of(target) is not None:
        return None
    if source.kind in _NEVER_ROUNDED or target.kind in _NEVER_ROUNDED or source.kind == target.kind == "year":
        return None  # a year beside a plain number is a count of four digits
    step = _precision(two)
    if not step or one % step == 0 or abs(one - two) * 2 > step:
        return None
    hedged = target.bound != "exact" and target.bound != source.bound
    significant = len(str(abs(two.numerator)).rstrip("0")) if two.denominator == 1 else len(str(two.numerator))
    precise = significant >= 2 and (abs(one) >= 1000 or one.denominator != 1)
    return related("rounded") if hedged or precise else None


@rule(
    "scaled",
    reads="the same digits at another power of ten",
    must=(("1.2 مليار", "1.2 million"), ("250 شخصا", "2,500 people")),
    leaves=("1.2 مليار", "1.3 million"),
)
def _scaled(source: Quantity, target: Quantity) -> Relation | None:
    one, two = source.value, target.value
    if not one or not two:
        return None
    small, large = one.numerator * two.denominator, two.numerator * one.denominator
    if abs(small) > abs(large):
        small, large = large, small
    ratio, rest = divmod(large, small)
    return related("scaled") if not rest and ratio > 1 and str(ratio).strip("0") == "1" else None


@rule(
    "changed",
    reads="another value in the same place",
    must=(("250 شخصا", "270 people"), ("40 دولارا", "45 dollars")),
    leaves=("250 شخصا", "250 people"),
)
def _changed(source: Quantity, target: Quantity) -> Relation | None:
    if source.kind != target.kind and {source.kind, target.kind} & {"money", "percent"}:
        return APART
    return related("changed") if (high_of(source) is None) == (high_of(target) is None) else APART


NAMES: tuple[RelationRule, ...] = (_same_name,)
AGES: tuple[RelationRule, ...] = (_decade_for_age,)
VAGUE: tuple[RelationRule, ...] = (_other_vagueness,)
SIGNS: tuple[RelationRule, ...] = (_sign_as_fall, *TURNED)
"""Of the likenesses those that two values of one kind and unit may have: the others are between two of either."""
LIKENESSES: tuple[RelationRule, ...] = (
    *MATCHES, *LIBERTIES, *TYPED, _century_as_decade, _share_as_percent, *SIGNS, *EQUAL_IN_MONEY, _third_as_ordinal,
    *CONVERSIONS,
)  # fmt: skip
SAME_DIGITS: tuple[RelationRule, ...] = (*MINUTES, *STOPWATCHES, *ERAS)
DIFFERENCES: tuple[RelationRule, ...] = (_rounded, _scaled, _changed)
RELATIONS: tuple[Rule[Any], ...] = (
    *NAMES,
    *DATES,
    *AGES,
    *HOMOGRAPHS,
    equal,
    other_unit,
    *UNITS,
    *MINUTES,
    *ERAS,
    *VAGUE,
    *LIKENESSES,
    *DIFFERENCES,
)
"""Every rule that says how two quantities stand to each other."""


def split(quantity: Quantity) -> list[Quantity]:
    """A range, score or ratio as its two numbers; anything else as itself."""
    if quantity.parts:
        bare = replace(quantity, kind="cardinal", unit=None, parts=())
        return [replace(bare, value=part, soft=part == 1) for part in quantity.parts]
    if high_of(quantity) is None:
        return [quantity]
    if quantity.kind == "date" and "/" in (quantity.unit or ""):
        units = (quantity.unit or "").split("/")
        ends = zip(units, (quantity.value, quantity.high), strict=True)
        return [replace(quantity, unit=unit, value=end, high=None) for unit, end in ends]
    kind = "cardinal" if quantity.kind == "score" else quantity.kind
    spelled = not any(character.isdecimal() for character in quantity.text)  # "a goal to nil" may be said without one
    may_go = quantity.kind == "score" and spelled
    may_go = may_go or (quantity.kind == "measure" and quantity.text.casefold().startswith(_ONE))  # من شهر إلى ستة أشهر
    # "Rose 50 to 420" is no range, however it was read.
    roles: tuple[ClaimRole | None, ...] = _ROLES_OF_ENDS.get(quantity.role or "", (None, None))
    return [
        replace(
            quantity,
            kind=kind,
            high=None,
            bound="exact",
            value=end,
            role=role,
            soft=quantity.soft or (may_go and (end or 0) <= 1),
        )
        for end, role in zip((quantity.value, quantity.high), roles, strict=True)
    ]


def other_goals(
    ones: Sequence[Quantity], left_ones: Sequence[int], twos: Sequence[Quantity], left_twos: Sequence[int]
) -> list[tuple[int, int]]:
    """The goals of a player in a word on each side, where they are not as many: ثنائية, "a hat-trick"."""
    sides = (
        [index for index in left if _are_goals(quantities[index])]
        for quantities, left in ((ones, left_ones), (twos, left_twos))
    )
    return list(zip(*sides, strict=False))


def _are_goals(quantity: Quantity) -> bool:
    return quantity.soft and fold_word(quantity.text).removeprefix(ARTICLE) in word_list("goals_in_a_word")


def _comparable(source: Quantity, target: Quantity) -> bool:
    """Whether a difference in value between the two would be a difference about the same thing."""
    if source.kind != target.kind:
        kinds = {source.kind, target.kind}
        if "decade" in (source.unit, target.unit) and min(source.value or 0, target.value or 0) < _FEWEST_OF_DECADE:
            return False  # جثتين is no "eighties"
        return kinds <= _AMOUNTS or kinds in _ALIKE
    if source.unit == target.unit:
        return True
    if source.kind in ("period", "measure"):
        dimension = dimension_of(source.unit)
        return dimension is not None and dimension == dimension_of(target.unit)
    if source.kind == "money":
        return compare_units(source, target)[0] == "vaguer"
    return source.kind != "percent"


def _precision(value: Fraction) -> Fraction:
    """The unit of the last significant digit: 0.1 for 12.5, 10⁶ for 3 000 000."""
    if value.denominator == 1:
        number = abs(value.numerator)
        zeros = len(str(number)) - len(str(number).rstrip("0")) if number else 0
        return Fraction(10**zeros)
    places = 1
    while places < 12 and (value * 10**places).denominator != 1:
        places += 1
    return Fraction(1, 10**places)
