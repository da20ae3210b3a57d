"""Many articles at a time through one engine: their questions meet, and go to the engine in calls of many texts.

Each article runs its stages in a thread of its own, with engines that only pass questions on. When every thread waits
for an answer (or is done), all questions of one kind are put together, doubles once, and answered. So what a call holds
depends on the articles alone, never on the time a thread took: the same articles give the same calls.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from models.base import (
    Encoder,
    FigureSummarizer,
    Generation,
    HintedTranslator,
    ModelError,
    Progress,
    SamplingTranslator,
    UnfinishedError,
)
from models.registry import Engines
from pipeline.article import InputError
from pipeline.batch.asks import KINDS, Answer, Ask

Result = TypeVar("Result")
Answers = Mapping[Ask, Answer]
AnswerAll = Callable[[Sequence[Ask]], Iterator[Answers]]
"""Answers questions of one `Ask.call`, some at a time, in the order asked. Raises ModelError where the engine fails."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a piece of work is given: engines, and a clock that counts its own time and its share of each call."""

    engines: Engines
    clock: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """The end of the work at place `index`: its result, or the error that ended it."""

    index: int
    result: Result | None
    error: Exception | None


def run_together(
    works: Sequence[Callable[[Desk], Result]],
    engines: Engines,
    answer: AnswerAll,
    *,
    joining: Callable[[], Sequence[Callable[[Desk], Result]]] = lambda: (),
    unwanted: Callable[[int], bool] = lambda _: False,
    patience: int | None = None,
) -> Iterator[Done[Result]]:
    """Runs all `works` at the same time and yields their ends, in the order of `works` where several end at a time.

    `joining` is asked between two calls of the engine for works that have come since: their questions go into the next
    call, and their places follow those of the earlier ones. Where `answer` leaves questions unanswered, they are put
    again after that, together with those of the new ones; so that these do not go before those of works that are
    further ahead for ever, `patience` says after how many calls those have their turn. A work that waits and is
    `unwanted`, by its place, ends without a result.

    `engines` are those that `answer` asks; what needs no engine file (the encoder, the extractor) is used directly.
    Where a call fails, its questions are put again, one work's at a time, so that only what is at fault fails. An
    exception of `answer` other than ModelError, or that says that the engine is gone, ends all works and is raised.
    """
    meeting = _Meeting()
    encoder = None if engines.encoder is None else _OneAtATime(engines.encoder)
    unfinished: list[_Worker[Result]] = []
    begun = 0
    overtaking = 0
    new = works
    try:
        while True:
            for work in new:
                worker: _Worker[Result] = _Worker(begun, meeting)
                begun += 1
                desk = Desk(replace(worker.engines(engines), encoder=encoder), worker.clock)
                threading.Thread(target=worker.run, args=(work, desk), daemon=True).start()
                unfinished.append(worker)
            if not unfinished:
                return
            waiting = meeting.wait_for(unfinished)
            for worker in [worker for worker in unfinished if worker.done or unwanted(worker.index)]:
                unfinished.remove(worker)
                worker.abandon()
                yield Done(worker.index, worker.result, worker.error)
            waiting = [worker for worker in waiting if worker in unfinished]
            new = joining()
            if waiting and not new:
                ahead = patience is not None and overtaking >= patience
                _serve(waiting, answer, ahead=ahead)
                overtaking = 0 if ahead else overtaking + 1
                new = joining()
    finally:
        for worker in unfinished:
            worker.abandon()


def _serve(waiting: Sequence[_Worker[Any]], answer: AnswerAll, *, ahead: bool = False) -> None:
    """Answers those of `waiting` whose questions are of the kind that comes first, or last for those `ahead`."""
    choose = max if ahead else min
    call = choose((worker.asks[0].call for worker in waiting), key=lambda call: (KINDS.index(call[0]), call))
    asking = [worker for worker in waiting if worker.asks[0].call == call]
    try:
        _answer(asking, answer)
    except ModelError as error:
        if isinstance(error, UnfinishedError) and error.is_gone:
            raise
        for worker in [worker for worker in asking if worker.is_waiting]:
            try:
                if len(asking) == 1:
                    raise error
                _answer([worker], answer)
            except ModelError as own:
                worker.fail(own)


def _answer(asking: Sequence[_Worker[Any]], answer: AnswerAll) -> None:
    started = time.perf_counter()
    asks = list(dict.fromkeys(ask for worker in asking for ask in worker.asks))
    answers: dict[Ask, Answer] = {}
    for some in answer(asks):
        answers.update(some)
        # Whose questions are all answered goes on while the engine works for the others.
        seconds = (time.perf_counter() - started) / len(answers)
        for worker in asking:
            if worker.is_waiting and all(ask in answers for ask in worker.asks):
                worker.give([answers[ask] for ask in worker.asks], seconds=seconds * len(worker.asks))


class _Abandoned(BaseException):
    """Ends a thread whose answer nobody will give; no stage may catch it."""


class _Meeting:
    """Where workers and the one who serves them wait for each other."""

    def __init__(self) -> None:
        self.changed = threading.Condition()

    def wait_for(self, workers: Sequence[_Worker[Any]]) -> list[_Worker[Any]]:
        """Returns when none of `workers` is working: those that wait for an answer, in order."""
        with self.changed:
            self.changed.wait_for(lambda: all(worker.done or worker.is_waiting for worker in workers))
            return [worker for worker in workers if worker.is_waiting]


class _Worker(Generic[Result]):
    """One piece of work in its thread. Everything that two threads see is changed under `_Meeting.changed`."""

    def __init__(self, index: int, meeting: _Meeting) -> None:
        self.index = index
        self.asks: Sequence[Ask] = ()
        self.is_waiting = False
        self.done = False
        self.result: Result | None = None
        self.error: Exception | None = None
        self._meeting = meeting
        self._answers: Sequence[Answer] = ()
        self._failure: ModelError | None = None
        self._abandoned = False
        self._share = 0.0
        self._elsewhere = 0.0  # seconds that passed for others

    def engines(self, engines: Engines) -> Engines:
        """`engines` as this work sees them."""
        translator = engines.translator
        kind = _TRANSLATORS[isinstance(translator, HintedTranslator), isinstance(translator, SamplingTranslator)]
        told = _FigureProxy if isinstance(engines.summarizer, FigureSummarizer) else _SummarizerProxy
        return replace(
            engines,
            translator=kind(translator.name, self.ask),
            summarizer=told(engines.summarizer.name, self.ask),
        )

    def clock(self) -> float:
        """Seconds of this work: without those that the engine spent on others."""
        return time.perf_counter() - self._elsewhere

    def run(self, work: Callable[[Desk], Result], desk: Desk) -> None:
        """The thread."""
        try:
            self.result = work(desk)
        except _Abandoned:
            return
        except (InputError, ModelError) as error:
            self.error = error
        except Exception as error:  # noqa: BLE001  # a fault of ours in one article must not end the others
            self.error = error
        with self._meeting.changed:
            self.done = True
            self._meeting.changed.notify_all()

    def ask(self, asks: Sequence[Ask]) -> list[Answer]:
        """Waits for the answers to `asks`; called in the thread."""
        if not asks:
            return []
        started = time.perf_counter()
        with self._meeting.changed:
            self.asks, self._failure, self.is_waiting = asks, None, True
            self._meeting.changed.notify_all()
            self._meeting.changed.wait_for(lambda: not self.is_waiting or self._abandoned)
            if self._abandoned:
                raise _Abandoned
            self._elsewhere += max(0.0, time.perf_counter() - started - self._share)
            if self._failure:
                raise self._failure
            return list(self._answers)

    def give(self, answers: Sequence[Answer], *, seconds: float) -> None:
        """Lets the thread go on with `answers`; `seconds` is its share of the time that they took."""
        with self._meeting.changed:
            self._answers, self._share, self.is_waiting = answers, seconds, False
            self._meeting.changed.notify_all()

    def fail(self, error: ModelError) -> None:
        """Raises `error` in the thread."""
        with self._meeting.changed:
            self._failure, self._share, self.is_waiting = error, 0.0, False
            self._meeting.changed.notify_all()

    def abandon(self) -> None:
        """Ends the thread where it waits or will wait."""
        with self._meeting.changed:
            self._abandoned = True
            self._meeting.changed.notify_all()


AskAll = Callable[[Sequence[Ask]], list[Answer]]


class _TranslatorProxy:
    """`models.base.Translator` that passes the texts on."""

    def __init__(self, name: str, ask: AskAll) -> None:
        self._name = name
        self._ask = ask

    @property
    def name(self) -> str:
        """That of the engine behind it."""
        return self._name

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        """See `models.base.Translator`."""
        outputs = [answer[0] for answer in self._ask([Ask("translate", text) for text in texts])]
        if progress and texts:
            progress(len(texts))
        return outputs


class _Hinted(_TranslatorProxy):
    """`models.base.HintedTranslator` that passes the texts on."""

    def retranslate(self, texts: Sequence[str], *, hints: Sequence[str]) -> list[Generation]:
        """See `models.base.HintedTranslator`."""
        asks = [Ask("retranslate", text, hint) for text, hint in zip(texts, hints, strict=True)]
        return [answer[0] for answer in self._ask(asks)]


class _Sampling(_TranslatorProxy):
    """`models.base.SamplingTranslator` that passes the texts on."""

    def sample(self, texts: Sequence[str], *, hints: Sequence[str], n: int, seed: int = 0) -> list[list[Generation]]:
        """See `models.base.SamplingTranslator`."""
        asks = [Ask("sample", text, hint, n, seed) for text, hint in zip(texts, hints, strict=True)]
        return [list(answer) for answer in self._ask(asks)]


class _HintedSampling(_Hinted, _Sampling):
    """Both."""


_TRANSLATORS: dict[tuple[bool, bool], type[_TranslatorProxy]] = {
    (False, False): _TranslatorProxy,
    (True, False): _Hinted,
    (False, True): _Sampling,
    (True, True): _HintedSampling,
}
"""The proxy that can what the engine can: take hints, draw alternatives."""


class _SummarizerProxy:
    """`models.base.Summarizer` that passes the texts on."""

    def __init__(self, name: str, ask: AskAll) -> None:
        self._name = name
        self._ask = ask

    @property
    def name(self) -> str:
        """That of the engine behind it."""
        return self._name

    def summarize(self, texts: Sequence[str], *, sentences: int, progress: Progress | None = None) -> list[Generation]:
        """See `models.base.Summarizer`."""
        outputs = [answer[0] for answer in self._ask([Ask("summarize", text, sentences=sentences) for text in texts])]
        if progress and texts:
            progress(len(texts))
        return outputs


class _FigureProxy(_SummarizerProxy):
    """`models.base.FigureSummarizer` that passes the texts on."""

    def resummarize(
        self, texts: Sequence[str], *, figures: Sequence[Sequence[str]], sentences: int
    ) -> list[Generation]:
        """See `models.base.FigureSummarizer`."""
        asks = [
            Ask("resummarize", text, sentences=sentences, figures=tuple(wanted))
            for text, wanted in zip(texts, figures, strict=True)
        ]
        return [answer[0] for answer in self._ask(asks)]


class _OneAtATime:
    """An encoder for many threads: an encoder need not be safe for more than one."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()

    def similarities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """See `models.base.Encoder`."""
        with self._lock:
            return self._encoder.similarities(pairs)
