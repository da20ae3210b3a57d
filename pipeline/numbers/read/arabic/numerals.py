"""The grammar of Arabic numerals, from tokens to amounts.

    numeral   = group { "و" group }          each group of a lower magnitude than the one before
              | group "و" fraction           أربعة ملايين ونصف المليون: the fraction is of the magnitude
    group     = below-1000 { magnitude } | dual-magnitude | magnitude
    below-1000 = hundreds [ "و" below-100 ] | below-100 | digits
    hundreds  = [unit] مئة | مئتان | ثلاثمئة …
    below-100 = unit "و" tens | unit عشر | tens | unit | teen
    fraction  = نصف | ثلثان | ثلاثة أرباع | خمس (before a definite noun)
    ordinal   = ordinal-unit [ عشر | "و" tens ] | tens or hundred with the article, after a noun

"و" is glued to the next word in print ("وخمسون") and sometimes stands alone. Each function takes the tokens and an
index and gives an amount or None; none of them looks back.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import LARGEST_SCALE, ONE, Amount
from pipeline.numbers.read.arabic.ordinals import after_and, plain_number, special
from pipeline.numbers.text.digits import MAX_DIGITS, VULGAR_FRACTIONS, parse_digits
from pipeline.numbers.text.tokens import Token

_TWELVE_ONLY = ("اثنا", "اثني", "اثنتا", "اثنتي")
"""Forms of two that only stand before عشر; alone they are other words (أثنى, he praised)."""
_TWO_PARTS = {"خمسا", "سبعا", "تسعا"}
"""Before a definite noun the dual of a fraction (خمسا السكان), else five, seven and nine in the accusative."""
_TIMES = {"ضعف", "ضعفا"}
_HOMOGRAPHS = {"خمس", "سبع", "تسع", "عشر"}
"""Feminine counting forms that are spelled like a fraction: خمس is five (before a plural) or a fifth (of a thing)."""


def read_numeral(tokens: list[Token], index: int) -> Amount | None:
    """The longest numeral that starts at `index`, or None."""
    token = tokens[index]
    if token.kind != "digits" and token.number is None:
        return _vulgar(tokens, index)
    number = token.number
    if number is not None:
        if number.role == "soft_cardinal":  # ثلاثي, رباعي: "three-way", "four-wheel"
            return Amount(index, index + 1, number.value, soft=True)
        if number.role in ("ordinal", "decade", "multiple", "times"):
            return special(tokens, index, number)
        fraction = _fraction(tokens, index)
        if fraction is not None:
            return _of_magnitude(tokens, fraction, joined=True)  # مليون منزل ونصف مليون متجر
        if number.role == "magnitude_plural":
            value = number.value
            return Amount(index, index + 1, value, bound="about", soft=True, scale=value, definite=token.definite)
    amount = _group(tokens, index)
    if amount is None:
        return None
    part = VULGAR_FRACTIONS.get(tokens[amount.last].text) if amount.plain and amount.last < len(tokens) else None
    if part is not None:
        return Amount(index, amount.last + 1, amount.value + Fraction(*part))  # 2½
    amount.definite = token.definite
    which = _counts_off(tokens, index)
    if which and amount.definite and number is not None and number.role in ("tens", "hundred", "hundreds"):
        amount.kind = "ordinal"
    last_scale = amount.scale
    while True:
        following = after_and(tokens, amount.last)
        if following is None:
            return _decimals(tokens, amount)
        tail = _fraction(tokens, following)
        dozen = tokens[following].number
        if dozen is not None and dozen.value == 12 and dozen.role == "magnitude_dual" and amount.value >= 100:
            return Amount(amount.first, following + 1, amount.value + 24)
        if tail is not None and tail.value < 1 and not (tail.plain and amount.scale == ONE):
            return _add_fraction(tokens, amount, tail, scale=last_scale)
        nxt = _group(tokens, following)
        if nxt is None or not _may_follow(amount, nxt):
            return _ordinal_tail(tokens, amount, following)
        last_scale = nxt.scale
        amount = Amount(
            amount.first, nxt.last, amount.value + nxt.value, scale=nxt.scale if nxt.scale > ONE else amount.scale,
            definite=amount.definite,
        )  # fmt: skip


def _decimals(tokens: list[Token], amount: Amount) -> Amount:
    """ثلاثة فاصلة خمسة وسبعون: decimals in words after the point, and the magnitude that follows."""
    at = amount.last
    if amount.kind != "cardinal" or at >= len(tokens) or tokens[at].sense("point") is None:
        return amount
    digits, at = "", at + 1
    while len(digits) < MAX_DIGITS and (number := plain_number(tokens, at)) is not None:
        if number.role not in ("unit", "teen", "tens") or (part := _below_thousand(tokens, at)) is None:
            break
        digits, at = digits + str(part.value), part.last
        if part.value >= 10:
            break
    if not digits:
        return amount
    amount = Amount(amount.first, at, amount.value + Fraction(int(digits), 10 ** len(digits)))
    return _times_magnitudes(tokens, amount)


def _counts_off(tokens: list[Token], index: int) -> bool:
    """Whether a definite numeral at `index` says which one: المركز العشرين، الذكرى السنوية السبعين."""
    nouns = word_list("ordinal_noun")
    if index and tokens[index - 1].text in nouns:
        return True
    adjective = index > 1 and tokens[index - 1].kind == "word" and tokens[index - 1].text.startswith("ال")
    return adjective and tokens[index - 2].text in nouns


def _may_follow(amount: Amount, nxt: Amount) -> bool:
    """Whether "و" joins `nxt` into the same number: its whole value must fit below the last magnitude."""
    if amount.scale == ONE or nxt.value >= amount.scale:
        return False
    # "مليون و 5" is two numbers, "مليون و 500" and "مليون و خمسة" one.
    return not nxt.plain or nxt.scale > ONE or nxt.value >= 10


def _group(tokens: list[Token], index: int) -> Amount | None:
    token = tokens[index]
    number = token.number
    if number is not None and number.role == "magnitude_dual":
        amount = Amount(index, index + 1, 2 * number.value, scale=number.value)
    elif number is not None and number.role == "magnitude":
        amount = Amount(index, index + 1, number.value, scale=number.value)
        if token.text.endswith("ا") and token.preposition == "" and _is_dual(tokens, index):
            amount.value = 2 * number.value
    else:
        below = _below_thousand(tokens, index)
        if below is None:
            return None
        amount = below
    return _times_magnitudes(tokens, amount)


def _times_magnitudes(tokens: list[Token], amount: Amount) -> Amount:
    """`amount` times the magnitude words after it: خمسة ملايين; or a multiple: ثلاثة أضعاف."""
    while amount.last < len(tokens):
        word = tokens[amount.last].number
        if word is None or tokens[amount.last].conjunction or tokens[amount.last].preposition:
            break
        if amount.scale >= LARGEST_SCALE:
            break
        times = word.value == 1 or (tokens[amount.last].text in _TIMES and amount.value > 2)
        if word.role == "multiple" and times and amount.scale == ONE:  # ثلاثة أضعاف, عشرين ضعفا
            amount.kind, amount.last, amount.plain = "multiple", amount.last + 1, False
            break
        if word.role not in ("magnitude", "magnitude_plural") or word.value == 10:
            break
        amount.value *= word.value
        amount.readings = tuple(Reading(reading.value * word.value, reading.why) for reading in amount.readings)
        amount.scale = amount.scale * word.value if amount.scale > ONE else word.value
        amount.plain = False
        amount.last += 1
    return amount


def _is_dual(tokens: list[Token], index: int) -> bool:
    """مليونا دولار، ألفا عامل: a dual before its noun; before a pause or a particle it is one, in the accusative."""
    nxt = tokens[index + 1] if index + 1 < len(tokens) else None
    if nxt is None or nxt.kind != "word" or nxt.conjunction or nxt.preposition or nxt.definite:
        return False
    if any(sense.kind in ("currency", "measure") for sense in nxt.senses):
        return True
    return (
        len(nxt.text) > 2
        and nxt.number is None
        and not nxt.text.startswith("ال")
        and nxt.text not in word_list("particle")
    )


def _below_thousand(tokens: list[Token], index: int) -> Amount | None:
    token = tokens[index]
    if token.kind == "digits":
        return _digits(tokens, index)
    number = token.number
    if number is None:
        return None
    role, value, last = number.role, number.value, index + 1
    if role == "unit":
        nxt = plain_number(tokens, last)
        if nxt is not None and nxt.role == "unit" and nxt.value == 10 and value < 10 and value > 0:
            return Amount(index, last + 1, value + 10)
        if nxt is not None and nxt.role == "hundred" and 3 <= value <= 9:
            return _with_rest(tokens, Amount(index, last + 1, value * 100))
        following = after_and(tokens, last)
        if following is not None and 0 < value < 10:
            tens = tokens[following].number
            if tens is not None and tens.role == "tens" and tokens[following].definite == token.definite:
                return Amount(index, following + 1, value + tens.value)
        if token.text.endswith(_TWELVE_ONLY):
            return None
        return Amount(index, last, value, soft=value == 1)
    if role in ("teen", "tens"):
        return Amount(index, last, value)
    if role in ("hundred", "hundreds"):
        return _with_rest(tokens, Amount(index, last, value))
    return None


def _with_rest(tokens: list[Token], hundreds: Amount) -> Amount:
    """ "مئة وخمسة وعشرون": what "و" adds below a hundred; dialects leave the "و" out ("متين واحد وعشرين")."""
    following = after_and(tokens, hundreds.last)
    if following is None:
        nxt = plain_number(tokens, hundreds.last)
        following = hundreds.last if nxt is not None and nxt.role in ("unit", "tens") and nxt.value != 10 else None
    if following is None or (tokens[following].kind == "digits" and tokens[following].conjunction):
        return hundreds
    if tokens[following].kind == "digits":
        rest = _digits(tokens, following) if hundreds.first != hundreds.last - 1 else None
    else:
        number = tokens[following].number
        if number is None or number.role not in ("unit", "teen", "tens"):
            return hundreds
        part = _fraction(tokens, following)
        if part is not None and part.value <= 1:
            return hundreds
        rest = _below_thousand(tokens, following)
    if rest is None or rest.value >= 100 or rest.value.denominator != 1:
        return hundreds
    parts = plain_number(tokens, rest.last)
    if parts is not None and parts.role == "fraction_plural":
        return Amount(hundreds.first, rest.last + 1, (hundreds.value + rest.value) / parts.value, kind="fraction")
    return Amount(hundreds.first, rest.last, hundreds.value + rest.value)


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
        amount = Amount(index, last + 1, value * 100)
        following = after_and(tokens, amount.last)
        if following is not None and tokens[following].kind == "digits":
            rest = parse_digits(tokens[following].text, lang="ar")
            if rest is not None and rest[0] < 100:
                amount.value, amount.last = amount.value + rest[0], following + 1
        return amount
    return Amount(index, last, value, readings=readings, plain=True)


def _agency_decimal(tokens: list[Token], index: int) -> tuple[Fraction, tuple[Reading, ...]] | None:
    """05ر69: agencies write 69.05 so, with decimals first in the order of the letters; some the other way round."""
    parts = tokens[index : index + 3]
    if len(parts) < 3 or parts[1].text != "ر" or parts[1].spaced or parts[2].spaced or not parts[0].text.isdigit():
        return None
    if not parts[2].text.isdigit() or len(parts[0].text) > MAX_DIGITS or len(parts[2].text) > MAX_DIGITS:
        return None
    one, two = (
        Fraction(int(whole + decimals), 10 ** len(decimals))
        for whole, decimals in ((parts[2].text, parts[0].text), (parts[0].text, parts[2].text))
    )
    return one, () if one == two else (Reading(two, "separator"),)


def _fraction(tokens: list[Token], index: int) -> Amount | None:
    """نصف، ثلثان، ثلاثة أرباع, and خمس before a definite noun or the end; `plain` marks an uncertain homograph."""
    token = tokens[index]
    number = token.number
    if number is None:
        return _vulgar(tokens, index)
    last = index + 1
    if number.role == "fraction_dual":
        return _of_magnitude(tokens, Amount(index, last, Fraction(2) / number.value, kind="fraction"))
    if number.role == "fraction":
        if token.text.endswith("نص") and (not token.conjunction or _definite_noun(tokens, last)):
            return None  # ونص القانون, and the law's text
        if token.text.endswith("ثمن") and not _definite_noun(tokens, last):
            return None  # "price"
        # ثمن الشيء is its price more often than its eighth, الربع a period or a place as well as a quarter.
        soft = token.text.endswith("ثمن") or (number.value == 4 and token.definite)
        return _of_magnitude(tokens, Amount(index, last, 1 / number.value, kind="fraction", soft=soft))
    if number.role in ("unit", "teen", "tens", "hundred"):
        count = _below_thousand(tokens, index)
        if count is not None:
            nxt = plain_number(tokens, count.last)
            if nxt is not None and nxt.role == "fraction_plural":
                return _of_magnitude(tokens, Amount(index, count.last + 1, count.value / nxt.value, kind="fraction"))
    if number.role == "unit" and token.text in _TWO_PARTS and _definite_noun(tokens, last):
        return Amount(index, last, 2 / number.value, kind="fraction")
    if number.fraction is not None and token.definite and index and tokens[index - 1].text in word_list("before_share"):
        return Amount(index, last, number.fraction, kind="fraction")  # بنسبة الخمس
    if number.fraction is not None and token.text.lstrip("ول") in _HOMOGRAPHS:
        if last < len(tokens) and tokens[last].number is not None and not tokens[last].definite:
            return None  # خمس مئة، خمس عشرة
        if _definite_noun(tokens, last):
            return Amount(index, last, number.fraction, kind="fraction", plain=True)
        if _owned_noun(tokens, last):
            return Amount(index, last, number.value, readings=(Reading(number.fraction, "homograph"),), plain=True)
        if last >= len(tokens) or tokens[last].kind == "symbol":
            return Amount(index, last, number.value, readings=(Reading(number.fraction, "homograph"),), plain=True)
    return None


def _of_magnitude(tokens: list[Token], fraction: Amount, *, joined: bool = False) -> Amount:
    """نصف مليون، ثلاثة أرباع المليار: a fraction of a magnitude is a plain number; if not `joined`, none after "و"."""
    word = plain_number(tokens, fraction.last)
    conjunction = tokens[fraction.first].conjunction and not joined
    if conjunction or fraction.kind != "fraction" or word is None or word.role != "magnitude":
        return fraction
    return Amount(fraction.first, fraction.last + 1, fraction.value * word.value, scale=word.value)


def _definite_noun(tokens: list[Token], index: int) -> bool:
    if index >= len(tokens) or tokens[index].kind != "word":
        return False
    token = tokens[index]
    definite = token.text.startswith("ال") and token.text not in word_list("no_article")
    return definite and len(token.text) > 4 and not token.sense("weekday")


def _owned_noun(tokens: list[Token], index: int) -> bool:
    """خمس دخلها is a fifth of her income, خمس قصائده five of his poems; after a plural in ـات only five makes sense."""
    if index >= len(tokens) or tokens[index].kind != "word" or tokens[index].number is not None:
        return False
    word = tokens[index].text
    for pronoun in ("هما", "هم", "ها", "هن", "ه"):
        if word.endswith(pronoun) and len(word) - len(pronoun) >= 3:
            noun = word.removesuffix(pronoun)
            return not noun.endswith("ات") and (pronoun != "ه" or noun.endswith("ت"))
    return False


def _add_fraction(tokens: list[Token], amount: Amount, tail: Amount, *, scale: Fraction) -> Amount:
    """ "أربعة ملايين ونصف (المليون)": the fraction is of the last magnitude; "خمسة وربع" of one."""
    last = tail.last
    if last < len(tokens):
        word = tokens[last].number
        if word is not None and word.role == "magnitude" and word.value >= 1000:
            if amount.scale == ONE:  # ثلاثة ونصف مليار
                value = (amount.value + tail.value) * word.value
                return Amount(amount.first, last + 1, value, scale=word.value, definite=amount.definite)
            scale, last = word.value, last + 1
    return Amount(amount.first, last, amount.value + tail.value * scale, scale=amount.scale, definite=amount.definite)


def _ordinal_tail(tokens: list[Token], amount: Amount, following: int) -> Amount:
    """ "المئة والخامسة والعشرون": a definite hundred goes on with an ordinal."""
    number = tokens[following].number
    if amount.definite and amount.value % 100 == 0 and number is not None and number.role == "ordinal":
        rest = special(tokens, following, number)
        if rest is not None and rest.kind == "ordinal" and rest.value < 100:
            return Amount(amount.first, rest.last, amount.value + rest.value, kind="ordinal", definite=True)
    return amount


def _vulgar(tokens: list[Token], index: int) -> Amount | None:
    parts = VULGAR_FRACTIONS.get(tokens[index].text)
    return None if parts is None else Amount(index, index + 1, Fraction(*parts), kind="fraction")
