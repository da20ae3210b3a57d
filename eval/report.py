"""The report on an evaluation: one HTML page without network or script, and a page for each document.

Every text from outside is escaped by the template engine; the page's Content-Security-Policy lets nothing through but
its own style sheet, by its sha256.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from eval.buckets import MEASURES, Bucket
from eval.plots import plots, stacks
from eval.results import Results, lines_and_documents
from eval.terminal import TABLES, blame_table, checker_line, remarks, shown, signatures
from eval.worst import worst_lines

if TYPE_CHECKING:
    from jinja2 import Template

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HALF_PAIRS = re.compile("[\ud800-\udfff]")


def render_results(results: Results, *, pages: Mapping[tuple[str, str], str]) -> str:
    """The report as one page; `pages` has the address of the page of each (system, example) that has one."""
    template, style = _assets()
    lines, documents = lines_and_documents(results.data)
    return template.render(
        style=_trusted(style),
        policy=f"default-src 'none'; style-src 'sha256-{_sha256(style)}'; base-uri 'none'; form-action 'none'",
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


@functools.cache
def _assets() -> tuple[Template, str]:
    """The template and the style sheet."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("eval")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, finalize=_shown, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("evaluation.html"), loader.get_source(environment, "evaluation.css")[0]


def _shown(value: object) -> object:
    """What the template writes for a value: texts without controls, direction overrides and halves of pairs."""
    if type(value) is str:
        return _HALF_PAIRS.sub("\ufffd", _CONTROLS.sub("", value))
    return value


def _trusted(text: str) -> object:
    """A file of this package, which goes into the page as it is."""
    from markupsafe import Markup

    return Markup(text)


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
