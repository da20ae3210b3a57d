"""Amounts that belong together once their units are known: "5 feet 2 inches", عامين ونصف, "half of one percent"."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import unit_ratio, unit_table, word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.english.cardinals import ARTICLES
from pipeline.numbers.text.tokens import Token

_FEET = range(3, 9)
_INCHES = range(12)
_ROUND = 10**6
_FILS = "AED/100"
_OF_A_THOUSAND = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
"""Currencies of which fils are thousandths (ISO 4217: minor unit 3)."""


def feet_and_inches(tokens: list[Token], index: int) -> Amount | None:
    """ "5'10\"", "6'2", the height of a person: feet."""
    feet, mark, inches = tokens[index].text.partition("'")
    last = index + 1
    if not mark and [token.text for token in tokens[last : last + 1]] == ["'"] and not tokens[last].spaced:
        inches, last = tokens[last + 1].text if last + 1 < len(tokens) else "", last + 2  # 5' 10"
        if [token.text for token in tokens[last : last + 1]] != ['"']:
            return None
    if not (feet.isdigit() and inches.isdigit() and len(feet + inches) <= 3):
        return None
    if int(feet) not in _FEET or int(inches) not in _INCHES:
        return None
    last += last < len(tokens) and tokens[last].text == '"' and not tokens[last].spaced
    return Amount(index, last, Fraction(int(feet) * 12 + int(inches), 12), kind="measure", unit="foot")


def join_amounts(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Joins amounts in two units of one measure or currency, and gives factors of a product their common unit."""
    joined: list[Amount] = []
    for amount in amounts:
        if joined and _adds_half(tokens, joined[-1], amount):
            joined[-1].value, joined[-1].last = joined[-1].value + amount.value, amount.last
        elif joined and _share_of_percent(tokens, joined[-1], amount):
            joined[-1].kind, joined[-1].unit, joined[-1].last = "percent", "%", amount.last
        elif joined and _joins(tokens, joined[-1], amount):
            joined[-1] = _join(joined[-1], amount)
        else:
            joined.append(amount)
    _share_across_times_sign(tokens, joined)
    return joined


def single_units(tokens: list[Token], amounts: list[Amount], taken: set[int]) -> list[Amount]:
    """ساعة وعشرين دقيقة, "an hour and 20 minutes": the single unit before a part in a smaller one is one of it.

    A "one minute" there, which elsewhere may go unsaid, is then as hard as its part.
    """
    found = []
    ones = {amount.last: amount for amount in amounts if amount.soft and amount.value == 1 and amount.kind == "measure"}
    for amount in amounts:
        end = amount.first - (amount.first > 0 and tokens[amount.first - 1].text in ("and", "و"))
        at = end - 1
        if amount.kind != "measure" or at < 0 or not (end < amount.first or tokens[end].conjunction):
            continue
        one = ones.get(end)
        if one is not None:
            one.soft = not _is_part(amount, one.unit)
            continue
        sense = None if tokens[at].definite or at in taken else tokens[at].sense("measure")
        if sense is None or sense.count is not None or not _is_part(amount, sense.value) or _is_plural(tokens[at]):
            continue
        article = at > 0 and tokens[at - 1].text in ARTICLES
        if article or not tokens[at].text.isascii():
            found.append(Amount(at - article, end, ONE, kind="measure", unit=sense.value))
    return found


def _is_part(amount: Amount, unit: str | None) -> bool:
    """Whether a measure is less than one of a larger unit."""
    ratio = unit_ratio(unit or "", (amount.unit or "").partition("-per-")[0])
    return ratio is not None and ratio > amount.value and ratio > 1


def _is_plural(token: Token) -> bool:
    return token.text.endswith("ات") or token.text in word_list("plural_time")


def _adds_half(tokens: list[Token], left: Amount, right: Amount) -> bool:
    """عامين ونصف، سبع نقاط ونصف: a bare fraction after "و" belongs to the unit or the counted noun before it."""
    if left.unit is None and left.kind == "cardinal" and left.last + 1 == right.first:
        noun = tokens[left.last]
        counted = noun.kind == "word" and noun.number is None and not noun.text.startswith("ال") and left.value > 2
        return counted and _is_bare_part(tokens, right)
    if left.unit is None or left.kind not in ("measure", "money", "percent") or right.value >= 1:
        return False
    if right.kind != "fraction" and right.unit != left.unit:
        return False
    if [token.text for token in tokens[left.last : right.first]] == ["and"]:
        return tokens[right.first].text == "a" and right.unit is None  # "one hour and a half"
    if left.last != right.first or not tokens[right.first].conjunction:
        return False
    return right.unit == left.unit or _is_bare_part(tokens, right)


def _is_bare_part(tokens: list[Token], part: Amount) -> bool:
    """ونصف, وربع, before no noun of their own: "وعشر السكان" is a tenth of them."""
    if part.kind != "fraction" or part.value >= 1 or part.unit is not None or not tokens[part.first].conjunction:
        return False
    return part.last >= len(tokens) or not tokens[part.last].text.startswith("ال")


def _share_of_percent(tokens: list[Token], left: Amount, right: Amount) -> bool:
    """ "half of one percent", "a tenth of 1%"."""
    of = [token.text for token in tokens[left.last : right.first]] == ["of"]
    return of and left.kind == "fraction" and right.unit == "%" and right.value == 1


def _joins(tokens: list[Token], left: Amount, right: Amount) -> bool:
    """ "5 feet 2 inches", "3 dollars 50 cents", "20 dollars 43": a smaller unit right after a larger one."""
    inches = right.last < len(tokens) and tokens[right.last].text == "in"
    if inches and tokens[right.last].spaced:
        inches = right.last + 1 < len(tokens) and tokens[right.last + 1].kind != "word"
    inches = inches or (right.last < len(tokens) and tokens[right.last].text == "in" and right.value < 12)
    if left.unit == "foot" and right.plain and right.first == left.last and inches:
        right.kind, right.unit, right.last = "measure", "inch", right.last + 1  # 12 ft 2 in
    if left.unit is None or left.kind not in ("money", "measure") or right.kind not in ("money", "measure", "cardinal"):
        return False
    gap = tokens[left.last : right.first]
    conjunction = right.first < len(tokens) and tokens[right.first].conjunction
    if any(token.text not in ("and", "و") for token in gap) or len(gap) > 1:
        return False
    if left.kind == "money":
        if right.unit is not None:
            return (
                right.unit.endswith("/100")
                and not left.unit.endswith("/100")
                and right.value < _parts_of(left, right)
                and not _is_round(left)
            )
        after = tokens[right.last] if right.last < len(tokens) else None
        closed = after is None or after.kind == "symbol" or after.text == "more"
        return (
            not conjunction
            and right.value < 100
            and right.value.denominator == 1
            and right.value > 0
            and closed
            and left.scale == ONE
            and right.scale == ONE
        )
    units = unit_table()
    one, two = units.get(left.unit), units.get(right.unit or "")
    if one is None or two is None or one.factor is None or two.factor is None or one.dimension != two.dimension:
        return False
    return not gap and not conjunction and left.unit in ("foot", "pound", "hour", "minute") and two.factor < one.factor


def _parts_of(left: Amount, right: Amount) -> int:
    """How many of the coins of `right` make one unit of `left`: fils are thousandths of some, piastres hundredths."""
    return 1000 if left.unit in _OF_A_THOUSAND and right.unit == _FILS else 100


def _is_round(amount: Amount) -> bool:
    """Whether an amount ends in millions, to which nobody adds hundredths: "5 million dollars and 20 cents a share"."""
    return amount.value >= _ROUND and amount.value % _ROUND == 0


def _join(left: Amount, right: Amount) -> Amount:
    if left.kind == "money":
        value = left.value + right.value / _parts_of(left, right)
    else:
        units = unit_table()
        one, two = units[left.unit or ""].factor, units[right.unit or ""].factor
        value = left.value + right.value * (two or ONE) / (one or ONE)
    return Amount(left.first, right.last, value, kind=left.kind, unit=left.unit, assumed=left.assumed)


def _share_across_times_sign(tokens: list[Token], amounts: list[Amount]) -> None:
    """ "6 × 6 سنتيمترا": the unit after the last factor is that of all."""
    for left, right in zip(reversed(amounts[:-1]), reversed(amounts[1:]), strict=True):
        gap = tokens[left.last : right.first]
        times = len(gap) == 1 and gap[0].text in ("×", "x", "*", "by") and left.plain
        if times and left.unit is None and right.kind == "measure":
            left.kind, left.unit, left.plain = right.kind, right.unit, False
