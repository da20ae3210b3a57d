"""How much of a source a translation covers, word by word: a sign of what was left out or mistaken."""

from __future__ import annotations

import re

from models.lexical.arabic import FUNCTION_WORDS, fold, words
from models.lexical.model import LexicalModel

_WORD = re.compile(r"[a-z]+")
_SAME_BEGINNING = 5
"""Letters that two forms of one English word share, such as "announce" and "announcement"."""

_MOST_MEANINGS = 6
_FEWEST_WORDS = 3


def coverage(source: str, output: str, model: LexicalModel) -> float | None:
    """The share of the Arabic content words with known meanings of which a word stands in the English `output`.

    From 0 to 1; None where the source has fewer than three such words. Human English has 0.64 on average
    (997 lines of FLORES-200 dev).
    """
    there = {word[:_SAME_BEGINNING] for word in _WORD.findall(output.casefold())}
    known = covered = 0
    for word in dict.fromkeys(words(source)):
        folded = fold(word)
        if folded in FUNCTION_WORDS or len(folded) < _FEWEST_WORDS:
            continue
        looked_up = model.look_up(word)
        if looked_up.source in ("spelling", "nothing"):
            continue
        known += 1
        meanings = " ".join(english for english, _ in looked_up.meanings[:_MOST_MEANINGS])
        covered += any(part[:_SAME_BEGINNING] in there for part in _WORD.findall(meanings.casefold()) if len(part) > 2)
    return covered / known if known >= _FEWEST_WORDS else None
