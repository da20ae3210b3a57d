"""Floors under scores: pinned in a file with the hash of their data, compared with a run, and never lowered unasked."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.data import DataSet
from eval.metrics import Measure
from eval.results import Results
from models.files import NOTHING_RESERVED, Reserved, write_whole
from pipeline.article import InputError
from pipeline.output import cannot_write_file

SCHEMA_VERSION = 1
_ANEW = "pin them anew with --update-gate --allow-regression"
_STEP = 100  # floors have two decimals: the last bits differ from machine to machine
_VERSION = re.compile(r"\|?\b(?:version|rouge_score|amana):[^|]*")


@dataclass(frozen=True, slots=True)
class Floor:
    """The worst value that is let through, and how it was measured (versions of packages left out)."""

    system: str
    score: str
    value: float
    better: str
    signature: str


def compare_with_floors(results: Results, path: Path) -> list[str]:
    """A sentence for each score that is below its floor (above it, where lower is better) or is not there any more.

    Raises:
        InputError: the file is no file of floors, or its floors are of other data.
    """
    return list(_failures(results, read_floors(path, results.data)))


def read_floors(path: Path, data: DataSet) -> list[Floor]:
    """The floors in the file, for scores on `data`.

    Raises:
        InputError: the file is no file of floors, or its floors are of other data.
    """
    document = _read(path)
    try:
        floors = [Floor(**item) for item in document["floors"]]
        name, sha256 = str(document["data"]["name"]), str(document["data"]["sha256"])
    except (KeyError, TypeError) as error:
        raise InputError(f"The floors in {path} are damaged ({error}); {_ANEW}.") from error
    if sha256 != data.sha256:
        raise InputError(
            f"The floors in {path} are of other data ({name}, {sha256[:12]}) than these ({data.name}, "
            f"{data.sha256[:12]}); give that data, or pin anew with --update-gate --allow-regression."
        )
    return floors


def update_floors(
    results: Results, path: Path, *, allow_regression: bool, reserved: Reserved = NOTHING_RESERVED
) -> None:
    """Pins the scores of `results` in the file.

    Raises:
        InputError: a floor would fall or go, or the data is other data, and `allow_regression` is False; or the file
            cannot be written, or is one of `reserved`.
    """
    if path.exists() and not allow_regression and (failures := compare_with_floors(results, path)):
        raise InputError(
            f"{len(failures)} floors in {path} would fall ({failures[0].rstrip('.')}); if that is meant, add "
            "--allow-regression."
        )
    document = {
        "schema_version": SCHEMA_VERSION,
        "data": {"name": results.data.name, "sha256": results.data.sha256},
        "versions": dict(results.versions),
        "floors": [
            {"system": item.system, "score": item.score, "value": item.value, "better": item.better,
             "signature": item.signature}
            for item in _pinnable(results)
        ],
    }  # fmt: skip
    try:
        write_whole({path: json.dumps(document, ensure_ascii=False, indent=1) + "\n"}, reserved=reserved)
    except OSError as error:
        raise cannot_write_file(path, error, option="--gate") from error


def _failures(results: Results, floors: list[Floor]) -> Iterator[str]:
    measured = {
        (item.system.name, score.measure.name): score.measure for item in results.systems for score in item.scores
    }
    for floor in floors:
        what = f"{floor.score} of {floor.system}"
        measure = measured.get((floor.system, floor.score))
        if measure is None:
            yield f"{what} was not measured, and its floor is {floor.value:.2f}."
        elif _signature(measure) != floor.signature:
            yield f"{what} was measured as {_signature(measure)}, and its floor as {floor.signature}."
        elif math.isnan(measure.value) or _is_worse(measure.value, floor):
            yield f"{what} is {measure.value:.2f}, and its floor is {floor.value:.2f}."


def _is_worse(value: float, floor: Floor) -> bool:
    return value > floor.value if floor.better == "lower" else value < floor.value


def _pinnable(results: Results) -> Iterator[Floor]:
    """Scores that judge and are the same on every machine: neural ones are not."""
    for item in results.systems:
        for score in item.scores:
            measure = score.measure
            if measure.better == "neither" or measure.signal or "model:" in measure.signature:
                continue
            if not math.isnan(measure.value):
                rounded = math.ceil if measure.better == "lower" else math.floor
                value = rounded(round(measure.value * _STEP, 6)) / _STEP
                yield Floor(item.system.name, measure.name, value, measure.better, _signature(measure))


def _signature(measure: Measure) -> str:
    return _VERSION.sub("", measure.signature).strip("|")


def _read(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder; give the file of the floors with --gate.") from error
    except OSError as error:
        raise InputError(
            f"The floors {path} cannot be read ({error.strerror}); pin them first with --gate {path} --update-gate."
        ) from error
    except ValueError as error:
        raise InputError(f"{path} is no file of floors ({error}); {_ANEW}.") from error
    if not isinstance(document, dict) or document.get("schema_version") != SCHEMA_VERSION:
        raise InputError(f"{path} is no file of floors of this version; {_ANEW}.")
    return document
