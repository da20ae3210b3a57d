"""Arabic duals outside the unit tables (إجابتين, شاهدين, كتابان): the number two in an ending.

A feminine noun without the article in ـتين is nearly always a dual, and says "two" to its reader as a number word
would; so is one in ـتان where it begins the sentence or follows its verb, and is no predicate (الدولتان جارتان). The
endings ـين and ـان of other words are also those of plurals, names and verbal nouns: such words are hints that may
explain a "two" on the other side, each of them one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache, lru_cache

from pipeline.numbers.compare.transliteration import is_transliterated, skeletons_of
from pipeline.numbers.lexicon import lexicon, unit_of, word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.scanning import scan
from pipeline.numbers.text.tokens import Token

_ONE, _TWO = Fraction(1), Fraction(2)
_GLUED_LENGTH = 9
"""Shortest run of letters that may be several words without the spaces between them."""
_SHORTEST_DUAL = 5
"""Letters of the shortest noun that counts as a dual on its own: two (جثتين), the ta and the ending."""
_SHORTEST_CONSTRUCT = 5
_SHORTEST_NAME, _SHORTEST_CONSTRUCT_NAME = 4, 3
"""Consonants of a name that ends like a dual: كريستين, Christine; ماريتا, Marita."""
_NO_NOUN = ("و", "ب", "ل", "ف")
_WITH_PRONOUN = ("تاه", "تاها", "تاهم", "تيه", "تيها", "تيهم")
# The ending with whatever marks stand between its letters: a cheap test before a text is folded.
_SURELY_DUAL = re.compile(r"(?<!\bال)ت[^\u0621-\u064a]{0,4}[ياى][^\u0621-\u064a]{0,4}(?:ن|\s)")
_ARTICLES = ("ال", "وال", "بال", "فال", "كال", "لل", "ولل")


def dual_nouns(text: str, quantities: Sequence[Quantity], other: str) -> list[Quantity]:
    """The feminine duals of Arabic `text` that no quantity of it covers, each as a cardinal two.

    A word that `other`, the text in the other language, holds in Latin letters is a name (كريستين, Christine); after
    another dual the ending is that of an adjective (ميداليتين ذهبيتين).
    """
    if _SURELY_DUAL.search(text) is None and _masculine().search(text) is None:
        return []
    folded = fold(text)
    words = [(piece, start) for kind, piece, start in scan(folded.text) if kind == "word"]
    covered = {at for quantity in quantities for at in range(quantity.start, quantity.end)}
    found: list[Quantity] = []
    last = -2
    for place, (word, start) in enumerate(words):
        if not _looks_dual(word):
            last = place if _agrees(word) else last
            continue
        name = _shortest_name(words, place) if place - last > 1 else None
        last = place
        if name is None:
            continue
        first, end = folded.raw_span(start, start + len(word))
        if covered.isdisjoint(range(first, end)) and not is_transliterated(word, _skeletons(other), shortest=name):
            found.append(Quantity(first, end, folded.raw[first:end], "cardinal", _TWO))
    return found


def _shortest_name(words: list[tuple[str, int]], place: int) -> int | None:
    """None where the word at `place` is no dual by itself, else how many consonants would make it a name."""
    word = words[place][0]
    after_verb = place > 0 and words[place - 1][0].endswith("ت")  # of a feminine subject, وقعت حادثتان
    if _is_feminine_dual(word) and (not place or after_verb or not word.endswith("تان")):
        return _SHORTEST_NAME if len(word) > _SHORTEST_DUAL else _SHORTEST_CONSTRUCT_NAME
    if _has_broken_plural(word) and (word[0] != "ل" or word[:-2] in word_list("broken_plural")):
        return _SHORTEST_CONSTRUCT_NAME  # not غرفة لشخصين, a double room
    following = words[place + 1][0] if place + 1 < len(words) else ""
    return _SHORTEST_CONSTRUCT_NAME if _is_construct_dual(word, following, after_verb=after_verb) else None


@lru_cache(maxsize=1)
def _skeletons(text: str) -> frozenset[str]:
    return skeletons_of(_latin_words(text))


def dual_hints(text: str, other: str) -> int:
    """How many words of Arabic `text` may be duals, which their ending alone does not tell."""
    told = len(dual_nouns(text, (), other))
    return sum(_looks_dual(word) and not is_transliterated(word, _skeletons(other)) for word in _words(text)) - told


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


def bounded_singles(tokens: list[Token], taken: set[int]) -> list[Amount]:
    """أكثر من دقيقة, أقل من دولار: after a comparator a single unit noun is one of it, which may go unsaid."""
    found = []
    for index in range(1, len(tokens)):
        noun, before = tokens[index], tokens[index - 1]
        bound = before.sense("bound") if before.senses else None
        if bound is None or bound.value not in ("more_than", "less_than") or index in taken or noun.definite:
            continue
        sense = noun.sense("measure")
        unit = None if sense is None or sense.count is not None else unit_of(sense.value)
        if sense is None or unit is None or unit.dimension != "time" or noun.text.endswith("ات"):
            continue
        if noun.text in word_list("plural_time"):
            continue
        found.append(Amount(index, index + 1, _ONE, kind="measure", unit=sense.value, soft=True))
    return found


def _words(text: str) -> list[str]:
    return [piece for kind, piece, _ in scan(fold(text).text) if kind == "word"]


def _latin_words(text: str) -> list[str]:
    return [word for word in _words(text) if word.isascii()]


def _is_feminine_dual(word: str) -> bool:
    if len(word) < _SHORTEST_DUAL or not word.endswith(("تين", "تان")) or word.startswith(_ARTICLES):
        return False
    return len(word) > _SHORTEST_DUAL or not (word[0] in "وفبلك" or word in lexicon("ar").numbers)


@cache
def _masculine() -> re.Pattern[str]:
    """Finds what may be the dual of a noun with a broken plural; a cheap test too."""
    marks = "[\u064b-\u0652]{0,2}"
    return re.compile(f"(?:{'|'.join(sorted(word_list('broken_plural')))}){marks}[يا]{marks}ن")


def _has_broken_plural(word: str) -> bool:
    """هدفين, وشخصان: no sound plural could end so."""
    if not word.endswith(("ين", "ان")):
        return False
    forms = (word, word[1:]) if word[0] in "وبلف" else (word,)
    return any(form[:-2] in word_list("broken_plural") and form not in word_list("no_dual") for form in forms)


def _is_construct_dual(word: str, following: str, *, after_verb: bool) -> bool:
    """سيارتا شرطة، ركلتي جزاء: a dual that has lost its ن before the noun that says what kind."""
    if len(word) < _SHORTEST_CONSTRUCT or word.startswith(_ARTICLES) or not word.endswith(("تا", "تي")):
        return False
    compound = following.removeprefix("ال") in word_list("compound_part")
    noun = len(following) > 2 and not following.startswith(_NO_NOUN) and following not in word_list("particle")
    return compound or (after_verb and word.endswith("تا") and noun)


def _looks_dual(word: str) -> bool:
    if _has_broken_plural(word):
        return True
    if len(word) < (4 if word.endswith("تي") else 5) or not word.endswith(
        ("ان", "ين", "تا", "تي", "كلا", "كلتا", "هما", *_WITH_PRONOUN)
    ):
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
