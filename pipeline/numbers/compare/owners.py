"""To whom figures belong: two figures whose owners changed places, wherever in the sentence each owner is named.

What parts two figures (a mark, "and", "while", "to") parts their owners too: of two words that it parts the first
belongs to the first figure and the second to the second one, before or behind them. Where two words so belong to each
other's figure in the target, and no two to their own, the figures or their owners changed places.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, zip_longest
from typing import NamedTuple

from pipeline.numbers.compare.figures import Matched, agree_in_nouns, are_ends, is_change_of, is_respective
from pipeline.numbers.compare.joints import CONTRASTS, divides, ends_clause
from pipeline.numbers.compare.links import Link, links_of, plain_words
from pipeline.numbers.compare.texts import Texts
from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Finding, Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.write.explain import exchanged

_REACH = 120
"""Characters before the first and after the last of two figures in which their owners may be named."""
_APART = 300
"""Characters between two figures from which on nobody takes one for the other."""
_NEIGHBOURS = 3
"""With how many figures of its kind that follow in the source a figure may have changed owners."""
_CLOSE = 5
"""How many words and marks may stand between a figure and an owner by which a sentence begins or ends."""
_NO_FIGURES = ("identifier", "score")
Sides = tuple[Words, Words]


class Belongings(NamedTuple):
    """What speaks for two figures having changed owners, and what against it.

    `names` says that two names belong to each other's figure, `words` that two words do which nothing parts from it;
    `own_names` and `own_words` say that two belong to their own. `reordered` says that the figures follow one another
    in the other order in the target.
    """

    reordered: bool
    names: bool
    words: bool
    own_names: bool
    own_words: bool


OwnerRule = Rule[Callable[[Belongings], bool]]


@rule(
    "exchanged-named-owners",
    reads="two figures each of which belongs to the name of the other's owner",
    must=(
        ("سجل كريم 14 هدفا مقابل 11 لزميله سامي", "Sami has scored 14 goals to his teammate Karim's 11"),
        ("نجا الشقيقان نادر (تسعة أعوام) وفادي (سبعة أعوام)", "The brothers Nader, seven, and Fadi, nine, survived"),
    ),
    leaves=("سجل كريم 14 هدفا مقابل 11 لزميله سامي", "Sami has scored 11 goals to his teammate Karim's 14"),
)
def _exchanged_owners(told: Belongings) -> bool:
    """Where the figures follow in the other order, what belongs to its own figure moved along with it."""
    return told.names and not told.own_names and not (told.reordered and told.own_words)


@rule(
    "exchanged-holders",
    reads="two figures each of which belongs to what the other is said of, with nothing between",
    must=(
        ("يوفر الغاز 60% من حاجة المدينة والشمس 40%", "The sun covers 60% of the city's needs and gas 40%"),
        (
            "يدخن 23% من الرجال في الريف مقابل 11% في المدن",
            "Of men, 23% smoke in cities against 11% in the countryside",
        ),
    ),
    leaves=("يوفر الغاز 60% من حاجة المدينة والشمس 40%", "The sun covers 40% of the city's needs and gas 60%"),
)
def _exchanged_holders(told: Belongings) -> bool:
    return told.words and not told.own_words and not told.own_names


_NESTED = {"which", "whom", "whose"}
"""What puts one clause into another, where no order of words tells to what a figure belongs."""
OWNERS: tuple[OwnerRule, ...] = (_exchanged_owners, _exchanged_holders)
"""The rules that find figures whose owners changed places."""


def find_owners(matched: Sequence[Matched], texts: Texts) -> list[Finding]:
    """One finding for each two of the pairs `matched`, equal in value, whose owners changed places."""
    words, everything = texts.words, texts.everything
    if len(matched) < 2 or not texts.kinship.tells or any(map(is_respective, words)):
        return []
    if any(not _NESTED.isdisjoint(side.folded) for side in words):
        return []  # "the appeal, of which 47 million had been raised, is 212 million"
    said = [Counter(one.value for one in side) for side in everything]
    figures = [
        pair
        for pair in sorted(matched, key=lambda pair: pair[0].start)
        if _is_figure(pair) and said[0][pair[0].value] == said[1][pair[1].value] == 1  # in a list of years nobody knows
    ]
    found: list[Finding] = []
    done: set[int] = set()
    for i, first in enumerate(figures):
        for j in range(i + 1, min(i + 1 + _NEIGHBOURS, len(figures))):
            second = figures[j]
            if not done.isdisjoint((i, j)) or not _may_exchange(first, second, words):
                continue
            told = _belongings(first, second, texts)
            judged = None if told is None else next((one for one in OWNERS if one.apply(told)), None)
            if judged is not None:
                done |= {i, j}
                message = exchanged(first, second, languages=texts.languages)
                found.append(Finding("exchanged", "error", *first, message, rule=judged.name, other=second))
    return found


def _is_figure(pair: Matched) -> bool:
    if any(one.kind in _NO_FIGURES for one in pair):
        return False
    ranks = all(one.kind == "ordinal" and one.value is not None and one.value > 1 for one in pair)
    return ranks or not any(one.soft for one in pair)


def _may_exchange(first: Matched, second: Matched, words: Sides) -> bool:
    """Whether somebody may take one of two figures for the other: of one kind and unit in either text."""
    if first[0].value == second[0].value:
        return False
    both = tuple(zip(first, second, strict=True))
    if any(abs(one.start - two.start) > _APART for one, two in both) or all(
        one.start == two.start for one, two in both
    ):
        return False
    if any(are_ends(one, two) for one, two in both):
        return False
    if any(is_change_of(*pair, words[side]) for side, pair in enumerate(both)):
        return False  # "110,000 more, at 3.16 million"
    return any(one.kind == two.kind and (one.unit == two.unit or None in (one.unit, two.unit)) for one, two in both)


def _belongings(first: Matched, second: Matched, texts: Texts) -> Belongings | None:
    """How the linked words around two pairs of figures belong to them; None where a text does not part the two."""
    words, everything, kinship = texts.words, texts.everything, texts.kinship
    places = [
        at for side in (0, 1) if (at := _places(words[side], (first[side], second[side]), everything[side])) is not None
    ]
    if len(places) < len(words):
        return None
    kinds = [{first[side].kind, second[side].kind} for side in (0, 1)]
    zones = [
        _Zones(words[side], at, [one.start for one in everything[side] if one.kind in kinds[side] and not one.soft])
        for side, at in enumerate(places)
    ]
    if not all(zone.cuts for zone in zones):
        return None
    one, two = (plain_words(words[side], everything[side], zones[side].start, zones[side].end) for side in (0, 1))
    links = links_of((one, two), kinship, languages=texts.languages)
    told = dict.fromkeys(("names", "words", "own_names", "own_words"), False)
    told["own_words"] = agree_in_nouns((first, second), kinship) == "straight"
    framed = False
    reordered = zones[0].turned != zones[1].turned
    for named, tight, straight, frame in _pairs(zones, links):
        if straight:
            told["own_names"] |= named
            told["own_words"] |= tight
        elif reordered and frame:
            framed |= frame == _CLOSE and named and tight
        else:
            told["names"] |= named
            told["words"] |= tight
    if framed and not told["own_names"] and not told["own_words"]:
        told["names"] = True
    return Belongings(reordered, **told)


def _pairs(zones: Sequence[_Zones], links: Sequence[Link]) -> Iterator[tuple[bool, bool, bool, int]]:
    """For each two links that are parted in both texts and belong to the two figures: whether they are names, whether
    nothing stands between them and their figures, whether they belong to the same figures in both texts, and whether
    they are what the sentence begins and ends with in both (`_CLOSE` where that is close to the figures).
    """
    for p, q in combinations(links, 2):
        owned = [zone.owned(p.places[side], q.places[side]) for side, zone in enumerate(zones)]
        if not owned[0] or not owned[1]:
            continue
        sides = [*zip(zones, owned, strict=True)]
        if any(zone.has_figure_between(pairs) or zone.has_clause_between(pairs) for zone, pairs in sides):
            continue
        named = p.named and q.named
        tight = not any(zone.has_mark_between(pairs) for zone, pairs in sides)
        straight = (owned[0][0][1] == zones[0].own) == (owned[1][0][1] == zones[1].own)
        frame = all(zone.is_outer(pairs) for zone, pairs in sides)
        close = frame and all(zone.is_close(pairs) for zone, pairs in sides)
        yield named, tight, straight, _CLOSE if close else int(frame)


Owned = list[tuple[int, int]]
"""Where words begin, each with the place of the figure that it belongs to."""


class _Zones:
    """The words of a text around two figures, by what parts the two."""

    def __init__(self, words: Words, places: tuple[int, int], like: Sequence[int]) -> None:
        self.own = places[0]
        self.turned = places[0] > places[1]
        self._first, self._second = sorted(places)
        self._words, self._figures = words, sorted(like)
        self.start, self.end = self._sentences(words)
        around = words.between(self.start, self.end)
        inner = words.between(self._first + 1, self._second)
        self.cuts = [
            word.start
            for word, following in zip_longest(inner, inner[1:])
            if word is not None and divides(word, following, words.lang)
        ]
        self._marks = [word.start for word in around if ends_clause(word)]
        self._clauses = [word.start for word in around if word.folded in CONTRASTS[words.lang]]

    def _sentences(self, words: Words) -> tuple[int, int]:
        """From where to where the sentences of the two figures go, at most."""
        before = words.between(self._first - _REACH, self._first)
        behind = words.between(self._second, self._second + _REACH)
        start = next((word.end for word in reversed(before) if _ends_sentence(word)), self._first - _REACH)
        return start, next((word.start for word in behind if _ends_sentence(word)), self._second + _REACH)

    def owned(self, one: Sequence[int], two: Sequence[int]) -> Owned:
        """The places of two linked words with those of the figures they belong to; empty where nothing parts them."""
        zones = [[bisect_right(self.cuts, at) for at in places] for places in (one, two)]
        if zones[0][-1] < zones[1][0]:
            belong = (self._first, self._second)
        elif zones[1][-1] < zones[0][0]:
            belong = (self._second, self._first)
        else:
            return []
        return [*((at, belong[0]) for at in one), *((at, belong[1]) for at in two)]

    def has_figure_between(self, owned: Owned) -> bool:
        return any(_is_between(self._figures, *pair) for pair in owned)

    def has_clause_between(self, owned: Owned) -> bool:
        """Whether an owner stands in another clause than its figure, behind or before "while"."""
        return any(_is_between(self._clauses, *pair) for pair in owned)

    def has_mark_between(self, owned: Owned) -> bool:
        return any(_is_between(self._marks, *pair) for pair in owned)

    def is_outer(self, owned: Owned) -> bool:
        return not any(self._first < at < self._second for at, _ in owned)

    def is_close(self, owned: Owned) -> bool:
        return all(len(self._words.between(min(pair), max(pair))) <= _CLOSE for pair in owned)


def _places(words: Words, two: tuple[Quantity, Quantity], everything: Sequence[Quantity]) -> tuple[int, int] | None:
    """Where two figures stand. They may be what was read as one range, "48 percent to 46 percent for her"; None where
    it is one, whose second end is the greater.
    """
    if two[0].start != two[1].start:
        return two[0].start, two[1].start
    turned = next(one for one in everything if one is two[0] or one is two[1]) is two[1]
    values = [one.value or 0 for one in two]
    if (values[0] < values[1]) != turned:
        return None
    last = words.between(two[0].start, two[0].end)[-1].start
    return (last, two[0].start) if turned else (two[0].start, last)


def _ends_sentence(word: Word) -> bool:
    return word.folded in word_list("sentence_end")


def _is_between(places: Sequence[int], one: int, two: int) -> bool:
    low, high = min(one, two), max(one, two)
    at = bisect_right(places, low)
    return at < len(places) and places[at] < high
