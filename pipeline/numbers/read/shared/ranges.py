"""Ranges: "7–9 million", "from 10 to 20", "بين 5 و7 ملايين", "more than 10 and less than 20", and scores."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.quantity import Kind, Language
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.text.tokens import Token

_NOON = 12
_DASHES = {"-", "–", "~"}
_NO_ENDS = {"identifier", "score", "date"}
_IGNORED = {"(", '"', "“", "”"}
_LOWER, _UPPER = {"more_than", "at_least"}, {"less_than", "at_most"}
_JOINING = {"and", "و", "but", "لكن", "ولكن", "او", "than", "or", "equal"}


def merge_ranges(tokens: list[Token], amounts: list[Amount], *, lang: Language) -> list[Amount]:
    """Joins the two ends of a closed range; magnitude and unit spread over both. Scores keep their order."""
    merged: list[Amount] = []
    for amount in amounts:
        left = merged[-1] if merged else None
        chained = len(merged) > 1 and left is not None and _is_chain(tokens, merged[-2], left)
        joined = None if left is None or chained else _range(tokens, left, amount, lang=lang)
        if joined is None:
            merged.append(amount)
        else:
            merged[-1] = joined
    return merged


def _is_chain(tokens: list[Token], one: Amount, two: Amount) -> bool:
    """ "three-nought-four": digits spelled one by one are no range."""
    gap = tokens[one.last : two.first]
    return len(gap) == 1 and gap[0].text == "-" and not gap[0].spaced and tokens[one.first].kind == "word"


def _range(tokens: list[Token], left: Amount, right: Amount, *, lang: Language) -> Amount | None:
    if left.kind in _NO_ENDS or right.kind in _NO_ENDS or left.high is not None or right.high is not None:
        return None
    gap = [token for token in tokens[left.last : right.first] if token.text not in _IGNORED]
    if len(gap) == 2 and gap[0].text == "-" and not gap[0].spaced and gap[1].sense("to") is not None:
        gap.pop(0)  # "a four- to six-week delay"
    if len(gap) > 1 and (bound := gap[-1].sense("bound")) is not None and bound.value == "about":
        gap.pop()  # "between 2 and about 7"
    if len(gap) > 1:
        return None
    opener = tokens[left.first - 1] if left.first else None
    hedge = opener.sense("bound") if opener is not None and left.first > 1 else None
    if hedge is not None and hedge.value == "about" and tokens[left.first - 2].sense("between") is not None:
        opener = tokens[left.first - 2]  # "between about 10 and 20"
    between = opener is not None and opener.sense("between") is not None
    opened = between or (opener is not None and opener.sense("from") is not None)
    link, end = gap[0] if gap else None, tokens[right.first]
    if link is not None and link.text == "/":
        season = left.kind == right.kind == "year" and right.value == left.value + 1
        return _joined(left, right, dashed=True, opened=opened) if season or _is_season(left, right) else None
    if link is not None and link.text in _DASHES:
        if not _may_dash(left, right, link, end, lang=lang):
            return None
        return _joined(left, right, dashed=True, opened=opened)
    to = link is not None and (link.sense("to") is not None or (opened and link.text == "up to"))
    rises = left.kind in ("multiple", "fraction") and right.kind != left.kind  # "doubled to $4", "by a third to $96"
    rises = rises or (left.soft and left.value == ONE)  # بنسا واحدا إلى ثمانية
    linked = to and (left.kind != "ordinal" or right.kind in ("ordinal", "time")) and (opened or not rises)
    glued_to = link is None and end.preposition == "ل" and opened and left.value < right.value  # من عشرة لعشرين
    and_end = between and (link.text in ("و", "and") if link is not None else end.conjunction)
    return _joined(left, right, dashed=False, opened=opened) if linked or glued_to or and_end else None


def _is_season(left: Amount, right: Amount) -> bool:
    """ "2023/24"."""
    return left.kind == "year" and right.plain and right.value == (left.value + 1) % 100


def _may_dash(left: Amount, right: Amount, dash: Token, end: Token, *, lang: Language) -> bool:
    if left.kind in ("period", "ordinal") or right.kind == "period":
        return False
    parenthetical = lang == "en" and dash.text == "-" and dash.spaced and end.spaced
    return not parenthetical or left.plain or left.unit == right.unit


def _joined(left: Amount, right: Amount, *, dashed: bool, opened: bool) -> Amount | None:
    if left.unit is not None and right.unit is not None and left.unit != right.unit:
        return None
    if "year" in (left.kind, right.kind):
        return _year_range(left, right, dashed=dashed)
    low, high = left.value, right.value
    settled = right.kind == "time" and not right.readings and (left.kind != "time" or left.readings)
    if settled and low + _NOON < high and low < _NOON:
        low += _NOON  # "between 1 and 4 pm"
    if left.scale == ONE and right.scale >= 1000 and low < high and low <= high / right.scale:
        low *= right.scale  # 7–9 million
    unit, kind = right.unit, right.kind
    if right.unit is None and left.unit is not None:
        if right.kind != "cardinal" or (left.kind == "percent" and right.scale > ONE and not opened):
            return None  # بنسبة 11 في المئة إلى مليون
        unit, kind = left.unit, left.kind
        if left.scale >= 1000 and right.scale == ONE and left.kind == "money" and right.value < 1000:
            high *= left.scale  # $7 million to 9
    if ("period" in (left.kind, kind) and left.kind != kind) or (left.kind == "time" and kind != "time"):
        return None
    if _is_score(left, right, kind) and dashed:
        return Amount(left.first, right.last, low, kind="score", high=high)
    if low > high and not opened and (dashed or (left.unit is None and right.unit is not None)):
        return None  # بنزين أوكتان 95 إلى 2.33 ريال
    return Amount(
        left.first, right.last, low, kind=kind, high=high, unit=unit, scale=right.scale, bound=left.bound,
        assumed=left.assumed or right.assumed,
    )  # fmt: skip


def _is_score(left: Amount, right: Amount, kind: Kind) -> bool:
    """3-1: two small whole numbers, the greater first (or equal)."""
    whole = left.value.denominator == right.value.denominator == 1
    return kind == "cardinal" and left.plain and right.plain and whole and left.value >= right.value < 100


def _year_range(left: Amount, right: Amount, *, dashed: bool) -> Amount | None:
    """1469-1539, 2020-21; a "year" beside a number that cannot be one is a number ("1000 - 5000")."""
    high = right.value
    if left.kind != "year":
        if not left.plain or left.value < 100:
            return None
    elif right.kind != "year":
        if not right.plain:
            return None
        if right.value >= 2200 and right.value > left.value:
            return Amount(left.first, right.last, left.value, high=high, scale=right.scale)
        if not dashed or right.value >= 100 or left.value % 100 >= right.value:
            return None
        high = left.value - left.value % 100 + right.value
    return Amount(left.first, right.last, left.value, kind="year", high=high, unit=right.unit, bound=left.bound)


def merge_open_ranges(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Joins "more than 10 and less than 20", and "at most 100 and at least 20", into one range."""
    merged: list[Amount] = []
    for amount in amounts:
        left = merged[-1] if merged else None
        ends = None if left is None else _open_ends(tokens, left, amount)
        if left is None or ends is None:
            merged.append(amount)
        else:
            merged[-1] = Amount(
                left.first, amount.last, ends[0], kind=amount.kind, high=ends[1], unit=amount.unit,
                assumed=amount.assumed,
            )  # fmt: skip
    return merged


def _open_ends(tokens: list[Token], left: Amount, right: Amount) -> tuple[Fraction, Fraction] | None:
    if left.high is not None or right.high is not None or left.unit not in (None, right.unit):
        return None
    bounds = {left.bound, right.bound}
    gap = tokens[left.last : right.first]
    if not bounds & _LOWER or not bounds & _UPPER or len(gap) > 4:
        return None
    words = [token for token in gap if token.kind == "word" and token.text not in _JOINING]
    if any(word.sense("bound") is None and word.sense("bound-after") is None for word in words):
        return None
    low, high = (left.value, right.value) if left.bound in _LOWER else (right.value, left.value)
    return (low, high) if low < high else None
