"""Reads the data rows of the number engine's tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]
_FOLDER = Path(__file__).parent / "rows"


def load(name: str) -> list[Row]:
    """The rows of `rows/<name>.jsonl`, one JSON object a line."""
    return [json.loads(line) for line in (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def names() -> list[str]:
    """Every file of rows."""
    return sorted(path.stem for path in _FOLDER.glob("*.jsonl"))
