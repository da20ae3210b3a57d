"""A cache of what is known of words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_MOST = 100_000
"""Words that a cache holds: more than a day's newspaper has, and a bound on what hostile text can fill."""


class Kept(dict[str, T]):
    """`kept[word]` is what `find` makes of a word, made once; all is made anew when it is full.

    `functools.lru_cache` also keeps the order in which words were asked for. A sentence asks for some two hundred, and
    to write that order down takes longer than to look them up.
    """

    def __init__(self, find: Callable[[str], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> T:
        if len(self) >= _MOST:
            self.clear()
        found = self[word] = self._find(word)
        return found
