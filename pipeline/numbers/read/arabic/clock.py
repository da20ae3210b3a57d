"""Arabic clock times in words: الساعة الثامنة والنصف مساء, الخامسة إلا ربعا, الثامنة وعشر دقائق."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic.numerals import adjective
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.clock import as_time, before_meridian, is_dotted, may_be_hour, military_time
from pipeline.numbers.read.shared.joins import end_before
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_MINUS_PARTS = {
    word: part
    for part, words in ((Fraction(1, 4), ("ربعا", "الربع", "ربع")), (Fraction(1, 3), ("ثلثا", "الثلث", "ثلث")))
    for word in words
}
"""السابعة إلا ربعا: what is taken from the hour."""
_AND, _LONGEST_MINUTES = "و", 5
_EXCEPT, _FROM, _SMALL_HOURS = "الا", "من", "الساعات"
_AND_PARTS = ("والنصف", "والربع", "والثلث")
_BY_TIME_OF = ("بتوقيت", "بالتوقيت", "توقيت")
_SMALLEST_PART = 4
"""The denominator of the smallest part that is added to an hour: والربع."""


@rule(
    "ar-hour",
    reads="an hour after الساعة, before a part of the day, or with a part of an hour",
    must=("الساعة الخامسة", "في الثامنة والنصف مساء"),
    leaves="الساعات الأولى من الصباح",
)
def hour(page: Page, amount: Amount) -> Amount | None:
    """الساعة الثامنة والنصف."""
    if amount.rule == adjective.name or not may_be_hour(page, amount) or not _is_told(page.tokens, amount):
        return None
    time = as_time(page.tokens, amount)
    return time if is_dotted(page.tokens, amount) else _with_part(page.tokens, time)


def _is_told(tokens: list[Token], amount: Amount) -> bool:
    """Whether the words around say that a bare number is an hour."""
    before, at = tokens[amount.first - 1] if amount.first else NOTHING, amount.last
    if before.text == _SMALL_HOURS:
        return False
    if before.sense("clock-word") is not None and (amount.plain or amount.definite):
        return not _is_first_of(tokens, amount)
    if amount.definite and amount.kind == "ordinal" and tokens[at - 1].text.endswith("ه"):
        nxt, beyond = peek(tokens, at), peek(tokens, at + 1)
        if nxt.text == _EXCEPT and (beyond.text in _MINUS_PARTS or beyond.number is not None):
            return True  # الخامسة إلا ربعا, التاسعة إلا عشر دقائق
        if amount.value <= 12 and (nxt.text in _AND_PARTS or nxt.text in _BY_TIME_OF):
            return True
    if amount.definite and amount.kind == "ordinal" and _are_minutes(tokens, at):
        at = _after_minutes(tokens, at)  # الثالثة وخمس دقائق عصرا
    limit = at + 2
    while at < limit and (peek(tokens, at).text == _FROM or peek(tokens, at).text in _AND_PARTS):
        at += 1
    return at < len(tokens) and before_meridian(tokens[at], amount)


def _is_first_of(tokens: list[Token], amount: Amount) -> bool:
    """الساعة الأولى من المباراة: the first hour of a thing; not of a morning or a day."""
    nxt, of = peek(tokens, amount.last), peek(tokens, amount.last + 1)
    if amount.kind != "ordinal" or amount.value != 1 or nxt.text != _FROM:
        return False
    return not before_meridian(of, amount) and of.sense("measure") is None and of.sense("weekday") is None


def _are_minutes(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].conjunction or tokens[at].text == _AND) and _after_minutes(tokens, at) > at


def _after_minutes(tokens: list[Token], at: int) -> int:
    """Where minutes that "و" adds at `at` end: وخمس دقائق, و25 دقيقة; `at` itself where there are none."""
    for noun in range(at + 1, min(at + _LONGEST_MINUTES, len(tokens))):
        sense = tokens[noun].sense("measure")
        if sense is not None:
            return noun + 1 if sense.value == "minute" else at
    return at


def _with_part(tokens: list[Token], time: Amount) -> Amount:
    """الثامنة والنصف, والربع, إلا الربع."""
    token = peek(tokens, time.last)
    less = _MINUS_PARTS.get(peek(tokens, time.last + 1).text) if token.text == _EXCEPT else None
    if less is not None:
        return time.but(value=time.value - less, last=time.last + 2)
    number = token.number
    if token.conjunction and number is not None and number.role == "fraction" and number.value <= _SMALLEST_PART:
        return time.but(value=time.value + 1 / number.value, last=time.last + 1)
    return time


@rule(
    "ar-hour-and-minutes",
    reads="minutes added to an hour or taken from it",
    must=("الساعة الثامنة وعشر دقائق", "التاسعة إلا خمس دقائق"),
    leaves="الساعة الثامنة",
)
def hour_and_minutes(page: Page, time: Amount, minutes: Amount) -> Amount | None:
    """الثامنة وعشر دقائق, التاسعة إلا خمس دقائق."""
    tokens = page.tokens
    if time.kind != "time" or time.rule != hour.name or minutes.unit != "minute":
        return None
    if time.value.denominator != 1 or not 1 <= minutes.value < 60:
        return None
    less = minutes.first == time.last + 1 and tokens[time.last].text == _EXCEPT
    added = end_before(tokens, minutes) == time.last
    if not less and not added:
        return None
    return time.but(value=time.value + (-minutes.value if less else minutes.value) / 60, last=minutes.last)


HOURS = (military_time, hour)
MINUTES = (hour_and_minutes,)
