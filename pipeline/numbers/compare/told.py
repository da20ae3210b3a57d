"""Figures that found no counterpart and follow from several that both texts have: a whole before its parts, what a part
leaves, the margin of a result. Editors add such figures and leave them out; each is exact
arithmetic, and most are asked for only where words say that it is done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from pipeline.numbers.compare.asides import joins_one, tells_margin, tells_one_of
from pipeline.numbers.compare.duals import may_be_name
from pipeline.numbers.compare.steps import Known, step_between
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.write.english import describe

_FEW = 6
"""With more figures than these one of them is easily the sum or the rest of others."""
_MOST_PARTS = 3
_ENUMERATED = [1, 2]
_STANDING = 10
"""A figure as large may be the standing from which another one is so many points away."""


def follows(two: Quantity, known: Known, said: Sequence[Quantity]) -> str | None:
    """The step by which a figure of the target follows from those that both texts have, in words; None without any.

    `said` are the figures of the target that the source has or says without a number.
    """
    if two.value is None or two.high is not None:
        return None
    return _whole(two, said) or _rest(two, known) or _margin(two, known) or _year_beside(two, known)


def with_one_more(two: Quantity, known: Known) -> str | None:
    """The step that gives `two` from a figure of both texts and one joined to it: five, four Syrians and an Iraqi.

    The whole stands before its part.
    """
    if two.kind != "cardinal" or two.unit is not None or two.high is not None or two.value is None:
        return None
    if len(known.pairs) > _FEW:
        return None
    parts = [one for one, there in known.pairs if two.end <= there.start and not one.soft]
    near = (one for one in _plain(parts) if (one.value or 0) + 1 == two.value)
    tokens = known.hints[0].tokens
    return next((f"{describe(one)} and one more" for one in near if joins_one(tokens, one)), None)


def _plain(figures: Sequence[Quantity]) -> list[Quantity]:
    return [one for one in figures if one.kind == "cardinal" and one.high is None and one.unit is None and one.value]


def _whole(two: Quantity, said: Sequence[Quantity]) -> str | None:
    """Five charges: three of murder and two of theft."""
    parts = sorted(_plain(said), key=lambda part: part.start)
    if two.kind != "cardinal" or two.unit is not None or len(parts) > _FEW:
        return None
    parts = [part for part in parts if part.start > two.end]  # a whole stands before its parts
    for size in range(2, _MOST_PARTS + 1):
        for first in range(len(parts) - size + 1):
            some = parts[first : first + size]
            if sum(part.value or 0 for part in some) == two.value:
                return f"{' and '.join(describe(part) for part in some)} together"
    return None


def _rest(two: Quantity, known: Known) -> str | None:
    """Eight cautions, five of them to the home side and three to the visitors."""
    parts = _plain(known.kept)
    if two.kind != "cardinal" or len(parts) > _FEW:
        return None
    for whole, part in combinations(sorted(parts, key=lambda one: -(one.value or 0)), 2):
        left = (whole.value or 0) - (part.value or 0)
        if left == two.value and tells_one_of(known.hints[0].tokens, part, near=True):
            return f"{describe(whole)} less {describe(part)}"
    return None


def _margin(two: Quantity, known: Known) -> str | None:
    """Nine points, by which 88-79 was won; 31 points, three behind 34."""
    if two.kind != "cardinal":
        return None
    tokens = known.hints[0].tokens, known.hints[1].tokens
    if two.role == "by" or tells_margin(tokens[1], two):
        for score in _scores(known):
            if two.value == abs((score.value or 0) - (score.high or 0)):
                return f"the margin of {describe(score)}"
    for margin in _plain(known.kept):
        for standing in _plain(known.kept) if tells_margin(tokens[0], margin) else ():
            if (standing.value or 0) >= _STANDING and abs((standing.value or 0) - (two.value or 0)) == margin.value:
                return f"{describe(margin)} away from {describe(standing)}"
    return None


def _year_beside(two: Quantity, known: Known) -> str | None:
    """2023, the year before the 2024 that both texts have: في السنة السابقة."""
    if two.kind != "year" or two.value is None:
        return None
    for year in known.kept:
        apart = (year.value or 0) - two.value if year.kind == "year" and year.high is None else 0
        if (apart == 1 and known.hints[0].tells("the_year_before")) or (
            apart == -1 and known.hints[0].tells("the_year_after")
        ):
            return f"the year {'before' if apart == 1 else 'after'} {describe(year)}"
    return None


def _scores(known: Known) -> Iterator[Quantity]:
    return (one for one in known.kept if one.kind == "score" and one.high is not None)


def goes_unsaid(one: Quantity, known: Known) -> bool:
    """Whether the target need not say a figure of the source, since those that it says give it."""
    if one.value is None or one.high is not None or one.kind not in ("cardinal", "ordinal"):
        return False
    if one.kind == "ordinal":
        return _is_rank_told(one, known)
    return any(
        told(one, known)
        for told in (_is_rest_told, _is_whole_told, _is_margin_told, _is_number_of_sets, _is_number_of_ranks)
    )


def _is_rest_told(one: Quantity, known: Known) -> bool:
    """All but one of the six, where five were; four of the 15 are missing and the rest is back, where 11 are."""
    hints = known.hints[1]
    left = [two.value or 0 for two in known.everything[1] if hints.tells_rest or hints.says_rest(two)]
    if any(two.value == (one.value or 0) - 1 and hints.says_rest(two) for two in known.everything[1]):
        return True  # "vetoed what the other 14 had voted for", of the 15
    return any((whole.value or 0) - rest == one.value for whole in _plain(known.kept) for rest in left)


def _is_whole_told(one: Quantity, known: Known) -> bool:
    """Six to three, where the court has nine."""
    parts = _plain(known.kept)
    return any(
        (first.value or 0) + (second.value or 0) == one.value and known.hints[0].is_of_whole(first)
        for first, second in pairwise(parts)
    )


def _is_margin_told(one: Quantity, known: Known) -> bool:
    """A lead of four goals at 15-11."""
    if not tells_margin(known.hints[0].tokens, one):
        return False
    return any(one.value == abs((score.value or 0) - (score.high or 0)) for score in _scores(known))


def _is_number_of_sets(one: Quantity, known: Known) -> bool:
    """Three sets, 6-3 2-6 7-5: as many as there are scores, all of which the target gives."""
    if one.counted is None or fold_word(one.counted.text) not in word_list("score_plural"):
        return False
    sets = [score for score, _ in known.pairs if score.high is not None and score.start > one.end]
    return len(sets) == one.value


def _is_rank_told(one: Quantity, known: Known) -> bool:
    """The first of two batches with 45 and the second with 27: a rank that only says which of two figures is meant,
    both of which the target has in their order; the third of three sites, where "one" is what two leave.
    """
    twos = known.everything[1]
    if any(two.value == 1 and two.kind == "cardinal" for two in twos) and _is_last_rank(one, known):
        return True
    return one.value in (1, 2) and _ranks_are_told(known)


def _is_number_of_ranks(one: Quantity, known: Known) -> bool:
    """Two batches, of which the first and the second are told so."""
    return one.value == len(_ENUMERATED) and _ranks_are_told(known)


def _ranks_are_told(known: Known) -> bool:
    """Whether a first and a second only say which of two figures is meant, and the target has these in their order."""
    twos = known.everything[1]
    ranks = [rank for rank in known.everything[0] if rank.kind == "ordinal"]
    if [rank.value for rank in ranks] != _ENUMERATED or any(two.kind == "ordinal" for two in twos):
        return False
    behind = [next((pair for pair in known.pairs if pair[0].start >= rank.end), None) for rank in ranks]
    beside = [next((pair for pair in reversed(known.pairs) if pair[0].end <= rank.start), None) for rank in ranks]
    return any(
        first is not None and second is not None and first is not second and first[1].start < second[1].start
        for first, second in (behind, (behind[0], beside[1]))
    )


def _is_last_rank(one: Quantity, known: Known) -> bool:
    """Whether a definite rank is the last of a number that both texts have: ثلاثة مواقع ... والثالث في العراق."""
    return any(part.value == one.value and part.end < one.start for part in _plain(known.kept))


def is_no_pair(one: Quantity, two: Quantity, known: Known) -> bool:
    """Whether two figures of other values, put together for want of others, are each told otherwise: a first
    place by "top" and 31 points, which follow; a dual by "back-to-back" and 12 months, a year.
    """
    if known.hints[1].names(one) and known.hints[0].names(two):
        return True  # ten men "from the hour mark"
    if one.kind == two.kind and one.unit == two.unit:
        return False
    if _are_each_said(one, two, known):
        return True
    if known.hints[0].lang == "ar" and may_be_name(one, known.hints[0].other):
        return True
    there = [figure for _, figure in known.pairs]
    explained = follows(two, known, there) is not None or _is_a_single(two, known)
    return explained and (one.soft or known.hints[1].tells_rank_or_two(one))


def _are_each_said(one: Quantity, two: Quantity, known: Known) -> bool:
    """Whether each of two figures is said in the other text without a number: المجموعة الأولى by "the opening set" and
    "the next two" by a dual; a second place by تلتها, where half of a share stands for twice the other.
    """
    hints = known.hints
    if two.kind == "cardinal" and two.value == len(_ENUMERATED) and two.unit is None:
        halved = one.kind == "fraction" and hints[1].tells_half(one) and hints[0].spares_dual
        return halved or (one.kind == "ordinal" and hints[0].has_definite_dual and hints[1].tells_rank_or_two(one))
    if two.kind != "ordinal" or not hints[0].tells_rank_or_two(two) or not known.is_short:
        return False
    there = {id(figure) for _, figure in known.pairs}
    others = (other for other in known.everything[1] if other is not two and id(other) not in there)
    return any(step_between(one, other, known) is not None for other in others)


def is_soft_of_other_unit(one: Quantity, two: Quantity) -> bool:
    """Whether a figure that may go unsaid was put to one of another sort: لليورو الواحد and "one-month"."""
    return one.soft and None not in (one.unit, two.unit) and one.kind != two.kind


def _is_a_single(two: Quantity, known: Known) -> bool:
    """Whether the source has a period without a number that is as long: أقل من عام, "less than 12 months"."""
    return two.kind == "measure" and two.unit is not None and known.hints[0].may_hold(two)


def is_last_of(two: Quantity, known: Known) -> bool:
    """Whether the source says by "last" what the target says by a rank: eighth of eight."""
    last = two.kind == "ordinal" and known.hints[0].tells("came_last")
    return last and any(one.value == two.value for one in _plain(known.kept))
