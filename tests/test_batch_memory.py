"""The memory of a batch does not grow with the number of its articles."""

from __future__ import annotations

import os
from pathlib import Path

from tests.batches import start


def peak_memory(tmp_path: Path, count: int) -> int:
    """The most memory, in KiB, of a batch of `count` articles of two sentences."""
    source = tmp_path / f"in-{count}"
    source.mkdir()
    for number in range(count):
        text = f"افتتحت البلدية {number} مدارس في المدينة.\nوشكر الحاضرون الفريق {number} على جهوده.\n"
        (source / f"{number:04}.txt").write_text(text, encoding="utf-8")
    process = start(source, tmp_path / f"out-{count}", "--no-repair", "--no-cache", "--quiet", cache=tmp_path / "cache")
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert len((tmp_path / f"out-{count}" / "manifest.jsonl").read_bytes().splitlines()) == count
    return usage.ru_maxrss


def test_four_hundred_articles_need_the_memory_of_forty(tmp_path: Path) -> None:
    few, many = peak_memory(tmp_path, 40), peak_memory(tmp_path, 400)
    assert many < 1.1 * few, f"{few} KiB for 40 articles and {many} for 400"
