"""Clock times in digits, and the half of the day. Values are hours after midnight."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import Token, peek

NOON = 12
_DAY = 25
"""Hours from here on are no time of day."""


@rule(
    "stopwatch",
    reads="minutes and seconds, told by the decimals or by the unit after them",
    must=("He ran it in 2:11.60.", "استغرقت 4:32 دقائق"),
    leaves="It begins at 4:32.",
)
def stopwatch(page: Page, minutes: Amount, seconds: Amount) -> Amount | None:
    """ "2:11.60", "4:32 دقائق"."""
    tokens = page.tokens
    if not minutes.plain or not _colon(tokens, minutes, seconds) or seconds.kind not in ("cardinal", "measure"):
        return None
    whole, point, _ = tokens[seconds.first].text.partition(".")
    if tokens[seconds.first].spaced or len(whole) != 2 or not whole.isdigit() or int(whole) >= 60:
        return None
    if seconds.unit not in ((None, "minute", "second") if point else ("minute",)):
        return None
    return Amount(minutes.first, seconds.last, (minutes.value * 60 + seconds.value) / 3600, kind="time")


@rule(
    "clock-digits",
    reads="hours and minutes with a colon",
    must=("It begins at 9:30.", "الساعة 11:20"),
    leaves="a ratio of 9 : 30",
)
def clock_digits(page: Page, hours: Amount, minutes: Amount) -> Amount | None:
    """9:30."""
    tokens = page.tokens
    if not (hours.plain and minutes.plain and hours.value < _DAY and _colon(tokens, hours, minutes)):
        return None
    text = tokens[minutes.first].text
    if tokens[minutes.first].spaced or len(text) != 2 or not text.isdigit() or minutes.value >= 60:
        return None
    return Amount(hours.first, minutes.last, hours.value + minutes.value / 60, kind="time")


@rule(
    "clock-seconds",
    reads="the seconds after hours and minutes",
    must=("at 9:30:15", "الساعة 11:20:05"),
    leaves="at 9:30",
)
def clock_seconds(page: Page, time: Amount, seconds: Amount) -> Amount | None:
    """9:30:15; the seconds are not counted."""
    with_minutes = time.rule == clock_digits.name and page.tokens[time.last].text == ":"
    return time.but(last=seconds.last) if with_minutes and seconds.first == time.last + 1 else None


def _colon(tokens: list[Token], left: Amount, right: Amount) -> bool:
    return right.first == left.last + 1 and tokens[left.last].text == ":" and not tokens[left.last].spaced


def is_military(page: Page, amount: Amount) -> bool:
    """ "0930 hours", "1630 GMT": four digits that are a time of day; what comes before "hours" is for each language."""
    text = page.tokens[amount.first].text
    if len(text) != 4 or not text.isdigit() or amount.value >= 2400 or amount.value % 100 >= 60:
        return False
    after = peek(page.tokens, amount.last).text
    return amount.plain and amount.unit is None and after in word_list("after_clock")


def military(amount: Amount) -> Amount:
    """The time of four digits."""
    return Amount(amount.first, amount.last, amount.value // 100 + Fraction(amount.value % 100, 60), kind="time")


@rule(
    "military-time",
    reads="a time in four digits before a time zone",
    must=("at 1630 GMT", "الساعة 1630 بتوقيت غرينتش"),
    leaves="in 1630",
)
def military_time(page: Page, amount: Amount) -> Amount | None:
    """ "1630 GMT"."""
    return military(amount) if amount.kind in ("cardinal", "measure") and is_military(page, amount) else None


def may_be_hour(page: Page, amount: Amount) -> bool:
    """Whether an amount may be an hour of the day at all."""
    if amount.kind not in ("cardinal", "ordinal", "measure") or amount.unit not in (None, "meter"):
        return False
    return 0 <= amount.value < _DAY and (amount.value.denominator == 1 or is_dotted(page.tokens, amount))


def is_dotted(tokens: list[Token], amount: Amount) -> bool:
    """ "11.30": minutes after a point have two digits."""
    return amount.plain and len(tokens[amount.first].text.partition(".")[2]) == 2


def as_time(tokens: list[Token], amount: Amount) -> Amount:
    """A bare number as a time: 11, or 11.30 with its minutes."""
    value = amount.value
    if is_dotted(tokens, amount):
        hours, _, minutes = tokens[amount.first].text.partition(".")
        value = int(hours or 0) + Fraction(int(minutes), 60)
    return Amount(amount.first, amount.last, value, kind="time")


def before_meridian(token: Token, amount: Amount) -> bool:
    """Whether `token`, after a bare number, says am or pm; a single letter may be a unit."""
    if len(token.text) == 1 or (token.sense("am") is None and token.sense("pm") is None) or amount.value >= NOON + 1:
        return False
    return amount.plain or amount.definite or token.text not in word_list("no_meridian_after_words")


@rule(
    "half-of-day",
    reads="am or pm after a time",
    must=("It begins at 9:30 pm.", "الساعة الخامسة مساء"),
    leaves="It begins at 9:30.",
)
def half_of_day(page: Page, amount: Amount) -> Amount | None:
    """Moves a time to 24 hours where the text says am or pm."""
    if amount.kind != "time" or amount.rule == stopwatch.name:
        return None
    tokens, value = page.tokens, amount.value
    for at in (amount.last, amount.last + 1):
        token = peek(tokens, at)
        if token.sense("pm") is not None and not (token.text in word_list("pm_letter") and value >= 13):
            night = token.stem in word_list("at_night") and value in (12, 1, 2, 3)
            if night:
                value = Fraction(0) if value == NOON else value
            elif value < NOON:
                value += NOON
            return amount.but(value=value, last=at + 1)
        if token.sense("am") is not None:
            return amount.but(value=value - NOON if NOON <= value < NOON + 1 else value, last=at + 1)
        if token.text != ")" and token.text not in word_list("before_meridian"):
            break
    return None


@rule(
    "either-half-of-day",
    reads="a time without am or pm, which may be in either half of the day",
    must=("It begins at 9:30.", "الساعة الخامسة"),
    leaves="It begins at 19:30.",
)
def either_half(_: Page, amount: Amount) -> Amount | None:
    """Both halves of the day are readings."""
    if amount.kind != "time" or amount.value > NOON or amount.rule in (stopwatch.name, military_time.name):
        return None  # 0630 is on the clock of 24 hours
    other = amount.value + NOON if amount.value < NOON else Fraction(0)
    return amount.but(readings=(Reading(other, "half-of-day"),))


DIGITS = (stopwatch, clock_digits, clock_seconds)
HALVES = (half_of_day, either_half)
