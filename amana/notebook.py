"""How results show themselves in a notebook: small tables, everything escaped, no script and no style of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from pipeline.numbers import Comparison, Quantity, format_value
from pipeline.report.plain import visible

if TYPE_CHECKING:
    from pipeline.article import Record


def quantities_html(quantities: Iterable[Quantity]) -> str:
    """A row for each quantity."""
    rows = [
        (_text(item.text), _text(item.kind), _value(item), _text(item.unit or ""), _text(item.bound))
        for item in quantities
    ]
    return _table(("Text", "Kind", "Value", "Unit", "Bound"), rows)


def check_html(check: Comparison) -> str:
    """Whether the numbers agree, and a row for each finding."""
    head = f"<p><strong>{'ok' if check.ok else 'error'}</strong>: {len(check.matched)} pairs of numbers agree</p>"
    rows = [
        (
            _text(item.severity),
            _text(item.type),
            _text(item.source.text if item.source else ""),
            _text(item.target.text if item.target else ""),
            _text(item.message),
        )
        for item in check.findings
    ]
    return head + (_table(("Severity", "Type", "Source", "Target", "Finding"), rows) if rows else "")


def record_html(record: Record) -> str:
    """Title, verdict, summary and the table of the numbers."""
    from pipeline.ledger import account
    from pipeline.ledger_views import number_rows
    from pipeline.verdict import verdict

    title = f"<h3>{_text(record.article.title or record.article.id)}</h3>"
    sentences = record.summary.sentences if record.summary else ()
    summary = "<ul>" + "".join(f"<li>{_text(sentence)}</li>" for sentence in sentences) + "</ul>" if sentences else ""
    rows = [
        (_text(row.arabic), _text(row.english), _text(row.summary), _text(row.types))
        for row in number_rows(account(record).rows)
    ]
    table = _table(("Arabic", "English", "Summary", "Verdict"), rows)
    return f"{title}<p>Verdict: <strong>{_text(verdict(record))}</strong></p>{summary}{table}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    columns = "".join(f'<th scope="col">{name}</th>' for name in head)
    body = "".join("<tr>" + "".join(f'<td dir="auto">{cell}</td>' for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"


def _text(text: str) -> str:
    return escape(visible(text))


def _value(quantity: Quantity) -> str:
    if quantity.value is None:
        return ""
    return format_value(quantity.value) + ("" if quantity.high is None else f"–{format_value(quantity.high)}")
