"""Tables of a card about time and memory: each figure stands beside another that was taken in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench import Measurement, batched_translation
from eval.bench_numbers import against_quantulum3
from eval.card.page import Section
from eval.systems import System
from models.base import ModelError

SENTENCES = 8
"""Of one sample: translated together and one by one, which takes long."""

_CHECKS = ("read_numbers", "check_translation", "check_summary", "ledger")


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds on the clock and of the processor, and its largest memory in bytes."""

    seconds: float
    processor: float
    peak: int


def memory(article: Path, translation: Path, *, profile: str, say: Callable[[str], None]) -> list[Section]:
    """What commands take in processes of their own, beside a Python that does nothing; nothing where that is not told.

    Raises:
        ModelError: a command failed.
    """
    if not hasattr(os, "wait4"):
        return []
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        amana = [sys.executable, "-m", "amana"]
        commands: Mapping[str, Sequence[str]] = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "amana --help": [*amana, "--help"],
            f"amana numbers --lang ar {article.name}": [*amana, "numbers", "--lang", "ar", str(article)],
            f"amana check {article.name} {translation.name}": [*amana, "check", str(article), str(translation)],
            f"amana translate --profile {profile} {article.name}": [
                *amana, "translate", "--profile", profile, "--quiet", "-o", scratch, str(article),
            ],
        }  # fmt: skip
        least: Spent | None = None
        for name, command in commands.items():
            say(f"Running {name}.")
            spent = run(command)
            least = least or spent
            rows.append((
                name, f"{spent.peak / 1e6:,.0f} MB", f"{spent.peak / least.peak:.1f}×", f"{spent.seconds:.1f} s",
                f"{spent.processor:.1f} s",
            ))  # fmt: skip
    return [
        Section(
            "Memory",
            "The largest memory of one process that ran the command once from beginning to end, in bytes and as a "
            "multiple of a Python that does nothing, with its seconds on the clock and of the processor.",
            "It is one run of one article: a longer one needs little more, several at a time do, and seconds hold for "
            "this machine on that day.",
            ("command", "peak memory", "over Python alone", "seconds", "processor seconds"),
            tuple(rows),
            "python -m eval.card",
            ("samples",),
        )
    ]


def run(command: Sequence[str]) -> Spent:
    """What `command` takes; its output is thrown away.

    Raises:
        ModelError: it failed; the last line it complained with is told.
    """
    launcher = [sys.executable, "-m", "eval.card.spent", *command]
    process = subprocess.Popen(launcher, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
    try:
        printed, complaints = process.communicate()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if process.returncode not in (0, 1) or not printed:  # 1: a check found an error
        said = (complaints.strip().splitlines() or ["it said nothing"])[-1]
        raise ModelError(f"The command `{' '.join(command[1:4])}` ended with {process.returncode}: {said}")
    spent = json.loads(printed)
    return Spent(spent["seconds"], spent["processor"], spent["peak"])


def speed(system: System, article: Path, *, say: Callable[[str], None], seconds: float = 1.0) -> list[Section]:
    """Ratios of two times of the same run, and the seconds behind them."""
    rows = [*_stages(system)]
    say(f"Translating {SENTENCES} sentences together and one by one.")
    rows.append(_batched(batched_translation(article, most=SENTENCES)))
    say("Reading numbers beside quantulum3.")
    faster = against_quantulum3(seconds=seconds)
    if faster is not None:
        rows.append(("sentences read for numbers, English", "quantulum3, the same lines", f"{faster:.1f}×", ""))
    return [
        Section(
            "Speed",
            "Each ratio sets two times against each other that were taken in one run on one machine, so it says about "
            "the same on another day.",
            "Seconds do not: they hold for this machine and what else it did.",
            ("what", "beside", "ratio", "seconds"),
            tuple(rows),
            "python -m eval.card, python -m eval.bench, python -m eval.bench_numbers",
            ("samples",),
        )
    ]


def _stages(system: System) -> list[tuple[str, str, str, str]]:
    spent: dict[str, float] = {}
    for record in system.records.values():
        for stage in record.stages:
            spent[stage.name] = spent.get(stage.name, 0.0) + stage.seconds
    translating = spent.get("translate", 0.0)
    if not translating:
        return []
    parts = {
        "reading and checking all numbers": sum(spent.get(name, 0.0) for name in _CHECKS),
        "guards, with the sentence encoder": spent.get("guard", 0.0),
        "repairing translations": spent.get("repair", 0.0),
        "summarizing": spent.get("summarize", 0.0),
        "repairing summaries": spent.get("repair_summary", 0.0),
    }
    beside = "translating the same articles"
    return [
        (what, beside, f"{100 * took / translating:.1f} %", f"{took:.2f} of {translating:.1f}")
        for what, took in parts.items()
    ]


def _batched(measured: Measurement) -> tuple[str, str, str, str]:
    single, batched = measured.figures["one by one (s)"], measured.figures["batched (s)"]
    what = f"{measured.figures['segments']:.0f} sentences translated in one call"
    return what, "one call a sentence, the same engine", f"{measured.ratio:.1f}×", f"{batched:.1f} against {single:.1f}"
