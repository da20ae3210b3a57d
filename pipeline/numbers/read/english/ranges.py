"""English ranges."""

from __future__ import annotations

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.ranges import between_range, dash_range, is_spaced_hyphen, season, to_range


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


RANGES = (season, dash, to_range, between_range)
