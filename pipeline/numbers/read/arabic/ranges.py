"""Arabic ranges."""

from __future__ import annotations

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.ranges import between_range, dash_range, glued_range, season, to_range


@rule(
    "ar-glued-range",
    reads="two ends of which the second has لـ before it",
    must=("من عشرة لعشرين", "من خمسة لستة أيام"),
    leaves="عشرة لعشرين",
)
def glued(page: Page, left: Amount, right: Amount) -> Amount | None:
    """من عشرة لعشرين."""
    return glued_range(page, left, right, "ل")


RANGES = (season, dash_range, to_range, glued, between_range)
