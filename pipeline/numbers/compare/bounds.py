"""What is said of a pair whose comparators differ: flipped, replaced, dropped or added, or denied in one text alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.numbers.compare.cases import Case, PairRule, Verdict
from pipeline.numbers.compare.derivations import share_of
from pipeline.numbers.compare.hints import Hints
from pipeline.numbers.compare.steps import denied_on_one_side
from pipeline.numbers.lexicon import ListName, dimension_of, word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import rule
from pipeline.numbers.text.clitics import spellings
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.tokens import token_at

_FLIPPED = {("more_than", "less_than"), ("at_least", "at_most"), ("more_than", "at_most"), ("at_least", "less_than")}
_FLIPS = _FLIPPED | {(two, one) for one, two in _FLIPPED}
_NEGATED = {"more_than": "at_most", "less_than": "at_least"}
_NEAR = ({"more_than", "at_least"}, {"less_than", "at_most"})
_OVER = ("more_than", "at_least")
_HALF = Fraction(1, 2)
_BEFORE, _BEHIND = 60, 30
"""Characters before a figure, and behind it, among which its comparator stands."""
_WORDS = 7
"""Words of these before it."""
_BESIDE = 3
"""Words before a figure and behind it that belong to nothing else."""
_CLAUSE = 8
"""Tokens before a figure in which its comparator may be denied."""
_MARKS = ",.،؛;:()\"'«»“”$€£-"
_BARELY, _BEYOND = "بالكاد", "beyond"
"""The first may stand before the verb."""
_AS_FEW = (("as", "little"), ("as", "few"))
"""What is before a figure that is called small, nearest first."""
_UP_TO = frozenset({"يصل", "تصل", "وصل", "وصلت", "سيصل", "ستصل"})
"""What reaches "about 60" may be up to so many; what is (تبلغ) about 60 is not."""
_VERBS: tuple[ListName, ...] = ("more_verb", "less_verb", "exceeding_verb", "reaching_verb", "nearing_verb")


def _differ(case: Case) -> bool:
    """Whether two figures of the same value, and no ranges, have other comparators."""
    return case.one.bound != case.two.bound and _are_same(case)


def _are_same(case: Case) -> bool:
    return case.relation.kind in ("equal", "unit") and case.one.high is None and case.two.high is None


def _are_figures(case: Case) -> bool:
    """Whether neither is a year or month beside now, of which the comparator before it is not ("more than last year"),
    nor a length of time in which something went on ("over three years").
    """
    if not {case.one.lone, case.two.lone} <= {None, "length"}:
        return False
    lasting = dimension_of(case.two.unit) == "time" and case.languages[1] == "en"
    return not (lasting and _before(case.two, case.hints[1])[:1] == ["over"])


def _sides(case: Case, *bounds: str) -> tuple[tuple[Quantity, Hints], tuple[Quantity, Hints]]:
    """Both figures, each with its text: first the one that has one of these comparators."""
    one, two = (case.one, case.hints[0]), (case.two, case.hints[1])
    return (one, two) if case.one.bound in bounds else (two, one)


def _before(figure: Quantity, side: Hints) -> list[str]:
    """The words before a figure, nearest first, up to another figure."""
    found = []
    for word in reversed(fold(side.text[max(figure.start - _BEFORE, 0) : figure.start]).text.split()[-_WORDS:]):
        if any(char.isdigit() for char in word):
            break
        found.append(word.strip(_MARKS))
    return found


def _behind(figure: Quantity, side: Hints) -> list[str]:
    """The words right behind a figure."""
    words = fold(side.text[figure.end : figure.end + _BEHIND]).text.replace("-", " ").split()
    return [word.strip(_MARKS) for word in words[:_BESIDE]]


def _any(words: Sequence[str], name: ListName) -> bool:
    """Whether one of the words, or what follows its first letter (وقرابة), stands in that list."""
    known = word_list(name)
    return any(word in known or word[1:] in known for word in words)


@rule(
    "other-comparator",
    reads="a figure that is firmly bounded in one text and only about so, or nearly reached, in the other",
    must=(("نحو 900 ضيف", "more than 900 guests"), ("أكثر من 900 ضيف", "almost 900 guests")),
    leaves=("نحو 900 ضيف", "just over 900 guests"),
)
def _other_comparator(case: Case) -> Verdict | None:
    """What is just short of a figure is less, and what is a little over or under it is about so; that the target doubts
    what the source says to be more, and not far more, is none.
    """
    if "about" not in (case.one.bound, case.two.bound) or "exact" in (case.one.bound, case.two.bound):
        return None
    if not _differ(case) or not _are_figures(case):
        return None
    (about, its), (other, others) = _sides(case, "about")
    led, behind = _before(about, its), _behind(about, its)
    short, over = _any(led, "just_short"), other.bound in _OVER
    near = _any(_before(other, others)[:_BESIDE], "slightly") or _any(_behind(other, others), "slightly")
    if short or near:
        return Verdict("bound", "error") if short and over else None
    if (case.one.bound, case.two.bound) == ("more_than", "about") and not _any(_before(other, others), "by_far"):
        return None  # doubt alone
    # "Up to about 60", "60-odd" for نيف وستون: the other comparator is there too; ليصل إلى 9 reaches 9 too.
    reached = other.bound == "at_most" and any(not _UP_TO.isdisjoint((one, one[1:])) for one in _before(other, others))
    both = (
        reached
        or not _UP_TO.isdisjoint(led)
        or _any([*led, *behind, *_behind(other, others), *_before(other, others)], "odd")
    )
    return None if both else Verdict("bound", "error")


@rule(
    "only-for-at-least",
    reads="a figure of which one text says that it is only so much, and the other that it is more",
    must=(
        ("لم يحضر الجلسة سوى 43 نائبا", "No fewer than 43 deputies came"),
        ("باع على الأقل 40 ألف نسخة", "He sold barely 40,000 copies"),
    ),
    leaves=("لم يحضر الجلسة سوى 43 نائبا", "Just over 43 deputies came"),
)
def _only_for_at_least(case: Case) -> Verdict | None:
    if not _differ(case) or not _are_figures(case) or {case.one.bound, case.two.bound}.isdisjoint(_OVER):
        return None
    (other, others), (few, its) = _sides(case, *_OVER)
    if few.bound not in ("exact", "about") or not _is_only(few, its):
        return None
    said = _is_only(other, others) or _denies(other, others)  # لا يكفي لأكثر من 6
    return None if said else Verdict("bound", "error")


def _is_only(figure: Quantity, side: Hints) -> bool:
    """Whether a figure is said to be no more: لم يحضر سوى 43, "a mere 43", 43 فقط."""
    led = _before(figure, side)
    few = _BARELY in led or tuple(led[:2]) in _AS_FEW or _any(led[:_BESIDE], "no_more")
    return few or (side.lang == "ar" and _any(_behind(figure, side), "no_more"))


@rule(
    "about-for-exactly",
    reads="a figure that is about so in one text and exactly so in the other",
    must=(
        ("بكلفة تناهز 4 مليارات ريال", "at a cost of exactly 4 billion riyals"),
        ("نحو 70 خروفا", "precisely 70 sheep"),
    ),
    leaves=("بكلفة تناهز 4 مليارات ريال", "at a cost of 4 billion riyals"),
)
def _about_for_exactly(case: Case) -> Verdict | None:
    if "about" not in (case.one.bound, case.two.bound) or not _differ(case):
        return None
    _, (other, others) = _sides(case, "about")
    return Verdict("bound", "error") if _any(_before(other, others)[:1], "exactly") else None


@rule(
    "denied-bound",
    reads="a comparator that only one text denies",
    must=(
        ("لن يُسمح بدخول أكثر من 90 زائرا", "A minimum of 90 visitors will be let in"),
        ("المخزون لا يكفي لأكثر من ثلاثة أيام", "Stocks will last for more than three days"),
    ),
    leaves=("لا يزال أكثر من 30 شخصا مفقودين", "More than 30 people are missing"),
)
def _denied_bound(case: Case) -> Verdict | None:
    """Where the other text denies nothing and has the same comparator, or the opposite of what this one comes to."""
    if not _are_same(case) or not _are_figures(case):
        return None
    one, two = (case.one, case.hints[0]), (case.two, case.hints[1])
    for (figure, side), (other, others) in ((one, two), (two, one)):
        meant = _NEGATED.get(figure.bound)
        if meant is not None and (meant, other.bound) in _FLIPS and _denies(figure, side):
            denying = word_list("denying")
            if all(denying.isdisjoint(spellings(token.text)) for token in others.tokens):
                return Verdict("bound", "error")
    return None


def _denies(figure: Quantity, side: Hints) -> bool:
    """Whether a verb before a figure is negated: لا يكفي لأكثر من ثلاثة, "not make up more than 55".

    "None but more than three" and "still" (لا يزال) deny nothing.
    """
    at = token_at(side.tokens, figure.start)
    near = side.tokens[max(at - _CLAUSE, 0) : at]
    for index in range(len(near) - 2, -1, -1):
        token, after = near[index], near[index + 1]
        if token.kind == "symbol" and token.text != "'":
            return False
        if token.text in word_list("save"):
            return False
        if not word_list("denier").isdisjoint((token.text, token.text.lstrip("وف"))):
            # A negated verb of comparing is read as what it comes to.
            return after.text not in word_list("still_verb") and not any(map(after.among, map(word_list, _VERBS)))
    return False


@rule(
    "bound-changed",
    reads="a comparator that is flipped, dropped or added",
    must=(("أكثر من 50 شخصا", "less than 50 people"), ("50 شخصا", "at least 50 people")),
    leaves=("أكثر من 50 شخصا", "over 50 people"),
)
def _bound_changed(case: Case) -> Verdict | None:
    one, two = case.one, case.two
    if not _differ(case):
        return None
    if (one.bound, two.bound) in _FLIPS:
        # A currency that weakens "beyond" so many to the dollar gets less for one.
        either_way = _BEYOND in _before(two, case.hints[1]) and case.hints[1].is_exchange_rate(two)
        return None if either_way or _is_denied(case) else Verdict("bound", "error")
    return Verdict("bound", "note" if {one.bound, two.bound} in _NEAR else "warning")


def _is_denied(case: Case) -> bool:
    """Whether "more than" is denied further off in its sentence, so that it says "no more than": لم يحضر أكثر من 30."""
    one, two = case.one, case.two
    # أكثر من نصفهم لا يعلمون, "fewer than half know"; هوى إلى أقل من النصف, "plunged by more than half"
    halves, other_end = share_of(one) == share_of(two) == _HALF, {one.role, two.role} == {"to", "by"}
    if halves and (other_end or denied_on_one_side(one, two, case.hints)):
        return True
    for own, side, other in ((one, case.hints[0], two), (two, case.hints[1], one)):
        if _NEGATED.get(own.bound) == other.bound and side.denies(own):
            return True
    return False


BOUNDS: tuple[PairRule, ...] = (
    _denied_bound, _other_comparator, _only_for_at_least, _about_for_exactly, _bound_changed,
)  # fmt: skip
