"""Lists the glyphs of a PDF file line by line: a program of its own, for `pipeline.ingest.pdf`.

It stands alone, because PDFium is native code that reads hostile files: here it can neither take the caller down nor
use more memory and time than it is given. The file comes on stdin; stdout gets one JSON object: {"error": KIND, …} or
{"pages": [[LINE, …], …]} where LINE is {"units": [[TEXT, LEFT, RIGHT, ORIGIN, SPACED], …], "y": BASELINE, "size":
FONT_SIZE} in points, its units in the order in which the file draws them. A unit is a glyph: one letter, or several if
it is a ligature. ORIGIN is where its advance begins, SPACED whether PDFium sees a gap between it and the unit before.

Usage: pdf_glyphs.py MAX_PAGES MAX_LETTERS MAX_MEMORY_BYTES MAX_SECONDS
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
import unicodedata
from typing import Any

_STRAIGHT = 0.1  # radians to either side
_LEAST_SPACE = 0.1  # points
_SAME_LINE, _SAME_LINE_MARKED = 0.4, 0.7  # of the font size, for superscripts, and for letters with vowel signs


def main(max_pages: int, max_letters: int, max_memory: int, max_seconds: int) -> dict[str, Any]:
    """What stdout gets, see above."""
    _limit(max_memory, max_seconds)
    import pypdfium2  # type: ignore[import-untyped]
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        pages = len(document)
    except pypdfium2.PdfiumError:
        protected = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        return {"error": "protected" if protected else "damaged"}
    if pages > max_pages:
        return {"error": "pages", "found": pages}
    lines: list[list[dict[str, Any]]] = []
    left = max_letters
    for number in range(pages):
        try:
            text = document[number].get_textpage()
        except pypdfium2.PdfiumError:
            return {"error": "damaged"}
        left -= text.count_chars()
        if left < 0:
            return {"error": "letters"}
        lines.append(_lines(text, pdfium))
    return {"pages": lines}


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows; the caller's timeout is left
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _lines(text: Any, pdfium: Any) -> list[dict[str, Any]]:
    """The glyphs of a page, a new line wherever the next one stands higher or lower."""
    lines: list[dict[str, Any]] = []
    line: dict[str, Any] | None = None
    origin: tuple[float, float] | None = None
    spaced = unsure = False  # unsure: whether the height of the line is that of a vowel sign
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    for index in range(text.count_chars()):
        if not _is_straight(pdfium.FPDFText_GetCharAngle(text, index)):  # a stamp or watermark
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        if chr(code).isspace() and box.right - box.left < _LEAST_SPACE:  # PDFium's guess, from the order of drawing
            spaced = True
            continue
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = max(1.0, pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d))
        letter = "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 else chr(code)
        if line is not None and origin == (x.value, y.value):
            unit = line["units"][-1]
            unit[:3] = unit[0] + letter, min(unit[1], box.left), max(unit[2], box.right)
            continue
        marked = _has_mark(text, index, (x.value, y.value), pdfium)
        tolerance = _SAME_LINE_MARKED if marked or unsure else _SAME_LINE
        near = line is not None and abs(y.value - line["y"]) <= tolerance * max(size, line["size"])
        origin = (x.value, y.value)
        if line is None or not near:
            line = {"units": [], "y": y.value, "size": size}
            lines.append(line)
            unsure = marked
        elif unsure and not marked:
            line["y"], unsure = y.value, False
        line["units"].append([letter, box.left, box.right, x.value, spaced])
        spaced = False
        line["size"] = max(size, line["size"])
    return lines


def _has_mark(text: Any, index: int, origin: tuple[float, float], pdfium: Any) -> bool:
    """Whether the character is shown with a vowel sign; the place of both is then that of the sign."""
    if index + 1 >= text.count_chars() or unicodedata.category(chr(_code(text, index + 1, pdfium))) != "Mn":
        return False
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index + 1, x, y)
    return origin == (x.value, y.value)


def _code(text: Any, index: int, pdfium: Any) -> int:
    code: int = pdfium.FPDFText_GetUnicode(text, index)
    return code if code < 0xD800 or 0xE000 <= code <= 0x10FFFF else 0


def _is_straight(angle: float) -> bool:
    return angle <= _STRAIGHT or angle >= 6.2832 - _STRAIGHT


if __name__ == "__main__":
    json.dump(main(*map(int, sys.argv[1:])), sys.stdout)
