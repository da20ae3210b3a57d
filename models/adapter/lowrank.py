"""Low-rank matrices (LoRA, Hu et al. 2021) on the linear layers of a language model in torch, and their file.

The file is safetensors with the names that PEFT gives, so that other libraries read it; the scale alpha / rank is
multiplied into B, and so nobody who reads the file needs to know it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from models.base import ModelError

ATTENTION = ("q_proj", "k_proj", "v_proj", "o_proj")
FEED_FORWARD = ("gate_proj", "up_proj", "down_proj")
PROJECTIONS = (*(f"self_attn.{name}" for name in ATTENTION), *(f"mlp.{name}" for name in FEED_FORWARD))
"""The linear layers of a block of Qwen2 and its kin, by their place in it."""

PREFIX = "base_model.model.model.layers"


class LowRank(nn.Module):
    """A linear layer with `base(x) + scale * B A x`; B starts at zero, so that nothing is changed at first."""

    def __init__(self, base: nn.Linear, *, rank: int, scale: float) -> None:
        super().__init__()
        self.base = base
        self.scale = scale
        device = base.weight.device
        self.a = nn.Parameter(torch.empty(rank, base.in_features, device=device))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank, device=device))
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output for inputs of any shape that ends in its number of inputs."""
        low = functional.linear(x, self.a.to(x.dtype))
        return torch.add(self.base(x), functional.linear(low, self.b.to(x.dtype)), alpha=self.scale)


def attach(model: Any, *, layers: Sequence[int], rank: int, scale: float = 2.0) -> dict[str, LowRank]:
    """Puts fresh matrices on every projection of the blocks `layers` of `model`, freezes all else, and returns them by
    the name that they have in the file."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    attached = {}
    for name, owner, field in _sites(model, layers):
        attached[name] = LowRank(getattr(owner, field), rank=rank, scale=scale)
        setattr(owner, field, attached[name])
    return attached


def save(attached: dict[str, LowRank], path: Path, *, dtype: torch.dtype = torch.bfloat16) -> None:
    """Writes the matrices as safetensors, whole or not at all."""
    tensors = {}
    for name, layer in attached.items():
        tensors[f"{name}.lora_A.weight"] = layer.a.detach().to(dtype).contiguous()
        tensors[f"{name}.lora_B.weight"] = (layer.b.detach() * layer.scale).to(dtype).contiguous()
    write(tensors, path)


def write(tensors: dict[str, torch.Tensor], path: Path) -> None:
    """Writes matrices by their names in the file as safetensors, whole or not at all."""
    from safetensors.torch import save_file

    partial = path.with_suffix(".partial")
    save_file(tensors, partial)
    partial.replace(path)


def restore(attached: dict[str, LowRank], path: Path) -> None:
    """Fills matrices from a file; those that it lacks stay as they are, so that layers can be added.

    Raises:
        ModelError: the file cannot be read or its matrices are of another shape.
    """
    tensors = read(path)
    with torch.no_grad():
        for name, layer in attached.items():
            if f"{name}.lora_A.weight" not in tensors:
                continue
            a, b = tensors[f"{name}.lora_A.weight"], tensors[f"{name}.lora_B.weight"]
            if a.shape != layer.a.shape or b.shape != layer.b.shape:
                raise ModelError(f"The adapter {path} has another rank or another model's shapes ({name}).")
            layer.a.copy_(a.float())
            layer.b.copy_(b.float() / layer.scale)


def merge(model: Any, path: Path) -> None:
    """Adds the matrices of a file to the weights of `model`, which then runs as fast as before.

    Raises:
        ModelError: the file cannot be read or suits another model.
    """
    tensors = read(path)
    layers = range(len(model.model.layers))
    with torch.no_grad():
        for name, owner, field in _sites(model, layers):
            if f"{name}.lora_A.weight" in tensors:
                a, b = tensors[f"{name}.lora_A.weight"].float(), tensors[f"{name}.lora_B.weight"].float()
                weight = getattr(owner, field).weight
                if (b.shape[0], a.shape[1]) != tuple(weight.shape):
                    raise ModelError(f"The adapter {path} suits another model ({name}).")
                weight.add_((b @ a).to(weight.dtype))


def read(path: Path) -> dict[str, torch.Tensor]:
    """The matrices of a file by their names in it.

    Raises:
        ModelError: the file cannot be read.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors: dict[str, torch.Tensor] = load_file(path)
    except (OSError, SafetensorError) as error:
        raise ModelError(f"The adapter {path} cannot be read ({error}).") from error
    return tensors


def _sites(model: Any, layers: Sequence[int]) -> Iterator[tuple[str, Any, str]]:
    for number in layers:
        block = model.model.layers[number]
        for projection in PROJECTIONS:
            part, field = projection.split(".")
            yield f"{PREFIX}.{number}.{projection}", getattr(block, part), field
