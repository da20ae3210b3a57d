"""What a text says without a number (a weekday, next year, monthly, the lowest): `opposites.toml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from typing import get_args

from pipeline.numbers.lexicon.model import LexiconError
from pipeline.numbers.lexicon.units import read_table
from pipeline.numbers.quantity import Language
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.text.kept import Kept, uncollected

FIGURE = "#"
"""What stands for every figure."""
UNSURE = "unsure"
"""The value of what leaves a topic unsaid."""
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "وب", "ول")
_FIRST_LETTERS = tuple({prefix[0] for prefix in _PREFIXES})
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Step:
    """The words that may stand at one place of a phrase: an `optional` one may be missing, and where `any_word` is
    true every other word may stand there, unless it is one of `words`, at which the phrase goes on.
    """

    words: frozenset[str]
    optional: bool = False
    any_word: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """The rest of a phrase after its first word, and what it says of which topic.

    `seconds` are the words of which one must follow the first; None where others may, or none needs to.
    """

    steps: tuple[Step, ...]
    topic: str
    value: str
    seconds: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Opening:
    """The phrases that begin with one word, those with more steps first; most of them go on with one of `seconds`,
    and `free` are the others.
    """

    phrases: tuple[Phrase, ...]
    seconds: frozenset[str]
    free: tuple[Phrase, ...]
    _by_second: dict[str, tuple[Phrase, ...]] = field(default_factory=dict, init=False)
    """Of the many phrases that begin with "in" or "a" those that go on with each of `seconds`, when it is met."""

    def before(self, word: str) -> tuple[Phrase, ...]:
        """The phrases that may stand there where `word` follows."""
        if word not in self.seconds:
            return self.free
        found = self._by_second.get(word)
        if found is None:
            found = tuple(phrase for phrase in self.phrases if phrase.seconds is None or word in phrase.seconds)
            self._by_second[word] = found
        return found


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: the rule that judges it, and the pairs of values that exclude one another (None: all do)."""

    rule: str
    apart: frozenset[frozenset[str]] | None


@cache
def topics() -> dict[str, Topic]:
    """The topics by name; raises LexiconError where the languages name other values."""
    found = {}
    for name, row in read_table("opposites.toml")["topic"].items():
        if row["ar"].keys() - {UNSURE} != row["en"].keys() - {UNSURE}:
            raise LexiconError(f"opposites.toml: the topic {name} has other values in Arabic than in English.")
        apart = frozenset(frozenset(pair) for pair in row["apart"]) if "apart" in row else None
        found[name] = Topic(row["rule"], apart)
    return found


def openings(lang: Language, *, unsure: bool) -> Kept[Opening | None]:
    """The phrases that begin with a folded word, or None, by that word; without `unsure` only what says something of
    its topic. Phrases are taken apart when a text has their first word: few ever do.
    """
    return _OPENINGS[lang, unsure]


def _open(word: str, lang: Language, unsure: bool) -> Opening | None:
    places = sorted({place for bare in _bare(word, lang) for place in _places(lang).get(bare, ())})
    if not places:
        return None  # nearly every word
    lines = [_lines(lang)[place] for place in places]
    told = sorted((_phrase(*line, lang) for line in lines if unsure or line[1] != UNSURE), key=_order)
    if not told:
        return None
    seconds = frozenset(second for phrase in told for second in phrase.seconds or ())
    return Opening(tuple(told), seconds, tuple(phrase for phrase in told if phrase.seconds is None))


_OPENINGS = {
    (lang, unsure): Kept(partial(_open, lang=lang, unsure=unsure))
    for lang in get_args(Language)
    for unsure in (False, True)
}


@cache
def _lines(lang: Language) -> list[tuple[str, str, str]]:
    """The topic, the value and the text of each phrase."""
    topics = read_table("opposites.toml")["topic"].items()
    return [(topic, value, line) for topic, row in topics for value, lines in row[lang].items() for line in lines]


@cache
@uncollected
def _places(lang: Language) -> dict[str, list[int]]:
    """Which of these lines begin with a folded word, before which nothing is glued."""
    found: dict[str, list[int]] = {}
    for place, (_, _, line) in enumerate(_lines(lang)):
        for word in _words(line.split(maxsplit=1)[0], lang):
            found.setdefault(word, []).append(place)
    return found


@cache
def _phrase(topic: str, value: str, line: str, lang: Language) -> Phrase:
    rest = _steps(line, lang)[1:]
    return Phrase(tuple(rest), topic, value, _seconds(rest))


def _seconds(rest: list[Step]) -> frozenset[str] | None:
    bound = rest and not (rest[0].optional or rest[0].any_word or FIGURE in rest[0].words)
    return rest[0].words if bound else None


def _order(phrase: Phrase) -> tuple[int, bool]:
    return -len(phrase.steps), phrase.value != UNSURE


def _steps(line: str, lang: Language) -> list[Step]:
    """The steps of a phrase; before the next known words any word may stand where the line has a star."""
    steps: list[Step] = []
    after: frozenset[str] = frozenset()
    for piece in reversed(line.split()):
        step = Step(after, optional=True, any_word=True) if piece == "*" else _step(piece, lang)
        after = step.words
        steps.append(step)
    return steps[::-1]


@cache
def _step(piece: str, lang: Language) -> Step:
    forms = (form for word in _words(piece, lang) for form in _forms(word, lang))
    return Step(frozenset(forms), piece.endswith("?"))


@cache
def _words(piece: str, lang: Language) -> frozenset[str]:
    """The folded words of one step of a line."""
    sets: dict[str, str] = read_table("opposites.toml")["sets"][lang]
    words = piece.removesuffix("?").split("|")
    return frozenset(fold_word("|".join(sets[one[1:]] if one.startswith("$") else one for one in words)).split("|"))


def _forms(word: str, lang: Language) -> set[str]:
    """An Arabic word with what may be glued before it; لل stands for ل and the article."""
    if lang == "en":
        return {word}
    glued = {prefix + word for prefix in _PREFIXES}
    if word.startswith(_ARTICLE):
        glued = {form.replace("لال", "لل", 1) if form.endswith("ل" + word) else form for form in glued}
    return {word, *glued}


def _bare(word: str, lang: Language) -> list[str]:
    """The words of which a word is one of the `_forms`."""
    if lang == "en" or not word.startswith(_FIRST_LETTERS):
        return [word]
    found = [word]
    for prefix in _PREFIXES:
        if word.startswith(prefix):
            rest = word[len(prefix) :]
            if not prefix.endswith("ل"):
                found.append(rest)
            elif rest.startswith("ل"):
                found += [rest, _ARTICLE + rest[1:]]
            elif not rest.startswith(_ARTICLE):
                found.append(rest)
    return found
