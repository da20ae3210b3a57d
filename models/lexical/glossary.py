"""The glossary of a sentence: meanings for the words that a small language model is likely not to know.

Common words are left out: the model knows them, and every entry costs time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.lexical.arabic import FUNCTION_WORDS, fold, words
from models.lexical.model import LexicalModel, Meanings
from models.lexical.senses import in_context

VERSION = 2
"""Goes up with every change that can change a glossary."""

_FAMILIAR = 150.0
"""A word whose stem was read so often in the bitext gets no entry."""

_LEAST, _LEAST_SHARE = 0.1, 0.35
"""A meaning's least probability, and that of a second one as a share of the first's."""

_MOST_MEANINGS = 2
_MOST_ENTRIES = 24
_SHORTEST = 3

_NUMBERS = frozenset(
    """
        zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy
        eighty ninety hundred thousand million billion trillion half third quarter first second fourth fifth sixth
        seventh eighth ninth tenth cent percent percentage
        """.split()  # noqa: SIM905  # one a line would fill a page
)
"""Meanings that the number engine cares for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An Arabic word as it stands in the sentence, without vowel marks, and what it may mean, the likeliest first."""

    arabic: str
    english: tuple[str, ...]


def glossary(text: str, model: LexicalModel) -> list[Entry]:
    """Entries for the words of `text` that `model` knows and a small language model may not, in the text's order."""
    by_form: dict[str, str] = {}
    for word in words(text):
        folded = fold(word)
        if folded not in FUNCTION_WORDS and len(folded) >= _SHORTEST:
            by_form.setdefault(folded, word)
    ranked = in_context([model.look_up(word) for word in by_form.values()], model)
    entries = []
    for word, meanings in zip(by_form.values(), ranked, strict=True):
        # The frequency is that of stems: a name may be spelled like a common word's form.
        familiar = _FAMILIAR * (4 if meanings and meanings[0][0][0].isupper() else 1)
        if model.frequency(word) < familiar and (english := _chosen(meanings)):
            entries.append(Entry(word, english))
    return entries[:_MOST_ENTRIES]


def line(entries: Sequence[Entry]) -> str:
    """The entries as they stand in a prompt: "حساب = account / calculation; مزيف = fake"; "" for none."""
    return "; ".join(f"{entry.arabic} = {' / '.join(entry.english)}" for entry in entries)


def _chosen(meanings: Meanings) -> tuple[str, ...]:
    if not meanings or meanings[0][1] < _LEAST:
        return ()
    best = meanings[0][1]
    if meanings[0][0].casefold() in _NUMBERS:
        return ()
    chosen: list[str] = []
    for english, probability in meanings:
        if probability < max(_LEAST, _LEAST_SHARE * best) or len(chosen) == _MOST_MEANINGS:
            break
        if not any(_alike(english, other) for other in chosen):
            chosen.append(english)
    return tuple(chosen)


def _alike(word: str, other: str) -> bool:
    """Two spellings of one word, such as "Kazak" and "Kazakh", or "office" and "Office"."""
    first, second = word.casefold(), other.casefold()
    return first[:4] == second[:4] and abs(len(first) - len(second)) <= 3
