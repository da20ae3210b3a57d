"""Exact zero points for the four-bit weights that OpenVINO reads from a GGUF.

A GGUF of the type Q4_K keeps 32 weights as `scale * q - minimum`; OpenVINO reads them as `scale * (q - zero)` with a
whole number from 0 to 15 for `zero`. So it rounds `minimum / scale`, and shifts all 32 weights by up to half a step,
which cost 2 points of chrF2. What rounding took is one number for 32 weights, so it is put back as a small product
beside the large one, of the sums of 32 inputs with these numbers in eight bits. A `zero` with a fraction would do the
same, but OpenVINO has no fast path for it (1.4 times the time on a CPU without AMX, against 1.15).

The layout of a block of Q4_K is that of `block_q4_K` and `get_scale_min_k4` in ggml.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.gguf_file import Tensor

Floats = NDArray[np.float32]

Q4_K = 12
"""Its number among the types of tensors."""

_GROUP, _BLOCK_BYTES = 32, 144
_GROUPS = 8
"""Groups of weights in a block."""
_CLOSE = 1e-3
"""How far the scales of a graph may be from the file's, relative to the largest: they are rounded to 16 bits."""


def restore(products: Iterable[tuple[Any, Tensor]], path: Path) -> int:
    """Puts back what rounding took from the weights of `products`, and returns how many of them were changed.

    They are matrix products of an OpenVINO model, each with its tensor in the GGUF at `path`. A product with weights of
    another type or form is left alone.

    Raises:
        OSError: the file cannot be read.
    """
    sums: dict[tuple[str, int], Any] = {}
    changed = 0
    for product, tensor in products:
        parts = _parts(product) if tensor.kind == Q4_K else None
        if parts is None:
            continue
        scales, zeros = parts
        exact, minimums = scales_and_minimums(path, tensor)
        if scales.shape != exact.shape or np.abs(scales - exact).max() > _CLOSE * np.abs(exact).max():
            continue
        _add(product, scales * zeros - minimums, sums)
        changed += 1
    return changed


def scales_and_minimums(path: Path, tensor: Tensor) -> tuple[Floats, Floats]:
    """Of a tensor of the type Q4_K the scale and the minimum of every 32 weights, each of the shape (rows, groups).

    Raises:
        OSError: the file cannot be read.
    """
    columns, rows = tensor.shape
    data = np.memmap(path, np.uint8, "r", offset=tensor.start, shape=(tensor.length,))
    blocks = data.reshape(-1, _BLOCK_BYTES)[:, :16]
    factors = np.ascontiguousarray(blocks[:, :4]).view(np.float16).astype(np.float32)
    low, middle, high = blocks[:, 4:8], blocks[:, 8:12], blocks[:, 12:16]
    scales = np.hstack([low & 63, (high & 15) | ((low >> 2) & 48)])
    minimums = np.hstack([middle & 63, (high >> 4) | ((middle >> 2) & 48)])
    shape = (rows, columns // _GROUP)
    return (factors[:, :1] * scales).reshape(shape), (factors[:, 1:] * minimums).reshape(shape)


def _parts(product: Any) -> tuple[Floats, Floats] | None:
    """The scales and the zero points of a product's weights, each of the shape (rows, groups); None for another form.

    The form is Multiply(Subtract(Convert(q), Convert(zero)), scale), in groups of `_GROUP`.
    """
    node = product.input_value(1).get_node()
    while node.get_type_name() in ("Convert", "Reshape"):
        node = node.input_value(0).get_node()
    if node.get_type_name() != "Multiply" or node.input_value(0).get_node().get_type_name() != "Subtract":
        return None
    shape = tuple(node.get_output_shape(0))
    scale = node.input_value(1).get_node()
    zero = node.input_value(0).get_node().input_value(1).get_node()
    zero = zero.input_value(0).get_node() if zero.get_type_name() == "Convert" else zero
    if scale.get_type_name() != "Constant" or zero.get_type_name() != "Constant" or shape[2:] != (_GROUP,):
        return None
    zeros = _whole(zero).reshape(shape[:2]).astype(np.float32)
    return np.asarray(scale.get_data(), np.float32).reshape(shape[:2]), zeros


def _whole(constant: Any) -> NDArray[np.uint8]:
    """The values of a constant of 4 or 8 bits; two of 4 bits lie in a byte, the lower half first."""
    data = np.asarray(constant.get_data()).reshape(-1).view(np.uint8)
    count = int(np.prod(constant.get_output_shape(0)))
    if data.size == count:
        return data
    return np.stack([data & 15, data >> 4], axis=1).reshape(-1)[:count]


def _add(product: Any, missing: Floats, sums: dict[tuple[str, int], Any]) -> None:
    """Adds to a product `missing` (rows, groups) times the sums of its inputs; `sums` are those that exist already."""
    from openvino import opset13 as make  # type: ignore[import-untyped]  # it ships no py.typed

    source = product.input_value(0)
    key = (source.get_node().get_friendly_name(), source.get_index())
    if key not in sums:
        groups = make.reshape(source, make.constant(np.array([0, 0, missing.shape[1], _GROUP], np.int64)), True)
        sums[key] = make.reduce_sum(groups, make.constant(np.array([3], np.int64)), False)
    steps = (np.maximum(np.abs(missing).max(axis=1, keepdims=True), 1e-6) / 127).astype(np.float16)
    whole = np.clip(np.round(missing / steps.astype(np.float32)), -127, 127).astype(np.int8)
    weights = make.convert(make.multiply(make.convert(make.constant(whole), "f16"), make.constant(steps)), "f32")
    users = list(product.output(0).get_target_inputs())
    whole_product = make.add(product, make.matmul(sums[key], weights, False, True))
    for user in users:
        user.replace_source_output(whole_product.output(0))
