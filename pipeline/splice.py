"""Quantities in the English of newspapers, and the exchange of one wrong figure for the right one."""

from __future__ import annotations

import re

from pipeline.numbers import Comparison, Finding, Quantity, compare, read
from pipeline.numbers.write.english import BOUNDS, newspaper_form

_ARTICLE = re.compile(r"\b([Aa])n? $")
_VOWEL_SOUND = re.compile(r"(?:8|11\b|18\b|11\.|18\.|eigh|eleven)")


def newspaper(quantity: Quantity, *, bound: bool = False) -> str | None:
    """`quantity` as an English newspaper writes it: "$342.5 million", "25%", "third quarter", "seven".

    With `bound` its comparator stands before it ("more than 20"). None where no such form is known or where reading
    it back does not give the same quantity, so that whatever is returned is proved.
    """
    written = newspaper_form(quantity)
    if written is None or not _reads_back(written, quantity):
        return None
    return (BOUNDS[quantity.bound] if bound else "") + written


def spelled(source: str) -> dict[str, str]:
    """The hard quantities of an Arabic text in its own words, and each in the English of newspapers.

    What `newspaper` cannot write is left out.
    """
    wordings: dict[str, str] = {}
    for quantity in read(source, lang="ar"):
        written = None if quantity.soft else newspaper(quantity, bound=True)
        if written is not None:
            wordings.setdefault(" ".join(quantity.text.split()), written)
    return wordings


def splice(source: str, translation: str) -> str | None:
    """`translation` with each uniquely aligned wrong figure replaced by the value that the Arabic `source` states.

    A figure is uniquely aligned where its kind has, among the quantities that found no equal, exactly one in the source
    and exactly one in the translation, or where its value agrees and only its unit does not. None where there is no
    such figure, or where comparing the result with the source does not prove every exchange: fewer errors, and each
    exchanged pair matched without one.
    """
    check = compare(source, translation)
    text = translation
    exchanged = []
    for stated, target in sorted(_unique_pairs(check), key=lambda pair: -pair[1].start):
        written = newspaper(stated)
        if written is not None and not _is_in_compound(text, target):
            text = _replace(text, target, written)
            exchanged.append(stated)
    return text if exchanged and _proves(check, compare(source, text), exchanged) else None


def _unique_pairs(check: Comparison) -> list[tuple[Quantity, Quantity]]:
    errors = [finding for finding in check.findings if finding.severity == "error"]
    # A pair that agrees in value is aligned by it, and no candidate for another figure.
    by_value = [finding for finding in errors if finding.type in ("unit", "bound")]
    loose = [finding for finding in errors if finding not in by_value]
    sources: dict[str, list[Quantity]] = {}
    targets: dict[str, list[Quantity]] = {}
    for finding in loose:
        for quantity, side in ((finding.source, sources), (finding.target, targets)):
            if quantity is not None:
                side.setdefault(quantity.kind, []).append(quantity)
    pairs = [
        (finding.source, finding.target)
        for finding in by_value
        if finding.type == "unit" and finding.source and finding.target
        # Where the source names no currency, its reader takes it from the sentence, as the translation did.
        if finding.source.kind == finding.target.kind and finding.source.unit is not None
    ]
    for kind, of_source in sources.items():
        of_target = targets.get(kind, [])
        if len(of_source) == len(of_target) == 1 and _is_exchangeable(loose, of_source[0], of_target[0]):
            pairs.append((of_source[0], of_target[0]))
    return pairs


def _is_exchangeable(loose: list[Finding], source: Quantity, target: Quantity) -> bool:
    """Whether the two were aligned, or are what is left over on either side and count the same thing."""
    if source.soft or target.soft or source.value is None or target.value is None:
        return False
    if any(finding.source is source and finding.target is target for finding in loose):
        return True
    return source.unit == target.unit and source.kind not in ("cardinal", "score", "date")


def _proves(before: Comparison, after: Comparison, repaired: list[Quantity]) -> bool:
    matched = {(quantity.start, quantity.end) for quantity, _ in after.matched}
    errors_before, errors_after = (
        [finding for finding in check.findings if finding.severity == "error"] for check in (before, after)
    )
    wrong = {(item.source.start, item.source.end) for item in errors_after if item.source is not None}
    spans = {(quantity.start, quantity.end) for quantity in repaired}
    return len(errors_after) < len(errors_before) and spans <= matched and not spans & wrong


def _replace(text: str, target: Quantity, written: str) -> str:
    before, after = text[: target.start], text[target.end :]
    article = _ARTICLE.search(before)
    if article:
        right = article[1] + ("n " if _VOWEL_SOUND.match(written) else " ")
        before = before[: article.start()] + right
    if not before.strip() and written[0].islower():
        written = written[0].upper() + written[1:]
    return before + written + after


def _is_in_compound(text: str, target: Quantity) -> bool:
    """A "30-year-old plan" cannot become a "25 years plan"."""
    return (target.kind == "measure" and "-" in target.text) or text[target.end : target.end + 1] == "-"


def _reads_back(written: str, quantity: Quantity) -> bool:
    again = read(written, lang="en")
    return len(again) == 1 and (again[0].kind, again[0].value, again[0].high, again[0].unit) == (
        quantity.kind, quantity.value, quantity.high, quantity.unit,
    )  # fmt: skip
