"""A GGUF file that is no model never reaches OpenVINO, which would end the process."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from models import gguf_file
from models.gguf_file import NotGguf
from tests.conftest import Amana
from tests.gguf_files import ARRAY, F16, STRING, UINT32, Tiny, tiny


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.gguf"


def test_a_whole_file_passes(path: Path) -> None:
    path.write_bytes(tiny().data())
    gguf_file.check(path)


def test_no_beginning_of_a_file_passes(path: Path) -> None:
    """Truncated anywhere: in the header, between the tensors, by one byte."""
    data = tiny().data()
    for length in (*range(0, len(data), 499), len(data) - 1):
        path.write_bytes(data[:length])
        with pytest.raises(NotGguf):
            gguf_file.check(path)


def test_junk_is_refused_in_bounded_memory(path: Path) -> None:
    dice = random.Random(1)
    for _ in range(300):
        path.write_bytes(dice.choice((b"", b"GGUF", b"GGUF\3\0\0\0")) + dice.randbytes(dice.randrange(4000)))
        with pytest.raises(NotGguf):
            gguf_file.check(path)


Change = Callable[[Tiny], None]


def metadata(key: str, kind: int, value: object) -> Change:
    return lambda model: model.metadata.__setitem__(key, (kind, value))


def without(key: str) -> Change:
    return lambda model: model.metadata.__delitem__(key)


def tensor(name: str, shape: tuple[int, ...], kind: int = F16) -> Change:
    return lambda model: model.tensors.__setitem__(name, (shape, kind, b"\0" * 64))


ODD: dict[str, tuple[Change, str]] = {
    "another architecture": (metadata("general.architecture", STRING, "bert"), "architecture is 'bert'"),
    "none": (without("general.architecture"), "architecture is None"),
    "no heads": (metadata("qwen2.attention.head_count", UINT32, 0), "head_count is 0"),
    "a text for a number": (metadata("qwen2.block_count", STRING, "x"), "block_count is 'x'"),
    "an alignment of nothing": (metadata("general.alignment", UINT32, 0), "alignment is 0"),
    "more tokens than vectors": (metadata("tokenizer.ggml.tokens", ARRAY, (STRING, ["a"] * 301)), "do not go together"),
    "tokens that are numbers": (metadata("tokenizer.ggml.tokens", UINT32, 3), "do not go together"),
    "a tensor larger than the file": (tensor("output.weight", (64, 10**9)), "cut off or damaged"),
    "a tensor without an end": (tensor("output.weight", (2**63, 2**63)), "cut off or damaged"),
    "a tensor of nothing": (tensor("output.weight", (0, 5)), "impossible shape"),
    "half a block": (tensor("output.weight", (31, 1), 8), "impossible shape"),
    "an unknown type": (tensor("output.weight", (1,), 999), "unknown type 999"),
    "many dimensions": (tensor("output.weight", (1,) * 5), "5 dimensions"),
}


@pytest.mark.parametrize(("change", "said"), ODD.values(), ids=ODD)
def test_what_openvino_would_trip_over_is_named(path: Path, change: Change, said: str) -> None:
    model = tiny()
    change(model)
    path.write_bytes(model.data())
    with pytest.raises(NotGguf, match=re.escape(said)):
        gguf_file.check(path)


def test_the_command_says_it_in_one_sentence(amana: Amana, article: Path, path: Path) -> None:
    path.write_bytes(tiny().data()[:-1000])
    ran = amana("translate", article, "--translator", path, "--summarizer", "extractive", "-o", path.parent / "out")
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(
        r"amana: The model .*model.gguf cannot be read .* \(it is cut off or damaged: its tensor .*\); "
        r"give another \.gguf file\.\n",
        ran.err,
    )
