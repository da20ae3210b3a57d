"""Arabic ordinals, decades and multiples.

ordinal   = ordinal-unit [ عشر | "و" tens ] [ بعد hundred ]     الثالث عشر، الخامسة والعشرون، الثالث بعد المئة
"""

from __future__ import annotations

from pipeline.numbers.lexicon import NumberWord, word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic.grammar import after_and, names_rank, pauses, plain_number
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.clitics import ARTICLE, spellings, without_pronoun
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_AGAIN = ("مره", "لمره")
_INITIAL = ("ا", "اولي")
_FIRST = ("اول", "اولي")
_TEN_FEMININE, _FEMININE = "عشره", ("ه", "ي")
_REMAINING = ("الباقون", "الباقين", "الباقيات", "الاخرون", "الاخرين", "الاخريات", "المتبقون", "المتبقين")
_DASHES = ("-", "–")
_AGAIN_ALONE, _FEMININE_ENDS = "ثانيه", ("ه", "ت", "ا", "ي")
_WEAKNESS = ("ضعف", "ضعفا")
_SECOND, _IN, _AFTER, _PROVERBS = "الثانيه", "في", "بعد", "امثال"


def ordinal_at(tokens: list[Token], index: int, number: NumberWord) -> Amount:
    """The ordinal that begins with `number` at `index`."""
    last = index + 1
    whole = _compound(tokens, index, number)
    if whole.last > last or whole.value >= 100:
        return whole
    token, value = tokens[index], number.value
    before = tokens[index - 1] if index else NOTHING
    # ثانيًا is "secondly", مرة ثانية "again", and indefinite أولي also "initial".
    again = value == 2 and before.text in _AGAIN
    counted = before.number is not None and before.number.role in ("unit", "teen", "tens")
    # الأول is also the top, early or senior one; after a noun that is counted off it is the first of a row.
    row = names_rank(before) and not before.preposition  # للمرة الأولى says little more than "newly"
    rank = value == 1 and (counted or not row)
    # عملية في الثانية: a second as well as a second one.
    second = token.text == _SECOND and before.text == _IN and pauses(tokens, last)
    # صعقها بالكهرباء ثانية: once more, where no feminine noun stands before it.
    second = second or (token.text == _AGAIN_ALONE and before.text[-1:] not in _FEMININE_ENDS)
    back = value == 2 and _is_latter(tokens, index)
    heading = index == 0 and peek(tokens, last).text in _DASHES and peek(tokens, last + 1).spaced  # الخامس - النتائج
    soft = rank or second or heading or back or (not token.definite and (token.text.endswith(_INITIAL) or again))
    return Amount(index, last, value, kind="ordinal", soft=soft, definite=token.definite)


def _is_latter(tokens: list[Token], index: int) -> bool:
    """Whether an ordinal with no noun of its own points back to the second of two: 27 مليونا للأولى و43 للثانية."""
    token, before = tokens[index], tokens[index - 1] if index else NOTHING
    led = token.preposition or token.conjunction
    if not token.definite or (before.text.startswith(ARTICLE) and not led) or _is_rank(before, 1):
        return False
    of_three = any(_is_rank(token, 3) for token in tokens[index + 1 :])
    return not of_three and any(_is_rank(token, 1) for token in tokens[:index])


def _is_rank(token: Token, value: int) -> bool:
    """Whether a token is an ordinal of that value with the article: الأول, الأولى."""
    return (
        token.definite and token.number is not None and token.number.role == "ordinal" and token.number.value == value
    )


def _compound(tokens: list[Token], index: int, number: NumberWord) -> Amount:
    """الثالث عشر، الخامسة والعشرون, and with what comes "after the hundred": الثالث والعشرون بعد المئة."""
    value, last, definite = number.value, index + 1, tokens[index].definite
    nxt = plain_number(tokens, last)
    following = after_and(tokens, last)
    tens = tokens[following].number if following is not None and tokens[following].definite else None
    # أول عشرة أيام: the eleventh is حادي عشر. الربع الثالث عشرة بالمئة: that of a masculine noun is الثالث عشر.
    two_genders = peek(tokens, last).text == _TEN_FEMININE and not tokens[index].text.endswith(_FEMININE)
    apart = two_genders or tokens[index].text.endswith(_FIRST)
    if nxt is not None and nxt.role == "unit" and nxt.value == 10 and value < 10 and not apart:
        value, last = value + 10, last + 1
    elif (
        following is not None
        and tens is not None
        and tens.role == "tens"
        and value < 10
        and peek(tokens, following + 1).text not in _REMAINING  # الكمين الأول والثلاثون الباقون are two numbers
    ):
        value, last, definite = value + tens.value, following + 1, True
    hundred = peek(tokens, last + 1).number if peek(tokens, last).text == _AFTER else None
    if hundred is not None and tokens[last + 1].definite and hundred.role in ("hundred", "hundreds", "magnitude"):
        value, last = value + hundred.value, last + 2
    return Amount(index, last, value, kind="ordinal", definite=definite)


@rule(
    "ar-ordinal",
    reads="an ordinal in words; “first” and “again” may go unsaid",
    must=("حل في المركز الثالث عشر", "في المباراة الثانية"),
    leaves="حل في المركز العشرين",
)
def ordinal(page: Page, index: int) -> Amount | None:
    """الثالث، الخامسة والعشرون."""
    number = page.tokens[index].number
    return ordinal_at(page.tokens, index, number) if number is not None and number.role == "ordinal" else None


@rule("ar-times", reads="a number of times in one word", must=("فاز مرتين", "زارها مرتين هذا العام"), leaves="فاز مرة")
def times(page: Page, index: int) -> Amount | None:
    """مرتين."""
    number = page.tokens[index].number
    return Amount(index, index + 1, number.value, kind="multiple") if number and number.role == "times" else None


@rule(
    "ar-multiple",
    reads="twice as much, in one word; ضعف is weakness too unless a word beside it says how much, and أضعاف says no "
    "number without a count",
    must=("ارتفع إلى ضعف ما كان", "دفع الأضعاف"),
    leaves="ارتفع ثلاثة أضعاف",
)
def multiple(page: Page, index: int) -> Amount | None:
    """ضعف، ضعفين."""
    token = page.tokens[index]
    number = token.number
    if number is None or number.role != "multiple" or token.text.endswith(_PROVERBS):
        return None  # أمثال are proverbs, or the likes of somebody
    before, after = peek(page.tokens, index - 1), peek(page.tokens, index + 1)
    led = before.sense("bound") is not None or before.text in word_list("before_double")
    if not led and token.text.endswith(_WEAKNESS):
        led = not token.definite and _may_double(after.text)
    soft = number.value == 1 or (not led and (token.definite or token.text.endswith(_WEAKNESS)))
    return Amount(index, index + 1, number.value, kind="multiple", soft=soft)


def _may_double(noun: str) -> bool:
    """Whether there may be twice as much of what a noun says: ضعف راتبه."""
    owned = without_pronoun(noun)
    nouns = {noun} if owned is None else {noun, owned[0], owned[0][:-1] + "ه"}  # قيمته
    return any(not spellings(one).isdisjoint(word_list("doubled_noun")) for one in nouns)


@rule("ar-decade", reads="a decade in a word", must=("في التسعينيات", "ثلاثينيات القرن الماضي"), leaves="في التسعين")
def decade(page: Page, index: int) -> Amount | None:
    """التسعينيات."""
    token = page.tokens[index]
    number = token.number
    if number is None or number.role != "decade":
        return None
    return Amount(index, index + 1, number.value, kind="period", unit="decade", definite=token.definite)
