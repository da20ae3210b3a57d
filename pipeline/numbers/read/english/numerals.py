"""The grammar of English numerals, from tokens to amounts.

    numeral   = group { ["and" | ","] group } [ "and" fraction ]   each group of a lower magnitude than the one before
    group     = ( below-1000 | article | fraction ) { magnitude }
    below-1000 = [ below-100 ] "hundred" [ ["and"] below-100 ] | below-100 | digits
    below-100 = tens [ unit ] | teen | unit                  hyphen, dash or space between
    fraction  = count ordinal(s) | article ordinal | half | quarter
    ordinal   = [ numeral ] ordinal-word | digits st/nd/rd/th

Each rule takes the page and the index of a token and gives an amount, or None where the text there is not its own.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import HALF, ONE, Amount
from pipeline.numbers.read.english.cardinals import (
    DASHES,
    after_and,
    after_comma,
    below_hundred,
    joined_at,
    may_follow,
    read_group,
    with_magnitudes,
    word_at,
)
from pipeline.numbers.read.english.fractions import fraction_tail, half_or_quarter, over_ordinal
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import Token, peek

_VAGUE = frozenset({"several", "few", "many", "multi"})
_HUNDREDS = frozenset(range(100, 1000, 100))
_MOST_DECIMALS = 20
_OTHER_DOZEN = {10: 12, 12: 10}
""" "Tens" and "dozens" are said for one another."""
_HAT_TRICK = Fraction(3)
_QUARTERS = ("quarters", "quarter", "halves", "half")
_FINALS = {"semi-final": HALF, "quarter-final": Fraction(1, 4)}


@rule(
    "en-multiple",
    reads="a multiple in one word",
    must=("Sales are triple those of May.", "Twice as many came."),
    leaves="Three times as many came.",
)
def multiple(page: Page, index: int) -> Amount | None:
    """ "double", "twice", "fourfold"; "double" may go unsaid."""
    token = page.tokens[index]
    number = token.number
    if number is None or number.role != "multiple":
        return None
    said = number.value > 2 or token.text == "twice" or token.text.endswith("fold")
    return Amount(index, index + 1, number.value, kind="multiple", soft=not said)


@rule(
    "en-couple",
    reads="a small number that is a noun, and the magnitude it counts",
    must=("Both came.", "The twins came."),
    leaves="Two came.",
)
def couple(page: Page, index: int) -> Amount | None:
    """ "pair", "couple of thousand"."""
    number = page.tokens[index].number
    return coupled(page.tokens, index, index) if number is not None and number.role == "soft_cardinal" else None


@rule(
    "en-decade",
    reads="a decade in a word",
    must=("It opened in the nineties.", "A man in his forties."),
    leaves="It opened in the nineteen-nineties.",
)
def decade(page: Page, index: int) -> Amount | None:
    """ "the nineties"."""
    number = page.tokens[index].number
    if number is None or number.role != "decade":
        return None
    return Amount(index, index + 1, number.value, kind="period", unit="decade")


@rule(
    "en-ordinal",
    reads="an ordinal in one word; “first” may go unsaid",
    must=("He came third.", "It is her first film."),
    leaves="He came twenty-third.",
)
def ordinal(page: Page, index: int) -> Amount | None:
    """ "third"; "first" is also an adverb, and the top, early or front one."""
    number = page.tokens[index].number
    if number is None or number.role != "ordinal":
        return None
    return Amount(index, index + 1, number.value, kind="ordinal", soft=number.value == 1)


@rule(
    "en-half-quarter",
    reads="halves and quarters, and the magnitude they are a part of",
    must=("It sold half a million.", "Half of them left."),
    leaves="It sold in the third quarter.",
)
def half_quarter(page: Page, index: int) -> Amount | None:
    """ "half", "quarter of the"; a bare "quarter" is no fraction."""
    number = page.tokens[index].number
    return half_or_quarter(page.tokens, index) if number is not None and number.role == "fraction" else None


@rule(
    "en-vague-magnitude",
    reads="a magnitude in the plural, which says no number",
    must=("Thousands marched.", "It cost millions."),
    leaves="Two thousand marched.",
)
def vague_magnitude(page: Page, index: int) -> Amount | None:
    """ "thousands", "dozens"."""
    number = page.tokens[index].number
    if number is None or number.role != "magnitude_plural":
        return None
    readings = _other_dozens(number.value)
    return Amount(index, index + 1, number.value, bound="about", readings=readings, soft=True, scale=number.value)


def _other_dozens(value: Fraction) -> tuple[Reading, ...]:
    """What else dozens or tens may be."""
    other = _OTHER_DOZEN.get(int(value))
    return () if other is None else (Reading(Fraction(other), "vague"),)


@rule(
    "en-century-decade",
    reads="a decade with its century in words",
    must=("the nineteen-eighties", "It opened in the nineteen seventies."),
    leaves="It opened in the eighties.",
)
def century_decade(page: Page, index: int) -> Amount | None:
    """ "the nineteen-eighties"."""
    tokens = page.tokens
    century, place = tokens[index].number, joined_at(tokens, index + 1)
    if century is None or century.role != "teen" or place is None:
        return None
    named = tokens[place].number
    if named is None or named.role != "decade":
        return None
    return Amount(index, place + 1, century.value * 100 + named.value, kind="period", unit="decade")


@rule(
    "en-several-hundred",
    reads="a magnitude after “several”, “few” or “many”, which says no number",
    must=("Several hundred came.", "A multi-million deal."),
    leaves="Five hundred came.",
)
def several_hundred(page: Page, index: int) -> Amount | None:
    """ "several hundred"."""
    tokens = page.tokens
    number = tokens[index].number
    if number is None or number.role not in ("hundred", "magnitude") or not index:
        return None
    before = tokens[index - 1].text
    if before not in _VAGUE and not (before == "-" and index > 1 and tokens[index - 2].text in _VAGUE):
        return None
    amount = read_group(tokens, index)
    if amount is None or not amount.scale == amount.value > 10:
        return None
    return amount.but(soft=True, bound="about", readings=_other_dozens(amount.value))


@rule(
    "en-cardinal",
    reads="a cardinal in digits or words with its magnitudes, fraction, decimals or ordinal ending",
    must=("It sold 12.5 million.", "Two hundred and five came."),
    leaves="Several hundred came.",
)
def cardinal(page: Page, index: int) -> Amount | None:
    """ "two hundred and five", "12.5 million", "twenty-first", "three fifths"."""
    tokens = page.tokens
    amount = read_group(tokens, index)
    if amount is None:
        return None
    if tokens[index].text == "two" and index and tokens[index - 1].text == "the" and amount.last == index + 1:
        amount = amount.but(soft=peek(tokens, index + 1).kind == "symbol")  # "between the two"
    return finish(tokens, amount)


@rule(
    "en-point-decimals",
    reads="decimals in words without a whole number",
    must=("point five", "It fell to minus point two."),
    leaves="That is the point.",
)
def point_decimals(page: Page, index: int) -> Amount | None:
    """ "point five", "minus point five"."""
    tokens = page.tokens
    if tokens[index].sense("point") is None or not _begins_decimals(tokens, index):
        return None
    spoken = _decimals(tokens, Amount(index, index, Fraction(0)))
    return spoken if spoken.last > index else None


def _begins_decimals(tokens: list[Token], index: int) -> bool:
    """Whether "point" is a decimal point without a whole number: "point five" alone, "was point two five"."""
    if index == 0 or tokens[index - 1].sense("negative") is not None:
        return True
    digits = [word_at(tokens, at) for at in (index + 1, index + 2)]
    spoken = all(digit is not None and digit.role == "unit" for digit in digits)
    return spoken and peek(tokens, index + 3).text not in DASHES


@rule(
    "en-final",
    reads="semi-finals and quarter-finals, which Arabic calls the half and the quarter of the final",
    must=("They reached the semi-final.", "The quarter-finals begin."),
    leaves="They reached the final.",
)
def final(page: Page, index: int) -> Amount | None:
    """ "semi-final"."""
    for sense in page.tokens[index].senses:
        if (value := _FINALS.get(sense.kind)) is not None:
            return Amount(index, index + 1, value, kind="fraction", unit="final")
    return None


@rule(
    "en-hat-trick",
    reads="three goals of a player, which may go unsaid",
    must=("He scored a hat-trick.", "two hat tricks"),
    leaves="It is a trick with a hat.",
)
def hat_trick(page: Page, index: int) -> Amount | None:
    """ "hat-trick"."""
    return Amount(index, index + 1, _HAT_TRICK, soft=True) if page.tokens[index].sense("hat-trick") else None


def coupled(tokens: list[Token], first: int, at: int) -> Amount | None:
    """ "a couple", "a couple of thousand", "a couple of days"."""
    number = tokens[at].number
    if number is None:
        return None
    of = peek(tokens, at + 1).text == "of"
    last = at + 1 + of
    scale = word_at(tokens, last)
    if scale is not None and scale.role in ("hundred", "magnitude"):
        return Amount(first, last + 1, number.value * scale.value, soft=True, scale=scale.value)
    noun = peek(tokens, at + 2)
    counted = of and noun.sense("measure") is not None and noun.number is None  # not "a pair of second-half goals"
    return Amount(first, at + (2 if counted else 1), number.value, soft=True)


def finish(tokens: list[Token], amount: Amount) -> Amount:
    """Further groups ("two thousand and two hundred"), a fraction, decimals in words, an ordinal or a denominator."""
    while amount.last < len(tokens):
        if (grouped := after_comma(tokens, amount)) is not None:
            amount = grouped
            continue
        joined = after_and(tokens, amount.last)
        following = amount.last if joined is None else joined
        if tokens[following].text == "-" and peek(tokens, following + 1).text in _QUARTERS:
            following += 1  # "three-quarters"
        tail = fraction_tail(tokens, following, amount, joined=joined is not None)
        if tail is not None:
            return tail
        if tokens[following].number is None and tokens[following].kind != "digits":
            break
        nxt = read_group(tokens, following)
        if nxt is None and (ranked := _ordinal_end(tokens, amount, following, joined=joined is not None)) is not None:
            return ranked
        if nxt is None or not may_follow(tokens, amount, nxt, joined=joined is not None):
            break
        amount = Amount(amount.first, nxt.last, amount.value + nxt.value, scale=nxt.scale if nxt.scale > ONE else ONE)
    return _decimals(tokens, over_ordinal(tokens, amount))


def _ordinal_end(tokens: list[Token], amount: Amount, following: int, *, joined: bool) -> Amount | None:
    """ "one hundred and first"."""
    word = tokens[following].number
    if word is None or word.role != "ordinal" or word.value >= 100 or tokens[amount.first].kind != "word":
        return None
    if amount.value % 1000 not in _HUNDREDS and not (joined and amount.scale >= 1000):
        return None
    return Amount(amount.first, following + 1, amount.value + word.value, kind="ordinal")


def _decimals(tokens: list[Token], amount: Amount) -> Amount:
    """ "nine point nought four": digits in words after the point; "point seventy-one" is .71."""
    at = amount.last
    if amount.plain or amount.kind != "cardinal" or at + 1 >= len(tokens) or tokens[at].sense("point") is None:
        return amount
    digits, at = "", at + 1
    while at < len(tokens) and len(digits) < _MOST_DECIMALS:
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


WORDS = (
    multiple, couple, decade, ordinal, half_quarter, vague_magnitude, century_decade, several_hundred, cardinal,
)  # fmt: skip
"""What begins with a number word."""
SENSES = (point_decimals, final, hat_trick)
"""What begins with another word that leads a number."""
SENSE_KINDS = frozenset({"point", "hat-trick", *_FINALS})
