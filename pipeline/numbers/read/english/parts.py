"""English parts of periods: "mid-2024", "the end of 2024", "early in the 20th century"."""

from __future__ import annotations

from pipeline.numbers.lexicon.changes import part_words
from pipeline.numbers.quantity import Part
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.changes import has_parts
from pipeline.numbers.text.tokens import peek

_GLUED = {"early", "mid", "late"}
_BETWEEN = {"the", "of", "in", "on", "this", "year", "month", "his", "her", "their", "fiscal", "fy", "a", "its", "my"}
_REACH = 4


@rule(
    "en-part",
    reads="the part of a period before its name",
    must=("by the end of 2024", "in mid-January"),
    leaves="in 2024",
)
def part(page: Page, amount: Amount) -> Amount | None:
    """ "mid-2024", "the end of 2024", "early in the 20th century", "in his late 30s"."""
    if not has_parts(amount):
        return None
    tokens, at = page.tokens, amount.first - 1
    words = part_words("en")
    of = False
    for _ in range(_REACH):
        token = peek(tokens, at)
        found: Part | None = words.get(token.text)
        if found is not None:
            if token.text in _GLUED or of:
                return amount.but(part=found)
            return amount.but(part=found) if token.text == "end" and peek(tokens, at + 1).text == "-" else None
        if token.text == "-":
            pass
        elif token.text not in _BETWEEN:
            return None
        of = of or token.text == "of"
        at -= 1
    return None


PARTS = (part,)
