"""The engine's vocabulary: number words, phrases, units and currencies of both languages, loaded from data.

`arabic.toml` and `english.toml` hold what CLDR does not, and the `_lists` beside them what the rules must know of other
words; names of currencies and units come from CLDR (`cldr.json`) on top of `units.toml` and `currencies.toml`.
Everything is folded here once, and loaded at first use.
"""

from __future__ import annotations

from pipeline.numbers.lexicon.load import (
    inflected_words,
    lexicon,
    month_names,
    number_words,
    tens_stems,
    word_list,
    words_saying,
)
from pipeline.numbers.lexicon.model import Entry, Lexicon, LexiconError, ListName, NumberWord, Phrase, Sense, SenseKind
from pipeline.numbers.lexicon.units import (
    Unit,
    dimension_of,
    dollar_letters,
    money_family,
    told_by_hamza,
    unit_of,
    unit_ratio,
    unit_table,
)

__all__ = [
    "Entry", "Lexicon", "LexiconError", "ListName", "NumberWord", "Phrase", "Sense", "SenseKind", "Unit",
    "dimension_of", "dollar_letters", "inflected_words", "lexicon", "money_family", "month_names", "number_words",
    "tens_stems", "told_by_hamza", "unit_of", "unit_ratio", "unit_table", "word_list", "words_saying",
]  # fmt: skip
