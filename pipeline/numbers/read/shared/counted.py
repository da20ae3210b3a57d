"""What a number counts: what both languages need to say so."""

from __future__ import annotations

from pipeline.numbers.quantity import Counted
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page

SHARES = ("percent", "fraction", "measure")
"""Kinds that may be said of a whole: 10% of women, 480 tonnes of oil."""


def may_count(amount: Amount) -> bool:
    """Whether an amount may count things: a bare number, and not one that is a mere article."""
    return amount.kind == "cardinal" and amount.unit is None and not amount.soft


def noun_at(page: Page, at: int) -> Counted:
    """The token at `at` as what is counted, with its place in the text as given."""
    token, folded = page.tokens[at], page.folded
    start, end = folded.raw_span(token.start, token.end)
    return Counted(start, end, folded.raw[start:end])
