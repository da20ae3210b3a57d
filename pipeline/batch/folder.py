"""The output folder of a batch: results, manifest and journal, written so that a run can end at any moment."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from models.files import DRAFTS, NOTHING_RESERVED, Reserved, Unwritable, destination, is_disk_full, locked
from pipeline.article import Article, InputError, Record
from pipeline.batch.journal import Journal
from pipeline.batch.manifest import Entry, Manifest, content_digest, entry_of
from pipeline.ingest import Refusal, article_id
from pipeline.output import cannot_write, prepare_folder, record_files, write_record

OVERVIEW, LEDGER, MANIFEST = "index.html", "ledger.csv", "manifest.jsonl"
_HIDDEN = ".amana"
RESERVED = ("index",)
"""Ids that no article may have: the overview is called so."""


class OutputFolder:
    """The folder `path` while one run writes to it; use it in a `with`. Methods that cannot write raise InputError.

    Raises:
        InputError: it cannot be made or written to, or another run is writing to it.
    """

    def __init__(
        self, path: Path, *, settings: str, fresh: bool = False, reserved: Reserved = NOTHING_RESERVED
    ) -> None:
        self.path = path
        self.settings = settings
        self.manifest = Manifest(path / MANIFEST)
        self._reserved = reserved
        self._lock = ExitStack()
        self._fresh = fresh
        self._hidden = path / _HIDDEN
        self.was_broken_off = False
        self.journal = Journal(self._hidden / "journal.jsonl")

    def __enter__(self) -> Self:
        prepare_folder(self.path)
        self.was_broken_off = self._hidden.exists()
        try:
            for name in (OVERVIEW, LEDGER, MANIFEST):
                destination(self.path / name, inside=self.path, reserved=self._reserved)
            if self._hidden.is_symlink():
                raise Unwritable(self._hidden, "it is a link")
            prepare_folder(self._hidden)
            destination(self.journal.path, inside=self.path, reserved=self._reserved)
            self._lock.enter_context(locked(self._hidden / "lock", timeout=0))
        except TimeoutError as error:
            raise InputError(
                f"Another amana batch is writing to {self.path}; wait for it, or choose another folder."
            ) from error
        except OSError as error:
            raise cannot_write(self.path, error) from error
        self._remove_drafts()
        if self._fresh:
            self.journal.clear()
        else:
            self.manifest.load()
        self.manifest.tidy()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._lock.close()

    def holds(self, article: Article) -> bool:
        """Whether `article` is finished, as it is now and under the settings of this run."""
        return self.manifest.holds(article, settings=self.settings)

    def write(self, record: Record) -> Entry:
        """Writes the four files of a record and its entry, in this order.

        Where they cannot be written for what stands in their place, it is recorded that the article failed.
        """
        try:
            folder, name = self._place(record.article.id)
            paths = write_record(record, folder, name=name, reserved=self._reserved)
        except InputError as error:
            if is_disk_full(error.__cause__):
                raise  # of use to no other article
            return self.fail(record.article, error)
        files = {path.relative_to(self.path).as_posix(): path.stat().st_size for path in paths}
        entry = entry_of(record, settings=self.settings, files=files)
        self.manifest.add(entry)
        return entry

    def refuse(self, refusal: Refusal) -> Entry:
        """Records that a file or row could not be read. An older result of the same file goes, for it misleads."""
        return self._fail(Entry(refusal.id, refusal.source, "failed", reason=refusal.reason))

    def fail(self, article: Article, error: Exception) -> Entry:
        """Records that the work on `article` failed, with the reason."""
        from models.base import ModelError

        known = isinstance(error, (InputError, ModelError))
        reason = str(error) if known else f"amana failed on it ({type(error).__name__}: {error}); please report this."
        source = article.source or article.id
        digest = content_digest(article)
        return self._fail(
            Entry(article.id, source, "failed", digest, self.settings, title=article.title, reason=reason)
        )

    def close(self) -> None:
        """Puts the manifest in order, and takes away what only a run that was broken off needs."""
        self.manifest.tidy()
        if not self.journal.is_open:
            with suppress(OSError):
                shutil.rmtree(self._hidden)

    def _fail(self, entry: Entry) -> Entry:
        stale = self.manifest.made_of(entry.source, id=entry.id)
        self.manifest.add(entry)
        if stale:
            folder, name = self._place(entry.id)
            self._remove(path for path in record_files(folder, name) if path.is_file())
        return entry

    def _place(self, id: str) -> tuple[Path, str]:
        """The folder and the name for the files of the article `id`, whatever the id holds: never outside."""
        *parents, name = (article_id(part) for part in PurePosixPath(id).parts or ("article",))
        folder = self.path.joinpath(*parents)
        if not folder.resolve().is_relative_to(self.path.resolve()):
            raise InputError(f"{folder} leads out of the folder {self.path}; remove that link.")
        prepare_folder(folder)
        return folder, name

    def _remove_drafts(self) -> None:
        """Removes what a run that was killed was writing."""
        self._remove(self.path.rglob(DRAFTS))

    def _remove(self, paths: Iterable[Path]) -> None:
        try:
            for path in paths:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(self.path, error) from error
