"""What is done to an Arabic text, in order: the table of passes, and which rules are tried at which word."""

from __future__ import annotations

from functools import cache

from pipeline.numbers.lexicon import ListName, word_list
from pipeline.numbers.lexicon.model import Role
from pipeline.numbers.read import rules as shapes
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic import calendar as own_calendar
from pipeline.numbers.read.arabic import clock as own_clock
from pipeline.numbers.read.arabic import duals, fractions, lone, lookalikes, numerals, ordinals, scores, signs, vague
from pipeline.numbers.read.arabic import joins as own_joins
from pipeline.numbers.read.arabic import ratios as own_ratios
from pipeline.numbers.read.arabic.bounds import BOUNDS
from pipeline.numbers.read.arabic.changes import CHANGES
from pipeline.numbers.read.arabic.counted import COUNTED
from pipeline.numbers.read.arabic.identifiers import PHONES, vitamin
from pipeline.numbers.read.arabic.parts import PARTS
from pipeline.numbers.read.arabic.ranges import ONE_NUMERAL, RANGES
from pipeline.numbers.read.arabic.units import MULTIPLES, UNITS
from pipeline.numbers.read.rules import Page, Pass
from pipeline.numbers.read.shared import bounds, calendar, changes, clock, gates, joins, powers, ratios
from pipeline.numbers.read.shared.figures import vulgar_fraction
from pipeline.numbers.read.shared.gates import Rules, needs
from pipeline.numbers.read.shared.identifiers import ALONE, GLUED, NAMES, by_neighbours
from pipeline.numbers.read.shared.ranges import OPEN_RANGES
from pipeline.numbers.read.shared.units import MEASURED_IN, UNITS_ALONE
from pipeline.numbers.text.digits import VULGAR_FRACTIONS
from pipeline.numbers.text.tokens import Token

_DIGITS_GLUED: Rules = (*PHONES, *GLUED, vitamin, *NAMES, numerals.cardinal)
_DIGITS_ALONE: Rules = (*PHONES, *ALONE, numerals.cardinal)
_DIGITS = by_neighbours(_DIGITS_GLUED, _DIGITS_ALONE)
_OTHERS: Rules = (vulgar_fraction,)
_HUNDREDS: Rules = (numerals.the_hundred,)
_BY_ROLE: dict[Role, Rules] = {
    "unit": (
        lookalikes.weekday, lookalikes.lion, lookalikes.lady, lookalikes.am_not, lookalikes.holds,
        fractions.fraction_counted,
        fractions.fraction_two_parts, fractions.fraction_share, numerals.some_teens, fractions.fraction_or_count,
        numerals.cardinal,
    ),
    "teen": (fractions.fraction_counted, numerals.cardinal),
    "tens": (fractions.fraction_counted, numerals.rank, numerals.some_teens, numerals.cardinal),
    "hundred": (lookalikes.weekday, fractions.fraction_counted, numerals.rank, numerals.cardinal),
    "hundreds": (numerals.rank, numerals.cardinal),
    "magnitude": (
        lookalikes.weekday, lookalikes.wrote, lookalikes.wrote_books, lookalikes.millennium, lookalikes.alpha,
        lookalikes.letter,
        numerals.cardinal,
    ),
    "magnitude_dual": (numerals.cardinal,),
    "magnitude_plural": (numerals.vague_magnitude,),
    "fraction": (lookalikes.text, lookalikes.describe, lookalikes.radius, fractions.fraction),
    "fraction_dual": (numerals.adjective, fractions.fraction_dual),
    "ordinal": (lookalikes.weekday, lookalikes.rate_second, lookalikes.unit_after_count, ordinals.ordinal),
    "decade": (ordinals.decade,),
    "multiple": (lookalikes.weakness, ordinals.multiple),
    "times": (ordinals.times,),
    "soft_cardinal": (numerals.adjective,),
}  # fmt: skip
"""By the part that a word plays in number words."""
_HOURS = needs("clock-word", "am", "pm", "الا", "نصف", "ربع", "ثلث", "بتوقيت", "بالتوقيت", "التوقيت", "gmt", "utc")
_CENTURIES = needs("قرن", "قرنين", "قرنان")
_COMPARING_VERBS: tuple[ListName, ...] = ("exceeding_verb", "more_verb", "less_verb", "reaching_verb", "nearing_verb")


def _numerals(token: Token, following: Token) -> Rules:
    if token.number is not None:
        return _BY_ROLE.get(token.number.role, ())
    if token.kind == "digits":
        return _DIGITS[not token.spaced, None if following.spaced else following.kind]
    if token.sense("percent") is not None:
        return _HUNDREDS
    return _OTHERS if token.text in VULGAR_FRACTIONS else ()


def may_begin(word: str) -> bool:
    """Whether a folded word may begin a quantity although the vocabulary has it for no number."""
    return word in VULGAR_FRACTIONS or scores.may_score(word)


def _may_be_bounded(page: Page, _: list[Amount]) -> bool:
    """Whether any word or sign of a text compares."""
    return not page.seen.isdisjoint(_comparing())


@cache
def _comparing() -> frozenset[str]:
    return gates.COMPARING.union(*map(word_list, _COMPARING_VERBS))


def _may_be_period(page: Page, amounts: list[Amount]) -> bool:
    """Whether an amount may be a period: a rank, a part, a decade, or a number beside "century"."""
    return gates.has_ranks(page, amounts) or not page.seen.isdisjoint(_CENTURIES)


_ALL_NUMERALS = tuple(
    {
        rule.name: rule
        for rules in (_DIGITS_GLUED, _DIGITS_ALONE, *_BY_ROLE.values(), _OTHERS, _HUNDREDS)
        for rule in rules
    }.values()
)
PASSES = (
    Pass("numerals", shapes.scan, _ALL_NUMERALS, table=_numerals),
    Pass("signs", shapes.each, (*bounds.SIGNS, *signs.AFTER_DIGITS), settles=False, needs=gates.MINUS),
    Pass("vague", shapes.join, (vague.tens_of_thousands,), worth=gates.has_soft),
    Pass("said-twice", shapes.join, (joins.said_twice,), needs=needs("(")),
    Pass("powers-of-ten", shapes.each, powers.POWERS_OF_TEN, needs=gates.POWER_OF_TEN, then=shapes.apart),
    Pass("powers", shapes.join, powers.POWERS, reach=4, needs=gates.POWER),
    Pass("mantissas", shapes.join, powers.MANTISSAS, needs=gates.TIMES),
    Pass("spaced-decimals", shapes.join, own_joins.DECIMALS, needs=gates.TIMES),
    Pass("parts", shapes.each, (own_ratios.part_of, own_ratios.one_of_every), needs=needs("part-of", "ratio")),
    Pass("ratios", shapes.join, own_ratios.RATIOS, reach=3, needs=needs("/", "ratio", "part-of", "علي", "من", "في")),
    Pass("mixed-numbers", shapes.join, ratios.MIXED, needs=needs("/")),
    Pass("scores", shapes.gather, scores.SCORES, table=scores.table, worth=scores.worth),
    Pass("sums", shapes.join, (joins.plus_sum,), needs=needs("+")),
    Pass("units", shapes.each, UNITS),
    Pass("signs-apart", shapes.each, signs.APART, settles=False, needs=needs("-")),
    Pass("multiples", shapes.each, MULTIPLES, needs=needs("x")),
    Pass(
        "units-that-count", shapes.gather_sensed, UNITS_ALONE, table=gates.where_sensed(UNITS_ALONE),
        needs=needs(shapes.COUNTS, *MEASURED_IN),
    ),
    Pass(
        "one-before-part", shapes.gather_sensed, (own_joins.one_before_part,), worth=gates.has_part,
        table=gates.where_sensed((own_joins.one_before_part,), "measure", "currency"),
    ),
    Pass("one-and-part", shapes.each_from_the_right, (joins.one_and_part,), settles=False, worth=gates.has_soft),
    Pass("joins", shapes.join, own_joins.JOINS, worth=gates.has_neighbours),
    Pass("less-one", shapes.each, (own_joins.unit_less_one,), needs=needs(own_joins.EXCEPT)),
    Pass("factors", shapes.each_from_the_right, (joins.factor_of_product,), needs=gates.TIMES),
    Pass("bounded-nouns", shapes.gather, duals.BOUNDED, table=duals.table, needs=needs("bound")),
    Pass("clock-digits", shapes.join, clock.DIGITS, needs=needs(":")),
    Pass("hours", shapes.each, own_clock.HOURS, needs=_HOURS, then=shapes.apart),
    Pass("minutes", shapes.join, own_clock.MINUTES, worth=gates.has_time),
    Pass("half-of-day", shapes.each, clock.HALVES, settles=False, worth=gates.has_time),
    Pass("periods", shapes.each, own_calendar.PERIODS, worth=_may_be_period, then=calendar.without_overlaps),
    Pass(
        "months", shapes.gather_sensed, calendar.MONTHS, table=gates.where_sensed(calendar.MONTHS),
        needs=needs("month"),
    ),
    Pass("years", shapes.each, own_calendar.YEARS),
    Pass("one-numeral-ranges", shapes.each, ONE_NUMERAL, needs=needs("between", "from")),
    Pass("ranges", shapes.join, RANGES, reach=6),
    Pass(
        "lone-periods", shapes.gather_sensed, lone.LONE, table=gates.where_sensed(lone.LONE, "measure", "weekday"),
        needs=needs("measure", "weekday"),
    ),
    Pass("below-zero", shapes.each, bounds.BELOW_ZERO, settles=False, needs=needs("below-zero")),
    Pass("bounds", shapes.each, BOUNDS, settles=False, worth=_may_be_bounded),
    Pass("open-ranges", shapes.join, OPEN_RANGES, reach=4, worth=gates.has_bounds),
    Pass("counted", shapes.each, COUNTED, settles=False),
    Pass("period-parts", shapes.each, PARTS, settles=False, worth=changes.worth_parts("ar")),
    Pass("changes", shapes.each, CHANGES, settles=False, worth=changes.worth_changes("ar")),
)  # fmt: skip
