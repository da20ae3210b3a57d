"""The sentences of a record beside each other, with what is to be said of each; texts that XML can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.article import Record
from pipeline.verdict import Verdict, remarks, worst

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 allows no document to hold, https://www.w3.org/TR/xml/#charsets"""


class Pair(NamedTuple):
    """A segment, which counts from 1: its Arabic, its English, the worst of its remarks, and all of them."""

    number: int
    arabic: str
    english: str
    verdict: Verdict
    remarks: tuple[str, ...]


def pairs(record: Record) -> Iterator[Pair]:
    """Every segment that is translated, in the order of the article."""
    said = list(remarks(record))
    texts = {segment.index: segment.text for segment in record.segments}
    for translation in record.translations:
        own = [remark for remark in said if remark.segment == translation.segment]
        yield Pair(
            translation.segment + 1,
            xml_text(texts[translation.segment]),
            xml_text(translation.text),
            worst(remark.severity for remark in own),
            tuple(f"{remark.severity}: {xml_text(remark.message)}" for remark in own),
        )


def xml_text(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _NO_XML.sub("", text)
