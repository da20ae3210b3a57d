"""Looks at a GGUF file before it is loaded: OpenVINO trusts what its header says, and a false one ends the process.

The package `gguf` of PyPI is not used for it: it maps the file by the counts that the header states, takes what ends
too early for what is there, and raises whatever numpy does.
"""

from __future__ import annotations

import math
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

ARCHITECTURES = ("llama", "qwen2", "qwen3")
"""What OpenVINO GenAI 2026.4 builds from a GGUF."""

_VERSIONS = (2, 3)
_MOST_DIMENSIONS = 4
_ARRAY, _STRING = 9, 8
_SCALARS: Mapping[int, str] = {
    0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
}  # fmt: skip
"""Types of metadata as `struct` writes them. These and the tensors' types are those of the GGUF specification."""

_TENSORS: Mapping[int, tuple[int, int]] = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36), 10: (256, 84),
    11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 24: (1, 1), 25: (1, 2), 26: (1, 4),
    27: (1, 8), 28: (1, 8), 30: (1, 2),
}  # fmt: skip
"""Types of tensors: so many values to a block, and so many bytes to a block."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor of a GGUF: the number of its type, its shape (columns first), where its bytes start and how many."""

    kind: int
    shape: tuple[int, ...]
    start: int
    length: int


class NotGguf(ValueError):
    """The file cannot be loaded. The message says why, as part of a sentence."""


def check(path: Path) -> Mapping[str, Tensor]:
    """Reads header, metadata and the list of tensors, and makes sure that every tensor lies in the file; the tensors.

    Raises:
        NotGguf: it is no GGUF file, is cut off or damaged, or is of an architecture that OpenVINO does not build.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if file.read(4) != b"GGUF":
            raise NotGguf("it is no GGUF file")
        reader = _Reader(file, size)
        version, tensors, entries = reader.unpack("IQQ")
        if version not in _VERSIONS:
            raise NotGguf(f"it is of GGUF's version {version}, and only 2 and 3 are known")
        if tensors * 24 + entries * 12 > size:
            raise NotGguf("its header is damaged")
        metadata = {reader.text(): reader.value() for _ in range(entries)}
        alignment = metadata.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment <= 0 or alignment % 8:
            raise NotGguf(f"its alignment is {alignment}")
        found = dict(reader.tensor() for _ in range(tensors))  # their starts counted from where the data begins
        if len(found) != tensors:
            raise NotGguf("it names a tensor twice")
        start = -(-file.tell() // alignment) * alignment
    for name, tensor in found.items():
        if tensor.start % alignment:
            raise NotGguf(f"it is damaged: its tensor {name} does not begin where one can")
        if (beyond := start + tensor.start + tensor.length - size) > 0:
            raise NotGguf(f"it is cut off or damaged: its tensor {name} ends {beyond:,} bytes after the file")
    _require_sense(metadata, {name: tensor.shape for name, tensor in found.items()})
    return {name: replace(tensor, start=start + tensor.start) for name, tensor in found.items()}


def _require_sense(metadata: Mapping[str, Any], shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raises NotGguf for what OpenVINO would divide by or look up without asking."""
    architecture = metadata.get("general.architecture")
    if architecture not in ARCHITECTURES:
        raise NotGguf(f"its architecture is {architecture!r}, and OpenVINO reads {', '.join(ARCHITECTURES)}")
    for name in ("attention.head_count", "block_count", "embedding_length"):
        count = metadata.get(f"{architecture}.{name}")
        if not isinstance(count, int) or count <= 0:
            raise NotGguf(f"its {name} is {count!r}")
    tokens = metadata.get("tokenizer.ggml.tokens")
    rows = shapes.get("token_embd.weight", (0,))[-1]
    if not isinstance(tokens, _Strings) or rows < tokens.count:
        raise NotGguf("its tokens and their vectors do not go together")


class _Strings:
    """An array of texts, of which only the number is kept."""

    def __init__(self, count: int) -> None:
        self.count = count


class _Reader:
    """The values of a GGUF file one after the other; every length is compared with what the file has left."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size

    def unpack(self, layout: str) -> tuple[Any, ...]:
        length = struct.calcsize(f"<{layout}")
        return struct.unpack(f"<{layout}", self._bytes(length))

    def text(self) -> str:
        (length,) = self.unpack("Q")
        return self._bytes(length).decode("utf-8", errors="replace")

    def value(self) -> Any:
        (kind,) = self.unpack("I")
        if kind != _ARRAY:
            return self._scalar(kind)
        kind, count = self.unpack("IQ")
        if kind == _STRING:
            if count * 8 > self._size:
                raise NotGguf("its header is damaged")
            for _ in range(count):
                self._skip(self.unpack("Q")[0])
            return _Strings(count)
        self._skip(count * struct.calcsize(f"<{self._layout(kind)}"))
        return None

    def tensor(self) -> tuple[str, Tensor]:
        """The name of a tensor and the tensor."""
        name = self.text()
        (rank,) = self.unpack("I")
        if not 1 <= rank <= _MOST_DIMENSIONS:
            raise NotGguf(f"its tensor {name} has {rank} dimensions")
        shape = self.unpack(f"{rank}Q")
        kind, offset = self.unpack("IQ")
        if kind not in _TENSORS:
            raise NotGguf(f"its tensor {name} is of the unknown type {kind}")
        values, length = _TENSORS[kind]
        if 0 in shape or shape[0] % values:
            raise NotGguf(f"its tensor {name} has the impossible shape {shape}")
        return name, Tensor(kind, shape, offset, math.prod(shape) // values * length)

    def _scalar(self, kind: int) -> Any:
        return self.text() if kind == _STRING else self.unpack(self._layout(kind))[0]

    def _layout(self, kind: int) -> str:
        if kind not in _SCALARS:
            raise NotGguf(f"its metadata is damaged: there is no type {kind}")
        return _SCALARS[kind]

    def _bytes(self, length: int) -> bytes:
        self._require(length)
        return self._file.read(length)

    def _skip(self, length: int) -> None:
        self._require(length)
        self._file.seek(length, os.SEEK_CUR)

    def _require(self, length: int) -> None:
        if self._file.tell() + length > self._size:
            raise NotGguf("it is cut off or damaged: its header goes on after its end")
