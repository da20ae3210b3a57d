"""The words beside the figures of a text, and whether a word of one text may be said for a word of the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache, cached_property, lru_cache, partial
from typing import Literal, NamedTuple, TypeVar

from pipeline.numbers.compare.transliteration import arabic_skeletons, is_transliterated, skeletons_of
from pipeline.numbers.lexicon import lexicon, word_list
from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.text.folding import fold, fold_word
from pipeline.numbers.text.scanning import scan

T = TypeVar("T")
Kin = Literal["same", "near", "class", "unlike", "apart", "unknown"]
"""How an Arabic and an English word are related: one is a meaning of the other; they share a meaning; one is a class
to which the other may belong; none of this although both are known, likely or surely; or one of them is not known."""
SameWord = Callable[[str, str], Kin]
"""What whoever has a bilingual lexicon hands in: asked of an Arabic and an English word as the texts have them.

Most rules ask whether the two are the same and no more. Where it has a method `says`, which answers that alone and
takes less time to, they ask this.
"""

_NEAR = 160
"""Characters on either side of a figure in which a word of the other text may be explained."""
_SHORTEST = 2
_ONE = Fraction(1)
_AGENT, _SHORTEST_AGENT = ("er", "or"), 4


class Word(NamedTuple):
    """A word of a text: its folded form, its place in the text as given, and whether it only joins others."""

    text: str
    folded: str
    start: int
    end: int
    joins: bool


_word: Callable[[tuple[str, str, int, int, bool]], Word] = partial(tuple.__new__, Word)
"""Makes a word; `Word` itself takes twice as long, and a sentence has some forty."""


class Words:
    """The words of a text, which is taken apart when they are first asked for."""

    def __init__(self, text: str, *, lang: Language) -> None:
        self._text, self.lang = text, lang

    @cached_property
    def all(self) -> list[Word]:
        """Every word and every mark, in order."""
        folded, raw, joining = fold(self._text), self._text, _joining(self.lang)
        found = []
        for kind, piece, start in scan(folded.text):
            if kind == "word" or kind == "symbol":
                end = start + len(piece)
                if folded.offsets is not None:
                    start, end = folded.raw_span(start, end)
                found.append(_word((raw[start:end], piece, start, end, len(piece) < _SHORTEST or piece in joining)))
        return found

    @cached_property
    def texts(self) -> list[str]:
        """Every word and every mark in its folded form, in order: most texts need no more of them."""
        return [piece for kind, piece, _ in scan(fold(self._text).text) if kind == "word" or kind == "symbol"]

    @cached_property
    def _places(self) -> list[int]:
        """Where each of these begins in the folded text."""
        return [at for kind, _, at in scan(fold(self._text).text) if kind == "word" or kind == "symbol"]

    def as_given(self, at: int) -> str:
        """The word at `at` as the text has it, for who needs few of them: `all` takes the whole text apart."""
        start = self._places[at]
        first, last = fold(self._text).raw_span(start, start + len(self.texts[at]))
        return self._text[first:last]

    def known_to(self, table: Mapping[str, T | None]) -> list[tuple[int, T]]:
        """The places of the words that a table knows, with what it knows of them: of most words nothing."""
        return [(at, told) for at, told in enumerate(map(table.__getitem__, self.texts)) if told is not None]

    def reaches(self, place: int) -> bool:
        """Whether a word or mark ends behind a place of the text."""
        return len(self._text) > place and bool(self.all) and self.all[-1].end > place

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.all]

    @cached_property
    def folded(self) -> frozenset[str]:
        """The words of the text in their folded form."""
        return frozenset(self.texts)

    def between(self, start: int, end: int) -> list[Word]:
        """The words and marks of the text that stand from `start` to `end`."""
        starts = self._starts
        return self.all[bisect_left(starts, start) : bisect_left(starts, end)]

    def around(self, start: int, end: int) -> list[Word]:
        """The words within reach of a figure that stands from `start` to `end`, less its own."""
        near = (*self.between(start - _NEAR, start), *self.between(end, end + _NEAR))
        return [word for word in near if not word.joins]


def joins(word: str, lang: Language) -> bool:
    """Whether a folded word only joins others."""
    return len(word) < _SHORTEST or word in _joining(lang)


@cache
def _joining(lang: Language) -> frozenset[str]:
    """The words that only join others, and number words, less those that say when."""
    joining = word_list("ends_noun" if lang == "en" else "not_counted") | lexicon(lang).numbers.keys()
    return joining - word_list("tells_when")


def quote(word: Word, rule_name: str) -> Quantity:
    """A word of a text, as a quantity that may go unsaid."""
    return Quantity(word.start, word.end, word.text, "measure", _ONE, soft=True, lone="now", rule=rule_name)


class Kinship:
    """How words of two texts are related: by the lexicon that was handed in, if any, and by their letters."""

    def __init__(self, same_word: SameWord | None, *, languages: tuple[Language, Language]) -> None:
        self._same_word = same_word
        self._turned = languages == ("en", "ar")
        self.is_from_arabic = languages[0] == "ar"
        self.tells = same_word is not None and set(languages) == {"ar", "en"}
        self._languages = languages
        self._known: dict[tuple[str, str], Kin] = {}
        self._says: Callable[[str, str], bool] | None = getattr(same_word, "says", None)

    def of(self, one: str, two: str) -> Kin:
        """How a word of the source and one of the target are related."""
        if self._languages[0] == self._languages[1]:
            return "same" if one.casefold() == two.casefold() else "unknown"
        arabic, english = (two, one) if self._turned else (one, two)
        kin: Kin = "unknown" if self._same_word is None else self._same_word(arabic, english)
        return "same" if kin not in ("same", "near") and _sounds_alike(arabic, english) else kin

    def says(self, one: str, two: str) -> bool:
        """Whether a word of the source and one of the target are the same."""
        if self._says is None or self._languages[0] == self._languages[1]:
            return self.of(one, two) == "same"
        arabic, english = (two, one) if self._turned else (one, two)
        return self._says(arabic, english) or (_sounds_alike(arabic, english) and self.of(one, two) == "same")

    def says_name(self, one: str, two: str) -> bool:
        """The same where two words stand beside figures: a short name in capitals may share two consonants alone."""
        if self.says(one, two):
            return True
        short = two[:1].isupper() and self._languages == ("ar", "en") and _is_short_name(one, two)
        return short and self.of(one, two) != "near"

    def of_name(self, one: str, two: str) -> Kin:
        """How two words that stand beside figures are related, where `says_name` says that they are the same."""
        kin = self._known.get((one, two))
        if kin is None:
            kin = self.of(one, two)
            short = kin not in ("same", "near") and two[:1].isupper() and self._languages == ("ar", "en")
            kin = self._known[one, two] = "same" if short and _is_short_name(one, two) else kin
        return kin

    def is_name(self, one: str, two: str) -> bool:
        """Whether two words, of which the English one has a capital, are one name in the letters of either language."""
        if set(self._languages) != {"ar", "en"}:
            return False
        arabic, english = (two, one) if self._turned else (one, two)
        return english[:1].isupper() and (_sounds_alike(arabic, english) or _is_short_name(arabic, english))

    def sounds_like(self, arabic: str, english: str) -> bool:
        """The same, whichever of the two texts is the source."""
        return self.is_name(*((arabic, english) if self.is_from_arabic else (english, arabic)))

    def are_same(self, arabic: str, english: str) -> bool:
        """Whether an Arabic and an English word say the same, whichever of the two texts is the source."""
        return self.says(*((arabic, english) if self.is_from_arabic else (english, arabic)))

    def explains(self, one: str, words: Iterable[Word]) -> bool:
        """Whether a word of the target may be said for `one` of the source."""
        return any(self.says(one, two.text) for two in words)

    def is_explained(self, two: str, words: Iterable[Word]) -> bool:
        """Whether a word of the source may be said for `two` of the target, or what it is made from: miners, mine."""
        bases = (two, *_bases(two))
        return any(self.says(one.text, base) for one in words for base in bases)


def _bases(agent: str) -> tuple[str, ...]:
    """What an English word for who deals with a thing may be made from: "miners", "mine" and "min"."""
    word = agent.casefold().removesuffix("s")
    return (word[:-1], word[:-2]) if word.endswith(_AGENT) and len(word) > _SHORTEST_AGENT else ()


def _sounds_alike(arabic: str, english: str) -> bool:
    """Whether an Arabic word is the English one in Arabic letters: a name."""
    return not _skeletons(english).isdisjoint(_arabic_skeletons(arabic))


@lru_cache(maxsize=20_000)
def _arabic_skeletons(word: str) -> frozenset[str]:
    return arabic_skeletons(fold_word(word), shortest=3)


@lru_cache(maxsize=20_000)
def _is_short_name(arabic: str, english: str) -> bool:
    """Whether the two have the same consonants, to the last: جدة, Jeddah."""
    return is_transliterated(fold_word(arabic), _whole_skeletons(english), shortest=_SHORTEST)


@lru_cache(maxsize=20_000)
def _whole_skeletons(english: str) -> frozenset[str]:
    """The longest skeletons of an English word, unless they are too short."""
    found = _skeletons(english)
    longest = max(map(len, found), default=0)
    return frozenset(skeleton for skeleton in found if len(skeleton) == longest >= _SHORTEST)


@lru_cache(maxsize=20_000)
def _skeletons(word: str) -> frozenset[str]:
    return skeletons_of((word.casefold(),))
