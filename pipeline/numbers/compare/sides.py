"""Which side a figure is told of: for or against, men or women, the opening or the close.

Of two figures that changed places a side stands beside one in the source, and beside the other in the target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from pipeline.numbers.compare.figures import Matched
from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.lexicon.sides import side_words
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.rules import Rule, rule

_REACH, _MOST = 60, 6
"""Characters and words on either side of a figure in which its side may be told."""


class Sided(Protocol):
    """What is known of two pairs of figures."""

    @property
    def sides(self) -> bool:
        """Whether the sides of the two changed places."""


def sides_crossed(first: Matched, second: Matched, words: tuple[Words, Words]) -> bool:
    """Whether a side that is told of one of two figures alone is told of the other one alone in the target."""
    (a, b), (c, d) = (_apart(first[side], second[side], words[side]) for side in (0, 1))
    crossed = bool(a & d or b & c) and not (a & c or b & d)
    # A side told once may be meant of both figures: "seven killed here and 16 there".
    return crossed and bool((a and b) or (c and d))


def _apart(one: Quantity, two: Quantity, words: Words) -> tuple[set[str], set[str]]:
    """The sides that are told of each of two figures and not of the other."""
    first, second = _sides(one, words), _sides(two, words)
    return first - second, second - first


def _sides(figure: Quantity, words: Words) -> set[str]:
    before = reversed(words.between(figure.start - _REACH, figure.start))
    behind = words.between(figure.end, figure.end + _REACH)
    return {*_told(before, words, ahead=True), *_told(behind, words, ahead=False)}


def _told(near: Iterable[Word], words: Words, *, ahead: bool) -> set[str]:
    """The sides that the words `near` a figure tell, up to what parts it from its neighbour."""
    known, found = side_words(words.lang), set[str]()
    for count, word in enumerate(near):
        joined = words.lang == "ar" and word.folded[0] == "و" and len(word.folded) > 1
        if count == _MOST or word.folded[0].isdigit() or (joined and not ahead):
            break
        if word.folded in known:
            found.add(known[word.folded])
        if joined or word.folded in word_list("parting") or word.folded in word_list("sentence_end"):
            break
    return found


@rule(
    "exchanged-sides",
    reads="two figures of which each is told of the other's side",
    must=(
        ("صوت 88 نائبا لصالح الموازنة مقابل 41 ضدها", "41 MPs voted in favour of the budget and 88 against"),
        ("سجن الأب 9 سنوات وابنه 5 سنوات", "The father got 5 years and his son 9 years"),
    ),
    leaves=("صوت 88 نائبا لصالح الموازنة مقابل 41 ضدها", "88 MPs voted in favour of the budget and 41 against"),
)
def exchanged_sides(votes: Sided) -> bool:
    """Whatever else stands beside the figures."""
    return votes.sides


SIDES: tuple[Rule[Callable[[Sided], bool]], ...] = (exchanged_sides,)
"""The rule, for the table of those that find figures that changed places."""
