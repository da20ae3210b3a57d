"""The value before or after a change that one text gives and the other tells by its factor: halved, doubled."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.numbers.compare.cues import Cues
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.write.english import describe

_FACTORS = (("halved", Fraction(1, 2)), ("doubled", Fraction(2)), ("tripled", Fraction(3)))
_MOST = 8
"""With more figures than these one of them is easily a factor away."""


def stands_for_later(two: Quantity, kept: Sequence[Quantity], cues: Cues) -> str | None:
    """The step to the value after a change that the source tells by its factor: €10 for 5 يوروهات ... ويتضاعف."""
    if not two.value or two.high is not None or two.kind not in ("cardinal", "money", "measure", "percent"):
        return None
    for name, factor in _FACTORS:
        for other in kept if len(kept) <= _MOST and cues.tells(name) else ():
            if (other.value or 0) * factor == two.value and other.kind == two.kind and two.unit in (None, other.unit):
                return f"{describe(other)} {name}"
    return None


def stands_for_earlier(one: Quantity, kept: Sequence[Quantity], cues: Cues) -> bool:
    """Whether the target says `one`, the value before a change, by the change: "halved to 2,000" for من 4,000."""
    if not one.value or one.high is not None or one.kind not in ("cardinal", "money", "measure", "percent"):
        return False
    factors = [factor for name, factor in _FACTORS if cues.tells(name)]
    return any(
        other is not one and other.value == one.value * factor and one.unit in (None, other.unit)
        for other in kept
        for factor in factors
    )
