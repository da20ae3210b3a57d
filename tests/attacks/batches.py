"""Attacks on a batch: each run is broken off or damaged, gone on with, and compared with an undisturbed one.

The engine is that of `tests.batch_process`, whose outputs depend on what else is in a call and on the calls before it:
a run that does not repeat its calls as they were ends otherwise.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from amana.app import main
from models import registry
from models.base import Generation
from tests.attacks import Tally
from tests.batch_process import MoodyEngine
from tests.batches import finish, results, start, write_articles

SEED = 11
ARTICLES = 6


class Interrupted(MoodyEngine):
    """Plays Ctrl-C at its call number `at`; 0 is never."""

    def __init__(self, at: int = 0) -> None:
        super().__init__(has_history=True)
        self._at = at

    def _called(self, texts: Any, moods: Any) -> list[Generation]:
        if self._at and len(self.calls) + 1 == self._at:
            raise KeyboardInterrupt
        return super()._called(texts, moods)


def batch(folder: Path, *, at: int = 0) -> tuple[int, str]:
    """`amana batch FOLDER/in FOLDER/out` with a new engine; its exit code and what it said. A traceback is raised."""
    engine = Interrupted(at)
    said = io.StringIO()
    with (
        mock.patch.object(registry, "load_engines", return_value=registry.Engines(engine, engine)),
        mock.patch.dict(os.environ, {"AMANA_CACHE": str(folder / "cache")}),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(said),
    ):
        code = main(["batch", str(folder / "in"), str(folder / "out"), "--quiet"])
    return code, said.getvalue()


def undisturbed(folder: Path) -> dict[str, Any]:
    """The results of a run that nothing happened to, for the articles that are in `folder` then."""
    write_articles(folder / "in", ARTICLES)
    batch(folder)
    found = results(folder / "out")
    shutil.rmtree(folder / "out")
    shutil.rmtree(folder / "cache")
    return found


def broken_off(folder: Path, kept: Path, *, at: int) -> None:
    """Leaves in `kept` what a run left that was broken off at call `at`, and nothing in `folder`."""
    for old in (kept, folder / "out", folder / "cache"):
        shutil.rmtree(old, ignore_errors=True)
    kept.mkdir()
    batch(folder, at=at)
    for name in ("out", "cache"):
        shutil.move(folder / name, kept / name)


def lay_out(folder: Path, kept: Path) -> None:
    """Puts `folder` into the state that is in `kept`."""
    for name in ("out", "cache"):
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(kept / name, folder / name)


def is_lost(folder: Path, expected: dict[str, Any]) -> bool:
    """Whether going on ends otherwise than the undisturbed run."""
    try:
        code, _ = batch(folder)
    except Exception:  # noqa: BLE001  # a traceback is a loss, whatever it is
        return True
    return code != 0 or results(folder / "out") != expected


def kills(scratch: Path) -> Iterator[Tally]:
    """SIGKILL, SIGTERM and SIGINT at random moments of a process of its own."""
    expected = undisturbed(scratch)
    dice = random.Random(SEED)
    for kind in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        lost = tried = 0
        for number in range(8):
            mark = scratch / f"{kind.name}-{number}"
            settings = {"AMANA_TEST_HISTORY": "1", "AMANA_TEST_PAUSE": "0.1", "AMANA_TEST_MARK": str(mark)}
            process = start(scratch / "in", scratch / "out", cache=scratch / "cache", **settings)
            while not mark.exists() and process.poll() is None:
                time.sleep(0.01)
            time.sleep(dice.uniform(0.0, 0.8))
            process.send_signal(kind)
            finish(process)
            tried += 1
            lost += is_lost(scratch, expected)
            shutil.rmtree(scratch / "out")
            shutil.rmtree(scratch / "cache")
        yield Tally(kind.name, tried, lost)


def truncations(scratch: Path) -> Iterator[Tally]:
    """The journal cut off anywhere."""
    expected = undisturbed(scratch)
    dice = random.Random(SEED)
    for at in (2, 4):
        broken_off(scratch, scratch / "kept", at=at)
        path = scratch / "out" / ".amana" / "journal.jsonl"
        lost = 0
        for _ in range(30):
            lay_out(scratch, scratch / "kept")
            data = path.read_bytes()
            path.write_bytes(data[: dice.randrange(len(data))])
            lost += is_lost(scratch, expected)
        yield Tally(f"the journal of a run broken off at call {at}, cut anywhere", 30, lost)


def flips(scratch: Path) -> Iterator[Tally]:
    """One bit flipped in the journal."""
    expected = undisturbed(scratch)
    dice = random.Random(SEED)
    broken_off(scratch, scratch / "kept", at=5)
    lost = 0
    for _ in range(90):
        lay_out(scratch, scratch / "kept")
        flip(scratch / "out" / ".amana" / "journal.jsonl", dice)
        lost += is_lost(scratch, expected)
    yield Tally("a bit of the journal", 90, lost)


def manifest_flips(scratch: Path) -> Iterator[Tally]:
    """One bit flipped in the manifest of a finished run."""
    expected = undisturbed(scratch)
    dice = random.Random(SEED)
    lost = 0
    batch(scratch)
    (scratch / "whole").mkdir()
    for name in ("out", "cache"):
        shutil.move(scratch / name, scratch / "whole" / name)
    for _ in range(60):
        lay_out(scratch, scratch / "whole")
        flip(scratch / "out" / "manifest.jsonl", dice)
        # The article whose line does not count is done again, alone: the engine's mood is then another.
        code, said = batch(scratch)
        lost += code != 0 or "Traceback" in said or len(results(scratch / "out")) != len(expected)
    yield Tally("a bit of the manifest: its article is done again", 60, lost)


def flip(path: Path, dice: random.Random) -> None:
    """Flips one bit of the file."""
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def full_disks(scratch: Path) -> Iterator[Tally]:
    """The disk is full at the n-th file that is to be on it; then there is room again."""
    expected = undisturbed(scratch)
    real = os.fsync
    lost = tried = 0
    for limit in range(1, 41):
        left = limit

        def fill(file: int) -> None:
            nonlocal left
            left -= 1
            if left <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(file)

        with mock.patch.object(os, "fsync", fill):
            code, said = batch(scratch)
        tried += 1
        was_said = code == 0 or (code == 2 and "no space left" in said.lower())
        lost += not was_said or is_lost(scratch, expected)
        shutil.rmtree(scratch / "out", ignore_errors=True)
        shutil.rmtree(scratch / "cache", ignore_errors=True)
    yield Tally("a disk that is full from the n-th file on", tried, lost)


def cache_damage(scratch: Path) -> Iterator[Tally]:
    """One bit flipped in an output that the cache holds: it must not come back."""
    expected = undisturbed(scratch)
    dice = random.Random(SEED)
    batch(scratch)
    (scratch / "whole").mkdir()
    shutil.move(scratch / "cache", scratch / "whole" / "cache")
    shutil.move(scratch / "out", scratch / "whole" / "out")
    lost = 0
    for _ in range(40):
        lay_out(scratch, scratch / "whole")
        shutil.rmtree(scratch / "out")
        connection = sqlite3.connect(scratch / "cache" / "outputs.sqlite")
        with connection:
            for key, outputs in connection.execute("SELECT key, outputs FROM outputs").fetchall():
                data = bytearray(outputs.encode())
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(7)
                connection.execute("UPDATE outputs SET outputs = ? WHERE key = ?", (data.decode(errors="replace"), key))
        connection.close()
        lost += is_lost(scratch, expected)  # as without a cache
    yield Tally("a bit of every output in the cache", 40, lost)
