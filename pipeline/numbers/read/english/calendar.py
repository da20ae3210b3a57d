"""English centuries, decades, quarters and halves, and the era before its year."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import SenseKind, word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.calendar import (
    four_digits,
    hijri_letter,
    hijri_year,
    period,
    with_era,
    year_in_metres,
    year_with_era,
)
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_ORDINAL_ENDINGS = {"st", "nd", "rd", "th"}
_FINALS = {"final", "finals", "finalist", "finalists"}
_LAST_CENTURY = 1900
_CENTURIES, _PARTS = ("century", "centuries"), ("quarter", "half", "quarters")
_HALVES = {"former": 1, "opening": 1, "latter": 2, "closing": 2}
_MILLENNIUM = "millennium"
_DASHES = ("-", "–")
_ERAS_BEFORE: tuple[SenseKind, ...] = ("bc", "ad", "ah")


@rule(
    "en-decade-named",
    reads="a decade in a word, with the century that is named after it",
    must=("in the nineties", "the thirties of the 19th century"),
    leaves="the 1930s",
)
def decade_named(page: Page, amount: Amount) -> Amount | None:
    """ "the nineties", "the thirties of the last century"; alone it may be an age."""
    if amount.kind != "period" or amount.unit != "decade" or amount.value >= 100:
        return None
    return _in_century(page.tokens, amount, amount.value)


@rule(
    "en-decade-digits",
    reads="a decade in digits",
    must=("the 1990s", "in his 40s"),
    leaves="the year 1990",
)
def decade_digits(page: Page, amount: Amount) -> Amount | None:
    """ "the 1990s", "the 1990's", "in his 40s"."""
    tokens = page.tokens
    before, at = tokens[amount.first - 1] if amount.first else NOTHING, amount.last
    if peek(tokens, at).text == "'" and before.text == "the":
        at += 1
    plural = peek(tokens, at)
    aged = before.text == "-" and amount.first > 1 and tokens[amount.first - 2].text in word_list("age_bound")
    if aged or before.text in word_list("age_bound"):
        return None  # "the under-20s"
    if plural.text != "s" or amount.kind != "cardinal" or not amount.plain or plural.spaced or amount.value % 10:
        return None
    decade = amount.but(kind="period", unit="decade", last=at + 1, plain=False)
    return _in_century(tokens, decade, amount.value) if amount.value < 100 else decade


def _in_century(tokens: list[Token], decade: Amount, tens: Fraction) -> Amount:
    named = _named_century(tokens, decade.last)
    if named is not None:
        return decade.but(value=tens + named[0], last=named[1])
    return decade.but(value=tens + _LAST_CENTURY, readings=(Reading(tens, "tens"),))  # "in her forties"


def _named_century(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """The first year of the century that an English decade names after it ("of the 20th century"), and its end."""
    words = [token.text for token in tokens[at : at + 5]]
    if words[:2] != ["of", "the"] or len(words) < 4:
        return None
    if words[2:4] in (["last", "century"], ["past", "century"]):
        return _LAST_CENTURY, at + 4
    number = tokens[at + 2].number
    if words[3] == "century" and number is not None and number.role == "ordinal":
        return (int(number.value) - 1) * 100, at + 4
    if words[3] in _ORDINAL_ENDINGS and words[4:] == ["century"] and words[2].isdigit() and len(words[2]) <= 2:
        return (int(words[2]) - 1) * 100, at + 5
    return None


def _noun_after(tokens: list[Token], amount: Amount) -> tuple[Token, int]:
    """The word after an amount, past a hyphen, and its index."""
    at = amount.last + (peek(tokens, amount.last).text in _DASHES)
    return peek(tokens, at), at


@rule("en-century", reads="a century", must=("in the 19th century", "the third century BC"), leaves="for a century")
def century(page: Page, amount: Amount) -> Amount | None:
    """ "the 19th century"."""
    noun, at = _noun_after(page.tokens, amount)
    if amount.kind != "ordinal" or noun.text not in _CENTURIES:
        return None
    return with_era(page.tokens, period(amount, "century", last=at + 1))


@rule(
    "en-millennium",
    reads="a millennium with its ordinal",
    must=("in the third millennium", "the 2nd millennium BC"),
    leaves="a new millennium",
)
def millennium(page: Page, amount: Amount) -> Amount | None:
    """ "the third millennium"."""
    noun, at = _noun_after(page.tokens, amount)
    ordinal = amount.kind == "ordinal" and noun.text == _MILLENNIUM
    return period(amount, _MILLENNIUM, last=at + 1) if ordinal else None


@rule(
    "en-quarter-or-half",
    reads="a quarter or a half in a row",
    must=("in the third quarter", "in the second half"),
    leaves="three quarters of it",
)
def quarter_or_half(page: Page, amount: Amount) -> Amount | None:
    """ "the third quarter"."""
    noun, at = _noun_after(page.tokens, amount)
    if amount.kind != "ordinal" or noun.text not in _PARTS:
        return None
    return period(amount, noun.text.rstrip("s"), last=at + 1)


@rule(
    "en-half-named",
    reads="a half in a row without its number",
    must=("in the latter half of May", "the opening half"),
    leaves="the better half",
)
def half_named(page: Page, amount: Amount) -> Amount | None:
    """ "the latter half"."""
    place = _HALVES.get(peek(page.tokens, amount.first - 1).text)
    if place is None or page.tokens[amount.first].text != "half" or amount.last != amount.first + 1:
        return None
    return amount.but(kind="period", unit="half", value=Fraction(place), first=amount.first - 1)


@rule(
    "en-part-of-final",
    reads="a half or a quarter of the final",
    must=("in the half final", "a quarter finalist"),
    leaves="half of the finals",
)
def part_of_final(page: Page, amount: Amount) -> Amount | None:
    """ "half final"."""
    noun, at = _noun_after(page.tokens, amount)
    return amount.but(unit="final", last=at + 1) if amount.kind == "fraction" and noun.text in _FINALS else None


@rule("en-era-before", reads="a number after its era", must=("in AD 79", "on 24 Rajab A.H. 1436"), leaves="in 79 AD")
def era_before(page: Page, amount: Amount) -> Amount | None:
    """ "AD 79"."""
    before = peek(page.tokens, amount.first - 1)
    era = next((kind for kind in _ERAS_BEFORE if before.sense(kind) is not None), None)
    if era is None or not amount.plain or amount.kind != "cardinal" or amount.unit is not None:
        return None
    if amount.value.denominator != 1:
        return None
    return amount.but(kind="year", unit=None if era == "ad" else era, plain=False)


PERIODS = (decade_named, decade_digits, century, millennium, quarter_or_half, half_named, part_of_final)
YEARS = (year_in_metres, year_with_era, hijri_letter, hijri_year, era_before, four_digits)
