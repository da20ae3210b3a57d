"""What a run leaves goes on the disk. Where that is full, it is held in memory, and nothing new begins meanwhile."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from pipeline.article import InputError, Record
from pipeline.serve.store import StorageError, Store

log = logging.getLogger("amana.serve")
RETRY_SECONDS = 5.0


class Keeping:
    """Begins jobs and keeps their results; called by the thread of the engine alone.

    Nothing accepted is lost: a job whose result is still held when the server ends waits again at the next start.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._held: dict[str, Record] = {}
        self._is_stuck = False
        self._next_try = 0.0

    @property
    def is_stuck(self) -> bool:
        """Whether the disk took nothing when it was last tried."""
        return self._is_stuck

    def begin(self, id: str) -> Literal["begun", "gone", "stuck"]:
        """Marks a waiting job as running: it may have been cancelled since, or the disk may not take it."""
        try:
            return "begun" if self._store.begin(id) else "gone"
        except InputError as error:
            self._stop(error)
            return "stuck"

    def finish(self, id: str, record: Record) -> None:
        """Keeps the result of a job."""
        try:
            self._store.finish(id, record)
        except StorageError as error:
            self._held[id] = record
            self._stop(error)
        except InputError as error:
            self.fail(id, str(error))

    def fail(self, id: str, reason: str) -> None:
        """Says why a job came to nothing; where not even that can be written, it is done again at the next start."""
        log.warning("job failed", extra={"fields": {"job": id}})
        with suppress(InputError):
            self._store.fail(id, reason)

    def try_again(self) -> None:
        """Tries the disk again, where it was full and some seconds have passed."""
        if not self._is_stuck or self._clock() < self._next_try:
            return
        self._is_stuck = False
        held, self._held = self._held, {}
        for id, record in held.items():
            self.finish(id, record)
        if not self._is_stuck:
            log.warning("the disk takes results again")

    def _stop(self, error: InputError) -> None:
        if not self._is_stuck:
            log.error(
                "the disk takes no results; nothing begins until it does", extra={"fields": {"reason": str(error)}}
            )
        self._is_stuck = True
        self._next_try = self._clock() + RETRY_SECONDS
