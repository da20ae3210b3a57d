"""The cache: by everything that decides an output, only what passed the guards, bounded, and never in the way."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from models.base import Generation
from models.registry import Engines
from pipeline.article import InputError
from pipeline.batch.answers import Answers
from pipeline.batch.asks import Ask
from pipeline.batch.cache import Cache, key
from tests.batch_process import MoodyEngine
from tests.conftest import Amana, FakeEngine

ASK = Ask("translate", "وبلغت الإيرادات 40 دولارا.")
ANSWER = (Generation("Revenue reached $40.", "stop", 7, -0.5),)


def test_what_is_put_in_comes_out_in_another_process(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put({ASK: ANSWER}, identity="model 1")
    with Cache(tmp_path) as cache:
        assert cache.get([ASK, replace(ASK, text="x")], identity="model 1") == {ASK: ANSWER}
        assert cache.get([ASK], identity="model 2") == {}


@pytest.mark.parametrize(
    "other",
    [
        Ask("retranslate", ASK.text),
        Ask("translate", ASK.text, hint="40 dollars"),
        Ask("translate", ASK.text, n=2),
        Ask("translate", ASK.text, seed=1),
        Ask("translate", ASK.text, sentences=1),
        Ask("translate", ASK.text, figures=("40",)),
    ],
)
def test_everything_that_decides_an_output_is_in_the_key(other: Ask) -> None:
    assert key(ASK, identity="m") != key(other, identity="m")


def test_the_oldest_go_when_it_is_full(tmp_path: Path) -> None:
    times = iter(range(100_000))
    asks = [Ask("translate", f"sentence {number} {'long ' * 200}") for number in range(400)]
    with Cache(tmp_path, limit=300_000, clock=lambda: next(times)) as cache:
        for ask in asks:
            cache.put({ask: (Generation(ask.text, "stop", 1),)}, identity="m")
            cache.get(asks[:1], identity="m")  # the first stays in use
        info = cache.info()
        assert 0 < info.entries < 300
        assert info.size <= 300_000
        found = cache.get(asks, identity="m")
    assert asks[0] in found
    assert asks[1] not in found
    assert asks[-1] in found


def test_many_writers_at_once(tmp_path: Path) -> None:
    write_at_once(tmp_path, writers=4, entries=20)
    with Cache(tmp_path) as cache:
        assert cache.info().entries == 80


def test_many_begin_a_cache_at_once(tmp_path: Path) -> None:
    """SQLite does not wait for a lock while a new file becomes one of many writers."""
    for number in range(15):
        write_at_once(tmp_path / str(number), writers=8, entries=1)


def write_at_once(folder: Path, *, writers: int, entries: int) -> None:
    errors: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            with Cache(folder) as cache:
                for number in range(entries):
                    cache.put({Ask("translate", f"{writer} {number}"): ANSWER}, identity="m")
        except BaseException as error:  # noqa: BLE001  # it is the test's result
            errors.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_damaged_file_is_named_and_can_be_cleared(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.path.write_bytes(b"this is no database" * 1000)
        with pytest.raises(InputError, match="amana cache clear"):
            cache.info()
        cache.clear()
        assert cache.info().entries == 0
        cache.put({ASK: ANSWER}, identity="m")


DAMAGED_ROWS = {
    "another version": "'[[1, 2, 3, 4, 5, 6]]'",
    "odd types": '\'[[5, "stop", "7", null]]\'',
    "no JSON": "'{'",
    "a number": "5",
    "bytes": "x'ff00fe'",
    "nothing": "''",
    "another text": "replace(outputs, '40', '46')",
    "the row of another question": "(SELECT outputs FROM outputs WHERE key != o.key)",
}


@pytest.mark.parametrize("value", DAMAGED_ROWS.values(), ids=DAMAGED_ROWS)
def test_a_damaged_entry_does_not_count_and_is_made_anew(tmp_path: Path, value: str) -> None:
    other = replace(ASK, text="شكر الحاضرون فريق العمل.")
    answers = {ASK: ANSWER, other: (Generation("Those present thanked the team.", "stop", 7),)}
    with Cache(tmp_path) as cache:
        cache.put(answers, identity="m")
    with sqlite3.connect(tmp_path / "outputs.sqlite") as connection:
        connection.execute(f"UPDATE outputs AS o SET outputs = {value} WHERE key = ?", (key(ASK, identity="m"),))
    connection.close()
    with Cache(tmp_path) as cache:
        assert cache.get([ASK, other], identity="m") == {other: answers[other]}
        cache.put({ASK: ANSWER}, identity="m")
        assert cache.get([ASK, other], identity="m") == answers


def of_another_make(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE outputs (name TEXT, value TEXT)")
    connection.close()


BROKEN: dict[str, Callable[[Path], object]] = {
    "of another make": of_another_make,
    "junk": lambda path: path.write_bytes(b"this is no database" * 1000),
    "cut off": lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(50)),
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_clear_helps_where_the_message_says_so(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, break_it: Callable[[Path], object]
) -> None:
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path))
    break_it(tmp_path / "outputs.sqlite")
    with Cache(tmp_path) as cache, pytest.raises(InputError, match="amana cache clear"):
        cache.put({ASK: ANSWER}, identity="m")
    assert amana("cache", "clear").code == 0
    assert amana("cache", "info").code == 0
    with Cache(tmp_path) as cache:
        cache.put({ASK: ANSWER}, identity="m")
        assert cache.get([ASK], identity="m") == {ASK: ANSWER}


IN_THE_WAY: dict[str, Callable[[Path], object]] = {
    "a folder": lambda path: path.mkdir(),
    "a pipe": lambda path: os.mkfifo(path),
    "a lock that is a link": lambda path: path.with_name(f"{path.name}-lock").symlink_to(path.with_name("mine")),
}


@pytest.mark.parametrize("make", IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_is_in_the_way_is_one_sentence(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object]
) -> None:
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path))
    (tmp_path / "mine").write_text("mine")
    make(tmp_path / "outputs.sqlite")
    with Cache(tmp_path) as cache, pytest.raises(InputError, match="set AMANA_CACHE") as caught:
        cache.put({ASK: ANSWER}, identity="m")
    assert "cache clear" not in str(caught.value)
    if (tmp_path / "outputs.sqlite").exists():
        ran = amana("cache", "clear")
        assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_cache_that_stays_locked_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.cache._BUSY_SECONDS", 0.1)
    with Cache(tmp_path) as cache:
        cache.put({ASK: ANSWER}, identity="m")
        other = sqlite3.connect(tmp_path / "outputs.sqlite")
        other.execute("BEGIN EXCLUSIVE")
        with Cache(tmp_path) as second, pytest.raises(InputError, match="in use by another program; wait for it"):
            second.put({replace(ASK, text="x"): ANSWER}, identity="m")
        with Cache(tmp_path) as third, pytest.raises(InputError, match="in use by another program"):
            third.clear()
        other.close()


class Speaker(MoodyEngine):
    """Says what it is told to, and remembers what it was asked."""

    def __init__(self, says: dict[str, str]) -> None:
        super().__init__()
        self._says = says
        self.asked: list[str] = []

    def translate(self, texts: Sequence[str], **_: object) -> list[Generation]:
        self.asked += texts
        return [Generation(self._says[text], "stop", 1) for text in texts]


GOOD, EMPTY, LOOP = "شكر الحاضرون فريق العمل على جهوده.", "افتتحت المدرسة أمس.", "وصل الفريق إلى المدينة مساء."
SAYS = {GOOD: "Those present thanked the team for its efforts.", EMPTY: "", LOOP: "He said that he said " * 30}


def test_only_outputs_that_pass_the_guards_are_kept(tmp_path: Path) -> None:
    asks = [Ask("translate", text) for text in SAYS]
    with Cache(tmp_path) as cache:
        for expected in ([GOOD, EMPTY, LOOP], [EMPTY, LOOP]):
            engine = Speaker(SAYS)
            answers = Answers(Engines(engine, engine), cache=cache)
            found = {ask: answer for some in answers(asks) for ask, answer in some.items()}
            answers.finish()
            assert {ask.text: answer[0].text for ask, answer in found.items()} == SAYS
            assert engine.asked == expected


def test_an_engine_that_does_not_say_what_decides_its_outputs_is_not_cached(tmp_path: Path) -> None:
    engine = FakeEngine()
    with Cache(tmp_path) as cache:
        for _ in range(2):
            answers = Answers(Engines(engine, engine), cache=cache)
            list(answers([ASK]))
            answers.finish()
        assert cache.info().entries == 0
    assert len(engine.asked) == 2


def test_the_command_tells_and_empties(amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))
    assert json.loads(amana("cache", "info", "--jsonl").out)["entries"] == 0
    assert not (tmp_path / "cache").exists()
    with Cache(tmp_path / "cache") as cache:
        cache.put({ASK: ANSWER}, identity="m")
    ran = amana("cache", "info")
    assert ran.code == 0
    assert "1 outputs" in ran.out
    assert str(tmp_path / "cache") in ran.out
    assert amana("cache", "clear").code == 0
    assert json.loads(amana("cache", "info", "--jsonl").out)["entries"] == 0


def test_the_cache_is_among_the_models_where_nothing_is_set(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AMANA_CACHE", raising=False)
    monkeypatch.setenv("AMANA_HOME", str(tmp_path))
    assert json.loads(amana("cache", "info", "--jsonl").out)["path"] == str(tmp_path / "cache" / "outputs.sqlite")
