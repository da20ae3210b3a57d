"""What happens to a job, as events that a page can follow: stages, and each sentence as it is translated."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from pipeline.article import Record, StageResult

Event = dict[str, Any]
_KEPT = 50
"""Jobs whose events are kept in memory; of earlier ones the result says everything."""


class Cancelled(Exception):
    """Ends the run of a job that a user has cancelled."""


@dataclass
class Live:
    """The events of one job; an observer of its run."""

    events: list[Event] = field(default_factory=list)
    cancelled: threading.Event = field(default_factory=threading.Event)
    _segments: dict[str, list[int]] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)

    def begin(self, stage: str, record: Record) -> None:
        """A stage begins: it is said, before the translation with all that is to be translated."""
        self._go_on()
        if stage == "translate":
            for segment in record.segments:
                if segment.kind == "text":
                    self._segments.setdefault(segment.text, []).append(segment.index)
            source = [[item.index, item.text] for item in record.segments if item.kind == "text"]
            self.events.append({"event": "source", "sentences": source})
        self.events.append({"event": "stage", "stage": stage})

    def advance(self, _: int) -> None:
        """Ends the run where it was cancelled."""
        self._go_on()

    def end(self, result: StageResult) -> None:
        """What the stage found: after the repair, what was said before may have changed."""
        self.events.append({"event": "stage_end", "stage": result.name, "findings": result.findings})

    def answered(self, text: str, english: str) -> None:
        """A sentence was translated; it is said once."""
        if text not in self._segments or self._said.get(text) == english:
            return
        self._said[text] = english
        for index in self._segments[text]:
            self.events.append({"event": "sentence", "segment": index, "text": english})

    def _go_on(self) -> None:
        if self.cancelled.is_set():
            raise Cancelled


class Lives:
    """Those of the jobs that were worked on last: who only asks for one makes none, and so drives none out."""

    def __init__(self) -> None:
        self._lives: OrderedDict[str, Live] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, id: str) -> Live:
        """That of a job, made where there is none."""
        with self._lock:
            live = self._lives.setdefault(id, Live())
            self._lives.move_to_end(id)
            while len(self._lives) > _KEPT:
                self._lives.popitem(last=False)
            return live

    def get(self, id: str) -> Live | None:
        """That of a job; None where it has not begun, or has ended long ago."""
        with self._lock:
            return self._lives.get(id)

    def answered(self, text: str, english: str) -> None:
        """Tells all whose article has the sentence."""
        with self._lock:
            lives = list(self._lives.values())
        for live in lives:
            live.answered(text, english)
