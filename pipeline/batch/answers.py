"""Answers the questions of a window: from its journal, from the cache, and for the rest from the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Protocol

from models.base import Encoder, Historied, Identified, Progress, UnfinishedError
from models.registry import Engines
from pipeline.batch.asks import Answer, Ask, ask_engine, chunks
from pipeline.batch.cache import Cache, digest
from pipeline.guards import adequacy, guard, guard_summary

OUTPUTS_PER_CALL = 96
"""Outputs that an engine makes in one call. A run that is killed loses the call that the engine was working on."""

Found = Mapping[Ask, Answer]
Histories = Sequence[Sequence[str]]
"""The `models.base.Historied.history` of the translator and of the summarizer; empty for one that has none."""


class Recall(Protocol):
    """Remembers answers for a run that goes on where this one was broken off."""

    def recall(self, key: str) -> Sequence[Answer | None] | None:
        """What was remembered under `key`; None where nothing was."""

    def remember(self, key: str, answers: Sequence[Answer | None], *, histories: Histories | None = None) -> None:
        """Keeps `answers`, and with what `histories` the engines were left, so that they outlast the process."""


class Answers:
    """Answers for one window of articles.

    With a journal every call can be repeated as it was: what came from the cache then comes from the journal, and what
    is left for the engine makes up the same calls, with the same history. So a window that was broken off ends as it
    would have without that, even with an engine whose outputs depend on what else is in the call or came before it.
    """

    def __init__(
        self,
        engines: Engines,
        *,
        cache: Cache | None = None,
        journal: Recall | None = None,
        progress: Progress | None = None,
        outputs_per_call: int = OUTPUTS_PER_CALL,
    ) -> None:
        self._engines = engines
        self._cache = cache
        self._journal = journal
        self._progress = progress
        self._outputs_per_call = outputs_per_call
        self._found: dict[Ask, Answer] = {}
        self._cached: set[Ask] = set()

    def __call__(self, asks: Sequence[Ask]) -> Iterator[Found]:
        """The answers to `asks`, all of one `Ask.call`: first those that are known, then call by call.

        Raises:
            ModelError: the engine failed.
            InputError: the journal cannot be written.
        """
        self._look_up([ask for ask in asks if ask not in self._found])
        known = {ask: self._found[ask] for ask in asks if ask in self._found}
        if known:
            self._advance(known)
            yield known
        for chunk in chunks([ask for ask in asks if ask not in known], self._outputs_per_call):
            answers = self._generate(chunk)
            self._found |= answers
            self._advance(answers)
            yield answers

    def finish(self) -> None:
        """Puts what passes the guards into the cache; to be called when the window is done."""
        if self._cache is None:
            return
        new = {ask: answer for ask, answer in self._found.items() if ask not in self._cached}
        good = passing(new, encoder=self._engines.encoder)
        for is_summary in (False, True):
            own = {ask: answer for ask, answer in good.items() if ask.is_summary == is_summary}
            if own and (identity := _identity(self._engines, is_summary=is_summary)):
                self._cache.put(own, identity=identity)

    def _look_up(self, asks: Sequence[Ask]) -> None:
        identity = _identity(self._engines, is_summary=asks[0].is_summary) if asks else None
        if self._cache is None or identity is None:
            return
        name = self._key("cached", asks)
        recalled = self._journal.recall(name) if self._journal else None
        if recalled is None:
            hits = self._cache.get(asks, identity=identity)
            if self._journal:
                self._journal.remember(name, [hits.get(ask) for ask in asks])
        else:
            hits = {ask: answer for ask, answer in zip(asks, recalled, strict=True) if answer is not None}
        self._found |= hits
        self._cached |= set(hits)

    def _generate(self, asks: Sequence[Ask]) -> dict[Ask, Answer]:
        name = self._key("call", asks)
        recalled = self._journal.recall(name) if self._journal else None
        found = {ask: answer for ask, answer in zip(asks, recalled or (), strict=False) if answer is not None}
        missing = [ask for ask in asks if ask not in found]
        if not missing:
            return found
        try:
            found |= zip(missing, ask_engine(self._engines, missing), strict=True)
        except UnfinishedError as error:
            found |= {missing[place]: tuple(outputs) for place, outputs in error.outputs.items()}
            self._found |= found  # what is asked again, alone, is not asked of the engine again
            raise
        finally:
            if self._journal and found:
                kept = [found.get(ask) for ask in asks]
                self._journal.remember(name, kept, histories=histories(self._engines))
        return found

    def _key(self, what: str, asks: Sequence[Ask]) -> str:
        """What the journal knows this call of this engine by."""
        identity = _identity(self._engines, is_summary=asks[0].is_summary)
        engine = self._engines.summarizer if asks[0].is_summary else self._engines.translator
        return f"{what}:{digest([engine.name, identity, [asdict(ask) for ask in asks]])}"

    def _advance(self, answers: Found) -> None:
        translated = sum(ask.kind == "translate" for ask in answers)
        if self._progress and translated:
            self._progress(translated)


def histories(engines: Engines) -> Histories:
    """What later outputs of `engines` depend on of the calls so far."""
    both = (engines.translator, engines.summarizer)
    return [engine.history if isinstance(engine, Historied) else [] for engine in both]


def restore(engines: Engines, histories: Histories) -> None:
    """Lets `engines` go on as after the calls that left `histories`."""
    for engine, history in zip((engines.translator, engines.summarizer), histories, strict=True):
        if isinstance(engine, Historied):
            engine.restore(history)


def passing(answers: Found, *, encoder: Encoder | None) -> dict[Ask, Answer]:
    """Those of `answers` on none of whose outputs a guard of `pipeline.guards` fires.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    return {ask: answer for ask, answer in answers.items() if _passes(ask, answer, encoder)}


def _passes(ask: Ask, answer: Answer, encoder: Encoder | None) -> bool:
    for output in answer:
        test = guard_summary if ask.is_summary else guard
        if test(ask.text, output.text, finish_reason=output.finish_reason):
            return False
        if not ask.is_summary and encoder is not None:
            [similarity] = encoder.similarities([(ask.text, output.text.strip())])
            if adequacy(ask.text, similarity):
                return False
    return True


def _identity(engines: Engines, *, is_summary: bool) -> str | None:
    """What the cache knows the engine by; None where its outputs must not be kept."""
    engine = engines.summarizer if is_summary else engines.translator
    return (engine.identity or None) if isinstance(engine, Identified) else None
