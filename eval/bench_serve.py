"""`python -m eval.bench_serve URL`: what a running `amana serve` translates with 1, 4 and 16 clients, as ratios.

Every client sends one sentence after the other to /translate; no sentence is sent twice, and the sentences of each
measurement are of like lengths. What the repair does with them is part of it.
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


def shares(texts: Sequence[str], sizes: Sequence[int]) -> list[list[str]]:
    """So many of `texts` for each of `sizes`, of like lengths."""
    made: list[list[str]] = [[] for _ in sizes]
    step = max(1.0, len(texts) / sum(sizes))
    chosen = sorted(texts, key=len)[:: int(step)][: sum(sizes)]
    for text in chosen:
        least = min(range(len(sizes)), key=lambda place: (len(made[place]) + 0.5) / sizes[place])
        made[least].append(text)
    return made


def main() -> None:
    """Measures, and writes a line for each number of clients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--sentences", type=int, default=8, help="for each number of clients, or two for each client")
    given = parser.parse_args()
    first_text, *rest = sentences()
    rate(given.url, [first_text], clients=1)  # what the first call sets up is not counted
    sizes = [max(given.sentences, 2 * clients) for clients in CLIENTS]
    if sum(sizes) > len(rest):
        sys.stdout.write(f"The samples have {len(rest)} sentences, not {sum(sizes)}; give a smaller --sentences.\n")
        return
    first = 0.0
    for clients, texts in zip(CLIENTS, shares(rest, sizes), strict=True):
        found = rate(given.url, texts, clients=clients)
        first = first or found
        sys.stdout.write(f"{clients:>2} clients: {found:6.2f} sentences a second, {found / first:.2f}x\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
