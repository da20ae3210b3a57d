"""Ratios and mixed numbers: 3/4, "2 1/4", "1½ million". The two numbers of a ratio stay known."""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import Token, peek

LARGEST_DENOMINATOR = 1000
POPULATIONS = frozenset(10**power for power in range(2, 7))


def ratio(tokens: list[Token], left: Amount, right: Amount) -> Amount:
    """The ratio of two amounts, with the ending that says nothing more: "5/6ths"."""
    ending = peek(tokens, right.last)
    past = not ending.spaced and ending.text in word_list("fraction_ending")
    return Amount(
        left.first, right.last + past, left.value / right.value, kind="fraction", parts=(left.value, right.value)
    )


def may_divide(left: Amount, right: Amount) -> bool:
    """Whether two amounts may be the numbers of a ratio: whole, positive, without a unit."""
    if left.kind != "cardinal" or right.kind != "cardinal" or left.unit or right.unit or right.value <= 0:
        return False
    return left.value.denominator == right.value.denominator == 1


@rule(
    "slash-ratio",
    reads="two numbers with a slash between",
    must=("It took 3/4 of it.", "نجح 4/5 منهم"),
    leaves="the 2019/20 season",
)
def slash_ratio(page: Page, left: Amount, right: Amount) -> Amount | None:
    """3/4 and "3 / 4", "1/3rd"; not 2019/20, which is a season, nor 50/50."""
    tokens = page.tokens
    if left.last + 1 != right.first or tokens[left.last].text != "/" or left.value == right.value:
        return None
    ordinal = right.kind == "ordinal"
    if (
        not left.plain
        or not (right.plain or ordinal)
        or not may_divide(left, right.but(kind="cardinal") if ordinal else right)
    ):
        return None
    if not 2 <= right.value <= LARGEST_DENOMINATOR and not (left.value == 1 and right.value in POPULATIONS):
        return None
    before, after = tokens[left.last].spaced, tokens[right.first].spaced
    if not before and not after:
        season = left.value >= 1000 and right.value <= 99
        return None if season else ratio(tokens, left, right)
    return ratio(tokens, left, right) if before and after and left.value < right.value <= 100 else None


@rule(
    "slash-magnitude",
    reads="a fraction with a slash before a magnitude, which was read with the denominator",
    must=("3/4 million people", "1/2 million"),
    leaves="3/4 of a million",
)
def slash_magnitude(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "3/4 million"."""
    tokens = page.tokens
    if left.last + 1 != right.first or tokens[left.last].text != "/" or not left.plain or right.scale < 1000:
        return None
    if tokens[left.last].spaced or tokens[right.first].spaced or tokens[right.first].kind != "digits":
        return None
    if not left.value < right.value / right.scale <= 10:
        return None
    value = left.value / right.value * right.scale**2
    return left.but(value=value, last=right.last, scale=right.scale, plain=False)


@rule(
    "sense-ratio",
    reads="two numbers with “out of” or “of every” between",
    must=("9 out of 10 people", "3 من أصل 5"),
    leaves="9 of them",
)
def sense_ratio(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "9 out of 10"."""
    tokens = page.tokens
    if left.last + 1 != right.first or not may_divide(left, right):
        return None
    part = tokens[left.last].sense("part-of") is not None
    if not part and (tokens[left.last].sense("ratio") is None or left.value >= right.value):
        return None
    return ratio(tokens, left, right)


@rule(
    "mixed-number",
    reads="a whole number and a fraction right after it",
    must=("It is 2 1/4 miles long.", "21 and 3/4 of it"),
    leaves="2 and a half",
)
def mixed_number(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "2 1/4", "3-1/2", "21 and 3/4"."""
    if not right.parts or not left.plain or right.value >= 1 or left.value.denominator != 1:
        return None
    gap = page.tokens[left.last : right.first]
    if gap and (len(gap) > 1 or not _joins(gap[0]) or page.tokens[right.first + 1].text != "/"):
        return None
    return left.but(value=left.value + right.value, last=right.last, kind="fraction", plain=False)


def _joins(token: Token) -> bool:
    return token.text in word_list("and") or (token.text == "-" and not token.spaced)


@rule(
    "mixed-magnitude",
    reads="a whole number and a fraction of a magnitude",
    must=("1 1/2 million people", "2 3/4 billion"),
    leaves="1.5 million people",
)
def mixed_magnitude(_: Page, left: Amount, right: Amount) -> Amount | None:
    """ "1 1/2 million"."""
    if right.rule != slash_magnitude.name or not left.plain or left.last != right.first:
        return None
    return right.but(first=left.first, value=right.value + left.value * right.scale)


MIXED = (mixed_number, mixed_magnitude)
