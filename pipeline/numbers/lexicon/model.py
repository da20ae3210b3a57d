"""The types of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Role = Literal[
    "unit", "teen", "tens", "hundred", "hundreds", "magnitude", "magnitude_dual", "magnitude_plural", "suffix",
    "ordinal", "fraction", "fraction_dual", "fraction_plural", "decade", "multiple", "times", "soft_cardinal",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A number word: its part in the grammar, its value, and for homographs (خمس: five, a fifth) the 1/n it may be."""

    role: Role
    value: Fraction
    fraction: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase does: `kind` names the rule that uses it, `value` is a unit id, bound, month number…

    `count` is 2 for a dual noun (يومين), else None. `assumed` marks a currency name that several currencies share.
    """

    kind: str
    value: str = ""
    count: int | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One or more words and what they may do."""

    words: tuple[str, ...]
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the vocabulary knows of one word as it stands in a text.

    `forms` are the word's readings that the vocabulary holds, with fewer and fewer clitics; `phrases` start with one of
    them, longest first. The flags tell which clitics the number word (or else the first phrase) carried.
    """

    forms: frozenset[str]
    number: NumberWord | None
    phrases: tuple[Phrase, ...]
    conjunction: bool = False
    preposition: str = ""
    definite: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of one language: number words and phrases by first word, and every word of any phrase."""

    numbers: dict[str, NumberWord]
    phrases: dict[str, tuple[Phrase, ...]]
    words: frozenset[str]
