"""How good the number check itself is on the data at hand: errors planted into human references, and what it finds.

The references are taken to be right where the check says nothing about them. One error is planted into each, of a kind
drawn at random among those that the sentence allows, by plain patterns that share nothing with the number engine, so
that a number which the engine cannot read counts against it.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.significance import Interval, exact_interval
from pipeline.numbers import Comparison

SEED = 7
Judge = Callable[[str, str], Comparison]
"""Compares a source with a target: `pipeline.numbers.compare` for translations, `support` for summaries."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence with one error in it: the kind, and the stretch `start:end` that was put in or left out."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Checker:
    """What the check makes of the data's references, plain and with one planted error each.

    `references` counts those with a number in them or an alarm on them, `alarms` those that the check calls wrong; of
    the others, `planted` have an error now, and of these `caught` are called wrong. `kinds` has both counts for each
    kind. `missed` are planted sentences that went unnoticed, with their sources. `errors` says what was made wrong:
    numbers, or what is said with them.
    """

    references: int
    alarms: int
    planted: int
    caught: int
    kinds: Mapping[str, tuple[int, int]]
    missed: tuple[tuple[str, Planted], ...]
    errors: Literal["numbers", "claims"] = "numbers"

    @property
    def recall(self) -> float:
        """The share of planted errors that are caught, in percent; NaN where none was planted."""
        return 100 * self.caught / self.planted if self.planted else float("nan")

    @property
    def recall_interval(self) -> Interval:
        """How sure `recall` is."""
        return exact_interval(self.caught, self.planted)

    @property
    def floor_interval(self) -> Interval:
        """How sure `floor` is."""
        return exact_interval(self.alarms, self.references)

    @property
    def precision(self) -> float:
        """Of the alarms on as many plain references as planted ones, the share on the planted ones, in percent."""
        false = self.alarms * self.planted / self.references if self.references else 0.0
        return 100 * self.caught / (self.caught + false) if self.caught + false else float("nan")

    @property
    def floor(self) -> float:
        """The share of references that the check calls wrong, in percent: no system can be expected to do better."""
        return 100 * self.alarms / self.references if self.references else float("nan")


def measure_checker(
    pairs: Sequence[tuple[str, str]],
    judge: Judge,
    *,
    seed: int = SEED,
    planters: Mapping[str, Planter] | None = None,
    errors: Literal["numbers", "claims"] = "numbers",
) -> Checker:
    """Plants one error into the target of each of `pairs` (source, human target) and counts what `judge` notices.

    `planters` are the kinds of errors, `PLANTERS` if not given ("drop" and "added" are no error in every comparison),
    and `errors` is what they are called together. The same seed plants the same errors.
    """
    chance = random.Random(seed)
    planters = PLANTERS if planters is None else planters
    references = alarms = 0
    tried: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    missed: list[tuple[str, Planted]] = []
    for source, target in pairs:
        alarm = not judge(source, target).ok
        references += alarm or has_number(target)
        alarms += alarm
        if alarm or not has_number(target):
            continue
        planted = plant(target, chance, planters)
        if planted is None:
            continue
        tried[planted.kind] += 1
        if judge(source, planted.text).ok:
            missed.append((source, planted))
        else:
            caught[planted.kind] += 1
    counts = {kind: (caught[kind], tried[kind]) for kind in planters if tried[kind]}
    return Checker(references, alarms, tried.total(), caught.total(), counts, tuple(missed), errors)


def plant(text: str, chance: random.Random, planters: Mapping[str, Planter] | None = None) -> Planted | None:
    """`text` with one number error of a kind drawn from those that it allows; None where it allows none."""
    places = {kind: list(planter(text, chance)) for kind, planter in (planters or PLANTERS).items()}
    possible = [kind for kind, edits in places.items() if edits]
    if not possible:
        return None
    # A number can be added to every sentence; it must not crowd out the other kinds.
    others = [kind for kind in possible if kind != "added"]
    kind = chance.choice(others if others and chance.random() > _SHARE_ADDED else possible)
    start, end, new = chance.choice(places[kind])
    return Planted(kind, text[:start] + new + text[end:], start, start + len(new))


def has_number(text: str) -> bool:
    """Whether a number stands in an English text, in digits or in one of the words that the planters know."""
    return bool(_FIGURE.search(text) or _NUMBER_WORD.search(text) or _SCALE_WORD.search(text))


_SHARE_ADDED = 0.1

Edit = tuple[int, int, str]
"""Put the text in the place of `start:end`."""
Planter = Callable[[str, random.Random], Iterator[Edit]]

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SCALES = {"hundred": "thousand", "thousand": "million", "million": "billion", "billion": "million",
           "trillion": "billion"}  # fmt: skip
_CURRENCIES = {"$": "€", "€": "£", "£": "$", "dollars": "euros", "euros": "dollars", "dirhams": "riyals",
               "riyals": "dirhams", "pounds": "dollars"}  # fmt: skip
_MEASURES = {"kilometers": "meters", "kilometres": "metres", "meters": "kilometers", "metres": "kilometres",
             "miles": "meters", "tons": "kilograms", "tonnes": "kilograms", "kilograms": "tons", "hours": "days",
             "minutes": "hours", "days": "weeks", "weeks": "months", "months": "years", "years": "months"}  # fmt: skip
_BOUNDS = {"more than": "less than", "less than": "more than", "at least": "at most", "at most": "at least",
           "over": "under", "fewer than": "more than"}  # fmt: skip


def either(words: Iterable[str]) -> str:
    """The alternatives of a pattern, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NUMBER_WORD = re.compile(rf"\b(?:{either(_SMALL)})\b(?!-)", re.IGNORECASE)
_SCALE_WORD = re.compile(rf"\b(?:{either(_SCALES)})\b", re.IGNORECASE)
# "second" alone is a unit of time more often than not; before these nouns it counts.
_ORDINAL_WORD = re.compile(
    rf"\b(?:{either(_ORDINALS)})(?= (?:quarter|half|century|year|day|week|month|time|place|round|season|stage)\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<=\d)(?: ?%| percent\b| per cent\b)(?! points?\b)")
_SIGN = re.compile(r"[$€£](?=\d)")
_CURRENCY_WORD = re.compile(rf"\b(?:{either([word for word in _CURRENCIES if word.isalpha()])})\b")
_MEASURED = re.compile(rf"(?<=\d )(?:{either(_MEASURES)})\b")
_BOUND = re.compile(rf"\b(?:{either(_BOUNDS)})(?= [$€£]?\d)", re.IGNORECASE)
_NEXT_TO_LETTER = re.compile(r"[\w/:.\-–]")


def figures(text: str) -> Iterator[re.Match[str]]:
    """Numbers in digits that stand by themselves: no part of a name, a date, a clock time or a score."""
    for match in _FIGURE.finditer(text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        whole = match.group().rstrip(",")
        glued_after = after and (
            after.isalnum() or after in "/:-–" or (after == "." and text[match.end() + 1 :][:1].isdigit())
        )
        if not (before and _NEXT_TO_LETTER.match(before)) and not glued_after and whole == match.group():
            yield match


def _digit(text: str, chance: random.Random) -> Iterator[Edit]:
    """One digit becomes another."""
    for match in figures(text):
        place = chance.choice([index for index, one in enumerate(match.group()) if one.isdigit()])
        old = match.group()[place]
        least = "1" if place == 0 else "0"
        new = chance.choice([one for one in "0123456789" if one != old and one >= least])
        yield match.start() + place, match.start() + place + 1, new


def _scale(text: str, _: random.Random) -> Iterator[Edit]:
    """The decimal point moves, or a zero is put on."""
    for match in figures(text):
        figure = match.group()
        if "." in figure:
            yield match.start(), match.end(), figure.replace(".", "").lstrip("0") or "0"
        elif "," in figure:
            yield match.start(), match.end(), f"{int(figure.replace(',', '')) * 10:,}"
        elif int(figure):
            yield match.end(), match.end(), "0"


def _swap(text: str, _: random.Random) -> Iterator[Edit]:
    """Two digits that stand side by side change places."""
    for match in figures(text):
        figure = match.group()
        for index in range(len(figure) - 1):
            pair = figure[index : index + 2]
            if pair.isdigit() and pair[0] != pair[1] and not (index == 0 and pair[1] == "0"):
                yield match.start() + index, match.start() + index + 2, pair[::-1]


def _drop(text: str, _: random.Random) -> Iterator[Edit]:
    """A number is left out, and a space with it."""
    for match in figures(text):
        yield match.start(), match.end() + text[match.end() :].startswith(" "), ""


def _added(text: str, chance: random.Random) -> Iterator[Edit]:
    """A number that nobody stated."""
    end = len(text.rstrip(" .\n"))
    number = chance.randint(13, 97)
    new = chance.choice([f", up {number} percent", f", including {number} children", f", for ${number} million"])
    yield end, end, new


def _magnitude(text: str, _: random.Random) -> Iterator[Edit]:
    """Million for billion, and so on."""
    for match in _SCALE_WORD.finditer(text):
        yield match.start(), match.end(), _SCALES[match.group().lower()]


def _word(text: str, chance: random.Random) -> Iterator[Edit]:
    """Another number word."""
    for match in _NUMBER_WORD.finditer(text):
        new = chance.choice([word for word in _SMALL if word != match.group().lower()])
        yield match.start(), match.end(), new.capitalize() if match.group()[0].isupper() else new


def _ordinal(text: str, chance: random.Random) -> Iterator[Edit]:
    """Another ordinal."""
    for match in _ORDINAL_WORD.finditer(text):
        yield match.start(), match.end(), chance.choice([word for word in _ORDINALS if word != match.group().lower()])


def _unit(text: str, _: random.Random) -> Iterator[Edit]:
    """A percent sign is lost; a currency or a measure becomes another."""
    for match in _PERCENT.finditer(text):
        yield match.start(), match.end(), ""
    for pattern, table in ((_SIGN, _CURRENCIES), (_CURRENCY_WORD, _CURRENCIES), (_MEASURED, _MEASURES)):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), table[match.group()]


def _bound(text: str, _: random.Random) -> Iterator[Edit]:
    """More than becomes less than."""
    for match in _BOUND.finditer(text):
        yield match.start(), match.end(), _BOUNDS[match.group().lower()]


PLANTERS: dict[str, Planter] = {
    "digit": _digit,
    "scale": _scale,
    "swap": _swap,
    "magnitude": _magnitude,
    "word": _word,
    "ordinal": _ordinal,
    "unit": _unit,
    "bound": _bound,
    "drop": _drop,
    "added": _added,
}
"""Every kind of error and the function that finds the edits which make it."""
