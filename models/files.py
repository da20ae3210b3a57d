"""Where may be written what: one answer for every output of every command; files appear whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

DRAFTS = ".amana-*.tmp"
"""What the files are called that stand beside their place until they are whole."""


class Unwritable(OSError):
    """Something stands where a file was to be written, and must stay. `strerror` says what, as part of a sentence."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(errno.EEXIST, reason, str(path))


@dataclass(frozen=True, slots=True)
class Reserved:
    """Files that a command must not write to: it reads them, or writes something else there.

    A file is known by its device and inode, so that a link or another spelling of its name changes nothing, and by its
    `paths`, so that it need not be there yet. Nothing may be written in the `folder`, but what belongs in `but`.
    """

    files: frozenset[tuple[int, int]] = frozenset()
    paths: frozenset[str] = frozenset()
    folder: str | None = None
    but: str | None = None

    @staticmethod
    def of(paths: Iterable[Path]) -> Reserved:
        """The files at `paths`, each there or not."""
        names = frozenset(os.path.realpath(path) for path in paths)
        found = (os.stat(name) for name in names if os.path.exists(name))
        files = frozenset((status.st_dev, status.st_ino) for status in found)
        return Reserved(files, names)

    @staticmethod
    def inside(folder: Path, *, but: Path) -> Reserved:
        """Everything in `folder`, but not what lies in the folder of the results `but`, if that is inside of it."""
        return Reserved(folder=os.path.realpath(folder), but=os.path.realpath(but))

    def __or__(self, other: Reserved) -> Reserved:
        both = (self, other)
        return Reserved(
            self.files | other.files,
            self.paths | other.paths,
            next((reserved.folder for reserved in both if reserved.folder), None),
            next((reserved.but for reserved in both if reserved.but), None),
        )

    def holds(self, path: Path) -> bool:
        """Whether the file at `path` (without links) is one of them."""
        if str(path) in self.paths:
            return True
        if self.folder is not None and path.is_relative_to(self.folder):
            chosen = Path(self.but or self.folder)
            return not (chosen.is_relative_to(self.folder) and path.is_relative_to(chosen))
        status = path.stat() if self.files and path.exists() else None
        return status is not None and (status.st_dev, status.st_ino) in self.files


NOTHING_RESERVED = Reserved()


def destination(path: Path, *, inside: Path | None = None, reserved: Reserved = NOTHING_RESERVED) -> Path:
    """The place to write to where a user says `path`: the file itself, whatever links lead to it.

    With `inside`, the folder of the results, `path` is a name that we gave: then it is no link, and lies in the folder.

    Raises:
        Unwritable: it is a folder, a device, a pipe or a socket, one of `reserved`, or a link where none may be.
        OSError: the system does not let us look, or the name is none.
    """
    place = Path(os.path.realpath(path))
    folder = None if inside is None else Path(os.path.realpath(inside))
    if folder is not None:
        if path.is_symlink():
            raise Unwritable(path, "it is a link")
        if not place.is_relative_to(folder):
            raise Unwritable(path, f"it leads out of the folder {inside}")
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    if stat.S_ISDIR(mode):
        raise Unwritable(path, "it is a folder")
    if not stat.S_ISREG(mode):
        raise Unwritable(path, "it is a device, a pipe or a socket")
    if reserved.holds(place):
        raise Unwritable(path, "the same command reads it, or writes something else there")
    return place


def is_disk_full(error: BaseException | None) -> bool:
    """Whether `error` says that the disk, or the user's share of it, is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def prove_writable(folder: Path) -> None:
    """Makes an empty file in `folder` and takes it away again. Raises OSError where that cannot be done."""
    draft = _draft_in(folder)
    draft.touch(exist_ok=False)
    draft.unlink()


@contextmanager
def replacing(place: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of the one at `place` when the block ends: whole, and on the disk.

    Raises:
        OSError: it could not be written; what was there before stays.
    """
    draft = _draft_in(place.parent)
    try:
        with draft.open("xb") as file:
            yield file
            _settle(file)
        os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)


def write_whole(
    contents: Mapping[Path, str], *, inside: Path | None = None, reserved: Reserved = NOTHING_RESERVED
) -> None:
    """Writes all files or none, so that a full disk leaves the older ones as they were; see `destination`.

    Raises:
        OSError: a file could not be written, or must not be.
    """
    places = {path: destination(path, inside=inside, reserved=reserved) for path in contents}
    drafts: dict[Path, Path] = {}
    try:
        for path, text in contents.items():
            drafts[path] = draft = _draft_in(places[path].parent)
            with draft.open("xb") as file:
                # Half a surrogate pair, from an odd file name, has no UTF-8; "\udcff" is also how JSON writes it.
                file.write(text.encode("utf-8", errors="backslashreplace"))
                _settle(file)
        for path, draft in drafts.items():
            os.replace(draft, places[path])
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


@contextmanager
def locked(path: Path, *, timeout: float = -1) -> Iterator[None]:
    """Holds the lock file `path`, which no other process then gets; waits `timeout` seconds for it, -1 for ever.

    Raises:
        TimeoutError: another process holds it.
        OSError: it cannot be made, or is a link or no regular file.
    """
    from filelock import FileLock

    lock = FileLock(destination(path, inside=path.parent))
    lock.acquire(timeout=timeout)
    try:
        yield
    finally:
        lock.release()


def _draft_in(folder: Path) -> Path:
    return folder / f".amana-{secrets.token_hex(8)}.tmp"


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())  # else a machine that goes off may be left with an empty file of that name
