"""`python -m eval.bench_repair LINES.jsonl`: what the repair of translations gains, and what it costs.

LINES.jsonl has one sentence pair a line, `ar` and its reference `en`. Those with a number in the Arabic are translated
as the segments of one article, checked, guarded and repaired, and then compared: the share of lines with a number
error, chrF2 against the references, and the time of the repair over that of the translation.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.metrics import aligned, translation_measures
from models.registry import Engines, load_engines
from pipeline.article import Article, Record, Segment
from pipeline.assessment import errors
from pipeline.numbers import read
from pipeline.repair import Budget
from pipeline.stages import DEFAULT_BUDGET, DEFAULT_SUMMARY, STAGES, Tools


@dataclass(frozen=True, slots=True)
class Measured:
    """One state of the translations: lines with a number error, lines with a guard that fired, chrF2, seconds."""

    lines: int
    wrong: int
    guarded: int
    chrf: float
    seconds: float


def compare_repair(pairs: Sequence[tuple[str, str]], engines: Engines, *, budget: Budget) -> tuple[Measured, Measured]:
    """The translations of `pairs` (Arabic, reference) before and after their repair.

    Raises:
        ModelError: an engine failed.
    """
    record = _record([" ".join(arabic.split()) for arabic, _ in pairs])
    tools = Tools(engines, DEFAULT_SUMMARY, lambda _: None, budget)
    references = [english for _, english in pairs]

    def after(stages: Sequence[str], record: Record) -> tuple[Record, Measured]:
        started = time.perf_counter()
        for name in stages:
            record = STAGES[name](record, tools).record
        seconds = time.perf_counter() - started
        made = record.translations
        wrong, guarded = sum(errors(item) > 0 for item in made), sum(bool(item.guards) for item in made)
        [chrf] = translation_measures(aligned([item.text for item in made], references), names=("chrF2",))
        return record, Measured(len(made), wrong, guarded, chrf.value, seconds)

    record, before = after(("translate", "check_translation", "guard"), record)
    _, repaired = after(("repair",), record)
    return before, repaired


def main(say: Callable[[str], object] = sys.stdout.write) -> int:
    """Measures and prints; 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_repair", description="Measures the repair.")
    parser.add_argument("lines", type=Path, help="sentence pairs as .jsonl with `ar` and `en`")
    parser.add_argument("--limit", type=int, default=None, help="take the first N pairs with a number only")
    parser.add_argument("--translator", default=None, help="model that translates (default: as in amana translate)")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.lines.read_text(encoding="utf-8").splitlines() if line.strip()]
    hard = [(row["ar"], row["en"]) for row in rows if any(not item.soft for item in read(row["ar"], lang="ar"))]
    engines = load_engines(translator=arguments.translator)
    before, after = compare_repair(hard[: arguments.limit], engines, budget=DEFAULT_BUDGET)
    for name, measured in (("before", before), ("after", after)):
        say(
            f"{name} repair: {measured.wrong} of {measured.lines} lines with a number error "
            f"({100 * measured.wrong / measured.lines:.1f} %), {measured.guarded} with a guard, "
            f"chrF2 {measured.chrf:.2f}\n"
        )
    say(f"time of the repair over that of the translation: {after.seconds / before.seconds:.2f}\n")
    return 0


def _record(lines: Sequence[str]) -> Record:
    """An article with one segment a line, whether or not a line has several sentences."""
    segments: list[Segment] = []
    start = 0
    for index, line in enumerate(lines):
        segments.append(Segment(index, line, start, start + len(line), index))
        start += len(line) + 1
    return Record(Article("lines", "\n".join(lines)), segments=tuple(segments))


if __name__ == "__main__":
    raise SystemExit(main())
