"""Of which nation someone or something is: "American air defences" for الدفاعات الجوية العراقية.

A noun that both texts have once has its nation right beside it in both, as an adjective or as its owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pipeline.numbers.compare.alike import is_first
from pipeline.numbers.compare.deeds import COMMAS, MARKS
from pipeline.numbers.compare.named import is_of_nation
from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon.nations import NAMED, nation_of
from pipeline.numbers.lexicon.parties import party_list
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.text.clitics import ARTICLE

_NOUNS = 2
"""Words before an Arabic nation of which one is its noun (الدفاعات الجوية العراقية), and words that are near a noun."""
_BEFORE = 5
"""Words before an English noun among which its nations are."""
_LONGEST = 200
"""Words of a text that is looked at: a sentence or three."""
_MOST = 12
"""Nations of a text that are looked at, so that a hostile text costs no more than a long one."""
_COUNTERPARTS = ("نظير", "لنظير", "بنظير", "ونظير")
_AND, _OF, _OWNER = "and", "of", ("'", "’")
_IN_PHRASE = ("'", "’", "s", "-", _AND)


class Origin(NamedTuple):
    """The nation of a noun in Arabic, those in English, and all that each text names."""

    one: str
    two: frozenset[str]
    ones: frozenset[str]
    twos: frozenset[str]


OriginRule = Rule[Callable[[Origin], bool]]


@rule(
    "other-nation",
    reads="a noun with the nation of another one, or with one that the other text does not name",
    must=(
        (
            "أسقطت الدفاعات الجوية العراقية 3 مسيرات قرب قاعدة أمريكية",
            "American air defences downed 3 drones near an Iraqi base",
        ),
        ("ضبطت الشرطة الماليزية 600 كيلوغرام", "Australian police seized 600 kilograms"),
    ),
    leaves=("ضبطت الشرطة الماليزية 600 كيلوغرام في أستراليا", "Malaysian police seized 600 kilograms in Australia"),
)
def _other_nation(origin: Origin) -> bool:
    if not origin.two or origin.one in origin.two:
        return False
    swapped = origin.two <= origin.ones and origin.one in origin.twos
    return swapped or (origin.two.isdisjoint(origin.ones) and origin.one not in origin.twos)


ORIGINS: tuple[OriginRule, ...] = (_other_nation,)
"""The rules that judge of which nation a noun is."""


def other_nations(sides: tuple[Words, Words], says: Callable[[str, str], bool]) -> Iterator[tuple[int, int]]:
    """The places of a noun in both texts, the Arabic first, that is of another nation.

    `says` tells whether an Arabic and an English word say the same.
    """
    ones = _nations(sides[0])
    twos = _nations(sides[1]) if ones else {}
    if not twos or max(len(words.texts) for words in sides) > _LONGEST:
        return
    if any(text.startswith(_COUNTERPARTS) for text in sides[0].texts):
        return  # الشرطة الإسبانية إلى نظيرتها الفرنسية: both are of the police
    own, other = set(ones.values()), set(twos.values())
    places = [place for place, nation in list(ones.items())[:_MOST] if _may_differ(nation, own, other)]
    if not places:
        return  # as in most right pairs; nothing is asked of the lexicon
    arabic, english = (words.all for words in sides)
    for place in places:
        for noun in _nouns(sides[0], place, ones):
            found = [at for at, word in enumerate(english) if _may_be(word) and says(arabic[noun].text, word.text)]
            if len(found) != 1 or _is_again(arabic, noun, english[found[0]], says):
                continue
            if not _is_head(arabic, noun, english, found[0], says):
                continue
            owned = not is_of_nation(arabic[place].folded)
            beside = frozenset(twos[at] for at in _beside(english, found[0], owned=owned) if at in twos)
            if _other_nation.apply(Origin(ones[place], beside, frozenset(ones.values()), frozenset(twos.values()))):
                yield noun, found[0]
            break


def _may_differ(nation: str, ones: set[str], twos: set[str]) -> bool:
    """Whether English names any nation that `_other_nation` takes for another one than `nation`."""
    return bool((ones & twos) - {nation} if nation in twos else twos - ones)


def _nations(words: Words) -> dict[int, str]:
    return {at: nation for at, (nation, _) in words.known_to(NAMED[words.lang])}


def _may_be(word: Word) -> bool:
    return not word.joins and word.text[:1].islower()


def _nouns(arabic: Words, place: int, nations: dict[int, str]) -> Iterator[int]:
    """The words right before an Arabic nation, nearest first; a farther one has the article as the nation has it."""
    words = arabic.all
    known = nation_of(words[place].folded, "ar")
    if known is None or known[1].preposition or known[1].conjunction:
        return
    after = nation_of(words[place + 1].folded, "ar") if place + 1 < len(words) else None
    if after is not None and after[1].conjunction:
        return  # الفيلمان المصري والعراقي
    definite = words[place].folded.startswith(ARTICLE)
    for at in range(place - 1, max(place - 1 - _NOUNS, -1), -1):
        if words[at].joins or at in nations or not words[at].folded.isalpha():
            return
        if is_first(arabic.texts, at) and not words[at].folded.startswith(ARTICLE):
            return  # a verb: فرضت بريطانيا
        if at == place - 1 or words[at].folded.startswith(ARTICLE) is definite:
            yield at


def _is_head(
    arabic: Sequence[Word], noun: int, english: Sequence[Word], at: int, says: Callable[[str, str], bool]
) -> bool:
    """Whether an English noun ends its phrase, or goes on with what stands beside the Arabic one: "air defences"."""
    after = english[at + 1] if at + 1 < len(english) else None
    if after is None or not _may_be(after) or after.folded.endswith("ed"):
        return True
    if after.folded in party_list("no_object", "en") or after.folded in party_list("irregular", "en"):
        return True
    near = arabic[max(noun - _NOUNS, 0) : noun + _NOUNS + 1]
    return any(not word.joins and says(word.text, after.text) for word in near)


def _is_again(words: Sequence[Word], noun: int, english: Word, says: Callable[[str, str], bool]) -> bool:
    """Whether another Arabic word may be meant by the English noun."""
    return any(
        at != noun and not word.joins and says(word.text, english.text) for at, word in enumerate(words)
    )  # fmt: skip


def _beside(words: Sequence[Word], at: int, *, owned: bool) -> Iterator[int]:
    """The places before an English noun in its phrase, and of "of Spain" behind it; where it is `owned` in Arabic, what
    owns it: "Spain's". Nothing of a list, which commas part.
    """
    found: list[int] = []
    for before in range(at - 1, max(at - 1 - _BEFORE, -1), -1):
        folded = words[before].folded
        if folded in COMMAS and any(words[place].folded == _AND for place in found):
            return
        bare = words[before].joins and folded not in _IN_PHRASE
        if bare or folded in MARKS or folded in COMMAS or folded in party_list("no_object", "en") - {"s", _AND}:
            break
        found.append(before)
    yield from (place for place in found if not owned or words[place + 1].folded in _OWNER)
    listed = at + 3 < len(words) and words[at + 3].folded == _AND  # "the areas of France and Britain"
    if at + 2 < len(words) and words[at + 1].folded == _OF and not listed:
        yield at + 2
