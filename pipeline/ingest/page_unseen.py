"""Takes out of a web page what it does not show as current text: struck-out and hidden text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from pipeline.ingest.page_lines import replace_by_text

Why = Literal["struck", "hidden"]

_STRUCK_TAGS = frozenset(("del", "s", "strike"))
_CODE = frozenset(("script", "style"))
_HIDDEN_CLASSES = frozenset(("sr-only", "visually-hidden", "screen-reader-text"))
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,80}line-through", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0+(?:\.0+)?\s*(?:;|!|\Z)"
    r"|font-size\s*:\s*0(?:\.0+)?(?:[a-z%]*)\s*(?:;|!|\Z)|(?:left|top|text-indent)\s*:\s*-\d{3,})",
    re.IGNORECASE,
)
# Comments, and rules for print or for narrow screens.
_PASSED_OVER = re.compile(r"/\*(?:.*?\*/|.*)|@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.DOTALL)
_SIMPLE = re.compile(r"\s*[\w-]*([.#][\w-]+)\s*")


_LONGEST_SHEET = 500_000  # characters


class Unseen(NamedTuple):
    """A text that a page does not show, and the element in which it stood."""

    why: Why
    text: str
    parent: Any


def drop_unseen(tree: Any) -> list[Unseen]:
    """Takes struck-out and hidden elements out of `tree` (lxml), and says what they held.

    Looked at are the tags, the attribute `hidden`, and what `style` attributes and the style sheets inside the page
    (simple selectors of a class or an id) say. An element with more than half of the page's text stays: scripts show
    it, or its end tag was forgotten.
    """
    from lxml import etree  # type: ignore[import-untyped]

    sheet = _style_sheet("\n".join(style.text or "" for style in tree.iter("style"))[:_LONGEST_SHEET])
    most = _length(tree) / 2
    found: list[tuple[Why, Any]] = []
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        why = _why_unseen(element, sheet) if element.getparent() is not None and element.tag != "body" else None
        if why is not None and _length(element) <= most:
            walk.skip_subtree()
            found.append((why, element))
    unseen = [Unseen(why, " ".join("".join(element.itertext()).split()), element.getparent()) for why, element in found]
    for _, element in found:
        replace_by_text(element, "")
    return unseen


def _length(element: Any) -> int:
    """The characters of its text, scripts and style sheets aside."""
    length = sum(len(inner.tail or "") + len(inner.text or "") * (inner.tag not in _CODE) for inner in element.iter())
    return length - len(element.tail or "")


def _why_unseen(element: Any, sheet: Mapping[str, Why]) -> Why | None:
    style = element.get("style") or ""
    names = [f".{name}" for name in (element.get("class") or "").split()[:20]]
    if element.tag in _STRUCK_TAGS or _STRUCK_STYLE.search(style):
        return "struck"
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(style):
        return "hidden"
    if any(name[1:] in _HIDDEN_CLASSES for name in names):
        return "hidden"
    return next((sheet[name] for name in (*names, f"#{element.get('id')}") if name in sheet), None)


def _style_sheet(text: str) -> dict[str, Why]:
    """The classes and ids that the rules of a style sheet strike out or hide."""
    sheet: dict[str, Why] = {}
    for rule in _PASSED_OVER.sub(" ", text).split("}"):
        selectors, _, declarations = rule.partition("{")
        why: Why | None = None
        if _STRUCK_STYLE.search(declarations):
            why = "struck"
        elif _HIDDEN_STYLE.search(declarations):
            why = "hidden"
        for selector in selectors.split(",") if why else ():
            if why and (simple := _SIMPLE.fullmatch(selector)):
                sheet[simple[1]] = why
    return sheet
