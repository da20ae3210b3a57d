"""What the vocabulary knows of an English word: numbers in one word too, such as "twentyfifth" and "foursome"."""

from __future__ import annotations

from functools import cache

from pipeline.numbers.lexicon import Entry, NumberWord, lexicon

_NOUN_ENDINGS = ("some", "somes", "ball", "balls", "ish", "pence", "penny")
_SOMETHING = "something"
_BEGINNING = 3
_LENGTHS, _CUTS = range(8, 15), (5, 6, 7)
"""Lengths of a ten with a unit in one word, and where the unit may begin."""


def look_up(word: str) -> Entry | None:
    """The entry of a folded word, or None where the vocabulary does not know it."""
    words = lexicon("en")
    number = words.numbers.get(word)
    phrases = words.phrases.get(word, ())
    if number is None and not phrases and word not in words.words:
        number = _derived(word)
        if number is None:
            return None
    return Entry(frozenset((word,)), number, phrases, stem=word)


@cache
def _beginnings() -> frozenset[str]:
    """The first letters of every number word, or the whole of a short one."""
    return frozenset(word[:_BEGINNING] for word in lexicon("en").numbers)


def _derived(word: str) -> NumberWord | None:
    """ "twentyfifth", "fortytwo": a ten and a unit in one word; "fifths": a plural ordinal is a denominator."""
    if _beginnings().isdisjoint((word[:1], word[:2], word[:_BEGINNING])):
        return None  # nearly every word: those below all begin with a number word
    numbers = lexicon("en").numbers
    if word.endswith(("ths", "rds", "firsts")):
        singular = numbers.get(word[:-1])
        return None if singular is None else NumberWord("fraction_plural", singular.value)
    for plural in ("s", "es"):  # "under-fives", "in twos and threes"
        many = numbers.get(word.removesuffix(plural)) if word.endswith(plural) else None
        if many is not None and many.role in ("unit", "teen") and many.value > 1:
            return NumberWord("soft_cardinal", many.value)
    if (stem := word.removesuffix(_SOMETHING).rstrip("s")) != word and (ten := numbers.get(stem)) is not None:
        return NumberWord("decade", ten.value) if ten.role == "tens" else None  # "thirtysomething"
    for ending in _NOUN_ENDINGS:  # "foursome", "fourballs": a number inside a noun, which may go unsaid
        counted = numbers.get(word.removesuffix(ending)) if word.endswith(ending) else None
        if counted is not None and counted.role in ("unit", "teen"):
            return NumberWord("soft_cardinal", counted.value)
    for cut in _CUTS if len(word) in _LENGTHS else ():
        head, tail = numbers.get(word[:cut]), numbers.get(word[cut:])
        if head and tail and head.role == "tens" and tail.role in ("unit", "ordinal") and 0 < tail.value < 10:
            return NumberWord("ordinal" if tail.role == "ordinal" else "tens", head.value + tail.value)
    return None
