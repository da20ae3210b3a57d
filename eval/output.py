"""Writes the results of an evaluation into a folder."""

from __future__ import annotations

import json
from pathlib import Path

from eval.results import Results, results_csv, results_to_json
from pipeline.article import InputError


def write_results(results: Results, folder: Path) -> tuple[Path, ...]:
    """Writes results.json and results.csv, and returns their paths.

    Raises:
        InputError: a file could not be written.
    """
    contents = {
        folder / "results.json": json.dumps(results_to_json(results), ensure_ascii=False, indent=1) + "\n",
        # The byte order mark tells spreadsheets that it is UTF-8.
        folder / "results.csv": "\ufeff" + results_csv(results),
    }
    try:
        for path, text in contents.items():
            path.write_bytes(text.encode("utf-8", errors="backslashreplace"))
    except OSError as error:
        raise InputError(
            f"Cannot write to the folder {folder} ({error.strerror}); make room or choose another folder with --out."
        ) from error
    return tuple(contents)
