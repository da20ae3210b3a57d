"""Which nation did it to which: told by the nation before and behind a verb, by name, people or adjective.

"India shot down five Pakistani aircraft" and أسقطت باكستان خمس طائرات هندية name each other's doer. Only two verbs of
the same topic, both active, are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pipeline.numbers.compare.deeds import COMMAS, MARKS
from pipeline.numbers.compare.words import Word
from pipeline.numbers.lexicon.nations import nation_of
from pipeline.numbers.lexicon.parties import Side, party_list
from pipeline.numbers.quantity import Language
from pipeline.numbers.read.rules import Rule, rule

_BEFORE, _BEHIND = 16, 14
_MARKS = (*MARKS, *COMMAS)
_THAT = ("ان", "انها", "انه", "انهم", "بان", "بانها", "بانه", "وان", "وانها")
_SAID, _PRONOUNS = ("said", "says", "announced"), ("it", "they", "he", "she", "that")
_HEADLINE = 3
"""Words before an Arabic verb of which one is its subject in the order of headlines."""
_WHERE = frozenset(
    {
        "in", "at", "near", "over", "through", "via", "off", "during", "inside", "across", "outside", "between",
        "في", "قرب", "عبر", "فوق", "داخل", "خلال", "شمال", "جنوب", "شرق", "غرب", "بين", "قبالة", "لدي", "سفير", "قباله",
    }
)  # fmt: skip
_BY, _FOR, _FROM = "ب", "ل", "من"


class Sides(NamedTuple):
    """The nation that does and the one to which it is done, in two texts; `same` says that both verbs name them alike:
    "lent" and "lent", not "lent" and "borrowed".
    """

    one: tuple[str, str]
    two: tuple[str, str]
    same: bool


NationRule = Rule[Callable[[Sides], bool]]


@rule(
    "exchanged-nations",
    reads="the nations of a deed in each other's place, also where one is an adjective",
    must=(
        ("طلبت تونس من الجزائر 15 شاحنة", "Algeria asked Tunisia for 15 lorries"),
        ("أوقفت البحرية المغربية 15 صيادا إسبانيا", "Spain's navy arrested 15 Moroccan fishermen"),
    ),
    leaves=("أسقطت باكستان خمس طائرات هندية", "Pakistan shot down five Indian aircraft"),
)
def _exchanged_nations(sides: Sides) -> bool:
    return sides.one == (sides.two[::-1] if sides.same else sides.two)


NATIONS: tuple[NationRule, ...] = (_exchanged_nations,)
"""The rules that judge which nation did it to which."""


def changed_nations(arabic: tuple[Sequence[Word], int, Side], english: tuple[Sequence[Word], int, Side]) -> bool:
    """Whether the nations of two active verbs, at a place of the words of each text, changed places."""
    two = _english(*english[:2])
    one = None if two is None else _arabic(*arabic[:2])
    if one is None or two is None or one[0] == one[1]:
        return False
    return _exchanged_nations.apply(Sides(one, two, arabic[2] == english[2]))


def _english(words: Sequence[Word], at: int) -> tuple[str, str] | None:
    """The nation named last before a verb, and the first behind it."""
    before: list[int] = []
    for place in range(at - 1, max(at - _BEFORE, 0) - 1, -1):
        word = words[place].folded
        quoted = word in _SAID and words[place + 1].folded in _PRONOUNS
        if word in _MARKS or (word in party_list("ends", "en") and not quoted and word != "that"):
            break
        before.append(place)
    behind = _until_mark(words, at, "en")
    return _pair(_named(words, before, "en"), _named(words, behind, "en"))


def _arabic(words: Sequence[Word], at: int) -> tuple[str, str] | None:
    """The subject and the object: before the verb and behind it, or, where the verb leads, the first two behind it."""
    before: list[int] = []
    for place in range(at - 1, max(at - _BEFORE, 0) - 1, -1):
        if words[place].folded in _MARKS:
            break
        before.append(place)
    behind = _until_mark(words, at, "ar")
    quoted = any(words[place].folded in _THAT for place in before)
    subjects = _named(words, before if quoted else before[:_HEADLINE], "ar")
    objects = _named(words, behind, "ar")
    if subjects:
        return _pair(subjects, objects)
    if quoted or len(objects) < 2:
        return None
    first, second = objects[0], next((other for other in objects[1:] if other[0] != objects[0][0]), None)
    if second is None or first[1] == _FROM or _is_agent(words, first[2], second[2]):
        return None
    return (second[0], first[0]) if first[1] == _FOR != second[1] else (first[0], second[0])


def _until_mark(words: Sequence[Word], at: int, lang: Language) -> list[int]:
    """The places behind a verb up to the end of its clause."""
    found = []
    for place in range(at + 1, min(at + 1 + _BEHIND, len(words))):
        if words[place].folded in _MARKS or words[place].folded in party_list("ends", lang):
            break
        found.append(place)
    return found


def _named(words: Sequence[Word], places: Iterable[int], lang: Language) -> list[tuple[str, str, int]]:
    """The nations named at `places`, each with what is glued before it or leads it, less those that say where."""
    found = []
    for place in places:
        known = nation_of(words[place].folded, lang)
        if known is None:
            continue
        lead = words[place - 1].folded if place else ""
        nation, form = known
        if lead in _WHERE or form.preposition == _BY:
            continue
        found.append((nation, form.preposition or lead, place))
    return found


def _is_agent(words: Sequence[Word], first: int, second: int) -> bool:
    """Whether a word between two nations may say by whom it was done: the verb may be a passive."""
    return any(
        (words[place].folded in party_list("agent", "ar") and words[place].folded != _FROM)
        or words[place].folded.startswith(_BY)
        for place in range(first + 1, second)
    )  # fmt: skip


def _pair(subjects: list[tuple[str, str, int]], objects: list[tuple[str, str, int]]) -> tuple[str, str] | None:
    return (subjects[0][0], objects[0][0]) if subjects and objects else None
