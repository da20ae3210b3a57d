"""Dates in digits. A date's value is its day and its unit the ISO 8601 form without the year, "--10-06"; the year is a
quantity of its own.
"""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import Token, peek

_SEPARATORS = ("/", "-", ".", "\\")
HIJRI_YEARS, HIJRI_MONTHS = range(1300, 1470), 12
"""Years that only the Hijri calendar writes in figures, and what its months are numbered after."""
HIJRI_LETTER = "h"
"""The era in one letter: 1446H."""
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
    reads="day, month and year in digits; a year of the Hijri calendar makes its month a Hijri one",
    must=("on 5/17/2018", "صدر في 15.03.2024"),
    leaves="on 5/17/2018/3",
)
def numeric_date(page: Page, index: int) -> tuple[Amount, ...] | None:
    """ "5/17/2018", "2024-03-12", 15\\3\\2024, 5/7/1446هـ: a date and its year."""
    parts = page.tokens[index : index + 5]
    if len(parts) < 5 or parts[1].text not in _SEPARATORS or parts[3].text != parts[1].text:
        return None
    if any(part.spaced for part in parts[1:]) or parts[2].kind != "digits" or parts[4].kind != "digits":
        return None
    beyond = peek(page.tokens, index + 5)
    if beyond.text == parts[1].text and not beyond.spaced:
        return None
    return _date_of([part.text for part in (parts[0], parts[2], parts[4])], (index, index + 2, index + 4), beyond)


def _date_of(numbers: list[str], at: tuple[int, int, int], beyond: Token) -> tuple[Amount, ...] | None:
    """The date and the year of three numbers at the tokens `at`; `beyond` is the token after them."""
    if not all(number.isdigit() and len(number) <= 4 for number in numbers):
        return None
    first, middle, last = (int(number) for number in numbers)
    if len(numbers[0]) == 4:
        (year, month, day), where = (first, middle, last), (at[1], at[2], at[0])
    elif len(numbers[2]) == 4:
        (day, month, year), where = (first, middle, last), at
    elif len(numbers[2]) == 2:
        (day, month, year), where = (first, middle, last + (2000 if last < _CENTURY_TURNS else 1900)), at
    else:
        return None
    if month > 12:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    hijri = year in HIJRI_YEARS
    other = (Reading(Fraction(month), "day-month"),) if day <= 12 and day != month and not hijri else ()
    unit = f"--{month + (HIJRI_MONTHS if hijri else 0):02}-{day:02}"
    date = Amount(min(where[:2]), max(where[:2]) + 1, Fraction(day), kind="date", unit=unit, readings=other)
    era = hijri and where[2] == at[2] and (beyond.sense("ah") is not None or beyond.text == HIJRI_LETTER)
    last = where[2] + 1 + era
    dated = (date, Amount(where[2], last, Fraction(year), kind="year", unit="ah" if hijri else None))
    return tuple(sorted(dated, key=lambda amount: amount.first))


DATES = (nine_eleven, numeric_date)
