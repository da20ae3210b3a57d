"""Periods without a number: "last month", "within a week", منتصف الشهر. Each is one of its unit and may go unsaid."""

from __future__ import annotations

from pipeline.numbers.lexicon import unit_of, word_list
from pipeline.numbers.quantity import Lone
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page
from pipeline.numbers.text.tokens import Token

_WEEKDAYS = "weekdays"
_EXTENTS = ("length", "mass", "area", "volume")
"""What a comparator may stand before without a number, beside time: more than a kilometre."""


def unit_alone(page: Page, index: int, *, timed: bool = True) -> str | None:
    """The unit, where `timed` one of time, that the word at `index` names in the singular, if no amount has it."""
    token = page.tokens[index]
    sense = token.sense("measure")
    if sense is None or sense.count is not None or index in page.by_token:
        return None
    unit = unit_of(sense.value)
    if unit is None or _is_plural(token):
        return None
    return sense.value if unit.dimension == "time" or (not timed and unit.dimension in _EXTENTS) else None


def _is_plural(token: Token) -> bool:
    return token.text in word_list("plural_time") or token.text.endswith(("s", "ات"))


def is_only_weekday(page: Page, index: int) -> bool:
    """Whether the word at `index` is a weekday, and the only one of its text: of two, each has a part of its own."""
    if page.tokens[index].sense("weekday") is None:
        return False
    found: int | None = page.memo.get(_WEEKDAYS)
    if found is None:
        found = page.memo[_WEEKDAYS] = sum(token.sense("weekday") is not None for token in page.tokens)
    return found == 1


def lone(unit: str, first: int, last: int, stands: Lone) -> Amount:
    """One of a unit of time, which no number counts."""
    return Amount(first, last, ONE, kind="measure", unit=unit, soft=True, lone=stands)
