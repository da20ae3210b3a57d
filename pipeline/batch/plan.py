"""What a batch will take, before it is run: counted from its articles, and measured on a few of them."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.registry import Engines
from pipeline.article import Article, InputError, Record
from pipeline.batch.answers import Answers
from pipeline.batch.manifest import Manifest
from pipeline.batch.run import Options, process_window
from pipeline.ingest import Columns, Listing, Refusal, read_articles
from pipeline.output import write_record
from pipeline.segment import segment_article

ENOUGH_SENTENCES = 24
"""Sentences that are measured, about: a full batch of the embedded model."""

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Survey:
    """What is to be done: counts of all articles but the `finished` ones, and a few of them, evenly spread."""

    articles: int
    sentences: int
    characters: int
    finished: int
    refused: int
    sample: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the sample took. `costs` are by currency."""

    articles: int
    sentences: int
    characters: int
    seconds: float
    tokens: int
    prompt_tokens: int
    size: int
    costs: Mapping[str, float] = field(default_factory=dict)

    def scaled(self, amount: float, characters: int) -> float:
        """What is `amount` for the sample, for so many characters."""
        return amount * characters / self.characters if self.characters else 0.0


def survey(source: Path, listing: Listing, *, columns: Columns, manifest: Manifest, settings: str) -> Survey:
    """Reads every article of `listing` once, and again those of the sample."""
    kept: list[Article] = []
    sentences: list[int] = []
    characters = finished = refused = 0
    stride = 1
    for item in _items(source, listing, columns):
        if isinstance(item, Refusal):
            refused += 1
            continue
        if manifest.holds(item, settings=settings):
            finished += 1
            continue
        count, size = _extent(item)
        if len(sentences) % stride == 0:
            kept.append(item)
        if len(kept) > _KEPT:
            kept, stride = kept[::2], 2 * stride
        sentences.append(count)
        characters += size
    total = sum(sentences)
    wanted = round(ENOUGH_SENTENCES * len(sentences) / total) if total else 0
    count = min(len(kept), max(1, wanted))
    # From the middle of each of as many parts.
    sample = tuple(kept[(2 * place + 1) * len(kept) // (2 * count)] for place in range(count)) if kept else ()
    return Survey(len(sentences), total, characters, finished, refused + len(listing.refused), sample)


def measure(sample: Sequence[Article], engines: Engines, options: Options) -> Measured:
    """Runs the sample through all stages as a batch would, without a cache and without leaving anything behind.

    Raises:
        ModelError: the engine failed.
        InputError: the articles have nothing to translate.
    """
    started = time.perf_counter()
    records: list[Record] = []
    with tempfile.TemporaryDirectory(prefix="amana-plan-") as folder:
        size = 0
        for _, result in process_window(sample, engines, options, Answers(engines)):
            if isinstance(result, Exception):
                raise result
            place = Path(folder) / str(len(records))
            size += sum(path.stat().st_size for path in write_record(result, place, name="article"))
            records.append(result)
    seconds = time.perf_counter() - started
    costs: dict[str, float] = defaultdict(float)
    stages = [stage for record in records for stage in record.stages]
    for stage in stages:
        if stage.cost is not None and stage.currency:
            costs[stage.currency] += stage.cost
    extents = [_extent(article) for article in sample]
    return Measured(
        articles=len(sample),
        sentences=sum(count for count, _ in extents),
        characters=sum(characters for _, characters in extents),
        seconds=seconds,
        tokens=sum(stage.tokens for stage in stages),
        prompt_tokens=sum(stage.prompt_tokens for stage in stages),
        size=size,
        costs=dict(costs),
    )


def _items(source: Path, listing: Listing, columns: Columns) -> Iterator[Article | Refusal]:
    for path, id in listing.files.items():
        yield from read_articles(path, base=source, id=id, columns=columns)


def _extent(article: Article) -> tuple[int, int]:
    """The sentences to translate, and their characters."""
    try:
        own = [segment for segment in segment_article(article) if segment.kind == "text"]
    except InputError:
        return 0, 0
    return len(own), sum(len(segment.text) for segment in own)
