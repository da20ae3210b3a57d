"""Averaging of adapters: the mean of the products that two files hold, within a bound of bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from models.adapter import averaging

LOWER, UPPER = "base_model.model.model.layers.0.mlp.up_proj", "base_model.model.model.layers.1.mlp.up_proj"


def adapter(path: Path, *names: str, rank: int, seed: int, inputs: int = 24) -> Path:
    generator = torch.Generator().manual_seed(seed)
    tensors = {}
    for name in names:
        tensors[f"{name}.lora_A.weight"] = torch.randn(rank, inputs, generator=generator).bfloat16()
        tensors[f"{name}.lora_B.weight"] = torch.randn(32, rank, generator=generator).bfloat16()
    save_file(tensors, path)
    return path


def product(path: Path, name: str) -> torch.Tensor:
    tensors = load_file(path)
    if f"{name}.lora_A.weight" not in tensors:
        return torch.zeros(32, 24)
    return tensors[f"{name}.lora_B.weight"].float() @ tensors[f"{name}.lora_A.weight"].float()


def distance(found: torch.Tensor, wanted: torch.Tensor) -> float:
    return float((found - wanted).norm() / wanted.norm())


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    return (
        adapter(tmp_path / "all.safetensors", LOWER, UPPER, rank=2, seed=1),
        adapter(tmp_path / "upper.safetensors", UPPER, rank=3, seed=2),
    )


def test_the_mean_is_that_of_the_products(two: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "mean.safetensors"
    assert averaging.main([f"{two[0]}=0.5", f"{two[1]}=0.25", "--out", str(out)]) == 0
    for name in (LOWER, UPPER):
        wanted = 0.5 * product(two[0], name) + 0.25 * product(two[1], name)
        assert distance(product(out, name), wanted) < 0.02


def test_a_bound_of_bytes_cuts_what_says_least(two: tuple[Path, Path]) -> None:
    rank = 2 * (24 + 32)
    whole, share = averaging.average([(two[0], 1.0), (two[1], 0.01)], most_bytes=100 * rank)
    assert share == pytest.approx(1.0)
    cut, share = averaging.average([(two[0], 1.0), (two[1], 0.01)], most_bytes=6 * rank)
    assert sum(2 * tensor.numel() for tensor in cut.values()) <= 6 * rank < sum(2 * t.numel() for t in whole.values())
    assert 0.99 < share < 1.0
    assert {name: cut[f"{name}.lora_A.weight"].shape[0] for name in (LOWER, UPPER)} == {LOWER: 2, UPPER: 4}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["{all}"], "FILE=WEIGHT"),
        (["{all}=half"], "FILE=WEIGHT"),
        (["{all}=0.5", "{missing}=0.5"], "cannot be read"),
        (["{all}=0.5", "{other}=0.5"], "do not suit the same model"),
    ],
)
def test_what_cannot_be_averaged_is_told_in_a_sentence(
    arguments: list[str], says: str, two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = adapter(tmp_path / "other.safetensors", UPPER, rank=2, seed=3, inputs=20)
    places = {"all": two[0], "missing": tmp_path / "none", "other": other}
    out = tmp_path / "mean.safetensors"
    assert averaging.main([one.format(**places) for one in arguments] + ["--out", str(out)]) == 2
    assert says in capsys.readouterr().err
    assert not out.exists()
