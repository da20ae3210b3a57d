"""The work grows with the text and not faster, whatever the text. Counted in calls, never in seconds."""

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

_PAIRS = 250
LONG_PAIRS: dict[str, tuple[Callable[[int], str], Callable[[int], str]]] = {
    "one-score": (lambda i: "2-1", lambda i: "2-1"),
    "other-score": (lambda i: "2-1", lambda i: "3-1"),
    "no-count-agrees": (lambda i: f"{1000 + i} شخصا.", lambda i: f"{70_003 + 7 * i} people."),
    "ranges": (lambda i: f"{2000 + i}-{2009 + i} شخصا.", lambda i: f"{1003 + 7 * i} people."),
    "lost-currency": (lambda i: f"{2000 + i} مليون دولار.", lambda i: f"{2000 + i} million."),
    "converted": (lambda i: f"{2000 + i} كيلومتر.", lambda i: f"{(2000 + i) * 0.6214:.1f} miles."),
    "clock": (lambda i: f"الساعة {i % 12 + 1}:30", lambda i: f"{i % 12 + 1}:30 pm"),
    "names-like-duals": (lambda i: "ين كريستين", lambda i: "Christine two"),
    "hints": (lambda i: "شهر آخر", lambda i: "second two half may"),
    "units-apart": (lambda i: "أيام الأسبوع السبعة", lambda i: "seven days"),
    "factors-turned-round": (
        lambda i: f"وبلغ {1000 + 3 * i} دولارا أي {2 + i} أضعاف.",
        lambda i: f"It was ${500_000 + 7 * i}, a {3 + i}th, or {i + 2} times and half.",
    ),
}
"""Texts by how the n-th piece of each side goes."""


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
    # With a figure each is read in full; without one a text says no quantity, but for a word cut off at its end.
    texts = [f"{nasty(name, length)} 7" for length in (_SHORT, 2 * _SHORT)]
    for text in texts:  # fills the caches of word look-ups
        read(text, lang=lang)
    short, long = (calls(lambda text=text: read(text, lang=lang)) for text in texts)  # type: ignore[misc]
    assert long <= short * _MOST + 200, (short, long)


@pytest.mark.parametrize("name", LONG_PAIRS)
def test_twice_the_quantities_take_twice_the_calls(name: str) -> None:
    source, target = LONG_PAIRS[name]
    pairs = [[" ".join(map(piece, range(n))) for piece in (source, target)] for n in (_PAIRS, 2 * _PAIRS)]
    for one, two in pairs:
        compare(one, two)
    short, long = (calls(lambda pair=pair: compare(*pair)) for pair in pairs)  # type: ignore[misc]
    assert long <= short * _MOST, (short, long)


def test_long_texts_are_compared_as_short_ones_are() -> None:
    """One error in the middle of many figures, and a sentence that has moved."""
    lines = [f"باعت الشركة {1000 + 3 * i} سيارة بسعر {i % 90 + 5}% أقل." for i in range(200)]
    english = [f"The firm sold {1000 + 3 * i} cars at {i % 90 + 5}% less." for i in range(200)]
    english[90] = "The firm sold 1720 cars at 5% less."
    english[10], english[40] = english[40], english[10]
    found = compare("\n".join(lines), "\n".join(english))
    assert [(one.type, one.severity) for one in found.findings] == [("changed", "error")]
    assert found.findings[0].source is not None
    assert found.findings[0].source.value == 1270
    assert len(found.matched) == 399


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
