"""Names with digits that only Arabic writes so."""

from __future__ import annotations

from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.identifiers import LONGEST_PHONE, SHORTEST_PHONE, name, phone_groups
from pipeline.numbers.text.tokens import peek

_VITAMIN = "فيتامين"
_FEWEST_GROUPS = 3


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


@rule(
    "ar-phone-from-right",
    reads="a telephone number whose groups stand in the order of the script: its plus sign or its nought comes last",
    must=("للاستفسار: 7700 312 4 971+", "على الرقم 111 555 0800"),
    leaves="ارتفع 300 مرة و50+",
)
def phone_from_right(page: Page, index: int) -> Amount | None:
    """7700 312 4 971+, 111 555 0800."""
    groups, last = phone_groups(page.tokens, index, bracket=False)
    plus = peek(page.tokens, last)
    ends = plus.text == "+" and not plus.spaced
    if len(groups) < _FEWEST_GROUPS or not (ends or groups[-1].startswith("0")):
        return None
    return name(index, last + ends) if SHORTEST_PHONE <= sum(map(len, groups)) <= LONGEST_PHONE else None


PHONES = (phone_from_right,)
