"""What a summarizer wrote, made into sentences: no bullet marks, no repetition, no half sentence at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.base import Generation
from pipeline.article import Summary
from pipeline.segment import split_sentences

# A bullet, a dash or a number before the sentence. The space after it is required: "1.2 billion" is not numbering.
_BULLET = re.compile(r"(?:[-*•‣–—·]|\(?\d{1,2}[.)])\s+")
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_SENTENCE_END = (".", "!", "?", "…")
_CLOSING = "\"'”’)]»"


def tidy_summary(generation: Generation, *, sentences: int) -> Summary:
    """The summary in `generation`, at most `sentences` sentences of it.

    Left out, and kept in `Summary.dropped`: headings that end in a colon, sentences without a word that an earlier one
    has not, the unfinished last sentence of an output that was cut off, and what exceeds `sentences`.
    """
    candidates = list(_candidates(generation.text))
    kept: list[str] = []
    dropped: list[str] = []
    seen: list[frozenset[str]] = []
    for position, sentence in enumerate(candidates):
        words = frozenset(_WORD.findall(sentence.casefold()))
        cut_off = (
            generation.finish_reason == "length" and position == len(candidates) - 1 and not _is_finished(sentence)
        )
        repeated = any(words <= earlier for earlier in seen)
        if sentence.endswith(":") or cut_off or repeated or len(kept) == sentences:
            dropped.append(sentence)
        else:
            kept.append(sentence)
            seen.append(words)
    return Summary(tuple(kept), generation.finish_reason, generation.tokens, dropped=tuple(dropped))


def _candidates(text: str) -> Iterator[str]:
    for raw in text.splitlines():
        line = " ".join(_BULLET.sub("", raw.strip().replace("**", ""), count=1).split()) if raw.strip() else ""
        for start, end in split_sentences(line):
            sentence = line[start:end].strip()
            if _WORD.search(sentence):
                yield sentence


def _is_finished(sentence: str) -> bool:
    return sentence.rstrip(_CLOSING).endswith(_SENTENCE_END)
