"""Arabic centuries, decades, quarters and halves, and years after their noun."""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic.grammar import is_definite_noun
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.calendar import (
    four_digits,
    hijri_letter,
    hijri_year,
    led_by_bound,
    period,
    with_era,
    year_in_metres,
    year_with_era,
)
from pipeline.numbers.text.clitics import ARTICLE
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_CENTURY = ("قرن", "قرنين", "قرنان")
_CENTURY_AFTER = ("قرن", "قرون")
_THE_CENTURY, _OF = "القرن", "من"
_MILLENNIUM = "الفيه"
_QUARTER, _HALF, _PERIOD_OF_PLAY, _LAST = "ربع", "نصف", "شوط", "الاخير"
_ITS_HALF = tuple(clitic + noun for clitic in ("", "ب", "ل", "و") for noun in ("نصفه", "نصفها"))
_SIX_MONTHS, _THREE_MONTHS, _HALVES, _QUARTERS = "سداسي", "ثلاثي", 2, 4
"""North African names of the half and the quarter of a year."""
_TEN = ("عشر", "عشره")
_THIS_CENTURY = ("الحالي", "الجاري")
_NAMED_CENTURY = ("الماضي", "المنصرم", *_THIS_CENTURY, "العشرين")
_FINAL = "نهائي"
_THE_DECADE, _AGE = "العقد", ("عمره", "عمرها", "عمرهما", "عمرهم", "العمر")
_ONES_DECADE = ("عقده", "عقدها", "بعقده", "بعقدها")
"""Of a person; the third decade of an institution is seldom said so."""
_LAST_CENTURY = 1900
_SMALLEST_YEAR, _NO_YEAR = 20, 10_000
"""After "year" a smaller number counts years."""
_GENERAL = "العام"
"""Behind a definite noun also the adjective: النائب العام."""


def _before(tokens: list[Token], amount: Amount) -> tuple[Token, int]:
    """The word before an amount, past an article on its own (القرن الـ19), and its index."""
    at = amount.first - 1
    if at > 0 and tokens[at].text == ARTICLE:
        at -= 1
    return (tokens[at], at) if at >= 0 else (NOTHING, at)


@rule(
    "ar-decade-named",
    reads="a decade in a word, with the century that is named after it",
    must=("في التسعينيات", "ثلاثينيات القرن التاسع عشر"),
    leaves="في عام 1930",
)
def decade_named(page: Page, amount: Amount) -> Amount | None:
    """التسعينيات, ثلاثينيات القرن الماضي; alone it may be an age."""
    if amount.kind != "period" or amount.unit != "decade" or amount.value >= 100:
        return None
    century, last = _named_century(page.tokens, amount.last)
    if century == _LAST_CENTURY and last == amount.last:
        return amount.but(value=amount.value + century, readings=(Reading(amount.value, "tens"),))  # "in her forties"
    return amount.but(value=amount.value + century, last=last)


def _named_century(tokens: list[Token], at: int) -> tuple[int, int]:
    """The first year of the century that is named at `at`, and its end: القرن الماضي, من القرن التاسع عشر."""
    noun = at + (peek(tokens, at).text == _OF)
    if peek(tokens, noun).text != _THE_CENTURY:
        return _LAST_CENTURY, at
    which = peek(tokens, noun + 1)
    if which.number is not None and which.number.role == "ordinal":
        teen = peek(tokens, noun + 2).text in _TEN
        return (int(which.number.value) + (10 if teen else 0) - 1) * 100, noun + 2 + teen
    century = 2000 if which.text in _THIS_CENTURY else _LAST_CENTURY
    return century, noun + 2 if which.text in _NAMED_CENTURY else at


@rule(
    "ar-decade-of-life",
    reads="a decade of somebody’s age by its rank: the sixth one is the fifties",
    must=("رجل في العقد السادس من عمره", "سيدة في عقدها الثالث"),
    leaves="في العقد الأول من القرن",
)
def decade_of_life(page: Page, amount: Amount) -> Amount | None:
    """العقد السادس من عمره."""
    tokens = page.tokens
    noun, _ = _before(tokens, amount)
    if amount.kind != "ordinal" or not 1 < amount.value <= 10:
        return None
    owned, age = noun.text in _ONES_DECADE, amount.last
    if noun.text.removeprefix("ب") == _THE_DECADE and peek(tokens, age).text == _OF:
        age += 1
    elif not owned:
        return None
    told = peek(tokens, age).text in _AGE
    if not told and not owned:
        return None
    tens = (amount.value - 1) * 10
    return amount.but(
        kind="period", unit="decade", value=_LAST_CENTURY + tens, readings=(Reading(tens, "tens"),),
        first=amount.first - 1, last=age + told,
    )  # fmt: skip


@rule(
    "ar-century",
    reads="a century after its noun",
    must=("القرن التاسع عشر", "القرن الـ19"),
    leaves="خلال قرنين",
)
def century(page: Page, amount: Amount) -> Amount | None:
    """القرن الخامس عشر, القرنين الثامن والتاسع."""
    noun, _ = _before(page.tokens, amount)
    if noun.stem not in _CENTURY or amount.kind not in ("ordinal", "cardinal", "measure") or amount.value >= 100:
        return None
    return with_era(page.tokens, period(amount, "century")) if amount.unit in (None, "century") else None


@rule("ar-century-after", reads="a century after its ordinal", must=("تاسع قرن", "أول قرن"), leaves="تسعة قرون")
def century_after(page: Page, amount: Amount) -> Amount | None:
    """تاسع قرن."""
    if amount.kind != "ordinal" or peek(page.tokens, amount.last).text not in _CENTURY_AFTER:
        return None
    return amount.but(kind="period", unit="century", last=amount.last + 1)


@rule(
    "ar-millennium-named",
    reads="a millennium with its ordinal",
    must=("مطلع الألفية الثالثة", "في الألفية الثانية قبل الميلاد"),
    leaves="الألفية الجديدة",
)
def millennium_named(page: Page, amount: Amount) -> Amount | None:
    """الألفية الثالثة."""
    noun, _ = _before(page.tokens, amount)
    if amount.kind != "ordinal" or not noun.text.endswith(_MILLENNIUM):
        return None
    return period(amount, "millennium")


@rule(
    "ar-quarter-or-half",
    reads="a quarter or a half in a row",
    must=("الربع الثالث", "مقابل عشر في نصفه الأول"),
    leaves="نصف أول شحنة",
)
def quarter_or_half(page: Page, amount: Amount) -> Amount | None:
    """الربع الثالث; half-time of a match is said without a number."""
    tokens = page.tokens
    noun, at = _before(tokens, amount)
    if amount.kind != "ordinal":
        return None
    if noun.stem == _QUARTER:
        return amount.but(kind="period", unit="quarter", first=at, soft=False)
    if noun.definite and noun.stem in (_SIX_MONTHS, _THREE_MONTHS):
        unit, most = ("half", _HALVES) if noun.stem == _SIX_MONTHS else ("quarter", _QUARTERS)
        return amount.but(kind="period", unit=unit, first=at, soft=False) if amount.value <= most else None
    if noun.stem == _HALF and not noun.definite and _ends_phrase(tokens, amount.last):
        return amount.but(kind="period", unit="half", first=at)  # أسوأ نصف أول منذ 1973
    if noun.text in _ITS_HALF and amount.definite:
        return amount.but(kind="period", unit="half", first=at, soft=False)  # في نصفه الأول
    if noun.stem == _PERIOD_OF_PLAY or (noun.stem == _HALF and noun.definite):
        return amount.but(kind="period", unit="half", first=at, soft=noun.stem != _HALF)
    return None


def _ends_phrase(tokens: list[Token], at: int) -> bool:
    """Whether no noun stands at `at`: نصف أول له, not نصف أول شحنة."""
    token = peek(tokens, at)
    return token.kind != "word" or token.text in word_list("particle") or token.text in word_list("not_counted")


@rule(
    "ar-part-of-final",
    reads="a half or a quarter of the final",
    must=("نصف النهائي", "ربع نهائي الكأس"),
    leaves="نصف الكأس",
)
def part_of_final(page: Page, amount: Amount) -> Amount | None:
    """نصف النهائي."""
    final = peek(page.tokens, amount.last)
    if amount.kind != "fraction" or final.text.removeprefix(ARTICLE) != _FINAL:
        return None
    return amount.but(unit="final", last=amount.last + 1)


@rule(
    "ar-last-quarter",
    reads="the last quarter, which is the fourth or the one before this",
    must=("الربع الأخير من العام", "في الربع الأخير"),
    leaves="الربع الأول",
)
def last_quarter(page: Page, amount: Amount) -> Amount | None:
    """الربع الأخير."""
    quarter = amount.kind == "fraction" and amount.value * 4 == 1
    if not quarter or peek(page.tokens, amount.last).text != _LAST:
        return None
    return amount.but(kind="period", value=amount.value * 16, unit="quarter", soft=True, last=amount.last + 1)


@rule(
    "ar-year-after-noun",
    reads="a number after the noun for a year",
    must=("سنة 95", "السنة 95"),
    leaves="أحال النائب العام عشرين قاضيا",
)
def year_after_noun(page: Page, amount: Amount) -> Amount | None:
    """عام 95, السنة 95, عام ألفين وعشرين."""
    tokens = page.tokens
    noun = tokens[amount.first - 1] if amount.first else NOTHING
    if (
        amount.kind not in ("cardinal", "measure")
        or amount.unit is not None
        or not _SMALLEST_YEAR <= amount.value < _NO_YEAR
    ):
        return None
    if noun.stem not in word_list("year_noun") or amount.value.denominator != 1:
        return None
    if led_by_bound(tokens, amount):
        return None
    if noun.definite and amount.first > 1 and tokens[amount.first - 2].text in word_list("tells_when"):
        return None  # هذا العام 120 طالبة
    if noun.text == _GENERAL and is_definite_noun(tokens, amount.first - 2):
        return None
    return amount.but(kind="year", plain=False)


PERIODS = (
    decade_named, decade_of_life, century, century_after, millennium_named, quarter_or_half, part_of_final,
    last_quarter,
)  # fmt: skip
YEARS = (year_in_metres, year_with_era, hijri_letter, hijri_year, four_digits, year_after_noun)
