"""Arabic duals outside the unit tables (شاهدين, كتابان), whose ending is also a plural: hints, not quantities."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from pipeline.numbers.amount import Amount
from pipeline.numbers.fold import fold
from pipeline.numbers.lexicon import lexicon, word_list
from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.scan import scan
from pipeline.numbers.tokens import Token

_TWO = Fraction(2)
_GLUED_LENGTH = 9
"""Shortest run of letters that may be several words without the spaces between them."""


def may_be_unread(quantity: Quantity, text: str, *, lang: Language) -> bool:
    """Whether Arabic `text` may say an unmatched quantity in a way that cannot be read with certainty.

    A "two" may be a dual ending, and a small number may stand in words run together by a lost space.
    """
    if lang != "ar" or quantity.value is None or quantity.high is not None:
        return False
    words = [piece for kind, piece, _ in scan(fold(text).text) if kind == "word"]
    if _counts_two(quantity) and any(_looks_dual(word) for word in words):
        return True
    return (
        1 <= quantity.value <= 10
        and quantity.unit is None
        and any(_run_together(word, quantity.value) for word in words)
    )


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


def _counts_two(quantity: Quantity) -> bool:
    return quantity.value == _TWO and quantity.unit in (None, "final") and quantity.kind in ("cardinal", "multiple")


def _looks_dual(word: str) -> bool:
    if len(word) < 5 or word in word_list("no_dual"):
        return False
    bare = word.removeprefix("و").removeprefix("ب").removeprefix("ل")
    if bare in word_list("no_dual") or bare.removeprefix("ال") in word_list("no_dual"):
        return False
    return word.endswith(("ان", "ين", "تا", "تي", "كلا", "كلتا", "هما"))


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
