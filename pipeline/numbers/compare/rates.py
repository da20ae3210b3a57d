"""How often an amount falls due, as two texts say it: "$9.99 a month", 600 ألف سائح سنويا."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.shared.compounds import PERIODS, rate_adverb
from pipeline.numbers.text.tokens import Token, token_at

_EACH = {"a", "an", "per", "each", "every", "كل", "لكل"}
_NOT_AFTER = {"ago", "earlier", "later", "before", "after", "on", "from now"}
_HOUR = "hour"
_LONGEST_NOUN = 2
"""Words between the figure and how often: "600,000 foreign tourists a year"."""


_HOW_OFTEN = re.compile(
    "يومي|سبوعي|شهري|سنوي|كل |daily|weekly|monthly|annual|yearly|"
    "(?: an?|-a|per|each|every)[ -](?:hour|day|week|month|year)"
)


def may_recur(text: str) -> bool:
    """Whether `text` holds anything that says how often; a quick test, which lets too much through."""
    return _HOW_OFTEN.search(text) is not None


def rate_after(tokens: Sequence[Token], quantity: Quantity) -> str | None:
    """The unit of time, "day" to "year", in which `quantity` falls due again; None where the text does not say."""
    at = token_at(tokens, quantity.end)
    led = at < len(tokens) and tokens[at].text in word_list("of")  # 300 ألف متر مكعب من المياه المحلاة يوميا
    for index in range(at, min(at + _LONGEST_NOUN + 1 + led, len(tokens))):
        token = tokens[index]
        if token.kind not in ("word", "symbol") or token.number is not None:
            return None
        if (period := rate_adverb(token)) is not None:
            return period
        if token.text in _EACH:
            return _named(tokens, index + 1)
        if index == at and token.text in word_list("of"):
            continue  # 90 ألف لتر من الديزل يوميا
        if token.text != "-" and (token.kind == "symbol" or token.text in word_list("after_bare_figure")):
            return None
    return None


def _named(tokens: Sequence[Token], index: int) -> str | None:
    """The period after "a" or "-a-"; "a year ago" is a date."""
    index += index < len(tokens) and tokens[index].text == "-"
    sense = tokens[index].sense("measure") if index < len(tokens) else None
    following = [token.text for token in tokens[index + 1 : index + 3]]
    dated = not _NOT_AFTER.isdisjoint((*following[:1], " ".join(following)))
    if dated or sense is None or sense.count is not None or sense.value not in (*PERIODS, _HOUR):
        return None
    return sense.value
