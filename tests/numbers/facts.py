"""Quantities to be written in both languages, and hypothesis strategies that draw them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from pipeline.numbers import format_value
from tests.numbers.writing import (
    Choose,
    arabic_ordinal,
    arabic_words,
    countable_in_arabic,
    digits,
    english_ordinal,
    number,
    with_suffix,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """What a sentence states; fields as in `Quantity`."""

    kind: str
    value: Fraction
    high: Fraction | None = None
    unit: str | None = None
    bound: str = "exact"


@dataclass(frozen=True, slots=True)
class Noun:
    """A unit: singular, accusative and plural in Arabic, its gender there, and its English names."""

    singular: str
    accusative: str
    plural: str
    english: tuple[str, ...]
    feminine: bool = False
    sign: str = ""


MONEY = {
    "USD": Noun("دولار", "دولارا", "دولارات", ("dollars", "U.S. dollars", "USD"), sign="$"),
    "EUR": Noun("يورو", "يورو", "يورو", ("euros", "EUR"), sign="€"),
    "GBP": Noun("جنيه إسترليني", "جنيها إسترلينيا", "جنيهات إسترلينية", ("pounds", "GBP"), sign="£"),
    "EGP": Noun("جنيه مصري", "جنيها مصريا", "جنيهات مصرية", ("Egyptian pounds", "EGP")),
    "SAR": Noun("ريال سعودي", "ريالا سعوديا", "ريالات سعودية", ("Saudi riyals", "SAR")),
    "AED": Noun("درهم", "درهما", "دراهم", ("dirhams", "AED")),
    "KWD": Noun("دينار كويتي", "دينارا كويتيا", "دنانير كويتية", ("Kuwaiti dinars", "KWD")),
    "CAD": Noun("دولار كندي", "دولارا كنديا", "دولارات كندية", ("Canadian dollars", "CAD")),
}
MEASURES = {
    "kilometer": Noun("كيلومتر", "كيلومترا", "كيلومترات", ("kilometers", "kilometres", "km")),
    "meter": Noun("متر", "مترا", "أمتار", ("meters", "metres")),
    "square-kilometer": Noun("كيلومتر مربع", "كيلومترا مربعا", "كيلومترات مربعة", ("square kilometers", "km²")),
    "kilogram": Noun("كيلوغرام", "كيلوغراما", "كيلوغرامات", ("kilograms", "kg")),
    "liter": Noun("لتر", "لترا", "لترات", ("liters", "litres")),
    "hectare": Noun("هكتار", "هكتارا", "هكتارات", ("hectares",)),
    "hour": Noun("ساعة", "ساعة", "ساعات", ("hours",), feminine=True),
    "minute": Noun("دقيقة", "دقيقة", "دقائق", ("minutes",), feminine=True),
}
PERCENT = {
    "%": (["%", "٪", " %", " في المئة", " في المائة", " بالمئة", " بالمائة"], ["%", " percent", " per cent"]),
    "pp": ([" نقطة مئوية"], [" percentage points"]),
}
FRACTIONS = {
    "1/2": ("نصف", "half of"), "1/3": ("ثلث", "a third of"), "2/3": ("ثلثي", "two-thirds of"),
    "1/4": ("ربع", "a quarter of"), "3/4": ("ثلاثة أرباع", "three-quarters of"), "1/5": ("خمس", "one-fifth of"),
    "2/5": ("خمسي", "two-fifths of"), "3/5": ("ثلاثة أخماس", "three-fifths of"),
    "4/5": ("أربعة أخماس", "four-fifths of"), "1/6": ("سدس", "one-sixth of"),
    "3/8": ("ثلاثة أثمان", "three-eighths of"), "7/10": ("سبعة أعشار", "seven-tenths of"),
}  # fmt: skip
MONTHS = [
    (["يناير", "كانون الثاني"], "January"), (["فبراير", "شباط"], "February"), (["مارس", "آذار"], "March"),
    (["أبريل", "نيسان"], "April"), (["مايو", "أيار"], "May"), (["يونيو", "حزيران"], "June"),
    (["يوليو", "تموز"], "July"), (["أغسطس", "آب"], "August"), (["سبتمبر", "أيلول"], "September"),
    (["أكتوبر", "تشرين الأول"], "October"), (["نوفمبر", "تشرين الثاني"], "November"),
    (["ديسمبر", "كانون الأول"], "December"),
]  # fmt: skip
BOUNDS = {
    "about": (["حوالي", "نحو", "قرابة", "ما يقارب", "زهاء"], ["about", "around", "nearly", "roughly", "some"]),
    "more_than": (["أكثر من", "ما يزيد على", "ما يزيد عن", "ما يفوق"], ["more than", "over", "in excess of"]),
    "at_least": (["ما لا يقل عن"], ["at least", "no less than", "no fewer than"]),
    "less_than": (["أقل من", "ما يقل عن"], ["less than", "fewer than", "under"]),
    "at_most": (["ما لا يزيد على", "ما لا يزيد عن", "ما يصل إلى"], ["at most", "no more than", "up to"]),
}
AFTER = {
    "about": (["تقريبا"], ["or so"]),
    "at_least": (["على الأقل", "أو أكثر"], ["or more", "at least"]),
    "at_most": (["على الأكثر", "كحد أقصى", "أو أقل"], ["or less", "at most"]),
}
"""Comparators that follow their number."""
FLIPPED = {"more_than": "less_than", "less_than": "more_than", "at_least": "at_most", "at_most": "at_least"}

_small = st.integers(3, 999).map(Fraction)
_decimal = st.integers(31, 99_999).map(lambda n: Fraction(n, 100)).filter(lambda value: value.denominator > 1)
_large = st.one_of(
    st.integers(1_000, 10**7).map(Fraction),
    st.integers(10**7, 10**13).map(Fraction),
    st.builds(lambda n, m: Fraction(n, 10) * m, st.integers(31, 9999), st.sampled_from([10**3, 10**6, 10**9])),
)
counts = st.one_of(_small, _large)
_bounds = st.sampled_from(["exact", "exact", *BOUNDS])


def _money_and_measures() -> st.SearchStrategy[Fact]:
    amounts = st.one_of(counts, _decimal)
    return st.one_of(
        st.builds(Fact, st.just("money"), amounts, st.none(), st.sampled_from(sorted(MONEY)), _bounds),
        st.builds(Fact, st.just("measure"), amounts, st.none(), st.sampled_from(sorted(MEASURES)), _bounds),
    )


percents = st.builds(
    Fact, st.just("percent"), st.one_of(_small, _decimal), st.none(), st.sampled_from(sorted(PERCENT)), _bounds
)
bounded = st.one_of(
    st.builds(Fact, st.just("cardinal"), counts, st.none(), st.none(), _bounds), percents, _money_and_measures()
)
ordinals = st.builds(Fact, st.just("ordinal"), st.integers(2, 199).map(Fraction))
fractions = st.builds(Fact, st.just("fraction"), st.sampled_from(sorted(FRACTIONS)).map(Fraction))
years = st.one_of(
    st.builds(Fact, st.just("year"), st.integers(1000, 2199).map(Fraction)),
    st.builds(Fact, st.just("year"), st.integers(100, 999).map(Fraction), st.none(), st.just("bc")),
)


@st.composite
def dates(draw: st.DrawFn) -> Fact:
    month, day = draw(st.integers(1, 12)), draw(st.integers(1, 28))
    return Fact("date", Fraction(day), unit=f"--{month:02}-{day:02}")


@st.composite
def ranges(draw: st.DrawFn) -> Fact:
    """Both ends are small, or share one magnitude."""
    low = draw(st.integers(3, 400))
    high = draw(st.integers(low + 1, 900))
    fact = draw(
        st.one_of(
            st.just(Fact("cardinal", Fraction(0))),
            st.just(Fact("percent", Fraction(0), unit="%")),
            st.sampled_from(sorted(MONEY)).map(lambda unit: Fact("money", Fraction(0), unit=unit)),
            st.sampled_from(sorted(MEASURES)).map(lambda unit: Fact("measure", Fraction(0), unit=unit)),
        )
    )
    scale = draw(st.sampled_from([1, 10**6])) if fact.kind in ("cardinal", "money") else 1
    return replace(fact, value=Fraction(low * scale), high=Fraction(high * scale))


facts = st.one_of(bounded, bounded, ordinals, fractions, years, dates(), ranges())


def chooser(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Choose:
    return lambda options: draw(st.sampled_from(list(options)))


def write(fact: Fact, choose: Choose, *, lang: str) -> str:
    """A clause that states `fact` and nothing else, in a carrier without numbers."""
    arabic = lang == "ar"
    if fact.kind == "ordinal":
        feminine = choose([True, False])
        if arabic:
            place = "المرتبة" if feminine else "المركز"
            return f"حل الفريق في {place} {arabic_ordinal(int(fact.value), choose, feminine=feminine)}"
        return f"the team took {english_ordinal(int(fact.value), choose)} place"
    if fact.kind == "fraction":
        names = FRACTIONS[str(fact.value)]
        return f"شملت الحملة {names[0]} السكان" if arabic else f"the campaign reached {names[1]} the residents"
    if fact.kind == "year":
        return _year(fact, choose, arabic=arabic)
    if fact.kind == "date":
        return _date(fact, choose, arabic=arabic)
    amount = _range(fact, choose, lang=lang) if fact.high is not None else _amount(fact, choose, lang=lang)
    amount = _bounded(fact, amount, choose, arabic=arabic)
    if arabic:
        if fact.bound == "exact" and fact.high is None and choose([False, False, True]):
            return f"قدرت الهيئة ذلك ب{'ـ' if amount[0].isdigit() else ''}{amount} من دون تفاصيل"
        return f"{choose(['سجلت الهيئة', 'قالت الصحيفة إن البلدية أحصت', 'شمل التقرير'])} {amount} من دون تفاصيل"
    return f"{choose(['the agency recorded', 'according to the paper, the city counted'])} {amount} without details"


def _bounded(fact: Fact, amount: str, choose: Choose, *, arabic: bool) -> str:
    """The amount with its comparator before or after it."""
    if fact.bound == "exact":
        return amount
    after = AFTER.get(fact.bound)
    if after is not None and choose([False, False, True]):
        return f"{amount} {choose(after[0 if arabic else 1])}"
    return f"{choose(BOUNDS[fact.bound][0 if arabic else 1])} {amount}"


def _amount(fact: Fact, choose: Choose, *, lang: str) -> str:
    if fact.kind == "cardinal":
        suffixed = with_suffix(fact.value, choose) if lang == "en" else None
        return choose([number(fact.value, choose, lang=lang), *([suffixed] if suffixed else [])])
    if fact.kind == "percent":
        signs = PERCENT[fact.unit or ""][lang == "en"]
        sign = choose(signs)
        if sign.startswith(" ") and sign != " %":
            return number(fact.value, choose, lang=lang, feminine=True) + sign
        return digits(fact.value, choose, lang=lang, grouped=False) + sign
    noun = (MONEY if fact.kind == "money" else MEASURES)[fact.unit or ""]
    if lang == "en":
        if noun.sign and choose([True, False]):
            suffixed = with_suffix(fact.value, choose)
            return noun.sign + choose([digits(fact.value, choose, lang="en"), *([suffixed] if suffixed else [])])
        return f"{number(fact.value, choose, lang='en')} {choose(noun.english)}"
    return _counted(fact.value, noun, choose)


def _counted(value: Fraction, noun: Noun, choose: Choose) -> str:
    """A number and its noun in Arabic agreement: plural after 3 to 10, accusative after 11 to 99, else singular."""
    text = number(value, choose, lang="ar", feminine=noun.feminine, construct=True)
    rest = value % 100
    spelled_out = text[-1].isdigit() or value < 1000 or not text.endswith(("ف", "ن", "ر", "ين", "ات"))
    if value.denominator == 1 and spelled_out and 3 <= rest <= 10:
        return f"{text} {noun.plural}"
    if value.denominator == 1 and spelled_out and rest > 10:
        return f"{text} {noun.accusative}"
    return f"{text} {noun.singular}"


def _range(fact: Fact, choose: Choose, *, lang: str) -> str:
    """Both ends and the unit they share; the magnitude is said once, after the second end."""
    scale = 10**6 if fact.value >= 10**6 else 1
    high = fact.high or fact.value
    ends = [digits(end / scale, choose, lang=lang, grouped=False) for end in (fact.value, high)]
    unit = fact.unit or ""
    if lang == "ar":
        joined = choose([f"بين {ends[0]} و{ends[1]}", f"من {ends[0]} إلى {ends[1]}", f"{ends[0]}-{ends[1]}"])
        few = 3 <= high / scale % 100 <= 10
        tail = (" ملايين" if few else " مليون") if scale > 1 else ""
        if fact.kind == "percent":
            return joined + choose(PERCENT[unit][0])
        if fact.kind == "cardinal":
            return joined + tail
        noun = (MONEY if fact.kind == "money" else MEASURES)[unit]
        return f"{joined}{tail} {noun.singular if tail or not few else noun.plural}"
    joined = choose([f"between {ends[0]} and {ends[1]}", f"from {ends[0]} to {ends[1]}", f"{ends[0]}–{ends[1]}"])
    tail = " million" if scale > 1 else ""
    if fact.kind == "percent":
        return joined + choose(PERCENT[unit][1])
    if fact.kind == "cardinal":
        return joined + tail
    return f"{joined}{tail} {choose((MONEY if fact.kind == 'money' else MEASURES)[unit].english)}"


def _year(fact: Fact, choose: Choose, *, arabic: bool) -> str:
    value = int(fact.value)
    if not arabic:
        return f"the town was founded in {value}{choose([' BC', ' BCE', ' B.C.']) if fact.unit else ''}"
    spelled = [digits(fact.value, choose, lang="ar", grouped=False)]
    if countable_in_arabic(value):
        spelled.append(arabic_words(value, choose, feminine=False))
    era = choose([" قبل الميلاد", " ق.م"]) if fact.unit else ""
    return f"تأسست البلدة {choose(['عام', 'سنة', 'في عام'])} {choose(spelled)}{era}"


def _date(fact: Fact, choose: Choose, *, arabic: bool) -> str:
    names, english = MONTHS[int((fact.unit or "")[2:4]) - 1]
    day = format_value(fact.value)
    if arabic:
        written = digits(fact.value, choose, lang="ar", grouped=False)
        return f"يبدأ المعرض في {written} {choose(['', 'من '])}{choose(names)}"
    ordinal = english_ordinal(int(fact.value), lambda options: options[0])
    return f"the fair opens on {choose([f'{day} {english}', f'{english} {day}', f'the {ordinal} of {english}'])}"
