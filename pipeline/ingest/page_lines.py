"""The lines of a web page as a browser would lay them out: a block, a row of a table, or what a line break ends."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipeline.bidi import END, RIGHT_TO_LEFT
from pipeline.ingest.raised import lowered, raised, with_plain_fractions

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_UNREAD = frozenset((
    "head", "script", "style", "template", "noscript", "svg", "canvas", "iframe", "object", "audio", "video", "embed",
    "map", "picture", "source", "textarea", "select", "datalist", "rp", "rt", "rtc", "meter", "progress", "title",
    "nav", "footer", "menu", "dialog",
))  # fmt: skip
_APART = frozenset(("aside", "figure"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE_LOST = ("time", "label", "output", "button", "data")
"""Elements that trafilatura deletes with their text, wherever they stand."""

_OVERRIDE_STYLE = re.compile(r"unicode-bidi\s*:[^;]{0,40}override", re.IGNORECASE)
_RIGHTWARDS_STYLE = re.compile(r"(?<![\w-])direction\s*:\s*rtl", re.IGNORECASE)
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what lxml takes for no text
_MAX_TAG_WORDS = 2_000
_LONGEST_CELL = 200  # characters; a table with longer ones lays out a page


class PageLine(NamedTuple):
    """A line of a page, the element in which it stands, and whether that is a heading, or apart from the main text."""

    text: str
    element: Any
    heading: bool
    apart: bool


def page_lines(tree: Any) -> list[PageLine]:
    """The lines of `tree`, an lxml element, that hold anything; scripts, pictures, menus and form fields have none."""
    from lxml import etree  # type: ignore[import-untyped]

    lines: list[PageLine] = []
    pieces: list[str] = []
    apart = verbatim = 0

    def end_line(element: Any) -> None:
        text = "".join(pieces)
        pieces.clear()
        rows = (" ".join(line.split()) for line in (text.splitlines() if verbatim else (text,)))
        heading = element.tag in _HEADINGS
        lines.extend(PageLine(with_plain_fractions(row), element, heading, apart > 0) for row in rows if row)

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag in _UNREAD:
            if event == "start":
                walk.skip_subtree()
        elif event == "start":
            if tag in _BLOCKS and element is not tree:
                end_line(element.getparent())
            apart += _is_apart(element)
            verbatim += tag == "pre"
            if tag == "tr" and (row := _row(element)):
                lines.append(PageLine(row, element, heading=False, apart=apart > 0))
                walk.skip_subtree()
            else:
                pieces.append(element.text or "")
        else:
            if tag in _BLOCKS:
                end_line(element)
            apart -= _is_apart(element)
            verbatim -= tag == "pre"
        if event == "end" and element is not tree:
            pieces.append(element.tail or "")
    end_line(tree)
    return lines


def without_crowded_tags(page: str) -> str:
    """The page without tags of thousands of words: drawings, or an attack, for the parser compares attributes pairwise.

    A tag is taken to end at its first ">", so that no text can go with it.
    """
    first, *rest = page.split("<")
    pieces = [first]
    for piece in rest:
        tag, end, text = piece.partition(">")
        crowded = len(tag) > _MAX_TAG_WORDS and len(tag.split()) > _MAX_TAG_WORDS and not tag.startswith("!")
        pieces.append(f" {text}" if crowded and end else f"<{piece}")
    return "".join(pieces)


def _is_apart(element: Any) -> bool:
    return element.tag in _APART and (element.tag != "figure" or element.find(".//table") is None)


def _row(element: Any) -> str | None:
    """The cells of a row of data in one line; None for the row of a table that lays out a page."""
    cells = [child for child in element if child.tag in ("td", "th")]
    if len(cells) < 2 or element.find(".//table") is not None:
        return None
    texts = [" ".join(line.text for line in page_lines(cell)) for cell in cells]
    return None if max(map(len, texts)) > _LONGEST_CELL else " | ".join(filter(None, texts))


def write_out(tree: Any) -> None:
    """Changes `tree` so that what stands inside a sentence is plain text: superscripts, formulas, <time> and its like.

    Elements that override the direction of writing become the characters that do. A <button> or <label> by itself,
    without other text around it, stays what it is.
    """
    for element in [found for found in tree.iter() if _overrides_direction(found)]:
        element.text = f"{RIGHT_TO_LEFT}{element.text or ''}"
        element.tail = f"{END}{element.tail or ''}"
    for element in list(tree.iter("rp", "rt", "rtc")):
        replace_by_text(element, "")
    for element in list(tree.iter("sup", "sub")):
        replace_by_text(element, (raised if element.tag == "sup" else lowered)("".join(element.itertext())))
    for element in [found for found in tree.iter("math") if next(found.iterancestors("math"), None) is None]:
        text = formula(element) or element.get("alttext") or ""
        before = element.getprevious().tail if element.getprevious() is not None else element.getparent().text
        replace_by_text(element, _apart_from(before or "", text) + text)
    among_text: dict[Any, bool] = {}
    for element in list(tree.iter(*_INLINE_LOST)):
        parent = element.getparent()
        while parent is not None and parent.tag not in _BLOCKS and not _has_text(parent, among_text):
            parent = parent.getparent()
        if parent is not None and _has_text(parent, among_text):
            element.tag = "span"


def _overrides_direction(element: Any) -> bool:
    """Whether the element shows its letters from the right one by one, as the character U+202E does."""
    style = element.get("style") or ""
    by_style = _OVERRIDE_STYLE.search(style) is not None and _RIGHTWARDS_STYLE.search(style) is not None
    return by_style or (element.tag == "bdo" and (element.get("dir") or "").lower() == "rtl")


def replace_by_text(element: Any, text: str) -> None:
    """Makes an inline element without children of `element`; dropping it would copy the text around it every time."""
    tail = element.tail
    element.clear()
    element.text, element.tail, element.tag = _NO_XML.sub("", text), tail, "span"


def _has_text(element: Any, known: dict[Any, bool]) -> bool:
    """Whether letters or figures stand in `element` itself or in other elements of a sentence in it."""
    if element not in known:
        own = [element.text, *(child.tail for child in element)]
        inner = (child for child in element if child.tag not in _BLOCKS and child.tag not in (*_INLINE_LOST, *_UNREAD))
        known[element] = any(re.search(r"\w", text) for text in own if text) or any(
            re.search(r"\w", "".join(child.itertext())) for child in inner
        )
    return known[element]


def formula(element: Any) -> str:
    """A formula of MathML on one line: a fraction as a/b, an exponent raised, a root with its sign."""
    tag = element.tag.rpartition("}")[2].rpartition(":")[2]
    parts = [formula(child) for child in element if isinstance(child.tag, str)]
    if tag in ("annotation", "annotation-xml", "mphantom"):
        return ""
    if tag in ("mi", "mn", "mo", "mtext", "ms") or not parts:
        return "".join((element.text or "").split())
    if tag == "semantics":
        return parts[0]
    if tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag in ("msup", "msub") and len(parts) == 2:
        moved = (raised if tag == "msup" else lowered)(parts[1])
        mark = "^" if tag == "msup" else "_"
        return parts[0] + (moved if moved != parts[1] else mark + _grouped(parts[1]))
    if tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    joined = ""
    for part in parts:
        joined += _apart_from(joined, part) + part
    return joined


def _apart_from(before: str, after: str) -> str:
    """The space that keeps 1 and 1/2 from becoming 11/2."""
    return " " if before[-1:].isdigit() and after[:1].isdigit() and "/" in after else ""


def _grouped(text: str) -> str:
    return text if re.fullmatch(r"[\d.,]+|\w", text) else f"({text})"
