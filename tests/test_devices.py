"""Where models run and in which precision, with stand-ins for the devices that this machine has not."""

from __future__ import annotations

import pytest
import torch

from models.base import ModelError
from models.batches import is_out_of_memory, run_in_batches
from models.devices import Device, choose_device, choose_precision


def test_auto_takes_cuda_where_torch_can_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device("auto") == "cuda"
    assert choose_device("cuda") == "cuda"
    assert choose_device("cpu") == "cpu"


def test_auto_takes_the_cpu_elsewhere_and_mps_only_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    assert choose_device("auto") == "cpu"
    assert choose_device("mps") == "mps"
    with pytest.raises(ModelError, match=r"sees no device 'cuda'.*leave out --device cuda"):
        choose_device("cuda")


PRECISIONS: dict[str, tuple[str, Device, bool, bool, str]] = {
    "a new GPU": ("auto", "cuda", True, False, "bfloat16"),
    "an old GPU": ("auto", "cuda", False, False, "float16"),
    "an old GPU and T5": ("auto", "cuda", False, True, "float32"),
    "MPS": ("auto", "mps", True, False, "float16"),
    "the CPU": ("auto", "cpu", True, False, "float32"),
    "what is asked for": ("float16", "cuda", True, False, "float16"),
}


@pytest.mark.parametrize(("wanted", "device", "bf16", "overflows", "expected"), PRECISIONS.values(), ids=PRECISIONS)
def test_precisions(
    wanted: str, device: Device, bf16: bool, overflows: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: bf16)
    assert choose_precision(wanted, device, half_overflows=overflows) == expected


def test_batches_hold_so_many_tokens_and_the_longest_come_first() -> None:
    batches: list[list[int]] = []
    run_in_batches([5, 50, 7, 6, 500, 5], lambda batch: batches.append(list(batch)), tokens=20, name="m")
    assert batches == [[4], [1], [2, 3], [0, 5]]


MEMORY = {
    "torch on CUDA": (torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB."), True),
    "torch on MPS": (RuntimeError("MPS backend out of memory (MPS allocated: 9.0 GB)"), True),
    "torch on a CPU": (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), True),
    "CTranslate2": (RuntimeError("CUDA failed with error out of memory"), True),
    "another failure": (RuntimeError("CUDA error: device-side assert triggered"), False),
}


@pytest.mark.parametrize(("error", "expected"), MEMORY.values(), ids=MEMORY)
def test_want_of_memory_is_told_from_other_failures(error: RuntimeError, expected: bool) -> None:
    assert is_out_of_memory(error) is expected
