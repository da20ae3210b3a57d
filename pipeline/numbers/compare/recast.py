"""Figures that a text recasts: seven of every ten as 70 %, what was doubled by what it was before, eight places up by
the place left behind, the other 23 of 24; and what goes unsaid with them.

As in `steps.py` each is asked of two figures without an equal, and each needs the words that tell of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from pipeline.numbers.compare.dates import is_month
from pipeline.numbers.compare.derivations import share_of
from pipeline.numbers.compare.relations import both_ways
from pipeline.numbers.compare.rests import rest_of_share, spared_share, still_so
from pipeline.numbers.compare.steps import Known, step_between
from pipeline.numbers.lexicon import unit_ratio, word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.tokens import Token, peek, token_at
from pipeline.numbers.write.english import describe

Tokens = Sequence[Token]
_EVERY, _MORE, _OTHER, _OF = "كل", "more", ("other", "others", "remaining"), ("of", "at")
_FEW, _NEAR = 6, 6
"""With more figures than these one of them follows from others by chance; tokens between a factor and its base."""
_LEAST, _LEAST_BASE = 3, 10
"""A whole below this has no others; a base below this is twice another figure by chance."""
_BY, _HUNDRED = "ب", 100
_YEAR, _FIRST, _DAY, _TIMES = 12, "first", 24, "times"
_PARTS_OF_MONTH = {(1, 3): (10,), (1, 2): (14, 15)}
"""The days of a third and of a half of a month."""


def recast(one: Quantity, two: Quantity, known: Known) -> str | None:
    """How `two` of the target follows from `one` of the source, in words; None where it does not."""
    step = step_between(one, two, known)
    if step is not None or one.value is None or two.value is None or one.high is not None or two.high is not None:
        return step
    return next((found for way in RECASTS if (found := way(one, two, known)) is not None), None)


def in_another_unit(one: Quantity, two: Quantity, known: Known) -> str | None:
    """How a figure of the target is the source's in another unit that the words tell: 42 % for 42 of every hundred,
    half a month's salary for half of a salary. None where it is not.
    """
    if known.hints[0].lang != "ar":
        return None
    if two.kind == "percent" and one.value == two.value and one.unit is None:
        hundred = (whole for whole in known.everything[0] if whole.value == _HUNDRED and whole is not one)
        told = any(_is_of_every(known.hints[0].tokens, whole) for whole in hundred)
        return f"{describe(one)} of every {_HUNDRED}" if told else None
    if two.unit == "second" and one.kind == "fraction" and one.value == two.value:
        tokens = known.hints[0].tokens
        parts = tokens[token_at(tokens, one.start) : token_at(tokens, one.end)]
        told = any(token.sense("part-of") is not None for token in parts)
        return f"{describe(two)}, whose unit goes unsaid" if told else None  # بسبعة أجزاء من المئة
    return _half_a_wage(one, two, known)


def is_recast(one: Quantity, known: Known) -> bool:
    """Whether the target says `one` of the source by other figures: the ten of "seven in ten", a whole by its parts."""
    return any(told(one, known) for told in (_is_of_every_told, _is_part_of_every_told, _is_sum_told, _are_months_told))


def _is_of_every(tokens: Tokens, figure: Quantity) -> bool:
    """Whether an Arabic figure is that of which so many are: من كل عشرة, بين كل عشر نساء."""
    return figure.kind == "cardinal" and peek(tokens, token_at(tokens, figure.start) - 1).text.split()[-1:] == [_EVERY]


def _of_every(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Seventy per cent for seven, among every ten."""
    share = share_of(two)
    if share is None or known.hints[0].lang != "ar":
        return None
    tokens, here = known.hints[0].tokens, known.everything[0]
    if share * (one.value or 0) == 1 and _is_of_every(tokens, one):
        return f"one of every {describe(one)}"  # من بين كل خمسة موظفين هناك موظف
    for whole in here if len(here) <= _FEW else ():
        if whole.value and whole.high is None and _is_of_every(tokens, whole):
            parts = (part for part in here if part is not whole and one in (part, whole))
            if any((part.value or 0) == share * whole.value for part in parts):
                return f"{describe(two)} of every {describe(whole)}"
    return None


def _is_of_every_told(one: Quantity, known: Known) -> bool:
    """The ten of which seven are, where the target has 70 %."""
    if known.hints[0].lang != "ar" or not one.value or not _is_of_every(known.hints[0].tokens, one):
        return False
    shares = [share for two in known.everything[1] if (share := share_of(two)) is not None]
    values = {part.value for part in known.everything[0] if part is not one}
    return any(share * one.value in values for share in shares)


def _is_part_of_every_told(one: Quantity, known: Known) -> bool:
    """The two who are, among every five, where the target has two fifths."""
    tokens, here = known.hints[0].tokens, known.everything[0]
    if known.hints[0].lang != "ar" or one.kind != "cardinal" or one.unit is not None or len(here) > _FEW:
        return False
    shares = [share for two in known.everything[1] if (share := share_of(two)) is not None]
    wholes = [whole for whole in here if whole is not one and whole.value and _is_of_every(tokens, whole)]
    return any(share * (whole.value or 0) == one.value for share in shares for whole in wholes)


def twice_as_told(two: Quantity, known: Known) -> str | None:
    """$200, for ضعفها after $100: the step that gives `two`, or None."""
    if two.value is None or two.high is not None or not known.hints[0].tells("double_of_it"):
        return None
    for other, there in known.pairs if len(known.pairs) <= _FEW else ():
        alike = other.kind == two.kind and other.kind in ("money", "measure") and other.unit == two.unit
        if alike and there.start < two.start and two.value == 2 * (other.value or 0):
            return f"twice {describe(other)}"
    return None


def is_difference_told(one: Quantity, known: Known) -> bool:
    """Whether a figure only says how far two others are apart, which both texts have: أحدث بألفي عام، أي قبل عشرة آلاف
    سنة لا اثني عشر ألفا.
    """
    text = known.hints[0].text
    if (
        one.value is None
        or one.high is not None
        or known.hints[0].lang != "ar"
        or text[one.start - 1 : one.start] != _BY
    ):
        return False
    tokens, at = known.hints[0].tokens, token_at(known.hints[0].tokens, one.end)
    if all(token.text not in word_list("that_is") for token in tokens[at : at + 2 * _NEAR]):
        return False
    behind = [other for other in known.kept if other.start > one.end and other.value and other.unit in (None, one.unit)]
    return any(abs((first.value or 0) - (second.value or 0)) == one.value for first, second in pairwise(behind))


def _is_sum_told(one: Quantity, known: Known) -> bool:
    """Six of a family, a couple and four children, where the target has the two and the four."""
    if one.kind != "cardinal" or one.unit is not None or (one.value or 0) < _LEAST:
        return False
    tokens = known.hints[1].tokens
    there = [two for two in known.everything[1] if two.kind == "cardinal" and two.unit is None]
    parts = [id(two) for part, two in known.pairs if part.start > one.end]
    return any(
        (first.value or 0) + (second.value or 0) == one.value
        and (id(first) in parts or id(second) in parts)
        and peek(tokens, token_at(tokens, second.start) - 1).text in word_list("and")
        for first, second in pairwise(there)
    )


def _are_months_told(one: Quantity, known: Known) -> bool:
    """Two months, from March to May, where the target has both ends."""
    if one.kind != "measure" or one.unit != "month" or one.high is not None:
        return False
    here = [month for month in known.everything[0] if is_month(month) and month.start > one.end]
    ends = [month for month in here if known.hints[1].may_hold(month) or month in known.kept]
    return any(((last.value or 0) - (first.value or 0)) % _YEAR == one.value for first, last in pairwise(ends))


def _product(one: Quantity, two: Quantity, known: Known) -> str | None:
    """160 people, twice the limit, for twice the limit of 80."""
    if one.kind != "cardinal" or two.kind != "cardinal" or one.unit != two.unit or (one.value or 0) < _LEAST_BASE:
        return None
    tokens = known.hints[1].tokens
    if peek(tokens, token_at(tokens, two.start) - 1).text in _OF:
        return None  # "twice its limit of 160"
    for factor, _ in known.pairs if len(known.pairs) <= _FEW else ():
        led = factor.kind == "multiple" and one.start - factor.end > 0 and factor.value not in (10, 100, 1000)
        if led and (one.value or 0) * (factor.value or 0) == two.value:
            return f"{describe(factor)} {describe(one)}"
    return None


def _place_left(one: Quantity, two: Quantity, known: Known) -> str | None:
    """From 40th to 32nd, for eight places up to the 32nd."""
    for places, rank in both_ways(one, two):
        if places.kind != "cardinal" or rank.kind != "ordinal":
            continue
        for _, other in known.pairs if len(known.pairs) <= _FEW else ():
            if other.kind == "ordinal" and abs((other.value or 0) - (rank.value or 0)) == places.value:
                return f"{describe(places)} places from {describe(other)}"
    return None


def _one_less(one: Quantity, two: Quantity, known: Known) -> str | None:
    """The other 23, of 24 teams; the first of 16, and fifteen more."""
    if one.kind != "cardinal" or two.kind != "cardinal" or one.unit is not None or two.unit is not None:
        return None
    if (one.value or 0) - 1 != two.value or (one.value or 0) < _LEAST:
        return None
    tokens = known.hints[1].tokens
    before, after = peek(tokens, token_at(tokens, two.start) - 1), peek(tokens, token_at(tokens, two.end))
    told = before.text in _OTHER or after.text in _OTHER or (after.text == _MORE and _FIRST in known.hints[1].text)
    return f"{describe(one)} less the one that is named" if told else None


def _part_of_month(one: Quantity, two: Quantity, known: Known) -> str | None:
    """The first ten days of December, for its first third."""
    if one.kind != "fraction" or one.value is None or two.unit != "day" or known.hints[0].lang != "ar":
        return None
    days = _PARTS_OF_MONTH.get((one.value.numerator, one.value.denominator), ())
    tokens = known.hints[0].tokens
    at = token_at(tokens, one.end)
    of_month = any(token.sense("month") or token.among(word_list("of_month")) for token in tokens[at : at + _NEAR])
    return f"{describe(one)} of a month" if two.value in days and of_month else None


def _times_before(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Twice before this success, for the third time."""
    times = two.kind == "multiple" or known.hints[1].text[two.end : two.end + _NEAR].strip().startswith(_TIMES)
    if one.kind != "ordinal" or not times or two.value != (one.value or 0) - 1 or known.hints[0].lang != "ar":
        return None
    tokens = known.hints[0].tokens
    first = token_at(tokens, one.start)
    rank = any(token.text in word_list("time_ranked") for token in tokens[max(first - 1, 0) : first + 2])
    return f"those before the {describe(one)}" if rank and known.hints[1].tells("already") else None


def _half_a_wage(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Half a month's salary, for half of a salary, which is paid by the month."""
    if one.kind != "fraction" or two.unit != "month" or two.value != one.value or known.hints[0].lang != "ar":
        return None
    tokens = known.hints[0].tokens
    wage = peek(tokens, token_at(tokens, one.end)).text.startswith(tuple(word_list("wage")))
    said = any(token.text in word_list("wage") for token in known.hints[1].tokens)
    return f"{describe(two)} of a wage paid by the month" if wage and said else None


def _hours_from_midnight(one: Quantity, two: Quantity, known: Known) -> str | None:
    """11.30 p.m., for half an hour before midnight."""
    ratio = unit_ratio(one.unit or "", "hour") if one.kind == "measure" and two.kind == "time" else None
    if ratio is None or one.value is None or two.value is None or known.hints[0].lang != "ar":
        return None
    return _away_from_midnight(one.value * ratio, two.value, known, by="ب")


def hour_from_midnight(two: Quantity, known: Known) -> str | None:
    """11 p.m., for قبل منتصف الليل بساعة: the step that gives `two`, or None."""
    if two.kind != "time" or two.value is None or two.value.denominator != 1 or known.hints[0].lang != "ar":
        return None
    return _away_from_midnight(Fraction(1), two.value, known, by="بساعه")


def _away_from_midnight(hours: Fraction, time: Fraction, known: Known, *, by: str) -> str | None:
    for name, at in (("منتصف الليل", _DAY), ("منتصف النهار", _YEAR), ("الظهر", _YEAR)):
        for side, sign in (("قبل", -1), ("بعد", 1)):
            if (at + sign * hours - time) % _DAY == 0 and known.hints[0].has_phrase(f"{side} {name} {by}"):
                return f"the time {'before' if sign < 0 else 'after'} {'midnight' if at == _DAY else 'noon'}"
    return None


RECASTS: tuple[Callable[[Quantity, Quantity, Known], str | None], ...] = (
    _of_every,
    _product,
    _place_left,
    _one_less,
    _part_of_month,
    rest_of_share,
    spared_share,
    still_so,
    _times_before,
    _hours_from_midnight,
)
