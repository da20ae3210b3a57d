"""The subject of an English verb that Arabic cannot have for its own: it stands behind a preposition, or is called his.

One party is enough: طلبت النقابة من المصنع is not "the factory asked", and طعن مراهق معلمه is not "a teacher stabbed".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.numbers.compare.alike import may_have_object
from pipeline.numbers.compare.deeds import COMMAS, MARKS, Deed, is_passive, is_progressive
from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon.parties import party_list, transfer_list
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.text.clitics import ARTICLE, forms, without_pronoun

_BEFORE, _BEHIND = 12, 18
"""Words before an English verb among which its subject is, and behind an Arabic one among which its parties are."""
_LEADS = 2
"""Words before an Arabic name among which its preposition is: إلى نادي النصر."""
_TO, _L, _FEMININE, _AND, _OF = "ل", "l", "ة", "and", "من"
_UNVOWELLED = dict.fromkeys(range(0x64B, 0x653))
_SUBJECT = 3
"""Words behind an Arabic verb that may be its subject."""


class Subject(NamedTuple):
    """How Arabic names the subject of the English verb: behind a preposition, or as somebody's ("his"), while another
    noun (`led`) stands right behind the Arabic verb.
    """

    marked: bool
    owned: bool
    led: bool


SubjectRule = Rule[Callable[[Subject], bool]]


@rule(
    "object-as-subject",
    reads="whom it was done to for who did it, told by a preposition or by his",
    must=(
        ("طلبت النقابة من المصنع 15 شاحنة", "The factory asked the union for 15 lorries"),
        ("طعن مجهول معلمه أمام 20 تلميذا", "A teacher stabbed a young man in front of 20 pupils"),
    ),
    leaves=("طلبت النقابة من المصنع 15 شاحنة", "The union asked the factory for 15 lorries"),
)
def _object_as_subject(subject: Subject) -> bool:
    return subject.led and (subject.marked or subject.owned)


SUBJECTS: tuple[SubjectRule, ...] = (_object_as_subject,)
"""The rules that judge whether the English subject can be the Arabic one."""


def turned_subjects(
    pairs: Iterable[tuple[Deed, Deed]],
    arabic: Words,
    english: Words,
    figures: Collection[int],
    names: Callable[[str, str], bool],
    sounds: Callable[[str, str], bool],
) -> Iterator[tuple[int, int]]:
    """The places of two verbs, the Arabic first, of which the English subject is no subject in Arabic.

    `pairs` are verbs of the same side, `figures` where the words of Arabic figures stand; `names` tells whether an
    Arabic and an English word name the same, `sounds` whether they are one name in the letters of either language.
    """
    for one, two in pairs:
        texts = english.texts
        if is_passive(texts, two.at) or (texts[two.at].endswith("ing") and not is_progressive(texts, two.at)):
            continue
        nouns = _nouns(english.all, two.at) if may_have_object(texts, two.at) else []
        behind = [word.text for word in english.all[two.at :] if word.text[:1].isupper()] if nouns else []
        if nouns and _object_as_subject.apply(_subject(arabic.all, one.at, (nouns, behind), figures, names, sounds)):
            yield one.at, two.at


def _nouns(words: Sequence[Word], at: int) -> list[Word]:
    """The words of the subject of an active English verb before its first preposition, its head last; none where it is
    a pronoun or not known.
    """
    found: list[Word] = []
    for before in range(at - 1, max(at - _BEFORE, -1), -1):
        word = words[before]
        if word.folded == _AND:
            return []
        if word.folded in MARKS or word.folded in COMMAS or word.folded in transfer_list("ends", "en"):
            break
        found.append(word)
    found.reverse()
    if found and found[0].folded in transfer_list("leads", "en"):
        return []
    last = next((word for word in reversed(found) if word.folded not in transfer_list("auxiliary", "en")), None)
    if last is None or last.folded in party_list("pronoun", "en"):
        return []
    nouns: list[Word] = []
    for word in found:
        if word.folded in transfer_list("adds", "en") or (nouns and word.folded.endswith("ing")):
            break
        if word.folded not in transfer_list("auxiliary", "en") and not word.joins and not word.folded.endswith("ly"):
            nouns.append(word)
    return [] if nouns and nouns[-1].folded in party_list("nobody", "en") else nouns


def _subject(
    words: Sequence[Word],
    at: int,
    told: tuple[Sequence[Word], Sequence[str]],
    figures: Collection[int],
    names: Callable[[str, str], bool],
    sounds: Callable[[str, str], bool],
) -> Subject:
    """How Arabic names the last of some nouns in the clause of the verb at `at`; as nothing where it names it twice or
    not at all, or where another one of them stands right behind the verb.

    `told` are these nouns and the names behind the English verb.
    """
    nouns, behind = told
    head = nouns[-1]
    clause = list(_clause(words, at))
    first = next((place for place in clause if words[place].folded.isalpha()), None)
    if (
        first is None
        or words[first].folded in party_list("late_subject", "ar")
        # No letter is glued to a name that English has whole: «ليفربول».
        or (_is_prepositional(words[first].folded) and not any(sounds(words[first].text, name) for name in behind))
    ):
        return Subject(False, False, False)
    before = range(max(at - _BEFORE, 0), at)
    places = [
        place
        for place in (*before, *clause)
        if not words[place].joins and words[place].start not in figures and names(words[place].text, head.text)
    ]
    spelled = [place for place in places if sounds(words[place].text, head.text)] if len(places) > 1 else []
    places = spelled or places
    if len(places) != 1 or places[0] < at or first == places[0]:
        return Subject(False, False, False)
    place = places[0]
    near = [at for at in clause if at < min(place, first + _SUBJECT)]
    if any(names(words[at].text, noun.text) for at in near for noun in nouns if not words[at].joins):
        return Subject(False, False, False)
    glued = not head.folded.startswith(_L) and place > first + 2  # المفوضية السامية للاجئين
    marked = _is_marked(words, place, at, figures, glued=glued)
    return Subject(marked, head.text.islower() and _is_owned(words, at, place), led=True)


def _clause(words: Sequence[Word], at: int) -> Iterator[int]:
    for behind in range(at + 1, min(at + 1 + _BEHIND, len(words))):
        if words[behind].folded in MARKS or words[behind].folded in COMMAS:
            break
        if words[behind].folded in party_list("ends", "ar") or words[behind].folded in party_list("that", "ar"):
            break
        yield behind


def _is_prepositional(folded: str) -> bool:
    return any(form.preposition for form in forms(folded))


def _is_marked(words: Sequence[Word], place: int, at: int, figures: Collection[int], *, glued: bool) -> bool:
    """Whether the party at `place` stands behind a preposition for whom something is done to; `glued` says that ل may
    be one.
    """
    leads = transfer_list("party_leads", "ar")
    for lead in range(place, max(place - _LEADS, at), -1):
        folded = words[lead].folded
        to = (glued or lead < place) and any(form.preposition == _TO for form in forms(folded))
        if to and folded not in transfer_list("not_to", "ar"):
            return True
        if words[lead - 1].folded in leads and lead - 1 > at + 1:
            before = words[lead - 2]
            counted = before.folded in transfer_list("quantifiers", "ar") or before.start in figures
            counted = counted and words[lead - 1].folded == _OF
            return not counted and folded not in party_list("agent", "ar")
    return False


def _is_owned(words: Sequence[Word], at: int, place: int) -> bool:
    """Whether the party at `place` is called that of the one before it, right behind the verb: مراهق معلمه."""
    text = words[place].text.translate(_UNVOWELLED)
    if place > at + 1 + _SUBJECT or text.endswith(_FEMININE) or without_pronoun(text) is None:
        return False
    if text.startswith(ARTICLE):
        return False
    between = words[at + 1 : place]
    return not any(word.joins or _is_prepositional(word.folded) for word in between)
