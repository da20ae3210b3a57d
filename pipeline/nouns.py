"""What the shipped lexical model tells the number engine: how an Arabic and an English word are related."""

from __future__ import annotations

from functools import cache

from models.lexical.kinship import Kin, Kinship


def same_word(arabic: str, english: str) -> Kin:
    """How an Arabic and an English word are related; the model is read when it is first asked.

    Raises:
        ModelError: the lexical model cannot be read.
    """
    return _kinship().of(arabic, english)


@cache
def _kinship() -> Kinship:
    from models.lexical import storage

    return Kinship(storage.load())
