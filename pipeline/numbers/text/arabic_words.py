"""What the vocabulary knows of an Arabic word as it stands in a text: with its clitics, pronouns and vowel marks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pipeline.numbers.lexicon import Entry, NumberWord, Phrase, Sense, inflected_words, lexicon, told_by_hamza
from pipeline.numbers.text.clitics import IN_PRONOUNS, Form, forms, without_pronoun

_THOUSAND = 1000
_DAMMA, _SHADDA = "\u064f", "\u0651"
_LETTER_MARKED = "ل\u0650ف"
_FRACTION_LETTERS = "خسثتع"
"""First letters of خمس، سبع، ثمن، تسع، عشر."""
_PARTS = ("fraction", "fraction_dual", "fraction_plural")
BARE_HAMZA = "د.ا"
"""The abbreviation of which only the hamza tells the currency."""
_EIGHTH, _EIGHTH_MARKED, _TWICE = 8, "ث" + _DAMMA, "ضعفي"


def look_up(word: str) -> Entry | None:
    """The entry of a folded word, or None where the vocabulary does not know it."""
    words, inflected, stems = lexicon("ar"), inflected_words(), _stems()
    if word.startswith("اا"):
        word = word[1:]  # a doubled alif is a slip of the keyboard: االأيام
    number: NumberWord | None = None
    phrases: list[Phrase] = []
    known: set[str] = set()
    told, surest = Form(word), 0
    for form in forms(word):
        stem = form.stem
        if stem not in stems and IN_PRONOUNS not in stem:
            continue  # nearly every word
        found_number = words.numbers.get(stem) or (_with_pronoun(stem) if IN_PRONOUNS in stem else None)
        found_phrases = words.phrases.get(stem, ())
        named = bool(found_phrases) or stem in inflected
        if found_number is None and not named and stem not in words.words:
            continue
        sure = 3 if found_number is not None else 2 if named else 1  # 1: only a part of phrases (في الدقيقة)
        if sure > surest:
            told, surest = form, sure
        known.add(stem)
        number = number or found_number
        phrases.extend(found_phrases)
    if not known:
        return None
    phrases.sort(key=lambda phrase: -len(phrase.words))
    return Entry(frozenset(known), number, tuple(phrases), told.conjunction, told.preposition, told.definite, told.stem)


@cache
def _stems() -> frozenset[str]:
    """Every word that the vocabulary has."""
    words = lexicon("ar")
    return words.words | words.numbers.keys() | inflected_words()


def as_marked(number: NumberWord, word: str, raw: str) -> NumberWord | None:
    """The number of a folded `word` by the vowel marks of `raw`: خُمس is a fifth where خمس may be five, ألّف a verb."""
    if number.role == "fraction" and number.value == _EIGHTH and _EIGHTH_MARKED in raw:
        return replace(number, fraction=number.value)  # ثُمن is an eighth, ثمن may be a price
    if number.fraction is None and number.value != _THOUSAND:
        return number
    if number.value == _THOUSAND:
        return None if _SHADDA in raw or _LETTER_MARKED in raw else number  # ألّف he wrote, الألِف the letter
    first = next((letter for letter in word if letter in _FRACTION_LETTERS), "")
    return NumberWord("fraction", number.value) if first and first + _DAMMA in raw else number


def as_spelled(senses: tuple[Sense, ...], raw: str) -> tuple[Sense, ...]:
    """The senses of a currency's abbreviation as `raw` spells it: د.أ is JOD, د.إ AED."""
    code = next((code for name, code in told_by_hamza().items() if name in raw), None)
    return (
        senses if code is None else tuple(replace(one, value=code) if one.kind == "currency" else one for one in senses)
    )


def _with_pronoun(stem: str) -> NumberWord | None:
    """ "نصفهم", "ربعها": a fraction with a pronoun at its end."""
    owned = without_pronoun(stem)
    number = None if owned is None else lexicon("ar").numbers.get(owned[0])
    if owned is None or number is None:
        return None
    if number.role == "multiple" and owned[0] == _TWICE:
        return number  # ضعفيها, twice it; ضعفها is its weakness
    if number.role in _PARTS:
        return None if number.value == _EIGHTH else number  # ثمنه is its price
    return None if number.fraction is None else NumberWord("fraction", 1 / number.fraction)
