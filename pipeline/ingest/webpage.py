"""Web pages: the text of the article through trafilatura, without menus, advertisements and footers."""

from __future__ import annotations

from pipeline.article import InputError
from pipeline.ingest.checks import refuse_other_kinds
from pipeline.ingest.decoding import decode
from pipeline.ingest.types import Decoded

_SENTENCE_WORDS = 6
"""A page whose longest line is shorter holds headings, links and buttons; the shortest news sentences have 6 or 7."""

_MAX_TAG_WORDS = 2_000


def read_webpage(data: bytes, name: str) -> Decoded:
    """The text of the article, a paragraph a line, and its title.

    Nothing is fetched: pictures, frames and scripts are left alone.

    Raises:
        InputError: it is a file of another kind, in no known encoding, or has no article.
    """
    from trafilatura import bare_extraction

    refuse_other_kinds(data, name, suffix=".html", expected="a web page")
    page, encoding = decode(data, name=name)
    found = bare_extraction(
        _without_crowded_tags(page), with_metadata=True, include_comments=False, include_images=False
    )
    text = "" if found is None or isinstance(found, dict) else found.text or ""
    lines = [_row(line) for line in text.splitlines()]
    if (
        found is None
        or isinstance(found, dict)
        or max((len(line.split()) for line in lines), default=0) < _SENTENCE_WORDS
    ):
        raise InputError(
            f"{name} is a web page without an article that amana can find; save the article's own page, or its text as "
            "plain text in UTF-8."
        )
    return Decoded("\n".join(lines) + "\n", found.title or None, encoding)


def _without_crowded_tags(page: str) -> str:
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


def _row(line: str) -> str:
    """A line of a table without the bars at its ends."""
    line = line.strip()
    return line.strip("| ") if line.startswith("|") and line.endswith("|") else line
