"""The number engine beside another checkout: here beside itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from eval.bench_beside import HERE, WORKS, ratios, seconds


@pytest.mark.parametrize("work", WORKS)
def test_every_work_is_timed_in_a_fresh_process(work: str) -> None:
    cold, warm = seconds(HERE, work)
    assert cold > 0
    assert warm >= 0


def test_a_checkout_is_compared_with_this_one() -> None:
    assert all(ratio > 0 for ratio in ratios(HERE, "pairs checked", runs=1))


def test_a_folder_without_an_engine_is_no_checkout(tmp_path: Path) -> None:
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").touch()
    with pytest.raises(subprocess.CalledProcessError):
        seconds(tmp_path, "start")
