"""The comparison of translations before and after their repair."""

from __future__ import annotations

import pytest

from eval.bench_repair import compare_repair
from models.registry import Engines
from pipeline.repair import Budget
from tests.conftest import ENGLISH, FakeEngine


def test_a_spliced_number_counts_as_repaired() -> None:
    users, revenue = ENGLISH
    engine = FakeEngine(translations=ENGLISH | {revenue: "Revenue reached $46."})
    pairs = [(users, ENGLISH[users]), (revenue, ENGLISH[revenue])]
    before, after = compare_repair(pairs, Engines(engine, engine), budget=Budget(samples=0))
    assert (before.lines, before.wrong, before.guarded) == (2, 1, 0)
    assert after.wrong == 0
    assert after.chrf == pytest.approx(100)
    assert before.chrf < 100
