"""Cuts the articles of a folder into windows: as many as are worked on at a time, and no more in memory."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pipeline.article import Article
from pipeline.ingest import Columns, Refusal, read_articles

ARTICLES = 16
CHARACTERS = 200_000
"""A window ends where it would hold more than either; one longer article is a window of its own."""

_REPORTED = 100

Fate = Literal["take", "skip", "leave"]
"""What is done with an article: it is worked on, it is done already, or this list is not the place for it."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Window:
    """Articles that are worked on together, what was refused while they were read, and how many were done already."""

    articles: tuple[Article, ...]
    refusals: tuple[Refusal, ...] = ()
    skipped: int = 0
    files: int = 0


def windows(
    files: Mapping[Path, str],
    *,
    base: Path,
    columns: Columns,
    fate: Callable[[Article], Fate],
    articles: int = ARTICLES,
    characters: int = CHARACTERS,
) -> Iterator[Window]:
    """The windows of what is to be done of `files` (paths with ids, as `pipeline.ingest.Listing` has them), in order.

    What a window holds depends only on the articles whose `fate` is "take". `Window.files` counts the files that were
    finished reading.
    """
    held: list[Article] = []
    refusals: list[Refusal] = []
    skipped = read = size = 0
    for path, id in files.items():
        for item in read_articles(path, base=base, id=id, columns=columns):
            if isinstance(item, Refusal):
                refusals.append(item)
            elif (what := fate(item)) == "skip":
                skipped += 1
            elif what == "take":
                if len(held) == articles or (held and size + len(item.text) > characters):
                    yield Window(tuple(held), tuple(refusals), skipped, read)
                    held, refusals, skipped, read, size = [], [], 0, 0, 0
                held.append(item)
                size += len(item.text)
            if len(refusals) + skipped >= _REPORTED * articles:
                # So that a long stretch of them is seen to go on. What is held waits: windows must not depend on it.
                yield Window((), tuple(refusals), skipped, read)
                refusals, skipped, read = [], 0, 0
        read += 1
    if held or refusals or skipped or read:
        yield Window(tuple(held), tuple(refusals), skipped, read)


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """`items`, the next of which is made while the one before is worked on.

    An exception in making one is raised where it would have come.
    """
    made: queue.Queue[tuple[Item | None, BaseException | None]] = queue.Queue(maxsize=1)
    over = threading.Event()

    def put(item: Item | None, error: BaseException | None) -> bool:
        while not over.is_set():
            try:
                made.put((item, error), timeout=0.2)
            except queue.Full:
                continue
            return True
        return False

    def make() -> None:
        try:
            for item in items:
                if not put(item, None):
                    return
            put(None, StopIteration())
        except BaseException as error:  # noqa: BLE001  # it is raised in the other thread
            put(None, error)

    threading.Thread(target=make, daemon=True).start()
    try:
        while True:
            item, error = made.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]  # it is there where there is no error
    finally:
        over.set()
