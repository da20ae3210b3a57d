"""Nations by the words that name them, country, people or adjective: `nations.toml`."""

from __future__ import annotations

from functools import cache, partial
from typing import get_args

from pipeline.numbers.lexicon.units import read_table
from pipeline.numbers.quantity import Language
from pipeline.numbers.text.clitics import HIDDEN_ARTICLE, Form, forms
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.text.kept import Kept, uncollected

_ADJECTIVE, _ENDINGS = "ي", ("ه", "ين", "ون", "ان", "تين", "تان", "ات", "ا")
_ARTICLE = "ال"


@cache
@uncollected
def _nations(lang: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for nation, row in read_table("nations.toml")["nation"].items():
        for name in row[lang]:
            word = fold_word(name)
            found[word] = nation
            if lang == "ar":
                stem = word.removeprefix(_ARTICLE)
                found[stem] = nation
                if stem.endswith(_ADJECTIVE):
                    found.update((stem + ending, nation) for ending in _ENDINGS)
    return found


def nation_of(word: str, lang: Language) -> tuple[str, Form] | None:
    """The nation that a folded word names, and the word without its clitics; None where it names none."""
    return NAMED[lang][word]


def _name(word: str, lang: Language) -> tuple[str, Form] | None:
    known = _nations(lang)
    if lang == "en":
        return (known[word], Form(word)) if word in known else None
    found = next(((known[form.stem], form) for form in forms(word) if form.stem in known), None)
    if found is None and word.startswith(HIDDEN_ARTICLE) and word[1:] in known:
        return known[word[1:]], Form(word[1:], preposition=word[0])  # للبنان
    return found


NAMED: dict[Language, Kept[tuple[str, Form] | None]] = {
    lang: Kept(partial(_name, lang=lang)) for lang in get_args(Language)
}
"""What `nation_of` says of each word, for who looks up every word of a text."""
