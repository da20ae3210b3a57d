"""Arabic duals outside the unit tables (إجابتين, شاهدين, كتابان): which words have the ending of one.

A feminine noun without the article in ـتين is nearly always a dual; so is one in ـتان where it begins the sentence or
follows its verb. The endings ـين and ـان of other words are also those of plurals, names and verbal nouns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from pipeline.numbers.lexicon import lexicon, unit_of, word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, Rule, rule
from pipeline.numbers.read.shared.units import with_unit
from pipeline.numbers.text.clitics import ARTICLE, ARTICLES, spellings, with_article_kept, without_pronoun
from pipeline.numbers.text.tokens import Token

_TWO = Fraction(2)
_SHORTEST_DUAL = 5
"""Letters of the shortest noun that counts as a dual on its own: two (جثتين), the ta and the ending."""
_SHORTEST_CONSTRUCT = 5
_SHORTEST_NAME, _SHORTEST_CONSTRUCT_NAME = 4, 3
"""Consonants of a name that ends like a dual: كريستين, Christine; ماريتا, Marita."""
_ENDING, _ENDINGS = "ين", ("ين", "ان")
_FEMININE, _FEMININE_SUBJECT, _FEMININE_VERB = ("تين", "تان"), "تان", "ت"
_CONSTRUCT, _CONSTRUCT_SUBJECT = ("تا", "تي"), "تا"
_NO_NOUN = ("و", "ب", "ل", "ف")
_WITH_PRONOUN = ("تاه", "تاها", "تاهم", "تيه", "تيها", "تيهم")
_TWO_SONS = ("ابنا", "ابني", "ابنتا", "اخوا", "اخوي")
_OTHER_DUALS = ("ان", "ين", "ءا", "تا", "تي", "كلا", "كلتا", "هما", *_WITH_PRONOUN)
_OWNED, _DUAL_OR_PLURAL = ("ا", "ي"), ("البلدان", "الولدان")
_AGREEING = ("هما", "اللتين", "اللتان", "اللذين", "اللذان", "هاتين", "هاتان")
_NAMED, _AND, _SHORTEST_NAMED = 8, "و", 4
"""Words beside a dual in which two things are named one by one, what joins the second, its letters with this."""
_OF_ONE = ("ه", "ي")
_FOR, _OF, _SUBJECT_OF = "ل", "ي", "ا"
# The ending with whatever marks stand between its letters: a cheap test before a text is folded.
_SURELY_DUAL = re.compile(r"ت(?<!\bالت)[^\u0621-\u064a]{0,4}[ياى][^\u0621-\u064a]{0,4}(?:ن|\s)")
_DUAL_ENDING = re.compile("[\u064b-\u0652]{0,2}[يا][\u064b-\u0652]{0,2}ن")
_COMPARATORS = ("more_than", "less_than")
_PLURAL = "ات"
_WITHOUT = ("دون", "من دون")


def may_hold_dual(text: str) -> bool:
    """Whether a text as given may hold a word that is surely a dual; a quick test, which lets too much through."""
    if _SURELY_DUAL.search(text) is not None:
        return True
    nouns, (lengths, tails) = word_list("broken_plural"), _noun_ends()
    for ending in _DUAL_ENDING.finditer(text):
        end = ending.start()
        if text[end - lengths[0] : end] in tails and any(text[max(end - one, 0) : end] in nouns for one in lengths):
            return True
    return False


@cache
def _noun_ends() -> tuple[tuple[int, ...], frozenset[str]]:
    """The lengths of the nouns with a broken plural, the shortest first, and their last letters, as many as that."""
    nouns = word_list("broken_plural")
    lengths = tuple(sorted(set(map(len, nouns))))
    return lengths, frozenset(noun[-lengths[0] :] for noun in nouns)


def dual_name_length(words: list[tuple[str, int]], place: int) -> int | None:
    """None where the word at `place` is no dual by itself, else how many consonants would make it a name."""
    word = words[place][0]
    after_verb = place > 0 and words[place - 1][0].endswith(_FEMININE_VERB)  # of a feminine subject, وقعت حادثتان
    if _is_feminine_dual(word) and (not place or after_verb or not word.endswith(_FEMININE_SUBJECT)):
        return _SHORTEST_NAME if len(word) > _SHORTEST_DUAL else _SHORTEST_CONSTRUCT_NAME
    if _has_broken_plural(word) and (word[0] != _FOR or word[:-2] in word_list("broken_plural")):
        return _SHORTEST_CONSTRUCT_NAME  # not غرفة لشخصين, a double room
    following = words[place + 1][0] if place + 1 < len(words) else ""
    return _SHORTEST_CONSTRUCT_NAME if _is_construct_dual(word, following, after_verb=after_verb) else None


def _is_feminine_dual(word: str) -> bool:
    if len(word) < _SHORTEST_DUAL or not word.endswith(_FEMININE) or word.startswith(ARTICLES):
        return False
    return len(word) > _SHORTEST_DUAL or not (len(spellings(word)) > 1 or word in lexicon("ar").numbers)


def _has_broken_plural(word: str) -> bool:
    """هدفين, وشخصان: no sound plural could end so."""
    if not word.endswith(_ENDINGS):
        return False
    nouns, others = word_list("broken_plural"), word_list("no_dual")
    return any(form[:-2] in nouns and form not in others for form in with_article_kept(word))


def _is_construct_dual(word: str, following: str, *, after_verb: bool) -> bool:
    """سيارتا شرطة، ركلتي جزاء: a dual that has lost its ن before the noun that says what kind."""
    if len(word) < _SHORTEST_CONSTRUCT or word.startswith(ARTICLES) or not word.endswith(_CONSTRUCT):
        return False
    if word in word_list("no_dual"):
        return False
    compound = following.removeprefix(ARTICLE) in word_list("compound_part")
    noun = len(following) > 2 and not following.startswith(_NO_NOUN) and following not in word_list("particle")
    return compound or (after_verb and word.endswith(_CONSTRUCT_SUBJECT) and noun)


@lru_cache(maxsize=100_000)
def looks_dual(word: str) -> bool:
    """Whether a word may be a dual by its ending."""
    if _has_broken_plural(word) or _is_owned_dual(word) or _may_be_pair(word) or _are_kin(word):
        return True
    if word.endswith(_DUAL_OR_PLURAL):
        return True
    if len(word) < (4 if word.endswith("تي") else 5) or not word.endswith(_OTHER_DUALS):
        return False
    return spellings(word).isdisjoint(word_list("no_dual"))


def _are_kin(word: str) -> bool:
    """أخين, ابنا خالة, ابني عم."""
    forms = with_article_kept(word)
    return any(form in _TWO_SONS or (form.endswith(_ENDINGS) and form[:-2] in word_list("kin")) for form in forms)


def _may_be_pair(word: str) -> bool:
    """شطري, بوزيري: a noun that often stands in the dual before another, or its adjective (جانبي, lateral)."""
    return word.endswith(_OF) and _is_paired(word[:-1])


def starts_construct(word: str, following: str) -> bool:
    """رائدا الفضاء: such a noun in the dual as the subject, before the noun that says what kind."""
    return word.endswith(_SUBJECT_OF) and following.startswith(ARTICLE) and _is_paired(word[:-1])


def _is_paired(word: str) -> bool:
    nouns = word_list("broken_plural") | word_list("paired")
    return any(form in nouns for form in with_article_kept(word))


def _is_owned_dual(word: str) -> bool:
    """حفيداه, ولديها: a noun whose plural is broken, with the ending of a dual and a pronoun."""
    owned = without_pronoun(word)
    if owned is None or not owned[0].endswith(_OWNED):
        return False
    nouns = word_list("broken_plural") | word_list("kin")
    return any(form[:-1] in nouns for form in with_article_kept(owned[0]))


def tells_one_by_one(words: list[tuple[str, int]], place: int) -> bool:
    """Whether the two things of the dual at `place` are named beside it, so that other languages need no number: وزارتا
    مصر وقطر, تعد الصحة والتعليم أولويتين, خيارين أولهما.
    """
    after = [word for word, _ in words[place + 1 : place + 1 + _NAMED]]
    if not word_list("first_of_two").isdisjoint(after):
        return True
    if words[place][0].endswith(_CONSTRUCT):
        compound = bool(after) and after[0].removeprefix(ARTICLE) in word_list("compound_part")
        return not compound and _joins_second(after)
    if _are_two_adjectives(after):
        return True  # شركتان إسبانية وفرنسية
    before = [word for word, _ in words[max(place - _NAMED, 0) : place]]
    told = next((at for at, word in enumerate(before) if word.removeprefix(_AND) in word_list("copula")), None)
    return told is not None and _joins_second(before[told + 1 :])


def _are_two_adjectives(after: Sequence[str]) -> bool:
    """Whether an adjective of one follows, and another of the other, as neither would agree with two."""
    if len(after) < len(_ENDINGS) or not after[1].startswith(_AND) or after[0].startswith((*_NO_NOUN, *ARTICLES)):
        return False
    alike = after[0][-1:] == after[1][-1:] and after[0].endswith(_OF_ONE)
    return alike and min(map(len, after[:2])) >= _SHORTEST_NAMED


def _joins_second(words: Sequence[str]) -> bool:
    """Whether "and" joins one of these words to another before it."""
    return any(word.startswith(_AND) and len(word) >= _SHORTEST_NAMED for word in words[1:])


def agrees(word: str) -> bool:
    """Whether a word points back to two things: كلاهما, اللتين."""
    return word.endswith(_AGREEING)


@rule(
    "ar-bounded-dual",
    reads="a noun in ـين after a comparator: a dual, as more than a plural makes no sense",
    must=("أكثر من مسافرين", "أقل من كتابين"),
    leaves="صعدها دون أكسجين",
)
def bounded_dual(page: Page, index: int) -> Amount | None:
    """أكثر من مسافرين."""
    word = page.tokens[index].text
    if not _after_comparator(page, index) or word.startswith(ARTICLE) or not looks_dual(word):
        return None
    if page.tokens[index - 1].text in _WITHOUT:
        return None  # دون أكسجين, دون خسائر
    return Amount(index, index + 1, _TWO)


@rule(
    "ar-bounded-single",
    reads="a single unit of time, or of money, after a comparator: one of it, which may go unsaid",
    must=("أكثر من دقيقة", "بعد أن فقد أكثر من دولار"),
    leaves="أكثر من ساعات",
)
def bounded_single(page: Page, index: int) -> Amount | None:
    """أكثر من دقيقة, أكثر من دولار."""
    noun = page.tokens[index]
    coin = noun.sense("currency")
    sense = noun.sense("measure") or coin
    if sense is None or sense.count is not None or noun.definite or not _after_comparator(page, index):
        return None
    if coin is sense:
        one = with_unit(Amount(index, index + 1, ONE, soft=True), sense)
        return None if index in page.taken or noun.text.endswith(_PLURAL) else one
    unit = unit_of(sense.value)
    plural = noun.text.endswith(_PLURAL) or noun.text in word_list("plural_time")
    if unit is None or unit.dimension != "time" or plural or index in page.taken:
        return None
    return Amount(index, index + 1, ONE, kind="measure", unit=sense.value, soft=True, lone="length")


def _after_comparator(page: Page, index: int) -> bool:
    bound = page.tokens[index - 1].sense("bound") if index else None
    return bound is not None and bound.value in _COMPARATORS


def table(token: Token, _: Token) -> Sequence[Rule[Any]]:
    """The rules worth trying at a token."""
    if token.senses:
        return _SINGLES
    return _DUALS if token.number is None and token.kind == "word" and token.text.endswith(_ENDING) else ()


_SINGLES, _DUALS = (bounded_single,), (bounded_dual,)
BOUNDED = (*_SINGLES, *_DUALS)
