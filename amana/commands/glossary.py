"""`amana glossary`: a proposal of a glossary for a folder of articles, to be edited and given to --glossary."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from amana import options as shared
from amana.messages import complain
from models.files import Reserved, write_whole
from pipeline.article import Article, InputError, Record, record_from_json
from pipeline.ingest import Columns, Refusal, find_files, parse_columns, read_articles
from pipeline.output import cannot_write_file, prepare_file

EPILOG = """\b
Examples:
  amana glossary articles                            a table on stdout: Arabic, English, how often, what was seen
  amana glossary articles --results out -o my.csv    with the translations of an earlier `amana batch articles out`
  amana batch articles out --glossary my.csv         after a look at every line
\b
The columns: arabic, english, note; keep (yes: it is written in Latin letters and stays so); never (wordings that
must not be there, parted by |); must (yes: a translation without it is an error, not a warning)."""


def glossary(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Folder of Arabic articles, or one file of them.")],
    *,
    results: Annotated[
        Path | None, typer.Option("--results", metavar="OUT", help="Folder of results to take translations from.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write the table there instead of to stdout.")
    ] = None,
    least: Annotated[int, typer.Option("--least", metavar="N", min=1, help="Times that a term must occur.")] = 3,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=50_000, help="Terms at most.")] = 200,
    columns: shared.Columns = "",
) -> None:
    """Proposes a glossary: names and repeated terms, for a person to edit.

    It needs no model: the English is what results have for a term, else a guess, as the note says.
    """
    table_columns = parse_columns(columns)
    if results is not None and not results.is_dir():
        raise InputError(f"There is no folder {results}; give one of results with --results, or leave it out.")
    if out:
        prepare_file(out, option="--out", reserved=Reserved.of([source]))
    from pipeline.terms.propose import as_csv, propose

    found = propose(_articles(source, results, table_columns), _records(results), least=least, most=most)
    if not found:
        raise InputError(f"No name and no term stands {least} times in {source}; give more articles, or --least 2.")
    table = as_csv(found)
    if out is None:
        sys.stdout.write(table)
        return
    try:
        # A byte order mark, so that spreadsheets take its Arabic for UTF-8.
        write_whole({out: "\ufeff" + table}, reserved=Reserved.of([source]))
    except OSError as error:
        raise cannot_write_file(out, error, option="--out") from error
    complain(f"Wrote {len(found)} terms to {out}; read each line before you use it.")


def _articles(source: Path, results: Path | None, columns: Columns) -> Iterator[Article]:
    """The articles of a folder or file; what is none is said."""
    files = find_files(source, skip=[results] if results else []).files if source.is_dir() else {source: None}
    for path, id in files.items():
        for item in read_articles(path, id=id, columns=columns):
            if isinstance(item, Refusal):
                complain(item.reason)
            else:
                yield item


def _records(results: Path | None) -> Iterator[Record]:
    """Every record of a folder of results; other files are passed over."""
    for path in sorted(results.rglob("*.json")) if results else ():
        try:
            yield record_from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, InputError):
            continue
