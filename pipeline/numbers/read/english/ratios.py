"""English ratios: "one in five", "17 per thousand"."""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.ratios import (
    LARGEST_DENOMINATOR,
    POPULATIONS,
    may_divide,
    ratio,
    sense_ratio,
    slash_magnitude,
    slash_ratio,
)
from pipeline.numbers.text.tokens import Token, peek

_PAST = "ed"
"""Of a verb: "one pupil in five failed", "one was injured in five"."""
_ROUND = frozenset({3, 4, 5, 10, 100, 1000})
"""What "in" between digits divides by: "2 in 5" is a ratio, "5 in 2024" and "3 in 8" are not."""


@rule(
    "en-in-ratio",
    reads="two numbers with “in” between",
    must=("one in five adults", "one pupil in five"),
    leaves="a rise to seven in ten days",
)
def in_ratio(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "one in five"."""
    tokens = page.tokens
    if left.value == 1 and right.first - left.last in (2, 3) and _is_one_of(tokens, left, right):
        return ratio(tokens, left, right)
    if left.last + 1 != right.first or tokens[left.last].text != "in" or not may_divide(left, right):
        return None
    if left.soft and left.value != 1:
        return None  # "the twins in nine stages"
    found = ratio(tokens, left, right)
    if left.value == 1 and tokens[right.last - 1].number is not None and right.scale > 1000:
        return found  # "one in a million"
    if not left.value < right.value <= LARGEST_DENOMINATOR:
        return None
    after = peek(tokens, right.last)
    spelled = tokens[left.first].kind == "word" == tokens[right.first].kind and after.sense("measure") is None
    return found if left.value == 1 or spelled or _is_round_in(tokens, left, right) else None


def _is_one_of(tokens: list[Token], left: Amount, right: Amount) -> bool:
    """ "one pupil in five", "one young man in four", "one pupil in five failed"; not "one goal in five matches"."""
    words, after = tokens[left.last : right.first - 1], peek(tokens, right.last)
    if tokens[right.first - 1].text != "in" or not may_divide(left, right):
        return False
    if any(word.kind != "word" or word.senses for word in words) or words[-1].text.endswith(_PAST):
        return False
    bare = after.kind != "word" or after.text in word_list("ends_noun") or after.text.endswith(_PAST)
    return bare and 2 < right.value <= LARGEST_DENOMINATOR


def _is_round_in(tokens: list[Token], left: Amount, right: Amount) -> bool:
    """ "3 in 4 adults", "2 in 5 or more"; not "3 in 10 days"."""
    after = peek(tokens, right.last)
    timed = after.sense("measure") or after.sense("month") or after.text in ("-", "th")
    return left.plain and right.plain and left.value < 10 and right.value in _ROUND and not timed


@rule("en-per-ratio", reads="a number “per” a thousand", must=("17 per thousand", "3 per 100,000"), leaves="17 per day")
def per_ratio(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "17 per thousand"."""
    if left.last + 1 != right.first or page.tokens[left.last].text != "per" or not may_divide(left, right):
        return None
    return ratio(page.tokens, left, right) if right.value in POPULATIONS else None


@rule(
    "en-over-ratio",
    reads="a fraction said with “over”",
    must=("2000 over 3", "It is 3 over 4."),
    leaves="$2000 over 3 years",
)
def over_ratio(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "2000 over 3"."""
    if left.last + 1 != right.first or page.tokens[left.last].text != "over" or not may_divide(left, right):
        return None
    return ratio(page.tokens, left, right) if peek(page.tokens, right.last).kind == "symbol" else None


RATIOS = (slash_magnitude, slash_ratio, sense_ratio, in_ratio, per_ratio, over_ratio)
