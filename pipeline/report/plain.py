"""Text from outside, made harmless for a terminal."""

from __future__ import annotations

import re

# Control characters (an article must not be able to drive the terminal) and the marks that turn writing direction.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_ESCAPES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """`text` on one line, without control characters and marks that turn the writing direction."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def without_escapes(text: str) -> str:
    """`text` with the same characters taken out, its lines and tabs left as they are."""
    return _ESCAPES.sub("", text)
