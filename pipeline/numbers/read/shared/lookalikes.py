"""What only looks like a number in either language. Each rule gives an empty tuple where it is none."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.compounds import squared
from pipeline.numbers.read.shared.units import DASHES, unit_sense
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_LONGEST_MARK, _SHORTEST_NOTED = 3, 4
"""Digits of a paragraph's number at most, which is longer than those of footnotes; letters of a word that has one."""
_QUOTES, _PAUSES = ("'", "`"), (",", ";", "؛")
_CLAUSE_ENDS = frozenset(".,;:!?،؛؟\"'»”)")
"""Marks behind a footnote's; not those of markup: alert(1)>."""
_SECOND, _DAY, _LASTING = "second", "day", ("long", "old")
_OF_A_DAY = ("tripper", "trippers", "labourer", "labourers", "laborer", "laborers", "care", "traders", "boarders")


@rule(
    "unit-after-count",
    reads="a unit of time that is spelled like an ordinal, after its count",
    must=("It took 5 second.", "استغرق 20 ثانية"),
    leaves="a 5-1 second-leg win",
)
def unit_after_count(page: Page, index: int) -> tuple[Amount, ...] | None:
    """عشرون ثانية, "a thirty-second pause"."""
    tokens, left = page.tokens, page.left
    number = tokens[index].number
    if left is None or number is None or number.role != "ordinal" or left.kind not in ("cardinal", "fraction"):
        return None
    hyphen = index > 0 and tokens[index - 1].text == "-" and not tokens[index - 1].spaced
    if not hyphen and begins_adjective(tokens, index):
        return None  # "a 5-1 second-leg win", "seven second-half minutes"
    return () if left.last == index - hyphen and unit_sense(tokens[index]) is not None else None


def begins_adjective(tokens: Sequence[Token], index: int) -> bool:
    """Whether a unit is the first half of a word that is counted: "seven second-half minutes", "six day-trippers"."""
    hyphen, other = peek(tokens, index + 1), peek(tokens, index + 2)
    if hyphen.text != "-" or hyphen.spaced or other.kind != "word" or other.spaced:
        return False
    if tokens[index].text == _DAY:
        return other.text in _OF_A_DAY
    return tokens[index].text == _SECOND and other.text not in _LASTING


@rule(
    "list-mark",
    reads="the number of a line, a paragraph or a footnote",
    must=("1. The first point", "6 - يقرر المجلس ما يلي"),
    leaves="6 - 3",
)
def list_mark(page: Page, index: int) -> tuple[Amount, ...] | None:
    """ "3. ", "3) " and "3 - ", which number a line, (i) as '1`, and the footnote marks "[3]", "(3);" and "2015;3"."""
    tokens, text = page.tokens, page.tokens[index].text
    if len(text) > _LONGEST_MARK or not text.isdigit():
        return None
    before, after, beyond = peek(tokens, index - 1), peek(tokens, index + 1), peek(tokens, index + 2)
    starts_line = not index or "\n" in page.folded.text[before.end : tokens[index].start]
    if starts_line:
        pointed = after.text in (".", ")") and not after.spaced and len(text) < _LONGEST_MARK
        dashed = after.text in DASHES and not beyond.senses and beyond.number is None
        return () if (pointed or dashed) and beyond.spaced and beyond.kind == "word" else None
    if (before.text, after.text) == ("[", "]") or (before.text in _QUOTES and after.text in _QUOTES):
        return () if len(text) < _LONGEST_MARK else None
    if len(text) == _LONGEST_MARK or not _is_footnote(tokens, index):
        return None
    return (Amount(index, index + 1, Fraction(text), soft=True),)


def _is_footnote(tokens: Sequence[Token], index: int) -> bool:
    """Whether digits are glued to the end of a clause: "of the Secretary-General(1);", "work for 2015;2"."""
    mark, token, noted = tokens[index - 1], tokens[index], peek(tokens, index - 2)
    if mark.spaced or token.spaced or (noted.kind == "word" and len(noted.text) < _SHORTEST_NOTED):
        return False
    after, beyond = peek(tokens, index + 1), peek(tokens, index + 2)
    if mark.text == "(":
        ends = beyond is NOTHING or (beyond.text in _CLAUSE_ENDS and not beyond.spaced)
        named = noted.kind == "word" and not noted.among(word_list("numbered_noun")) and noted.number is None
        return after.text == ")" and ends and (named or noted.text == ")")
    word = noted.kind == "word" and noted.sense("month") is None
    if mark.text == ".":
        return word and after is NOTHING
    goes_on = after is NOTHING or (after.spaced and after.text in word_list("after_bare_figure"))
    return mark.text in _PAUSES and goes_on and (word or mark.text in _PAUSES[1:])


@rule(
    "unit-exponent",
    reads="the exponent of a unit",
    must=("a plate of 3136 mm2", "a flow of 20 J/m^2"),
    leaves="It has 2 rooms.",
)
def unit_exponent(page: Page, index: int) -> tuple[Amount, ...] | None:
    """ "mm2"."""
    return () if squared(page.tokens, index) else None
