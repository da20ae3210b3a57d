"""Who did it to whom: the buyer and the seller, the winner and the loser, told by the order of their names.

An Arabic verb has its subject first, whether it leads the clause or follows; so has an English one that is no passive.
Where the first that Arabic names is what the English verb is said of, and the English subject stands behind it, the two
parties changed places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from pipeline.numbers.compare.nations import NATIONS, changed_nations
from pipeline.numbers.compare.words import Kinship, Word, Words
from pipeline.numbers.lexicon.parties import Side, deed_of, party_list
from pipeline.numbers.quantity import Finding, Language, Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.text.clitics import without_pronoun
from pipeline.numbers.write.explain import parties

_BEFORE, _BEHIND = 14, 14
"""Words of an English clause before and behind its verb that may name a party."""
_ARABIC_BEFORE, _ARABIC_BEHIND = 8, 22
_VOICE = 4
"""Words before an English participle among which the verb of a passive stands."""
_LIGHT = 7
"""Words from a light verb to its noun: "give Liverpool an early lead"."""
_MOST = 12
"""Verbs of a topic in a text, of which the first that names both parties is looked for."""
_ADJUNCT = 2
"""Words before an Arabic name among which a word says that it is a mere circumstance."""
_BY, _WITH, _SHORT = "ب", "بال", 3
_UNVOICED = "force"
"""The topic whose Arabic verbs are mostly written alike in the active and the passive: قتل."""
_PART = re.compile("[A-Z][a-z]{2,}")
_PLURAL, _OWNER = "s", 3
"""Words before a plural among which its owner stands."""
_MARKS = (".", ";", ":", "؛", "؟", "?", "!")
_COMMAS = (",", "،", "(", ")", "–", "—")


class Deed(NamedTuple):
    """A verb of two parties in a text: its place among the words, its topic and the party that is its subject."""

    at: int
    topic: str
    side: Side


class Figures(NamedTuple):
    """Where the words of figures stand in each text, where Arabic ones end, and where English ones begin."""

    arabic: frozenset[int]
    english: frozenset[int]
    behind_arabic: frozenset[int]
    english_begin: frozenset[int]


class Roles(NamedTuple):
    """Where Arabic names the subject of the English verb (`subjects`) and what else stands by that verb (`others`).

    `verb` is the place of the Arabic verb; `same_side` says that both verbs have the same party as their subject.
    """

    subjects: frozenset[int]
    others: frozenset[int]
    verb: int
    same_side: bool


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
    if min(first) < roles.verb:  # the subject leads, and the verb parts the two
        return roles.verb < min(second)
    return min(first) < min(second)


PARTIES: tuple[PartyRule, ...] = (_exchanged_parties,)
"""The rules that judge who did it to whom."""


def find_parties(
    words: tuple[Words, Words],
    quantities: tuple[Sequence[Quantity], Sequence[Quantity]],
    *,
    kinship: Kinship,
    languages: tuple[Language, Language],
) -> list[Finding]:
    """One finding for each topic of which the two texts name the parties in each other's place."""
    if not kinship.tells:
        return []
    at = languages.index("ar")
    arabic, english = words[at], words[1 - at]
    ones = _deeds(arabic, quantities[at])
    twos = _deeds(english, quantities[1 - at]) if ones else []
    if {deed.topic for deed in ones}.isdisjoint(deed.topic for deed in twos):
        return []
    figures = Figures(
        _figure_words(arabic, quantities[at]),
        _figure_words(english, quantities[1 - at]),
        frozenset(figure.end + 1 for figure in quantities[at]),
        frozenset(figure.start for figure in quantities[1 - at]),
    )
    found: list[Finding] = []
    for topic in dict.fromkeys(deed.topic for deed in ones):
        own, other = ([deed for deed in deeds if deed.topic == topic][:_MOST] for deeds in (ones, twos))
        tried = (
            (one, two, roles)
            for one in own
            for two in other
            if (roles := _roles(one, two, arabic, english, figures, kinship)) is not None
        )
        first = next(tried, None)
        # أدين صاحب المخبز وأمر القاضي: of two Arabic verbs the one that the English one means tells more.
        meant = (
            roles
            for one, two, roles in tried
            if first is not None and two == first[1] and _is_meant(one, two, arabic, english, kinship)
        )
        if first is not None and _exchanged_parties.apply(first[2]) and all(map(_exchanged_parties.apply, meant)):
            told, name = (first[0], first[1]), _exchanged_parties.name
        elif (turned := next(_nations(own, other, arabic, english), None)) is not None:
            told, name = turned, NATIONS[0].name
        else:
            continue
        quoted = _quote(arabic, told[0].at, name), _quote(english, told[1].at, name)
        sides = quoted if at == 0 else quoted[::-1]
        if any(finding.source == sides[0] for finding in found):
            continue  # the same verb under another topic
        message = parties(sides[0], sides[1], languages=languages)
        found.append(Finding("role", "error", sides[0], sides[1], message, rule=name))
    return found


def _is_meant(one: Deed, two: Deed, arabic: Words, english: Words, kinship: Kinship) -> bool:
    words = arabic.all[one.at].text, english.all[two.at].text
    return kinship.of(*(words if kinship.is_from_arabic else words[::-1])) == "same"


def _nations(own: list[Deed], other: list[Deed], arabic: Words, english: Words) -> Iterator[tuple[Deed, Deed]]:
    """The verbs of one topic, both active, whose nations stand in each other's place."""
    for one in own:
        for two in other:
            noun = english.all[two.at].folded.endswith("ing") and not _is_progressive(english.all, two.at)
            if noun or _is_passive(english.all, two.at):
                continue
            if changed_nations((arabic.all, one.at, one.side), (english.all, two.at, two.side)):
                yield one, two


def _deeds(words: Words, quantities: Sequence[Quantity]) -> list[Deed]:
    """The verbs of two parties in a text, less those of a topic of which it has both sides: bought and sold."""
    behind_figure = {one.end + gap for one in quantities for gap in (0, 1)} if words.lang == "en" else set()
    found: list[Deed] = []
    sides: dict[str, set[Side]] = defaultdict(set)
    for at, word in enumerate(words.all):
        told = deed_of(word.folded, words.lang)
        bare = without_pronoun(word.folded) if words.lang == "ar" and told is None else None
        other = None if bare is None else deed_of(bare[0], words.lang)  # وتبيعها
        if (told is None and other is None) or _is_noun(words, at) or word.start in behind_figure:
            continue
        for topic, side in (told or other or {}).items():
            sides[topic].add(side)
        if told is not None:
            found.extend(Deed(at, topic, side) for topic, side in told.items())
    return [deed for deed in found if len(sides[deed.topic]) == 1]


def _is_noun(words: Words, at: int) -> bool:
    """Whether what may be a verb stands as a noun or name: "a defeat", "the Monetary Fund"."""
    before = words.all[at - 1].folded if at else ""
    if before in party_list("before_noun", words.lang):
        return True
    if words.lang == "ar" and _passes_mark(words, at):
        return True
    if words.lang == "ar":  # صدرت في حق الشبكة أحكام: issued, not exported
        after = words.all[at + 1].folded if at + 1 < len(words.all) else ""
        return words.all[at].folded.lstrip("و") in party_list("issued", "ar") and after in party_list("issued_by", "ar")
    if _gives_lead(words, at):
        return True
    owned = words.all[at].folded.endswith(_PLURAL) and any(
        word.folded in party_list("owner", "en") for word in words.all[max(at - _OWNER, 0) : at]
    )
    return owned or (at > 0 and words.all[at].text[:1].isupper())  # "whose yearly honey exports"


def _passes_mark(words: Words, at: int) -> bool:
    """تجاوز حاجز 2.31 متر: whoever passes a mark beats nobody."""
    return at + 1 < len(words.all) and words.all[at + 1].folded in party_list("marks", "ar")


def _gives_lead(words: Words, at: int) -> bool:
    """ "Gave Hilal the lead": nothing changes hands, and whoever scores is no party."""
    if words.all[at].folded not in party_list("light", "en"):
        return False
    return any(word.folded in party_list("light_object", "en") for word in words.all[at + 1 : at + _LIGHT])


def _figure_words(words: Words, quantities: Sequence[Quantity]) -> frozenset[int]:
    """Where the words of figures stand, which name no party: "three million barrels"."""
    spans = [(one.start, one.end) for one in quantities if one.lone is None]
    return frozenset(word.start for start, end in spans for word in words.between(start, end))


def _roles(one: Deed, two: Deed, arabic: Words, english: Words, figures: Figures, kinship: Kinship) -> Roles | None:
    """Where Arabic names the parties of the English verb; None where one of them is not found."""
    passive = _is_passive(english.all, two.at)
    behind = list(_behind(english.all, two.at))
    if english.all[two.at].folded.endswith("ing") and not _is_progressive(english.all, two.at):
        return None
    agents = [word for word in behind if word.folded == "by" and (passive or word.end + 1 not in figures.english_begin)]
    if passive != bool(agents):  # "were sold", and not by whom; "settlers attacked by"; not "beat them by 312 votes"
        return None
    if passive and one.topic == _UNVOICED:
        return None
    if passive:  # "fined by the bank for violating rules"
        behind = _named_after(behind, agents[0])
    named = (list(_before(english.all, two.at)), behind)
    subjects, others = (
        [word for word in some if not word.joins and word.start not in figures.english] for some in named
    )
    if not subjects or not others:
        return None
    subject_places, other_places = _places(one, arabic, (subjects, others), figures.arabic, kinship)
    loose = {at for at in subject_places | other_places if _is_loose(arabic.all, at, one.side, figures.behind_arabic)}
    same_side = (one.side == two.side) != passive
    if same_side and subject_places & loose:
        return None
    subject_places, other_places = subject_places - loose, other_places - loose
    if not subject_places or not other_places:
        return None
    return Roles(frozenset(subject_places), frozenset(other_places), one.at, same_side)


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
        at for at in _clause(arabic.all, deed.at) if not arabic.all[at].joins and arabic.all[at].start not in figures
    ]
    found: list[set[int]] = []
    for some in named:
        links = [
            [at for at in clause if _names(arabic.all[at].text, word.text, kinship)]
            for word in some
            if word.folded not in party_list("nobody", "en")
        ]
        found.append({places[0] for places in links if len(places) == 1})
    both = found[0] & found[1]
    behind = [{at for at in places - both if at > deed.at} for places in found]
    return (behind[0], behind[1]) if all(behind) else (found[0] - both, found[1] - both)


def _names(arabic: str, english: str, kinship: Kinship) -> bool:
    """Whether two words say the same, and no "by" (ب) is glued to the Arabic one; of a name in one word its first
    part is asked too: QatarEnergy.
    """
    if kinship.of_name(arabic, english) == "same":
        return not (arabic.startswith(_BY) and len(arabic) > _SHORT and kinship.of_name(arabic[1:], english) == "same")
    parts = _PART.findall(english)
    return len(parts) > 1 and kinship.of_name(arabic, parts[0]) == "same"


def _clause(words: Sequence[Word], at: int) -> Iterator[int]:
    """The places of the words of the Arabic clause whose verb stands at `at`, the verb aside."""
    for before in range(at - 1, max(at - _ARABIC_BEFORE, 0) - 1, -1):
        if words[before].folded in _MARKS:
            break
        yield before
    for behind in range(at + 1, min(at + 1 + _ARABIC_BEHIND, len(words))):
        if words[behind].folded in _MARKS or words[behind].folded in party_list("ends", "ar"):
            break
        yield behind


def _is_loose(words: Sequence[Word], at: int, side: Side, partitive: frozenset[int]) -> bool:
    """Whether the Arabic word at `at` names no party of the verb but where, when or by whom it was done."""
    leads = party_list("agent" if side == "first" else "agent_of_second", "ar")
    near = words[max(at - _ADJUNCT, 0) : at]
    return any(word.folded in leads and word.start not in partitive for word in near) or any(
        word.folded.startswith(_WITH) for word in near
    )


def _before(words: Sequence[Word], at: int) -> Iterator[Word]:
    """The words of an English clause before its verb, without a phrase that leads it in ("In Cairo, …")."""
    segment: list[Word] = []
    found: list[Word] = []
    for before in range(at - 1, max(at - _BEFORE, 0) - 1, -1):
        word = words[before]
        if word.folded in _MARKS:
            break
        if word.folded in party_list("ends", "en"):
            return iter(found or segment)  # "A month before it closes, 350,000 people visited"
        if word.folded in _COMMAS:
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
        if word.folded in _MARKS or word.folded in _COMMAS or word.folded in party_list("ends", "en"):
            break
        yield word


def _is_passive(words: Sequence[Word], at: int) -> bool:
    """Whether the English verb at `at` is a participle behind "was"."""
    if words[at].folded.endswith("ing"):
        return False
    for before in range(at - 1, max(at - _VOICE, 0) - 1, -1):
        word = words[before].folded
        if word in party_list("be", "en"):
            return True
        if not (word in party_list("between", "en") or word.endswith("ly")):
            break
    return False


def _is_progressive(words: Sequence[Word], at: int) -> bool:
    """Whether the English form in -ing at `at` is a verb: "was leading"."""
    return any(word.folded in party_list("be", "en") for word in words[max(at - 2, 0) : at])


def _quote(words: Words, at: int, rule_name: str) -> Quantity:
    """A verb of the text, as a quantity that may go unsaid."""
    word = words.all[at]
    return Quantity(word.start, word.end, word.text, "measure", Fraction(1), soft=True, lone="now", rule=rule_name)
