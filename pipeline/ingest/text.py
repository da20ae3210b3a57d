"""Plain text."""

from __future__ import annotations

from pipeline.ingest.checks import refuse_other_kinds
from pipeline.ingest.decoding import decode
from pipeline.ingest.types import Decoded


def read_text(data: bytes, name: str) -> Decoded:
    """The text as it stands, only without a byte-order mark.

    Raises:
        InputError: it is a file of another kind, or in no known encoding.
    """
    refuse_other_kinds(data, name, suffix=".txt", expected="text")
    text, encoding = decode(data, name=name)
    return Decoded(text, None, encoding)
