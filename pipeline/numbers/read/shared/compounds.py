"""Units of more than one word: "miles per second", كيلومتر في الساعة, "mm2", "km^2", "metres squared"."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from pipeline.numbers.lexicon import ListName, dimension_of, unit_of, word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.tokens import Token, peek

_DIVISORS = {"mass", "volume", "length", "area"}
_UNDIVIDED = ("time", "angle")
_POWERS = {"2": "square", "3": "cubic"}
PERIODS = ("day", "week", "month", "year")
_ADVERBS: dict[str, ListName] = {"day": "per_day", "week": "per_week", "month": "per_month", "year": "per_year"}


def _power(text: str) -> str | None:
    """ "square" or "cubic" for an exponent in digits or in words."""
    if text in _POWERS:
        return _POWERS[text]
    return "square" if text in word_list("squared") else "cubic" if text in word_list("cubed") else None


def squared(tokens: list[Token], index: int) -> bool:
    """Whether the digit at `index` is the exponent of a unit, as in "3136 mm2", "20 J/m^2"."""
    if index < 2 or tokens[index].spaced or tokens[index].text not in _POWERS:
        return False
    at = index - 1
    if tokens[at].text == "^" and not tokens[at].spaced:
        return tokens[at - 1].kind == "word"
    sense = tokens[at].sense("measure")
    return sense is not None and (tokens[at - 1].kind == "digits" or tokens[at - 1].number is not None)


def compound_unit(tokens: list[Token], amount: Amount, taken: AbstractSet[int]) -> Amount:
    """`amount` with a unit that goes on after the noun: "miles per second", "كيلومتر في الساعة", "mm2"."""
    at = amount.last
    if amount.kind != "measure" or amount.unit is None or at >= len(tokens):
        return amount
    known = unit_of(amount.unit)
    dimension = "" if known is None else known.dimension
    if dimension == "length":
        marked = tokens[at].text == "^"
        power = _power(peek(tokens, at + marked).text)
        if power is not None and (tokens[at].kind == "word" or not tokens[at].spaced):
            return amount.but(unit=f"{power}-{amount.unit}", last=at + marked + 1)
    if dimension in _UNDIVIDED:
        return amount
    if tokens[at].text in word_list("per") and at + 1 < len(tokens):
        divisor = _divisor(tokens, at, taken)
        return amount if divisor is None else amount.but(unit=f"{amount.unit}-per-{divisor}", last=at + 2)
    rate = rate_adverb(tokens[at])
    return amount if rate is None else amount.but(unit=f"{amount.unit}-per-{rate}", last=at + 1)


def _divisor(tokens: list[Token], at: int, taken: AbstractSet[int]) -> str | None:
    """The unit after the "per" at `at`: any of time, others only after "per" itself."""
    sense = tokens[at + 1].sense("measure")
    if sense is None or at + 1 in taken or sense.count is not None:
        return None
    dimension = dimension_of(sense.value)
    if dimension != "time" and not (dimension in _DIVISORS and tokens[at].text in word_list("per_unit")):
        return None
    after = peek(tokens, at + 2)
    if after.number is not None and after.number.value == 1:
        after = peek(tokens, at + 3)  # في دقيقة واحدة و46 ثانية
    goes_on = after.text in word_list("and") or (after.conjunction and after.number is not None)
    if tokens[at].text in word_list("per_or_in") and (after.kind == "digits" or goes_on):
        return None  # "... في الساعة 3", "... في دقيقة و46 ثانية"
    return sense.value


def rate_adverb(token: Token) -> str | None:
    """The unit of time of an adverb: يوميا is per day."""
    return next((unit for unit, name in _ADVERBS.items() if token.text in word_list(name)), None)
