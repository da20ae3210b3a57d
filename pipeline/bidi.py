"""Characters that override the direction of writing, with which a text shows another number than it holds.

With U+202E before it, "5.243" is shown as "342.5" wherever bidirectional text is displayed. What is read, translated
and checked is always what the text holds; that a reader of the original may see something else has to be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.notes import listed, quoted

LEFT_TO_RIGHT, RIGHT_TO_LEFT, END = "\u202d", "\u202e", "\u202c"
_OVERRIDE = re.compile(f"[{LEFT_TO_RIGHT}{RIGHT_TO_LEFT}]")
_OPENING = frozenset("\u202a\u202b\u202d\u202e")
_CONTROL = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_NUMBER_BEFORE = re.compile(r"[\d.,:/٫٬%٪+-]{0,30}\Z")
_NUMBER_AFTER = re.compile(r"[\d.,:/٫٬%٪+-]{0,30}")
_LONGEST = 200  # characters that are looked at after an override
_MOST = 1_000  # overrides of a text that are looked at


def override_notes(text: str) -> tuple[str, ...]:
    """The note on characters of `text` that override the direction of a number; () where there are none."""
    return listed("characters that override the direction of writing stand at numbers", list(_overrides(text)))


def _overrides(text: str) -> Iterator[str]:
    for count, match in enumerate(_OVERRIDE.finditer(text)):
        if count == _MOST:
            return
        start = match.end()
        end = _end(text, start)
        inside = _CONTROL.sub("", text[start:end])
        before = _number_before(text, match.start())
        after = _NUMBER_AFTER.match(text, end + 1)
        behind = after[0] if after else ""
        held = f"{before}{inside}{behind}"
        if not any(map(str.isdigit, held)):
            continue
        shown = f", which is shown as {quoted(before + inside[::-1] + behind)}" if match[0] == RIGHT_TO_LEFT else ""
        yield f"U+{ord(match[0]):04X} at {quoted(held)}{shown}"


def _number_before(text: str, position: int) -> str:
    found = _NUMBER_BEFORE.search(text[max(0, position - 30) : position])
    return found[0] if found else ""


def _end(text: str, start: int) -> int:
    """Where an override that begins before `start` ends: at its end mark, at the end of its line, or 200 further on."""
    depth = 1
    for position in range(start, min(len(text), start + _LONGEST)):
        character = text[position]
        depth += (character in _OPENING) - (character == END)
        if depth == 0 or character in "\n\r\u2029":
            return position
    return min(len(text), start + _LONGEST)
