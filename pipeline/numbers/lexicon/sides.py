"""Words that tell which of two like figures is meant (for or against, men or women): `sides.toml`."""

from __future__ import annotations

from functools import cache

from pipeline.numbers.lexicon.units import read_table
from pipeline.numbers.quantity import Language
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.text.kept import uncollected

_JOINTS = ("و", "ف")
_PREFIXES = ("ال", "ب", "ل", "ك", "بال", "لل", "كال")


@cache
@uncollected
def side_words(lang: Language) -> dict[str, str]:
    """The folded words of `lang`, Arabic ones with all that may be glued before them, each with its side."""
    found: dict[str, str] = {}
    for side, words in read_table("sides.toml").items():
        for word in map(fold_word, words[lang]):
            found.update(dict.fromkeys(_forms(word) if lang == "ar" else (word,), side))
    return found


def _forms(word: str) -> list[str]:
    glued = [word, *(prefix + word for prefix in _PREFIXES)]
    return [*glued, *(joint + form for joint in _JOINTS for form in glued)]
