"""What the engine of encoder-decoder models and its runtimes share: the search, its outputs, text to ids and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from models.base import ModelError
from models.devices import import_transformers
from models.families import Family, Role
from models.split import defuse

_SETTINGS = (
    "bad_words_ids",
    "decoder_start_token_id",
    "eos_token_id",
    "forced_bos_token_id",
    "length_penalty",
    "max_length",
    "min_length",
    "no_repeat_ngram_size",
    "num_beams",
    "pad_token_id",
)
"""The published generation settings that are heeded."""


@dataclass(frozen=True, slots=True)
class Search:
    """How outputs are searched for: the beams (1 is greedy), and how many outputs of them to keep, best first.

    `first` is the id that every output is forced to begin with. `least` and `most` bound the output in tokens.
    """

    beams: int = 1
    keep: int = 1
    first: int | None = None
    least: int = 1
    most: int = 256
    length_penalty: float = 1.0
    no_repeat_ngram: int = 0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One output: its ids without the forced first and the ending one, whether it ended, its mean log-probability."""

    ids: tuple[int, ...]
    ended: bool
    score: float | None = None


class Runtime(Protocol):
    """Turns token ids into token ids."""

    @property
    def title(self) -> str:
        """What runs where and in which precision, for the record."""

    def generate(self, batch: Sequence[Sequence[int]], search: Search) -> list[list[Hypothesis]]:
        """For each of `batch` (ids with the special ones of the tokenizer) `search.keep` outputs, best first.

        Raises:
            RuntimeError: the library fails; `models.batches` knows the want of memory from other failures.
        """

    def release(self) -> None:
        """Gives back the memory that is held for later batches."""


class Codec:
    """Text to ids and back, as one model's family and tokenizer do it."""

    def __init__(self, tokenizer: Any, family: Family) -> None:
        if family.source is not None:
            tokenizer.src_lang = family.source
        self.tokenizer = tokenizer
        self.family = family
        self._special = [str(token) for token in tokenizer.all_special_tokens]
        self._decode_options = {"use_source_tokenizer": False} if family.model_type == "marian" else {}

    def encode(self, text: str, role: Role) -> list[int]:
        """The ids of `text` behind the family's prompt, with the special ones at both ends."""
        prompt = (self.family.prompt or {}).get(role, "")
        return list(self.tokenizer(prompt + self._defused(text), truncation=False, verbose=False)["input_ids"])

    def decode(self, ids: Sequence[int]) -> str:
        """The text of `ids`, without special tokens."""
        text = str(self.tokenizer.decode(list(ids), skip_special_tokens=True, **self._decode_options))
        for odd, plain in (self.family.replace or {}).items():
            text = text.replace(odd, plain)
        return text.strip()

    def id_of(self, token: str) -> int:
        """The id of a token of the vocabulary."""
        return int(self.tokenizer.convert_tokens_to_ids(token))

    def _defused(self, text: str) -> str:
        # What begins with > may be the mark of a target language, which Marian looks for at the beginning alone.
        return defuse(text, self._special).lstrip("> " if self.family.model_type == "marian" else "")


def published_settings(folder: Path) -> Any:
    """The generation settings that the model in `folder` was published with, as transformers' GenerationConfig.

    Older repositories have them in config.json, from where transformers 5 takes them no more.

    Raises:
        ModelError: the file is damaged.
    """
    for name in ("generation_config.json", "config.json"):
        if (folder / name).is_file():
            try:
                published = json.loads((folder / name).read_text(encoding="utf-8"))
                settings = {key: published[key] for key in _SETTINGS if key in published}
                return import_transformers().GenerationConfig(**settings)
            except (OSError, ValueError, TypeError) as error:
                raise ModelError(
                    f"The file {folder / name} cannot be read ({error}); fetch the model again."
                ) from error
    return import_transformers().GenerationConfig()
