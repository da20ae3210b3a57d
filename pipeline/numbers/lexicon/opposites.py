"""What a text says without a number (a weekday, next year, monthly, the lowest): `opposites.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.numbers.lexicon.model import LexiconError
from pipeline.numbers.lexicon.units import read_table
from pipeline.numbers.quantity import Language
from pipeline.numbers.text.folding import fold_word

FIGURE = "#"
"""What stands for every figure."""
UNSURE = "unsure"
"""The value of what leaves a topic unsaid."""
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "وب", "ول")
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

    def before(self, word: str) -> tuple[Phrase, ...]:
        """The phrases that may stand there where `word` follows."""
        return self.phrases if word in self.seconds else self.free


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


@cache
def openings(lang: Language, *, unsure: bool) -> dict[str, Opening]:
    """The phrases by each of their first words, folded. Without `unsure` only what says something of its topic."""
    found = {}
    for word, some in _phrases(lang).items():
        told = some if unsure else tuple(one for one in some if one.value != UNSURE)
        if told:
            seconds = frozenset[str]().union(*(one.seconds for one in told if one.seconds is not None))
            found[word] = Opening(told, seconds, tuple(one for one in told if one.seconds is None))
    return found


@cache
def _phrases(lang: Language) -> dict[str, tuple[Phrase, ...]]:
    table = read_table("opposites.toml")
    found: dict[str, list[Phrase]] = {}
    for name, row in table["topic"].items():
        for value, lines in row[lang].items():
            for line in lines:
                first, *rest = _steps(line, lang)
                for word in first.words:
                    found.setdefault(word, []).append(Phrase(tuple(rest), name, value, _seconds(rest)))
    return {word: tuple(sorted(some, key=_order)) for word, some in found.items()}


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
    sets: dict[str, str] = read_table("opposites.toml")["sets"][lang]
    optional, words = piece.endswith("?"), piece.removesuffix("?")
    spelled = "|".join(sets[one[1:]] if one.startswith("$") else one for one in words.split("|"))
    folded = {fold_word(word) for word in spelled.split("|")}
    return Step(frozenset(form for word in folded for form in _forms(word, lang)), optional)


def _forms(word: str, lang: Language) -> set[str]:
    """An Arabic word with what may be glued before it; لل stands for ل and the article."""
    if lang == "en":
        return {word}
    glued = {prefix + word for prefix in _PREFIXES}
    if word.startswith(_ARTICLE):
        glued = {form.replace("لال", "لل", 1) if form.endswith("ل" + word) else form for form in glued}
    return {word, *glued}
