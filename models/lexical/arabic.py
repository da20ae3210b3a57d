"""A light Arabic analyser: one spelling for what looks the same, and the stems that a written word may be built on.

It strips what Arabic writes into a word (the conjunctions و and ف, the prepositions ب, ل and ك, the future's س, the
article, pronouns) and what inflection adds (endings of gender, number and case, the prefixes of the imperfect). It does
not decide: it lists every stem with what was taken off to find it, and whoever knows words chooses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_FOLDED = str.maketrans("أإآٱىؤئ", "اااايوي")
_WORD = re.compile("[\u0621-\u063a\u0641-\u064a\u0671]+")

_SHORTEST_STEM = 2

_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_ARTICLE = "ال"
_PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "كم", "كن", "نا", "ني", "ه", "ك", "ي")

_NOUN_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("تين", ("ة",)),
    ("تان", ("ة",)),
    ("يات", ("ية", "ي", "ا", "")),
    ("ات", ("ة", "")),
    ("يين", ("ي",)),
    ("يون", ("ي",)),
    ("ون", ("",)),
    ("ين", ("", "ي")),
    ("ان", ("",)),
    ("تي", ("ة",)),
    ("تا", ("ة",)),
    ("وا", ("",)),
    ("ية", ("ي", "")),
    ("ة", ("",)),
    ("ت", ("ة",)),
    ("ا", ("", "ي")),
    ("ي", ("",)),
    ("و", ("",)),
)
"""An ending of a noun or adjective, and what the stem may end in without it."""

_PAST_ENDINGS = ("تما", "تم", "نا", "وا", "تا", "ت", "ن", "ا")
_PRESENT_PREFIXES = ("ي", "ت", "ن", "ا")
_PRESENT_ENDINGS = ("ون", "وا", "ان", "ين", "ن", "ا", "ي", "")


def _by_letter(endings: Iterable[str]) -> dict[str, list[str]]:
    """Endings by their last letter: most words end in one that no ending has."""
    found: dict[str, list[str]] = defaultdict(list)
    for ending in endings:
        found[ending[-1:]].append(ending)
    return dict(found)


_PRONOUNS_BY_LETTER, _PAST_ENDINGS_BY_LETTER = _by_letter(_PRONOUNS), _by_letter(_PAST_ENDINGS)
_RESTORED = dict(_NOUN_ENDINGS)
_NOUN_ENDINGS_BY_LETTER = {
    letter: [(ending, _RESTORED[ending]) for ending in endings] for letter, endings in _by_letter(_RESTORED).items()
}


class Stem(NamedTuple):
    """A possible stem of a word, folded; `cost` counts what was taken off, so that 0 is the word itself."""

    text: str
    cost: float


def fold(word: str) -> str:
    """`word` without vowel marks and tatweel, with one form of alif, ya and the seats of hamza."""
    return _MARKS.sub("", word).translate(_FOLDED)


def words(text: str) -> list[str]:
    """The Arabic words of `text` as written, without vowel marks."""
    return _WORD.findall(_MARKS.sub("", text))


@lru_cache(maxsize=65536)
def stems(word: str) -> tuple[Stem, ...]:
    """Every stem that `word` may be built on, the likeliest first; always the folded word itself.

    The article excludes a pronoun, and a verb's endings exclude the article.
    """
    found: list[tuple[str, float]] = []
    for core, cost, definite in _without_proclitics(fold(word)):
        found.append((core, cost))
        found.extend((base, cost + extra) for base, extra in _without_endings(core, definite=definite))
    return _cheapest(found)


@lru_cache(maxsize=65536)
def noun_stems(word: str) -> tuple[Stem, ...]:
    """As `stems`, but of nouns and adjectives alone: nothing is taken off that only verbs have."""
    found: list[tuple[str, float]] = []
    for core, cost, _ in _without_proclitics(fold(word)):
        found += [(core, cost), *((base, cost + extra) for base, extra in _noun_bases(core, 0.5))]
        for pronoun in _PRONOUNS_BY_LETTER.get(core[-1:], ()):
            if core.endswith(pronoun):
                held = core.removesuffix(pronoun)
                restored = [held[:-1] + "ة"] if held.endswith("ت") else []
                found += [(base, cost + 0.8) for base in (held, *restored)]
                found += [(base, cost + 0.8 + extra) for base, extra in _noun_bases(held, 0.6)]
    return _cheapest(found)


def _cheapest(found: Iterable[tuple[str, float]]) -> tuple[Stem, ...]:
    """Each stem once, at its lowest cost, the cheapest first."""
    best: dict[str, float] = {}
    for text, cost in found:
        if len(text) >= _SHORTEST_STEM and cost < best.get(text, 99.0):
            best[text] = cost
    return tuple(Stem(text, cost) for cost, text in sorted((cost, text) for text, cost in best.items()))


def _without_proclitics(word: str) -> Iterator[tuple[str, float, bool]]:
    """The word without each run of proclitics that it may begin with: the rest, the cost, whether it was definite."""
    heads = [(word, 0.0)]
    heads += [(word[1:], 1.0) for letter in _CONJUNCTIONS if word.startswith(letter) and len(word) > 3]
    for head, cost in heads:
        yield head, cost, False
        if head.startswith(_ARTICLE) and len(head) > 3:
            yield head[2:], cost + 0.2, True
        if head.startswith("لل") and len(head) > 3:
            yield head[2:], cost + 0.4, True
            yield head[1:], cost + 1.2, True  # لله, للغة: the stem begins with the second ل
        for letter in _PREPOSITIONS:
            if head.startswith(letter + _ARTICLE) and len(head) > 4:
                yield head[3:], cost + 0.4, True
            elif head.startswith(letter) and len(head) > 3:
                yield head[1:], cost + 1.2, False
        if head[:2] in ("سي", "ست", "سن", "سا") and len(head) > 4:
            yield head[1:], cost + 1.0, False


def _without_endings(core: str, *, definite: bool) -> Iterator[tuple[str, float]]:
    yield from _noun_bases(core, 0.5)
    if definite:
        return
    for base, cost in _verb_bases(core):
        yield base, cost
    for pronoun in _PRONOUNS_BY_LETTER.get(core[-1:], ()):
        if core.endswith(pronoun) and len(core) - len(pronoun) >= _SHORTEST_STEM:
            held = core[: -len(pronoun)]
            cost = 0.8 if len(pronoun) > 1 or pronoun == "ه" else 1.5
            yield held, cost
            if held.endswith("ت"):
                yield held[:-1] + "ة", cost
            elif held.endswith("ا"):
                yield held[:-1] + "ي", cost + 0.1  # مستواه: مستوى
            elif held[-1] in "يو":
                yield held[:-1] + "ء", cost + 0.1  # أعضائه: أعضاء
            for base, extra in (*_noun_bases(held, 0.6), *_verb_bases(held)):
                yield base, cost + extra


def _noun_bases(core: str, cost: float) -> Iterator[tuple[str, float]]:
    for ending, restored in _NOUN_ENDINGS_BY_LETTER.get(core[-1:], ()):
        if core.endswith(ending) and len(core) - len(ending) >= _SHORTEST_STEM:
            stem = core[: -len(ending)]
            for place, letter in enumerate(restored):
                yield stem + letter, cost + 0.1 * place


def _verb_bases(core: str) -> Iterator[tuple[str, float]]:
    """Stems of the past, and of the present both bare and as its third person masculine, which dictionaries list."""
    for ending in _PAST_ENDINGS_BY_LETTER.get(core[-1:], ()):
        if core.endswith(ending) and len(core) - len(ending) > _SHORTEST_STEM:
            yield core[: -len(ending)], 0.7
    if len(core) > 3 and core[0] in _PRESENT_PREFIXES:
        for ending in _PRESENT_ENDINGS:
            if core.endswith(ending) and len(core) - len(ending) > _SHORTEST_STEM:
                bare = core[1 : len(core) - len(ending)] if ending else core[1:]
                cost = 0.8 if ending else 0.6
                yield "ي" + bare, cost
                yield bare, cost + 0.3


FUNCTION_WORDS = frozenset(
    fold(word)
    for word in """
        في من على إلى عن أن إن التي الذي هذا هذه ذلك تلك كان كانت يكون تكون قد لا لم لن ما هو هي هم كما بين بعد قبل
        مع أو ثم كل عند حتى منذ حيث أي غير بعض خلال أيضا إذا لو لقد له لها لهم به بها فيه فيها عليه عليها منه منها
        إنه أنه أنها إنها التى أمام حول دون ضد عبر نحو لدى تحت فوق إما سوى مثل لكن بل أما الذين اللذين اللتين
        اللواتي اللاتي هؤلاء أولئك هناك هنا ليس ليست كانوا نحن أنا أنت أنتم إياه بهذا بهذه لهذا لهذه ولا وما ومن وفي
        وهو وهي وأن وإن وقد وكان وكانت ولم ولن ولكن وعلى وإلى والتي والذي وهذا وهذه وذلك كذلك لذلك بذلك وكما فإن فقد
        عنه عنها عليهم منهم فيهم لأن لأنه لأنها بأن بأنه بأنها وأنه وأنها مما عما فيما بما كيف متى أين لماذا ماذا هل
        يا إلا عليك لك لي لنا بنا بك بي إليه إليها إليهم لدي لديه لديها لديهم ذات ذي ذو إذ عندما بينما حين وحتى
        """.split()  # noqa: SIM905  # one a line would fill a page
)
"""Words that a glossary never needs, folded."""
