"""What is said of a pair whose comparators differ: flipped, dropped or added, just short of a figure for over it."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.compare.cases import Case, PairRule, Verdict
from pipeline.numbers.compare.derivations import share_of
from pipeline.numbers.compare.steps import denied_on_one_side
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import rule
from pipeline.numbers.text.folding import fold

_FLIPPED = {("more_than", "less_than"), ("at_least", "at_most"), ("more_than", "at_most"), ("at_least", "less_than")}
_NEGATED = {"more_than": "at_most", "less_than": "at_least"}
_NEAR = ({"more_than", "at_least"}, {"less_than", "at_most"})
_OVER = ("more_than", "at_least")
_HALF = Fraction(1, 2)
_BEFORE = 60
"""Characters before a figure among which its comparator stands."""
_WORDS = 7
"""Words of these."""
_ODD = 12
"""Characters on either side of a figure in which a word says that it is somewhat more."""


def _differ(case: Case) -> bool:
    """Whether two figures of the same value, and no ranges, have other comparators."""
    one, two = case.one, case.two
    same = one.bound == two.bound or case.relation.kind not in ("equal", "unit")
    return not same and one.high is None and two.high is None


@rule(
    "nearly-for-over",
    reads="a figure that was nearly reached for one that was passed, or one well passed for one that was about so",
    must=(("أكثر من 900 ضيف", "almost 900 guests"), ("نحو 70 خروفا", "well over 70 sheep")),
    leaves=("أكثر من 900 ضيف", "about 900 guests"),
)
def _nearly_for_over(case: Case) -> Verdict | None:
    one, two = case.one, case.two
    if "about" not in (one.bound, two.bound) or not _differ(case):
        return None
    texts = case.hints[0].text, case.hints[1].text
    sides = ((one, texts[0]), (two, texts[1]))
    (about, its), (other, others) = sides if one.bound == "about" else sides[::-1]
    short = other.bound in _OVER and _is_said("just_short", about, its)
    far = other.bound in ("more_than", "less_than") and _is_said("by_far", other, others)
    return Verdict("bound", "error") if short or far else None


def _is_said(name: str, quantity: Quantity, text: str) -> bool:
    """Whether one of the words stands shortly before a figure, and no other figure between."""
    for word in reversed(fold(text[max(quantity.start - _BEFORE, 0) : quantity.start]).text.split()[-_WORDS:]):
        if any(char.isdigit() for char in word):
            return False
        bare = word.strip(",.،؛;:()\"'«»“”$€£")
        if bare in word_list(name) or bare[1:] in word_list(name):  # وقرابة
            return True
    return False


@rule(
    "bound-changed",
    reads="a comparator that is flipped, dropped or added, or takes the place of one that tells no side",
    must=(("أكثر من 50 شخصا", "less than 50 people"), ("نحو 50 شخصا", "at least 50 people")),
    leaves=("أكثر من 50 شخصا", "over 50 people"),
)
def _bound_changed(case: Case) -> Verdict | None:
    one, two = case.one, case.two
    if not _differ(case):
        return None
    if (one.bound, two.bound) in _FLIPPED or (two.bound, one.bound) in _FLIPPED:
        return None if _is_denied(case) else Verdict("bound", "error")
    if _is_made_sure(case):
        return Verdict("bound", "error")
    return Verdict("bound", "note" if {one.bound, two.bound} in _NEAR else "warning")


def _is_made_sure(case: Case) -> bool:
    """Whether one text says on which side of a figure a thing is, and the other only that it is about there.

    Not where "about" is said by a word that tells the side too (قرابة), nor of "a hundred-odd" (مئة ونيف); and a
    translation that says "about" for "more than" is merely vaguer.
    """
    one, two = case.one, case.two
    if (one.bound, two.bound) == ("more_than", "about"):
        return False
    sides = ((one, case.hints[0].text), (two, case.hints[1].text))
    (about, its), (other, others) = sides if one.bound == "about" else sides[::-1]
    if about.bound != "about" or other.bound in ("exact", "about") or about.soft or other.soft:
        return False
    if other.bound in ("less_than", "at_most") and _is_said("just_short", about, its):
        return False
    return not (_has_odd(about, its) or _has_odd(other, others))


def _has_odd(quantity: Quantity, text: str) -> bool:
    """Whether a figure is "a hundred-odd", مئة ونيف, بضعة عشر: somewhat more, and so about as much."""
    near = fold(text[max(quantity.start - _ODD, 0) : quantity.end + _ODD]).text.replace("-", " ").split()
    return not word_list("and_odd").isdisjoint(near)


def _is_denied(case: Case) -> bool:
    """Whether "more than" is denied further off in its sentence, so that it says "no more than": لم يحضر أكثر من 30."""
    one, two = case.one, case.two
    if share_of(one) == share_of(two) == _HALF and denied_on_one_side(one, two, case.hints):
        return True  # أكثر من نصفهم لا يعلمون, "fewer than half know"
    for own, side, other in ((one, case.hints[0], two), (two, case.hints[1], one)):
        if _NEGATED.get(own.bound) == other.bound and side.denies(own):
            return True
    return False


BOUNDS: tuple[PairRule, ...] = (_nearly_for_over, _bound_changed)
