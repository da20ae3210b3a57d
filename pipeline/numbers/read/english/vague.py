"""English magnitudes without a count: "tens of thousands", "scores of", "a few thousand"."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.vague import multiplied
from pipeline.numbers.text.tokens import peek

FEW = frozenset({"few", "several", "many", "multi", "countless"})
_SCORES = Fraction(10)
_OTHER_SCORES = (Reading(Fraction(12), "vague"), Reading(Fraction(20), "vague"))
""" "Scores of people" is عشرات: tens, dozens."""


@rule(
    "en-scores",
    reads="“scores of”, which says tens",
    must=("Scores of people came.", "scores of tents"),
    leaves="He scores twice.",
)
def scores(page: Page, index: int) -> Amount | None:
    """ "scores of"."""
    if page.tokens[index].text != "scores" or peek(page.tokens, index + 1).text != "of":
        return None
    return Amount(index, index + 1, _SCORES, bound="about", readings=_OTHER_SCORES, soft=True, scale=_SCORES)


@rule(
    "en-few",
    reads="a magnitude after “few” or “multi”, which no count goes before",
    must=("a few thousand people", "countless million stars"),
    leaves="a thousand people",
)
def few(page: Page, amount: Amount) -> Amount | None:
    """ "a few thousand", "multi-million"."""
    tokens, at = page.tokens, amount.first - 1
    number = tokens[amount.first].number
    if number is None or number.role not in ("hundred", "magnitude") or amount.kind != "cardinal" or at < 0:
        return None
    if tokens[at].text == "-" and at:
        at -= 1
    return amount.but(soft=True, bound="about") if tokens[at].text in FEW and amount.value == number.value else None


@rule(
    "en-tens-of-thousands",
    reads="two vague magnitudes with “of”",
    must=("tens of thousands of people", "hundreds of millions"),
    leaves="thousands and millions",
)
def tens_of_thousands(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "tens of thousands"."""
    gap = [token.text for token in page.tokens[left.last : right.first]]
    return multiplied(page.tokens, left, right) if gap in ([], ["of"]) else None
