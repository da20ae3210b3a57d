"""Word documents (.docx): zip archives of XML, which are looked over before python-docx opens them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.article import InputError
from pipeline.bidi import END, RIGHT_TO_LEFT
from pipeline.ingest.checks import refuse_other_kinds
from pipeline.ingest.raised import lowered, raised, with_plain_fractions
from pipeline.ingest.types import Decoded
from pipeline.notes import struck_out

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

MAX_UNPACKED = 100_000_000
"""Bytes of all parts together, pictures among them: python-docx holds them in memory."""

MAX_XML = 30_000_000
"""Bytes of one XML part. 1,000 pages of text are below 10 MB."""

MAX_RATIO = 500
"""Unpacked to packed size of a part above 1 MB. One sentence or table row 10,000 times reaches 180, zeros 1,000."""

_MAX_DIRECTORY = 1_000_000  # bytes of the list of parts, some 10,000 of them
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

_HIDDEN = {_WORD + "del", _WORD + "moveFrom", _WORD + "pPr", _WORD + "rPr", _WORD + "instrText", _FALLBACK}
"""What a reader does not see: deleted and moved text, properties, field codes, and the copy of a text box for old
programs."""

_STRUCK = (_WORD + "strike", _WORD + "dstrike")
_VANISHED = (_WORD + "vanish", _WORD + "webHidden")
_DEEPEST_STYLE = 10
_OFF = ("0", "false", "off")

_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,  # an encrypted part; NotImplementedError, an unknown compression, is one too
    SyntaxError,  # lxml's XMLSyntaxError
    AttributeError,
    KeyError,
    TypeError,
    ValueError,  # these four by python-docx, which takes it for granted that every part is there and of its kind
)
"""What the libraries raise for a file that is not as it should be."""

_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TITLE_STYLES = ("title", "heading 1")


def read_word(data: bytes, name: str) -> Decoded:
    """The text, a paragraph or table row a line (cells between " | "), and the title if its first line is styled so.

    Text inserted under change tracking counts. Deleted, struck-out and hidden text does not: a note quotes it. Headers,
    footers, footnotes, comments and the numbers that Word puts before list items are left out.

    Raises:
        InputError: it is a file of another kind, damaged, truncated or protected, no Word document, would unpack to
            more than the bounds above, or declares XML entities.
    """
    damaged = f"{name} is no Word document, or is damaged or truncated; save it again in Word as .docx."
    if not data.startswith(b"PK\x03\x04"):
        refuse_other_kinds(data, name, suffix=".docx", expected="a Word document")
        raise InputError(damaged)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise InputError(damaged)
    try:
        _look_over(data, name)
        return _read(data)
    except _DAMAGES as error:
        raise InputError(damaged) from error


def _look_over(data: bytes, name: str) -> None:
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    directory_size = struct.unpack_from("<I", data, end + 12)[0]
    if directory_size > _MAX_DIRECTORY:
        raise InputError(f"{name} lists too many parts for a Word document; save it again in Word as .docx.")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED:
            raise _bomb(name, f"would unpack to {unpacked:,} bytes, and {MAX_UNPACKED:,} are the limit")
        for part in parts:
            if part.file_size > MAX_RATIO * max(part.compress_size, 1) and part.file_size > 1_000_000:
                ratio = part.file_size // max(part.compress_size, 1)
                raise _bomb(name, f"has a part packed {ratio:,} to 1, and {MAX_RATIO} to 1 is the limit")
        for part in parts:
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            if part.file_size > MAX_XML:
                raise _bomb(name, f"has {part.file_size:,} bytes of text and markup, and {MAX_XML:,} are the limit")
            # NULs go, so that UTF-16 hides nothing.
            if b"<!DOCTYPE" in archive.read(part).replace(b"\0", b""):
                raise _bomb(name, "declares XML entities, which Word never does")


def _bomb(name: str, problem: str) -> InputError:
    return InputError(f"{name} is not read, because it {problem}; save the article's text alone as .docx or .txt.")


def _read(data: bytes) -> Decoded:
    from docx import Document

    document = Document(io.BytesIO(data))
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    reader = _Reader({style.style_id: style.element for style in document.styles})
    lines: list[str] = []
    title: str | None = None
    for block in _blocks(document.element.body):
        if block.tag == _WORD + "tr":
            cells = (" ".join(reader.text(cell).split()) for cell in block.findall(f".//{_WORD}tc"))
            line = " | ".join(filter(None, cells))
        else:
            line = reader.text(block)
            style = block.find(f"{_WORD}pPr/{_WORD}pStyle")
            styled = style is not None and names.get(style.get(_WORD + "val", "")) in _TITLE_STYLES
            if styled and line.strip() and not any(map(str.strip, lines)):
                title = " ".join(line.split())
        lines.append(with_plain_fractions(line))
    notes = (*struck_out(reader.struck), *struck_out(reader.hidden, why="hidden"))
    return Decoded("\n".join(lines) + "\n", title, "utf-8", notes)


def _blocks(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The paragraphs and table rows below `element` in order, also those inside content controls and text boxes."""
    for child in element:
        if child.tag in _HIDDEN:
            continue
        if child.tag in (_WORD + "p", _WORD + "tr"):
            yield child
        if child.tag != _WORD + "tr":
            yield from _blocks(child)


class _Reader:
    """Takes the visible text out of elements; what is struck out (or deleted) and what is hidden goes to lists."""

    def __init__(self, styles: Mapping[str, Any]) -> None:
        self._styles = styles
        self.struck: list[str] = []
        self.hidden: list[str] = []

    def text(self, element: BaseOxmlElement, *, style: str = "") -> str:
        """The text of a paragraph without that of text boxes in it, or of the paragraphs of a table cell.

        `style` is that of the paragraph around `element`.
        """
        pieces: list[str] = []
        for child in element:
            if child.tag == _WORD + "del":
                self.struck.append("".join(deleted.text or "" for deleted in child.iter(_WORD + "delText")))
            elif child.tag in _HIDDEN:
                continue
            elif child.tag == _WORD + "t":
                pieces.append(child.text or "")
            elif child.tag == _WORD + "p":
                pieces.append(self.text(child, style=_style_of(child, "pPr/", "pStyle")) + "\n")
            elif child.tag == _WORD + "r":
                pieces.append(self._run(child, style or _style_of(element, "pPr/", "pStyle")))
            elif child.tag == _WORD + "bdo" and child.get(_WORD + "val") == "rtl":
                pieces.append(f"{RIGHT_TO_LEFT}{self.text(child, style=style)}{END}")
            elif child.tag != _WORD + "txbxContent":
                local = str(child.tag).removeprefix(_WORD)
                pieces.append(_SPACES.get(local, "") or self.text(child, style=style))
        return "".join(pieces)

    def _run(self, run: BaseOxmlElement, paragraph_style: str) -> str:
        text = self.text(run, style=paragraph_style)
        own = run.find(_WORD + "rPr")
        chain = [own, *self._properties(_style_of(run, "rPr/", "rStyle")), *self._properties(paragraph_style)]
        for names, seen in ((_VANISHED, self.hidden), (_STRUCK, self.struck)):
            if any(_is_on(chain, name) for name in names):
                seen.append(text)
                return ""
        height = own.find(_WORD + "vertAlign") if own is not None else None
        moved = {"superscript": raised, "subscript": lowered}.get(
            height.get(_WORD + "val", "") if height is not None else ""
        )
        return moved(text) if moved else text

    def _properties(self, style: str) -> Iterator[Any]:
        """The character properties of a style and of those that it is based on, the nearest first."""
        for _ in range(_DEEPEST_STYLE):
            element = self._styles.get(style)
            if element is None:
                return
            yield element.find(_WORD + "rPr")
            based = element.find(_WORD + "basedOn")
            style = "" if based is None else based.get(_WORD + "val", "")


def _style_of(element: Any, properties: str, name: str) -> str:
    style = element.find(f"{_WORD}{properties}{_WORD}{name}")
    return "" if style is None else style.get(_WORD + "val", "")


def _is_on(chain: list[Any], name: str) -> bool:
    """Whether the first of the `chain` of properties that says anything of `name` switches it on."""
    found = (properties.find(name) for properties in chain if properties is not None)
    first = next((switch for switch in found if switch is not None), None)
    return first is not None and first.get(_WORD + "val", "1") not in _OFF
