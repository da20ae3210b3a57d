"""What `amana batch` shows on stderr: a bar over all articles on a terminal, lines now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from amana.messages import complain
from amana.progress import Display, Shown, make_display
from pipeline.article import Record
from pipeline.batch.manifest import Entry
from pipeline.batch.run import Observer
from pipeline.batch.windows import Window
from pipeline.ingest import Listing

_SECONDS_BETWEEN_LINES = 10.0


class BatchDisplay(Observer, Shown, Protocol):
    """A view of batches, article by article."""


def make_batch_display(*, quiet: bool) -> BatchDisplay:
    """The display that suits stderr."""
    if quiet:
        return Lines(make_display(quiet=True), between=None)
    return Bar() if sys.stderr.isatty() else Lines(make_display(quiet=False))


@dataclass(slots=True)
class Progress:
    """Where a batch is. Articles count as total as far as files are read; each further file counts as one article."""

    clock: Callable[[], float] = time.monotonic
    files: int = 0
    read: int = 0
    seen: int = 0
    finished: int = 0
    skipped: int = 0
    failed: int = 0
    segments: int = 0
    started: float | None = None

    @property
    def total(self) -> int:
        """Articles, as far as known."""
        return self.seen + max(0, self.files - self.read)

    @property
    def done(self) -> int:
        """Articles that need nothing more."""
        return self.finished + self.skipped + self.failed

    def window(self, window: Window) -> None:
        """Work on `window` begins."""
        if window.articles and self.started is None:
            self.started = self.clock()
        self.seen += len(window.articles) + window.skipped + len(window.refusals)
        self.skipped += window.skipped
        self.read += window.files

    def text(self) -> str:
        """Articles, failures, speed and the time left, in one line."""
        parts = [f"{self.done} of {self.total} articles", f"{self.failed} failed"]
        if self.started is not None and (passed := self.clock() - self.started) > 0:
            parts.append(f"{self.segments / passed:.1f} sentences a second")
            if self.finished and self.done < self.total:
                parts.append(f"about {_duration(passed / self.finished * (self.total - self.done))} left")
        return ", ".join(parts)


class Lines:
    """A line every ten seconds at most (`between` None: none), and one for each failure."""

    def __init__(self, downloads: Display, *, between: float | None = _SECONDS_BETWEEN_LINES) -> None:
        self._progress = Progress()
        self._downloads = downloads
        self._between = between
        self._said = self._progress.clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._between is not None and self._progress.seen:
            complain(f"{self._progress.text()}.")

    def begin(self, listing: Listing) -> None:
        """Says what was found."""
        self._progress.files = len(listing.files)
        self.say(f"Files to read: {len(listing.files)}; of other kinds: {len(listing.unknown)}.")

    def window(self, window: Window) -> None:
        """Counts."""
        self._progress.window(window)
        self._now_and_then()

    def advance(self, count: int) -> None:
        """Counts."""
        self._progress.segments += count
        self._now_and_then()

    def entry(self, entry: Entry, record: Record | None) -> None:
        """Counts, and says what failed."""
        if record is None:
            self._progress.failed += 1
            complain(failure(entry))
        else:
            self._progress.finished += 1
        self._now_and_then()

    def say(self, message: str) -> None:
        """Prints the line."""
        if self._between is not None:
            complain(message)

    def download(self, done: int, total: int, description: str) -> None:
        """As in every command."""
        self._downloads.download(done, total, description)

    def _now_and_then(self) -> None:
        now = self._progress.clock()
        if self._between is not None and now - self._said >= self._between:
            self._said = now
            complain(f"{self._progress.text()}.")


class Bar:
    """A bar over all articles; failures are lines above it."""

    def __init__(self) -> None:
        from rich import progress

        from pipeline.report.terminal import make_console

        self._progress = Progress()
        self._bar = progress.Progress(
            progress.BarColumn(),
            progress.TextColumn("{task.description}", markup=False),
            console=make_console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, listing: Listing) -> None:
        """Shows the bar."""
        self._progress.files = len(listing.files)
        self._show()

    def window(self, window: Window) -> None:
        """Counts."""
        self._progress.window(window)
        self._show()

    def advance(self, count: int) -> None:
        """Counts."""
        self._progress.segments += count
        self._show()

    def entry(self, entry: Entry, record: Record | None) -> None:
        """Counts, and says what failed."""
        if record is None:
            self._progress.failed += 1
            self.say(failure(entry))
        else:
            self._progress.finished += 1
        self._show()

    def say(self, message: str) -> None:
        """Prints the line above the bar."""
        self._bar.console.print(f"amana: {' '.join(message.split())}", soft_wrap=True)

    def download(self, done: int, total: int, description: str) -> None:
        """Shows how much is here."""
        self._bar.update(self._task, completed=done, total=total, description=f"fetching the model: {description}")

    def _show(self) -> None:
        state = self._progress
        self._bar.update(self._task, completed=state.done, total=state.total or None, description=state.text())


def failure(entry: Entry) -> str:
    """The sentence that says why an article failed, with its name where the reason does not name it."""
    reason = entry.reason or ""
    name = Path(entry.source.split(" ")[0]).name
    return reason if name in reason else f"{entry.source}: {reason}"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
