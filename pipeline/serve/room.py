"""The room of the engine: one thread asks it, and what waits when a call ends goes into the next one together."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from models.base import ModelError
from models.registry import Engines
from pipeline.article import Article, InputError, Record
from pipeline.batch.answers import Answers
from pipeline.batch.asks import Answer, Ask
from pipeline.batch.coalesce import AnswerAll, Desk, run_together
from pipeline.repair import Budget
from pipeline.serve.keeping import RETRY_SECONDS, Keeping
from pipeline.serve.live import Cancelled, Lives
from pipeline.serve.store import Store
from pipeline.stages import TRANSLATION, run
from pipeline.summarize import SummaryOptions

TOGETHER = 16
"""Works that share the engine at a time."""
_OVERTAKING = 64
"""Works that may begin after one before it ends: translating goes before summarizing, which must have its turn."""
_SESSION = 256
"""Works after which what was answered is forgotten."""
_PATIENCE = 3
"""Calls for translations after which a work that is further ahead, at its repair or its summary, has its turn."""
_GATHER_SECONDS = 0.05
"""How long the engine waits for what comes at the same time, when it was idle and when clients have got their answers,
after which they send the next: together these make one call, and the shortest call takes seconds."""
_OUTPUTS_PER_CALL = 32
"""Fewer than a batch has: what comes later waits for the end of a call, and a page shows sentences call by call."""

log = logging.getLogger("amana.serve")


class FullError(Exception):
    """So much waits already that nothing more is taken."""


class _Stopped(Exception):
    """Ends the works that run: the server stops."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How articles are worked on: what the user who started the server asked for."""

    summary: SummaryOptions
    budget: Budget | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something to be done with the engine; `end` hears what became of it."""

    work: Callable[[Desk], Any]
    end: Callable[[Any, Exception | None], None]
    begin: Callable[[], Literal["begun", "gone", "stuck"]]
    is_kept: bool
    """Whether what it leaves goes on the disk."""
    is_unwanted: Callable[[], bool] = lambda: False
    """Whether nobody waits for it any more, after it has begun."""


class Room:
    """Takes works, and does them in a thread of its own, between `start` and `stop`."""

    def __init__(self, engines: Engines, store: Store, ways: Ways, *, most_waiting: int) -> None:
        self.lives = Lives()
        self.calls = 0
        self.texts = 0
        self._engines = engines
        self._store = store
        self._keeping = Keeping(store)
        self._ways = ways
        self._most_waiting = most_waiting
        self._pieces: deque[_Piece] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._loop, name="engine", daemon=True)

    @property
    def stopping(self) -> bool:
        """Whether the server is about to end."""
        return self._stopping

    @property
    def keeps(self) -> bool:
        """Whether results go on the disk; False where it was full when it was last tried."""
        return not self._keeping.is_stuck

    @property
    def waiting(self) -> int:
        """Works that have not begun."""
        return len(self._pieces)

    @property
    def model(self) -> str:
        """The name of the translator."""
        return self._engines.translator.name

    def start(self) -> None:
        """Begins, with what an earlier server had accepted, however much it is."""
        for job in self._store.waiting():
            self._pieces.append(self._piece_of(job.id))
        self._thread.start()

    def halt(self) -> None:
        """Nothing new begins, and those who follow jobs are let go; may be called in a signal handler."""
        self._stopping = True

    def stop(self, *, seconds: float = 15.0) -> None:
        """Ends after the call that the engine is working on; jobs go on when the next server starts."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(seconds)

    @property
    def is_working(self) -> bool:
        """Whether the engine is still in a call, after `stop` has waited for it."""
        return self._thread.is_alive()

    def require_place(self, count: int = 1) -> None:
        """Raises FullError where `count` more works would be too many."""
        if len(self._pieces) + count > self._most_waiting:
            raise FullError

    def add_job(self, id: str) -> None:
        """Takes a job that the store has accepted."""
        self._add(self._piece_of(id))

    def translation(self, article: Article) -> Future[Record]:
        """Translates an article without a summary, for somebody who waits for it.

        Raises:
            FullError: too much waits.
        """
        self.require_place()
        future: Future[Record] = Future()

        def work(desk: Desk) -> Record:
            return run(article, desk.engines, budget=self._ways.budget, clock=desk.clock, names=TRANSLATION)

        def end(record: Record | None, error: Exception | None) -> None:
            try:
                if error is not None:
                    future.set_exception(error)
                elif record is not None:
                    future.set_result(record)
            except InvalidStateError:
                pass  # nobody waits any more

        self._add(_Piece(work, end, lambda: "gone" if future.cancelled() else "begun", False, future.cancelled))
        return future

    def _piece_of(self, id: str) -> _Piece:
        def work(desk: Desk) -> Record:
            return run(
                self._store.article(id), desk.engines, summary=self._ways.summary, budget=self._ways.budget,
                observer=self.lives.of(id), clock=desk.clock,
            )  # fmt: skip

        def end(record: Record | None, error: Exception | None) -> None:
            if record is not None:
                self._keeping.finish(id, record)
            elif error is not None and not isinstance(error, Cancelled):
                self._keeping.fail(id, _said(error))

        def begin() -> Literal["begun", "gone", "stuck"]:
            self.lives.of(id)  # before the job is marked as running: who cancels it from then on finds it
            return self._keeping.begin(id)

        return _Piece(work, end, begin, True, lambda: self.lives.of(id).cancelled.is_set())

    def _add(self, piece: _Piece) -> None:
        with self._changed:
            self._pieces.append(piece)
            self._changed.notify_all()

    def _loop(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._stopping or self._has_next(), RETRY_SECONDS if self._keeping.is_stuck else None
                )
            if self._stopping:
                break
            self._keeping.try_again()
            self._session()
        for piece in list(self._pieces):
            piece.end(None, Cancelled())

    def _has_next(self) -> bool:
        return any(not (piece.is_kept and self._keeping.is_stuck) for piece in self._pieces)

    def _next(self) -> _Piece | None:
        """The next piece that has begun; where the disk is full, only those that leave nothing there."""
        for _ in range(len(self._pieces)):
            piece = self._pieces.popleft()
            if piece.is_kept and self._keeping.is_stuck:
                self._pieces.append(piece)
                continue
            match piece.begin():
                case "begun":
                    return piece
                case "stuck":
                    self._pieces.append(piece)
        return None

    def _session(self) -> None:
        """Works together what is here and what comes meanwhile, until nothing is left or much was done."""
        session = _Session()

        def joining() -> Sequence[Callable[[Desk], Any]]:
            if self._stopping:
                raise _Stopped
            self._keeping.try_again()
            if session.is_answered:
                session.is_answered = False
                time.sleep(_GATHER_SECONDS)
            new: list[_Piece] = []
            while session.has_place and (piece := self._next()):
                session.begin(piece)
                new.append(piece)
            return [piece.work for piece in new]

        try:
            for done in run_together(
                joining(),
                self._engines,
                self._answering(),
                joining=joining,
                unwanted=session.is_unwanted,
                patience=_PATIENCE,
            ):
                session.end(done.index, done.result, done.error)
        except _Stopped:
            session.end_all(Cancelled())
        except Exception as error:  # noqa: BLE001  # whatever happens, the server goes on with the next works
            log.error("session ended", extra={"fields": {"error": type(error).__name__}})
            session.end_all(error)

    def _answering(self) -> AnswerAll:
        """Asks the engine, counts, and tells those who follow a job of each sentence.

        One call at a time is made, however many questions there are: then others may join, and cancelled works end.
        Questions that came together take turns with those that came earlier and later, so that a long article keeps
        nobody waiting for its end.
        """
        answers = Answers(self._engines, outputs_per_call=_OUTPUTS_PER_CALL)
        came: dict[Ask, int] = {}
        answered: set[Ask] = set()

        def answer(asks: Sequence[Ask]) -> Iterator[Mapping[Ask, Answer]]:
            now = len(came)
            groups: dict[int, list[Ask]] = {}
            for ask in asks:
                groups.setdefault(came.setdefault(ask, now), []).append(ask)
            turns = [ask for row in zip_longest(*groups.values()) for ask in row if ask is not None]
            for some in answers(turns):
                is_new = not answered.issuperset(some)
                if is_new:
                    answered.update(some)
                    self.calls += 1
                    self.texts += len(some)
                for ask, given in some.items():
                    if ask.kind == "translate":
                        self.lives.answered(ask.text, given[0].text.strip())
                yield some
                if is_new:
                    return

        return answer


class _Session:
    """The pieces of one `run_together`, by their places in it."""

    def __init__(self) -> None:
        self.is_answered = True
        """Whether somebody who waited has got an answer since that was last looked at; at the start it seems so."""
        self._begun: list[_Piece] = []
        self._running: set[int] = set()

    @property
    def has_place(self) -> bool:
        """Whether another piece may begin."""
        begun = len(self._begun)
        overtaking = begun - min(self._running, default=begun)
        return len(self._running) < TOGETHER and begun < _SESSION and overtaking < _OVERTAKING

    def is_unwanted(self, place: int) -> bool:
        """Whether nobody waits for the piece at `place` any more."""
        return self._begun[place].is_unwanted()

    def begin(self, piece: _Piece) -> None:
        """`piece` gets the next place."""
        self._running.add(len(self._begun))
        self._begun.append(piece)

    def end(self, place: int, result: Any, error: Exception | None) -> None:
        """Tells the piece at `place` what became of it."""
        self._running.discard(place)
        self.is_answered |= not self._begun[place].is_kept
        self._begun[place].end(result, error)

    def end_all(self, error: Exception) -> None:
        """Tells all that run."""
        for place in sorted(self._running):
            self.end(place, None, error)


def _said(error: Exception) -> str:
    """The sentence for the user."""
    if isinstance(error, (InputError, ModelError)):
        return str(error)
    return f"amana failed here ({type(error).__name__}); please report it, and send the article again."
