"""What words name: persons, things and deeds of which none is a translation of another, as `notions.toml` has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.numbers.lexicon.model import LexiconError
from pipeline.numbers.lexicon.units import read_table
from pipeline.numbers.quantity import Language
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.text.kept import uncollected

IGNORED = "ignored"
"""The notion of phrases whose words name nothing: prime minister."""
_JOINED = "_"
_VERB, _PRESENT = "/", ("ي", "ت")
_ENGLISH_VERB = "*"
_ENDINGS = ("", "e", "s", "es", "d", "ed", "ing")
_ALIF = "ا"
_WEAK = ("ي", "ى", "ا")
_COLUMNS: tuple[tuple[Language, bool], ...] = (("ar", True), ("en", True), ("ar", False), ("en", False))


@dataclass(frozen=True, slots=True)
class Family:
    """Notions of which one is no translation of another, and of what kind it is to mistake them; and those beside which
    nothing is said of them: what is not suspended is resumed. With `beside_figure` only what is counted is compared.
    """

    kind: Literal["counted", "direction"]
    notions: frozenset[str]
    unless: frozenset[str]
    beside_figure: bool


@cache
def families() -> tuple[Family, ...]:
    """All families; raises LexiconError where one names a notion that has no words."""
    table = read_table("notions.toml")
    found = tuple(
        Family(
            row["kind"],
            frozenset(row["notions"].split()),
            frozenset(row.get("unless", "").split()),
            row.get("beside_figure", False),
        )
        for row in table["family"]
    )
    for name in frozenset[str]().union(*(each.notions | each.unless for each in found)) - table["notion"].keys():
        raise LexiconError(f"notions.toml: a family names {name}, which no notion is called.")
    return found


@cache
@uncollected
def names(lang: Language, *, surely: bool) -> Mapping[str, tuple[str, ...]]:
    """The notions of each folded word, or of two joined by a low line: those that it names, or may only stand for."""
    found: dict[str, tuple[str, ...]] = {}
    column = _COLUMNS.index((lang, surely))
    table: dict[str, list[str]] = read_table("notions.toml")["notion"]
    lines = (columns[column] if column < len(columns) else "" for columns in table.values())
    folded = fold_word("\n".join(lines)).split("\n")  # all at once: line by line takes long
    for notion, words in zip(table, folded, strict=True):
        for form in _forms(words, lang, verbs=not surely):
            found[form] = (*found.get(form, ()), notion)
    return found


@cache
@uncollected
def known_forms(lang: Language) -> frozenset[str]:
    """Everything that names a notion, may stand for one or begins a phrase: no other word is worth a look."""
    return frozenset().union(names(lang, surely=True), names(lang, surely=False), phrase_beginnings(lang))


@cache
def phrase_beginnings(lang: Language) -> frozenset[str]:
    """The first words of what takes two words to name."""
    return frozenset(form.partition(_JOINED)[0] for form in names(lang, surely=True) if _JOINED in form)


def _forms(words: str, lang: Language, *, verbs: bool) -> Iterator[str]:
    """All forms of some folded words; with `verbs` each Arabic one may be a verb too, as what may stand for one is."""
    for word in words.split():
        if verbs and lang == "ar" and _VERB not in word and _JOINED not in word:
            yield from _arabic_verb(word, word.removeprefix(_ALIF))
        if _VERB in word:
            yield from _arabic_verb(*word.split(_VERB))
        elif word.endswith(_ENGLISH_VERB):
            yield from _english_verb(word.removesuffix(_ENGLISH_VERB))
        else:
            yield word


def _arabic_verb(past: str, present: str) -> tuple[str, ...]:
    """The third persons of a verb, of the past and of the present without its prefix."""
    stem = past[:-1] if past.endswith(_WEAK) else past
    plural = "ي" + (present[:-1] if present.endswith(_WEAK) else present) + "ون"
    he, she = (prefix + present for prefix in _PRESENT)
    return past, stem + "ت", stem + "وا", stem + "تا", he, "س" + he, she, "س" + she, plural


def _english_verb(stem: str) -> Iterator[str]:
    """The forms of a regular verb, and some of no verb: no word of English is one of these."""
    yield from (stem + ending for ending in _ENDINGS)
    if stem.endswith("e"):
        yield stem[:-1] + "ing"
    elif stem.endswith("y"):
        yield from (stem[:-1] + "ies", stem[:-1] + "ied")
    yield from (stem + stem[-1] + ending for ending in _ENDINGS if len(ending) > 1)
