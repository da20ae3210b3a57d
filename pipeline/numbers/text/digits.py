"""Digit strings: from "1,234.5" to an exact value, with the other values an ambiguous separator allows.

Which separator means what follows CLDR (Arabic uses ٬ and ٫, English , and .) and what newspapers print: Arabic texts
also carry Western separators, the Arabic comma, and the Continental "1.250".
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import partial
from typing import get_args

from pipeline.numbers.quantity import Language, Reading
from pipeline.numbers.text.kept import Kept

MAX_DIGITS = 40
"""Longer digit strings are keys or garbage, not quantities; the bound also keeps exact arithmetic linear."""

VULGAR_FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip

_SEPARATOR = re.compile(r"[^0-9]")
_DOTTED_DATE = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.\d{4}|\d{4}\.(?P<month_>\d{1,2})\.(?P<day_>\d{1,2})")
_TURNED = "000"
"""The last group of thousands, which stands first where Arabic was typed from right to left: 000 100."""
_LIST_COMMA, _FEWEST_LISTED = "،", 3


def parse_digits(text: str, *, lang: Language) -> tuple[Fraction, tuple[Reading, ...]] | None:
    """The value of a folded digit string such as "1,234.5", and its other readings; None where it is no number."""
    return _PARSED[lang][text] if len(text) <= MAX_DIGITS else None


def _parse(text: str, lang: Language) -> tuple[Fraction, tuple[Reading, ...]] | None:
    if text.isdigit():
        return Fraction(int(text)), ()
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        return Fraction(mantissa) * Fraction(10) ** int(exponent), ()
    separators = _SEPARATOR.findall(text)
    groups = _SEPARATOR.split(text)
    if separators and groups[0] == "":
        return (_decimal("0", groups[1]), ()) if len(groups) == 2 else None
    kinds = set(separators)
    if kinds == {" "} and groups[0] == _TURNED:
        groups.reverse()
    if kinds == {" "} or kinds == {"'"} or kinds == {"٬"}:
        return (Fraction(int("".join(groups))), ()) if _grouped(groups) else None
    if len(separators) == 1:
        return _one_separator(separators[0], groups[0], groups[1], lang=lang)
    if len(kinds) == 1:
        return (Fraction(int("".join(groups))), ()) if _grouped(groups) else None
    if separators[-1] not in separators[:-1] and _grouped(groups[:-1]):
        return _decimal("".join(groups[:-1]), groups[-1]), ()
    return None


_PARSED = {lang: Kept(partial(_parse, lang=lang)) for lang in get_args(Language)}
"""Several rules ask for the value of one digit string, and a text has the same figures again and again."""


def separate(text: str, *, lang: Language) -> list[str]:
    """The pieces of a folded digit string that is several numbers: a date with points (15.03.2024), numbers listed with
    the Arabic comma and no space (12،15،18). Empty for any other.
    """
    if text.count(".") == 2 and (date := _DOTTED_DATE.fullmatch(text)) is not None:
        day, month = sorted(int(date[name] or date[f"{name}_"]) for name in ("day", "month"))[::-1]
        return re.split(r"(\.)", text) if 1 <= month <= 12 and day <= 31 else []
    listed = lang == "ar" and text.count(_LIST_COMMA) >= _FEWEST_LISTED - 1 and parse_digits(text, lang=lang) is None
    return re.split(f"({_LIST_COMMA})", text) if listed and set(_SEPARATOR.findall(text)) == {_LIST_COMMA} else []


def _one_separator(separator: str, head: str, tail: str, *, lang: Language) -> tuple[Fraction, tuple[Reading, ...]]:
    decimal = _decimal(head, tail)
    grouped = Fraction(int(head + tail))
    looks_grouped = len(tail) == 3 and len(head) <= 3 and not head.startswith("0")
    if separator == "٫" or not looks_grouped:
        return decimal, ()
    if separator == ".":
        # English writes 1.250 for a decimal only; Arabic papers print it for one and a quarter thousand as well.
        return decimal, (Reading(grouped, "separator"),) if lang == "ar" else ()
    return grouped, ()


def _decimal(head: str, tail: str) -> Fraction:
    return Fraction(int(head + tail), 10 ** len(tail))


def _grouped(groups: list[str]) -> bool:
    """Thousands (3-digit groups), or Indian lakhs (2-digit groups before the last three digits)."""
    if len(groups) == 1:
        return True
    if not 1 <= len(groups[0]) <= 3 or len(groups[-1]) != 3:
        return False
    inner = {len(group) for group in groups[1:-1]}
    return inner <= {3} or (inner == {2} and len(groups[0]) <= 2)


def is_number(text: str) -> bool:
    """Whether a folded digit string is a number, whatever its separators mean."""
    if text.isdigit():
        return len(text) <= MAX_DIGITS
    return parse_digits(text, lang="en") is not None
