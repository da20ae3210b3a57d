"""Which two figures nobody takes for one another: where this is so, they did not change places."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.compare.words import Words
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Quantity

_JOINT = 6
"""Characters between two figures that only "and" joins."""
_LEAD = 30
"""Characters before a figure in which a word may say that it is the earlier one."""
_FROM, _HEDGED = ("from", "من"), 2
_WHOLE = ("اصل",)
_FAR_APART = 100_000
"""How many times as large the other of two figures may be that someone takes for one another."""
_CLOSE = 3
"""Words before a figure that are close to it."""

Matched = tuple[Quantity, Quantity]


def may_exchange(first: Matched, second: Matched, words: tuple[Words, Words]) -> bool:
    """Whether two pairs of figures may have changed places at all."""
    one, two = first[0], second[0]
    if all(0 <= right.start - left.end <= _JOINT for left, right in zip(first, second, strict=True)):
        return False  # السنتان الرابعة والخامسة, "fourth- and fifth-year": one pair in one order
    if (one.kind == "ordinal") != (two.kind == "ordinal") or _is_multiple(first) != _is_multiple(second):
        return False  # the last eight, at 17
    return not (_are_far_apart(one, two) or _is_whole(two, words[0]) or _was_before(first, second, words))


def _is_multiple(pair: Matched) -> bool:
    return any(figure.kind == "multiple" for figure in pair)


def _are_far_apart(one: Quantity, two: Quantity) -> bool:
    """Whether nobody takes one figure for the other: three times, and 42 million."""
    low, high = sorted(abs(figure.value or Fraction(0)) for figure in (one, two))
    return low > 0 and high > low * _FAR_APART


def _is_whole(figure: Quantity, words: Words) -> bool:
    """Whether a figure is the whole of which the one before it is a part: 13 صوتا من أصل 54."""
    near = words.between(figure.start - _LEAD, figure.start)[-1:]
    return any(word.folded in _WHOLE for word in near)


def _was_before(first: Matched, second: Matched, words: tuple[Words, Words]) -> bool:
    """Whether both texts say of the same one of two figures that a thing came from there: مقابل 182, "from 182"."""
    told = [tuple(_is_earlier(pair[side], words[side]) for pair in (first, second)) for side in (0, 1)]
    return told[0] == told[1] and told[0][0] != told[0][1]


def turned_round(first: Matched, second: Matched, words: tuple[Words, Words]) -> bool:
    """Whether each text calls another one of the two the earlier value: 36 بدلا من 38, "38 from 36"."""
    if first[0].kind == "ordinal":
        return False  # "from the third grade"
    told = [tuple(_is_superseded(pair[side], words[side]) for pair in (first, second)) for side in (0, 1)]
    return told[0] == told[1][::-1] and told[0][0] != told[0][1]


def _is_superseded(figure: Quantity, words: Words) -> bool:
    """Whether the words right before a figure say that another one took its place: "from", "against", بدلا من."""
    near = [word.folded for word in words.between(figure.start - _LEAD, figure.start)[-_CLOSE:]]
    return figure.role == "from" or any(word in word_list("superseded") for word in near)


def _is_earlier(figure: Quantity, words: Words) -> bool:
    """Whether the words before a figure say that it is the earlier value of two."""
    near = [word.folded for word in words.between(figure.start - _LEAD, figure.start)[-_CLOSE:]]
    led = any(word in _FROM for word in near[-_HEDGED:])  # من نحو 91
    return led or any(word in word_list("earlier_value") for word in near)
