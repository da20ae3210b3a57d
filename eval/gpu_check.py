"""`make gpu-check`: whether the models compute on a CUDA device what they compute on the CPU, and how fast.

Models of a realistic size are built with random weights (`eval.gpu_models`) and loaded as those of the hub are, by
every path there is to the device. Random weights never stop, so every text gets as many tokens as its length allows. No
network, and nothing is left behind. A Markdown table goes to stdout, what is being done to stderr.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from eval import gpu_memory, gpu_models
from eval.bench_models import build_marian
from eval.gpu_models import ENOUGH, Size
from models import causal, ctranslate, seq2seq, torch_seq2seq
from models.base import Generation, ModelError, Translator
from models.devices import Device, import_transformers, release_memory
from models.seq2seq_runtime import Runtime

Kind = Literal["marian", "chat"]
Library = Literal["transformers", "CTranslate2"]

_TITLES = {"marian": "Marian", "chat": "chat model"}


@dataclass(frozen=True, slots=True)
class Way:
    """One path from a model to the device."""

    kind: Kind
    library: Library
    precision: str

    def __str__(self) -> str:
        return f"{_TITLES[self.kind]}, {self.library}, {self.precision}"


@dataclass(frozen=True, slots=True)
class Row:
    """What one way gave: texts as on the CPU and the part of the characters before the first difference, of 1.

    `speeds` has tokens a second by the number of texts in a call. `problem` says what is wrong, else it is empty.
    """

    way: Way
    same: int = 0
    compared: int = 0
    agreeing: float = 0.0
    speeds: tuple[tuple[int, float], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A line below the table."""

    text: str
    ok: bool = True


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command: 0 if every check held, 1 if one did not, 2 without a CUDA device."""
    parser = argparse.ArgumentParser(prog="python -m eval.gpu_check", description=__doc__)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda", help="cpu tries the command itself")
    parser.add_argument("--size", choices=tuple(gpu_models.SIZES), default="full", help="of the models")
    chosen = parser.parse_args(arguments)
    import torch

    if chosen.device == "cuda" and not torch.cuda.is_available():
        sys.stderr.write(
            f"torch {torch.__version__} sees no CUDA device on this machine, so nothing was checked; run it on a "
            "machine with one and a torch built for it, or try the command itself with --device cpu --size tiny.\n"
        )
        return 2
    started = time.monotonic()

    def say(text: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started:5.0f} s  {text}\n")

    try:
        with tempfile.TemporaryDirectory(prefix="gpu-check-") as scratch:
            rows, findings = check(chosen.device, gpu_models.SIZES[chosen.size], Path(scratch), say=say)
    except (OSError, ModelError) as error:
        sys.stderr.write(f"The models for the check cannot be made or run on the CPU: {error}\n")
        return 1
    sys.stdout.write("\n".join([_machine(chosen.device, chosen.size), "", *table(rows), "", *_listed(findings)]) + "\n")
    say("done")
    return 0 if all(not row.problem for row in rows) and all(finding.ok for finding in findings) else 1


def ways(device: Device) -> list[Way]:
    """Every way to `device`; on a GPU without bfloat16 one less for each model."""
    if device == "cpu":
        halves = ["bfloat16"]
    else:
        import torch

        halves = ["bfloat16", "float16"] if torch.cuda.is_bf16_supported() else ["float16"]
    of_torch = ["float32", *halves]
    return [
        *(Way("marian", "transformers", precision) for precision in of_torch),
        *(Way("marian", "CTranslate2", precision) for precision in reversed(ctranslate.PRECISIONS[device])),
        *(Way("chat", "transformers", precision) for precision in of_torch),
    ]


def check(device: Device, size: Size, scratch: Path, *, say: Callable[[str], None]) -> tuple[list[Row], list[Finding]]:
    """Builds the models in `scratch`, tries every way to `device`, and compares.

    Raises:
        ModelError: a model cannot be run on the CPU, with which all is compared.
        OSError: it cannot be saved.
    """
    rows: list[Row] = []
    memory: list[Finding] = []
    for kind in ("marian", "chat"):
        say(f"building the {_TITLES[kind]}")
        folder = _build(kind, size, scratch / kind)
        texts = gpu_models.random_texts(max(*size.batches[kind], size.compared[kind]), words=size.words)
        say(f"{_TITLES[kind]}: what the CPU gives")
        expected = _load(_reference(kind), "cpu", folder).translate(texts[: size.compared[kind]])
        for way in (way for way in ways(device) if way.kind == kind):
            say(str(way))
            row, found = _try(way, device, folder, texts=texts, expected=expected, batches=size.batches[kind])
            rows.append(row)
            memory += found
            gc.collect()
            release_memory(device)
    if device == "cpu":
        memory.append(Finding("Memory that runs out: skipped, it is checked on a CUDA device only."))
    return rows, [*_libraries(rows, "float32" if device == "cpu" else "float16"), *memory]


def agreement(outputs: Sequence[Generation], expected: Sequence[Generation]) -> tuple[int, float]:
    """How many `outputs` are as `expected`, and the part of the characters before the first difference in each."""
    pairs = [(output.text, wanted.text) for output, wanted in zip(outputs, expected, strict=True)]
    agreeing = sum(_common(*pair) for pair in pairs)
    return sum(one == other for one, other in pairs), agreeing / max(1, sum(max(map(len, pair)) for pair in pairs))


def judge(row: Row, outputs: Sequence[Generation], expected: Sequence[Generation]) -> Row:
    """`row` with how far `outputs` agree with what the CPU gave, and with what is wrong about them."""
    same, agreeing = agreement(outputs, expected)
    problem = ""
    if [output.tokens for output in outputs] != [wanted.tokens for wanted in expected]:
        problem = "other numbers of tokens than on the CPU"
    elif not all(output.text for output in outputs):
        problem = "empty outputs"
    elif row.way.precision == "float32" and same < ENOUGH * len(expected):
        problem = f"fewer than {ENOUGH:.0%} of the texts as on the CPU"
    return replace(row, same=same, compared=len(expected), agreeing=agreeing, problem=problem)


def table(rows: Sequence[Row]) -> list[str]:
    """The lines of the Markdown table of `rows`."""
    lines = [
        "| model | library | precision | texts as on the CPU | agreeing part | tokens a second (texts in a call) | |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        way = row.way
        speeds = ", ".join(f"{speed:.0f} ({texts})" for texts, speed in row.speeds)
        measured = [f"{row.same} of {row.compared}", f"{row.agreeing:.0%}", speeds] if row.compared else ["–"] * 3
        verdict = "FAILED: " + row.problem.replace("|", "\\|") if row.problem else "ok"
        lines.append(f"| {' | '.join([_TITLES[way.kind], way.library, way.precision, *measured, verdict])} |")
    return lines


def _common(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)


def _build(kind: Kind, size: Size, folder: Path) -> Path:
    texts = gpu_models.sample_texts()
    if kind == "chat":
        return gpu_models.build_chat(folder, texts, size=size.chat)
    return build_marian(folder, texts, size=size.marian, never_ends=True)


def _load(way: Way, device: Device, folder: Path) -> Translator:
    """The engine of the model in `folder` by `way`, as the registry's loaders make it."""
    name = f"{way.kind}-of-chance"
    if way.kind == "chat":
        return causal.load(folder, name=name, device=device, compute_type=way.precision)
    codec = seq2seq.load_codec(folder, name=name)
    runtime: Runtime
    if way.library == "CTranslate2":
        home = folder.with_name("converted")
        runtime = ctranslate.load(folder, codec, name=name, device=device, compute_type=way.precision, home=home)
    else:
        runtime = torch_seq2seq.load(folder, codec, name=name, device=device, compute_type=way.precision)
    return seq2seq.assemble(folder, codec, runtime, name=name)


def _reference(kind: Kind) -> Way:
    """What everything is compared with, on the CPU, and, on a GPU, where memory is made short."""
    return Way(kind, "transformers", "float32")


def _try(
    way: Way,
    device: Device,
    folder: Path,
    *,
    texts: Sequence[str],
    expected: Sequence[Generation],
    batches: Sequence[int],
) -> tuple[Row, list[Finding]]:
    row = Row(way)
    try:
        engine = _load(way, device, folder)
        outputs = engine.translate(texts[: len(expected)])
        engine.translate(texts[: max(batches)])  # what is slow the first time is done with it
        row = judge(
            replace(row, speeds=tuple((count, _speed(engine, texts[:count])) for count in batches)), outputs, expected
        )
        if device == "cpu" or way != _reference(way.kind):
            return row, []
        return row, [Finding(*gpu_memory.check_halving(engine, texts[: max(batches)], title=_TITLES[way.kind]))]
    except ModelError as error:
        return replace(row, problem=str(error)), []


def _speed(engine: Translator, texts: Sequence[str]) -> float:
    started = time.perf_counter()
    outputs = engine.translate(texts)
    return sum(output.tokens for output in outputs) / (time.perf_counter() - started)


def _libraries(rows: Sequence[Row], precision: str) -> list[Finding]:
    """How CTranslate2 does beside transformers in `precision`."""
    measured = {row.way: row for row in rows if row.speeds}
    one = measured.get(Way("marian", "CTranslate2", precision))
    other = measured.get(Way("marian", "transformers", precision))
    if one is None or other is None:
        return [Finding(f"CTranslate2 beside transformers in {precision}: not measured, one of them failed.", ok=False)]
    ratios = ", ".join(
        f"{fast / slow:.1f} ({texts})" for (texts, fast), (_, slow) in zip(one.speeds, other.speeds, strict=True)
    )
    return [
        Finding(
            f"CTranslate2 beside transformers, Marian in {precision}: {ratios} times as many tokens a second (texts in "
            f"a call); {one.same} and {other.same} of {one.compared} texts as on the CPU."
        )
    ]


def _machine(device: Device, size: str) -> str:
    import ctranslate2  # type: ignore[import-untyped]  # it ships no py.typed
    import torch

    what = torch.cuda.get_device_name(0) if device == "cuda" else "the CPU, to try the command"
    return (
        f"GPU check on {what}, models of size {size}: torch {torch.__version__}, transformers "
        f"{import_transformers().__version__}, CTranslate2 {ctranslate2.__version__}. Random weights; in float32 "
        f"{ENOUGH:.0%} of the texts must be as on the CPU, for lower precisions the share is reported only."
    )


def _listed(findings: Sequence[Finding]) -> list[str]:
    return [f"- {'' if finding.ok else 'FAILED: '}{finding.text}" for finding in findings]


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # of the libraries, on how models are made
    raise SystemExit(main())
