"""Arabic amounts that belong together: عامين ونصف, سبع نقاط ونصف, ساعة وعشرين دقيقة."""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.joins import is_part, money_and_coins, money_and_number, part_after, two_units
from pipeline.numbers.text.clitics import ARTICLE
from pipeline.numbers.text.tokens import Token

_FEWEST = 2
"""More than these a counted noun has before "and a half"."""


@rule(
    "ar-noun-and-half",
    reads="a counted noun and a bare fraction of it",
    must=("سبع نقاط ونصف", "خمسة أرغفة وربع"),
    leaves="سبع نقاط ونصف الفريق",
)
def noun_and_half(page: Page, left: Amount, right: Amount) -> Amount | None:
    """سبع نقاط ونصف."""
    if left.unit is not None or left.kind != "cardinal" or left.last + 1 != right.first or left.value <= _FEWEST:
        return None
    noun = page.tokens[left.last]
    counted = noun.kind == "word" and noun.number is None and not noun.text.startswith(ARTICLE)
    return left.but(value=left.value + right.value, last=right.last) if counted and _is_bare(page, right) else None


@rule(
    "ar-unit-and-half",
    reads="a unit and a fraction of it after “and”",
    must=("عامين ونصف", "3 أعوام ونصف العام"),
    leaves="عامين ونصف السكان",
)
def unit_and_half(page: Page, left: Amount, right: Amount) -> Amount | None:
    """عامين ونصف."""
    if left.unit is None or left.kind not in ("measure", "money", "percent") or right.value >= 1:
        return None
    if left.last != right.first or not page.tokens[right.first].conjunction:
        return None
    same = right.unit == left.unit
    return left.but(value=left.value + right.value, last=right.last) if same or _is_bare(page, right) else None


def _is_bare(page: Page, part: Amount) -> bool:
    """ونصف, وربع, before no noun of their own: "وعشر السكان" is a tenth of them."""
    tokens = page.tokens
    if part.kind != "fraction" or part.value >= 1 or part.unit is not None or not tokens[part.first].conjunction:
        return False
    return part.last >= len(tokens) or not tokens[part.last].text.startswith(ARTICLE)


@rule(
    "ar-one-before-part",
    reads="a single unit before a part in a smaller one",
    must=("ساعة وعشرين دقيقة", "دقيقة و30 ثانية"),
    leaves="ساعات وعشرين دقيقة",
)
def one_before_part(page: Page, index: int) -> Amount | None:
    """ساعة وعشرين دقيقة."""
    token = page.tokens[index]
    if token.definite or token.text.isascii() or index in page.by_token or _is_plural(token):
        return None
    sense, amount = token.sense("measure"), part_after(page, index)
    if sense is None or sense.count is not None or amount is None or not is_part(amount, sense.value):
        return None
    return Amount(index, index + 1, ONE, kind="measure", unit=sense.value)


def _is_plural(token: Token) -> bool:
    return token.text.endswith("ات") or token.text in word_list("plural_time")


JOINS = (noun_and_half, unit_and_half, money_and_coins, money_and_number, two_units)
