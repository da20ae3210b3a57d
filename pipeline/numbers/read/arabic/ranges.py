"""Arabic ranges."""

from __future__ import annotations

from typing import Literal

from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.ranges import between_range, dash_range, glued_range, season, to_range
from pipeline.numbers.text.tokens import peek


@rule(
    "ar-glued-range",
    reads="two ends of which the second has لـ before it",
    must=("من عشرة لعشرين", "من خمسة لستة أيام"),
    leaves="عشرة لعشرين",
)
def glued(page: Page, left: Amount, right: Amount) -> Amount | None:
    """من عشرة لعشرين."""
    return glued_range(page, left, right, "ل")


@rule(
    "ar-between-unit-and-ten",
    reads="a unit and a ten after “between”, which would else be one number",
    must=("بين ثمانية وعشرين جنيها", "يتراوح بين خمسة وثلاثين شخصا"),
    leaves="بين ثمانية وعشرين وثلاثين جنيها",
)
def unit_and_ten(page: Page, amount: Amount) -> Amount | None:
    """بين ثمانية وعشرين جنيها."""
    tokens, at = page.tokens, amount.first - 1
    if at < 0 or tokens[at].sense("between") is None or amount.high is not None or amount.scale > 1:
        return None
    units, tens = tokens[amount.first].number, peek(tokens, amount.first + 1).number
    if units is None or units.role != "unit" or tens is None or tens.role != "tens":
        return None
    after = peek(tokens, amount.last)
    if amount.value != units.value + tens.value or after.conjunction or after.text == "و":
        return None
    return amount.but(value=units.value, high=tens.value)


@rule(
    "ar-one-and-more",
    reads="a single unit after “between” or “from”, and how many of it at most",
    must=("بالسجن مددا تتراوح بين سنة وسبع سنوات", "رفع العقوبة من سنة إلى ثلاث سنوات"),
    leaves="بين المدينة وسبع قرى",
)
def one_and_more(page: Page, amount: Amount) -> Amount | None:
    """بين سنة وسبع سنوات, من ساعة إلى ثلاث ساعات."""
    tokens, at = page.tokens, amount.first - 1
    opener: Literal["between", "from"] = "between"
    if at >= 0 and tokens[at].sense("to") is not None:
        at, opener = at - 1, "from"
    elif at >= 0 and tokens[at].text == "و":
        at -= 1  # بين سنة و7 سنوات
    elif not tokens[amount.first].conjunction:
        return None
    if at < 1 or amount.kind != "measure" or amount.high is not None or amount.value <= 1 or at in page.taken:
        return None
    noun = tokens[at]
    sense = noun.sense("measure")
    one = sense is not None and sense.count is None and sense.value == amount.unit and not noun.definite
    return amount.but(first=at, value=ONE, high=amount.value) if one and tokens[at - 1].sense(opener) else None


ONE_NUMERAL = (unit_and_ten, one_and_more)
RANGES = (season, dash_range, to_range, glued, between_range)
