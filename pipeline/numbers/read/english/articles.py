"""English numbers that begin with an article: "a million", "a fifth of", "an hour and a half", "a dollar"."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import dimension_of, word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.english.cardinals import DASHES, joined_at, read_group, word_at
from pipeline.numbers.read.english.fractions import half_or_quarter, of_magnitude
from pipeline.numbers.read.english.numerals import coupled, finish
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import Token, peek

HALVED_WHOLES = ("hour", "day", "week", "month", "year", "mile", "minute")
_AND_A_HALF = ("-", "and", "-", "a", "-", "half")
_SCORE = Fraction(20)
_PEOPLE = frozenset({"people", "men", "women", "children", "others"})
_SCORED = frozenset({"points", "goals", "runs", "strings", "marks", "films", "songs"})
""" "A score of people" is twenty; a score of points, strings or 85 is another thing."""
_PHRASE = 3
"""Words in which a noun is looked for."""


@rule(
    "en-a-magnitude",
    reads="an article before a hundred or a magnitude, which may go unsaid",
    must=("It cost a million.", "A hundred and five came."),
    leaves="It cost one million.",
)
def a_magnitude(page: Page, index: int) -> Amount | None:
    """ "a million" (soft), "a hundred and five"."""
    number = word_at(page.tokens, index + 1)
    if number is None or number.role not in ("hundred", "magnitude"):
        return None
    group = read_group(page.tokens, index + 1)
    if group is None:
        return None
    amount = finish(page.tokens, group)
    return amount.but(first=index, soft=amount.kind == "cardinal" and amount.value == number.value)


@rule(
    "en-a-half",
    reads="an article before a half or a quarter",
    must=("It took a half of it.", "A quarter of them left."),
    leaves="Half of them left.",
)
def a_half(page: Page, index: int) -> Amount | None:
    """ "a half", "a quarter of"."""
    number = word_at(page.tokens, index + 1)
    if number is None or number.role != "fraction":
        return None
    inner = half_or_quarter(page.tokens, index + 1, article=True)
    return None if inner is None else inner.but(first=index)


@rule(
    "en-a-couple",
    reads="an article before a pair or a couple",
    must=("A couple of days passed.", "A pair of shoes."),
    leaves="The couple left.",
)
def a_couple(page: Page, index: int) -> Amount | None:
    """ "a couple of days"."""
    number = word_at(page.tokens, index + 1)
    return coupled(page.tokens, index, index + 1) if number is not None and number.role == "soft_cardinal" else None


@rule(
    "en-a-score",
    reads="a score of units or people: twenty, which may go unsaid",
    must=("A score of years passed.", "about a score of stolen phones"),
    leaves="It has a score of 20.",
)
def a_score(page: Page, index: int) -> Amount | None:
    """ "a score of years"."""
    if [token.text for token in page.tokens[index + 1 : index + 3]] != ["score", "of"]:
        return None
    noun = peek(page.tokens, index + 3)
    units = noun.number is None and noun.sense("measure") is not None and noun.text.endswith("s")
    if not units and not _are_counted(page.tokens, index + 3):
        return None
    return Amount(index, index + (3 if units else 2), _SCORE, soft=True, scale=_SCORE)


def _are_counted(tokens: list[Token], at: int) -> bool:
    """Whether things in the plural stand at `at`, with an adjective or two: "stolen phones"."""
    for token in tokens[at : at + _PHRASE]:
        if token.kind != "word" or token.number is not None or token.text in word_list("ends_noun"):
            return False
        if token.text in _PEOPLE or (token.text.endswith("s") and not token.text.endswith("ss")):
            return token.text not in _SCORED
    return False


@rule(
    "en-a-fifth",
    reads="an article before an ordinal: a fraction where no noun follows, else an ordinal that may be one",
    must=("A fifth of them left.", "A third man came."),
    leaves="One fifth of them left.",
)
def a_fifth(page: Page, index: int) -> Amount | None:
    """ "a fifth of", "a third man"."""
    tokens = page.tokens
    number = word_at(tokens, index + 1)
    if number is None or number.role != "ordinal" or number.value <= 2:
        return None
    after = peek(tokens, index + 2)
    magnitude = after.number is not None and after.number.role == "magnitude"
    ends = after.kind == "symbol" and after.text not in DASHES
    if ends or magnitude or after.sense("after-fraction") is not None:
        return of_magnitude(tokens, Amount(index, index + 2, 1 / number.value, kind="fraction"))
    part = Reading(1 / number.value, "homograph")
    return Amount(index, index + 2, number.value, kind="ordinal", readings=(part,))


@rule(
    "en-a-twenty-fifth",
    reads="an article before a denominator of two words",
    must=("A twenty-fifth of it was lost.", "It lost a thirty-second of it."),
    leaves="A twenty-fifth birthday party.",
)
def a_twenty_fifth(page: Page, index: int) -> Amount | None:
    """ "a twenty-fifth of"."""
    tokens = page.tokens
    tens, place = word_at(tokens, index + 1), joined_at(tokens, index + 2)
    unit = None if place is None else tokens[place].number
    if tens is None or tens.role != "tens" or place is None or unit is None or unit.role != "ordinal":
        return None
    after = peek(tokens, place + 1)
    fraction = tokens[place - 1].text in DASHES and (place + 1 == len(tokens) or after.sense("after-fraction"))
    return Amount(index, place + 1, 1 / (tens.value + unit.value), kind="fraction") if fraction else None


@rule(
    "en-an-hour-and-a-half",
    reads="one of a unit and a part of it",
    must=("It took an hour and a half.", "He waited a year and a quarter."),
    leaves="It took an hour and a call.",
)
def unit_and_part(page: Page, index: int) -> Amount | None:
    """ "an hour and a half"."""
    words = page.tokens[index + 1 : index + 5]
    if len(words) < 4 or words[1].text != "and" or words[2].text != "a" or words[3].number is None:
        return None
    unit, part = words[0].sense("measure"), words[3].number
    if words[0].number is not None or unit is None or part.role != "fraction":
        return None
    return Amount(index, index + 5, 1 + 1 / part.value, kind="measure", unit=unit.value)


@rule(
    "en-hour-and-a-half",
    reads="one of a unit and a half, with hyphens",
    must=("It was an hour-and-a-half debate.", "The year-and-a-half ban was lifted."),
    leaves="It took an hour and a half-day.",
)
def unit_and_half_hyphened(page: Page, index: int) -> Amount | None:
    """ "an hour-and-a-half flight"."""
    words = page.tokens[index : index + 7]
    unit = words[0].sense("measure")
    if unit is None or tuple(word.text for word in words[1:]) != _AND_A_HALF:
        return None
    first = index - 1 if index and page.tokens[index - 1].text in word_list("article") else index
    return Amount(first, index + 7, Fraction(3, 2), kind="measure", unit=unit.value)


@rule(
    "en-a-dollar",
    reads="an article before a unit that it counts, which may go unsaid",
    must=("It costs a dollar.", "He ran a mile."),
    leaves="It took a year.",
)
def a_dollar(page: Page, index: int) -> Amount | None:
    """ "a dollar", "a mile", "a decade"; "a year" and "a degree" say less."""
    noun = peek(page.tokens, index + 1)
    if noun.number is not None or noun.kind != "word":
        return None
    money = noun.sense("currency") is not None and noun.text not in word_list("code_word")
    if money or noun.text in ("decade", "century") or _is_amount(noun):
        return Amount(index, index + 1, ONE, soft=True)
    return None


def _is_amount(noun: Token) -> bool:
    sense = noun.sense("measure")
    if sense is None or noun.text in word_list("vague_unit"):
        return False
    return dimension_of(sense.value) in ("length", "mass", "volume", "area")


AFTER_ARTICLE = (a_magnitude, a_half, a_couple, a_score, a_fifth, a_twenty_fifth, unit_and_part, a_dollar)
"""What begins with "a" or "an"."""
