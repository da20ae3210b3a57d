"""Where a model runs, on how many cores, and in which precision."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from models.base import ModelError
from models.download import first_line

Device = Literal["cpu", "cuda", "mps"]
DEVICES = ("auto", "cpu", "cuda", "mps")
COMPUTE_TYPES = ("auto", "int8", "float32", "float16", "bfloat16")


def available_cores() -> int:
    """The number of cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def choose_device(wanted: str) -> Device:
    """The device that `wanted` names; "auto" is CUDA where torch can use it, else the CPU. MPS is taken only by name.

    Raises:
        ModelError: torch cannot use the device.
    """
    if wanted == "cpu":
        return "cpu"
    import torch

    if wanted == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if wanted == "cuda" and torch.cuda.is_available():
        return "cuda"
    if wanted == "mps" and torch.backends.mps.is_available():
        return "mps"
    raise ModelError(
        f"torch {torch.__version__} sees no device {wanted!r} on this machine; leave out --device {wanted}."
    )


def choose_precision(
    compute_type: str, device: Device, *, half_overflows: bool = False, on_cpu: str = "float32"
) -> str:
    """The name of the torch dtype for weights on `device`: what `compute_type` says, and what suits for "auto".

    On a GPU that is bfloat16 where it has it, else float16, and float32 for a model that `half_overflows` (the range
    of float16 is too small for T5's activations); on the CPU `on_cpu`.

    Raises:
        ModelError: `compute_type` is int8, which torch does not do here.
    """
    if compute_type == "int8":
        raise ModelError("This model has no int8 form here; leave out --compute-type int8.")
    if compute_type != "auto":
        return compute_type
    if device == "cpu":
        return on_cpu
    import torch

    if device == "cuda" and torch.cuda.is_bf16_supported():
        return "bfloat16"
    return "float32" if half_overflows else "float16"


def import_transformers() -> Any:
    """The library, told to keep its warnings and progress bars to itself."""
    import transformers

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return transformers


def load_weights(kind: str, folder: Path, *, name: str, device: Device, precision: str) -> Any:
    """The model in `folder` by the transformers class `kind`, on `device` and ready to generate.

    Raises:
        ModelError: the weights cannot be read, or do not fit into memory.
    """
    import torch

    try:
        model, found = getattr(import_transformers(), kind).from_pretrained(
            folder, dtype=getattr(torch, precision), output_loading_info=True
        )
        require_complete(found)
        return model.to(device).eval()
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        reason = first_line(str(error)) or type(error).__name__
        raise ModelError(
            f"The weights of {name} cannot be loaded from {folder} onto {device} ({reason}); choose another model."
        ) from error


def require_complete(found: Mapping[str, Any]) -> None:
    """Raises ValueError where the weights lack a part of the model, which transformers fills up with chance.

    `found` is what transformers says of the loading.
    """
    lacking = sorted(found["missing_keys"])
    if lacking:
        raise ValueError(f"{len(lacking)} of its tensors are missing, such as {lacking[0]}")


def release_memory(device: Device) -> None:
    """Gives the blocks that torch holds for later back to the device."""
    import torch

    if device == "cuda":
        torch.cuda.empty_cache()
    elif device == "mps":
        torch.mps.empty_cache()
