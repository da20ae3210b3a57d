"""Arabic duals where two texts are compared: the number two in an ending, which the reader leaves to the other text.

A word that is surely a dual says "two" to its reader as a number word would. Other words with its ending are hints
that may explain a "two" on the other side, each of them one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.numbers.compare.transliteration import is_transliterated, skeletons_of
from pipeline.numbers.lexicon import lexicon
from pipeline.numbers.quantity import Kind, Quantity
from pipeline.numbers.read.arabic.duals import (
    agrees,
    dual_name_length,
    looks_dual,
    may_hold_dual,
    starts_construct,
    tells_one_by_one,
)
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.scanning import scan

_TWO = Fraction(2)
_SHORTEST_NAME = 3
"""Consonants of a name that a unit in the dual may be."""
_OF_EVERY = (("من", "كل"), ("بين", "كل"))
_OWNED = re.compile("(?<![\u0621-\u0652])[وفبلك]?(?![يتن])[\u0621-\u064a]{4,12}ي(?:ه|ها|هم|هن)(?![\u0621-\u0652])")
"""A long noun in ـي with a pronoun, as it is written (folded, مدرجيه is مدرجية as well): لمدرجيه, نظيريها."""
_NAME_IN_N = re.compile(r"\b[A-Z][a-z]+(?:[aeiy]n|[aei]ne)\b")
_GLUED_LENGTH = 9
"""Shortest run of letters that may be several words without the spaces between them."""


def dual_nouns(text: str, quantities: Sequence[Quantity], other: str) -> list[Quantity]:
    """The duals of Arabic `text` that no quantity of it covers, each as a cardinal two.

    A word that `other`, the text in the other language, holds in Latin letters is a name (كريستين, Christine); after
    another dual the ending is that of an adjective (ميداليتين ذهبيتين).
    """
    if not may_hold_dual(text):
        return []
    folded = fold(text)
    words = [(piece, start) for kind, piece, start in scan(folded.text) if kind == "word"]
    covered = {at for quantity in quantities for at in range(quantity.start, quantity.end)}
    found: list[Quantity] = []
    last = -2
    for place, (word, start) in enumerate(words):
        if not looks_dual(word) or agrees(word):
            last = place if agrees(word) else last
            continue
        name = dual_name_length(words, place) if place - last > 1 else None
        last = place
        if name is None:
            continue
        first, end = folded.raw_span(start, start + len(word))
        named = is_transliterated(word, _skeletons(other), shortest=name) or (
            name > _SHORTEST_NAME and is_transliterated(word, _whole_names(other), shortest=_SHORTEST_NAME)
        )
        if covered.isdisjoint(range(first, end)) and not named:
            share = tuple(before for before, _ in words[max(place - 2, 0) : place]) in _OF_EVERY  # شاب من كل شابين
            kind: Kind = "fraction" if share else "cardinal"
            value = 1 / _TWO if share else _TWO
            soft = tells_one_by_one(words, place)
            found.append(Quantity(first, end, folded.raw[first:end], kind, value, soft=soft, rule=DUAL_RULE))
    return found


DUAL_RULE = "ar-dual-noun"
"""What a dual is read by that only the comparison of two texts reads."""


@lru_cache(maxsize=1)
def _skeletons(text: str) -> frozenset[str]:
    return skeletons_of(word for word in _words(text) if word.isascii())


@lru_cache(maxsize=1)
def _whole_names(text: str) -> frozenset[str]:
    """The skeletons of the names of a text that end as a dual does, to their last letter: Zaouatine, زاوتين."""
    names = (match[0].casefold() for match in _NAME_IN_N.finditer(text))
    return frozenset(max(found, key=len) for name in names if (found := skeletons_of((name,))))


def dual_hints(text: str, other: str) -> int:
    """How many words of Arabic `text` may be duals, which their ending alone does not tell."""
    told = len(dual_nouns(text, (), other))
    owned = len(_OWNED.findall(text))
    words = _words(text)
    looks = sum(looks_dual(word) and not is_transliterated(word, _skeletons(other)) for word in words)
    return owned + looks + sum(starts_construct(*two) for two in pairwise(words)) - told


def may_be_name(quantity: Quantity, other: str) -> bool:
    """Whether a unit in the dual is a name that `other` spells in Latin letters: ميلان, Milan."""
    dual = quantity.kind == "measure" and quantity.value == _TWO and " " not in quantity.text
    return dual and is_transliterated(fold(quantity.text).text, _skeletons(other), shortest=_SHORTEST_NAME)


def may_be_dual(quantity: Quantity) -> bool:
    """Whether an Arabic dual may say `quantity`: a plain two."""
    return (
        quantity.value == _TWO
        and quantity.high is None
        and quantity.unit in (None, "final")
        and quantity.kind in ("cardinal", "multiple")
    )


def may_be_run_together(quantity: Quantity, text: str) -> bool:
    """Whether a small number stands in words of Arabic `text` that a lost space has run together."""
    if quantity.value is None or quantity.high is not None or quantity.unit is not None:
        return False
    value = quantity.value
    return 1 <= value <= 10 and any(_run_together(word, value) for word in _words(text))


def _words(text: str) -> list[str]:
    return [piece for kind, piece, _ in scan(fold(text).text) if kind == "word"]


def _run_together(word: str, value: Fraction) -> bool:
    """ "هزيمتهالثانية": a long word that holds the number's own spelling."""
    return len(word) >= _GLUED_LENGTH and any(spelling in word for spelling in _spellings(value))


@cache
def _spellings(value: Fraction) -> tuple[str, ...]:
    return tuple(
        word
        for word, number in lexicon("ar").numbers.items()
        if number.value == value and number.role in ("unit", "ordinal") and len(word) >= 4
    )
