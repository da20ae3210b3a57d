"""What became of a unit where the value agrees, and values that agree in another unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from pipeline.numbers.compare.relations import (
    TENS_OF,
    Relation,
    RelationRule,
    UnitVerdict,
    both_ways,
    may_read,
    related,
)
from pipeline.numbers.lexicon import money_family, unit_of, unit_ratio
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.read.shared.joins import FILS_IN_DINAR, coins_in

_TOLERANCE = Fraction(3, 100)
"""A converted measure may be off by its rounding: 20 feet for 6 metres."""
_HEDGED_TOLERANCE = Fraction(5, 100)
"""And by more where a text says "about": about six miles for 10 kilometres."""
_DEGREES_OFF = 2
_MONTHS = {"quarter": 3, "half": 6}
_COUNTED = {None, "decade", "century", "millennium", "quarter", "half", "final"}
_POUNDS = ("GBP", "SYP", "LBP")
_DOTTED = re.compile(r"(\d{1,2})[.,](\d{2})(?!\d)")
_STOPWATCH = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d+)?))?")
_KILO = ("كيلو", "kilo")
_CUSTOMARY: dict[tuple[str, str], tuple[Fraction, Fraction]] = {
    ("month", "week"): (Fraction(4), Fraction(13, 3)), ("month", "day"): (Fraction(30), Fraction(31)),
    ("week", "day"): (Fraction(15, 2), Fraction(15, 2)), ("year", "week"): (Fraction(52), Fraction(52)),
    ("year", "day"): (Fraction(360), Fraction(366)),
}  # fmt: skip
"""What people take for one another: six weeks for a month and a half, 15 days for two weeks, 90 for three months."""
_SHARED_COINS = {"EGP/100": ("TRY", "JOD", "SYP", "LBP", "SDG"), "USD/100": ("EUR",)}
"""Coins of which the name does not tell the currency: the قرش of Turkey and Jordan, the cents of a euro."""
_COINS_OF_NAMES = {"EGP/100": ("pound", "dinar", "lira"), "MAD/100": ("dirham", "dinar")}
"""The same for a currency whose country is not said: the سنتيم of Morocco and Algeria."""
_FEW_MONTHS = 6
_YEARS = {"decade": 10, "century": 100, "millennium": 1000}
UnitRule = Rule[Callable[[Quantity, Quantity], UnitVerdict | None]]


def compare_units(source: Quantity, target: Quantity) -> tuple[UnitVerdict, str]:
    """What became of the unit, and the rule that says so; a unit that no rule knows is lost or swapped."""
    if source.unit == target.unit:
        return "same", ""
    for one in UNITS:
        verdict = one.apply(source, target)
        if verdict is not None:
            return verdict, one.name
    return ("lost" if None in (source.unit, target.unit) else "swapped"), ""


@rule(
    "unit-tens",
    reads="tens that are years, an age or degrees",
    must=(("رجل في الأربعينيات", "a man of forty"), ("وصلت الحرارة إلى 80 درجة", "Temperatures were in the 80s")),
    leaves=("كانت في الأربعينيات", "She had 40 dollars"),
)
def _tens(source: Quantity, target: Quantity) -> UnitVerdict | None:
    said = any(two.unit in TENS_OF and one.read_as("tens") for one, two in both_ways(source, target))
    return "same" if said else None


@rule(
    "unit-rate-left-out",
    reads="a rate of which one text says the unit only",
    must=(("سرعتها 120 كيلومترا في الساعة", "It does 120 kilometers"), ("120 ميلا في الساعة", "at 120 miles")),
    leaves=("120 كيلومترا", "120 miles"),
)
def _rate(source: Quantity, target: Quantity) -> UnitVerdict | None:
    one, two = str(source.unit), str(target.unit)
    rate = two.startswith(f"{one}-per-") or one.startswith(f"{two}-per-")
    return "vaguer" if rate else None


@rule(
    "unit-of-a-row",
    reads="a period or a final whose noun one text leaves out",
    must=(("في الربع الثالث", "in the third"), ("القرن التاسع عشر", "the 19th")),
    leaves=("في الربع الثالث", "in the third century"),
)
def _row(source: Quantity, target: Quantity) -> UnitVerdict | None:
    bare = None in (source.unit, target.unit) and {source.unit, target.unit} <= _COUNTED
    return "same" if bare else None


@rule(
    "unit-metres",
    reads="the metres of “100m”",
    must=(("سباق 100 متر", "the 100m race"), ("200 متر صدرا", "the 200m breaststroke")),
    leaves=("حضر 100 شخص", "100m people came"),
)
def _metres(source: Quantity, target: Quantity) -> UnitVerdict | None:
    """ "100m", which may be millions of something, beside a length."""
    for bare, other in both_ways(source, target):
        if bare.unit is None and other.value in bare.read_as("scale") and may_read("scale", bare, other):
            return "same"
    return None


@rule(
    "unit-age",
    reads="an age without its years",
    must=(("اللاعب البالغ 28 عاما", "The player, 28"), ("عمرها 30 سنة", "She is 30")),
    leaves=("قبل عامين", "two ago"),
)
def _age(source: Quantity, target: Quantity) -> UnitVerdict | None:
    bare = None in (source.unit, target.unit) and "year" in (source.unit, target.unit)
    ranked = "ordinal" in (source.kind, target.kind)  # في الثانية من عمرها
    return "same" if bare and (ranked or source.value not in (1, 2)) else None


@rule(
    "unit-angle",
    reads="degrees that one text leaves out",
    must=(("انعطف 90 درجة", "It turned 90"), ("بلغت 45 درجة", "It was 45")),
    leaves=("بلغت 45 درجة مئوية", "It was 45"),
)
def _angle(source: Quantity, target: Quantity) -> UnitVerdict | None:
    named = unit_of(source.unit or target.unit or "") if None in (source.unit, target.unit) else None
    return "same" if named is not None and named.dimension == "angle" else None


@rule(
    "unit-money-name",
    reads="a currency without its country",
    must=(("100 دولار كندي", "100 dollars"), ("50 جنيها مصريا", "50 pounds")),
    leaves=("100 دولار كندي", "100 Canadian dollars"),
)
def _money_name(source: Quantity, target: Quantity) -> UnitVerdict | None:
    one, two = source.unit, target.unit
    if source.kind != "money" or target.kind != "money" or one is None or two is None:
        return None
    for coin, other in ((one, two), (two, one)):
        if coin in _SHARED_COINS and other.endswith("/100") and other[:3] in _SHARED_COINS[coin]:
            return "vaguer"
    if not source.assumed and not target.assumed:
        return None
    if any(lira.assumed and is_lira_in_pounds(lira.unit, pound.unit) for lira, pound in both_ways(source, target)):
        return "vaguer"
    same_name = money_family(one.split("/")[0]) == money_family(two.split("/")[0])
    return "vaguer" if same_name and one.count("/") == two.count("/") else None


def is_lira_in_pounds(one: str | None, two: str | None) -> bool:
    """Whether two currencies are the ليرة of Lebanon and Syria, a pound in English."""
    return one == "TRY" and two in _POUNDS


@rule(
    "unit-kilo",
    reads="a kilo, of weight or of way",
    must=(("وزنه 5 كيلو", "It weighs 5 kilograms"), ("حمل 7 كيلو", "He carried 7 kilograms")),
    leaves=("على بعد 5 كيلومترات", "5 kilograms"),
)
def _kilo(source: Quantity, target: Quantity) -> UnitVerdict | None:
    if {source.unit, target.unit} != {"kilometer", "kilogram"}:
        return None
    return "same" if source.text.endswith(_KILO) or target.text.endswith(_KILO) else None


@rule(
    "unit-pounds",
    reads="pounds of money or of weight",
    must=(("وزنه 20 رطلا", "a 20 pound load"), ("حمل 5 أرطال", "He took 5 pounds")),
    leaves=("حمل 5 أرطال", "He took 5 dollars"),
)
def _pounds(source: Quantity, target: Quantity) -> UnitVerdict | None:
    weight = {source.unit, target.unit} == {"GBP", "pound"} and (source.assumed or target.assumed)
    return "same" if weight else None


@rule(
    "unit-ounces",
    reads="the ounces and the ouguiyas of Mauritania, which are one word in Arabic",
    must=(
        ("غرمته ثلاثة ملايين أوقية", "It fined him three million ouguiyas"),
        ("دفع 500 أوقية", "He paid 500 ouguiyas"),
    ),
    leaves=("دفع 500 أوقية", "He paid 500 dollars"),
)
def _ounces(source: Quantity, target: Quantity) -> UnitVerdict | None:
    return "same" if {source.unit, target.unit} == {"ounce", "MRU"} else None


@rule(
    "unit-degrees",
    reads="degrees of which one text says the scale",
    must=(("45 درجة مئوية", "45 degrees"), ("45 درجة", "45 degrees Celsius")),
    leaves=("45 درجة مئوية", "45 degrees Fahrenheit"),
)
def _degrees(source: Quantity, target: Quantity) -> UnitVerdict | None:
    units = {source.unit, target.unit}
    return "vaguer" if "degree" in units and not units.isdisjoint(("celsius", "fahrenheit")) else None


@rule(
    "unit-of-time-name",
    reads="years and centuries that two texts name otherwise",
    must=(("القرن الثالث", "300 BC, the 3 BC"), ("عام 1445 هـ", "1445 years")),
    leaves=("القرن الثالث", "three months"),
)
def _time_name(source: Quantity, target: Quantity) -> UnitVerdict | None:
    if {source.unit, target.unit} in ({"bc", "century"}, {"year", "ah"}):
        return "same"
    row = source.unit in ("decade", "quarter", "half") and source.kind == "period" and target.kind != "period"
    return "same" if row and target.unit is not None else None


@rule(
    "unit-cups",
    reads="cups that were won",
    must=(("فازت بالكأس 3 مرات", "She has three cups"), ("للفريق 5 كؤوس", "They have 5 cups")),
    leaves=("حمل 5 أرطال", "He took 5 cups"),
)
def _cups(source: Quantity, target: Quantity) -> UnitVerdict | None:
    return "same" if {source.unit, target.unit} == {"cup", None} else None


@rule(
    "unit-charge",
    reads="the charge of a battery, which many give in units of current",
    must=(("بطارية سعة 5000 ملي أمبير", "a 5,000 mAh battery"), ("3000 ملي أمبير", "3,000 milliamp hours")),
    leaves=("بطارية سعة 5000 ملي أمبير ساعة", "a 5,000 mAh battery"),
)
def _charge(source: Quantity, target: Quantity) -> UnitVerdict | None:
    units = {source.unit, target.unit}
    if units == {"milliampere-per-hour", "milliampere-hour"}:
        return "same"  # مللي أمبير/ساعة
    return "vaguer" if units == {"milliampere", "milliampere-hour"} else None


UNITS: tuple[UnitRule, ...] = (
    _tens, _rate, _row, _metres, _age, _angle, _money_name, _kilo, _pounds, _ounces, _degrees, _time_name, _charge,
    _cups,
)  # fmt: skip


@rule(
    "cents",
    reads="cents and the sum they make",
    must=(("دفع 50 سنتا", "He paid $0.5"), ("خسر السهم 0.040 د.ك", "The share lost 40 fils")),
    leaves=("دفع 50 سنتا", "He paid $50"),
    kinds=("money",),
)
def _cents(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind == "money" and two.kind == "money" and one.unit and "/" in one.unit and two.unit:
            coins = coins_in(two.unit, one.unit)
            same = coins == FILS_IN_DINAR or money_family(one.unit[:3]) == money_family(two.unit[:3])
            same = same or two.unit in _SHARED_COINS.get(one.unit, ())
            same = same or (two.assumed and money_family(two.unit) in _COINS_OF_NAMES.get(one.unit, ()))
            high = None if two.high is None else two.high * coins
            if same and "/" not in two.unit and (one.value, one.high) == ((two.value or 0) * coins, high):
                return related("equal")
    return None


@rule(
    "converted",
    reads="a measure in another unit",
    must=(("طوله 10 كيلومترات", "It is 6.2 miles long"), ("استغرق ساعتين", "It took 120 minutes")),
    leaves=("طوله 10 كيلومترات", "It is 9 miles long"),
)
def _converted(source: Quantity, target: Quantity) -> Relation | None:
    if source.unit is None or target.unit is None or source.unit == target.unit:
        return None
    one, two = unit_of(source.unit), unit_of(target.unit)
    if one is None or two is None or one.dimension != two.dimension or source.value is None or target.value is None:
        return None
    if one.dimension == "temperature":
        celsius, fahrenheit = (source, target) if source.unit == "celsius" else (target, source)
        expected = (celsius.value or Fraction(0)) * Fraction(9, 5) + 32
        return related("converted") if abs(expected - (fahrenheit.value or 0)) <= _DEGREES_OFF else None
    ratio = unit_ratio(source.unit, target.unit)
    if ratio is None:
        return None
    expected = source.value * ratio
    off = abs(expected - target.value)
    if one.dimension == "time":
        return None if off else related("converted")
    hedged = "about" in (source.bound, target.bound)
    near = off <= abs(expected) * (_HEDGED_TOLERANCE if hedged else _TOLERANCE)
    return related("converted") if near else None


def is_exactly(source: Quantity, target: Quantity) -> bool:
    """Whether two measures in different units are the same to the last digit, or by custom: ربع ساعة, 15 minutes; a
    month and a half, six weeks."""
    if source.kind != "measure" or target.kind != "measure" or source.value is None:
        return False
    if _customary.apply(source, target) is not None:
        return True
    ratio = unit_ratio(source.unit or "", target.unit or "")
    return ratio is not None and source.value * ratio == target.value


@rule(
    "stopwatch-as-measure",
    reads="a time of a stopwatch and its seconds",
    must=(("سجل 1:24.61", "He took 84.61 seconds"), ("في ساعتين ودقيقتين و16 ثانية", "in 2:02:16")),
    leaves=("سجل 1:24.61", "He took 85 seconds"),
    kinds=("time", "measure"),
)
def _stopwatch(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind == "time" and two.kind == "measure" and one.value is not None and one.text[-1:].isdigit():
            ratio = unit_ratio("hour", two.unit or "")
            if ratio is not None and two.value in [time * ratio for time in _times(one)]:
                return related("converted")
    return None


def _times(clock: Quantity) -> list[Fraction]:
    """The hours that a time in digits may be: 2:02:16 with its seconds, 3:52 as minutes and seconds."""
    times = [clock.value or Fraction(0)]
    digits = _STOPWATCH.fullmatch(clock.text)
    if digits is not None:
        hours, minutes, seconds = digits.groups()
        times.append(times[0] + Fraction(seconds) / 3600 if seconds else Fraction(int(hours) * 60 + int(minutes), 3600))
    return times


@rule(
    "dotted-hours",
    reads="hours and minutes with a point beside those with a colon",
    must=(("الدوام 10.00 - 13.30", "Open 10:00-13:30"), ("يفتح 8.30 - 14.00", "It opens 8:30-14:00")),
    leaves=("الدوام 10.00 - 13.30", "Open 10:00-13:45"),
    kinds=("time", "cardinal"),
)
def _dotted_hours(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind == "time" and one.high is not None and two.kind == "cardinal" and two.unit is None:
            hours = [Fraction(int(hour)) + Fraction(int(minute), 60) for hour, minute in _DOTTED.findall(two.text)]
            if hours == [one.value, one.high]:
                return related("equal")
    return None


@rule(
    "half-year-as-months",
    reads="the first half or quarter of a year and its months",
    must=(("في الأشهر الستة الأولى", "in the first half"), ("في الربع الأول", "in three months")),
    leaves=("في النصف الأول", "in three months"),
    kinds=("period",),
)
def _months(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind == "period" and two.unit == "month" and two.value == _MONTHS.get(one.unit or ""):
            return related("converted")
    return None


@rule(
    "decades-as-years",
    reads="a length of decades, centuries or millennia and its years",
    must=(("مسيرة امتدت ستة عقود", "a career of 60 years"), ("منذ خمسة آلاف عام", "five millennia ago")),
    leaves=("مسيرة امتدت ستة عقود", "a career of 6 years"),
    kinds=("measure",),
)
def _decades(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        years = _YEARS.get(one.unit or "")
        if years and one.kind == two.kind == "measure" and two.unit == "year" and one.value:
            return related("equal") if two.value == years * one.value and one.high is None else None
    return None


@rule(
    "months-as-weeks",
    reads="months as their customary weeks or days, and a fortnight as fifteen days",
    must=(("بعد شهر ونصف الشهر", "after six weeks"), ("خلال 15 يوما", "within two weeks")),
    leaves=("بعد شهر ونصف الشهر", "after five weeks"),
    kinds=("measure",),
)
def _customary(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.value is None or two.value is None or one.high is not None or two.high is not None:
            return None
        least, most = _CUSTOMARY.get((one.unit or "", two.unit or ""), (0, 0))
        if least and one.kind == two.kind == "measure":
            near = least * one.value <= two.value <= most * one.value
            return related("converted") if near and one.value <= _FEW_MONTHS else None
    return None


STOPWATCHES: tuple[RelationRule, ...] = (_stopwatch,)
"""Where the values are the same, and the kinds are not."""
EQUAL_IN_MONEY: tuple[RelationRule, ...] = (_cents,)
CONVERSIONS: tuple[RelationRule, ...] = (_decades, _customary, _converted, _stopwatch, _dotted_hours, _months)
