"""PDF files with a text layer: glyphs are put into reading order by where they stand on the page.

The order in which a file draws its glyphs and the letters that its fonts name are up to the program that wrote it;
where they stand is what a reader sees. So every line is taken from left to right and brought into reading order
(`pipeline.ingest.visual`), whether the file held it in logical or in visual order. The order of the lines, and thereby
of columns, is the file's.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.article import InputError
from pipeline.ingest.checks import refuse_other_kinds
from pipeline.ingest.layout import Line, paragraphs, without_page_furniture
from pipeline.ingest.types import Decoded
from pipeline.ingest.visual import is_readable, is_visual, letters, logical_line

MAX_PAGES = 100
MAX_LETTERS = 2_000_000
MAX_MEMORY = 1_000_000_000  # bytes of address space, Python's own among them
MAX_SECONDS = 60

_MAX_UNNAMED_SHARE = 0.02  # of the letters, those that the font has no name for
_WORD_GAP, _TURN_GAP, _SIGN_GAP = 0.1, 0.15, 0.2
"""Font sizes: between words or numbers that are drawn apart, between letters where PDFium sees a space, and beside
punctuation. A space is mostly 0.25 wide or more, but some fonts draw the words around it together."""
# Only words end in these (ta marbuta, and tanwin on its alef or before it); some fonts leave hardly a gap after them.
_AFTER_FINAL = re.compile("(?:(?<=ة)|(?<=اً)|(?<=ًا)|(?<=[ٌٍ]))(?=[ء-ي])")
_GLYPHS = Path(__file__).with_name("pdf_glyphs.py")


def read_pdf(data: bytes, name: str) -> Decoded:
    """The text, a paragraph a line, and the title if the first lines are set larger than the rest.

    Page numbers, and headers and footers that most pages repeat, are left out. Presentation forms become letters.

    Raises:
        InputError: it is a file of another kind, damaged, protected by a password, longer than the bounds above, has no
            text layer, or one that does not read as Arabic in either direction.
    """
    if b"%PDF-" not in data[:1024]:
        refuse_other_kinds(data, name, suffix=".pdf", expected="a PDF file")
        raise InputError(f"{name} is no PDF file, or is damaged; export the article anew.")
    pages = [[_line(line) for line in page] for page in _with_ligatures_in_order(_glyphs(data, name))]
    lines = without_page_furniture([[line for line in page if line.text.strip()] for page in pages])
    text = "".join(line.text for line in chain.from_iterable(lines))
    if not text:
        count = f"{len(pages)} page" + ("s" if len(pages) != 1 else "")
        raise InputError(f"{name} has no text layer ({count} of pictures); let a program for text recognition add one.")
    unnamed = sum(c == "\ufffd" or unicodedata.category(c) == "Co" for c in text)
    if unnamed > _MAX_UNNAMED_SHARE * len(text):
        raise InputError(f"{name} has fonts that do not say which letters they show; {_INSTEAD}.")
    if is_visual("\n".join(line.text for line in chain.from_iterable(lines))):
        lines = [[line._replace(text=logical_line(line.text)) for line in page] for page in lines]
    title, body = paragraphs([
        [line._replace(text=_AFTER_FINAL.sub(" ", line.text)) for line in page] for page in lines
    ])  # fmt: skip
    whole = "\n".join(body) + "\n"
    if is_visual(whole) or not is_readable(whole):
        raise InputError(f"{name} has a text layer that does not read as Arabic; {_INSTEAD}.")
    return Decoded(whole, title, "utf-8")


_INSTEAD = "give the article as .docx, .html or .txt, or let a program for text recognition make a new text layer"


def _glyphs(data: bytes, name: str) -> list[list[dict[str, Any]]]:
    """The lines of each page, as `pdf_glyphs` lists them."""
    bounds = map(str, (MAX_PAGES, MAX_LETTERS, MAX_MEMORY, MAX_SECONDS))
    command = [sys.executable, "-I", str(_GLYPHS), *bounds]
    try:
        ran = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS + 30, check=False)
    except subprocess.TimeoutExpired as error:
        raise _beyond(name) from error
    if ran.returncode != 0:
        raise _beyond(name)
    answer = json.loads(ran.stdout)
    if "pages" in answer:
        pages: list[list[dict[str, Any]]] = answer["pages"]
        return pages
    problems = {
        "damaged": "is a damaged or truncated PDF file; export the article anew",
        "protected": "is protected by a password; save it without one",
        "pages": f"has {answer.get('found', 0):,} pages, and {MAX_PAGES} are the limit; split it by articles",
        "letters": f"has more than {MAX_LETTERS:,} letters; split it by articles",
    }
    raise InputError(f"{name} {problems[answer['error']]}.")


def _beyond(name: str) -> InputError:
    limits = f"{MAX_SECONDS} seconds and {MAX_MEMORY // 1_000_000_000} GB of memory"
    return InputError(f"{name} cannot be read within {limits}, or is damaged; export the article anew.")


def _with_ligatures_in_order(pages: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """The pages with the letters of each ligature in reading order.

    PDFium may give them backwards: that depends on how the font names them, and on the direction in which the file
    draws the word. A letter that does not join the next one (lam-alef, without which there is no Arabic text, ends in
    one) shows it, for no ligature begins with it: as most of these are, so are the others in words drawn in the same
    direction. Vowel signs go to the end.
    """
    backwards: Counter[bool] = Counter()
    ligatures: list[tuple[list[Any], bool, int]] = []
    for line in chain.from_iterable(pages):
        for position, unit in enumerate(line["units"]):
            if len(unit[0]) > 1 and any(unicodedata.bidirectional(c) == "AL" for c in unit[0]):
                unit[0] = "".join(sorted(unit[0], key=_is_mark))
                around = line["units"][max(0, position - 1) : position + 2]
                leftwards = around[0][1] > around[-1][1]
                shown = _backwards(unit[0])
                backwards[leftwards] += shown
                ligatures.append((unit, leftwards, shown))
    for unit, leftwards, shown in ligatures:
        if (shown or backwards[leftwards]) > 0:
            base = "".join(c for c in unit[0] if not _is_mark(c))
            unit[0] = base[::-1] + unit[0][len(base) :]
    return pages


_UNJOINED = frozenset("اأإآٱدذرزوؤىةء")


def _backwards(ligature: str) -> int:
    """1 if a ligature can only be meant backwards, -1 if only as it stands, 0 if it does not say."""
    base = [c for c in letters(ligature) if not _is_mark(c)]
    return (base[0] in _UNJOINED) - (base[-1] in _UNJOINED)


class _Base(NamedTuple):
    """A letter (with its marks), sign or space, where it stands, and its place in the order of drawing."""

    text: str
    left: float
    right: float
    order: int
    spaced: bool


def _line(line: dict[str, Any]) -> Line:
    """One line in reading order, with spaces where there are gaps.

    Letters are sorted by the origins of their glyphs, not by what is inked: many fonts let a letter reach far under or
    over its neighbours.
    """
    size = line["size"]
    units = [[letters(text), *rest] for text, *rest in line["units"]]
    bases = [unit for unit in units if not _is_mark(unit[0])]
    for text, left, right, *_ in units:
        if _is_mark(text) and bases:
            nearest = min(bases, key=lambda base: abs(base[1] + base[2] - left - right))
            nearest[0] += text
    placed = [
        _Base(text, min(left, origin), _right(text, left, right), order, spaced)
        for order, (text, left, right, origin, spaced) in enumerate(bases)
    ]
    placed = [base for _, base in sorted(zip((unit[3] for unit in bases), placed, strict=True), key=itemgetter(0))]
    shown: list[str] = []
    end, before = math.inf, None
    for base in placed:
        if base.text.isspace():
            shown += [" "] if shown and shown[-1] != " " else []
        else:
            if before is not None and shown[-1] != " " and _are_apart(before, base, base.left - end, size):
                shown.append(" ")
            shown.append(base.text)
        end = base.right if math.isinf(end) else max(end, base.right)
        before = base
    box = (min((base.left for base in placed), default=0.0), max((base.right for base in placed), default=0.0))
    return Line(logical_line(shown).strip(), box[0], box[1], line["y"], size)


def _right(text: str, left: float, right: float) -> float:
    """Where a unit ends; PDFium gives a ligature with a vowel sign half its width."""
    halved = _is_mark(text[-1]) and sum(not _is_mark(c) for c in text) > 1
    return left + (right - left) * (2 if halved else 1)


def _are_apart(left: _Base, right: _Base, gap: float, size: float) -> bool:
    """Whether there is a space between two neighbours that are `gap` points apart.

    Of two letters that are drawn one after the other PDFium, which knows the widths of their glyphs, may see none.
    Others are so drawn because a word or number ends there: between those a smaller gap is one. How wide a letter with
    a vowel sign is, nobody knows, so that beside it the gap must be as large as beside punctuation.
    """
    in_turn = left.text.isalpha() and right.text.isalpha() and abs(left.order - right.order) == 1
    if in_turn and not (left if left.order > right.order else right).spaced:
        return False
    plain = left.text.isalnum() and right.text.isalnum()
    return gap > (_TURN_GAP if in_turn else _WORD_GAP if plain else _SIGN_GAP) * size


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(c) == "Mn" for c in text)
