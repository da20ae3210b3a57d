"""Word documents (.docx), by python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.bidi import END, RIGHT_TO_LEFT
from pipeline.ingest.raised import lowered, raised, with_plain_fractions
from pipeline.ingest.types import Decoded
from pipeline.notes import struck_out

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

_HIDDEN = {_WORD + "del", _WORD + "moveFrom", _WORD + "pPr", _WORD + "rPr", _WORD + "instrText", _FALLBACK}
"""What a reader does not see: deleted and moved text, properties, field codes, and the copy of a text box for old
programs."""

_STRUCK = (_WORD + "strike", _WORD + "dstrike")
_VANISHED = (_WORD + "vanish", _WORD + "webHidden")
_DEEPEST_STYLE = 10
_OFF = ("0", "false", "off")

_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TITLE_STYLES = ("title", "heading 1")


def read_word(data: bytes, _: str) -> Decoded:
    """The text, a paragraph or table row a line (cells between " | "), and the title if its first line is styled so.

    Text inserted under change tracking counts. Deleted, struck-out and hidden text does not: a note quotes it. Headers,
    footers, footnotes, comments and the numbers that Word puts before list items are left out.

    What is in the archive was looked over before (`pipeline.ingest.archives`); what the libraries raise for a damaged
    one is for the caller to say.
    """
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
