"""Sentences for findings: what each text says, in words that a reader of either language can check."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.quantity import FindingType, Language, Quantity, format_value

_NAMES: dict[Language, str] = {"ar": "Arabic", "en": "English"}
_MAGNITUDES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_KINDS = {
    "cardinal": "a count", "ordinal": "a rank", "date": "a date", "year": "a year", "time": "a clock time",
    "period": "a period", "fraction": "a fraction", "money": "a sum of money", "percent": "a percentage",
}  # fmt: skip
"""The kinds in words for readers who have not read the code."""
_VAGUE = {
    10: "tens", 12: "dozens", 100: "hundreds", 1000: "thousands", 10**4: "tens of thousands",
    10**5: "hundreds of thousands", 10**6: "millions", 10**9: "billions", 10**12: "trillions",
}  # fmt: skip
_UNIT_NAMES = {
    "%": "percent", "pp": "percentage points", "celsius": "degrees Celsius", "fahrenheit": "degrees Fahrenheit",
    "permillion": "parts per million", "perbillion": "parts per billion", "millimeter-ofhg": "millimeters of mercury",
}  # fmt: skip
_FINALS = {Fraction(1, 2): "semi-final", Fraction(1, 4): "quarter-final"}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""Their names in English, January first."""
_LARGEST_DENOMINATOR = 12
"""Fractions up to twelfths are said as such: 1/5, not 0.2."""
_BOUNDS = {
    "exact": "", "about": "about ", "more_than": "more than ", "at_least": "at least ",
    "less_than": "less than ", "at_most": "at most ",
}  # fmt: skip


def explain(
    type_: FindingType, source: Quantity | None, target: Quantity | None, *, languages: tuple[Language, Language]
) -> str:
    """One sentence for a finding, such as "Arabic says 1.2 billion (1.2 مليار), English says 1.2 million"."""
    one, two = _sides(languages)
    if source is None and target is not None:
        return f"{two[0].upper()}{two[1:]} adds {_both(target)}"
    if target is None and source is not None:
        return f"{one} says {_both(source)}, {two} leaves it out"
    if source is None or target is None:
        return ""
    sentence = f"{one} says {_both(source)}, {two} says {_both(target)}"
    if type_ == "scaled":
        return f"{sentence}: another power of ten"
    if type_ == "unit":
        return f"{sentence}: {_turned(_unit(source), _unit(target), missing='unit')}"
    if type_ == "bound":
        bounds = [_BOUNDS[quantity.bound].strip() for quantity in (source, target)]
        return f"{sentence}: {_turned(*(bound and f'“{bound}”' for bound in bounds))}"
    if type_ == "rounded":
        return f"{sentence}: rounded"
    if type_ == "kind":
        return f"{sentence}: {_KINDS.get(source.kind, source.kind)} became {_KINDS.get(target.kind, target.kind)}"
    return sentence


def _turned(one: str, two: str, *, missing: str = "") -> str:
    """What became of a part of a quantity, which may be empty on one side."""
    if not one or not two:
        return f"{missing and f'the {missing} '}{one or two} is {'left out' if one else 'added'}"
    return f"{one} became {two}"


def _unit(quantity: Quantity) -> str:
    return "" if quantity.unit is None else _plural(unit_name(quantity))


def recurring(
    source: Quantity,
    target: Quantity,
    rates: tuple[str | None, str | None],
    *,
    languages: tuple[Language, Language],
) -> str:
    """The sentence for a figure that falls due at other times: "… says USD 10 a month, … USD 10 a year"."""
    one, two = _sides(languages)
    return f"{one} says {_both(source)} a {rates[0]}, {two} says {_both(target)} a {rates[1]}"


def derived(target: Quantity, step: str, *, languages: tuple[Language, Language]) -> str:
    """The sentence for a figure that follows from the source's by one step of arithmetic."""
    return f"{_NAMES[languages[1]]} says {_both(target)}, which {_NAMES[languages[0]]} does not say but implies: {step}"


def _sides(languages: tuple[Language, Language]) -> tuple[str, str]:
    """What the two texts are called in a sentence that begins with the first."""
    if languages[0] == languages[1]:
        return "The source", "the target"
    return _NAMES[languages[0]], _NAMES[languages[1]]


def describe(quantity: Quantity) -> str:
    """A quantity in plain English: "about 12.5 million", "25%", "USD 400 million", "Q3", "May 5"."""
    if quantity.value is None:
        return quantity.text
    if quantity.soft and quantity.bound == "about" and (vague := _VAGUE.get(int(quantity.value))) is not None:
        return f"{vague} of {_plural(unit_name(quantity))}" if quantity.unit else vague
    return _BOUNDS[quantity.bound] + _unbounded(quantity, quantity.value)


def _unbounded(quantity: Quantity, value: Fraction) -> str:
    low, high, unit = value, quantity.high, quantity.unit or ""
    if quantity.kind == "date":
        return _date(quantity)
    if quantity.kind in ("year", "score"):
        said = format_value(low) + (f"–{format_value(high)}" if high is not None else "")
        return said + (f" {unit.upper()}" if unit else "")
    if quantity.kind == "time":
        return _clock(low)
    if quantity.kind == "ordinal":
        return _ordinal(low)
    if quantity.kind == "period":
        return _period(quantity, low)
    if quantity.kind == "fraction" and unit == "final" and low in _FINALS:
        return _FINALS[low]
    if quantity.kind == "fraction" and 1 < low.denominator <= _LARGEST_DENOMINATOR and low < 1:
        return f"{low.numerator}/{low.denominator}" + (f" of a {unit_name(quantity)}" if unit else "")
    if unit.endswith("/100"):
        low, high, unit = low / 100, None if high is None else high / 100, unit[:3]
    said = readable(low) + (f"–{readable(high)}" if high is not None and high != low else "")
    if quantity.kind == "percent":
        return said + ("%" if unit == "%" else " percentage points")
    if quantity.kind == "money":
        return f"{unit} {said}"
    if quantity.kind == "multiple":
        return f"{said} times"
    if not unit:
        return said
    return f"{said} {unit_name(quantity) if low == 1 and high is None else _plural(unit_name(quantity))}"


def unit_name(quantity: Quantity) -> str:
    """The unit for readers; "no unit" where there is none."""
    if quantity.unit is None:
        return "no unit"
    if quantity.unit.endswith("/100"):
        return f"hundredths of {quantity.unit[:3]}"
    return _UNIT_NAMES.get(quantity.unit, quantity.unit.replace("-", " "))


def readable(value: Fraction) -> str:
    """12500000 as "12.5 million", 4700 as "4,700", one third as "1/3"."""
    for size, name in _MAGNITUDES:
        if abs(value) >= size and (value * 1000 / size).denominator == 1:
            return f"{format_value(value / size)} {name}"
    text = format_value(value)
    if value.denominator == 1 and abs(value) >= 1000:
        return f"{value.numerator:,}"
    return text


def _date(quantity: Quantity) -> str:
    """ "May", "May 5", "May 5–10"; as written where the calendar is the Islamic one."""
    first, _, last = (quantity.unit or "").partition("/")
    parts = [int(part) for part in first[2:].split("-")]
    if not 1 <= parts[0] <= len(MONTHS):
        return quantity.text
    days = "".join(f" {day}" for day in parts[1:]) + (f"–{int(last.rpartition('-')[2])}" if last else "")
    return MONTHS[parts[0] - 1] + days


def _ordinal(value: Fraction) -> str:
    text = format_value(value)
    ending = "th" if text[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
    return text + ending


def _period(quantity: Quantity, value: Fraction) -> str:
    if quantity.unit == "decade":
        return " or ".join(f"the {format_value(one)}s" for one in (value, *quantity.read_as("tens")))
    if quantity.unit == "quarter":
        return f"Q{format_value(value)}"
    era = " BC" if quantity.unit == "century-bc" else ""
    return f"{_ordinal(value)} {unit_name(quantity).removesuffix(' bc')}{era}"


def _plural(unit: str) -> str:
    """The plural of a unit's name: "miles per hour", "feet", "centuries"; names of scales have none."""
    noun, per, rest = unit.partition(" per ")
    if (
        noun.isupper()
        or noun.startswith("hundredths")
        or unit in _UNIT_NAMES.values()
        or noun.endswith(("hertz", "final", "lux"))
    ):
        return unit
    plurals = {"foot": "feet", "inch": "inches", "century": "centuries"}
    head, space, last = noun.rpartition(" ")
    return head + space + plurals.get(last, last + "s") + per + rest


def _clock(value: Fraction) -> str:
    minutes = int(value * 60)
    if minutes != value * 60:
        return f"{minutes}:{format_value(value * 3600 - minutes * 60).zfill(2)}"  # of a stopwatch
    return f"{minutes // 60}:{minutes % 60:02}"


def _both(quantity: Quantity) -> str:
    said = describe(quantity)
    return said if said == quantity.text else f"{said} ({quantity.text})"
