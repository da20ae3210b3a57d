"""The engine's vocabulary: number words, phrases, units and currencies of both languages, loaded from data.

`arabic.toml` and `english.toml` hold what CLDR does not; names of currencies, units and months come from CLDR through
Babel on top of `units.toml` and `currencies.toml`. Everything is folded here once, and loaded at first use.
"""

from __future__ import annotations

from pipeline.numbers.lexicon.load import lexicon, month_names, tens_stems, word_list, words_saying
from pipeline.numbers.lexicon.model import Entry, Lexicon, NumberWord, Phrase, Sense
from pipeline.numbers.lexicon.units import Unit, dollar_letters, money_family, unit_of, unit_ratio, unit_table

__all__ = [
    "Entry", "Lexicon", "NumberWord", "Phrase", "Sense", "Unit",
    "dollar_letters", "lexicon", "money_family", "month_names", "tens_stems", "unit_of", "unit_ratio", "unit_table",
    "word_list", "words_saying",
]  # fmt: skip
