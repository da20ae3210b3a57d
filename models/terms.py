"""A user's own words: which terms of a glossary occur in an Arabic text, and whether an English text has them.

A term occurs through clitics, plurals and spellings. A name, whose English is written with capitals, takes clitics
alone: قطر is Qatar in وقطر, and neither in قطرة nor in القطر.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from models.lexical.arabic import FUNCTION_WORDS, fold, noun_stems

if TYPE_CHECKING:
    from models.lexical.model import LexicalModel

VERSION = 1
"""Goes up with every change that can change which terms are found."""

MOST_TERMS = 24
"""Terms of one sentence that go into its prompt."""

_TOKEN = re.compile("[\\w\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_GAP = re.compile("[^\\S\n]{0,3}[\"'“”«»‘’\u200c-\u200f‐-–-]?[^\\S\n]{0,3}")
"""What may stand between two words of a term."""

_BEFORE_NAME = re.compile("[وف]?[بلك]?")
_BEFORE_DEFINITE = re.compile("[وف]?(?:[بك]?ال|لل)")
_BEFORE_LATIN = re.compile("[وف]?(?:[بك]?ال|لل|[بلك])?")
_PROCLITICS = 4  # letters, at most

_HEAD_COST, _REST_COST = 3.1, 0.95
"""What may be taken off the first word of a term as a text has it (وبالحسابات), and off the others, which follow no
conjunction or preposition."""

_SHORTEST_STEM = 3
_PRONOUNS = ("", "ه", "ها", "هم", "هن", "هما", "نا", "كم")
_SMALL = frozenset("a an and at by de for from in la of on or the to with".split())  # noqa: SIM905

_ENGLISH = re.compile(r"\w+")
_LONGEST_GAP = 2
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "feet": "foot", "teeth": "tooth",
    "lives": "life", "crises": "crisis", "criteria": "criterion", "data": "datum",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """An entry: what the Arabic is in English. `note` is for people.

    `keep`: it is written in Latin letters in the Arabic text, and stays letter for letter. `never` are wordings that a
    translation must not have for it. `must`: a translation without it is wrong, not only worth a look.
    """

    arabic: str
    english: str
    note: str = ""
    keep: bool = False
    never: tuple[str, ...] = ()
    must: bool = False

    @property
    def is_name(self) -> bool:
        """Whether it is written with capitals (small words aside), so that it has no other forms."""
        words = [word for word in _ENGLISH.findall(self.english) if word.casefold() not in _SMALL]
        return self.keep or (bool(words) and all(not word[0].islower() for word in words))


@dataclass(frozen=True, slots=True)
class Found:
    """A term and the place of its wording in the text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text or a term, folded, with its place."""

    folded: str
    start: int
    end: int


class Glossary:
    """Terms, to be looked for in texts. `digest` tells which they are."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)
        data = [VERSION, [asdict(term) for term in self.terms]]
        self.digest = sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
        self._words = [_words(term.arabic) for term in self.terms]
        self._by_head: dict[str, list[int]] = {}
        for place, (term, words) in enumerate(zip(self.terms, self._words, strict=True)):
            for key in _keys(words[0].folded, name=term.is_name) if words else ():
                self._by_head.setdefault(key, []).append(place)

    def __len__(self) -> int:
        return len(self.terms)

    def found(self, text: str) -> list[Found]:
        """The terms in `text` in its order; of two that overlap the first, of two that begin together the longer."""
        words = _words(text)
        found: list[Found] = []
        at = 0
        while at < len(words):
            best = max(self._at(text, words, at), key=lambda pair: pair[1], default=None)
            if best is None:
                at += 1
                continue
            place, size = best
            found.append(Found(self.terms[place], words[at].start, words[at + size - 1].end))
            at += size
        return found

    def line(self, text: str) -> tuple[str, str]:
        """The terms of `text` as they stand in a prompt, "حساب مزيف = fake account; …", and the text without them."""
        entries: dict[str, str] = {}
        rest = text
        for item in self.found(text):
            wording = _MARKS.sub("", text[item.start : item.end])
            if wording not in entries and len(entries) == MOST_TERMS:
                break
            entries.setdefault(wording, item.term.english)
            rest = rest[: item.start] + " " * (item.end - item.start) + rest[item.end :]
        return "; ".join(f"{arabic} = {english}" for arabic, english in entries.items()), rest

    def _at(self, text: str, words: Sequence[_Word], at: int) -> Iterator[tuple[int, int]]:
        """Each term that begins at the word `at`, with the number of its words."""
        seen: set[int] = set()
        for key in _lookups(words[at].folded):
            for place in self._by_head.get(key, ()):
                if place in seen:
                    continue
                seen.add(place)
                size = len(self._words[place])
                if at + size <= len(words) and self._stands(text, words[at : at + size], place):
                    yield place, size

    def _stands(self, text: str, words: Sequence[_Word], place: int) -> bool:
        gaps = pairwise(words)
        if not all(_GAP.fullmatch(text, before.end, after.start) for before, after in gaps):
            return False
        term, own = self.terms[place], self._words[place]
        if len(own) == 1 and own[0].folded in FUNCTION_WORDS and not _is_written(text, words[0], term.arabic):
            return False  # علي is a name, and على a preposition
        alike = _same_name if term.is_name else _same_noun
        return all(
            alike(word.folded, wanted.folded, head=not number)
            for number, (word, wanted) in enumerate(zip(words, own, strict=True))
        )


def standing(text: str, term: Term) -> list[tuple[int, int]]:
    """Where the English `text` has the English of `term`: in any number, and whatever the case of its letters; what is
    kept as it is, letter for letter."""
    if term.keep:
        form = rf"(?<!\w){re.escape(term.english)}(?!\w)"
        return [(match.start(), match.end()) for match in re.finditer(form, text)]
    return wordings(text, term.english, inflected=not term.is_name)


def wordings(text: str, english: str, *, inflected: bool = True) -> list[tuple[int, int]]:
    """Where `text` has the words of `english` one after the other; `inflected`, also in another number."""
    form = _singular if inflected else str.casefold
    wanted = [form(word) for word in _ENGLISH.findall(english)]
    if len(wanted) > 1 and wanted[0] == "the":
        wanted = wanted[1:]
    words = [(form(match[0]), match.start(), match.end()) for match in _ENGLISH.finditer(text)]
    places = []
    for at in range(len(words) - len(wanted) + 1 if wanted else 0):
        part = words[at : at + len(wanted)]
        close = all(after[1] - before[2] <= _LONGEST_GAP for before, after in pairwise(part))
        if close and [word for word, _, _ in part] == wanted:
            places.append((part[0][1], part[-1][2]))
    return places


def _words(text: str) -> list[_Word]:
    return [_Word(fold(match[0]).casefold(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _keys(head: str, *, name: bool) -> set[str]:
    """Under what a term is kept whose first word is `head`."""
    bare = {head.removeprefix("ال")} if len(head) > 4 else set[str]()
    return {_final(key) for key in {head} | bare | (set() if name else set(_noun_forms(head)))}


@lru_cache(maxsize=65_536)
def _lookups(word: str) -> frozenset[str]:
    """Under what terms may be kept that begin with `word` as a text has it."""
    cut = {word[size:] for size in range(min(_PROCLITICS, len(word) - 1) + 1)}
    return frozenset(map(_final, cut | set(_forms(word))))


def _final(word: str) -> str:
    """ة and ه are one letter at the end of many a hasty text."""
    return word[:-1] + "ه" if word.endswith("ة") else word


def _same_name(word: str, wanted: str, *, head: bool) -> bool:
    definite = wanted.startswith("ال") and len(wanted) > 4
    for core in (wanted, wanted[2:]) if definite else (wanted,):
        before = word[: len(word) - len(core)]
        if len(before) + len(core) != len(word) or not _ends_alike(word[len(before) :], core):
            continue
        if not before and core is wanted:
            return True
        if not head:
            continue
        pattern = _BEFORE_LATIN if core.isascii() else _BEFORE_NAME if core is wanted else _BEFORE_DEFINITE
        if pattern.fullmatch(before) and (core is wanted or before):
            return True
    return False


def _ends_alike(word: str, wanted: str) -> bool:
    return word == wanted or (wanted.endswith(("ة", "ه")) and _final(word) == _final(wanted))


def _same_noun(word: str, wanted: str, *, head: bool) -> bool:
    if _ends_alike(word, wanted):
        return True
    if wanted.isascii():
        return bool(head and word.endswith(wanted) and _BEFORE_LATIN.fullmatch(word.removesuffix(wanted)))
    if word in FUNCTION_WORDS or min(len(word), len(wanted)) < _SHORTEST_STEM:
        return False
    asked, own = _forms(word), _noun_forms(wanted) if head else _forms(wanted)
    if head and _is_other_noun(word, own):
        return False
    limit = _HEAD_COST if head else _REST_COST
    return any(
        len(stem) >= _SHORTEST_STEM and cost <= limit and own.get(stem, 99.0) <= _REST_COST
        for stem, cost in asked.items()
    )


def _is_other_noun(word: str, own: Iterable[str]) -> bool:
    """كتابة is no form of كتاب, nor حكومي of حكومة, nor مكتبات of مكتب: such an ending makes another noun."""
    if any(word.endswith(ending) and not any(form.endswith(ending) for form in own) for ending in ("ة", "ي")):
        return True
    if not word.endswith("ات") or any(form.endswith(("ة", "ات")) for form in own):
        return False
    feminine = word[:-2] + "ة"
    return any(feminine.removeprefix(before) in _known_stems() for before in ("", "ال", "و", "وال", "بال", "لل"))


@lru_cache(maxsize=65_536)
def _forms(word: str) -> dict[str, float]:
    """The stems of a word as a noun or adjective, and the singular of a broken plural, with what was taken off."""
    forms = {stem.text: stem.cost for stem in noun_stems(word)}
    for stem, cost in list(forms.items()):
        if any(word.endswith(stem + pronoun) for pronoun in _PRONOUNS):
            for lemma in _known_lemmas().get(stem, ()):
                forms.setdefault(lemma, cost + 0.1)
    return forms


@lru_cache(maxsize=65_536)
def _noun_forms(word: str) -> dict[str, float]:
    """What the first word of a term may be looked up by: itself, without its article, and the singular of a plural."""
    bare = word.removeprefix("ال") if len(word) > 4 else word
    forms = {word: 0.0, bare: 0.0}
    for ending, restored in (("ات", "ة"), ("ات", ""), ("ون", ""), ("ين", "")):
        if bare.endswith(ending) and len(bare) - len(ending) >= _SHORTEST_STEM:
            forms.setdefault(bare.removesuffix(ending) + restored, 0.5)
    return forms


def _known_lemmas() -> Mapping[str, tuple[str, ...]]:
    return _model().lemmas


def _known_stems() -> Mapping[str, int]:
    return _model().by_stem.keys


def _model() -> LexicalModel:
    from models.lexical import storage

    return storage.load()


def _is_written(text: str, word: _Word, arabic: str) -> bool:
    return _MARKS.sub("", text[word.start : word.end]) == _MARKS.sub("", arabic).strip()


@lru_cache(maxsize=65_536)
def _singular(word: str) -> str:
    word = word.casefold()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
