"""The seam between text and engines: strings in, `Generation`s out.

An engine is anything that has `translate` or `summarize` as below. The pipeline knows engines only through these
protocols and through `models.registry`, which turns a name into an engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol, runtime_checkable

FinishReason = Literal["stop", "length"]
Progress = Callable[[int], None]
"""Called with the number of texts finished since the last call."""


class ModelError(Exception):
    """A model cannot be had, loaded or run. The message is one sentence for users: what is wrong and what to do."""


class UnfinishedError(ModelError):
    """An engine failed after it had finished some texts of a call: `outputs` holds them by the place of the text.

    `is_gone` says that no other text would fare better: the server does not answer, or lets us no longer in.
    """

    def __init__(
        self, message: str, *, outputs: Mapping[int, Sequence[Generation]] = MappingProxyType({}), is_gone: bool = False
    ) -> None:
        super().__init__(message)
        self.outputs = dict(outputs)
        self.is_gone = is_gone

    def holding(self, outputs: Mapping[int, Sequence[Generation]]) -> UnfinishedError:
        """The same, with other outputs: what these are made into, by the places of other texts."""
        return UnfinishedError(str(self), outputs=outputs, is_gone=self.is_gone)


@dataclass(frozen=True, slots=True)
class Generation:
    """What an engine made of one text.

    `finish_reason` is "length" where the token limit cut the output off. `tokens` counts generated tokens. `score` is
    the engine's own (mean log-probability per token), None where it gives none. `prompt_tokens` counts those that were
    read, where somebody counts them: a server does.
    """

    text: str
    finish_reason: FinishReason
    tokens: int
    score: float | None = None
    prompt_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """What a server asks for a million tokens, read and written, in `currency`."""

    read: float
    written: float
    currency: str

    def of(self, *, prompt_tokens: int, tokens: int) -> float:
        """What so many tokens cost, to a millionth."""
        return round((prompt_tokens * self.read + tokens * self.written) / 1e6, 6)


def require_one_each(outputs: Sized, texts: int, *, engine: str) -> None:
    """Raises ModelError unless there are as many `outputs` as there were `texts` for the engine of that name."""
    if len(outputs) != texts:
        raise ModelError(
            f"The engine {engine} returned {len(outputs)} outputs for {texts} texts; choose another with --translator "
            "or --summarizer."
        )


def mean_score(parts: Sequence[Generation]) -> float | None:
    """The score of a text that was generated in `parts`, by their tokens; None where one of them has none."""
    scored = [(part.score, part.tokens) for part in parts if part.score is not None]
    total = sum(tokens for _, tokens in scored)
    if len(scored) < len(parts) or not total:
        return None
    return sum(score * tokens for score, tokens in scored) / total


def of_parts(text: str, parts: Sequence[Generation]) -> Generation:
    """`text`, which was made of the texts of `parts`, with what they took; it is cut off if one of them is."""
    cut_off = any(part.finish_reason == "length" for part in parts)
    return Generation(
        text,
        "length" if cut_off else "stop",
        sum(part.tokens for part in parts),
        mean_score(parts),
        sum(part.prompt_tokens for part in parts),
    )


class Translator(Protocol):
    """Translates Arabic texts to English."""

    @property
    def name(self) -> str:
        """The name the registry knows this engine by, as recorded with every output."""

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        """Translates `texts` (each a segment, about a sentence); one generation each, in the same order.

        Raises:
            ModelError: the engine failed.
        """


@runtime_checkable
class HintedTranslator(Protocol):
    """A translator that can be told how a text's quantities read in English.

    A translator may leave this out; a repair then does without.
    """

    def retranslate(self, texts: Sequence[str], *, hints: Sequence[str]) -> list[Generation]:
        """Translates `texts` again, each with the hint at its place ("" for none); one generation each, in order.

        Raises:
            ModelError: the engine failed.
        """


class Terms(Protocol):
    """A user's glossary, as an engine asks it."""

    @property
    def digest(self) -> str:
        """Tells which one it is."""

    def line(self, text: str) -> tuple[str, str]:
        """The terms in `text` for its prompt, "حساب = account; …" ("" for none), and the text without them."""


@runtime_checkable
class TermTranslator(Protocol):
    """A translator that can be told a user's terms; the output of one that cannot is still checked for them."""

    def use_terms(self, terms: Terms) -> None:
        """From now on the prompt for a text has the terms that occur in it, and `Identified.identity` their digest."""


@runtime_checkable
class SamplingTranslator(Protocol):
    """A translator that can give alternatives: by drawing, or the best of one search.

    A translator may leave this out; a repair then does without.
    """

    def sample(self, texts: Sequence[str], *, hints: Sequence[str], n: int, seed: int = 0) -> list[list[Generation]]:
        """`n` translations of each text, made in one batch; the same arguments give the same ones.

        `hints` are as for `HintedTranslator`; an engine that can be told nothing leaves them unread.

        Raises:
            ModelError: the engine failed.
        """


@runtime_checkable
class Identified(Protocol):
    """An engine that says what decides its outputs; only the outputs of such an engine may be stored for later runs."""

    @property
    def identity(self) -> str:
        """Everything besides a text: the digest of the model, the version of the prompts, the way of decoding."""


@runtime_checkable
class Priced(Protocol):
    """An engine whose tokens cost money."""

    @property
    def price(self) -> Price | None:
        """What they cost; None where that is not known."""


@runtime_checkable
class Historied(Protocol):
    """An engine whose outputs also depend on what it was asked before, and that can go on as if it had been asked."""

    @property
    def history(self) -> list[str]:
        """What later outputs depend on of the calls so far; of bounded size."""

    def restore(self, history: Sequence[str]) -> None:
        """Goes on as after the calls that left `history`."""


class Encoder(Protocol):
    """Tells how alike in meaning two texts are, whatever their languages."""

    def similarities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The cosine of each pair, from -1 to 1; 0 where a text is empty.

        Raises:
            ModelError: the encoder cannot be loaded.
        """


class Lexicon(Protocol):
    """Knows what Arabic words mean in English."""

    def coverages(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        """For each pair (Arabic, English) the share of the Arabic words with known meanings that the English covers,
        from 0 to 1; None where there are too few.

        Raises:
            ModelError: the lexical model cannot be read.
        """


class Summarizer(Protocol):
    """Summarizes English texts in English."""

    @property
    def name(self) -> str:
        """The name the registry knows this engine by, as recorded with every output."""

    def summarize(self, texts: Sequence[str], *, sentences: int, progress: Progress | None = None) -> list[Generation]:
        """Summarizes `texts` (each a whole article) in about `sentences` sentences, one sentence a line.

        Raises:
            ModelError: the engine failed.
        """


@runtime_checkable
class FigureSummarizer(Protocol):
    """A summarizer that can be told which figures a summary must mention; a repair does without where it cannot."""

    def resummarize(
        self, texts: Sequence[str], *, figures: Sequence[Sequence[str]], sentences: int
    ) -> list[Generation]:
        """Summarizes `texts` again, each with the figures at its place, worded as in the text; else as `summarize`.

        Raises:
            ModelError: the engine failed.
        """
