"""Whether the order of the words around an Arabic verb tells who did it: where it does not, nobody is blamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.numbers.compare.alike import ALIKE
from pipeline.numbers.compare.deeds import Deed
from pipeline.numbers.compare.named import is_counted_behind, is_dative, is_of_nation, is_one_noun
from pipeline.numbers.compare.words import Word
from pipeline.numbers.lexicon.parties import party_list
from pipeline.numbers.text.clitics import ARTICLE

UNVOICED = ("force", "rescue", "crash", "theft")
"""The topics whose Arabic verbs are mostly written alike in the active and the passive: قتل."""
_WITH_BY, _NEXT_OBJECT = "ب", 7
_OPENING = ("«", "“", '"')
_AND, _LONG_A, _FEMININE = "و", "ا", "ه"
_FEMALE = "ت"
"""With what an Arabic verb of the past ends, and of the present begins, whose subject is a feminine noun."""


class Figures(NamedTuple):
    """Where the words of figures stand in each text, where Arabic ones end, and where English ones begin."""

    arabic: frozenset[int]
    english: frozenset[int]
    behind_arabic: frozenset[int]
    english_begin: frozenset[int]


def is_unsure(
    one: Deed, words: Sequence[Word], parties: tuple[set[int], set[int]], others: set[int], figures: Figures
) -> bool:
    """Whether the order of an Arabic verb's parties does not tell which of them did it.

    `parties` are the places of the one that did it if the order tells, and of the other one; `others` are those of
    the party that the English verb does not have as its subject.
    """
    first, second = parties
    after = words[one.at + 1].folded
    if one.at + 1 in first | second and is_dative(after):
        return True
    won = words[one.at].folded in party_list("wins_with_by", "ar") and after.startswith(_WITH_BY)
    if won and min(others) - one.at <= _NEXT_OBJECT:
        return True  # فاز بجائزة الملك فيصل عالمان: what is won stands before the winners
    if one.topic in UNVOICED and _is_counted_next(words, one.at, figures.arabic) and min(others) > one.at:
        return True
    if min(first) < min(second) and _is_its_title(words, max(at for at in first if at < min(second)), min(second)):
        return True
    if _is_other_subject(words, one.at, min(first), figures.arabic):
        return True
    counted = is_counted_behind(words, second, first, figures.behind_arabic)
    return one.topic == ALIKE and (counted or is_one_noun(words, first, second))


def _is_its_title(words: Sequence[Word], noun: int, name: int) -> bool:
    """Whether nothing but an opening quotation mark stands between a noun and a name: فيلم «حارس البئر»."""
    return name == noun + 2 and words[noun + 1].folded in _OPENING


def _is_other_subject(words: Sequence[Word], verb: int, first: int, figures: frozenset[int]) -> bool:
    """Whether the word at `first` cannot be the subject of an Arabic verb: a pronoun behind the verb stands for it,
    another noun phrase ends before it, or it is feminine and the verb is not.
    """
    if first < verb:
        return words[verb + 1].folded in party_list("resumes", "ar")  # تبرعت بها ابنته
    gap = [at for at in range(verb + 1, first) if words[at].start not in figures]
    if any(ends_noun(words[at], words[at + 1]) for at in gap):
        return True  # واصلت البعثة توفير
    subject = words[verb + 1].folded
    feminine = first == verb + 1 and _is_definite(words[first]) and subject.endswith(_FEMININE)
    told = words[verb].folded
    return feminine and not (told.lstrip(_AND).startswith(_FEMALE) or told.endswith(_FEMALE))


def ends_noun(word: Word, after: Word) -> bool:
    """Whether a noun phrase ends with an Arabic word, one that goes on with a name aside: الأمريكي تايلور."""
    return _is_definite(word) and not _is_definite(after) and not is_of_nation(word.folded)


def _is_definite(word: Word) -> bool:
    return word.folded.lstrip(_AND).startswith(ARTICLE)


def _is_counted_next(words: Sequence[Word], at: int, figures: frozenset[int]) -> bool:
    """Whether a figure stands right behind an Arabic verb, which is then in the passive: قتل ثلاثة من الشرطة."""
    alike = _LONG_A not in words[at].folded.lstrip(_AND)[1:]  # the passive of هاجم is هوجم
    return alike and at + 1 < len(words) and words[at + 1].start in figures
