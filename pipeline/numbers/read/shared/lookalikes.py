"""What only looks like a number in either language. Each rule gives an empty tuple where it is none."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.compounds import squared
from pipeline.numbers.read.shared.units import unit_sense
from pipeline.numbers.text.tokens import Token, peek

_LONGEST_MARK = 2
_TO = "ل"
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
    if tokens[index].preposition == _TO and tokens[index].definite:
        return None  # 65 نقطة للأولى و75 للثانية
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
    reads="the number of a line or of a footnote",
    must=("1. The first point", "He said so [3] again"),
    leaves="It sold 3.",
)
def list_mark(page: Page, index: int) -> tuple[Amount, ...] | None:
    """ "3. " or "3) " that numbers a line, and the footnote mark "[3]"."""
    tokens, token = page.tokens, page.tokens[index]
    if len(token.text) > _LONGEST_MARK or not token.text.isdigit() or index + 1 >= len(tokens):
        return None
    nxt = tokens[index + 1]
    if index and tokens[index - 1].text == "[" and nxt.text == "]":
        return ()
    if nxt.text not in (".", ")") or nxt.spaced or index + 2 >= len(tokens) or not tokens[index + 2].spaced:
        return None
    starts_line = not index or "\n" in page.folded.text[tokens[index - 1].end : token.start]
    return () if starts_line and tokens[index + 2].kind == "word" else None


@rule(
    "unit-exponent",
    reads="the exponent of a unit",
    must=("a plate of 3136 mm2", "a flow of 20 J/m^2"),
    leaves="It has 2 rooms.",
)
def unit_exponent(page: Page, index: int) -> tuple[Amount, ...] | None:
    """ "mm2"."""
    return () if squared(page.tokens, index) else None
