"""Verbs of two parties that stand in no list: what an Arabic verb says and an English one says too, by the lexicon.

An Arabic word is taken for a verb where a clause begins with it or where it follows the subject of إن; an English one
by its form and by what stands before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from pipeline.numbers.compare.deeds import COMMAS, MARKS, Deed, is_arabic_passive, is_noun, is_passive, is_progressive
from pipeline.numbers.compare.words import Kinship, Word, Words
from pipeline.numbers.lexicon.changes import arabic_change
from pipeline.numbers.lexicon.parties import DEEDS, party_list, transfer_list
from pipeline.numbers.text.clitics import forms

ALIKE = "alike"
"""The topic of these verbs."""
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
    twos = [at for at in islice(_english_verbs(english), _MOST) if english.all[at].start not in counted[1]]
    if not twos:
        return
    for one in islice(_arabic_verbs(arabic), _MOST):
        if arabic.all[one].start in counted[0]:
            continue
        for two in twos:
            same = kinship.are_same(arabic.all[one].text, english.all[two].text)
            if (
                same
                and not _are_converse(arabic.all[one].folded, english.all[two].folded)
                and _complete(arabic, english, one, two, kinship)
            ):
                yield Deed(one, ALIKE, "first"), Deed(two, ALIKE, "first")


def _are_converse(one: str, two: str) -> bool:
    """Whether an Arabic and an English verb of one topic are told of its two parties: تسلم, "handed"."""
    if two in party_list("either_way", "en"):
        return False
    ones, twos = DEEDS["ar"][one] or {}, DEEDS["en"][two] or {}
    return any(twos.get(topic, side) != side for topic, side in ones.items())


def _complete(arabic: Words, english: Words, one: int, two: int, kinship: Kinship) -> bool:
    """Whether an infinitive behind the English verb is said behind the Arabic one: "agreed to buy", no وافق على بيع."""
    infinitive = english.all[two + 2 : two + 3] if english.all[two + 1].folded == _TO else []
    behind = arabic.all[one + 1 : one + 1 + _BEHIND_VERB]
    return all(any(kinship.are_same(word.text, verb.text) for word in behind if not word.joins) for verb in infinitive)


def _english_verbs(words: Words) -> Iterator[int]:
    for at, word in enumerate(words.all):
        if word.folded in party_list("copula", "en"):
            continue
        if _is_verbal(words, at) and word.text.islower() and may_have_object(words.all, at) and not is_noun(words, at):
            yield at


def _is_verbal(words: Words, at: int) -> bool:
    """Whether an English word has the form of an active verb, or an auxiliary before it."""
    folded = words.all[at].folded
    if folded.endswith("ing"):
        return is_progressive(words.all, at)
    if folded.endswith("ed") or folded in party_list("irregular", "en"):
        return not is_passive(words.all, at)
    return at > 0 and words.all[at - 1].folded in party_list("modal", "en") and not words.all[at].joins


def may_have_object(words: Sequence[Word], at: int) -> bool:
    """Whether what follows an English verb may be its object, and what stands before it does not part it from its
    subject: "a decree published in", "two thirds of the people, need".
    """
    if at + 1 >= len(words) or (at and words[at - 1].folded in COMMAS):
        return False
    after = words[at + 1].folded
    if after == _TO:  # "agreed to lend", and no "limited to"
        return words[at].folded in transfer_list("agrees", "en")
    return (
        not after.endswith("ly")
        and after not in MARKS
        and after not in COMMAS
        and after not in party_list("no_object", "en")
    )


def _arabic_verbs(words: Words) -> Iterator[int]:
    since = -1
    for at, word in enumerate(words.all):
        if word.folded in party_list("that", "ar"):
            since = at
        elif word.folded in MARKS or word.folded in COMMAS:
            since = -1
        behind_that = since >= 0 and at - since <= _BEHIND_THAT
        if word.joins or len(word.folded) < _SHORTEST or not (behind_that or _leads(words.all, at)):
            continue
        if is_arabic_passive(word) or _befalls(word.folded):
            continue
        bare = word.folded.startswith("ال") or any(form.definite for form in forms(word.folded))
        if not bare and party_list("no_verb", "ar").isdisjoint((word.folded, word.folded.removeprefix(_AND))):
            yield at


def _befalls(verb: str) -> bool:
    """Whether an Arabic verb says what befell its subject, which in English somebody may have done: تقلصت الخسائر."""
    return verb.removeprefix(_AND).startswith(_REFLEXIVE) and "verb" in (arabic_change(verb) or {})


def _leads(words: Sequence[Word], at: int) -> bool:
    """Whether an Arabic clause begins with the word at `at`."""
    if at + 1 >= len(words) or words[at + 1].folded in party_list("late_subject", "ar"):
        return False  # خرجت من المركز ثلاث شاحنات
    return is_first(words, at) or words[at - 1].folded in party_list("before_verb", "ar")


def is_first(words: Sequence[Word], at: int) -> bool:
    """Whether nothing stands before an Arabic verb in its clause, so that its subject follows."""
    if at == 0 or words[at].folded.startswith(_AND):
        return True
    before = words[at - 1].folded
    return before in MARKS or before in COMMAS or before in party_list("parts", "ar")
