"""Arabic amounts that belong together: عامين ونصف, سبع نقاط ونصف, ساعة وعشرين دقيقة."""

from __future__ import annotations

from pipeline.numbers.lexicon import unit_ratio, word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.arabic.ratios import is_plural_of
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.joins import (
    TIMES,
    are_coins,
    is_part,
    money_and_coins,
    money_and_number,
    part_after,
    two_units,
)
from pipeline.numbers.read.shared.units import with_unit
from pipeline.numbers.text.clitics import ARTICLE
from pipeline.numbers.text.tokens import Token, peek

EXCEPT, _THE_ONE = "الا", "الواحد"
_TIMES, _THE_TIME = ("مرات", "مره", "اضعاف"), ("المره", "الضعف", "مره", "ضعف")
_FEWEST = 2
"""More than these a counted noun has before "and a half"."""


@rule(
    "ar-noun-and-half",
    reads="a counted noun and a bare fraction of it",
    must=("سبع نقاط ونصف", "خمسة مواسم ونصف الموسم"),
    leaves="سبع نقاط ونصف الفريق",
)
def noun_and_half(page: Page, left: Amount, right: Amount) -> Amount | None:
    """سبع نقاط ونصف."""
    if left.unit is not None or left.kind != "cardinal" or left.last + 1 != right.first or left.value <= _FEWEST:
        return None
    noun = page.tokens[left.last]
    counted = noun.kind == "word" and noun.number is None and not noun.text.startswith(ARTICLE)
    if not counted or not page.tokens[right.first].conjunction:
        return None
    again = peek(page.tokens, right.last)
    if again.text.startswith(ARTICLE) and is_plural_of(noun.text, again.text.removeprefix(ARTICLE)):
        return left.but(value=left.value + right.value, last=right.last + 1)  # خمسة مواسم ونصف الموسم
    return left.but(value=left.value + right.value, last=right.last) if _is_bare(page, right) else None


@rule(
    "ar-unit-and-half",
    reads="a unit and a fraction of it after “and”",
    must=("عامين ونصف", "3 أعوام ونصف العام"),
    leaves="عامين ونصف السكان",
)
def unit_and_half(page: Page, left: Amount, right: Amount) -> Amount | None:
    """عامين ونصف."""
    if left.unit is None or left.kind not in ("measure", "money", "percent") or right.value >= 1:
        return None
    if left.last != right.first or not page.tokens[right.first].conjunction:
        return None
    same = right.unit == left.unit
    return left.but(value=left.value + right.value, last=right.last) if same or _is_bare(page, right) else None


@rule(
    "ar-times-and-half",
    reads="a multiple and a part of it",
    must=("زاد بمقدار ضعفين ونصف الضعف", "تكرر مرتين ونصفا"),
    leaves="زاد ضعفين ونصف السكان",
)
def times_and_half(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ضعفين ونصف الضعف, ثلاث مرات ونصف المرة."""
    noun = page.tokens[left.last].text if left.last < len(page.tokens) else ""
    counted = left.kind == "cardinal" and noun in _TIMES and left.last + 1 == right.first
    if not counted and (left.kind != "multiple" or left.last != right.first):
        return None
    if right.kind != "fraction" or right.value >= 1 or not page.tokens[right.first].conjunction:
        return None
    again = right.last < len(page.tokens) and page.tokens[right.last].text in _THE_TIME
    if not again and not _is_bare(page, right):
        return None
    return left.but(kind="multiple", value=left.value + right.value, last=right.last + again, soft=False)


@rule(
    "ar-part-of-percent",
    reads="a fraction of one per cent",
    must=("ارتفع ثلاثة أرباع الواحد في المئة", "خفضت نصف الواحد بالمئة"),
    leaves="ارتفع نصف المؤشر واحدا في المئة",
)
def part_of_percent(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ثلاثة أرباع الواحد في المئة."""
    if left.kind != "fraction" or left.unit is not None or left.value >= 1 or left.last != right.first:
        return None
    one = right.kind == "percent" and right.value == 1 and page.tokens[right.first].text == _THE_ONE
    return right.but(first=left.first, value=left.value, soft=False) if one else None


@rule(
    "ar-unit-less-part",
    reads="a unit less a fraction of it",
    must=("استغرق ساعتين إلا ربعا", "بعد ثلاث ساعات إلا ثلثا"),
    leaves="ساعتين إلا ربع السكان",
)
def unit_less_part(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ساعتين إلا ربعا, ثلاث ساعات إلا عشر دقائق."""
    gap = [token.text for token in page.tokens[left.last : right.first]]
    if left.kind not in ("measure", "money") or gap != [EXCEPT]:
        return None
    if right.kind == "fraction" and right.value < 1 and _ends(page, right):
        return left.but(value=left.value - right.value, last=right.last)
    ratio = unit_ratio(left.unit or "", right.unit or "")
    less = right.kind == "measure" and ratio is not None and ratio > right.value
    return left.but(value=left.value - right.value / ratio, last=right.last) if less and ratio else None


@rule(
    "ar-unit-less-one",
    reads="a unit less one of a smaller one",
    must=("بعد عامين إلا شهرا", "استغرق خمسة أسابيع إلا يوما"),
    leaves="كل يومين إلا الجمعة",
)
def unit_less_one(page: Page, amount: Amount) -> Amount | None:
    """عامين إلا شهرا."""
    tokens, at = page.tokens, amount.last
    if amount.kind != "measure" or peek(tokens, at).text != EXCEPT or amount.high is not None:
        return None
    less = peek(tokens, at + 1)
    sense = less.sense("measure")
    if sense is None or sense.count is not None or less.definite or at + 1 in page.taken:
        return None
    ratio = unit_ratio(amount.unit or "", sense.value)
    if ratio is None or ratio <= 1:
        return None
    return amount.but(value=amount.value - 1 / ratio, last=at + 2)


def _ends(page: Page, part: Amount) -> bool:
    """Whether a fraction stands before no noun of its own."""
    return part.last >= len(page.tokens) or not page.tokens[part.last].text.startswith(ARTICLE)


def _is_bare(page: Page, part: Amount) -> bool:
    """ونصف, وربع, before no noun of their own: "وعشر السكان" is a tenth of them."""
    if part.kind != "fraction" or part.value >= 1 or part.unit is not None or not page.tokens[part.first].conjunction:
        return False
    return _ends(page, part)


@rule(
    "ar-one-before-part",
    reads="a single unit before a part in a smaller one",
    must=("ساعة وعشرين دقيقة", "بسعر دولار و40 سنتا"),
    leaves="ساعات وعشرين دقيقة",
)
def one_before_part(page: Page, index: int) -> Amount | None:
    """ساعة وعشرين دقيقة, دولار و40 سنتا."""
    token = page.tokens[index]
    if token.definite or token.text.isascii() or index in page.by_token or _is_plural(token):
        return None
    money = token.sense("currency")
    if money is not None and are_coins(part_after(page, index, "money"), money.value):
        return with_unit(Amount(index, index + 1, ONE), money)  # دولار و40 سنتا
    sense, amount = token.sense("measure"), part_after(page, index)
    if sense is None or sense.count is not None or amount is None or not is_part(amount, sense.value):
        return None
    return Amount(index, index + 1, ONE, kind="measure", unit=sense.value)


def _is_plural(token: Token) -> bool:
    return token.text.endswith("ات") or token.text in word_list("plural_time")


JOINS = (
    times_and_half, noun_and_half, unit_and_half, part_of_percent, unit_less_part, money_and_coins, money_and_number,
    two_units,
)  # fmt: skip


@rule(
    "ar-spaced-decimals",
    reads="decimals after a comma and a space, before a product",
    must=("أبعاد اللوحة 41, 6 × 27,5 سم", "بقياس 12، 5 × 8 سم"),
    leaves="الصفحات 41, 6 و27",
)
def spaced_decimals(page: Page, left: Amount, right: Amount) -> Amount | None:
    """41, 6 × 27,5 سم."""
    gap = page.tokens[left.last : right.first]
    if not (left.plain and right.plain) or [token.text in (",", "،") for token in gap] != [True] or gap[0].spaced:
        return None
    decimals = page.tokens[right.first].text
    if not decimals.isdigit() or left.value.denominator != 1 or len(decimals) > 2:
        return None
    if right.last >= len(page.tokens) or page.tokens[right.last].text not in TIMES:
        return None
    return left.but(value=left.value + right.value / 10 ** len(decimals), last=right.last)


DECIMALS = (spaced_decimals,)
