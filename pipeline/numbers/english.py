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
from pipeline.numbers.digits import VULGAR_FRACTIONS, parse_digits
from pipeline.numbers.lexicon import NumberWord
from pipeline.numbers.tokens import Token

_ARTICLES = {"a", "an"}
_FINALS = (("semi-final", HALF), ("quarter-final", Fraction(1, 4)))
_ORDINAL_SUFFIXES = {"st", "nd", "rd", "th"}
# A fraction with an ordinal's spelling ("a third") is one before these; before a noun it is an ordinal ("a third man").
_AFTER_FRACTION = {
    "of",
    "more",
    "less",
    "higher",
    "lower",
    "fewer",
    "to",
    "from",
    "in",
    "were",
    "was",
    "are",
    "is",
    "have",
    "and",
    "or",
}


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
            said = token.text in ("twice", "thrice")
            return Amount(index, index + 1, number.value, kind="multiple", soft=not said)
        if number.role == "soft_cardinal":
            return Amount(index, index + 1, number.value, soft=True)
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
    amount = _group(tokens, index)
    if amount is None:
        return None
    return _finish(tokens, amount)


def _finish(tokens: list[Token], amount: Amount) -> Amount:
    """Further groups ("two thousand and two hundred"), a fraction, decimals in words, an ordinal or a denominator."""
    while amount.last < len(tokens):
        following = amount.last + 1 if tokens[amount.last].text == "and" else amount.last
        if following >= len(tokens):
            return amount
        tail = _fraction_tail(tokens, following, amount, joined=following > amount.last)
        if tail is not None:
            return tail
        if tokens[following].number is None and tokens[following].kind != "digits":
            break
        nxt = _group(tokens, following)
        if nxt is None or not _may_follow(tokens, amount, nxt, joined=following > amount.last):
            break
        amount = Amount(amount.first, nxt.last, amount.value + nxt.value, scale=nxt.scale if nxt.scale > ONE else ONE)
    return _decimals(tokens, _over_ordinal(tokens, amount))


def _may_follow(tokens: list[Token], amount: Amount, nxt: Amount, *, joined: bool) -> bool:
    """Whether `nxt` belongs to the same number: it must fit below the magnitude, and bare digits must be wide enough."""
    if amount.scale < 100 or nxt.value >= amount.scale:
        return False
    if joined:
        return not (nxt.plain and nxt.scale == ONE and amount.scale >= 1000 and nxt.value < 100)
    # "two million four years ago": without "and", only what is at least a hundred goes on.
    digits = nxt.plain and tokens[amount.first].kind != "digits"
    return not digits and (
        nxt.scale > ONE or nxt.value >= 100 or (amount.scale <= 1000 and tokens[amount.first].kind == "word")
    )


def _group(tokens: list[Token], index: int) -> Amount | None:
    token = tokens[index]
    number = token.number
    if number is not None and number.role in ("magnitude", "hundred"):
        amount = Amount(index, index + 1, number.value, scale=number.value)
        if number.role == "hundred":
            amount = _hundreds_rest(tokens, amount)
    else:
        below = _below_thousand(tokens, index)
        if below is None:
            return None
        amount = below
    return _magnitudes(tokens, amount)


def _magnitudes(tokens: list[Token], amount: Amount) -> Amount:
    while amount.last < len(tokens):
        token = tokens[amount.last]
        word = token.number
        if token.text in ("-", "–") and amount.last + 1 < len(tokens) and not token.spaced:
            after = tokens[amount.last + 1].number  # "3-million"
            if after is None or after.role != "magnitude" or tokens[amount.last + 1].spaced:
                break
            word, step = after, 2
        else:
            step = 1
        if word is None or not (
            word.role in ("magnitude", "magnitude_plural") or (word.role == "suffix" and _is_suffix(tokens, amount))
        ):
            break
        if word.role == "magnitude_plural" and word.value == 10:
            break
        amount.value *= word.value
        amount.scale = amount.scale * word.value if amount.scale >= 1000 else word.value
        amount.plain = False
        amount.last += step
        if word.role == "suffix":
            break
    return amount


def _is_suffix(tokens: list[Token], amount: Amount) -> bool:
    """ "10k", "-10  k", "1.2M": a letter right after digits, and not the start of a longer symbol."""
    token = tokens[amount.last]
    if token.text in ("cr", "kr"):
        return True
    if not amount.plain:
        return False
    nxt = tokens[amount.last + 1] if amount.last + 1 < len(tokens) else None
    if nxt is not None and not nxt.spaced and nxt.kind in ("digits",):
        return False
    if token.text == "k":
        return True
    raw_upper = token.text in ("b", "t", "m", "g")
    return raw_upper and not token.spaced


def _below_thousand(tokens: list[Token], index: int) -> Amount | None:
    token = tokens[index]
    if token.kind == "digits":
        return _digits(tokens, index)
    number = token.number
    if number is None or number.role not in ("unit", "teen", "tens"):
        return None
    amount = _below_hundred(tokens, index, number)
    word = _word(tokens, amount.last)
    if word is not None and word.role == "hundred":
        return _hundreds_rest(tokens, Amount(index, amount.last + 1, amount.value * 100, scale=word.value))
    return amount


def _below_hundred(tokens: list[Token], index: int, number: NumberWord) -> Amount:
    value = number.value
    if number.role == "tens" and value % 10 == 0:
        unit = _joined(tokens, index + 1)
        if unit is not None:
            word = tokens[unit].number
            if word is not None and word.role == "unit" and word.value > 0:
                return Amount(index, unit + 1, value + word.value)
    # "nineteen eighty-four", "one twenty two", "twenty twenty": two spoken pairs.
    nxt = _word(tokens, index + 1)
    if nxt is not None and not tokens[index + 1].text.endswith("s"):
        hyphen = index + 2 < len(tokens) and tokens[index + 2].text in ("-", "–")
        ordinal = _word(tokens, index + 3) if hyphen else None
        pair = (nxt.role == "tens" or nxt.role == "teen") and (ordinal is None or ordinal.role != "ordinal")
        if pair and (number.role == "teen" and value >= 13 or value == 20 or (number.role == "unit" and 0 < value)):
            rest = _below_hundred(tokens, index + 1, nxt)
            place = _joined(tokens, rest.last)
            after = None if place is None else tokens[place].number
            if after is None or after.role not in ("fraction", "hundred", "magnitude", "ordinal", "fraction_plural"):
                return Amount(index, rest.last, value * 100 + rest.value)
    return Amount(index, index + 1, value, soft=value == 1)


def _joined(tokens: list[Token], index: int) -> int | None:
    """The index of a word joined to the one before by a hyphen, a dash or a space."""
    if index < len(tokens) and tokens[index].text in ("-", "–"):
        index += 1
    return index if index < len(tokens) else None


def _word(tokens: list[Token], index: int) -> NumberWord | None:
    return tokens[index].number if index < len(tokens) else None


def _hundreds_rest(tokens: list[Token], amount: Amount) -> Amount:
    index = amount.last
    joined = index < len(tokens) and tokens[index].text == "and"
    if joined:
        index += 1
    number = _word(tokens, index)
    if number is not None and number.role in ("unit", "teen", "tens") and number.value > 0:
        rest = _below_hundred(tokens, index, number)
        after = _word(tokens, rest.last)
        if rest.value < 100 and not (joined and after is not None and after.role in ("hundred", "fraction")):
            return Amount(amount.first, rest.last, amount.value + rest.value)
    if joined and index < len(tokens) and tokens[index].kind == "digits":
        parsed = parse_digits(tokens[index].text, lang="en")
        after = _word(tokens, index + 1)
        counted = after is not None and after.role in ("hundred", "magnitude")
        if parsed is not None and parsed[0] < 100 and parsed[0].denominator == 1 and not counted:
            return Amount(amount.first, index + 1, amount.value + parsed[0])
    return amount


def _digits(tokens: list[Token], index: int) -> Amount | None:
    parsed = parse_digits(tokens[index].text, lang="en")
    if parsed is None:
        return None
    value, readings = parsed
    nxt = tokens[index + 1] if index + 1 < len(tokens) else None
    if nxt is not None and nxt.number is not None and nxt.number.role == "hundred":
        return _hundreds_rest(tokens, Amount(index, index + 2, value * 100, scale=Fraction(100)))
    return Amount(index, index + 1, value, readings=readings, plain=True)


def _ordinal(tokens: list[Token], index: int) -> Amount | None:
    number = tokens[index].number
    if number is None:
        return None
    if tokens[index].sense("measure") is not None and index and tokens[index - 1].text in ("per", "a", "/", "every"):
        return None  # "per second"
    return Amount(index, index + 1, number.value, kind="ordinal")


def _over_ordinal(tokens: list[Token], amount: Amount) -> Amount:
    """A numeral before an ordinal word: "twenty-first" adds, "three fifths" and "one-eighth" divide."""
    at = amount.last
    if at < len(tokens) and tokens[at].text in _ORDINAL_SUFFIXES and amount.plain and not tokens[at].spaced:
        return Amount(amount.first, at + 1, amount.value, kind="ordinal")
    place = _joined(tokens, at)
    word = None if place is None else tokens[place].number
    if place is None or word is None or amount.plain and amount.value > 20:
        return amount
    plural = word.role == "fraction_plural"
    if word.role not in ("ordinal", "fraction_plural") or tokens[place].text == "seconds":
        return amount
    denominator = word.value
    last_tens = amount.value % 100 if amount.value % 10 == 0 and amount.last - amount.first > 1 else 0
    joined = amount.last - amount.first > 2 and tokens[amount.last - 2].text == "and"
    if plural and not joined and 20 <= last_tens and denominator < 10 and amount.value > last_tens:
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
        or amount.scale >= 1000
        and tokens[amount.last - 1].number == word
    ):
        return amount
    if amount.value >= 1000 and amount.value % 1000 == 0 and tokens[at].text != "-":
        return amount  # "a million first-time buyers"
    if (
        amount.value % 10 == 0
        and amount.value >= 20
        and denominator < 10
        or amount.value % 100 == 0
        and denominator < 100
        and amount.value > denominator
    ):
        return Amount(amount.first, place + 1, amount.value + denominator, kind="ordinal")
    if amount.value == 1 and denominator > 2:
        after_tens = _joined(tokens, place + 1)
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
    word = _word(tokens, at)
    if at == fraction.last or word is None or word.role != "magnitude":
        return fraction
    return Amount(fraction.first, at + 1, fraction.value * word.value, scale=word.value)


def _after_article(tokens: list[Token], index: int) -> Amount | None:
    """ "a million", "a half", "a fifth of": soft before a magnitude, a fraction before an ordinal that no noun follows."""
    number = _word(tokens, index + 1)
    if number is None:
        money = index + 1 < len(tokens) and tokens[index + 1].kind == "word" and tokens[index + 1].sense("currency")
        return Amount(index, index + 1, ONE, soft=True) if money else None
    if number.role in ("hundred", "magnitude"):
        amount = _group(tokens, index + 1)
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
        return Amount(index, index + 2, number.value, soft=True)
    if number.role == "ordinal" and number.value > 2:
        after = tokens[index + 2] if index + 2 < len(tokens) else None
        magnitude = after is not None and after.number is not None and after.number.role == "magnitude"
        if after is None or after.kind == "symbol" or after.text in _AFTER_FRACTION or magnitude:
            return _magnitudes(tokens, Amount(index, index + 2, 1 / number.value, kind="fraction"))
        return Amount(index, index + 2, number.value, kind="ordinal", readings=(1 / number.value,))
    if number.role == "tens":
        place = _joined(tokens, index + 2)
        unit = None if place is None else tokens[place].number
        if place is not None and unit is not None and unit.role == "ordinal" and tokens[place - 1].text in ("-", "–"):
            after_text = tokens[place + 1].text if place + 1 < len(tokens) else "of"
            if after_text in _AFTER_FRACTION:
                return Amount(index, place + 1, 1 / (number.value + unit.value), kind="fraction")
    return None


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
    word = _word(tokens, at)
    if word is not None and word.role in ("magnitude", "hundred"):
        amount.last = at
        amount = _magnitudes(tokens, amount) if word.role == "magnitude" else amount
        amount.kind = "cardinal"
        return amount
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
        number = _word(tokens, index + 1)
        if number is not None and (number.role == "fraction" or number.role == "ordinal" and number.value > 2):
            tail = Amount(index, index + 2, 1 / number.value, kind="fraction")
    elif joined and token.number is not None and token.number.role in ("unit", "teen", "tens"):
        count = _below_thousand(tokens, index)
        if count is not None:
            counted = _over_ordinal(tokens, count)
            quarters = _word(tokens, counted.last)
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
    magnitude = _word(tokens, tail.last)
    if amount.scale >= 1000:
        if magnitude is not None and magnitude.role == "magnitude" and magnitude.value < amount.scale:
            return Amount(
                amount.first, tail.last + 1, amount.value + tail.value * magnitude.value, scale=magnitude.value
            )
        return Amount(amount.first, tail.last, amount.value + tail.value * amount.scale, scale=amount.scale)
    return _magnitudes(tokens, Amount(amount.first, tail.last, amount.value + tail.value))


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
        part = Amount(at, at + 1, number.value) if number.role == "unit" else _below_hundred(tokens, at, number)
        digits += str(part.value)
        at = part.last
        if number.role != "unit":
            break
    if not digits:
        return amount
    value = amount.value + Fraction(int(digits), 10 ** len(digits))
    return _magnitudes(tokens, Amount(amount.first, at, value))


def _final(tokens: list[Token], index: int) -> Amount | None:
    """Semi-finals and quarter-finals, which Arabic calls the half and the quarter of the final."""
    for kind, value in _FINALS:
        if tokens[index].sense(kind) is not None:
            return Amount(index, index + 1, value, kind="fraction", unit="final")
    return None


def _vulgar(tokens: list[Token], index: int) -> Amount | None:
    parts = VULGAR_FRACTIONS.get(tokens[index].text)
    return None if parts is None else Amount(index, index + 1, Fraction(*parts), kind="fraction")
