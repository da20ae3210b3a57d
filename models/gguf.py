"""GGUF language models on the CPU, through OpenVINO GenAI's continuous batching.

Reading a GGUF takes OpenVINO about 20 seconds, its own form (the IR) about 3: the first load writes the IR beside the
GGUF, and every load reads it from there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from models import gguf_file, mapped, prompts
from models.adapter import openvino
from models.base import Generation, ModelError
from models.chat import DECODING_VERSION, TEMPERATURE, TOP_P, ChatEngine, Sampling
from models.devices import available_cores
from models.files import locked
from models.openings import Openings
from models.prompts import Conversation, Turn
from models.saved_form import SavedForm

BATCH_SIZE = 24
"""Texts that are generated at the same time."""

_BLOCK_TOKENS = 32
_CACHE_BLOCKS = 416
"""Blocks of `_BLOCK_TOKENS` in the key-value cache: room for a full batch of sentences, or twice `chat.ARTICLE_TOKENS`.
A block takes 0.9 MB.

The tokenizer cuts what is longer than 8,192 tokens, which no prompt is.
"""
_FIXED_TOKENS = 512
"""Of which so many are for what all translations begin with."""

_FAILURES = (RuntimeError, LookupError, ValueError, OSError)
"""What OpenVINO raises for a file that it cannot make a model of, and the system for one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Schooling:
    """What teaches a language model to translate: an `adapter` (a file of low-rank matrices) that is switched on for
    translations, a `glossary` that is put below a text, or both. `digest` tells which they are."""

    digest: str
    adapter: Path | None = None
    glossary: Callable[[str], str] | None = None


_UNSCHOOLED = Schooling("")


def load(
    path: Path,
    *,
    name: str,
    digest: str | None = None,
    threads: int | None = None,
    schooling: Schooling = _UNSCHOOLED,
    say: Callable[[str], None] = lambda _: None,
) -> GgufEngine:
    """Loads the GGUF at `path` as the engine called `name`, on `threads` threads (default: the cores we may use).

    Stored outputs are known by `digest`, the SHA-256 of the file, and by what `schooling` it had; without a digest
    none are stored.

    The first load of a file saves its OpenVINO form in `<stem>.openvino` beside it, which takes about 20 seconds and
    needs about 1.2 times the space of the GGUF; where it cannot be saved, the GGUF is read anew every time, and an
    adapter cannot be used. A damaged form is made anew. `say` hears of that, and of what takes long.

    Raises:
        ModelError: OpenVINO is not installed or cannot read the file, or an adapter does not suit it.
    """
    try:
        import openvino_genai  # type: ignore[import-untyped]  # it ships no py.typed
    except ImportError as error:
        raise ModelError(
            f"The engine for {name} cannot be imported ({error}); install it with `pip install openvino-genai`."
        ) from error
    folder = path.with_suffix(".openvino")
    # An 8-bit cache (the default) is no faster here, and loses figures: one in eleven on the article it was tried with.
    options = {"INFERENCE_NUM_THREADS": threads or available_cores(), "KV_CACHE_PRECISION": "f16"}
    parts = (digest, schooling.digest, f"prompts {prompts.PROMPT_VERSION}, decoding {DECODING_VERSION}")
    identity = digest and ", ".join(filter(None, parts))

    def opened(form: Path) -> GgufEngine:
        adapter = openvino_genai.Adapter(str(schooling.adapter)) if schooling.adapter else None
        return GgufEngine(
            name,
            openvino_genai,
            *_open(openvino_genai, form, options, adapter),
            form=form,
            identity=identity or "",
            adapter=adapter,
            glossary=schooling.glossary,
        )

    try:
        if digest is None:  # else the whole file is known to be right
            gguf_file.check(path)
        form = SavedForm(path, folder, digest, say, fitted=schooling.adapter is not None)

        def is_saved() -> bool:
            return not form.fault() or _convert(openvino_genai, path, folder, form)

        if not is_saved():
            if schooling.adapter:
                raise ModelError(_no_room(name, path))
            return opened(path)
        try:
            return opened(folder)
        except _FAILURES:
            # The saved form is of another OpenVINO; it is only a copy, so read the GGUF itself.
            shutil.rmtree(folder, ignore_errors=True)
            return opened(folder if schooling.adapter and is_saved() else path)
    except _FAILURES as error:
        advice = "give another .gguf file" if digest is None else f"run `amana models pull {name}` to look at it again"
        raise ModelError(f"The model {name} cannot be read from {path} ({_reason(error)}); {advice}.") from error


class GgufEngine(ChatEngine):
    """Translator and summarizer over one language model."""

    def __init__(
        self,
        name: str,
        runtime: Any,
        tokenizer: Any,
        pipeline: Any,
        *,
        form: Path | None = None,
        identity: str = "",
        adapter: Any = None,
        glossary: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(name, schooled=adapter is not None, glossary=glossary)
        self._identity = identity
        self._runtime = runtime
        self._tokenizer = tokenizer
        self._pipeline = pipeline
        self._form = form
        self._stop_token = tokenizer.get_eos_token_id()
        template = getattr(tokenizer, "chat_template", "")
        self._speaks_chatml = not template or "<|im_start|>" in template
        self._adapter = adapter
        self._adapted = False  # until the first `generate`, whatever the pipeline was opened with
        self._fixed = self._stem(prompts.short_translation_turns if adapter else prompts.translation_turns)
        stems = (self._fixed, self._stem(partial(prompts.summary_turns, sentences=2)))
        self._openings = Openings(self._tokens, stems, block=_BLOCK_TOKENS, most=2 * _CACHE_BLOCKS)

    @property
    def identity(self) -> str:
        """What decides its outputs, see `models.base.Identified`; "" where that is not known."""
        return self._identity and self._identity + self._of_terms

    @property
    def history(self) -> list[str]:
        """See `models.base.Historied`."""
        return self._openings.known

    def restore(self, history: Sequence[str]) -> None:
        """See `models.base.Historied`."""
        self._openings.restore(history)

    def count_tokens(self, text: str) -> int:
        """The number of tokens in `text`; 8,192 is "that many or more"."""
        return int(self._encode(text).shape[1]) if text else 0

    def _render(self, turns: Sequence[Turn], start: str) -> str:
        """The conversation as the model reads it, up to the `start` of its answer."""
        if self._speaks_chatml or turns[0][0] != "system":
            return prompts.chatml(turns) + start
        (_, system), *rest = turns
        # Not every template has a place for the system's turn, and none minds a longer first one.
        rest[0] = (rest[0][0], f"{system}\n\n{rest[0][1]}")
        messages = [{"role": role, "content": text} for role, text in rest]
        return str(self._tokenizer.apply_chat_template(messages, add_generation_prompt=True)) + start

    def _generate(
        self,
        conversations: Sequence[Conversation],
        budgets: Sequence[int],
        *,
        schooled: bool,
        finished: Callable[[int], None] | None = None,
        sampling: Sampling | None = None,
    ) -> list[list[Generation]]:
        """Longest first and at most `BATCH_SIZE` outputs at a time; see `ChatEngine`.

        What is generated depends on the arguments and on `history`, and on nothing else that was asked before.
        """
        n = sampling.n if sampling else 1
        asked = self._openings.set_apart([self._render(item.turns, item.start) for item in conversations])
        sizes = self._cache_tokens(asked, budgets, outputs=n)
        outputs: dict[int, list[Generation]] = {}
        try:
            self._switch(adapted=schooled)
            for indexes in _rounds(sorted(range(len(asked)), key=lambda index: -budgets[index]), sizes):
                self._refresh_fixed_part()
                if self._form:
                    mapped.release(self._form)  # OpenVINO has made its own form of all weights by now
                handles = ((index, self._start(index, asked[index], budgets[index], sampling)) for index in indexes)
                for index, handle in self._run(handles, at_most=max(1, BATCH_SIZE // n)):
                    outputs[index] = self._results(handle)
                    if finished:
                        finished(index)
        except RuntimeError as error:
            raise ModelError(
                f"The model {self._name} failed while generating ({_reason(error)}); "
                "close other programs if memory is short, and run the command again."
            ) from error
        return [outputs[index] for index in range(len(asked))]

    def _switch(self, *, adapted: bool) -> None:
        """Switches the adapter on or off for the calls that follow.

        Only `generate` reads which adapters a request wants, and they stay for what is asked step by step.
        """
        if self._adapter is None or adapted == self._adapted:
            return
        while self._pipeline.has_non_finished_requests():  # cancelled ones leave with the next step
            self._pipeline.step()
        config = self._runtime.GenerationConfig(max_new_tokens=1, apply_chat_template=False)
        chosen = (self._adapter,) if adapted else ()
        config.adapters = self._runtime.AdapterConfig(*chosen)
        self._pipeline.generate([self._encode(".")], [config])
        self._adapted = adapted

    def _refresh_fixed_part(self) -> None:
        """Computes what all translations begin with, alone, or marks it as used last where the cache has it."""
        if len(self._tokens(self._fixed)) < _BLOCK_TOKENS:
            return
        # Its last block is not shared: a prompt that is cached as a whole would have its last token computed anew.
        for _ in self._run([(0, self._start(0, f"{self._fixed}.", 1, None))], at_most=1):
            pass

    def _run(self, handles: Iterable[tuple[int, Any]], *, at_most: int) -> Iterator[tuple[int, Any]]:
        """Starts the requests that `handles` makes, so many at a time, and gives each when it is over."""
        waiting = iter(handles)
        running: dict[int, Any] = {}
        try:
            while True:
                running |= islice(waiting, at_most - len(running))
                if not running:
                    return
                self._pipeline.step()
                for index in [index for index, handle in running.items() if self._is_over(handle)]:
                    yield index, running.pop(index)
        finally:
            # After Ctrl-C or an error the pipeline must not go on with what nobody waits for.
            for handle in running.values():
                handle.cancel()

    def _cache_tokens(self, texts: Sequence[str], budgets: Sequence[int], *, outputs: int) -> list[int]:
        """How many tokens of the key-value cache each prompt with its outputs may take; the common prefix is shared."""
        shared = max(0, self.count_tokens(_common_prefix(texts)) - _BLOCK_TOKENS) if len(texts) > 1 else 0
        return [
            self.count_tokens(text) - shared + outputs * (budget + _BLOCK_TOKENS)
            for text, budget in zip(texts, budgets, strict=True)
        ]

    def _start(self, index: int, text: str, budget: int, sampling: Sampling | None) -> Any:
        config = self._runtime.GenerationConfig(max_new_tokens=budget, apply_chat_template=False)
        config.set_eos_token_id(self._stop_token)
        config.logprobs = 1
        if sampling:
            config.do_sample = True
            config.temperature, config.top_p = TEMPERATURE, TOP_P
            config.num_return_sequences, config.rng_seed = sampling.n, sampling.seed
        return self._pipeline.add_request(index, self._encode(text), config)

    def _is_over(self, handle: Any) -> bool:
        return bool(handle.get_status() != self._runtime.GenerationStatus.RUNNING)

    def _results(self, handle: Any) -> list[Generation]:
        if handle.get_status() != self._runtime.GenerationStatus.FINISHED:
            raise RuntimeError("the key-value cache is full")
        return [self._generation(output) for output in handle.read_all()]

    def _generation(self, output: Any) -> Generation:
        text = self._tokenizer.decode(list(output.generated_ids), skip_special_tokens=True).strip()
        stopped = output.finish_reason == self._runtime.GenerationFinishReason.STOP
        count = len(output.generated_ids)
        return Generation(text, "stop" if stopped else "length", count, output.score / count if count else None)

    def _stem(self, turns: Callable[[str], Sequence[Turn]]) -> str:
        """What the prompts for all texts begin with, where `turns` makes the turns for a text."""
        return _common_prefix([self._render(turns(text), "") for text in ("a", "b")])

    def _tokens(self, text: str) -> list[int]:
        return [int(token) for token in self._encode(text).data[0]] if text else []

    def _encode(self, text: str) -> Any:
        return self._tokenizer.encode(text, add_special_tokens=False).input_ids


def _open(runtime: Any, path: Path, options: Mapping[str, object], adapter: Any) -> tuple[Any, Any]:
    scheduler = runtime.SchedulerConfig()
    scheduler.enable_prefix_caching = True
    scheduler.num_kv_blocks = _CACHE_BLOCKS
    tokenizer = runtime.Tokenizer(str(path))
    if adapter is not None:
        options = {**options, "adapters": runtime.AdapterConfig(adapter)}
    return tokenizer, runtime.ContinuousBatchingPipeline(str(path), tokenizer, scheduler, "CPU", **options)


def _convert(runtime: Any, path: Path, folder: Path, form: SavedForm) -> bool:
    """Saves the OpenVINO form of `path` as `folder`; False where that cannot be written."""
    staging = folder.with_suffix(".openvino-partial")
    linked = staging / path.name  # OpenVINO saves beside the file it reads
    try:
        if shutil.disk_usage(path.parent).free < (2.6 if form.fitted else 1.3) * path.stat().st_size:
            return False
        with locked(folder.with_suffix(".openvino-lock")):
            if not (fault := form.fault()):
                return True  # another process was faster
            form.remove(fault)
            shutil.rmtree(staging, ignore_errors=True)  # left by a load that was killed
            staging.mkdir()
            try:
                linked.symlink_to(path.resolve())
                tokenizer = runtime.Tokenizer(str(linked), enable_save_ov_model=True)
                runtime.ContinuousBatchingPipeline(
                    str(linked), tokenizer, runtime.SchedulerConfig(), "CPU", enable_save_ov_model=True
                )
                linked.unlink()
                if form.fitted:
                    openvino.fit(staging, gguf=path)
                form.seal(staging)
                staging.rename(folder)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except _FAILURES:
        return False
    return True


def _no_room(name: str, path: Path) -> str:
    return (
        f"The OpenVINO form of the model {name} cannot be saved in {path.parent}, which needs 2.6 times the size "
        "of its file; free some space, or set AMANA_HOME to a folder on another disk."
    )


def _rounds(indexes: Sequence[int], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Cuts `indexes` into as few parts of like size as the key-value cache has room for, by the `sizes` in tokens.

    OpenVINO would throw out what does not fit and begin it anew; and what all translations begin with must stay.
    """
    room = _CACHE_BLOCKS * _BLOCK_TOKENS - _FIXED_TOKENS
    total = sum(sizes)
    share = total / -(-total // room) if total else 0
    part: list[int] = []
    taken = 0
    for index in indexes:
        if part and (taken + sizes[index] > room or taken >= share):
            yield part
            part, taken = [], 0
        part.append(index)
        taken += sizes[index]
    if part:
        yield part


def _common_prefix(texts: Sequence[str]) -> str:
    """What all `texts` begin with: what the first and the last in the alphabet begin with."""
    first, last = min(texts), max(texts)
    length = next((place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[:length]


def _reason(error: BaseException) -> str:
    """The last non-empty line of what OpenVINO says: the lines before name places in its own source."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else type(error).__name__
