"""Keeps the prompts of one engine call from finding what an earlier call left in the engine's prefix cache.

A key-value block that is read from the cache differs in its last bits from one that is computed anew, beside other
prompts, and once in some thirty sentences that changes a word. So an output would depend on all that was asked since
the engine was opened, and a run that goes on after a break would end otherwise than one without. Here every prompt that
begins like one of an earlier call, beyond the part that all share, gets newlines before its text until it does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

_MOST_NEWLINES = 40
"""For a text asked so often among what is remembered, its opening comes again."""

Encode = Callable[[str], Sequence[int]]
"""The tokens of a text."""


class Openings:
    """Knows how the prompts of earlier calls began: the last `most` of them, which is to cover all that is cached.

    `stems` are what prompts begin with before their own text, `block` is the number of tokens in a cache block.
    """

    def __init__(self, encode: Encode, stems: Sequence[str], *, block: int, most: int) -> None:
        self._encode = encode
        self._most = most
        # The cache is read block by block from the start: the first block that goes beyond the stem decides.
        self._ends = {stem: (len(encode(stem)) // block + 1) * block for stem in (*stems, "")}
        self._known: dict[str, None] = {}

    @property
    def known(self) -> list[str]:
        """The openings of earlier calls, as digests, oldest first."""
        return list(self._known)

    def restore(self, known: Sequence[str]) -> None:
        """Goes on as after calls that left `known`."""
        self._known = dict.fromkeys(known)

    def set_apart(self, prompts: Sequence[str]) -> list[str]:
        """The `prompts` of the next call, with newlines before the text of those that begin like an earlier one."""
        openings = [self._new_opening(prompt) for prompt in prompts]
        for _, opening in openings:
            self._known.pop(opening, None)
            self._known[opening] = None
        for opening in list(self._known)[: -self._most]:
            del self._known[opening]
        return [prompt for prompt, _ in openings]

    def _new_opening(self, prompt: str) -> tuple[str, str]:
        stem = next(stem for stem in self._ends if prompt.startswith(stem))
        for newlines in range(_MOST_NEWLINES + 1):
            apart = stem + "\n" * newlines + prompt[len(stem) :]
            if (opening := self._opening(apart, stem)) not in self._known:
                break
        return apart, opening

    def _opening(self, prompt: str, stem: str) -> str:
        tokens = self._encode(prompt)[: self._ends[stem]]
        return hashlib.blake2b(repr(list(tokens)).encode(), digest_size=8).hexdigest()
