"""The driver: windows of articles through the stages, results into the output folder as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from models.base import Progress, UnfinishedError
from models.registry import Engines
from pipeline import stages
from pipeline.article import Article, InputError, Record
from pipeline.batch.answers import Answers, histories, restore
from pipeline.batch.cache import Cache, digest
from pipeline.batch.coalesce import Desk, run_together
from pipeline.batch.folder import RESERVED, OutputFolder
from pipeline.batch.manifest import Entry, content_digest
from pipeline.batch.windows import ARTICLES, CHARACTERS, Fate, Window, ahead, windows
from pipeline.ingest import KINDS, Columns, Listing, find_files
from pipeline.repair import Budget
from pipeline.summarize import SummaryOptions

NO_COLUMNS = Columns()
UNTIMED = replace(stages.DEFAULT_BUDGET, seconds=float("inf"))
"""Repair without a limit of time: what it does then depends on the articles alone. Its steps are bounded anyway."""

Finished = tuple[Article, Record | Exception]
"""An article and what became of it."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for; `models` names profile, translator, summarizer and device, as far as given.

    A window holds at most so many `articles` and `characters`.
    """

    models: Sequence[str | None] = ()
    summary: SummaryOptions = stages.DEFAULT_SUMMARY
    budget: Budget | None = UNTIMED
    columns: Columns = NO_COLUMNS
    fail_fast: bool = False
    articles: int = ARTICLES
    characters: int = CHARACTERS

    def settings(self, version: str) -> str:
        """The digest of everything here that can change a result, and of amana's `version`."""
        budget = None if self.budget is None else asdict(self.budget)
        return digest([version, list(self.models), asdict(self.summary), budget])[:16]


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


WindowRunner = Callable[[Iterable[Window]], Iterator[tuple[Window, Iterable[Finished]]]]
"""Runs windows through the stages, in this process or elsewhere: gives each and what becomes of its articles. The next
is asked for when the results of the one before are written."""


@dataclass(slots=True)
class Outcome:
    """The end of a run: how many articles it finished and found finished, what failed, whether it was cut short, and
    what is to be said where an engine is `gone`: the same command then goes on from its last answer."""

    listing: Listing
    done: int = 0
    skipped: int = 0
    failures: list[Entry] = field(default_factory=list)
    stopped: bool = False
    gone: str | None = None


def list_articles(source: Path, out: Path) -> Listing:
    """What `source` holds, without what stands in `out`; nothing is written yet.

    Raises:
        InputError: `source` is no folder or holds no file that amana reads, or it is `out`.
    """
    if source.resolve() == out.resolve():
        raise InputError(f"The folder {source} is given for the articles and for the results; choose another OUT.")
    listing = find_files(source, skip=[out], reserved=RESERVED)
    if not listing.files and not listing.refused:
        others = f", only files of other kinds ({len(listing.unknown)})" if listing.unknown else ""
        raise InputError(f"There is no article in {source}{others}; give a folder with {', '.join(KINDS)} files.")
    return listing


def run_batch(
    source: Path,
    listing: Listing,
    folder: OutputFolder,
    options: Options,
    runner: WindowRunner,
    observer: Observer,
) -> Outcome:
    """Takes every article of `listing` through the stages and writes what becomes of it into `folder`.

    First what an earlier run had begun, then what is new or changed, in the order of the paths, and last what an engine
    failed on before.

    Raises:
        InputError: `folder` cannot be written.
        ModelError: no engine could be loaded.
    """
    observer.begin(listing)
    outcome = Outcome(listing)
    try:
        return _run(runner(ahead(_plan(source, listing, folder, options))), outcome, folder, options, observer)
    except UnfinishedError as error:
        return replace(outcome, gone=str(error))


def _run(
    windows: Iterable[tuple[Window, Iterable[Finished]]],
    outcome: Outcome,
    folder: OutputFolder,
    options: Options,
    observer: Observer,
) -> Outcome:
    for window, ends in windows:
        observer.window(window)
        outcome.skipped += window.skipped
        for refusal in window.refusals:
            _note(outcome, observer, folder.refuse(refusal))
            if options.fail_fast:
                return replace(outcome, stopped=True)
        for article, result in ends:
            if folder.holds(article):
                outcome.skipped += 1
                continue
            entry = folder.write(result) if isinstance(result, Record) else folder.fail(article, result)
            _note(outcome, observer, entry, result if isinstance(result, Record) else None)
            if entry.verdict == "failed" and options.fail_fast:
                return replace(outcome, stopped=True)
    return outcome


def _plan(source: Path, listing: Listing, folder: OutputFolder, options: Options) -> Iterator[Window]:
    begun = folder.journal.read(settings=folder.settings)
    own = {(article.id, content_digest(article)) for article in begun}

    def fate(article: Article, *, retry: bool) -> Fate:
        if (article.id, content_digest(article)) in own or folder.manifest.failed_before(article) != retry:
            return "leave"
        return "skip" if folder.holds(article) else "take"

    def cut(*, retry: bool) -> Iterator[Window]:
        return windows(
            listing.files,
            base=source,
            columns=options.columns,
            fate=partial(fate, retry=retry),
            articles=options.articles,
            characters=options.characters,
        )

    yield Window(begun, listing.refused)
    yield from cut(retry=False)
    if folder.manifest.any_failed_before:
        yield from (Window(window.articles) for window in cut(retry=True))


def _note(outcome: Outcome, observer: Observer, entry: Entry, record: Record | None = None) -> None:
    failed = entry.verdict == "failed"
    if failed:
        outcome.failures.append(entry)
    else:
        outcome.done += 1
    observer.entry(entry, None if failed else record)


def process_window(
    articles: Sequence[Article], engines: Engines, options: Options, answer: Answers
) -> Iterator[Finished]:
    """Runs the stages on all `articles` together; each with its record, or the error that it ended with."""

    def work(article: Article, desk: Desk) -> Record:
        return stages.run(article, desk.engines, summary=options.summary, budget=options.budget, clock=desk.clock)

    works = [partial(work, article) for article in articles]
    for end in run_together(works, engines, answer):
        result = end.result if end.error is None else end.error
        if result is not None:
            yield articles[end.index], result


def run_keeping(
    article: Article,
    engines: Engines,
    cache: Cache,
    *,
    summary: SummaryOptions,
    budget: Budget | None,
    observer: stages.Observer | None = None,
) -> Record:
    """As `stages.run`, but what the cache has is not asked for, and it gets what was answered, also if the run fails.

    Raises:
        InputError: the article has nothing to translate, or the cache cannot be used.
        ModelError: an engine failed.
    """

    def work(desk: Desk) -> Record:
        return stages.run(article, desk.engines, summary=summary, budget=budget, observer=observer, clock=desk.clock)

    answers = Answers(engines, cache=cache)
    try:
        [end] = run_together([work], engines, answers)
    finally:
        answers.finish()
    if end.result is None:
        raise end.error or InputError(f"Nothing became of the article {article.id}; translate it again.")
    return end.result


class LocalRunner:
    """`WindowRunner` in this process: one engine, the journal of the folder, the cache."""

    def __init__(
        self,
        load: Callable[[], Engines],
        options: Options,
        *,
        folder: OutputFolder,
        cache: Cache | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._load = load
        self._options = options
        self._folder = folder
        self._cache = cache
        self._progress = progress

    def __call__(self, planned: Iterable[Window]) -> Iterator[tuple[Window, Iterable[Finished]]]:
        """See `WindowRunner`. Models are loaded when the first window with an article comes."""
        engines = None
        journal = self._folder.journal
        for window in planned:
            if not window.articles:
                yield window, ()
                continue
            if engines is None:
                engines = self._load()
                restore(engines, journal.histories)
            journal.begin(window.articles, settings=self._folder.settings, histories=histories(engines))
            answers = Answers(engines, cache=self._cache, journal=journal, progress=self._progress)
            yield window, process_window(window.articles, engines, self._options, answers)
            answers.finish()
            journal.clear()
