"""Units beside an English numeral, and multiples in words."""

from __future__ import annotations

from pipeline.numbers.lexicon import Sense, word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.lookalikes import begins_adjective
from pipeline.numbers.read.shared.units import (
    COUNTED,
    DASHES,
    OPENING,
    hyphen_joins,
    in_brackets,
    percent_before,
    sign_before,
    times_x,
    unit_after,
    unit_sense,
    with_unit,
)
from pipeline.numbers.text.tokens import Token, peek

_OR_SO = "or so"
_ARTICLES = ("a", "an")
_ALSO_WORDS = {"won": 10_000, "real": 100}
"""Currencies that are words as well: below so many (few things cost as few won), what follows tells."""
_COMPARED = {"as", "more", "the", "higher", "larger", "bigger", "greater", "faster", "that", "its", "their", "what"}
_NEAR = 4
"""Tokens before a number of pounds in which a word of weighing is looked for."""


def _sensed(tokens: list[Token], amount: Amount, at: int) -> Sense | None:
    """What the token at `at` is as the unit of `amount`: "in" may be inches, "won" who won, "pounds" a weight."""
    token = tokens[at]
    if token.text == "in" and _is_inch(tokens, amount, at):
        return Sense("measure", "inch")
    sense = unit_sense(token)
    if sense is not None and begins_adjective(tokens, at):
        return None  # "seven second-half minutes", "six day-trippers"
    if sense is None or (sense.kind == "currency" and _is_word(tokens, amount, at)):
        return None  # "7, 21 and 40 won the draw", "3 real people"
    if sense.value == "GBP" and sense.assumed and _is_weight(tokens, amount.first, at):
        return Sense("measure", "pound")
    return sense


def _is_word(tokens: list[Token], amount: Amount, at: int) -> bool:
    """Whether the name of a currency at `at` is a verb or an adjective: a word follows that needs it to be one."""
    fewest, after = _ALSO_WORDS.get(tokens[at].text), peek(tokens, at + 1)
    if fewest is None or amount.scale > ONE:
        return False
    if amount.value >= fewest:
        return after.text in word_list("determiner")
    return after.kind != "symbol" and after.text not in word_list("after_money")


def _is_inch(tokens: list[Token], amount: Amount, at: int) -> bool:
    """ "12 in. pipe", "(1/5 in)", "12 in wide": "in" is inches after digits where nothing can be in something."""
    if tokens[amount.last - 1].kind != "digits" or at + 1 >= len(tokens):
        return False
    nxt = tokens[at + 1]
    if nxt.text == ".":
        return not nxt.spaced and peek(tokens, at + 2).kind == "word"
    return nxt.text in (")", "×") or nxt.text in word_list("after_inch")


def _is_weight(tokens: list[Token], first: int, at: int) -> bool:
    """Whether the pounds at `at`, counted from `first` on, weigh: "six pounds of butter", "weighs 20 pounds"."""
    if not tokens[at].text.startswith("pound"):
        return False
    if tokens[first].text in _ARTICLES and _is_price(tokens, first - 1):
        return True
    after = peek(tokens, at + 1).text
    near = [token.text for token in tokens[max(first - _NEAR, 0) : first]]
    if ";" in near or "." in near:
        near = []
    return after == "of" or not word_list("of_weight").isdisjoint((*near, after))


def _is_price(tokens: list[Token], at: int) -> bool:
    """Whether a sum of money ends with the token at `at`: "$4.06 a pound", "40 cents a pound"."""
    last, before = peek(tokens, at), peek(tokens, at - 1)
    if last.sense("currency") is not None or last.sense("hundredth") is not None:
        return before.kind == "digits" or before.number is not None
    if last.number is not None:  # $4 million a pound
        last, before = before, peek(tokens, at - 2)
    return last.kind == "digits" and before.sense("currency") is not None


@rule(
    "en-unit-after",
    reads="the unit after a numeral",
    must=("It cost 40 dollars.", "It rose 25%."),
    leaves="It cost $40.",
)
def after(page: Page, amount: Amount) -> Amount | None:
    """ "40 dollars"."""
    if peek(page.tokens, amount.last).text == _OR_SO:
        found = unit_after(page, amount, amount.last + 1, _sensed)
        return None if found is None else found.but(bound="about")
    return unit_after(page, amount, amount.last, _sensed)


@rule(
    "en-unit-in-brackets",
    reads="the unit in brackets after a numeral",
    must=("It weighs 5 (kg).", "rose 25 (%)"),
    leaves="It has 5 (red) cars.",
    needs=OPENING,
)
def bracketed(page: Page, amount: Amount) -> Amount | None:
    """ "5 (kg)"."""
    if not in_brackets(page.tokens, amount):
        return None
    return unit_after(page, amount, amount.last + 1, _sensed, closing=1)


@rule(
    "en-unit-after-hyphen",
    reads="the unit joined to a numeral by a hyphen",
    must=("a 20-cent dividend", "a five-year plan"),
    leaves="a 20-strong team",
    needs=DASHES,
)
def hyphened(page: Page, amount: Amount) -> Amount | None:
    """ "20-cent"."""
    return unit_after(page, amount, amount.last + 1, _sensed) if hyphen_joins(page.tokens, amount) else None


@rule(
    "en-unit-after-of",
    reads="money after a magnitude and “of”",
    must=("millions of dollars", "It won 2 million of pounds."),
    leaves="hundreds of miles",
    needs=("currency",),
)
def of_money(page: Page, amount: Amount) -> Amount | None:
    """ "millions of dollars"."""
    tokens = page.tokens
    if peek(tokens, amount.last).text != "of" or amount.scale <= ONE:
        return None
    sense = unit_sense(peek(tokens, amount.last + 1))
    money = sense is not None and sense.kind == "currency"
    return unit_after(page, amount, amount.last + 1, _sensed) if money else None


@rule(
    "en-letters-before",
    reads="letters in capitals that are a currency before a figure only",
    must=("It cost LD45 million.", "The flat rents for RO 280 a month."),
    leaves="the LD50 of the drug",
)
def letters_before(page: Page, amount: Amount) -> Amount | None:
    """ "DT782 million", "RO 280"."""
    tokens, at = page.tokens, amount.first - 1
    if at < 0 or at in page.taken or amount.kind != "cardinal" or tokens[amount.first].kind != "digits":
        return None
    sense = tokens[at].sense("currency-before") if tokens[at].upper else None
    return None if sense is None else with_unit(amount, Sense("currency", sense.value), first=at)


@rule(
    "en-part-of-unit",
    reads="a part of one unit",
    must=("half a mile", "0.4 of a percentage point"),
    leaves="one in five a decade ago",
)
def part_of_unit(page: Page, amount: Amount) -> Amount | None:
    """ "half a mile", "a quarter of an hour", "0.4 of a point"."""
    tokens, at = page.tokens, amount.last
    of = peek(tokens, at).text == "of"
    if amount.kind != "fraction" and not (of and amount.kind == "cardinal" and 0 < amount.value < 1):
        return None
    if peek(tokens, at + of).text not in _ARTICLES or (not of and amount.parts):
        return None
    noun = at + of + 1
    return unit_after(page, amount, noun, _sensed) if unit_sense(peek(tokens, noun)) is not None else None


@rule(
    "en-per-cent-of",
    reads="the share before “per cent of” a figure in words",
    must=("What is per cent of 210?", "percent of 40"),
    leaves="5 per cent of 210",
    needs=("percent",),
)
def per_cent_of(page: Page, amount: Amount) -> Amount | None:
    """ "per cent of 210"."""
    tokens, at = page.tokens, amount.first - 1
    if at < 1 or at in page.taken or amount.kind not in COUNTED or tokens[at].text != "of" or at - 1 in page.taken:
        return None
    said = tokens[at - 1].kind == "word" and tokens[at - 1].sense("percent") is not None
    return amount.but(kind="percent", unit="%", plain=False) if said else None


@rule(
    "en-age",
    reads="an age after its word",
    must=("He died at age 64.", "age 30 and over"),
    leaves="in the age of steam",
    needs=("age",),
)
def age(page: Page, amount: Amount) -> Amount | None:
    """ "age 64"."""
    tokens, at = page.tokens, amount.first - 1
    if at < 0 or at in page.taken or not amount.plain or tokens[at].text != "age":
        return None
    sense = unit_sense(tokens[at])
    return None if sense is None else with_unit(amount, sense)


@rule(
    "en-times-as",
    reads="a multiple: times before a comparison",
    must=("three times as much", "five times more"),
    leaves="He won three times.",
)
def times_as(page: Page, amount: Amount) -> Amount | None:
    """ "three times as much": a multiple where a comparison follows, else a count of events."""
    times, compared = peek(page.tokens, amount.last).text, peek(page.tokens, amount.last + 1).text
    if times != "times" or compared not in _COMPARED or amount.unit is not None:
        return None
    return amount.but(kind="multiple", last=amount.last + 1, plain=False) if amount.kind in COUNTED else None


@rule("en-fold", reads="a multiple with “fold”", must=("a 12-fold rise", "It rose 5 fold."), leaves="the fold")
def fold(page: Page, amount: Amount) -> Amount | None:
    """ "12-fold"."""
    tokens, at = page.tokens, amount.last
    spaced = peek(tokens, at).text == "fold" and amount.value > 1
    hyphen = peek(tokens, at).text == "-" and peek(tokens, at + 1).text == "fold" and not tokens[at].spaced
    if not (spaced or hyphen) or amount.kind not in (*COUNTED, "ordinal"):
        return None
    return amount.but(kind="multiple", last=at + (1 if spaced else 2), plain=False)


UNITS = (
    after, bracketed, of_money, part_of_unit, hyphened, sign_before, letters_before, per_cent_of, age, percent_before,
)  # fmt: skip
MULTIPLES = (fold, times_x, times_as)
