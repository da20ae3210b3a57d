"""From a text to its quantities: the passes of its language, run over its tokens.

Every pass takes the tokens and the amounts found so far and is linear in the text; what a later pass needs to know of
an earlier one stands in the amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.numbers.quantity import Language, Quantity, moved
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic import passes as arabic
from pipeline.numbers.read.arabic.latin import latin_run, may_hold_latin
from pipeline.numbers.read.english import passes as english
from pipeline.numbers.read.leads import may_hold_quantity
from pipeline.numbers.read.rules import Log, Page, Pass, apart, run
from pipeline.numbers.text.clitics import HIDDEN_ARTICLE
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.tokens import tokens_of

PASSES: dict[Language, tuple[Pass, ...]] = {"ar": arabic.PASSES, "en": english.PASSES}
"""What is done to a text, in order. A pass names the shape in which its rules are tried; see `rules`."""


def read_quantities(text: str, *, lang: Language) -> list[Quantity]:
    """The quantities of `text` in reading order. Linear in its length; never raises on any text."""
    quantities: list[Quantity] = []
    if may_hold_quantity(text, lang=lang):
        page = open_page(text, lang=lang)
        quantities = [quantity_of(page, amount) for amount in read_page(page, lang=lang)]
    if lang == "en" or not may_hold_latin(text):
        return quantities
    return with_islands(quantities, (island for island, _ in islands(text)))


def islands(text: str) -> Iterator[tuple[list[Quantity], int]]:
    """The quantities of each stretch of English in an Arabic text, with their places in it, and where it begins."""
    for start, end in latin_run.apply(text):
        found = [moved(quantity, start) for quantity in read_quantities(text[start:end], lang="en")]
        if found:
            yield found, start


def with_islands(quantities: list[Quantity], found: Iterable[list[Quantity]]) -> list[Quantity]:
    """`quantities` of an Arabic text with those of its English stretches in the place of what Arabic makes of them."""
    for island in found:
        first, last = island[0].start, island[-1].end
        outside = [one for one in quantities if one.end <= first or one.start >= last]
        quantities = sorted([*outside, *island], key=lambda quantity: quantity.start)
    return quantities


def open_page(text: str, *, lang: Language) -> Page:
    """The folded text and its tokens, before anything is read."""
    return Page(fold(text), tokens_of(text, lang=lang))


def read_page(page: Page, *, lang: Language, log: Log | None = None) -> list[Amount]:
    """The amounts of a page after all passes; `log` gets the rules that applied, or gives them."""
    return apart(run(PASSES[lang], page, log))  # rules of two passes may claim the same token


def quantity_of(page: Page, amount: Amount) -> Quantity:
    """The quantity that an amount is in the text as given, without the clitics before it."""
    folded, first = page.folded, page.tokens[amount.first]
    start = first.start
    if (first.number is not None or first.senses) and first.kind == "word" and not first.text.isascii():
        hidden = first.text[first.conjunction :].startswith(HIDDEN_ARTICLE)
        start += first.conjunction + (0 if hidden else len(first.preposition))
    raw_start, raw_end = folded.raw_span(start, page.tokens[amount.last - 1].end)
    value = None if amount.kind == "identifier" else amount.value
    return Quantity(raw_start, raw_end, folded.raw[raw_start:raw_end], amount.kind, value, **amount.facts())
