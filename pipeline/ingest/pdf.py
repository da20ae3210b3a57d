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
from pathlib import Path
from typing import Any

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
_WORD_GAP = 0.2  # font sizes; a space is 0.25 wide or more, and letters of one word touch
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
    title, body = paragraphs(lines)
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
    draws the word. Lam-alef, without which there is no Arabic text, shows it, for no ligature has the alef first: as
    most of these are, so are the other ligatures in words drawn in the same direction. Vowel signs go to the end.
    """
    backwards: Counter[bool] = Counter()
    ligatures: list[tuple[list[Any], bool]] = []
    for line in chain.from_iterable(pages):
        for position, unit in enumerate(line["units"]):
            if len(unit[0]) > 1 and any(unicodedata.bidirectional(c) == "AL" for c in unit[0]):
                unit[0] = "".join(sorted(unit[0], key=_is_mark))
                around = line["units"][max(0, position - 1) : position + 2]
                leftwards = around[0][1] > around[-1][1]
                if lam_alef := _LAM_ALEF.match(unit[0]):
                    backwards[leftwards] += 1 if lam_alef[1] else -1
                ligatures.append((unit, leftwards))
    for unit, leftwards in ligatures:
        lam_alef = _LAM_ALEF.match(unit[0])
        if lam_alef[1] if lam_alef else backwards[leftwards] > 0:
            base = "".join(c for c in unit[0] if not _is_mark(c))
            unit[0] = base[::-1] + unit[0][len(base) :]
    return pages


_LAM_ALEF = re.compile("(?:ل[اأإآٱ]|([اأإآٱ]ل))(?![ء-ي])")


def _line(line: dict[str, Any]) -> Line:
    """One line in reading order, with spaces where there are gaps."""
    size = line["size"]
    placed = sorted(line["units"], key=lambda unit: unit[1] + unit[2])
    bases = [[letters(text), left, right] for text, left, right in placed if not _is_mark(text)]
    for text, left, right in placed:
        if _is_mark(text) and bases:
            nearest = min(bases, key=lambda base: abs(base[1] + base[2] - left - right))
            nearest[0] += text
    units: list[str] = []
    end = math.inf
    for text, left, right in bases:
        if units and units[-1] != " " and (text.isspace() or left - end > _WORD_GAP * size):
            units.append(" ")
        if not text.isspace():
            units.append(text)
        # PDFium gives a ligature with a vowel sign half its width.
        halved = _is_mark(text[-1]) and sum(not _is_mark(c) for c in text) > 1
        width = (right - left) * (2 if halved else 1)
        end = left + width if math.isinf(end) else max(end, left + width)
    box = (min((base[1] for base in bases), default=0.0), max((base[2] for base in bases), default=0.0))
    return Line(logical_line(units).strip(), box[0], box[1], line["y"], size)


def _is_mark(text: str) -> bool:
    return all(unicodedata.category(c) == "Mn" for c in text)
