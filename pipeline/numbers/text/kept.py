"""What is kept: tables, and what is known of words."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
_MOST = 100_000
"""Words that a cache holds: more than a day's newspaper has, and a bound on what hostile text can fill."""


def uncollected(load: Callable[P, T]) -> Callable[P, T]:
    """A function that makes a table, during which no garbage is collected.

    Python looks for garbage whenever some hundreds of objects were made that stay. All of a table stays, and to look
    through it again and again while it grows takes a tenth of the time.
    """

    @wraps(load)
    def made(*args: P.args, **named: P.kwargs) -> T:
        if not gc.isenabled():
            return load(*args, **named)
        gc.disable()
        try:
            return load(*args, **named)
        finally:
            gc.enable()

    return made


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
