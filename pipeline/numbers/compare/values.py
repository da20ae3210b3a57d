"""How one quantity stands to another: equal, converted, rounded, another unit, another power of ten, or different."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from pipeline.numbers.lexicon import money_family, unit_of, unit_ratio
from pipeline.numbers.quantity import Quantity, Why, format_value

RelationKind = Literal["equal", "converted", "part", "unit", "rounded", "scaled", "changed"]

_COST: dict[RelationKind, float] = {
    "equal": 0.0, "converted": 0.05, "part": 0.2, "rounded": 0.3, "unit": 0.35, "scaled": 0.5, "changed": 0.75,
}  # fmt: skip
_VAGUE_COST = 0.2
"""Thousands for hundreds: both may go unsaid, so that together they must cost less than two lone ones."""
# Kinds that may stand for one another where the value is the same.
_COUNTING = {"cardinal", "ordinal", "fraction", "multiple", "measure", "year", "period", "time", "score"}
_TOLERANCE = Fraction(3, 100)
"""A converted measure may be off by its rounding: 20 feet for 6 metres."""
_TENS_OF = {None, "decade", "degree", "celsius", "fahrenheit"}
"""What "the 80s" may count when they are no years."""
_MONTHS = {"quarter": 3, "half": 6}
_LEAST_VAGUE = 10
"""Tens, dozens, hundreds; "about a year" is vague in another way."""
_SHORTEST_NAME = 2
"""Digits of an identifier from which on another one in its place is a mistake."""
_HEDGED_TOLERANCE = Fraction(5, 100)
"""And by more where a text says "about": about six miles for 10 kilometres."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a target quantity stands to a source quantity; `cost` orders candidates (0 equal, 1 nothing in common).

    `unit` says what became of the unit where the value agrees: "same", "vaguer" (dollar for Canadian dollar), "lost",
    "swapped".
    """

    kind: RelationKind
    cost: float
    unit: Literal["same", "vaguer", "lost", "swapped"] = "same"


def relate(source: Quantity, target: Quantity) -> Relation | None:
    """The closest relation between two quantities, or None where they have nothing to do with each other."""
    if "identifier" in (source.kind, target.kind):
        return _relation("equal") if _as_digits(source) == _as_digits(target) else None
    if source.value is None or target.value is None or _vague(source) != _vague(target):
        return None
    if "date" in (source.kind, target.kind):
        return _relate_dates(source, target)
    if _decade_of_age(source, target):
        return Relation("changed", 0.4)
    if same_value(source, target):
        unit = compare_units(source, target)
        if unit in ("same", "vaguer"):
            return Relation("equal", _kind_cost(source, target) + (0.03 if unit == "vaguer" else 0.0), unit)
        if _kinds_meet(source, target):
            return Relation("unit", _COST["unit"] + _kind_cost(source, target), unit)
        return None
    if _vague(source):
        return Relation("scaled", _VAGUE_COST) if _comparable(source, target) else None
    if _round_of(source, target) or _round_of(target, source):
        return _relation("equal")
    if _century_as_decade(source, target) or _half_as_percent(source, target) or _third_as_ordinal(source, target):
        return _relation("equal")
    if _converted(source, target) or any(
        _stopped(one, two) or _of_year(one, two) for one, two in ((source, target), (target, source))
    ):
        return _relation("converted")
    if not _comparable(source, target):
        return None
    if _rounded(source, target):
        return _relation("rounded")
    if _power_of_ten(source.value, target.value):
        return _relation("scaled")
    return _relation("changed") if _may_replace(source, target) else None


def same_value(source: Quantity, target: Quantity) -> bool:
    """Whether some reading of one is some reading of the other; both ends for ranges, either order for scores."""
    if _high(source) is not None or _high(target) is not None:
        ends = (source.value, _high(source))
        return ends in ((target.value, _high(target)),) or ends == (_high(target), target.value)
    if source.value == target.value:
        return True
    if not source.readings and not target.readings:
        return False
    return not _values(source, target).isdisjoint(_values(target, source))


def _values(quantity: Quantity, other: Quantity) -> set[Fraction | None]:
    """The values that `quantity` may have beside `other`: each reading only where its reason holds."""
    return {
        quantity.value,
        *(reading.value for reading in quantity.readings if _may_read(reading.why, quantity, other)),
    }


def _may_read(why: Why, quantity: Quantity, other: Quantity) -> bool:
    if why == "scale":  # "100m" is a hundred metres beside a length, and beside nothing else
        named = unit_of(other.unit or "")
        return quantity.unit is None and named is not None and named.dimension == "length"
    if why == "half-of-day":
        return other.kind == "time"
    if why == "tens":  # "in his 40s" beside الأربعين, "in the 80s" beside 80 degrees, not beside 40 dollars
        return other.unit in _TENS_OF and other.kind not in ("money", "percent", "year", "time")
    return why != "day-month"


def _high(quantity: Quantity) -> Fraction | None:
    """The upper end; "equal to 20" is the number 20, and 2-2 two numbers."""
    return None if quantity.high == quantity.value and quantity.kind != "score" else quantity.high


def split(quantity: Quantity) -> list[Quantity]:
    """A range, score or ratio as its two numbers; anything else as itself."""
    if quantity.parts:
        return [replace(quantity, kind="cardinal", value=part, parts=(), soft=part == 1) for part in quantity.parts]
    if _high(quantity) is None:
        return [quantity]
    kind = "cardinal" if quantity.kind == "score" else quantity.kind
    ends = (quantity.value, quantity.high)
    spelled = not any(character.isdecimal() for character in quantity.text)  # "a goal to nil" may be said without one
    return [
        replace(
            quantity,
            kind=kind,
            high=None,
            bound="exact",
            value=end,
            soft=quantity.soft or (quantity.kind == "score" and spelled and (end or 0) <= 1),
        )
        for end in ends
    ]


def compare_units(source: Quantity, target: Quantity) -> Literal["same", "vaguer", "lost", "swapped"]:
    """What became of the unit. Money without a country is vaguer than the same name with one."""
    one, two = source.unit, target.unit
    if one == two:
        return "same"
    if any(two.unit in _TENS_OF and one.read_as("tens") for one, two in ((source, target), (target, source))):
        return "same"  # "in his 40s" beside الأربعين
    if f"{one}-per-" in str(two) or f"{two}-per-" in str(one):
        return "vaguer"
    if None in (one, two) and {one, two} <= {None, "decade", "century", "quarter", "half", "final"}:
        return "same"
    if one is None or two is None:
        named = unit_of(one or two or "")
        if _in_metres(source, target) or _in_metres(target, source):
            return "same"
        age = (one or two) == "year" and source.value not in (1, 2)  # "28, who joined" beside 28 عاما
        return "same" if age or (named is not None and named.dimension == "angle") else "lost"
    if source.kind == target.kind == "money":
        if source.assumed or target.assumed:
            same_name = money_family(one.split("/")[0]) == money_family(two.split("/")[0])
            if {one, two} == {"TRY", "GBP"} and source.assumed and target.assumed:
                return "vaguer"  # the ليرة of Lebanon and Syria is a pound in English
            return "vaguer" if same_name and one.count("/") == two.count("/") else "swapped"
        return "swapped"
    if {one, two} == {"kilometer", "kilogram"} and any(
        quantity.text.endswith(("كيلو", "kilo")) for quantity in (source, target)
    ):
        return "same"
    if {one, two} == {"GBP", "pound"} and (source.assumed or target.assumed):
        return "same"  # "pounds" of weight
    if "degree" in (one, two) and {"celsius", "fahrenheit"} & {one, two}:
        return "vaguer"
    if {one, two} in ({"bc", "century"}, {"year", "ah"}):
        return "same"
    if one in ("decade", "quarter", "half") and source.kind == "period" and target.kind != "period":
        return "same"
    return "swapped"


def _in_metres(bare: Quantity, other: Quantity) -> bool:
    """ "100m", which may be millions of something, beside a length."""
    return bare.unit is None and other.value in bare.read_as("scale") and _may_read("scale", bare, other)


def _vague(quantity: Quantity) -> bool:
    """ "thousands of", عشرات: a magnitude without a count."""
    return quantity.soft and quantity.bound == "about" and (quantity.value or 0) >= _LEAST_VAGUE


def _relation(kind: RelationKind) -> Relation:
    return Relation(kind, _COST[kind])


def other_names(
    ones: Sequence[Quantity], left_ones: Sequence[int], twos: Sequence[Quantity], left_twos: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs of identifiers without a counterpart that have as many digits as one another: "0800 555 214" and "0800 555
    241", F-16 and F-15. `left_ones` and `left_twos` are the indices of what found no counterpart.
    """
    names: dict[int, deque[int]] = {}
    for j in left_twos:
        if twos[j].kind == "identifier":
            names.setdefault(len(_bare(twos[j].text)), deque()).append(j)
    pairs: list[tuple[int, int]] = []
    for i in left_ones if names else ():
        length = len(_bare(ones[i].text)) if ones[i].kind == "identifier" else 0
        if length >= _SHORTEST_NAME and names.get(length):
            pairs.append((i, names[length].popleft()))
    return pairs


def _as_digits(quantity: Quantity) -> str:
    return _bare(quantity.text) if quantity.value is None else format_value(quantity.value)


def _bare(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


def _kind_cost(source: Quantity, target: Quantity) -> float:
    if source.kind == target.kind:
        return 0.0
    return 0.15 if "ordinal" in (source.kind, target.kind) else 0.1


def _kinds_meet(source: Quantity, target: Quantity) -> bool:
    if source.kind == target.kind:
        return True
    plain = {"cardinal", "fraction", "multiple", "measure"}
    if source.kind in ("money", "percent", "measure") or target.kind in ("money", "percent", "measure"):
        return {source.kind, target.kind} <= plain | {"money", "percent"}
    return True


def _half_as_percent(source: Quantity, target: Quantity) -> bool:
    for one, two in ((source, target), (target, source)):
        if one.kind == "percent" and one.unit == "%" and two.unit is None and _may_be_share(two):
            shares = (two.value or Fraction(0), *two.read_as("homograph"))
            return _high(one) is None and any(_percent_of(share, one.value or Fraction(0)) for share in shares)
        if one.kind == "money" and two.kind == "money" and one.unit and one.unit.endswith("/100"):
            same = two.unit is not None and money_family(one.unit[:3]) == money_family(two.unit[:3])
            if same and not two.unit.endswith("/100"):  # type: ignore[union-attr]
                return one.value == (two.value or 0) * 100
    return False


def _may_be_share(quantity: Quantity) -> bool:
    """A fraction or multiple, or a word that may be one (عشر موظفيها)."""
    return quantity.kind in ("fraction", "multiple") or any(reading < 1 for reading in quantity.read_as("homograph"))


def _percent_of(fraction: Fraction, points: Fraction) -> bool:
    """Whether `points` is the fraction in percent, rounded or cut where it has no finite decimal (33, 66.6, 66.7)."""
    exact = fraction * 100
    if points == exact:
        return True
    step = min(_precision(points), Fraction(1))
    return (
        exact.denominator % 3 == 0 and -step / 2 <= points - exact <= step / 2
    ) or exact // step * step == points > 0


def _decade_of_age(source: Quantity, target: Quantity) -> bool:
    """ "In his twenties" is not "20 years old"."""
    return any(
        one.unit == "decade" and one.read_as("tens") and two.kind == "measure" and two.unit == "year"
        for one, two in ((source, target), (target, source))
    )


def _century_as_decade(source: Quantity, target: Quantity) -> bool:
    """ "The 2000s" may be the 21st century."""
    for one, two in ((source, target), (target, source)):
        if one.unit == "century" and two.unit == "decade" and one.value is not None:
            return two.value == (one.value - 1) * 100
    return False


def _round_of(one: Quantity, two: Quantity) -> bool:
    """دور الثمانية, the round of eight, is the quarter-final."""
    return one.unit == "final" and two.kind == "cardinal" and two.unit is None and one.value * two.value == 2  # type: ignore[operator]


def _third_as_ordinal(source: Quantity, target: Quantity) -> bool:
    """ "the final third" is spelled like an ordinal."""
    for one, two in ((source, target), (target, source)):
        if one.kind == "fraction" and two.kind == "ordinal" and two.value is not None and 3 <= two.value <= 10:
            return one.value == 1 / two.value
    return False


def _converted(source: Quantity, target: Quantity) -> bool:
    one, two = unit_of(source.unit or ""), unit_of(target.unit or "")
    if one is None or two is None or source.unit == target.unit or one.dimension != two.dimension:
        return False
    if source.value is None or target.value is None:
        return False
    if one.dimension == "temperature":
        celsius, fahrenheit = (source, target) if source.unit == "celsius" else (target, source)
        expected = (celsius.value or Fraction(0)) * Fraction(9, 5) + 32
        return abs(expected - (fahrenheit.value or Fraction(0))) <= 2
    ratio = unit_ratio(source.unit or "", target.unit or "")
    if ratio is None:
        return False
    expected = source.value * ratio
    off = abs(expected - target.value)
    if one.dimension == "time":
        return off == 0
    hedged = "about" in (source.bound, target.bound)
    return off <= abs(expected) * (_HEDGED_TOLERANCE if hedged else _TOLERANCE)


def _stopped(one: Quantity, two: Quantity) -> bool:
    """1:24.61 on a stopwatch is 84.61 seconds."""
    if one.kind != "time" or two.kind != "measure" or one.value is None or two.value is None:
        return False
    ratio = unit_ratio("hour", two.unit or "")
    return ratio is not None and one.value * ratio == two.value


def _of_year(one: Quantity, two: Quantity) -> bool:
    """The first six months are the first half of the year."""
    return one.kind == "period" and two.unit == "month" and two.value == _MONTHS.get(one.unit or "")


def _relate_dates(source: Quantity, target: Quantity) -> Relation | None:
    if source.kind == target.kind == "date":
        if source.unit == target.unit or _swapped_day(source, target):
            return _relation("equal")
        one, two = (source.unit or "")[2:].split("-"), (target.unit or "")[2:].split("-")
        if one[0] == two[0] and len(one) != len(two):
            return _relation("part")
        return Relation("changed", 0.4 if one[0] == two[0] or one[-1] == two[-1] else 0.75)
    date, other = (source, target) if source.kind == "date" else (target, source)
    day = (date.unit or "").count("-") == 3
    if other.kind in ("ordinal", "cardinal") and day and other.unit is None:
        return _relation("part") if date.value == other.value else _relation("changed")
    return None


def _swapped_day(source: Quantity, target: Quantity) -> bool:
    """3/4/2020 may be 3 April or 4 March."""
    if not source.read_as("day-month") and not target.read_as("day-month"):
        return False
    parts = [sorted((quantity.unit or "")[2:].split("-")) for quantity in (source, target)]
    return parts[0] == parts[1]


def _comparable(source: Quantity, target: Quantity) -> bool:
    """Whether a difference in value between the two would be a difference about the same thing."""
    if source.kind == target.kind:
        if source.kind in ("period", "measure"):
            one, two = unit_of(source.unit or ""), unit_of(target.unit or "")
            return source.unit == target.unit or (
                one is not None and two is not None and one.dimension == two.dimension
            )
        if source.kind == "money":
            return source.unit == target.unit or compare_units(source, target) == "vaguer"
        return source.kind != "percent" or source.unit == target.unit
    kinds = {source.kind, target.kind}
    if kinds <= {"cardinal", "ordinal", "multiple", "fraction", "measure", "money", "percent", "score"}:
        return True
    return kinds in (
        {"cardinal", "year"},
        {"period", "ordinal"},
        {"cardinal", "time"},
        {"cardinal", "period"},
        {"ordinal", "time"},
        {"fraction", "period"},
        {"measure", "period"},
    )


def _may_replace(source: Quantity, target: Quantity) -> bool:
    if source.kind != target.kind and {source.kind, target.kind} & {"money", "percent"}:
        return False
    return (_high(source) is None) == (_high(target) is None)


def _power_of_ten(one: Fraction, two: Fraction) -> bool:
    if not one or not two or one == two:
        return False
    ratio = one / two if abs(one) > abs(two) else two / one
    return ratio.denominator == 1 and ratio > 1 and str(ratio.numerator).strip("0") == "1"


def _rounded(source: Quantity, target: Quantity) -> bool:
    """Whether the target is the source at a coarser precision of its own (12.5 for 12.48; 3.6 million for 3,612,000).

    A coarse figure must keep two significant digits, or a text must say "about": 28 for 30 is an error, not a rounding.
    """
    one, two = source.value, target.value
    if one is None or two is None or _high(source) is not None or _high(target) is not None:
        return False
    kinds = {source.kind, target.kind}
    if kinds & {"ordinal", "period", "time", "date", "score"} or kinds == {"year"}:
        return False  # a year beside a plain number is a count of four digits
    step = _precision(two)
    if not one or not step or one % step == 0 or abs(one - two) * 2 > step or abs(one - two) > abs(one) / 20:
        return False
    hedged = target.bound != "exact" and target.bound != source.bound
    significant = len(str(abs(two.numerator)).rstrip("0")) if two.denominator == 1 else len(str(two.numerator))
    return hedged or (significant >= 2 and (abs(one) >= 1000 or one.denominator != 1))


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
