"""Clock times: 9:30, 11.30 am, الساعة الثامنة والنصف مساء, 0930 hours. Values are hours after midnight."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.tokens import Token

_MINUS_PARTS = {
    word: part
    for part, words in ((Fraction(1, 4), ("ربعا", "الربع", "ربع")), (Fraction(1, 3), ("ثلثا", "الثلث", "ثلث")))
    for word in words
}
"""السابعة إلا ربعا: what is taken from the hour."""


def read_clock_times(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Turns the amounts that are times of day into times; without am or pm both halves of the day are readings."""
    kept: list[Amount] = []
    index = 0
    while index < len(amounts):
        amount = amounts[index]
        nxt = amounts[index + 1] if index + 1 < len(amounts) else None
        minutes = None
        if nxt is not None and amount.plain and nxt.plain and nxt.first == amount.last + 1:
            colon = tokens[amount.last]
            if colon.text == ":" and not colon.spaced and not tokens[nxt.first].spaced:
                minutes = _minutes(tokens, nxt)
        stopped = None if nxt is None else _stopwatch(tokens, amount, nxt)
        if stopped is not None:
            kept.append(stopped)
            index += 2
            continue
        if minutes is not None and amount.value < 25 and nxt is not None:
            last = nxt.last
            index += 1
            if (
                index + 1 < len(amounts)
                and last < len(tokens)
                and tokens[last].text == ":"
                and amounts[index + 1].first == last + 1
            ):
                last, index = amounts[index + 1].last, index + 1  # seconds
            amount = Amount(amount.first, last, amount.value + minutes, kind="time")
        elif (past := _past_or_to(tokens, amount, kept)) is not None:
            amount = past
        elif _is_hour(tokens, amount):
            amount = _spoken_minutes(tokens, amount)
            following = amounts[index + 1] if index + 1 < len(amounts) else None
            if following is not None and (
                following.first < amount.last or _add_minutes(tokens, amount, minutes=following)
            ):
                index += 1
        if amount.kind == "time":
            _half_of_day(tokens, amount)
        kept.append(amount)
        index += 1
    return kept


_BEFORE_MILITARY = {"at", "by", "until", "till", "before", "after", "from", "since", "around", "between", "to", "and"}
_BEFORE_TIME = {"at", "by", "until", "till", "before"}
_PARTS_OF_HOUR = {"half": 30, "quarter": 15}


def _past_or_to(tokens: list[Token], hour: Amount, kept: list[Amount]) -> Amount | None:
    """ "half past five", "a quarter to six", "ten past nine"; takes the minutes before it out of `kept`."""
    at = hour.first - 1
    word = tokens[at].text if at > 0 else ""
    if word not in ("past", "to") or hour.kind != "cardinal" or hour.unit is not None or not 1 <= hour.value <= 12:
        return None
    minutes, first = _PARTS_OF_HOUR.get(tokens[at - 1].text), at - 1
    before = kept[-1] if kept and kept[-1].last == at else None
    if minutes is None:
        if (
            before is None
            or (word == "to" and not _at_minutes(tokens, before))
            or before.value.denominator != 1
            or not 1 <= before.value <= 30
        ):
            return None
        if before.kind != "cardinal" and before.unit != "minute":
            return None
        minutes, first = int(before.value), before.first
    elif first and tokens[first - 1].text == "a":
        first -= 1
    if before is not None:
        kept.pop()
    part = Fraction(minutes, 60)
    value = hour.value + (part if word == "past" else -part)
    return Amount(first if before is None else min(first, before.first), hour.last, value, kind="time")


def _at_minutes(tokens: list[Token], minutes: Amount) -> bool:
    """ "at ten to nine"; "ten to nine" alone is a vote or a range."""
    led = minutes.first > 0 and tokens[minutes.first - 1].text in _BEFORE_TIME
    return led and minutes.value in (5, 10, 20, 25) and tokens[minutes.first].kind == "word"


def _stopwatch(tokens: list[Token], minutes: Amount, seconds: Amount) -> Amount | None:
    """ "2:11.60", "4:32 دقائق": minutes and seconds, told by the decimals or by the unit after them."""
    at = minutes.last
    if not minutes.plain or seconds.first != at + 1 or tokens[at].text != ":" or tokens[at].spaced:
        return None
    if seconds.kind not in ("cardinal", "measure"):
        return None
    whole, point, _ = tokens[seconds.first].text.partition(".")
    if tokens[seconds.first].spaced or len(whole) != 2 or not whole.isdigit() or int(whole) >= 60:
        return None
    if seconds.unit not in ((None, "minute", "second") if point else ("minute",)):
        return None
    return Amount(minutes.first, seconds.last, (minutes.value * 60 + seconds.value) / 3600, kind="time")


def _minutes(tokens: list[Token], amount: Amount) -> Fraction | None:
    text = tokens[amount.first].text
    if len(text) == 2 and text.isdigit() and amount.value < 60:
        return amount.value / 60
    return None


def _is_hour(tokens: list[Token], amount: Amount) -> bool:
    """A bare number after "الساعة", or before am/pm or o'clock; "11.30 am" too."""
    if amount.kind not in ("cardinal", "ordinal", "measure") or amount.unit not in (None, "meter", "hour"):
        return False
    if _is_military(tokens, amount):
        return True
    if amount.unit == "hour" or amount.value >= 25 or (amount.value.denominator > 1 and not _dotted(tokens, amount)):
        return False
    if amount.first and tokens[amount.first - 1].text == "الساعات":
        return False  # الساعات الأولى من صباح, the small hours
    if amount.first and tokens[amount.first - 1].sense("clock-word") and (amount.plain or amount.definite):
        return True
    at = amount.last
    following = [token.text for token in tokens[at : at + 2]]
    feminine = amount.definite and amount.kind == "ordinal" and tokens[at - 1].text.endswith("ه")
    if feminine and following[:1] == ["الا"] and (following[-1] in _MINUS_PARTS or tokens[at + 1].number is not None):
        return True  # الخامسة إلا ربعا, التاسعة إلا عشر دقائق
    if feminine and following[:1] and following[0] in ("والنصف", "والربع", "والثلث") and amount.value <= 12:
        return True
    while (
        at < len(tokens)
        and at < amount.last + 2
        and (tokens[at].text == "من" or tokens[at].text in ("والنصف", "والربع", "والثلث"))
    ):
        at += 1
    if at >= len(tokens):
        return False
    nxt = tokens[at]
    if nxt.text in ("o'clock",) or (nxt.text == "o" and tokens[amount.last : amount.last + 3][-1].text == "clock"):
        return True
    meridian = nxt.sense("am") or nxt.sense("pm")
    return (
        meridian is not None
        and amount.value <= 12
        and (len(nxt.text) > 1)
        and (amount.plain or amount.definite or nxt.text not in ("am",))
    )


def _dotted(tokens: list[Token], amount: Amount) -> bool:
    """ "11.30": minutes after a point have two digits."""
    return amount.plain and len(tokens[amount.first].text.partition(".")[2]) == 2


def _is_military(tokens: list[Token], amount: Amount) -> bool:
    """ "0930 hours", "1630 GMT"."""
    text = tokens[amount.first].text
    if len(text) != 4 or not text.isdigit() or amount.value >= 2400 or amount.value % 100 >= 60:
        return False
    if amount.unit == "hour":  # "flew 1500 hours" is no time
        led = text[0] == "0" or (amount.first > 0 and tokens[amount.first - 1].text in _BEFORE_MILITARY)
        return led and tokens[amount.last - 1].text.isascii() and amount.last - amount.first == 2
    after = tokens[amount.last].text if amount.last < len(tokens) else ""
    return amount.plain and amount.unit is None and after in word_list("after_clock")


def _spoken_minutes(tokens: list[Token], amount: Amount) -> Amount:
    """11.30 am, and الثامنة والنصف, والربع, إلا الربع."""
    value, last = amount.value, amount.last
    text = tokens[amount.first].text
    if amount.unit == "hour" or _is_military(tokens, amount):
        return Amount(amount.first, last, value // 100 + Fraction(value % 100, 60), kind="time")
    if _dotted(tokens, amount):
        hours, minutes = text.split(".")[0], text.split(".")[-1]
        value = int(hours or 0) + Fraction(int(minutes), 60)
    elif last < len(tokens):
        token = tokens[last]
        less = _MINUS_PARTS.get(tokens[last + 1].text) if token.text == "الا" and last + 1 < len(tokens) else None
        if less is not None:
            value, last = value - less, last + 2
        elif (
            token.conjunction
            and token.number is not None
            and token.number.role == "fraction"
            and token.number.value <= 4
        ):
            value, last = value + 1 / token.number.value, last + 1
    return Amount(amount.first, last, Fraction(value), kind="time")


def _add_minutes(tokens: list[Token], hour: Amount, *, minutes: Amount) -> bool:
    """الثامنة وعشر دقائق, التاسعة إلا خمس دقائق: moves `hour` by `minutes` where they belong to it."""
    if minutes.unit != "minute" or hour.value.denominator != 1 or not 1 <= minutes.value < 60:
        return False
    less = minutes.first == hour.last + 1 and tokens[hour.last].text == "الا"
    if not less and not (minutes.first == hour.last and tokens[minutes.first].conjunction):
        return False
    hour.value += (-minutes.value if less else minutes.value) / 60
    hour.last = minutes.last
    return True


def _half_of_day(tokens: list[Token], amount: Amount) -> None:
    """Moves a time to 24 hours where the text says am or pm; without either, both are readings."""
    for at in (amount.last, amount.last + 1):
        if at >= len(tokens):
            break
        if tokens[at].sense("pm") is not None and not (tokens[at].text == "م" and amount.value >= 13):
            night = tokens[at].text.endswith("ليلا") and amount.value in (12, 1, 2, 3)
            if amount.value < 12 and not night:
                amount.value += 12
            elif night and amount.value == 12:
                amount.value = Fraction(0)
            amount.last = at + 1
            return
        if tokens[at].sense("am") is not None:
            if 12 <= amount.value < 13:
                amount.value -= 12
            amount.last = at + 1
            return
        if at == amount.last and tokens[at].text not in ("بعد", "من", ")", "و", "o'clock"):
            break
    if amount.value <= 12:
        other = amount.value + 12 if amount.value < 12 else Fraction(0)
        amount.readings = (Reading(other, "half-of-day"),)
