"""The journal of the window in hand: its articles, and every answer that an engine gave, each on the disk at once.

It is a file of JSON lines, the first with the articles; each also says what history the engines have by then. A line
that was being written when the machine went off is left out; everything before it counts. A journal that was not
cleared is what the next run begins with.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.article import Article, article_from_json
from pipeline.batch.answers import Histories
from pipeline.batch.asks import Answer
from pipeline.batch.cache import answer_from_json, answer_to_json
from pipeline.output import cannot_write, json_line

VERSION = 2
_NO_HISTORIES: Histories = ((), ())


class Journal:
    """`pipeline.batch.answers.Recall` in the file `path`. Methods that write raise InputError where they cannot."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: dict[str, list[Answer | None]] = {}
        self._histories = _NO_HISTORIES

    @property
    def is_open(self) -> bool:
        """Whether there is a window to go on with."""
        return self._path.exists()

    @property
    def histories(self) -> Histories:
        """What the engines had been asked when the run was broken off, as `pipeline.batch.answers.restore` takes it."""
        return self._histories

    def read(self, *, settings: str) -> tuple[Article, ...]:
        """The articles of the window that was broken off under the same `settings`; none where there was none.

        What it answered is there for `recall`.
        """
        try:
            lines = [json.loads(line) for line in self._whole_lines()]
            header = lines[0]
            if header["version"] != VERSION or header["settings"] != settings:
                return ()
            self._answers = {
                line["key"]: [None if answer is None else answer_from_json(answer) for answer in line["answers"]]
                for line in lines[1:]
            }
            self._histories = next(line["histories"] for line in reversed(lines) if line["histories"] is not None)
            return tuple(article_from_json(article) for article in header["articles"])
        except (LookupError, TypeError, ValueError):
            return ()  # nothing was begun, or by another version

    def begin(self, articles: Sequence[Article], *, settings: str, histories: Histories = _NO_HISTORIES) -> None:
        """Begins the window of `articles`, with the engines at `histories`; one that goes on keeps its answers."""
        header = {
            "version": VERSION,
            "settings": settings,
            "articles": [asdict(article) for article in articles],
            "histories": histories,
        }
        lines = [header, *(_entry(key, answers) for key, answers in self._answers.items())]
        draft = self._path.with_suffix(".tmp")
        try:
            with draft.open("wb") as file:
                file.writelines(map(line_of, lines))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as error:
            raise cannot_write(self._path.parent, error) from error

    def clear(self) -> None:
        """Ends the window: nothing is left to go on with."""
        self._answers = {}
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(self._path.parent, error) from error

    def recall(self, key: str) -> Sequence[Answer | None] | None:
        """See `pipeline.batch.answers.Recall`."""
        return self._answers.get(key)

    def remember(self, key: str, answers: Sequence[Answer | None], *, histories: Histories | None = None) -> None:
        """See `pipeline.batch.answers.Recall`."""
        self._answers[key] = list(answers)
        append_line(self._path, _entry(key, answers, histories))

    def _whole_lines(self) -> list[str]:
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return []
        return text.split("\n")[:-1]


def append_line(path: Path, data: object) -> int:
    """Adds `data` to a file of JSON lines and returns the offset of its line; it is on the disk when this returns.

    Raises:
        InputError: it could not be written.
    """
    try:
        with path.open("ab") as file:
            offset = file.tell()
            file.write(line_of(data))
            file.flush()
            os.fsync(file.fileno())
            return offset
    except OSError as error:
        raise cannot_write(path.parent, error) from error


def line_of(data: object) -> bytes:
    """`data` as a line of JSON. Half a surrogate pair has no UTF-8; its escape is also how JSON writes it."""
    return json_line(data).encode("utf-8", errors="backslashreplace") + b"\n"


def _entry(key: str, answers: Sequence[Answer | None], histories: Histories | None = None) -> dict[str, Any]:
    given = [None if answer is None else answer_to_json(answer) for answer in answers]
    return {"key": key, "answers": given, "histories": histories}
