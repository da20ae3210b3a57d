"""Builds the vocabulary of one language from the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any, cast, get_args

from pipeline.numbers.lexicon.model import Lexicon, LexiconError, ListName, NumberWord, Phrase, Role, Sense, SenseKind
from pipeline.numbers.lexicon.units import counted_names, currency_names, measure_names, read_table
from pipeline.numbers.quantity import Language
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.text.kept import uncollected
from pipeline.numbers.text.scanning import words_of

_FILES: dict[Language, str] = {"ar": "arabic.toml", "en": "english.toml"}
_LIST_FILES: dict[Language, str] = {"ar": "arabic_lists.toml", "en": "english_lists.toml"}
_SECTIONS = {
    "phrases", "comparatives", "comparative_forms", "bounds", "bounds_after", "months", "hijri_months",
}  # fmt: skip
_ROLES: tuple[Role, ...] = (
    "fraction", "fraction_dual", "fraction_plural", "unit", "teen", "tens", "hundred", "hundreds", "magnitude",
    "magnitude_dual", "magnitude_plural", "suffix", "ordinal", "decade", "multiple", "times", "soft_cardinal",
)  # fmt: skip


@cache
@uncollected
def lexicon(lang: Language) -> Lexicon:
    """The vocabulary of `lang`; built once."""
    file = _FILES[lang]
    table = read_table(file)
    if unknown := table.keys() - _SECTIONS - set(_ROLES):
        raise LexiconError(f"{file} has sections that no rule knows: {', '.join(sorted(unknown))}.")
    senses: dict[tuple[str, ...], dict[str, Sense]] = {}
    phrases = list(_phrases(table, lang=lang))
    folded = fold_word("\n".join(spelling for spelling, _ in phrases)).split("\n")  # at once, as there are thousands
    for spelling, (_, sense) in zip(folded, phrases, strict=True):
        senses.setdefault(words_of(spelling), {})[sense.kind] = sense
    by_first: dict[str, list[Phrase]] = {}
    for words, by_kind in senses.items():
        by_first.setdefault(words[0], []).append(Phrase(words, tuple(by_kind.values())))
    return Lexicon(
        numbers=number_words(lang),
        phrases={word: tuple(sorted(found, key=lambda p: -len(p.words))) for word, found in by_first.items()},
        words=frozenset(word for words in senses for word in words),
    )


@cache
def word_list(name: ListName) -> frozenset[str]:
    """One of the lists in arabic_lists.toml and english_lists.toml, of both languages together."""
    return frozenset(word for lists in _lists().values() for word in lists.get(name, ()))


@cache
def inflected_words() -> frozenset[str]:
    """The Arabic words of lists that are compared with a word without its clitics."""
    return frozenset(word for words in read_table("arabic_lists.toml")["inflected"].values() for word in words)


@cache
def words_saying(name: str, lang: Language) -> frozenset[str]:
    """The words of `lang` that say "first", "second" or "two" without being numbers."""
    return frozenset(read_table(_LIST_FILES[lang])["says"].get(name, ()))


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    """The lists of each file; raises LexiconError where one is unused or missing."""
    found = {}
    for file in _LIST_FILES.values():
        table = read_table(file)
        found[file] = {**table.get("exact", {}), **table.get("inflected", {})}
        if unused := found[file].keys() - set(get_args(ListName)):
            raise LexiconError(
                f"{file} has lists that no rule uses: {', '.join(sorted(unused))}; name them in ListName."
            )
    if missing := set(get_args(ListName)) - {name for lists in found.values() for name in lists}:
        raise LexiconError(
            f"No file has the lists {', '.join(sorted(missing))}; add them or take them out of ListName."
        )
    return found


@cache
def tens_stems(value: Fraction) -> frozenset[str]:
    """The Arabic adjectives of a ten, folded and without an ending: خمسيني."""
    numbers = lexicon("ar").numbers.items()
    return frozenset(
        word + "ي" for word, number in numbers if number.role == "tens" and number.value == value and word[-2:] == "ين"
    )


@cache
def month_names(month: str, lang: Language) -> frozenset[str]:
    """The one-word names of a month, given by its number, folded."""
    table = read_table(_FILES[lang])
    patterns = (*table["months"].get(month, ()), *table["hijri_months"].get(month, ()))
    names = (name for pattern in patterns for name in _choices(pattern))
    return frozenset(fold_word(name) for name in names if " " not in name)


@cache
def number_words(lang: Language) -> dict[str, NumberWord]:
    """The number words of `lang` alone, which take a tenth of the time that its vocabulary takes."""
    table = read_table(_FILES[lang])
    numbers: dict[str, NumberWord] = {}
    for role in _ROLES:
        for value, spellings in table.get(role, {}).items():
            for spelling in spellings:
                word = fold_word(spelling)
                amount = Fraction(int(value))
                known = numbers.get(word)
                fraction = 1 / known.value if known is not None and known.role == "fraction" else None
                numbers[word] = NumberWord(role, amount, fraction)
    return numbers


def _phrases(table: dict[str, Any], *, lang: Language) -> Iterator[tuple[str, Sense]]:
    """Of one kind the later sense of a phrase wins, so the general come first."""
    yield from currency_names(lang)
    if lang == "ar":
        yield from measure_names("en")  # "kg", "GB" and "km" are written so in Arabic text too
    yield from measure_names(lang)
    yield from counted_names(lang)
    yield from _comparatives(table)
    bounds: tuple[tuple[str, SenseKind], ...] = (("bounds", "bound"), ("bounds_after", "bound-after"))
    for section, kind in bounds:
        for value, spellings in table[section].items():
            for spelling in spellings:
                yield spelling, Sense(kind, value)
                if lang == "ar" and "لا " in spelling:
                    yield spelling.replace("لا ", "لا", 1), Sense(kind, value)  # لايقل عن, run together
    for section in ("months", "hijri_months"):
        for value, spellings in table[section].items():
            for spelling in spellings:
                yield from ((one, Sense("month", value)) for one in _choices(spelling))
    for name, spellings in table["phrases"].items():
        kind = cast(SenseKind, name.removesuffix("-two"))
        if kind not in get_args(SenseKind):
            raise LexiconError(f"No rule knows the kind of phrase “{name}”; the kinds are those of SenseKind.")
        for spelling in spellings:
            yield spelling, Sense(kind, count=2 if kind != name else None)


def _choices(pattern: str) -> Iterator[str]:
    """The spellings that a pattern stands for: "(dhul |dhu al - )hijjah" for two."""
    parts = (part.split("|") for part in re.split(r"[()]", pattern))
    return ("".join(chosen) for chosen in product(*parts))


_COMPARED = {
    "more": {"strict": "more_than", "or_equal": "at_least", "negated": "at_most", "after": "at_least"},
    "less": {"strict": "less_than", "or_equal": "at_most", "negated": "at_least", "after": "at_most"},
}


def _comparatives(table: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    """Every comparative in every form: "larger than", "no larger than", "larger than or equal to", "or larger"."""
    for side, adjectives in table["comparatives"].items():
        for form, patterns in table["comparative_forms"].items():
            kind: SenseKind = "bound-after" if form == "after" else "bound"
            for pattern in patterns:
                for adjective in adjectives:
                    yield pattern.format(adjective), Sense(kind, _COMPARED[side][form])
