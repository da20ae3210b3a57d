"""Whether a page needs a pass at all: quick looks at its amounts, and what both languages look for in its tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipeline.numbers.lexicon.model import SenseKind
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, Rule
from pipeline.numbers.text.tokens import Token

Rules = tuple[Rule[Any], ...]
Table = Callable[[Token, Token], Sequence[Rule[Any]]]
RANKS = frozenset({"ordinal", "period", "fraction"})
"""Kinds of amounts that may be a period."""


def needs(*seen: str) -> frozenset[str]:
    """Texts and kinds of senses of which a page must have seen one."""
    return frozenset(seen)


MINUS = needs("-", "negative")
POWER_OF_TEN = needs("⁻", "-", "point", *"⁰¹²³⁴⁵⁶⁷⁸⁹")
POWER = needs("^", "point")
TIMES = needs("x", "×", "*")
COMPARING = needs("bound", "bound-after", "<", ">", "+")


def where_sensed(rules: Rules, *kinds: SenseKind) -> Table:
    """Tries `rules` at words that have a sense, where given one of these `kinds`."""

    def table(token: Token, _: Token) -> Rules:
        return rules if token.senses else ()

    def table_of_kinds(token: Token, _: Token) -> Rules:
        for sense in token.senses:  # most tokens have none
            if sense.kind in kinds:
                return rules
        return ()

    return table_of_kinds if kinds else table


def has_part(_: Page, amounts: list[Amount]) -> bool:
    """Whether a measure or a sum of money stands after the first token."""
    return not {"measure", "money"}.isdisjoint(amount.kind for amount in amounts if amount.first)


def has_neighbours(_: Page, amounts: list[Amount]) -> bool:
    """Whether there are two amounts at all."""
    return len(amounts) > 1


def has_soft(_: Page, amounts: list[Amount]) -> bool:
    """Whether an amount may go unsaid."""
    return True in [amount.soft for amount in amounts]


def has_time(_: Page, amounts: list[Amount]) -> bool:
    """Whether an amount is a time of day."""
    return "time" in [amount.kind for amount in amounts]


def has_bounds(_: Page, amounts: list[Amount]) -> bool:
    """Whether two amounts have a comparator."""
    return len(amounts) > 1 and len([amount for amount in amounts if amount.bound != "exact"]) > 1


def has_ranks(_: Page, amounts: list[Amount]) -> bool:
    """Whether an amount is a rank, a part or a decade."""
    return not RANKS.isdisjoint([amount.kind for amount in amounts])
