"""The number engine beside another checkout: here beside itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench_beside import HERE, WORKS, main, ratios, seconds


@pytest.mark.parametrize("work", WORKS)
def test_every_work_is_timed_in_a_fresh_process(work: str) -> None:
    cold, warm = seconds(HERE, work)
    assert cold > 0
    assert warm >= 0


def test_a_checkout_is_compared_with_this_one() -> None:
    assert all(ratio > 0 for ratio in ratios(HERE, "pairs checked", runs=1))


def test_a_folder_without_an_engine_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench_beside", str(tmp_path)])
    with pytest.raises(SystemExit):
        main()
    assert "no pipeline/numbers" in capsys.readouterr().err
