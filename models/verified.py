"""Digests of large files, remembered for as long as the files stay as they were.

Reading a gigabyte takes a second or more, so a file is read again only where its size, its time of change or its inode
is no longer what it was when its digest was taken.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from models.files import write_whole

Say = Callable[[str], None]

STATE = ".amana-verified.json"
"""Beside a file, and in a folder: what was seen of which file."""

_LONG = 100_000_000
"""Bytes from which on reading is said, because it takes a while."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when its digest was taken: `size` in bytes, `mtime_ns`, `inode`."""

    sha256: str
    size: int
    mtime_ns: int
    inode: int

    @staticmethod
    def now(path: Path, sha256: str) -> Seen:
        """The file as it is, with the digest that it is known to have."""
        status = path.stat()
        return Seen(sha256, status.st_size, status.st_mtime_ns, status.st_ino)


def sha256_of(path: Path) -> str:
    """The digest, in lower-case hexadecimal, read from the file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def digest(path: Path, *, say: Say) -> str:
    """The digest of the file: the one in `STATE` beside it where the file is as it was, else read and noted there.

    Raises:
        OSError: the file cannot be read.
    """
    known = _read(path.parent / STATE).get(path.name)
    if known is not None and known == Seen.now(path, known.sha256):
        return known.sha256
    seen_now = Seen.now(path, "")
    if seen_now.size >= _LONG:
        say(f"Taking the digest of {path.name} ({seen_now.size / 1e9:.2f} GB), which is new here or has changed.")
    sha256 = sha256_of(path)
    note(path, sha256)
    return sha256


def note(path: Path, sha256: str) -> None:
    """Remembers that the file has this digest, where its folder can be written to."""
    state = path.parent / STATE
    with suppress(OSError):  # then it is read again the next time
        _write(state, _read(state) | {path.name: Seen.now(path, sha256)})


def seal(folder: Path, *, of: str) -> None:
    """Notes in `folder` the digest of every file in it, and what they were made `of`: a digest or a name.

    Raises:
        OSError: a file cannot be read, or the note cannot be written.
    """
    seen = {path.name: Seen.now(path, sha256_of(path)) for path in folder.iterdir()}
    _write(folder / STATE, seen, of=of)


def what_is_wrong(folder: Path, *, of: str, say: Say) -> str | None:
    """Why the files in `folder` are not those that were sealed, as part of a sentence; None where they are.

    Raises:
        OSError: a file cannot be read.
    """
    state = folder / STATE
    sealed = _read(state)
    if not sealed:
        return "there are no digests of its files"
    if _made_of(state) != of:
        return "it was made of another file"
    there = {path.name: path for path in folder.iterdir() if path.name != STATE}
    if there.keys() != sealed.keys():
        return "a file is missing or new"
    changed = {name: path for name, path in there.items() if sealed[name] != Seen.now(path, sealed[name].sha256)}
    if sum(path.stat().st_size for path in changed.values()) >= _LONG:
        say(f"Checking the digests of the files in {folder}, because they have changed.")
    for name, path in changed.items():
        if sha256_of(path) != sealed[name].sha256:
            return f"its file {name} is damaged"
    if changed:
        with suppress(OSError):  # then they are read again the next time
            _write(state, {name: Seen.now(path, sealed[name].sha256) for name, path in there.items()}, of=of)
    return None


def _read(state: Path) -> dict[str, Seen]:
    """What the file holds; nothing where it is not there or damaged."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        files: Mapping[str, Mapping[str, object]] = json.loads(state.read_text(encoding="utf-8"))["files"]
        return {name: Seen(**seen) for name, seen in files.items()}  # type: ignore[arg-type]  # as it was written
    return {}


def _made_of(state: Path) -> str | None:
    return str(json.loads(state.read_text(encoding="utf-8")).get("of"))


def _write(state: Path, seen: Mapping[str, Seen], *, of: str | None = None) -> None:
    files = {name: asdict(file) for name, file in seen.items()}
    write_whole({state: json.dumps({"of": of, "files": files}, indent=1) + "\n"}, inside=state.parent)
