"""Settles what is left of two texts by arithmetic: figures of the target that follow from the source's by one step, and
figures of the source that those of the target give back.

An editor says "six of the 20 failed" for 14 of 20 who passed. Arithmetic alone proves little where figures are small,
and nothing where a text gives a rest to those who had the part: what each kind of step asks for stands in `_STANDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, takewhile

from pipeline.numbers.compare.asides import denies_share, stands_by
from pipeline.numbers.compare.frames import Frames, frames_of
from pipeline.numbers.compare.hints import Hints
from pipeline.numbers.compare.reckoning import SCALES, Way, WayKind, numbers_of, ways_to
from pipeline.numbers.compare.steps import Known
from pipeline.numbers.lexicon import ListName, word_list
from pipeline.numbers.lexicon.changes import arabic_change
from pipeline.numbers.quantity import Finding, Quantity
from pipeline.numbers.text.tokens import Token, token_at, token_holding

_MOST = 8
"""With more figures than this nearly anything follows from some of them."""
_FOR_EACH: tuple[ListName, ...] = ("apiece", "per_day", "per_week", "per_month", "per_year")
_NEAR = 4
"""Tokens on either side of a figure in which a word tells of a step."""
_BY, _COMPARED = "ب", frozenset({"comparison", "margin", "verb"})
_THAN = frozenset({"من", "عن", "علي"})
"""What leads a difference, the words before it that tell of one, and those behind it before what it is held against."""
_GOING_ON: tuple[WayKind, ...] = ("each", "product", "share", "share-of", "span")
"""Kinds of steps that may start from a figure of the target that follows itself: 160 million over 80,000 in all."""
_OPEN = ("changed", "scaled", "missing", "added")
"""The rules whose findings are looked at again."""


@dataclass(frozen=True)
class Account:
    """The figures of both texts: all of them, and those that the other text seems to lack."""

    known: Known
    open_ones: Sequence[Quantity]
    open_twos: Sequence[Quantity]

    @cached_property
    def ones(self) -> list[Quantity]:
        """The figures of the source, ranges split."""
        return numbers_of(self.known.everything[0])

    @cached_property
    def twos(self) -> list[Quantity]:
        """The figures of the target, ranges split."""
        return numbers_of(self.known.everything[1])

    @cached_property
    def frames(self) -> tuple[Frames, Frames]:
        """Parts and wholes in the source and in the target."""
        here, there = self.known.everything
        hints = self.known.hints
        return (
            frames_of(here, hints[0].tokens, lang=hints[0].lang),
            frames_of(there, hints[1].tokens, lang=hints[1].lang),
        )

    @cached_property
    def _open(self) -> frozenset[int]:
        places = {one.start for one in self.open_ones}
        lone = map(id, self.known.alone[0])  # none of these is required
        return frozenset((*(id(one) for one in self.ones if one.start in places), *lone))

    def is_open(self, one: Quantity) -> bool:
        """Whether a figure, one of `ones`, has no counterpart; what was settled of the target is none of these."""
        return id(one) in self._open

    @cached_property
    def at_source(self) -> dict[int, int]:
        """Where the figures that both texts have begin in the source, by where they begin in the target."""
        return {there.start: here.start for here, there in self.known.pairs}


def settled(findings: Sequence[Finding], known: Known) -> dict[int, str]:
    """Which of `findings`, by their index, say what follows by arithmetic, each with its step."""
    asked = [index for index, one in enumerate(findings) if one.severity == "error" and one.rule in _OPEN]
    if not asked or max(map(len, known.everything)) > _MOST:
        return {}
    ones = [one for index in asked if (one := findings[index].source) is not None]
    twos = [two for index in asked if (two := findings[index].target) is not None]
    account = Account(known, ones, twos)
    steps: dict[int, str] = {}
    notes = [one for one in findings if one.severity == "note" and one.source is None]
    soft = [two for one in notes if one.type == "added" and (two := one.target) is not None and _may_be_told(two)]
    soft += known.alone[1]
    told: list[Quantity] = []
    for _ in range(2):  # what one settles may settle another
        for two in (*twos, *soft):
            way = None if id(two) in steps else _way_to(two, account, told)
            if way is not None:
                steps[id(two)] = way.step
                told.append(two)
                used = {figure.start for figure in way.figures if account.is_open(figure)}
                steps.update((id(one), "") for one in ones if one.start in used)
    followed = [two for one in notes if one.type == "derived" and (two := one.target) is not None]
    for one in ones:
        seen = [*told, *followed] if one.role == "by" else told  # the rise that leads to what follows from it
        if id(one) not in steps and seen and (back := _way_back(one, account, seen)) is not None:
            steps[id(one)] = back.step
    return {
        index: "" if findings[index].target is None else steps[id(findings[index].target)]
        for index in asked
        if all(id(side) in steps for side in (findings[index].source, findings[index].target) if side is not None)
    }


def _may_be_told(two: Quantity) -> bool:
    """Whether a figure that need not be asked for may follow from others, and others from it: "a decade earlier", "a
    hundred rockets"; "one" and "doubled" are too much at home everywhere.
    """
    return two.soft and two.kind != "multiple" and (two.value != 1 or two.kind in ("measure", "ordinal"))


def _way_to(two: Quantity, account: Account, told: Sequence[Quantity]) -> Way | None:
    """The step from figures of the source, or those of the target that follow from them, that the words allow."""
    if two.value is None or two.high is not None or two.kind in ("identifier", "score"):
        return None
    settled_ones = {id(one) for one in told}
    for way in ways_to(two, (*account.ones, *told), account.known.alone[0]):
        goes_on = not settled_ones.isdisjoint(map(id, way.figures))
        if any(_is_slip(two, one) for one in way.figures) or (goes_on and way.kind not in _GOING_ON):
            continue
        stands = _STANDS.get(way.kind)
        if any(account.is_open(one) for one in way.figures) and (stands is None or stands(two, way, account)):
            return way
    return None


def _is_slip(two: Quantity, one: Quantity) -> bool:
    """Whether the one is the other with noughts too many, which no step explains."""
    low, high = sorted((one.value or Fraction(0), two.value or Fraction(0)))
    return two.kind != "date" and low > 0 and high / low in SCALES


def _way_back(one: Quantity, account: Account, told: Sequence[Quantity]) -> Way | None:
    """The step back to `one` of the source, which the target need not say, from a figure that took its place."""
    places = {two.start for two in told}
    open_places = {two.start for two in account.open_twos}
    figures = [two for two in account.twos if two.start in places or two.start not in open_places]
    way = None
    for number in numbers_of([one]):
        ways = (way for way in ways_to(number, figures) if any(figure.start in places for figure in way.figures))
        way = next(ways, None)
        if way is None:
            return None
    return way


def _stands_sum(two: Quantity, way: Way, account: Account) -> bool:
    """Parts together, none of which is part of another. What the target keeps of them it tells as part of the whole."""
    starts = {one.start for one in way.figures}
    here, there = account.frames
    if any(part in starts and whole in starts for part, whole in here):
        return False
    differences = [one for one in way.figures if account.is_open(one) and _is_difference(one, account.known.hints[0])]
    if len(way.figures) == 2 and len(differences) == 1:
        return two.role != "by"  # ten nights, two shorter than the twelve of last year
    kept = {one.start for one in way.figures if not account.is_open(one)}
    return kept <= {account.at_source.get(part, -1) for part, whole in there if whole == two.start}


def _stands_rest(two: Quantity, way: Way, account: Account) -> bool:
    """One less another: a part from its whole, told of the others than the source tells of; or a difference told so."""
    whole, *parts = way.figures
    here, there = account.frames
    hints = account.known.hints
    taken_off = {part.start for part in parts}
    if any(own == two.start and account.at_source.get(part) in taken_off for part, own in there):
        return False  # 23 of whom three are goalkeepers, for 26: what leaves a rest is no part of it
    taken = all((part.start, whole.start) in here for part in parts)
    if taken or any(own == two.start and account.at_source.get(at) == whole.start for own, at in there):
        return not any(map(account.is_open, parts)) or _is_of_others(parts[0], two, account)
    if two.outcome is not None:
        return two.outcome == "down" or whole.start < parts[0].start  # what was earned stands before what it cost
    if hints[0].tells_rest or hints[1].says_rest(two):
        return True
    if any(_is_difference(part, hints[0]) for part in parts):
        return two.role != "by" and two.unit != "pp"
    if two.role == "by":
        return True
    tokens = hints[1].tokens
    after = token_at(tokens, two.end)
    behind = list(takewhile(lambda token: token.kind == "word", tokens[after : after + _NEAR]))
    led = tokens[max(token_holding(tokens, two.start) - _NEAR, 0) : after]
    gaps, margins = word_list("gap"), word_list("margin")
    return any(token.text in gaps or token.text in margins for token in behind) or any(
        token.text in margins for token in led
    )


def _is_difference(figure: Quantity, hints: Hints) -> bool:
    """Whether an Arabic figure is how much more or less something is: أقصر بليلتين, يزيد ذلك ثماني طائرات على."""
    if figure.role == "by" or figure.unit == "pp":
        return True
    tokens = hints.tokens
    first, after = token_holding(tokens, figure.start), token_at(tokens, figure.end)
    led = [token.text.split()[-1] for token in tokens[max(first - _NEAR, 0) : first]]  # ما يفوق is one token
    if _BY in (hints.text[figure.start - 1 : figure.start], figure.text[:1]):
        changes = (arabic_change(word) or {} for word in led)
        return any(not _COMPARED.isdisjoint(change) for change in changes)
    compared = any(token.text in _THAN for token in tokens[after : after + _NEAR])
    return compared and any((arabic_change(word) or {}).keys() & _COMPARED for word in led)


def _is_of_others(part: Quantity, two: Quantity, account: Account) -> bool:
    """Whether the target tells of the others than those of whom `part` is told: another word stands by them."""
    known, hints = account.known, account.known.hints
    sides = zip(hints, (part, two), strict=True)
    denied = [denies_share(side.tokens, one, before=side.lang == "ar") for side, one in sides]
    if hints[1].says_rest(two) or sorted(denied) == [0, 2]:
        return True
    only = hints[0].restricts(part) != hints[1].restricts(two)  # if both texts say "only", it is no rest
    return (only or known.kinship.tells) and not known.tells_same(part, two)


def _stands_product(two: Quantity, way: Way, account: Account) -> bool:
    """A total of what the source says for each, and the target for none of them."""
    tokens = account.known.hints[0].tokens, account.known.hints[1].tokens
    return not _says_each(two, tokens[1]) and any(_says_each(one, tokens[0]) for one in way.figures)


def _stands_each(two: Quantity, _: Way, account: Account) -> bool:
    """What the target says for each of so many."""
    return _says_each(two, account.known.hints[1].tokens)


def _says_each(figure: Quantity, tokens: Sequence[Token]) -> bool:
    """Whether a figure is said to be for each of some things, or for a time: "$5 apiece", "30,000 a day", يوميا."""
    if "-per-" in (figure.unit or "") or stands_by(tokens, figure, *_FOR_EACH):
        return True
    after = token_at(tokens, figure.end)
    near = tokens[after : after + _NEAR]
    return any(one.text in word_list("per") and other.sense("measure") is not None for one, other in pairwise(near))


def _stands_of_share(_: Quantity, way: Way, account: Account) -> bool:
    """What a share makes of a figure, where the target does not say the share."""
    return account.is_open(way.figures[0])


def _stands_change(two: Quantity, way: Way, account: Account) -> bool:
    """By how much something changed, said to be so, or what it was before or after."""
    if two.kind in ("fraction", "percent"):
        return two.direction is not None or two.role == "by"
    share = way.figures[0]
    told = share.role == "by" or share.direction is not None or two.role in ("from", "to")
    return two.kind == "multiple" or (told and account.is_open(share))


def _stands_left(two: Quantity, way: Way, account: Account) -> bool:
    """What a share leaves, told of the others, or by how much the whole fell."""
    return (two.role == "by" and two.direction == "down") or _is_of_others(way.figures[0], two, account)


def _stands_span(two: Quantity, way: Way, account: Account) -> bool:
    """A time to or from a point that both texts have, or that follows; a bare figure only if it is an age."""
    if two.kind == "cardinal" and not stands_by(account.known.hints[1].tokens, two, "age"):
        return False
    first, second = map(account.is_open, way.figures)
    if two.kind in ("measure", "cardinal"):
        return first != second or way.figures[0].kind in ("year", "time")
    return two.kind == "time" or (first and (two.kind == "year" or not second))


def _stands_long_span(two: Quantity, way: Way, account: Account) -> bool:
    """The longer part of a year, back from a month that both texts have."""
    return _stands_span(two, way, account) and (two.kind != "measure" or account.is_open(way.figures[1]))


_STANDS: dict[WayKind, Callable[[Quantity, Way, Account], bool]] = {
    "sum": _stands_sum,
    "rest": _stands_rest,
    "product": _stands_product,
    "each": _stands_each,
    "share-of": _stands_of_share,
    "whole": _stands_of_share,
    "left": _stands_left,
    "change": _stands_change,
    "span": _stands_span,
    "long-span": _stands_long_span,
}
"""What the words must tell for a step of each kind; a share stands by itself."""
