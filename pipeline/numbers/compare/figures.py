"""Which two figures nobody takes for one another: where this is so, they did not change places."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pipeline.numbers.compare.words import Kinship, Words
from pipeline.numbers.lexicon import lexicon, word_list
from pipeline.numbers.quantity import Quantity

_JOINT = 6
"""Characters between two figures that only "and" joins."""
_LEAD = 30
"""Characters before a figure in which a word may say that it is the earlier one."""
_FROM, _TO, _HEDGED = ("from", "من"), "الي", 2
_WHOLE, _ON = ("اصل",), "علي"
_FAR_APART = 100_000
"""How many times as large the other of two figures may be that someone takes for one another."""
_LARGER = 100
"""The same for two that stand by each other's words alone."""
_CLOSE = 3
"""Words before a figure that are close to it."""
_PART, _MORE = 5, ("more", "less", "fewer", "higher", "lower")
"""How many times as large as its change a figure is that nobody takes for it, and words behind a change."""

_LIKE = ("same", "near", "class")
Matched = tuple[Quantity, Quantity]
Nouns = Literal["crossed", "straight", "alike", "unknown", "unsaid"]
"""How what two figures count agrees: crosswise; straight; both count the same; not known; or a text does not say."""


def is_respective(words: Words) -> bool:
    """Whether a text pairs figures with what they are said of by their order: "respectively", على التوالي.

    A rank before that only says that a thing came again: للشهر الثاني على التوالي; الترتيب alone is a league's table.
    """
    if words.folded.isdisjoint(word_list("respectively")):
        return False
    if words.lang == "en":
        return True
    told = [word.folded for word in words.all]
    return any(
        word in word_list("respectively") and told[at - 1] == _ON and not _is_rank(told[at - 2])
        for at, word in enumerate(told)
        if at > 1
    )


def _is_rank(word: str) -> bool:
    known = lexicon("ar").numbers.get(word.removeprefix("ال"))
    return known is not None and known.role == "ordinal"


def may_exchange(first: Matched, second: Matched, words: tuple[Words, Words]) -> bool:
    """Whether two pairs of figures may have changed places at all."""
    one, two = first[0], second[0]
    if all(0 <= right.start - left.end <= _JOINT for left, right in zip(first, second, strict=True)):
        return False  # السنتان الرابعة والخامسة, "fourth- and fifth-year": one pair in one order
    if (one.kind == "ordinal") != (two.kind == "ordinal") or _is_multiple(first) != _is_multiple(second):
        return False  # the last eight, at 17
    if any(is_change_of(first[side], second[side], words[side]) for side in (0, 1)):
        return False
    return not (_are_far_apart(one, two) or _is_whole(two, words[0]) or _was_before(first, second, words))


def are_told_apart(first: Matched, second: Matched) -> bool:
    """Whether both texts tell the same two figures apart: by a comparator, as a change and what it led to, or because
    one is so much larger that nobody takes it for the other, save with what it counts.
    """
    low, high = sorted(abs(figure.value or Fraction(0)) for figure in (first[0], second[0]))
    if low > 0 and high > low * _LARGER:
        return True
    if first[0].bound == first[1].bound != second[0].bound == second[1].bound:
        return True
    roles = first[0].role, second[0].role
    return roles == (first[1].role, second[1].role) and set(roles) == {"by", "to"}


def is_change_of(one: Quantity, two: Quantity, words: Words) -> bool:
    """Whether the smaller of two figures by far is a change of the other: "1.2 million, 40,000 more than before"."""
    small, large = sorted((one, two), key=lambda figure: abs(figure.value or Fraction(0)))
    if words.lang != "en" or abs(large.value or Fraction(0)) <= _PART * abs(small.value or Fraction(0)):
        return False
    behind = words.between(small.end, small.end + _LEAD)[:_CLOSE]
    return small.role == "by" and any(word.folded in _MORE for word in behind)


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
    told = [
        (
            _is_superseded(first[side], words[side]) or _is_left(first[side], second[side], words[side]),
            _is_superseded(second[side], words[side]) or _is_left(second[side], first[side], words[side]),
        )
        for side in (0, 1)
    ]
    return told[0] == told[1][::-1] and told[0][0] != told[0][1]


def _is_superseded(figure: Quantity, words: Words) -> bool:
    """Whether the words right before a figure say that another one took its place: "from", "against", بدلا من."""
    near = words.between(figure.start - _LEAD, figure.start)[-_CLOSE:]
    at = next((at for at, word in enumerate(near) if word.folded in word_list("superseded")), None)
    # "from 36, from about 36", but "from work for 36"
    return figure.role == "from" or (at is not None and all(word.joins for word in near[at + 1 :]))


def _is_left(figure: Quantity, other: Quantity, words: Words) -> bool:
    """Whether a figure is the second of إلى 842 مليون درهم من 715 مليونا, whatever the verb, and `other` the first."""
    if words.lang != "ar" or not 0 < figure.start - other.end <= _LEAD:
        return False
    between = words.between(other.end, figure.start)
    before = words.between(other.start - _LEAD, other.start)[-_HEDGED:]
    return len(between) == 1 and between[0].folded == _FROM[1] and any(word.folded == _TO for word in before)


def _is_earlier(figure: Quantity, words: Words) -> bool:
    """Whether the words before a figure say that it is the earlier value of two."""
    near = [word.folded for word in words.between(figure.start - _LEAD, figure.start)[-_CLOSE:]]
    led = any(word in _FROM for word in near[-_HEDGED:])  # من نحو 91
    return led or any(word in word_list("earlier_value") for word in near)


def agree_in_nouns(pairs: tuple[Matched, Matched], kinship: Kinship) -> Nouns:
    """How what the figures count agrees."""
    counted = [[one.counted.text if one.counted else None for one in pair] for pair in pairs]
    (a, b), (c, d) = counted
    if a is None or b is None or c is None or d is None:
        return "unsaid"
    kin = {(x, y): kinship.of(x, y) for x in (a, c) for y in (b, d)}
    crossed = (kin[a, d], kin[c, b]).count("same")
    straight = (kin[a, b] in _LIKE) + (kin[c, d] in _LIKE)
    if a == c or b == d or (crossed and straight):
        return "alike"
    return "crossed" if crossed == 2 else "straight" if straight else "unknown"


def are_ends(one: Quantity, two: Quantity) -> bool:
    """Whether two figures are told of one change: where it came from, where it went to, or by how much."""
    roles = {one.role, two.role} - {None}
    return "from" in roles or len(roles) > 1
