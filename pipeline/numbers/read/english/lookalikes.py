"""English words that only look like numbers. Each rule gives an empty tuple where the word at `index` is no number."""

from __future__ import annotations

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.lookalikes import unit_after_count as unit_after_count
from pipeline.numbers.read.shared.units import unit_sense
from pipeline.numbers.text.tokens import peek

_RATES = {"per", "a", "every"}
_VERBS = ("won",)
"""Names of currencies that are verbs too: "won a second term"."""


@rule(
    "en-rate-second",
    reads="“second”, a unit of time, in a rate",
    must=("It runs 30 metres a second.", "Every second counts."),
    leaves="He wants a second term.",
)
def rate_second(page: Page, index: int) -> tuple[Amount, ...] | None:
    """ "miles a second", not "a second term"."""
    tokens, token = page.tokens, page.tokens[index]
    before = tokens[index - 1].text if index else ""
    if before not in _RATES or token.number is None or token.number.role != "ordinal" or unit_sense(token) is None:
        return None
    following = peek(tokens, index + 1)
    ends = following.kind != "word" and following.text != "-"  # "a second-half goal"
    rate = index > 1 and unit_sense(tokens[index - 2]) is not None and tokens[index - 2].text not in _VERBS
    return () if rate or (token.text == "second" and (before != "a" or ends)) else None


LOOKALIKES = (rate_second, unit_after_count)
