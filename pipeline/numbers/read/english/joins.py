"""English amounts that belong together: an hour and a half, 12 ft 2 in, half of one percent, an hour and 20 minutes."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import unit_ratio, word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.english.cardinals import ARTICLES
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.joins import (
    between,
    is_part,
    money_and_coins,
    money_and_number,
    part_after,
    two_units,
)
from pipeline.numbers.text.tokens import peek

_FOOT = 12
_SHORT_OF = ("short of", "shy of")


@rule(
    "en-unit-and-a-half",
    reads="a unit and a bare fraction of it",
    must=("one hour and a half", "two years and a half"),
    leaves="one hour and a half mile",
)
def unit_and_a_half(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "one hour and a half"."""
    if left.unit is None or left.kind not in ("measure", "money", "percent") or right.value >= 1:
        return None
    if right.kind != "fraction" or right.unit is not None or page.tokens[right.first].text != "a":
        return None
    and_ = between(page.tokens, left, right) == ["and"]
    if peek(page.tokens, right.last).text in word_list("third_person"):
        return None  # "at 7,400 metres and a third was flown to hospital"
    return left.but(value=left.value + right.value, last=right.last) if and_ else None


@rule(
    "en-share-of-percent",
    reads="a fraction of one percent",
    must=("half of one percent", "a tenth of 1%"),
    leaves="half of 20 percent",
)
def share_of_percent(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "half of one percent"."""
    share = left.kind == "fraction" and right.unit == "%" and right.value == 1
    if not share or between(page.tokens, left, right) != ["of"]:
        return None
    return left.but(kind="percent", unit="%", last=right.last)


@rule(
    "en-short-of",
    reads="a length of time that another falls short of by so much",
    must=("It took eight minutes short of seven hours.", "It was 20 minutes shy of two hours."),
    leaves="It took just short of seven hours.",
)
def short_of(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "eight minutes short of seven hours" is six hours and 52 minutes."""
    if left.kind != "measure" or right.kind != "measure" or left.high is not None or right.high is not None:
        return None
    if " ".join(between(page.tokens, left, right)) not in _SHORT_OF:
        return None
    ratio = Fraction(1) if left.unit == right.unit else unit_ratio(left.unit or "", right.unit or "")
    value = None if ratio is None else right.value - left.value * ratio
    return right.but(first=left.first, value=value) if value is not None and value > 0 else None


@rule(
    "en-feet-and-in",
    reads="feet and bare digits before “in”",
    must=("It measures 12 ft 2 in.", "He is 6 ft 1 in."),
    leaves="It is 12 ft in length.",
)
def feet_and_in(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "12 ft 2 in"."""
    tokens, at = page.tokens, right.last
    if left.unit != "foot" or not right.plain or right.first != left.last or peek(tokens, at).text != "in":
        return None
    if right.value >= _FOOT and (at + 1 >= len(tokens) or tokens[at + 1].kind == "word") and tokens[at].spaced:
        return None
    return Amount(left.first, at + 1, left.value + Fraction(right.value, _FOOT), kind="measure", unit="foot")


@rule(
    "en-one-before-part",
    reads="one of a unit, with an article, before a part in a smaller one",
    must=("an hour and 20 minutes", "a minute and 30 seconds"),
    leaves="an hour and 20 people",
)
def one_before_part(page: Page, index: int) -> Amount | None:
    """ "an hour and 20 minutes"."""
    tokens = page.tokens
    if not index or tokens[index - 1].text not in ARTICLES or index in page.by_token:
        return None
    sense, amount = tokens[index].sense("measure"), part_after(page, index)
    if sense is None or sense.count is not None or amount is None or not is_part(amount, sense.value):
        return None
    return Amount(index - 1, index + 1, ONE, kind="measure", unit=sense.value)


JOINS = (unit_and_a_half, share_of_percent, short_of, feet_and_in, money_and_coins, money_and_number, two_units)
