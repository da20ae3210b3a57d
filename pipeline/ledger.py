"""The number table of a record: one row for every number of the article, and one for every number that was invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.article import Record
from pipeline.numbers import Comparison, Finding, Quantity
from pipeline.numbers.quantity import Severity

Key = tuple[str, Fraction | None, Fraction | None, str | None]
"""What makes two source quantities the same number: kind, value, high, unit."""

_SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")


@dataclass(frozen=True, slots=True)
class NumberRow:
    """What became of one number: its wording in the article, the translation and the summary, "" where it is not there.

    `verdict` is "ok", or the type and message of each finding; `types` is the same without the messages. `severity` is
    that of the worst finding, None if ok.
    """

    arabic: str
    english: str
    summary: str
    verdict: str
    types: str
    severity: Severity | None


def number_rows(record: Record) -> list[NumberRow]:
    """The rows in the article's order: a segment's numbers, what its translation added; the summary's last."""
    drafts: list[_Draft] = []
    for translation in record.translations:
        if translation.check is not None:
            drafts += _translation_drafts(translation.check)
    if record.summary is not None and record.summary.check is not None:
        drafts += _summary_drafts(record.summary.check, drafts)
    return [draft.row() for draft in drafts]


def findings(record: Record) -> Iterator[Finding]:
    """Every finding of the record, in the order of the stages."""
    for item in (*record.translations, *((record.summary,) if record.summary else ())):
        if item.check is not None:
            yield from item.check.findings


def has_errors(record: Record) -> bool:
    """Whether an error remains: a finding of that severity, an empty translation of a segment, or no summary."""
    if record.summary is None or not record.summary.sentences:
        return True
    empty = any(not translation.text for translation in record.translations)
    return empty or any(finding.severity == "error" for finding in findings(record))


@dataclass(slots=True)
class _Draft:
    """A row in the making."""

    source: Quantity | None
    english: str = ""
    summary: str = ""
    findings: list[tuple[str, Finding]] = field(default_factory=list)

    def row(self) -> NumberRow:
        return NumberRow(
            arabic=self.source.text if self.source else "",
            english=self.english,
            summary=self.summary,
            verdict="; ".join(f"{where}{item.type}: {item.message}" for where, item in self.findings) or "ok",
            types="; ".join(dict.fromkeys(f"{where}{item.type}" for where, item in self.findings)) or "ok",
            severity=max((item.severity for _, item in self.findings), key=_SEVERITIES.index, default=None),
        )


def _translation_drafts(check: Comparison) -> list[_Draft]:
    by_span: dict[tuple[int, int], _Draft] = {}
    added: list[_Draft] = []

    def draft_of(source: Quantity) -> _Draft:
        return by_span.setdefault((source.start, source.end), _Draft(source))

    for source, target in check.matched:
        draft_of(source).english = target.text
    for finding in check.findings:
        if finding.source is None:
            added.append(_Draft(None))
        draft = added[-1] if finding.source is None else draft_of(finding.source)
        draft.english = finding.target.text if finding.target else draft.english
        draft.findings.append(("", finding))
    return [by_span[span] for span in sorted(by_span)] + added


def _summary_drafts(check: Comparison, drafts: Iterable[_Draft]) -> list[_Draft]:
    """Fills the summary's wording into `drafts` and returns further ones for what belongs to none of them.

    A number that the article states twice is in the summary once; both rows show it.
    """
    by_key: dict[Key, list[_Draft]] = {}
    for draft in drafts:
        if draft.source is not None:
            by_key.setdefault(_key(draft.source), []).append(draft)
    further: list[_Draft] = []

    def drafts_of(source: Quantity | None) -> list[_Draft]:
        known = by_key.get(_key(source), []) if source else []
        if not known:
            further.append(_Draft(source))
            known = further[-1:]
            if source:
                by_key[_key(source)] = known
        return known

    for source, target in check.matched:
        for draft in drafts_of(source):
            draft.summary = draft.summary or target.text
    for finding in check.findings:
        known = drafts_of(finding.source)
        for draft in known:
            draft.summary = draft.summary or (finding.target.text if finding.target else "")
        known[0].findings.append(("in the summary: ", finding))
    return further


def _key(quantity: Quantity) -> Key:
    text = quantity.text if quantity.value is None else ""
    return (quantity.kind + text, quantity.value, quantity.high, quantity.unit)
