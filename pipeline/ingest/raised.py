"""Raised and lowered figures as Unicode writes them: "10⁶" and "½" must not become "106" and "12" in plain text."""

from __future__ import annotations

import re

_SIGNS = "0123456789+-−"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"
_LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋₋"
_UP = str.maketrans(_SIGNS, _RAISED)
_DOWN = str.maketrans(_SIGNS, _LOWERED)
_PLAIN = str.maketrans(_RAISED + _LOWERED, _SIGNS * 2)
_FIGURE = re.compile(rf"[{_SIGNS[:-1]}−]*[0-9]+")
_FRACTION = re.compile(rf"(\d?)([{_RAISED[:10]}]+)[/⁄]([{_LOWERED[:10]}]+)")


def raised(text: str) -> str:
    """`text` as a superscript if it is a figure, else as it is."""
    return text.strip().translate(_UP) if _FIGURE.fullmatch(text.strip()) else text


def lowered(text: str) -> str:
    """`text` as a subscript if it is a figure, else as it is."""
    return text.strip().translate(_DOWN) if _FIGURE.fullmatch(text.strip()) else text


def with_plain_fractions(text: str) -> str:
    """The text with fractions made of a superscript and a subscript written plainly: 1¹/₂ becomes 1 1/2."""
    return _FRACTION.sub(lambda m: f"{m[1]}{' ' * bool(m[1])}{m[2]}/{m[3]}".translate(_PLAIN), text)
