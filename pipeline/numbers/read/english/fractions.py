"""English fractions and ordinals of more than one word, on top of `cardinals`.

fraction    = count denominator | article ordinal | half | quarter
denominator = [ tens ] ordinal(s) | small "hundred" [ ["and"] below-100 ] ordinal(s)      one one-hundredth
tail        = "and" ( article ordinal | count denominator | half )                        two and three fifths
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import HALF, ONE, Amount
from pipeline.numbers.read.english.cardinals import (
    ARTICLES,
    DASHES,
    after_and,
    below_thousand,
    joined_at,
    with_magnitudes,
    word_at,
)
from pipeline.numbers.read.shared.figures import vulgar
from pipeline.numbers.text.digits import VULGAR_FRACTIONS
from pipeline.numbers.text.tokens import Token, peek

_ORDINAL_SUFFIXES = {"st", "nd", "rd", "th"}
_PARTS = ("quarters", "halves", "quarter", "half")
_AFTER_QUARTER = ("the", "all", "an", "a")


@dataclass(frozen=True, slots=True)
class _Denominator:
    """An ordinal in words that ends before token `last`; `compound` where it has more than one word."""

    value: Fraction
    last: int
    plural: bool
    compound: bool = False


def over_ordinal(tokens: list[Token], amount: Amount) -> Amount:
    """A numeral before an ordinal: "twenty-first" adds, "ten millionth" multiplies, "three fifths" divides."""
    at = amount.last
    if amount.plain and peek(tokens, at).text in _ORDINAL_SUFFIXES and not tokens[at].spaced:
        return Amount(amount.first, at + 1, amount.value, kind="ordinal")
    below = _denominator(tokens, at)
    if below is None or (amount.plain and amount.value > 20):
        return amount
    if below.plural:
        return _divided(tokens, amount, below)
    if amount.plain or tokens[amount.first].kind == "digits" or _is_pause(tokens, amount, below):
        return amount
    if below.compound:
        hyphened = any(token.text in DASHES for token in tokens[at : below.last]) or below.value >= 100
        one = hyphened and amount.value == 1
        return Amount(amount.first, below.last, 1 / below.value, kind="fraction") if one else amount
    return _single_ordinal(tokens, amount, below)


def _is_pause(tokens: list[Token], amount: Amount, below: _Denominator) -> bool:
    """ "a thirty-second pause"."""
    led = tokens[amount.first - 1].text if amount.first else ""
    second = tokens[amount.last].text == "-" and tokens[below.last - 1].text == "second"
    return led == "a" and second and amount.value > 2


def _single_ordinal(tokens: list[Token], amount: Amount, below: _Denominator) -> Amount:
    """ "twenty-first", "one fifth", "two thousand three hundredth": an ordinal of one word after a numeral."""
    value = amount.value
    added = Amount(amount.first, below.last, value + below.value, kind="ordinal")
    if amount.scale >= 1000 and amount.scale == below.value:
        return amount
    if value >= 1000 and value % 1000 == 0 and tokens[amount.last].text != "-":
        # Not "a million first-time buyers".
        return added if below.value < 100 and (below.value >= 10 or _pauses(tokens, below.last)) else amount
    tens = value % 10 == 0 and value >= 20 and below.value < 10
    if tens or (value % 100 == 0 and below.value < 100 and value > below.value):
        return added
    if value == 1 and below.value > 2:
        return Amount(amount.first, below.last, 1 / below.value, kind="fraction")
    if below.value >= 1000 or (below.value >= 100 and value % 100 != 0):
        own = value % (1000 if below.value == 100 else below.value * 1000)  # "two thousand, / three hundredth"
        return Amount(amount.first, below.last, value - own + own * below.value, kind="ordinal")
    return amount


def _pauses(tokens: list[Token], at: int) -> bool:
    return at >= len(tokens) or (tokens[at].kind == "symbol" and tokens[at].text not in DASHES)


def _divided(tokens: list[Token], amount: Amount, below: _Denominator) -> Amount:
    """ "three fifths", "one hundred / thirty-fifths", "two hundred and / fifty-four hundredths"."""
    value, denominator = amount.value, below.value
    words = amount.last - amount.first
    joined = words > 2 and tokens[amount.last - 2].text == "and"
    last_tens = value % 100 if value % 10 == 0 and words > 1 else Fraction(0)
    if not joined and not below.compound and last_tens >= 20 and denominator < 10 and value > last_tens:
        denominator, value = denominator + last_tens, value - last_tens
    rest = value % 100
    if denominator >= 100 and value > 100 and 0 < rest < denominator and not below.compound:
        return Amount(amount.first, below.last, value - rest + rest / denominator, kind="fraction")
    return of_magnitude(tokens, Amount(amount.first, below.last, value / denominator, kind="fraction"))


def _denominator(tokens: list[Token], at: int) -> _Denominator | None:
    """The ordinal in words at `at`: "fifths", "twenty-fifth", "one-hundredth", "one hundred and fifth"."""
    simple = _ordinal_at(tokens, at)
    if simple is not None:
        return simple
    place = joined_at(tokens, at)
    word = None if place is None else tokens[place].number
    if place is None or word is None:
        return None
    value, last, limit = word.value, place + 1, 10
    power = _ordinal_at(tokens, last)
    if power is not None and power.value >= (100 if word.role == "unit" else 1000) and value > 0:
        return _Denominator(value * power.value, power.last, power.plural, compound=True)  # "ten-thousandths"
    if word.role == "unit" and value > 0:
        hundred = word_at(tokens, last)
        if hundred is None or hundred.role != "hundred":
            return None
        value, last, limit = value * 100, last + 1, 100
        last = after_and(tokens, last) or last
        tens = word_at(tokens, last)
        if tens is not None and tens.role == "tens":
            value, last, limit = value + tens.value, last + 1, 10
    elif word.role != "tens" or value % 10:
        return None
    unit = _ordinal_at(tokens, last)
    if unit is None or unit.value >= limit:
        return None
    return _Denominator(value + unit.value, unit.last, unit.plural, compound=True)


def _ordinal_at(tokens: list[Token], at: int) -> _Denominator | None:
    place = joined_at(tokens, at)
    word = None if place is None else tokens[place].number
    if place is None or word is None or word.role not in ("ordinal", "fraction_plural"):
        return None
    if tokens[place].text == "seconds":
        return None
    return _Denominator(word.value, place + 1, plural=word.role == "fraction_plural")


def of_magnitude(tokens: list[Token], fraction: Amount) -> Amount:
    """ "two thirds of a million": the fraction of a magnitude is a plain number."""
    texts = [token.text for token in tokens[fraction.last : fraction.last + 2]]
    at = fraction.last + (len(texts) if texts == ["of", "a"] else 1 if texts[:1] == ["of"] else 0)
    word = word_at(tokens, at)
    if word is None or word.role != "magnitude" or (at == fraction.last and word.value < 1000):
        return fraction
    return Amount(fraction.first, at + 1, fraction.value * word.value, scale=word.value)


def half_or_quarter(tokens: list[Token], index: int, *, article: bool = False) -> Amount | None:
    """ "half", "half a million", "quarter million", "a quarter of"; a bare "quarter" is a period or a district."""
    number = tokens[index].number
    if number is None or tokens[index].text == "halves":
        return None
    amount = Amount(index, index + 1, 1 / number.value, kind="fraction")
    scaled = _scaled_part(tokens, amount)
    if scaled is not None:
        return scaled
    after, beyond = peek(tokens, index + 1).text, peek(tokens, index + 2)
    if after == "-" and beyond.sense("measure") is not None:
        return amount  # "quarter-hour"
    if number.value == 2 and _may_go(tokens, index, after, beyond):
        return amount.but(soft=True)
    if number.value != 4 or article:
        return None if index and tokens[index - 1].text in word_list("each_half") else amount
    if index and tokens[index - 1].text in word_list("before_quarter"):
        return None  # "the last quarter of the year"
    return amount if after in ("of", "-") and beyond.text in _AFTER_QUARTER else None


def _may_go(tokens: list[Token], index: int, after: str, beyond: Token) -> bool:
    """Whether a half is a part of a place, or of what is nearly so: "the eastern half", "half-drowned"."""
    participle = after == "-" and not beyond.spaced and beyond.text.endswith("ed")
    return participle or peek(tokens, index - 1).text in word_list("of_place")


def _scaled_part(tokens: list[Token], part: Amount) -> Amount | None:
    """ "half a million", "quarter of a hundred", "half-a-million"."""
    at = part.last
    if at + 1 < len(tokens) and tokens[at].text in ("of", "-"):
        at += 1
    if peek(tokens, at).text in ARTICLES:
        at += 1
        at += peek(tokens, at).text == "-" and not tokens[at].spaced
    word = word_at(tokens, at)
    if word is None or word.role not in ("magnitude", "hundred"):
        return None
    if word.role == "hundred":
        part = Amount(part.first, at + 1, part.value * word.value, scale=word.value)
    else:
        part = part.but(last=at)
    return with_magnitudes(tokens, part).but(kind="cardinal")


def fraction_tail(tokens: list[Token], index: int, amount: Amount, *, joined: bool) -> Amount | None:
    """What "and a half", "and three quarters", "1/4" or "½" adds to `amount`, with the magnitude that it shares."""
    token = tokens[index]
    number = token.number
    if not joined and number is not None and number.role == "fraction" and not amount.plain:
        return _halves(tokens, index, amount)
    tail: Amount | None = None
    if token.text in VULGAR_FRACTIONS and amount.plain:
        tail = vulgar(tokens, index)
    elif joined and token.text in ARTICLES:
        tail = _article_part(tokens, index)
    elif joined and number is not None and number.role in ("unit", "teen", "tens"):
        count = below_thousand(tokens, index)
        counted = None if count is None else over_ordinal(tokens, count)
        if counted is not None and _is_unit(amount, counted):
            return _unit_and_fraction(tokens, amount, counted)  # "twenty and three and three fifths"
        tail = None if counted is None else _counted_part(tokens, counted)
    elif joined and token.text == "half":
        tail = Amount(index, index + 1, HALF, kind="fraction")
    return None if tail is None or tail.value >= 1 else _add_tail(tokens, amount, tail)


def _is_unit(tens: Amount, counted: Amount) -> bool:
    return counted.kind != "fraction" and counted.value < 10 and tens.value % 10 == 0 and tens.value < 100


def _halves(tokens: list[Token], index: int, amount: Amount) -> Amount | None:
    """ "three quarters", "one half"."""
    token = tokens[index]
    if token.text not in _PARTS or token.number is None or amount.scale != ONE or amount.value >= 100:
        return None
    if amount.value != 1 and token.text not in ("quarters", "halves") and tokens[index - 1].text != "-":
        return None
    if token.text == "quarters" and amount.value >= token.number.value:
        return None  # "its slowest pace in seven quarters": parts of a year
    if amount.value == token.number.value:
        return None  # "the two halves of the city"
    part = Amount(amount.first, index + 1, amount.value / token.number.value, kind="fraction")
    return None if _are_periods(part, token) else of_magnitude(tokens, part)


def _are_periods(part: Amount, token: Token) -> bool:
    """Whether quarters are those of a year: there are no six of a thing."""
    return part.value > 1 and token.text == "quarters"


def _article_part(tokens: list[Token], index: int) -> Amount | None:
    """The "a half" or "a fifth" after "and"."""
    place = joined_at(tokens, index + 1)
    number = None if place is None else tokens[place].number
    if place is None or number is None:
        return None
    if number.role != "fraction" and not (number.role == "ordinal" and number.value > 2):
        return None
    following = peek(tokens, place + 1)
    if number.role == "ordinal" and following.kind == "word" and following.text in word_list("third_person"):
        return None  # "at 7,400 metres and a third was flown to hospital"
    return Amount(index, place + 1, 1 / number.value, kind="fraction")


def _counted_part(tokens: list[Token], counted: Amount) -> Amount | None:
    """The "three quarters" or "three fifths" after "and"."""
    if counted.kind == "fraction":
        return counted
    place = joined_at(tokens, counted.last)
    quarters = None if place is None else word_at(tokens, place)
    if quarters is None or quarters.role != "fraction":
        return None
    return Amount(counted.first, (place or counted.last) + 1, counted.value / quarters.value, kind="fraction")


def _add_tail(tokens: list[Token], amount: Amount, tail: Amount) -> Amount:
    """ "two million and a half", "two and a half million"."""
    magnitude = word_at(tokens, tail.last)
    if amount.scale >= 1000 or amount.scale == 12:
        if magnitude is not None and magnitude.role == "magnitude" and magnitude.value < amount.scale:
            value = amount.value + tail.value * magnitude.value
            return Amount(amount.first, tail.last + 1, value, scale=magnitude.value)
        return Amount(amount.first, tail.last, amount.value + tail.value * amount.scale, scale=amount.scale)
    return with_magnitudes(tokens, Amount(amount.first, tail.last, amount.value + tail.value))


def _unit_and_fraction(tokens: list[Token], tens: Amount, unit: Amount) -> Amount | None:
    at = after_and(tokens, unit.last)
    count = None if at is None else below_thousand(tokens, at)
    part = None if count is None else over_ordinal(tokens, count)
    if part is None or part.kind != "fraction" or part.value >= 1:
        return None
    return Amount(tens.first, part.last, tens.value + unit.value + part.value)
