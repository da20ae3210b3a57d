"""Dates, years, centuries, decades and quarters: what numerals mean beside calendar words.

Values: a date's is its day (its month where no day is given) and its unit the ISO 8601 form without the year,
"--10-06" or "--10"; a year is a quantity of its own. A period's unit says
which ("century", "decade", "quarter", "half").
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Language, Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.shared.clock import read_clock_times
from pipeline.numbers.text.tokens import Token

_DATE_GLUE = {"of", "day", "the", "من", "شهر", ",", "،", ".", "(", "-", "–", "/"}
_ORDINAL_ENDINGS = {"st", "nd", "rd", "th"}
_YEAR_WORDS = {"عام", "سنه", "العام", "عامي", "السنه"}
_FINALS = {"final", "finals", "finalist", "finalists", "النهائي", "نهائي", "نهائى", "النهائى"}


def read_calendar(tokens: list[Token], amounts: list[Amount], *, lang: Language) -> list[Amount]:
    """Turns the amounts that belong to calendar words into dates, years, times and periods; others stay."""
    amounts = read_clock_times(tokens, amounts)
    for amount in amounts:
        _period(tokens, amount, lang=lang)
    amounts = _without_overlaps(amounts)
    by_token = {index: amount for amount in amounts for index in range(amount.first, amount.last)}
    dates: list[Amount] = []
    consumed: set[int] = set()
    for index, token in enumerate(tokens):
        month = token.sense("month")
        if month is not None and index not in by_token and not _said_before(tokens, index, month.value):
            date, day = _date(tokens, by_token, index, int(month.value))
            if date is not None:
                dates.append(date)
                if day is not None:
                    consumed.add(id(day))
                    for at in range(day.first, day.last):
                        by_token.pop(at, None)  # another month name beside it needs a day of its own
    taken = {index for date in dates for index in range(date.first, date.last)}
    rest = [amount for amount in amounts if id(amount) not in consumed and not {amount.first, amount.last - 1} <= taken]
    for amount in rest:
        _year(tokens, amount, lang=lang)
    return sorted([*rest, *dates], key=lambda amount: amount.first)


def _without_overlaps(amounts: list[Amount]) -> list[Amount]:
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


def numeric_date(tokens: list[Token], index: int) -> list[Amount]:
    """ "5/17/2018", "2024-03-12": a date and its year; an empty list where the tokens are no date."""
    parts = tokens[index : index + 5]
    if _is_nine_eleven(parts):
        return [
            Amount(
                index,
                index + 3,
                Fraction(11),
                kind="date",
                unit="--09-11",
                readings=(Reading(Fraction(9, 11), "homograph"),),
            )
        ]
    if len(parts) == 1 or parts[0].kind != "digits":
        return _dotted_date(parts, index)
    if len(parts) < 5 or parts[1].text not in ("/", "-", ".") or parts[3].text != parts[1].text:
        return _dotted_date(parts, index)
    if any(part.spaced for part in parts[1:]) or parts[2].kind != "digits" or parts[4].kind != "digits":
        return []
    if len(tokens) > index + 5 and tokens[index + 5].text == parts[1].text and not tokens[index + 5].spaced:
        return []
    numbers = [part.text for part in (parts[0], parts[2], parts[4])]
    return _date_of(numbers, [index, index + 2, index + 4])


def _is_nine_eleven(parts: list[Token]) -> bool:
    """ "9/11" names a day; "9/11 of them" is a fraction."""
    texts = [part.text for part in parts]
    glued = texts[:3] == ["9", "/", "11"] and not (parts[1].spaced or parts[2].spaced)
    return glued and texts[3:4] not in (["/"], ["of"], ["من"])


def _dotted_date(parts: list[Token], index: int) -> list[Amount]:
    if not parts or parts[0].kind != "digits" or parts[0].text.count(".") != 2:
        return []
    return _date_of(parts[0].text.split("."), [index, index, index])


def _date_of(numbers: list[str], at: list[int]) -> list[Amount]:
    if not all(number.isdigit() and len(number) <= 4 for number in numbers):
        return []
    values = [int(number) for number in numbers]
    if len(numbers[0]) == 4:
        year, month, day = values
        where = [at[1], at[2], at[0]]
    elif len(numbers[2]) == 4 or (len(numbers[2]) == 2 and at[0] != at[2]):
        day, month, year = values
        where = [at[0], at[1], at[2]]
        if len(numbers[2]) == 2:
            year += 2000 if year < 70 else 1900
    else:
        return []
    if not (1 <= month <= 12 and 1 <= day <= 31) and not (1 <= day <= 12 and 1 <= month <= 31):
        return []
    if month > 12:
        day, month = month, day
    other = (Reading(Fraction(month), "day-month"),) if day <= 12 and day != month else ()
    date = Amount(
        min(where[:2]), max(where[:2]) + 1, Fraction(day), kind="date", unit=f"--{month:02}-{day:02}", readings=other
    )
    if at[0] == at[2]:
        return [date]
    return sorted([date, Amount(where[2], where[2] + 1, Fraction(year), kind="year")], key=lambda amount: amount.first)


def _date(
    tokens: list[Token], by_token: dict[int, Amount], index: int, month: int
) -> tuple[Amount | None, Amount | None]:
    """The date around the month name at `index`, and the amount that was its day."""
    if tokens[index].definite:
        return None, None  # الأب, the father; months take no article
    before = _neighbour(tokens, by_token, index, -1)
    after = _neighbour(tokens, by_token, index, +1)
    day = next((amount for amount in (before, after) if amount is not None and _is_day(tokens, amount, index)), None)
    if day is not None:
        day = _with_other_end(tokens, by_token, day)
        named_twice = index + 2 < len(tokens) and _said_before(tokens, index + 2, str(month))
        slashed = named_twice and tokens[index + 1].text == "/"
        first, last = min(day.first, index), max(day.last, index + (3 if slashed else 1))
        unit = f"--{month:02}-{int(day.value):02}"
        if day.high is not None:
            unit += f"/--{month:02}-{int(day.high):02}"
        return Amount(first, last, day.value, kind="date", unit=unit, high=day.high), day
    year = after is not None and _looks_like_year(after)
    named = year or _in_month_context(tokens, index)
    if tokens[index].text in word_list("month_word") and not named:
        return None, None  # "may", a name, a verb
    return Amount(index, index + 1, Fraction(month), kind="date", unit=f"--{month:02}", soft=not named), None


def _in_month_context(tokens: list[Token], index: int) -> bool:
    """Whether the words around say that the name is a month's: "in May", شهر أيار, حزيران الماضي, "and July"."""
    at, after = index - 1, tokens[index + 1] if index + 1 < len(tokens) else None
    if after is not None and after.text in word_list("after_month"):
        return True
    if tokens[index].text in word_list("month_word"):
        return at >= 0 and tokens[at].text in word_list("month_only")
    if at >= 0 and tokens[at].text in ("and", "or", "-", "–", "/", "او"):
        at -= 1
    elif at >= 0 and tokens[index].conjunction and tokens[at].sense("month"):
        return True
    return at >= 0 and (tokens[at].text in word_list("before_month") or tokens[at].sense("month") is not None)


def _with_other_end(tokens: list[Token], by_token: dict[int, Amount], day: Amount) -> Amount:
    """ "January 5-10", "من 5 إلى 10 يناير": takes the range's other day into `day`, which keeps its identity."""
    for at, beyond in ((day.last, day.last + 1), (day.first - 1, day.first - 2)):
        other = by_token.get(beyond)
        if other is None or not other.plain or other is day or not _joins_days(tokens, at, min(day.first, other.first)):
            continue
        low, high = sorted((day.value, other.value))
        if low < high <= 31 and other.last - other.first == 1:
            day.value, day.high = low, high
            day.first, day.last = min(day.first, other.first), max(day.last, other.last)
            break
    return day


def _joins_days(tokens: list[Token], at: int, first: int) -> bool:
    """Whether the token at `at` makes a range of two days, the first of which stands at `first`."""
    if tokens[at].text in ("-", "–"):
        return not tokens[at].spaced
    opener = tokens[first - 1] if first else None
    month = opener is not None and opener.sense("month") is not None  # "January 5 to 10"
    opened = month or (opener is not None and opener.sense("from") is not None)
    if tokens[at].text in ("and", "و"):
        before = tokens[first - 2] if month and first > 1 else opener
        return before is not None and before.sense("between") is not None
    return opened and tokens[at].sense("to") is not None


def _said_before(tokens: list[Token], index: int, month: str) -> bool:
    """يونيو/حزيران، أبريل (نيسان): the same month under its other name."""
    other = tokens[index - 2].sense("month") if index > 1 and tokens[index - 1].text in ("/", "(", "-") else None
    return other is not None and other.value == month


def _neighbour(tokens: list[Token], by_token: dict[int, Amount], index: int, step: int) -> Amount | None:
    for distance in (1, 2, 3):
        at = index + step * distance
        if not 0 <= at < len(tokens):
            return None
        if at in by_token:
            return by_token[at]
        abbreviated = tokens[at].text == "." and distance == 1 and len(tokens[index].text) <= 4
        if tokens[at].text not in _DATE_GLUE or (step > 0 and tokens[at].text not in ("the", "-") and not abbreviated):
            return None
    return None


def _is_day(tokens: list[Token], amount: Amount, month_at: int) -> bool:
    if amount.kind not in ("cardinal", "ordinal") or amount.unit is not None or amount.value.denominator != 1:
        return False
    if not 1 <= amount.value <= 31 or not (amount.plain or amount.kind == "ordinal" or amount.definite):
        return False
    return (abs(amount.first - month_at) <= 3 and not tokens[amount.first].conjunction) or amount.first < month_at


def _looks_like_year(amount: Amount) -> bool:
    return amount.plain and amount.value.denominator == 1 and 1000 <= amount.value <= 2199


def _period(tokens: list[Token], amount: Amount, *, lang: Language) -> None:
    """Centuries, decades, quarters and halves beside an ordinal or, for centuries, a plain number."""
    before = tokens[amount.first - 1] if amount.first else None
    if before is not None and before.text == "ال" and amount.first > 1:
        before = tokens[amount.first - 2]  # القرن الـ19
    after = tokens[amount.last] if amount.last < len(tokens) else None
    if amount.kind == "period" and amount.unit == "decade":
        if amount.value < 100:
            _decade(tokens, amount, lang=lang)
        return
    if after is not None and after.text == "'" and before is not None and before.text == "the":
        after = tokens[amount.last + 1] if amount.last + 1 < len(tokens) else None  # the 1990's
        amount.last += after is not None and after.text == "s"
    if amount.kind == "cardinal" and amount.plain and after is not None and after.text == "s" and not after.spaced:
        if amount.value % 10 == 0:  # 1990s, 40s
            if amount.value < 100:  # "in his 40s" is an age, "the 80s" years
                amount.readings, amount.value = (Reading(amount.value, "tens"),), amount.value + 1900
            amount.kind, amount.unit, amount.last, amount.plain = "period", "decade", amount.last + 1, False
            named = _named_century(tokens, amount.last)
            if named is not None and amount.readings:
                amount.value, amount.last = amount.readings[0].value + named[0], named[1]
                amount.readings = ()
        return
    if lang == "ar":
        # "القرن الخامس عشر", "القرن الـ19", "القرنين الثامن والتاسع"
        if before is not None and amount.kind in ("ordinal", "cardinal", "measure") and amount.value < 100:
            word = before.text.removeprefix("و").removeprefix("ب").removeprefix("ل")
            if word in ("القرن", "قرن", "القرنين", "القرنان", "للقرن") and amount.unit in (None, "century"):
                amount.kind, amount.unit, amount.plain, amount.soft = "period", "century", False, False
                _century_era(tokens, amount)
            elif amount.kind == "ordinal" and word in ("الربع", "ربع"):
                amount.kind, amount.unit, amount.first, amount.soft = "period", "quarter", amount.first - 1, False
            elif amount.kind == "ordinal" and word in ("النصف", "الشوط", "شوط"):
                amount.kind, amount.unit, amount.first = "period", "half", amount.first - 1
                amount.soft = word != "النصف"  # "at half-time" says it without a number
        if amount.kind == "ordinal" and after is not None and after.text in ("قرن", "قرون"):
            amount.kind, amount.unit, amount.last = "period", "century", amount.last + 1
        if amount.kind == "fraction" and after is not None and after.text in _FINALS:
            amount.unit, amount.last = "final", amount.last + 1
        elif amount.kind == "fraction" and amount.value * 4 == 1 and after is not None and after.text == "الاخير":
            # الربع الأخير is the fourth quarter; "the last quarter" may be the one before this
            amount.kind, amount.value, amount.unit, amount.soft = "period", amount.value * 16, "quarter", True
            amount.last += 1
        return
    at = amount.last
    if after is not None and after.text in ("-", "–"):
        at += 1
        after = tokens[at] if at < len(tokens) else None
    if after is None:
        return
    if amount.kind == "ordinal" and after.text in ("century", "centuries"):
        amount.kind, amount.unit, amount.last, amount.soft = "period", "century", at + 1, False
        _century_era(tokens, amount)
    elif amount.kind in ("ordinal",) and after.text in ("quarter", "half", "quarters"):
        amount.kind, amount.unit, amount.last, amount.soft = "period", after.text.rstrip("s"), at + 1, False
    elif amount.kind == "fraction" and after.text in _FINALS:
        amount.unit, amount.last = "final", at + 1


def _century_era(tokens: list[Token], amount: Amount) -> None:
    """ "the third century BC"; AD says nothing new."""
    if amount.last < len(tokens) and tokens[amount.last].sense("bc") is not None:
        amount.unit, amount.last = "century-bc", amount.last + 1


def _named_century(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """The first year of the century that an English decade names after it ("of the 20th century"), and its end."""
    words = [token.text for token in tokens[at : at + 5]]
    if words[:2] != ["of", "the"] or len(words) < 4:
        return None
    if words[2:4] in (["last", "century"], ["past", "century"]):
        return 1900, at + 4
    number = tokens[at + 2].number
    if words[3] == "century" and number is not None and number.role == "ordinal":
        return (int(number.value) - 1) * 100, at + 4
    if words[3] in _ORDINAL_ENDINGS and words[4:] == ["century"] and words[2].isdigit() and len(words[2]) <= 2:
        return (int(words[2]) - 1) * 100, at + 5
    return None


def _decade(tokens: list[Token], amount: Amount, *, lang: Language) -> None:
    at = amount.last
    century = 1900
    if lang == "en":
        named = _named_century(tokens, at)
        if named is not None:
            century, amount.last = named
    elif at < len(tokens):
        words = [token.text for token in tokens[at : at + 4]]
        if words[:1] == ["القرن"] or words[:2] == ["من", "القرن"]:
            position = words.index("القرن")
            tail = words[position + 1] if len(words) > position + 1 else ""
            follows = tokens[at + position + 1] if at + position + 1 < len(tokens) else None
            if follows is not None and follows.number is not None and follows.number.role == "ordinal":
                teen = words[position + 2 : position + 3] in (["عشر"], ["عشره"])
                century = (int(follows.number.value) + (10 if teen else 0) - 1) * 100
                amount.last = at + position + 2 + teen
            elif tail in ("الحالي", "الجاري"):
                century = 2000
            if tail in ("الماضي", "المنصرم", "الحالي", "الجاري", "العشرين"):
                amount.last = at + position + 2
    if century == 1900 and amount.last == at:
        amount.readings = (Reading(amount.value, "tens"),)  # "in her forties"
    amount.value += century


def _year(tokens: list[Token], amount: Amount, *, lang: Language) -> None:
    """A four-digit number without a unit, a number after "عام", or one with an era."""
    if amount.kind not in ("cardinal", "measure") or amount.value.denominator != 1:
        return
    before = tokens[amount.first - 1] if amount.first else None
    at = amount.last
    era = None
    for distance in (0, 1):
        if at + distance < len(tokens) and era is None:
            token = tokens[at + distance]
            era = next((kind for kind in ("bc", "ad", "ah") if token.sense(kind) is not None), None)
            if era is not None and (
                token.text in ("م", "ad", "ce", "ah", "ه") and not amount.plain and amount.unit != "meter"
            ):
                era = None
            if era is None and token.text != "(":
                break
            at += distance
    named = before is not None and (before.text.lstrip("ولب") in _YEAR_WORDS or before.sense("month") is not None)
    if amount.unit == "meter" and named and tokens[amount.last - 1].text == "م" and amount.value >= 100:
        amount.kind, amount.unit = "year", None  # سنة 1905م
    if amount.unit not in (None, "meter"):
        return
    if era is not None and not (amount.unit == "meter" and not _looks_like_year(amount)) and amount.scale <= 1000:
        amount.kind, amount.plain, amount.last = "year", False, at + 1
        amount.unit = None if era == "ad" else era
        return
    if era is None and before is not None and before.text in ("ad", "bc") and amount.plain:
        amount.kind, amount.unit, amount.plain = "year", "bc" if before.text == "bc" else None, False
        return
    if amount.unit is not None:
        return
    if before is not None and (bound := before.sense("bound")) is not None and bound.value != "about":
        return
    if (amount.plain and len(tokens[amount.last - 1].text) == 4 and 1000 <= amount.value <= 2199) or (
        lang == "ar"
        and before is not None
        and before.text.lstrip("ولب") in ("عام", "سنه", "العام", "عامي", "لعام")
        and amount.value >= 20
    ):
        amount.kind, amount.plain = "year", False
