"""The lexical model that amana ships, as the rest of amana asks it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from models.lexical.arabic import FUNCTION_WORDS, fold

if TYPE_CHECKING:
    from models.lexical.kinship import Kin, Kinship


class _SameWord:
    """How an Arabic and an English word are related, by the shipped model, which is read when it is first asked.

    Raises:
        ModelError: the lexical model cannot be read.
    """

    def __call__(self, arabic: str, english: str) -> Kin:
        """How the two are related."""
        return _kinship().of(arabic, english)

    def says(self, arabic: str, english: str) -> bool:
        """Whether the two are the same, which takes less time to tell."""
        return _kinship().says(arabic, english)


same_word = _SameWord()
"""What the number engine asks where it compares words."""


def best_meaning(arabic: str) -> str:
    """The likeliest English of an Arabic word, a name with a capital; "" where there is none, not even a spelling.

    Raises:
        ModelError: the lexical model cannot be read.
    """
    from models.lexical import storage

    meanings = storage.load().meanings(arabic)
    return meanings[0][0] if meanings else ""


def is_common(arabic: str) -> bool:
    """Whether an Arabic word is one of those that a glossary never needs: a particle, a pronoun, an auxiliary verb."""
    return fold(arabic) in FUNCTION_WORDS


_SURE = 0.6
"""From what probability on a meaning may go into a prompt: موظف is first of all an "office" to the model, at 0.5."""


def meanings(arabic: str) -> tuple[str, ...]:
    """What an Arabic word means beyond doubt, by the shipped model; nothing where that is not sure.

    Raises:
        ModelError: the lexical model cannot be read.
    """
    from models.lexical import storage

    return tuple(english for english, share in storage.load().look_up(arabic).meanings if share >= _SURE)


@cache
def _kinship() -> Kinship:
    from models.lexical import storage
    from models.lexical.kinship import Kinship

    return Kinship(storage.load())


class ShippedLexicon:
    """`models.base.Lexicon` over the shipped model, which is read when it is first asked."""

    def coverages(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        """See `models.base.Lexicon`."""
        from models.lexical import storage
        from models.lexical.coverage import coverage

        model = storage.load()
        return [coverage(source, output, model) for source, output in pairs]
