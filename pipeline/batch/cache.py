"""The cache of engine outputs: one SQLite file that several processes may use at once, bounded in size.

It is only a copy: what it does not hold is generated anew, and what is used longest ago goes first when it is full.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from models.base import Generation
from models.files import destination, locked
from pipeline.article import InputError
from pipeline.batch.asks import Answer, Ask
from pipeline.batch.sealed import sealed, unsealed
from pipeline.typed import make

DEFAULT_LIMIT = 1_000_000_000
"""Bytes of the file: about two million sentences."""

_FILE = "outputs.sqlite"
_EVICTED = 10  # one entry in so many goes when the file is full
_BUSY_SECONDS = 30.0
_AT_A_TIME = 500  # SQLite allows 999 parameters in the oldest versions

_FIELDS = ("text", "finish_reason", "tokens", "score", "prompt_tokens")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS outputs (key TEXT PRIMARY KEY, outputs TEXT NOT NULL, used REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_use ON outputs (used);
"""

_WAIT = "; wait for it, set AMANA_CACHE to another folder, or do without with --no-cache"
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")
_OUTSIDE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_NOMEM")
"""Names (beginnings of them) of SQLite's errors that are none of the file's own."""

Result = TypeVar("Result")


class CacheDamagedError(InputError):
    """The file is no cache, or a damaged one: emptying it helps."""


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """The cache as it is now: its file, the entries, the bytes that they take and may take."""

    path: Path
    entries: int
    size: int
    limit: int


class Cache:
    """Outputs by everything that decides them. Use it in a `with`, in one thread.

    An entry that is not what it should be does not count, and is made anew.

    Raises:
        InputError: (all methods) the file is damaged or of another make, in use for too long, or cannot be read or
            written.
    """

    def __init__(self, folder: Path, *, limit: int = DEFAULT_LIMIT, clock: Callable[[], float] = time.time) -> None:
        self.path = folder / _FILE
        self._limit = limit
        self._clock = clock
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def get(self, asks: Iterable[Ask], *, identity: str) -> dict[Ask, Answer]:
        """The answers that are here, of the engine that `identity` describes."""
        keys = {key(ask, identity=identity): ask for ask in asks}

        def look(connection: sqlite3.Connection) -> dict[Ask, Answer]:
            answers: dict[Ask, Answer] = {}
            for some in _parts(list(keys)):
                marks = ",".join("?" * len(some))
                rows = connection.execute(f"SELECT key, outputs FROM outputs WHERE key IN ({marks})", some).fetchall()
                answers |= {keys[name]: answer for name, outputs in rows if (answer := _answer(name, outputs))}
                names = [(self._clock(), name) for name, _ in rows]
                with connection:
                    connection.executemany("UPDATE outputs SET used = ? WHERE key = ?", names)
            return answers

        return self._run(look) if keys else {}

    def put(self, answers: Mapping[Ask, Answer], *, identity: str) -> None:
        """Keeps `answers`; makes room where the file has become larger than its limit."""
        now = self._clock()
        rows = [_row(key(ask, identity=identity), answer, now) for ask, answer in answers.items()]

        def store(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?)", rows)
            while _size(connection) > self._limit:
                entries = _count(connection)
                if not entries:
                    break
                oldest = "SELECT key FROM outputs ORDER BY used LIMIT ?"
                with connection:
                    connection.execute(f"DELETE FROM outputs WHERE key IN ({oldest})", (1 + entries // _EVICTED,))

        if rows:
            self._run(store)

    def info(self) -> CacheInfo:
        """What is in it; nothing where there is no file, which is not made then."""
        if not self.path.exists():
            return CacheInfo(self.path, 0, 0, self._limit)
        return self._run(lambda connection: CacheInfo(self.path, _count(connection), _size(connection), self._limit))

    def clear(self) -> None:
        """Empties it, also where it is damaged or of another make; what is no regular file stays."""
        if not self.path.exists():
            return

        def empty(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("DELETE FROM outputs")
            connection.execute("VACUUM")

        try:
            self._run(empty)
        except InputError as error:
            if not isinstance(error, CacheDamagedError):
                raise
            self.__exit__(None, None, None)
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        try:
            if self._connection is None:
                self._connection = self._opened()
            return work(self._connection)
        except sqlite3.Error as error:
            raise _trouble(self.path, error) from error
        except TimeoutError as error:
            raise InputError(f"The cache {self.path} is in use by another program{_WAIT}.") from error
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise InputError(
                f"The cache {self.path} cannot be used ({reason}); set AMANA_CACHE to another folder, or do without it "
                "with --no-cache."
            ) from error

    def _opened(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        destination(self.path)
        # A file that two switch to WAL at once is "locked" for one of them, which SQLite does not wait for.
        with locked(self.path.with_name(f"{self.path.name}-lock"), timeout=_BUSY_SECONDS):
            connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.executescript(_SCHEMA)
            except sqlite3.Error:
                connection.close()
                raise
        return connection


def _trouble(path: Path, error: sqlite3.Error) -> InputError:
    """What the user is told where SQLite fails on the file."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(_LOCKED):
        return InputError(f"The cache {path} is in use by another program{_WAIT}.")
    if name.startswith(_OUTSIDE):
        return InputError(
            f"The cache {path} cannot be used ({error}); make room for it, set AMANA_CACHE to another folder, or do "
            "without with --no-cache."
        )
    return CacheDamagedError(
        f"The cache {path} is damaged or of another make ({error}); empty it with `amana cache clear`, or set "
        "AMANA_CACHE to another folder."
    )


def key(ask: Ask, *, identity: str) -> str:
    """The digest of everything that decides the answer: the engine (`identity`), the text, the hint, the options."""
    return digest([identity, asdict(ask)])


def digest(data: object) -> str:
    """The SHA-256 of `data` (what JSON can hold), in hexadecimal."""
    return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def answer_to_json(answer: Answer) -> list[list[object]]:
    """An answer as a list of lists; the inverse of `answer_from_json`."""
    return [[getattr(output, name) for name in _FIELDS] for output in answer]


def answer_from_json(data: Sequence[Sequence[object]]) -> Answer:
    """The inverse of `answer_to_json`. Raises TypeError or ValueError where `data` is something else."""
    # Earlier versions kept fewer fields.
    return tuple(make(Generation, dict(zip(_FIELDS, output, strict=False))) for output in data)


def _row(name: str, answer: Answer, now: float) -> tuple[str, str, float]:
    """The key is under the seal too: an answer must not move to another question."""
    return name, sealed({"key": name, "outputs": answer_to_json(answer)}).decode(), now


def _answer(name: str, outputs: object) -> Answer | None:
    """The answer of the row called `name`; None where it is damaged."""
    data = unsealed(str(outputs).encode("utf-8", errors="replace"))
    if data is None or data["key"] != name:
        return None
    return answer_from_json(data["outputs"])


def _parts(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[start : start + _AT_A_TIME] for start in range(0, len(items), _AT_A_TIME))


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT COUNT(*) FROM outputs").fetchone()[0])


def _size(connection: sqlite3.Connection) -> int:
    """The bytes in use: pages that deleting has freed do not count, for they are filled again."""
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size
