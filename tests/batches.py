"""Folders of articles for the tests of batches, and results without what differs from run to run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_SECONDS = re.compile(r'(data-label="Seconds">)[\d.]+|[\d.]+ seconds')


def write_articles(folder: Path, count: int) -> None:
    """Short articles of six sentences, some of which occur in all of them."""
    for number in range(count):
        path = folder / f"part-{number % 3}" / f"article-{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number), encoding="utf-8")


def article(number: int) -> str:
    """The text of one of them."""
    return (
        f"افتتحت البلدية {number + 2} مدارس جديدة في المدينة بكلفة {number + 10}.5 مليون درهم.\n"
        f"وقال المدير إن {number + 100} طالبا سجلوا أسماءهم هذا العام.\n"
        "ومن المقرر أن تبدأ الدراسة في 15 سبتمبر.\n\n"
        f"وأضاف أن نسبة الحضور بلغت {number % 90 + 5}% في الأسبوع الأول.\n"
        "وشكر الحاضرون فريق العمل على جهوده.\n"
        f"وتبعد المدارس {number + 3} كيلومترات عن مركز المدينة.\n"
    )


def start(*arguments: str | Path, cache: Path, **environment: str) -> subprocess.Popen[str]:
    """`amana batch ARGUMENTS` in a process of its own, with the engine of tests.batch_process."""
    variables = os.environ | {"AMANA_CACHE": str(cache), "PYTHONPATH": str(ROOT)} | environment
    command = [sys.executable, "-m", "tests.batch_process", *map(str, arguments)]
    return subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Its exit code, what it printed and what it said."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def results(folder: Path) -> dict[str, Any]:
    """Every file of `folder` by its name, with the times taken out."""
    return {
        path.relative_to(folder).as_posix(): _timeless(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def entries(folder: Path) -> list[dict[str, Any]]:
    """The lines of the manifest."""
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def _timeless(path: Path) -> Any:
    if path.suffix == ".json":
        record = json.loads(path.read_text(encoding="utf-8"))
        record["stages"] = [stage | {"seconds": 0} for stage in record["stages"]]
        return record
    if path.suffix == ".jsonl":
        return [
            entry | {"seconds": 0, "checksum": "", "files": sorted(entry["files"])} for entry in entries(path.parent)
        ]
    return _SECONDS.sub(r"\1", path.read_text(encoding="utf-8")) if path.suffix == ".html" else path.read_bytes()
