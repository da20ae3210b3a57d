"""How fast the evaluation resamples: `python -m eval.bench_eval [--segments N]`.

Prints the time of 1,000 resamples of a corpus score over that of sacrebleu's own bootstrap, from the same statistics.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from eval.metrics import Measure, aligned, translation_measures
from eval.significance import interval

SAMPLES = Path(__file__).parents[1] / "samples"
SEGMENTS, RESAMPLES, RUNS = 1000, 1000, 5
AT_MOST = 1.2


def sample_measures(segments: int) -> list[Measure]:
    """BLEU and chrF2 of that many lines: those of the samples, again and again, each without its last words."""
    lines = [
        line
        for path in sorted(SAMPLES.glob("*.en.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line
    ]
    references = list(islice(cycle(lines), segments))
    outputs = [line.rsplit(" ", 1 + number % 5)[0] for number, line in enumerate(references)]
    return translation_measures(aligned(outputs, references), names=("BLEU", "chrF2"))


def resampling(measure: Measure) -> tuple[float, float]:
    """Seconds of ours and of sacrebleu's bootstrap, the best of a few runs each."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.significance import _bootstrap_resample

    statistics = measure.statistics.astype(int).tolist()
    metric = BLEU() if measure.name == "BLEU" else CHRF()
    return (
        _best(lambda: interval(measure, resamples=RESAMPLES)),
        _best(lambda: _bootstrap_resample(statistics, metric, RESAMPLES)),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_eval", description="Measures the resampling.")
    parser.add_argument("--segments", type=int, default=SEGMENTS, help="lines to score (default: %(default)s)")
    for measure in sample_measures(parser.parse_args(arguments).segments):
        ours, theirs = resampling(measure)
        sys.stdout.write(
            f"{RESAMPLES} resamples of {measure.name} over {len(measure.units)} segments: {ours / theirs:.2f} times "
            f"sacrebleu's time (expected at most {AT_MOST}; {ours:.3f} s and {theirs:.3f} s)\n"
        )
    return 0


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    raise SystemExit(main())
