"""English cardinals: units, tens, hundreds and magnitudes, in words and digits. The other grammars build on these.

group      = below-1000 { magnitude } | magnitude
below-1000 = [ below-100 ] "hundred" [ ["and"] below-100 ] | below-100 | digits
below-100  = tens [ unit ] | teen | unit                 hyphen, dash or space between
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import NumberWord, word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import LARGEST_SCALE, ONE, Amount
from pipeline.numbers.text.digits import parse_digits
from pipeline.numbers.text.tokens import Token, peek

ARTICLES = frozenset({"a", "an"})
DASHES = ("-", "–")
_NOUGHTS = ("oh", "o")
_LEAST_BEFORE_COMMA, _LEAST_AFTER_COMMA = 1000, 100
_WHOLE_SUFFIXES = ("cr", "kr", "mil")
_GLUED_SUFFIXES = ("b", "t", "m", "g")


def read_group(tokens: list[Token], index: int) -> Amount | None:
    """The group that starts at `index`, or None."""
    number = tokens[index].number
    if number is not None and number.role in ("magnitude", "hundred"):
        amount = Amount(index, index + 1, number.value, scale=number.value)
        return with_magnitudes(tokens, hundreds_rest(tokens, amount) if number.role == "hundred" else amount)
    below = below_thousand(tokens, index)
    return None if below is None else with_magnitudes(tokens, below)


def with_magnitudes(tokens: list[Token], amount: Amount) -> Amount:
    """`amount` times the magnitude words after it."""
    while amount.last < len(tokens):
        found = _magnitude(tokens, amount)
        if found is None or amount.scale >= LARGEST_SCALE:
            break
        word, length = found
        readings = amount.readings
        if word.role == "suffix" and tokens[amount.last].text == "m" and not tokens[amount.last].upper:
            readings = (Reading(amount.value, "scale"),)  # 100m is also a hundred metres
        amount = amount.but(
            value=amount.value * word.value,
            scale=amount.scale * word.value if amount.scale >= 1000 else word.value,
            last=amount.last + length,
            plain=False,
            readings=readings,
        )
        if word.role == "suffix":
            break
    return amount


def _magnitude(tokens: list[Token], amount: Amount) -> tuple[NumberWord, int] | None:
    """The magnitude word after `amount` and how many tokens it takes: "million", "-million", the m of "5m"."""
    token = tokens[amount.last]
    if token.opens:
        return None
    if token.text in DASHES and not token.spaced:
        after = peek(tokens, amount.last + 1)
        hyphened = after.number is not None and after.number.role == "magnitude" and not after.spaced
        return (after.number, 2) if hyphened and after.number is not None else None  # "3-million"
    word = token.number
    if word is None or (word.role == "magnitude_plural" and word.value == 10):
        return None
    if word.role in ("magnitude", "magnitude_plural") or (word.role == "suffix" and is_suffix(tokens, amount)):
        return word, 1
    return None


def below_thousand(tokens: list[Token], index: int) -> Amount | None:
    """The number below a thousand at `index`, or the digits there, or None."""
    token = tokens[index]
    if token.kind == "digits":
        return digits(tokens, index)
    number = token.number
    if number is None or number.role not in ("unit", "teen", "tens"):
        return None
    amount = below_hundred(tokens, index, number)
    at = amount.last
    if peek(tokens, at).text == "-" and not tokens[at].spaced:
        at += 1  # "two-hundred"
    word = word_at(tokens, at)
    if word is not None and word.role == "hundred":
        return hundreds_rest(tokens, Amount(index, at + 1, amount.value * 100, scale=word.value))
    return amount


def below_hundred(tokens: list[Token], index: int, number: NumberWord, *, paired: bool = True) -> Amount:
    """The number below a hundred that begins with `number`; if `paired`, also "nineteen eighty-four"."""
    value = number.value
    if number.role == "tens" and value % 10 == 0:
        unit = joined_at(tokens, index + 1)
        word = None if unit is None else tokens[unit].number
        if unit is not None and word is not None and word.role == "unit" and word.value > 0:
            return Amount(index, unit + 1, value + word.value)
    if (value == 20 or number.role == "teen") and index + 2 < len(tokens) and tokens[index + 1].text in _NOUGHTS:
        digit = tokens[index + 2].number
        if digit is not None and digit.role == "unit" and digit.value > 0:
            return Amount(index, index + 3, value * 100 + digit.value)  # "nineteen oh five"
    pair = _spoken_pair(tokens, index, number) if paired else None
    return Amount(index, index + 1, value, soft=value == 1) if pair is None else pair


def _spoken_pair(tokens: list[Token], index: int, number: NumberWord) -> Amount | None:
    """ "nineteen eighty-four", "one twenty two", "twenty twenty"."""
    nxt = word_at(tokens, index + 1)
    if nxt is None or nxt.role not in ("tens", "teen") or tokens[index + 1].text.endswith("s"):
        return None
    value = number.value
    leads = (number.role == "teen" and value >= 13) or value == 20 or (number.role == "unit" and value > 0)
    ordinal = word_at(tokens, index + 3) if peek(tokens, index + 2).text in DASHES else None
    if not leads or (ordinal is not None and ordinal.role == "ordinal"):
        return None
    rest = below_hundred(tokens, index + 1, nxt, paired=False)
    place = joined_at(tokens, rest.last)
    after = None if place is None else tokens[place].number
    if after is not None and after.role in ("fraction", "hundred", "magnitude", "ordinal", "fraction_plural"):
        return None
    return Amount(index, rest.last, value * 100 + rest.value)


def joined_at(tokens: list[Token], index: int) -> int | None:
    """The index of a word joined to the one before by a hyphen, a dash or a space."""
    if peek(tokens, index).text in DASHES:
        index += 1
    return index if index < len(tokens) else None


def after_and(tokens: list[Token], index: int) -> int | None:
    """Where a numeral goes on after the "and" at `index`, or after "-and-"; None where there is none."""
    hyphen = peek(tokens, index).text == "-" and not tokens[index].spaced
    index += hyphen
    if peek(tokens, index).text not in ("and", "&"):
        return None
    index += 1
    if hyphen:
        if peek(tokens, index).text != "-":
            return None
        index += 1
    return index if index < len(tokens) else None


def after_comma(tokens: list[Token], amount: Amount) -> Amount | None:
    """`amount` with the next group of a numeral in words, "two thousand, three hundred and five"; None without one.

    The group has a hundred or a magnitude of its own: "of the five thousand, three were new" goes on otherwise.
    """
    at = amount.last
    if at + 1 >= len(tokens) or tokens[at].text != "," or tokens[at].spaced or amount.scale < _LEAST_BEFORE_COMMA:
        return None
    word = tokens[at - 1].number
    if word is None or word.role != "magnitude" or tokens[at + 1].kind != "word":
        return None
    group = read_group(tokens, at + 1)
    if group is None or not _LEAST_AFTER_COMMA <= group.value < amount.scale or amount.value % amount.scale:
        return None
    if peek(tokens, group.last).text == "of":
        return None  # "a thousand, five hundred of whom"
    return Amount(amount.first, group.last, amount.value + group.value, scale=max(group.scale, ONE))


def word_at(tokens: list[Token], index: int) -> NumberWord | None:
    """The number word at `index`, or None, also past the end."""
    return tokens[index].number if index < len(tokens) and not tokens[index].opens else None


def may_follow(tokens: list[Token], amount: Amount, nxt: Amount, *, joined: bool) -> bool:
    """Whether `nxt` belongs to the same number: it must fit below the last magnitude."""
    if amount.scale < 100 or nxt.value >= amount.scale:
        return False
    if joined:
        return not (nxt.plain and nxt.scale == ONE and amount.scale >= 1000 and nxt.value < 100)
    # "two million four years ago": without "and", only what is at least a hundred goes on.
    in_digits = nxt.plain and tokens[amount.first].kind != "digits"
    return not in_digits and (
        nxt.scale > ONE or nxt.value >= 100 or (amount.scale <= 1000 and tokens[amount.first].kind == "word")
    )


def is_suffix(tokens: list[Token], amount: Amount) -> bool:
    """ "10k", "-10  k", "1.2M": a letter right after digits, and not the start of a longer symbol."""
    token, nxt = tokens[amount.last], peek(tokens, amount.last + 1)
    if token.text in _WHOLE_SUFFIXES:
        return True
    if token.text == "grand":  # not "ten grand pianos"
        return not token.upper and (nxt.kind == "symbol" or nxt.text in word_list("after_grand"))
    if not amount.plain or (nxt.kind == "digits" and not nxt.spaced):
        return False
    if token.text == "g" and not token.upper:
        return False  # "500g" of sugar
    if token.text == "b" and token.spaced:  # "1.2 b"
        return "." in tokens[amount.first].text and nxt.kind == "word"
    return token.text == "k" or (token.text in _GLUED_SUFFIXES and not token.spaced)


def hundreds_rest(tokens: list[Token], amount: Amount) -> Amount:
    """`amount`, some hundreds, with what follows below a hundred."""
    beyond = after_and(tokens, amount.last)
    joined = beyond is not None
    index = amount.last if beyond is None else beyond
    number = word_at(tokens, index)
    if number is not None and number.role in ("unit", "teen", "tens") and number.value > 0:
        rest = below_hundred(tokens, index, number)
        after = word_at(tokens, rest.last)
        counted = after is not None and (after.role in ("hundred", "fraction") or after.value == 12)
        if rest.value < 100 and not (joined and counted):  # "three hundred and two dozen" is 324
            return Amount(amount.first, rest.last, amount.value + rest.value)
    counted_in_digits = tokens[amount.first].kind == "digits"  # "3 hundred 21"
    if (joined or counted_in_digits) and peek(tokens, index).kind == "digits":
        parsed = parse_digits(tokens[index].text, lang="en")
        after = word_at(tokens, index + 1)
        counted = after is not None and after.role in ("hundred", "magnitude")
        if parsed is not None and parsed[0] < 100 and parsed[0].denominator == 1 and not counted:
            return Amount(amount.first, index + 1, amount.value + parsed[0])
    return amount


def digits(tokens: list[Token], index: int) -> Amount | None:
    """The digit string at `index` as an amount; None where it is no number."""
    parsed = parse_digits(tokens[index].text, lang="en")
    if parsed is None:
        return None
    value, readings = parsed
    nxt = word_at(tokens, index + 1)
    if nxt is not None and nxt.role == "hundred":
        return hundreds_rest(tokens, Amount(index, index + 2, value * 100, scale=Fraction(100)))
    return Amount(index, index + 1, value, readings=readings, plain=True)
