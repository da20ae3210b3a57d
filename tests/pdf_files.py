"""PDF files made by hand: a font whose letters a ToUnicode map names, and each glyph put at a place of its own."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

SIZE = 12
ADVANCE = 6  # of every letter, in points; a space is as wide
RIGHT = 560
LEADING = 16


class Glyph(NamedTuple):
    """What a PDF file shows at a place, and the text that its font gives for it."""

    text: str
    x: float
    y: float
    size: float = SIZE


def pdf(pages: Iterable[Sequence[Glyph]], *, trailer: str = "", compress: bool = False) -> bytes:
    """A PDF file with the glyphs of each page, in this order in its content stream."""
    pages = [list(page) for page in pages]
    texts = sorted({glyph.text for page in pages for glyph in page})
    codes = {text: number for number, text in enumerate(texts, start=1)}
    mapping = "\n".join(f"<{code:02x}> <{text.encode('utf-16-be').hex()}>" for text, code in codes.items())
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{mapping}\nendbfchar\n"
        "endcmap end end"
    )
    widths = " ".join(["500"] * 256)
    names = " ".join(["/n"] * 256)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 /Widths [{widths}] "
        f"/Encoding << /Type /Encoding /Differences [0 {names}] >> /ToUnicode 4 0 R >>".encode(),
        stream(to_unicode.encode(), compress=compress),
    ]
    kids = []
    for page in pages:
        shown = "".join(f"/F {g.size:g} Tf 1 0 0 1 {g.x:g} {g.y:g} Tm <{codes[g.text]:02x}> Tj\n" for g in page)
        objects.append(stream(f"BT\n{shown}ET".encode(), compress=compress))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return assembled(objects, trailer=trailer)


def stream(data: bytes, *, compress: bool = False) -> bytes:
    """A stream object."""
    packed = zlib.compress(data, 9) if compress else data
    kind = "/Filter /FlateDecode " if compress else ""
    return f"<< {kind}/Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def assembled(objects: Sequence[bytes], *, trailer: str = "") -> bytes:
    """The objects, numbered from 1, as a file; the first is its catalog."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        data
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer}>>\n"
            f"startxref\n{len(data)}\n%%EOF\n"
        ).encode()
    )


def visual(line: str) -> str:
    """The line from left to right as it is printed: letters backwards, numbers and Latin words forwards."""
    mirrored = line.translate(str.maketrans("()[]«»", ")(][»«"))
    return re.sub(r"[0-9A-Za-z٠-٩]+(?:[.,:/٫٬][0-9٠-٩]+)*", lambda match: match[0][::-1], mirrored)[::-1]


def shaped(line: str) -> str:
    """The line in presentation forms, with لا as one ligature."""
    forms = _forms()
    line = line.replace("لا", "\ufefb")
    shapes = []
    for index, letter in enumerate(line):
        before = line[index - 1] if index else " "
        after = line[index + 1] if index + 1 < len(line) else " "
        joins_before = "initial" in forms.get(before, {}) and "final" in forms.get(letter, {})
        joins_after = "initial" in forms.get(letter, {}) and ("final" in forms.get(after, {}) or after == "\ufefb")
        if letter == "\ufefb":
            shapes.append("\ufefc" if "initial" in forms.get(before, {}) else letter)
            continue
        form = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (joins_before, joins_after)
        )
        shapes.append(forms.get(letter, {}).get(form or "isolated", letter))
    return "".join(shapes)


def _forms() -> dict[str, dict[str, str]]:
    forms: dict[str, dict[str, str]] = {}
    for code in range(0xFE80, 0xFEF5):
        form, *letters = unicodedata.decomposition(chr(code)).split()
        if len(letters) == 1:
            forms.setdefault(chr(int(letters[0], 16)), {})[form.strip("<>")] = chr(code)
    return forms


def from_left(text: str, *, y: float = 700, right: float = RIGHT, size: float = SIZE) -> list[Glyph]:
    """The characters of a visual line, drawn one after the other from the left, to end at `right`."""
    width = ADVANCE * size / SIZE
    start = right - width * len(text)
    return [Glyph(letter, start + width * index, y, size) for index, letter in enumerate(text)]


def from_right(text: str, *, y: float = 700, right: float = RIGHT, size: float = SIZE) -> list[Glyph]:
    """The same glyphs, drawn from the right as they are read."""
    return from_left(text, y=y, right=right, size=size)[::-1]
