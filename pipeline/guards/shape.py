"""What the shape of an output tells: empty, an echo, Arabic left over, a loop, an unlikely length, cut off."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence

from pipeline.guards.output import Output, plain

_LENGTH_RATIO = (0.5, 2.5)
_LENGTH_SLACK = (10, 30)
"""Characters: short texts vary more, and Arabic spells out numbers that English writes in digits."""

_MOST_COMPRESSED = 2.2
_LONG_ENOUGH_TO_COMPRESS = 120
_WORD = re.compile(r"\w+")
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3\u06fa-\u06fc\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_QUOTED = re.compile('"[^"]{0,80}"|“[^”]{0,80}”|«[^»]{0,80}»|‘[^’]{0,80}’|\\([^()]{0,80}\\)|\\[[^\\[\\]]{0,80}\\]')

# Coupled to models/prompts.py: a test finds each of these in a prompt.
PROMPT_MARKS = (
    "<|im_start|>", "<|im_end|>", "you are a professional translator", "translate the arabic news text",
    "keep every number, percentage, date", "you are a news editor", "numbered sentences only", "glossary:",
    "translate into english:",
)  # fmt: skip


def is_empty(output: Output) -> bool:
    """Nothing that a reader could read."""
    return not any(letter.isalnum() for letter in output.text)


def echoes_source(output: Output) -> bool:
    """Most words of the output are Arabic words of the source, as they stand there."""
    words, known = _WORD.findall(output.text), set(_WORD.findall(output.source))
    copied = sum(word in known and _ARABIC.search(word) is not None for word in words)
    return copied > len(words) / 2


def echoes_prompt(output: Output) -> bool:
    """A phrase of the prompt that the source does not hold."""
    text, source = plain(output.text), plain(output.source)
    return any(mark in text and mark not in source for mark in PROMPT_MARKS)


def imitates_prompt(text: str) -> bool:
    """Whether a source holds a phrase of our prompts, as if it were a part of one."""
    return any(mark in plain(text) for mark in PROMPT_MARKS)


def has_arabic_script(output: Output) -> bool:
    """Three or more Arabic letters outside quotation marks and brackets, where a name may stay as it is."""
    return len(_ARABIC.findall(_QUOTED.sub(" ", output.text))) >= 3


def repeats_itself(output: Output) -> bool:
    """Four words running come three times and the source repeats nothing so often, or zlib shrinks it too well.

    The human English of FLORES-200 dev shrinks to 1/1.86 at the most and repeats four words twice at the most. A
    source that repeats (a table, a refrain) may be followed.
    """
    allowed = max(2, _most_repeated(output.source, words=3))
    if _most_repeated(output.text, words=4) > allowed:
        return True
    if len(output.text) < _LONG_ENOUGH_TO_COMPRESS:
        return False
    return _compression(output.text) > max(_MOST_COMPRESSED, 1.3 * _compression(output.source))


def is_length_unlikely(output: Output) -> bool:
    """Under half of the source's characters, less 10, or over two and a half times as many, and 30.

    The human English of FLORES-200 dev has 0.61 to 2.46 times the characters of the Arabic, 98 % of it 0.78 to 1.70.
    """
    length, expected = len(output.text.strip()), len(output.source.strip())
    (least, most), (below, above) = _LENGTH_RATIO, _LENGTH_SLACK
    return not least * expected - below <= length <= most * expected + above


def is_cut_off(output: Output) -> bool:
    """The token limit ended it."""
    return output.finish_reason == "length"


def _most_repeated(text: str, *, words: int) -> int:
    found = _WORD.findall(text.casefold())
    grams = Counter(_grams(found, words))
    return max(grams.values(), default=0)


def _grams(words: Sequence[str], length: int) -> zip[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def _compression(text: str) -> float:
    """How many times smaller zlib makes `text`, one byte a letter in either language."""
    data = text.encode("cp1256", errors="replace")
    return len(data) / len(zlib.compress(data)) if data else 0.0
