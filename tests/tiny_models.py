"""Tiny models of every family, saved as the hub has them: random weights, two layers, tokenizers of our samples.

Their outputs mean nothing. What holds for them holds for the real ones: shapes, codes, limits, order, and that two
libraries compute the same.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sentencepiece
import tokenizers
import torch
import transformers

SAMPLES = Path(__file__).parents[1] / "samples"
LIMIT = 96
"""Longest input of the tiny models, in tokens."""

_ENCODER_DECODER: dict[str, Any] = {
    "d_model": 32,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
    "max_position_embeddings": LIMIT,
    "init_std": 0.4,
}
_T5: dict[str, Any] = {
    "d_model": 32,
    "d_kv": 8,
    "d_ff": 64,
    "num_layers": 2,
    "num_heads": 4,
    "decoder_start_token_id": 0,
}


def sample_lines() -> list[str]:
    """The lines of the samples, Arabic and English."""
    return [line for path in sorted(SAMPLES.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]


def build(family: str, folder: Path, **settings: Any) -> Path:
    """Saves a tiny model of `family`, a key of `FAMILIES`, in `folder`; `settings` go into its generation config."""
    folder.mkdir(parents=True)
    torch.manual_seed(7)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Marian's recommends a package that would change nothing
        model, tokenizer = FAMILIES[family](folder)
    for name, value in settings.items():
        setattr(model.generation_config, name, value)
    tokenizer.model_max_length = LIMIT
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _sentencepiece(folder: Path, model_type: str = "unigram") -> Path:
    prefix = folder / "trained"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sample_lines()),
        model_prefix=str(prefix),
        vocab_size=400,
        hard_vocab_limit=False,
        model_type=model_type,
        minloglevel=2,
        num_threads=1,
    )
    return prefix.with_suffix(".model")


def _pieces(model: Path) -> list[tuple[str, float]]:
    """The pieces of a trained model with their scores, without the control symbols."""
    processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
    return [(processor.id_to_piece(index), processor.get_score(index)) for index in range(3, len(processor))]


def _marian(folder: Path) -> tuple[Any, Any]:
    trained = _sentencepiece(folder)
    names = ["</s>", "<unk>", *(name for name, _ in _pieces(trained)), "<pad>"]
    vocabulary = {name: index for index, name in enumerate(names)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    tokenizer = transformers.MarianTokenizer(str(trained), str(trained), str(folder / "vocab.json"))
    pad = vocabulary["<pad>"]
    config = transformers.MarianConfig(
        vocab_size=len(vocabulary),
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=0,
        forced_eos_token_id=0,
        scale_embedding=True,
        activation_function="swish",
        **_ENCODER_DECODER,
    )
    model = transformers.MarianMTModel(config)
    model.final_logits_bias[0, 0] = 2.0  # so that some outputs end
    model.generation_config.bad_words_ids = [[pad]]
    return model, tokenizer


def _m2m_config(size: int) -> Any:
    return transformers.M2M100Config(
        vocab_size=size, pad_token_id=1, bos_token_id=0, eos_token_id=2, decoder_start_token_id=2, **_ENCODER_DECODER
    )


def _nllb(folder: Path) -> tuple[Any, Any]:
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=400, special_tokens=["<s>", "<pad>", "</s>", "<unk>"])
    trained = tokenizers.Tokenizer(tokenizers.models.BPE(unk_token="<unk>"))
    trained.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace()
    trained.train_from_iterator(sample_lines(), trainer)
    state = json.loads(trained.to_str())["model"]
    merges: Any = [tuple(pair) for pair in state["merges"]]
    tokenizer = transformers.NllbTokenizer(vocab=state["vocab"], merges=merges)
    return transformers.M2M100ForConditionalGeneration(_m2m_config(len(tokenizer))), tokenizer


def _m2m100(folder: Path) -> tuple[Any, Any]:
    trained = _sentencepiece(folder, "bpe")
    names = ["<s>", "<pad>", "</s>", "<unk>", *(name for name, _ in _pieces(trained))]
    (folder / "vocab.json").write_text(json.dumps({name: index for index, name in enumerate(names)}), encoding="utf-8")
    tokenizer = transformers.M2M100Tokenizer(str(folder / "vocab.json"), str(trained))
    size = len(names) + len(tokenizer.lang_code_to_id) + tokenizer.num_madeup_words
    return transformers.M2M100ForConditionalGeneration(_m2m_config(size)), tokenizer


def _mbart50(folder: Path) -> tuple[Any, Any]:
    specials = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0)]
    tokenizer = transformers.MBart50Tokenizer(vocab=[*specials, *_pieces(_sentencepiece(folder))])
    config = transformers.MBartConfig(
        vocab_size=len(tokenizer),
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_eos_token_id=2,
        scale_embedding=True,
        **_ENCODER_DECODER,
    )
    return transformers.MBartForConditionalGeneration(config), tokenizer


def _t5_tokenizer(folder: Path, *extra: str) -> Any:
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((name, 0.0) for name in extra)]
    return transformers.T5Tokenizer(vocab=[*pieces, *_pieces(_sentencepiece(folder))], extra_ids=10)


def _with_head(model: Any) -> Any:
    """`model` with output weights of its own: with those of its input, a random model repeats what it is given."""
    model.lm_head.weight = torch.nn.Parameter(torch.randn_like(model.shared.weight))
    return model


def _t5(folder: Path) -> tuple[Any, Any]:
    tokenizer = _t5_tokenizer(folder)
    config = transformers.T5Config(vocab_size=len(tokenizer) + 6, **_T5)
    return transformers.T5ForConditionalGeneration(config), tokenizer


def _flan_t5(folder: Path) -> tuple[Any, Any]:
    tokenizer = _t5_tokenizer(folder)
    gated: dict[str, Any] = {**_T5, "feed_forward_proj": "gated-gelu", "tie_word_embeddings": False}
    config = transformers.T5Config(vocab_size=len(tokenizer), **gated)
    return _with_head(transformers.T5ForConditionalGeneration(config)), tokenizer


def _mt5(folder: Path) -> tuple[Any, Any]:
    tokenizer = _t5_tokenizer(folder)
    config = transformers.MT5Config(vocab_size=len(tokenizer), **_T5)
    return _with_head(transformers.MT5ForConditionalGeneration(config)), tokenizer


def _madlad(folder: Path) -> tuple[Any, Any]:
    tokenizer = _t5_tokenizer(folder, "<2en>", "<2ar>")
    config = transformers.T5Config(vocab_size=len(tokenizer), **_T5)
    return _with_head(transformers.T5ForConditionalGeneration(config)), tokenizer


def _bart(folder: Path) -> tuple[Any, Any]:
    trained = tokenizers.ByteLevelBPETokenizer()
    trained.train_from_iterator(sample_lines(), 600, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    trained.save_model(str(folder))
    tokenizer = transformers.BartTokenizer(
        vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt"), add_prefix_space=False
    )
    config = transformers.BartConfig(
        vocab_size=len(tokenizer),
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_eos_token_id=2,
        **_ENCODER_DECODER,
    )
    model = transformers.BartForConditionalGeneration(config)
    model.generation_config.forced_bos_token_id = 0
    model.generation_config.no_repeat_ngram_size = 3
    return model, tokenizer


def _pegasus(folder: Path) -> tuple[Any, Any]:
    specials = [("<pad>", 0.0), ("</s>", 0.0), ("<mask_1>", 0.0), ("<mask_2>", 0.0)]
    specials += [(f"<unk_{index}>", 0.0) for index in range(2, 103)]
    vocabulary = [*specials, ("<unk>", 0.0), ("<n>", -3.0), *_pieces(_sentencepiece(folder))]
    tokenizer = transformers.PegasusTokenizer(vocab=vocabulary)
    config = transformers.PegasusConfig(
        vocab_size=len(tokenizer),
        pad_token_id=0,
        eos_token_id=1,
        decoder_start_token_id=0,
        forced_eos_token_id=1,
        scale_embedding=True,
        activation_function="relu",
        **_ENCODER_DECODER,
    )
    return transformers.PegasusForConditionalGeneration(config), tokenizer


CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
NO_SYSTEM = (
    "{% for message in messages %}{% if message['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
    "<turn>{{ message['role'] }}\n{{ message['content'] }}<end>\n{% endfor %}<turn>model"
)
ONLY_TRANSLATES = (
    "{% for message in messages %}{% set asked = message['content'][0] %}<turn>{{ asked['source_lang_code'] }} to "
    "{{ asked['target_lang_code'] }}: {{ asked['text'] }}<end>\n{% endfor %}<turn>model"
)


def build_chat(folder: Path, *, template: str = CHATML, context: int = 4096) -> Path:
    """Saves a tiny chat model with random weights and a byte-level tokenizer in `folder`."""
    folder.mkdir(parents=True)
    torch.manual_seed(7)
    trained = tokenizers.ByteLevelBPETokenizer()
    trained.train_from_iterator(sample_lines(), 600, special_tokens=["<|im_start|>", "<|im_end|>", "<turn>", "<end>"])
    tokenizer = transformers.PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizers.Tokenizer.from_str(trained.to_str()), eos_token="<|im_end|>", pad_token="<end>"
    )
    tokenizer.add_special_tokens({"additional_special_tokens": ["<|im_start|>", "<turn>"]})
    tokenizer.chat_template = template or None
    config = transformers.Qwen2Config(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=context,
        eos_token_id=tokenizer.eos_token_id,
        initializer_range=0.4,
    )
    model = transformers.Qwen2ForCausalLM(config)
    tokenizer.model_max_length = context
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


FAMILIES: dict[str, Callable[[Path], tuple[Any, Any]]] = {
    "marian": _marian,
    "nllb": _nllb,
    "m2m100": _m2m100,
    "mbart50": _mbart50,
    "t5": _t5,
    "flan-t5": _flan_t5,
    "mt5": _mt5,
    "madlad": _madlad,
    "bart": _bart,
    "pegasus": _pegasus,
}
