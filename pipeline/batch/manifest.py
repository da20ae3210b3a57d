"""What the output folder holds: one entry for each article, as lines of JSON that are added to as articles finish.

The manifest decides what a later run may skip, and the overview is made of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

from models.files import replacing
from pipeline.article import Article, Record
from pipeline.batch.sealed import append, lines, sealed, unsealed
from pipeline.doubt import levels
from pipeline.ledger import ledger
from pipeline.ledger_views import number_rows
from pipeline.output import cannot_write
from pipeline.typed import make
from pipeline.verdict import Remark as Said
from pipeline.verdict import Verdict as RecordVerdict
from pipeline.verdict import remarks, worst

Verdict = RecordVerdict | Literal["failed"]
"""Of an article: that of its record, or "failed" where there is no result at all."""

SCHEMA_VERSION = 1
"""Of the lines of a manifest; those of another do not count, and their articles are done anew."""

_KEY_NUMBERS = 5
_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number of the article as the overview shows it: its wordings and the severity of its worst finding."""

    arabic: str
    english: str
    severity: str | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding as the overview shows it."""

    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One article. `digest` is that of its content ("" where it could not be read), `settings` that of the options.

    `files` holds the names of its files, relative to the folder, with their sizes in bytes. `reason` says why it
    failed. `numbers` counts those of the article, `kept` those of them without a finding; `errors` and `warnings` count
    all that is to be said of it, `objections` what of it guards say; `doubtful` sentences
    are those whose wording is not to be trusted; `findings` are the gravest, errors first, at most
    20.
    """

    id: str
    source: str
    verdict: Verdict
    digest: str = ""
    settings: str = ""
    title: str | None = None
    reason: str | None = None
    segments: int = 0
    numbers: int = 0
    kept: int = 0
    errors: int = 0
    warnings: int = 0
    objections: int = 0
    doubtful: int = 0
    key_numbers: tuple[KeyNumber, ...] = ()
    findings: tuple[Remark, ...] = ()
    files: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    schema_version: int = SCHEMA_VERSION


def content_digest(article: Article) -> str:
    """What tells whether an article has changed: the SHA-256 of its title and text."""
    return sha256(json.dumps([article.title, article.text]).encode()).hexdigest()


def entry_of(record: Record, *, settings: str, files: Mapping[str, int]) -> Entry:
    """The entry of a finished article whose `files` are written."""
    said = list(remarks(record))
    severities = [remark.severity for remark in said]
    rows = ledger(record)
    own = [row for row in rows if row.source]
    ranked = {row.rank: row for row in reversed(number_rows(rows)) if row.rank}  # of its mentions the first
    heaviest = sorted(
        (remark for remark in said if remark.severity != "note"), key=lambda remark: remark.severity != "error"
    )
    return Entry(
        id=record.article.id,
        source=record.article.source or record.article.id,
        verdict=worst(severities),
        digest=content_digest(record.article),
        settings=settings,
        title=record.article.title,
        segments=sum(segment.kind == "text" for segment in record.segments),
        numbers=len(own),
        kept=sum(row.severity is None for row in own),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        objections=sum(remark.guard is not None for remark in said),
        doubtful=sum(name == "doubtful" for name in levels(record).values()),
        key_numbers=tuple(
            KeyNumber(row.arabic, row.english, row.severity) for _, row in sorted(ranked.items())[:_KEY_NUMBERS]
        ),
        findings=tuple(Remark(remark.severity, _said(remark)) for remark in heaviest[:_FINDINGS]),
        files=dict(files),
        seconds=round(sum(stage.seconds for stage in record.stages), 3),
    )


def _said(remark: Said) -> str:
    """The sentence of a remark; a finding of the number check speaks for itself."""
    return remark.message if remark.finding else f"{remark.where}: {remark.message}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the line of an article begins, and what it was made of and with; its entry stays on the disk."""

    offset: int
    source: str
    state: tuple[str, str]


class Manifest:
    """The entries of a folder: finished articles by id, failures by source. Methods that write raise InputError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folder = path.parent
        self._done: dict[str, _Place] = {}
        self._failed: dict[str, int] = {}
        self._failed_before: dict[str, str] = {}

    def load(self) -> None:
        """Reads what earlier runs finished. Their failures are only remembered, for what failed is tried again.

        A line that was edited or damaged, or whose files are not all there as they were written, does not count.
        """
        try:
            with self.path.open("rb") as file:
                for offset, line in lines(file):
                    entry = _entry_from_json(line)
                    if entry and entry.verdict == "failed":
                        self._failed_before[entry.id] = entry.digest
                    elif entry and self._is_whole(entry):
                        self._done[entry.id] = _place(entry, offset)
        except FileNotFoundError:
            return
        except OSError as error:
            raise cannot_write(self._folder, error) from error

    def holds(self, article: Article, *, settings: str) -> bool:
        """Whether `article` is finished as it is now, under these `settings`."""
        place = self._done.get(article.id)
        return place is not None and place.state == (content_digest(article), settings)

    @property
    def any_failed_before(self) -> bool:
        """Whether there is an article for which `failed_before` may be true."""
        return any(self._failed_before.values())

    def failed_before(self, article: Article) -> bool:
        """Whether an engine failed on `article`, as it is now, in an earlier run."""
        return self._failed_before.get(article.id) == content_digest(article)

    def made_of(self, source: str, *, id: str) -> bool:
        """Whether there is a finished article `id` that was made of `source`."""
        place = self._done.get(id)
        return place is not None and place.source == source

    def add(self, entry: Entry) -> None:
        """Puts `entry` into the place of an earlier one; it is on the disk when this returns."""
        offset = append(self.path, asdict(entry))
        if entry.verdict == "failed":
            self._failed[entry.source] = offset
            if self.made_of(entry.source, id=entry.id):
                del self._done[entry.id]
        else:
            self._done[entry.id] = _place(entry, offset)
            self._failed.pop(entry.source, None)

    def drop(self, id: str) -> None:
        """Lets the article `id` be done anew by the next run; to be followed by `tidy`."""
        del self._done[id]

    def entries(self) -> Iterator[Entry]:
        """All entries, by id; failures stand at the end, by source."""
        offsets = [self._done[id].offset for id in sorted(self._done)]
        offsets += [self._failed[source] for source in sorted(self._failed)]
        if not offsets:
            return
        with self.path.open("rb") as file:
            for offset in offsets:
                file.seek(offset)
                if entry := _entry_from_json(file.readline()):
                    yield entry

    def tidy(self) -> None:
        """Writes the file anew: in order, and each article once."""
        done: dict[str, _Place] = {}
        failed: dict[str, int] = {}
        try:
            with replacing(self.path) as file:
                for entry in self.entries():
                    if entry.verdict == "failed":
                        failed[entry.source] = file.tell()
                    else:
                        done[entry.id] = _place(entry, file.tell())
                    file.write(sealed(asdict(entry)))
        except OSError as error:
            raise cannot_write(self._folder, error) from error
        self._done, self._failed = done, failed

    def _is_whole(self, entry: Entry) -> bool:
        try:
            return bool(entry.files) and all(
                (self._folder / name).stat().st_size == size for name, size in entry.files.items()
            )
        except (OSError, ValueError):
            return False


def _place(entry: Entry, offset: int) -> _Place:
    return _Place(offset, entry.source, (entry.digest, entry.settings))


def _entry_from_json(line: bytes) -> Entry | None:
    """The entry of a line; None where it is not as it was written, or of another version."""
    data = unsealed(line)
    if data is None or data.get("schema_version", 1) != SCHEMA_VERSION:  # the first lines had none
        return None
    try:
        key_numbers = tuple(make(KeyNumber, number) for number in data.pop("key_numbers"))
        remarks = tuple(make(Remark, remark) for remark in data.pop("findings"))
        return make(Entry, {**data, "key_numbers": key_numbers, "findings": remarks})
    except (TypeError, KeyError, AttributeError):
        return None
