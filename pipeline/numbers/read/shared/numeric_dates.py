"""Dates in digits. A date's value is its day and its unit the ISO 8601 form without the year, "--10-06"; the year is a
quantity of its own.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import peek

_SEPARATORS = ("/", "-", ".")
_CENTURY_TURNS = 70
"""Years of two digits are of this century below, of the last one above."""


@rule(
    "nine-eleven",
    reads="the day that is known by its date",
    must=("after 9/11", "هجمات 9/11"),
    leaves="9/11 of them left",
)
def nine_eleven(page: Page, index: int) -> Amount | None:
    """ "9/11" names a day; "9/11 of them" is a fraction."""
    parts = page.tokens[index : index + 3]
    if [part.text for part in parts] != ["9", "/", "11"] or parts[1].spaced or parts[2].spaced:
        return None
    after = peek(page.tokens, index + 3).text
    if after == "/" or after in word_list("of"):
        return None
    part = Reading(Fraction(9, 11), "homograph")
    return Amount(index, index + 3, Fraction(11), kind="date", unit="--09-11", readings=(part,))


@rule(
    "numeric-date",
    reads="day, month and year in digits",
    must=("on 5/17/2018", "في 2024-03-12"),
    leaves="on 5/17/2018/3",
)
def numeric_date(page: Page, index: int) -> tuple[Amount, ...] | None:
    """ "5/17/2018", "2024-03-12": a date and its year."""
    parts = page.tokens[index : index + 5]
    if len(parts) < 5 or parts[1].text not in _SEPARATORS or parts[3].text != parts[1].text:
        return None
    if any(part.spaced for part in parts[1:]) or parts[2].kind != "digits" or parts[4].kind != "digits":
        return None
    beyond = peek(page.tokens, index + 5)
    if beyond.text == parts[1].text and not beyond.spaced:
        return None
    return _date_of([part.text for part in (parts[0], parts[2], parts[4])], (index, index + 2, index + 4))


@rule(
    "dotted-date",
    reads="day, month and year with points",
    must=("on 17.5.2018", "في 2018.5.17"),
    leaves="version 17.5.20",
)
def dotted_date(page: Page, index: int) -> tuple[Amount, ...] | None:
    """ "17.5.2018": the date; the year has no token of its own."""
    text = page.tokens[index].text
    return _date_of(text.split("."), (index, index, index)) if text.count(".") == 2 else None


def _date_of(numbers: list[str], at: tuple[int, int, int]) -> tuple[Amount, ...] | None:
    if not all(number.isdigit() and len(number) <= 4 for number in numbers):
        return None
    first, middle, last = (int(number) for number in numbers)
    if len(numbers[0]) == 4:
        (year, month, day), where = (first, middle, last), (at[1], at[2], at[0])
    elif len(numbers[2]) == 4:
        (day, month, year), where = (first, middle, last), at
    elif len(numbers[2]) == 2 and at[0] != at[2]:
        (day, month, year), where = (first, middle, last + (2000 if last < _CENTURY_TURNS else 1900)), at
    else:
        return None
    if month > 12:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    other = (Reading(Fraction(month), "day-month"),) if day <= 12 and day != month else ()
    unit = f"--{month:02}-{day:02}"
    date = Amount(min(where[:2]), max(where[:2]) + 1, Fraction(day), kind="date", unit=unit, readings=other)
    if at[0] == at[2]:
        return (date,)
    dated = (date, Amount(where[2], where[2] + 1, Fraction(year), kind="year"))
    return tuple(sorted(dated, key=lambda amount: amount.first))


DATES = (nine_eleven, numeric_date, dotted_date)
