"""English parts of periods: "mid-2024", "the end of 2024", "early in the 20th century"."""

from __future__ import annotations

from pipeline.numbers.lexicon.changes import part_of, part_words
from pipeline.numbers.quantity import Part
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.changes import has_parts, listed
from pipeline.numbers.text.tokens import Token, peek

_GLUED = {"early", "mid", "late"}
_BETWEEN_TWO = ("to", "and", "or", "-", "–", "/")
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
            glued = token.text in _GLUED or (token.text == "end" and peek(tokens, at + 1).text == "-")
            named = (of or glued) and not _is_stretch(tokens, at)
            return amount.but(part=found) if named else None
        if token.text == "-":
            pass
        elif not listed(token, "part_between", "en"):
            return None
        of = of or token.text == "of"
        at -= 1
    return None


def _is_stretch(tokens: list[Token], at: int) -> bool:
    """Whether the part at `at` ends a stretch of two: "mid to late 2024", but not "start in early 2024"."""
    return peek(tokens, at - 1).text in _BETWEEN_TWO and part_of(peek(tokens, at - 2).text, "en") is not None


PARTS = (part,)
