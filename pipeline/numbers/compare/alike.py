"""Verbs of two parties that stand in no list: what an Arabic verb says and an English one says too, by the lexicon.

An Arabic word is taken for a verb where a clause begins with it or where it follows the subject of إن; an English one
by its form and by what stands before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Literal

from pipeline.numbers.compare.deeds import COMMAS, MARKS, Deed, is_arabic_passive, is_noun, is_passive, is_progressive
from pipeline.numbers.compare.words import Kinship, Words, joins
from pipeline.numbers.lexicon.changes import arabic_change
from pipeline.numbers.lexicon.parties import DEEDS, party_list, transfer_list
from pipeline.numbers.text.clitics import forms
from pipeline.numbers.text.kept import Kept

ALIKE = "alike"
"""The topic of these verbs."""
_PROGRESSIVE, _PAST, _MODAL = "progressive", "past", "modal"
"""What an English word is by its form."""
_SHORTEST = 3
_REFLEXIVE = ("ت", "ان", "ارت", "ازد")
_BEHIND_THAT = 7
"""Words behind إن in which the verb of its clause stands."""
_AND, _TO = "و", "to"
_BEHIND_VERB = 8
"""Words behind an Arabic verb among which what is agreed to is named."""
_MOST = 12
"""Verbs of a text that are looked at, so that a hostile text costs no more than a long one."""


def alike_deeds(
    arabic: Words, english: Words, kinship: Kinship, *, counted: tuple[Collection[int], Collection[int]]
) -> Iterator[tuple[Deed, Deed]]:
    """Each Arabic verb with each English one that says the same, both of them active by what is written.

    `counted` are the places right behind the figures of either, where no verb stands: 17 جريحا, "17 wounded people".
    """
    twos = [at for at in islice(_english_verbs(english), _MOST) if not _stands_at(english, at, counted[1])]
    if not twos:
        return
    for one in islice(_arabic_verbs(arabic), _MOST):
        if _stands_at(arabic, one, counted[0]):
            continue
        for two in twos:
            if (
                kinship.are_same(arabic.as_given(one), english.as_given(two))
                and not _are_converse(arabic.texts[one], english.texts[two])
                and _complete(arabic, english, one, two, kinship)
            ):
                yield Deed(one, ALIKE, "first"), Deed(two, ALIKE, "first")


def _stands_at(words: Words, at: int, places: Collection[int]) -> bool:
    """Whether a word begins at one of some places of the text."""
    return bool(places) and words.all[at].start in places


def _are_converse(one: str, two: str) -> bool:
    """Whether an Arabic and an English verb of one topic are told of its two parties: تسلم, "handed"."""
    if two in party_list("either_way", "en"):
        return False
    ones, twos = DEEDS["ar"][one] or {}, DEEDS["en"][two] or {}
    return any(twos.get(topic, side) != side for topic, side in ones.items())


def _complete(arabic: Words, english: Words, one: int, two: int, kinship: Kinship) -> bool:
    """Whether an infinitive behind the English verb is said behind the Arabic one: "agreed to buy", no وافق على بيع."""
    if english.texts[two + 1] != _TO:
        return True
    infinitive, behind = english.all[two + 2 : two + 3], arabic.all[one + 1 : one + 1 + _BEHIND_VERB]
    return all(any(kinship.are_same(word.text, verb.text) for word in behind if not word.joins) for verb in infinitive)


def _english_verbs(words: Words) -> Iterator[int]:
    for at, form in words.known_to(_FORMS):
        place = at + 1 if form == _MODAL else at
        if _is_verb(words, place, form) and not is_noun(words, place):
            yield place


def _is_verb(words: Words, at: int, form: str) -> bool:
    """Whether an English word is an active verb that may have an object, by its form or by the auxiliary before it."""
    if not may_have_object(words.texts, at) or not words.as_given(at).islower():
        return False
    if form == _MODAL:
        word = words.texts[at]
        bare = _FORMS[word] in (None, _MODAL) and word not in party_list("copula", "en")
        return bare and not joins(word, "en")
    return is_progressive(words.texts, at) if form == _PROGRESSIVE else not is_passive(words.texts, at)


def _form_of(word: str) -> str | None:
    """What an English word is by its form: one that a verb may have, or the auxiliary before a verb."""
    if word in party_list("copula", "en"):
        return None
    if word.endswith("ing"):
        return _PROGRESSIVE
    if word.endswith("ed") or word in party_list("irregular", "en"):
        return _PAST
    return _MODAL if word in party_list("modal", "en") else None


_FORMS: Kept[str | None] = Kept(_form_of)


def may_have_object(texts: Sequence[str], at: int) -> bool:
    """Whether what follows an English verb may be its object, and what stands before it does not part it from its
    subject: "a decree published in", "two thirds of the people, need".
    """
    if at + 1 >= len(texts) or (at and texts[at - 1] in COMMAS):
        return False
    after = texts[at + 1]
    if after == _TO:  # "agreed to lend", and no "limited to"
        return texts[at] in transfer_list("agrees", "en")
    return (
        not after.endswith("ly")
        and after not in MARKS
        and after not in COMMAS
        and after not in party_list("no_object", "en")
    )


def _arabic_verbs(words: Words) -> Iterator[int]:
    behind_that = _behind_that(words.texts)
    for at, _ in words.known_to(_MAY_BE_VERB):
        if (at in behind_that or _leads(words.texts, at)) and not is_arabic_passive(words, at):
            yield at


def _behind_that(texts: Sequence[str]) -> set[int]:
    """The places in the clause of an Arabic إن where its verb may stand."""
    found: set[int] = set()
    for that in [at for at, text in enumerate(texts) if text in party_list("that", "ar")]:
        clause = texts[that : that + _BEHIND_THAT + 1]
        end = next((at for at, text in enumerate(clause) if text in MARKS or text in COMMAS), len(clause))
        found.update(range(that, that + end))
    return found


def _may_be_verb(word: str) -> Literal[True] | None:
    """Whether a folded Arabic word may be a verb of two parties."""
    if len(word) < _SHORTEST or joins(word, "ar") or _befalls(word):
        return None
    if word.startswith("ال") or any(form.definite for form in forms(word)):
        return None
    return True if party_list("no_verb", "ar").isdisjoint((word, word.removeprefix(_AND))) else None


_MAY_BE_VERB: Kept[Literal[True] | None] = Kept(_may_be_verb)


def _befalls(verb: str) -> bool:
    """Whether an Arabic verb says what befell its subject, which in English somebody may have done: تقلصت الخسائر."""
    return verb.removeprefix(_AND).startswith(_REFLEXIVE) and "verb" in (arabic_change(verb) or {})


def _leads(texts: Sequence[str], at: int) -> bool:
    """Whether an Arabic clause begins with the word at `at`."""
    if at + 1 >= len(texts) or texts[at + 1] in party_list("late_subject", "ar"):
        return False  # خرجت من المركز ثلاث شاحنات
    return is_first(texts, at) or texts[at - 1] in party_list("before_verb", "ar")


def is_first(texts: Sequence[str], at: int) -> bool:
    """Whether nothing stands before an Arabic verb in its clause, so that its subject follows."""
    if at == 0 or texts[at].startswith(_AND):
        return True
    before = texts[at - 1]
    return before in MARKS or before in COMMAS or before in party_list("parts", "ar")
