"""English comparators: "more than 20", "20 or more", "no fewer than 20"."""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.bounds import before, bounded, may_be_bounded
from pipeline.numbers.text.tokens import Token, peek


def edges_up(tokens: list[Token], amount: Amount) -> bool:
    """Whether "up to" before an amount says which way a thing went: "edged up to 5%"."""
    at = amount.first - 1
    return peek(tokens, at).text in word_list("up_to") and peek(tokens, at - 1).text in word_list("edging")


@rule(
    "en-bound",
    reads="the comparator before or after a number",
    must=("more than 20 people", "20 or more people"),
    leaves="20 people",
)
def bound(page: Page, amount: Amount) -> Amount | None:
    """ "more than 20"; a rank has none, nor has what "edged up to 20"."""
    if not may_be_bounded(amount) or amount.kind == "ordinal" or edges_up(page.tokens, amount):
        return None
    return bounded(page, amount, before(page, amount)[0])


@rule(
    "en-name",
    reads="a capitalised number word before a capitalised word, which may go unsaid",
    must=("They went to Six Flags.", "near the Four Corners"),
    leaves="They have six flags.",
)
def in_name(page: Page, amount: Amount) -> Amount | None:
    """ "Six Flags", "Four Corners", not at a sentence's start."""
    tokens = page.tokens
    if amount.kind != "cardinal" or amount.last - amount.first != 1 or not amount.first or amount.last >= len(tokens):
        return None
    word, previous, after = tokens[amount.first], tokens[amount.first - 1], tokens[amount.last]
    if not word.kind == previous.kind == after.kind == "word":
        return None
    capital = page.folded.raw_char(word.start).isupper() and page.folded.raw_char(after.start).isupper()
    return amount.but(soft=True) if capital else None


BOUNDS = (bound,)
NAMES_IN_CAPITALS = (in_name,)
