"""Identifiers: telephone and account numbers, codes and models, which have digits and no value."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from pipeline.numbers.quantity import Quantity, format_value

_SHORTEST_PHONE = 7
_LONG = 7
"""Digits of an identifier from which on one that is shorter or longer is a mistake for it too."""
_SHORTEST = 2
"""Digits of an identifier from which on another one in its place is a mistake."""


def other_names(
    ones: Sequence[Quantity], left_ones: Sequence[int], twos: Sequence[Quantity], left_twos: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs of identifiers without a counterpart that have as many digits as one another: "0800 555 214" and "0800 555
    241", F-16 and F-15. `left_ones` and `left_twos` are the indices of what found no counterpart.
    """
    names: dict[int, deque[int]] = {}
    for j in left_twos:
        if twos[j].kind == "identifier":
            names.setdefault(len(_bare(twos[j].text)), deque()).append(j)
    pairs: list[tuple[int, int]] = []
    for i in left_ones if names else ():
        length = len(_bare(ones[i].text)) if ones[i].kind == "identifier" else 0
        if length >= _SHORTEST and names.get(length):
            pairs.append((i, names[length].popleft()))
    paired = {i for i, _ in pairs}
    longer = sorted(j for same in names.values() for j in same if len(_bare(twos[j].text)) >= _LONG)
    unlike = (i for i in left_ones if i not in paired and is_long_name(ones[i]))
    return [*pairs, *zip(unlike, longer, strict=False)]


def is_long_name(quantity: Quantity) -> bool:
    """Whether a quantity is an identifier that nobody leaves out: a telephone or account number, a code."""
    return quantity.kind == "identifier" and len(_bare(quantity.text)) >= _LONG


def as_digits(quantity: Quantity) -> str:
    """The digits of an identifier in the order in which they are dialled or read."""
    if quantity.value is not None:
        return format_value(quantity.value)
    groups = [_bare(group) for group in quantity.text.split()]
    if quantity.text.endswith("+") or (groups[-1].startswith("0") and not groups[0].startswith("0")):
        groups.reverse()  # 7700 312 4 971+, 111 555 0800: in the order of the script
    return "".join(groups)


def is_same_phone(one: str, two: str) -> bool:
    """Whether two strings of digits are one telephone number: 00966… and +966…, with or without the country."""
    one, two = (digits.removeprefix("00") for digits in (one, two))
    short, long = sorted((one, two), key=len)
    bare = short.removeprefix("0")
    return one == two or (len(bare) >= _SHORTEST_PHONE and len(bare) < len(short) < len(long) and long.endswith(bare))


def _bare(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())
