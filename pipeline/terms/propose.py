"""Proposes a glossary for a person to edit: the names and the repeated terms of many articles."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from models.registry import Glossary, Term, best_meaning, is_common
from pipeline.article import Article, Record
from pipeline.numbers import read
from pipeline.segment import segment_article
from pipeline.terms.files import COLUMNS
from pipeline.terms.place import tied

_TOKEN = re.compile(r"[\w\u064b-\u0652\u0670]+")
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_ARABIC = re.compile("[\u0621-\u064a\u0671]+")
_LATIN = re.compile(r"[A-Za-z][\w.-]*")
_CLITICS = ("و", "ف", "ب", "ل", "ك")
_LONGEST = 4
_SHORTEST = 3
_MOST_KEPT = 400_000
"""Word sequences that are counted at a time; when there are more, those that were seen once go."""

_NEARLY_ALL = 0.7
"""A part of a longer term is one of its own where it also stands without that often enough."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term, how often it stands in how many articles, and the translations seen, the most frequent first.

    `english` is the first of these, else what the lexical model knows: then `is_guess`.
    """

    arabic: str
    english: str
    count: int
    articles: int
    seen: tuple[tuple[str, int], ...] = ()
    is_guess: bool = True

    @property
    def note(self) -> str:
        """What a person should know of it."""
        times = f"{self.count} times in {self.articles} article{'' if self.articles == 1 else 's'}"
        found = ", ".join(f"{english} {count}" for english, count in self.seen[:4])
        return f"{times}; " + (f"seen: {found}" if found else "a guess")


@dataclass(slots=True)
class _Counts:
    """How often each sequence of words stands in all articles, in how many, and in which wording."""

    total: Counter[tuple[str, ...]] = field(default_factory=Counter)
    articles: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def add(self, found: Counter[tuple[str, ...]]) -> None:
        self.total.update(found)
        self.articles.update(found.keys())
        if len(self.total) > _MOST_KEPT:
            self.total = Counter({key: count for key, count in self.total.items() if count > 1})
            self.articles = Counter({key: count for key, count in self.articles.items() if key in self.total})


def propose(
    articles: Iterable[Article], records: Iterable[Record] = (), *, least: int = 3, most: int = 200
) -> list[Proposal]:
    """Terms that stand at least `least` times in `articles`, at most `most`, the most frequent first: names, words in
    Latin letters, and sequences of two to four words. `records` are results in which translations are looked for.

    Raises:
        ModelError: the lexical model cannot be read.
    """
    counts = _Counts()
    for article in articles:
        counts.add(Counter(_sequences(article)))
    _merge_clitics(counts)
    often = {key: count for key, count in counts.total.items() if count >= least}
    chosen = sorted(_maximal(often), key=lambda key: (-often[key], key))
    terms = {key: english for key in chosen if (english := _english(key)) is not None}
    kept = dict(list(terms.items())[:most])
    seen = _seen(records, [" ".join(key) for key in kept])
    return [
        _proposal(" ".join(key), english, often[key], counts.articles[key], seen.get(" ".join(key), Counter()))
        for key, english in kept.items()
    ]


def as_csv(proposals: Iterable[Proposal]) -> str:
    """The proposals as a glossary that `--glossary` reads."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in proposals:
        keep = item.arabic == item.english
        writer.writerow((item.arabic, "" if keep else item.english, item.note, "yes" if keep else "", "", ""))
    return file.getvalue()


def _proposal(arabic: str, english: str, count: int, articles: int, seen: Counter[str]) -> Proposal:
    ranked = tuple(sorted(seen.items(), key=lambda item: (-item[1], item[0])))
    if arabic == english:
        return Proposal(arabic, english, count, articles, ((english, count),), is_guess=False)
    return Proposal(arabic, ranked[0][0] if ranked else english, count, articles, ranked, is_guess=not ranked)


def _sequences(article: Article) -> Iterator[tuple[str, ...]]:
    """Every sequence of words that may be a term: none holds a particle."""
    for segment in segment_article(article):
        if segment.kind != "text":
            continue
        for run in _runs(segment.text):
            for start in range(len(run)):
                for size in range(1, min(_LONGEST, len(run) - start) + 1):
                    part = run[start : start + size]
                    if not any(map(is_common, part)):
                        yield tuple(part)


def _runs(text: str) -> Iterator[list[str]]:
    """Words with nothing but a space between them, of one script."""
    run: list[str] = []
    end = -1
    for match in _TOKEN.finditer(text):
        word = _MARKS.sub("", match[0])
        fits = bool(_ARABIC.fullmatch(word) and len(word) > 1)
        if run and (not fits or text[end : match.start()] != " "):
            yield run
            run = []
        if fits:
            run.append(word)
        elif _LATIN.fullmatch(word) and len(word) > 1:
            yield [word]
        end = match.end()
    if run:
        yield run


def _merge_clitics(counts: _Counts) -> None:
    """Counts "ومادييف" for "مادييف", where that stands too."""
    for key in list(counts.total):
        first, *rest = key
        bare = (first[1:], *rest)
        if first[0] in _CLITICS and len(first) > _SHORTEST and bare in counts.total:
            counts.total[bare] += counts.total.pop(key)
            counts.articles[bare] += counts.articles.pop(key)


def _maximal(often: dict[tuple[str, ...], int]) -> list[tuple[str, ...]]:
    """Without what nearly always is a part of a longer one."""
    within: dict[tuple[str, ...], int] = {}
    for key, count in often.items():
        for size in range(1, len(key)):
            for start in range(len(key) - size + 1):
                part = key[start : start + size]
                within[part] = max(count, within.get(part, 0))
    return [key for key, count in often.items() if within.get(key, 0) < _NEARLY_ALL * count]


def _english(key: Sequence[str]) -> str | None:
    """A first guess; None where it is no term: a number, one word that is no name, words of which nothing is known."""
    if read(" ".join(key), lang="ar"):
        return None
    if len(key) == 1:
        [word] = key
        if word.isascii():
            return word
        english = best_meaning(word) if len(word) >= _SHORTEST else ""
        return english if english[:1].isupper() else None
    meanings = [best_meaning(word) for word in key]
    if not all(meanings):
        return None
    if not any(meaning[0].isupper() for meaning in meanings):
        meanings.reverse()  # what describes a noun stands before it in English
    return " ".join(meanings)


def _seen(records: Iterable[Record], arabic: Sequence[str]) -> dict[str, Counter[str]]:
    """By term the English wordings that surely stand for it."""
    # Words apart from sequences, which would hide them.
    words, sequences = (
        Glossary([Term(wording, wording) for wording in arabic if (" " in wording) is several])
        for several in (False, True)
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        sources = {segment.index: segment.text for segment in record.segments}
        for item in record.translations:
            source = sources[item.segment]
            for place in (*words.found(source), *sequences.found(source)):
                if span := tied(source, item.text, source[place.start : place.end]):
                    found[place.term.arabic][item.text[slice(*span)]] += 1
    return found
