"""Chat and instruction models of the hub through transformers, on a GPU or, slowly, on the CPU.

Prompts go through the model's own chat template. Batches are padded on the left and sorted by length.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from models.base import Generation, ModelError
from models.batches import run_in_batches
from models.chat import TEMPERATURE, TOP_P, ChatEngine, Sampling
from models.devices import (
    Device,
    choose_device,
    choose_precision,
    import_transformers,
    load_weights,
    release_memory,
)
from models.download import first_line
from models.prompts import Conversation
from models.split import defuse

BATCH_TOKENS = 16_384
"""Tokens of prompts and outputs, with their padding, that are in memory at a time."""

_DEFAULT_CONTEXT = 2048


class TransformersChatEngine(ChatEngine):
    """Translator and summarizer over a causal language model with a chat template. `context` is in tokens."""

    def __init__(
        self, name: str, tokenizer: Any, model: Any, *, device: Device, precision: str, context: int = _DEFAULT_CONTEXT
    ) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self._device = device
        self._precision = precision
        self._special = [str(token) for token in (*tokenizer.all_special_tokens, *tokenizer.get_added_vocab())]
        template = str(tokenizer.chat_template)
        # TranslateGemma takes the two languages and the text, and nothing else.
        self._only_translates = "source_lang_code" in template
        self._has_system = not self._only_translates and self._takes_system()
        stated = model.generation_config.eos_token_id
        self._ends = {tokenizer.eos_token_id, *(stated if isinstance(stated, list) else [stated])} - {None}
        self._pad = tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id
        super().__init__(name)
        self._fit(context)

    @property
    def title(self) -> str:
        """What runs where and in which precision, and how outputs are found."""
        library = f"transformers {import_transformers().__version__}"
        return f"a chat model, {library} on {self._device} in {self._precision}, greedy"

    def count_tokens(self, text: str) -> int:
        """The number of tokens in `text`, without those that a prompt begins with."""
        return len(self._encode(text)) if text else 0

    def _encode(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)["input_ids"])

    def _takes_system(self) -> bool:
        from jinja2 import TemplateError

        try:
            return "SYSTEM" in self._template(
                [{"role": "system", "content": "SYSTEM"}, {"role": "user", "content": "."}]
            )
        except TemplateError:
            return False

    def _template(self, messages: Sequence[dict[str, Any]]) -> str:
        # Models that think aloud are told not to; other templates do not read this.
        return str(
            self._tokenizer.apply_chat_template(
                list(messages), tokenize=False, add_generation_prompt=True, enable_thinking=False
            )
        )

    def _render(self, conversation: Conversation) -> str:
        """The conversation as the model reads it, up to the start of its answer."""
        turns = conversation.turns
        if self._only_translates and len(turns) > 1:
            raise ModelError(f"The model {self._name} translates and does nothing else; choose another --summarizer.")
        messages: list[dict[str, Any]] = [
            {"role": role, "content": defuse(text, self._special)} for role, text in turns
        ]
        if self._only_translates:
            codes = {"type": "text", "source_lang_code": "ar", "target_lang_code": "en"}
            messages[0]["content"] = [{**codes, "text": messages[0]["content"]}]
        if not self._has_system and messages[0]["role"] == "system":
            messages[1]["content"] = f"{messages[0]['content']}\n\n{messages[1]['content']}"
            del messages[0]
        return self._template(messages) + conversation.start

    def _request(self, text: str, hint: str) -> Conversation:
        return Conversation([("user", text)]) if self._only_translates else super()._request(text, hint)

    def _generate(
        self,
        conversations: Sequence[Conversation],
        budgets: Sequence[int],
        *,
        schooled: bool,  # noqa: ARG002  # it has no adapter
        finished: Callable[[int], None] | None = None,
        sampling: Sampling | None = None,
    ) -> list[list[Generation]]:
        encoded = [self._encode(self._render(conversation)) for conversation in conversations]
        each = sampling.n if sampling else 1
        outputs: dict[int, list[Generation]] = {}

        def work(batch: Sequence[int]) -> None:
            rows = self._run([encoded[index] for index in batch], max(budgets[index] for index in batch), sampling)
            for place, index in enumerate(batch):
                drawn = rows[place * each : (place + 1) * each]
                outputs[index] = [self._generation(ids, budgets[index]) for ids in drawn]
                if finished:
                    finished(index)

        run_in_batches(
            [len(ids) + budget for ids, budget in zip(encoded, budgets, strict=True)],
            work,
            tokens=max(1, BATCH_TOKENS // each),
            name=self._name,
            release=lambda: release_memory(self._device),
        )
        return [outputs[index] for index in range(len(encoded))]

    def _run(self, batch: Sequence[Sequence[int]], budget: int, sampling: Sampling | None) -> list[list[int]]:
        """What the model adds to each of `batch`, as many times as `sampling` says."""
        import torch

        width = max(len(ids) for ids in batch)
        rows = [[self._pad] * (width - len(ids)) + list(ids) for ids in batch]
        mask = [[0] * (width - len(ids)) + [1] * len(ids) for ids in batch]
        drawing: dict[str, Any] = {"do_sample": False}
        if sampling:
            drawing = {
                "do_sample": True,
                "temperature": TEMPERATURE,
                "top_p": TOP_P,
                "num_return_sequences": sampling.n,
            }
        with torch.inference_mode(), torch.random.fork_rng():
            torch.manual_seed(sampling.seed if sampling else 0)
            generated = self._model.generate(
                input_ids=torch.tensor(rows, device=self._device),
                attention_mask=torch.tensor(mask, device=self._device),
                max_new_tokens=budget,
                **drawing,
            )
        return [ids[width:] for ids in generated.tolist()]

    def _generation(self, ids: Sequence[int], budget: int) -> Generation:
        end = next((place for place, token in enumerate(ids) if token in self._ends), None)
        # The batch had room for its longest text; the others must not depend on their neighbours.
        stopped = end is not None and end < budget
        kept = list(ids[: end if stopped else budget])
        text = str(self._tokenizer.decode(kept, skip_special_tokens=True)).strip()
        return Generation(text, "stop" if stopped else "length", len(kept))


def load(folder: Path, *, name: str, device: str = "auto", compute_type: str = "auto") -> TransformersChatEngine:
    """Loads the chat model in `folder`, as the hub has it, as the engine called `name`.

    Raises:
        ModelError: the folder holds no chat model, the device or the precision cannot be had, or memory is short.
    """
    where = choose_device(device)
    # On a CPU half the memory, and no slower where the processor has instructions for it.
    precision = choose_precision(compute_type, where, on_cpu="bfloat16")
    transformers = import_transformers()
    try:
        config = transformers.AutoConfig.from_pretrained(folder)
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise ModelError(
            f"The model {name} cannot be read from {folder} ({first_line(str(error))}); choose another."
        ) from error
    if not tokenizer.chat_template:
        raise ModelError(
            f"The model {name} is of the type {config.model_type!r} and has no chat template; choose an instruction "
            "model, or one of the encoder-decoder families."
        )
    model = load_weights("AutoModelForCausalLM", folder, name=name, device=where, precision=precision)
    settings = model.generation_config
    # What of the published settings we want: how an answer ends. The rest is about drawing, which we do our own way.
    model.generation_config = transformers.GenerationConfig(
        bos_token_id=settings.bos_token_id,
        eos_token_id=settings.eos_token_id,
        pad_token_id=tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id,
    )
    context = getattr(config.get_text_config(), "max_position_embeddings", None) or _DEFAULT_CONTEXT
    return TransformersChatEngine(
        name, tokenizer, model, device=where, precision=precision, context=min(context, tokenizer.model_max_length)
    )
