"""Arabic numbers below a thousand, and the digits that stand for them.

below-1000 = hundreds [ "و" below-100 ] | below-100 | digits
hundreds  = [unit] مئة | مئتان | ثلاثمئة …
below-100 = unit "و" tens | unit عشر | tens | unit | teen
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import NumberWord
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic.grammar import after_and, is_definite_noun, plain_number
from pipeline.numbers.text.digits import MAX_DIGITS, parse_digits
from pipeline.numbers.text.tokens import Token, peek

_TWELVE_ONLY = ("اثنا", "اثني", "اثنتا", "اثنتي")
"""Forms of two that only stand before عشر; alone they are other words (أثنى, he praised)."""
_POINT = "ر"
"""Agencies write a decimal point so."""


def below_thousand(tokens: list[Token], index: int) -> Amount | None:
    """The number below a thousand at `index`, or the digits there, or None."""
    if tokens[index].kind == "digits":
        return _digits(tokens, index)
    number = tokens[index].number
    if number is None:
        return None
    if number.role == "unit":
        return _unit(tokens, index, number)
    if number.role in ("teen", "tens"):
        return Amount(index, index + 1, number.value)
    if number.role in ("hundred", "hundreds"):
        return _with_rest(tokens, Amount(index, index + 1, number.value))
    return None


def _unit(tokens: list[Token], index: int, number: NumberWord) -> Amount | None:
    """ثلاثة عشر, ثلاث مئة, ثلاثة وعشرون, ثلاثة."""
    token, value, last = tokens[index], number.value, index + 1
    nxt = plain_number(tokens, last)
    if nxt is not None and nxt.role == "unit" and nxt.value == 10 and 0 < value < 10 and not _are_apart(tokens, last):
        return Amount(index, last + 1, value + 10)
    if nxt is not None and nxt.role == "hundred" and 3 <= value <= 9:
        return _with_rest(tokens, Amount(index, last + 1, value * 100))
    following = after_and(tokens, last)
    if following is not None and 0 < value < 10:
        tens = tokens[following].number
        # الخمسة وعشرين, with one article for both, is common where grammar asks for two.
        if tens is not None and tens.role == "tens" and (token.definite or not tokens[following].definite):
            return Amount(index, following + 1, value + tens.value)
    if token.text.endswith(_TWELVE_ONLY):
        return None
    return Amount(index, last, value, soft=value == 1)


def _are_apart(tokens: list[Token], ten: int) -> bool:
    """الستة عشرة آلاف: thousands stand in the plural after ten, and never after sixteen."""
    after = plain_number(tokens, ten + 1)
    return tokens[ten - 1].definite and after is not None and after.role == "magnitude_plural"


def _with_rest(tokens: list[Token], hundreds: Amount) -> Amount:
    """ "مئة وخمسة وعشرون": what "و" adds below a hundred; dialects leave the "و" out ("متين واحد وعشرين")."""
    following = after_and(tokens, hundreds.last)
    if following is None:
        nxt = plain_number(tokens, hundreds.last)
        following = hundreds.last if nxt is not None and nxt.role in ("unit", "tens") and nxt.value != 10 else None
    if following is None:
        return hundreds
    rest = _rest(tokens, hundreds, following)
    if rest is None or rest.value >= 100 or rest.value.denominator != 1:
        return hundreds
    parts = plain_number(tokens, rest.last)
    if parts is not None and parts.role == "fraction_plural":
        return Amount(hundreds.first, rest.last + 1, (hundreds.value + rest.value) / parts.value, kind="fraction")
    return Amount(hundreds.first, rest.last, hundreds.value + rest.value)


def _rest(tokens: list[Token], hundreds: Amount, following: int) -> Amount | None:
    """What may stand below the hundreds: words, or digits after a "و" of their own."""
    token = tokens[following]
    if token.kind == "digits":
        apart = not token.conjunction and hundreds.first != hundreds.last - 1
        return _digits(tokens, following) if apart else None
    number = token.number
    if number is None or number.role not in ("unit", "teen", "tens"):
        return None
    return None if _is_part(tokens, following, number) else below_thousand(tokens, following)


def _is_part(tokens: list[Token], index: int, number: NumberWord) -> bool:
    """Whether a fraction begins at `index`: مئة وثلاثة أرباع, مئة وخمس السكان."""
    count = below_thousand(tokens, index)
    after = None if count is None else plain_number(tokens, count.last)
    if count is not None and after is not None and after.role == "fraction_plural":
        return count.value <= after.value
    if number.fraction is None or tokens[index].definite:
        return False
    return is_definite_noun(tokens, index + 1)


def _digits(tokens: list[Token], index: int) -> Amount | None:
    parsed, last = parse_digits(tokens[index].text, lang="ar"), index + 1
    if (agency := _agency_decimal(tokens, index)) is not None:
        parsed, last = agency, index + 3
    if parsed is None:
        return None
    value, readings = parsed
    nxt = plain_number(tokens, last)
    if nxt is not None and nxt.role == "fraction_plural" and value < nxt.value:
        return Amount(index, last + 1, value / nxt.value, kind="fraction")  # 3 أرباع
    if nxt is not None and nxt.role == "hundred":
        following = after_and(tokens, last + 1)
        if following is not None and tokens[following].kind == "digits":
            rest = parse_digits(tokens[following].text, lang="ar")
            if rest is not None and rest[0] < 100:
                return Amount(index, following + 1, value * 100 + rest[0])
        return Amount(index, last + 1, value * 100)
    return Amount(index, last, value, readings=readings, plain=True)


def _agency_decimal(tokens: list[Token], index: int) -> tuple[Fraction, tuple[Reading, ...]] | None:
    """05ر69: agencies write 69.05 so, with decimals first in the order of the letters; some the other way round."""
    if peek(tokens, index + 1).text != _POINT:
        return None
    parts = tokens[index : index + 3]
    if len(parts) < 3 or parts[1].spaced or parts[2].spaced or not parts[0].text.isdigit():
        return None
    if not parts[2].text.isdigit() or len(parts[0].text) > MAX_DIGITS or len(parts[2].text) > MAX_DIGITS:
        return None
    one, two = (
        Fraction(int(whole + decimals), 10 ** len(decimals))
        for whole, decimals in ((parts[2].text, parts[0].text), (parts[0].text, parts[2].text))
    )
    return one, () if one == two else (Reading(two, "separator"),)
