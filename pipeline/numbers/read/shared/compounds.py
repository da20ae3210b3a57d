"""Units of more than one word: "miles per second", كيلومتر في الساعة, "mm2", "km^2", "metres squared"."""

from __future__ import annotations

from pipeline.numbers.lexicon import unit_table, word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.tokens import Token

_PER = {"per", "/", "a", "an", "في", "لكل", "كل"}
_DIVISORS = {"mass", "volume", "length", "area"}
_POWERS = {"2": "square", "3": "cubic", "squared": "square", "cubed": "cubic"}
PERIODS = ("day", "week", "month", "year")
_NEAR = 4
"""Tokens before a number of pounds in which a word of weighing is looked for."""


def squared(tokens: list[Token], index: int) -> bool:
    """Whether the digit at `index` is the exponent of a unit, as in "3136 mm2", "20 J/m^2"."""
    if index < 2 or tokens[index].spaced or tokens[index].text not in _POWERS:
        return False
    at = index - 1
    if tokens[at].text == "^" and not tokens[at].spaced:
        return tokens[at - 1].kind == "word"
    sense = tokens[at].sense("measure")
    return sense is not None and (tokens[at - 1].kind == "digits" or tokens[at - 1].number is not None)


def compound_unit(tokens: list[Token], amount: Amount, taken: set[int]) -> None:
    """ "miles per second", "كيلومتر في الساعة", "mm2": a unit that goes on after the noun."""
    at = amount.last
    if amount.kind != "measure" or amount.unit is None or at >= len(tokens):
        return
    units = unit_table()
    marked = tokens[at].text == "^" and at + 1 < len(tokens)
    power = _POWERS.get(tokens[at + marked].text)
    glued = tokens[at].kind == "word" or not tokens[at].spaced
    if power is not None and glued and units[amount.unit].dimension == "length":
        amount.unit, amount.last = f"{power}-{amount.unit}", at + marked
    elif at + 1 < len(tokens) and tokens[at].text in _PER and units[amount.unit].dimension not in ("time", "angle"):
        divisor = tokens[at + 1].sense("measure")
        if divisor is None or at + 1 in taken or divisor.count is not None:
            return
        dimension = units[divisor.value].dimension
        if dimension != "time" and not (dimension in _DIVISORS and tokens[at].text in ("per", "/", "لكل")):
            return
        after = tokens[at + 2] if at + 2 < len(tokens) else None
        if tokens[at].text == "في" and after is not None and (after.kind == "digits" or after.text == "و"):
            return  # "... في الساعة 3", "... في دقيقة و46 ثانية"
        amount.unit, amount.last = f"{amount.unit}-per-{divisor.value}", at + 1
    elif (rate := rate_adverb(tokens[at])) is not None and units[amount.unit].dimension not in ("time", "angle"):
        amount.unit = f"{amount.unit}-per-{rate}"
    else:
        return
    amount.last += 1
    taken.update(range(at, amount.last))


def rate_adverb(token: Token) -> str | None:
    """The unit of time of an adverb: يوميا is per day."""
    return next((unit for unit in PERIODS if token.text in word_list(f"per_{unit}")), None)


def is_weight(tokens: list[Token], first: int, at: int) -> bool:
    """Whether the pounds at `at`, counted from `first` on, weigh: "six pounds of butter", "weighs 20 pounds"."""
    if not tokens[at].text.startswith("pound"):
        return False
    after = [token.text for token in tokens[at + 1 : at + 2]]
    near = [token.text for token in tokens[max(first - _NEAR, 0) : first]]
    if ";" in near or "." in near:
        near = []
    return after == ["of"] or not word_list("of_weight").isdisjoint((*near, *after))
