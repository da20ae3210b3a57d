"""Encoder-decoder models through transformers: the way of a GPU, and the reference that CTranslate2 is held to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.devices import Device, choose_precision, import_transformers, load_weights, release_memory
from models.seq2seq_runtime import Codec, Hypothesis, Search, published_settings


class TorchRuntime:
    """`models.seq2seq_runtime.Runtime` over a transformers model."""

    def __init__(self, model: Any, codec: Codec, *, device: Device, precision: str) -> None:
        self._model = model
        self._pad = codec.tokenizer.pad_token_id
        self._end = codec.tokenizer.eos_token_id
        self._device = device
        self._precision = precision

    @property
    def title(self) -> str:
        """Library, device and precision."""
        return f"transformers {import_transformers().__version__} on {self._device} in {self._precision}"

    def generate(self, batch: Sequence[Sequence[int]], search: Search) -> list[list[Hypothesis]]:
        """See `models.seq2seq_runtime.Runtime`."""
        import torch

        width = max(len(ids) for ids in batch)
        rows = [list(ids) + [self._pad] * (width - len(ids)) for ids in batch]
        mask = [[1] * len(ids) + [0] * (width - len(ids)) for ids in batch]
        first = 0 if search.first is None else 1
        with torch.inference_mode():
            generated = self._model.generate(
                input_ids=torch.tensor(rows, device=self._device),
                attention_mask=torch.tensor(mask, device=self._device),
                do_sample=False,
                num_beams=search.beams,
                num_return_sequences=search.keep,
                forced_bos_token_id=search.first,
                min_new_tokens=search.least + first,
                max_new_tokens=search.most + first,
                length_penalty=search.length_penalty if search.beams > 1 else None,
                no_repeat_ngram_size=search.no_repeat_ngram or None,
            )
        # No scores: they would keep the logits of the whole vocabulary for every step.
        flat = [self._hypothesis(ids[1 + first :]) for ids in generated.tolist()]
        return [flat[start : start + search.keep] for start in range(0, len(flat), search.keep)]

    def release(self) -> None:
        """See `models.seq2seq_runtime.Runtime`."""
        release_memory(self._device)

    def _hypothesis(self, ids: list[int]) -> Hypothesis:
        ended = self._end in ids
        # Padding comes after an end only.
        return Hypothesis(tuple(ids[: ids.index(self._end)] if ended else ids), ended)


def load(folder: Path, codec: Codec, *, name: str, device: Device, compute_type: str) -> TorchRuntime:
    """Loads the weights in `folder` onto `device`.

    Raises:
        ModelError: they cannot be read, or do not fit into memory.
    """
    precision = choose_precision(compute_type, device, half_overflows=codec.family.half_overflows)
    model = load_weights("AutoModelForSeq2SeqLM", folder, name=name, device=device, precision=precision)
    # What of the published settings we want is passed with every call. A forced end would hide that an output was cut.
    settings = published_settings(folder)
    start = settings.decoder_start_token_id
    model.generation_config = import_transformers().GenerationConfig(
        decoder_start_token_id=model.config.decoder_start_token_id if start is None else start,
        pad_token_id=codec.tokenizer.pad_token_id,
        eos_token_id=settings.eos_token_id,
        bad_words_ids=settings.bad_words_ids,
    )
    return TorchRuntime(model, codec, device=device, precision=precision)
