"""English ranges."""

from __future__ import annotations

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.ranges import YEARS, between_range, dash_range, is_spaced_hyphen, season, to_range


@rule(
    "en-dash-range",
    reads="two ends with a dash between, but no dash of prose",
    must=("7–9 million people", "They won 3-1."),
    leaves="five million - 20 dollars each",
)
def dash(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "7–9 million", "3-1"; not "two men - 20 dollars each"."""
    prose = is_spaced_hyphen(page, left, right) and not left.plain and left.unit != right.unit
    return None if prose else dash_range.apply(page, left, right)


@rule(
    "en-to-range",
    reads="two ends with “to” between, but not what a thing changed by and what it changed to",
    must=("from 10 to 20 people", "It rose by 5 to 10 percent."),
    leaves="They fell from 26,600 in 2023 to 11,300.",
)
def to(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "from 10 to 20"; not "by 15,000 pounds to 75,000"."""
    led = page.tokens[left.first - 1].text if left.first else ""
    if led == "by" and left.unit is not None and right.unit is None:
        return None
    if led == "in" and left.unit is None and left.value in YEARS and right.value not in YEARS:
        return None  # "from 26,600 in 2023 to 11,300"
    return to_range.apply(page, left, right)


RANGES = (season, dash, to, between_range)
