"""Names with digits that only Arabic writes so."""

from __future__ import annotations

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.identifiers import name

_VITAMIN = "فيتامين"


@rule(
    "ar-vitamin",
    reads="a vitamin by its letter and digits",
    must=("فيتامين ب12", "نقص فيتامين د3"),
    leaves="بـ12 دولارا",
)
def vitamin(page: Page, index: int) -> Amount | None:
    """فيتامين ب12."""
    tokens = page.tokens
    led = index > 1 and not tokens[index].spaced and tokens[index - 2].text.endswith(_VITAMIN)
    return name(index - 1, index + 1) if led and len(tokens[index - 1].text) == 1 else None
