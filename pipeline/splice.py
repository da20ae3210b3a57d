"""Quantities in the English of newspapers, and the exchange of one wrong figure for the right one."""

from __future__ import annotations

import re
from fractions import Fraction

from pipeline.numbers import Comparison, Finding, Quantity, compare, format_value, read
from pipeline.numbers.write.explain import MONTHS

_MAGNITUDES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_PARTS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth"}
_MULTIPLES = {2: "twice", 3: "threefold", 4: "fourfold", 5: "fivefold"}
_FIRST_HIJRI = 13
"""What `pipeline.numbers` calls Muharram, in a date's unit."""
_HIJRI_MONTHS = (
    "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Awwal", "Jumada al-Thani",
    "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qadah", "Dhu al-Hijjah",
)  # fmt: skip
_BROKEN = {Fraction(1, 2): "half", Fraction(1, 4): "a quarter of", Fraction(3, 4): "three quarters of"}
_BOUNDS = {
    "exact": "", "about": "about ", "more_than": "more than ", "at_least": "at least ",
    "less_than": "less than ", "at_most": "at most ",
}  # fmt: skip
_DATE = re.compile(r"(?:(\d{4})|-)-(\d\d)-(\d\d)")
_ARTICLE = re.compile(r"\b([Aa])n? $")
_VOWEL_SOUND = re.compile(r"(?:8|11\b|18\b|11\.|18\.|eigh|eleven)")


def newspaper(quantity: Quantity, *, bound: bool = False) -> str | None:
    """`quantity` as an English newspaper writes it: "$342.5 million", "25%", "third quarter", "seven".

    With `bound` its comparator stands before it ("more than 20"). None where no such form is known or where reading
    it back does not give the same quantity, so that whatever is returned is proved.
    """
    written = _write(quantity)
    if written is None or not _reads_back(written, quantity):
        return None
    return (_BOUNDS[quantity.bound] if bound else "") + written


def spelled(source: str) -> dict[str, str]:
    """The hard quantities of an Arabic text in its own words, and each in the English of newspapers.

    What `newspaper` cannot write is left out.
    """
    found: dict[str, str] = {}
    for quantity in read(source, lang="ar"):
        written = None if quantity.soft else newspaper(quantity, bound=True)
        if written is not None:
            found.setdefault(" ".join(quantity.text.split()), written)
    return found


def splice(source: str, translation: str) -> str | None:
    """`translation` with each uniquely aligned wrong figure replaced by the value that the Arabic `source` states.

    A figure is uniquely aligned where its kind has, among the quantities that found no equal, exactly one in the source
    and exactly one in the translation, or where its value agrees and only its unit does not. None where there is no
    such figure, or where comparing the result with the source does not prove every exchange: fewer errors, and each
    exchanged pair matched without one.
    """
    check = compare(source, translation)
    text = translation
    exchanged = []
    for one, target in sorted(_unique_pairs(check), key=lambda pair: -pair[1].start):
        written = newspaper(one)
        if written is not None and not _is_in_compound(text, target):
            text = _replace(text, target, written)
            exchanged.append(one)
    return text if exchanged and _proves(check, compare(source, text), exchanged) else None


def _unique_pairs(check: Comparison) -> list[tuple[Quantity, Quantity]]:
    errors = [finding for finding in check.findings if finding.severity == "error"]
    # A pair that agrees in value is aligned by it, and no candidate for another figure.
    by_value = [finding for finding in errors if finding.type in ("unit", "bound")]
    loose = [finding for finding in errors if finding not in by_value]
    sources: dict[str, list[Quantity]] = {}
    targets: dict[str, list[Quantity]] = {}
    for finding in loose:
        for quantity, side in ((finding.source, sources), (finding.target, targets)):
            if quantity is not None:
                side.setdefault(quantity.kind, []).append(quantity)
    pairs = [
        (finding.source, finding.target)
        for finding in by_value
        if finding.type == "unit" and finding.source and finding.target
        # Where the source names no currency, its reader takes it from the sentence, as the translation did.
        if finding.source.kind == finding.target.kind and finding.source.unit is not None
    ]
    for kind, ones in sources.items():
        twos = targets.get(kind, [])
        if len(ones) == len(twos) == 1 and _is_exchangeable(loose, ones[0], twos[0]):
            pairs.append((ones[0], twos[0]))
    return pairs


def _is_exchangeable(loose: list[Finding], one: Quantity, two: Quantity) -> bool:
    """Whether the two were aligned, or are what is left over on either side and count the same thing."""
    if one.soft or two.soft or one.value is None or two.value is None:
        return False
    if any(finding.source is one and finding.target is two for finding in loose):
        return True
    return one.unit == two.unit and one.kind not in ("cardinal", "score", "date")


def _proves(before: Comparison, after: Comparison, repaired: list[Quantity]) -> bool:
    matched = {(one.start, one.end) for one, _ in after.matched}
    errors_before, errors_after = (
        [finding for finding in check.findings if finding.severity == "error"] for check in (before, after)
    )
    wrong = {(item.source.start, item.source.end) for item in errors_after if item.source is not None}
    spans = {(one.start, one.end) for one in repaired}
    return len(errors_after) < len(errors_before) and spans <= matched and not spans & wrong


def _replace(text: str, target: Quantity, written: str) -> str:
    before, after = text[: target.start], text[target.end :]
    article = _ARTICLE.search(before)
    if article:
        right = article[1] + ("n " if _VOWEL_SOUND.match(written) else " ")
        before = before[: article.start()] + right
    if not before.strip() and written[0].islower():
        written = written[0].upper() + written[1:]
    return before + written + after


def _is_in_compound(text: str, target: Quantity) -> bool:
    """A "30-year-old plan" cannot become a "25 years plan"."""
    return (target.kind == "measure" and "-" in target.text) or text[target.end : target.end + 1] == "-"


def _reads_back(written: str, quantity: Quantity) -> bool:
    again = read(written, lang="en")
    return len(again) == 1 and (again[0].kind, again[0].value, again[0].high, again[0].unit) == (
        quantity.kind, quantity.value, quantity.high, quantity.unit,
    )  # fmt: skip


def _write(quantity: Quantity) -> str | None:
    value, high, unit = quantity.value, quantity.high, quantity.unit
    if value is None:
        return None
    if quantity.kind == "score":
        return None if high is None else f"{format_value(value)}-{format_value(high)}"
    if high is not None:
        return _write_range(quantity, value, high)
    if quantity.kind == "money" and unit is not None:
        return _money(value, unit, assumed=quantity.assumed)
    if quantity.kind == "percent":
        return f"{_number(value)}%" if unit == "%" else _counted(value, "percentage point", "percentage points")
    if quantity.kind == "measure" and unit is not None:
        return _counted(value, _unit(unit, plural=False), _unit(unit, plural=True))
    if quantity.kind == "cardinal":
        return _WORDS[int(value)] if value in range(1, 10) else _number(value)
    if quantity.kind == "ordinal":
        return _ordinal(value)
    if quantity.kind == "fraction":
        return _fraction(value)
    if quantity.kind == "multiple":
        return _MULTIPLES.get(int(value)) if value.denominator == 1 else None
    if quantity.kind == "period":
        return _period(value, unit)
    if quantity.kind == "year":
        return {None: format_value(value), "bc": f"{format_value(value)} BC"}.get(unit)
    if quantity.kind == "date":
        return _date(unit or "")
    if quantity.kind == "time":
        minutes = value * 60
        return f"{int(minutes) // 60}:{int(minutes) % 60:02}" if minutes.denominator == 1 else None
    return None


def _write_range(quantity: Quantity, value: Fraction, high: Fraction) -> str | None:
    if quantity.kind == "percent" and quantity.unit == "%":
        return f"{_number(value)}% to {_number(high)}%"
    if quantity.kind == "money" and quantity.unit is not None:
        ends = [_money(end, quantity.unit, assumed=quantity.assumed) for end in (value, high)]
        return None if None in ends else f"{ends[0]} to {ends[1]}"
    if quantity.kind == "cardinal":
        return f"{_number(value)} to {_number(high)}"
    if quantity.kind == "measure" and quantity.unit is not None:
        return f"{_number(value)} to {_number(high)} {_unit(quantity.unit, plural=True)}"
    if quantity.kind == "year" and quantity.unit is None:
        return f"{format_value(value)}-{format_value(high)}"
    return None


def _number(value: Fraction) -> str:
    """12500000 as "12.5 million", 4700 as "4,700"; a value that no short decimal gives is written out."""
    for size, name in _MAGNITUDES:
        if abs(value) >= size and (value * 1000 / size).denominator == 1:
            return f"{format_value(value / size)} {name}"
    if value.denominator == 1 and abs(value) >= 1000:
        return f"{value.numerator:,}"
    return format_value(value)


def _counted(value: Fraction, one: str, many: str) -> str:
    """ "5 hours", "half an hour", "two and a half hours": a newspaper has no 0.25 hours."""
    if value in _BROKEN:
        return f"{_BROKEN[value]} {'an' if one.startswith(('hour', 'ounce', 'inch', 'acre')) else 'a'} {one}"
    if value.denominator == 2 and 1 < value < 10:
        return f"{_WORDS[int(value)]} and a half {many}"
    return f"{_number(value)} {one if value == 1 else many}"


def _money(value: Fraction, unit: str, *, assumed: bool) -> str | None:
    if unit in _SIGNS:
        return f"{_SIGNS[unit]}{_number(value)}"
    names = [_currency(unit, plural=plural) for plural in (False, True)]
    # A bare "dirham" stays bare: which country's it is, the source does not say.
    one, many = (name and (name.split()[-1] if assumed else name) for name in names)
    return _counted(value, one, many) if one and many else None


def _currency(unit: str, *, plural: bool) -> str | None:
    from babel.core import UnknownLocaleError
    from babel.numbers import UnknownCurrencyError, get_currency_name

    try:
        name = get_currency_name(unit, count=2 if plural else 1, locale="en")
    except (UnknownCurrencyError, UnknownLocaleError):
        return None
    return None if name == unit else name


def _unit(unit: str, *, plural: bool) -> str:
    """A CLDR unit id in words: "square-kilometer" as "square kilometers", "kilometer-per-hour" likewise."""
    if unit in ("celsius", "fahrenheit"):
        return f"degrees {unit.title()}"
    first, per, rest = unit.partition("-per-")
    words = {"foot": "feet", "inch": "inches"}.get(first, f"{first}s") if plural else first
    return (words + per + rest).replace("-", " ")


def _ordinal(value: Fraction) -> str | None:
    if value.denominator != 1 or value < 1:
        return None
    number = int(value)
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _fraction(value: Fraction) -> str | None:
    name = _PARTS.get(value.denominator)
    if name is None or not 0 < value.numerator < 10:
        return None
    if value.numerator == 1:
        return name if name == "half" else f"a {name}"
    return f"{_WORDS[value.numerator]} {name}s"


def _period(value: Fraction, unit: str | None) -> str | None:
    if unit in ("quarter", "half"):
        name = _ordinal(value)
        return name and f"{name} {unit}"
    if unit == "century":
        name = _ordinal(value)
        return name and f"{name} century"
    return f"{format_value(value)}s" if unit == "decade" else None


def _date(unit: str) -> str | None:
    match = _DATE.fullmatch(unit)
    if match is None:
        return None
    month, day = int(match[2]), int(match[3])
    if 1 <= month <= len(MONTHS):
        return f"{MONTHS[month - 1]} {day}" + (f", {match[1]}" if match[1] else "")
    if _FIRST_HIJRI <= month < _FIRST_HIJRI + len(_HIJRI_MONTHS):
        return f"{day} {_HIJRI_MONTHS[month - _FIRST_HIJRI]}" + (f" {match[1]}" if match[1] else "")
    return None
