"""How fast the number engine is beside that of another commit: `python -m eval.bench_beside FOLDER [--runs N]`.

FOLDER is a checkout of that commit (`git worktree add FOLDER COMMIT`). Each run is a fresh process of either in turn,
so that what else the machine does meets both; the bytecode of both is written first, as an installed package has it.
Prints the medians of the ratios; above 1 this commit is faster. "Cold" counts everything from the first import to the
last of the sample lines, "warm" the same lines a second time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from eval.bench_numbers import sample_pairs

HERE = Path(__file__).parents[1]
WORKS = {
    "start": "None",
    "Arabic read": "read(source, lang='ar')",
    "English read": "read(target, lang='en')",
    "pairs checked": "compare(source, target)",
}
"""What is timed, by name: an expression of a line and its translation."""
_PROGRAM = """
import sys, time
pairs = eval(sys.stdin.read())
begin = time.process_time()
from pipeline.numbers import compare, read
for source, target in pairs: {work}
cold = time.process_time()
for source, target in pairs: {work}
print(cold - begin, time.process_time() - cold)
"""


def seconds(folder: Path, work: str) -> tuple[float, float]:
    """The processor time of `work`, one of `WORKS`, cold and warm, in a fresh process of the checkout in `folder`.

    Raises:
        subprocess.CalledProcessError: its engine does not run.
    """
    program, lines = _PROGRAM.format(work=WORKS[work]), repr(sample_pairs())
    command = [sys.executable, "-c", program]
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=folder, env=settings, input=lines, text=True, capture_output=True, check=True)
    cold, warm = map(float, done.stdout.split())
    return cold, warm


def ratios(folder: Path, work: str, *, runs: int) -> tuple[float, float]:
    """How many times as fast as the other commit this one does `work`, cold and warm: medians of `runs`."""
    pairs = [(seconds(folder, work), seconds(HERE, work)) for _ in range(runs)]
    cold, warm = (median(other[at] / own[at] for other, own in pairs) for at in (0, 1))
    return cold, warm


def main() -> int:
    """Measures and prints; 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_beside", description="Compares two number engines.")
    parser.add_argument("folder", type=Path, help="a checkout of the other commit")
    parser.add_argument("--runs", type=int, default=5, help="fresh processes of each (default: 5)")
    options = parser.parse_args()
    if not (options.folder / "pipeline" / "numbers").is_dir():
        parser.error(
            f"{options.folder} is no checkout of amana: it has no pipeline/numbers; make one with git worktree"
        )
    for folder in (options.folder, HERE):
        seconds(folder, "pairs checked")  # writes the bytecode
    for work in WORKS:
        cold, warm = ratios(options.folder, work, runs=options.runs)
        sys.stdout.write(f"{work}: cold {cold:.2f}" + ("\n" if work == "start" else f", warm {warm:.2f}\n"))
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
