"""What is done to an English text, in order: the table of passes, and which rules are tried at which word."""

from __future__ import annotations

from functools import cache

from pipeline.numbers.lexicon.model import Role
from pipeline.numbers.read import rules as shapes
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.english import calendar as own_calendar
from pipeline.numbers.read.english import clock as own_clock
from pipeline.numbers.read.english import joins as own_joins
from pipeline.numbers.read.english import lone, lookalikes, numerals, vague
from pipeline.numbers.read.english.articles import AFTER_ARTICLE, HALVED_WHOLES, unit_and_half_hyphened
from pipeline.numbers.read.english.bounds import BOUNDS, NAMES_IN_CAPITALS
from pipeline.numbers.read.english.cardinals import ARTICLES
from pipeline.numbers.read.english.changes import CHANGES
from pipeline.numbers.read.english.counted import COUNTED
from pipeline.numbers.read.english.parts import PARTS
from pipeline.numbers.read.english.ranges import RANGES
from pipeline.numbers.read.english.ratios import RATIOS
from pipeline.numbers.read.english.roman import roman, roman_values
from pipeline.numbers.read.english.units import MULTIPLES, UNITS
from pipeline.numbers.read.rules import Page, Pass
from pipeline.numbers.read.shared import bounds, calendar, changes, clock, gates, joins, powers, ratios
from pipeline.numbers.read.shared.figures import vulgar_fraction
from pipeline.numbers.read.shared.gates import Rules, needs
from pipeline.numbers.read.shared.identifiers import ALONE, GLUED, NAMES, by_neighbours
from pipeline.numbers.read.shared.ranges import OPEN_RANGES
from pipeline.numbers.read.shared.units import MEASURED_IN, UNITS_ALONE
from pipeline.numbers.text.digits import VULGAR_FRACTIONS
from pipeline.numbers.text.tokens import Token

_DIGITS_GLUED: Rules = (*GLUED, *NAMES, numerals.cardinal)
_DIGITS_ALONE: Rules = (*ALONE, numerals.cardinal)
_DIGITS = by_neighbours(_DIGITS_GLUED, _DIGITS_ALONE)
_BY_ROLE: dict[Role, Rules] = {
    "unit": (numerals.cardinal,),
    "teen": (numerals.century_decade, numerals.cardinal),
    "tens": (numerals.cardinal,),
    "hundred": (numerals.several_hundred, numerals.cardinal),
    "magnitude": (numerals.several_hundred, numerals.cardinal),
    "magnitude_plural": (numerals.vague_magnitude,),
    "fraction": (numerals.half_quarter,),
    "ordinal": (lookalikes.rate_second, lookalikes.unit_after_count, numerals.ordinal),
    "decade": (numerals.decade,),
    "multiple": (numerals.multiple,),
    "soft_cardinal": (numerals.couple,),
}
"""By the part that a word plays in number words."""
_HOURS = needs(
    "clock-word", "am", "pm", "o", "past", "quarter", "half", "hour", "hours", "hrs", "hr", "h", "gmt", "utc", "bst",
    "est", "edt", "cet",
)  # fmt: skip
_SCORES: Rules = (vague.scores,)


@cache
def _starts() -> dict[str, Rules]:
    """The rules for words and symbols that begin a number without being a number word."""
    return {
        **dict.fromkeys(VULGAR_FRACTIONS, (vulgar_fraction,)),
        **dict.fromkeys(roman_values(), (roman,)),
        **dict.fromkeys(HALVED_WHOLES, (unit_and_half_hyphened,)),
        **dict.fromkeys(ARTICLES, AFTER_ARTICLE),
    }


def _numerals(token: Token, following: Token) -> Rules:
    if token.number is not None:
        return _BY_ROLE.get(token.number.role, ())
    if token.kind == "digits":
        return _DIGITS[not token.spaced, None if following.spaced else following.kind]
    for sense in token.senses:
        if sense.kind in numerals.SENSE_KINDS:
            return numerals.SENSES
    return _starts().get(token.text, ())


def may_begin(word: str) -> bool:
    """Whether a folded word may begin a quantity although the vocabulary has it for no number."""
    return (word in _starts() and word not in ARTICLES) or word in ("score", "scores")


def _scores_of(token: Token, _: Token) -> Rules:
    return _SCORES if token.text == "scores" else ()


def _may_be_period(page: Page, amounts: list[Amount]) -> bool:
    """Whether an amount may be a period: a rank, a part, a decade in a word, or digits before a plural s."""
    return "s" in page.seen or gates.has_ranks(page, amounts)


_ALL_NUMERALS = tuple(
    {
        rule.name: rule
        for rules in (
            _DIGITS_GLUED, _DIGITS_ALONE, *_BY_ROLE.values(), numerals.SENSES, AFTER_ARTICLE,
            (roman, vulgar_fraction, unit_and_half_hyphened),
        )
        for rule in rules
    }.values()
)  # fmt: skip
PASSES = (
    Pass("numerals", shapes.scan, _ALL_NUMERALS, table=_numerals),
    Pass("signs", shapes.each, bounds.SIGNS, settles=False, needs=gates.MINUS),
    Pass("names", shapes.each, NAMES_IN_CAPITALS, settles=False),
    Pass("scores-of", shapes.gather, _SCORES, table=_scores_of, needs=needs("scores")),
    Pass("few", shapes.each, (vague.few,), settles=False, needs=vague.FEW),
    Pass("vague", shapes.join, (vague.tens_of_thousands,), worth=gates.has_soft),
    Pass("said-twice", shapes.join, (joins.said_twice,), needs=needs("(")),
    Pass("powers-of-ten", shapes.each, powers.POWERS_OF_TEN, needs=gates.POWER_OF_TEN, then=shapes.apart),
    Pass("powers", shapes.join, powers.POWERS, reach=4, needs=gates.POWER),
    Pass("mantissas", shapes.join, powers.MANTISSAS, needs=gates.TIMES),
    Pass("ratios", shapes.join, RATIOS, reach=3, needs=needs("/", "ratio", "in", "per", "over")),
    Pass("mixed-numbers", shapes.join, ratios.MIXED, needs=needs("/")),
    Pass("sums", shapes.join, (joins.plus_sum,), needs=needs("+")),
    Pass("units", shapes.each, UNITS),
    Pass("multiples", shapes.each, MULTIPLES, needs=needs("x", "fold", "times")),
    Pass(
        "units-that-count", shapes.gather_sensed, UNITS_ALONE, table=gates.where_sensed(UNITS_ALONE),
        needs=needs(shapes.COUNTS, *MEASURED_IN),
    ),
    Pass(
        "one-before-part", shapes.gather_sensed, (own_joins.one_before_part,), worth=gates.has_part,
        table=gates.where_sensed((own_joins.one_before_part,)),
    ),
    Pass("one-and-part", shapes.each_from_the_right, (joins.one_and_part,), settles=False, worth=gates.has_soft),
    Pass("joins", shapes.join, own_joins.JOINS, worth=gates.has_neighbours),
    Pass("factors", shapes.each_from_the_right, (joins.factor_of_product,), needs=gates.TIMES | {"by"}),
    Pass("clock-digits", shapes.join, clock.DIGITS, needs=needs(":")),
    Pass("past", shapes.join, own_clock.PAST, needs=needs("past", "to")),
    Pass("hours", shapes.each, own_clock.HOURS, needs=_HOURS, then=shapes.apart),
    Pass("half-of-day", shapes.each, clock.HALVES, settles=False, worth=gates.has_time),
    Pass("periods", shapes.each, own_calendar.PERIODS, worth=_may_be_period, then=calendar.without_overlaps),
    Pass(
        "months", shapes.gather_sensed, calendar.MONTHS, table=gates.where_sensed(calendar.MONTHS),
        needs=needs("month"),
    ),
    Pass("years", shapes.each, own_calendar.YEARS),
    Pass("ranges", shapes.join, RANGES, reach=6),
    Pass(
        "lone-periods", shapes.gather_sensed, lone.LONE, table=gates.where_sensed(lone.LONE, "measure", "weekday"),
        needs=needs("measure", "weekday"),
    ),
    Pass("below-zero", shapes.each, bounds.BELOW_ZERO, settles=False, needs=needs("below-zero")),
    Pass("bounds", shapes.each, BOUNDS, settles=False, needs=gates.COMPARING),
    Pass("open-ranges", shapes.join, OPEN_RANGES, reach=4, worth=gates.has_bounds),
    Pass("counted", shapes.each, COUNTED, settles=False),
    Pass("period-parts", shapes.each, PARTS, settles=False, worth=changes.worth_parts("en")),
    Pass("changes", shapes.each, CHANGES, settles=False, worth=changes.worth_changes("en")),
)  # fmt: skip
