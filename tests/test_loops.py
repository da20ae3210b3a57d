"""Outputs that end in a loop: the first copy of the phrase is kept, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import FinishReason, Generation
from models.loops import without_loop

LOOP = "and the effects of the storm on his clothes, "
ROWS: list[tuple[str, FinishReason, str, str]] = [
    ("He spoke " + LOOP * 9 + "and the effects", "length", "He spoke " + LOOP.strip(), "cut off inside a copy"),
    ("He was very " + "very " * 20, "length", "He was very", "one word"),
    ("He spoke " + LOOP * 9, "stop", "He spoke " + LOOP * 9, "the model ended by itself: the source may repeat"),
    ("He spoke " + LOOP * 2, "length", "He spoke " + LOOP * 2, "twice is no loop"),
    ("no, no, no, no", "length", "no, no, no, no", "too few words"),
    ("The minister opened the factory and", "length", "The minister opened the factory and", "only cut off"),
    ("", "length", "", "nothing"),
]


@pytest.mark.parametrize(("text", "reason", "kept", "comment"), ROWS, ids=[row[3] for row in ROWS])
def test_of_a_loop_the_first_copy_is_kept(text: str, reason: FinishReason, kept: str, comment: str) -> None:
    cut = without_loop(Generation(text, reason, 9))
    assert cut.text == kept, comment
    assert (cut.finish_reason, cut.tokens) == (reason, 9)


@given(st.lists(st.sampled_from(["a", "b", "c", "."]), max_size=200).map(" ".join))
def test_what_is_kept_is_a_beginning(text: str) -> None:
    assert text.startswith(without_loop(Generation(text, "length", 9)).text)
