"""What becomes of a figure that found no counterpart: whether the other text says it otherwise, or it follows from what
both have.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.numbers.compare.asides import names_days_of, stresses_dual
from pipeline.numbers.compare.dates import ends_with, is_month, is_same_end
from pipeline.numbers.compare.derivations import complement, derivation, growth, in_words, remainder, total
from pipeline.numbers.compare.duals import may_be_name
from pipeline.numbers.compare.factors import stands_for_earlier, stands_for_later
from pipeline.numbers.compare.hints import Hints
from pipeline.numbers.compare.months import is_told_by_months
from pipeline.numbers.compare.name_words import is_name_like_number, is_number_in_name
from pipeline.numbers.compare.neighbours import is_month_before_added, is_month_before_left_out, is_told_by_next
from pipeline.numbers.compare.otherwise import is_said_otherwise
from pipeline.numbers.compare.recast import hour_from_midnight, is_difference_told, is_recast, twice_as_told
from pipeline.numbers.compare.rests import all_but_one, is_amount_rest_told, is_left, rest_in_equal_parts
from pipeline.numbers.compare.steps import Known, with_others
from pipeline.numbers.compare.sums import conversion_of
from pipeline.numbers.compare.told import goes_unsaid, is_last_of, with_one_more
from pipeline.numbers.quantity import Quantity


def step_to(
    two: Quantity,
    ones: Sequence[Quantity],
    figures: Sequence[Quantity],
    known: Known,
) -> str | None:
    """The arithmetic by which a figure of the target follows from the source; None without any."""
    hints, kept = known.hints, known.kept
    step = derivation(two, figures) or total(two, kept)
    if step is None and known.is_short:
        step = with_one_more(two, known) or in_words(two, kept)
    if step is None and (hints[1].says_rest(two) or hints[0].tells_rest or is_left(two, known)):
        step = (
            rest_in_equal_parts(two, known)
            or complement(two, ones)
            or remainder(two, known.pairs, told=hints[0].tells_rest)
        )
    step = (
        step
        or all_but_one(two, known)
        or twice_as_told(two, known)
        or hour_from_midnight(two, known)
        or growth(two, ones)
        or with_others(two, ones, hints[1].tokens)
    )
    return step or stands_for_later(two, kept, hints[0])


def _is_said_for_each(figure: Quantity, kept: Sequence[Quantity], other: Hints) -> bool:
    """Whether the other text says a figure once for several: "60,000 each", حصل كل منهما على 40 مليونا."""
    if figure.soft or figure.high is not None or not other.tells("apiece"):
        return False
    return any(one.value == figure.value and figure.unit in (None, one.unit) for one in kept)


def _is_nth(rank: Quantity, length: Quantity, side: Hints) -> bool:
    """Whether a rank tells a length of time by its last day: "in its fifth day" for منذ خمسة أيام."""
    if rank.kind != "ordinal" or length.kind != "measure" or rank.value != length.value:
        return False
    return length.unit is not None and side.time_ranked(rank) == length.unit


def may_be_said(two: Quantity, ones: Sequence[Quantity], known: Known) -> bool:
    """Whether the source says a quantity of the target after all, or the target's stands for what was named."""
    hints, kept = known.hints, known.kept
    said = hints[0].may_hold(two) or hints[1].is_pronoun(two, known.values) or hints[1].names_index(two)
    said = (
        said
        or _is_said_again(two, [there for _, there in known.pairs])
        or is_number_in_name(two, hints[1].text, hints[0].text)
    )
    said = said or (two.kind == "ordinal" and any(_is_nth(two, one, hints[1]) for one in ones))
    if not said and known.is_short:
        said = is_last_of(two, known) or hints[0].says_again(two, kept) or _is_said_for_each(two, kept, hints[0])
        said = said or is_told_by_months(two, hints[1].tokens, ones, hints[0].tokens)
        said = said or is_told_by_next(two, ones, hints[0].tokens) or is_month_before_added(two, known)
    return said or (is_month(two) and any(ends_with(one, two) for one in ones))


def is_said(
    ones: Sequence[Quantity],
    twos: Sequence[Quantity],
    index: int,
    known: Known,
) -> bool:
    """Whether the target says a quantity of the source after all, or it says no more than another one."""
    one, hints = ones[index], known.hints
    said = hints[1].may_hold(one) or _is_said_again(one, [here for here, _ in known.pairs])
    said = said or is_name_like_number(one, hints[0].text, hints[1].text)
    said = said or (one.part == "end" and any(is_same_end(one, two) for two in twos))
    said = said or (one.kind == "measure" and any(_is_nth(two, one, hints[1]) for two in twos))
    said = said or _is_one_told(one, twos) or hints[0].names_index(one) or _is_dual_told(one, hints[0])
    if said or not known.is_short:
        return said
    kept = known.kept
    said = hints[1].says_again(one, kept) or _is_said_for_each(one, kept, hints[1])
    said = said or is_told_by_months(one, hints[0].tokens, twos, hints[1].tokens)
    said = said or is_told_by_next(one, twos, hints[1].tokens) or is_month_before_left_out(one, known)
    said = said or stands_for_earlier(one, kept, hints[1]) or is_said_otherwise(one, known) or is_recast(one, known)
    said = said or (hints[1].tells_rest and complement(one, kept) is not None)
    converted = None if hints[1].tells_unit(one.unit or "") else conversion_of(ones, index)
    said = said or is_amount_rest_told(one, known) or is_difference_told(one, known)
    return said or goes_unsaid(one, known) or any(other is converted for other in kept)


def _is_one_told(one: Quantity, twos: Sequence[Quantity]) -> bool:
    """Whether a single unit is the "one" of "one to six months"."""
    single = one.value == 1 and one.kind == "measure" and one.high is None
    return single and any(two.value == 1 and two.soft and two.text == "one" for two in twos)


def _is_dual_told(one: Quantity, hints: Hints) -> bool:
    """Whether an Arabic two is a name, ميلان, or says no more than the words beside it: يومين اثنين."""
    if hints.lang != "ar":
        return False
    return names_days_of(hints.tokens, one) or stresses_dual(hints.tokens, one) or may_be_name(one, hints.other)


def _is_said_again(year: Quantity, paired: Sequence[Quantity]) -> bool:
    """Whether a year was said before, and that one has its counterpart: "1 to 30 May 2024" for two whole dates."""
    if year.kind != "year":
        return False
    return any(one.kind == "year" and (one.value, one.high) == (year.value, year.high) for one in paired)
