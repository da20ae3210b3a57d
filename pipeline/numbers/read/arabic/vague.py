"""Arabic magnitudes without a count: عشرات الآلاف."""

from __future__ import annotations

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.vague import multiplied


@rule(
    "ar-tens-of-thousands",
    reads="two vague magnitudes side by side",
    must=("عشرات الآلاف من الناس", "مئات الملايين"),
    leaves="آلاف وملايين",
)
def tens_of_thousands(page: Page, left: Amount, right: Amount) -> Amount | None:
    """عشرات الآلاف."""
    return multiplied(page.tokens, left, right) if left.last == right.first else None
