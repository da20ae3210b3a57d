"""What the terminal shows of a record: its summary, the table of its numbers, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.account import Coverage
from pipeline.article import Record
from pipeline.doubt import wording
from pipeline.keynumbers import KEY_NUMBERS
from pipeline.ledger import account
from pipeline.ledger_views import NumberRow, number_rows
from pipeline.report.plain import visible
from pipeline.report.terminal import STYLES, plain_cell, plain_table, print_wide
from pipeline.verdict import remarks, verdict


def show_record(console: Console, record: Record) -> None:
    """Prints the summary and the number table of `record`."""
    title = record.article.title or record.article.id
    console.print(Text(visible(title), style="bold"), soft_wrap=True)
    if record.summary is None or not record.summary.sentences:
        console.print(Text("There is no summary.", style=STYLES["error"]))
    else:
        for line in record.summary.text.splitlines():
            console.print(Text(visible(line)), soft_wrap=not console.is_terminal)
    console.print()
    made = account(record)
    rows = number_rows(made.rows)
    if rows:
        print_wide(console, number_table(rows))
    else:
        console.print("No numbers were found in the article.")
    weighty = [remark for remark in remarks(record) if remark.severity != "note"]
    for remark in weighty:
        text = f"{remark.severity} in {remark.where}: {remark.message}"
        console.print(Text(visible(text), style=STYLES[remark.severity]), soft_wrap=not console.is_terminal)
    if rows:
        _show_counts(console, made.coverage, rows)
    if said := wording(record):
        console.print(Text(said), soft_wrap=not console.is_terminal)
    console.print(f"Verdict: {verdict(record)}")


def _show_counts(console: Console, coverage: Coverage, rows: Sequence[NumberRow]) -> None:
    errors, others = (sum(row.severity in kinds for row in rows) for kinds in (("error",), ("warning", "note")))
    kept = len(rows) - errors - others
    console.print(f"Numbers: {kept} ok, {errors} with an error, {others} with a warning or note")
    console.print(Text(visible(_coverage_line(coverage))), soft_wrap=not console.is_terminal)


def _coverage_line(found: Coverage) -> str:
    line = f"Key numbers in the summary: {len(found.kept)} of {len(found.kept) + len(found.left_out)}"
    left_out = ", ".join(number.mentions[0].text for number in found.left_out)
    return f"{line}; left out: {left_out}" if left_out else line


def number_table(rows: Iterable[NumberRow]) -> Table:
    """The number table: rank of the key numbers, Arabic, English, summary, verdict. The findings stand below it."""
    table = plain_table("Key", "Arabic", "English", "Summary", "Verdict")
    for row in rows:
        verdict = Text(visible(row.types), style=STYLES[row.severity])
        key = str(row.rank) if row.rank and row.rank <= KEY_NUMBERS else ""
        table.add_row(key, plain_cell(row.arabic), plain_cell(row.english), plain_cell(row.summary), verdict)
    return table
