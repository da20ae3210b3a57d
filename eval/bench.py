"""Benchmarks, as ratios taken in one run: `python -m eval.bench [NAME …] [--article PATH]`.

A ratio of two measurements on one machine in one run says the same on another day; seconds do not. A benchmark is a
function in `BENCHMARKS`; it returns its ratio and what it measured.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.base import ModelError, Translator
from models.registry import load_engines
from pipeline.article import Article, InputError
from pipeline.segment import segment_article

SAMPLE = Path(__file__).parents[1] / "samples" / "desalination-results.ar.txt"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A ratio, where it should lie, and the figures behind it in seconds or counts."""

    ratio: float
    at_least: float
    figures: Mapping[str, float]


def batched_translation(article: Path, *, most: int | None = None) -> Measurement:
    """How much faster an article is translated in one call than with one call per segment, by the same engine.

    Of a long article only the first `most` segments are taken.
    """
    texts = _segments(article)[:most]
    # An engine of its own for each: its cache would know the second one's prompts from the first.
    single = _translation_seconds(texts, one_by_one=True)
    batched = _translation_seconds(texts, one_by_one=False)
    figures = {"segments": len(texts), "one by one (s)": single, "batched (s)": batched}
    return Measurement(single / batched, at_least=3.0, figures=figures)


def ctranslate_int8(article: Path) -> Measurement:
    """How much faster CTranslate2 in int8 translates than transformers, by tokens a second of a random Marian."""
    from eval.bench_models import tokens_a_second

    fast, slow = tokens_a_second(_segments(article))
    figures = {"CTranslate2 int8 (tokens/s)": fast, "transformers float32 (tokens/s)": slow}
    return Measurement(fast / slow, at_least=3.0, figures=figures)


BENCHMARKS: dict[str, Callable[[Path], Measurement]] = {
    "batched-translation": batched_translation,
    "ctranslate-int8": ctranslate_int8,
}


def main() -> int:
    """Runs the benchmarks named on the command line, or all; 0, or 2 where the article or the model cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description="Measures ratios in one run.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which to run: {', '.join(BENCHMARKS)} (default: all)"
    )
    parser.add_argument(
        "--article", type=Path, default=SAMPLE, help="an Arabic article in UTF-8 (default: %(default)s)"
    )
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {unknown[0]!r}; the benchmarks are: {', '.join(BENCHMARKS)}")
    try:
        for name in options.names or BENCHMARKS:
            print(describe(name, BENCHMARKS[name](options.article)), flush=True)  # noqa: T201  # this is a command line
    except (ModelError, InputError) as error:
        parser.error(str(error))
    return 0


def describe(name: str, measured: Measurement) -> str:
    """One line for `measured`: the ratio, what is expected, and the figures."""
    figures = ", ".join(f"{label} {value:.4g}" for label, value in measured.figures.items())
    return f"{name}: {measured.ratio:.1f}x (expected at least {measured.at_least:.1f}x; {figures})"


def _segments(article: Path) -> list[str]:
    try:
        text = article.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The article {article} cannot be read ({error}); give a text file in UTF-8.") from error
    segments = segment_article(Article(id=article.stem, text=text))
    return [segment.text for segment in segments if segment.kind == "text"]


def _translation_seconds(texts: list[str], *, one_by_one: bool) -> float:
    engine = load_engines(profile="embedded").translator
    engine.translate(["مرحبا"])  # computes the fixed part of the prompt
    started = time.perf_counter()
    _translate(engine, [[text] for text in texts] if one_by_one else [texts])
    return time.perf_counter() - started


def _translate(engine: Translator, calls: list[list[str]]) -> None:
    for call in calls:
        engine.translate(call)


if __name__ == "__main__":
    raise SystemExit(main())
