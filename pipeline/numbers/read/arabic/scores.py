"""Scores in Arabic words: بثلاثة أهداف مقابل هدف is 3-1, بهدفين دون رد 2-0, بهدف لمثله 1-1.

A side is a number before a plural, a dual or a single noun of what is counted; the words after it say what the other
side has.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.tokens import Token

_NOTHING = {("دون", "رد"), ("دون", "مقابل"), ("بدون", "رد"), ("بدون", "مقابل"), ("بلا", "رد"), ("بلا", "مقابل")}
_MOST = 100
"""A number as large is a price (مقابل: in return for), and no score."""
_UNANSWERED = "نظيف"
_AGAINST = "مقابل"
_LIKE = "لمثل"
_EACH = {"منهما", "منهم", "فريق", "طرف"}


def read_scores(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Puts a score in the place of the numbers that make it up; other amounts stay. Linear time."""
    if not any(_may_score(token.text) for token in tokens):
        return amounts
    starts = {amount.first: amount for amount in amounts}
    scores: list[Amount] = []
    at = 0
    while at < len(tokens):
        score = _score(tokens, starts, at)
        if score is not None:
            scores.append(score)
            at = score.last
        else:
            at += 1
    if not scores:
        return amounts
    taken = {index for score in scores for index in range(score.first, score.last)}
    return sorted([*(one for one in amounts if one.first not in taken), *scores], key=lambda amount: amount.first)


@lru_cache(maxsize=100_000)
def _may_score(word: str) -> bool:
    """Whether a word is "against" or may be what a score counts; without one there is no score to look for."""
    return word == _AGAINST or any(noun in word for noun in word_list("score_noun") | word_list("score_plural"))


def _score(tokens: list[Token], starts: dict[int, Amount], at: int) -> Amount | None:
    first = _side(tokens, starts, at)
    if first is None:
        return None
    value, end = first
    words = [token.text for token in tokens[end : end + 2]]
    other: tuple[Fraction, int] | None = None
    if tuple(words) in _NOTHING:
        other = Fraction(0), end + 2
    elif words and words[0].startswith(_UNANSWERED):
        other = Fraction(0), end + 1
    elif words and words[0].startswith(_LIKE):
        other = value, end + 1
    elif len(words) == 2 and words[0] == "لكل" and words[1] in _EACH:
        other = value, end + 2
    elif words[:1] == [_AGAINST]:
        other = _nothing(tokens, end + 1) or _side(tokens, starts, end + 1)
    elif words and words[0].startswith("ل"):
        other = _side(tokens, starts, end)
    if other is None:
        return None
    return Amount(at, other[1], value, kind="score", high=other[0], soft=value <= 1 and other[0] <= 1)


def _nothing(tokens: list[Token], at: int) -> tuple[Fraction, int] | None:
    """لا شيء, in one word or two."""
    words = [token.text for token in tokens[at : at + 2]]
    if words[:1] in (["لاشيء"], ["لاشيئ"]):
        return Fraction(0), at + 1
    return (Fraction(0), at + 2) if words in (["لا", "شيء"], ["لا", "شيئ"]) else None


def _side(tokens: list[Token], starts: dict[int, Amount], at: int) -> tuple[Fraction, int] | None:
    """The value of a side that starts at `at`, and where it ends."""
    amount = starts.get(at)
    if amount is not None:
        noun = tokens[amount.last].text if amount.last < len(tokens) else ""
        if amount.kind != "cardinal" or amount.unit or amount.value.denominator != 1 or amount.value >= _MOST:
            return None
        if noun in word_list("score_plural") or noun in word_list("score_noun"):
            last = amount.last + 1
            kind = last < len(tokens) and tokens[last].text in word_list("compound_part")  # ركلات ترجيح
            return amount.value, last + kind
        faced = noun == _AGAINST or (at and tokens[at - 1].text == _AGAINST)
        return (amount.value, amount.last) if amount.plain and faced else None  # 2 مقابل 1
    if at >= len(tokens):
        return None
    word = tokens[at].text
    for form in (word, word[1:] if word[:1] in ("ب", "ل") else word):
        if form in word_list("score_noun"):
            return Fraction(1), at + 1
        if form.endswith(("ان", "ين")) and {form[:-2], form[:-3] + "ه"} & word_list("score_noun"):
            return Fraction(2), at + 1
    return None
