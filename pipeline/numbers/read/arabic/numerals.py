"""The grammar of Arabic numerals, from tokens to amounts.

    numeral   = group { "و" group }          each group of a lower magnitude than the one before
              | group "و" fraction           أربعة ملايين ونصف المليون: the fraction is of the magnitude
    group     = below-1000 { magnitude } | dual-magnitude | magnitude
    fraction, ordinal, below-1000            in fractions.py, ordinals.py, hundreds.py

"و" is glued to the next word in print ("وخمسون") and sometimes stands alone. Each rule takes the page and the index of
a token and gives an amount, or None where the text there is not its own.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import NumberWord, word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import LARGEST_SCALE, ONE, Amount
from pipeline.numbers.read.arabic.fractions import FRACTIONS, fraction_at
from pipeline.numbers.read.arabic.grammar import after_and, names_rank, plain_number
from pipeline.numbers.read.arabic.hundreds import below_thousand
from pipeline.numbers.read.arabic.ordinals import decade, multiple, ordinal, ordinal_at, times
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.clitics import ARTICLE
from pipeline.numbers.text.digits import MAX_DIGITS, VULGAR_FRACTIONS
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_TIMES = {"ضعف", "ضعفا"}
_CONSTRUCT = "ي"
_IN_HUNDRED, _FEMININE, _HUNDRED = "في ال", ("ه", "ي"), Fraction(100)
_SOME = {"بضعه", "بضع", "بضعا", "نيف", "نيفا", "ببضعه", "ببضع", "لبضع", "وبضع", "وبضعه"}


@rule(
    "ar-adjective",
    reads="an adjective made of a number, which other languages say without one",
    must=("قمة ثلاثية", "البرنامج الخمسي"),
    leaves="خسر خمسي ثروته",
)
def adjective(page: Page, index: int) -> Amount | None:
    """ثلاثي, رباعي, الخمسي: "three-way", "four-wheel", "five-year"; two fifths stand without the article."""
    token = page.tokens[index]
    number = token.number
    if number is None:
        return None
    definite = number.role == "fraction_dual" and token.definite and token.text.endswith(_CONSTRUCT)
    if not definite and number.role != "soft_cardinal":
        return None
    return Amount(index, index + 1, number.value, soft=True)


@rule(
    "ar-vague-magnitude",
    reads="a magnitude in the plural, which says no number",
    must=("تظاهر الآلاف", "كلف الملايين"),
    leaves="تظاهر ثلاثة آلاف",
)
def vague_magnitude(page: Page, index: int) -> Amount | None:
    """آلاف, عشرات."""
    token = page.tokens[index]
    number = token.number
    if number is None or number.role != "magnitude_plural":
        return None
    value = number.value
    return Amount(index, index + 1, value, bound="about", soft=True, scale=value, definite=token.definite)


@rule(
    "ar-rank",
    reads="a definite ten or hundred after a noun that is counted off",
    must=("حل في المركز العشرين", "الذكرى السنوية السبعين"),
    leaves="حل في المركز الثالث",
)
def rank(page: Page, index: int) -> Amount | None:
    """المركز العشرين، الذكرى السنوية السبعين."""
    tokens = page.tokens
    number = tokens[index].number
    if number is None or number.role not in ("tens", "hundred", "hundreds") or not tokens[index].definite:
        return None
    amount = _group(tokens, index) if _counts_off(tokens, index) else None
    return None if amount is None else _joined(tokens, amount.but(definite=True, kind="ordinal"))


@rule(
    "ar-the-hundred",
    reads="في المئة where it is no percentage: in the first hundred days",
    must=("في المئة يوم الأولى", "في المئة عام الماضية"),
    leaves="ارتفع 5 في المئة يوم الثلاثاء",
)
def the_hundred(page: Page, index: int) -> Amount | None:
    """في المئة يوم الأولى."""
    tokens = page.tokens
    before, unit, which = peek(tokens, index - 1), peek(tokens, index + 1), peek(tokens, index + 2)
    if not tokens[index].text.startswith(_IN_HUNDRED) or before.number is not None or before.kind == "digits":
        return None
    counted = unit.sense("measure") is not None and not (unit.definite or unit.conjunction or unit.preposition)
    feminine = which.text.startswith(ARTICLE) and which.text.endswith(_FEMININE)
    return Amount(index, index + 1, _HUNDRED, definite=True) if counted and feminine else None


@rule(
    "ar-some-teens",
    reads="“some” before ten or a ten: more than it, and less than the next",
    must=("جرح بضعة عشر متظاهرا", "قبل بضع وعشرين سنة"),
    leaves="بضعة أيام",
)
def some_teens(page: Page, index: int) -> Amount | None:
    """بضعة عشر, بضع وعشرون, نيف وثلاثون."""
    tokens = page.tokens
    number = tokens[index].number
    before = tokens[index - 1] if index else NOTHING
    if number is None or tokens[index].definite or before.text not in _SOME:
        return None
    ten = number.role == "unit" and number.value == 10 and not tokens[index].conjunction
    if not ten and not (number.role == "tens" and tokens[index].conjunction):
        return None
    amount = _group(tokens, index)
    if amount is None:
        return None
    others = tuple(Reading(amount.value + more * amount.scale, "vague") for more in range(1, 10))
    return amount.but(bound="more_than", readings=others)


@rule(
    "ar-cardinal",
    reads="a cardinal in digits or words with its magnitudes, its fraction and what “and” adds",
    must=("ألف وتسعمئة وخمسة وثمانون", "بلغ 12.5 مليون"),
    leaves="نصف مليون",
)
def cardinal(page: Page, index: int) -> Amount | None:
    """ألف وتسعمئة وخمسة وثمانون, 12.5 مليون, أربعة ملايين ونصف."""
    tokens = page.tokens
    amount = _group(tokens, index)
    if amount is None:
        return None
    part = VULGAR_FRACTIONS.get(peek(tokens, amount.last).text) if amount.plain else None
    if part is not None:
        return Amount(index, amount.last + 1, amount.value + Fraction(*part))  # 2½
    return _joined(tokens, amount.but(definite=True) if tokens[index].definite else amount)


def _joined(tokens: list[Token], amount: Amount) -> Amount:
    """`amount`, one group, with those that "و" joins to it."""
    last_scale = amount.scale
    while True:
        following = after_and(tokens, amount.last)
        if following is None:
            return _decimals(tokens, amount)
        tail = fraction_at(tokens, following)
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
        if number.role not in ("unit", "teen", "tens") or (part := below_thousand(tokens, at)) is None:
            break
        digits, at = digits + str(part.value), part.last
        if part.value >= 10:
            break
    if not digits:
        return amount
    value = amount.value + Fraction(int(digits), 10 ** len(digits))
    return _times_magnitudes(tokens, Amount(amount.first, at, value))


def _counts_off(tokens: list[Token], index: int) -> bool:
    """Whether a definite numeral at `index` says which one: المركز العشرين، الذكرى السنوية السبعين."""
    before = tokens[index - 1] if index else NOTHING
    if names_rank(before):
        return True
    adjective = index > 1 and before.kind == "word" and before.text.startswith(ARTICLE)
    return adjective and names_rank(tokens[index - 2])


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
        soft = token.definite and token.text.endswith(_CONSTRUCT)  # الألفي, millennial
        amount: Amount | None = Amount(index, index + 1, 2 * number.value, scale=number.value, soft=soft)
    elif number is not None and number.role == "magnitude":
        dual = token.text.endswith("ا") and token.preposition == "" and _is_dual(tokens, index)
        amount = Amount(index, index + 1, 2 * number.value if dual else number.value, scale=number.value)
    else:
        amount = below_thousand(tokens, index)
    return None if amount is None else _times_magnitudes(tokens, amount)


def _times_magnitudes(tokens: list[Token], amount: Amount) -> Amount:
    """`amount` times the magnitude words after it: خمسة ملايين; or a multiple: ثلاثة أضعاف."""
    while (word := plain_number(tokens, amount.last)) is not None and amount.scale < LARGEST_SCALE:
        if word.role == "multiple" and amount.scale == 1 and _multiplies(tokens[amount.last], word, amount):
            return amount.but(kind="multiple", last=amount.last + 1, plain=False)
        if word.role not in ("magnitude", "magnitude_plural") or word.value == 10:
            break
        amount = amount.but(
            value=amount.value * word.value,
            readings=tuple(Reading(other.value * word.value, other.why) for other in amount.readings),
            scale=amount.scale * word.value if amount.scale > ONE else word.value,
            plain=False,
            last=amount.last + 1,
        )
    return amount


def _multiplies(token: Token, word: NumberWord, amount: Amount) -> bool:
    """ثلاثة أضعاف, عشرين ضعفا."""
    return word.value == 1 or (token.text in _TIMES and amount.value > 2)


def _is_dual(tokens: list[Token], index: int) -> bool:
    """مليونا دولار، ألفا عامل: a dual before its noun; before a pause or a particle it is one, in the accusative."""
    nxt = peek(tokens, index + 1)
    if nxt.kind != "word" or nxt.conjunction or nxt.preposition or nxt.definite:
        return False
    if any(sense.kind in ("currency", "measure") for sense in nxt.senses):
        return True
    noun = len(nxt.text) > 2 and not nxt.text.startswith(ARTICLE)
    return noun and nxt.number is None and nxt.text not in word_list("particle")


def _add_fraction(tokens: list[Token], amount: Amount, tail: Amount, *, scale: Fraction) -> Amount:
    """ "أربعة ملايين ونصف (المليون)": the fraction is of the last magnitude; "خمسة وربع" of one."""
    last = tail.last
    word = tokens[last].number if last < len(tokens) else None
    if word is not None and word.role == "magnitude" and word.value >= 1000:
        if amount.scale == ONE:  # ثلاثة ونصف مليار
            value = (amount.value + tail.value) * word.value
            return Amount(amount.first, last + 1, value, scale=word.value, definite=amount.definite)
        scale, last = word.value, last + 1
    counted = tokens[amount.last - 1].number
    if word is not None and counted is not None and word.role == counted.role == "multiple":
        last += 1  # ثمانية أضعاف ونصف ضعف
    return Amount(amount.first, last, amount.value + tail.value * scale, scale=amount.scale, definite=amount.definite)


def _ordinal_tail(tokens: list[Token], amount: Amount, following: int) -> Amount:
    """ "المئة والخامسة والعشرون": a definite hundred goes on with an ordinal."""
    number = tokens[following].number
    if amount.definite and amount.value % 100 == 0 and number is not None and number.role == "ordinal":
        rest = ordinal_at(tokens, following, number)
        if rest.value < 100:
            return Amount(amount.first, rest.last, amount.value + rest.value, kind="ordinal", definite=True)
    return amount


WORDS = (adjective, ordinal, decade, multiple, times, *FRACTIONS, vague_magnitude, rank, some_teens, cardinal)
"""What begins with a number word."""
