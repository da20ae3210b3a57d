"""Arabic fractions.

fraction  = نصف | ثلثان | ثلاثة أرباع | خمس (before a definite noun)      [ magnitude ]     نصف مليون

خمس, سبع, تسع and عشر are five, seven, nine and ten in the feminine as well: what follows tells.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from pipeline.numbers.lexicon import NumberWord, word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic.grammar import is_definite_noun, is_owned_noun, plain_number
from pipeline.numbers.read.arabic.hundreds import below_thousand
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.figures import vulgar
from pipeline.numbers.text.tokens import Token, peek

_TWO_PARTS = {"خمسا", "سبعا", "تسعا"}
"""Before a definite noun the dual of a fraction (خمسا السكان), else five, seven and nine in the accusative."""
_HOMOGRAPHS = {"خمس", "سبع", "تسع", "عشر"}
"""Feminine counting forms that are spelled like a fraction: خمس is five (before a plural) or a fifth (of a thing)."""
_IN_A_ROW = ("متتاليه", "متعاقبه", "متواليه", "ماليه", "سنويه")
_TEXT, PRICE, _FINAL = "نص", "ثمن", "نهائي"
_ACCUSATIVE, _EXCEPT = "ا", "الا"
_QUARTERS = 4
_POINT, _TENTHS = ("نقطه", "النقطه"), 10
"""Of one point a fraction is a part; ten would be نقاط."""
_Reader = Callable[[list[Token], int, NumberWord], Amount | None]


def fraction_at(tokens: list[Token], index: int) -> Amount | None:
    """The fraction at `index`; `plain` marks an uncertain homograph."""
    number = tokens[index].number
    if number is None:
        return vulgar(tokens, index)
    for read in (_dual, _single, _counted, _two_parts, _share, _homograph):
        found = read(tokens, index, number)
        if found is not None:
            return found
    return None


def of_magnitude(tokens: list[Token], fraction: Amount, *, joined: bool = False) -> Amount:
    """نصف مليون، ثلاثة أرباع المليار: a fraction of a magnitude is a plain number; if not `joined`, none after "و"."""
    word = plain_number(tokens, fraction.last)
    conjunction = tokens[fraction.first].conjunction and not joined
    if conjunction or fraction.kind != "fraction" or word is None or word.role != "magnitude":
        return fraction
    return Amount(fraction.first, fraction.last + 1, fraction.value * word.value, scale=word.value)


def _dual(tokens: list[Token], index: int, number: NumberWord) -> Amount | None:
    if number.role != "fraction_dual" or (number.value == _TENTHS and not _of_point(tokens, index + 1)):
        return None  # عشري is decimal, too
    if tokens[index].text.endswith(_ACCUSATIVE) and _is_single(tokens, index):
        return Amount(index, index + 1, 1 / number.value, kind="fraction")  # ساعتين وثلثا
    return of_magnitude(tokens, Amount(index, index + 1, Fraction(2) / number.value, kind="fraction"))


def _of_point(tokens: list[Token], index: int) -> bool:
    """عشر نقطة, عشري النقطة المئوية."""
    return peek(tokens, index).text.startswith(_POINT)


def _is_single(tokens: list[Token], index: int) -> bool:
    """Whether ثلثا is a third in the accusative: a dual in ـا stands before the noun that it is a part of."""
    nxt = peek(tokens, index + 1)
    joined = tokens[index].conjunction or (index > 0 and tokens[index - 1].text == _EXCEPT)
    return joined and (nxt.kind != "word" or nxt.conjunction or nxt.text in word_list("particle"))


def _single(tokens: list[Token], index: int, number: NumberWord) -> Amount | None:
    if number.role != "fraction":
        return None
    token, last = tokens[index], index + 1
    if token.text.endswith(_TEXT) and (not token.conjunction or is_definite_noun(tokens, last)):
        return None  # ونص القانون, and the law's text
    price = token.text.endswith(PRICE) and number.fraction is None  # ثُمن has its mark
    if price and not is_definite_noun(tokens, last) and peek(tokens, last).text != _FINAL:
        return None
    # ثمن الشيء is its price more often than its eighth, الربع a period or a place as well as a quarter.
    soft = price or (number.value == 4 and token.definite)
    return of_magnitude(tokens, Amount(index, last, 1 / number.value, kind="fraction", soft=soft))


def _counted(tokens: list[Token], index: int, number: NumberWord) -> Amount | None:
    if number.role not in ("unit", "teen", "tens", "hundred"):
        return None
    count = below_thousand(tokens, index)
    nxt = None if count is None else plain_number(tokens, count.last)
    if count is None or nxt is None or nxt.role != "fraction_plural":
        return None
    if peek(tokens, count.last + 1).text in _IN_A_ROW or (nxt.value == _QUARTERS and count.value > _QUARTERS):
        return None  # ثلاثة أرباع متتالية, ستة أرباع: of a year
    return of_magnitude(tokens, Amount(index, count.last + 1, count.value / nxt.value, kind="fraction"))


def _two_parts(tokens: list[Token], index: int, number: NumberWord) -> Amount | None:
    if number.role != "unit" or tokens[index].text not in _TWO_PARTS or not is_definite_noun(tokens, index + 1):
        return None
    return Amount(index, index + 1, 2 / number.value, kind="fraction")


def _share(tokens: list[Token], index: int, number: NumberWord) -> Amount | None:
    if number.fraction is None or not tokens[index].definite or index == 0:
        return None
    lead, nxt = tokens[index - 1], peek(tokens, index + 1)
    more = lead.sense("bound") is not None and not (nxt.sense("measure") is not None and not nxt.definite)
    if not more and lead.text not in word_list("before_share"):
        return None
    return Amount(index, index + 1, number.fraction, kind="fraction")


def _homograph(tokens: list[Token], index: int, number: NumberWord) -> Amount | None:
    token, last = tokens[index], index + 1
    if number.fraction is None or token.definite or token.stem not in _HOMOGRAPHS:
        return None
    following = peek(tokens, last)
    if following.number is not None and not following.definite:
        return None  # خمس مئة، خمس عشرة
    if is_definite_noun(tokens, last) or _of_point(tokens, last):
        return Amount(index, last, number.fraction, kind="fraction", plain=True)
    if is_owned_noun(tokens, last) or following.kind == "symbol":
        return Amount(index, last, number.value, readings=(Reading(number.fraction, "homograph"),), plain=True)
    return None


@rule(
    "ar-fraction-dual",
    reads="a fraction in the dual, and the magnitude it is a part of",
    must=("ثلثا السكان", "خسر ثلثي ثروته"),
    leaves="ثلث السكان",
)
def fraction_dual(page: Page, index: int) -> Amount | None:
    """ثلثان."""
    return _whole(page.tokens, index, _dual)


@rule(
    "ar-fraction",
    reads="a fraction in one word, and the magnitude it is a part of",
    must=("نصف السكان", "بلغ ربع مليون"),
    leaves="ثلثا السكان",
)
def fraction(page: Page, index: int) -> Amount | None:
    """نصف، ربع مليون."""
    return _whole(page.tokens, index, _single)


@rule(
    "ar-fraction-counted",
    reads="a counted fraction, and the magnitude it is a part of",
    must=("ثلاثة أرباع السكان", "خمسة أسداس"),
    leaves="ثلاثة أرباع متتالية",
)
def fraction_counted(page: Page, index: int) -> Amount | None:
    """ثلاثة أرباع."""
    return _whole(page.tokens, index, _counted)


@rule(
    "ar-fraction-two-parts",
    reads="two parts in the accusative before a definite noun",
    must=("خمسا السكان", "سبعا المبلغ"),
    leaves="كانوا خمسا",
)
def fraction_two_parts(page: Page, index: int) -> Amount | None:
    """خمسا السكان."""
    return _whole(page.tokens, index, _two_parts)


@rule(
    "ar-fraction-share",
    reads="a definite fraction after a word for a share or a comparator",
    must=("ارتفع بنسبة الخمس", "ارتفع بأكثر من الخمس"),
    leaves="الدول الخمس",
)
def fraction_share(page: Page, index: int) -> Amount | None:
    """بنسبة الخمس, بنحو العشر."""
    return _whole(page.tokens, index, _share)


@rule(
    "ar-fraction-or-count",
    reads="five or a fifth, seven or a seventh: a fraction before a definite noun, both where the text does not tell",
    must=("خمس السكان", "خسر خمس دخلها"),
    leaves="خمس سنوات",
)
def fraction_or_count(page: Page, index: int) -> Amount | None:
    """خمس السكان."""
    return _whole(page.tokens, index, _homograph)


def _whole(tokens: list[Token], index: int, read: _Reader) -> Amount | None:
    """What `read` finds, with the magnitude after "و" too: مليون منزل ونصف مليون متجر."""
    number = tokens[index].number
    found = None if number is None else read(tokens, index, number)
    return None if found is None else of_magnitude(tokens, found, joined=True)


FRACTIONS = (fraction_dual, fraction, fraction_counted, fraction_two_parts, fraction_share, fraction_or_count)
