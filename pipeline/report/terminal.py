"""Tables for the terminal. In a file or a pipe they are plain, uncoloured and as wide as they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from rich import box
from rich.console import Console, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from pipeline.numbers import Finding, Quantity, format_value
from pipeline.numbers.quantity import Severity
from pipeline.report.plain import visible, without_escapes

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


def quantity_table(quantities: Sequence[tuple[int, Quantity]]) -> Table:
    """Quantities with the number of the line that each stands in."""
    table = plain_table("Line", "Text", "Kind", "Value", "Unit", "Bound")
    for line, quantity in quantities:
        table.add_row(
            str(line), plain_cell(quantity.text), quantity.kind, _value(quantity), quantity.unit or "", quantity.bound
        )
    return table


def word_table(rows: Iterable[tuple[str, str, Sequence[tuple[str, float]]]]) -> Table:
    """Arabic words, how each was found, and its meanings with their probabilities in percent."""
    table = plain_table("Word", "Found by", "Meanings")
    for word, source, meanings in rows:
        shown = ", ".join(f"{english} {100 * share:.0f} %" for english, share in meanings)
        table.add_row(plain_cell(word), source, plain_cell(shown))
    return table


def finding_table(findings: Sequence[tuple[int, Finding]]) -> Table:
    """Findings with the number of the line pair that each is about."""
    table = plain_table("Line", "Severity", "Type", "Finding")
    for line, finding in findings:
        style = STYLES[finding.severity]
        table.add_row(str(line), Text(finding.severity, style=style), finding.type, plain_cell(finding.message))
    return table


def step_table(steps: Sequence[tuple[str, TracedStep]]) -> Table:
    """The steps of readings, each with the number of its line."""
    table = plain_table("Line", "Pass", "Rule", "Text", "Became")
    for line, step in steps:
        became = "; ".join(map(_said, step.became)) or "no number"
        table.add_row(line, step.stage, step.rule, plain_cell(step.text), plain_cell(became))
    return table


def judgement_table(line: str, pairs: Sequence[TracedPair], findings: Sequence[Finding]) -> Table:
    """How the pairs of one comparison stand, and what was found, each with its rule."""
    table = plain_table("Line", "Rule", "Source", "Target", "Verdict")
    for pair in pairs:
        table.add_row(line, pair.rule, plain_cell(pair.source.text), plain_cell(pair.target.text), pair.kind or "")
    for finding in findings:
        source, target = (
            plain_cell("" if quantity is None else quantity.text) for quantity in (finding.source, finding.target)
        )
        table.add_row(line, finding.rule, source, target, f"{finding.severity}: {finding.type}")
    return table


def model_table(models: Iterable[Mapping[str, Any]]) -> Table:
    """Models with their size, in bytes or in millions of parameters, and licence, and their file or server."""
    table = plain_table("Name", "Model", "Size", "Licence", "Where")
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


def plain_table(*columns: str) -> Table:
    """A table with these columns, whose cells are folded where they are too wide."""
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


def plain_cell(text: str) -> Text:
    """A cell that shows `text` as it is, and harmless."""
    return Text(visible(text))
