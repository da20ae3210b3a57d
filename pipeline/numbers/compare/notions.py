"""What two texts name: an error where each names one thing or deed of a family of which the other says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import NamedTuple, get_args

from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon.notions import IGNORED, Family, families, namings, phrase_beginnings
from pipeline.numbers.quantity import Finding, FindingType, Language, Quantity
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
_BOUND, _FEMININE = "ت", "ه"
_PLURALS = (("ies", "y"), ("es", ""), ("s", ""))
_ONE = Fraction(1)


class Named(NamedTuple):
    """What a text names: the notions with the first word that names each, and those that some word may stand for."""

    surely: dict[str, Word]
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
    if any(each.all and each.all[-1].end > _LONGEST for each in words):
        return []
    one, two = _named(words[0]), _named(words[1])
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
        pair = (*here, *there)
        for rule in NOTIONS:
            kind = rule.apply(family)
            if kind is None:
                continue
            sides = _quote(one.surely[pair[0]], rule.name), _quote(two.surely[pair[1]], rule.name)
            message = says(*sides, languages=languages)
            found.setdefault(pair, Finding(kind, "error", *sides, message, rule=rule.name))
    return list(found.values())


def is_another(nouns: tuple[str, str], words: tuple[Words, Words]) -> bool:
    """Whether two nouns, one of each text, name notions of one family, and no other word may stand for either's.

    The noun of the source is looked for in the target alone, for a source tells of more than what it counts.
    """
    one, two = _notions(nouns[0], words[0].lang, sure=True), _notions(nouns[1], words[1].lang, sure=False)
    apart = [each for each in families() if each.kind == "counted" and one & each.notions and two & each.notions]
    if one & two or not apart:
        return False
    there = _named(words[1])
    return any(there.lacks(notion) for family in apart for notion in one & family.notions)


def _notions(noun: str, lang: Language, *, sure: bool) -> frozenset[str]:
    form = _NAMES[lang][fold_word(noun)]
    names = namings(lang).get(form, ()) if form is not None else ()
    return frozenset(notion for notion, surely in names if surely or not sure)


def _named(words: Words) -> Named:
    names, known = _NAMES[words.lang], namings(words.lang)
    surely: dict[str, Word] = {}
    perhaps: set[str] = set()
    behind = -1
    for at, word in enumerate(words.all):
        form = names[word.folded]
        if form is None:
            continue
        phrase = _phrase(form, words.all[at + 1].folded, words.lang) if at + 1 < len(words.all) else None
        sure = at > behind
        if phrase is not None:
            if any(notion != IGNORED for notion, _ in known[phrase]):
                perhaps.update(notion for notion, _ in known.get(form, ()))
            form, behind = phrase, at + 1
        for notion, surely_named in known.get(form, ()):
            if surely_named and sure:
                surely.setdefault(notion, word)
            else:
                perhaps.add(notion)
    return Named(surely, frozenset(perhaps))


def _phrase(first: str, second: str, lang: Language) -> str | None:
    """What two words in a row are joined to in the table, if they stand there."""
    if first not in phrase_beginnings(lang):
        return None
    known = namings(lang)
    joined = (f"{first}_{word}" for word in (second, _NAMES[lang][second]))
    return next((phrase for phrase in joined if phrase in known), None)


def _known_form(word: str, *, lang: Language) -> str | None:
    """The form of a folded word that the table has: with as little taken off it as possible; None where it has none."""
    known, beginnings = namings(lang), phrase_beginnings(lang)
    candidates = _english_forms(word) if lang == "en" else _arabic_forms(word)
    return next((form for form in candidates if form in known or form in beginnings), None)


def _english_forms(word: str) -> Iterator[str]:
    yield word
    yield from (word.removesuffix(ending) + rest for ending, rest in _PLURALS if word.endswith(ending))


def _arabic_forms(word: str) -> Iterator[str]:
    for form in forms(word):
        stem = form.stem
        yield from _singulars(stem)
        if stem.startswith(_FUTURE):
            yield stem[1:]
        owned = without_pronoun(stem)
        if owned is not None:
            yield owned[0].removesuffix(_BOUND) + _FEMININE
            yield from _singulars(owned[0])


def _singulars(stem: str) -> Iterator[str]:
    """A noun as it stands, and without what it has at its end when it is counted, dual or plural."""
    yield stem
    for ending, rest in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST:
            yield stem.removesuffix(ending) + rest


_NAMES = {lang: Kept(partial(_known_form, lang=lang)) for lang in get_args(Language)}


def _quote(word: Word, rule_name: str) -> Quantity:
    """A word of the text, as a quantity that may go unsaid."""
    return Quantity(word.start, word.end, word.text, "measure", _ONE, soft=True, lone="now", rule=rule_name)
