"""The verbs of two parties in a text, and the voice of an English one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.numbers.compare.words import Words
from pipeline.numbers.lexicon.parties import (
    DEEDS,
    PARTICLE,
    Deeds,
    Side,
    deed_of,
    party_list,
    verbs_with_particle,
)
from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.text.clitics import without_pronoun
from pipeline.numbers.text.kept import Kept

MARKS = (".", ";", ":", "؛", "؟", "?", "!")
COMMAS = (",", "،", "(", ")", "–", "—")
_LIGHT = 7
"""Words from a light verb to its noun: "give Liverpool an early lead"."""
_VOICE = 4
"""Words before an English participle among which the verb of a passive stands."""
_U, _VOWELLED, _PRESENT = "\u064f", 5, ("ي", "ت", "ن", "ا", "س")
"""The vowel mark of a passive, where it stands, and the letters behind which an active verb may have it."""
_DONE = "\u0623\u064f"
"""With what a passive of the fourth stem begins where its vowel is written (أُبلغت); nobody says "I" in the news."""
_TANWEEN = frozenset("\u064b\u064c\u064d")
_ALEF = "ا"
"""Of a derived past, whose passive has its mark further back (اعتُقل), and of the first person."""
_PROVIDED = "provided"
_BY, _TO, _FOR, _SOURCES = "by", "to", "for", ("from", "of")
_FRENCH_OF = "d"
"""What follows "charge" in the title of a diplomat: charge d'affaires."""
_AGAIN, _AGAIN_NOW = "اعاد", "عيد"
_PLURAL, _OWNER = "s", 3
"""Words before a plural among which its owner stands."""


class Deed(NamedTuple):
    """A verb of two parties in a text: its place among the words, its topic and the party that is its subject."""

    at: int
    topic: str
    side: Side


def deeds_of(words: Words, quantities: Sequence[Quantity]) -> list[Deed]:
    """The verbs of two parties in a text, less those of a topic of which it has both sides: bought and sold."""
    verbs = words.known_to(_VERBS[words.lang])
    behind_figure = {one.end + gap for one in quantities for gap in (0, 1)} if words.lang == "en" else set()
    found: list[Deed] = []
    sides: dict[str, set[Side]] = defaultdict(set)
    for at, verb in verbs:
        told = _with_particle(words.texts, at) or verb.deeds if words.lang == "en" else verb.deeds
        if not told or (words.lang == "ar" and is_arabic_passive(words, at)):
            continue
        if is_noun(words, at) or (behind_figure and words.all[at].start in behind_figure):
            continue
        for topic, side in told.items():
            sides[topic].add(side)
        if not verb.has_pronoun:
            found.extend(Deed(at, topic, side) for topic, side in told.items())
    return [deed for deed in found if len(sides[deed.topic]) == 1]


def _with_particle(texts: Sequence[str], at: int) -> Deeds | None:
    """What an English verb and the particle behind it tell of: "turned down"."""
    after = texts[at + 1] if at + 1 < len(texts) else ""
    return DEEDS["en"][texts[at] + PARTICLE + after] if after in party_list("particle", "en") else None


class _Verb(NamedTuple):
    """What a word tells of, which is nothing where its particle says it, and whether a pronoun is glued to it, which
    leaves the other party unnamed: وتبيعها.
    """

    deeds: Deeds
    has_pronoun: bool


def _arabic_verb(word: str) -> _Verb | None:
    told = deed_of(word, "ar")
    bare = without_pronoun(word) if told is None else None
    told = told if bare is None else deed_of(bare[0], "ar")
    return None if told is None else _Verb(told, bare is not None)


def _english_verb(word: str) -> _Verb | None:
    told = deed_of(word, "en")
    return None if told is None and word not in verbs_with_particle() else _Verb(told or {}, has_pronoun=False)


_VERBS: dict[Language, Kept[_Verb | None]] = {"ar": Kept(_arabic_verb), "en": Kept(_english_verb)}


def is_arabic_passive(words: Words, at: int) -> bool:
    """Whether an Arabic verb of the past says by its letters or its vowel mark that its subject is the one it is done
    to: أدين, قُتل.
    """
    bare, text = words.texts[at].lstrip("وف"), words.as_given(at)
    if text.lstrip("وف").startswith(_DONE):
        return True
    voiced = _U in text[:_VOWELLED] and (bare[:1] not in _PRESENT or (bare[:1] == _ALEF and _U in text[3:]))
    voiced = voiced or (bare[:1] in _PRESENT[:2] and text.lstrip("وف")[1:2] == _U)  # تُدفع, or an active يُقدم
    return voiced or bare in party_list("passive", "ar")


def is_noun(words: Words, at: int) -> bool:
    """Whether what may be a verb stands as a noun or name: "a defeat", "the Monetary Fund"."""
    texts = words.texts
    before = texts[at - 1] if at else ""
    if before in party_list("before_noun", words.lang):
        return True
    after = texts[at + 1] if at + 1 < len(texts) else ""
    if words.lang == "ar":
        # صدرت في حق الشبكة أحكام: issued, not exported
        issued = texts[at].lstrip("و") in party_list("issued", "ar")
        noun = _passes_mark(texts, at) or _does_again(texts, at) or has_tanween(words.as_given(at))
        return noun or (issued and after in party_list("issued_by", "ar"))
    if at > 0 and words.as_given(at)[:1].isupper():
        return True
    if _is_participle(texts, at) or _has_verb(texts, at) or _gives_lead(texts, at) or after == _FRENCH_OF:
        return True
    if texts[at] == _PROVIDED and after in party_list("pronoun", "en"):
        return True  # "let off the debt, provided they pay in cash"
    if after == _FOR and before == _TO:
        return True  # "to pay for food" goes to nobody
    return _is_thing(texts, at, before, after)


def _is_thing(texts: Sequence[str], at: int, before: str, after: str) -> bool:
    """Whether an English word in the form of an infinitive or a plural is a noun: "a soft loan", "by rescue teams",
    "free support from Microsoft", "whose yearly honey exports", "non-oil exports".
    """
    near = texts[max(at - _OWNER, 0) : at]
    if _is_bare(texts[at]):
        return before == _BY or after in _SOURCES or not party_list("article", "en").isdisjoint(near)
    hyphened = len(near) > 1 and near[-2] == "-"
    return texts[at].endswith(_PLURAL) and (hyphened or not party_list("owner", "en").isdisjoint(near))


def has_tanween(word: str) -> bool:
    """Whether an Arabic word is written with the ending of an indefinite noun, which no verb has: تجمعًا."""
    return not _TANWEEN.isdisjoint(word[-2:])


def _is_bare(word: str) -> bool:
    """Whether an English verb stands as in its infinitive, which one person's deed in the past does not."""
    return not word.endswith(("ed", "ing", "s")) and word not in party_list("irregular", "en")


def _is_participle(texts: Sequence[str], at: int) -> bool:
    """Whether an English participle stands without "have" or "be": "mice given the drug"."""
    if texts[at] not in party_list("participle", "en"):
        return False
    near = texts[max(at - _VOICE, 0) : at]
    return not any(word in party_list("have", "en") or word in party_list("be", "en") for word in near)


def _has_verb(texts: Sequence[str], at: int) -> bool:
    """Whether a verb follows what may be one, which is then its subject: "the bans were"."""
    after = texts[at + 1] if at + 1 < len(texts) else ""
    told = after in party_list("be", "en") - {"been", "being", "be"} or after in party_list("modal", "en")
    return told and texts[at].endswith(_PLURAL)


def _does_again(texts: Sequence[str], at: int) -> bool:
    """Whether أعاد says that a thing is done again, and nothing given back: أعاد البنك شراء أسهمه."""
    if _AGAIN not in texts[at] and _AGAIN_NOW not in texts[at]:
        return False
    return any(word in party_list("redone", "ar") for word in texts[at + 1 : at + 1 + _OWNER + 1])


def _passes_mark(texts: Sequence[str], at: int) -> bool:
    """تجاوز حاجز 2.31 متر: whoever passes a mark beats nobody."""
    return at + 1 < len(texts) and texts[at + 1] in party_list("marks", "ar")


def _gives_lead(texts: Sequence[str], at: int) -> bool:
    """ "Gave Hilal the lead": nothing changes hands, and whoever scores is no party."""
    if texts[at] not in party_list("light", "en"):
        return False
    return any(word in party_list("light_object", "en") for word in texts[at + 1 : at + _LIGHT])


def is_passive(texts: Sequence[str], at: int) -> bool:
    """Whether the English verb at `at` is a participle behind "was"."""
    if texts[at].endswith("ing"):
        return False
    for before in range(at - 1, max(at - _VOICE, 0) - 1, -1):
        word = texts[before]
        if word in party_list("be", "en"):
            return True
        if not (word in party_list("between", "en") or word.endswith("ly")):
            break
    return False


def is_progressive(texts: Sequence[str], at: int) -> bool:
    """Whether the English form in -ing at `at` is a verb: "was leading"."""
    return any(word in party_list("be", "en") for word in texts[max(at - 2, 0) : at])
