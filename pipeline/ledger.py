"""The ledger of a record: one row for every number of the article, and one for every number that was invented.

A row holds the number's place in all three texts and what the translation and the summary made of it. Its views, for
the terminal, as JSON and as CSV, are in `pipeline.ledger_views`; the report draws its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pipeline.account import (
    SEVERITIES,
    Account,
    LedgerRow,
    NumberKey,
    Numbers,
    Origin,
    Verdict,
    Word,
    is_of,
    number_key,
)
from pipeline.article import Record
from pipeline.keynumbers import coverage, numbers_of
from pipeline.numbers import Comparison, Finding, Quantity
from pipeline.numbers.quantity import FindingType

Span = tuple[int, int]

_UNBACKED: tuple[FindingType, ...] = ("added", "changed", "scaled", "derived")
"""A target with such a finding states a value that the article does not."""


def account(record: Record) -> Account:
    """The ledger of the record and what its summary keeps, made once: the account on the record, or else a new one."""
    numbers = numbers_of(record)
    parts = (numbers, record.translations, record.summary, record.repairs)
    if record.account is not None and is_of(record.account, parts):
        return record.account
    return Account(_rows(record, numbers), coverage(replace(record, numbers=numbers)), parts)


def ledger(record: Record) -> tuple[LedgerRow, ...]:
    """The rows in the article's order: a segment's numbers, then what its translation added; the summary's own last.

    Numbers of boilerplate have no row. A number that the article states twice has two rows, and both tell of the
    summary. A number that the summary took over from a wrong translation stands in the translation's row.
    """
    return account(record).rows


def _rows(record: Record, numbers: Numbers) -> tuple[LedgerRow, ...]:
    checks = {item.segment: item.check for item in record.translations}
    drafts: list[_Draft] = []
    texts = (segment for segment in record.segments if segment.kind == "text")
    for segment, quantities in zip(texts, numbers.of_segments, strict=True):
        drafts += _segment_drafts(segment.index, quantities, checks.get(segment.index))
    summary_check = record.summary.check if record.summary else None
    if summary_check is not None:
        drafts += _summary_drafts(record, summary_check, drafts)
    ranks = {(item.start, item.end): number.rank for number in numbers.ranked for item in number.mentions}
    return tuple(
        draft.row(
            record.article.id,
            number,
            checked=summary_check is not None,
            added_by=_origin(record, draft),
            rank=ranks.get((draft.source.start, draft.source.end)) if draft.source else None,
        )
        for number, draft in enumerate(drafts, 1)
    )


@dataclass(slots=True)
class _Draft:
    """A row in the making."""

    segment: int | None
    source: Quantity | None
    checked: bool = True
    translation: list[Quantity] = field(default_factory=list)
    summary: list[Quantity] = field(default_factory=list)
    of_translation: list[Finding] = field(default_factory=list)
    of_summary: list[Finding] = field(default_factory=list)

    def row(self, article: str, number: int, *, checked: bool, added_by: Origin | None, rank: int | None) -> LedgerRow:
        return LedgerRow(
            article, number, self.segment, self.source, tuple(self.translation), tuple(self.summary),
            in_translation=self._verdict(self.translation, self.of_translation, checked=self.checked),
            in_summary=self._verdict(self.summary, self.of_summary, checked=checked),
            added_by=added_by, rank=rank,
        )  # fmt: skip

    def _verdict(self, quantities: list[Quantity], found: list[Finding], *, checked: bool) -> Verdict:
        if not checked:
            return Verdict("unchecked")
        word: Word = _worst(found) or ("kept" if quantities else "absent")
        # What was added beside a number of the article, or repeats a wrong translation of one, changes that number.
        return Verdict("changed" if word == "added" and self.source else word, tuple(found))


def _origin(record: Record, draft: _Draft) -> Origin | None:
    """The stage that invented the number of `draft`: a repair, if the segment did not have its wording before."""
    if draft.source:
        return None
    if not draft.translation:
        return "summarize"
    first = next((item for item in record.repairs if item.accepted and item.segment == draft.segment), None)
    return "repair" if first and draft.translation[0].text not in first.before else "translate"


def _worst(found: Iterable[Finding]) -> FindingType | None:
    """The type of the first among the worst findings."""
    worst = max(found, key=lambda finding: SEVERITIES.index(finding.severity), default=None)
    return worst.type if worst else None


def _segment_drafts(segment: int, quantities: Iterable[Quantity], check: Comparison | None) -> list[_Draft]:
    """The rows of one segment, by its `quantities` as they were read: a check may have taken a range apart."""
    by_span: dict[Span, _Draft] = {}
    added: list[_Draft] = []

    def draft_of(source: Quantity) -> _Draft:
        return by_span.setdefault((source.start, source.end), _Draft(segment, source, check is not None))

    for quantity in quantities:
        if quantity.lone is None:
            draft_of(quantity)
    for source, target in check.matched if check else ():
        _append(draft_of(source).translation, target)
    by_target = _by_target_span(by_span.values(), lambda draft: draft.translation)
    for finding in check.findings if check else ():
        if finding.source:
            draft = draft_of(finding.source)
        elif finding.target and (finding.target.start, finding.target.end) in by_target:
            draft = by_target[finding.target.start, finding.target.end][0]
        else:
            added.append(draft := _Draft(segment, None))
        _append(draft.translation, finding.target)
        draft.of_translation.append(finding)
        if finding.other:  # two numbers changed places: the finding belongs to both
            draft_of(finding.other[0]).of_translation.append(finding)
    return [by_span[span] for span in sorted(by_span)] + added


def _summary_drafts(record: Record, check: Comparison, drafts: list[_Draft]) -> list[_Draft]:
    """Fills the summary's wording into `drafts` and returns further ones for what belongs to none of them."""
    by_span = {(draft.source.start, draft.source.end): draft.source for draft in drafts if draft.source}
    by_value, by_unbacked = _by_number(drafts)
    further: dict[Span | NumberKey, _Draft] = {}

    def drafts_of(source: Quantity) -> list[_Draft]:
        span = (source.start, source.end)
        known = by_value.get(number_key(by_span.get(span, source)))
        return known or [further.setdefault(span, _Draft(_segment_at(record, source), source))]

    for source, target in check.matched:
        for draft in drafts_of(source):
            _append(draft.summary, target)
    by_target = _by_target_span(drafts, lambda draft: draft.summary)
    for finding in check.findings:
        known: list[_Draft] = []
        if finding.target and finding.type in _UNBACKED:
            known = by_unbacked.get(number_key(finding.target), [])
        if not known and finding.source:
            known = drafts_of(finding.source)
        if not known and finding.target:
            known = by_target.get((finding.target.start, finding.target.end), [])
            known = known or [further.setdefault(number_key(finding.target), _Draft(None, None))]
        for draft in known:
            _append(draft.summary, finding.target)
            draft.of_summary.append(finding)
        if finding.other:  # two numbers changed places: the finding belongs to both
            for draft in drafts_of(finding.other[0]):
                _append(draft.summary, finding.other[1])
                draft.of_summary.append(finding)
    return list(further.values())


def _by_number(drafts: Iterable[_Draft]) -> tuple[dict[NumberKey, list[_Draft]], dict[NumberKey, list[_Draft]]]:
    """The drafts by the number of the source, and by those of translations that nothing in the source backs."""
    by_value: dict[NumberKey, list[_Draft]] = {}
    by_unbacked: dict[NumberKey, list[_Draft]] = {}
    for draft in drafts:
        if draft.source:
            by_value.setdefault(number_key(draft.source), []).append(draft)
        if _worst(draft.of_translation) in _UNBACKED:
            for target in draft.translation:
                by_unbacked.setdefault(number_key(target), []).append(draft)
    return by_value, by_unbacked


def _by_target_span(
    drafts: Iterable[_Draft], targets: Callable[[_Draft], Iterable[Quantity]]
) -> dict[Span, list[_Draft]]:
    """The drafts at each place of the target text: where a range was taken apart, its parts share one place."""
    found: dict[Span, list[_Draft]] = {}
    for draft in drafts:
        for target in targets(draft):
            found.setdefault((target.start, target.end), []).append(draft)
    return found


def _append(quantities: list[Quantity], quantity: Quantity | None) -> None:
    """Appends a quantity that is there and stands in a place of its own."""
    if quantity and all((quantity.start, quantity.end) != (item.start, item.end) for item in quantities):
        quantities.append(quantity)


def _segment_at(record: Record, quantity: Quantity) -> int | None:
    return next((item.index for item in record.segments if item.start <= quantity.start < item.end), None)
