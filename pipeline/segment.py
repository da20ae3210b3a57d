"""Cuts an article into segments, the units of translation, and puts text back together around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.script import LINE_BREAK
from models.sentences import split_sentences
from pipeline.article import Article, InputError, Segment
from pipeline.boilerplate import is_boilerplate
from pipeline.clean import clean


def segment_article(article: Article) -> tuple[Segment, ...]:
    """The sentences of `article` in order; a line of scraping residue is one segment of kind "boilerplate".

    Every line with something on it is a paragraph. A segment's text is cleaned, its span is raw: what lies between the
    spans is white space and characters that cleaning removes, so that every visible character is in exactly one
    segment. A heading without a full stop is a segment.
    """
    segments: list[Segment] = []
    paragraph = 0
    for begin, line in _lines(article.text):
        cleaned = clean(line)
        boilerplate = is_boilerplate(cleaned.text)
        spans = [_whole(cleaned.text)] if boilerplate else split_sentences(cleaned.text)
        for start, end in spans:
            segments.append(
                Segment(
                    index=len(segments),
                    text=cleaned.text[start:end],
                    start=begin + cleaned.offsets[start],
                    end=begin + cleaned.offsets[end],
                    paragraph=paragraph,
                    kind="boilerplate" if boilerplate else "text",
                )
            )
        paragraph += bool(spans)
    return tuple(segments)


def rejoin(article: Article, segments: Sequence[Segment], texts: Sequence[str] | None = None) -> str:
    """The article put together again from the raw spans of `segments` and what lies between them.

    Without `texts` that is `article.text`, character for character. With `texts`, one for each segment (translations,
    for example), they stand in the places of the segments, and line ends and paragraphs stay as they are.

    Raises:
        InputError: the segments are not this article's: spans out of order or outside the text, or texts miscounted.
    """
    if texts is not None and len(texts) != len(segments):
        raise InputError(f"There are {len(texts)} texts for {len(segments)} segments; give one text for each segment.")
    pieces: list[str] = []
    position = 0
    for number, segment in enumerate(segments):
        if not position <= segment.start <= segment.end <= len(article.text):
            raise InputError(
                f"Segment {segment.index} ({segment.start}–{segment.end}) does not fit article {article.id!r} of "
                f"{len(article.text)} characters; segment the article again."
            )
        raw = article.text[segment.start : segment.end]
        pieces += (article.text[position : segment.start], raw if texts is None else texts[number])
        position = segment.end
    return "".join((*pieces, article.text[position:]))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    begin = 0
    for match in LINE_BREAK.finditer(text):
        yield begin, text[begin : match.start()]
        begin = match.end()
    yield begin, text[begin:]


def _whole(line: str) -> tuple[int, int]:
    start = len(line) - len(line.lstrip())
    return start, start + len(line.strip())
