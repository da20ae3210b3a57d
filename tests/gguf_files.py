"""Tiny GGUF files made up for tests: a Qwen2 of one layer with random weights that OpenVINO GenAI loads."""

from __future__ import annotations

import random
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UINT32, FLOAT32, BOOL, STRING, ARRAY = 4, 6, 7, 8, 9
F32, F16 = 0, 1
WIDTH, INNER, HEADS, WORDS = 64, 128, 2, 300
ALIGNMENT = 32


@dataclass
class Tiny:
    """What goes into the file: metadata as (type, value), tensors as (dimensions, type, bytes)."""

    metadata: dict[str, tuple[int, Any]] = field(default_factory=dict)
    tensors: dict[str, tuple[tuple[int, ...], int, bytes]] = field(default_factory=dict)

    def data(self) -> bytes:
        """The whole file."""
        head = b"GGUF" + struct.pack("<IQQ", 3, len(self.tensors), len(self.metadata))
        for key, (kind, value) in self.metadata.items():
            head += _string(key) + struct.pack("<I", kind) + _value(kind, value)
        offset, body = 0, b""
        for name, (dimensions, kind, data) in self.tensors.items():
            head += _string(name) + struct.pack(f"<I{len(dimensions)}Q", len(dimensions), *dimensions)
            head += struct.pack("<IQ", kind, offset)
            body += data + b"\0" * (-len(data) % ALIGNMENT)
            offset = len(body)
        return head + b"\0" * (-len(head) % ALIGNMENT) + body


def tiny() -> Tiny:
    """A model whose tokens are bytes."""
    names = [*_byte_tokens(), "ab", "cd", *(f"<word{number}>" for number in range(WORDS - 260))]
    tokens = [*names, "<|endoftext|>", "<|im_end|>"]
    metadata: dict[str, tuple[int, Any]] = {
        "general.architecture": (STRING, "qwen2"),
        "general.file_type": (UINT32, 1),
        "qwen2.block_count": (UINT32, 1),
        "qwen2.context_length": (UINT32, 512),
        "qwen2.embedding_length": (UINT32, WIDTH),
        "qwen2.feed_forward_length": (UINT32, INNER),
        "qwen2.attention.head_count": (UINT32, HEADS),
        "qwen2.attention.head_count_kv": (UINT32, HEADS),
        "qwen2.rope.freq_base": (FLOAT32, 10_000.0),
        "qwen2.attention.layer_norm_rms_epsilon": (FLOAT32, 1e-6),
        "tokenizer.ggml.model": (STRING, "gpt2"),
        "tokenizer.ggml.pre": (STRING, "qwen2"),
        "tokenizer.ggml.tokens": (ARRAY, (STRING, tokens)),
        "tokenizer.ggml.token_type": (ARRAY, (5, [1] * (WORDS - 2) + [3, 3])),
        "tokenizer.ggml.merges": (ARRAY, (STRING, ["a b", "c d"])),
        "tokenizer.ggml.eos_token_id": (UINT32, WORDS - 1),
        "tokenizer.ggml.padding_token_id": (UINT32, WORDS - 2),
        "tokenizer.ggml.bos_token_id": (UINT32, WORDS - 2),
        "tokenizer.ggml.add_bos_token": (BOOL, False),
        "tokenizer.chat_template": (STRING, "{% for m in messages %}{{ m.content }}{% endfor %}"),
    }
    shapes: Mapping[str, tuple[int, ...]] = {
        "token_embd.weight": (WIDTH, WORDS),
        "output.weight": (WIDTH, WORDS),
        "output_norm.weight": (WIDTH,),
        "blk.0.attn_norm.weight": (WIDTH,),
        "blk.0.ffn_norm.weight": (WIDTH,),
        **{f"blk.0.attn_{name}.weight": (WIDTH, WIDTH) for name in ("q", "k", "v", "output")},
        **{f"blk.0.attn_{name}.bias": (WIDTH,) for name in ("q", "k", "v")},
        "blk.0.ffn_gate.weight": (WIDTH, INNER),
        "blk.0.ffn_up.weight": (WIDTH, INNER),
        "blk.0.ffn_down.weight": (INNER, WIDTH),
    }
    dice = random.Random(1)
    tensors = {}
    for name, shape in shapes.items():
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        kind, letter = (F16, "e") if len(shape) > 1 else (F32, "f")
        tensors[name] = (shape, kind, struct.pack(f"<{count}{letter}", *(dice.gauss(0, 0.05) for _ in range(count))))
    return Tiny(metadata, tensors)


def _byte_tokens() -> list[str]:
    """The 256 bytes as byte-level vocabularies write them."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in plain else chr(next(others)) for byte in range(256)]


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(kind: int, value: Any) -> bytes:
    if kind == STRING:
        return _string(value)
    if kind == ARRAY:
        inner, items = value
        return struct.pack("<IQ", inner, len(items)) + b"".join(_value(inner, item) for item in items)
    return struct.pack("<" + {4: "I", 5: "i", 6: "f", 7: "?", 10: "Q"}[kind], value)
