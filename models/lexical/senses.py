"""Ranks the meanings of the words of a sentence anew by what its other words mean: اللبن is milk where one drinks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.lexical.contexts import unit
from models.lexical.model import LexicalModel, Lookup, Meanings

_OWN, _CONTEXT = 0.9, 4.8
"""How much a meaning's own probability counts, and its likeness to the context.

Fitted on the words of 250 held-out sentences: of 1,900 words of the other 250, the first meaning stood in the
reference for 55.1 % instead of 51.6 %, one of the first two for 66.1 % instead of 64.2 %.
"""

_SPEAKING = 3
"""So many meanings of each other word speak for the context."""


def in_context(looked_up: Sequence[Lookup], model: LexicalModel) -> list[Meanings]:
    """For each word of a sentence its meanings, the likeliest beside the other words first.

    `looked_up` are the sentence's content words, each once. The probabilities of a word add up to what they did before.
    """
    spoken = np.array([_mean(lookup.meanings[:_SPEAKING], model) for lookup in looked_up], np.float32)
    return [
        _ranked(lookup.meanings, unit(spoken.sum(axis=0) - own), model)
        for lookup, own in zip(looked_up, spoken, strict=True)
    ]


def _mean(meanings: Meanings, model: LexicalModel) -> NDArray[np.float32]:
    return sum(
        (share * model.context(english) for english, share in meanings),
        start=np.zeros(model.contexts.shape[1], np.float32),
    )


def _ranked(meanings: Meanings, context: NDArray[np.float32], model: LexicalModel) -> Meanings:
    if len(meanings) < 2:
        return meanings
    scores = [
        share**_OWN * float(np.exp(_CONTEXT * float(model.context(english) @ context))) for english, share in meanings
    ]
    scale = sum(share for _, share in meanings) / sum(scores)
    ranked = [(english, score * scale) for (english, _), score in zip(meanings, scores, strict=True)]
    return sorted(ranked, key=lambda item: (-item[1], item[0]))
