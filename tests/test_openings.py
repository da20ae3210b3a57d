"""Prompts that begin like one of an earlier call are set apart from it; everything else stays as it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.openings import Openings

BLOCK = 32
STEMS = ("fixed part: ", "other: ")


def openings(*, most: int = 100) -> Openings:
    return Openings(lambda text: [*map(ord, text)], STEMS, block=BLOCK, most=most)


def test_what_was_never_asked_stays_as_it_is() -> None:
    asked = ["fixed part: alpha", "fixed part: beta", "other: alpha", "alpha", ""]
    assert openings().set_apart(asked) == asked


def test_prompts_of_one_call_may_begin_alike() -> None:
    assert openings().set_apart(["other: alpha", "other: alpha!"]) == ["other: alpha", "other: alpha!"]


def test_only_the_first_block_of_the_text_counts() -> None:
    apart = openings()
    apart.set_apart(["fixed part: a long text about it, one"])
    assert apart.set_apart(["fixed part: a long text about it, two", "fixed part: a long tale"]) == [
        "fixed part: \na long text about it, two",
        "fixed part: a long tale",
    ]


def test_what_is_older_than_the_cache_may_come_again() -> None:
    apart = openings(most=2)
    for prompt in ("other: abc", "other: def", "other: ghi"):
        apart.set_apart([prompt])
    assert apart.set_apart(["other: abc", "other: ghi"]) == ["other: abc", "other: \nghi"]
    assert len(apart.known) == 2


def test_it_ends_for_what_is_asked_for_ever() -> None:
    apart = openings()
    asked = [apart.set_apart(["other: abc"])[0] for _ in range(60)]
    assert len(set(asked)) > 20
    assert max(map(len, asked)) < 60


@given(st.lists(st.lists(st.text("ab\n", max_size=6).map(str.strip).map("other: ".__add__), max_size=4), max_size=8))
def test_no_call_begins_like_an_earlier_one_and_goes_on_as_if_never_broken_off(calls: list[list[str]]) -> None:
    whole = openings()
    seen: set[str] = set()
    for call in calls:
        resumed = openings()
        resumed.restore(whole.known)
        asked = whole.set_apart(call)
        assert resumed.set_apart(call) == asked
        assert not seen & {prompt[:BLOCK] for prompt in asked}
        assert [prompt.replace("\n", "") for prompt in asked] == [prompt.replace("\n", "") for prompt in call]
        seen |= {prompt[:BLOCK] for prompt in asked}
