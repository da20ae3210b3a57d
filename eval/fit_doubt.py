"""`python -m eval.fit_doubt FIT… --check CHECK…`: fits the estimate of `pipeline.doubt` and says how well it ranks.

Each argument is NAME=FILE, JSON lines with `ar`, `en` (a human's), `output` and, if the engine gives it, `score`, such
as `python -m eval.bench_translator --outputs` writes. The estimate is fitted on the first set and its ranking reported
by cross-validation there (lines fall into five parts, the same for all systems), and as it stands on the other.
`--write` replaces `pipeline/data/doubt.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.encoder import UniversalEncoder
from models.lexical.coverage import coverage
from models.lexical.storage import load
from pipeline.doubt import Signs, features

_PARTS = 5
_RIDGE = 0.1
_TARGET = Path(__file__).parents[1] / "pipeline" / "data" / "doubt.json"

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class System:
    """A system's outputs as features, and the chrF2 of each; `parts` says which part of the lines each belongs to."""

    name: str
    rows: Array
    chrf: Array
    parts: NDArray[np.int64]

    @property
    def has_score(self) -> bool:
        """Whether the engine's score is among the features."""
        return bool(self.rows.shape[1] == len(features(Signs("a", "a", 0.0, 0.0, 0.0))))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 2 for files that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_doubt", description=__doc__)
    parser.add_argument("fit", nargs="+", help="NAME=FILE to fit on")
    parser.add_argument("--check", nargs="+", default=[], help="NAME=FILE to report on")
    parser.add_argument("--write", action="store_true", help="replace pipeline/data/doubt.json")
    chosen = parser.parse_args(arguments)
    try:
        fitted = [read_system(argument) for argument in chosen.fit]
        checked = [read_system(argument) for argument in chosen.check]
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"The outputs cannot be read ({error}); give NAME=FILE with ar, en and output.\n")
        return 2
    plain, scored = fit(fitted, with_score=False), fit(fitted, with_score=True)
    for system in fitted:
        sys.stdout.write(f"cross-validated on {system.name}: {ranking(cross_validated(fitted, system), system)}\n")
    for system in checked:
        weights = scored if system.has_score else plain
        sys.stdout.write(f"on {system.name}: {ranking(system.rows @ weights, system)}\n")
    if chosen.write:
        data = {
            "fitted_on": [f"{system.name} ({len(system.chrf)} lines)" for system in fitted],
            "without_score": [round(float(weight), 4) for weight in plain],
            "with_score": [round(float(weight), 4) for weight in scored],
        }
        _TARGET.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 0


def read_system(argument: str) -> System:
    """The outputs that NAME=FILE names, as features."""
    import sacrebleu

    name, _, path = argument.partition("=")
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    lexical, encoder = load(), UniversalEncoder()
    similarities = encoder.similarities([(row["ar"], row["output"]) for row in rows])
    table = [
        features(
            Signs(row["ar"], row["output"], similarity, coverage(row["ar"], row["output"], lexical), row.get("score"))
        )
        for row, similarity in zip(rows, similarities, strict=True)
    ]
    scores = [sacrebleu.sentence_chrf(row["output"], [row["en"]]).score for row in rows]
    return System(name, np.array(table), np.array(scores), np.arange(len(rows)) * _PARTS // len(rows))


def fit(systems: Sequence[System], *, with_score: bool, leave_out: int | None = None) -> Array:
    """The weights of the least squares with a small ridge, each system counting alike.

    Without systems that give a score there is nothing to fit with one: then the weights are those without, and 0.
    """
    chosen = [system for system in systems if system.has_score or not with_score]
    if not chosen:
        return np.append(fit(systems, with_score=False, leave_out=leave_out), 0.0)
    width = len(features(Signs("a", "a", 0.0, 0.0, 0.0 if with_score else None)))
    total: Array = np.eye(width) * _RIDGE
    against: Array = np.zeros(width)
    for system in chosen:
        kept = system.parts != leave_out
        rows, target = system.rows[kept, :width], system.chrf[kept]
        total = total + rows.T @ rows / len(rows) * 100
        against = against + rows.T @ target / len(rows) * 100
    weights: Array = np.linalg.solve(total, against)
    return weights


def cross_validated(systems: Sequence[System], system: System) -> Array:
    """The estimates for a system's lines, each by weights that were fitted without that part of the lines."""
    estimates = np.zeros(len(system.chrf))
    for part in range(_PARTS):
        weights = fit(systems, with_score=system.has_score, leave_out=part)
        held = system.parts == part
        estimates[held] = system.rows[held] @ weights
    return estimates


def ranking(estimates: Array, system: System) -> str:
    """Spearman's correlation with chrF2, and how many of the tenth most doubted lie in the worst quarter."""
    from scipy.stats import spearmanr

    doubted = np.argsort(estimates)[: max(1, len(estimates) // 10)]
    worst = set(np.argsort(system.chrf)[: len(estimates) // 4].tolist())
    hits = sum(int(index) in worst for index in doubted)
    error = float(np.mean(np.abs(estimates - system.chrf)))
    return (
        f"{len(estimates)} lines, Spearman {float(spearmanr(estimates, system.chrf).statistic):.2f}, of the "
        f"{len(doubted)} most doubted {hits} in the worst quarter, mean error {error:.1f} chrF2 points"
    )


if __name__ == "__main__":
    raise SystemExit(main())
