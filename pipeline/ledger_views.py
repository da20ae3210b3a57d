"""The ledger as others read it: the number table of the terminal, JSON objects, and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.account import Coverage, LedgerRow, Verdict
from pipeline.claims import claim_words
from pipeline.numbers import Quantity, format_value, quantity_to_json
from pipeline.numbers.quantity import Severity

_SIGNED_NUMBER = re.compile(r"[+-][\d.,٫٬]+[%٪]?")


@dataclass(frozen=True, slots=True)
class NumberRow:
    """What became of one number: its wording in the article, the translation and the summary, "" where it is not there.

    `verdict` is "ok", or the type and message of each finding; `types` is the same without the messages. `severity` is
    that of the worst finding, None if ok. `rank` is that of the ledger.
    """

    arabic: str
    english: str
    summary: str
    verdict: str
    types: str
    severity: Severity | None
    rank: int | None


def number_rows(rows: Iterable[LedgerRow]) -> list[NumberRow]:
    """The ledger in the words of the three texts."""
    return [_number_row(row) for row in rows]


def ledger_to_json(rows: Iterable[LedgerRow]) -> list[dict[str, Any]]:
    """The rows as JSON objects; segments count from 0, as everywhere in the record."""
    return [
        {
            "number": row.number,
            "rank": row.rank,
            "segment": row.segment,
            "source": None if row.source is None else quantity_to_json(row.source),
            "translation": [quantity_to_json(quantity) for quantity in row.translation],
            "summary": [quantity_to_json(quantity) for quantity in row.summary],
            "in_translation": _verdict_to_json(row.in_translation),
            "in_summary": _verdict_to_json(row.in_summary),
            "added_by": row.added_by,
        }
        for row in rows
    ]


def coverage_to_json(coverage: Coverage) -> dict[str, Any]:
    """The share of the key numbers that the summary keeps, and each by rank with its score and first mention."""
    numbers = sorted((*coverage.kept, *coverage.left_out), key=lambda number: number.rank)
    return {
        "share": coverage.share,
        "numbers": [
            {
                "rank": number.rank,
                "score": number.score,
                "kept": number in coverage.kept,
                "source": quantity_to_json(number.mentions[0]),
            }
            for number in numbers
        ],
    }


CSV_COLUMNS = (
    "article", "number", "rank", "segment", "arabic", "arabic_start", "arabic_end", "kind", "value", "high", "unit",
    "bound", "part", "direction", "role", "counted", "owner", "translation", "translation_start", "translation_end",
    "translation_claim", "summary", "summary_start", "summary_end", "summary_claim", "translation_verdict",
    "translation_severity", "summary_verdict", "summary_severity", "added_by", "messages",
)  # fmt: skip


def ledger_csv(rows: Iterable[LedgerRow]) -> str:
    """The rows, of one article or of many, as CSV (RFC 4180) with a header; segments count from 1, as in the report.

    `kind` to `owner` are those of the source's number, or of an added number itself; `translation_claim` and
    `summary_claim` are what these texts say with it, in words. Where a text states a number more than once, its
    wordings, starts, ends and claims are joined by "; ".
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(CSV_COLUMNS)
    writer.writerows([_csv_cell(cell) for cell in _csv_row(row)] for row in rows)
    return file.getvalue()


def wording(quantities: Iterable[Quantity]) -> str:
    """The quantities as their text says them, each wording once."""
    return "; ".join(dict.fromkeys(quantity.text for quantity in quantities))


def _number_row(row: LedgerRow) -> NumberRow:
    findings_with_place = [("", item) for item in row.in_translation.findings]
    findings_with_place += [("in the summary: ", item) for item in row.in_summary.findings]
    return NumberRow(
        arabic=row.source.text if row.source else "",
        english=wording(row.translation),
        summary=wording(row.summary[:1]),
        verdict="; ".join(f"{where}{item.type}: {item.message}" for where, item in findings_with_place) or "ok",
        types="; ".join(dict.fromkeys(f"{where}{item.type}" for where, item in findings_with_place)) or "ok",
        severity=row.severity,
        rank=row.rank,
    )


def _verdict_to_json(verdict: Verdict) -> dict[str, Any]:
    messages = [finding.message for finding in verdict.findings]
    return {"verdict": verdict.word, "severity": verdict.severity, "messages": messages}


def _csv_row(row: LedgerRow) -> list[object]:
    first = row.source or (*row.translation, *row.summary)[0]
    found = (*row.in_translation.findings, *row.in_summary.findings)
    return [
        row.article,
        row.number,
        row.rank or "",
        "" if row.segment is None else row.segment + 1,
        *_csv_places([row.source] if row.source else []),
        first.kind,
        "" if first.value is None else format_value(first.value),
        "" if first.high is None else format_value(first.high),
        first.unit or "",
        first.bound,
        first.part or "",
        first.direction or "",
        first.role or "",
        first.counted.text if first.counted else "",
        (first.counted and first.counted.owner) or "",
        *_csv_places(row.translation),
        _claims(row.translation),
        *_csv_places(row.summary),
        _claims(row.summary),
        row.in_translation.word,
        row.in_translation.severity or "",
        row.in_summary.word,
        row.in_summary.severity or "",
        row.added_by or "",
        "; ".join(dict.fromkeys(finding.message for finding in found)),
    ]


def _csv_places(quantities: Iterable[Quantity]) -> tuple[str, str, str]:
    """Wordings, starts and ends."""
    each = [(quantity.text, str(quantity.start), str(quantity.end)) for quantity in quantities]
    texts, starts, ends = zip(*each, strict=True) if each else ((), (), ())
    return "; ".join(texts), "; ".join(starts), "; ".join(ends)


def _claims(quantities: Iterable[Quantity]) -> str:
    """What is said with each, in words; "" where nothing is said with any."""
    return "; ".join(filter(None, map(claim_words, quantities)))


def _csv_cell(cell: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it; a signed number is none."""
    formula = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if formula and not _SIGNED_NUMBER.fullmatch(str(cell)) else cell
