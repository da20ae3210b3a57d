"""Figures that follow from one another by a step that the words around them allow: years on from a year, the earlier
value of a change, those who did not for those who did, an ellipsis of thousands.

Each step is asked of two figures that found no equal, one of each text, and of the figures that both texts have.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations

from pipeline.numbers.compare.asides import (
    FULL_TIMES,
    compares_with,
    counts_instalments,
    denies_share,
    falls_short,
    goes_with_earlier,
    instalments_a_year,
    joins_one,
    joins_others,
    names_others,
    names_the_others,
    points_back,
    says_from_time,
    says_other_sex,
    tells_one_of,
)
from pipeline.numbers.compare.derivations import share_of, worked_out
from pipeline.numbers.compare.hints import Hints
from pipeline.numbers.compare.relations import both_ways, is_factor
from pipeline.numbers.compare.sums import are_like_sums
from pipeline.numbers.compare.words import Kinship, Words
from pipeline.numbers.lexicon import dimension_of, unit_ratio
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.tokens import Token
from pipeline.numbers.write.english import describe

_FEW, _MOST, _THIRD = 5, 8, 3
_MAGNITUDES = (10**3, 10**6, 10**9)
_LONGEST = 60
"""Figures of a text from which on nothing is worked out: a sentence has few, and a hostile text any number."""
_ZEROS = (10, 100, 1000)
"""What is so many times another figure is more often one with a nought too many."""
_ELLIPSIS = 100
"""From here on a bare figure is no thousands whose magnitude was said before."""


@dataclass(frozen=True)
class Known:
    """What two texts have besides the two figures: pairs of figures they share, all their figures, and their hints."""

    pairs: Sequence[tuple[Quantity, Quantity]]
    everything: tuple[Sequence[Quantity], Sequence[Quantity]]
    hints: tuple[Hints, Hints]
    words: tuple[Words, Words]
    kinship: Kinship
    alone: tuple[Sequence[Quantity], Sequence[Quantity]] = ((), ())
    """Times that stand without a number: "a week later"."""

    @cached_property
    def kept(self) -> list[Quantity]:
        """The figures of the source that the target has."""
        return [one for one, _ in self.pairs]

    @cached_property
    def values(self) -> frozenset[Fraction | None]:
        """The values of the figures that both texts have."""
        return frozenset(one.value for one in self.kept)

    def tells_same(self, one: Quantity, two: Quantity) -> bool:
        """Whether a word beside `one`, apart from what it counts, is said beside `two`; False without a lexicon."""
        if not self.kinship.tells:
            return False
        counted = None if one.counted is None else one.counted.start
        told = self.words[1].around(two.start, two.end)
        own = (word for word in self.words[0].around(one.start, one.end) if word.start != counted)
        return any(self.kinship.explains(word.text, told) for word in own)

    @cached_property
    def names_the_others(self) -> bool:
        """Whether the target speaks of those who are left of a number."""
        return names_the_others(self.hints[1].tokens)

    @cached_property
    def is_short(self) -> bool:
        """Whether there are few enough figures to ask of each whether it follows from others."""
        return max(map(len, self.everything)) <= _LONGEST

    @cached_property
    def turned_round(self) -> Quantity | None:
        """The first factor of the source that the target inverts, with the sum it leads to: ten times 120, a tenth of
        1,200. It is looked for once, not for every two figures."""
        here, there = self.everything
        inverted = {1 / other.value for other in there if is_factor(other) and other.value}
        sums = {other.value for other in there if other.kind == "money" and other.value}
        bases = [base.value for base in here if base.kind == "money" and base.value]
        for factor in here:
            value = factor.value if is_factor(factor) else None
            if value and value != 1 and value in inverted and any(base * value in sums for base in bases):
                return factor
        return None


Step = Callable[[Quantity, Quantity, Known], str | None]


def step_between(one: Quantity, two: Quantity, known: Known) -> str | None:
    """How `two` of the target follows from `one` of the source, in words; None where it does not."""
    if one.value is None or two.value is None or one.high is not None or two.high is not None:
        return None
    return next((step for try_step in STEPS if (step := try_step(one, two, known)) is not None), None)


def _worked_out(one: Quantity, two: Quantity, known: Known) -> str | None:
    hints = known.hints
    share = _share_of_kept(one, two, known)
    if share is not None:
        return share
    only = hints[0].restricts(one) != hints[1].restricts(two)  # if both texts say "only", it is no rest
    of_whole = hints[0].is_of_whole(one) or hints[1].is_of_whole(two)
    is_rest = hints[0].tells_rest or hints[1].says_rest(two) or only
    is_rest = is_rest or (of_whole and not known.tells_same(one, two))  # "two of them were hurt" for seven hurt
    return worked_out(one, two, known.kept, is_rest=is_rest, is_earlier=goes_with_earlier(hints[0].tokens, one))


def _share_of_kept(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Half of the 240,000 that both texts have, for 120,000; twice as often for four flights after two."""
    if not is_factor(two) or one.kind not in ("cardinal", "money", "measure") or two.unit is not None:
        return None
    for other, there in known.pairs if len(known.pairs) <= _FEW else ():
        units = (None, other.unit, there.unit)
        alike = (other.kind in (one.kind, "measure", "money") or there.kind == one.kind) and one.unit in units
        alike = alike and other.high is None
        if alike and other.value and one.value == other.value * (two.value or 0) and two.bound == one.bound:
            return f"{describe(two)} of {describe(other)}"
    return None


def _earlier_value(one: Quantity, two: Quantity, known: Known) -> str | None:
    """100 million, from which it fell by 20 to 80; 13 %, a tenth of a point below the 13.1 of now; 47 years of age,
    three decades less than 77."""
    for change, base in both_ways(one, two):
        is_change = change.role == "by" != base.role and change.direction is not None
        if not is_change or base.value is None or change.bound != base.bound:
            continue
        sign = 1 if change.direction == "down" else -1
        for other in known.kept if len(known.kept) <= _FEW else ():
            step = _in_unit_of(change, base, other)
            if step is not None and other.value is not None and base.value == other.value + sign * step:
                return f"{describe(other)} before a change by {describe(change)}"
    return None


def _in_unit_of(change: Quantity, base: Quantity, other: Quantity) -> Fraction | None:
    """How much a change is in the unit of what stood before it and of what stands now; None where it cannot be.

    Points are the change of percentages, and decades of years; a bare figure may go without the unit.
    """
    kinds = {base.kind, other.kind} - {"cardinal"}
    if change.value is None or len(kinds) > 1 or not kinds <= {"money", "measure", "percent"}:
        return None
    if "percent" in kinds:
        return change.value if {base.unit, other.unit} == {"%"} and change.unit in ("pp", None) else None
    if are_like_sums(change.unit, base.unit, other.unit):
        return change.value
    if change.kind != "measure" or base.kind != "measure" or other.unit not in (None, base.unit):
        return None
    ratio = unit_ratio(change.unit or "", base.unit or "")
    return None if ratio is None else change.value * ratio


def _instalments(one: Quantity, two: Quantity, known: Known) -> str | None:
    """240 monthly instalments take 20 years."""
    for number, length in both_ways(one, two):
        side = known.hints[0 if number is one else 1]
        if number.kind != "cardinal" or length.kind != "measure" or dimension_of(length.unit) != "time":
            continue
        months = unit_ratio("year", length.unit or "") if counts_instalments(side.tokens, number) else None
        often = instalments_a_year(side.tokens, number)
        if months is not None and often and length.value == (number.value or 0) * months / often:
            return f"{describe(number)} instalments, {often} a year"
    return None


def _those_who_did_not(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Three in four have not, where one in four has; women are 39 %, where men are 61 %."""
    first, second = share_of(one), share_of(two)
    if first is None or second is None or first + second != 1 or "ordinal" in (one.kind, two.kind):
        return None
    hints = known.hints
    if one.bound == two.bound and denied_on_one_side(one, two, hints):
        return f"those who are not {describe(one)}"
    return f"the others than {describe(one)}" if says_other_sex(hints[0].tokens, hints[1].tokens) else None


def denied_on_one_side(one: Quantity, two: Quantity, hints: tuple[Hints, Hints]) -> bool:
    """Whether one text says a share of those who did, and the other of those who did not."""
    sides = zip(hints, (one, two), strict=True)
    return sorted(denies_share(side.tokens, share, before=side.lang == "ar") for side, share in sides) == [0, 2]


def _minute_of_match(one: Quantity, two: Quantity, known: Known) -> str | None:
    """The 83rd minute is seven from time, 90+7 seven into stoppage time."""
    for minute, length in both_ways(one, two):
        side = known.hints[1 if length is two else 0]
        if length.unit != "minute" or length.kind != "measure" or minute.kind not in ("cardinal", "ordinal"):
            continue
        for end in FULL_TIMES:
            before = (minute.value or 0) + (length.value or 0) == end and says_from_time(side.tokens, length)
            after = (minute.value or 0) - (length.value or 0) == end and side.tells_stoppage
            if before or after:
                return f"{describe(length)} {'before' if before else 'after'} the end of play"
        for other in known.kept if minute.kind == "ordinal" else ():  # three minutes after coming on in the 60th
            if other.kind in ("ordinal", "cardinal") and (other.value or 0) + (length.value or 0) == minute.value:
                return f"{describe(length)} after the {describe(other)} minute"
    return None


def _ellipsis(one: Quantity, two: Quantity, known: Known) -> str | None:
    """٤٠ ألفا after ٢٧ ألف ميغاواط, "7,000 pounds instead of six": the unit or the magnitude was said before."""
    for index, (bare, full) in enumerate(both_ways(one, two)):
        side, own = known.hints[index], known.everything[index]
        if bare.kind != "cardinal" or bare.unit is not None or bare.value is None or full.value is None:
            continue
        if full.kind == "measure" and full.unit is not None and not bare.soft:
            units = {other.unit for other in own if other.kind == "measure" and other.unit is not None}
            ratios = (unit_ratio(unit, full.unit) for unit in units)
            if any(ratio is not None and bare.value * ratio == full.value for ratio in ratios):
                return f"{describe(full)}, whose unit was said before"
        if bare.value >= _ELLIPSIS or bare.bound != full.bound or not side.stands_bare(bare):
            continue
        before = [
            other
            for other in own
            if other.start < bare.start and (full.unit is None or other.unit in (full.unit, None))
        ]
        for scale in _MAGNITUDES:
            told = any((other.value or 0) >= scale and (other.value or 0) < scale * 1000 for other in before)
            if told and bare.value * scale == full.value:
                return f"{describe(full)}, whose magnitude was said before"
    return None


def _one_more(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Four soldiers, one of them an officer, for an officer and three soldiers."""
    if one.kind != "cardinal" or two.kind != "cardinal" or one.unit is not None or two.unit is not None:
        return None
    if two.value != (one.value or 0) + 1 or not tells_one_of(known.hints[1].tokens, two):
        return None
    tokens = known.hints[0].tokens
    joined = joins_one(tokens, one) and not tells_one_of(tokens, one)
    return f"{describe(one)} and one more" if joined else None


def _turned_round(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Ten times the 120 of now for a tenth of the 1,200 of then."""
    factor = known.turned_round
    if factor is None or not factor.value:
        return None
    told = two.value == (1 / factor.value if one is factor else (one.value or 0) * factor.value)
    return f"{describe(one)} seen from the other end of {describe(factor)}" if told else None


def _as_much(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Half as much as the 50 of before, which makes the 25 of now."""
    for index, (base, share) in enumerate(both_ways(one, two)):
        if not is_factor(share) or base.kind not in ("cardinal", "money", "measure"):
            continue
        if compares_with(known.hints[1 - index].tokens, share) and any(
            other.value == (base.value or 0) * (share.value or 0) and base.unit in (None, other.unit)
            for other in known.kept
        ):
            return f"{describe(share)} of {describe(base)}"
    return None


def _with_others(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Fifteen fans, three of them in custody and the others free, for three and twelve."""
    if one.kind != "cardinal" or two.kind != "cardinal" or one.unit is not None or two.unit is not None:
        return None
    if not known.names_the_others:
        return None
    for other, there in known.pairs if len(known.pairs) <= _FEW else ():
        part = other.kind == "cardinal" and other.unit is None and other.high is None and other is not one
        if part and two.start < there.start and two.value == (one.value or 0) + (other.value or 0):
            return f"{describe(other)} and {describe(one)} together"
    return None


def _times_as_much(one: Quantity, two: Quantity, known: Known) -> str | None:
    """£600,000, three times the estimate, for three times 200,000.

    The base stands behind its factor and the product before it: "a million, twice what he had" is no other two million.
    """
    for index, (base, product) in enumerate(both_ways(one, two)):
        alike = base.kind == product.kind and base.kind in ("money", "measure") and base.unit == product.unit
        for pair in known.pairs if alike and len(known.pairs) <= _MOST else ():
            factor, other = pair[index], pair[1 - index]
            in_place = base.start > factor.start and (product.start < other.start or product.role == "to")
            multiplies = factor.kind == "multiple" and factor.value not in _ZEROS
            if multiplies and in_place and (base.value or 0) * (factor.value or 0) == product.value:
                return f"{describe(factor)} {describe(base)}"
    return None


def _counted_on(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Two who were killed and one who was hurt, for قتل شرطيان وأصيب ثالث, where the two stand in a dual."""
    if one.kind != "ordinal" or two.kind != "cardinal" or one.value != _THIRD or two.value != _THIRD - 1:
        return None
    told = known.hints[1].tells("one_more") and known.hints[0].may_hold(two)
    return f"those before {describe(one)}" if told else None


def with_others(two: Quantity, ones: Sequence[Quantity], tokens: Sequence[Token]) -> str | None:
    """The step that gives `two`, "and two others", from the whole of the source with the one who is named: three."""
    if two.kind != "cardinal" or two.unit is not None or two.value is None or not joins_others(tokens, two):
        return None
    whole = (one for one in ones if one.kind == "cardinal" and one.high is None and one.value == (two.value or 0) + 1)
    return next((f"{describe(one)} less the one who is named" for one in whole), None)


def _others_before(one: Quantity, two: Quantity, known: Known) -> str | None:
    """The fifth in a row, with four before it."""
    for index, (rank, number) in enumerate(both_ways(one, two)):
        if rank.kind != "ordinal" or number.kind != "cardinal" or number.unit is not None or rank.value is None:
            continue
        if number.value == rank.value - 1 and names_others(known.hints[1 - index].tokens, number):
            return f"those before {describe(rank)}"
    return None


def _less_by(one: Quantity, two: Quantity, _: Known) -> str | None:
    """75 % less, where a quarter is used."""
    for share, fall in both_ways(one, two):
        fell = fall.kind == "percent" and fall.direction == "down" and fall.role == "by"
        left = share.kind == "fraction" and share.role is None
        if fell and left and (share.value or 0) * 100 + (fall.value or 0) == 100:
            return f"what {describe(share)} leaves"
    return None


def _inverse(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Four times the 16 of others for a quarter of the 64; "half that a fortnight ago" for twice what it was."""
    if not is_factor(one) or not is_factor(two) or (one.value or 0) * (two.value or 0) != 1:
        return None
    for base, other in permutations(known.kept, 2) if len(known.kept) <= _MOST else ():
        alike = base.kind == other.kind and base.unit == other.unit and base.high is None and other.high is None
        if alike and base.value and other.value == base.value * (two.value or 0):
            return f"{describe(other)} over {describe(base)}"
    told = points_back(known.hints[1].tokens, two) or points_back(known.hints[0].tokens, one)
    return f"{describe(one)} seen from the other end" if told else None


def _times_less(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Half the time, for أقصر بمرتين; one-twentieth of the price, for أقل بعشرين مرة."""
    inverse = two.kind == "fraction" and (one.value or 0) > 1 and (one.value or 0) * (two.value or 0) == 1
    told = inverse and falls_short(known.hints[0].tokens, one)
    return f"{describe(one)} seen from the other end" if told else None


STEPS: tuple[Step, ...] = (
    _worked_out, _earlier_value, _instalments, _those_who_did_not,
    _minute_of_match, _ellipsis, _one_more, _turned_round, _as_much,
    _others_before, _less_by, _with_others, _counted_on,
    _times_as_much, _inverse, _times_less,
)  # fmt: skip
