"""From the lines of printed pages back to paragraphs."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple


class Line(NamedTuple):
    """A line of a page in reading order, with its edges, its baseline and its font size in points."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


_PAGE_NUMBER = re.compile(r"(?:صفحة|page)?[\s\-–—|.]*(\d{1,4})(?:\s*(?:/|من|of)\s*\d{1,4})?[\s\-–—|.]*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?؟…:][\"»”)\]]*\Z")
_LARGER = 1.15  # than the text, in font size: a title
_OTHER_SIZE = 0.1
_WIDE_GAP = 1.45  # line spacings: a new paragraph


def without_page_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without their numbers, and without first and last lines that more than half of them repeat.

    A number alone at the edge of a page is its number if it goes up with the pages. From three pages on, first or last
    lines that are the same but for digits are headers and footers. A letter alone at the edge is no word:
    browsers draw some of the next page there, where nobody sees it.
    """
    edges = [
        {max(page, key=lambda line: line.baseline), min(page, key=lambda line: line.baseline)} for page in pages if page
    ]
    offsets: Counter[int] = Counter()
    repeated: Counter[str] = Counter()
    for number, lines in enumerate(edges):
        offsets.update({int(found[1]) - number for line in lines if (found := _PAGE_NUMBER.fullmatch(line.text))})
        repeated.update({_without_digits(line) for line in lines})
    offset, times = offsets.most_common(1)[0] if offsets else (0, 0)
    furniture = {text for text, count in repeated.items() if text and count >= 3 and count > len(edges) / 2}
    kept: list[list[Line]] = []
    number = 0
    for page in pages:
        if not page:
            continue
        kept.append([
            line for line in page
            if line not in edges[number]
            or not (
                (times >= 2 and (found := _PAGE_NUMBER.fullmatch(line.text)) and int(found[1]) - number == offset)
                or _without_digits(line) in furniture
                or all(len(word) == 1 and word.isalpha() for word in line.text.split())
            )
        ])  # fmt: skip
        number += 1
    return kept


def _without_digits(line: Line) -> str:
    return re.sub(r"\d+", "", line.text).strip()


def paragraphs(pages: Sequence[Sequence[Line]]) -> tuple[str | None, list[str]]:
    """The title, if the first paragraph is set larger than most of the text, and all paragraphs.

    A paragraph ends at a wide gap, a change of font size, an indented line, or a line that had room for the first word
    of the next. It goes on in the next column or page unless a sentence ends there or the line had room left.
    """
    body: list[tuple[str, float]] = []
    last: Line | None = None
    full = False  # whether the last column ended in a line without room
    for column in chain.from_iterable(_columns(page) for page in pages):
        texts: list[list[Line]] = [[column[0]]]
        left, right = min(line.left for line in column), max(line.right for line in column)
        drops = (a.baseline - b.baseline for a, b in pairwise(column))
        spacing = min((drop for drop in drops if drop >= column[0].size), default=column[0].size)
        for before, line in pairwise(column):
            if _ends(before, line, left=left, right=right, spacing=max(spacing, before.size)):
                texts.append([])
            texts[-1].append(line)
        joined = [(functools.reduce(_joined, (line.text for line in lines)), lines[0].size) for lines in texts]
        first = column[0]
        if last is not None and full and _same_size(last, first) and not _SENTENCE_END.search(last.text):
            body[-1] = (_joined(body[-1][0], joined[0][0]), body[-1][1])
            joined = joined[1:]
        body += joined
        last = column[-1]
        full = len(column) > 1 and last.left - left < 0.1 * (right - left)
    if not body:
        return None, []
    sizes: Counter[float] = Counter()
    for text, size in body:
        sizes[size] += len(text)
    usual = sizes.most_common(1)[0][0]
    title = body[0][0] if len(body) > 1 and body[0][1] > _LARGER * usual else None
    return title, [text for text, _ in body]


def _joined(before: str, after: str) -> str:
    """Two lines of a paragraph as one; a line may end after the slash of a word ("آذار/مارس") without a space."""
    return before + after if before.endswith("/") and not before.endswith(" /") else f"{before} {after}"


def _columns(page: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other downwards and stand below each other."""
    column: list[Line] = []
    for line in page:
        if column and (
            line.baseline >= column[-1].baseline or line.left > column[-1].right or line.right < column[-1].left
        ):
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _ends(before: Line, line: Line, *, left: float, right: float, spacing: float) -> bool:
    """Whether a paragraph ends between two lines of a column that reaches from `left` to `right`."""
    letter = (line.right - line.left) / max(1, len(line.text))
    first_word = letter * (len(line.text.split(" ", 1)[0]) + 1)
    return (
        not _same_size(before, line)
        or before.baseline - line.baseline > _WIDE_GAP * spacing
        or before.left - left > first_word + letter
        or (line.right < right - 1.5 * line.size and before.right > right - 0.5 * line.size)
    )


def _same_size(a: Line, b: Line) -> bool:
    return abs(a.size - b.size) <= _OTHER_SIZE * max(a.size, b.size)
