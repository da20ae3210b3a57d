"""What a guard looks at."""

from __future__ import annotations

from dataclasses import dataclass

from models.base import FinishReason


@dataclass(frozen=True, slots=True)
class Output:
    """A source, what an engine made of it, and how it ended."""

    source: str
    text: str
    finish_reason: FinishReason


def plain(text: str) -> str:
    """The text in small letters, each run of spaces one space, and apostrophes straight."""
    return " ".join(text.casefold().replace("’", "'").split())
