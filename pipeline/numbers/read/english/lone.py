"""English periods without a number: "last month", "more than an hour", "a week ago", "the end of the year"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from pipeline.numbers.lexicon.changes import lone_words, part_of
from pipeline.numbers.quantity import Lone
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, Rule, rule
from pipeline.numbers.read.shared.lone import lone, time_unit
from pipeline.numbers.text.tokens import Token, peek

_BRIEF = ("second", "minute", "hour", "day")
"""The last minute and the last day are seldom the ones before now."""


@rule(
    "en-lone-length",
    reads="a unit of time with “a” as a length",
    must=("It took more than an hour.", "He left a week ago."),
    leaves="It costs ten dollars a week.",
)
def length(page: Page, index: int) -> Amount | None:
    """ "more than an hour", "within a week", "a year later"."""
    tokens = page.tokens
    if peek(tokens, index - 1).text not in ("a", "an") or index - 1 in page.by_token:
        return None
    unit = time_unit(page, index)
    if unit is None or peek(tokens, index + 1).text == "-":
        return None
    words, before = lone_words("en"), peek(tokens, index - 2)
    bounded = before.sense("bound") is not None
    led = words.get(before.text) == "length" and unit != "second"
    if bounded or led or words.get(peek(tokens, index + 1).text) == "after":
        return lone(unit, index - 1, index + 1, "length")
    return None


@rule(
    "en-lone-near",
    reads="a unit of time that stands before or after now",
    must=("It opened last month.", "It grew over the next decade."),
    leaves="It took months.",
)
def near(page: Page, index: int) -> Amount | None:
    """ "last month", "the next decade", "this year"."""
    before = peek(page.tokens, index - 1)
    stands = lone_words("en").get(before.text)
    unit = time_unit(page, index) if stands in ("past", "next", "now") else None
    if unit is None or index - 1 in page.by_token:
        return None
    if unit in _BRIEF and not (unit == "day" and stands == "next"):
        return None
    return lone(unit, index - 1, index + 1, cast(Lone, stands))


@rule(
    "en-lone-part",
    reads="a unit of time of which a part is named",
    must=("by the end of the month", "early in the decade"),
    leaves="by the month",
)
def part(page: Page, index: int) -> Amount | None:
    """ "the end of the month", "early in the decade"."""
    tokens = page.tokens
    if peek(tokens, index - 1).text != "the" or part_of(peek(tokens, index - 3).text, "en") is None:
        return None
    if peek(tokens, index - 2).text not in ("of", "in"):
        return None
    unit = time_unit(page, index)
    return None if unit is None else lone(unit, index - 1, index + 1, "part")


LONE = (length, near, part)


def table(token: Token, _: Token) -> Sequence[Rule[Any]]:
    """The rules worth trying at a token."""
    return LONE if token.senses and token.sense("measure") is not None else ()
