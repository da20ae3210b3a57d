"""Dates and years: what numerals mean beside the name of a month, and four digits by themselves.

Values: a date's is its day (its month where no day is given) and its unit the ISO 8601 form without the year,
"--10-06" or "--10"; a year is a quantity of its own. A period's unit says which ("century", "decade", "quarter").
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import SenseKind, word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.numeric_dates import HIJRI_LETTER, HIJRI_MONTHS, HIJRI_YEARS
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_FEMININE = ("الاولي", "ه")
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_LARGEST_SCALE = 1000
"""Nobody gives a year in millions; before an era it is no year."""
_REACH = 3
"""Tokens between a month and its day at most."""
_LONGEST_ABBREVIATION = 4
_DASHES = ("-", "–")
_CAPITALS = "capitals"
_GLUE = (",", "،", ".", "(", "-", "–", "/")
_ERAS: tuple[SenseKind, ...] = ("bc", "ad", "ah")


def period(
    amount: Amount, unit: str, *, first: int | None = None, last: int | None = None, soft: bool = False
) -> Amount:
    """`amount` as the number of a century, quarter or half, with the word that says so."""
    return amount.but(
        kind="period",
        unit=unit,
        plain=False,
        soft=soft,
        first=amount.first if first is None else first,
        last=amount.last if last is None else last,
    )


def with_era(tokens: list[Token], century: Amount) -> Amount:
    """ "the third century BC"; AD says nothing new."""
    if peek(tokens, century.last).sense("bc") is None:
        return century
    return century.but(unit="century-bc", last=century.last + 1)


def without_overlaps(amounts: list[Amount]) -> list[Amount]:
    """Drops amounts that a period has taken in: the نصف of النصف الأول, the century of ثلاثينيات القرن الماضي."""
    kept: list[Amount] = []
    for amount in amounts:
        while kept and amount.kind == "period" and kept[-1].last > amount.first:
            if kept[-1].kind == "period" and kept[-1].first <= amount.first:
                break
            kept.pop()
        if not kept or kept[-1].last <= amount.first:
            kept.append(amount)
    return kept


@rule(
    "day-and-month",
    reads="a day beside the name of its month",
    must=("It begins on May 5.", "يبدأ في 5 أيار"),
    leaves="في الأسبوع الأول من أيار",
)
def day_and_month(page: Page, index: int) -> Amount | None:
    """ "May 5", 5 أيار, "January 5-10", 5 يونيو/حزيران."""
    month = _month(page, index)
    if month is None:
        return None
    tokens = page.tokens
    neighbours = (_neighbour(page, index, -1), _neighbour(page, index, +1))
    day = next((one for one in neighbours if one is not None and _is_day(tokens, one, index)), None)
    if day is None:
        return None
    day = _with_other_end(page, day)
    again = peek(tokens, index + 2).sense("month") if peek(tokens, index + 1).text == "/" else None
    slashed = again is not None and again.value == str(month)  # يونيو/حزيران: the month is said twice
    first, last = min(day.first, index), max(day.last, index + (3 if slashed else 1))
    unit = f"--{month:02}-{int(day.value):02}"
    if day.high is not None:
        unit += f"/--{month:02}-{int(day.high):02}"
    return Amount(first, last, day.value, kind="date", unit=unit, high=day.high)


@rule(
    "month-alone",
    reads="the name of a month without a day; required only where the words around say that it is one",
    must=("It begins in July.", "في شهر تموز"),
    leaves="It may begin.",
)
def month_alone(page: Page, index: int) -> Amount | None:
    """ "in July"."""
    month = _month(page, index)
    if month is None:
        return None
    after = _neighbour(page, index, +1)
    named = (after is not None and looks_like_year(after)) or _in_month_context(page.tokens, index)
    if page.tokens[index].text in word_list("month_word"):
        named = named or _beside_month(page.tokens, index)
        led = peek(page.tokens, index - 1).text in word_list("before_month")
        if not (named or led) or _is_small(page, index):
            return None  # "may", a name, a verb
    return Amount(index, index + 1, Fraction(month), kind="date", unit=f"--{month:02}", soft=not named)


def _beside_month(tokens: list[Token], index: int) -> bool:
    """Whether another month is joined to the name: "between May and August", "March to June"."""
    joint, other = peek(tokens, index + 1), peek(tokens, index + 2)
    joins = joint.text in word_list("month_joint") or joint.text in _DASHES or joint.sense("to") is not None
    return joins and other.sense("month") is not None


def _is_small(page: Page, index: int) -> bool:
    """Whether a word begins with a small letter in a text that has capitals: "12,000 a month may apply"."""
    if not page.folded.raw_char(page.tokens[index].start).islower():
        return False
    if _CAPITALS not in page.memo:
        page.memo[_CAPITALS] = any(map(str.isupper, page.folded.raw))
    return bool(page.memo[_CAPITALS])


def _month(page: Page, index: int) -> int | None:
    """The number of the month that is named at `index` and not just before it."""
    token = page.tokens[index]
    month = token.sense("month")
    if month is None or token.definite or index in page.by_token or _said_before(page.tokens, index, month.value):
        return None  # الأب, the father; months take no article
    return int(month.value)


def _in_month_context(tokens: list[Token], index: int) -> bool:
    """Whether the words around say that the name is a month's: "in May", شهر أيار, حزيران الماضي, "and July"."""
    at = index - 1
    before = tokens[at] if at >= 0 else NOTHING
    if peek(tokens, index + 1).text in word_list("after_month"):
        return True
    joined = before.text in word_list("month_joint")
    if tokens[index].text in word_list("month_word"):
        of_two = joined and at > 0 and tokens[at - 1].sense("month") is not None  # "between June and May"
        return of_two or before.text in word_list("month_only")
    if joined or before.text in (*_DASHES, "/"):
        before = tokens[at - 1] if at else NOTHING
    return before.text in word_list("before_month") or before.sense("month") is not None


def _with_other_end(page: Page, day: Amount) -> Amount:
    """ "January 5-10", "من 5 إلى 10 يناير": takes the range's other day into `day`."""
    tokens = page.tokens
    for at, beyond in ((day.last, day.last + 1), (day.first - 1, day.first - 2)):
        other = page.by_token.get(beyond)
        if other is None or not other.plain or other is day or not _joins_days(tokens, at, min(day.first, other.first)):
            continue
        low, high = sorted((day.value, other.value))
        if low < high <= 31 and other.last - other.first == 1:
            return day.but(value=low, high=high, first=min(day.first, other.first), last=max(day.last, other.last))
    return day


def _joins_days(tokens: list[Token], at: int, first: int) -> bool:
    """Whether the token at `at` makes a range of two days, the first of which stands at `first`."""
    if tokens[at].text in _DASHES:
        return not tokens[at].spaced
    opener = tokens[first - 1] if first else NOTHING
    month = opener.sense("month") is not None  # "January 5 to 10"
    if tokens[at].text in word_list("and"):
        before = tokens[first - 2] if month and first > 1 else opener
        return before.sense("between") is not None
    return (month or opener.sense("from") is not None) and tokens[at].sense("to") is not None


def _said_before(tokens: list[Token], index: int, month: str) -> bool:
    """يونيو/حزيران، أبريل (نيسان): the same month under its other name."""
    other = tokens[index - 2].sense("month") if index > 1 and tokens[index - 1].text in ("/", "(", "-") else None
    return other is not None and other.value == month


def _neighbour(page: Page, index: int, step: int) -> Amount | None:
    """The amount beside the month at `index`, past the words that may stand between."""
    tokens = page.tokens
    for distance in range(1, _REACH + 1):
        at = index + step * distance
        if not 0 <= at < len(tokens):
            return None
        if at in page.by_token:
            return page.by_token[at]
        text = tokens[at].text
        if step > 0:
            abbreviated = text == "." and distance == 1 and len(tokens[index].text) <= _LONGEST_ABBREVIATION
            if text != "-" and text not in word_list("the") and not abbreviated:
                return None
        elif text not in _GLUE and text not in word_list("before_month_name"):
            return None
    return None


def _is_day(tokens: list[Token], amount: Amount, month_at: int) -> bool:
    if amount.kind not in ("cardinal", "ordinal") or amount.unit is not None or amount.value.denominator != 1:
        return False
    if not 1 <= amount.value <= 31 or not (amount.plain or amount.kind == "ordinal" or amount.definite):
        return False
    if amount.kind == "ordinal" and amount.first > 0 and _is_part_of_month(tokens[amount.first - 1]):
        return False
    if amount.first > month_at and tokens[amount.first].text in word_list("ranks_next"):
        return False
    if amount.kind == "ordinal" and tokens[amount.first].text.endswith(_FEMININE):
        return False  # الجمعة الأولى من رمضان, السنة الثالثة (كانون الثاني); a day is masculine
    return (abs(amount.first - month_at) <= _REACH and not tokens[amount.first].conjunction) or amount.first < month_at


def _is_part_of_month(token: Token) -> bool:
    """Whether a word is a week or a third, which an ordinal behind it ranks: الأسبوع الأول من سبتمبر."""
    measure = token.sense("measure")
    return (measure is not None and measure.value == "week") or (
        token.number is not None and token.number.role == "fraction"
    )


def looks_like_year(amount: Amount) -> bool:
    """Whether bare digits may be a year."""
    return amount.plain and amount.value.denominator == 1 and _FIRST_YEAR <= amount.value <= _LAST_YEAR


def _may_be_year(amount: Amount) -> bool:
    return amount.kind in ("cardinal", "measure") and amount.value.denominator == 1 and amount.unit in (None, "meter")


@rule(
    "year-in-metres",
    reads="a year before the sign of the era that is also that of metres",
    must=("سنة 1905م", "عام 2024م"),
    leaves="بطول 1905م",
)
def year_in_metres(page: Page, amount: Amount) -> Amount | None:
    """سنة 1905م."""
    if amount.unit != "meter":
        return None
    tokens = page.tokens
    before = tokens[amount.first - 1] if amount.first else NOTHING
    named = before.stem in word_list("year_noun") or before.sense("month") is not None
    if not _may_be_year(amount) or not named or amount.value < 100:
        return None
    return amount.but(kind="year", unit=None) if tokens[amount.last - 1].text in word_list("era_letter") else None


@rule(
    "year-with-era",
    reads="a number before an era",
    must=("in 356 BC", "نحو 2400 سنة قبل الميلاد"),
    leaves="in 356",
    needs=_ERAS,
)
def year_with_era(page: Page, amount: Amount) -> Amount | None:
    """ "356 BC", 1445 هـ, 2400 سنة قبل الميلاد."""
    counted = amount.unit == "year" and peek(page.tokens, amount.last).sense("bc") is not None
    if not (_may_be_year(amount) or counted):
        return None
    if amount.unit == "meter" and not looks_like_year(amount):
        return None
    at = amount.last
    era = _era(peek(page.tokens, at), amount)
    if era is None and peek(page.tokens, at).text == "(" and len(peek(page.tokens, at + 1).text) > 1:
        at += 1
        era = _era(peek(page.tokens, at), amount)
    if era is None or amount.scale > _LARGEST_SCALE:
        return None
    return amount.but(kind="year", plain=False, last=at + 1, unit=None if era == "ad" else era)


def _era(token: Token, amount: Amount) -> str | None:
    """The era that a token names; its initials count after digits only."""
    era = next((kind for kind in _ERAS if token.sense(kind) is not None), None)
    initials = token.text in word_list("era_initials")
    return None if initials and not amount.plain and amount.unit != "meter" else era


@rule(
    "four-digits",
    reads="a year: four digits by themselves",
    must=("in 2024", "منذ 2019"),
    leaves="2,024 people",
)
def four_digits(page: Page, amount: Amount) -> Amount | None:
    """2024."""
    year = amount.kind == "cardinal" and amount.unit is None and looks_like_year(amount)
    if not year or len(page.tokens[amount.last - 1].text) != 4 or led_by_bound(page.tokens, amount):
        return None
    return amount.but(kind="year", plain=False)


@rule(
    "hijri-letter",
    reads="a year before the letter of the Hijri era",
    must=("in Rajab 1446H", "on 5 Shawwal 1445 H"),
    leaves="It flew for 1,445 h",
)
def hijri_letter(page: Page, amount: Amount) -> Amount | None:
    """ "1446H", which was read as hours."""
    if amount.unit != "hour":
        return None
    letter = page.tokens[amount.last - 1]
    told = letter.text == HIJRI_LETTER and letter.upper and amount.value in HIJRI_YEARS
    return amount.but(kind="year", unit="ah") if told else None


@rule(
    "hijri-year",
    reads="a year right after a Hijri month, which is of that calendar without saying so",
    must=("on Shawwal 12, 1445", "في 3 ربيع الآخر 1447"),
    leaves="on May 12, 1445",
)
def hijri_year(page: Page, amount: Amount) -> Amount | None:
    """ "Shawwal 12, 1445"."""
    date = page.left
    if date is None or date.kind != "date" or not date.unit or int(date.unit[2:4]) <= HIJRI_MONTHS:
        return None
    if amount.value not in HIJRI_YEARS or not looks_like_year(amount) or amount.kind != "cardinal" or amount.unit:
        return None
    gap = page.tokens[date.last : amount.first]
    joined = all(token.text in _GLUE or token.stem in word_list("year_noun") for token in gap)
    return amount.but(kind="year", unit="ah", plain=False) if joined and len(gap) <= _REACH else None


def led_by_bound(tokens: list[Token], amount: Amount) -> bool:
    """Whether a comparator stands before, after which a number counts something: "more than 2000"."""
    bound = tokens[amount.first - 1].sense("bound") if amount.first else None
    return bound is not None and bound.value != "about"


MONTHS = (day_and_month, month_alone)
