"""`python -m eval.bench_serve URL`: what a running `amana serve` translates with 1, 4 and 16 clients, as ratios.

Every client sends one sentence after the other to /translate; no sentence is sent twice.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from models.sentences import split_sentences

CLIENTS = (1, 4, 16)
SAMPLES = Path(__file__).parents[1] / "samples"


def sentences() -> list[str]:
    """The sentences of the sample articles, the shortest left out."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.ar.txt"))]
    lines = [line for text in texts for line in text.splitlines()]
    found = [line[start:end].strip() for line in lines for start, end in split_sentences(line)]
    return [text for text in dict.fromkeys(found) if len(text) > 40]


def rate(url: str, texts: Sequence[str], *, clients: int) -> float:
    """Sentences a second when `clients` share `texts`."""
    with httpx2.Client(base_url=url, timeout=600) as client, ThreadPoolExecutor(clients) as pool:

        def send(text: str) -> None:
            client.post("/translate", json={"q": text, "source": "ar", "target": "en"}).raise_for_status()

        started = time.perf_counter()
        list(pool.map(send, texts))
        return len(texts) / (time.perf_counter() - started)


def main() -> None:
    """Measures, and writes a line for each number of clients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--sentences", type=int, default=16, help="for each number of clients")
    given = parser.parse_args()
    rest = sentences()
    rate(given.url, rest[:1], clients=1)  # what the first call sets up is not counted
    first, rest = 0.0, rest[1:]
    for clients in CLIENTS:
        texts, rest = rest[: given.sentences], rest[given.sentences :]
        if not texts:
            sys.stdout.write("The samples have no more sentences; give a smaller --sentences.\n")
            return
        found = rate(given.url, texts, clients=clients)
        first = first or found
        sys.stdout.write(f"{clients:>2} clients: {found:6.2f} sentences a second, {found / first:.2f}x\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
