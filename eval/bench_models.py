"""The speed of encoder-decoder models without a hub: a Marian of a common size with random weights."""

from __future__ import annotations

import json
import tempfile
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models import ctranslate, seq2seq, torch_seq2seq
from models.devices import import_transformers
from models.seq2seq import Seq2SeqEngine


@dataclass(frozen=True, slots=True)
class MarianSize:
    """Encoder and decoder layers each, the width, the number of tokens; a head for each 64 of the width."""

    layers: int
    width: int
    vocabulary: int


OPUS_MT = MarianSize(6, 512, 60_000)
"""About the size of opus-mt-ar-en."""

_NEVER = -10_000.0
"""Added to a logit, it keeps a token out of every output; float16 has room for it."""


def tokens_a_second(texts: Sequence[str], *, size: MarianSize = OPUS_MT) -> tuple[float, float]:
    """Output tokens a second for `texts` by CTranslate2 in int8 and by transformers in float32, on our cores.

    Both run the same random Marian, greedily and in the same batches; transformers with its key-value cache. A short
    call goes before the timed one.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = build_marian(Path(scratch) / "marian", texts, size=size)
        codec = seq2seq.load_codec(folder, name="random")
        fast = ctranslate.load(
            folder, codec, name="random", device="cpu", compute_type="int8", home=Path(scratch) / "converted"
        )
        slow = torch_seq2seq.load(folder, codec, name="random", device="cpu", compute_type="float32")
        first, second = (
            _speed(seq2seq.assemble(folder, codec, runtime, name="random"), texts) for runtime in (fast, slow)
        )
        return first, second


def build_marian(folder: Path, texts: Sequence[str], *, size: MarianSize, never_ends: bool = False) -> Path:
    """Saves a random Marian in `folder`, its tokenizer trained on `texts`; what these lack is filled up.

    One that `never_ends` writes to the limit of every text, so that the number of tokens is known, and does not repeat
    one token, as random models do whose output weights are those of their input.
    """
    import sentencepiece
    import torch

    transformers = import_transformers()
    folder.mkdir(parents=True)
    trained = folder / "trained"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_prefix=str(trained), vocab_size=400, hard_vocab_limit=False, minloglevel=2
    )
    pieces = sentencepiece.SentencePieceProcessor(model_file=f"{trained}.model")
    names = ["</s>", "<unk>", *(pieces.id_to_piece(index) for index in range(3, len(pieces)))]
    names += [f"<unused_{index}>" for index in range(len(names), size.vocabulary - 1)]
    words = folder / "vocab.json"
    words.write_text(json.dumps({name: index for index, name in enumerate([*names, "<pad>"])}), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends a package that would change nothing
        tokenizer = transformers.MarianTokenizer(f"{trained}.model", f"{trained}.model", str(words))
    torch.manual_seed(0)
    config = transformers.MarianConfig(
        vocab_size=size.vocabulary,
        d_model=size.width,
        encoder_layers=size.layers,
        decoder_layers=size.layers,
        encoder_attention_heads=max(1, size.width // 64),
        decoder_attention_heads=max(1, size.width // 64),
        encoder_ffn_dim=4 * size.width,
        decoder_ffn_dim=4 * size.width,
        max_position_embeddings=512,
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=size.vocabulary - 1,
        decoder_start_token_id=size.vocabulary - 1,
        eos_token_id=0,
    )
    model = transformers.MarianMTModel(config)
    model.generation_config.bad_words_ids = [[size.vocabulary - 1]]
    if never_ends:
        model.final_logits_bias[0, 0] = _NEVER
        # The last layer outweighs the token that went before.
        model.model.decoder.layers[-1].fc2.weight.data.mul_(200)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _speed(engine: Seq2SeqEngine, texts: Sequence[str]) -> float:
    engine.translate(texts[:2])
    started = time.perf_counter()
    outputs = engine.translate(texts)
    return sum(output.tokens for output in outputs) / (time.perf_counter() - started)
