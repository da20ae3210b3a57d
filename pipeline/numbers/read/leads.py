"""Whether a text says any quantity, told by one look at each of its words: most sentences of an article say none.

Every quantity has a figure, a number word, or a word that counts, measures or dates by itself.
"""

from __future__ import annotations

from functools import cache, partial

from pipeline.numbers.lexicon import Phrase, lexicon
from pipeline.numbers.lexicon.model import SenseKind
from pipeline.numbers.quantity import Language
from pipeline.numbers.read.arabic import passes as arabic
from pipeline.numbers.read.english import passes as english
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.kept import Kept
from pipeline.numbers.text.scanning import has_digit, scan
from pipeline.numbers.text.tokens import entry_of

_BESIDE: frozenset[SenseKind] = frozenset(
    {
        "from", "to", "between", "before-number", "after-fraction", "part-of", "ratio", "bound-after", "prefix",
        "negative", "below-zero", "point", "currency-before", "am", "pm", "bc", "ad", "ah",
    }
)  # fmt: skip
"""Senses of words that say a quantity only beside another one: "from", "p.m."."""
_BESIDE_IN_ENGLISH = _BESIDE | {"bound"}
"""And "more than", which in Arabic makes a number of a dual: أكثر من شابين."""


def may_hold_quantity(text: str, *, lang: Language) -> bool:
    """Whether any word of `text` may be a quantity or begin one. Linear in its length."""
    folded = fold(text).text
    return has_digit(folded) or any(map(_LEADS[lang].__getitem__, [piece for _, piece, _ in scan(folded)]))


def _may_lead(word: str, lang: Language) -> bool:
    entry = entry_of(word, lang=lang)
    if entry is not None:
        raised = entry.alone is not None and _tells(entry.alone, lang)  # "mm²" stands in no table
        if entry.number is not None or raised or not entry.forms.isdisjoint(_telling(lang)):
            return True
    return english.may_begin(word) if lang == "en" else arabic.may_begin(word)


@cache
def _telling(lang: Language) -> frozenset[str]:
    """The longest word of each phrase that may say a quantity by itself: of "the day before yesterday" no "the"."""
    phrases = (phrase for some in lexicon(lang).phrases.values() for phrase in some)
    return frozenset(max(phrase.words, key=len) for phrase in phrases if _tells(phrase, lang))


def _tells(phrase: Phrase, lang: Language) -> bool:
    """Whether a phrase may say a quantity by itself."""
    beside = _BESIDE_IN_ENGLISH if lang == "en" else _BESIDE
    return any(sense.kind not in beside for sense in phrase.senses)


_LEADS: dict[Language, Kept[bool]] = {
    "ar": Kept(partial(_may_lead, lang="ar")),
    "en": Kept(partial(_may_lead, lang="en")),
}
