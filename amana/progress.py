"""What a run shows on stderr: bars on a terminal, plain lines elsewhere, nothing if asked to be quiet."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol, Self

from amana.messages import complain
from pipeline.article import Record, StageResult
from pipeline.stages import Observer

LABELS = {
    "choose": "Choosing the models",
    "segment": "Finding sentences",
    "read_numbers": "Reading the numbers of the article",
    "translate": "Translating",
    "check_translation": "Checking the numbers of the translation",
    "guard": "Checking the wording of the translation",
    "repair": "Repairing the translation",
    "unify_names": "Comparing the names of the translation",
    "doubt": "Estimating the quality of the translation",
    "summarize": "Summarizing",
    "check_summary": "Checking the numbers of the summary",
    "guard_summary": "Checking the wording of the summary",
    "repair_summary": "Repairing the summary",
    "ledger": "Writing the ledger",
}


class Shown(Protocol):
    """What is shown while a command runs: hears of downloads, and of things worth saying."""

    def __enter__(self) -> Self:
        """Starts to show."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Takes what is unfinished off the terminal."""

    def say(self, message: str) -> None:
        """A line that stays."""

    def download(self, done: int, total: int, description: str) -> None:
        """`done` of `total` bytes of a model are here."""


class Display(Observer, Shown, Protocol):
    """A view of runs, stage by stage."""


def make_display(*, quiet: bool) -> Display:
    """The display that suits stderr."""
    if quiet:
        return Quiet()
    return Bars() if sys.stderr.isatty() else Lines()


class Quiet:
    """Shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        pass

    def begin(self, stage: str, record: Record) -> None:
        """Shows nothing."""

    def advance(self, count: int) -> None:
        """Shows nothing."""

    def end(self, result: StageResult) -> None:
        """Shows nothing."""

    def say(self, message: str) -> None:
        """Shows nothing."""

    def download(self, done: int, total: int, description: str) -> None:
        """Shows nothing."""


class Lines(Quiet):
    """A line for each stage that took time, for each note, and for each tenth of a download."""

    def __init__(self) -> None:
        self._tenth = -1

    def end(self, result: StageResult) -> None:
        """Says how long the stage took, and what it noted."""
        if result.model is not None:
            what = f"{result.tokens} tokens{_cost(result)} in {result.seconds:.1f} s"
            self.say(f"{LABELS.get(result.name, result.name)}: {what}.")
        for note in _notes(result):
            self.say(f"Note: {note.rstrip('.')}.")

    def say(self, message: str) -> None:
        """Prints the line."""
        complain(message)

    def download(self, done: int, total: int, description: str) -> None:
        """Says where the download is when another tenth is done."""
        tenth = 10 * done // max(1, total)
        if self._tenth < 0 or tenth < self._tenth:  # the first download, or another one
            self.say(_announcement(total))
            self._tenth = -1
        if tenth > self._tenth:
            self._tenth = tenth
            self.say(f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB ({description}).")


class Bars(Quiet):
    """A bar for the running stage or download; it goes away when that is finished."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        from pipeline.report.terminal import make_console

        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[amount]}", markup=False),
            TimeElapsedColumn(),
            console=make_console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", amount="", visible=False)
        self._downloading = False

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def begin(self, stage: str, record: Record) -> None:
        """Starts a bar over the segments for the translation, a moving one for the summary."""
        total = sum(segment.kind == "text" for segment in record.segments) if stage == "translate" else None
        self._progress.reset(self._task, total=total, description=LABELS.get(stage, stage), amount="", visible=True)

    def advance(self, count: int) -> None:
        """Moves the bar."""
        self._progress.advance(self._task, count)
        task = self._progress.tasks[0]
        if task.total is not None:
            self._progress.update(self._task, amount=f"{task.completed:.0f}/{task.total:.0f} sentences")

    def end(self, result: StageResult) -> None:
        """Hides the bar and prints what the stage noted."""
        self._progress.update(self._task, visible=False)
        for note in _notes(result):
            self.say(f"Note: {note.rstrip('.')}.")

    def say(self, message: str) -> None:
        """Prints the line above the bar."""
        self._progress.console.print(f"amana: {message}", soft_wrap=True)

    def download(self, done: int, total: int, description: str) -> None:
        """Shows how much is here."""
        if not self._downloading:
            self._downloading = True
            self.say(_announcement(total))
            self._progress.reset(self._task, visible=True)
        amount = f"{done / 1e6:,.0f}/{total / 1e6:,.0f} MB"
        self._progress.update(self._task, completed=done, total=total, description=description, amount=amount)
        self._progress.update(self._task, visible=done < total)


def _notes(result: StageResult) -> tuple[str, ...]:
    """What the stage noted; the choice of models was said when it was made, before they were loaded."""
    return () if result.name == "choose" else result.notes


def _cost(result: StageResult) -> str:
    """What else is known of the price of a stage."""
    read = f", {result.prompt_tokens} read" if result.prompt_tokens else ""
    return read + (f", {result.cost:.4f} {result.currency}" if result.cost is not None else "")


def _announcement(total: int) -> str:
    return f"Fetching the model, {total / 1e9:.2f} GB; this happens only once."
