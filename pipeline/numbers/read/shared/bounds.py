"""Bounds and signs: the comparators and minus signs around an amount."""

from __future__ import annotations

from typing import cast

from pipeline.numbers.lexicon import Sense, word_list
from pipeline.numbers.quantity import Bound, Language, Reading
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.text.tokens import Token

_SIGNS = {"<": "less_than", ">": "more_than"}
_OR_EQUAL = {"more_than": "at_least", "less_than": "at_most"}
_NEGATED = {"more_than": "at_most", "less_than": "at_least"}
_VERB_NEGATIONS = {"لا", "الا", "لم", "لن", "ولا"}
_LINKING_VERBS = {"be", "been", "يكن", "تكن", "يكون", "تكون"}
_SINGLE = {"الواحد", "الواحده"}
_MODALS = {"يجوز", "يمكن", "ينبغي", "يجب", "يتوقع"}
_LED = {"عن", "علي"}
_LONGEST_SUBJECT = 8
_NEGATIONS = {"no", "not", "never", "لا", "ليس", "ليست"}
# Words for places as well as amounts: before a year, a period or a clock time they compare nothing.
_PLACES = {"some", "over", "under", "above", "below", "beyond", "فوق", "تحت", "حتي", "virtually", "estimated"}
# A comparator after a number turns into one before the next: "or less than 190", "and over 20".
_TURNED = {"at_most": "less_than", "at_least": "more_than", "or_equal": "exactly"}


def read_bounds(tokens: list[Token], amounts: list[Amount], *, lang: Language) -> None:
    """Gives each amount the comparator before or after it. "Equal to 20" is the closed range from 20 to 20."""
    starts = {amount.first for amount in amounts}
    taken = {index for amount in amounts for index in range(amount.first, amount.last)}
    for amount in amounts:
        if amount.kind in ("identifier", "score", "date") or (amount.kind == "ordinal" and lang == "en"):
            continue
        _below_zero(tokens, amount)
        bound = _before(tokens, amount, taken)
        after = _after(tokens, amount, starts)
        if after == "or_equal":
            bound = _OR_EQUAL.get(bound or "", bound)
        elif after is not None and bound in (None, "about", "exactly"):
            bound = after
        if bound is not None and amount.scale > ONE and tokens[amount.first].text in ("a", "an"):
            amount.soft = False  # "about a million" is a figure, where "a million" may be a way of speaking
        if bound == "exactly":
            amount.high = amount.value
        elif bound is not None:
            amount.bound = cast(Bound, bound)


def _below_zero(tokens: list[Token], amount: Amount) -> None:
    """ "5 degrees below zero", "خمس درجات تحت الصفر"."""
    at = amount.last
    if at >= len(tokens) or tokens[at].sense("below-zero") is None or amount.value <= 0:
        return
    if amount.unit not in (None, "degree", "celsius", "fahrenheit"):
        return
    low, high = amount.value, amount.high
    amount.value, amount.high = (-low, None) if high is None else (-high, -low)
    amount.last = at + 1
    scale = tokens[at + 1].sense("measure") if at + 1 < len(tokens) else None
    if scale is not None and scale.value in ("celsius", "fahrenheit"):
        amount.kind, amount.unit, amount.last = "measure", scale.value, at + 2


def _before(tokens: list[Token], amount: Amount, taken: set[int]) -> str | None:
    at = amount.first - 1
    if at > 0 and tokens[at].text == "-" and not tokens[at].spaced and tokens[at - 1].text in ("under", "over"):
        at -= 1  # "under-18s"
    if amount.high is not None and at >= 0 and (tokens[at].sense("between") or tokens[at].sense("from")):
        at -= 1
    for _ in range(3):
        if at < 0 or (at in taken and tokens[at].text not in _SINGLE):
            return None
        token = tokens[at]
        sense = token.sense("bound") or _turned(tokens, at)
        if sense is not None:
            return _settled(tokens, at, sense.value, amount)
        if token.text in _SIGNS:
            return _sign(tokens, at)
        if token.text == "=" and at and tokens[at - 1].text in _SIGNS:
            return _OR_EQUAL[_SIGNS[tokens[at - 1].text]]
        clock = amount.kind == "time" and token.sense("clock-word") is not None  # حوالي الساعة الخامسة
        if token.text not in ("$", "(") and token.sense("before-number") is None and not clock:
            return _told_by_verb(tokens, at)
        at -= 1
    return None


def _told_by_verb(tokens: list[Token], at: int) -> str | None:
    """تتجاوز مساحة الحريق 400, لا يقل عدد القتلى عن 40: the verb, its subject of a few nouns, the figure.

    `at` is the token before the figure, or before the "عن" or "على" in front of it.
    """
    if tokens[at + 1].text in _SINGLE:
        return None  # في الليلة الواحدة
    led = tokens[at].text in _LED or tokens[at + 1].text in _LED
    if tokens[at + 1].conjunction:
        return None
    last = at - (tokens[at].text in _LED)
    for verb_at in range(last - 1, max(last - _LONGEST_SUBJECT - 1, -1), -1):
        noun = tokens[verb_at + 1]
        counted = noun.number is not None and noun.text not in _SINGLE
        if noun.kind != "word" or counted or (noun.text in word_list("particle") and noun.text not in ("في", "من")):
            return None
        verb = tokens[verb_at]
        word = verb.text.removeprefix("و").removeprefix("ف")
        if not led and word.removeprefix("لا ").removeprefix("لم ").removeprefix("لن ") in word_list("exceeding_verb"):
            sense = verb.sense("bound")
            told = "more_than" if sense is None else sense.value
            return _NEGATED.get(told, told) if _denied(tokens, verb_at, _NEGATIONS) else told
        bound = (
            "more_than" if word in word_list("more_verb") else "less_than" if word in word_list("less_verb") else None
        )
        if led and bound is not None:
            return _NEGATED[bound] if _denied(tokens, verb_at, _VERB_NEGATIONS) else bound
    return None


def _turned(tokens: list[Token], at: int) -> Sense | None:
    token = tokens[at - 1] if tokens[at].text in ("من", "than") and at else tokens[at]
    sense = token.sense("bound-after")
    bound = _TURNED.get(sense.value) if sense is not None else None
    return None if bound is None else Sense("bound", bound)


def _settled(tokens: list[Token], at: int, bound: str, amount: Amount) -> str | None:
    if tokens[at].text in _PLACES and amount.kind in ("year", "period", "time"):
        return None
    if amount.kind == "time" and bound in ("more_than", "less_than"):
        return None
    return _NEGATED.get(bound, bound) if _denied(tokens, at, _NEGATIONS) else bound


def _denied(tokens: list[Token], at: int, negations: set[str]) -> bool:
    """Whether the comparator at `at` is negated, also from afar: "not be less than", لم يكن يزيد, لا يجوز أن يتجاوز."""
    if at > 2 and tokens[at - 1].text == "ان" and tokens[at - 2].text in _MODALS:
        return tokens[at - 3].text in _VERB_NEGATIONS
    no = at - 1 - (at > 1 and tokens[at - 1].text in _LINKING_VERBS)
    return no >= 0 and tokens[no].text in (negations if no == at - 1 else negations | _VERB_NEGATIONS)


def _sign(tokens: list[Token], at: int) -> str | None:
    """ "<" or ">" on its own; "<>" and "=>" compare nothing."""
    around = [tokens[i].text for i in (at - 1, at + 1) if 0 <= i < len(tokens)]
    return None if {"=", *_SIGNS} & set(around) else _SIGNS[tokens[at].text]


def _after(tokens: list[Token], amount: Amount, starts: set[int]) -> str | None:
    at = amount.last
    if at < len(tokens) and tokens[at].text == "+" and not tokens[at].spaced:
        return "at_least"
    for here in range(at, min(at + 3, len(tokens))):
        sense = tokens[here].sense("bound-after")
        if here in starts or (tokens[here].kind == "symbol" and sense is None):
            return None
        if sense is not None:
            following = here + 1
            if following < len(tokens) and tokens[following].text in ("من", "than", "to"):
                following += 1
            led = following > here + 1 or tokens[here].sense("bound") is not None or sense.value != "about"
            if following in starts and led:
                return None  # it leads the next number
            return sense.value if here == at or sense.value != "or_equal" else None
        if tokens[here].sense("bound") is not None:
            return None
    return None


def with_sign(tokens: list[Token], amount: Amount, *, previous_end: int) -> Amount:
    """Applies a minus sign or "سالب" in front of the amount; `previous_end` is where the amount before it ends."""
    at = amount.first - 1
    if at < previous_end or at == previous_end > 0:
        return amount  # "2 -7" is a range
    token = tokens[at]
    before = tokens[at - 1].text if at else ""
    if before in ("the", "a", "an"):
        return amount  # "the negative 35 mm"
    opened = (
        at == 0
        or token.spaced
        or before in ("<", ">", "=", "(")
        or (before and tokens[at - 1].kind == "symbol" and tokens[at - 1].sense("currency") is not None)
    )
    minus = token.text == "-" and opened and amount.kind in ("cardinal", "fraction")
    if (minus and (at == 0 or not tokens[amount.first].spaced)) or token.sense("negative") is not None:
        amount.value, amount.first = -amount.value, at
        amount.readings = tuple(Reading(-reading.value, reading.why) for reading in amount.readings)
    return amount
