"""`python -m tests.serve_process ARGUMENTS`: `amana serve ARGUMENTS` with the engine of tests.batch_process.

$AMANA_TEST_CALLS is a file to which every text is added that the engine is asked to translate, a line each;
$AMANA_TEST_EACH the time in seconds that a call takes besides its texts.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from amana.app import main
from models import registry
from models.base import Generation, Progress
from tests.batch_process import MoodyEngine

ROOT = Path(__file__).parents[1]


class LoggedEngine(MoodyEngine):
    """Writes down what it was asked to translate, before it answers."""

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        if calls := os.environ.get("AMANA_TEST_CALLS"):
            with Path(calls).open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
        return super().translate(texts, progress=progress)


def load_engines(**_: object) -> registry.Engines:
    engine = LoggedEngine(pause=float(os.environ.get("AMANA_TEST_PAUSE", "0")))
    return registry.Engines(engine, engine)


@dataclass
class Served:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    url: str

    def client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.url, timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def sent_until_one_is_done(server: Served, texts: Sequence[str]) -> tuple[list[str], int]:
    """Sends articles, waits until one is done while others are not, and returns their ids and how many are done."""
    with server.client() as client:
        ids = [client.post("/v1/articles", json={"text": text}).json()["id"] for text in texts]
        for _ in range(200):
            states = Counter(job["state"] for job in client.get("/v1/articles").json()["jobs"])
            if states["done"]:
                break
            time.sleep(0.05)
    assert 0 < states["done"] < len(texts)
    return ids, states["done"]


def times_asked(calls: Path, *, articles: int) -> list[int]:
    """How often the engine was asked for the sentence of its own that each of so many articles has."""
    asked = Counter(json.loads(line) for line in calls.read_text(encoding="utf-8").splitlines())
    return [asked[f"وقال المدير إن {number + 100} طالبا سجلوا أسماءهم هذا العام."] for number in range(articles)]


@contextmanager
def served(folder: Path, *arguments: str, **environment: str) -> Iterator[Served]:
    """A server whose jobs are in `folder`, for as long as the block lasts or until it is killed."""
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    command = [
        sys.executable,
        "-m",
        "tests.serve_process",
        "--quiet",
        "--port",
        "0",
        "--folder",
        str(folder),
        *arguments,
    ]
    process = subprocess.Popen(command, env=variables, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"http://\S+:\d+", line):
            break
    else:
        raise AssertionError("".join(said))
    try:
        yield Served(process, found[0])
    finally:
        process.terminate()
        process.communicate(timeout=30)


if __name__ == "__main__":
    registry.load_engines = load_engines
    sys.exit(main(["serve", *sys.argv[1:]]))
