"""Arabic ratios: واحد من كل خمسة, 1 على 3, جزء من مئة."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import Sense, word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.arabic.duals import looks_dual
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.ratios import may_divide, ratio, sense_ratio, slash_magnitude, slash_ratio
from pipeline.numbers.read.shared.units import with_unit
from pipeline.numbers.text.tokens import peek

_MOST = 20
"""A larger number before "من" is a ratio of a hundred or a thousand only."""
_THOUSAND = 1000
_EVERY = "كل"
_WEAK = frozenset("اويهت")
"""Letters that a broken plural puts in, changes or leaves out."""
_TWO, _DUAL, _SHORTEST_DUAL = Fraction(2), ("ين", "ان"), 4
"""طفلين من كل ثلاثة; but عين."""
_UNIT_WORDS = 1
"""Words that a unit may have before its last one: برميل يوميا."""
_TWO_PARTS = ("جزاين", "جزان")
_WHOLES = (100, _THOUSAND)


@rule("ar-part-of", reads="one part of a number", must=("جزء من مئة", "جزء من ألف"), leaves="جزء من المال")
def part_of(page: Page, amount: Amount) -> Amount | None:
    """جزء من مئة."""
    at = amount.first - 1
    if at < 0 or amount.value <= 1 or page.tokens[at].sense("part-of") is None:
        return None
    dual = page.tokens[at].text.split()[0].endswith(_TWO_PARTS)
    if page.left is not None and page.left.last >= at + dual:
        return None
    parts = _TWO if dual else ONE
    return amount.but(value=parts / amount.value, kind="fraction", first=at)


@rule(
    "ar-one-of-every",
    reads="a noun that is one of every so many of its kind",
    must=("طفل من كل خمسة أطفال", "إن معلمين من كل ثلاثة في البلاد"),
    leaves="سبعة من كل عشرة",
)
def one_of_every(page: Page, amount: Amount) -> Amount | None:
    """طفلا من كل خمسة أطفال."""
    tokens, at = page.tokens, amount.first - 2
    if at < 0 or tokens[at + 1].sense("ratio") is None or amount.kind != "cardinal" or amount.unit or amount.value <= 1:
        return None
    noun, counted = tokens[at], peek(tokens, amount.last)
    if noun.kind != "word" or noun.number is not None or noun.senses or noun.definite or amount.value.denominator != 1:
        return None
    if page.left is not None and page.left.last + _UNIT_WORDS >= at:
        return None  # 205 آلاف برميل يوميا من أصل 615 ألفا
    bare = counted.kind != "word" or counted.text in word_list("particle")  # معلم من كل ثلاثة في البلاد
    dual = looks_dual(noun.text) and amount.value > _TWO
    if not bare and not dual and not is_plural_of(counted.text, noun.text):
        return None
    if noun.text.endswith(_DUAL) and len(noun.text) > _SHORTEST_DUAL:
        return amount.but(value=_TWO / amount.value, kind="fraction", parts=(_TWO, amount.value), first=at)
    return amount.but(value=1 / amount.value, kind="fraction", parts=(ONE, amount.value))


def is_plural_of(plural: str, noun: str) -> bool:
    """Whether the consonants of a noun stand in another word in their order: أطفال, طفلا."""
    letters = iter(letter for letter in plural if letter not in _WEAK)
    root = [letter for letter in noun if letter not in _WEAK]
    return len(root) > 1 and all(letter in letters for letter in root)


@rule(
    "ar-over-ratio",
    reads="two numbers with على between",
    must=("1 على 3", "ثلاثة على خمسة"),
    leaves="الثلاثة على الخمسة",
)
def over_ratio(page: Page, left: Amount, right: Amount) -> Amount | None:
    """1 على 3."""
    if left.last + 1 != right.first or page.tokens[left.last].text != "علي" or not may_divide(left, right):
        return None
    return None if left.definite or right.definite else ratio(page.tokens, left, right)


@rule(
    "ar-from-ratio",
    reads="a number من a larger one",
    must=("واحد من خمسة", "ثلاثة من عشرة"),
    leaves="25 من 40",
)
def from_ratio(page: Page, left: Amount, right: Amount) -> Amount | None:
    """واحد من خمسة."""
    tokens = page.tokens
    if left.last + 1 != right.first or tokens[left.last].text != "من" or not _is_share(left, right):
        return None
    alike = tokens[right.first].kind == tokens[left.first].kind
    return ratio(tokens, left, right) if left.value == 1 or alike else None


@rule(
    "ar-in-ratio",
    reads="one في a larger number",
    must=("واحد في خمسة", "1 في 4"),
    leaves="مصاب واحد في 5 أيار",
)
def in_ratio(page: Page, left: Amount, right: Amount) -> Amount | None:
    """واحد في خمسة."""
    tokens = page.tokens
    if left.last + 1 != right.first or tokens[left.last].text != "في" or left.value != 1 or not _is_share(left, right):
        return None
    after = peek(tokens, right.last)
    dated = after.sense("month") is not None or after.sense("measure") is not None
    return None if dated else ratio(tokens, left, right)


@rule(
    "ar-per-thousand",
    reads="a number في الألف, which is per mille",
    must=("بلغ معدل المواليد 18 في الألف", "رسوم قدرها 5 في الألف من الصفقة"),
    leaves="وقع ذلك 5 مرات في الألف الثانية",
)
def per_thousand(page: Page, left: Amount, right: Amount) -> Amount | None:
    """18 في الألف."""
    tokens = page.tokens
    if left.last + 1 != right.first or tokens[left.last].text != "في" or left.kind != "cardinal" or left.unit:
        return None
    thousand = right.definite and right.value == _THOUSAND and right.last - right.first == 1
    return with_unit(left, Sense("permille"), last=right.last) if thousand and left.value < _THOUSAND else None


@rule(
    "ar-noun-of-every",
    reads="so many of a kind من كل a larger number",
    must=("ثلاثة أنواع من كل خمسة", "واحدة فقط من كل أربع قوافل"),
    leaves="ثلاثة أيام من كل عام",
)
def noun_of_every(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ثلاثة أنواع من أصل كل خمسة."""
    tokens, link = page.tokens, right.first - 1
    if link - left.last not in (1, 2) or not may_divide(left, right) or left.value >= right.value:
        return None
    if tokens[link].sense("ratio") is None or not tokens[link].text.startswith("من") or _EVERY not in tokens[link].text:
        return None
    plain = all(word.kind == "word" and word.number is None for word in tokens[left.last : link])
    return ratio(tokens, left, right) if plain else None


def _is_share(left: Amount, right: Amount) -> bool:
    if not may_divide(left, right) or left.value >= right.value or right.value == 2:
        return False
    return left.value <= _MOST or right.value in _WHOLES


RATIOS = (slash_magnitude, slash_ratio, sense_ratio, over_ratio, from_ratio, per_thousand, in_ratio, noun_of_every)
