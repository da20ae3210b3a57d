"""Jobs on disk: a row in SQLite, the article and the results as files. What was accepted outlives the server.

A job is accepted when its article lies on the disk and its row is committed. It is done when its four files are whole
and its row says so; a server that dies in between finds the files, and does not do the work again. It is deleted when
its row says so; a server that dies before its files are gone takes them away at the next start.
"""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from models.files import is_disk_full, locked, write_whole
from pipeline.article import Article, InputError, Record, article_from_json, record_from_json
from pipeline.output import RECORD_SUFFIXES, cannot_write, prepare_folder, record_files, write_record
from pipeline.verdict import verdict

State = Literal["waiting", "running", "done", "failed", "cancelled"]
RESULT = "article"
"""What the files of a result are called before their suffixes."""
SUFFIXES = RECORD_SUFFIXES

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
  created REAL NOT NULL, finished REAL, verdict TEXT, reason TEXT
);
CREATE INDEX IF NOT EXISTS by_state ON jobs (state);
"""
_OPEN = "state IN ('waiting', 'running')"
_ENDED = "state IN ('done', 'failed', 'cancelled')"
_KNOWN = "state != 'deleted'"
_COLUMNS = "id, name, state, created, finished, verdict, reason"


class StorageError(InputError):
    """The disk does not take what was to be kept on it; `is_full` says whether for want of room."""

    def __init__(self, reason: object, *, is_full: bool) -> None:
        super().__init__(
            f"The disk of this server does not take it ({reason}), and nothing of it was kept; make room there, or "
            "delete articles that are done, and send it again."
        )
        self.is_full = is_full


@dataclass(frozen=True, slots=True)
class Job:
    """One article that was accepted. `created` and `finished` are seconds since 1970; `reason` says why it failed."""

    id: str
    name: str
    state: State
    created: float
    finished: float | None = None
    verdict: str | None = None
    reason: str | None = None


class Store:
    """The jobs in a folder, which one server at a time may use. Safe in several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Opens the folder for the time of the block.

        Raises:
            InputError: it cannot be written, another server uses it, or its file of jobs is damaged.
        """
        prepare_folder(self.folder)
        try:
            with locked(self.folder / ".amana.lock", timeout=0):
                connection = sqlite3.connect(self.folder / "jobs.sqlite", check_same_thread=False)
                try:
                    connection.execute("PRAGMA synchronous = FULL")
                    connection.executescript(_SCHEMA)
                    self._connection = connection
                    self._recover()
                    yield self
                finally:
                    self._connection = None
                    connection.close()
        except TimeoutError as error:
            raise InputError(
                f"Another server uses the folder {self.folder}; stop it, or give another --folder."
            ) from error
        except sqlite3.DatabaseError as error:
            raise InputError(
                f"The jobs in {self.folder} cannot be read ({error}); move the folder away, or give another --folder."
            ) from error
        except OSError as error:
            raise cannot_write(self.folder, error) from error

    def accept(self, article: Article) -> Job:
        """Keeps an article to be worked on; when this returns it is on the disk.

        Raises:
            StorageError: there is no room for it; nothing of it stays.
        """
        job = Job(secrets.token_urlsafe(12), (article.source or article.id)[:200], "waiting", time.time())
        folder = self._of(job.id)
        try:
            folder.mkdir(parents=True)
            write_whole({folder / "input.json": json.dumps(asdict(article))}, inside=folder)
            self._change(
                "INSERT INTO jobs (id, name, state, created) VALUES (?, ?, ?, ?)",
                job.id, _plain(job.name), job.state, job.created,
            )  # fmt: skip
        except (OSError, StorageError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, StorageError):
                raise
            raise StorageError((error.strerror or str(error)).lower(), is_full=is_disk_full(error)) from error
        return job

    def article(self, id: str) -> Article:
        """The article of a job. Raises InputError where its file is gone or damaged."""
        try:
            return article_from_json(json.loads((self._of(id) / "input.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise InputError("The article of this job was changed or taken away on the disk; send it again.") from error

    def begin(self, id: str) -> bool:
        """Marks a waiting job as running; False where it waits no longer."""
        return self._change("UPDATE jobs SET state = 'running' WHERE id = ? AND state = 'waiting'", id)

    def finish(self, id: str, record: Record) -> None:
        """Writes the files of a running job, and then that it is done; nothing where it was cancelled.

        Raises:
            StorageError: there is no room.
            InputError: its folder was taken away, or something stands where a file was to be.
        """
        job = self.get(id)
        if job is None or job.state != "running":
            return
        if not self._of(id).is_dir():
            raise InputError("The folder of this job was taken away on the disk; send the article again.")
        try:
            write_record(record, self._of(id), name=RESULT)
        except InputError as error:
            if is_disk_full(error.__cause__):
                raise StorageError("no space left on device", is_full=True) from error
            raise
        is_kept = self._change(
            "UPDATE jobs SET state = 'done', finished = ?, verdict = ? WHERE id = ? AND state = 'running'",
            time.time(), verdict(record), id,
        )  # fmt: skip
        if not is_kept and self.get(id) is None:
            self._clear(id)  # cancelled and deleted while the files were written

    def fail(self, id: str, reason: str) -> None:
        """Says why a job that was not cancelled came to nothing."""
        self._change(
            f"UPDATE jobs SET state = 'failed', finished = ?, reason = ? WHERE id = ? AND {_OPEN}",
            time.time(), _plain(reason), id,
        )  # fmt: skip

    def cancel(self, id: str) -> bool:
        """Cancels a job that is not at its end; False where it is."""
        return self._change(
            f"UPDATE jobs SET state = 'cancelled', finished = ? WHERE id = ? AND {_OPEN}",
            time.time(), id,
        )  # fmt: skip

    def delete(self, id: str) -> bool:
        """Deletes a job that is at its end, with its article and its results; False where it is not at its end.

        Raises:
            InputError: its files cannot be deleted; that is tried again at the next start.
        """
        if not self._change(f"UPDATE jobs SET state = 'deleted' WHERE id = ? AND {_ENDED}", id):
            return False
        self._clear(id)
        return True

    def delete_before(self, moment: float) -> int:
        """Deletes the jobs that ended before `moment` (seconds since 1970); how many there were.

        Raises:
            InputError: the file of jobs cannot be used. Files that cannot be deleted are left for the next start.
        """
        deleted = 0
        for job in self._select(f"WHERE {_ENDED} AND finished < ?", moment):
            with suppress(InputError):
                deleted += self.delete(job.id)
        return deleted

    def get(self, id: str) -> Job | None:
        """The job, None where there is none of that id."""
        return next(iter(self._select(f"WHERE id = ? AND {_KNOWN}", id)), None)

    def latest(self, limit: int = 100) -> list[Job]:
        """The latest jobs, the newest first."""
        return self._select(f"WHERE {_KNOWN} ORDER BY number DESC LIMIT ?", limit)

    def waiting(self) -> list[Job]:
        """What is to be done, the oldest first."""
        return self._select("WHERE state = 'waiting' ORDER BY number")

    def result(self, id: str, suffix: str) -> Path:
        """The file of a result that ends in `suffix`, one of `SUFFIXES`."""
        return self._of(id) / f"{RESULT}{suffix}"

    def record(self, id: str) -> Record:
        """The record of a job that is done. Raises InputError where its file is gone or damaged."""
        try:
            return record_from_json(json.loads(self.result(id, ".json").read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise InputError("The result of this job was changed or taken away on the disk; send it again.") from error

    def _of(self, id: str) -> Path:
        return self.folder / "jobs" / id

    def _clear(self, id: str) -> None:
        """Takes away the folder of a deleted job, and then its row. What lies elsewhere, by a link, stays."""
        folder = self._of(id)
        if folder.is_symlink() or folder.resolve().parent != self.folder.resolve() / "jobs":
            raise InputError(f"The folder {folder} is no longer one of this server's; delete it by hand.")
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            pass
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise InputError(f"The files in {folder} cannot be deleted ({reason}); delete them by hand.") from error
        self._change("DELETE FROM jobs WHERE id = ? AND state = 'deleted'", id)

    def _recover(self) -> None:
        """What ran when the server ended waits again, but for what had all its files; deletions are ended."""
        for job in self._select("WHERE state = 'deleted'"):
            with suppress(InputError):
                self._clear(job.id)
        for job in self._select("WHERE state = 'running'"):
            said = self._finished_verdict(job.id)
            if said:
                self._change(
                    "UPDATE jobs SET state = 'done', finished = ?, verdict = ? WHERE id = ?", time.time(), said, job.id
                )
            else:
                self._change("UPDATE jobs SET state = 'waiting' WHERE id = ?", job.id)

    def _finished_verdict(self, id: str) -> str | None:
        files = record_files(self._of(id), RESULT)
        if not all(path.is_file() for path in files):
            return None
        try:
            said = json.loads(self.result(id, ".json").read_text(encoding="utf-8"))["verdict"]
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return said if isinstance(said, str) else None

    def _select(self, rest: str, *values: object) -> list[Job]:
        with self._lock, _said():
            rows = self._opened().execute(f"SELECT {_COLUMNS} FROM jobs {rest}", values).fetchall()
        return [Job(*row) for row in rows]

    def _change(self, statement: str, *values: object) -> bool:
        with self._lock, _said(), self._opened() as connection:
            return connection.execute(statement, values).rowcount > 0

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise InputError("The server has stopped; start it again.")
        return self._connection


@contextmanager
def _said() -> Iterator[None]:
    """Says in a sentence what SQLite could not do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(error, is_full=getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL) from error


def _plain(text: str) -> str:
    """Without halves of surrogate pairs, which SQLite does not take."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
