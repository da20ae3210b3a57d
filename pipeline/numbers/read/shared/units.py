"""Units beside a numeral: percent signs, currencies and measures. What each language looks for stands in its room.

`unit_after` and `sign_before` take the word rules of a language as arguments; the rules here need no word.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from pipeline.numbers.lexicon import Sense, dollar_letters, word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.compounds import compound_unit
from pipeline.numbers.text.clitics import ARTICLES, HIDDEN_ARTICLE
from pipeline.numbers.text.tokens import NOTHING, Token, peek

OPENING, _CLOSING = {"(", "[", "<", "{"}, {")", "]", ">", "}"}
DASHES = ("-", "–")
_PERCENT_KINDS = {"percent": "%", "pp": "pp", "basis-point": "pp", "permille": "%"}
_PARTS_OF_PERCENT = {"basis-point": 100, "permille": 10}
_MONEY_IN = {"money-thousands": 1_000, "money-millions": 1_000_000}
MEASURED_IN: dict[str, int] = {"thousands": 10**3, "millions": 10**6, "billions": 10**9, "trillions": 10**12}
"""Kinds of senses of a measure that says its magnitude too: mb/d, bcm, tcf."""
_UNIT_KINDS = {"currency", "measure", "hundredth", "thousandth", *_PERCENT_KINDS, *_MONEY_IN, *MEASURED_IN}
_LONGEST_CODE, _THOUSAND = 3, 1000
_STONE = "stone"
_ANIMALS = ("horsepower",)
"""Units of which two are more likely animals: حصانين."""
_MEGATONNES, _TONNES = "mt", "t"
_NUN, _YEAR_LENGTH = "ن", 4
"""With what a dual ends that no noun follows in the genitive: a figure behind it is one of its own, but for a year."""
COUNTED = ("cardinal", "fraction")
"""Kinds that take the unit beside them."""

Sensed = Callable[[list[Token], Amount, int], Sense | None]
"""What the token at an index means as the unit of an amount before it."""


def unit_sense(token: Token) -> Sense | None:
    """The percent, currency or measure sense of a token, or None; "to the second" is no unit: 65 للأولى و75 للثانية."""
    if token.number is not None and token.definite and token.preposition == HIDDEN_ARTICLE[0]:
        return None
    for sense in token.senses:
        if token.upper and (
            token.text in word_list("no_percent_in_capitals") or (sense.kind == "hundredth" and token.text == "c")
        ):
            continue  # PC are computers; "40C" is a temperature, "40c" are cents
        if sense.kind in _UNIT_KINDS and _is_currency_name(token, sense):
            return sense
    return None


def _is_currency_name(token: Token, sense: Sense) -> bool:
    """Whether a three-letter word is a currency code rather than a word: "CUP", not "Cup"; "usd" passes."""
    if (
        sense.kind != "currency"
        or len(token.text) > _LONGEST_CODE
        or not (token.text.isascii() and token.text.isalpha())
    ):
        return True
    return token.text not in word_list("never_code") and (token.upper or token.text not in word_list("code_word"))


def with_unit(amount: Amount, sense: Sense, **place: int) -> Amount:
    """`amount` in the unit that `sense` names, from `first` or to `last` where these are given."""
    changes: dict[str, Any] = {"kind": "measure", "unit": sense.value, "plain": False, **place}
    if amount.soft:
        changes["soft"] = amount.value == 1 or amount.bound == "about"
    if sense.kind in _PERCENT_KINDS:
        changes.update(kind="percent", unit=_PERCENT_KINDS[sense.kind])
        if sense.kind in _PARTS_OF_PERCENT:
            changes["value"] = amount.value / _PARTS_OF_PERCENT[sense.kind]
        if sense.kind == "permille":
            changes["parts"] = (amount.value, Fraction(_THOUSAND))  # "4.2 per 1,000"
    elif sense.kind == "currency":
        changes.update(kind="money", assumed=sense.assumed)
        if amount.readings and amount.scale > ONE:
            changes["readings"] = ()  # £40m is no length
    elif sense.kind == "hundredth":
        changes.update(kind="money", unit=f"{sense.value}/100", assumed=sense.assumed)
    elif sense.kind == "thousandth":
        changes.update(kind="money", unit=f"{sense.value}/1000", assumed=sense.assumed)
    elif sense.kind in _MONEY_IN:
        scale = Fraction(_MONEY_IN[sense.kind])
        changes.update(kind="money", value=amount.value * scale, scale=scale)
    elif sense.kind in MEASURED_IN:
        scale = Fraction(MEASURED_IN[sense.kind])
        changes.update(value=amount.value * scale, scale=scale)
    return amount.but(**changes)


def unit_after(page: Page, amount: Amount, at: int, sensed: Sensed, *, closing: int = 0) -> Amount | None:
    """`amount` with the unit at token `at` after it, and what that unit goes on with; None where there is none."""
    tokens = page.tokens
    if amount.kind not in COUNTED or at >= len(tokens) or at in page.taken or tokens[at].opens:
        return None
    sense = _in_capitals(page, at, sensed(tokens, amount, at))
    if (
        sense is None
        or sense.count is not None
        or tokens[at].conjunction
        or _belongs_elsewhere(tokens, amount, at, sense)
    ):
        return None
    found = compound_unit(tokens, with_unit(amount, sense, last=at + 1 + closing), page.taken)
    return _with_magnitude(tokens, found) if sense.kind == "currency" else found


def _in_capitals(page: Page, at: int, sense: Sense | None) -> Sense | None:
    """Mt are millions of tonnes, where mt and MT are metric tons."""
    token = page.tokens[at]
    if token.text != _MEGATONNES or token.upper or not page.folded.raw_char(token.start).isupper():
        return sense
    return Sense("millions", "tonne")


def _belongs_elsewhere(tokens: list[Token], amount: Amount, at: int, sense: Sense) -> bool:
    """Whether the unit at `at` is a weekday's, no unit without digits, or the sign of the number after it."""
    token, nxt = tokens[at], peek(tokens, at + 1)
    if sense.value == "day" and (nxt.sense("weekday") is not None or nxt.text in word_list("bare_weekday")):
        return True  # "في الدقيقة 89 يوم السبت", أربعة أيام سبت
    if sense.value == "hour" and nxt.text in word_list("watch_adjective"):
        return True  # 12 ساعة ذكية
    if token.text in word_list("short_unit") and not _is_short_unit(tokens, amount, at):
        return True
    if sense.kind != "currency" or nxt.kind != "digits":
        return False
    if (token.kind == "symbol" or token.text.endswith("$")) and not nxt.spaced:
        return True  # "1 $10", "a US$10 note": the sign belongs to what follows
    # "rmb 10 usd 20": where a unit already stands in front, the next one belongs to the next number.
    signed = amount.first > 0 and tokens[amount.first - 1].sense("currency") is not None
    return token.text.isascii() and amount.unit is None and signed


def _with_magnitude(tokens: list[Token], amount: Amount) -> Amount:
    """ "75 USD million"; "$ 10 dollars", where the currency is said twice."""
    after = peek(tokens, amount.last)
    word = after.number
    if word is not None and word.role == "magnitude" and word.value >= 1000 and amount.scale == ONE:
        return amount.but(value=amount.value * word.value, scale=word.value, last=amount.last + 1)
    if after.sense("currency") is not None and tokens[amount.last - 1].text.endswith("$"):
        return amount.but(last=amount.last + 1)
    return amount


def _is_short_unit(tokens: list[Token], amount: Amount, at: int) -> bool:
    """Whether a name of few letters is a unit there: right after digits, and not the start of a longer name."""
    if not amount.plain and tokens[amount.last - 1].kind != "digits" and amount.scale == ONE:
        return False
    nxt, beyond = peek(tokens, at + 1), peek(tokens, at + 2)
    if nxt.text == "/" and beyond.sense("measure") is not None:
        return True  # 120 g/km
    if not nxt.spaced:
        if nxt.text == ".":
            if not beyond.spaced and beyond.kind == "word":
                return False
        elif nxt.text in ("-", "/") or (nxt.kind == "digits" and nxt.text not in ("2", "3")):
            return False
    if tokens[at].text == _STONE:  # "2.3 million stone blocks"
        return nxt.kind == "symbol" or nxt.text in word_list("after_bare_figure")
    if tokens[at].text in word_list("letter_unit"):
        of = tokens[at].text == _TONNES and nxt.text in word_list("of")  # "12,000 t of iron"
        ends = nxt.kind == "symbol" or nxt.text in word_list("and")  # 800 م و1500 م
        return not tokens[at].spaced or ends or tokens[at].text == "c" or of
    return True


def hyphen_joins(tokens: list[Token], amount: Amount) -> bool:
    """Whether the dash after `amount` joins it to a unit: "a 20-cent dividend", "20 - cent"."""
    dash, unit = peek(tokens, amount.last), peek(tokens, amount.last + 1)
    if dash.text not in DASHES or unit_sense(unit) is None or dash.spaced != unit.spaced:
        return False
    return (dash.text == "-" or not dash.spaced) and unit.text not in word_list("short_unit")


def in_brackets(tokens: list[Token], amount: Amount) -> bool:
    """Whether a unit in brackets stands after `amount`: "5 (kg)"; a letter there is that of a paragraph, "5 (c)"."""
    unit = peek(tokens, amount.last + 1).text
    if peek(tokens, amount.last).text not in OPENING or (len(unit) == 1 and unit.isalpha()):
        return False
    return unit_sense(peek(tokens, amount.last + 1)) is not None and peek(tokens, amount.last + 2).text in _CLOSING


@rule(
    "sign-before",
    reads="a currency sign or code before a cardinal, with the country's letter and a minus",
    must=("It cost $40.", "بلغ الثمن USD 15"),
    leaves="It cost 40 dollars.",
    needs=("currency",),
)
def sign_before(page: Page, amount: Amount) -> Amount | None:
    """ "$40", "USD 15", "A$5", "-$5"; not "Euro 2024"."""
    tokens, at = page.tokens, amount.first - 1
    if at < 0 or at in page.taken or amount.kind != "cardinal":
        return None
    token = tokens[at]
    sense = unit_sense(token)
    if sense is None or sense.kind != "currency" or token.preposition or token.text in word_list("never_before"):
        return None
    word = token.kind == "word"
    code = "$" in token.text or len(token.text) <= _LONGEST_CODE
    if word and (not token.text.isascii() or not (code or amount.plain or not tokens[amount.first].spaced)):
        return None
    if word and len(token.text) > _LONGEST_CODE and amount.plain and 1900 <= amount.value < 2100:
        return None  # "Euro 2024"
    return _letter_and_sign(tokens, with_unit(amount, sense, first=at))


def _letter_and_sign(tokens: list[Token], amount: Amount) -> Amount:
    """What stands before the currency sign: the country's letter ("A$5") and a minus ("-$5")."""
    sign, before = tokens[amount.first], tokens[amount.first - 1] if amount.first else NOTHING
    if before is NOTHING or sign.spaced or sign.kind != "symbol":
        return amount
    code = dollar_letters().get(before.text)
    if code is not None and before.upper and before.spaced and sign.text == "$":
        return amount.but(unit=code, assumed=False, first=amount.first - 1)
    if before.text == "-" and before.spaced and amount.value > 0:
        return amount.but(value=-amount.value, first=amount.first - 1)
    return amount


@rule(
    "percent-before",
    reads="a percent sign before its number, as Arabic text sometimes has it",
    must=("ارتفع بنسبة %25", "It rose %25."),
    leaves="ارتفع 20% 25 مرة",
    needs=("percent",),
)
def percent_before(page: Page, amount: Amount) -> Amount | None:
    """ "%25"."""
    tokens, at = page.tokens, amount.first - 1
    if at < 0 or at in page.taken or amount.kind not in COUNTED or tokens[at].kind != "symbol":
        return None
    sense = unit_sense(tokens[at])
    if sense is None or sense.kind != "percent" or (at and tokens[at - 1].kind == "digits"):
        return None
    return with_unit(amount, sense, first=at)


@rule(
    "times-x",
    reads="a multiple with the letter x",
    must=("It is 5x faster.", "أسرع 5x"),
    leaves="a 5x7 picture",
)
def times_x(page: Page, amount: Amount) -> Amount | None:
    """ "5x"."""
    mark, after = peek(page.tokens, amount.last), peek(page.tokens, amount.last + 1)
    if mark.text != "x" or mark.spaced or not amount.plain or after.text[:1].isdigit():
        return None
    return amount.but(kind="multiple", last=amount.last + 1, plain=False)


@rule(
    "unit-that-counts",
    reads="a noun that counts its unit itself: an Arabic dual, a fortnight",
    must=("استغرق يومين", "in a fortnight"),
    leaves="القرنين السابع عشر والثامن عشر",
)
def unit_that_counts(page: Page, index: int) -> Amount | None:
    """يومين، دولاران: the noun says two."""
    if index in page.taken:
        return None
    tokens = page.tokens
    nxt = peek(tokens, index + 1)
    named = tokens[index].definite or not tokens[index].text.endswith(_NUN) or len(nxt.text) == _YEAR_LENGTH
    if (nxt.kind == "digits" and named) or (nxt.number is not None and nxt.number.role == "ordinal"):
        return None  # القرنين السابع عشر والثامن عشر, عامي 2019 و2020; but بعد شهرين 5.5 مليار
    if nxt.number is not None and nxt.definite and tokens[index].definite:
        return None  # الدقيقتين الستين والثمانين
    general = tokens[index].text in word_list("general_dual") and peek(tokens, index - 1).text.startswith(ARTICLES)
    if general and nxt.text not in word_list("time_dual"):
        return None  # المدعين العامين, public prosecutors
    for sense in tokens[index].senses:
        if sense.count is not None and sense.value not in _ANIMALS:
            return with_unit(Amount(index, index + 1, Fraction(sense.count)), sense)
    return None


@rule(
    "scaled-unit-alone",
    reads="a unit that says a magnitude, by itself after “per”: one of it, which may go unsaid",
    must=("Gas is priced at $3.4 per mmBtu.", "$11/MMBtu"),
    leaves="It holds 5 tcf.",
)
def scaled_unit_alone(page: Page, index: int) -> Amount | None:
    """ "per mmBtu" is per million of them."""
    before = page.tokens[index - 1].text if index else ""
    if index in page.taken or not (before in word_list("per") or before in word_list("per_unit")):
        return None
    sense = next((one for one in page.tokens[index].senses if one.kind in MEASURED_IN), None)
    return None if sense is None else with_unit(Amount(index, index + 1, ONE, soft=True), sense)


UNITS_ALONE = (unit_that_counts, scaled_unit_alone)
