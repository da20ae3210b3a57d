"""What parts the words that are said of one figure from those that are said of the next: marks, "and", a glued و."""

from __future__ import annotations

from pipeline.numbers.compare.words import Word
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Language

CONTRASTS: dict[Language, frozenset[str]] = {
    "ar": frozenset({"بينما", "فيما", "حين", "اما", "واما", "لكن", "ولكن", "؛", "؟", "."}),
    "en": frozenset({"while", "whereas", "but", ";", ".", "?"}),
}
"""Words and marks between two clauses, of which each has a subject of its own."""
_ENDS = (".", "(", ")")
_OVER = "علي"
_PHRASES = frozenset(
    {
        "متن",
        "مسافه",
        "بعد",
        "الاقل",
        "الاكثر",
        "التوالي",
        "راس",
        "مدي",
        "مدار",
        "طول",
        "صعيد",
        "اساس",
        "ان",
        "يد",
        "سبيل",
    }
)
"""What follows على where it only says how or where."""
_DIVIDING: dict[Language, frozenset[str]] = {
    "ar": frozenset(
        {
            "التي", "الذي", "اللذين", "اللتين", "الذين", "تليه", "تليها", "يليه", "يليها", "تلاه", "تلاها", "تلته",
            "تلتها", "صاحب", "صاحبه", "متقدما", "متقدمه", "متفوقا", "متفوقه", "متاخرا", "متاخره", "خلف", "امام",
        }
    ),
    "en": frozenset(
        {
            "to", "who", "which", "whose", "leaving", "followed", "ahead", "behind", "above", "below", "with", "than",
            "trailed", "trailing", "beating",
        }
    ),
}  # fmt: skip
"""Words that part a figure's owner from the next one's and may also stand between a figure and its own."""


def parts(word: Word) -> bool:
    """Whether a word or mark parts what is said of two figures: a comma, "and", "while", a glued و."""
    return word.folded in word_list("parting") or has_and(word)


def has_and(word: Word) -> bool:
    """Whether a word begins with a glued و."""
    return (
        len(word.folded) > 2 and word.folded[0] == "و" and not word.folded.startswith(tuple(word_list("noun_in_waw")))
    )


def bare(word: Word) -> str:
    """A word as the text has it, without a glued و: that is no letter of a name (وساديو, Sadio)."""
    return word.text[1:] if has_and(word) else word.text


def ends_clause(word: Word) -> bool:
    """Whether a word or mark parts what is said of two figures, or ends a sentence or an aside."""
    return parts(word) or word.folded in word_list("sentence_end") or word.folded in _ENDS


def divides(word: Word, following: Word | None, lang: Language) -> bool:
    """Whether the owners of two figures may stand on either side of a word: also "to", "who", "ahead of", صاحب.

    So they may of على, before whoever is beaten, unless it leads a phrase with the word `following` (على متن).
    """
    if word.folded == _OVER:
        return following is not None and following.folded not in _PHRASES
    return ends_clause(word) or word.folded in _DIVIDING[lang]
