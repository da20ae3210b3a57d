"""The wording of notes: what is said of a text besides giving it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.clean import clean

_SHOWN = 5
_LONGEST = 60


def listed(what: str, pieces: Sequence[str]) -> tuple[str, ...]:
    """One note "WHAT: a, b, c and 4 more"; none where there are no pieces."""
    more = f" and {len(pieces) - _SHOWN} more" if len(pieces) > _SHOWN else ""
    return (f"{what}: {', '.join(pieces[:_SHOWN])}{more}",) if pieces else ()


def quoted(text: str) -> str:
    """The text in quotation marks on one line, without invisible characters, at most 60 characters of it."""
    line = " ".join(clean(text[: 4 * _LONGEST]).text.split())
    return f"«{line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + '…'}»"


def struck_out(pieces: Sequence[str], *, why: str = "struck") -> tuple[str, ...]:
    """The note on text that a document shows struck out (or not at all), which was not read; `why` says which."""
    return listed(f"{why} text left out", [quoted(piece) for piece in pieces if any(map(str.isalnum, piece))])
