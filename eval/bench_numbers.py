"""How fast the number engine is: `python -m eval.bench_numbers [--seconds S]`.

Prints sentences read and pairs checked in a second on one core; how much longer 100,000 characters take that are made
to be slow than plain text of that length; and how the reader compares with quantulum3 on the same English lines where
that package is installed. Ratios of one run say the same on another day; rates hold for one machine.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from pipeline.numbers import Language, compare, read

SAMPLES = Path(__file__).parents[1] / "samples"
LENGTH = 100_000
LANGUAGES: tuple[Language, Language] = ("ar", "en")

NASTY: dict[str, str] = {
    "digits": "7",
    "grouped": "1,234,",
    "spaced-groups": "1 234 ",
    "decimal-points": "1.",
    "arabic-digits": "١٢٬٣٤٥٫",
    "arabic-commas": "٥،",
    "clock": "12:34:",
    "slashes": "1/2/",
    "dashes": "1-2-",
    "en-dashes": "3 – ",
    "phone": "555-1234 ",
    "exponents": "10^9x",
    "scientific": "1e5e",
    "percent": "5%%",
    "currency": "$€£",
    "currency-digits": "$1$",
    "codes": "USD 1 EUR ",
    "brackets": "[1]((",
    "arabic-and": "و",
    "arabic-and-spaced": "و ",
    "arabic-clitics": "وبال",
    "arabic-thousands": "ألف ",
    "arabic-hundred-thousands": "مئة ألف ",
    "arabic-numerals": "ثلاثة وعشرون ألفا و",
    "arabic-ranges": "من بين ",
    "arabic-range-numbers": "بين 5 و",
    "arabic-bounds": "أكثر من ما لا يقل عن ",
    "arabic-percent": "في المئة ",
    "arabic-months": "كانون الثاني ",
    "arabic-ratios": "واحد من كل ",
    "arabic-homographs": "خمس سبع ",
    "combining": "\u064b\u0651",
    "tatweel": "ـ",
    "bidi": "\u202b\u200f",
    "zero-width": "5\u200d",
    "english-hundred": "hundred and ",
    "english-thousands": "thousand ",
    "english-tens": "twenty-",
    "english-million": "two million ",
    "english-ranges": "from between ",
    "english-range-numbers": "from 1 to ",
    "english-bounds": "more than at least ",
    "english-ratios": "one in ",
    "english-halves": "a half and ",
    "english-ordinals": "1st second ",
    "english-months": "May 1 ",
    "list-marks": "1. a\n",
    "list-marks-bare": "\n1.",
    "newlines": "\n",
    "roman": "Louis XVI ",
    "entities": "&#39;",
    "entity-starts": "&#",
    "links": "https://",
    "names": "A-1",
    "superscripts": "km²2",
}
"""Pieces to be repeated, each of which meets one rule of the reader again and again."""


def nasty(name: str, length: int) -> str:
    """The text `name` of `NASTY`, its piece repeated to `length` characters."""
    piece = NASTY[name]
    return (piece * (length // len(piece) + 1))[:length]


def sample_pairs() -> list[tuple[str, str]]:
    """The lines of the sample articles, Arabic and English, that are not empty."""
    pairs: list[tuple[str, str]] = []
    for path in sorted(SAMPLES.glob("*.ar.txt")):
        arabic = path.read_text(encoding="utf-8").splitlines()
        english = path.with_name(path.name.replace(".ar.txt", ".en.txt")).read_text(encoding="utf-8").splitlines()
        pairs.extend((source, target) for source, target in zip(arabic, english, strict=True) if source)
    return pairs


def rate(works: Iterator[Callable[[], object]], *, seconds: float) -> float:
    """How many of `works`, which never end, are done in a second of processor time, over `seconds`."""
    for work in islice(works, 100):  # fills the caches
        work()
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        next(works)()
        done += 1
    return done / spent


def reading(lang: Language, *, seconds: float) -> float:
    """Sentences read in a second."""
    lines = [pair[lang == "en"] for pair in sample_pairs()]
    return rate((partial(read, line, lang=lang) for line in cycle(lines)), seconds=seconds)


def checking(*, seconds: float) -> float:
    """Sentence pairs read and compared in a second."""
    return rate((partial(compare, *pair) for pair in cycle(sample_pairs())), seconds=seconds)


def slowness(*, length: int = LENGTH) -> dict[str, tuple[float, float]]:
    """For each nasty text and language its time over that of plain text of the same length, worst first.

    The second figure is its time over that of half of it: 2 where time grows with the text and not faster.
    """
    ratios: dict[str, tuple[float, float]] = {}
    for lang in LANGUAGES:
        line = " ".join(pair[lang == "en"] for pair in sample_pairs()) + " "
        plain = _seconds((line * (length // len(line) + 1))[:length], lang=lang)
        for name in NASTY:
            whole, half = (_seconds(nasty(name, size), lang=lang) for size in (length, length // 2))
            ratios[f"{name} ({lang})"] = whole / plain, whole / half
    return dict(sorted(ratios.items(), key=lambda item: -item[1][0]))


def against_quantulum3(*, seconds: float) -> float | None:
    """English lines read in the time in which quantulum3 reads one; None where it is not installed."""
    try:
        from quantulum3 import parser  # type: ignore[import-untyped]  # it has no type hints
    except ImportError:
        return None
    lines = [english for _, english in sample_pairs()]
    theirs = rate((partial(parser.parse, line) for line in cycle(lines)), seconds=seconds)
    return reading("en", seconds=seconds) / theirs


def main() -> int:
    """Measures and prints; 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_numbers", description="Measures the number engine.")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each rate is measured (default: 2)")
    seconds = parser.parse_args().seconds
    for lang, name in zip(LANGUAGES, ("Arabic", "English"), strict=True):
        _say(f"{name} sentences read in a second: {reading(lang, seconds=seconds):,.0f}")
    _say(f"sentence pairs checked in a second: {checking(seconds=seconds):,.0f}")
    slow = slowness()
    _say(f"time of {LENGTH:,} nasty characters over plain text, and over half of them, worst of {len(slow)}:")
    for name, (ratio, growth) in islice(slow.items(), 10):
        _say(f"  {name}: {ratio:.2f}, {growth:.2f}")
    name, (_, growth) = max(slow.items(), key=lambda item: item[1][1])
    _say(f"  fastest growing, {name}: {growth:.2f}")
    faster = against_quantulum3(seconds=seconds)
    _say("quantulum3: not installed" if faster is None else f"times as fast as quantulum3 on English: {faster:.1f}")
    return 0


def _seconds(text: str, *, lang: Language) -> float:
    """The best of two runs in processor time."""
    times = []
    for _ in range(2):
        start = time.process_time()
        read(text, lang=lang)
        times.append(time.process_time() - start)
    return min(times)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
