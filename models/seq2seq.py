"""Encoder-decoder models by folder: Marian, NLLB-200, M2M-100, mBART-50, T5, BART, PEGASUS.

`Seq2SeqEngine` turns texts into token ids and back and keeps to the model's limits; a runtime, CTranslate2 on the CPU
or transformers, turns ids into ids. Decoding is greedy or by beams, as the model's own generation_config.json says, and
never draws: the same texts give the same outputs.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from models.base import Generation, ModelError, Progress
from models.batches import run_in_batches
from models.devices import choose_device, import_transformers
from models.download import first_line
from models.families import Role, find_family
from models.sentences import sentences_of
from models.seq2seq_runtime import Codec, Hypothesis, Runtime, Search, published_settings
from models.split import generate_by_pieces, join, pieces_of

BATCH_TOKENS = 2048
"""Source tokens with their padding that are translated at a time."""

_DEFAULT_LIMIT = 512
"""Longest input of a model that states none; T5 was trained on that."""

_START_TOKENS = 4
"""Places of the decoder that are left for what stands before and after an output."""

_SUMMARY_TOKENS = 142
"""Longest summary of a model that states none: the limit that the BART of the CNN/Daily Mail summaries was given."""


class Seq2SeqEngine:
    """Translator, summarizer, or both, over one encoder-decoder model. `limit` is in tokens, special ones included."""

    def __init__(self, name: str, codec: Codec, runtime: Runtime, *, limit: int, search: Search) -> None:
        self._name = name
        self._codec = codec
        self._runtime = runtime
        self._limit = limit
        self._longest = max(1, limit - _START_TOKENS)
        self._search = search

    @property
    def name(self) -> str:
        """The name the registry knows this engine by."""
        return self._name

    @property
    def roles(self) -> frozenset[Role]:
        """What the model can do: translate, summarize, or both."""
        return self._codec.family.roles

    @property
    def title(self) -> str:
        """The family, what runs where and in which precision, and how outputs are searched for."""
        beams = self._search.beams
        how = "greedy" if beams == 1 else f"{beams} beams"
        return f"{self._codec.family.title}, {self._runtime.title}, {how}, no sampling"

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        """Translates Arabic segments to English; see `models.base.Translator`."""
        search = replace(self._search, least=1)
        return [outputs[0] for outputs in self._translate(texts, search, progress)]

    def sample(
        self,
        texts: Sequence[str],
        *,
        hints: Sequence[str],  # noqa: ARG002  # of the protocol
        n: int,
        seed: int = 0,  # noqa: ARG002  # likewise
    ) -> list[list[Generation]]:
        """The `n` best translations of each text, best first; see `models.base.SamplingTranslator`.

        They are the beams of one search, so `seed` changes nothing, and this kind of model takes no `hints`.
        """
        search = replace(self._search, least=1, beams=max(n, self._search.beams), keep=n)
        return self._translate(texts, search, None)

    def summarize(self, texts: Sequence[str], *, sentences: int, progress: Progress | None = None) -> list[Generation]:
        """Summarizes English articles, one sentence a line; see `models.base.Summarizer`.

        An article longer than the model reads is summarized in sections, and what comes of that once more, until it has
        at most `sentences` sentences.
        """
        outputs = []
        for text in texts:
            outputs.append(self._summarize_one(text, sentences))
            if progress:
                progress(1)
        return outputs

    def _translate(self, texts: Sequence[str], search: Search, progress: Progress | None) -> list[list[Generation]]:
        def generate(
            pieces: Sequence[str], _: Sequence[int], finished: Callable[[int], None]
        ) -> list[list[Generation]]:
            encoded = [self._codec.encode(piece, "translator") for piece in pieces]
            # A translation is seldom twice as long as its source.
            most = [min(32 + 2 * len(ids), self._longest) for ids in encoded]
            return self._generate(encoded, most, search, finished)

        return generate_by_pieces(
            texts, generate, limit=self._limit, count=self._counter("translator"), progress=progress
        )

    def _summarize_one(self, text: str, sentences: int) -> Generation:
        sections = pieces_of(text, limit=self._limit, count=self._counter("summarizer"))
        if not sections:
            return join([], "")
        encoded = [self._codec.encode(section, "summarizer") for section in sections]
        # A short text cannot be made into the long summary that a model may be set to.
        search = replace(self._search, least=max(1, min(self._search.least, min(map(len, encoded)) // 2)))
        raw = self._generate(encoded, [min(self._search.most, self._longest)] * len(encoded), search)
        merged = join([_one_sentence_a_line(output) for output, *_ in raw], "\n")
        shorter = len(self._codec.encode(merged.text, "summarizer")) < sum(map(len, encoded))
        if len(sections) == 1 or len(merged.text.splitlines()) <= sentences or not shorter:
            return merged
        final = self._summarize_one(merged.text, sentences)
        return Generation(final.text, final.finish_reason, merged.tokens + final.tokens)

    def _counter(self, role: Role) -> Callable[[str], int]:
        return lambda text: len(self._codec.encode(text, role))

    def _generate(
        self,
        encoded: Sequence[Sequence[int]],
        most: Sequence[int],
        search: Search,
        finished: Callable[[int], None] | None = None,
    ) -> list[list[Generation]]:
        outputs: dict[int, list[Generation]] = {}

        def work(batch: Sequence[int]) -> None:
            wanted = replace(search, most=max(most[index] for index in batch))
            results = self._runtime.generate([encoded[index] for index in batch], wanted)
            for index, hypotheses in zip(batch, results, strict=True):
                outputs[index] = [self._generation(item, most[index]) for item in hypotheses]
                if finished:
                    finished(index)

        run_in_batches(
            [len(ids) for ids in encoded],
            work,
            tokens=max(1, BATCH_TOKENS // search.beams),
            name=self._name,
            release=self._runtime.release,
        )
        return [outputs[index] for index in range(len(encoded))]

    def _generation(self, found: Hypothesis, most: int) -> Generation:
        # The batch had room for its longest text; the others must not depend on their neighbours.
        ended = found.ended and len(found.ids) < most
        ids = found.ids if ended else found.ids[:most]
        return Generation(self._codec.decode(ids), "stop" if ended else "length", len(ids), found.score)


def load(
    folder: Path,
    *,
    name: str,
    device: str = "auto",
    compute_type: str = "auto",
    threads: int | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Seq2SeqEngine:
    """Loads the model in `folder`, as the hub has it, as the engine called `name`.

    On the CPU that is CTranslate2 in int8 or float32, on a GPU torch in the precision of `compute_type` or CTranslate2
    in int8. `say` hears of what takes long.

    Raises:
        ModelError: the folder holds no such model, the device or the precision cannot be had, or memory is short.
    """
    codec = load_codec(folder, name=name)
    where = choose_device(device)
    runtime: Runtime
    if where == "cpu" or compute_type == "int8":
        from models import ctranslate

        runtime = ctranslate.load(
            folder, codec, name=name, device=where, compute_type=compute_type, threads=threads, say=say
        )
    else:
        from models import torch_seq2seq

        runtime = torch_seq2seq.load(folder, codec, name=name, device=where, compute_type=compute_type)
    return assemble(folder, codec, runtime, name=name)


def load_codec(folder: Path, *, name: str) -> Codec:
    """The tokenizer of the model in `folder` with what its family asks for. Raises ModelError if there is none."""
    transformers = import_transformers()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Marian's recommends sacremoses, which would change nothing for Arabic
            config = transformers.AutoConfig.from_pretrained(folder)
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise ModelError(f"The tokenizer of {name} cannot be read from {folder} ({first_line(str(error))}).") from error
    family = find_family(
        config.model_type, lambda token: tokenizer.convert_tokens_to_ids(token) != tokenizer.unk_token_id, name=name
    )
    return Codec(tokenizer, family)


def assemble(folder: Path, codec: Codec, runtime: Runtime, *, name: str) -> Seq2SeqEngine:
    """The engine of `codec` and `runtime`, with the limits and the search that the files in `folder` state."""
    transformers = import_transformers()
    config = transformers.AutoConfig.from_pretrained(folder)
    wanted = published_settings(folder)
    first = wanted.forced_bos_token_id if codec.family.first is None else codec.id_of(codec.family.first)
    search = Search(
        beams=wanted.num_beams or 1,
        first=first,
        least=wanted.min_length or 1,
        most=wanted.max_length if (wanted.max_length or 0) > 20 else _SUMMARY_TOKENS,
        length_penalty=1.0 if wanted.length_penalty is None else float(wanted.length_penalty),
        no_repeat_ngram=wanted.no_repeat_ngram_size or 0,
    )
    stated = [codec.tokenizer.model_max_length, getattr(config, "max_position_embeddings", None), codec.family.limit]
    limits = [int(limit) for limit in stated if limit and limit < 1_000_000]
    return Seq2SeqEngine(name, codec, runtime, limit=min(limits, default=_DEFAULT_LIMIT), search=search)


def _one_sentence_a_line(output: Generation) -> Generation:
    return Generation("\n".join(sentences_of(output.text)), output.finish_reason, output.tokens, output.score)
