"""Amounts that belong together once their units are known: feet and inches, pounds and pence, factors of a product."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import unit_ratio, unit_table, word_list
from pipeline.numbers.quantity import Kind
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import Token, peek

_ROUND = 10**6
_FILS = "AED/100"
FILS_IN_DINAR = 1000
_OF_A_THOUSAND = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
"""Currencies of which fils are thousandths (ISO 4217: minor unit 3)."""
TIMES = ("×", "x", "*")
_TWO_UNITS = ("foot", "pound", "hour", "minute")


def between(tokens: list[Token], left: Amount, right: Amount) -> list[str]:
    """The texts of the tokens between two amounts."""
    return [token.text for token in tokens[left.last : right.first]]


def _adjoin(tokens: list[Token], left: Amount, right: Amount) -> bool:
    """Whether nothing, or a single "and", stands between two amounts."""
    gap = between(tokens, left, right)
    return not gap or (len(gap) == 1 and gap[0] in word_list("and"))


@rule(
    "money-and-coins",
    reads="a sum and its coins",
    must=("It cost 3 dollars 50 cents.", "دفع 3 دنانير و250 فلسا"),
    leaves="It paid 5 million dollars and 20 cents a share.",
)
def money_and_coins(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "3 dollars 50 cents"."""
    if left.kind != "money" or right.kind not in ("money", "measure") or left.unit is None or right.unit is None:
        return None
    coins = "/" in right.unit and "/" not in left.unit
    # Nobody adds hundredths to round millions: "5 million dollars and 20 cents a share".
    round_sum = left.value >= _ROUND and left.value % _ROUND == 0
    if (
        not coins
        or round_sum
        or right.value >= coins_in(left.unit, right.unit)
        or not _adjoin(page.tokens, left, right)
    ):
        return None
    return _joined(left, right, left.value + right.value / coins_in(left.unit, right.unit))


@rule(
    "money-and-number",
    reads="a sum and a number below a hundred right after it",
    must=("It cost 20 dollars 43.", "I paid 9 euros 99"),
    leaves="It paid 20 dollars 43 times.",
)
def money_and_number(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "20 dollars 43"."""
    tokens = page.tokens
    if left.kind != "money" or right.kind != "cardinal" or right.unit is not None or tokens[right.first].conjunction:
        return None
    after = peek(tokens, right.last)
    closed = after.kind == "symbol" or after.text in word_list("more")
    whole = right.value.denominator == 1 and 0 < right.value < 100 and left.scale == right.scale == ONE
    if not whole or not closed or not _adjoin(tokens, left, right):
        return None
    return _joined(left, right, left.value + right.value / 100)


@rule(
    "said-twice",
    reads="a number in words and again in digits in brackets",
    must=("Three (3) men were seen.", "وصل عشرة (10) جنود"),
    leaves="Three (four) men were seen.",
)
def said_twice(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "Three (3) men"."""
    bracketed = between(page.tokens, left, right) == ["("] and peek(page.tokens, right.last).text == ")"
    same = left.kind == right.kind == "cardinal" and left.value == right.value and right.plain
    return left.but(last=right.last + 1) if bracketed and same else None


@rule(
    "plus-sum",
    reads="two numbers in digits with a plus between: stoppage time, a majority",
    must=("in minute 90+3", "الأغلبية المطلقة 165+1"),
    leaves="90+ people and 3 dogs",
)
def plus_sum(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "90+3", 165+1: their sum; the two stay known."""
    tokens = page.tokens
    if not (left.plain and right.plain) or left.last + 1 != right.first or tokens[left.last].text != "+":
        return None
    if tokens[left.last].spaced or tokens[right.first].spaced or left.unit is not None:
        return None
    return Amount(left.first, right.last, left.value + right.value, parts=(left.value, right.value))


@rule(
    "two-units",
    reads="a measure and a smaller one right after it",
    must=("He is 5 feet 2 inches tall.", "It lasted 1 hour 20 minutes."),
    leaves="20 minutes 5 hours later",
)
def two_units(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "5 feet 2 inches"."""
    if left.kind != "measure" or left.unit not in _TWO_UNITS or right.kind not in ("money", "measure", "cardinal"):
        return None
    one, two = unit_table()[left.unit], unit_table().get(right.unit or "")
    if two is None or one.factor is None or two.factor is None or one.dimension != two.dimension:
        return None
    if left.last != right.first or page.tokens[right.first].conjunction or two.factor >= one.factor:
        return None
    return _joined(left, right, left.value + right.value * two.factor / one.factor)


@rule(
    "factor-of-product",
    reads="a factor, in the unit after the last one",
    must=("a room of 6 × 6 metres", "غرفة 6 × 6 أمتار"),
    leaves="6 × 6 is 36",
)
def factor_of_product(page: Page, amount: Amount) -> Amount | None:
    """ "6 × 6 سنتيمترا": the unit after the last factor is that of all."""
    right = page.right
    if right is None or right.kind != "measure" or not amount.plain or amount.unit is not None:
        return None
    gap = between(page.tokens, amount, right)
    times = len(gap) == 1 and (gap[0] in TIMES or gap[0] in word_list("times_word"))
    return amount.but(kind=right.kind, unit=right.unit, plain=False) if times else None


@rule(
    "one-and-part",
    reads="one of a unit before a part in a smaller one: as hard as its part",
    must=("one hour and 20 minutes", "ساعة واحدة و20 دقيقة"),
    leaves="one hour",
)
def one_and_part(page: Page, amount: Amount) -> Amount | None:
    """ "one minute" may go unsaid elsewhere."""
    right = page.right
    if right is None or not amount.soft or amount.value != 1 or amount.kind != "measure":
        return None
    led = right.kind == "measure" and end_before(page.tokens, right) == amount.last
    return amount.but(soft=False) if led and is_part(right, amount.unit) else None


def end_before(tokens: list[Token], amount: Amount) -> int | None:
    """Where what "and" joins to `amount` ends: before the "and", or at `amount` where it has one of its own."""
    if amount.first and tokens[amount.first - 1].text in word_list("and"):
        return amount.first - 1
    return amount.first if tokens[amount.first].conjunction else None


def part_after(page: Page, index: int, kind: Kind = "measure") -> Amount | None:
    """The measure, or the money, that "and" joins to the noun at `index`."""
    tokens, at = page.tokens, index + 1
    if peek(tokens, at).text in word_list("and"):
        at += 1
    elif not peek(tokens, at).conjunction:
        return None
    amount = page.by_token.get(at)
    return amount if amount is not None and amount.first == at and amount.kind == kind else None


def are_coins(amount: Amount | None, money: str) -> bool:
    """Whether a sum is less than one of a currency in its coins."""
    coins = amount is not None and "/" in (amount.unit or "")
    return coins and amount is not None and amount.value < coins_in(money, amount.unit or "")


def is_part(amount: Amount, unit: str | None) -> bool:
    """Whether a measure is less than one of a larger unit."""
    ratio = unit_ratio(unit or "", (amount.unit or "").partition("-per-")[0])
    return ratio is not None and ratio > amount.value and ratio > 1


def coins_in(money: str, coin: str) -> int:
    """How many of a coin make one of a currency: fils are thousandths of some, piastres hundredths."""
    return FILS_IN_DINAR if (money in _OF_A_THOUSAND and coin == _FILS) or coin.endswith("/1000") else 100


def _joined(left: Amount, right: Amount, value: Fraction) -> Amount:
    return Amount(left.first, right.last, value, kind=left.kind, unit=left.unit, assumed=left.assumed)
