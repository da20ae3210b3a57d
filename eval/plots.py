"""Where things lie in the report's plots: places on a scale, in percent of its width, that the template draws as SVG.

Percentages let a plot take any width without its letters growing or shrinking with it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.metrics import Better
from eval.results import Score, Scored
from eval.words import STAGES, ranged, shown

PLOTTED = (
    "BLEU", "chrF2", "numbers kept", "numbers right", "ROUGE-Lsum", "numbers right in the summary", "key numbers",
)  # fmt: skip
"""The measures that get a plot, in this order."""

_MARGIN = 4.0  # percent on each side, so that the outermost marks are not cut
_TICKS = 5
_NARROWEST = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One system on a plot: its value and interval as places, and in words."""

    name: str
    is_reference: bool
    low: str
    at: str
    high: str
    value: str
    interval: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One measure: its bars, its ticks (place, label), and the place of the references, if they have it."""

    name: str
    better: Better
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[str, str], ...]
    floor: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a stacked bar: where it starts, how wide it is, what it stands for."""

    start: str
    width: str
    stage: str
    count: int


@dataclass(frozen=True, slots=True)
class Stack:
    """The number errors of one system, by the stage that made them; widths are shares of the largest system's."""

    name: str
    parts: tuple[Part, ...]
    total: int


def plots(systems: Sequence[Scored]) -> list[Plot]:
    """A plot for each measure of `PLOTTED` that some system has."""
    found = (_plot(name, systems) for name in PLOTTED)
    return [plot for plot in found if plot]


def stacks(systems: Sequence[Scored]) -> list[Stack]:
    """The number errors of every system, stacked by stage; nothing where there are none."""
    totals = {item.system.name: sum(error.count for error in item.blame) for item in systems}
    most = max(totals.values(), default=0)
    if not most:
        return []
    return [Stack(item.system.name, tuple(_parts(item, most)), totals[item.system.name]) for item in systems]


def _plot(name: str, systems: Sequence[Scored]) -> Plot | None:
    scores = [(item, score) for item in systems if (score := item.score(name)) and not math.isnan(score.measure.value)]
    if not [item for item, _ in scores if not item.is_reference]:
        return None
    values = [value for _, score in scores for value in _values(score)]
    ticks = _ticks(min(values), max(values))
    low, high = min(*ticks, *values), max(*ticks, *values)

    def place(value: float) -> str:
        share = (value - low) / (high - low) if high > low else 0.5
        return f"{_MARGIN + (100 - 2 * _MARGIN) * share:.2f}%"

    bars = []
    for item, score in scores:
        lowest, at, highest = (place(value) for value in _values(score))
        value, ends = shown(score.measure.value), ranged(score.interval)
        bars.append(Bar(item.system.name, item.is_reference, lowest, at, highest, value, ends))
    return Plot(
        name,
        scores[0][1].measure.better,
        tuple(bars),
        tuple((place(tick), f"{tick:g}") for tick in ticks),
        next((bar.at for bar in bars if bar.is_reference), None),
    )


def _values(score: Score) -> tuple[float, float, float]:
    value = score.measure.value
    low, high = score.interval.low, score.interval.high
    return (value if math.isnan(low) else low, value, value if math.isnan(high) else high)


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers that span the values, and a little more where all are alike."""
    if high - low < _NARROWEST:
        low = 0.0 if 0 <= low < _NARROWEST else low - _NARROWEST
        high = 100.0 if 100 - _NARROWEST < high <= 100 else high + _NARROWEST  # a share ends there
    rough = (high - low) / (_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    first = math.floor(low / step)
    return [round(step * number, 6) for number in range(first, math.ceil(high / step) + 1)]


def _parts(item: Scored, most: int) -> Iterable[Part]:
    start = 0.0
    for stage in STAGES:
        count = sum(error.count for error in item.blame if error.stage == stage)
        if count:
            width = 100 * count / most
            yield Part(f"{start:.2f}%", f"{width:.2f}%", stage, count)
            start += width
