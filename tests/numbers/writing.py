"""Spells numbers in Arabic and English, as newspapers do: the inverse of the number engine, written apart from it.

Every function takes `choose`, which picks one of several spellings, so that a property test can draw them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, TypeVar

from pipeline.numbers import format_value

T = TypeVar("T")


class Choose(Protocol):
    """Picks one of the options; hypothesis draws it in the tests."""

    def __call__(self, options: Sequence[T], /) -> T: ...


# Arabic counting words: with ta marbuta before masculine nouns, without before feminine ones.
_UNITS_MASCULINE = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_UNITS_FEMININE = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
_TENS = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
_HUNDREDS = ["", "", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
# (value, singular, accusative, plural, dual nominative, dual genitive, dual construct)
_MAGNITUDES = [
    (10**12, "تريليون", "تريليونا", "تريليونات", "تريليونان", "تريليونين", "تريليوني"),
    (10**9, "مليار", "مليارا", "مليارات", "ملياران", "مليارين", "ملياري"),
    (10**6, "مليون", "مليونا", "ملايين", "مليونان", "مليونين", "مليوني"),
    (10**3, "ألف", "ألفا", "آلاف", "ألفان", "ألفين", "ألفي"),
]
_ORDINALS = ["", "أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"]
_ENGLISH_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ENGLISH_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ENGLISH_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_ENGLISH_MAGNITUDES = [(10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand")]
_DIGITS = {"western": "0123456789", "indic": "٠١٢٣٤٥٦٧٨٩", "extended": "۰۱۲۳۴۵۶۷۸۹"}


def countable_in_arabic(number: int) -> bool:
    """Whether print writes the number in words: nobody counts "a hundred and two thousands" or "101 million" so."""
    if number < 3:
        return False
    groups = []
    while number:
        number, group = divmod(number, 1000)
        groups.append(group)
    return all(group in (0, 1, 2) or group % 100 not in (1, 2) for group in groups)


def arabic_words(number: int, choose: Choose, *, feminine: bool = False, construct: bool = False) -> str:
    """`number` (`countable_in_arabic`) in Arabic words.

    `feminine` is the gender of what is counted, `construct` True where its noun follows without من.
    """
    genitive = choose([True, False])
    groups = []
    for value, singular, accusative, plural, *duals in _MAGNITUDES:
        count, number = divmod(number, value)
        last = construct and not number
        if count == 1:
            groups.append(singular)
        elif count == 2:
            groups.append(duals[2] if last else duals[genitive])
        elif count:
            rest = count % 100
            form = plural if 3 <= rest <= 10 else singular if rest == 0 or last else choose([accusative, singular])
            words = _arabic_below_thousand(count, choose, feminine=False, genitive=genitive, construct=rest == 0)
            groups.append(f"{words} {form}")
    if number:
        groups.append(_arabic_below_thousand(number, choose, feminine=feminine, genitive=genitive, construct=construct))
    return choose([" و", " و "]).join(groups)


def _arabic_below_thousand(
    number: int, choose: Choose, *, feminine: bool, genitive: bool, construct: bool = False
) -> str:
    hundreds, rest = divmod(number, 100)
    parts = []
    hundred = choose(["مئة", "مائة"])
    if hundreds == 1:
        parts.append(hundred)
    elif hundreds == 2:
        stem = hundred[:-1]
        parts.append(
            stem + (("تي" if genitive else "تا") if construct and not rest else ("تين" if genitive else "تان"))
        )
    elif hundreds:
        parts.append(_HUNDREDS[hundreds] + choose(["", " "] if hundreds != 8 else [""]) + hundred)
    if rest:
        parts.append(_arabic_below_hundred(rest, feminine=feminine, genitive=genitive))
    return " و".join(parts)


def _arabic_below_hundred(number: int, *, feminine: bool, genitive: bool) -> str:
    units = _UNITS_FEMININE if feminine else _UNITS_MASCULINE
    if number == 2 and genitive:
        return "اثنتين" if feminine else "اثنين"
    if number <= 10:
        return units[number]
    tens, unit = divmod(number, 10)
    if number < 20:
        ten = "عشرة" if feminine else "عشر"
        if unit == 1:
            return ("إحدى " if feminine else "أحد ") + ten
        if unit == 2:
            return ("اثنت" if feminine else "اثن") + ("ي " if genitive else "ا ") + ten
        return f"{units[unit]} {ten}"
    word = _TENS[tens] + ("ين" if genitive else "ون")
    if unit == 0:
        return word
    return f"{_arabic_below_hundred(unit, feminine=feminine, genitive=genitive)} و{word}"


def arabic_ordinal(number: int, choose: Choose, *, feminine: bool) -> str:
    """The definite ordinal of 1 to 199, such as الخامسة والعشرين."""
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    ending = "ة" if feminine else ""
    stem = ("الحادية" if feminine else "الحادي") if unit == 1 and tens else "ال" + _ORDINALS[unit] + ending
    if stem == "الأولة":
        stem = "الأولى"
    if rest <= 10:
        below = ("الأولى" if feminine else "الأول") if rest == 1 else "ال" + _ORDINALS[rest] + ending if rest else ""
    elif rest < 20:
        below = f"{stem} {'عشرة' if feminine else 'عشر'}"
    else:
        ten = "ال" + _TENS[tens] + choose(["ون", "ين"])
        below = f"{stem} و{ten}" if unit else ten
    if not hundreds:
        return below
    return f"{choose(['المئة', 'المائة'])} و{below}" if below else "المئة"


def english_words(number: int, choose: Choose) -> str:
    """`number` in English words, British or American, hyphenated or not."""
    conjunction = choose([" and ", " "])
    hyphen = choose(["-", " "])
    if number == 0:
        return "zero"
    groups = []
    for value, name in _ENGLISH_MAGNITUDES:
        count, number = divmod(number, value)
        if count:
            groups.append(f"{_english_below_thousand(count, conjunction, hyphen)} {name}")
    if number:
        below = _english_below_thousand(number, conjunction, hyphen)
        groups.append(f"and {below}" if groups and number < 100 else below)
    return " ".join(groups)


def _english_below_thousand(number: int, conjunction: str, hyphen: str) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_ENGLISH_UNITS[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, unit = divmod(rest, 10)
        low = (
            _ENGLISH_UNITS[rest] if rest < 20 else _ENGLISH_TENS[tens] + (hyphen + _ENGLISH_UNITS[unit] if unit else "")
        )
        parts.append(low)
    return conjunction.join(parts)


def english_ordinal(number: int, choose: Choose) -> str:
    """The ordinal of 1 to 199, in words or digits."""
    rest = number % 100
    if choose([True, False]):
        ending = "th" if 11 <= rest <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(rest % 10, "th")
        return f"{number}{ending}"
    tens, unit = divmod(rest, 10)
    if rest < 20:
        below = _ENGLISH_ORDINALS[rest]
    else:
        below = f"{_ENGLISH_TENS[tens]}-{_ENGLISH_ORDINALS[unit]}" if unit else _ENGLISH_TENS[tens][:-1] + "ieth"
    if number < 100:
        return below
    return f"one hundred and {below}" if rest else "hundredth"


def digits(value: Fraction, choose: Choose, *, lang: str, grouped: bool | None = None) -> str:
    """A finite decimal in digits: three scripts and their separators in Arabic, one in English.

    `grouped` None draws whether thousands are separated.
    """
    script = choose(["western", "western", "indic", "extended"]) if lang == "ar" else "western"
    western = script == "western"
    separators = [",", "\u00a0", "\u202f"] if western else ["٬"]
    mark = "." if western else "٫"
    whole, _, decimals = format_value(value).partition(".")
    sign = "-" if whole.startswith("-") else ""
    whole = whole.removeprefix("-")
    if choose([True, False]) if grouped is None else grouped:
        whole = _group(whole, choose(separators))
    text = whole + (mark + decimals if decimals else "")
    return sign + text.translate(str.maketrans("0123456789", _DIGITS[script]))


def _group(whole: str, separator: str) -> str:
    head = len(whole) % 3 or 3
    return separator.join([whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))])


def with_magnitude(value: Fraction, choose: Choose, *, lang: str) -> str | None:
    """ "12.5 مليون", "3 آلاف", "12.5 million": digits and one magnitude; None where that is not exact and short."""
    magnitudes = [(row[0], row[1], row[3]) for row in _MAGNITUDES] if lang == "ar" else _english_rows()
    fitting = [row for row in magnitudes if row[0] <= value and (value / row[0] * 100).denominator == 1]
    if not fitting:
        return None
    size, singular, plural = choose(fitting)
    count = value / size
    if count >= 1000 or (lang == "ar" and count <= 2):
        return None
    few = count.denominator == 1 and 3 <= count % 100 <= 10
    return f"{digits(count, choose, lang=lang, grouped=False)} {plural if few else singular}"


def _english_rows() -> list[tuple[int, str, str]]:
    return [(value, name, name) for value, name in _ENGLISH_MAGNITUDES]


def with_suffix(value: Fraction, choose: Choose) -> str | None:
    """ "25k", "3.4bn": digits and a suffix; None where that is not exact and short."""
    suffixes = [(10**12, ["tn"]), (10**9, ["bn", "B"]), (10**6, ["m", "M", "mn"]), (10**3, ["k", "K"])]
    fitting = [row for row in suffixes if row[0] <= value < row[0] * 1000 and (value / row[0] * 10).denominator == 1]
    if not fitting:
        return None
    size, names = choose(fitting)
    return digits(value / size, choose, lang="en", grouped=False) + choose(names)


def number(value: Fraction, choose: Choose, *, lang: str, feminine: bool = False, construct: bool = False) -> str:
    """Any spelling of a positive number. A four-digit one is grouped, as it would otherwise be read as a year."""
    year = value.denominator == 1 and 1000 <= value <= 2199
    options = [digits(value, choose, lang=lang, grouped=True if year else None)]
    mixed = with_magnitude(value, choose, lang=lang)
    if mixed is not None:
        options.append(mixed)
    if value.denominator == 1:
        if lang == "en":
            options.append(english_words(int(value), choose))
        elif countable_in_arabic(int(value)):
            options.append(arabic_words(int(value), choose, feminine=feminine, construct=construct))
    return choose(options)
