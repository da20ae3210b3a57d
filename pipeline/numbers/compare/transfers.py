"""Who gave and who received, told by one name: what marks it as the receiver in one text and as the giver in the other.

The receiver stands behind ل or "to", the giver behind من or "from"; an English subject gives where its verb says so. So
one party that both texts name is enough: دفعت للشركة and "the company paid" say the opposite, whoever paid in Arabic.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from pipeline.numbers.compare.deeds import COMMAS, MARKS, Deed, is_passive, is_progressive
from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon.nations import nation_of
from pipeline.numbers.lexicon.parties import TRANSFER_NOUNS, Side, transfer_list
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.text.clitics import ARTICLE, forms

_REACH = 20
"""Words behind an Arabic verb in which it names who received or gave."""
_NAME = 3
"""Words of a party: لجمعية خيرية موريتانية."""
_ZONE = 8
"""Words before the Arabic verb in which the English name must not be meant."""
_ENGLISH = 16
TRANSFERRED = ("goods", "money", "debt", "repayment", "acceptance")
_OTHER: dict[Side, Side] = {"first": "second", "second": "first"}
_TO, _BY, _AND = "ل", "ب", "و"
_BOUND = 7
"""Words before a verbal noun among which is what binds to it."""
_COUNTED = 2
"""Words before من of which one counts what it is a part of: 50 لجنة من اللجان, 120 ألف طن من القمح."""
_MOST = 12
"""Verbs of a topic in a text that are looked at, so that a hostile text costs no more than a long one."""


class End(NamedTuple):
    """A party of a transfer: the places of its words, and whether it is the giver (`first`) or the receiver."""

    places: tuple[int, ...]
    side: Side
    verb: int


class Named(NamedTuple):
    """The side of one party in two texts."""

    one: Side
    two: Side


TransferRule = Rule[Callable[[Named], bool]]


@rule(
    "giver-receives",
    reads="the receiver of a transfer in the giver's place",
    must=(
        ("حكمت المحكمة على البنك بدفع 5 ملايين دولار للنقابة", "The court ordered the union to pay 5 million dollars"),
        ("اقترضت الشركة من مصرف الوحدة 3 ملايين دولار", "Wahda Bank borrowed 3 million dollars"),
    ),
    leaves=(
        "حكمت المحكمة على البنك بدفع 5 ملايين دولار للنقابة",
        "The court ordered the bank to pay the union $5 million",
    ),
)
def _giver_receives(named: Named) -> bool:
    return named.one != named.two


TRANSFERS: tuple[TransferRule, ...] = (_giver_receives,)
"""The rules that judge which party of a transfer gave and which received."""


def turned_transfers(
    arabic: tuple[Words, Sequence[Deed], Collection[int]],
    english: tuple[Words, Sequence[Deed], Collection[int]],
    names: Callable[[str, str], bool],
) -> Iterator[tuple[int, int]]:
    """The places of two verbs, the Arabic first, of which one party has the other's side.

    Each text comes with its verbs of two parties and where its figures' words stand; `names` tells whether an Arabic
    and an English word name the same.
    """
    ones = [*(deed for deed in arabic[1] if deed.topic in TRANSFERRED), *_nouns(arabic[0])]
    if not ones:
        return
    for topic in TRANSFERRED:
        own = [deed for deed in ones if deed.topic == topic][:_MOST]
        other = [deed for deed in english[1] if deed.topic == topic][:_MOST] if own else []
        ends = [end for deed in other for end in _english_ends(english[0], deed, english[2])]
        for deed in own if ends else ():
            for one in _arabic_ends(arabic[0].all, deed, arabic[2]):
                for two in ends:
                    if _is_other_verb(arabic[0].all[deed.at], english[0].all, two.verb, english[1], names):
                        continue
                    if _giver_receives.apply(Named(one.side, two.side)) and _is_one(one, two, arabic, english, names):
                        yield one.verb, two.verb


def _nouns(words: Words) -> list[Deed]:
    """The verbal nouns of transfer in an Arabic text: بدفع, سداد."""
    return [Deed(at, topic, side) for at, told in words.known_to(TRANSFER_NOUNS) for topic, side in told.items()]


def _is_other_verb(
    verb: Word, words: Sequence[Word], at: int, deeds: Sequence[Deed], names: Callable[[str, str], bool]
) -> bool:
    """Whether another English verb than the one at `at` says the Arabic verb."""
    return not names(verb.text, words[at].text) and any(names(verb.text, words[deed.at].text) for deed in deeds)


def _arabic_ends(words: Sequence[Word], deed: Deed, figures: Collection[int]) -> Iterator[End]:
    """The parties behind an Arabic verb or verbal noun that a preposition marks."""
    bound = _bound(words, deed.at)
    if bound:
        yield End(bound, deed.side, deed.at)
    for at in range(deed.at + 1, min(deed.at + 1 + _REACH, len(words))):
        folded = words[at].folded
        if folded in MARKS or folded in transfer_list("ends", "ar"):
            return
        if deed.side == "second":
            partitive = words[at - 1].folded in transfer_list("quantifiers", "ar") or any(
                word.start in figures for word in words[max(at - _COUNTED, 0) : at]
            )
            phrase = at + 1 < len(words) and words[at + 1].folded in transfer_list("not_from", "ar")
            if folded in transfer_list("from", "ar") and not partitive and not phrase:
                yield End(_phrase(words, at + 1), "first", deed.at)
        elif folded in transfer_list("to", "ar"):
            yield End(_phrase(words, at + 1), "second", deed.at)
        elif words[at - 1].folded.removeprefix(ARTICLE) in transfer_list("belongs", "ar"):
            continue
        elif folded not in transfer_list("not_to", "ar") and _has_to(folded):
            yield End(_phrase(words, at), "second", deed.at)


def _has_to(folded: str) -> bool:
    """Whether an Arabic word has ل before it: للشركة, لشركة; not لبنان."""
    nation = nation_of(folded, "ar")
    if nation is not None:
        return nation[1].preposition == _TO
    return any(form.preposition == _TO for form in forms(folded))


def _bound(words: Sequence[Word], at: int) -> tuple[int, ...]:
    """The places of who is bound to do what a verbal noun says: ألزمت المحكمة البنك بدفع, وافق البنك على دفع."""
    found: list[int] = []
    before = at - 1
    while before >= 0 and words[before].folded in transfer_list("links", "ar"):
        before -= 1
    linked = before < at - 1 or words[at].folded.startswith(_BY)
    nearest = range(before, max(before - _BOUND, -1), -1) if linked else ()
    for place in nearest:
        folded = words[place].folded
        if folded in transfer_list("binds", "ar") or folded.lstrip(_AND) in transfer_list("binds", "ar"):
            return tuple(found)
        if folded in MARKS or folded in COMMAS:
            break
        if len(found) < _NAME and not words[place].joins:
            found.append(place)
    return ()


def _phrase(words: Sequence[Word], start: int) -> tuple[int, ...]:
    """The places of the few words of an Arabic name from `start`; a nation is named by one."""
    known = nation_of(words[start].folded, "ar") if start < len(words) else None
    if known is not None and not known[1].definite:
        return (start,)
    found: list[int] = []
    for at in range(start, min(start + _NAME + 2, len(words))):
        folded = words[at].folded
        if at > start and (folded in MARKS or folded in COMMAS or folded in transfer_list("ends_name", "ar")):
            break
        if not words[at].joins:
            found.append(at)
        if len(found) == _NAME:
            break
    return tuple(found)


def _english_ends(english: Words, deed: Deed, figures: Collection[int]) -> Iterator[End]:
    """The parties of an English verb: its subject, and who stands right behind it or behind "to", "from" and "by"."""
    passive, words = is_passive(english.texts, deed.at), english.all
    word = words[deed.at].folded
    if not passive and (subject := _subject(english, deed.at)):
        yield End(subject, deed.side, deed.at)
    behind = _clause(words, deed.at)
    marked = transfer_list("to" if deed.side == "first" else "from", "en")
    for at in behind:
        if words[at].folded in marked:
            yield End(_group(words, at + 1), _OTHER[deed.side], deed.at)
        elif passive and words[at].folded == "by":
            yield End(_group(words, at + 1), deed.side, deed.at)
    if not passive and deed.side == "first" and word in transfer_list("double", "en"):
        first = _group(words, deed.at + 1)
        after = words[first[-1] + 1] if first and first[-1] + 1 < len(words) else None
        told = after is not None and (after.start in figures or after.folded in transfer_list("figure", "en"))
        if told and not any(words[at].start in figures for at in first):
            yield End(first, "second", deed.at)


def _clause(words: Sequence[Word], at: int) -> list[int]:
    found: list[int] = []
    for behind in range(at + 1, min(at + 1 + _ENGLISH, len(words))):
        folded = words[behind].folded
        if folded in MARKS or folded in COMMAS or folded in transfer_list("ends", "en"):
            break
        found.append(behind)
    return found


def _group(words: Sequence[Word], start: int) -> tuple[int, ...]:
    """The places of a noun phrase from `start`, up to a mark, a figure's sign or a preposition."""
    found: list[int] = []
    for at in range(start, min(start + _ENGLISH, len(words))):
        folded = words[at].folded
        ends = folded in transfer_list("ends_group", "en") or folded in transfer_list("ends", "en")
        if ends or folded in MARKS or folded in COMMAS or (found and folded in transfer_list("figure", "en")):
            break
        if any(letter.isdigit() for letter in folded):
            break
        found.append(at)
    return tuple(found)


def _subject(english: Words, at: int) -> tuple[int, ...]:
    """The places of the subject of an active English verb, without what its prepositions add; empty where unknown."""
    words = english.all
    if words[at].folded.endswith("ing") and not is_progressive(english.texts, at):
        return _head(_back(words, at, stop=("with",)), words) if _has_with(words, at) else ()
    before = _back(words, at, stop=())
    if at and words[at - 1].folded == "to":
        return _controller(before[1:], english)
    return _head(before, words)


def _has_with(words: Sequence[Word], at: int) -> bool:
    return any(word.folded == "with" for word in words[max(at - 6, 0) : at])


def _back(words: Sequence[Word], at: int, *, stop: Collection[str]) -> list[int]:
    """The places before a verb, nearest first, up to the beginning of its clause."""
    found: list[int] = []
    for before in range(at - 1, max(at - _ENGLISH, 0) - 1, -1):
        folded = words[before].folded
        if folded in transfer_list("since", "en"):
            return []  # "Since the start of the year the bank has received"
        if folded in MARKS or folded in COMMAS or folded in transfer_list("ends", "en") or folded in stop:
            break
        found.append(before)
    return found


def _controller(before: list[int], english: Words) -> tuple[int, ...]:
    """Who is to do what stands behind "to": whom an order is given to ("ordered the club to pay"), else the subject."""
    words = english.all
    for place, at in enumerate(before):
        if words[at].folded in transfer_list("orders", "en"):
            passive = is_passive(english.texts, at)
            return _head(before[place + 1 :] if passive else before[:place], words)
        if words[at].folded in transfer_list("agrees", "en"):
            return _head(before[place + 1 :], words)
    return ()


def _head(before: list[int], words: Sequence[Word]) -> tuple[int, ...]:
    """The first noun phrase of the words before a verb: what follows its first preposition only adds to it."""
    places = sorted(before)
    if places and words[places[0]].folded in transfer_list("leads", "en"):
        return ()
    found: list[int] = []
    for at in places:
        if words[at].folded in transfer_list("adds", "en"):
            break
        found.append(at)
    while found and words[found[-1]].folded in transfer_list("auxiliary", "en"):
        found.pop()
    owner = next((place for place in reversed(found) if words[place].folded in ("'", "’")), None)
    return tuple(place for place in found if owner is None or place > owner + 1)


def _is_one(
    one: End,
    two: End,
    arabic: tuple[Words, Sequence[Deed], Collection[int]],
    english: tuple[Words, Sequence[Deed], Collection[int]],
    names: Callable[[str, str], bool],
) -> bool:
    """Whether the English party is the Arabic one, and no word of it is said elsewhere in the Arabic clause."""
    words, told = arabic[0].all, english[0].all
    zone = [
        at
        for at in range(max(one.verb - _ZONE, 0), min(one.verb + 1 + _REACH, len(words)))
        if not words[at].joins and words[at].start not in arabic[2] and at != one.verb
    ]
    found = False
    for at in two.places:
        word = told[at]
        if word.joins or word.start in english[2] or word.folded in transfer_list("nobody", "en"):
            continue
        links = [place for place in zone if names(words[place].text, word.text)]
        if links and not set(links) & set(one.places):
            return False
        if links and set(links) <= set(one.places):
            found = True
    return found
