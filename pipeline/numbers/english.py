"""The grammar of English numerals, from tokens to amounts.

    numeral   = group { ["and"] group } [ "and" fraction ]   each group of a lower magnitude than the one before
    group     = ( below-1000 | article | fraction ) { magnitude }
    below-1000 = [ below-100 ] "hundred" [ ["and"] below-100 ] | below-100 | digits
    below-100 = tens [ unit ] | teen | unit                  hyphen, dash or space between
    fraction  = count ordinal(s) | article ordinal | half | quarter
    ordinal   = [ numeral ] ordinal-word | digits st/nd/rd/th

Each function takes the tokens and an index and gives an amount or None.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.amount import HALF, ONE, Amount
from pipeline.numbers.digits import VULGAR_FRACTIONS
from pipeline.numbers.english_cardinals import (
    below_hundred,
    below_thousand,
    joined_at,
    may_follow,
    read_group,
    with_magnitudes,
    word_at,
)
from pipeline.numbers.tokens import Token

_ARTICLES = {"a", "an"}
_FINALS = (("semi-final", HALF), ("quarter-final", Fraction(1, 4)))
_HUNDREDS = frozenset(range(100, 1000, 100))
_ORDINAL_SUFFIXES = {"st", "nd", "rd", "th"}


def read_numeral(tokens: list[Token], index: int) -> Amount | None:
    """The longest numeral that starts at `index`, or None."""
    token = tokens[index]
    if token.text in _ARTICLES:
        return _after_article(tokens, index)
    number = token.number
    if token.kind != "digits" and number is None:
        return _final(tokens, index) or _vulgar(tokens, index)
    if number is not None:
        if number.role == "multiple":
            said = token.text in ("twice", "thrice") or token.text.endswith("fold")
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
            return _half_or_quarter(tokens, index)
        if number.role == "magnitude_plural":
            vague = (Fraction(12),) if number.value == 10 else (Fraction(10),) if number.value == 12 else ()
            return Amount(index, index + 1, number.value, bound="about", readings=vague, soft=True, scale=number.value)
    amount = read_group(tokens, index)
    if amount is None:
        return None
    return _finish(tokens, amount)


def _finish(tokens: list[Token], amount: Amount) -> Amount:
    """Further groups ("two thousand and two hundred"), a fraction, decimals in words, an ordinal or a denominator."""
    while amount.last < len(tokens):
        following = amount.last + 1 if tokens[amount.last].text == "and" else amount.last
        if following >= len(tokens):
            return amount
        if (
            tokens[following].text == "-"
            and following + 1 < len(tokens)
            and tokens[following + 1].text in ("quarters", "quarter", "halves")
        ):
            following += 1  # "three-quarters"
        tail = _fraction_tail(tokens, following, amount, joined=tokens[amount.last].text == "and")
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
            and amount.value in _HUNDREDS
            and word.value < 100
        ):
            return Amount(
                amount.first, following + 1, amount.value + word.value, kind="ordinal"
            )  # one hundred and first
        if nxt is None or not may_follow(tokens, amount, nxt, joined=following > amount.last):
            break
        amount = Amount(amount.first, nxt.last, amount.value + nxt.value, scale=nxt.scale if nxt.scale > ONE else ONE)
    return _decimals(tokens, _over_ordinal(tokens, amount))


def _ordinal(tokens: list[Token], index: int) -> Amount | None:
    number = tokens[index].number
    if number is None:
        return None
    # "first" is also an adverb, and the top, early or front one.
    return Amount(index, index + 1, number.value, kind="ordinal", soft=number.value == 1)


def _over_ordinal(tokens: list[Token], amount: Amount) -> Amount:
    """A numeral before an ordinal word: "twenty-first" adds, "three fifths" and "one-eighth" divide."""
    at = amount.last
    if at < len(tokens) and tokens[at].text in _ORDINAL_SUFFIXES and amount.plain and not tokens[at].spaced:
        return Amount(amount.first, at + 1, amount.value, kind="ordinal")
    place = joined_at(tokens, at)
    word = None if place is None else tokens[place].number
    if place is None or word is None or (amount.plain and amount.value > 20):
        return amount
    if word.role == "tens" and amount.value == 1 and not amount.plain:
        after = [token.number for token in tokens[place + 2 : place + 3] if tokens[place + 1].text in ("-", "–")]
        if after and after[0] is not None and after[0].role == "ordinal" and after[0].value < 10:
            return Amount(
                amount.first, place + 3, 1 / (word.value + after[0].value), kind="fraction"
            )  # one twenty-fifth
        return amount
    plural = word.role == "fraction_plural"
    if word.role not in ("ordinal", "fraction_plural") or tokens[place].text == "seconds":
        return amount
    denominator = word.value
    last_tens = amount.value % 100 if amount.value % 10 == 0 and amount.last - amount.first > 1 else 0
    joined = amount.last - amount.first > 2 and tokens[amount.last - 2].text == "and"
    if plural and not joined and last_tens >= 20 and denominator < 10 and amount.value > last_tens:
        denominator, amount.value = denominator + last_tens, amount.value - last_tens  # "one hundred / thirty-fifths"
    below = amount.value % 100
    if plural and denominator >= 100 and amount.value > 100 and 0 < below < denominator:
        return Amount(
            amount.first, place + 1, amount.value - below + below / denominator, kind="fraction"
        )  # 200 and 54/100
    if plural:
        return _of_magnitude(tokens, Amount(amount.first, place + 1, amount.value / denominator, kind="fraction"))
    if (
        amount.plain
        or tokens[amount.first].kind == "digits"
        or (amount.scale >= 1000 and tokens[amount.last - 1].number == word)
    ):
        return amount
    if amount.value >= 1000 and amount.value % 1000 == 0 and tokens[at].text != "-":
        return amount  # "a million first-time buyers"
    if (amount.value % 10 == 0 and amount.value >= 20 and denominator < 10) or (
        amount.value % 100 == 0 and denominator < 100 and amount.value > denominator
    ):
        return Amount(amount.first, place + 1, amount.value + denominator, kind="ordinal")
    if amount.value == 1 and denominator > 2:
        after_tens = joined_at(tokens, place + 1)
        if word.value >= 20 and word.value % 10 == 0 and after_tens is not None:
            unit = tokens[after_tens].number
            if unit is not None and unit.role == "ordinal" and unit.value < 10:
                return Amount(amount.first, after_tens + 1, 1 / (denominator + unit.value), kind="fraction")
        return Amount(amount.first, place + 1, amount.value / denominator, kind="fraction")
    if amount.value % 100 != 0 and denominator >= 100:
        return Amount(amount.first, place + 1, amount.value * denominator, kind="ordinal")
    return amount


def _of_magnitude(tokens: list[Token], fraction: Amount) -> Amount:
    """ "two thirds of a million": the fraction of a magnitude is a plain number."""
    texts = [token.text for token in tokens[fraction.last : fraction.last + 2]]
    at = fraction.last + (len(texts) if texts == ["of", "a"] else 1 if texts[:1] == ["of"] else 0)
    word = word_at(tokens, at)
    if at == fraction.last or word is None or word.role != "magnitude":
        return fraction
    return Amount(fraction.first, at + 1, fraction.value * word.value, scale=word.value)


def _after_article(tokens: list[Token], index: int) -> Amount | None:
    """ "a million" (soft), "a half", "a fifth of" (a fraction where no noun follows the ordinal)."""
    number = word_at(tokens, index + 1)
    if number is None:
        if (longer := _unit_and_part(tokens, index)) is not None:
            return longer
        noun = tokens[index + 1] if index + 1 < len(tokens) else None
        counted = noun is not None and (
            (noun.kind == "word" and noun.sense("currency")) or noun.text in ("decade", "century")
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
        inner = _half_or_quarter(tokens, index + 1, article=True)
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
            return with_magnitudes(tokens, Amount(index, index + 2, 1 / number.value, kind="fraction"))
        return Amount(index, index + 2, number.value, kind="ordinal", readings=(1 / number.value,))
    if number.role == "tens":
        place = joined_at(tokens, index + 2)
        unit = None if place is None else tokens[place].number
        if place is None or unit is None or unit.role != "ordinal" or tokens[place - 1].text not in ("-", "–"):
            return None
        if place + 1 == len(tokens) or tokens[place + 1].sense("after-fraction"):
            return Amount(index, place + 1, 1 / (number.value + unit.value), kind="fraction")
    return None


def _couple(tokens: list[Token], first: int, at: int) -> Amount | None:
    """ "a couple", "a couple of thousand"."""
    number = tokens[at].number
    if number is None:
        return None
    scale = word_at(tokens, at + 2) if at + 1 < len(tokens) and tokens[at + 1].text == "of" else None
    if scale is not None and scale.role in ("hundred", "magnitude"):
        return Amount(first, at + 3, number.value * scale.value, soft=True, scale=scale.value)
    counted = at + 2 < len(tokens) and tokens[at + 1].text == "of" and tokens[at + 2].sense("measure") is not None
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


def _half_or_quarter(tokens: list[Token], index: int, *, article: bool = False) -> Amount | None:
    """ "half", "half a million", "quarter million", "a quarter of"; a bare "quarter" is a period or a district."""
    number = tokens[index].number
    if number is None:
        return None
    amount = Amount(index, index + 1, 1 / number.value, kind="fraction")
    at = index + 1
    if at < len(tokens) and tokens[at].text in ("of", "-") and at + 1 < len(tokens):
        at += 1
    if at < len(tokens) and tokens[at].text in _ARTICLES:
        at += 1
    word = word_at(tokens, at)
    if word is not None and word.role in ("magnitude", "hundred"):
        amount.last = at
        amount = with_magnitudes(tokens, amount) if word.role == "magnitude" else amount
        amount.kind = "cardinal"
        return amount
    hyphened = [token.text for token in tokens[index + 1 : index + 2]] == ["-"] and index + 2 < len(tokens)
    if hyphened and tokens[index + 2].sense("measure") is not None:
        return amount  # "quarter-hour"
    if number.value == 4 and not article and tokens[index].text != "half":
        follows_of = index + 1 < len(tokens) and tokens[index + 1].text in ("of", "-")
        return (
            amount
            if follows_of and index + 2 < len(tokens) and tokens[index + 2].text in ("the", "all", "an", "a")
            else None
        )
    return amount


def _fraction_tail(tokens: list[Token], index: int, amount: Amount, *, joined: bool) -> Amount | None:
    """What "and a half", "and three quarters", "1/4" or "½" adds to `amount`, with the magnitude that it shares."""
    tail: Amount | None = None
    token = tokens[index]
    if token.text in VULGAR_FRACTIONS and amount.plain:
        tail = _vulgar(tokens, index)
    elif joined and token.text in _ARTICLES:
        number = word_at(tokens, index + 1)
        if number is not None and (number.role == "fraction" or (number.role == "ordinal" and number.value > 2)):
            tail = Amount(index, index + 2, 1 / number.value, kind="fraction")
    elif joined and token.number is not None and token.number.role in ("unit", "teen", "tens"):
        count = below_thousand(tokens, index)
        if count is not None:
            counted = _over_ordinal(tokens, count)
            quarters = word_at(tokens, counted.last)
            if counted.kind == "fraction":
                tail = counted
            elif quarters is not None and quarters.role == "fraction":
                tail = Amount(index, counted.last + 1, counted.value / quarters.value, kind="fraction")
    elif not joined and token.number is not None and token.number.role == "fraction" and not amount.plain:
        if token.text in ("quarters", "halves", "quarter", "half") and amount.scale == ONE and amount.value < 100:
            single = amount.value == 1 or token.text in ("quarters", "halves")
            return (
                Amount(amount.first, index + 1, amount.value / token.number.value, kind="fraction") if single else None
            )
    elif joined and token.text == "half":
        tail = Amount(index, index + 1, HALF, kind="fraction")
    if tail is None or tail.value >= 1:
        return None
    magnitude = word_at(tokens, tail.last)
    if amount.scale >= 1000:
        if magnitude is not None and magnitude.role == "magnitude" and magnitude.value < amount.scale:
            return Amount(
                amount.first, tail.last + 1, amount.value + tail.value * magnitude.value, scale=magnitude.value
            )
        return Amount(amount.first, tail.last, amount.value + tail.value * amount.scale, scale=amount.scale)
    return with_magnitudes(tokens, Amount(amount.first, tail.last, amount.value + tail.value))


def _decimals(tokens: list[Token], amount: Amount) -> Amount:
    """ "nine point nought four": digits in words after the point; "point seventy-one" is .71."""
    at = amount.last
    if amount.plain or amount.kind != "cardinal" or at + 1 >= len(tokens) or tokens[at].sense("point") is None:
        return amount
    digits, at = "", at + 1
    while at < len(tokens) and len(digits) < 20:
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


def _final(tokens: list[Token], index: int) -> Amount | None:
    """Semi-finals and quarter-finals, which Arabic calls the half and the quarter of the final."""
    for kind, value in _FINALS:
        if tokens[index].sense(kind) is not None:
            return Amount(index, index + 1, value, kind="fraction", unit="final")
    return None


def _vulgar(tokens: list[Token], index: int) -> Amount | None:
    parts = VULGAR_FRACTIONS.get(tokens[index].text)
    return None if parts is None else Amount(index, index + 1, Fraction(*parts), kind="fraction")
