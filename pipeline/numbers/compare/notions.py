"""What two texts name: an error where each names one thing or deed of a family of which the other says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, get_args

from pipeline.numbers.compare.words import Words, quote
from pipeline.numbers.lexicon.notions import IGNORED, Family, families, known_forms, names, phrase_beginnings
from pipeline.numbers.quantity import Finding, FindingType, Language
from pipeline.numbers.read.rules import Rule
from pipeline.numbers.text.clitics import forms, without_pronoun
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.text.kept import Kept
from pipeline.numbers.write.explain import says

_LONGEST = 600
"""Characters of a text from which it tells of too much for its nouns to answer to one another."""
_SHORTEST = 2
_FUTURE = ("سي", "ست")
_ENDINGS = (
    ("ا", ""),
    ("تين", "ه"),
    ("تان", "ه"),
    ("تا", "ه"),
    ("تي", "ه"),
    ("ين", ""),
    ("ان", ""),
    ("ون", ""),
    ("ي", ""),
)
"""What an Arabic noun has at its end when it is counted, dual or plural, and what its singular has for it."""
_ENDINGS_BY_LETTER = {
    letter: tuple(pair for pair in _ENDINGS if pair[0].endswith(letter)) for letter in {one[-1] for one, _ in _ENDINGS}
}
_BOUND, _FEMININE = "ت", "ه"
_PLURALS = (("ies", "y"), ("es", ""), ("s", ""))


class Reading(NamedTuple):
    """What a word names, in which form, and what it may stand for."""

    form: str
    surely: tuple[str, ...]
    perhaps: tuple[str, ...]


class Named(NamedTuple):
    """What a text names: the notions with the place of the first word that names each, and those that some word may
    stand for.
    """

    surely: dict[str, int]
    perhaps: frozenset[str]

    def lacks(self, notion: str) -> bool:
        """Whether no word of the text may stand for a notion."""
        return notion not in self.surely and notion not in self.perhaps


Pair = tuple[str, str]
NotionRule = Rule[Callable[[Family], FindingType | None]]


def _rule(name: str, kind: FindingType, *, reads: str, must: tuple[Pair, Pair], leaves: Pair) -> NotionRule:
    """A rule for the families of one kind."""

    def apply(family: Family) -> FindingType | None:
        return kind if family.kind == kind else None

    return Rule(name, None, reads, must, leaves, apply)


NOTIONS: tuple[NotionRule, ...] = (
    _rule(
        "other-notion",
        "counted",
        reads="one thing for another of its family, of which the other text says nothing",
        must=(
            ("أنفقت 31% من دخلها على الغذاء", "It spent 31% of its income on housing"),
            ("نفق 90 رأسا من الأغنام", "90 cattle died"),
        ),
        leaves=("نفق 90 رأسا من الأغنام والأبقار", "90 cattle died"),
    ),
    _rule(
        "other-deed",
        "direction",
        reads="one deed for the contrary one, of which the other text says nothing",
        must=(
            ("استأنفت الشركة 4 رحلات", "The company suspended 4 flights"),
            ("ألغت الحكومة رسما قدره 20%", "The government imposed a duty of 20%"),
        ),
        leaves=("استأنفت الشركة 4 رحلات كانت معلقة", "The company lifted its suspension of 4 flights"),
    ),
)


def find_other_notions(words: tuple[Words, Words], *, languages: tuple[Language, Language]) -> list[Finding]:
    """One error for each family of which either text names one notion that the other lacks."""
    if any(each.reaches(_LONGEST) for each in words):
        return []
    one = _named(words[0])
    if not one.surely:
        return []
    two = _named(words[1])
    missing = {notion for notion in one.surely if two.lacks(notion)}
    added = {notion for notion in two.surely if one.lacks(notion)}
    if not missing or not added:
        return []
    said = one.surely.keys() | two.surely.keys()
    found: dict[tuple[str, str], Finding] = {}
    for family in families():
        if family.beside_figure:
            continue
        here, there = missing & family.notions, added & family.notions
        if len(here) != 1 or len(there) != 1 or not family.unless.isdisjoint(said):
            continue
        (lost,), (new,) = here, there
        for rule in NOTIONS:
            kind = rule.apply(family)
            if kind is None:
                continue
            places = (words[0].all[one.surely[lost]], words[1].all[two.surely[new]])
            sides = quote(places[0], rule.name), quote(places[1], rule.name)
            message = says(*sides, languages=languages)
            found.setdefault((lost, new), Finding(kind, "error", *sides, message, rule=rule.name))
    return list(found.values())


def is_another(nouns: tuple[str, str], words: tuple[Words, Words]) -> bool:
    """Whether two nouns, one of each text, name notions of one family, and no other word may stand for either's.

    The noun of the source is looked for in the target alone, for a source tells of more than what it counts.
    """
    one, two = (_READINGS[each.lang][fold_word(noun)] for noun, each in zip(nouns, words, strict=True))
    if one is None or two is None:
        return False
    here, there = frozenset(one.surely), frozenset((*two.surely, *two.perhaps))
    apart = [each for each in families() if each.kind == "counted" and here & each.notions and there & each.notions]
    if here & there or not apart:
        return False
    named = _named(words[1])
    return any(named.lacks(notion) for family in apart for notion in here & family.notions)


def _named(words: Words) -> Named:
    phrases = names(words.lang, surely=True)
    surely: dict[str, int] = {}
    perhaps: set[str] = set()
    behind, texts = -1, words.texts
    for at, reading in words.known_to(_READINGS[words.lang]):
        perhaps.update(reading.perhaps)
        phrase = _phrase(reading.form, texts[at + 1], words.lang) if at + 1 < len(texts) else None
        if phrase is not None:
            if IGNORED not in phrases[phrase]:
                perhaps.update(reading.surely)
            for notion in phrases[phrase]:
                surely.setdefault(notion, at)
            behind = at + 1
        elif at > behind:
            for notion in reading.surely:
                surely.setdefault(notion, at)
        else:
            perhaps.update(reading.surely)
    return Named(surely, frozenset(perhaps))


def _phrase(first: str, second: str, lang: Language) -> str | None:
    """What two words in a row are joined to in the table, if they stand there."""
    if first not in phrase_beginnings(lang):
        return None
    known, reading = names(lang, surely=True), _READINGS[lang][second]
    seconds = (second,) if reading is None else (second, reading.form)
    return next((phrase for word in seconds if (phrase := f"{first}_{word}") in known), None)


def _read(word: str, *, lang: Language) -> Reading | None:
    """What the table has of a folded word: it names what its form with as little as possible taken off it names."""
    known = known_forms(lang)
    found = (each for each in (_english_forms(word) if lang == "en" else _arabic_forms(word)) if each in known)
    candidates = tuple(dict.fromkeys(found))
    if not candidates:
        return None  # nearly every word
    sure, unsure, beginnings = names(lang, surely=True), names(lang, surely=False), phrase_beginnings(lang)
    form = next((each for each in candidates if each in sure or each in beginnings), "")
    perhaps = tuple(notion for each in candidates for notion in unsure.get(each, ()))
    return Reading(form, sure.get(form, ()), perhaps) if form or perhaps else None


def _english_forms(word: str) -> Iterator[str]:
    yield word
    yield from (word.removesuffix(ending) + rest for ending, rest in _PLURALS if word.endswith(ending))


def _arabic_forms(word: str) -> Iterator[str]:
    for form in forms(word):
        yield form.stem
        if form.stem.startswith(_FUTURE):
            yield form.stem[1:]
        owned = without_pronoun(form.stem)
        if owned is not None:  # before the accusative: their crew, حافلتها
            if owned[0].endswith(_BOUND):
                yield owned[0].removesuffix(_BOUND) + _FEMININE
            yield owned[0]
            yield from _singulars(owned[0])
        yield from _singulars(form.stem)


def _singulars(stem: str) -> Iterator[str]:
    """A noun without what it has at its end when it is counted, dual or plural."""
    for ending, rest in _ENDINGS_BY_LETTER.get(stem[-1:], ()):
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST:
            yield stem.removesuffix(ending) + rest


_READINGS = {lang: Kept(partial(_read, lang=lang)) for lang in get_args(Language)}
