"""The speed of encoder-decoder models without a hub: a Marian of a common size with random weights."""

from __future__ import annotations

import json
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

from models import ctranslate, seq2seq, torch_seq2seq
from models.seq2seq import Seq2SeqEngine

LAYERS, WIDTH, VOCABULARY = 6, 512, 60_000
"""Encoder and decoder layers each, the width, and the number of tokens, about those of opus-mt-ar-en."""


def tokens_a_second(texts: Sequence[str]) -> tuple[float, float]:
    """Output tokens a second for `texts` by CTranslate2 in int8 and by transformers in float32, on our cores.

    Both run the same random Marian, greedily and in the same batches; transformers with its key-value cache. A short
    call goes before the timed one.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = build_marian(Path(scratch) / "marian", texts)
        codec = seq2seq.load_codec(folder, name="random")
        fast = ctranslate.load(
            folder, codec, name="random", device="cpu", compute_type="int8", home=Path(scratch) / "converted"
        )
        slow = torch_seq2seq.load(folder, codec, name="random", device="cpu", compute_type="float32")
        first, second = (
            _speed(seq2seq.assemble(folder, codec, runtime, name="random"), texts) for runtime in (fast, slow)
        )
        return first, second


def build_marian(folder: Path, texts: Sequence[str]) -> Path:
    """Saves the random Marian in `folder`, its tokenizer trained on `texts`; what these lack is filled up."""
    import sentencepiece
    import torch
    import transformers

    folder.mkdir(parents=True)
    trained = folder / "trained"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_prefix=str(trained), vocab_size=400, hard_vocab_limit=False, minloglevel=2
    )
    pieces = sentencepiece.SentencePieceProcessor(model_file=f"{trained}.model")
    names = ["</s>", "<unk>", *(pieces.id_to_piece(index) for index in range(3, len(pieces)))]
    names += [f"<unused_{index}>" for index in range(len(names), VOCABULARY - 1)]
    words = folder / "vocab.json"
    words.write_text(json.dumps({name: index for index, name in enumerate([*names, "<pad>"])}), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends a package that would change nothing
        tokenizer = transformers.MarianTokenizer(f"{trained}.model", f"{trained}.model", str(words))
    torch.manual_seed(0)
    config = transformers.MarianConfig(
        vocab_size=VOCABULARY,
        d_model=WIDTH,
        encoder_layers=LAYERS,
        decoder_layers=LAYERS,
        encoder_attention_heads=8,
        decoder_attention_heads=8,
        encoder_ffn_dim=4 * WIDTH,
        decoder_ffn_dim=4 * WIDTH,
        max_position_embeddings=512,
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=VOCABULARY - 1,
        decoder_start_token_id=VOCABULARY - 1,
        eos_token_id=0,
    )
    model = transformers.MarianMTModel(config)
    model.generation_config.bad_words_ids = [[VOCABULARY - 1]]
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _speed(engine: Seq2SeqEngine, texts: Sequence[str]) -> float:
    engine.translate(texts[:2])
    started = time.perf_counter()
    outputs = engine.translate(texts)
    return sum(output.tokens for output in outputs) / (time.perf_counter() - started)
