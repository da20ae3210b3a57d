"""Who did it to whom: the buyer and the seller, the winner and the loser, told by the order of their names.

An Arabic verb has its subject first, whether it leads the clause or follows; so has an English one that is no passive.
Where the first that Arabic names is what the English verb is said of, and the English subject stands behind it, the two
parties changed places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from pipeline.numbers.compare.alike import ALIKE, alike_deeds, is_first, may_have_object
from pipeline.numbers.compare.deeds import COMMAS, MARKS, Deed, deeds_of, is_passive, is_progressive
from pipeline.numbers.compare.named import (
    is_adverb,
    is_its_adjective,
    is_loose,
    is_named,
    nouns_among,
    subject_of,
)
from pipeline.numbers.compare.nations import NATIONS, changed_nations
from pipeline.numbers.compare.order import UNVOICED, Figures, is_unsure
from pipeline.numbers.compare.origins import ORIGINS, other_nations
from pipeline.numbers.compare.subjects import SUBJECTS, turned_subjects
from pipeline.numbers.compare.swapped import SWAPS, swapped_subjects
from pipeline.numbers.compare.texts import Texts
from pipeline.numbers.compare.transfers import TRANSFERRED, TRANSFERS, turned_transfers
from pipeline.numbers.compare.ways import WAYS, turned_ends
from pipeline.numbers.compare.words import Kinship, Word, Words, quote
from pipeline.numbers.lexicon.parties import party_list
from pipeline.numbers.quantity import Finding, Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.text.clitics import forms
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.write import explain

_BEFORE, _BEHIND = 14, 14
"""Words of an English clause before and behind its verb that may name a party."""
_ARABIC_BEFORE, _ARABIC_BEHIND = 8, 22
_MOST = 12
"""Verbs of a topic in a text, of which the first that names both parties is looked for."""
_BRACKETS = ("(", ")")
_AND = "و"
_MIXED = ("service",)
"""Topics of which not every verb says what every other one does."""
_OBJECTED, _PARTICIPLE = ("force", "law"), ("ed", "ck")
"""Topics whose English verbs need an object, and the endings that their participles have: arrested, struck."""
_NEAR = 2
"""Words behind an English participle among which "by" says that it is no verb: "settlers attacked by"."""


class Roles(NamedTuple):
    """Where Arabic names the subject of the English verb (`subjects`) and what else stands by that verb (`others`).

    `verb` is the place of the Arabic verb; `same_side` says that both verbs have the same party as their subject;
    `relative` that no "and" leads the Arabic verb, which may then tell of a noun before it.
    """

    subjects: frozenset[int]
    others: frozenset[int]
    verb: int
    same_side: bool
    relative: bool


PartyRule = Rule[Callable[[Roles], bool]]


@rule(
    "exchanged-parties",
    reads="the two parties of a deed in each other's place",
    must=(
        ("أقرضت الصين باكستان ملياري دولار", "Pakistan lent China $2 billion"),
        ("هزم الأهلي الزمالك 2-1", "Zamalek beat Ahly 2-1"),
    ),
    leaves=("أقرضت الصين باكستان ملياري دولار", "Pakistan borrowed $2 billion from China"),
)
def _exchanged_parties(roles: Roles) -> bool:
    first, second = (roles.others, roles.subjects) if roles.same_side else (roles.subjects, roles.others)
    if not first or not second:
        return False
    if roles.same_side and roles.relative and roles.verb + 1 in roles.subjects:
        return False  # الصواريخ التي اعترضت الدفاعات معظمها: who stands right behind the verb did it
    if min(first) < roles.verb:  # the subject leads, and the verb parts the two
        return roles.verb < min(second)
    return min(first) < min(second)


_SENTENCES = {ORIGINS[0].name: explain.other_nation}
PARTIES: tuple[Rule[Any], ...] = (_exchanged_parties, *TRANSFERS, *WAYS, *SUBJECTS, *SWAPS, *ORIGINS)
"""The rules that judge who did it to whom."""


@dataclass(frozen=True)
class Deeds:
    """The Arabic and the English text with their verbs of two parties (`ones`, `twos`), those that the lexicon alone
    pairs (`alike`), and their figures.
    """

    arabic: Words
    english: Words
    ones: list[Deed]
    twos: list[Deed]
    alike: list[tuple[Deed, Deed]]
    quantities: tuple[Sequence[Quantity], Sequence[Quantity]]
    kinship: Kinship

    @cached_property
    def figures(self) -> Figures:
        """Where the figures of both texts stand."""
        ones, twos = self.quantities
        return Figures(
            _figure_words(self.arabic, ones),
            _figure_words(self.english, twos),
            frozenset(figure.end + 1 for figure in ones),
            frozenset(figure.start for figure in twos),
        )

    def names(self, one: str, two: str) -> bool:
        """Whether an Arabic and an English word name the same, also behind a preposition that is glued to it."""
        if is_named(one, two, self.kinship):
            return True
        bare = next((form.stem for form in forms(fold_word(one)) if form.preposition), None)
        return bare is not None and self.kinship.says(bare, two)  # للمساهمين: the lexicon knows مساهمين


def find_parties(texts: Texts) -> list[Finding]:
    """One finding for each topic of which the two texts name the parties in each other's place."""
    if not texts.kinship.tells:
        return []
    at = texts.languages.index("ar")
    deeds = _deeds(texts, at)
    found: list[Finding] = []
    for one, two, name in (*_told_of_nations(deeds), *_told_by_order(deeds), *_told_by_ends(deeds)):
        quoted = quote(deeds.arabic.all[one], name), quote(deeds.english.all[two], name)
        sides = quoted if at == 0 else quoted[::-1]
        if any(sides[0].start == finding.source.start for finding in found if finding.source):
            continue  # the same verb under another topic
        message = _SENTENCES.get(name, explain.parties)(sides[0], sides[1], languages=texts.languages)
        found.append(Finding("role", "error", sides[0], sides[1], message, rule=name))
    return found


def _deeds(texts: Texts, at: int) -> Deeds:
    """What the two texts, of which the Arabic one is at `at`, tell of deeds."""
    arabic, english = texts.words[at], texts.words[1 - at]
    ones, twos = texts.everything[at], texts.everything[1 - at]
    counted = frozenset(figure.end + 1 for figure in ones), frozenset(figure.end + 1 for figure in twos)
    alike = list(alike_deeds(arabic, english, texts.kinship, counted=counted))
    told = deeds_of(arabic, ones), deeds_of(english, twos)
    return Deeds(arabic, english, *told, alike, (ones, twos), texts.kinship)


Turned = Iterator[tuple[int, int, str]]
"""The places of an Arabic and an English verb whose parties stand in each other's place, and the rule that says so."""


def _told_of_nations(deeds: Deeds) -> Turned:
    """For a noun that is of another nation."""

    def says(one: str, two: str) -> bool:
        return is_named(one, two, deeds.kinship)

    origin = next(other_nations((deeds.arabic, deeds.english), says), None)
    if origin is not None:
        yield *origin, ORIGINS[0].name


def _told_by_order(deeds: Deeds) -> Turned:
    """For each topic."""
    arabic, english = deeds.arabic, deeds.english
    for topic in dict.fromkeys(deed.topic for deed in deeds.ones):
        own, other = ([deed for deed in some if deed.topic == topic][:_MOST] for some in (deeds.ones, deeds.twos))
        tried = [(one, two, roles) for one in own for two in other if (roles := _roles(one, two, deeds)) is not None]
        # أدين صاحب المخبز وأمر القاضي: of several verbs those that mean one another tell more.
        meant = [
            each for each in tried if deeds.kinship.are_same(arabic.as_given(each[0].at), english.as_given(each[1].at))
        ]
        telling = [*tried[:1], *meant]
        if telling and all(_exchanged_parties.apply(roles) for _, _, roles in telling):
            yield telling[0][0].at, telling[0][1].at, _exchanged_parties.name
        elif (turned := next(_nations(own, other, deeds.arabic, deeds.english), None)) is not None:
            yield turned[0].at, turned[1].at, NATIONS[0].name
    for one, two in deeds.alike:
        if (roles := _roles(one, two, deeds)) and _exchanged_parties.apply(roles):
            yield one.at, two.at, _exchanged_parties.name


def _told_by_ends(deeds: Deeds) -> Turned:
    """For the verbs of giving and receiving, of which one party is enough, and for each other's subjects."""
    arabic, english = deeds.arabic, deeds.english
    if any(deed.topic in TRANSFERRED for deed in deeds.twos):  # before every Arabic word is looked up
        transfers = (arabic, deeds.ones, deeds.figures.arabic), (english, deeds.twos, deeds.figures.english)
        one = next(turned_transfers(*transfers, deeds.names), None)
        if one is not None:
            yield *one, TRANSFERS[0].name
    yield from turned_ends(arabic, english, deeds.names)
    topical = ((one, two) for one in deeds.ones for two in deeds.twos if _are_alike(one, two, deeds))
    pairs = (*islice(topical, _MOST), *deeds.alike)
    if not pairs:
        return  # as in most sentences
    figures, sounds = deeds.figures.arabic, deeds.kinship.sounds_like
    subject = next(turned_subjects(pairs, arabic, english, figures, deeds.names, sounds), None)
    if subject is not None:
        yield *subject, SUBJECTS[0].name
    swapped = next(swapped_subjects(pairs, arabic, english, deeds.quantities, figures, deeds.names), None)
    if swapped is not None:
        yield *swapped, SWAPS[0].name


def _are_alike(one: Deed, two: Deed, deeds: Deeds) -> bool:
    """Whether two verbs are of one topic and side, and in a topic of many deeds say the same."""
    if (one.topic, one.side) != (two.topic, two.side):
        return False
    same = deeds.kinship.are_same
    return one.topic not in _MIXED or same(deeds.arabic.as_given(one.at), deeds.english.as_given(two.at))


def _nations(own: list[Deed], other: list[Deed], arabic: Words, english: Words) -> Iterator[tuple[Deed, Deed]]:
    """The verbs of one topic, both active, whose nations stand in each other's place."""
    for one in own:
        for two in other:
            texts = english.texts
            after = texts[two.at + 1] if two.at + 1 < len(texts) else ""
            noun = texts[two.at].endswith("ing") and not is_progressive(texts, two.at)
            if noun or after == "by" or is_passive(texts, two.at):
                continue
            if changed_nations((arabic.all, one.at, one.side), (english.all, two.at, two.side)):
                yield one, two


def _figure_words(words: Words, quantities: Sequence[Quantity]) -> frozenset[int]:
    """Where the words of figures stand, which name no party: "three million barrels"."""
    spans = [(one.start, one.end) for one in quantities if one.lone is None]
    return frozenset(word.start for start, end in spans for word in words.between(start, end))


def _roles(one: Deed, two: Deed, deeds: Deeds) -> Roles | None:
    """Where Arabic names the parties of the English verb; None where one of them is not found."""
    arabic, english, figures = deeds.arabic, deeds.english, deeds.figures
    passive = is_passive(english.texts, two.at)
    behind = _object(one.topic, two.at, english, figures, passive=passive)
    if behind is None:
        return None
    named = (subject_of(list(_before(english.all, two.at)), whole=one.topic != ALIKE), behind)
    subjects, others = (
        [word for word in some if not word.joins and word.start not in figures.english and not is_adverb(word)]
        for some in named
    )
    if not subjects or not others:
        return None
    subject_places, other_places = _places(one, arabic, (subjects, others), figures.arabic, deeds.kinship)
    if one.topic == ALIKE:
        subject_places, other_places = (nouns_among(arabic.all, places) for places in (subject_places, other_places))
    loose = {at for at in subject_places | other_places if is_loose(arabic.all, at, one.side, figures.behind_arabic)}
    same_side = (one.side == two.side) != passive
    placed = {at for at in loose if arabic.all[at - 1].folded in party_list("places", "ar")}
    if same_side and subject_places & (loose - placed):
        return None
    subject_places, other_places = subject_places - loose, other_places - loose
    if not subject_places or not other_places:
        return None
    other_places = {at for at in other_places if not is_its_adjective(arabic.all, at, subject_places)}
    parties = (other_places, subject_places) if same_side else (subject_places, other_places)
    if not other_places or is_unsure(one, arabic.all, parties, other_places, figures):
        return None
    relative = not arabic.all[one.at].folded.startswith(_AND)
    return Roles(frozenset(subject_places), frozenset(other_places), one.at, same_side, relative)


def _object(topic: str, at: int, english: Words, figures: Figures, *, passive: bool) -> list[Word] | None:
    """The words behind an English verb that may name its object, or after "by" its subject; None where what looks like
    a verb is none, or its voice is unknown.
    """
    behind = list(_behind(english.all, at))
    bare = topic in _OBJECTED and behind and behind[0].folded in party_list("with_no_object", "en")
    if bare and not passive and english.all[at].folded.endswith(_PARTICIPLE):
        return None
    if english.texts[at].endswith("ing") and not is_progressive(english.texts, at):
        return None
    told = passive or _is_plural(english.all[at]) or not may_have_object(english.texts, at)
    near = behind if told else behind[:_NEAR]
    agents = [word for word in near if word.folded == "by" and (passive or word.end + 1 not in figures.english_begin)]
    if passive != bool(agents):  # "were sold", and not by whom; "settlers attacked by"; not "beat them by 312 votes"
        return None
    if passive and topic in UNVOICED:
        return None
    return _named_after(behind, agents[0]) if passive else behind  # "fined by the bank for violating rules"


def _is_plural(word: Word) -> bool:
    """Whether an English word may be a noun in the plural instead of a verb: "loans"."""
    return word.folded.endswith("s")


def _named_after(behind: Sequence[Word], by: Word) -> list[Word]:
    """The words after "by", up to what says where, when or why."""
    named: list[Word] = []
    for word in behind:
        if word.start > by.start:
            if word.folded in party_list("ends_agent", "en"):
                break
            named.append(word)
    return named


def _places(
    deed: Deed,
    arabic: Words,
    named: tuple[Sequence[Word], Sequence[Word]],
    figures: frozenset[int],
    kinship: Kinship,
) -> tuple[set[int], set[int]]:
    """Where the Arabic clause names the English subjects and the others; what may be either is neither."""
    clause = [
        at
        for at in sorted(_clause(arabic.all, deed.at, whole=deed.topic != ALIKE))
        if not arabic.all[at].joins and arabic.all[at].start not in figures
        if at > deed.at or deed.topic != ALIKE or not is_first(arabic.texts, deed.at)
    ]
    found: list[set[int]] = []
    for some in named:
        links = [
            _surest([at for at in clause if is_named(arabic.all[at].text, word.text, kinship)], arabic, word, kinship)
            for word in some
            if word.folded not in party_list("nobody", "en")
        ]
        found.append({places[0] for places in links if places and places == list(range(places[0], places[-1] + 1))})
        if not found[-1]:
            return set(), set()  # one party is not enough
    both = found[0] & found[1]
    behind = [{at for at in places - both if at > deed.at} for places in found]
    return (behind[0], behind[1]) if all(behind) else (found[0] - both, found[1] - both)


def _surest(places: list[int], arabic: Words, word: Word, kinship: Kinship) -> list[int]:
    """Of the Arabic words that an English one may stand for, those that are its letters, if any: Boeing, no طائرة."""
    spelled = [at for at in places if kinship.sounds_like(arabic.all[at].text, word.text)] if len(places) > 1 else []
    return spelled or places


def _clause(words: Sequence[Word], at: int, *, whole: bool) -> Iterator[int]:
    """The places of the words of the Arabic clause whose verb stands at `at`, the verb aside; a `whole` one goes on
    behind a comma and و, and behind أن.
    """
    for before in range(at - 1, max(at - _ARABIC_BEFORE, 0) - 1, -1):
        if words[before].folded in MARKS:
            break
        yield before
    for behind in range(at + 1, min(at + 1 + _ARABIC_BEHIND, len(words))):
        if words[behind].folded in MARKS or words[behind].folded in party_list("ends", "ar"):
            break
        adds = words[behind - 1].folded in COMMAS and words[behind].folded.startswith(_AND)
        if not whole and (adds or words[behind].folded in party_list("that", "ar")):
            break
        yield behind


def _before(words: Sequence[Word], at: int) -> Iterator[Word]:
    """The words of an English clause before its verb, without a phrase that leads it in ("In Cairo, …")."""
    segment: list[Word] = []
    found: list[Word] = []
    aside = False
    for before in range(at - 1, max(at - _BEFORE, 0) - 1, -1):
        word = words[before]
        if word.folded in _BRACKETS:  # "the Office for Africa (UNOCA) should"
            aside = word.folded == _BRACKETS[1]
            continue
        if aside:
            continue
        if word.folded in MARKS:
            break
        if word.folded in party_list("ends", "en"):
            return iter(found or segment)  # "A month before it closes, 350,000 people visited"
        if word.folded in COMMAS:
            found.extend(_unless_led(segment))
            segment = []
        else:
            segment.append(word)
    return iter([*found, *_unless_led(segment)])


def _unless_led(segment: list[Word]) -> list[Word]:
    """The words, last first, of what stands between two commas; none where a preposition leads it."""
    return [] if segment and segment[-1].folded in party_list("leads", "en") else segment


def _behind(words: Sequence[Word], at: int) -> Iterator[Word]:
    """The words of an English clause behind its verb."""
    for behind in range(at + 1, min(at + 1 + _BEHIND, len(words))):
        word = words[behind]
        if word.folded in MARKS or word.folded in COMMAS or word.folded in party_list("ends", "en"):
            break
        yield word
