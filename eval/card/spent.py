"""`python -m eval.card.spent COMMAND …`: what a command takes, as JSON on stdout; its own output is thrown away.

A process of its own, for a child begins with the memory of its parent as its largest so far: that of one that has
loaded little more than Python hides nothing.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

_KIB = 1 if sys.platform == "darwin" else 1024


def main(command: Sequence[str]) -> int:
    """Runs `command`, prints what it took, and returns its exit code; where this is ended, so is the command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def end(_signal: int, _frame: FrameType | None) -> None:
        process.kill()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    spent = {
        "seconds": time.perf_counter() - started,
        "processor": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * _KIB,
    }
    sys.stdout.write(json.dumps(spent) + "\n")
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
