"""Periods without a number: "last month", "within a week", منتصف الشهر. Each is one of its unit and may go unsaid."""

from __future__ import annotations

from pipeline.numbers.lexicon import unit_of, word_list
from pipeline.numbers.quantity import Lone
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page
from pipeline.numbers.text.tokens import Token


def time_unit(page: Page, index: int) -> str | None:
    """The unit of time that the word at `index` names in the singular, if no amount has it."""
    token = page.tokens[index]
    sense = token.sense("measure")
    if sense is None or sense.count is not None or index in page.by_token:
        return None
    unit = unit_of(sense.value)
    return sense.value if unit is not None and unit.dimension == "time" and not _is_plural(token) else None


def _is_plural(token: Token) -> bool:
    return token.text in word_list("plural_time") or token.text.endswith(("s", "ات"))


def lone(unit: str, first: int, last: int, stands: Lone) -> Amount:
    """One of a unit of time, which no number counts."""
    return Amount(first, last, ONE, kind="measure", unit=unit, soft=True, lone=stands)
