"""What translators take home: a record as translation memory (TMX), or as a bilingual table for Word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from models.files import NOTHING_RESERVED, Reserved, destination, replacing
from pipeline.article import InputError, Record
from pipeline.ingest import article_id
from pipeline.output import cannot_write, prepare_folder


class Export(NamedTuple):
    """A kind of file: what its name ends in, its media type, and what makes its bytes of a record."""

    suffix: str
    media_type: str
    make: Callable[[Record], bytes]


def _tmx(record: Record) -> bytes:
    from pipeline.export.tmx import tmx

    return tmx(record)


def _docx(record: Record) -> bytes:
    from pipeline.export.word import bilingual

    return bilingual(record)


EXPORTS: dict[str, Export] = {
    "tmx": Export(".tmx", "application/x-tmx+xml", _tmx),
    "docx": Export(".bilingual.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
}
"""The kinds by what `--export` calls them."""


def parse_exports(setting: str) -> tuple[str, ...]:
    """The kinds that a setting like "tmx,docx" names.

    Raises:
        InputError: one is unknown.
    """
    kinds = tuple(dict.fromkeys(filter(None, (part.strip().lower() for part in setting.split(",")))))
    for kind in kinds:
        if kind not in EXPORTS:
            raise InputError(f"--export does not know {kind!r}; give one or more of {', '.join(EXPORTS)}.")
    return kinds


def export_record(
    record: Record,
    folder: Path,
    kinds: Sequence[str],
    *,
    name: str | None = None,
    reserved: Reserved = NOTHING_RESERVED,
) -> tuple[Path, ...]:
    """Writes FOLDER/NAME with the suffix of each of `kinds` and returns the paths; the name is the article's id.

    Raises:
        InputError: a file could not be written, or is one of `reserved`.
    """
    stem = article_id(record.article.id if name is None else name)
    paths = tuple(folder / f"{stem}{EXPORTS[kind].suffix}" for kind in kinds)
    try:
        prepare_folder(folder)
        for kind, path in zip(kinds, paths, strict=True):
            with replacing(destination(path, inside=folder, reserved=reserved)) as file:
                file.write(EXPORTS[kind].make(record))
    except OSError as error:
        raise cannot_write(folder, error) from error
    return paths
