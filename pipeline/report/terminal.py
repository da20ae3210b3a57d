"""Tables for the terminal. In a file or a pipe they are plain, uncoloured and as wide as they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from rich import box
from rich.console import Console, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from pipeline.account import Coverage
from pipeline.article import Record
from pipeline.doubt import wording
from pipeline.keynumbers import KEY_NUMBERS
from pipeline.ledger import account
from pipeline.ledger_views import NumberRow, number_rows
from pipeline.numbers import Finding, Quantity, format_value
from pipeline.numbers.quantity import Severity
from pipeline.report.plain import visible, without_escapes
from pipeline.verdict import remarks, verdict

if TYPE_CHECKING:
    from pipeline.numbers.tracing import TracedPair, TracedStep

STYLES: dict[Severity | None, str] = {None: "green", "note": "cyan", "warning": "yellow", "error": "bold red"}


class HarmlessConsole(Console):
    """A console that prints no escape sequence of a plain text, such as a file name; what is a `Text` is our own."""

    def render_str(self, text: str, **options: Any) -> Text:
        """See `rich.console.Console`."""
        return super().render_str(without_escapes(text), **options)


def make_console(file: IO[str] | None = None, *, stderr: bool = False) -> Console:
    """A console that takes every text as it is: no markup, no highlighting, no emoji codes, no escape sequences."""
    return HarmlessConsole(file=file, stderr=stderr, markup=False, highlight=False, emoji=False)


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


def show_batch(console: Console, counts: Mapping[str, int], failures: Sequence[tuple[str, str]], folder: str) -> None:
    """Prints how a batch ended: `counts` of its articles and numbers, the failures as name and reason, its folder."""
    lines = (
        f"Articles: {counts['articles']} in {visible(folder)} ({counts['done']} of them from this run), "
        f"{len(failures)} failed; files of other kinds: {counts['unknown']}",
        f"Verdicts: {counts['ok']} ok, {counts['warning']} with warnings, {counts['error']} with errors",
        f"Numbers: {counts['numbers']} in the articles, {counts['kept']} without a finding",
        f"Findings: {counts['errors']} errors, {counts['warnings']} warnings; "
        f"{counts['objections']} of them from guards",
    )
    for line in lines:
        console.print(line, soft_wrap=True)
    if failures:
        console.print(Text("Failed:", style=STYLES["error"]))
    for name, reason in failures:
        console.print(Text(f"  {visible(name)}: {visible(reason)}"), soft_wrap=not console.is_terminal)


def number_table(rows: Iterable[NumberRow]) -> Table:
    """The number table: rank of the key numbers, Arabic, English, summary, verdict. The findings stand below it."""
    table = _table("Key", "Arabic", "English", "Summary", "Verdict")
    for row in rows:
        verdict = Text(visible(row.types), style=STYLES[row.severity])
        key = str(row.rank) if row.rank and row.rank <= KEY_NUMBERS else ""
        table.add_row(key, _cell(row.arabic), _cell(row.english), _cell(row.summary), verdict)
    return table


def quantity_table(quantities: Sequence[tuple[int, Quantity]]) -> Table:
    """Quantities with the number of the line that each stands in."""
    table = _table("Line", "Text", "Kind", "Value", "Unit", "Bound")
    for line, quantity in quantities:
        table.add_row(
            str(line), _cell(quantity.text), quantity.kind, _value(quantity), quantity.unit or "", quantity.bound
        )
    return table


def word_table(rows: Iterable[tuple[str, str, Sequence[tuple[str, float]]]]) -> Table:
    """Arabic words, how each was found, and its meanings with their probabilities in percent."""
    table = _table("Word", "Found by", "Meanings")
    for word, source, meanings in rows:
        shown = ", ".join(f"{english} {100 * share:.0f} %" for english, share in meanings)
        table.add_row(_cell(word), source, _cell(shown))
    return table


def finding_table(findings: Sequence[tuple[int, Finding]]) -> Table:
    """Findings with the number of the line pair that each is about."""
    table = _table("Line", "Severity", "Type", "Finding")
    for line, finding in findings:
        style = STYLES[finding.severity]
        table.add_row(str(line), Text(finding.severity, style=style), finding.type, _cell(finding.message))
    return table


def step_table(steps: Sequence[tuple[str, TracedStep]]) -> Table:
    """The steps of readings, each with the number of its line."""
    table = _table("Line", "Pass", "Rule", "Text", "Became")
    for line, step in steps:
        became = "; ".join(map(_said, step.became)) or "no number"
        table.add_row(line, step.stage, step.rule, _cell(step.text), _cell(became))
    return table


def judgement_table(line: str, pairs: Sequence[TracedPair], findings: Sequence[Finding]) -> Table:
    """How the pairs of one comparison stand, and what was found, each with its rule."""
    table = _table("Line", "Rule", "Source", "Target", "Verdict")
    for pair in pairs:
        table.add_row(line, pair.rule, _cell(pair.source.text), _cell(pair.target.text), pair.kind or "")
    for finding in findings:
        source, target = (
            _cell("" if quantity is None else quantity.text) for quantity in (finding.source, finding.target)
        )
        table.add_row(line, finding.rule, source, target, f"{finding.severity}: {finding.type}")
    return table


def model_table(models: Iterable[Mapping[str, Any]]) -> Table:
    """Models with their size, in bytes or in millions of parameters, and licence, and their file or server."""
    table = _table("Name", "Model", "Size", "Licence", "Where")
    for model in models:
        parameters = model.get("parameters")
        size = (
            f"{model['size'] / 1e9:.2f} GB" if model["size"] else f"{parameters:,} M parameters" if parameters else ""
        )
        where = model["path"] or model.get("api_base") or "not fetched yet"
        table.add_row(model["name"], model["title"], size, model["licence"], where)
    return table


def print_wide(console: Console, renderable: RenderableType) -> None:
    """Prints a table; where no terminal limits the width, it takes what it needs and nothing is folded."""
    if not console.is_terminal:
        unlimited = console.options.update(max_width=1_000_000)
        console.width = Measurement.get(console, unlimited, renderable).maximum
    console.print(renderable)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _said(quantity: Quantity) -> str:
    bound = "" if quantity.bound == "exact" else quantity.bound
    return " ".join(part for part in (bound, quantity.kind, _value(quantity), quantity.unit or "") if part)


def _value(quantity: Quantity) -> str:
    if quantity.value is None:
        return ""
    high = "" if quantity.high is None else f"–{format_value(quantity.high)}"
    return format_value(quantity.value) + high


def _cell(text: str) -> Text:
    return Text(visible(text))
