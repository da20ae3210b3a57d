"""Whether an output is in English at all."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from pipeline.guards.output import Output

_LEAST_FUNCTION_WORDS = 0.06
_ENOUGH_WORDS = 12
_FEWEST_WORDS = 4
_FOREIGN_SHARE = 0.12
_MARKED_SHARE = 0.2
_WORD = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset(
    _WORD.findall(
        "a about after against all also an and any are around as at based be because been before being between both "
        "but by can could during each for from had has have he her his how if in into is it its many may more most new "
        "no not of on one or out over said she should since so such than that the their them there these they this "
        "those through to two under until up was we were what when where which while who will with without would you"
    )
)
# Letters that neither English nor Arabic has: Greek to Hebrew, the scripts of India to Mongolia, of East Asia.
_FOREIGN = re.compile("[\u0370-\u05ff\u0900-\u1cff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")


def is_other_language(output: Output) -> bool:
    """It has letters of a third script, common words of another language, or hardly any of English.

    Two letters of a script that the source has not; or, of four words and more, two common words of one of 15 languages
    (`data/languages.json`) and more of them than of English, or no English one and two words with foreign letters; or
    12 words and more of which under 6 % are common English ones: the human English of FLORES-200 dev has 10 % at least.
    """
    foreign = set(_FOREIGN.findall(output.text)) - set(_FOREIGN.findall(output.source))
    if len(foreign) >= 2:
        return True
    words = [word for word in _WORD.findall(output.text.casefold()) if word[0].isalpha()]
    # Names and words of Arabic script are another guard's.
    common = sum(word in _FUNCTION_WORDS for word in words)
    if len(words) >= _ENOUGH_WORDS and common < _LEAST_FUNCTION_WORDS * len(words):
        return True
    if len(words) < _FEWEST_WORDS:
        return False
    if any(_speaks(words, language) for language in _languages().values()):
        return True
    # "a" is a word of many languages.
    marked = sum(not word.isascii() and not _is_arabic(word) for word in words)
    return common == words.count("a") and marked >= max(2, _MARKED_SHARE * len(words))


def _speaks(words: list[str], language: frozenset[str]) -> bool:
    own = sum(word in language for word in words)
    telling = sum(word in language and word not in _FUNCTION_WORDS for word in words)
    english = sum(word in _FUNCTION_WORDS and word not in language for word in words)
    return telling >= 2 and own > english and own >= _FOREIGN_SHARE * len(words)


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u08ff"


@cache
def _languages() -> Mapping[str, frozenset[str]]:
    source = resources.files("pipeline") / "data" / "languages.json"
    lists: dict[str, list[str]] = json.loads(source.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}
