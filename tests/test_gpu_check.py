"""The check for CUDA machines: the whole command on tiny models on the CPU, its judgements, and its exit codes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from eval import gpu_check, gpu_memory
from eval.gpu_check import Finding, Row, Way
from models import ctranslate, seq2seq
from models.base import Generation, ModelError, Progress
from models.batches import run_in_batches
from tests import tiny_models

TRIED = ["--device", "cpu", "--size", "tiny"]
TORCH = Way("marian", "transformers", "float32")


def test_the_whole_command_on_tiny_models(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    made: list[Path] = []
    check = gpu_check.check

    def watched(*arguments: Any, **options: Any) -> Any:
        made.append(arguments[2])
        return check(*arguments, **options)

    monkeypatch.setattr(gpu_check, "check", watched)
    assert gpu_check.main(TRIED) == 0
    printed = capsys.readouterr().out.splitlines()
    assert "torch" in printed[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in printed if line.startswith("|")]
    assert len({len(row) for row in rows}) == 1
    assert [row[:3] for row in rows[2:]] == [
        ["Marian", "transformers", "float32"],
        ["Marian", "transformers", "bfloat16"],
        ["Marian", "CTranslate2", "float32"],
        ["Marian", "CTranslate2", "int8"],
        ["chat model", "transformers", "float32"],
        ["chat model", "transformers", "bfloat16"],
    ]
    same = {tuple(row[:3]): row[3] for row in rows[2:]}
    assert same["Marian", "transformers", "float32"] == "3 of 3"
    assert same["Marian", "CTranslate2", "float32"] == "3 of 3"
    assert same["chat model", "transformers", "float32"] == "2 of 2"
    assert any("CTranslate2 beside transformers, Marian in float32" in line for line in printed)
    assert any("skipped" in line for line in printed if "Memory" in line)
    assert [folder.exists() for folder in made] == [False]


def test_without_cuda_nothing_is_built(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(gpu_check, "check", lambda *_, **__: pytest.fail("it was built"))
    assert gpu_check.main([]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "sees no CUDA device on this machine, so nothing was checked" in printed.err


def test_a_way_that_fails_is_named() -> None:
    rows = [Row(Way("marian", "CTranslate2", "float16"), problem="There is no libcublas | here.")]
    assert gpu_check.table(rows)[-1] == (
        "| Marian | CTranslate2 | float16 | – | – | – | FAILED: There is no libcublas \\| here. |"
    )


ENDS = {
    "all is well": ([Row(TORCH)], [Finding("so it is")], 0),
    "a row that is wrong": ([Row(TORCH), Row(TORCH, problem="empty outputs")], [Finding("so it is")], 1),
    "a finding that is wrong": ([Row(TORCH)], [Finding("it never ran out", ok=False)], 1),
}


@pytest.mark.parametrize(("rows", "findings", "code"), ENDS.values(), ids=ENDS)
def test_the_exit_code(rows: list[Row], findings: list[Finding], code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu_check, "check", lambda *_, **__: (rows, findings))
    assert gpu_check.main(TRIED) == code


# Judgements


def written(*texts: str, tokens: int = 4) -> list[Generation]:
    return [Generation(text, "length", tokens) for text in texts]


FOUR = written("abcd", "efgh", "ijkl", "mnop")
JUDGED = {
    "the same": ("float32", FOUR, 4, 1.0, ""),
    "a near tie decided otherwise": ("float32", written("abcd", "efgh", "ijkl", "mnXX"), 3, 14 / 16, ""),
    "two of four in float32": ("float32", written("abcd", "efgh", "iXXX", "mXXX"), 2, 10 / 16, "fewer than 75%"),
    "two of four in bfloat16": ("bfloat16", written("abcd", "efgh", "iXXX", "mXXX"), 2, 10 / 16, ""),
    "nothing alike in float16": ("float16", written("X", "X", "X", "X"), 0, 0.0, ""),
    "an end that cannot be, as from NaN": ("float16", written("", "", "", "", tokens=0), 0, 0.0, "numbers of tokens"),
    "nothing to read": ("bfloat16", written("abcd", "efgh", "ijkl", ""), 3, 12 / 16, "empty outputs"),
}


@pytest.mark.parametrize(("precision", "outputs", "same", "agreeing", "problem"), JUDGED.values(), ids=JUDGED)
def test_outputs_are_held_to_those_of_the_cpu(
    precision: str, outputs: list[Generation], same: int, agreeing: float, problem: str
) -> None:
    row = gpu_check.judge(Row(Way("marian", "transformers", precision)), outputs, FOUR)
    assert (row.same, row.compared) == (same, 4)
    assert row.agreeing == pytest.approx(agreeing)
    assert problem in row.problem
    assert bool(problem) == bool(row.problem)


@pytest.mark.parametrize("has_bfloat16", [True, False])
def test_the_ways_to_a_gpu(has_bfloat16: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: has_bfloat16)
    ways = gpu_check.ways("cuda")
    assert {way.precision for way in ways if way.library == "CTranslate2"} == {"float32", "float16", "int8"}
    for kind in ("marian", "chat"):
        of_torch = [way.precision for way in ways if (way.kind, way.library) == (kind, "transformers")]
        assert of_torch == (["float32", "bfloat16", "float16"] if has_bfloat16 else ["float32", "float16"])


# Memory


class Card:
    """A stand-in for torch.cuda and an engine on it: a text takes `each` bytes beside the `fixed` ones of the model."""

    name = "a card"

    def __init__(self, *, each: int, fixed: int = 1000, notices: bool = True, mixes: bool = False) -> None:
        self.each, self.fixed, self.notices, self.mixes = each, fixed, notices, mixes
        self.limit = self.total = 100_000
        self.peak = self.short = 0
        self.sizes: list[int] = []

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        outputs: dict[int, Generation] = {}

        def work(batch: Sequence[int]) -> None:
            self.sizes.append(len(batch))
            needed = self.fixed + self.each * len(batch)
            if self.notices and needed > self.limit:
                self.short += 1
                raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
            self.peak = max(self.peak, needed)
            outputs.update({place: Generation(self.answer(texts[place], batch), "length", 5) for place in batch})

        run_in_batches([1] * len(texts), work, tokens=1000, name=self.name)
        return [outputs[place] for place in range(len(texts))]

    def answer(self, text: str, batch: Sequence[int]) -> str:
        return f"{text} of {len(batch)}" if self.mixes else text

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        replaced: dict[str, Any] = {
            "empty_cache": lambda: None,
            "memory_reserved": lambda: self.fixed,
            "reset_peak_memory_stats": lambda: setattr(self, "peak", 0),
            "max_memory_allocated": lambda: self.peak,
            "memory_stats": lambda: {"num_ooms": self.short},
            "get_device_properties": lambda _: SimpleNamespace(total_memory=self.total),
            "set_per_process_memory_fraction": lambda part: setattr(self, "limit", round(part * self.total)),
        }
        for name, value in replaced.items():
            monkeypatch.setattr(torch.cuda, name, value)


CARDS = {
    "halved": (Card(each=100), r"Marian: with .* ran out 2 times, and all came back in smaller batches, 8 of 8", True),
    "memory that is not short": (Card(each=100, notices=False), "never ran out, so nothing was shown", False),
    "outputs that change": (Card(each=100, mixes=True), "ran out 2 times, and only 0 of 8 came back as before", False),
}


@pytest.mark.parametrize(("card", "said", "ok"), CARDS.values(), ids=CARDS)
def test_memory_that_runs_out(card: Card, said: str, ok: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    card.install(monkeypatch)
    told, is_good = gpu_memory.check_halving(card, [f"text {number}" for number in range(8)], title="Marian")
    assert re.search(said, told)
    assert is_good is ok
    assert card.limit == card.total, "the limit is taken away again"


def test_a_single_text_that_does_not_fit_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(each=100)
    card.install(monkeypatch)
    monkeypatch.setattr(torch.cuda, "set_per_process_memory_fraction", lambda part: setattr(card, "limit", part))
    told, is_good = gpu_memory.check_halving(card, ["one", "two"], title="Marian")
    assert "ran out of memory with a single text" in told
    assert not is_good


# CTranslate2 in float16


def test_ctranslate2_has_float16_on_a_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny_models.build("marian", tmp_path / "marian")
    codec = seq2seq.load_codec(folder, name="marian")
    asked: dict[str, Any] = {}

    def translator(path: str, **options: Any) -> None:
        asked.update(options, saved=json.loads((Path(path) / "config.json").read_text(encoding="utf-8")))

    monkeypatch.setattr("ctranslate2.Translator", translator)
    options: dict[str, Any] = {"name": "marian", "device": "cuda", "home": tmp_path / "converted"}
    runtime = ctranslate.load(folder, codec, compute_type="float16", **options)
    assert (asked["device"], asked["compute_type"], asked["inter_threads"]) == ("cuda", "float16", 1)
    assert runtime.title.endswith("on cuda in float16")
    with pytest.raises(ModelError, match="There is no bfloat16 on cuda"):
        ctranslate.load(folder, codec, compute_type="bfloat16", **options)
