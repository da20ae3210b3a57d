"""What the lexical model is trained on, read from files: sentence pairs, dictionary entries, forms and names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.base import ModelError
from models.lexical.arabic import fold, stems, words

_ENGLISH = re.compile(r"[A-Za-zÀ-ÿ]+(?:[-'’][A-Za-zÀ-ÿ]+)*")
_ASIDE = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_MOST_STEMS = 5
_LONGEST_GLOSS = 3

ENGLISH_FUNCTION_WORDS = frozenset(
    """
        a about above after against all also although am among an and any are aren't as at be because been before
        being between both but by can can't could couldn't did didn't do does doesn't doing don't during each either
        for from had hadn't has hasn't have haven't having he her here hers herself him himself his how i if in into
        is isn't it its itself just let me might more most must my myself neither no nor not of off on onto or other
        our ours out over own per shall she should so some such than that the their theirs them themselves then
        there these they this those through to too under until up upon us very was wasn't we were weren't what when
        where whether which while who whom whose why will with within without won't would wouldn't you your yours
        yourself it's that's i'm he's she's we're they're i've i'd i'll you're didn
        """.split()  # noqa: SIM905  # one a line would fill a page
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dictionary's entry: a folded Arabic word, an English gloss, and how many dictionaries have it."""

    arabic: str
    english: str
    sources: int


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All entries by their folded word; inflected forms with their lemmas; names with their Latin spelling."""

    entries: Mapping[str, Sequence[Entry]]
    lemmas: Mapping[str, Sequence[str]]
    names: Mapping[str, str]

    def knows(self, stem: str) -> bool:
        """Whether a dictionary has the folded `stem`, as an entry, a form or a name."""
        return stem in self.entries or stem in self.lemmas or stem in self.names

    def irregular_lemmas(self) -> dict[str, tuple[str, ...]]:
        """The forms that `models.lexical.arabic.stems` does not lead back to a lemma, such as broken plurals."""
        irregular: dict[str, tuple[str, ...]] = {}
        for form, lemmas in self.lemmas.items():
            regular = {stem.text for stem in stems(form)}
            # A form that is an entry by itself still leads to its lemma: it may be the rarer of two words.
            if missing := tuple(lemma for lemma in lemmas if lemma not in regular):
                irregular[form] = missing
        return irregular


@dataclass(frozen=True, slots=True)
class Bitext:
    """Sentence pairs, each with the name of its source."""

    pairs: Sequence[tuple[str, str, str]]
    frequencies: Counter[str] = field(default_factory=Counter)


def read_rows(path: Path, *, columns: int) -> Iterator[list[str]]:
    """The rows of a tab-separated file that have at least `columns` columns.

    Raises:
        ModelError: the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if len(cells) >= columns:
                    yield cells
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"The training data {path} cannot be read ({error}).") from error


def read_bitext(paths: Iterable[Path]) -> Bitext:
    """The pairs of tab-separated files (Arabic, English), and how often each folded Arabic word stands in them."""
    pairs = [(path.stem, row[0], row[1]) for path in paths for row in read_rows(path, columns=2)]
    return Bitext(pairs, Counter(fold(word) for _, arabic, _ in pairs for word in words(arabic)))


def read_dictionary(folder: Path) -> Dictionary:
    """`lexicon.tsv` (Arabic, English, sources), `forms.tsv` (form, lemma) and `names.tsv` (Arabic, Latin)."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    for row in read_rows(folder / "lexicon.tsv", columns=3):
        gloss = clean_gloss(row[1])
        if " " not in row[0].strip() and gloss and len(gloss.split()) <= _LONGEST_GLOSS:
            entries[fold(row[0].strip())].append(Entry(fold(row[0].strip()), gloss, int(row[2])))
    lemmas: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(folder / "forms.tsv", columns=2):
        form, lemma = fold(row[0]), fold(row[1])
        if lemma in entries and lemma not in lemmas[form]:
            lemmas[form].append(lemma)
    names: dict[str, str] = {}
    for row in read_rows(folder / "names.tsv", columns=2):
        names.setdefault(fold(row[0]), " ".join(part.capitalize() for part in row[1].split()))
    return Dictionary(entries, {form: found for form, found in lemmas.items() if found}, names)


def clean_gloss(gloss: str) -> str:
    """A gloss without the "to" of a verb, an article, and asides in brackets."""
    plain = _ASIDE.sub("", gloss).strip(" .,;")
    for head in ("to be ", "to ", "the ", "a ", "an "):
        if plain.lower().startswith(head) and len(plain) > len(head):
            return plain[len(head) :].strip()
    return plain


def units(word: str, dictionary: Dictionary) -> list[tuple[str, float]]:
    """The lemmas or known stems that `word` may stand for, each with its cost; the folded word where none is known."""
    best: dict[str, float] = {}
    for stem in stems(word):
        if not dictionary.knows(stem.text):
            continue
        if stem.text in dictionary.entries or stem.text in dictionary.names:
            best[stem.text] = min(stem.cost, best.get(stem.text, 99.0))
        for lemma in dictionary.lemmas.get(stem.text, ()):
            best[lemma] = min(stem.cost + 0.1, best.get(lemma, 99.0))
    ranked = sorted(best.items(), key=lambda item: (item[1], item[0]))[:_MOST_STEMS]
    return ranked or [(fold(word), 0.0)]


def english_words(text: str) -> list[str]:
    """The content words of an English text as written, without possessive endings."""
    found = (match[0].replace("’", "'") for match in _ENGLISH.finditer(text))
    bare = (word[:-2] if word.endswith("'s") else word for word in found)
    return [word for word in bare if len(word) > 1 and word.casefold() not in ENGLISH_FUNCTION_WORDS]
