"""The reader's work grows with the text and not faster, whatever the text. Counted in calls, never in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from eval.bench_numbers import NASTY, nasty
from pipeline.numbers import Language, compare, read
from pipeline.numbers.lexicon import lexicon

_SHORT = 3_000
_MOST = 2.3
"""Twice the text may take twice the calls, and a little more for what only long texts have."""


def calls(work: Callable[[], object]) -> int:
    """How many Python and C functions `work` calls."""
    count = 0

    def hook(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(hook)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("name", NASTY)
def test_twice_the_text_takes_twice_the_calls(name: str, lang: Language) -> None:
    texts = [nasty(name, length) for length in (_SHORT, 2 * _SHORT)]
    for text in texts:  # fills the caches of word look-ups
        read(text, lang=lang)
    short, long = (calls(lambda text=text: read(text, lang=lang)) for text in texts)  # type: ignore[misc]
    assert long <= short * _MOST + 200, (short, long)


def test_the_counter_sees_quadratic_work() -> None:
    def quadratic(length: int) -> None:
        for first in range(length):
            for second in range(first):
                divmod(first, second + 1)

    assert calls(lambda: quadratic(200)) > calls(lambda: quadratic(100)) * 3


@pytest.mark.parametrize("name", NASTY)
def test_pairs_of_nasty_texts_compare(name: str) -> None:
    text = nasty(name, 300)
    assert compare(text, text, source_lang="ar", target_lang="ar").ok
    assert compare(text, text, source_lang="en", target_lang="en").ok


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("name", NASTY)
def test_values_stay_small(name: str, lang: Language) -> None:
    """Calls do not show how long arithmetic takes: magnitude upon magnitude must not build a number without end."""
    for one in read(nasty(name, _SHORT), lang=lang):
        assert one.value is None or max(abs(one.value.numerator), one.value.denominator) < 10**100


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_number_word_is_too_often_in_a_row(lang: Language) -> None:
    """A grammar that calls itself for each word would run out of stack: "twenty twenty twenty …"."""
    for word in lexicon(lang).numbers:
        for joint in (" ", " و" if lang == "ar" else "-"):
            assert isinstance(read(joint.join([word] * 1500), lang=lang), list)
