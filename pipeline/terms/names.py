"""Names that one article translates in two ways: found by their sound, and brought to one where that is sure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.registry import Glossary, sounds_alike

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a\u0671]+")
_CAPITALIZED = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_]*(?:-[^\W\d_]+)*(?!\w)")
_BEFORE = ("و", "ب", "ل", "ك", "ف", "ول", "وب")
_SHORTEST = 4
_MOST_WORDS = 20_000
_LONGEST_SENTENCE = 200
"""Words of an article, and of a segment, whose names are compared: what is longer is a table or no news."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the translation of the segment at place `index` spells a name, and how it is to be spelled."""

    index: int
    arabic: str
    found: str
    wanted: str


def two_ways(sources: Sequence[str], outputs: Sequence[str], terms: Glossary | None = None) -> list[Spelling]:
    """The segments whose translation spells a name otherwise than most do (of equally many, than the first).

    A name counts where it is the only word of its segment with this sound, on either side. What the glossary has is
    left to its own check.
    """
    words = [_ARABIC.findall(source) for source in sources]
    if sum(map(len, words)) > _MOST_WORDS:
        return []
    seen: dict[str, dict[int, str]] = {}
    whole = {word for each in words for word in each}
    for index, each in enumerate(words):
        if len(each) > _LONGEST_SENTENCE or outputs[index].count(" ") > _LONGEST_SENTENCE:
            continue
        capitalized = list(dict.fromkeys(_CAPITALIZED.findall(outputs[index])))
        for word in dict.fromkeys(each):
            if len(word) >= _SHORTEST and (spelling := _only(word, each, capitalized)):
                seen.setdefault(_bare(word, whole), {})[index] = spelling
    return [
        Spelling(index, arabic, found, wanted)
        for arabic, by_index in seen.items()
        if terms is None or not terms.found(arabic)
        for wanted in [_chosen(by_index)]
        for index, found in by_index.items()
        if wanted and found.casefold() != wanted.casefold()
    ]


def unified(output: str, spelling: Spelling) -> str:
    """`output` with the name as it is to be spelled."""
    return re.sub(rf"(?<!\w){re.escape(spelling.found)}(?!\w)", lambda _: spelling.wanted, output)


def _only(word: str, others: Sequence[str], capitalized: Sequence[str]) -> str | None:
    """The only capitalized word that sounds like the name, which no other Arabic word sounds like."""
    alike = [english for english in capitalized if sounds_alike(word, english)]
    if len(alike) != 1 or any(sounds_alike(other, alike[0]) for other in others if other != word):
        return None
    return alike[0]


def _bare(word: str, whole: set[str]) -> str:
    """Without the letters before it, where the article has it without them too."""
    return next(
        (word[len(before) :] for before in _BEFORE if word.startswith(before) and word[len(before) :] in whole), word
    )


def _chosen(by_index: Mapping[int, str]) -> str | None:
    """The spelling of most; None where one is only another form of the others (Kazakh, Kazakhs)."""
    counts = Counter(by_index.values())
    spellings = sorted(counts, key=len)
    if len(counts) < 2 or any(longer.startswith(spellings[0]) for longer in spellings[1:]):
        return None
    return max(counts, key=lambda spelling: counts[spelling])  # of equals the first, as a Counter keeps their order
