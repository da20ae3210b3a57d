"""Scores in Arabic words: بثلاثة أهداف مقابل هدف is 3-1, بهدفين دون رد 2-0, بهدف لمثله 1-1.

A side is a number before a plural, a dual or a single noun of what is counted; the words after it say what the other
side has.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, Rule, rule
from pipeline.numbers.text.clitics import with_article_kept
from pipeline.numbers.text.tokens import Token, peek

_NOTHING = {("دون", "رد"), ("دون", "مقابل"), ("بدون", "رد"), ("بدون", "مقابل"), ("بلا", "رد"), ("بلا", "مقابل")}
_NO_GOAL, _NO, _THING = ("لاشيء", "لاشيئ"), "لا", ("شيء", "شيئ")
_MOST = 100
"""A number as large is a price (مقابل: in return for), and no score."""
_ORPHAN = "يتيم"
"""A lone goal: بهدف يتيم decided the match."""
_UNANSWERED, _AGAINST, _LIKE, _FOR_EACH, _TO = ("نظيف", "بيضاء"), "مقابل", "لمثل", "لكل", "ل"
_LIKE_SCORES = frozenset({_AGAINST, "نظيف", "نظيفه", "بيضاء", "رد"})
_DRAW, _BY, _NEAR = "تعادل", "ب", 3
_EACH = {"منهما", "منهم", "فريق", "طرف"}
_DUALS, _ACCUSATIVE = ("ان", "ين"), "ا"
_Side = tuple[Fraction, int]
"""A side's value, and where it ends."""


@lru_cache(maxsize=100_000)
def may_score(word: str) -> bool:
    """Whether a folded word is "against" or may be what a score counts."""
    return word == _AGAINST or _holds_noun(word)


def _holds_noun(text: str) -> bool:
    """Whether a noun that a score counts stands in a folded word or text."""
    return any(map(text.__contains__, _nouns()))


@cache
def _nouns() -> tuple[str, ...]:
    nouns = word_list("score_noun") | word_list("score_plural")
    return tuple({noun.removesuffix("ه") for noun in nouns})  # مجموعتين


def worth(page: Page, _: list[Amount]) -> bool:
    """Whether a text may hold a score at all: it has "against" or a noun that a score counts."""
    return _holds_noun(page.folded.text) or not page.seen.isdisjoint(_LIKE_SCORES)


def table(token: Token, _: Token) -> Sequence[Rule[Any]]:
    """The rules worth trying at a token: a number or a noun that a score counts."""
    if token.kind == "digits":
        return SCORES
    return SCORES if token.kind == "word" and (token.number is not None or may_score(token.text)) else ()


def _score(at: int, first: _Side, other: _Side | None) -> Amount | None:
    if other is None:
        return None
    value = first[0]
    return Amount(at, other[1], value, kind="score", high=other[0], soft=value <= 1 and other[0] <= 1)


@rule(
    "ar-score-to-nothing",
    reads="a score that the other side did not answer",
    must=("فاز بسداسية بيضاء", "خسر بهدف يتيم"),
    leaves="فاز بهدفين",
)
def to_nothing(page: Page, at: int) -> Amount | None:
    """بهدفين دون رد."""
    first = _side(page, at)
    if first is None:
        return None
    end = first[1]
    words = (peek(page.tokens, end).text, peek(page.tokens, end + 1).text)
    if words in _NOTHING:
        return _score(at, first, (Fraction(0), end + 2))
    alone = words[0] == _ORPHAN and first[0] == 1 and page.tokens[at].text.startswith(_BY)  # بهدف يتيم
    return _score(at, first, (Fraction(0), end + 1)) if alone or words[0].startswith(_UNANSWERED) else None


@rule(
    "ar-score-alike",
    reads="a score that is the same for both sides",
    must=("تعادلا بهدف لمثله", "تعادلا بهدفين لكل منهما"),
    leaves="فاز بهدف",
)
def alike(page: Page, at: int) -> Amount | None:
    """بهدف لمثله."""
    first = _side(page, at)
    if first is None:
        return None
    value, end = first
    word = peek(page.tokens, end).text
    if word.startswith(_LIKE):
        return _score(at, first, (value, end + 1))
    each = word == _FOR_EACH and peek(page.tokens, end + 1).text in _EACH
    return _score(at, first, (value, end + 2)) if each else None


@rule(
    "ar-score-against",
    reads="a score of two sides",
    must=("فاز بثلاثة أهداف مقابل هدف", "فاز بثلاث مجموعات مقابل اثنتين"),
    leaves="سجل ثلاثة أهداف",
)
def against(page: Page, at: int) -> Amount | None:
    """بثلاثة أهداف مقابل هدف."""
    first = _side(page, at)
    if first is None:
        return None
    end = first[1]
    word = peek(page.tokens, end).text
    if word == _AGAINST:
        bare = _bare_side(page, end + 1) if page.tokens[end - 1].text in word_list("score_plural") else None
        return _score(at, first, _nothing(page.tokens, end + 1) or _side(page, end + 1) or bare)
    return _score(at, first, _side(page, end) or _bare_side(page, end)) if word.startswith(_TO) else None


@rule(
    "ar-score-draw",
    reads="the goals of each side in a draw",
    must=("انتهت المباراة بالتعادل بهدفين", "تعادلا بثلاثة أهداف"),
    leaves="فاز بهدفين بعد التعادل",
)
def draw(page: Page, at: int) -> Amount | None:
    """بالتعادل بهدفين is 2-2."""
    first = _side(page, at)
    words = [token.text for token in page.tokens[max(at - _NEAR, 0) : at]]
    if first is None or not page.tokens[at].text.startswith(_BY) or not any(_DRAW in word for word in words):
        return None
    return _score(at, first, (first[0], first[1]))


SCORES = (to_nothing, alike, against, draw)


def _bare_side(page: Page, at: int) -> _Side | None:
    """بثلاث مجموعات لاثنتين: a number in a word before no noun of its own."""
    amount = page.by_token.get(at)
    if amount is None or amount.first != at or amount.kind != "cardinal" or amount.unit or amount.value >= _MOST:
        return None
    after = peek(page.tokens, amount.last)
    bare = after.kind != "word" or after.text.startswith("و") or after.text in word_list("particle")
    return (amount.value, amount.last) if bare and page.tokens[at].kind == "word" else None


def _nothing(tokens: list[Token], at: int) -> _Side | None:
    """لا شيء, in one word or two."""
    if peek(tokens, at).text in _NO_GOAL:
        return Fraction(0), at + 1
    said = peek(tokens, at).text == _NO and peek(tokens, at + 1).text in _THING
    return (Fraction(0), at + 2) if said else None


def _side(page: Page, at: int) -> _Side | None:
    """The side that starts at `at`."""
    tokens = page.tokens
    amount = page.by_token.get(at)
    if amount is not None and amount.first == at:
        return _counted_side(tokens, amount)
    counted = page.by_token.get(at - 1)
    if counted is not None and counted.last == at:
        return None  # 55.4 نقطة مقابل 55.0
    nouns = word_list("score_noun")
    for stem in with_article_kept(tokens[at].text) if at < len(tokens) else ():
        if stem in nouns or stem.removesuffix(_ACCUSATIVE) in nouns:
            return Fraction(1), at + 1
        if stem.endswith(_DUALS) and not {stem[:-2], stem[:-3] + "ه"}.isdisjoint(nouns):
            return Fraction(2), at + 1
    return None


def _counted_side(tokens: list[Token], amount: Amount) -> _Side | None:
    if amount.kind != "cardinal" or amount.unit or amount.value.denominator != 1 or amount.value >= _MOST:
        return None
    word = tokens[amount.first].number
    if word is not None and word.role == "soft_cardinal":  # فاز بخماسية نظيفة
        return amount.value, amount.last
    noun = peek(tokens, amount.last).text
    if noun in word_list("score_plural") or noun in word_list("score_noun"):
        last = amount.last + 1
        return amount.value, last + (peek(tokens, last).text in word_list("compound_part"))  # ركلات ترجيح
    faced = noun == _AGAINST or (amount.first > 0 and tokens[amount.first - 1].text == _AGAINST)
    return (amount.value, amount.last) if amount.plain and faced else None  # 2 مقابل 1
