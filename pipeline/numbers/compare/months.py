"""Parts of a year that a text tells by their first and last month: "between April and June" for الربع الثاني."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.numbers.compare.dates import is_month
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.tokens import Token, peek, token_at

_LENGTHS = {"quarter": 3, "half": 6}
_YEAR, _QUARTERS = 12, 4
_QUARTER_NOUNS = ("الفصل", "للفصل", "بالفصل", "والفصل")
"""A quarter of a year, in Lebanon and among bankers."""
_FIRST = ("first", "الاولي", "الاولين", "الاوليين", "الاولان")


def is_told_by_months(
    figure: Quantity, own: Sequence[Token], others: Iterable[Quantity], other: Sequence[Token]
) -> bool:
    """Whether `figure`, of the text with tokens `own`, is a part of the year that the other text tells by its first and
    last month, or such a month: July and September for the third quarter, January and September for nine months.
    """
    if is_month(figure):
        periods = (period for period in others if figure.value in (_ends(period, other) or ()))
        return any(_names_ends(period, other, own) for period in periods)
    return _names_ends(figure, own, other)


def _names_ends(period: Quantity, tokens: Sequence[Token], other: Sequence[Token]) -> bool:
    ends = _ends(period, tokens)
    return ends is not None and ends <= _months(other)


def _ends(period: Quantity, tokens: Sequence[Token]) -> set[int] | None:
    if period.value is None or period.high is not None or period.value.denominator != 1:
        return None
    count = int(period.value)
    if period.kind == "measure" and period.unit == "month":
        return {1, count} if 1 < count < _YEAR and _are_first(period, tokens) else None
    if period.kind == "ordinal" and period.unit is None and count <= _QUARTERS:
        named = peek(tokens, token_at(tokens, period.start) - 1).text in _QUARTER_NOUNS
        return {3 * count - 2, 3 * count} if named else None  # في الفصل الثالث
    length = _LENGTHS.get(period.unit or "") if period.kind == "period" else None
    return None if length is None else {length * (count - 1) + 1, length * count}


def _are_first(months: Quantity, tokens: Sequence[Token]) -> bool:
    """Whether months are the first of their year: الأشهر التسعة الأولى, "the first nine months"."""
    at = token_at(tokens, months.start)
    after = peek(tokens, token_at(tokens, months.end))
    return after.text in _FIRST or (at > 0 and tokens[at - 1].text in _FIRST)


def _months(tokens: Sequence[Token]) -> set[int]:
    """The months that a text names, also under a name that is another word ("may", "march")."""
    senses = (token.sense("month") for token in tokens if token.senses)
    return {int(sense.value) for sense in senses if sense is not None and sense.value.isdecimal()}
