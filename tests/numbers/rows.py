"""Reads the data rows of the number engine's tests: see `rows/README.md`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]
_FOLDER = Path(__file__).parent / "rows"


def load(check: str) -> list[Row]:
    """The rows of all files of `rows/<check>/`, one JSON object a line, files in the order of their names."""
    return [row for path in files(check) for row in _rows(path)]


def files(check: str) -> list[Path]:
    """The files of a check, one for each phenomenon."""
    return sorted((_FOLDER / check).glob("*.jsonl"))


def checks() -> list[str]:
    """Every check that has rows."""
    return sorted(path.name for path in _FOLDER.iterdir() if path.is_dir())


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
