"""English clock times in words: "half past five", "9 o'clock", "11.30 am", "0930 hours"."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.clock import as_time, before_meridian, may_be_hour, military, military_time
from pipeline.numbers.text.tokens import Token, peek

_BEFORE_MILITARY = {"at", "by", "until", "till", "before", "after", "from", "since", "around", "between", "to", "and"}
_BEFORE_TIME = {"at", "by", "until", "till", "before"}
_PARTS_OF_HOUR = {"half": 30, "quarter": 15}
_AT_MINUTES = (5, 10, 20, 25)


@rule(
    "en-part-past",
    reads="a half or a quarter past or to an hour",
    must=("at quarter past five", "at quarter to six"),
    leaves="ten past nine",
)
def part_past(page: Page, amount: Amount) -> Amount | None:
    """ "half past five"; "a quarter to six", where the quarter has been read as a fraction."""
    tokens, at = page.tokens, amount.first - 1
    if not _is_hour_after(tokens, amount):
        return None
    minutes = _PARTS_OF_HOUR.get(tokens[at - 1].text)
    if minutes is None or at - 1 in page.taken:
        return None
    first = at - 1 - (at > 1 and tokens[at - 2].text == "a")
    return _past_or_to(tokens, amount, minutes, first)


@rule(
    "en-minutes-past",
    reads="minutes past or to an hour",
    must=("at ten past nine", "at ten to nine"),
    leaves="ten to nine",
)
def minutes_past(page: Page, left: Amount, amount: Amount) -> Amount | None:
    """ "ten past nine", "half past five"."""
    tokens = page.tokens
    if left.last != amount.first - 1 or not _is_hour_after(tokens, amount):
        return None
    part = _PARTS_OF_HOUR.get(tokens[left.last - 1].text)
    if part is not None:
        first = left.last - 1 - (left.last > 1 and tokens[left.last - 2].text == "a")
        return _past_or_to(tokens, amount, part, min(left.first, first))
    if left.value.denominator != 1 or not 1 <= left.value <= 30:
        return None
    if left.kind != "cardinal" and left.unit != "minute":
        return None
    if tokens[left.last].text == "to" and not _at_minutes(tokens, left):
        return None
    return _past_or_to(tokens, amount, int(left.value), left.first)


def _is_hour_after(tokens: list[Token], amount: Amount) -> bool:
    """Whether "past" or "to" stands before an hour."""
    led = amount.first > 1 and tokens[amount.first - 1].text in ("past", "to")
    return led and amount.kind == "cardinal" and amount.unit is None and 1 <= amount.value <= 12


def _past_or_to(tokens: list[Token], hour: Amount, minutes: int, first: int) -> Amount:
    part = Fraction(minutes, 60)
    past = tokens[hour.first - 1].text == "past"
    return Amount(first, hour.last, hour.value + (part if past else -part), kind="time")


def _at_minutes(tokens: list[Token], minutes: Amount) -> bool:
    """ "at ten to nine"; "ten to nine" alone is a vote or a range."""
    led = minutes.first > 0 and tokens[minutes.first - 1].text in _BEFORE_TIME
    return led and minutes.value in _AT_MINUTES and tokens[minutes.first].kind == "word"


@rule(
    "en-military-hours",
    reads="a time in four digits before “hours”",
    must=("at 1630 hours", "0930 hours"),
    leaves="flew 1500 hours",
)
def military_hours(page: Page, amount: Amount) -> Amount | None:
    """ "0930 hours"; "flew 1500 hours" is no time."""
    tokens = page.tokens
    text = tokens[amount.first].text
    if amount.unit != "hour" or len(text) != 4 or not text.isdigit() or amount.last - amount.first != 2:
        return None
    if amount.value >= 2400 or amount.value % 100 >= 60 or not tokens[amount.last - 1].text.isascii():
        return None
    led = text[0] == "0" or (amount.first > 0 and tokens[amount.first - 1].text in _BEFORE_MILITARY)
    return military(amount) if led else None


@rule(
    "en-hour",
    reads="a bare number before am, pm or o'clock",
    must=("at 9 o'clock", "at 11.30 am"),
    leaves="9 ampersands",
)
def hour(page: Page, amount: Amount) -> Amount | None:
    """ "9 o'clock", "11.30 am"."""
    if not may_be_hour(page, amount):
        return None
    tokens = page.tokens
    if amount.first and tokens[amount.first - 1].sense("clock-word") is not None and amount.plain:
        return as_time(tokens, amount)
    nxt = peek(tokens, amount.last)
    clock = nxt.text == "o" and tokens[amount.last : amount.last + 3][-1].text == "clock"
    told = clock or nxt.text == "o'clock" or before_meridian(nxt, amount)
    return as_time(tokens, amount) if told else None


PAST = (minutes_past,)
HOURS = (part_past, military_hours, military_time, hour)
