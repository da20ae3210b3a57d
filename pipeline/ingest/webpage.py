"""Web pages: the text of the article, without menus, advertisements and footers.

Which lines of a page are the article is trafilatura's to say; what stands in them is taken from the page itself, so
that no element inside a sentence, and no paragraph that is there twice, can get lost on the way. What of the main text
is left out and holds a number is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from pipeline.article import InputError
from pipeline.boilerplate import is_boilerplate
from pipeline.clean import clean
from pipeline.ingest.checks import refuse_other_kinds
from pipeline.ingest.decoding import decode
from pipeline.ingest.page_lines import page_lines, without_crowded_tags, write_out
from pipeline.ingest.page_unseen import drop_unseen
from pipeline.ingest.raised import with_plain_fractions
from pipeline.ingest.types import Decoded
from pipeline.notes import listed, quoted, struck_out
from pipeline.numbers import Quantity, read

_SENTENCE_WORDS = 6
"""A page whose longest line is shorter holds headings, links and buttons; the shortest news sentences have 6 or 7."""

_CONTAINERS = frozenset(("article", "body", "div", "main", "section", "td"))
_MAIN = 0.8  # of the article's characters are below the element of the main text
_SAME = 0.5  # of the triples of words of a line are in the article
_WHOLE = 0.8  # of the words that were extracted are found in lines of the page
_SHORTEST_BESIDE = 3  # words of a line outside the main text
_LONGEST_LOOK = 50_000  # characters of lines left out that are searched for numbers


def read_webpage(data: bytes, name: str) -> Decoded:
    """The text of the article, a paragraph, heading or row of a table a line, and its title.

    Notes say which numbers of the main text are not in the article, and what of it was struck out or hidden. Nothing
    is fetched: pictures, frames and scripts are left alone.

    Raises:
        InputError: it is a file of another kind, in no known encoding, or has no article.
    """
    from trafilatura import bare_extraction, load_html

    refuse_other_kinds(data, name, suffix=".html", expected="a web page")
    page, encoding = decode(data, name=name)
    tree = load_html(without_crowded_tags(page))
    found = None
    if tree is not None:
        unseen = drop_unseen(tree)
        write_out(tree)
        found = bare_extraction(tree, with_metadata=True, include_comments=False, include_images=False)
    if tree is None or found is None or isinstance(found, dict):
        raise _no_article(name)
    extracted = [with_plain_fractions(_row(line)) for line in (found.text or "").splitlines()]
    chosen = _Chosen(page_lines(tree), extracted)
    lines = chosen.article()
    if max((len(line.split()) for line in lines), default=0) < _SENTENCE_WORDS:
        raise _no_article(name)
    notes = [*_missing_numbers(lines, chosen.left_out())]
    for why in ("struck", "hidden"):
        notes += struck_out([item.text for item in unseen if item.why == why and chosen.in_main(item.parent)], why=why)
    return Decoded("\n".join(lines) + "\n", found.title or None, encoding, tuple(notes))


def _no_article(name: str) -> InputError:
    return InputError(
        f"{name} is a web page without an article that amana can find; save the article's own page, or its text as "
        "plain text in UTF-8."
    )


class _Chosen:
    """Which of a page's lines are its article, given the lines that were extracted from it.

    A line is, if most of its triples of words (for shorter ones: the whole line) were extracted, and if it stands in
    the main text: the smallest element with 80 % of such lines. Outside of it, and in boxes and captions, it must say
    what no line inside says.
    """

    def __init__(self, lines: Sequence[Any], extracted: Sequence[str]) -> None:
        self._extracted = extracted
        extract = _Extract(extracted)
        same = [line for line in lines if extract.holds(line.text)]
        self._main = _smallest_with([line for line in same if not line.apart])
        inside = [line for line in same if not line.apart and self.in_main(line.element)]
        said = _Extract([line.text for line in inside])
        kept = {id(line) for line in inside}
        for line in same:
            beside = line.apart or line.heading or len(_words(line.text)) >= _SHORTEST_BESIDE
            if id(line) not in kept and beside and not said.holds(line.text):
                kept.add(id(line))
        self._kept = [line for line in lines if id(line) in kept]
        self._lines = lines

    def article(self) -> list[str]:
        """The lines of the article; those that were extracted where the page itself has too few of them."""
        kept = [line.text for line in self._kept]
        wanted, had = (Counter(word for line in lines for word in _words(line)) for lines in (self._extracted, kept))
        return kept if (wanted & had).total() >= _WHOLE * wanted.total() else [line for line in self._extracted if line]

    def left_out(self) -> list[str]:
        """The other lines of the main text."""
        kept = set(map(id, self._kept))
        return [line.text for line in self._lines if id(line) not in kept and self.in_main(line.element)]

    def in_main(self, element: Any) -> bool:
        """Whether an element is inside that of the main text, or is it."""
        while element is not None and element is not self._main:
            element = element.getparent()
        return element is not None


class _Extract:
    """Lines of text that can be asked whether they hold another, more or less."""

    def __init__(self, lines: Sequence[str]) -> None:
        words = [_words(line) for line in lines]
        self._whole = set(map(tuple, words))
        self._triples = set(_triples([word for line in words for word in line]))
        self._letters = "".join(chain.from_iterable(words))[:_LONGEST_LOOK]

    def holds(self, line: str) -> bool:
        """Whether the line, half of its triples of words, or (markup may tear words) all its letters are here."""
        words = _words(line)
        own = _triples(words)
        held = sum(triple in self._triples for triple in own)
        if tuple(words) in self._whole or held >= _SAME * max(1, len(own)):
            return True
        return len(words) >= _SHORTEST_BESIDE and "".join(words) in self._letters


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text))


def _triples(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(words, words[1:], words[2:], strict=False))


def _smallest_with(lines: Iterable[Any]) -> Any:
    """The deepest element that holds most of the characters of `lines`; None where there is no line."""
    held: Counter[Any] = Counter()
    depth: dict[Any, int] = {}
    total = 0
    for line in lines:
        above = [*line.element.iterancestors()]
        if line.element.tag in _CONTAINERS or not above:
            above.insert(0, line.element)
        total += len(line.text)
        for level, element in enumerate(reversed(above)):
            held[element] += len(line.text)
            depth[element] = level
    return max((item for item in held if held[item] >= _MAIN * total), key=depth.__getitem__, default=None)


def _missing_numbers(article: Sequence[str], others: Iterable[str]) -> tuple[str, ...]:
    """A note on the numbers of `others`, lines of the main text, that the article does not have."""
    looked = 0
    missing: list[str] = []
    present: set[Any] | None = None
    for line in others:
        looked += len(line)
        if looked > _LONGEST_LOOK or is_boilerplate(clean(line).text):
            continue
        quantities = [quantity for quantity in read(line, lang="ar") if not quantity.soft]
        if quantities and present is None:
            present = {_value(quantity) for text in article for quantity in read(text, lang="ar")}
        if absent := [quantity.text for quantity in quantities if _value(quantity) not in (present or ())]:
            missing.append(f"{', '.join(absent)} in {quoted(line)}")
    return listed("numbers of the page that its article lacks", missing)


def _value(quantity: Quantity) -> Any:
    return quantity.text if quantity.value is None else (quantity.value, quantity.high)


def _row(line: str) -> str:
    """A line of a table without the bars at its ends."""
    line = line.strip()
    return line.strip("| ") if line.startswith("|") and line.endswith("|") else line
