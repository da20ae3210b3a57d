"""Which words of two texts are surely said for one another: names by their letters, nations, what a lexicon knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.numbers.compare.joints import bare
from pipeline.numbers.compare.words import Kinship, Word, Words
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.lexicon.nations import nation_of
from pipeline.numbers.quantity import Language, Quantity

_ARTICLE = "ال"
_NAME, _MEANING = 2, 1
"""How sure a link is: by a name, or by a meaning. Of two links of one word the surer one counts."""


class Link(NamedTuple):
    """Words of the source that are said by words of the target and by no others: where they begin in either, in order.

    `named` says that they are a name, by which nothing else is meant.
    """

    places: tuple[tuple[int, ...], tuple[int, ...]]
    named: bool


class _Told(NamedTuple):
    """A word, the nation that it names, and where it stands in the text."""

    text: str
    nation: str | None
    places: tuple[int, ...]


def links_of(
    words: tuple[Sequence[Word], Sequence[Word]],
    kinship: Kinship,
    *,
    languages: tuple[Language, Language],
    only_names: bool = False,
) -> list[Link]:
    """The links between some words of the source and some of the target; with `only_names` those of names, for which
    the lexicon is hardly asked.
    """
    ones, twos = (_told(side, lang) for side, lang in zip(words, languages, strict=True))
    grades = {
        (i, j): grade
        for i, one in enumerate(ones)
        for j, two in enumerate(twos)
        if (grade := _grade(one, two, kinship, only_names=only_names))
    }
    best: tuple[dict[int, int], dict[int, int]] = {}, {}
    for pair, grade in grades.items():
        for side in (0, 1):
            best[side][pair[side]] = max(best[side].get(pair[side], 0), grade)
    found = []
    for lefts, rights in _joined(
        [pair for pair, grade in grades.items() if grade == best[0][pair[0]] == best[1][pair[1]]]
    ):
        found.append(Link((_places(lefts, ones), _places(rights, twos)), all(best[0][i] == _NAME for i in lefts)))
    return found


def _places(group: Iterable[int], told: Sequence[_Told]) -> tuple[int, ...]:
    return tuple(sorted(place for i in group for place in told[i].places))


def plain_words(words: Words, quantities: Sequence[Quantity], start: int, end: int) -> list[Word]:
    """The words of a text from `start` to `end` that say something and are no part of a quantity."""
    taken = {
        word.start
        for one in quantities
        if one.lone is None and one.end > start and one.start < end
        for word in words.between(one.start, one.end)
    }
    return [
        word
        for word in words.between(start, end)
        if not word.joins and word.start not in taken and word.folded[0].isalpha() and not _says_little(word)
    ]


def _says_little(word: Word) -> bool:
    """Whether an Arabic word only points at another: والآخر."""
    return word.folded.removeprefix("و").removeprefix(_ARTICLE) in word_list("not_counted")


def _told(words: Iterable[Word], lang: Language) -> list[_Told]:
    """The words, each once."""
    found: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        found[bare(word)].append(word)
    nations = {text: nation_of(same[0].folded.casefold(), lang) for text, same in found.items()}
    return [
        _Told(text, None if (nation := nations[text]) is None else nation[0], tuple(word.start for word in same))
        for text, same in found.items()
    ]


def _grade(one: _Told, two: _Told, kinship: Kinship, *, only_names: bool) -> int:
    """How sure it is that two words are said for one another; 0 where it is not."""
    if one.nation is not None and two.nation is not None:
        return _NAME if one.nation == two.nation else 0
    if (only_names and not kinship.is_name(one.text, two.text)) or not kinship.says_name(one.text, two.text):
        return 0
    return _NAME if only_names or kinship.is_name(one.text, two.text) else _MEANING


def _joined(pairs: Sequence[tuple[int, int]]) -> list[tuple[set[int], set[int]]]:
    """The pairs that share a word put together."""
    groups: list[tuple[set[int], set[int]]] = []
    for one, two in pairs:
        touched = [group for group in groups if one in group[0] or two in group[1]]
        merged = ({one}.union(*(group[0] for group in touched)), {two}.union(*(group[1] for group in touched)))
        groups = [group for group in groups if group not in touched]
        groups.append(merged)
    return groups
