"""`python -m tests.batch_process ARGUMENTS`: `amana batch ARGUMENTS` in a process of its own, with an engine of tests.

The engine is moody: what it makes of a text depends on which other texts are in the call, as with a real engine whose
sums are rounded otherwise in another batch. So a run that goes on only ends as an undisturbed one if it repeats every
call as it was. $AMANA_TEST_PAUSE is the time in seconds that a call takes, $AMANA_TEST_FAILS a text it fails on,
$AMANA_TEST_MARK a file that is made when work begins. With $AMANA_TEST_HISTORY its
mood follows from earlier calls too.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from amana.app import main
from models import registry
from models.base import Generation, ModelError, Progress

SENTENCE = "the minister of trade said that prices of bread and fuel had risen in all provinces since last winter"
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


class MoodyEngine:
    """Translates to English-looking sentences that keep the figures of the text, or lose one, as the company has it."""

    name = "moody"
    identity = "moody 1"

    def __init__(self, *, pause: float = 0.0, fails_on: str = "", has_history: bool = False) -> None:
        self.calls: list[list[str]] = []
        self.history: list[str] = []
        self._has_history = has_history
        self._pause = pause
        self._fails_on = fails_on

    def restore(self, history: Sequence[str]) -> None:
        self.history = list(history)

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        return self._called(texts, ["translate"] * len(texts))

    def retranslate(self, texts: Sequence[str], *, hints: Sequence[str]) -> list[Generation]:
        return self._called(texts, hints)

    def sample(self, texts: Sequence[str], *, hints: Sequence[str], n: int, seed: int = 0) -> list[list[Generation]]:
        drawn = [self._called(texts, [f"{hint} {seed} {draw}" for hint in hints]) for draw in range(n)]
        return [list(outputs) for outputs in zip(*drawn, strict=True)]

    def summarize(self, texts: Sequence[str], *, sentences: int, progress: Progress | None = None) -> list[Generation]:
        return self._called([text[:300] for text in texts], ["summarize"] * len(texts))

    def _called(self, texts: Sequence[str], moods: Sequence[str]) -> list[Generation]:
        time.sleep(self._pause)
        self.calls.append(list(texts))
        if self._fails_on and any(self._fails_on in text for text in texts):
            raise ModelError(f"the engine cannot read {self._fails_on}")
        company = [*texts, *self.history]
        if self._has_history:
            self.history = [*self.history, texts[0]][-5:]
        return [self._output(text, company, mood) for text, mood in zip(texts, moods, strict=True)]

    def _output(self, text: str, company: Sequence[str], mood: str) -> Generation:
        dice = hashlib.sha256(repr((text, list(company), mood)).encode()).digest()
        figures = _FIGURE.findall(text)
        if dice[0] < 80:
            figures = figures[1:]
        words = SENTENCE.split()
        turned = " ".join([*words[dice[1] % len(words) :], *words[: dice[1] % len(words)]])
        said = " and ".join(figures)
        return Generation(f"{turned.capitalize()}{', by ' if said else ''}{said}.", "stop", len(words))


def engine() -> MoodyEngine:
    """The engine as the environment sets it."""
    return MoodyEngine(
        pause=float(os.environ.get("AMANA_TEST_PAUSE", "0")),
        fails_on=os.environ.get("AMANA_TEST_FAILS", ""),
        has_history=bool(os.environ.get("AMANA_TEST_HISTORY")),
    )


def load_engines(**options: object) -> registry.Engines:
    """Takes the place of `models.registry.load_engines`; says in a file of $AMANA_TEST_REPORTS what it was given."""
    if reports := os.environ.get("AMANA_TEST_REPORTS"):
        given = options | {"visible": os.environ.get("CUDA_VISIBLE_DEVICES")}
        (Path(reports) / f"{os.getpid()}.json").write_text(json.dumps(given), encoding="utf-8")
    if mark := os.environ.get("AMANA_TEST_MARK"):
        Path(mark).touch()
    shared = engine()
    return registry.Engines(shared, shared)


if __name__ == "__main__":
    registry.load_engines = load_engines
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in a shell's background
    sys.exit(main(["batch", *sys.argv[1:]]))
