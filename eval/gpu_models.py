"""The models and texts of `eval.gpu_check`: of a realistic size, with random weights, made from our samples alone."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench import SAMPLE
from eval.bench_models import MarianSize
from models import prompts
from models.devices import import_transformers

ENOUGH = 0.75
"""Of the texts, those that must come out alike in float32: sums in another order decide a near tie now and then."""

SEED = 7
CONTEXT = 8192
"""Longest input and output of the chat model, in tokens."""

_SPECIAL = ("<|im_start|>", "<|im_end|>", "<|pad|>")
_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@dataclass(frozen=True, slots=True)
class ChatSize:
    """The shape of a Qwen2: layers, width, width inside a layer, heads of 128, those of them with keys, tokens."""

    layers: int
    width: int
    inner: int
    heads: int
    key_heads: int
    vocabulary: int


@dataclass(frozen=True, slots=True)
class Size:
    """What is built and measured: the models, the words of a text, how many texts are compared and go together."""

    marian: MarianSize
    chat: ChatSize
    words: int
    compared: Mapping[str, int]
    batches: Mapping[str, Sequence[int]]


SIZES: Mapping[str, Size] = {
    "full": Size(
        MarianSize(6, 1024, 60_000),  # about opus-mt-tc-big
        ChatSize(17, 1536, 8960, 12, 2, 64_000),  # the layers of Qwen2.5-1.5B: 0.99 billion parameters
        words=10,
        compared={"marian": 16, "chat": 4},
        batches={"marian": (1, 8, 32), "chat": (1, 4, 8)},
    ),
    "tiny": Size(
        MarianSize(2, 64, 1_000),
        ChatSize(2, 32, 64, 4, 2, 1_500),
        words=3,
        compared={"marian": 3, "chat": 2},
        batches={"marian": (1, 3), "chat": (1, 2)},
    ),
}


def sample_texts() -> list[str]:
    """The lines of the sample that the benchmarks use; tokenizers are trained on them."""
    return [line for line in SAMPLE.read_text(encoding="utf-8").splitlines() if line.strip()]


def random_texts(count: int, *, words: int) -> list[str]:
    """`count` texts of so many words of the samples each, drawn with a fixed seed."""
    drawn = random.Random(SEED)
    known = " ".join(sample_texts()).split()
    return [" ".join(drawn.choices(known, k=words)) for _ in range(count)]


def build_chat(folder: Path, texts: Sequence[str], *, size: ChatSize) -> Path:
    """Saves a random chat model in `folder`, in bfloat16 as such models are published; it never ends an answer.

    Its tokenizer is trained on `texts` and on our prompts; what these lack of `size` is filled up with made-up tokens.
    """
    import torch

    transformers = import_transformers()
    folder.mkdir(parents=True)
    tokenizer = _tokenizer(texts, size.vocabulary)
    torch.manual_seed(SEED)
    config = transformers.Qwen2Config(
        vocab_size=size.vocabulary,
        hidden_size=size.width,
        intermediate_size=size.inner,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        num_key_value_heads=size.key_heads,
        max_position_embeddings=CONTEXT,
        eos_token_id=tokenizer.eos_token_id,
        tie_word_embeddings=False,
    )
    model = transformers.Qwen2ForCausalLM(config)
    with torch.no_grad():
        # A logit of 0 is never the highest of thousands that lie around 0.
        model.lm_head.weight[tokenizer.convert_tokens_to_ids(list(_SPECIAL))] = 0.0
    model.to(torch.bfloat16).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _tokenizer(texts: Sequence[str], vocabulary: int) -> Any:
    import tokenizers

    transformers = import_transformers()
    trained = tokenizers.ByteLevelBPETokenizer()
    read = [*texts, *(text for _, text in prompts.translation_turns(texts[0]))]
    trained.train_from_iterator(read, min(8_000, vocabulary), special_tokens=list(_SPECIAL), show_progress=False)
    state = json.loads(trained.to_str())
    known = state["model"]["vocab"]
    for index in range(len(known), vocabulary):
        known[f"<unused_{index}>"] = index
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizers.Tokenizer.from_str(json.dumps(state)),
        eos_token="<|im_end|>",
        pad_token="<|pad|>",
        additional_special_tokens=["<|im_start|>"],
    )
    tokenizer.chat_template = _TEMPLATE
    tokenizer.model_max_length = CONTEXT
    return tokenizer
