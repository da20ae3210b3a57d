"""Tells Arabic from other languages that are written in Arabic letters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from models.script import MARKS
from pipeline.ingest.decoding import COMMON_WORDS

_MARK = re.compile(f"[{MARKS}ـ\u200c-\u200f]")
_WORD = re.compile("[\u0620-\u06ff\u0750-\u077f]+")
_LETTERS = str.maketrans("یىکەہ", "ييكهه")
_ARTICLE = ("ال", "وال", "بال", "فال", "كال", "لل")
_FEWEST_WORDS = 4
_SHARE = 0.08
_LETTER_SHARE = 0.03


def other_language(text: str) -> str | None:
    """The language of a text in Arabic letters if it is not Arabic: "Persian", "Urdu" and such; None for Arabic.

    It is another one if 8 % of its words are common in that, two different ones at least, and more than speak for
    Arabic (common words, and those with the article); or if 3 % of its letters are of that language alone. Texts of
    under 4 words are taken for Arabic. Of the 1,888 Arabic lines of FLORES-200 dev and NTREX-128, one by one, all are.
    """
    words = _WORD.findall(_MARK.sub("", text[:200_000]))
    if len(words) < _FEWEST_WORDS:
        return None
    letters = "".join(words)
    counts = {language: sum(map(letters.count, own)) for language, own in _lists("letters").items()}
    most = max(counts, key=counts.__getitem__)
    if counts[most] >= _LETTER_SHARE * len(letters):
        return most
    arabic = sum(word in COMMON_WORDS or word.startswith(_ARTICLE) for word in words)
    words = [word.translate(_LETTERS) for word in words]
    counts = {language: sum(word in own for word in words) for language, own in _lists("words").items()}
    best = max(counts, key=counts.__getitem__)
    several = len(_lists("words")[best].intersection(words)) >= 2
    return best if several and counts[best] >= _SHARE * len(words) and counts[best] > arabic else None


@cache
def _lists(kind: str) -> Mapping[str, frozenset[str]]:
    """By language: its common "words" that are no Arabic ones, folded; the "letters" that it alone has.

    پ چ ژ گ ک ی are nobody's letters: they stand in Arabic, too, in foreign names or from other keyboards.
    """
    source = resources.files("pipeline") / "data" / "arabic_script.json"
    data: dict[str, list[str]] = json.loads(source.read_text(encoding="utf-8"))
    named = ((name.removesuffix(f" {kind}"), entries) for name, entries in data.items() if name.endswith(f" {kind}"))
    return {language: frozenset(entries) for language, entries in named}
