"""Weights of four bits, as the GGUF has them and as OpenVINO computes with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models import zero_points
from models.gguf_file import Tensor

ROWS, COLUMNS, GROUP = 6, 512, 32
Floats = NDArray[np.float32]


def q4_k(seed: int) -> tuple[bytes, Floats, Floats, NDArray[np.uint8]]:
    """The bytes of a random tensor, and its scales, minimums and whole numbers, a row of the tensor to a row."""
    dice = np.random.default_rng(seed)
    data, scales, minimums, numbers = b"", [], [], []
    for _ in range(ROWS * COLUMNS // 256):
        factor = dice.uniform(0.001, 0.01)
        factors = np.array([factor, 14 * factor], np.float16)
        scale = dice.integers(20, 64, 8)
        minimum = (scale * dice.uniform(0.2, 1, 8)).astype(int)  # so that zero points are between 0 and 15
        packed = [int(scale[i]) | (int(scale[i + 4]) >> 4) << 6 for i in range(4)]
        packed += [int(minimum[i]) | (int(minimum[i + 4]) >> 4) << 6 for i in range(4)]
        packed += [(int(scale[i + 4]) & 15) | (int(minimum[i + 4]) & 15) << 4 for i in range(4)]
        whole = dice.integers(0, 16, 256, dtype=np.uint8)
        halves = whole.reshape(4, 2, 32)
        data += factors.tobytes() + bytes(packed) + (halves[:, 0] | halves[:, 1] << 4).tobytes()
        scales.append(np.float32(factors[0]) * scale)
        minimums.append(np.float32(factors[1]) * minimum)
        numbers.append(whole)
    shape = (ROWS, COLUMNS // GROUP)
    return (
        data,
        np.array(scales, np.float32).reshape(shape),
        np.array(minimums, np.float32).reshape(shape),
        np.array(numbers).reshape(*shape, GROUP),
    )


def graph(scales: Floats, zeros: Floats, numbers: NDArray[np.uint8]) -> tuple[Any, Any]:
    """A model of one product in the form that OpenVINO gives it, and the product."""
    openvino = pytest.importorskip("openvino")
    make = openvino.opset13
    source = make.parameter([-1, -1, COLUMNS], np.float32, name="x")
    number = constant(numbers, numbers.shape)
    zero = constant(zeros.astype(np.uint8), (*zeros.shape, 1))
    shifted = make.subtract(make.convert(number, "f16"), make.convert(zero, "f16"))
    weights = make.multiply(shifted, make.constant(scales[:, :, None].astype(np.float16)))
    flat = make.reshape(weights, make.constant(np.array([ROWS, COLUMNS])), False)
    product = make.matmul(source, make.convert(flat, "f32"), False, True)
    return openvino.Model([make.result(product)], [source]), product


def constant(values: NDArray[np.uint8], shape: tuple[int, ...]) -> Any:
    """Values of four bits."""
    openvino = pytest.importorskip("openvino")
    filled = openvino.Tensor(openvino.Type.u4, openvino.Shape(shape))
    filled.data.reshape(-1).view(np.uint8)[:] = packed(values)
    return openvino.op.Constant(filled)


def packed(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    flat = values.reshape(-1)
    return np.asarray(flat[::2] | flat[1::2] << 4, np.uint8)


def run(model: Any, inputs: Floats) -> Floats:
    openvino = pytest.importorskip("openvino")
    options = {"INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": 0}
    compiled = openvino.Core().compile_model(model, "CPU", options)
    return np.array(compiled(inputs)[0])


def test_a_product_with_rounded_zero_points_becomes_exact(tmp_path: Path) -> None:
    data, scales, minimums, numbers = q4_k(1)
    (tmp_path / "weights").write_bytes(b"head" + data)
    tensor = Tensor(zero_points.Q4_K, (COLUMNS, ROWS), start=4, length=len(data))
    exact = (scales[:, :, None] * numbers - minimums[:, :, None]).reshape(ROWS, COLUMNS)
    inputs = np.random.default_rng(2).normal(size=(2, 3, COLUMNS)).astype(np.float32)
    model, product = graph(scales, np.clip(np.round(minimums / scales), 0, 15), numbers)
    before = np.abs(run(model, inputs) - inputs @ exact.T).max()

    assert zero_points.restore([(product, tensor)], tmp_path / "weights") == 1
    after = np.abs(run(model, inputs) - inputs @ exact.T).max()
    assert after < before / 20


def test_scales_and_minimums_are_those_of_the_file(tmp_path: Path) -> None:
    data, scales, minimums, _ = q4_k(3)
    (tmp_path / "weights").write_bytes(data)
    found = zero_points.scales_and_minimums(
        tmp_path / "weights", Tensor(zero_points.Q4_K, (COLUMNS, ROWS), 0, len(data))
    )
    np.testing.assert_allclose(found[0], scales)
    np.testing.assert_allclose(found[1], minimums)


@pytest.mark.parametrize("case", ["another type", "another tensor"])
def test_what_is_not_the_file_s_is_left_alone(case: str, tmp_path: Path) -> None:
    data, scales, minimums, numbers = q4_k(1)
    (tmp_path / "weights").write_bytes(q4_k(4)[0] if case == "another tensor" else data)
    kind = 14 if case == "another type" else zero_points.Q4_K
    model, product = graph(scales, np.clip(np.round(minimums / scales), 0, 15), numbers)
    operations = len(model.get_ops())
    tensor = Tensor(kind, (COLUMNS, ROWS), start=0, length=len(data))
    assert zero_points.restore([(product, tensor)], tmp_path / "weights") == 0
    assert len(model.get_ops()) == operations
