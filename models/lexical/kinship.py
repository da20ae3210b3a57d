"""Whether an Arabic and an English word may be said for one another, by the meanings of the lexical model.

The model is noisy and leaves meanings out, so "apart" is said only of two words that it knows well. How the thresholds
were chosen stands in docs/numbers.md.
"""

from __future__ import annotations

import tomllib
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import neg
from pathlib import Path
from typing import Literal, NamedTuple

from models.lexical.arabic import fold, stems
from models.lexical.english import irregular_forms, stem, stems_of
from models.lexical.model import LexicalModel, Table, mix, stem_weights

Kin = Literal["same", "near", "class", "unlike", "apart", "unknown"]
"""same: one is a meaning of the other; near: they share a meaning; class: one is a class to which the other may belong;
unlike: both are known and none of this holds; apart: it is sure, for one of them excludes the other or the Arabic word
is known well; unknown: one of them is not known well enough to tell."""

_SAME = 0.05
"""A meaning's least probability."""
_SHARED, _SHARED_SURE = 0.1, 0.2
"""The least probability of a meaning by way of which two words are near, and in the row that joins them."""
_BRIDGE = 255 * _SHARED
"""The first of these as the tables have it."""
_KNOWN, _KNOWN_ENGLISH, _READ = 0.35, 0.25, 3.0
"""What the first meaning of an Arabic word that is known must have, and an English word in some row; and how often the
stem was read."""
_SURE = 0.5
"""What the first meaning of an Arabic word must have that is known well."""
_PERSON_SHARE = 0.15
"""What a meaning must have that makes a word one for persons."""
_MAIN = 0.3
"""The probability of a meaning that excludes others."""
_ALIKE = 4
"""Letters with which two words must begin alike to be taken for relatives."""
_SHORTEST, _SLIP = 2, 4
"""Letters of what is too short for a stem, and of the shortest word for which another may be a slip of the pen."""
_SURE_CUT = 0.7
"""What may be cut off a word to find the stem that was misspelled."""
_ARTICLE, _ACCUSATIVE = "ال", "ا"
_ENDINGS = (("تين", "ة"), ("تان", "ة"), ("ين", ""), ("ان", ""), ("ون", ""))
"""Endings of the dual and the sound plural, and what the singular has for them."""
_AGENTS = ("er", "or", "ist")
"""How an English word ends for who or what deals with the thing that it is made from: village, villager."""
_PERSON = stem("person")
_FILE = Path(__file__).with_name("kin.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """What kin.toml says, by the stems of its words.

    `contrasts` and `likes` name the groups in which a stem stands, `told` what Arabic nouns mean, `agents` which of
    these meanings end as words for persons do, `listed` all stems that stand in any list, `no_bridge` those by way of
    which no two words are near.
    """

    anything: frozenset[str]
    persons: frozenset[str]
    things: frozenset[str]
    roles: frozenset[str]
    person_classes: frozenset[str]
    thing_classes: frozenset[str]
    contrasts: Mapping[str, Mapping[int, int]]
    likes: Mapping[str, frozenset[int]]
    told: Mapping[str, frozenset[str]]
    agents: Mapping[str, frozenset[str]]
    listed: frozenset[str]
    no_bridge: frozenset[str]


@cache
def _classes() -> Classes:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    contrasts: dict[str, dict[int, int]] = {}
    for family, notions in enumerate(table["contrasts"]):
        for place, words in enumerate(notions):
            for word in words:
                contrasts.setdefault(stem(word), {})[family] = place
    likes: dict[str, set[int]] = {}
    for group, words in enumerate(table["likes"]):
        for word in words:
            likes.setdefault(stem(word), set()).add(group)
    told = {fold(arabic): frozenset({stem(english)}) for arabic, english in table["told"].items()}
    agents: dict[str, frozenset[str]] = {}
    for forms, meanings in table["nouns"].items():
        told.update(dict.fromkeys(map(fold, forms.split()), frozenset(map(stem, meanings))))
        made = frozenset(stem(word) for word in meanings if word.endswith(_AGENTS))
        agents.update(dict.fromkeys(map(fold, forms.split()), made))
    persons, things = frozenset(map(stem, table["persons"])), frozenset(map(stem, table["things"]))
    return Classes(
        anything=frozenset(map(stem, table["anything"])),
        persons=persons,
        things=things,
        roles=frozenset(map(stem, table["roles"])),
        person_classes=frozenset(map(stem, table["person_classes"])),
        thing_classes=frozenset(map(stem, table["thing_classes"])),
        contrasts=contrasts,
        likes={word: frozenset(groups) for word, groups in likes.items()},
        told=told,
        agents=agents,
        no_bridge=frozenset(map(stem, table["no_bridge"])),
        listed=persons | things | contrasts.keys() | likes.keys() | {part for parts in told.values() for part in parts},
    )


class Rows(NamedTuple):
    """The Arabic rows that give an English word as a meaning.

    `sure` says whether any of them is sure of it, `spellings` are the words and stems of those that are, and `rows`
    the numbers of all, in either table.
    """

    sure: bool
    spellings: frozenset[str]
    rows: tuple[frozenset[int], ...]


class Kinship:
    """Tells how an Arabic and an English word are related; `model` is read once, and answers are kept."""

    def __init__(self, model: LexicalModel) -> None:
        self._model = model
        self._tables = (
            _Columns(model.by_stem, model.vocabulary, of_words=False),
            _Columns(model.by_word, model.vocabulary, of_words=True),
        )
        self.of = lru_cache(maxsize=65_536)(self._of)
        self.says = lru_cache(maxsize=65_536)(self._says)
        self._meanings = lru_cache(maxsize=16_384)(self._look_up)
        self._rows = lru_cache(maxsize=16_384)(self._find_rows)
        self._partners = lru_cache(maxsize=16_384)(self._find_partners)
        self._by_length = lru_cache(maxsize=16_384)(self._find_by_length)

    def _of(self, arabic: str, english: str) -> Kin:
        """How `arabic`, a word as a text has it, and `english` are related."""
        meanings, known, named = self._meanings(arabic)
        word = stem(english)
        share = meanings.get(word, 0.0)
        apart = _exclude(meanings, word)
        if share >= _SAME and not apart:
            return "apart" if _is_agent_of(arabic, english) else "same"
        a_class = _is_class(meanings, word) or (named and word not in _classes().things)
        if a_class and not apart:
            return "class"
        if _PERSON in meanings and _is_doer(english):
            return "class"
        if not known:
            return "unknown"
        told = _told(arabic) is not None
        # Of an Arabic noun whose names kin.toml tells, an English one listed elsewhere is another thing: well, rig.
        listed = told and word in _classes().listed
        if not (listed or self._rows(word).sure):
            return "unknown"
        if apart:
            return "apart"
        if _is_like(meanings, word) or _alike(meanings, word) or (not listed and self._has_bridge(meanings, word)):
            return "near"
        if not told and self._is_slip(arabic, word):
            return "near"
        return "apart" if _is_sure(meanings, word) else "unlike"

    def _says(self, arabic: str, english: str) -> bool:
        """Whether an Arabic and an English word are the same, which `of` takes longer to tell."""
        meanings, _, _ = self._meanings(arabic)
        word = stem(english)
        if meanings.get(word, 0.0) < _SAME or _exclude(meanings, word):
            return False
        return not _is_agent_of(arabic, english)

    def _has_bridge(self, meanings: Mapping[str, float], word: str) -> bool:
        """Whether a meaning stands beside the word in some Arabic row."""
        bridges = (part for part, share in meanings.items() if share >= _SHARED and part not in _classes().no_bridge)
        return not self._partners(word).isdisjoint(bridges)

    def _look_up(self, arabic: str) -> tuple[dict[str, float], bool, bool]:
        """The stems of a word's meanings with their probabilities, whether it is known, and whether it is a name."""
        if (told := _told(arabic)) is not None:
            return dict.fromkeys(told, 1.0), True, False
        model = self._model
        candidates = model.candidates(arabic)
        found = model.look_up(arabic, candidates)
        weights = stem_weights(candidates, model.frequencies)
        rows = [found.meanings]
        if found.source == "word":
            rows.append(mix((weight, model.by_stem.row(unit, model.vocabulary)) for unit, weight in weights))
        meanings: dict[str, float] = {}
        for row in rows:
            total: dict[str, float] = {}
            for english, share in row:
                for part in stems_of(english):
                    total[part] = total.get(part, 0.0) + share
            for part, share in total.items():
                meanings[part] = max(share, meanings.get(part, 0.0))
        known = (
            found.source in ("word", "stem")
            and max(meanings.values(), default=0.0) >= _KNOWN
            and model.frequency_of(weights) >= _READ
            and len(fold(arabic)) > 2
        )
        return meanings, known, bool(found.meanings) and found.meanings[0][0][:1].isupper()

    def _numbers(self, word: str) -> list[int]:
        """The places in the vocabulary of the words and phrases that begin with a word of the stem `word`."""
        vocabulary, found = self._model.vocabulary, list[int]()
        for beginning in (word, word.capitalize(), *irregular_forms(word)):
            at = bisect_left(vocabulary, beginning)
            while at < len(vocabulary) and vocabulary[at].startswith(beginning):
                if word in stems_of(vocabulary[at])[:1]:
                    found.append(at)
                at += 1
        return list(dict.fromkeys(found))

    def _find_rows(self, word: str) -> Rows:
        """The rows that give a word of the stem `word`."""
        frequencies = self._model.frequencies
        spellings: set[str] = set()
        found: list[frozenset[int]] = []
        sure = False
        numbers = self._numbers(word)
        for columns in self._tables:
            rows = [found_row for number in numbers for found_row in columns.rows_with(number)]
            keys = [columns.keys[row] for row, share in rows if share >= 255 * _KNOWN_ENGLISH]
            sure = sure or any(columns.of_words or frequencies.get(key, 0.0) >= _READ for key in keys)
            spellings.update(keys)
            found.append(frozenset(row for row, _ in rows))
        return Rows(sure, frozenset(spellings), tuple(found))

    def _find_partners(self, word: str) -> frozenset[str]:
        """The stems that Arabic rows give as meanings beside `word`."""
        vocabulary = self._model.vocabulary
        beside: set[int] = set()
        for columns, rows in zip(self._tables, self._rows(word).rows, strict=True):
            for row in rows:
                beside.update(columns.row(row))
        return frozenset(part for number in beside for part in stems_of(vocabulary[number]))

    def _find_by_length(self, word: str) -> dict[int, list[str]]:
        """The Arabic words and stems that are sure of `word`, by their length."""
        found: dict[int, list[str]] = defaultdict(list)
        for spelling in self._rows(word).spellings:
            found[len(spelling)].append(spelling)
        return dict(found)

    def _is_slip(self, arabic: str, word: str) -> bool:
        """Whether a stem of `arabic` is one that is sure of `word` with a letter left out or added in haste."""
        spellings = self._by_length(word)
        for unit in stems(arabic):
            one, length = unit.text, len(unit.text)
            if unit.cost > _SURE_CUT:
                return False  # and so do all that follow
            if length >= _SLIP and any(_lacks_letter(other, one) for other in spellings.get(length - 1, ())):
                return True
            if length + 1 >= _SLIP and any(_lacks_letter(one, other) for other in spellings.get(length + 1, ())):
                return True
        return False


class _Columns:
    """A table of the model turned round: in which rows an English meaning stands that has the share of a bridge.

    The entries of a meaning are chained: `_last` has its last place in the table, `_before` the one before each.
    """

    def __init__(self, table: Table, vocabulary: Sequence[str], *, of_words: bool) -> None:
        self.keys, self.of_words = tuple(table.keys), of_words
        self._starts, self._english, self._shares = table.starts, table.english, table.probabilities
        self._last, self._before = array("i", [-1]) * len(vocabulary), array("i", [-1]) * len(table.english)
        last, before = self._last, self._before
        for place, number in enumerate(table.english):
            before[place] = last[number]
            last[number] = place

    def rows_with(self, number: int) -> Iterator[tuple[int, int]]:
        """The rows that have the meaning `number`, each with its probability, of 255."""
        place = self._last[number]
        while place >= 0:
            share = self._shares[place]
            if share >= _BRIDGE:
                yield bisect_right(self._starts, place) - 1, share
            place = self._before[place]

    def row(self, row: int) -> array[int]:
        """The meanings of a row that have the share of a bridge; the likeliest stand first."""
        start = self._starts[row]
        return self._english[start : bisect_right(self._shares, -_BRIDGE, start, self._starts[row + 1], key=neg)]


def _told(arabic: str) -> frozenset[str] | None:
    """The stems of what kin.toml says that an Arabic noun means, however it stands."""
    form = _told_form(arabic)
    return None if form is None else _classes().told[form]


@lru_cache(maxsize=16_384)
def _told_form(arabic: str) -> str | None:
    """The form of an Arabic noun that kin.toml knows: without the article, counted in the accusative, the dual."""
    told, word = _classes().told, fold(arabic)
    bare = word.removeprefix(_ARTICLE)
    singulars = (bare.removesuffix(ending) + rest for ending, rest in _ENDINGS if bare.endswith(ending))
    forms = (word, bare, word.removesuffix(_ACCUSATIVE), *(one for one in singulars if len(one) > _SHORTEST))
    return next((form for form in forms if form in told), None)


def _is_doer(english: str) -> bool:
    """Whether an English word is made from a deed or a thing and says who does it: "dealers", where "deal" is left."""
    word = english.casefold().removesuffix("s")
    return word.endswith(_AGENTS) and not stem(word).endswith(_AGENTS)


def _is_agent_of(arabic: str, english: str) -> bool:
    """Whether an English word is made from what an Arabic noun means, and says who deals with it: قرية, "villagers"."""
    form, word = _told_form(arabic), english.casefold().removesuffix("s")
    if form is None or not word.endswith(_AGENTS):
        return False
    return stem(word) not in _classes().agents.get(form, (stem(word),))


def _lacks_letter(shorter: str, longer: str) -> bool:
    """Whether `shorter` is `longer` without one of its letters."""
    if shorter[0] not in longer[:2] or shorter[-1] not in longer[-2:]:
        return False  # nearly every pair
    at = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    return shorter[at:] == longer[at + 1 :]


def _is_class(meanings: Mapping[str, float], word: str) -> bool:
    """Whether the word is a class for what the meanings name, or one of these for the word."""
    known = _classes()
    if word in known.anything:
        return True
    main = [meaning for meaning, share in meanings.items() if share >= _SHARED_SURE]
    if known.anything.isdisjoint(main):
        person = not known.persons.isdisjoint(main)
        return word in (known.person_classes if person else known.thing_classes)
    return not (word in known.things and _PERSON in main)


def _exclude(meanings: Mapping[str, float], word: str) -> bool:
    """Whether a main meaning and the word are notions of which only one can be meant."""
    contrasts = _classes().contrasts
    own, share = contrasts.get(word), meanings.get(word, 0.0)
    if own is None:
        return False
    for meaning, p in meanings.items():
        others = contrasts.get(meaning) if p >= _MAIN and p > 2 * share else None
        if others is not None and any(others.get(family, notion) != notion for family, notion in own.items()):
            return True
    return False


def _is_sure(meanings: Mapping[str, float], word: str) -> bool:
    """Whether two words that are unlike are surely so: not where both may be persons, unless each is known well and
    the Arabic one is no part that anyone may play.
    """
    persons, roles = _classes().persons, _classes().roles
    person = min(1.0, sum(share for part, share in meanings.items() if part in persons))
    if person < _PERSON_SHARE:
        return word not in persons or max(meanings.values()) >= _SURE
    if word not in persons:
        return word in _classes().things
    return person >= _SURE and all(part not in roles for part, p in meanings.items() if p >= _MAIN)


def _is_like(meanings: Mapping[str, float], word: str) -> bool:
    """Whether translators take a meaning and the word for one another."""
    likes = _classes().likes
    groups = likes.get(word)
    return groups is not None and any(
        share >= _SHARED and not groups.isdisjoint(likes.get(meaning, ())) for meaning, share in meanings.items()
    )


def _alike(meanings: Mapping[str, float], word: str) -> bool:
    """Whether a meaning begins like the word: "journal", "journalism"."""
    return len(word) >= _ALIKE and any(
        share >= _SAME and len(part) >= _ALIKE and (word.startswith(part) or part.startswith(word))
        for part, share in meanings.items()
    )
