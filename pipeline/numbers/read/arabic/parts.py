"""Arabic parts of periods: منتصف عام 2024, مطلع القرن العشرين, أواخر يناير."""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.lexicon.changes import part_of
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.changes import has_parts, listed
from pipeline.numbers.text.tokens import peek

_REACH = 3


@rule(
    "ar-part",
    reads="the part of a period before its name",
    must=("منتصف عام 2024", "في مطلع القرن العشرين"),
    leaves="في عام 2024",
)
def part(page: Page, amount: Amount) -> Amount | None:
    """منتصف عام 2024, أواخر الثلاثينيات."""
    if not has_parts(amount):
        return None
    at = amount.first - 1
    for _ in range(_REACH):
        token = peek(page.tokens, at)
        found = part_of(token.text, "ar") if token.kind == "word" else None
        if found is not None:
            return amount.but(part=found)
        if not listed(token, "part_between", "ar") and token.stem not in word_list("year_noun"):
            return None
        at -= 1
    return None


PARTS = (part,)
