"""What is made of a summarizer's raw output."""

from __future__ import annotations

import pytest

from models.base import FinishReason, Generation
from pipeline.summarize import SummaryOptions, tidy_summary

ROWS: dict[str, tuple[str, FinishReason, list[str], list[str]]] = {
    "bullets of every kind": (
        "- One fell.\n* Two rose.\n• Three stood.\n1. Four ran.\n(2) Five sat.",
        "stop",
        ["One fell.", "Two rose.", "Three stood.", "Four ran.", "Five sat."],
        [],
    ),
    "a decimal at the start is no numbering": (
        "1.2 billion accounts fell.",
        "stop",
        ["1.2 billion accounts fell."],
        [],
    ),
    "a year at the start is no numbering": ("2024 was good.", "stop", ["2024 was good."], []),
    "bold marks": ("- **Profit**: it rose.", "stop", ["Profit: it rose."], []),
    "a heading": ("Here is the summary:\n- One fell.", "stop", ["One fell."], ["Here is the summary:"]),
    "the same again": ("- One fell.\n- one FELL\n- Two rose.", "stop", ["One fell.", "Two rose."], ["one FELL"]),
    "less than said before": ("One fell by 3%.\nOne fell.", "stop", ["One fell by 3%."], ["One fell."]),
    "another number is not the same": (
        "It fell by 3%.\nIt fell by 4%.",
        "stop",
        ["It fell by 3%.", "It fell by 4%."],
        [],
    ),
    "another decimal is not the same": (
        "It has 1.5 million and 2.6 more.\nIt has 1.6 million and 2.5 more.",
        "stop",
        ["It has 1.5 million and 2.6 more.", "It has 1.6 million and 2.5 more."],
        [],
    ),
    "a loop on one line": ("It fell. It fell. It fell.", "stop", ["It fell."], ["It fell.", "It fell."]),
    "cut off in the middle": ("One fell.\nTwo rose in the", "length", ["One fell."], ["Two rose in the"]),
    "cut off after a sentence": ("One fell.\nTwo rose.", "length", ["One fell.", "Two rose."], []),
    "no full stop but complete": ("One fell\nTwo rose", "stop", ["One fell", "Two rose"], []),
    "nearly the same again": (
        "Half of the people use the app, which has 12 million users in the country.\n"
        "The number of the users of the app, in the country, is 12 million, half of the people.",
        "stop",
        ["Half of the people use the app, which has 12 million users in the country."],
        ["The number of the users of the app, in the country, is 12 million, half of the people."],
    ),
    "nearly the same with another figure": (
        "The company made 12 million in the first quarter of the year.\n"
        "The company made 15 million in the second quarter of the year.",
        "stop",
        [
            "The company made 12 million in the first quarter of the year.",
            "The company made 15 million in the second quarter of the year.",
        ],
        [],
    ),
    "nothing": ("", "stop", [], []),
    "white space and marks": (" \n-\n***\n", "stop", [], []),
}


@pytest.mark.parametrize(("raw", "reason", "kept", "dropped"), ROWS.values(), ids=ROWS)
def test_tidy(raw: str, reason: FinishReason, kept: list[str], dropped: list[str]) -> None:
    summary = tidy_summary(Generation(raw, reason, 9), SummaryOptions(sentences=10))
    assert list(summary.sentences) == kept
    assert list(summary.dropped) == dropped
    assert (summary.finish_reason, summary.tokens) == (reason, 9)


def test_no_more_sentences_than_asked_for() -> None:
    summary = tidy_summary(Generation("One fell.\nTwo rose.\nThree stood.", "stop", 9), SummaryOptions(sentences=2))
    assert summary.text == "One fell.\nTwo rose."
    assert summary.dropped == ("Three stood.",)
