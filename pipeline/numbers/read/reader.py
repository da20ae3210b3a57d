"""From a text to its quantities: the passes of each language, in order, and the driver that runs them.

Every pass takes the tokens and the amounts found so far and is linear in the text; what a later pass needs to know of
an earlier one stands in the amount.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.read import rules as shapes
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic import bounds as arabic_bounds
from pipeline.numbers.read.arabic import calendar as arabic_calendar
from pipeline.numbers.read.arabic import clock as arabic_clock
from pipeline.numbers.read.arabic import duals, scores
from pipeline.numbers.read.arabic import identifiers as arabic_identifiers
from pipeline.numbers.read.arabic import joins as arabic_joins
from pipeline.numbers.read.arabic import lookalikes as arabic_lookalikes
from pipeline.numbers.read.arabic import numerals as arabic_numerals
from pipeline.numbers.read.arabic import ranges as arabic_ranges
from pipeline.numbers.read.arabic import ratios as arabic_ratios
from pipeline.numbers.read.arabic import units as arabic_units
from pipeline.numbers.read.arabic import vague as arabic_vague
from pipeline.numbers.read.english import bounds as english_bounds
from pipeline.numbers.read.english import calendar as english_calendar
from pipeline.numbers.read.english import clock as english_clock
from pipeline.numbers.read.english import joins as english_joins
from pipeline.numbers.read.english import lookalikes as english_lookalikes
from pipeline.numbers.read.english import numerals as english_numerals
from pipeline.numbers.read.english import ranges as english_ranges
from pipeline.numbers.read.english import ratios as english_ratios
from pipeline.numbers.read.english import units as english_units
from pipeline.numbers.read.english import vague as english_vague
from pipeline.numbers.read.english.roman import roman, roman_values
from pipeline.numbers.read.rules import Log, Page, Pass, Rule
from pipeline.numbers.read.shared import bounds, calendar, clock, joins, powers, ratios
from pipeline.numbers.read.shared.feet import feet_and_inches
from pipeline.numbers.read.shared.figures import vulgar_fraction
from pipeline.numbers.read.shared.identifiers import NAMES, key, short_period
from pipeline.numbers.read.shared.lookalikes import list_mark, unit_exponent
from pipeline.numbers.read.shared.numeric_dates import DATES
from pipeline.numbers.read.shared.ranges import OPEN_RANGES
from pipeline.numbers.read.shared.units import unit_that_counts
from pipeline.numbers.text.clitics import HIDDEN_ARTICLE
from pipeline.numbers.text.digits import VULGAR_FRACTIONS
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.tokens import Token, tokenize

Rules = tuple[Rule[Any], ...]

_MARKS: Rules = (list_mark, unit_exponent, *DATES, feet_and_inches, key, short_period)
_VULGAR: Rules = (vulgar_fraction,)
_ARABIC_DIGITS: Rules = (*_MARKS, arabic_identifiers.vitamin, *NAMES, arabic_numerals.cardinal)
_ARABIC_WORDS: Rules = (*arabic_lookalikes.LOOKALIKES, *arabic_numerals.WORDS)
_ENGLISH_DIGITS: Rules = (*_MARKS, *NAMES, english_numerals.cardinal)
_ENGLISH_WORDS: Rules = (*english_lookalikes.LOOKALIKES, *english_numerals.WORDS)
_ROMAN: Rules = (roman,)
_COUNTED: Rules = (unit_that_counts,)
_SCORES: Rules = (english_vague.scores,)


def _arabic_table(token: Token) -> Rules:
    if token.number is not None:
        return _ARABIC_WORDS
    if token.kind == "digits":
        return _ARABIC_DIGITS
    return _VULGAR if token.text in VULGAR_FRACTIONS else ()


def _english_table(token: Token) -> Rules:
    if token.number is not None:
        return _ENGLISH_WORDS
    if token.kind == "digits":
        return _ENGLISH_DIGITS
    for sense in token.senses:
        if sense.kind in english_numerals.SENSE_KINDS:
            return english_numerals.SENSES
    return _english_starts().get(token.text, ())


@cache
def _english_starts() -> dict[str, Rules]:
    """The rules for words and symbols that begin a number without being a number word."""
    return {
        **dict.fromkeys(VULGAR_FRACTIONS, _VULGAR),
        **dict.fromkeys(roman_values(), _ROMAN),
        **dict.fromkeys(english_numerals.FIRST_WORDS, english_numerals.AFTER_ARTICLE),
    }


def _scores_table(token: Token) -> Rules:
    return _SCORES if token.text == "scores" else ()


def _counted_table(token: Token) -> Rules:
    return _COUNTED if token.senses else ()


def _single(rules: Rules) -> Pass:
    table = {True: rules, False: ()}
    return Pass(
        "one-before-part", shapes.gather, rules, table=lambda token: table[bool(token.senses)], worth=_has_measure
    )


def _has_measure(_: Page, amounts: list[Amount]) -> bool:
    return any(amount.kind == "measure" and amount.first for amount in amounts)


def _has_soft(_: Page, amounts: list[Amount]) -> bool:
    return any(amount.soft for amount in amounts)


def _has_time(_: Page, amounts: list[Amount]) -> bool:
    return any(amount.kind == "time" for amount in amounts)


def _has_parts(_: Page, amounts: list[Amount]) -> bool:
    return any(amount.parts or amount.rule == ratios.slash_magnitude.name for amount in amounts)


def _has_bounds(_: Page, amounts: list[Amount]) -> bool:
    return sum(amount.bound != "exact" for amount in amounts) > 1


def _needs(*seen: str) -> frozenset[str]:
    return frozenset(seen)


_MINUS = _needs("-", "negative")
_POWER_OF_TEN = _needs("⁻", "-", "point", *"⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWER = _needs("^", "point")
_TIMES = _needs("x", "×", "*")


def _months_table(token: Token) -> Rules:
    return calendar.MONTHS if token.senses else ()


PASSES: dict[Language, tuple[Pass, ...]] = {
    "ar": (
        Pass("numerals", shapes.scan, (*_ARABIC_DIGITS[:-1], *_ARABIC_WORDS, *_VULGAR), table=_arabic_table),
        Pass("signs", shapes.each, bounds.SIGNS, settles=False, needs=_MINUS),
        Pass("vague", shapes.join, (arabic_vague.tens_of_thousands,), worth=_has_soft),
        Pass("powers-of-ten", shapes.each, powers.POWERS_OF_TEN, needs=_POWER_OF_TEN, then=shapes.apart),
        Pass("powers", shapes.join, powers.POWERS, needs=_POWER),
        Pass("mantissas", shapes.join, powers.MANTISSAS, needs=_TIMES),
        Pass("parts", shapes.each, (arabic_ratios.part_of,), needs=_needs("part-of")),
        Pass("ratios", shapes.join, arabic_ratios.RATIOS, needs=_needs("/", "ratio", "part-of", "علي", "من", "في")),
        Pass("mixed-numbers", shapes.join, ratios.MIXED, worth=_has_parts),
        Pass("scores", shapes.gather, scores.SCORES, table=scores.table, worth=scores.worth),
        Pass("units", shapes.each, arabic_units.UNITS),
        Pass("multiples", shapes.each, arabic_units.MULTIPLES, needs=_needs("x")),
        Pass("units-that-count", shapes.gather, _COUNTED, table=_counted_table, needs=_needs(shapes.COUNTS)),
        _single((arabic_joins.one_before_part,)),
        Pass("one-and-part", shapes.each_from_the_right, (joins.one_and_part,), settles=False, worth=_has_soft),
        Pass("joins", shapes.join, arabic_joins.JOINS),
        Pass("factors", shapes.each_from_the_right, (joins.factor_of_product,), needs=_TIMES),
        Pass("bounded-nouns", shapes.gather, duals.BOUNDED, table=duals.table, needs=_needs("bound")),
        Pass("clock-digits", shapes.join, clock.DIGITS, needs=_needs(":")),
        Pass("hours", shapes.each, arabic_clock.HOURS, then=shapes.apart),
        Pass("minutes", shapes.join, arabic_clock.MINUTES, worth=_has_time),
        Pass("half-of-day", shapes.each, clock.HALVES, settles=False, worth=_has_time),
        Pass("periods", shapes.each, arabic_calendar.PERIODS, then=calendar.without_overlaps),
        Pass("months", shapes.gather, calendar.MONTHS, table=_months_table, needs=_needs("month")),
        Pass("years", shapes.each, arabic_calendar.YEARS),
        Pass("ranges", shapes.join, arabic_ranges.RANGES),
        Pass("below-zero", shapes.each, bounds.BELOW_ZERO, settles=False, needs=_needs("below-zero")),
        Pass("bounds", shapes.each, arabic_bounds.BOUNDS, settles=False),
        Pass("open-ranges", shapes.join, OPEN_RANGES, worth=_has_bounds),
    ),
    "en": (
        Pass(
            "numerals",
            shapes.scan,
            (*_ENGLISH_DIGITS[:-1], *_ENGLISH_WORDS, *english_numerals.AFTER_ARTICLE, *_ROMAN, *english_numerals.SENSES,
             *_VULGAR),
            table=_english_table,
        ),
        Pass("signs", shapes.each, bounds.SIGNS, settles=False, needs=_MINUS),
        Pass("names", shapes.each, english_bounds.NAMES, settles=False),
        Pass("scores-of", shapes.gather, _SCORES, table=_scores_table, needs=_needs("scores")),
        Pass("few", shapes.each, (english_vague.few,), settles=False, needs=english_vague.FEW),
        Pass("vague", shapes.join, (english_vague.tens_of_thousands,), worth=_has_soft),
        Pass("powers-of-ten", shapes.each, powers.POWERS_OF_TEN, needs=_POWER_OF_TEN, then=shapes.apart),
        Pass("powers", shapes.join, powers.POWERS, needs=_POWER),
        Pass("mantissas", shapes.join, powers.MANTISSAS, needs=_TIMES),
        Pass("ratios", shapes.join, english_ratios.RATIOS, needs=_needs("/", "ratio", "in", "per", "over")),
        Pass("mixed-numbers", shapes.join, ratios.MIXED, worth=_has_parts),
        Pass("units", shapes.each, english_units.UNITS),
        Pass("multiples", shapes.each, english_units.MULTIPLES, needs=_needs("x", "fold", "times")),
        Pass("units-that-count", shapes.gather, _COUNTED, table=_counted_table, needs=_needs(shapes.COUNTS)),
        _single((english_joins.one_before_part,)),
        Pass("one-and-part", shapes.each_from_the_right, (joins.one_and_part,), settles=False, worth=_has_soft),
        Pass("joins", shapes.join, english_joins.JOINS),
        Pass("factors", shapes.each_from_the_right, (joins.factor_of_product,), needs=_TIMES | {"by"}),
        Pass("clock-digits", shapes.join, clock.DIGITS, needs=_needs(":")),
        Pass("past", shapes.join, english_clock.PAST, needs=_needs("past", "to")),
        Pass("hours", shapes.each, english_clock.HOURS, then=shapes.apart),
        Pass("half-of-day", shapes.each, clock.HALVES, settles=False, worth=_has_time),
        Pass("periods", shapes.each, english_calendar.PERIODS, then=calendar.without_overlaps),
        Pass("months", shapes.gather, calendar.MONTHS, table=_months_table, needs=_needs("month")),
        Pass("years", shapes.each, english_calendar.YEARS),
        Pass("ranges", shapes.join, english_ranges.RANGES),
        Pass("below-zero", shapes.each, bounds.BELOW_ZERO, settles=False, needs=_needs("below-zero")),
        Pass("bounds", shapes.each, english_bounds.BOUNDS, settles=False),
        Pass("open-ranges", shapes.join, OPEN_RANGES, worth=_has_bounds),
    ),
}  # fmt: skip
"""What is done to a text, in order. A pass names the shape in which its rules are tried; see `rules`."""


def read_quantities(text: str, *, lang: Language) -> list[Quantity]:
    """The quantities of `text` in reading order. Linear in its length; never raises on any text."""
    page = open_page(text, lang=lang)
    return [quantity_of(page, amount) for amount in read_page(page, lang=lang)]


def open_page(text: str, *, lang: Language) -> Page:
    """The folded text and its tokens, before anything is read."""
    folded = fold(text)
    return Page(folded, tokenize(folded, lang=lang))


def read_page(page: Page, *, lang: Language, log: Log | None = None) -> list[Amount]:
    """The amounts of a page after all passes; `log` gets the rules that applied, or gives them."""
    amounts: list[Amount] = []
    seen = page.seen
    for one in PASSES[lang]:
        if not one.needs or not one.needs.isdisjoint(seen):
            amounts = one.run(page, amounts, log)
    return shapes.apart(amounts)  # rules of two passes may claim the same token


def quantity_of(page: Page, amount: Amount) -> Quantity:
    """The quantity that an amount is in the text as given, without the clitics before it."""
    folded, first = page.folded, page.tokens[amount.first]
    start = first.start
    if (first.number is not None or first.senses) and first.kind == "word" and not first.text.isascii():
        hidden = first.text[first.conjunction :].startswith(HIDDEN_ARTICLE)
        start += first.conjunction + (0 if hidden else len(first.preposition))
    raw_start, raw_end = folded.raw_span(start, page.tokens[amount.last - 1].end)
    value = None if amount.kind == "identifier" else amount.value
    return Quantity(raw_start, raw_end, folded.raw[raw_start:raw_end], amount.kind, value, **amount.facts())
