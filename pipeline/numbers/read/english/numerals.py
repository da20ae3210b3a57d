"""The grammar of English numerals, from tokens to amounts.

    numeral   = group { ["and" | ","] group } [ "and" fraction ]   each group of a lower magnitude than the one before
    group     = ( below-1000 | article | fraction ) { magnitude }
    below-1000 = [ below-100 ] "hundred" [ ["and"] below-100 ] | below-100 | digits
    below-100 = tens [ unit ] | teen | unit                  hyphen, dash or space between
    fraction  = count ordinal(s) | article ordinal | half | quarter
    ordinal   = [ numeral ] ordinal-word | digits st/nd/rd/th

Each function takes the tokens and an index and gives an amount or None.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import unit_table, word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.english.cardinals import (
    ARTICLES,
    after_and,
    after_comma,
    below_hundred,
    joined_at,
    may_follow,
    read_group,
    with_magnitudes,
    word_at,
)
from pipeline.numbers.read.english.fractions import (
    final,
    fraction_tail,
    half_or_quarter,
    of_magnitude,
    over_ordinal,
    vulgar,
)
from pipeline.numbers.text.tokens import Token

_VAGUE = frozenset({"several", "few", "many", "multi"})
_HUNDREDS = frozenset(range(100, 1000, 100))


def read_numeral(tokens: list[Token], index: int) -> Amount | None:
    """The longest numeral that starts at `index`, or None."""
    token = tokens[index]
    if token.text in ARTICLES:
        return _after_article(tokens, index)
    number = token.number
    if token.kind != "digits" and number is None:
        if token.sense("point") is not None and _begins_decimals(tokens, index):
            spoken = _decimals(tokens, Amount(index, index, Fraction(0)))
            return spoken if spoken.last > index else None  # "point five", "minus point five"
        return final(tokens, index) or vulgar(tokens, index)
    if number is not None:
        if number.role == "multiple":
            said = number.value > 2 or token.text == "twice" or token.text.endswith("fold")
            return Amount(index, index + 1, number.value, kind="multiple", soft=not said)
        if number.role == "soft_cardinal":
            return _couple(tokens, index, index)
        if number.role == "decade":
            return Amount(index, index + 1, number.value, kind="period", unit="decade")
        if number.role == "ordinal":
            return _ordinal(tokens, index)
        if number.role == "suffix":
            return None
        if number.role == "fraction":
            return half_or_quarter(tokens, index)
        if number.role == "magnitude_plural":
            other = {10: 12, 12: 10}.get(int(number.value))
            vague = () if other is None else (Reading(Fraction(other), "vague"),)
            return Amount(index, index + 1, number.value, bound="about", readings=vague, soft=True, scale=number.value)
        if number.role == "teen" and (decades := _century_decade(tokens, index, number.value)) is not None:
            return decades
    amount = read_group(tokens, index)
    if amount is None:
        return None
    if token.text == "two" and index and tokens[index - 1].text == "the" and amount.last == index + 1:
        amount.soft = index + 1 >= len(tokens) or tokens[index + 1].kind == "symbol"  # "between the two"
    if index and amount.scale == amount.value > 10 and _vague(tokens, index):
        amount.soft, amount.bound = True, "about"  # "several hundred" says no number
        return amount
    return _finish(tokens, amount)


def _begins_decimals(tokens: list[Token], index: int) -> bool:
    """Whether "point" is a decimal point without a whole number: "point five" alone, "was point two five"."""
    if index == 0 or tokens[index - 1].sense("negative") is not None:
        return True
    digits = [word_at(tokens, at) for at in (index + 1, index + 2)]
    spoken = all(digit is not None and digit.role == "unit" for digit in digits)
    return spoken and (index + 3 >= len(tokens) or tokens[index + 3].text not in ("-", "–"))


def _century_decade(tokens: list[Token], index: int, century: Fraction) -> Amount | None:
    """ "the nineteen-eighties"."""
    place = joined_at(tokens, index + 1)
    decade = None if place is None else tokens[place].number
    if place is None or decade is None or decade.role != "decade":
        return None
    return Amount(index, place + 1, century * 100 + decade.value, kind="period", unit="decade")


def _vague(tokens: list[Token], index: int) -> bool:
    before = tokens[index - 1].text
    return before in _VAGUE or (before == "-" and index > 1 and tokens[index - 2].text in _VAGUE)


def _finish(tokens: list[Token], amount: Amount) -> Amount:
    """Further groups ("two thousand and two hundred"), a fraction, decimals in words, an ordinal or a denominator."""
    while amount.last < len(tokens):
        if (grouped := after_comma(tokens, amount)) is not None:
            amount = grouped
            continue
        joined = after_and(tokens, amount.last)
        following = amount.last if joined is None else joined
        if (
            tokens[following].text == "-"
            and following + 1 < len(tokens)
            and tokens[following + 1].text in ("quarters", "quarter", "halves", "half")
        ):
            following += 1  # "three-quarters"
        tail = fraction_tail(tokens, following, amount, joined=joined is not None)
        if tail is not None:
            return tail
        if tokens[following].number is None and tokens[following].kind != "digits":
            break
        nxt = read_group(tokens, following)
        word = tokens[following].number
        if (
            nxt is None
            and word is not None
            and word.role == "ordinal"
            and (amount.value % 1000 in _HUNDREDS or (joined is not None and amount.scale >= 1000))
            and tokens[amount.first].kind == "word"
            and word.value < 100
        ):
            return Amount(
                amount.first, following + 1, amount.value + word.value, kind="ordinal"
            )  # one hundred and first
        if nxt is None or not may_follow(tokens, amount, nxt, joined=joined is not None):
            break
        amount = Amount(amount.first, nxt.last, amount.value + nxt.value, scale=nxt.scale if nxt.scale > ONE else ONE)
    return _decimals(tokens, over_ordinal(tokens, amount))


def _ordinal(tokens: list[Token], index: int) -> Amount | None:
    number = tokens[index].number
    if number is None:
        return None
    # "first" is also an adverb, and the top, early or front one.
    return Amount(index, index + 1, number.value, kind="ordinal", soft=number.value == 1)


def _after_article(tokens: list[Token], index: int) -> Amount | None:
    """ "a million" (soft), "a half", "a fifth of" (a fraction where no noun follows the ordinal)."""
    number = word_at(tokens, index + 1)
    if number is None:
        if (longer := _unit_and_part(tokens, index)) is not None:
            return longer
        noun = tokens[index + 1] if index + 1 < len(tokens) else None
        counted = noun is not None and (
            (noun.kind == "word" and noun.sense("currency") and noun.text not in word_list("code_word"))
            or noun.text in ("decade", "century")
            or _is_amount(noun)
        )
        return Amount(index, index + 1, ONE, soft=True) if counted else None
    if number.role in ("hundred", "magnitude"):
        amount = read_group(tokens, index + 1)
        if amount is None:
            return None
        amount = _finish(tokens, amount)
        amount.first, amount.soft = index, amount.kind == "cardinal" and amount.value == number.value
        return amount
    if number.role == "fraction":
        inner = half_or_quarter(tokens, index + 1, article=True)
        if inner is not None:
            inner.first = index
        return inner
    if number.role == "soft_cardinal":
        return _couple(tokens, index, index + 1)
    if number.role == "ordinal" and number.value > 2:
        after = tokens[index + 2] if index + 2 < len(tokens) else None
        magnitude = after is not None and after.number is not None and after.number.role == "magnitude"
        if (
            after is None
            or (after.kind == "symbol" and after.text not in ("-", "–"))
            or after.sense("after-fraction")
            or magnitude
        ):
            return of_magnitude(tokens, Amount(index, index + 2, 1 / number.value, kind="fraction"))
        return Amount(
            index, index + 2, number.value, kind="ordinal", readings=(Reading(1 / number.value, "homograph"),)
        )
    if number.role == "tens":
        place = joined_at(tokens, index + 2)
        unit = None if place is None else tokens[place].number
        if place is None or unit is None or unit.role != "ordinal" or tokens[place - 1].text not in ("-", "–"):
            return None
        if place + 1 == len(tokens) or tokens[place + 1].sense("after-fraction"):
            return Amount(index, place + 1, 1 / (number.value + unit.value), kind="fraction")
    return None


def _is_amount(noun: Token) -> bool:
    """Whether "a" before a unit counts one of it: "a mile", "a kilogram"; "a year" and "a degree" say less."""
    sense = noun.sense("measure")
    if sense is None or noun.kind != "word" or noun.text in word_list("vague_unit"):
        return False
    return unit_table()[sense.value].dimension in ("length", "mass", "volume", "area")


def _couple(tokens: list[Token], first: int, at: int) -> Amount | None:
    """ "a couple", "a couple of thousand"."""
    number = tokens[at].number
    if number is None:
        return None
    last = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text == "of" else at + 1
    scale = word_at(tokens, last)
    if scale is not None and scale.role in ("hundred", "magnitude"):
        return Amount(first, last + 1, number.value * scale.value, soft=True, scale=scale.value)
    counted = at + 2 < len(tokens) and tokens[at + 1].text == "of" and tokens[at + 2].sense("measure") is not None
    counted = counted and tokens[at + 2].number is None  # "a pair of second-half goals"
    return Amount(first, at + (2 if counted else 1), number.value, soft=True)  # "a couple of days"


def _unit_and_part(tokens: list[Token], index: int) -> Amount | None:
    """ "an hour and a half", "a year and a quarter": one and a part of the unit named first."""
    words = tokens[index + 1 : index + 5]
    if len(words) < 4 or words[1].text != "and" or words[2].text != "a" or words[3].number is None:
        return None
    unit, part = words[0].sense("measure"), words[3].number
    if unit is None or part.role != "fraction":
        return None
    return Amount(index, index + 5, 1 + 1 / part.value, kind="measure", unit=unit.value)


def _decimals(tokens: list[Token], amount: Amount) -> Amount:
    """ "nine point nought four": digits in words after the point; "point seventy-one" is .71."""
    at = amount.last
    if amount.plain or amount.kind != "cardinal" or at + 1 >= len(tokens) or tokens[at].sense("point") is None:
        return amount
    digits, at = "", at + 1
    while at < len(tokens) and len(digits) < 20:
        if tokens[at].text in ("oh", "o"):
            digits, at = digits + "0", at + 1  # "seven point oh five"
            continue
        number = tokens[at].number
        if number is None or number.role not in ("unit", "teen", "tens"):
            break
        part = Amount(at, at + 1, number.value) if number.role == "unit" else below_hundred(tokens, at, number)
        digits += str(part.value)
        at = part.last
        if number.role != "unit":
            break
    if not digits:
        return amount
    value = amount.value + Fraction(int(digits), 10 ** len(digits))
    return with_magnitudes(tokens, Amount(amount.first, at, value))
