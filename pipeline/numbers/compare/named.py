"""Whether an Arabic and an English word name the same party, and what stands beside a party without being one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from pipeline.numbers.compare.words import Kinship, Word
from pipeline.numbers.lexicon.nations import nation_of
from pipeline.numbers.lexicon.parties import Side, party_list, transfer_list
from pipeline.numbers.text.clitics import ARTICLE, HIDDEN_ARTICLE
from pipeline.numbers.text.folding import fold_word

_BOTH = ("and", "but")
_ADJUNCT = 2
"""Words before an Arabic name among which a word says that it is a mere circumstance."""
_BY, _TO, _WITH, _SHORT = "ب", "ل", "بال", 3
_ADJECTIVE, _FEMININE = "ي", "ه"
_PLURAL = "s"
_PART = re.compile("[A-Z][a-z]{2,}")


def is_named(arabic: str, english: str, kinship: Kinship) -> bool:
    """Whether two words say the same, and no "by" (ب) is glued to the Arabic one; of a name in one word its first
    part is asked too: QatarEnergy.
    """
    if arabic.isascii():
        return arabic.casefold() == english.casefold()  # «ADQ»
    nation = is_same_nation(arabic, english)
    if nation is not None:
        return nation
    if english.isupper() and len(english) > _SHORT:
        return kinship.sounds_like(arabic, english)  # UNMIK is no كوسوفو, in whose neighbourhood it was learnt
    if kinship.says_name(arabic, english):
        return not (arabic.startswith(_BY) and len(arabic) > _SHORT and kinship.says_name(arabic[1:], english))
    if english.islower():
        return False  # as nearly every word is
    parts = _PART.findall(english)
    return bool(parts) and parts[0] != english and kinship.says_name(arabic, parts[0])


def is_same_nation(arabic: str, english: str) -> bool | None:
    """Whether an Arabic word names the nation that an English one does; None where the English one names none."""
    nation = nation_of(english.casefold(), "en")
    if nation is None:
        return None
    own = nation_of(fold_word(arabic), "ar")
    return own is not None and own[0] == nation[0]


def subject_of(before: list[Word], *, whole: bool) -> list[Word]:
    """Of the words before an English verb, nearest first, the subject: those before a preposition that adds to it, and
    behind the noun of which the verb tells ("the drones the army shot down"). A `whole` one has its "of" and "in".
    """
    nearest = next((at for at, word in enumerate(before) if not _only_colours(word)), len(before))
    if any(word.folded in party_list("pronoun", "en") for word in before[nearest : nearest + 1]):
        if not any(word.folded in party_list("said", "en") for word in before[nearest + 1 : nearest + 2]):
            return []  # "the drones it accused them of launching", "it further requested"
        before = before[nearest + 2 :]  # "the fund announced it had received"
    for at, word in enumerate(before[:-1]):
        if _begins_clause(word, before[at + 1]):
            before = before[: at + 1]
            break
    adding = party_list("carries", "en") if whole else transfer_list("adds", "en")
    adds = [at for at, word in enumerate(before) if word.folded in adding]
    subject = before[adds[-1] + 1 :] if adds else before
    return subject if whole else list(takewhile(lambda word: word.folded not in _BOTH, subject))


def _only_colours(word: Word) -> bool:
    """Whether an English word before a verb is an auxiliary or an adverb."""
    return word.folded in transfer_list("auxiliary", "en") or is_adverb(word)


def is_adverb(word: Word) -> bool:
    """Whether an English word is an adverb, which names no party: "partially", "never"."""
    if word.folded in party_list("adverb", "en"):
        return True
    return word.text.islower() and word.folded.endswith("ly") and word.folded not in party_list("noun_in_ly", "en")


def nouns_among(words: Sequence[Word], places: set[int]) -> set[int]:
    """Those of some Arabic places at which no mere adjective of another noun stands: المجموعة التالية."""
    return {at for at in places if at - 1 in places or not _is_adjective(words, at)}


def _is_adjective(words: Sequence[Word], at: int) -> bool:
    definite = at > 0 and all(word.folded.startswith(ARTICLE) for word in words[at - 1 : at + 1])
    return definite and nation_of(words[at].folded, "ar") is None


def _begins_clause(word: Word, left: Word) -> bool:
    """Whether an English word leads a clause about the noun to its left: "the drones the army", "the kits Turkey"."""
    if left.joins or not left.folded.isalpha():
        return False
    named = word.text[:1].isupper() and left.text.islower() and left.folded.endswith(_PLURAL)
    return named or word.folded in party_list("determiner", "en")


def is_its_adjective(words: Sequence[Word], at: int, subjects: set[int]) -> bool:
    """Whether the word at `at` and the subject, which stands right behind it, are a noun and a nation's adjective:
    الفيلم السعودي «هوبال», الخارجية الجزائرية.
    """
    after = next((place for place in range(at + 1, len(words)) if words[place].folded.isalpha()), at)
    return after in subjects and (is_of_nation(words[at].folded) or is_of_nation(words[after].folded))


def is_of_nation(folded: str) -> bool:
    """Whether an Arabic word is a nation's adjective."""
    known = nation_of(folded, "ar")
    return known is not None and known[1].stem.rstrip(_FEMININE).endswith(_ADJECTIVE)


def is_one_noun(words: Sequence[Word], others: set[int], subjects: set[int]) -> bool:
    """Whether both are the words of one indefinite noun: طالب أكاديمي."""
    first, second = min(others), min(subjects)
    return first + 1 == second and not any(words[at].folded.startswith(ARTICLE) for at in (first, second))


def is_counted_behind(words: Sequence[Word], subjects: set[int], others: set[int], behind: Collection[int]) -> bool:
    """Whether an Arabic subject is counted and may follow what is definite: وعارضت النص 14 دولة."""
    counted = words[min(subjects)].start in behind
    return counted and words[min(others)].folded.startswith(ARTICLE)


def is_loose(words: Sequence[Word], at: int, side: Side, partitive: frozenset[int]) -> bool:
    """Whether the Arabic word at `at` names no party of the verb but where, when or by whom it was done."""
    leads = party_list("agent" if side == "first" else "agent_of_second", "ar")
    near = words[max(at - _ADJUNCT, 0) : at]
    return any(word.folded in leads and word.start not in partitive for word in near) or any(
        word.folded.startswith(_WITH) for word in near
    )


def is_dative(folded: str) -> bool:
    """Whether ل is glued to an Arabic nation or to the article: for whom something is done, and not who does it."""
    known = nation_of(folded, "ar")
    return folded.startswith(HIDDEN_ARTICLE) or (known is not None and known[1].preposition == _TO)
