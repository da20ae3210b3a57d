"""The driver: windows of articles through the stages, results into the output folder as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Protocol

from models.base import Progress
from models.registry import Engines
from pipeline import stages
from pipeline.article import Article, InputError, Record
from pipeline.batch.answers import Answers, Recall
from pipeline.batch.cache import Cache, digest
from pipeline.batch.coalesce import Desk, run_together
from pipeline.batch.folder import RESERVED, OutputFolder
from pipeline.batch.manifest import Entry
from pipeline.batch.windows import ARTICLES, CHARACTERS, Window, ahead, windows
from pipeline.ingest import Columns, Listing, find_files
from pipeline.repair import Budget

Finished = tuple[Article, Record | Exception]
"""An article and what became of it."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for; `models` names profile, translator, summarizer and device, as far as given.

    A window holds at most so many `articles` and `characters`.
    """

    models: Sequence[str | None] = ()
    summary_sentences: int = stages.DEFAULT_SUMMARY_SENTENCES
    budget: Budget | None = Budget(seconds=float("inf"))
    columns: Columns = Columns()
    fresh: bool = False
    fail_fast: bool = False
    articles: int = ARTICLES
    characters: int = CHARACTERS

    def settings(self, version: str) -> str:
        """The digest of everything here that can change a result, and of amana's `version`."""
        budget = None if self.budget is None else [self.budget.seconds, self.budget.samples]
        return digest([version, list(self.models), self.summary_sentences, budget])[:16]


class Observer(Protocol):
    """Hears of a batch as it happens."""

    def begin(self, listing: Listing) -> None:
        """The folder was listed."""

    def window(self, window: Window) -> None:
        """Work on `window` begins."""

    def advance(self, count: int) -> None:
        """So many more segments were translated for the first time."""

    def entry(self, entry: Entry, record: Record | None) -> None:
        """An article is finished, or failed."""


class WindowRunner(Protocol):
    """Runs windows through the stages, in this process or elsewhere."""

    def __call__(self, windows: Iterable[Window]) -> Iterator[tuple[Window, Iterable[Finished]]]:
        """Each window and what became of its articles; the next is asked for when those are written."""


@dataclass(slots=True)
class Outcome:
    """The end of a run: how many articles were done in it, done before, and failed, and whether it was cut short."""

    listing: Listing
    done: int = 0
    skipped: int = 0
    failures: int = 0
    stopped: bool = False
    entries: list[Entry] = field(default_factory=list)


def process_window(
    articles: Sequence[Article], engines: Engines, options: Options, answer: Answers
) -> Iterator[Finished]:
    """Runs the stages on all `articles` together; each with its record, or the error that it ended with."""

    def work(article: Article, desk: Desk) -> Record:
        return stages.run(
            article, desk.engines, summary_sentences=options.summary_sentences, budget=options.budget
        )

    works = [partial(work, article) for article in articles]
    for end in run_together(works, engines, answer):
        result = end.result if end.error is None else end.error
        if result is not None:
            yield articles[end.index], result


class LocalRunner:
    """`WindowRunner` in this process: one engine, the journal of the folder, the cache."""

    def __init__(
        self,
        load: Callable[[], Engines],
        options: Options,
        *,
        journal: Journal,
        settings: str,
        cache: Cache | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._load = load
        self._options = options
        self._journal = journal
        self._settings = settings
        self._cache = cache
        self._progress = progress

    def __call__(self, windows: Iterable[Window]) -> Iterator[tuple[Window, Iterable[Finished]]]:
        """See `WindowRunner`. Models are loaded when the first window with an article comes."""
        for window in windows:
            if not window.articles:
                yield window, ()
                continue
            engines = self._load()
            self._journal.begin(window.articles, settings=self._settings)
            answers = Answers(engines, cache=self._cache, journal=self._journal, progress=self._progress)
            yield window, process_window(window.articles, engines, self._options, answers)
            answers.finish()
            self._journal.clear()
