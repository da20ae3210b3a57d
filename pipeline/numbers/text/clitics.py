"""Arabic clitics: what is glued before a word, and the pronouns glued after it, taken off in this one place.

Glued و and ف, then ب ل ك, then ال (لل hides the alif): the order in which Arabic stacks them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pipeline.numbers.lexicon import word_list

ARTICLE, HIDDEN_ARTICLE = "ال", "لل"
ARTICLES = (ARTICLE, HIDDEN_ARTICLE, "وال", "بال", "ولل", "فال", "كال")
"""How a word with the article begins."""
_CONJUNCTIONS, _PREPOSITIONS = "وف", "بلك"
_FIRST_LETTERS = _CONJUNCTIONS + _PREPOSITIONS + ARTICLE[0]
_PRONOUNS = ("هما", "هم", "ها", "هن", "ه")
IN_PRONOUNS = "ه"
"""The letter that every pronoun has."""
_SHORT_NUMBERS = ("بست", "لست")
"""Six is the only number of two letters, so that three letters may be a preposition and a number."""


class Form(NamedTuple):
    """A word with some of its clitics taken off, and which these are."""

    stem: str
    conjunction: bool = False
    preposition: str = ""
    definite: bool = False


@lru_cache(maxsize=100_000)
def forms(word: str) -> tuple[Form, ...]:
    """The readings of a folded word with fewer and fewer clitics; the word as it stands first."""
    whole = word_list("no_clitic")
    if word[:1] not in _FIRST_LETTERS or word in whole:
        return (Form(word),)
    stages = [Form(word)]
    if len(word) > 2 and word[0] in _CONJUNCTIONS:
        stages.append(Form(word[1:], True))
    for form in tuple(stages):
        stem = form.stem
        long = len(stem) > 3 or stem in _SHORT_NUMBERS
        if long and stem[0] in _PREPOSITIONS and stem not in whole:
            rest = ARTICLE + stem[2:] if stem.startswith(HIDDEN_ARTICLE) else stem[1:]
            stages.append(Form(rest, form.conjunction, stem[0]))
    definite = [
        Form(stem[len(ARTICLE) :], conjunction, preposition, True)
        for stem, conjunction, preposition, _ in stages
        if len(stem) > 3 and stem.startswith(ARTICLE)
    ]
    return (*stages, *definite)


@lru_cache(maxsize=100_000)
def spellings(word: str) -> frozenset[str]:
    """A folded word with and without each of its clitics."""
    return frozenset(form.stem for form in forms(word))


@lru_cache(maxsize=100_000)
def with_article_kept(word: str) -> tuple[str, ...]:
    """A folded word with and without what is glued before it, the article aside: what is definite stays so."""
    return tuple(form.stem for form in forms(word) if not form.definite)


def without_pronoun(word: str) -> tuple[str, str] | None:
    """The word before a pronoun that is glued to its end (نصفهم, أيامه), and the pronoun; None without one."""
    for pronoun in _PRONOUNS if word.endswith(_PRONOUNS) else ():
        if word.endswith(pronoun) and len(word) > len(pronoun):
            return word.removesuffix(pronoun), pronoun
    return None
