"""The number engine: reads Arabic and English quantities into one exact form and compares them.

`read` finds the quantities of a text, `compare` says what became of a source's quantities in its translation, and
`support` whether everything a summary states is backed by its source; `trace` and `trace_comparison` say which rules
read and judged. Nothing here imports the rest of amana.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

# The folders `read` and `compare` are named like two functions below. A submodule becomes an attribute of its package
# when it is first imported, and not again: imported here, before the functions are defined, it cannot hide them.
import pipeline.numbers.compare
import pipeline.numbers.read  # noqa: F401
from pipeline.numbers.quantity import (
    Comparison,
    Finding,
    Language,
    Quantity,
    Reading,
    comparison_from_json,
    comparison_to_json,
    finding_from_json,
    finding_to_json,
    format_value,
    moved,
    quantity_from_json,
    quantity_to_json,
)

if TYPE_CHECKING:
    from pipeline.numbers.compare.words import SameWord
    from pipeline.numbers.read.rules import Rule
    from pipeline.numbers.tracing import ComparisonTrace, Trace, TracedStep


def read(text: str, *, lang: Language) -> list[Quantity]:
    """The quantities of `text` in reading order; an empty list where there is none. Never raises on any text."""
    from pipeline.numbers.read.reader import read_quantities

    return read_quantities(text, lang=lang)


def compare(
    source: str,
    target: str,
    *,
    source_lang: Language = "ar",
    target_lang: Language = "en",
    same_word: SameWord | None = None,
) -> Comparison:
    """What became of the quantities of `source` in `target`: one to one, in both directions.

    `same_word` is asked how an Arabic and an English word are related; without it what is counted is not compared.
    """
    from pipeline.numbers.compare.findings import compare_texts

    return compare_texts(source, target, languages=(source_lang, target_lang), same_word=same_word).comparison


def support(
    source: str,
    target: str,
    *,
    source_lang: Language = "ar",
    target_lang: Language = "en",
    same_word: SameWord | None = None,
) -> Comparison:
    """Whether each quantity of `target`, a summary, is backed by some quantity of `source`.

    Several target quantities may rest on one source quantity, and none of the source is required: no `missing`.
    `same_word` is as for `compare`.
    """
    from pipeline.numbers.compare.findings import support_texts

    return support_texts(source, target, languages=(source_lang, target_lang), same_word=same_word).comparison


def trace(text: str, *, lang: Language) -> Trace:
    """The quantities of `text` with the rules that read them, step by step."""
    from pipeline.numbers.tracing import trace_text

    return trace_text(text, lang=lang)


def replay(text: str, steps: Iterable[TracedStep], *, lang: Language) -> list[Quantity]:
    """The quantities that the steps of a trace give when each rule is applied where it was, and no other."""
    from pipeline.numbers.tracing import replay_text

    return replay_text(text, steps, lang=lang)


def trace_comparison(
    source: str,
    target: str,
    *,
    source_lang: Language = "ar",
    target_lang: Language = "en",
    same_word: SameWord | None = None,
) -> ComparisonTrace:
    """What `compare` finds, with the rules that read both texts and the rules that judged."""
    from pipeline.numbers.tracing import trace_texts

    return trace_texts(source, target, languages=(source_lang, target_lang), same_word=same_word)


def rules() -> list[Rule[Any]]:
    """Every rule of the engine with its name, what it reads or judges, and its examples."""
    from pipeline.numbers.tracing import all_rules

    return all_rules()


__all__ = [
    "Comparison", "Finding", "Language", "Quantity", "Reading",
    "compare", "comparison_from_json", "comparison_to_json", "finding_from_json", "finding_to_json",
    "format_value", "moved", "quantity_from_json", "quantity_to_json", "read", "replay", "rules", "support", "trace",
    "trace_comparison",
]  # fmt: skip
