"""Fakes and helpers that many tests share."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from amana.app import main
from models import registry
from models.base import FinishReason, Generation, ModelError, Progress

ARTICLE = "ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم.\nوبلغت الإيرادات 40 دولارا.\n"
"""Two sentences on two lines, with one number in each."""

ENGLISH = {
    "ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم.": "The number of users rose to 12.5 million.",
    "وبلغت الإيرادات 40 دولارا.": "Revenue reached $40.",
}


@dataclass
class FakeEngine:
    """An engine that knows its translations by heart and says what it was asked.

    What is not in `translations` comes back empty. `error` is raised where it is set; `interrupt_at` plays Ctrl-C at
    that call of `translate`.
    """

    name: str = "fake"
    translations: dict[str, str] = field(default_factory=lambda: dict(ENGLISH))
    summary: str = "- The number of users rose to 12.5 million.\n- Revenue reached $40."
    finish_reason: FinishReason = "stop"
    error: str | None = None
    error_on: str = ""
    interrupt_at: int | None = None
    asked: list[list[str]] = field(default_factory=list)
    summarized: list[str] = field(default_factory=list)

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        self.asked.append(list(texts))
        if self.error is not None and any(self.error_on in text for text in texts):
            raise ModelError(self.error)
        if self.interrupt_at == len(self.asked):
            raise KeyboardInterrupt
        if progress:
            progress(len(texts))
        return [Generation(self.translations.get(text, ""), self.finish_reason, 7) for text in texts]

    def summarize(self, texts: Sequence[str], *, sentences: int, progress: Progress | None = None) -> list[Generation]:
        self.summarized += texts
        return [Generation(self.summary, self.finish_reason, 11) for _ in texts]


@dataclass
class Loads:
    """The fake engine of a test and the options it was asked for with, once for each time that engines were loaded."""

    engine: FakeEngine
    options: list[dict[str, Any]] = field(default_factory=list)

    def load_engines(self, **options: Any) -> registry.Engines:
        self.options.append(options)
        return registry.Engines(self.engine, self.engine, terms=options.get("terms"))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Loads:
    """Puts one fake engine in the place of every model."""
    loads = Loads(FakeEngine())
    monkeypatch.setattr(registry, "load_engines", loads.load_engines)
    return loads


@dataclass(frozen=True)
class Ran:
    """What a command line gave back."""

    code: int
    out: str
    err: str


Amana = Callable[..., Ran]


@pytest.fixture
def amana(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Amana:
    """Runs `amana ARGUMENTS...` in this process, with `stdin` as its input."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """The file of a good article."""
    path = tmp_path / "users.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path
