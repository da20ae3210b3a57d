"""Markdown: what a reader would see of it as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.ingest.checks import refuse_other_kinds
from pipeline.ingest.decoding import decode
from pipeline.ingest.page_lines import page_lines, without_crowded_tags, write_out
from pipeline.ingest.page_unseen import drop_unseen
from pipeline.ingest.raised import lowered, raised, with_plain_fractions
from pipeline.ingest.types import Decoded
from pipeline.notes import struck_out

if TYPE_CHECKING:
    from markdown_it.token import Token


def read_markdown(data: bytes, name: str) -> Decoded:
    """The text without its markup, blocks on lines of their own with blank lines between, and the first heading.

    Kept: the text of links, of emphasis and of code, and the numbers of ordered lists, for "12. " at the start of a
    line may well be meant as a number; the text of blocks of HTML. Left out: pictures, tags, link targets, and YAML
    front matter but for its title; struck-out text (~~5~~, <del>5</del>) too, which a note quotes.

    Raises:
        InputError: it is a file of another kind, or in no known encoding.
    """
    from markdown_it import MarkdownIt

    refuse_other_kinds(data, name, suffix=".md", expected="Markdown")
    source, encoding = decode(data, name=name)
    title, source = _front_matter(source)
    struck: list[str] = []
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    blocks: list[str] = []
    number = ""  # of the list item that has just begun
    for position, token in enumerate(tokens):
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        block = _block(tokens, position, struck)
        if block is not None:
            blocks.append(number + block)
            number = ""
        if title is None and token.type == "heading_open":
            title = " ".join(_visible(tokens[position + 1].children or [], []).split()) or None
    return Decoded("\n\n".join(filter(str.strip, blocks)) + "\n", title, encoding, struck_out(struck))


def _block(tokens: Sequence[Token], position: int, struck: list[str]) -> str | None:
    """The text of the block whose content the token at `position` is; None if it is none, or the cell of a table.

    What of it is struck out is added to `struck`.
    """
    token = tokens[position]
    if token.type == "tr_open":
        return " | ".join(_cells((tokens[after] for after in range(position + 1, len(tokens))), struck))
    if token.type == "html_block":
        return _html_text(token.content, struck)
    if token.type in ("fence", "code_block"):
        return token.content.strip("\n")
    if token.type == "inline" and tokens[position - 1].type not in ("th_open", "td_open"):
        return _visible(token.children or [], struck)
    return None


def _html_text(source: str, struck: list[str]) -> str:
    from lxml.html import fromstring  # type: ignore[import-untyped]

    tree = fromstring(f"<div>{without_crowded_tags(source)}</div>")
    struck += [item.text for item in drop_unseen(tree) if item.why == "struck"]
    write_out(tree)
    return "\n".join(line.text for line in page_lines(tree))


def _cells(tokens: Iterable[Token], struck: list[str]) -> Iterator[str]:
    for token in tokens:
        if token.type == "tr_close":
            return
        if token.type == "inline":
            yield _visible(token.children or [], struck)


def _visible(tokens: Iterable[Token], struck: list[str]) -> str:
    """The text of the inline tokens; what is struck out goes to `struck`, and <sup>6</sup> becomes a superscript.

    A star between digits stays where it is: for Markdown the second factor of 5*3*2 is emphasized, for us it must not
    become 532.
    """
    pieces: list[str] = []
    pending = ""
    depth = 0  # of struck-out passages
    height = ""  # <sup> or <sub> that is open
    for token in tokens:
        tag = _TAG.match(token.content) if token.type == "html_inline" else None
        name = tag["name"].lower() if tag else ""
        if token.type in ("s_open", "s_close") or name in _STRUCK_TAGS:
            closes = token.type == "s_close" or (tag is not None and bool(tag["closes"]))
            depth = max(0, depth + (-1 if closes else 1))
            if depth == 1 and not closes:
                struck.append("")
        elif depth:
            struck[-1] += token.content if token.type in ("text", "code_inline") else ""
        elif name in _HEIGHTS:
            height = "" if tag and tag["closes"] else name
        elif token.type in ("text", "code_inline"):
            content = _HEIGHTS[height](token.content) if height else token.content
            before = pieces[-1][-1:] if pieces else ""
            pieces += [pending, content] if before.isdigit() and content[:1].isdigit() else [content]
            pending = "" if content else pending
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append("\n" if token.type == "hardbreak" else " ")
            pending = ""
        elif token.type in ("em_open", "em_close", "strong_open", "strong_close"):
            pending += token.markup
    return with_plain_fractions("".join(pieces))


_TAG = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z]+)")
_STRUCK_TAGS = frozenset(("del", "s", "strike"))
_HEIGHTS = {"sup": raised, "sub": lowered}


def _front_matter(source: str) -> tuple[str | None, str]:
    """The `title` of the YAML between two lines of "---" at the very start, and the text after them."""
    lines = source.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return None, source
    end = next((number for number, line in enumerate(lines[1:100], start=1) if line.rstrip() == "---"), None)
    fields = [line for line in lines[1:end] if line.strip() and not line.startswith(("#", " ", "\t", "-"))]
    if end is None or not all(":" in line for line in fields):
        return None, source
    titles = [line.partition(":")[2].strip().strip("\"'") for line in fields if line.startswith("title:")]
    return (titles[0] or None) if titles else None, "".join(lines[end + 1 :])
