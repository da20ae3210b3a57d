"""Two figures of like kind that changed places: "14 killed and 30 wounded" for "30 killed and 14 wounded".

Each figure has the words beside it, up to where its neighbour's begin. Two figures changed places where the words
beside each are said beside the other figure of the other text, and not beside its own. What the two texts share is told
by the lexicon that was handed in, by letters (names), and by other quantities (2023, the third quarter). The order of
the figures says nothing by itself, because lists and clauses are reordered rightly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.numbers.compare.words import Kinship, Word, Words
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Finding, Language, Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.write.explain import exchanged

_REACH = 8
"""Words before the first and after the last of several figures that may be its own."""
_WINDOW = 100
"""The same in characters."""
_NEIGHBOURS = 3
"""With how many figures of its kind that follow in the source a figure may have changed places."""
_WHEN = ("year", "date", "period", "time", "ordinal")
"""Kinds that say of which time another figure holds: where the two changed places, it is the other that is named."""
_NO_FIGURES = ("identifier", "score")
Matched = tuple[Quantity, Quantity]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a figure: the words that say something, and the other quantities."""

    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Votes:
    """For two pairs of figures, how much of what is said beside the figures speaks for each way of pairing them.

    `crossed` says for each figure of the source what stands beside the other one's target figure, `straight` what
    stands beside its own; `nouns` say the same of what they count, where the texts say that of all four.
    """

    crossed: tuple[int, int]
    straight: tuple[int, int]
    nouns: tuple[bool, bool] | None


ExchangeRule = Rule[Callable[[Votes], bool]]


def find_exchanges(
    matched: Sequence[Matched],
    everything: tuple[Sequence[Quantity], Sequence[Quantity]],
    *,
    words: tuple[Words, Words],
    kinship: Kinship,
    languages: tuple[Language, Language],
) -> list[Finding]:
    """One finding for each two of the pairs `matched`, equal in value, whose figures changed places.

    `everything` are all quantities of both texts, those of `matched` among them.
    """
    groups: dict[tuple[str, str | None], list[Matched]] = defaultdict(list)
    for pair in matched:
        one, two = pair
        if one.kind == two.kind and one.unit == two.unit and one.kind not in _NO_FIGURES and not one.soft:
            groups[one.kind, one.unit].append(pair)
    found: list[Finding] = []
    for _, pairs in sorted(groups.items(), key=lambda group: group[0][0] in _WHEN):
        if len({one.value for one, _ in pairs}) > 1:
            found.extend(_in_group(pairs, found, matched, everything, words, kinship, languages))
    return found


def _in_group(
    pairs: list[Matched],
    known: list[Finding],
    matched: Sequence[Matched],
    everything: tuple[Sequence[Quantity], Sequence[Quantity]],
    words: tuple[Words, Words],
    kinship: Kinship,
    languages: tuple[Language, Language],
) -> Iterator[Finding]:
    pairs = sorted(pairs, key=lambda pair: pair[0].start)
    sides = tuple(
        _beside([pair[side] for pair in pairs], everything[side], words[side]) for side in (0, 1)
    )
    moved = {finding.source for finding in known} | {finding.other[0] for finding in known if finding.other}
    anchors = {(one.start, two.start) for one, two in matched if one not in moved}
    done: set[int] = set()
    for i, first in enumerate(pairs):
        for j in range(i + 1, min(i + 1 + _NEIGHBOURS, len(pairs))):
            second = pairs[j]
            if first[0].value == second[0].value or i in done or j in done:
                continue
            votes = _vote((first, second), sides, anchors, kinship)
            for one in EXCHANGES:
                if one.apply(votes):
                    done |= {i, j}
                    message = exchanged(first, second, languages=languages)
                    yield Finding("exchanged", "error", *first, message, rule=one.name, other=second)
                    break


def _beside(figures: list[Quantity], everything: Sequence[Quantity], words: Words) -> dict[int, Beside]:
    """What stands beside each of `figures`, by where it begins."""
    figures = sorted(figures, key=lambda one: one.start)
    spans = [(one.start, one.end) for one in everything]
    found: dict[int, Beside] = {}
    left = _first_bound(words, figures[0])
    for figure, following in zip(figures, [*figures[1:], None], strict=True):
        if following is None:
            right, begin = _last_bound(words, figure), -1
        else:
            right, begin = _cut(words.between(figure.end, following.start), figure.end, following.start)
        said = [word for word in words.between(left, right) if not word.joins and not _inside(word, spans)]
        others = [one for one in everything if left <= one.start < right and one is not figure]
        found[figure.start] = Beside(tuple(said), tuple(others))
        left = begin
    return found


def _inside(word: Word, spans: list[tuple[int, int]]) -> bool:
    return any(start <= word.start < end for start, end in spans)


def _first_bound(words: Words, figure: Quantity) -> int:
    """Where what stands before the first figure begins to be its own."""
    count, begin = 0, figure.start - _WINDOW
    for word in reversed(words.between(begin, figure.start)):
        if word.folded in word_list("sentence_end") or count == _REACH:
            return word.end
        count += not word.joins
    return begin


def _last_bound(words: Words, figure: Quantity) -> int:
    """Where what stands after the last figure ceases to be its own."""
    count, end = 0, figure.end + _WINDOW
    for word in words.between(figure.end, end):
        if word.folded in word_list("sentence_end") or count == _REACH:
            return word.start
        count += not word.joins
    return end


def _cut(between: list[Word], start: int, end: int) -> tuple[int, int]:
    """Where the words of the left figure end and those of the right one begin; those in the middle are nobody's."""
    marks = [word for word in between if _parts(word)]
    if marks:
        return marks[0].start, marks[-1].start
    joints = [word for word in between if word.joins]
    return (joints[0].start, joints[-1].end) if joints else (end, end)


def _parts(word: Word) -> bool:
    """Whether a word or mark parts what is said of two figures: a comma, "and", "while", a glued و."""
    return word.folded in word_list("parting") or (
        len(word.folded) > 2
        and word.folded[0] == "و"
        and not word.folded.startswith(tuple(word_list("noun_in_waw")))
    )


def _vote(
    pairs: tuple[Matched, Matched],
    sides: tuple[dict[int, Beside], ...],
    anchors: set[tuple[int, int]],
    kinship: Kinship,
) -> Votes:
    ones = [sides[0][one.start] for one, _ in pairs]
    twos = [sides[1][two.start] for _, two in pairs]
    links = [[_links(one, two, anchors, kinship) for two in twos] for one in ones]
    strong, weak = [[pair[0] for pair in row] for row in links], [[pair[1] for pair in row] for row in links]
    crossed, straight = [], []
    for i in (0, 1):
        own, other = strong[i][i], strong[i][1 - i]
        # What links to words beside both figures says nothing.
        crossed.append(len({a for a, _ in other} - {a for a, _ in own | weak[i][i]}))
        straight.append(len({a for a, _ in own | weak[i][i]} - {a for a, _ in other}))
    return Votes((crossed[0], crossed[1]), (straight[0], straight[1]), _nouns(pairs, kinship))


def _links(
    one: Beside, two: Beside, anchors: set[tuple[int, int]], kinship: Kinship
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Which words and quantities beside two figures say the same: surely, and perhaps."""
    sure, perhaps = set(), set()
    for a in one.words:
        for b in two.words:
            kin = kinship.of(a.text, b.text)
            if kin == "same":
                sure.add((a.start, b.start))
            elif kin == "near":
                perhaps.add((a.start, b.start))
    for a in one.quantities:
        sure.update((a.start, b.start) for b in two.quantities if (a.start, b.start) in anchors)
    return sure, perhaps


def _nouns(pairs: tuple[Matched, Matched], kinship: Kinship) -> tuple[bool, bool] | None:
    """Whether what the figures count agrees crosswise, and straight; None where not all four count something."""
    counted = [[one.counted.text if one.counted else None for one in pair] for pair in pairs]
    (a, b), (c, d) = counted
    if a is None or b is None or c is None or d is None:
        return None
    kin = {(x, y): kinship.of(x, y) for x in (a, c) for y in (b, d)}
    crossed = kin[a, d] == kin[c, b] == "same"
    straight = kin[a, b] in ("same", "near") or kin[c, d] in ("same", "near")
    return crossed, straight


@rule(
    "exchanged-nouns",
    reads="two figures of which each counts what the other counts in the source",
    must=(("14 قتيلا و30 جريحا", "30 dead and 14 wounded"), ("19 هدفا في 22 مباراة", "22 goals in 19 games")),
    leaves=("14 قتيلا و30 جريحا", "30 wounded and 14 dead"),
)
def _exchanged_nouns(votes: Votes) -> bool:
    return votes.nouns == (True, False)


@rule(
    "exchanged-words",
    reads="two figures that stand by each other's words",
    must=(("نما 3% في مصر و5% في تونس", "It grew 5% in Egypt and 3% in Tunisia"),
          ("3% في 2023 و5% في 2024", "5% in 2023 and 3% in 2024")),
    leaves=("نما 3% في مصر و5% في تونس", "It grew 5% in Tunisia and 3% in Egypt"),
)  # fmt: skip
def _exchanged_words(votes: Votes) -> bool:
    if votes.nouns is not None and votes.nouns[1]:
        return False
    return min(votes.crossed) > 0 and sum(votes.straight) == 0


EXCHANGES: tuple[ExchangeRule, ...] = (_exchanged_nouns, _exchanged_words)
"""The rules that find figures that changed places."""
