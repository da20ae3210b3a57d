"""The two texts that are compared, as those see them who ask of what a figure is said and who did what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.numbers.compare.words import Kinship, Words
from pipeline.numbers.quantity import Language, Quantity


@dataclass(frozen=True, slots=True)
class Texts:
    """The words and all quantities of a source and of its target, and how words of the two are related."""

    words: tuple[Words, Words]
    everything: tuple[Sequence[Quantity], Sequence[Quantity]]
    kinship: Kinship
    languages: tuple[Language, Language]
