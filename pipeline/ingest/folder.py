"""Finds the articles of a folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from pipeline.article import InputError
from pipeline.ingest.kinds import KINDS, Table
from pipeline.ingest.names import folders_id, parts_id, path_id, shown
from pipeline.ingest.types import Refusal


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds, in the order of the paths.

    `files` has each file that amana reads, with the id for `read_articles`; no two ids are the same, also not where
    case does not count. `unknown` are the files of other kinds, `refused` the subfolders that could not be looked into.
    """

    files: Mapping[Path, str]
    unknown: tuple[Path, ...] = ()
    refused: tuple[Refusal, ...] = ()


def find_files(folder: Path, *, skip: Collection[Path] = (), reserved: Collection[str] = ()) -> Listing:
    """Lists `folder` and its subfolders.

    Left out without a word: hidden files and folders (".x", and Word's locks "~$x"), symbolic links that lead out of
    the folder or to a folder, and the folders in `skip` (say, that of the output).

    An id is the safe form of the relative path without its suffix. Of several files with the same one, the later keep
    their suffix ("budget", "budget.html"), or get a number. `reserved` ids are given to none. A subfolder, or a table,
    that is called like a file of the output ("a.html", "ledger.csv") gets a "-" for its last dot.

    Raises:
        InputError: there is no such folder, or it cannot be read.
    """
    name = shown(str(folder))
    if not folder.is_dir():
        problem = "is not a folder" if folder.exists() else "is not there"
        raise InputError(f"The folder {name} {problem}; check the path.")
    refused: list[Refusal] = []
    try:
        root = folder.resolve(strict=True)
        skipped = {path.resolve() for path in skip}
        paths = sorted(_walk(folder, root, skipped, refused), key=lambda path: path.relative_to(folder).parts)
    except OSError as error:
        raise InputError(f"The folder {name} cannot be read ({error.strerror}); check its permissions.") from error
    known = [path for path in paths if path.suffix.lower() in KINDS and path.is_file()]
    unknown = tuple(path for path in paths if path.suffix.lower() not in KINDS or not path.is_file())
    return Listing(_with_ids(known, folder, reserved), unknown, tuple(refused))


def _walk(folder: Path, root: Path, skipped: Collection[Path], refused: list[Refusal]) -> Iterator[Path]:
    """Every visible file below `folder`. The folder itself must be readable; others that are not go to `refused`."""
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as scan:
                entries = list(scan)
        except OSError as error:
            if current == folder:
                raise
            source = current.relative_to(folder)
            reason = f"The folder {shown(str(current))} cannot be read ({error.strerror}); check its permissions."
            refused.append(Refusal(source.as_posix(), folders_id(source), reason))
            continue
        for entry in entries:
            path = current / entry.name
            if entry.name.startswith((".", "~$")):
                continue
            if entry.is_symlink():
                if path.is_file() and path.resolve().is_relative_to(root):
                    yield path
            elif not entry.is_dir():
                yield path
            elif path.resolve() not in skipped:
                waiting.append(path)


def _with_ids(paths: list[Path], folder: Path, reserved: Collection[str]) -> dict[Path, str]:
    """Each path with its id. The rows of a table go into a folder of their own, which no subfolder may be called."""
    relative = {path: path.relative_to(folder) for path in paths}
    taken = {name.casefold() for name in reserved}
    folders = {folders_id(parent).casefold() for path in relative.values() for parent in path.parents}
    ids: dict[Path, str] = {}
    for path, inner in relative.items():
        blocked: tuple[set[str], ...]
        if isinstance(KINDS[path.suffix.lower()], Table):
            blocked, short, full = (taken, folders), folders_id(inner.with_suffix("")), folders_id(inner)
        else:
            blocked, short, full = (taken,), path_id(inner), parts_id(inner)
        candidates = chain((short, full), (f"{full}-{number}" for number in count(2)))
        ids[path] = next(id for id in candidates if not any(id.casefold() in names for names in blocked))
        taken.add(ids[path].casefold())
    return ids
