"""The benchmark of encoder-decoder models, with a model small enough for a test: it runs, and says nothing of speed."""

from __future__ import annotations

from eval import bench, bench_models
from tests.tiny_models import sample_lines


def test_both_libraries_translate_the_random_marian() -> None:
    fast, slow = bench_models.tokens_a_second(sample_lines()[:12], size=bench_models.MarianSize(1, 32, 500))
    assert fast > 0
    assert slow > 0


def test_it_is_among_the_benchmarks() -> None:
    assert bench.BENCHMARKS["ctranslate-int8"] is bench.ctranslate_int8
    measured = bench.Measurement(4.0, at_least=3.0, figures={"CTranslate2 int8 (tokens/s)": 400.0})
    assert bench.describe("ctranslate-int8", measured).startswith("ctranslate-int8: 4.0x (expected at least 3.0x; ")
