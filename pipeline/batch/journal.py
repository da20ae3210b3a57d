"""The journal of the window in hand: its articles, and every answer that an engine gave, each on the disk at once.

It is a file of sealed lines, the first with the articles; each also says what history the engines have by then. A line
that was being written when the machine went off, or was damaged since, is left out with what follows it; everything
before it counts. A journal that was not cleared is what the next run begins with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import takewhile
from pathlib import Path
from typing import Any

from models.files import replacing
from pipeline.article import Article, article_from_json
from pipeline.batch.answers import Histories
from pipeline.batch.asks import Answer
from pipeline.batch.cache import answer_from_json, answer_to_json
from pipeline.batch.sealed import append, sealed, unsealed
from pipeline.output import cannot_write

VERSION = 3
_NO_HISTORIES: Histories = ((), ())


class Journal:
    """`pipeline.batch.answers.Recall` in the file `path`. Methods that write raise InputError where they cannot."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._answers: dict[str, list[Answer | None]] = {}
        self._histories = _NO_HISTORIES

    @property
    def is_open(self) -> bool:
        """Whether there is a window to go on with."""
        return self.path.exists()

    @property
    def histories(self) -> Histories:
        """What the engines had been asked when the run was broken off, as `pipeline.batch.answers.restore` takes it."""
        return self._histories

    def read(self, *, settings: str) -> tuple[Article, ...]:
        """The articles of the window that was broken off under the same `settings`; none where there was none.

        What it answered is there for `recall`.
        """
        try:
            found = self._whole_lines()
            header = found[0]
            if header["version"] != VERSION or header["settings"] != settings:
                return ()
            answers = {
                line["key"]: [None if answer is None else answer_from_json(answer) for answer in line["answers"]]
                for line in found[1:]
            }
            histories = next(line["histories"] for line in reversed(found) if line["histories"] is not None)
            articles = tuple(article_from_json(article) for article in header["articles"])
        except (LookupError, TypeError, ValueError, AttributeError):
            return ()  # nothing was begun, or by another version
        self._answers, self._histories = answers, histories
        return articles

    def begin(self, articles: Sequence[Article], *, settings: str, histories: Histories = _NO_HISTORIES) -> None:
        """Begins the window of `articles`, with the engines at `histories`; one that goes on keeps its answers."""
        header = {
            "version": VERSION,
            "settings": settings,
            "articles": [asdict(article) for article in articles],
            "histories": histories,
        }
        lines = [header, *(_entry(key, answers) for key, answers in self._answers.items())]
        try:
            with replacing(self.path) as file:
                file.writelines(map(sealed, lines))
        except OSError as error:
            raise cannot_write(self.path.parent, error) from error

    def clear(self) -> None:
        """Ends the window: nothing is left to go on with."""
        self._answers = {}
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(self.path.parent, error) from error

    def recall(self, key: str) -> Sequence[Answer | None] | None:
        """See `pipeline.batch.answers.Recall`."""
        return self._answers.get(key)

    def remember(self, key: str, answers: Sequence[Answer | None], *, histories: Histories | None = None) -> None:
        """See `pipeline.batch.answers.Recall`."""
        self._answers[key] = list(answers)
        append(self.path, _entry(key, answers, histories))

    def _whole_lines(self) -> list[dict[str, Any]]:
        """What the lines hold, up to the first that is not as it was written: what came later rests on it."""
        try:
            with self.path.open("rb") as file:
                return list(takewhile(bool, (unsealed(line) or {} for line in file)))
        except OSError:
            return []


def _entry(key: str, answers: Sequence[Answer | None], histories: Histories | None = None) -> dict[str, Any]:
    given = [None if answer is None else answer_to_json(answer) for answer in answers]
    return {"key": key, "answers": given, "histories": histories}
