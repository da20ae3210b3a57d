"""Which lines to read: those on which two systems differ most, and those on which a metric and the check disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.results import Results, Scored
from eval.systems import Unit, units
from eval.worst import Line, chrf_of_lines, line_of
from pipeline.numbers.quantity import Severity

MOST = 10
_QUARTER = 4
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """A line with the outputs of the two systems that are furthest apart on it, the better one first."""

    unit: Unit
    systems: tuple[str, str]
    lines: tuple[Line, Line]

    @property
    def points(self) -> float:
        """By how many points of chrF2 they differ."""
        return (self.lines[0].chrf or 0.0) - (self.lines[1].chrf or 0.0)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Lines of one system on which chrF2 and the check disagree.

    `praised` are in the best quarter of the system's lines by chrF2 and have an error by the check, the best first;
    `unnoticed` are in the worst quarter, have a number, and no finding, the worst first.
    """

    system: str
    praised: tuple[Line, ...]
    unnoticed: tuple[Line, ...]


def differences(results: Results, *, most: int = MOST) -> list[Difference]:
    """The lines on which two systems differ most by chrF2; none where fewer than two have references to go by."""
    scores = [(item, found) for item in _translating(results) if (found := chrf_of_lines(item))]
    if len(scores) < _PAIR:
        return []
    ranked: list[tuple[float, str, Scored, Scored]] = []
    for unit in scores[0][1]:
        of_unit = sorted(
            ((found[unit], place) for place, (_, found) in enumerate(scores) if unit in found), reverse=True
        )
        best, last = of_unit[0], of_unit[-1]
        if best[0] > last[0]:
            ranked.append((best[0] - last[0], unit, scores[best[1]][0], scores[last[1]][0]))
    ranked.sort(key=lambda item: -item[0])
    by_id = _units(results)
    chrf = {item.system.name: found for item, found in scores}
    return [
        Difference(
            by_id[unit],
            (one.system.name, two.system.name),
            (
                line_of(one, by_id[unit], chrf[one.system.name][unit]),
                line_of(two, by_id[unit], chrf[two.system.name][unit]),
            ),
        )
        for _, unit, one, two in ranked[:most]
    ]


def disagreements(results: Results, *, most: int = MOST) -> list[Disagreement]:
    """For each system the lines on which chrF2 and the check say the opposite; systems without such lines left out."""
    found, by_id = [], _units(results)
    for item in _translating(results):
        chrf = chrf_of_lines(item)
        order = sorted(chrf, key=lambda unit: -chrf[unit])
        quarter = len(order) // _QUARTER
        praised = [line for unit in order[:quarter] if _has(line := line_of(item, by_id[unit], chrf[unit]), "error")]
        worst = reversed(order[len(order) - quarter :])
        unnoticed = [line for unit in worst if _is_silent(line := line_of(item, by_id[unit], chrf[unit]))]
        if praised or unnoticed:
            found.append(Disagreement(item.system.name, tuple(praised[:most]), tuple(unnoticed[:most])))
    return found


def _units(results: Results) -> dict[str, Unit]:
    return {unit.id: unit for example in results.data.examples for unit in units(example)}


def _translating(results: Results) -> Sequence[Scored]:
    return [item for item in results.systems if "translation" in item.system.parts and not item.is_reference]


def _has(line: Line, severity: Severity) -> bool:
    return any(found == severity for found, _ in line.messages)


def _is_silent(line: Line) -> bool:
    return not line.messages and any(piece.is_number for piece in line.source)
