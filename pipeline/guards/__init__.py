"""What may be wrong with an output whatever its numbers say: each test is a named function in one table.

`guard` needs nothing but the texts; `adequacy` needs the sentence encoder's cosine. A guard that fires calls for
another method of translating; it never silences an output. Bounds are set on 997 Arabic sentences with their human
English (FLORES-200 dev), on which every guard but `adequacy` is silent.
"""

from __future__ import annotations

from collections.abc import Callable

from models.base import FinishReason
from pipeline.guards.chatter import is_chatter, is_refusal
from pipeline.guards.language import is_other_language
from pipeline.guards.orders import answers_question, holds_order, obeys_instruction
from pipeline.guards.output import Output
from pipeline.guards.shape import (
    PROMPT_MARKS,
    echoes_prompt,
    echoes_source,
    has_arabic_script,
    imitates_prompt,
    is_cut_off,
    is_empty,
    is_length_unlikely,
    repeats_itself,
)

__all__ = [
    "ADEQUACY",
    "ANSWERS",
    "GUARDS",
    "PROMPT_MARKS",
    "Output",
    "adequacy",
    "guard",
    "guard_summary",
    "holds_order",
    "imitates_prompt",
]

ADEQUACY = 0.4
"""The least cosine of source and translation. On FLORES-200 dev 0.5 % of the human pairs fall below (0.45: 0.7 %,
0.5: 1.0 %), and 87 % of the pairs of a sentence with its neighbour's translation (93 %, 96 %)."""

_SHORTEST_ADEQUATE = 20
"""Characters: the cosine of a name or two says little."""


def guard(source: str, output: str, *, finish_reason: FinishReason) -> tuple[str, ...]:
    """The names of the tests that `output`, the English of `source`, fails, in the order of `GUARDS`.

    An empty output fails that test alone. Linear in the length of the texts.
    """
    judged = Output(source, output, finish_reason)
    if is_empty(judged):
        return ("empty",)
    return tuple(name for name, fires in GUARDS.items() if fires(judged))


def guard_summary(article: str, summary: str, *, finish_reason: FinishReason) -> tuple[str, ...]:
    """The names of the tests that `summary` fails, of those that suit a text much shorter than its source, in English.

    An echo of the article is no failure: a summary may quote it.
    """
    judged = Output(article, summary, finish_reason)
    if is_empty(judged):
        return ("empty",)
    return tuple(name for name in _FOR_SUMMARIES if GUARDS[name](judged))


def adequacy(source: str, similarity: float) -> tuple[str, ...]:
    """("adequacy",) where the cosine of source and translation is below `ADEQUACY` and the source is not too short."""
    return ("adequacy",) if len(source) >= _SHORTEST_ADEQUATE and similarity < ADEQUACY else ()


GUARDS: dict[str, Callable[[Output], bool]] = {
    "empty": is_empty,
    "source-echo": echoes_source,
    "prompt-echo": echoes_prompt,
    "arabic-script": has_arabic_script,
    "other-language": is_other_language,
    "repetition": repeats_itself,
    "length-ratio": is_length_unlikely,
    "cut-off": is_cut_off,
    "chatter": is_chatter,
    "refusal": is_refusal,
    "obeyed-instruction": obeys_instruction,
    "answered-question": answers_question,
}
"""Every guard by the name it has in the record, except "adequacy"."""

ANSWERS = frozenset(("chatter", "refusal", "obeyed-instruction", "answered-question"))
"""The guards that say of an output that it is an answer to the article, and no translation of it."""

_FOR_SUMMARIES = ("prompt-echo", "arabic-script", "other-language", "repetition", "cut-off", "chatter", "refusal")
