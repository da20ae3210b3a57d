"""Cuts the loop off an output that repeats its last words until its tokens run out."""

from __future__ import annotations

import re
from dataclasses import replace

from models.base import Generation

_LONGEST = 40
"""Words of the longest phrase that is looked for."""

_COPIES, _FEWEST_WORDS = 3, 8
_WORD = re.compile(r"\S+")


def without_loop(output: Generation) -> Generation:
    """`output` with only the first of the copies of the phrase that it ends in, where it was cut off in a loop.

    It keeps its finish reason, "length", by which the guards know it. Any other output is left as it is.
    """
    if output.finish_reason != "length":
        return output
    words = list(_WORD.finditer(output.text))
    for period in range(1, min(_LONGEST, len(words) // _COPIES) + 1):
        repeated = 0
        while repeated + period < len(words) and words[-1 - repeated][0] == words[-1 - repeated - period][0]:
            repeated += 1
        if repeated >= max((_COPIES - 1) * period, _FEWEST_WORDS):
            return replace(output, text=output.text[: words[-1 - repeated].end()])
    return output
