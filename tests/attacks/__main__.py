"""`python -m tests.attacks [SECTION...]`: replays the attacks and prints a table; exit 1 if anything was lost."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.attacks import Tally, batches, models

Section = Callable[[Path], Iterable[Tally]]
SECTIONS: dict[str, Section] = {
    "kills": batches.kills,
    "truncations": batches.truncations,
    "flips": batches.flips,
    "manifest": batches.manifest_flips,
    "disks": batches.full_disks,
    "cache": batches.cache_damage,
    "gguf": models.gguf_files,
    "forms": models.saved_forms,
}


def main(names: list[str]) -> int:
    """Runs the sections called `names`, all of them if there are none."""
    lost = 0
    for name in names or SECTIONS:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="amana-attacks-") as scratch:
            for tally in SECTIONS[name](Path(scratch)):
                lost += tally.lost
                sys.stdout.write(f"{name:12} {tally.name:58} tried {tally.tried:5}   lost {tally.lost}\n")
        sys.stdout.write(f"{name:12} {time.monotonic() - started:.0f} s\n")
        sys.stdout.flush()
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
