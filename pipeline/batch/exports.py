"""Exports of everything that an output folder holds, whichever run has made it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from pipeline.batch.manifest import Manifest
from pipeline.batch.overview import DAMAGED, read_record
from pipeline.export import export_record


def export_folder(manifest: Manifest, folder: Path, kinds: Sequence[str]) -> None:
    """Writes files of `kinds` beside the results of every article; one article at a time is in memory.

    A record that was changed or taken away is passed over: the overview names it, and the next run makes it anew.

    Raises:
        InputError: a file could not be written.
    """
    for entry in manifest.entries():
        name = next((name for name in entry.files if name.endswith(".json")), None)
        if name is None:
            continue
        try:
            record = read_record(folder / name)
        except DAMAGED:
            continue
        path = PurePosixPath(name.removesuffix(".json"))
        export_record(record, folder / path.parent, kinds, name=path.name)
