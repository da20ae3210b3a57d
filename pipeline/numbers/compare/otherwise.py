"""Numbers of a source that a target tells in other words, as what stands beside them in the source shows: one of those
counted by his age, two by their names, a year by its last day, sets by their scores.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from pipeline.numbers.compare.duals import DUAL_RULE
from pipeline.numbers.compare.steps import Known
from pipeline.numbers.compare.transliteration import is_transliterated, skeletons_of
from pipeline.numbers.lexicon import dimension_of, word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.clitics import forms, without_pronoun
from pipeline.numbers.text.tokens import Token, peek, token_at

_NEAR = 30
"""Characters after a rank in which the age of whom it stands for is given: الثالث، وعمره 19 سنة."""
_LEAST_RANK, _FEW_YEARS = 3, 4
_LAST_DAY = "--12-31"
_NOUN_PHRASE = 3
"""Tokens before a number in which its noun stands."""
_SHORTEST_NAME = 2
_AND, _ABSOLUTE, _SETS = "و", "ن", "مجموع"


def is_said_otherwise(one: Quantity, known: Known) -> bool:
    """Whether the target says `one`, of an Arabic source, in other words."""
    return known.hints[0].lang == "ar" and any(says(one, known) for says in SAYING)


def _by_age(one: Quantity, known: Known) -> bool:
    """A third man told by his age, which both texts have: وجرح ثالث عمره 34 سنة."""
    if one.kind != "ordinal" or one.unit is not None or one.value is None or one.value < _LEAST_RANK:
        return False
    nearest = next((other for other in known.everything[0] if other.start >= one.end), None)
    aged = nearest is not None and nearest.unit == "year" and nearest.kind == "measure"
    return aged and nearest in known.kept and nearest is not None and nearest.start - one.end <= _NEAR


def _by_another(one: Quantity, known: Known) -> bool:
    """The last of those counted, as "the last" or "one": توفي أربعة من الخمسة ونجا الخامس; after two, "another"."""
    if one.kind != "ordinal" or one.unit is not None or one.value is None or one.value < _LEAST_RANK:
        return False
    tokens = known.hints[0].tokens
    before = peek(tokens, token_at(tokens, one.start) - 1).text
    if any(form.definite for form in forms(before)) or without_pronoun(before) is not None:
        return False  # المركز الثالث, ابنه الثالث
    counts = [other for other in known.kept if other.kind == "cardinal" and other.start < one.start]
    counted = any(other.value in (one.value, one.value - 1) for other in counts)
    return counted and (known.hints[1].tells("one_more") or known.hints[1].tells("last_one"))


def _by_names(one: Quantity, known: Known) -> bool:
    """A dual told by the names of both, which the target has: بورصتا الكفاح والحارثية."""
    tokens = known.hints[0].tokens
    at = token_at(tokens, one.end)
    names = [peek(tokens, at).text, peek(tokens, at + 1).text]
    if one.rule != DUAL_RULE or one.text.endswith(_ABSOLUTE) or not names[1].startswith(_AND):
        return False
    there = skeletons_of(token.text for token in known.hints[1].tokens if token.text.isascii())
    return all(is_transliterated(name, there, shortest=_SHORTEST_NAME) for name in names)


def _by_year(one: Quantity, known: Known) -> bool:
    """The last day of a year as that year: السنة المنتهية في 31 ديسمبر."""
    if one.kind != "date" or one.unit != _LAST_DAY:
        return False
    tokens = known.hints[0].tokens
    at = token_at(tokens, one.start)
    ended = any(token.text in word_list("year_end") for token in tokens[max(at - _NOUN_PHRASE, 0) : at])
    return ended and any(token.text == "year" for token in known.hints[1].tokens)


def _by_years(one: Quantity, known: Known) -> bool:
    """A length by the years from which and to which it lasted: 11 عاما، من 2008 حتى 2019."""
    if one.kind != "measure" or one.unit != "year" or one.high is not None:
        return False
    years = [year for year in known.kept if year.kind == "year"]
    bare = [end for end in known.kept if end.kind == "cardinal" and end.unit is None] if years else []  # حتى 2019
    ends = [end for year in (*years, *bare) for end in (year.value, year.high) if end is not None]
    return len(ends) <= _FEW_YEARS and any(abs(last - first) == one.value for first, last in combinations(ends, 2))


def _by_sets(one: Quantity, known: Known) -> bool:
    """Sets by their scores, as many as both texts have: بمجموعتين دون رد, 6-2 و7-6; the two that were won of three."""
    scores = [other for other in known.kept if other.kind == "score" and other is not one]
    if one.kind == "score" and _SETS in one.text:
        return len(scores) == (one.value or 0) + (one.high or 0)
    counts_sets = one.counted is not None and _SETS in one.counted.text
    if one.kind != "cardinal" or not (counts_sets or _SETS in one.text) or not scores:
        return False
    won = sum((score.value or 0) > (score.high or 0) for score in scores)
    return one.value in (len(scores), won, len(scores) - won)


def _by_beginning(one: Quantity, known: Known) -> bool:
    """The first years of something as its early ones: سنوات الحرب الأولى."""
    if one.kind != "ordinal" or one.value != 1:
        return False
    tokens = known.hints[0].tokens
    at = token_at(tokens, one.start)
    times = any(_is_time(token) for token in tokens[max(at - _NOUN_PHRASE, 0) : at])
    return times and known.hints[1].tells("beginning")


def _is_time(token: Token) -> bool:
    sense = token.sense("measure")
    return sense is not None and dimension_of(sense.value) == "time" and not token.among(word_list("singular_time"))


SAYING: tuple[Callable[[Quantity, Known], bool], ...] = (
    _by_age,
    _by_another,
    _by_names,
    _by_year,
    _by_years,
    _by_sets,
    _by_beginning,
)
