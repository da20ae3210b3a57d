"""The report on an evaluation: one HTML page without network or script, and a page for each document.

Every text from outside is escaped by the template engine; the page's Content-Security-Policy lets nothing through but
its own style sheet, by its sha256.
"""

from __future__ import annotations

from collections.abc import Mapping

from eval.buckets import MEASURES, Bucket
from eval.plots import plots, stacks
from eval.results import Results, lines_and_documents
from eval.terminal import TABLES, blame_table, checker_line, remarks, shown, signatures
from eval.worst import worst_lines
from pipeline.report.pages import load_page


def render_results(results: Results, *, pages: Mapping[tuple[str, str], str]) -> str:
    """The report as one page; `pages` has the address of the page of each (system, example) that has one."""
    page = load_page("evaluation.html", styles=("evaluation.css",), script=None, package="eval")
    lines, documents = lines_and_documents(results.data)
    return page.template.render(
        **page.values,
        results=results,
        lines=lines,
        documents=documents,
        tables=_tables(results),
        plots=plots(results.systems),
        stacks=stacks(results.systems),
        blame=blame_table(results.systems),
        checkers=[(checker_line(name, item), name, item) for name, item in results.checkers.items()],
        buckets=_bucket_tables(results),
        worst=[(item.system.name, worst_lines(results.data, item)) for item in results.systems],
        pages=pages,
        remarks=list(remarks(results)),
        signatures=signatures(results.systems),
        shown=shown,
    )


def _tables(results: Results) -> list[tuple[str, list[str]]]:
    """Each table's title and those of its scores that some system has."""
    found = [
        (title, [name for name in names if any(item.score(name) for item in results.systems)])
        for title, names in TABLES.items()
    ]
    return [(title, names) for title, names in found if names]


def _bucket_tables(results: Results) -> list[tuple[str, list[str], list[tuple[Bucket, list[str]]]]]:
    """For each measure its systems and, for each part of the data, a cell for each of them."""
    found = []
    for measure in MEASURES:
        names = [item.system.name for item in results.systems if item.score(measure)]
        rows = []
        for bucket in results.buckets:
            cells = {
                system: shown(value) if value != value else f"{value:.1f} ({low.low:.1f}–{low.high:.1f})"
                for system, name, value, low in bucket.scores
                if name == measure
            }
            if any(cell != "–" for cell in cells.values()):
                rows.append((bucket, [cells.get(name, "") for name in names]))
        if names and rows:
            found.append((measure, names, rows))
    return found
