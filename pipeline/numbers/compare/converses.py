"""The converse of a comparison: "B is four points behind A" for "A is four points ahead of B".

Both say the same although the words are opposite. It is told by who stands on which side of the figure: the one that
Arabic names after it (متقدما بأربع نقاط على الاتحاد) is in the converse the one that English names before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from pipeline.numbers.compare.transliteration import is_transliterated, skeletons_of
from pipeline.numbers.compare.words import Kinship, Words
from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.text import arabic_words, english_words
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.scanning import scan

_OVER = frozenset({"علي", "عن", "من"})
"""What stands before the other side of a comparison in Arabic: متقدما على, متأخرا عن, أكثر من."""
_STANDING = frozenset(
    {"behind", "ahead", "clear", "adrift", "above", "below", "off", "more", "less", "fewer", "higher", "lower"}
)
"""What stands after an English figure whose subject is named before it."""
_AGAINST, _PER = frozenset({"امام", "مقابل"}), "ل"
"""What stands before the currency against which another is told: أمام الدولار, للدولار."""
_TOWARDS, _ARTICLES = frozenset({"against", "versus", "per", "to", "in", "of"}), frozenset({"the", "a", "us"})
_NEXT = 3
_REACH = 4
"""Words after a figure in which the other side is named."""
_NAME = 2
"""Words of which one is its name: نادي الاتحاد."""
_ENGLISH_REACH = 8
_SIDE, _WORDS_BEFORE = 3, 8
"""Words of the other side behind the figure, and words before it among which the subject is."""
_ENDS = frozenset({".", ";"})
_PRONOUNS = frozenset({"him", "her", "them", "it"})
_FAR = 2_000
"""Characters on either side of a figure that are looked at: a sentence has fewer, and a hostile text any number."""
_SHORTEST = 3
"""Consonants of a name that must agree."""


def is_converse(
    one: Quantity,
    two: Quantity,
    texts: tuple[str, str],
    languages: tuple[Language, Language],
    kinship: Kinship | None = None,
) -> bool:
    """Whether the other side of a comparison, which Arabic names after its figure, stands before it in English.

    False where the name stands after the figure in both, or where it is not found. With a lexicon in `kinship` sides
    that are no names count too ("the candidate trails the opposition by 11 points").
    """
    if set(languages) != {"ar", "en"}:
        return False
    at = languages.index("ar")
    if kinship is not None and kinship.tells and _are_turned(one, two, texts, at, kinship):
        return True
    arabic, english = (one, two) if at == 0 else (two, one)
    if _is_other_currency(arabic, english, texts[at], texts[1 - at]):
        return True
    behind = _words(_behind(texts[at], arabic))[: _REACH + _NAME]
    place = next((index for index, word in enumerate(behind[:_REACH]) if word in _OVER), None)
    if place is None:
        return False
    names = behind[place + 1 : place + 1 + _NAME]
    text = texts[1 - at]
    after = _clause(_behind(text, english))[:_ENGLISH_REACH]
    if _STANDING.isdisjoint(after[:_NEXT]):
        return False  # "leads Madrid by four points"
    before = _names(_before(text, english))
    return any(_is_in(name, before) and not _is_in(name, after) for name in names)


def _are_turned(one: Quantity, two: Quantity, texts: tuple[str, str], at: int, kinship: Kinship) -> bool:
    """Whether English names the other side first and the subject of the Arabic comparison after it."""
    arabic, english = (one, two) if at == 0 else (two, one)
    behind = _words(_behind(texts[at], arabic))[: _REACH + _SIDE]
    place = next((index for index, word in enumerate(behind[:_REACH]) if word in _OVER), None)
    if place is None:
        return False
    others = behind[place + 1 : place + 1 + _SIDE]
    subjects = [word for word in _last_words(_before(texts[at], arabic))[-_WORDS_BEFORE:] if word not in others]
    words, ends = _english(texts[1 - at])
    last, following = bisect_left(ends, english.start) - 1, bisect_right(ends, english.end)
    start = max(ends[last] + 1 if last >= 0 else 0, english.start - _FAR)
    end = min(ends[following] if following < len(ends) else len(texts[1 - at]), english.end + _FAR)
    sentence = words.between(start, end)
    named = [word for word in sentence if not word.joins]

    def places(names: Sequence[str]) -> list[int]:
        return [word.start for word in named if any(_means(name, word.text, kinship, at) for name in names)]

    first, second = places(others), places(subjects)
    if first and not second:
        pronouns = [word.start for word in sentence if word.folded in _PRONOUNS]
        return bool(pronouns) and max(first) < min(pronouns) < english.start
    both = set(first) & set(second)
    first, second = [one for one in first if one not in both], [one for one in second if one not in both]
    return bool(first and second) and max(first) < min(second)


def _is_other_currency(arabic: Quantity, english: Quantity, source: str, target: str) -> bool:
    """Whether the English change is one of the currency against which Arabic tells it: ارتفع الين إلى 151 للدولار, "the
    dollar slid to 151 yen".
    """
    if "money" not in (arabic.kind, english.kind):
        return False
    behind = _words(_behind(source, arabic))[:_REACH]
    against = [
        code
        for before, word in zip(("", *behind), behind, strict=False)
        for code, led in _currencies(word, "ar")
        if before in _AGAINST or led == _PER
    ]
    last: list[str] = []
    before = ""
    for word in _last_clause(_before(target, english)):
        if before not in _TOWARDS:
            last = [code for code, _ in _currencies(word, "en")] or last
        before = before if word in _ARTICLES else word
    return not set(against).isdisjoint(last)


def _currencies(word: str, lang: Language) -> list[tuple[str, str]]:
    """The currencies of which a word is the name, each with the preposition before it."""
    entry = arabic_words.look_up(word) if lang == "ar" else english_words.look_up(word)
    if entry is None:
        return []
    senses = (sense for phrase in entry.phrases if len(phrase.words) == 1 for sense in phrase.senses)
    return [(sense.value, entry.preposition) for sense in senses if sense.kind == "currency"]


@lru_cache(maxsize=2)
def _english(text: str) -> tuple[Words, list[int]]:
    """The words of an English text, which are asked for at each of its figures, and where its sentences end."""
    words = Words(text, lang="en")
    return words, [word.start for word in words.all if word.folded in _ENDS]


def _before(text: str, figure: Quantity) -> str:
    return text[max(figure.start - _FAR, 0) : figure.start]


def _behind(text: str, figure: Quantity) -> str:
    return text[figure.end : figure.end + _FAR]


def _means(arabic: str, english: str, kinship: Kinship, at: int) -> bool:
    one, two = (arabic, english) if at == 0 else (english, arabic)
    return kinship.says_name(one, two)


def _is_in(name: str, words: tuple[str, ...]) -> bool:
    return is_transliterated(name, _skeletons(words), shortest=_SHORTEST)


@lru_cache(maxsize=64)
def _skeletons(words: tuple[str, ...]) -> frozenset[str]:
    return skeletons_of(word.casefold() for word in words)


def _words(text: str) -> list[str]:
    """The words of Arabic `text`, up to the end of its sentence."""
    pieces = scan(fold(text).text)
    return [piece for kind, piece, _ in takewhile(lambda piece: piece[1] not in (".", "؛"), pieces) if kind == "word"]


def _last_words(text: str) -> list[str]:
    """The words of the sentence of Arabic `text` that is not yet ended."""
    words: list[str] = []
    for kind, piece, _ in scan(fold(text).text):
        if piece in (".", "؛"):
            words.clear()
        elif kind == "word":
            words.append(piece)
    return words


def _clause(text: str) -> tuple[str, ...]:
    """The words of English `text` up to the end of its clause."""
    pieces = scan(text)
    return tuple(piece for kind, piece, _ in takewhile(lambda piece: piece[1] not in ".;", pieces) if kind == "word")


def _last_clause(text: str) -> list[str]:
    """The words in small letters of the sentence of English `text` that is not yet ended."""
    return [word.casefold() for word in re.findall(r"\w+", re.split("[.;] ", text)[-1])]


def _names(text: str) -> tuple[str, ...]:
    """The words in capitals of the sentence of English `text` that is not yet ended."""
    words: list[str] = []
    for kind, piece, _ in scan(text):
        if piece in (".", ";"):
            words.clear()
        elif kind == "word" and piece[:1].isupper():
            words.append(piece)
    return tuple(words)
