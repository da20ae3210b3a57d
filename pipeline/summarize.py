"""What a summarizer reads, and what is made of its output: sentences without marks, repetition or a broken end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.base import Generation
from models.sentences import split_sentences
from pipeline.article import Record, Summary, SummaryForm, english_text
from pipeline.guards import ANSWERS, holds_order, imitates_prompt

# A bullet, a dash or a number before the sentence. The space after it is required: "1.2 billion" is not numbering.
_BULLET = re.compile(r"(?:[-*•‣–—·]|\(?\d{1,2}[.)])\s+")
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_SENTENCE_END = (".", "!", "?", "…")
_CLOSING = "\"'”’)]»"

_QUESTION = ("؟", "?")

_SAME_WORDS = 0.8
"""The share of a sentence's words, counted without those of three letters and less, that make it a repetition."""


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """What a user asks of a summary: its most `sentences`, its form, and how many key numbers it must keep.

    A summary grows beyond `sentences` only where its `must_keep` first key numbers do not fit.
    """

    sentences: int = 5
    form: SummaryForm = "bullets"
    must_keep: int = 0


def readable(record: Record) -> Record:
    """`record` without what a summarizer must not read; all of it if that is all.

    Left out are what `withheld` names, and questions: a language model that summarizes answers them by itself.
    """
    apart = {*withheld(record), *(item.index for item in record.segments if item.text.rstrip().endswith(_QUESTION))}
    kept = tuple(item for item in record.translations if item.segment not in apart)
    return replace(record, translations=kept) if kept else record


def withheld(record: Record) -> list[int]:
    """The segments that give orders to a machine reader or imitate a prompt, or whose output answers one.

    What obeys an order is no news, and an order that was translated is still one for whoever reads the translation.
    """
    texts = {item.index: item.text for item in record.segments}
    return [
        item.segment
        for item in record.translations
        if holds_order(texts[item.segment])
        or holds_order(item.text)
        or imitates_prompt(texts[item.segment])
        or ANSWERS.intersection(item.guards)
    ]


def readable_text(record: Record) -> str:
    """The English that a summarizer may read."""
    return english_text(readable(record))


def tidy_summary(generation: Generation, options: SummaryOptions) -> Summary:
    """The summary in `generation`, at most `options.sentences` sentences of it.

    Left out, and kept in `Summary.dropped`: headings that end in a colon, sentences that hardly say anything that an
    earlier one has not (another figure is something), the unfinished last sentence of an output that was cut off, and
    what exceeds the number of sentences.
    """
    candidates = list(_candidates(generation.text))
    kept: list[str] = []
    dropped: list[str] = []
    for position, sentence in enumerate(candidates):
        cut_off = (
            generation.finish_reason == "length" and position == len(candidates) - 1 and not _is_finished(sentence)
        )
        repeated = any(repeats(sentence, earlier) for earlier in kept)
        if sentence.endswith(":") or cut_off or repeated or len(kept) == options.sentences:
            dropped.append(sentence)
        else:
            kept.append(sentence)
    return Summary(
        tuple(kept),
        generation.finish_reason,
        generation.tokens,
        dropped=tuple(dropped),
        form=options.form,
        prompt_tokens=generation.prompt_tokens,
    )


def repeats(sentence: str, earlier: str) -> bool:
    """Whether `sentence` states no figure, and few words, that `earlier` does not."""
    words, known = _words(sentence), _words(earlier)
    if words <= known:
        return True
    telling = {word for word in words if len(word) > 3}
    new_figure = any(word[0].isdigit() and word not in known for word in words)
    return not new_figure and bool(telling) and len(telling & known) >= _SAME_WORDS * len(telling)


def _words(sentence: str) -> frozenset[str]:
    return frozenset(_WORD.findall(sentence.casefold()))


def _candidates(text: str) -> Iterator[str]:
    for raw in text.splitlines():
        line = " ".join(_BULLET.sub("", raw.strip().replace("**", ""), count=1).split()) if raw.strip() else ""
        for start, end in split_sentences(line):
            sentence = line[start:end].strip()
            if _WORD.search(sentence):
                yield sentence


def _is_finished(sentence: str) -> bool:
    return sentence.rstrip(_CLOSING).endswith(_SENTENCE_END)
