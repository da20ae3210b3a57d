"""What an Arabic number counts: the noun after it, after من, or, where the number is definite, before it."""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic.grammar import is_definite_noun
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.counted import SHARES, may_count, noun_at
from pipeline.numbers.text.clitics import ARTICLE, HIDDEN_ARTICLE
from pipeline.numbers.text.tokens import Token, peek

_TEEN, _HUNDRED = 11, 100
_ACCUSATIVE = ("ا", "ه", "ء", "ي")
"""How a noun ends that stands in the accusative singular, folded: after 11 to 99."""
_ABSOLUTE = ("الفا", "مليونا", "مليارا")
_ADJECTIVE = "يه"
_SHORTEST = 2
_DEFINITE = (ARTICLE, HIDDEN_ARTICLE)


@rule(
    "ar-counted-after",
    reads="the noun that follows its number",
    must=("14 قتيلا", "340 حالة وفاة"),
    leaves="أصيب 30 في الانفجار",
)
def counted_after(page: Page, amount: Amount) -> Amount | None:
    """The noun of a count stands right behind it; after 11 to 99 in the accusative, which tells it from a verb."""
    if not (may_count(amount) or _is_no_year(page, amount)):
        return None
    token = peek(page.tokens, amount.last)
    if not _is_noun(page, amount.last, token) or token.text.startswith(_DEFINITE):
        return None
    if not _agrees(amount, token) or _stands_absolute(page, amount):
        return None
    of_case = token.text in word_list("case") and peek(page.tokens, amount.last + 1).text in word_list("befalls")
    return amount.but(counted=noun_at(page, amount.last + of_case))  # 340 حالة وفاة counts deaths


@rule(
    "ar-counted-of",
    reads="the noun after من, or after a fraction",
    must=("10% من النساء", "أصيب 30 من الجنود"),
    leaves="3% من دون تفاصيل",
)
def counted_of(page: Page, amount: Amount) -> Amount | None:
    """After من any noun is the whole of which the figure is a part; after a fraction a definite one."""
    if not (may_count(amount) or amount.kind in SHARES):
        return None
    at = amount.last
    if peek(page.tokens, at).text in word_list("others"):
        at += 1
    partitive = peek(page.tokens, at).text == "من"
    if partitive:
        at += 1
        if peek(page.tokens, at).text in word_list("head_determiner"):
            at += 1
    elif amount.kind != "fraction" or amount.definite:
        return None
    token = peek(page.tokens, at)
    if not _is_noun(page, at, token) or not (partitive or token.text.startswith("ال")):
        return None
    return amount.but(counted=noun_at(page, at))


@rule(
    "ar-counted-before",
    reads="the definite noun before a definite number",
    must=("الركاب الخمسون", "الدول الخمس"),
    leaves="وصل الخمسة",
)
def counted_before(page: Page, amount: Amount) -> Amount | None:
    """A number with the article follows its noun as an adjective does."""
    before = amount.first - 1
    if not may_count(amount) or not amount.definite or not is_definite_noun(page.tokens, before):
        return None
    if page.tokens[before].text.endswith(_ADJECTIVE) and is_definite_noun(page.tokens, before - 1):
        before -= 1  # الفرق المسرحية الخمس والعشرون
    return amount.but(counted=noun_at(page, before)) if before not in page.taken else None


def _is_noun(page: Page, at: int, token: Token) -> bool:
    """Whether the word may be a noun: no other quantity, none of the words that go on with the sentence."""
    if token.kind != "word" or at in page.taken or len(token.text) < _SHORTEST:
        return False
    if token.text in word_list("not_counted") or token.number is not None or token.senses:
        return False
    return not token.text.startswith("و") or token.text.startswith(tuple(word_list("noun_in_waw")))


def _is_no_year(page: Page, amount: Amount) -> bool:
    """Whether four digits that may be a year stand where none does: تسجيل 1240 إصابة."""
    if amount.rule != "four-digits":
        return False
    before = peek(page.tokens, amount.first - 1).text
    return before not in word_list("before_month") and before not in word_list("year_noun")


def _stands_absolute(page: Page, amount: Amount) -> bool:
    """Whether a magnitude in the accusative ends the count: أربعين ألفا لتمويل; but ألفا طالب are two thousand."""
    last = page.tokens[amount.last - 1]
    return last.text in _ABSOLUTE and amount.value != 2 * amount.scale


def _agrees(amount: Amount, token: Token) -> bool:
    if amount.value.denominator != 1 or amount.scale != 1:
        return True
    return amount.value.numerator % _HUNDRED < _TEEN or token.text.endswith(_ACCUSATIVE)


COUNTED = (counted_before, counted_after, counted_of)
