"""Two verbs that say the same of each other's subject, wherever else in the text each subject is named.

The object need not be a party of the deed: "Germany provided a quarter, followed by France" for قدمت فرنسا الربع، تلتها
ألمانيا. Both subjects are names, each is named in the other text, and there behind the subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from pipeline.numbers.compare.alike import is_first, may_have_object
from pipeline.numbers.compare.deeds import COMMAS, MARKS, Deed, is_passive, is_progressive
from pipeline.numbers.compare.named import is_of_nation, subject_of
from pipeline.numbers.compare.order import ends_noun
from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon.parties import party_list, transfer_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.text.clitics import forms

_SUBJECT, _BEFORE = 6, 14
"""Words behind an Arabic verb that may be its subject, and words before an English one among which its subject is."""
_AND = "and"
_TITLE = 2
"""Words behind a noun phrase that may yet be the name to which it is a title."""
_QUOTES = ('"', "'", "«", "»", "“", "”", "‘", "’")
_LONGEST = 150
"""Words of a text that is looked at: a sentence or three."""


class Swap(NamedTuple):
    """Whether the Arabic subject is named in English outside the subject, and the English one in Arabic so."""

    one: bool
    two: bool


SwapRule = Rule[Callable[[Swap], bool]]


@rule(
    "swapped-subjects",
    reads="each subject of a deed named elsewhere in the other text, where the other one is its subject",
    must=(
        ("قدمت ألمانيا 40 شاحنة، تلتها فرنسا", "France provided 40 lorries, followed by Germany"),
        ("باعت الهند 40 طائرة، متجاوزة البرازيل", "Brazil sold 40 planes, more than India"),
    ),
    leaves=("قدمت ألمانيا 40 شاحنة، تلتها فرنسا", "Germany provided 40 lorries, followed by France"),
)
def _swapped_subjects(swap: Swap) -> bool:
    return swap.one and swap.two


SWAPS: tuple[SwapRule, ...] = (_swapped_subjects,)
"""The rules that judge whether two subjects changed places."""


def swapped_subjects(
    pairs: Iterable[tuple[Deed, Deed]],
    arabic: Words,
    english: Words,
    quantities: tuple[Sequence[Quantity], Sequence[Quantity]],
    figures: frozenset[int],
    names: Callable[[str, str], bool],
) -> Iterator[tuple[int, int]]:
    """The places of two verbs of one side, the Arabic first, of which each has the other's subject for its own.

    `quantities` are those of the Arabic and the English text, `figures` where the words of the former stand; `names`
    tells whether an Arabic and an English word name the same.
    """
    if max(len(arabic.texts), len(english.texts)) > _LONGEST:
        return
    for one, two in pairs:
        if _figure(quantities[0], arabic.all[one.at]) != _figure(quantities[1], english.all[two.at]):
            continue  # Hamas freed 3 in return for 183 that Israel freed
        told = _subject(english, two.at)
        own = _phrase(arabic, one.at, figures) if told else []
        swap = _swap(arabic.all, english.all, own, told, names) if own else Swap(False, False)
        if _swapped_subjects.apply(swap):
            yield one.at, two.at


def _swap(
    arabic: Sequence[Word],
    english: Sequence[Word],
    own: list[int],
    told: list[int],
    names: Callable[[str, str], bool],
) -> Swap:
    """How each subject is named in the other text; `own` and `told` are the places of the words of the two."""
    capital = [at for at, word in enumerate(english) if _is_name(word)]
    title = _TITLE if len(own) == 1 else 0
    near = [*own, *range(own[-1] + 1, min(own[-1] + 1 + title, len(arabic)))]  # السيدة ثورن
    if any(names(arabic[one].text, english[two].text) for one in near for two in told if not english[two].joins):
        return Swap(False, False)
    elsewhere = [place for place in capital if place > told[-1]]
    nouns = [at for at in own if not is_of_nation(arabic[at].folded)]
    if not any(names(arabic[at].text, english[place].text) for at in nouns for place in elsewhere):
        return Swap(False, False)
    behind = [at for at in range(own[-1] + 1, len(arabic)) if not arabic[at].joins]
    before = [at for at in range(own[0]) if not arabic[at].joins]
    heads = [english[at].text for at in told if at in capital]
    two = any(
        any(names(arabic[at].text, head) for at in behind) and not any(names(arabic[at].text, head) for at in before)
        for head in heads
    )
    return Swap(True, two)


def _figure(quantities: Sequence[Quantity], verb: Word) -> Fraction | None:
    """The first figure behind a verb: what it was done to."""
    return next((one.value for one in quantities if one.start >= verb.end and one.lone is None), None)


def _is_name(word: Word) -> bool:
    return word.text[:1].isupper() and not word.joins


def _subject(english: Words, at: int) -> list[int]:
    """The places of the subject of an active English verb, in order; none where it has no name."""
    texts = english.texts
    if is_passive(texts, at) or (texts[at].endswith("ing") and not is_progressive(texts, at)):
        return []
    if not may_have_object(texts, at):
        return []
    words = english.all
    before: list[Word] = []
    for place in range(at - 1, max(at - _BEFORE, -1), -1):
        word = words[place]
        if word.folded in MARKS or word.folded in COMMAS or word.folded in party_list("ends", "en"):
            if word.folded == _AND:
                return []  # "Eni and BP"
            break
        before.append(word)
    if not before or before[-1].folded in transfer_list("leads", "en"):
        return []
    kept = {word.start for word in subject_of(before, whole=False)}
    nobody = party_list("nobody", "en")
    found = [
        place
        for place in range(max(at - _BEFORE, 0), at)
        if words[place].start in kept and words[place].folded not in nobody
    ]
    return found if any(_is_name(words[place]) for place in found) else []


def _phrase(arabic: Words, at: int, figures: frozenset[int]) -> list[int]:
    """The places of the noun phrase behind an Arabic verb that leads its clause."""
    if not is_first(arabic.texts, at):
        return []
    words = arabic.all
    found: list[int] = []
    for place in range(at + 1, min(at + 1 + _SUBJECT, len(words))):
        word = words[place]
        if word.folded in _QUOTES:
            continue
        stops = word.folded in MARKS or word.folded in COMMAS or word.start in figures or word.joins
        if (
            stops
            or word.folded in party_list("late_subject", "ar")
            or any(form.preposition for form in forms(word.folded))
        ):
            break
        found.append(place)
        if place + 1 < len(words) and ends_noun(word, words[place + 1]):
            break
    return found
