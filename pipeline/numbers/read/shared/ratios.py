"""Ratios: "one in five", "واحد من كل خمسة", "1 على 3" and "3/4" are one fraction of two numbers."""

from __future__ import annotations

from pipeline.numbers.quantity import Language
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.tokens import Token

_LARGEST_DENOMINATOR = 1000
_POPULATIONS = frozenset(10**power for power in range(2, 7))
_ROUND = frozenset({3, 4, 5, 10, 100, 1000})
"""What "in" between digits divides by: "2 in 5" is a ratio, "5 in 2024" and "3 in 8" are not."""


def merge_ratios(tokens: list[Token], amounts: list[Amount], *, lang: Language) -> list[Amount]:
    """Joins the two numbers of a ratio, and a whole number with the fraction right after it ("2 1/4")."""
    merged: list[Amount] = []
    for amount in amounts:
        left = merged[-1] if merged else None
        if _is_part_of(tokens, left, amount):
            amount.value, amount.kind, amount.first = 1 / amount.value, "fraction", amount.first - 1
        if left is not None and _is_slashed_magnitude(tokens, left, amount):
            merged.pop()
            left.value, left.last, left.scale = left.value / amount.value * amount.scale**2, amount.last, amount.scale
            left.plain = False
            whole = merged[-1] if merged else None
            if whole is not None and whole.plain and whole.last == left.first:
                merged.pop()  # "1 1/2 million"
                left.first, left.value = whole.first, left.value + whole.value * left.scale
            merged.append(left)
            continue
        if left is None or not _is_ratio(tokens, left, amount, lang=lang):
            merged.append(amount)
            continue
        ratio = Amount(
            left.first, _past_ending(tokens, amount), left.value / amount.value, kind="fraction",
            parts=(left.value, amount.value),
        )  # fmt: skip
        merged[-1] = ratio
        whole = merged[-2] if len(merged) > 1 else None
        if whole is not None and _is_mixed(tokens, whole, ratio):
            whole.value, whole.last, whole.kind, whole.plain = whole.value + ratio.value, ratio.last, "fraction", False
            merged.pop()
    return merged


def _is_part_of(tokens: list[Token], left: Amount | None, amount: Amount) -> bool:
    """جزء من مئة: one part of a hundred."""
    at = amount.first - 1
    return at >= 0 and tokens[at].sense("part-of") is not None and amount.value > 1 and (left is None or left.last < at)


def _past_ending(tokens: list[Token], amount: Amount) -> int:
    """ "5/6ths", "2/3rds": the ending says nothing more."""
    at = amount.last
    return at + (at < len(tokens) and not tokens[at].spaced and tokens[at].text in ("th", "ths", "rds"))


def _is_mixed(tokens: list[Token], whole: Amount, ratio: Amount) -> bool:
    """ "2 1/4", "3-1/2", "21 and 3/4"."""
    gap = tokens[whole.last : ratio.first]
    joined = not gap or (len(gap) == 1 and (gap[0].text in ("and", "و") or (gap[0].text == "-" and not gap[0].spaced)))
    slashed = not gap or tokens[ratio.first + 1].text == "/"
    return joined and slashed and whole.plain and ratio.value < 1 and whole.value.denominator == 1


def _is_ratio(tokens: list[Token], left: Amount, right: Amount, *, lang: Language) -> bool:
    gap = tokens[left.last : right.first]
    if not 1 <= len(gap) <= 3 or left.kind != "cardinal" or left.unit or right.unit:
        return False
    if right.kind != "cardinal" and not (right.kind == "ordinal" and gap[0].text == "/" and len(gap) == 1):
        return False  # "1/3rd"
    if right.value <= 0 or left.value.denominator != 1 or right.value.denominator != 1:
        return False
    if len(gap) == 1 and gap[0].text == "/":
        return _is_slashed(tokens, left, right, slash=gap[0])
    if len(gap) == 1 and (gap[0].sense("ratio") or gap[0].sense("part-of")):
        return left.value < right.value or gap[0].sense("part-of") is not None
    words = " ".join(token.text for token in gap)
    return _is_english(tokens, left, right, words) if lang == "en" else _is_arabic(tokens, left, right, words)


def _is_slashed_magnitude(tokens: list[Token], left: Amount, right: Amount) -> bool:
    """ "3/4 million", where the magnitude has been read with the denominator."""
    gap = tokens[left.last : right.first]
    if [token.text for token in gap] != ["/"] or gap[0].spaced or tokens[right.first].spaced or not left.plain:
        return False
    return right.scale >= 1000 and tokens[right.first].kind == "digits" and left.value < right.value / right.scale <= 10


def _is_slashed(tokens: list[Token], left: Amount, right: Amount, *, slash: Token) -> bool:
    """3/4 and "3 / 4"; not 2019/20, which is a season."""
    if left.value == right.value:
        return False  # 50/50
    if not left.plain or not (right.plain or right.kind == "ordinal"):
        return False
    if not 2 <= right.value <= _LARGEST_DENOMINATOR and not (left.value == 1 and right.value in _POPULATIONS):
        return False
    if not slash.spaced and not tokens[right.first].spaced:
        return not (left.value >= 1000 and right.value <= 99)
    return slash.spaced and tokens[right.first].spaced and left.value < right.value <= 100


def _is_english(tokens: list[Token], left: Amount, right: Amount, words: str) -> bool:
    if words == "in" and left.soft and left.value != 1:
        return False  # "the twins in nine stages"
    if words == "in":
        if left.value == 1 and tokens[right.last - 1].number is not None and right.scale > 1000:
            return True  # "one in a million"
        spelled = tokens[left.first].kind == "word" == tokens[right.first].kind
        return left.value < right.value <= _LARGEST_DENOMINATOR and (
            left.value == 1 or spelled or _is_round_in(tokens, left, right)
        )
    if words == "per":  # "17 per thousand"
        return right.value in _POPULATIONS
    if words == "over":  # "2000 over 3", not "$2000 over 3 years"
        after = tokens[right.last] if right.last < len(tokens) else None
        return after is None or after.kind == "symbol"
    return False


def _is_round_in(tokens: list[Token], left: Amount, right: Amount) -> bool:
    """ "3 in 4 adults", "2 in 5 or more"; not "3 in 10 days"."""
    after = tokens[right.last] if right.last < len(tokens) else None
    timed = after is not None and (after.sense("measure") or after.sense("month") or after.text in ("-", "th"))
    return left.plain and right.plain and left.value < 10 and right.value in _ROUND and not timed


def _is_arabic(tokens: list[Token], left: Amount, right: Amount, words: str) -> bool:
    if words == "علي":
        return not left.definite and not right.definite
    if words not in ("من", "في") or left.value >= right.value or right.value == 2:
        return False
    if left.value > 20 and right.value not in (100, 1000):
        return False
    after = tokens[right.last] if right.last < len(tokens) else None
    if words == "في" and after is not None and (after.sense("month") or after.sense("measure")):
        return False  # مصاب واحد في 5 أيار
    alike = tokens[right.first].kind == tokens[left.first].kind
    return left.value == 1 or (words == "من" and alike)
