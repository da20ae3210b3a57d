"""English words that only look like numbers. Each rule gives an empty tuple where the word at `index` is no number."""

from __future__ import annotations

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.lookalikes import unit_after_count as unit_after_count
from pipeline.numbers.read.shared.units import unit_sense
from pipeline.numbers.text.tokens import Token, peek

_RATES = {"per", "a", "every"}
_VERBS = ("won",)
"""Names of currencies that are verbs too: "won a second term"."""


@rule(
    "en-rate-second",
    reads="“second”, a unit of time, in a rate",
    must=("It runs 30 metres a second.", "a hundredth of a second behind the winner"),
    leaves="He wants a second term.",
)
def rate_second(page: Page, index: int) -> tuple[Amount, ...] | None:
    """ "miles a second", not "a second term"."""
    tokens, token = page.tokens, page.tokens[index]
    before = tokens[index - 1].text if index else ""
    if before not in _RATES or token.number is None or token.number.role != "ordinal" or unit_sense(token) is None:
        return None
    following = peek(tokens, index + 1)
    if token.text == "second" and before == "a" and _is_part(tokens, index - 2):
        return ()  # "a hundredth of a second behind the fastest"
    ends = following.kind != "word" and following.text != "-"  # "a second-half goal"
    rate = index > 1 and unit_sense(tokens[index - 2]) is not None and tokens[index - 2].text not in _VERBS
    return () if rate or (token.text == "second" and (before != "a" or ends)) else None


def _is_part(tokens: list[Token], index: int) -> bool:
    """Whether "of" stands at `index` behind a fraction: "two hundredths of"."""
    part = peek(tokens, index - 1)
    told = part.text == "fraction" or (
        part.number is not None and part.number.role in ("ordinal", "fraction_plural", "fraction")
    )
    return index > 0 and tokens[index].text == "of" and told


LOOKALIKES = (rate_second, unit_after_count)
