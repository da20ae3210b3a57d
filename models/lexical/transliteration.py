"""Spells an Arabic name in Latin letters, by what 16,000 known names teach: for a name that no list has.

Each Arabic letter writes zero to three Latin ones, depending on its neighbours; a model of Latin letter triples fills
in the vowels that Arabic leaves out. The letter table is learned by expectation maximisation over all ways to cut the
Latin name into as many pieces as the Arabic one has letters (a monotone many-to-one alignment, as in Li, Zhang and Su
2004), and the likeliest spelling is found by a beam search.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappush, heappushpop
from math import log

from models.lexical.arabic import fold

_LONGEST_PIECE = 3
_ROUNDS = 4
_BEAM = 24
_EDGE = "#"
_FLOOR = 1e-4
_LEAST = 0.004
_LEAST_TRIPLE = 2

Emissions = Mapping[str, Mapping[str, float]]
"""For a letter with the next one ("كا"), and for a letter alone ("ك"): log-probabilities of the pieces it writes."""


@dataclass(frozen=True, slots=True)
class Transliterator:
    """`emissions` as above; `triples` are log-probabilities of Latin letters after the two before them."""

    emissions: Emissions
    triples: Mapping[str, float]

    def spell(self, name: str) -> str:
        """The likeliest Latin spelling of an Arabic `name`, capitalized; "" where a letter is not known."""
        letters = fold(name)
        beam = [(0.0, _EDGE * 2, "")]
        known: dict[tuple[str, str], tuple[list[float], str]] = {}
        for place, letter in enumerate(letters):
            context = letter + (letters[place + 1] if place + 1 < len(letters) else _EDGE)
            pieces = self.emissions.get(context) or self.emissions.get(letter)
            if not pieces:
                return ""
            grown: list[tuple[float, str, str]] = []
            for score, last, text in beam:
                for piece, weight in pieces.items():
                    total = score + weight
                    if len(grown) == _BEAM and total < grown[0][0]:
                        continue  # letters only take away from it
                    step = known.get((last, piece))
                    if step is None:
                        step = known[last, piece] = self._step(last, piece)
                    for added in step[0]:
                        total += added
                    push = heappush if len(grown) < _BEAM else heappushpop
                    push(grown, (total, step[1], text + piece))
            beam = sorted(grown, reverse=True)
        ended = [(score + self._triple(last + _EDGE), text) for score, last, text in beam]
        return max(ended)[1].capitalize()

    def _step(self, last: str, piece: str) -> tuple[list[float], str]:
        """What each letter of a piece adds to the score after the last two letters, and the last two then."""
        scores = []
        for letter in piece:
            scores.append(0.6 * self._triple(last + letter))
            last = last[1] + letter
        return scores, last

    def _triple(self, triple: str) -> float:
        return self.triples.get(triple, self.triples.get(triple[1:], -7.0) - 1.5)


def learn(names: Iterable[tuple[str, str]]) -> Transliterator:
    """A transliterator that learned from pairs of an Arabic and a Latin spelling, each one word."""
    pairs = [
        (fold(arabic), latin.casefold())
        for arabic, latin in names
        if " " not in arabic + latin and latin.isascii() and latin.isalpha() and len(latin) <= 2.2 * len(arabic) + 2
    ]
    table: dict[str, dict[str, float]] = {}
    for _ in range(_ROUNDS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for arabic, latin in pairs:
            for context, piece, share in _expected(arabic, latin, table):
                counts[context][piece] += share
                counts[context[0]][piece] += share
        table = {context: _shares(pieces) for context, pieces in counts.items()}
    emissions = {
        context: {piece: round(log(share), 2) for piece, share in pieces.items() if share >= _LEAST}
        for context, pieces in table.items()
    }
    return Transliterator(emissions, _triples(latin for _, latin in pairs))


def _expected(arabic: str, latin: str, table: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[str, str, float]]:
    """Every (context, piece) of all cuts of `latin`, with the expected share of cuts that use it."""
    rows, columns = len(arabic), len(latin)
    contexts = [arabic[place : place + 2] if place + 1 < rows else arabic[place] + _EDGE for place in range(rows)]

    def weight(context: str, piece: str) -> float:
        if table:
            return table.get(context, {}).get(piece, _FLOOR)
        return (0.15, 0.6, 0.2, 0.05)[len(piece)]

    ahead = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    ahead[rows][columns] = 1.0
    for row in range(rows - 1, -1, -1):
        for column in range(columns + 1):
            ahead[row][column] = sum(
                weight(contexts[row], latin[column : column + size]) * ahead[row + 1][column + size]
                for size in range(min(_LONGEST_PIECE, columns - column) + 1)
            )
    if not ahead[0][0]:
        return
    behind = [0.0] * (columns + 1)
    behind[0] = 1.0
    for row in range(rows):
        following = [0.0] * (columns + 1)
        for column in range(columns + 1):
            if not behind[column]:
                continue
            for size in range(min(_LONGEST_PIECE, columns - column) + 1):
                piece = latin[column : column + size]
                step = behind[column] * weight(contexts[row], piece)
                following[column + size] += step
                share = step * ahead[row + 1][column + size] / ahead[0][0]
                if share > 1e-3:
                    yield contexts[row], piece, share
        behind = following


def _shares(pieces: Mapping[str, float]) -> dict[str, float]:
    total = sum(pieces.values())
    return {piece: count / total for piece, count in pieces.items()}


def _triples(names: Iterable[str]) -> dict[str, float]:
    """Log-probabilities of a letter after the two before it, and after the one before it."""
    counts: dict[str, int] = defaultdict(int)
    for name in names:
        padded = _EDGE * 2 + name + _EDGE
        for place in range(2, len(padded)):
            counts[padded[place - 2 : place + 1]] += 1
            counts[padded[place - 1 : place + 1]] += 1
    before: dict[str, int] = defaultdict(int)
    for gram, count in counts.items():
        before[gram[:-1]] += count
    return {gram: round(log(count / before[gram[:-1]]), 2) for gram, count in counts.items() if count >= _LEAST_TRIPLE}
