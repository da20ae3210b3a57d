"""Scores of parts of the data: lines with and without numbers, by size and kind of number, by length, by document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from eval.data import DataSet
from eval.metrics import Measure
from eval.significance import RESAMPLES, SEED, Interval, interval
from eval.systems import Unit, units
from pipeline.numbers import Quantity, read

MEASURES = ("chrF2", "numbers kept")
"""What is scored of each part."""

MOST_DOCUMENTS = 30
"""Documents that are listed one by one; of more, none is."""

_LENGTHS = ((15, "up to 15 words"), (30, "16 to 30 words"))
_SIZES = ((10, "below ten"), (1_000, "below a thousand"), (1_000_000, "below a million"))


@dataclass(frozen=True, slots=True)
class Bucket:
    """A part of the lines and what each system scores on it: (system, measure, value, interval)."""

    group: str
    name: str
    lines: int
    scores: tuple[tuple[str, str, float, Interval], ...]


def bucket_scores(
    data: DataSet, measures: Mapping[str, Sequence[Measure]], *, resamples: int = RESAMPLES, seed: int = SEED
) -> list[Bucket]:
    """The scores of `MEASURES` on every part that holds a line; `measures` by the name of the system."""
    lines = [unit for example in data.examples for unit in units(example)]
    parts: dict[tuple[str, str], set[str]] = {}
    for unit in lines:
        for key in _parts_of(unit):
            parts.setdefault(key, set()).add(unit.id)
    documents = {unit.document for unit in lines}
    if 1 < len(documents) <= MOST_DOCUMENTS:
        for unit in lines:
            parts.setdefault(("document", unit.document), set()).add(unit.id)
    found = []
    for group, name in sorted(parts, key=_order):
        chosen = parts[group, name]
        scores = tuple(_scores(measures, chosen, resamples=resamples, seed=seed))
        found.append(Bucket(group, name, len(chosen), scores))
    return found


def _scores(
    measures: Mapping[str, Sequence[Measure]], chosen: set[str], *, resamples: int, seed: int
) -> Iterator[tuple[str, str, float, Interval]]:
    for system, several in measures.items():
        for measure in several:
            if measure.name in MEASURES:
                part = restrict(measure, chosen)
                yield system, measure.name, part.value, interval(part, resamples=resamples, seed=seed)


def restrict(measure: Measure, chosen: set[str]) -> Measure:
    """`measure` of those texts alone whose unit is in `chosen`."""
    import numpy

    kept = [place for place, unit in enumerate(measure.units) if unit in chosen]
    statistics = measure.statistics[kept]
    value = float(measure.formula(statistics.sum(axis=0))) if kept else float("nan")
    return replace(
        measure,
        value=value,
        statistics=numpy.ascontiguousarray(statistics),
        units=tuple(measure.units[place] for place in kept),
        documents=tuple(measure.documents[place] for place in kept),
    )


def _parts_of(unit: Unit) -> Iterator[tuple[str, str]]:
    quantities = [quantity for quantity in read(unit.source, lang="ar") if not quantity.soft]
    yield "numbers", "with a number" if quantities else "without a number"
    for kind in dict.fromkeys(quantity.kind for quantity in quantities):
        yield "kind", kind
    if (size := _size(quantities)) is not None:
        yield "largest number", size
    words = len(unit.source.split())
    yield "length", next((name for limit, name in _LENGTHS if words <= limit), "more than 30 words")


def _size(quantities: Iterable[Quantity]) -> str | None:
    counted = [quantity for quantity in quantities if quantity.kind not in ("year", "time", "date", "identifier")]
    largest = max((abs(item.high or item.value) for item in counted if item.value is not None), default=None)
    if largest is None:
        return None
    return next((name for limit, name in _SIZES if largest < limit), "a million and more")


_GROUPS = ("numbers", "largest number", "kind", "length", "document")


def _order(key: tuple[str, str]) -> tuple[int, int, str]:
    group, name = key
    listed = [name for _, name in (*_LENGTHS, *_SIZES)]
    return _GROUPS.index(group), listed.index(name) if name in listed else len(listed), name
