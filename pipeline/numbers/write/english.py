"""The one English writer: numbers, units, dates and periods as words for readers.

`newspaper_form` writes a quantity as a newspaper prints it, for what goes into a translation or a prompt; `describe`
says exactly what was read, for explanations ("USD 1.2 billion", "4th"). Both share everything that is not style.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from pipeline.numbers.quantity import Kind, Quantity, format_value

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""Their names in English, January first."""
BOUNDS = {
    "exact": "", "about": "about ", "more_than": "more than ", "at_least": "at least ",
    "less_than": "less than ", "at_most": "at most ",
}  # fmt: skip
"""What stands before a number for each bound."""
_FIRST_HIJRI = 13
"""What a date's unit calls Muharram."""
_HIJRI_MONTHS = (
    "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Awwal", "Jumada al-Thani",
    "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qadah", "Dhu al-Hijjah",
)  # fmt: skip
_MAGNITUDES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_VAGUE = {
    10: "tens", 12: "dozens", 100: "hundreds", 1000: "thousands", 10**4: "tens of thousands",
    10**5: "hundreds of thousands", 10**6: "millions", 10**9: "billions", 10**12: "trillions",
}  # fmt: skip
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_PARTS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth"}
_MULTIPLES = {2: "twice", 3: "threefold", 4: "fourfold", 5: "fivefold"}
_BROKEN = {Fraction(1, 2): "half", Fraction(1, 4): "a quarter of", Fraction(3, 4): "three quarters of"}
_VOWEL_UNITS = ("hour", "ounce", "inch", "acre")
_FINALS = {Fraction(1, 2): "semi-final", Fraction(1, 4): "quarter-final"}
_LARGEST_DENOMINATOR = 12
"""Fractions up to twelfths are said as such: 1/5, not 0.2."""
_PARTS_OF_MONEY = {100: "hundredths", 1000: "thousandths"}
_UNIT_NAMES = {
    "%": "percent", "pp": "percentage points", "celsius": "degrees Celsius", "fahrenheit": "degrees Fahrenheit",
    "permillion": "parts per million", "perbillion": "parts per billion", "millimeter-ofhg": "millimeters of mercury",
}  # fmt: skip
_PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries"}
_NO_PLURAL = ("hertz", "final", "lux")
_DATE = re.compile(r"(?:(\d{4})|-)-(\d\d)-(\d\d)")


def number(value: Fraction) -> str:
    """12500000 as "12.5 million", 4700 as "4,700", one third as "1/3"; what no short decimal gives is written out."""
    for size, name in _MAGNITUDES:
        if abs(value) >= size and (value * 1000 / size).denominator == 1:
            return f"{format_value(value / size)} {name}"
    if value.denominator == 1 and abs(value) >= 1000:
        return f"{value.numerator:,}"
    return format_value(value)


def ordinal(value: Fraction) -> str:
    """ "1st", "22nd", "113th"."""
    text = format_value(value)
    ending = "th" if text[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
    return text + ending


def clock(value: Fraction) -> str:
    """Hours after midnight as "14:30"; with seconds as a stopwatch shows them."""
    minutes = int(value * 60)
    if minutes != value * 60:
        return f"{minutes}:{format_value(value * 3600 - minutes * 60).zfill(2)}"
    return f"{minutes // 60}:{minutes % 60:02}"


def unit_name(quantity: Quantity, *, plural: bool = False) -> str:
    """The unit for readers; "no unit" where there is none."""
    if quantity.unit is None:
        return "no unit"
    money, coin, parts = quantity.unit.partition("/")
    if coin:
        return f"{_PARTS_OF_MONEY[int(parts)]} of {money}"
    name = _UNIT_NAMES.get(quantity.unit, quantity.unit.replace("-", " "))
    return _plural(name) if plural else name


def _plural(unit: str) -> str:
    """The plural of a unit's name: "miles per hour", "feet", "centuries"; names of scales have none."""
    noun, per, rest = unit.partition(" per ")
    if noun.isupper() or noun.endswith(_NO_PLURAL) or unit in _UNIT_NAMES.values():
        return unit
    head, space, last = noun.rpartition(" ")
    return head + space + _PLURALS.get(last, last + "s") + per + rest


def plural_of(noun: str) -> str:
    """The regular plural of a noun, or of a term that ends with one: accounts, taxes, countries."""
    if noun.endswith("y") and noun[-2:-1].casefold() not in "aeiou":
        return f"{noun[:-1]}ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


# What follows says exactly what was read.


def describe(quantity: Quantity) -> str:
    """A quantity in plain English: "about 12.5 million", "25%", "USD 400 million", "Q3", "May 5"."""
    if quantity.value is None:
        return quantity.text
    if quantity.soft and quantity.bound == "about" and (vague := _VAGUE.get(int(quantity.value))) is not None:
        return f"{vague} of {unit_name(quantity, plural=True)}" if quantity.unit else vague
    write = _DESCRIBED.get(quantity.kind, _described_count)
    return BOUNDS[quantity.bound] + write(quantity, quantity.value)


def _described_date(quantity: Quantity, __: Fraction) -> str:
    """ "May", "May 5", "May 5–10"; as written where the calendar is the Islamic one."""
    first, _, last = (quantity.unit or "").partition("/")
    parts = [int(part) for part in first[2:].split("-")]
    if not 1 <= parts[0] <= len(MONTHS):
        return quantity.text
    days = "".join(f" {day}" for day in parts[1:]) + (f"–{int(last.rpartition('-')[2])}" if last else "")
    return MONTHS[parts[0] - 1] + days


def _described_row(quantity: Quantity, value: Fraction) -> str:
    """Years and scores: two numbers as they stand."""
    said = format_value(value) + (f"–{format_value(quantity.high)}" if quantity.high is not None else "")
    return said + (f" {quantity.unit.upper()}" if quantity.unit else "")


def _described_period(quantity: Quantity, value: Fraction) -> str:
    if quantity.unit == "decade":
        return " or ".join(f"the {format_value(one)}s" for one in (value, *quantity.read_as("tens")))
    if quantity.unit == "quarter":
        return f"Q{format_value(value)}"
    era = " BC" if quantity.unit == "century-bc" else ""
    return f"{ordinal(value)} {unit_name(quantity).removesuffix(' bc')}{era}"


def _described_fraction(quantity: Quantity, value: Fraction) -> str:
    if quantity.unit == "final" and value in _FINALS:
        return _FINALS[value]
    if 1 < value.denominator <= _LARGEST_DENOMINATOR and value < 1:
        return f"{value.numerator}/{value.denominator}" + (f" of a {unit_name(quantity)}" if quantity.unit else "")
    return _described_count(quantity, value)


def _described_money(quantity: Quantity, value: Fraction) -> str:
    unit, coin, parts = (quantity.unit or "").partition("/")
    return f"{unit} {_ends(quantity, value, parts=int(parts) if coin else 1)}"


def _described_count(quantity: Quantity, value: Fraction) -> str:
    said = _ends(quantity, value)
    if not quantity.unit:
        return said
    return f"{said} {unit_name(quantity, plural=value != 1 or quantity.high is not None)}"


def _ends(quantity: Quantity, value: Fraction, *, parts: int = 1) -> str:
    high = quantity.high
    return number(value / parts) + (f"–{number(high / parts)}" if high is not None and high != value else "")


_DESCRIBED: dict[Kind, Callable[[Quantity, Fraction], str]] = {
    "date": _described_date,
    "year": _described_row,
    "score": _described_row,
    "time": lambda _, value: clock(value),
    "ordinal": lambda _, value: ordinal(value),
    "period": _described_period,
    "fraction": _described_fraction,
    "percent": lambda one, value: _ends(one, value) + ("%" if one.unit == "%" else " percentage points"),
    "money": _described_money,
    "multiple": lambda one, value: f"{_ends(one, value)} times",
}


# What follows writes as a newspaper does; None where no such form is known.


def newspaper_form(quantity: Quantity) -> str | None:
    """ "$342.5 million", "25%", "third quarter", "seven"; without its comparator."""
    if quantity.value is None:
        return None
    table = _PRINTED if quantity.high is None or quantity.kind == "score" else _PRINTED_RANGES
    write = table.get(quantity.kind)
    return None if write is None else write(quantity, quantity.value)


def _printed_score(quantity: Quantity, value: Fraction) -> str | None:
    return None if quantity.high is None else f"{format_value(value)}-{format_value(quantity.high)}"


def _printed_money(quantity: Quantity, value: Fraction) -> str | None:
    unit = quantity.unit
    if unit is None:
        return None
    if unit in _SIGNS:
        return f"{_SIGNS[unit]}{number(value)}"
    names = [_currency(unit, plural=plural) for plural in (False, True)]
    # A bare "dirham" stays bare: which country's it is, the source does not say.
    one, many = (name and (name.split()[-1] if quantity.assumed else name) for name in names)
    return _counted(value, one, many) if one and many else None


def _currency(unit: str, *, plural: bool) -> str | None:
    from babel.core import UnknownLocaleError
    from babel.numbers import UnknownCurrencyError, get_currency_name

    try:
        name = get_currency_name(unit, count=2 if plural else 1, locale="en")
    except (UnknownCurrencyError, UnknownLocaleError):
        return None
    return None if name == unit else name


def _printed_percent(quantity: Quantity, value: Fraction) -> str | None:
    return f"{number(value)}%" if quantity.unit == "%" else _counted(value, "percentage point", "percentage points")


def _printed_measure(quantity: Quantity, value: Fraction) -> str | None:
    return None if quantity.unit is None else _counted(value, unit_name(quantity), unit_name(quantity, plural=True))


def _counted(value: Fraction, one: str, many: str) -> str:
    """ "5 hours", "half an hour", "two and a half hours": a newspaper has no 0.25 hours."""
    if value in _BROKEN:
        return f"{_BROKEN[value]} {'an' if one.startswith(_VOWEL_UNITS) else 'a'} {one}"
    if value.denominator == 2 and 1 < value < 10:
        return f"{_WORDS[int(value)]} and a half {many}"
    return f"{number(value)} {one if value == 1 else many}"


def _printed_cardinal(_: Quantity, value: Fraction) -> str | None:
    return _WORDS[int(value)] if value in range(1, 10) else number(value)


def _printed_ordinal(_: Quantity, value: Fraction) -> str | None:
    if value.denominator != 1 or value < 1:
        return None
    return _ORDINALS[int(value)] if value < len(_ORDINALS) else ordinal(value)


def _printed_fraction(_: Quantity, value: Fraction) -> str | None:
    name = _PARTS.get(value.denominator)
    if name is None or not 0 < value.numerator < 10:
        return None
    if value.numerator == 1:
        return name if name == "half" else f"a {name}"
    return f"{_WORDS[value.numerator]} {name}s"


def _printed_period(quantity: Quantity, value: Fraction) -> str | None:
    if quantity.unit == "decade":
        return f"{format_value(value)}s"
    name = _printed_ordinal(quantity, value)
    return f"{name} {quantity.unit}" if name and quantity.unit in ("quarter", "half", "century", "millennium") else None


def _printed_year(quantity: Quantity, value: Fraction) -> str | None:
    return {None: format_value(value), "bc": f"{format_value(value)} BC"}.get(quantity.unit)


def _printed_date(quantity: Quantity, _: Fraction) -> str | None:
    match = _DATE.fullmatch(quantity.unit or "")
    if match is None:
        return None
    month, day = int(match[2]), int(match[3])
    if 1 <= month <= len(MONTHS):
        return f"{MONTHS[month - 1]} {day}" + (f", {match[1]}" if match[1] else "")
    if _FIRST_HIJRI <= month < _FIRST_HIJRI + len(_HIJRI_MONTHS):
        return f"{day} {_HIJRI_MONTHS[month - _FIRST_HIJRI]}" + (f" {match[1]}" if match[1] else "")
    return None


_Printer = Callable[[Quantity, Fraction], str | None]
_PRINTED: dict[Kind, _Printer] = {
    "score": _printed_score,
    "money": _printed_money,
    "percent": _printed_percent,
    "measure": _printed_measure,
    "cardinal": _printed_cardinal,
    "ordinal": _printed_ordinal,
    "fraction": _printed_fraction,
    "multiple": lambda _, value: _MULTIPLES.get(int(value)) if value.denominator == 1 else None,
    "period": _printed_period,
    "year": _printed_year,
    "date": _printed_date,
    "time": lambda _, value: clock(value) if (value * 60).denominator == 1 else None,
}


def _money_range(quantity: Quantity, value: Fraction) -> str | None:
    ends = [_printed_money(quantity, end) for end in (value, quantity.high or value)]
    return None if None in ends else f"{ends[0]} to {ends[1]}"


def _measure_range(quantity: Quantity, value: Fraction) -> str | None:
    if quantity.unit is None:
        return None
    return f"{number(value)} to {number(quantity.high or value)} {unit_name(quantity, plural=True)}"


def _percent_range(quantity: Quantity, value: Fraction) -> str | None:
    return f"{number(value)}% to {number(quantity.high or value)}%" if quantity.unit == "%" else None


def _year_range(quantity: Quantity, value: Fraction) -> str | None:
    return None if quantity.unit is not None else f"{format_value(value)}-{format_value(quantity.high or value)}"


_PRINTED_RANGES: dict[Kind, _Printer] = {
    "percent": _percent_range,
    "money": _money_range,
    "cardinal": lambda one, value: f"{number(value)} to {number(one.high or value)}",
    "measure": _measure_range,
    "year": _year_range,
}
