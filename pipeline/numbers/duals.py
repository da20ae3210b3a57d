"""Arabic duals outside the unit tables (إجابتين, شاهدين, كتابان): the number two in an ending.

A feminine noun without the article in ـتين or ـتان is nearly always a dual, and says "two" to its reader as a number
word would. The endings ـين and ـان of other words are also those of plurals, names and verbal nouns: such words are
hints that may explain a "two" on the other side, each of them one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from pipeline.numbers.amount import Amount
from pipeline.numbers.fold import fold
from pipeline.numbers.lexicon import lexicon, word_list
from pipeline.numbers.names import is_transliterated
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.scan import scan
from pipeline.numbers.tokens import Token

_TWO = Fraction(2)
_GLUED_LENGTH = 9
"""Shortest run of letters that may be several words without the spaces between them."""
_SHORTEST_DUAL = 6
"""Letters of the shortest noun that counts as a dual on its own: three, the ta and the ending."""
_ARTICLES = ("ال", "وال", "بال", "فال", "كال", "لل", "ولل")
_NEAR = 2
"""An adjective that agrees with a dual noun stands at most this many words after it."""


def dual_nouns(text: str, quantities: Sequence[Quantity], other: str) -> list[Quantity]:
    """The feminine duals of Arabic `text` that no quantity of it covers, each as a cardinal two.

    A word that `other`, the text in the other language, holds in Latin letters is a name (كريستين, Christine); after
    another dual the ending is that of an adjective (ميداليتين ذهبيتين).
    """
    folded = fold(text)
    words = [(piece, start) for kind, piece, start in scan(folded.text) if kind == "word"]
    if not any(_is_feminine_dual(word) for word, _ in words):
        return []
    covered = {at for quantity in quantities for at in range(quantity.start, quantity.end)}
    latin = _latin_words(other)
    found = []
    last = -_NEAR - 1
    earlier = False
    for place, (word, start) in enumerate(words):
        dual = _looks_dual(word)
        if dual and _is_feminine_dual(word) and place - last > _NEAR and not (earlier and word.endswith("تان")):
            first, end = folded.raw_span(start, start + len(word))
            if covered.isdisjoint(range(first, end)) and not is_transliterated(word, latin):
                found.append(Quantity(first, end, folded.raw[first:end], "cardinal", _TWO))
        if dual or _agrees(word):
            last, earlier = place, True
    return found


def dual_hints(text: str, other: str) -> int:
    """How many words of Arabic `text` may be duals, which their ending alone does not tell."""
    latin = _latin_words(other)
    return sum(_looks_dual(word) and not is_transliterated(word, latin) for word in _words(text))


def may_be_dual(quantity: Quantity) -> bool:
    """Whether an Arabic dual may say `quantity`: a plain two."""
    return (
        quantity.value == _TWO
        and quantity.high is None
        and quantity.unit in (None, "final")
        and quantity.kind in ("cardinal", "multiple")
    )


def may_be_run_together(quantity: Quantity, text: str) -> bool:
    """Whether a small number stands in words of Arabic `text` that a lost space has run together."""
    if quantity.value is None or quantity.high is not None or quantity.unit is not None:
        return False
    value = quantity.value
    return 1 <= value <= 10 and any(_run_together(word, value) for word in _words(text))


def bounded_duals(tokens: list[Token]) -> list[Amount]:
    """أكثر من مسافرين: after a comparator an indefinite noun in ـين is a dual, as more than a plural makes no sense."""
    found = []
    for index in range(1, len(tokens)):
        noun, before = tokens[index], tokens[index - 1]
        bound = before.sense("bound") if before.senses else None
        if bound is None or bound.value not in ("more_than", "less_than") or noun.kind != "word" or noun.senses:
            continue
        if (
            noun.number is None
            and noun.text.endswith("ين")
            and not noun.text.startswith("ال")
            and _looks_dual(noun.text)
        ):
            found.append(Amount(index, index + 1, _TWO))
    return found


def _words(text: str) -> list[str]:
    return [piece for kind, piece, _ in scan(fold(text).text) if kind == "word"]


def _latin_words(text: str) -> list[str]:
    return [word for word in _words(text) if word.isascii()]


def _is_feminine_dual(word: str) -> bool:
    return len(word) >= _SHORTEST_DUAL and word.endswith(("تين", "تان")) and not word.startswith(_ARTICLES)


def _looks_dual(word: str) -> bool:
    if len(word) < 5 or not word.endswith(("ان", "ين", "تا", "تي", "كلا", "كلتا", "هما")):
        return False
    no_dual = word_list("no_dual")
    bare = word.removeprefix("و").removeprefix("ب").removeprefix("ل")
    return not {word, bare, bare.removeprefix("ال")} & no_dual


def _agrees(word: str) -> bool:
    """Words that point back to two things: كلاهما, اللتين."""
    return word.endswith(("هما", "اللتين", "اللتان", "اللذين", "اللذان"))


def _run_together(word: str, value: Fraction) -> bool:
    """ "هزيمتهالثانية": a long word that holds the number's own spelling."""
    return len(word) >= _GLUED_LENGTH and any(spelling in word for spelling in _spellings(value))


@cache
def _spellings(value: Fraction) -> tuple[str, ...]:
    return tuple(
        word
        for word, number in lexicon("ar").numbers.items()
        if number.value == value and number.role in ("unit", "ordinal") and len(word) >= 4
    )
