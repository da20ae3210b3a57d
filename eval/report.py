"""The report on an evaluation: one HTML page without network or script, and a page for each document.

Every text from outside is escaped by the template engine; the page's Content-Security-Policy lets nothing through but
its own style sheet, by its sha256.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from eval.buckets import MEASURES, Bucket
from eval.plots import plots, stacks
from eval.reading import differences, disagreements
from eval.results import Results, lines_and_documents
from eval.words import (
    blame_table,
    checker_line,
    counted,
    in_short,
    ranged,
    remarks,
    shown,
    signatures,
    signed,
    tables,
    verdict,
)
from eval.worst import worst_lines
from pipeline.report.pages import load_page


def render_results(results: Results, *, pages: Mapping[tuple[str, str], str]) -> str:
    """The report as one page; `pages` has the address of the page of each (system, example) that has one."""
    page = load_page("evaluation.html", styles=("evaluation.css",), script=None, package="eval")
    lines, documents = lines_and_documents(results.data)
    return page.template.render(
        **page.values,
        results=results,
        short=list(in_short(results)),
        lines=lines,
        documents=documents,
        tables=_tables(results),
        plots=plots(results.systems),
        stacks=stacks(results.systems),
        blame=blame_table(results.systems),
        checkers=[(checker_line(name, item), name, item) for name, item in results.checkers.items()],
        decided=[pair for pair in results.comparisons if pair.decided],
        undecided=[pair for pair in results.comparisons if not pair.decided],
        buckets=_bucket_tables(results),
        worst=[(item.system.name, worst_lines(results.data, item)) for item in results.systems],
        differences=differences(results),
        disagreements=disagreements(results),
        pages=pages,
        remarks=list(remarks(results)),
        signatures=signatures(results.systems),
        settings=_settings(results.settings),
        counted=counted,
        shown=shown,
        ranged=ranged,
        signed=signed,
        verdict=verdict,
    )


def _settings(settings: Mapping[str, object]) -> list[tuple[str, object]]:
    """The settings as people write them; what was not given is left out."""
    words = {True: "yes", False: "no"}
    return [
        (name.replace("_", " "), words[value] if isinstance(value, bool) else value)
        for name, value in settings.items()
        if value is not None
    ]


def _tables(results: Results) -> list[tuple[str, list[str]]]:
    """Each table's title and those of its scores that some system has."""
    found = [
        (title, [name for name in names if any(item.score(name) for item in results.systems)])
        for title, names in tables(results.systems).items()
    ]
    return [(title, names) for title, names in found if names]


Cells = list[tuple[str, str]]
"""A value and its interval for each system."""


def _bucket_tables(results: Results) -> list[tuple[str, list[str], list[tuple[str, list[tuple[Bucket, Cells]]]]]]:
    """For each measure its systems and, for each group of parts of the data, the parts with a cell for each system."""
    found = []
    for measure in MEASURES:
        names = [item.system.name for item in results.systems if item.score(measure)]
        rows: list[tuple[Bucket, Cells]] = []
        for bucket in results.buckets:
            cells = {
                system: (shown(value), ranged(interval))
                for system, name, value, interval in bucket.scores
                if name == measure
            }
            if any(value != "–" for value, _ in cells.values()):
                rows.append((bucket, [cells.get(name, ("", "")) for name in names]))
        if names and rows:
            groups = [(group, list(several)) for group, several in groupby(rows, key=lambda row: row[0].group)]
            found.append((measure, names, groups))
    return found
