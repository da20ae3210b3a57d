"""English periods without a number: "last month", "more than an hour", "a week ago", "the end of the year"."""

from __future__ import annotations

from typing import cast

from pipeline.numbers.lexicon.changes import lone_words, part_of, weekday_words
from pipeline.numbers.quantity import Lone
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.lone import is_only_weekday, lone, unit_alone
from pipeline.numbers.text.tokens import peek

_ENDS = ("start", "beginning", "end", "close")
_REACH = 5
_SORTS = ("fiscal", "financial", "academic", "school", "calendar")
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
    tokens, words = page.tokens, lone_words("en")
    article = index - 1 - (words.get(peek(tokens, index - 1).text) == "whole")  # "a single week"
    if peek(tokens, article).text not in ("a", "an") or article in page.by_token:
        return None
    before, after = peek(tokens, article - 1), peek(tokens, index + 1)
    bounded = before.sense("bound") is not None
    unit = unit_alone(page, index, timed=not bounded)
    if unit is None:
        return None
    if after.text == "-":
        long = peek(tokens, index + 2).text == "long"  # "a week-long strike"
        return lone(unit, article, index + 1, "length") if long else None
    led = words.get(before.text) == "length" and unit != "second"
    whole = article < index - 1
    return (
        lone(unit, article, index + 1, "length")
        if bounded or led or whole or words.get(after.text) == "after"
        else None
    )


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
    unit = unit_alone(page, index) if stands in ("past", "next", "now") else None
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
    the = index - 1 - (peek(tokens, index - 1).text in _SORTS)
    if peek(tokens, the).text != "the" or part_of(peek(tokens, the - 2).text, "en") is None:
        return None
    if peek(tokens, the - 1).text not in ("of", "in"):
        return None
    unit = unit_alone(page, index)
    return None if unit is None else lone(unit, the, index + 1, "part")


@rule(
    "en-weekday-part",
    reads="a weekday of which a part is named",
    must=("late on Tuesday morning", "at the end of Monday's trading"),
    leaves="on Tuesday morning",
)
def weekday_part(page: Page, index: int) -> Amount | None:
    """ "late on Tuesday morning", "at the end of Monday's trading"."""
    tokens, words = page.tokens, weekday_words("en")
    if not is_only_weekday(page, index):
        return None
    for before in range(index - 1, max(index - _REACH, -1), -1):
        word = tokens[before].text
        if words.get(word) in ("early", "late") or (word in _ENDS and tokens[before + 1].text == "of"):
            return lone("day", index, index + 1, "part").but(part=part_of(word, "en"))
        if words.get(word) != "between":
            return None
    return None


LONE = (length, near, part, weekday_part)
