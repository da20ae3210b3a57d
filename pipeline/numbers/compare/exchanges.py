"""Two figures of like kind that changed places: "30 killed and 14 wounded" for 14 and 30.

Each figure has the words beside it, up to where its neighbour's begin. Two figures changed places where the words
beside each are said beside the other figure of the other text, and not beside its own. What the two texts share is told
by the lexicon that was handed in, by letters (names), and by other quantities (2023, the third quarter). The order of
the figures says nothing by itself, because lists and clauses are reordered rightly.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import attrgetter

from pipeline.numbers.compare.figures import (
    Matched,
    Nouns,
    agree_in_nouns,
    are_ends,
    are_told_apart,
    is_respective,
    may_exchange,
    turned_round,
)
from pipeline.numbers.compare.joints import bare, has_and, parts
from pipeline.numbers.compare.sides import SIDES, sides_crossed
from pipeline.numbers.compare.texts import Texts
from pipeline.numbers.compare.words import Kinship, Word, Words
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Finding, Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.write.explain import exchanged

_REACH = 8
"""Words before the first and after the last of several figures that may be its own."""
_WINDOW = 100
"""The same in characters."""
_CLOSE = 3
"""How many words before or after a figure are close to it."""
_NEIGHBOURS = 3
"""With how many figures of its kind that follow in the source a figure may have changed places."""
_WHEN = ("year", "date", "period", "time", "ordinal")
"""Kinds that say of which time another figure holds: where the two changed places, it is the other that is named."""
_NO_FIGURES = ("identifier", "score")
_SURER = 2
"""How many words must speak for an exchange on either side where the nouns are there and say nothing."""
_begin = attrgetter("start")
_SCALES = {"celsius": "degree", "fahrenheit": "degree"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a figure: the words that say something, and the other quantities."""

    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    outer: frozenset[int]
    """Where those of both begin that stand before the first or after the last of the figures."""
    loose: frozenset[int]
    """Of these, those that do not stand close to their figure."""


@dataclass(frozen=True, slots=True)
class Votes:
    """For two pairs of figures, how much of what is said beside the figures speaks for each way of pairing them.

    `reordered` says that the figures follow one another in the other order in the target. `crossed` says for each
    figure of the source what stands beside the other one's target figure, `straight` what stands beside its own, and of
    both what is a name or a time; `nouns` says how what they count agrees; `ends` that the figures are the ends of one
    change or its size ("to 71 from 90"), which have one owner; `stays` that anything at all, near or far, is said of
    the same figure in both texts, or that nobody can tell (times; no lexicon); `mutual` that the names by each other's
    figures are both names or both times, or stand amid a sentence; `close` that one stands close to its figure; `times`
    that each text calls another one of the two the earlier value; `sides` that the sides they are told of did.
    """

    reordered: bool
    crossed: tuple[int, int]
    straight: tuple[int, int]
    crossed_names: tuple[int, int]
    straight_names: tuple[int, int]
    nouns: Nouns
    ends: bool
    stays: bool
    mutual: bool
    close: bool
    times: bool = False
    sides: bool = False


ExchangeRule = Rule[Callable[[Votes], bool]]


def find_exchanges(matched: Sequence[Matched], texts: Texts) -> list[Finding]:
    """One finding for each two of the pairs `matched`, equal in value, whose figures changed places."""
    if len(matched) < 2:
        return []
    groups: dict[tuple[str, str | None], list[Matched]] = defaultdict(list)
    measured: tuple[str, str | None] | None = None
    for pair in sorted(matched, key=lambda pair: pair[0].start):
        one, two = pair
        if not {one.kind, two.kind}.isdisjoint(_NO_FIGURES) or one.soft or two.soft:
            continue
        # A second figure may go without its unit: "12 years in hot climates, 8 in temperate ones".
        told = one if one.unit is not None else two
        # Or both texts leave its unit out: "four million tonnes of potash and 2.5 million of phosphates".
        bare = told.kind == "cardinal" and one.counted is None and two.counted is None
        key = told.kind, _SCALES.get(told.unit or "", told.unit)
        if told.kind in ("money", "measure"):
            measured = key
        groups[measured if bare and measured is not None else key].append(pair)
    found: list[Finding] = []
    telling = [
        (key, pairs) for key, pairs in groups.items() if any(one.value != pairs[0][0].value for one, _ in pairs[1:])
    ]
    if not telling or any(map(is_respective, texts.words)):
        return []
    for _, pairs in sorted(telling, key=lambda group: group[0][0] in _WHEN):
        found.extend(_in_group(pairs, found, matched, texts))
    return found


def _in_group(
    pairs: list[Matched], known: list[Finding], matched: Sequence[Matched], texts: Texts
) -> Iterator[Finding]:
    words, everything = texts.words, texts.everything
    pairs = sorted(pairs, key=lambda pair: pair[0].start)
    sides = tuple(_beside([pair[side] for pair in pairs], everything[side], words[side]) for side in (0, 1))
    moved = {finding.source for finding in known} | {finding.other[0] for finding in known if finding.other}
    # Of a year that is said twice nobody knows beside which figure it stands.
    said = [Counter(map(_figure, side)) for side in everything]
    anchors = {
        (one.start, two.start)
        for one, two in matched
        if one not in moved and said[0][_figure(one)] == said[1][_figure(two)] == 1
    }
    done: set[int] = set()
    for i, first in enumerate(pairs):
        for j in range(i + 1, min(i + 1 + _NEIGHBOURS, len(pairs))):
            second = pairs[j]
            if first[0].value == second[0].value or i in done or j in done or not may_exchange(first, second, words):
                continue
            votes = _vote((first, second), sides, anchors, texts.kinship)
            crossed = sides_crossed(first, second, words)
            votes = replace(votes, times=turned_round(first, second, words), sides=crossed)
            for one in (_exchanged_nouns,) if are_told_apart(first, second) else EXCHANGES:
                if one.apply(votes):
                    done |= {i, j}
                    message = exchanged(first, second, languages=texts.languages)
                    yield Finding("exchanged", "error", *first, message, rule=one.name, other=second)
                    break


def _figure(one: Quantity) -> tuple[str, Fraction | None, Fraction | None]:
    return one.kind, one.value, one.high


def _beside(figures: list[Quantity], everything: Sequence[Quantity], words: Words) -> dict[int, Beside]:
    """What stands beside each of `figures`, by where it begins."""
    figures = sorted(figures, key=_begin)
    everything = sorted(everything, key=_begin)
    begins = list(map(_begin, everything))
    within = {word.start for one in everything for word in words.between(one.start, one.end)}
    found: dict[int, Beside] = {}
    like = [one for one in everything if one.kind == figures[0].kind and not one.soft]
    left = max(_first_bound(words, figures[0]), *(one.end for one in like if one.end <= figures[0].start), 0)
    for figure, following in zip(figures, [*figures[1:], None], strict=True):
        if following is None:
            right = min([_last_bound(words, figure), *(one.start for one in like if one.start >= figure.end)])
            begin = -1
        else:
            right, begin = _cut(words.between(figure.end, following.start + 1), following.start)
        said = [word for word in words.between(left, right) if not word.joins and word.start not in within]
        near = everything[bisect_left(begins, left) : bisect_left(begins, right)]
        others = [one for one in near if one is not figure]
        places = [*(word.start for word in said), *(other.start for other in others)]
        outer = {
            at
            for at in places
            if (figure is figures[0] and at < figure.start) or (following is None and at > figure.start)
        }
        loose = outer - _close(words, figure, sorted(places))
        found[figure.start] = Beside(tuple(said), tuple(others), frozenset(outer), frozenset(loose))
        left = begin
    return found


def _close(words: Words, figure: Quantity, places: list[int]) -> set[int]:
    """Which of `places` are close to a figure, with no mark between."""
    left, right = figure.start - _WINDOW, figure.end + _WINDOW
    left = next((word.end for word in reversed(words.between(left, figure.start)) if parts(word)), left)
    right = next((word.start for word in words.between(figure.end, right) if parts(word)), right)
    ahead = [at for at in places if left <= at < figure.start]
    behind = [at for at in places if figure.end <= at < right]
    return {*ahead[-_CLOSE:], *behind[:_CLOSE]}


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


def _cut(upto: list[Word], end: int) -> tuple[int, int]:
    """Where the words of the left figure end and those of the right one begin; those in the middle are nobody's.

    `upto` are the words from the left figure to the first of the right one, which begins at `end`.
    """
    between = [word for word in upto if word.start < end]
    marks = [word for word in between if parts(word)]
    if not marks and upto and has_and(upto[-1]):
        return end, end
    if marks:
        return marks[0].start, marks[-1].start
    joints = [word for word in between if word.joins]
    return (joints[0].start, joints[-1].end) if joints else (end, end)


def _vote(
    pairs: tuple[Matched, Matched],
    sides: tuple[dict[int, Beside], ...],
    anchors: set[tuple[int, int]],
    kinship: Kinship,
) -> Votes:
    ones = [sides[0][one.start] for one, _ in pairs]
    twos = [sides[1][two.start] for _, two in pairs]
    links = [link for i in (0, 1) for j in (0, 1) for link in _links(i, ones[i], j, twos[j], anchors, kinship)]
    # A word that says just what another says is not meant by what is only near it: "father", where "son" is near.
    said = {link.a for link in links if link.sure}, {link.b for link in links if link.sure}
    links = [link for link in links if link.sure or (link.a not in said[0] and link.b not in said[1])]
    # What links to words beside both figures says nothing.
    beside: dict[tuple[bool, int], set[int]] = defaultdict(set)
    for link in links:
        beside[False, link.a].add(link.j)
        beside[True, link.b].add(link.i)
    telling = [link for link in links if len(beside[False, link.a]) == len(beside[True, link.b]) == 1]
    # A sentence's beginning stands beside the figure that comes first in it, and its end beside the last, whichever
    # these are: where the figures are in the other order, or a sentence begins with what the other one ends with, that
    # only looks like an exchange.
    reordered = pairs[0][1].start > pairs[1][1].start
    crossed = [
        link
        for link in telling
        if link.i != link.j and link.sure and not (link.loose and (reordered or (link.outer and not link.named)))
    ]
    named = [link for link in crossed if link.named]
    straight = [link for link in telling if link.i == link.j and not link.loose and (reordered or not link.outer)]
    return Votes(
        reordered,
        _count(crossed),
        _count(straight),
        _count(named),
        _count([link for link in straight if link.named]),
        agree_in_nouns(pairs, kinship),
        any(are_ends(pairs[0][side], pairs[1][side]) for side in (0, 1)),
        any(link.i == link.j for link in telling) or pairs[0][0].kind in _WHEN or not kinship.tells,
        any(not link.outer for link in named)
        or any(min(_count([link for link in named if link.figure == figure])) > 0 for figure in (False, True)),
        any(not link.loose for link in named),
    )


@dataclass(frozen=True, slots=True)
class _Link:
    """A word or quantity beside figure `i` of the source that says what one beside figure `j` of the target says."""

    i: int
    a: int
    j: int
    b: int
    sure: bool
    named: bool
    loose: bool
    outer: bool
    figure: bool = False
    """Whether the two are quantities."""


def _count(links: list[_Link]) -> tuple[int, int]:
    """How many words of the source beside each figure have a link."""
    return len({link.a for link in links if link.i == 0}), len({link.a for link in links if link.i == 1})


def _links(
    i: int, one: Beside, j: int, two: Beside, anchors: set[tuple[int, int]], kinship: Kinship
) -> Iterator[_Link]:
    others = [(b, bare(b)) for b in two.words]
    for a in one.words:
        own = bare(a)
        for b, other in others:
            kin = kinship.of_name(own, other)
            if kin in ("same", "near"):
                loose = a.start in one.loose or b.start in two.loose
                outer = a.start in one.outer and b.start in two.outer
                named = b.text[:1].isupper()
                if kin == "same" or not named:
                    yield _Link(i, a.start, j, b.start, kin == "same", named, loose, outer)
    for one_quantity in one.quantities:
        for two_quantity in two.quantities:
            if (one_quantity.start, two_quantity.start) in anchors:
                loose = one_quantity.start in one.loose or two_quantity.start in two.loose
                outer = one_quantity.start in one.outer and two_quantity.start in two.outer
                yield _Link(i, one_quantity.start, j, two_quantity.start, True, True, loose, outer, figure=True)


@rule(
    "exchanged-nouns",
    reads="two figures of which each counts what the other counts in the source",
    must=(("14 قتيلا و30 جريحا", "30 dead and 14 wounded"), ("19 هدفا في 22 مباراة", "22 goals in 19 games")),
    leaves=("14 قتيلا و30 جريحا", "30 wounded and 14 dead"),
)
def _exchanged_nouns(votes: Votes) -> bool:
    return votes.nouns == "crossed"


@rule(
    "exchanged-names",
    reads="two figures that stand by each other's names or times",
    must=(("نما 3% في مصر و5% في تونس", "It grew 5% in Egypt and 3% in Tunisia"),
          ("3% في 2023 و5% في 2024", "5% in 2023 and 3% in 2024")),
    leaves=("نما 3% في مصر و5% في تونس", "It grew 5% in Tunisia and 3% in Egypt"),
)  # fmt: skip
def _exchanged_names(votes: Votes) -> bool:
    if votes.nouns == "straight" or min(votes.crossed_names) == 0 or not votes.mutual:
        return False
    if votes.reordered:
        return not any(votes.straight)
    if min(votes.straight) > 0 and not votes.close:
        return False
    # Both names stand by the other figure, and of one figure no name stays: what stays by the other is the occasion.
    return min(votes.straight_names) == 0 and sum(votes.crossed_names) > sum(votes.straight_names)


@rule(
    "exchanged-words",
    reads="two figures that stand by each other's words",
    must=(("قتل 14 وأصيب 30", "30 were killed and 14 injured"),
          ("4.1% هذا العام و4.7% في العام المقبل", "4.7% this year and 4.1% next year")),
    leaves=("قتل 14 وأصيب 30", "30 were injured and 14 killed"),
)  # fmt: skip
def _exchanged_words(votes: Votes) -> bool:
    least = _SURER if votes.nouns == "unknown" else 1
    return votes.nouns != "straight" and min(votes.crossed) >= least and not any(votes.straight)


@rule(
    "exchanged-owner",
    reads="two figures in the other order, of which the one that has an owner stands by the other's",
    must=(("صوت 88 نائبا لصالح القانون و35 ضده", "35 deputies voted for the law and 88 against"),
          ("تملك شركة قطر للبترول 60% ولغيرها 40%", "Qatar Petroleum owns 40%, the rest 60%")),
    leaves=("صوت 88 نائبا لصالح القانون و35 ضده", "35 deputies voted against the law and 88 for"),
)  # fmt: skip
def _exchanged_owner(votes: Votes) -> bool:
    """A figure that moves rightly takes its owner along; here the figures moved, and the owner stayed."""
    owned = max(votes.crossed_names) > 0 or max(votes.crossed) >= _SURER
    told = votes.nouns in ("unsaid", "alike") and not votes.ends
    return votes.reordered and told and owned and not votes.stays


@rule(
    "exchanged-times",
    reads="the earlier of two values in the later one's place",
    must=(
        ("خفضت السعر إلى 36500 جنيه بدلا من 38200 جنيه", "It cut the price to 38,200 pounds from 36,500 pounds"),
        ("إلى 1814 حادثا مقابل 2040 حادثا", "2,040 accidents, against 1,814 accidents"),
    ),
    leaves=("إلى 1814 حادثا مقابل 2040 حادثا", "1,814 accidents, against 2,040 accidents"),
)
def _exchanged_times(votes: Votes) -> bool:
    return votes.times


EXCHANGES: tuple[ExchangeRule, ...] = (
    _exchanged_nouns, _exchanged_names, _exchanged_words, _exchanged_owner, _exchanged_times, *SIDES,
)  # fmt: skip
"""The rules that find figures that changed places."""
