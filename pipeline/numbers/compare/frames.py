"""Which figures of a text are said to be part of which: seven of the nine, 12 of whom five are women, 20 من أصل 25.

What a rest or a sum may be follows from this: a part is taken from its whole, and never added to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.text.tokens import Token, peek, token_at, token_holding

Frames = frozenset[tuple[int, int]]
"""The places in the text at which a part and its whole begin."""
_REACH = 3
"""Tokens between a part or its whole and the word that tells of it: "two of its nine", "five workers, of whom two"."""
_NOUN = 4
"""Tokens of the noun between two parts that "and" joins."""
_LONGEST = 400
"""Tokens of the longest text in which parts are looked for."""
_KINDS = ("cardinal", "money", "measure", "percent", "fraction")
_PARTING_MARKS = frozenset(".;؛!?؟")


def frames_of(figures: Sequence[Quantity], tokens: Sequence[Token], *, lang: Language) -> Frames:
    """The parts of a text with their wholes; `figures` are its quantities in reading order. Linear in the text."""
    counted = [one for one in figures if one.kind in _KINDS]
    if len(counted) < 2 or len(tokens) > _LONGEST:
        return frozenset()
    spans = [(token_holding(tokens, one.start), token_at(tokens, one.end)) for one in counted]
    wholes: dict[int, int] = {}
    for at in range(len(counted)):
        whole = _whole_of(at, spans, wholes, tokens, lang=lang)
        if whole is not None and whole != at:
            wholes[at] = whole
    return frozenset((counted[part].start, counted[whole].start) for part, whole in wholes.items())


def _whole_of(
    at: int, spans: Sequence[tuple[int, int]], wholes: dict[int, int], tokens: Sequence[Token], *, lang: Language
) -> int | None:
    """The index of the figure of which the one at `at` is part, or None."""
    first, after = spans[at]
    before = spans[at - 1][1] if at else 0
    following = spans[at + 1][0] if at + 1 < len(spans) else len(tokens)
    if _points_back(tokens[after : min(after + _REACH, following)], following - after, lang=lang):
        return _outermost(at - 1, wholes) if at else None
    led = tokens[max(first - _REACH, before) : first]
    if any(token.text in word_list("counted_among") for token in led):
        return _outermost(at - 1, wholes) if at else None
    if at + 1 < len(spans) and _leads_to_whole(tokens[after:following], lang=lang):
        return at + 1
    if at and at - 1 in wholes and wholes[at - 1] < at - 1 and _goes_on(tokens[before:first]):
        return wholes[at - 1]  # among them two women and three children
    if at and _opens_with_whole(tokens, spans[at - 1], lang=lang):
        return at - 1
    return None


def _outermost(at: int, wholes: dict[int, int]) -> int:
    """The figure that `at` is part of, if it is one: "nine, of whom two …, three of them"."""
    return wholes.get(at, at) if wholes.get(at, at) < at else at


def _points_back(behind: Sequence[Token], following: int, *, lang: Language) -> bool:
    """Whether the tokens right behind a figure say that it is part of what was named: خمسة منهم, "five of whom".

    The next figure stands `following` tokens behind it: سبعة منهم ثلاث نساء tells of a part yet to come.
    """
    for index, token in enumerate(behind):
        if token.text not in word_list("part_of_them"):
            continue
        if lang == "ar":
            return following - index > _REACH
        return index > 0 and behind[index - 1].text in word_list("of")
    return False


def _leads_to_whole(between: Sequence[Token], *, lang: Language) -> bool:
    """Whether what stands between two figures makes the second the whole of the first: "of its", من أصل, من الـ."""
    for index, token in enumerate(between[: _REACH + 1]):
        if token.sense("ratio") is not None and token.text != "per":
            return len(between) - index <= _REACH
        if token.text in word_list("of"):
            return _is_definite(between[index + 1 :], lang=lang)
        if token.kind != "word":
            return False
    return False


def _is_definite(noun: Sequence[Token], *, lang: Language) -> bool:
    """Whether the noun before a whole is definite, or there is none: "of the nine", من جلسات الأسبوع الخمس, من 20."""
    if len(noun) > _REACH:
        return False
    if lang == "ar":
        return all(token.kind == "word" for token in noun)
    return not noun or noun[0].text in word_list("owning")


def _goes_on(between: Sequence[Token]) -> bool:
    """Whether a figure is joined to the part before it."""
    if len(between) > _NOUN or any(token.text in _PARTING_MARKS for token in between):
        return False
    joint = word_list("and")
    return any(token.text in joint or token.text in (",", "،") for token in between[-2:]) and not any(
        token.text in word_list("relative") for token in between
    )


def _opens_with_whole(tokens: Sequence[Token], whole: tuple[int, int], *, lang: Language) -> bool:
    """Whether a clause opens with the whole of the figure that follows: "Of the 40,000, 38,000 paid"."""
    if lang == "ar":
        return False
    first = whole[0]
    of, led = peek(tokens, first - 2), peek(tokens, first - 1)
    opens = peek(tokens, first - 3).kind != "word"
    return of.text in word_list("of") and opens and led.text in word_list("owning")
