"""From where to where, and who against whom: "from Zamalek to Raja" for من الرجاء إلى الزمالك.

Both ends must have changed places: what Arabic names behind من stands behind "to", and what it names behind إلى behind
"from"; so do those on either side of ضد and "against".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.numbers.compare.deeds import COMMAS, MARKS
from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.read.rules import Rule, rule

_BETWEEN = 8
"""Words from one end to the preposition of the other."""
_MOST = 12
"""Ways of a text that are looked at, so that a hostile text costs no more than a long one."""
_NAME = 5
"""Words of an end: the island of Hydra."""
_AGAINST = frozenset({"ضد", "against"})
_BEFORE = 10
"""Words before "against" that may name who is against whom."""
_FROM, _TO = frozenset({"من", "from"}), frozenset({"الي", "الى", "to"})
_EITHER = _FROM | _TO
_ENDS = frozenset(
    {
        "من", "الي", "الى", "في", "عن", "علي", "بعد", "قبل", "خلال", "مقابل", "عبر", "وفق",
        "from", "to", "in", "at", "on", "after", "before", "over", "for", "during", "by", "under", "with", "and", "via",
    }
)  # fmt: skip


class Way(NamedTuple):
    """The words of where something comes from and of where it goes, and the place of the first preposition."""

    origin: tuple[str, ...]
    goal: tuple[str, ...]
    at: int


class Ends(NamedTuple):
    """How the ends of two ways agree: crosswise, and straight."""

    crossed: bool
    straight: bool


WayRule = Rule[Callable[[Ends], bool]]


@rule(
    "turned-way",
    reads="where something goes for where it comes from",
    must=(
        ("انتقلت 90 أسرة من حلب إلى اللاذقية", "90 families moved from Latakia to Aleppo"),
        ("نقل 12 جريحا من ميناء صور إلى مستشفى في بيروت", "12 wounded were taken to Tyre port from a Beirut hospital"),
    ),
    leaves=("انتقلت 90 أسرة من حلب إلى اللاذقية", "90 families moved to Latakia from Aleppo"),
)
def _turned_way(ends: Ends) -> bool:
    return ends.crossed and not ends.straight


@rule(
    "turned-against",
    reads="who is against whom, each for the other",
    must=(
        ("رفعت سامسونغ 3 دعاوى ضد هواوي", "Huawei filed 3 suits against Samsung"),
        ("رفضت المحكمة شكويين للأهلي ضد الزمالك", "The court rejected two of Zamalek's complaints against Ahly"),
    ),
    leaves=("رفعت سامسونغ 3 دعاوى ضد هواوي", "Samsung filed 3 suits against Huawei"),
)
def _turned_against(ends: Ends) -> bool:
    return ends.crossed and not ends.straight


WAYS: tuple[WayRule, ...] = (_turned_way, _turned_against)
"""The rules that judge from where to where, and who is against whom."""


def turned_ends(arabic: Words, english: Words, names: Callable[[str, str], bool]) -> Iterator[tuple[int, int, str]]:
    """The places of two prepositions, the Arabic first, whose ends changed places, and the rule that says so.

    `names` tells whether an Arabic and an English word name the same.
    """
    for turned, told in ((_turned_ways, _turned_way), (_turned_sides, _turned_against)):
        found = next(turned(arabic, english, names), None)
        if found is not None:
            yield *found, told.name


def _turned_ways(arabic: Words, english: Words, names: Callable[[str, str], bool]) -> Iterator[tuple[int, int]]:
    """Two ways that lead opposite ways."""
    ones = list(islice(_ways(arabic), _MOST))
    twos = list(islice(_ways(english), _MOST)) if ones else []
    for one in ones:
        for two in twos:
            crossed = _meet(one.origin, two.goal, names) and _meet(one.goal, two.origin, names)
            if crossed and _turned_way.apply(Ends(crossed, _agree(one, two, names))):
                yield one.at, two.at


def _turned_sides(arabic: Words, english: Words, names: Callable[[str, str], bool]) -> Iterator[tuple[int, int]]:
    """Two words for "against", where who stands before the one stands behind the other and the reverse."""
    ones = list(islice(_against(arabic), _MOST))
    twos = list(islice(_against(english), _MOST)) if len(ones) == 1 else []
    if len(twos) != 1:
        return  # of several nobody knows which goes with which
    one, two = ones[0], twos[0]
    crossed = _meet(one.origin, two.goal, names) and _meet(one.goal, two.origin, names)
    if crossed and _turned_against.apply(Ends(crossed, _meet(one.goal, two.goal, names))):
        yield one.at, two.at


def _against(words: Words) -> Iterator[Way]:
    """Who is against whom: the words before the preposition and behind it, up to a mark."""
    for at in [at for at, text in enumerate(words.texts) if text in _AGAINST]:
        led: list[str] = []
        for before in reversed(words.all[max(at - _BEFORE, 0) : at]):
            if before.folded in MARKS or before.folded in COMMAS:
                break
            if not before.joins:
                led.append(before.text)
        behind = _name(words.all, at + 1)
        if led and behind:
            yield Way(tuple(led), behind, at)


def _agree(one: Way, two: Way, names: Callable[[str, str], bool]) -> bool:
    return _meet(one.origin, two.origin, names) or _meet(one.goal, two.goal, names)


def _meet(ones: Sequence[str], twos: Sequence[str], names: Callable[[str, str], bool]) -> bool:
    return any(names(one, two) for one in ones for two in twos)


def _ways(words: Words) -> Iterator[Way]:
    """The ways that a text names, with their ends in either order: from A to B, to B from A."""
    texts = words.texts
    for at in [at for at, text in enumerate(texts) if text in _EITHER]:
        others = _TO if texts[at] in _FROM else _FROM
        for next_at in range(at + 2, min(at + 2 + _BETWEEN, len(texts))):
            text = texts[next_at]
            if text in MARKS or text in COMMAS:
                break
            if text in others:
                ends = _name(words.all, at + 1), _name(words.all, next_at + 1)
                origin, goal = ends if texts[at] in _FROM else ends[::-1]
                if origin and goal:
                    yield Way(origin, goal, at)
                break


def _name(words: Sequence[Word], start: int) -> tuple[str, ...]:
    """The words of an end, up to a mark or the next preposition."""
    found: list[str] = []
    for word in words[start : start + _NAME]:
        if word.folded in MARKS or word.folded in COMMAS or word.folded in _ENDS:
            break
        if not word.joins and not word.folded[:1].isdigit():
            found.append(word.text)
    return tuple(found)
