"""Word alignment by expectation maximisation: IBM Model 1 in both directions, with a preference for the diagonal.

The two directions are trained apart and multiplied in the end, which drops most of what a rare word gathers by chance.
Sources: Brown et al. 1993 (Model 1); Dyer, Chahuneau and Smith 2013 (the diagonal); Liang, Taskar and Klein 2006
(agreement of both directions).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DIAGONAL = 4.0
_NOTHING = 0.05
"""The weight of "aligned to nothing"."""

_SMOOTHING = 0.01


@dataclass(frozen=True, slots=True)
class Sentence:
    """A pair as numbers: for each Arabic word its units with their weights and its place, for each English word its
    number and place; places run from 0 to 1."""

    units: Sequence[Sequence[tuple[int, float]]]
    arabic_places: Sequence[float]
    english: Sequence[int]
    english_places: Sequence[float]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Links:
    """Expected counts of links: unit `left[k]` with English word `right[k]` was seen `count[k]` times; and for whole
    Arabic words by the index of their sentence and place, `word[k]`, where asked for."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    count: NDArray[np.float64]


def align(sentences: Sequence[Sentence], *, right_size: int, rounds: int = 6) -> tuple[Links, Links]:
    """Expected counts (unit, English word), and (Arabic word, English word) with words numbered over all sentences.

    `right_size` is the number of English words; all units are below 2**31.
    """
    unit, word, english, token, prior, sentence_weight = _expand(sentences)
    keys, pair = np.unique(unit * right_size + english, return_inverse=True)
    left, right = keys // right_size, keys % right_size
    forward = backward = np.ones(len(keys))
    for _ in range(rounds):
        forward = _estimate(pair, left, _posterior(prior * forward[pair], token) * sentence_weight)
        backward = _estimate(pair, right, _posterior(prior * backward[pair], word) * sentence_weight)
    agreed = np.sqrt(_posterior(prior * forward[pair], token) * _posterior(prior * backward[pair], word))
    agreed *= sentence_weight
    counts = np.bincount(pair, weights=agreed, minlength=len(keys)).astype(np.float64)
    word_keys, word_pair = np.unique(word * right_size + english, return_inverse=True)
    by_word = Links(
        word_keys // right_size, word_keys % right_size, np.bincount(word_pair, weights=agreed).astype(np.float64)
    )
    return Links(left, right, counts), by_word


def _posterior(scores: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """`scores` as shares of their group, where every group may also be aligned to nothing."""
    totals = np.bincount(group, weights=scores)
    sizes = np.bincount(group)
    with np.errstate(invalid="ignore"):
        floor = _NOTHING * np.where(sizes > 0, totals / np.maximum(sizes, 1), 0.0)
    shares: NDArray[np.float64] = scores / np.maximum(totals + floor, 1e-300)[group]
    return shares


def _estimate(pair: NDArray[np.int64], owner: NDArray[np.int64], posterior: NDArray[np.float64]) -> NDArray[np.float64]:
    """p(other | owner) for every pair from the posteriors of its links."""
    counts = np.bincount(pair, weights=posterior, minlength=len(owner)) + 1e-9
    totals = np.bincount(owner, weights=counts)
    estimate: NDArray[np.float64] = (counts) / (totals[owner] + _SMOOTHING)
    return estimate


def _expand(sentences: Sequence[Sentence]) -> tuple[NDArray[np.int64], ...]:
    """One row for every (unit of an Arabic word, English word) of a pair."""
    columns: list[list[NDArray[np.float64]]] = [[], [], [], [], [], []]
    words = tokens = 0
    for sentence in sentences:
        count = len(sentence.english)
        if not count or not sentence.units:
            continue
        unit = np.array([number for units in sentence.units for number, _ in units])
        weight = np.array([value for units in sentence.units for _, value in units])
        index = np.array([place for place, units in enumerate(sentence.units) for _ in units])
        places = np.asarray(sentence.arabic_places)[index]
        distance = np.abs(places[:, None] - np.asarray(sentence.english_places)[None, :])
        prior = weight[:, None] * np.exp(-_DIAGONAL * distance)
        size = len(unit)
        for column, values in zip(
            columns,
            (
                np.repeat(unit, count),
                np.repeat(index + words, count),
                np.tile(np.asarray(sentence.english), size),
                np.tile(np.arange(count) + tokens, size),
                prior.ravel().astype(np.float32),
                np.full(size * count, sentence.weight, dtype=np.float32),
            ),
            strict=True,
        ):
            column.append(values)
        words += len(sentence.units)
        tokens += count
    return tuple(np.concatenate(column) for column in columns)
