"""The number engine: reads Arabic and English quantities into one exact form and compares them.

`read` finds the quantities of a text, `compare` says what became of a source's quantities in its translation, and
`support` whether everything a summary states is backed by its source. Nothing here imports the rest of amana.
"""

from __future__ import annotations

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


def read(text: str, *, lang: Language) -> list[Quantity]:
    """The quantities of `text` in reading order; an empty list where there is none. Never raises on any text."""
    from pipeline.numbers.read.reader import read_quantities

    return read_quantities(text, lang=lang)


def compare(source: str, target: str, *, source_lang: Language = "ar", target_lang: Language = "en") -> Comparison:
    """What became of the quantities of `source` in `target`: one to one, in both directions."""
    from pipeline.numbers.compare.findings import compare_texts

    return compare_texts(source, target, source_lang=source_lang, target_lang=target_lang)


def support(source: str, target: str, *, source_lang: Language = "ar", target_lang: Language = "en") -> Comparison:
    """Whether each quantity of `target`, a summary, is backed by some quantity of `source`.

    Several target quantities may rest on one source quantity, and none of the source is required: no `missing`.
    """
    from pipeline.numbers.compare.findings import support_texts

    return support_texts(source, target, source_lang=source_lang, target_lang=target_lang)


__all__ = [
    "Comparison", "Finding", "Language", "Quantity", "Reading",
    "compare", "comparison_from_json", "comparison_to_json", "finding_from_json", "finding_to_json",
    "format_value", "moved", "quantity_from_json", "quantity_to_json", "read", "support",
]  # fmt: skip
