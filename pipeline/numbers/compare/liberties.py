"""Figures that one text says in a way of its own: خمس السكان and a fifth or 20 %, a lead of two goals, five sets."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.compare.relations import Relation, RelationRule, both_ways, related
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import rule
from pipeline.numbers.text.clitics import ARTICLE, with_article_kept
from pipeline.numbers.text.folding import fold_word

_HUNDRED = 100
_PARTS = {
    "خمس": Fraction(1, 5),
    "سبع": Fraction(1, 7),
    "تسع": Fraction(1, 9),
    "عشر": Fraction(1, 10),
    "خمسا": Fraction(2, 5),
}
"""Feminine counting forms that are spelled like a fraction, or two of them."""
_ITS = "ه"
"""The pronoun of "a tenth of it", which hasty writers put for the ة of ten."""
_PRECISION = 1
"""Points by which a percentage may stand for a fraction without a finite decimal."""
_SIDES = {"more_than": (0, 5), "at_least": (0, 5), "less_than": (-5, 0), "at_most": (-5, 0), "about": (-3, 3)}
"""Points by which a percentage may be above a fraction that stands for it, by what the text says before this."""
_SCORE, _TWO_DOZEN, _DOZEN = 20, 24, "dozen"
_LEAD = Relation("equal", 0.1)


@rule(
    "fifth-or-five",
    reads="a fraction that is spelled like a number: خمس before a noun that does not tell which",
    must=(
        ("خمس أطفال البلاد", "a fifth of the country's children"),
        ("فقدت عشر إيراداتها", "It lost 10% of its revenue"),
    ),
    leaves=("خمس أطفال البلاد", "five of the country's children"),
)
def _fifth_or_five(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind != "cardinal" or one.unit is not None or one.high is not None or two.value is None:
            continue
        words = with_article_kept(fold_word(one.text).removeprefix(ARTICLE))  # بزيادة الخمس
        part = next((_PARTS[word] for word in words if word in _PARTS), None)
        if part is None and one.text.endswith(_ITS):  # لا تمثل أكثر من عشره
            part = next((_PARTS[word[:-1]] for word in words if word[:-1] in _PARTS), None)
        if part is None:
            continue
        if two.kind == "percent" and two.unit == "%":
            return related("equal") if abs(two.value - part * _HUNDRED) < _PRECISION else None
        if two.kind == "fraction" or (two.kind == "ordinal" and two.soft):
            value = two.value if two.value < 1 else 1 / two.value
            return related("equal") if value == part else None
    return None


@rule(
    "goals-unanswered",
    reads="the goals of one side for a score that the other did not answer",
    must=(("تقدم بهدفين نظيفين", "He had a two-goal lead"), ("فاز بثلاثية نظيفة", "They won by three goals")),
    leaves=("تقدم بهدفين مقابل هدف", "He had a two-goal lead"),
    kinds=("score", "cardinal"),
)
def _goals_unanswered(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind == "score" and one.high == 0 and two.kind == "cardinal" and two.high is None and _is_spelled(one):
            return _LEAD if one.value == two.value and two.unit is None else None
    return None


def _is_spelled(quantity: Quantity) -> bool:
    return not any(letter.isdecimal() for letter in quantity.text)


@rule(
    "sets-played",
    reads="the sets of a match for those that each side won",
    must=(("فاز بثلاث مجموعات لاثنتين", "He won in five sets"), ("فاز بمجموعتين لواحدة", "She won in three sets")),
    leaves=("فاز بثلاثة أهداف لاثنين", "He won in five minutes"),
    kinds=("score", "cardinal"),
)
def _sets_played(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.kind != "score" or two.kind != "cardinal" or one.high is None or two.counted is None:
            continue
        if two.counted.text.casefold() in word_list("sets") and two.value == (one.value or 0) + one.high:
            return _LEAD
    return None


@rule(
    "percent-as-multiple",
    reads="a rise by a hundred percent, which doubles, or by two hundred, which triples",
    must=(("ارتفعت الأسعار بنسبة 100%", "Prices doubled"), ("زاد الإنتاج 200 في المئة", "Output tripled")),
    leaves=("ارتفعت الأسعار بنسبة 150%", "Prices doubled"),
)
def _percent_as_multiple(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        if one.unit != "%" or (one.direction, one.role) != ("up", "by") or two.kind != "multiple":
            continue
        told = one.high is None and two.high is None and two.value == 1 + (one.value or 0) / _HUNDRED
        return related("equal") if told else None
    return None


@rule(
    "two-dozen",
    reads="twenty for two dozen, where both texts give a round figure only",
    must=(
        ("أصيب نحو عشرين نائبا", "About two dozen deputies were infected"),
        ("أكثر من 20 كتابا", "over two dozen books"),
    ),
    leaves=("أصيب عشرون نائبا", "Two dozen deputies were infected"),
)
def _two_dozen(source: Quantity, target: Quantity) -> Relation | None:
    for one, two in both_ways(source, target):
        told = one.value == _SCORE and two.value == _TWO_DOZEN and _DOZEN in two.text.casefold()
        if told and one.bound == two.bound in ("about", "more_than") and one.high is None is two.high:
            return related("rounded") if one.unit == two.unit else None
    return None


@rule(
    "share-in-words",
    reads="a percentage as a fraction that is near it, on the side that the text says",
    must=(
        ("أيد الخطة 52% منهم", "Just over half of them backed it"),
        ("عارضها 48% منهم", "Nearly half of them opposed it"),
    ),
    leaves=("أيد الخطة 48% منهم", "Just over half of them backed it"),
)
def _share_in_words(source: Quantity, target: Quantity) -> Relation | None:
    return related("rounded") if is_share_in_words(source, target) else None


def is_share_in_words(percent: Quantity, fraction: Quantity) -> bool:
    """Whether a hedged fraction is true of an exact percentage: "just over half" of 52 %."""
    if percent.unit != "%" or percent.bound != "exact" or percent.high is not None or fraction.kind != "fraction":
        return False
    above = (percent.value or 0) - (fraction.value or 0) * _HUNDRED
    least, most = _SIDES.get(fraction.bound, (0, 0))
    return above != 0 and least <= above <= most


HOMOGRAPHS: tuple[RelationRule, ...] = (_fifth_or_five,)
DOZENS: tuple[RelationRule, ...] = (_two_dozen,)
LIBERTIES: tuple[RelationRule, ...] = (
    _goals_unanswered, _sets_played, _percent_as_multiple, _share_in_words,
)  # fmt: skip
