"""Sentences for findings: what each text says, in words that a reader of either language can check."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.quantity import FindingType, Language, Quantity, format_value

_NAMES: dict[Language, str] = {"ar": "Arabic", "en": "English"}
_MAGNITUDES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_BOUNDS = {
    "exact": "", "about": "about ", "more_than": "more than ", "at_least": "at least ",
    "less_than": "less than ", "at_most": "at most ",
}  # fmt: skip


def explain(
    type_: FindingType, source: Quantity | None, target: Quantity | None, *, languages: tuple[Language, Language]
) -> str:
    """One sentence for a finding, such as "Arabic says 1.2 billion (1.2 مليار), English says 1.2 million"."""
    one, two = (_NAMES[language] for language in languages)
    if languages[0] == languages[1]:
        one, two = "The source", "the target"
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
        return f"{sentence}: {unit_name(source)} against {unit_name(target)}"
    if type_ == "bound":
        bounds = [_BOUNDS[quantity.bound].strip() or "exactly" for quantity in (source, target)]
        return f"{sentence}: {bounds[0]} against {bounds[1]}"
    if type_ == "rounded":
        return f"{sentence}: rounded"
    if type_ == "kind":
        return f"{sentence}: {source.kind} against {target.kind}"
    return sentence


def derived(target: Quantity, step: str, *, languages: tuple[Language, Language]) -> str:
    """The sentence for a figure that follows from the source's by one step of arithmetic."""
    return f"{_NAMES[languages[1]]} says {_both(target)}, which {_NAMES[languages[0]]} does not say but implies: {step}"


def describe(quantity: Quantity) -> str:
    """A quantity in plain English: "about 12.5 million", "25%", "USD 400 million", "Q3"."""
    if quantity.value is None:
        return quantity.text
    if quantity.kind == "date":
        return quantity.text
    value = readable(quantity.value)
    if quantity.high is not None and quantity.high != quantity.value:
        value = f"{value}–{readable(quantity.high)}"
    if quantity.kind in ("year", "score"):
        value = format_value(quantity.value) + (f"–{format_value(quantity.high)}" if quantity.high is not None else "")
        return value + (f" {quantity.unit.upper()}" if quantity.unit else "")
    if quantity.kind == "time":
        return _clock(quantity.value)
    if quantity.kind == "percent":
        return f"{_BOUNDS[quantity.bound]}{value}{'%' if quantity.unit == '%' else ' percentage points'}"
    if quantity.kind == "money":
        return f"{_BOUNDS[quantity.bound]}{unit_name(quantity)} {value}"
    if quantity.kind == "ordinal":
        return _ordinal(quantity.value)
    if quantity.kind == "period":
        return _period(quantity, quantity.value)
    if quantity.kind == "multiple":
        return f"{value} times"
    plural = quantity.value != 1 or quantity.high is not None
    unit = f" {_plural(unit_name(quantity)) if plural else unit_name(quantity)}" if quantity.unit else ""
    return f"{_BOUNDS[quantity.bound]}{value}{unit}"


def unit_name(quantity: Quantity) -> str:
    """The unit for readers; "no unit" where there is none."""
    if quantity.unit is None:
        return "no unit"
    if quantity.unit.endswith("/100"):
        return f"hundredths of {quantity.unit[:3]}"
    return {"%": "percent", "pp": "percentage points"}.get(quantity.unit, quantity.unit.replace("-", " "))


def readable(value: Fraction) -> str:
    """12500000 as "12.5 million", 4700 as "4,700", one third as "1/3"."""
    for size, name in _MAGNITUDES:
        if abs(value) >= size and (value * 1000 / size).denominator == 1:
            return f"{format_value(value / size)} {name}"
    text = format_value(value)
    if value.denominator == 1 and abs(value) >= 1000:
        return f"{value.numerator:,}"
    return text


def _ordinal(value: Fraction) -> str:
    text = format_value(value)
    ending = "th" if text[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
    return text + ending


def _period(quantity: Quantity, value: Fraction) -> str:
    if quantity.unit == "decade":
        return " or ".join(f"the {format_value(one)}s" for one in (value, *quantity.readings))
    if quantity.unit == "quarter":
        return f"Q{format_value(value)}"
    era = " BC" if quantity.unit == "century-bc" else ""
    return f"{_ordinal(value)} {unit_name(quantity).removesuffix(' bc')}{era}"


def _plural(unit: str) -> str:
    """The plural of a unit's name: "miles per hour", "feet", "centuries"; names of scales have none."""
    noun, per, rest = unit.partition(" per ")
    if noun in ("celsius", "fahrenheit", "hertz", "megahertz", "gigahertz", "kilohertz", "final"):
        return unit
    plurals = {"foot": "feet", "inch": "inches", "century": "centuries"}
    head, space, last = noun.rpartition(" ")
    return head + space + plurals.get(last, last + "s") + per + rest


def _clock(value: Fraction) -> str:
    minutes = int(value * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _both(quantity: Quantity) -> str:
    said = describe(quantity)
    return said if said == quantity.text else f"{said} ({quantity.text})"
