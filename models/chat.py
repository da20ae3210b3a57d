"""Translator and summarizer over a language model that answers prompts, whatever library runs it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models import prompts
from models.base import Generation, ModelError, Progress, Terms, UnfinishedError
from models.loops import without_loop
from models.prompts import Conversation
from models.split import generate_by_pieces, join, middle_boundary, pieces_of

SEGMENT_TOKENS = 512
ARTICLE_TOKENS = 6000
"""Longest texts in one prompt, where a model's own limit is not lower."""

_FEWEST = 32
"""A context that leaves fewer tokens for a segment is too short to be of use."""

_SHORT_ARTICLE_TOKENS = 200
SENTENCE_TOKENS = 80
"""Room for one sentence of a summary."""

TEMPERATURE, TOP_P = 0.6, 0.95
"""How alternatives are drawn."""

DECODING_VERSION = 4
"""Goes up with every change that can change an output: token limits, sampling, weights, how texts are cut,
set apart, joined."""

_BULLET = re.compile(r"\s{0,20}(?:[-*•–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Sampling:
    """Draw `n` outputs for each prompt instead of the likeliest one."""

    n: int
    seed: int


class ChatEngine(ABC):
    """Translates and summarizes by prompts; greedy unless asked to sample, so the same texts give the same outputs.

    `segment_tokens` and `article_tokens` bound what goes into one prompt: longer texts are cut and joined again.
    A `schooled` model has an adapter that was trained on a prompt of its own. `glossary` gives the meanings of a text's
    words, for the prompt.
    """

    def __init__(
        self,
        name: str,
        *,
        segment_tokens: int = SEGMENT_TOKENS,
        article_tokens: int = ARTICLE_TOKENS,
        schooled: bool = False,
        glossary: Callable[[str], str] | None = None,
    ) -> None:
        self._name = name
        self._schooled = schooled
        self._glossary = glossary
        self._terms: Terms | None = None
        self._segment_tokens = segment_tokens
        self._article_tokens = article_tokens

    @property
    def name(self) -> str:
        """The name the registry knows this engine by."""
        return self._name

    def use_terms(self, terms: Terms) -> None:
        """See `models.base.TermTranslator`."""
        self._terms = terms

    @property
    def _of_terms(self) -> str:
        """What the terms add to the identity of the engine."""
        return f", terms {self._terms.digest}" if self._terms else ""

    @abstractmethod
    def count_tokens(self, text: str) -> int:
        """The number of tokens in `text`."""

    @abstractmethod
    def _generate(
        self,
        conversations: Sequence[Conversation],
        budgets: Sequence[int],
        *,
        schooled: bool,
        finished: Callable[[int], None] | None = None,
        sampling: Sampling | None = None,
    ) -> list[list[Generation]]:
        """Has each of `conversations` answered, in at most its budget of tokens; results in their order.

        One output for each, or as many as `sampling` asks for. `finished` is told the index of each as it is done.
        `schooled` asks for the model with its adapter, where it has one.
        """

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        """Translates Arabic segments to English; see `models.base.Translator`."""
        return [outputs[0] for outputs in self._alternatives(texts, [""] * len(texts), progress=progress)]

    def retranslate(self, texts: Sequence[str], *, hints: Sequence[str]) -> list[Generation]:
        """Translates again, greedily, each text with its hint; see `models.base.HintedTranslator`."""
        return [outputs[0] for outputs in self._alternatives(texts, hints)]

    def sample(self, texts: Sequence[str], *, hints: Sequence[str], n: int, seed: int = 0) -> list[list[Generation]]:
        """`n` translations of each text, drawn in one batch; see `models.base.SamplingTranslator`."""
        return self._alternatives(texts, hints, sampling=Sampling(n, seed))

    def summarize(self, texts: Sequence[str], *, sentences: int, progress: Progress | None = None) -> list[Generation]:
        """Summarizes English articles, one sentence a line; see `models.base.Summarizer`.

        An article is summarized in two halves, or in as many sections as it needs to fit the model; where these are
        more than `sentences`, one sentence on each, and then the summary of those. The sections of all articles are
        generated together.
        """
        return self._summaries(texts, [()] * len(texts), sentences=sentences, progress=progress)

    def resummarize(
        self, texts: Sequence[str], *, figures: Sequence[Sequence[str]], sentences: int
    ) -> list[Generation]:
        """Summarizes again, with figures to be mentioned; see `models.base.FigureSummarizer`."""
        return self._summaries(texts, figures, sentences=sentences)

    def _request(self, text: str, hint: str) -> Conversation:
        """What asks for the translation of `text`."""
        turns = prompts.short_translation_turns if self._schooled else prompts.translation_turns
        told, rest = self._terms.line(text) if self._terms else ("", text)
        meanings = self._glossary(rest) if self._glossary else ""  # the user's words go before ours
        return Conversation(turns(text, hint="; ".join(filter(None, (told, meanings, hint)))))

    def _fit(self, context: int) -> None:
        """Sets what goes into one prompt by the `context` of the model, in tokens.

        Raises:
            ModelError: it is too short for any.
        """
        fixed = sum(self.count_tokens(text) for _, text in self._request("", "").turns)
        room = context - fixed - 32
        # A segment, and one and a half times as much for its translation.
        self._segment_tokens = min(SEGMENT_TOKENS, room * 2 // 5)
        self._article_tokens = max(_FEWEST, min(ARTICLE_TOKENS, room - 10 * SENTENCE_TOKENS))
        if self._segment_tokens < _FEWEST:
            raise ModelError(
                f"The model {self._name} reads only {context} tokens, too few for a prompt; choose another."
            )

    def _alternatives(
        self,
        texts: Sequence[str],
        hints: Sequence[str],
        *,
        sampling: Sampling | None = None,
        progress: Progress | None = None,
    ) -> list[list[Generation]]:
        def generate(
            pieces: Sequence[str], owners: Sequence[int], finished: Callable[[int], None]
        ) -> list[list[Generation]]:
            asked = [self._request(piece, hints[owner]) for piece, owner in zip(pieces, owners, strict=True)]
            budgets = [32 + self.count_tokens(piece) * 3 // 2 for piece in pieces]
            try:
                found = self._generate(asked, budgets, schooled=True, finished=finished, sampling=sampling)
            except UnfinishedError as error:
                whole = {
                    piece: [without_loop(output) for output in outputs] for piece, outputs in error.outputs.items()
                }
                raise error.holding(whole) from error
            return [[without_loop(output) for output in outputs] for outputs in found]

        return generate_by_pieces(
            texts, generate, limit=self._segment_tokens, count=self.count_tokens, progress=progress
        )

    def _summaries(
        self,
        texts: Sequence[str],
        figures: Sequence[Sequence[str]],
        *,
        sentences: int,
        progress: Progress | None = None,
    ) -> list[Generation]:
        sections = [self._sections(text, sentences) for text in texts]
        asked: list[Conversation] = []
        budgets: list[int] = []
        for parts, wanted in zip(sections, figures, strict=True):
            for part, share in zip(parts, _shares(sentences, len(parts)), strict=True):
                own = [figure for figure in wanted if figure in part]
                turns = prompts.summary_turns(part, sentences=share, figures=own)
                asked.append(Conversation(turns, prompts.SUMMARY_START))
                budgets.append(SENTENCE_TOKENS * share)
        try:
            raw = iter(self._generate(asked, budgets, schooled=False))
        except UnfinishedError as error:  # what it holds are parts of summaries
            raise error.holding({}) from error
        merged = [join([_without_bullets(next(raw)[0]) for _ in parts], "\n") for parts in sections]
        long = [index for index, parts in enumerate(sections) if len(parts) > sentences]
        if progress and len(long) < len(texts):
            progress(len(texts) - len(long))
        if long:
            texts, figures = [merged[index].text for index in long], [figures[index] for index in long]
            finals = self._summaries(texts, figures, sentences=sentences, progress=progress)
            for index, final in zip(long, finals, strict=True):
                merged[index] = replace(
                    final,
                    tokens=merged[index].tokens + final.tokens,
                    prompt_tokens=merged[index].prompt_tokens + final.prompt_tokens,
                )
        return merged

    def _sections(self, text: str, sentences: int) -> list[str]:
        """The parts of an article that are summarized each on its own."""
        sections = pieces_of(text, limit=self._article_tokens, count=self.count_tokens)
        if len(sections) == 1 and sentences > 1 and self.count_tokens(text) > _SHORT_ARTICLE_TOKENS:
            # The model takes most of a summary from the beginning of what it reads: halves make it read on.
            cut = middle_boundary(text)
            sections = [half for half in (text[:cut].strip(), text[cut:].strip()) if half]
        return sections


def _shares(sentences: int, sections: int) -> list[int]:
    """How many of `sentences` each section gets: at least one, and the first ones what is left over."""
    each, remainder = divmod(sentences, max(1, sections))
    return [max(1, each + (index < remainder)) for index in range(sections)]


def _without_bullets(output: Generation) -> Generation:
    lines = [_BULLET.sub("", line, count=1).strip() if line else "" for line in output.text.splitlines()]
    return replace(output, text="\n".join(line for line in lines if line), score=None)
