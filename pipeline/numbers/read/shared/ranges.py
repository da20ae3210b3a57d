"""Ranges: "7–9 million", "from 10 to 20", "بين 5 و7 ملايين", "more than 10 and less than 20", and scores in digits."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Kind
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import NOTHING, Token, peek

YEARS = range(1900, 2101)
_NOON = 12
_DASHES = {"-", "–", "~"}
_NO_ENDS = {"identifier", "score", "date"}
_IGNORED = {"(", '"', "“", "”"}
_LOWER, _UPPER = {"more_than", "at_least"}, {"less_than", "at_most"}
_LARGEST_PERCENT = 1000
_STEEPEST_FALL = 10
"""By how many times the first end of a falling range may exceed the second and still be of its magnitude."""
_LARGEST_GAP = 4
_LAST_OF_ROW = {"half": 2, "quarter": 4, "century": 30, "millennium": 5}
"""The highest rank of each period, where periods of its kind are counted off."""


def _link(page: Page, left: Amount, right: Amount) -> Token | None:
    """What stands between two ends, `NOTHING` where nothing does; None where they cannot be ends of one range."""
    key = (left.first, right.first)
    if key not in page.memo:
        page.memo[key] = _find_link(page, left, right)
    found: Token | None = page.memo[key]
    return found


def _find_link(page: Page, left: Amount, right: Amount) -> Token | None:
    if left.kind in _NO_ENDS or right.kind in _NO_ENDS or left.high is not None or right.high is not None:
        return None
    tokens = page.tokens
    if page.left is not None and _is_chain(tokens, page.left, left):
        return None
    if right.first == left.last:
        return NOTHING
    gap = [token for token in tokens[left.last : right.first] if token.text not in _IGNORED]
    if len(gap) == 2 and gap[0].text == "-" and not gap[0].spaced and gap[1].sense("to") is not None:
        gap.pop(0)  # "a four- to six-week delay"
    if len(gap) > 1 and (bound := gap[-1].sense("bound")) is not None and bound.value == "about":
        gap.pop()  # "between 2 and about 7"
    if len(gap) > 1:
        return None
    return gap[0] if gap else NOTHING


def _is_chain(tokens: list[Token], one: Amount, two: Amount) -> bool:
    """ "three-nought-four": digits spelled one by one are no range."""
    gap = tokens[one.last : two.first]
    return len(gap) == 1 and gap[0].text == "-" and not gap[0].spaced and tokens[one.first].kind == "word"


def _opener(page: Page, left: Amount) -> Token:
    """The word before the first end, past a hedge: "between about 10 and 20"."""
    tokens = page.tokens
    opener = tokens[left.first - 1] if left.first else NOTHING
    if left.first > 1 and (hedge := opener.sense("bound")) is not None and hedge.value == "about":
        before = tokens[left.first - 2]
        return before if before.sense("between") is not None else opener
    return opener


def _opens(opener: Token) -> bool:
    return opener.sense("between") is not None or opener.sense("from") is not None


@rule(
    "season",
    reads="two years with a slash between",
    must=("the 2019/20 season", "موسم 2023/2024"),
    leaves="3/4 of them",
)
def season(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "2023/24", "2023/2024"."""
    link = _link(page, left, right)
    if link is None or link.text != "/" or left.kind != "year":
        return None
    full = right.kind == "year" and right.value == left.value + 1
    short = right.plain and right.value == (left.value + 1) % 100
    return _joined(left, right, dashed=True, opened=_opens(_opener(page, left))) if full or short else None


@rule(
    "dash-range",
    reads="two ends with a dash between, or the score of a match",
    must=("من 7–9 ملايين شخص", "فاز 3-1"),
    leaves="5 و6 دول",
)
def dash_range(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "7–9 million", "3-1", "1939-1945"."""
    link = _link(page, left, right)
    if link is None or link.text not in _DASHES or left.kind in ("period", "ordinal") or right.kind == "period":
        return None
    return _joined(left, right, dashed=True, opened=_opens(_opener(page, left)))


def is_spaced_hyphen(page: Page, left: Amount, right: Amount) -> bool:
    """Whether a hyphen with spaces round it stands between: a range, or a dash of prose."""
    gap = page.tokens[left.last : right.first]
    return len(gap) == 1 and gap[0].text == "-" and gap[0].spaced and page.tokens[right.first].spaced


def _may_be_year(right: Amount) -> bool:
    """18 مليار ريال حتى 2028."""
    return right.unit is None and right.scale == ONE and right.kind in ("cardinal", "year") and right.value in YEARS


@rule(
    "to-range",
    reads="two ends with “to” between",
    must=("من 10 إلى 20 شخصا", "من 10 إلى 20"),
    leaves="ارتفع الضعف إلى 4 دولارات",
)
def to_range(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "from 10 to 20", من 10 إلى 20."""
    link = _link(page, left, right)
    if link is None or link is NOTHING:
        return None
    opened = _opens(_opener(page, left))
    if link.sense("to") is None and not (opened and link.text in word_list("up_to")):
        return None
    if left.kind == "ordinal" and right.kind not in ("ordinal", "time"):
        return None
    if left.kind == "period" and right.kind == "cardinal" and not _in_row(left, right):
        return None  # الربع الثالث إلى 322.7 مليون
    if left.kind == "multiple" and right.kind != "multiple" and right.scale != left.scale:
        return None  # أكثر من مرتين لتصل إلى 64 مليون
    if not opened and left.kind == "measure" and right.unit is None and right.scale > left.scale:
        return None  # "grown tenfold in two years to 30 million"
    if left.kind == "cardinal" and right.kind == "ordinal" and not opened:
        return None  # "slipped two to 115th"
    if left.scale > ONE and _may_be_year(right):
        return None
    if not opened and left.kind == "money" and right.unit is None and _counts_on(page, right):
        return None  # بقيمة 1.4 مليار ريال إلى 119 دولة
    if not opened and left.kind == "money" and right.unit is None and right.scale < left.scale:
        return None  # برد 43 مليون درهم إلى 108 من المستثمرين
    rises = left.kind in ("multiple", "fraction") and right.kind != left.kind  # "doubled to $4", "by a third to $96"
    rises = rises or (left.soft and left.scale == ONE)  # بنسا واحدا إلى ثمانية, الدفع الرباعي إلى ثلاثة أمثالها
    return _joined(left, right, dashed=False, opened=opened) if opened or not rises else None


def _in_row(period: Amount, other: Amount) -> bool:
    """Whether a bare number may be the rank of a period like `period`: a fourth quarter, a 21st century."""
    return other.value <= _LAST_OF_ROW.get(period.unit or "", YEARS.stop) and other.value.denominator == 1


@rule(
    "between-range",
    reads="two ends after “between”",
    must=("between 5 and 7 million", "بين 5 و7 ملايين"),
    leaves="5 and 7 million",
)
def between_range(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "between 5 and 7", بين 5 و7."""
    link = _link(page, left, right)
    if link is None or _opener(page, left).sense("between") is None:
        return None
    joined = page.tokens[right.first].conjunction if link is NOTHING else link.text in word_list("and")
    return _joined(left, right, dashed=False, opened=True) if joined else None


def _counts_on(page: Page, amount: Amount) -> bool:
    """Whether a noun of its own follows a bare number."""
    token = peek(page.tokens, amount.last)
    if token.kind != "word" or token.preposition or token.conjunction or token.senses or token.number is not None:
        return False
    return token.text not in word_list("after_bare_figure") and not token.definite


def glued_range(page: Page, left: Amount, right: Amount, preposition: str) -> Amount | None:
    """Two ends of which the second has the preposition "to" glued before it: من عشرة لعشرين."""
    link = _link(page, left, right)
    if link is not NOTHING or page.tokens[right.first].preposition != preposition or left.value >= right.value:
        return None
    return _joined(left, right, dashed=False, opened=True) if _opens(_opener(page, left)) else None


def _joined(left: Amount, right: Amount, *, dashed: bool, opened: bool) -> Amount | None:
    """The range of two ends; magnitude and unit spread over both."""
    if left.unit is not None and right.unit is not None and left.unit != right.unit:
        return None
    if left.unit == "pp" and right.unit is None and not opened:
        return None  # "by 25 basis points to 5.25-5.5 percent"
    if "year" in (left.kind, right.kind):
        return _year_range(left, right, dashed=dashed)
    low, high = _ends(left, right)
    unit, kind = right.unit, right.kind
    if right.unit is None and left.unit is not None:
        if right.kind != "cardinal" or (left.kind == "percent" and not opened and (not dashed or _is_sum(right))):
            return None  # بنسبة 11 في المئة إلى مليون, "35 percent to almost 90,000", "1.5 percent to 67.85"
        unit, kind = left.unit, left.kind
        if left.scale >= 1000 and right.scale == ONE and left.kind == "money" and right.value < 1000:
            high *= left.scale  # $7 million to 9
    if ("period" in (left.kind, kind) and left.kind != kind) or (left.kind == "time" and kind != "time"):
        return None
    if dashed and _is_score(left, right, kind):
        return Amount(left.first, right.last, low, kind="score", high=high)
    if low > high and not opened and (dashed or (left.unit is None and right.unit is not None)):
        return None  # بنزين أوكتان 95 إلى 2.33 ريال
    return Amount(
        left.first, right.last, low, kind=kind, high=high, unit=unit, scale=right.scale, bound=left.bound,
        assumed=left.assumed or right.assumed,
    )  # fmt: skip


def _is_sum(amount: Amount) -> bool:
    """Whether a bare number is too large for a percentage."""
    return amount.scale > ONE or amount.value >= _LARGEST_PERCENT


def _ends(left: Amount, right: Amount) -> tuple[Fraction, Fraction]:
    """The two values, in the magnitude and the half of the day that the second end says for both."""
    low, high = left.value, right.value
    settled = right.kind == "time" and not right.readings and (left.kind != "time" or bool(left.readings))
    if settled and low + _NOON < high and low < _NOON:
        low += _NOON  # "between 1 and 4 pm"
    if left.scale == ONE and right.scale >= 1000 and low < high and low <= high / right.scale * _STEEPEST_FALL:
        low *= right.scale  # 7–9 million, 4.2 إلى 3.9 مليون
    return low, high


def _is_score(left: Amount, right: Amount, kind: Kind) -> bool:
    """3-1: two small whole numbers, the greater first (or equal)."""
    whole = left.value.denominator == right.value.denominator == 1
    return kind == "cardinal" and left.plain and right.plain and whole and left.value >= right.value < 100


def _year_range(left: Amount, right: Amount, *, dashed: bool) -> Amount | None:
    """1469-1539, 2020-21; a "year" beside a number that cannot be one is a number ("1000 - 5000")."""
    high = right.value
    if left.kind != "year":
        if not left.plain or left.value < 100:
            return None
    elif right.kind != "year":
        if not right.plain:
            return None
        if right.value >= 2200 and right.value > left.value:
            return Amount(left.first, right.last, left.value, high=high, scale=right.scale)
        size = 100 if right.value >= 10 else 10  # 1990-97, 1943-6
        if not dashed or right.value >= 100 or left.value % size >= right.value:
            return None
        high = left.value - left.value % size + right.value
    return Amount(left.first, right.last, left.value, kind="year", high=high, unit=right.unit, bound=left.bound)


@rule(
    "open-range",
    reads="a lower and an upper bound in a row",
    must=("more than 10 and less than 20", "at most 100 and at least 20"),
    leaves="more than 10 and more than 20",
)
def open_range(page: Page, left: Amount, right: Amount) -> Amount | None:
    """ "more than 10 and less than 20", "at most 100 and at least 20"."""
    if left.high is not None or right.high is not None or left.unit not in (None, right.unit):
        return None
    if left.kind == "multiple" and right.kind != "multiple":
        return None  # بأكثر من الضعف لتصل إلى 370 مليون
    bounds = {left.bound, right.bound}
    if bounds.isdisjoint(_LOWER) or bounds.isdisjoint(_UPPER):
        return None
    gap = page.tokens[left.last : right.first]
    words = [token for token in gap if token.kind == "word" and token.text not in word_list("between_bounds")]
    if len(gap) > _LARGEST_GAP or any(
        word.sense("bound") is None and word.sense("bound-after") is None for word in words
    ):
        return None
    low, high = (left.value, right.value) if left.bound in _LOWER else (right.value, left.value)
    if low >= high:
        return None
    return Amount(left.first, right.last, low, kind=right.kind, high=high, unit=right.unit, assumed=right.assumed)


OPEN_RANGES = (open_range,)
