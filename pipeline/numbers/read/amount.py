"""The working form of a quantity while it is being read: a numeral that gathers its unit, bound and range."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pipeline.numbers.quantity import FACTS, Facts, Kind

ONE = Fraction(1)
HALF = Fraction(1, 2)
LARGEST_SCALE = Fraction(10) ** 18
"""Magnitude words that multiply beyond this are a list, not a number; the bound keeps exact arithmetic linear."""


@dataclass(frozen=True)
class Amount(Facts):
    """A numeral over tokens [first, last), and what has been learnt of it so far. `but` makes a changed one of it.

    `scale` is the magnitude word it ends in (10⁶ for "3 million", 1 without): a range shares it, and "and a half"
    refers to it. `plain` is True for a bare digit string, which may still turn out to be a year, a day or a clock time.
    `definite` is True for an Arabic numeral with the article.
    """

    first: int
    last: int
    value: Fraction
    kind: Kind = "cardinal"
    scale: Fraction = ONE
    plain: bool = False
    definite: bool = False

    if not TYPE_CHECKING:  # the generated constructor sets every field by itself, which takes four times as long

        def __init__(self, first: int, last: int, value: Fraction, **facts: Any) -> None:
            if facts and not facts.keys() <= _NAMES:
                raise TypeError(f"An amount has no field {', '.join(sorted(facts.keys() - _NAMES))}.")
            known = self.__dict__
            known["first"], known["last"], known["value"] = first, last, value
            if facts:
                known.update(facts)

    def but(self, **changes: Any) -> Amount:
        """The amount with these fields changed; raises TypeError on a name that is no field."""
        if not changes.keys() <= _NAMES:
            raise TypeError(f"An amount has no field {', '.join(sorted(changes.keys() - _NAMES))}.")
        changed = object.__new__(Amount)
        known = changed.__dict__
        known.update(self.__dict__)
        known.update(changes)
        return changed

    def named(self, rule: str) -> Amount:
        """The amount itself with the rule that has just made it; for the drivers, before anything else sees it."""
        self.__dict__["rule"] = rule
        return self

    def facts(self) -> dict[str, Any]:
        """What the quantity made of it says beside its place, kind and value."""
        known = dict(self.__dict__)
        for name in _OWN:
            known.pop(name, None)
        return known


_NAMES = frozenset(one.name for one in fields(Amount))
_OWN = tuple(_NAMES.difference(FACTS))
"""The fields that a quantity does not have, or has a value of its own for."""
