"""Two parties of which each text says one thing and another: "Intel lays off 15,000, while AMD cuts nobody".

Both texts fall into the same clauses, in whatever order. Where the names go with one clause and what is said of them,
figures and words, goes with the other, in both directions, the parties changed places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon.parties import contrast_list, party_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import Rule, rule

_MOST_WORDS = 70
"""Words of a text that is looked at: two clauses that answer each other stand in one or two sentences."""
_LEAST = 3
"""Words and figures that must go with the other party."""
_STOPS = (".", ";", "؛", "؟", "?", "!")
_COMMAS = (",", "،")
_AND = "و"


class Link(NamedTuple):
    """What both texts have once: the clause of each in which it stands, its place there, and what it is."""

    one: int
    two: int
    at: tuple[int, int]
    name: bool
    figure: bool


class Clauses(NamedTuple):
    """What links two clauses of each text: names and all else, those that go the one way and those that go the other,
    each as how often from the first and from the second Arabic clause; and whether a figure is among the else.
    """

    names: tuple[int, int]
    said: tuple[int, int]
    other_said: tuple[int, int]
    figure: bool


ContrastRule = Rule[Callable[[Clauses], bool]]


@rule(
    "exchanged-owners",
    reads="what is said of one party for what is said of the other, in two clauses that answer each other",
    must=(
        (
            "سلمت شركة لوسيد 3100 سيارة كهربائية، بينما لم تكشف ريفيان عن أرقامها بعد",
            "Rivian delivered 3,100 electric cars, while Lucid has yet to disclose its figures",
        ),
        (
            "استقبلت تركيا 52 مليون سائح، بينما تسعى اليونان إلى تجاوز رقمها السابق",
            "Greece received 52 million tourists, while Turkey is seeking to beat its previous record",
        ),
    ),
    leaves=(
        "استقبلت تركيا 52 مليون سائح، بينما تسعى اليونان إلى تجاوز رقمها السابق",
        "Greece is seeking to beat its previous record, while Turkey received 52 million tourists",
    ),
)
def _exchanged_owners(clauses: Clauses) -> bool:
    crossed = clauses.said
    return (
        all(clauses.names)
        and not any(clauses.other_said)
        and all(crossed)
        and clauses.figure
        and sum(crossed) >= _LEAST
    )


CONTRASTS: tuple[ContrastRule, ...] = (_exchanged_owners,)
"""The rules that judge of whom two clauses say what they say."""


def exchanged_owners(
    arabic: tuple[Words, Sequence[Quantity]],
    english: tuple[Words, Sequence[Quantity]],
    says: Callable[[str, str], bool],
) -> Iterator[tuple[int, int]]:
    """The places of two names, the Arabic first, of which the texts say what the other one did.

    Each text comes with its figures; `says` tells whether an Arabic and an English word say the same.
    """
    ones, twos = arabic[0].all, english[0].all
    if max(len(ones), len(twos)) > _MOST_WORDS:
        return
    first, second = list(_clauses(ones, "ar")), list(_clauses(twos, "en"))
    if not (first and second and first[-1] and second[-1]):
        return
    figures = _figure_links(arabic, english, first, second)
    if not figures:
        return
    named = _word_links(ones, twos, first, second, says, of_names=True)
    turned = list(_turned(named, figures))
    if not turned:
        return
    links = [*figures, *named, *_word_links(ones, twos, first, second, says, of_names=False)]
    for clauses, others in turned:
        if _exchanged_owners.apply(_between(links, clauses, others)):
            yield next(link.at for link in named if (link.one, link.two) == (clauses[0], others[0]))


def _turned(names: Sequence[Link], figures: Sequence[Link]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Two clauses of each text between which names go, and a figure with the other one's."""
    ways = {(link.one, link.two) for link in figures}
    for one, two in combinations(sorted({(link.one, link.two) for link in names}), 2):
        if one[0] != two[0] and one[1] != two[1] and not ways.isdisjoint({(one[0], two[1]), (two[0], one[1])}):
            yield (one[0], two[0]), (one[1], two[1])


def _between(links: Sequence[Link], ones: tuple[int, int], twos: tuple[int, int]) -> Clauses:
    """The links of two clauses of each text, where names go from `ones` to `twos` in their order."""
    straight = ((ones[0], twos[0]), (ones[1], twos[1]))
    crossed = ((ones[0], twos[1]), (ones[1], twos[0]))

    def count(ways: tuple[tuple[int, int], ...], *, name: bool) -> tuple[int, int]:
        found = [sum((link.one, link.two) == way and link.name is name for link in links) for way in ways]
        return found[0], found[1]

    return Clauses(
        names=count(straight, name=True),
        said=count(crossed, name=False),
        other_said=count(straight, name=False),
        figure=any(link.figure and (link.one, link.two) in crossed for link in links),
    )


def _clauses(words: Sequence[Word], lang: str) -> Iterator[int]:
    """For each word and mark the number of the clause in which it stands."""
    clause, fresh = 0, True
    for at, word in enumerate(words):
        after = words[at + 1].folded if at + 1 < len(words) else ""
        comma = word.folded in _COMMAS and (
            after.startswith(_AND) if lang == "ar" else after in contrast_list("en_after_comma")
        )
        parts = word.folded in _STOPS or comma or word.folded in contrast_list("ar" if lang == "ar" else "en")
        if parts and not fresh:
            clause, fresh = clause + 1, True
        elif not word.joins:
            fresh = False
        yield clause


def _word_links(
    ones: Sequence[Word],
    twos: Sequence[Word],
    first: Sequence[int],
    second: Sequence[int],
    names: Callable[[str, str], bool],
    *,
    of_names: bool,
) -> list[Link]:
    """The words that each text has once and that say the same: names, or all others."""
    found: dict[int, list[int]] = defaultdict(list)
    back: dict[int, list[int]] = defaultdict(list)
    for two, english in enumerate(twos):
        skips = english.joins or english.folded in party_list("nobody", "en")
        if skips or english.text[:1].isupper() is not of_names:
            continue
        for one, arabic in enumerate(ones):
            if not arabic.joins and names(arabic.text, english.text):
                found[two].append(one)
                back[one].append(two)
    return [
        Link(first[places[0]], second[two], (places[0], two), of_names, False)
        for two, places in found.items()
        if len({first[one] for one in places}) == 1 and len({second[other] for other in back[places[0]]}) == 1
    ]


def _figure_links(
    arabic: tuple[Words, Sequence[Quantity]],
    english: tuple[Words, Sequence[Quantity]],
    first: Sequence[int],
    second: Sequence[int],
) -> list[Link]:
    """The figures that each text has once."""
    placed: list[dict[object, list[int]]] = []
    for (words, quantities), clauses in ((arabic, first), (english, second)):
        found: dict[object, list[int]] = defaultdict(list)
        for one in quantities:
            if one.lone is None and one.kind not in ("year", "date"):
                at = sum(word.start < one.start for word in words.all)
                found[one.value].append(clauses[max(at - 1, 0)])
        placed.append(found)
    return [
        Link(ones[0], placed[1][value][0], (0, 0), False, True)
        for value, ones in placed[0].items()
        if len(ones) == 1 and len(placed[1].get(value, ())) == 1
    ]
