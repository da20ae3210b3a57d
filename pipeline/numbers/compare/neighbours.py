"""A quarter or a month that a text tells by the next one: "the second" for الربع السابق beside the third quarter, "up
from August" for a rise in September.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import takewhile

from pipeline.numbers.compare.dates import is_month
from pipeline.numbers.compare.steps import Known
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.tokens import Token, token_at

_QUARTERS, _MONTHS = 4, 12
_QUARTER = frozenset({"quarter", "ربع", "الربع", "للربع", "بالربع", "والربع", "الفصل", "للفصل", "بالفصل", "والفصل"})
_LED, _NEAR = 2, 4
"""Tokens before the noun and from it on in which "previous" stands; before a month in which "from" does."""
_FROM = frozenset({"from", "than", "against"})


def is_told_by_next(figure: Quantity, others: Sequence[Quantity], tokens: Sequence[Token]) -> bool:
    """Whether a text, which has `others`, tells a quarter as the one before another: الربع السابق."""
    rank = _quarter(figure)
    if rank is None or not any(other.kind == "period" and _quarter(other) == rank % _QUARTERS + 1 for other in others):
        return False
    before = word_list("month_before")
    for at, noun in enumerate(tokens):
        if noun.text in _QUARTER:
            behind = takewhile(
                lambda token: token.sense("measure") is None, tokens[at + 1 : at + _NEAR]
            )  # a year earlier
            if any(token.text in before for token in (*tokens[max(at - _LED, 0) : at], *behind)):
                return True
    return False


def _quarter(figure: Quantity) -> Fraction | None:
    is_rank = figure.kind == "ordinal" and figure.unit is None
    if not is_rank and (figure.kind, figure.unit) != ("period", "quarter"):
        return None
    return figure.value if figure.value and figure.value <= _QUARTERS and figure.high is None else None


def is_month_before_added(month: Quantity, known: Known) -> bool:
    """Whether a month of the target only says what a change is from, the month before the one that both texts have,
    where the source tells of no other: "up 330,000 from August" for a rise in September.
    """
    if not _is_before_kept(month, known) or any(one.unit == "year" for one in (*known.everything[0], *known.alone[0])):
        return False
    tokens = known.hints[1].tokens
    at = token_at(tokens, month.start)
    led = any(token.text in _FROM for token in tokens[max(at - _LED, 0) : at])
    source = known.hints[0].tokens
    yearly = any(token.text in word_list("yearly") for token in source)
    return led and not yearly and any(one.role == "by" for one in known.kept)


def is_month_before_left_out(month: Quantity, known: Known) -> bool:
    """Whether a month of the source goes unsaid beside the change since then, which the target works out: "eased by 0.4
    points in December" for 1.4 per cent, from 1.8 in November.
    """
    if not _is_before_kept(month, known):
        return False
    there = {id(two) for _, two in known.pairs}
    return any(two.role == "by" and id(two) not in there for two in known.everything[1])


def _is_before_kept(month: Quantity, known: Known) -> bool:
    if not is_month(month) or month.value is None:
        return False
    return any(is_month(one) and one.value == month.value % _MONTHS + 1 for one in known.kept)
