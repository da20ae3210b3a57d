"""`amana translate`: articles in, translations, summaries and number tables out."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from amana import options as shared
from amana.commands.cache import cache_folder
from amana.groups import ModelOptions, SummaryGroup, read_terms
from amana.lines import STDIN
from amana.messages import complain
from amana.progress import Display, make_display
from amana.streams import stdin_bytes
from models.base import ModelError, UnfinishedError
from models.files import Reserved
from models.registry import Engines
from pipeline import ingest
from pipeline.account import LedgerRow
from pipeline.article import Article, InputError, Record
from pipeline.batch.cache import Cache
from pipeline.batch.run import run_keeping
from pipeline.export import export_record, parse_exports
from pipeline.ingest.kinds import DOCUMENTS, TABLES
from pipeline.json_lines import json_line
from pipeline.ledger import ledger
from pipeline.output import (
    distinct_name,
    prepare_file,
    prepare_folder,
    prepare_record,
    record_document,
    write_ledger,
    write_record,
)
from pipeline.repair import Budget
from pipeline.stages import DEFAULT_BUDGET, run
from pipeline.summarize import SummaryOptions
from pipeline.verdict import is_strict_failure

DEFAULT_FOLDER = Path("out")
STRICT_FAILED, NOTHING_DONE, PARTLY_FAILED, INTERRUPTED = 1, 2, 3, 130

Result = TypeVar("Result")

EPILOG = """\b
Examples:
  amana translate article.txt                    writes out/article.html, .json, .en.txt and .summary.txt
  amana translate a.txt b.txt -o news --strict   exit 1 if an error remains in one of them
  amana translate *.html --ledger numbers.csv    every number of all of them as one table
  amana translate article.txt --glossary my.csv  names and terms as you want them
  amana translate feed.csv --columns text=body   an article a row, its text in the column "body"
  amana translate a.txt --export tmx,docx        also a translation memory, and a bilingual table for Word
  cat article.txt | amana translate - --jsonl    the record on stdout, and no files
\b
Exit codes: 0 done; 1 with --strict, an error remains; 2 misuse or bad input; 3 some articles failed."""


def translate(
    articles: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE...",
            help=f"Arabic articles: {DOCUMENTS}; tables of them: {TABLES}; - is text from stdin.",
        ),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="DIR", help="Folder for the files; out if not given, none with --jsonl."),
    ] = None,
    models: ModelOptions,
    summary: SummaryGroup,
    repair: shared.Repair = True,
    repair_seconds: Annotated[
        float, typer.Option(metavar="N", min=0, help="Longest time for each sentence to repair, in seconds.")
    ] = DEFAULT_BUDGET.seconds,
    repair_samples: shared.RepairSamples = DEFAULT_BUDGET.samples,
    ledger_file: Annotated[
        Path | None,
        typer.Option("--ledger", metavar="FILE", help="Write what became of every number of all articles as CSV."),
    ] = None,
    columns: shared.Columns = "",
    glossary: shared.GlossaryFile = None,
    export: shared.Export = "",
    use_cache: Annotated[
        bool,
        typer.Option("--cache/--no-cache", help="Use and fill the cache of outputs, where the model is a server's."),
    ] = True,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help="Print the records alone, one JSON object a line; files only with --out."),
    ] = False,
    strict: shared.Strict = False,
    quiet: shared.Quiet = False,
) -> None:
    """Translates and summarizes articles, checks numbers.

    Prints the summary and the number table, and writes four files for each article: DIR/NAME.html (the report),
    DIR/NAME.json (everything that is known of it), DIR/NAME.en.txt (the translation) and DIR/NAME.summary.txt.
    """
    _require_one_stdin(articles)
    table_columns = ingest.parse_columns(columns)
    terms = read_terms(glossary)
    inputs = Reserved.of(Path(path) for path in (*articles, *([glossary] if glossary else ())) if path != STDIN)
    exports = parse_exports(export)
    if ledger_file:
        prepare_file(ledger_file, option="--ledger", reserved=inputs)
    folder = None if jsonl and out is None and not exports else out or DEFAULT_FOLDER
    if folder:
        prepare_folder(folder)
    display = make_display(quiet=quiet)
    work = _Work(
        load=functools.cache(lambda: models.load(display, terms=terms)),
        summary=summary.options,
        budget=Budget(seconds=repair_seconds, samples=repair_samples) if repair else None,
        folder=folder,
        reserved=inputs | Reserved.of([ledger_file] if ledger_file else []),
        display=display,
        use_cache=use_cache,
        exports=exports,
        show=functools.partial(_print, jsonl=jsonl),
    )
    try:
        for path in articles:
            for label, item in _read(path, table_columns):
                work.take(label, item)
    except KeyboardInterrupt as interruption:
        kept = f"what was finished is in {folder}" if work.done and folder else "no article was finished"
        complain(f"Stopped; {kept}.")
        raise typer.Exit(INTERRUPTED) from interruption
    except UnfinishedError as error:
        complain(str(error))
        raise typer.Exit(PARTLY_FAILED if work.done else NOTHING_DONE) from error
    finally:
        if ledger_file and (work.done or work.rows):
            write_ledger(work.rows, ledger_file, reserved=inputs)
    if work.done < work.seen:
        raise typer.Exit(PARTLY_FAILED if work.done else NOTHING_DONE)
    if strict and work.wrong:
        raise typer.Exit(STRICT_FAILED)


@dataclass(slots=True)
class _Work:
    """Takes the articles of one command one after the other, and counts: `seen`, `done`, and `wrong` for --strict.

    `rows` are those of the ledgers of what is done; `reserved` are the files that no result may replace.
    """

    load: Callable[[], Engines]
    summary: SummaryOptions
    budget: Budget | None
    folder: Path | None
    reserved: Reserved
    display: Display
    show: Callable[[Record], None]
    use_cache: bool = True
    exports: Sequence[str] = ()
    names: set[str] = field(default_factory=set)
    rows: list[LedgerRow] = field(default_factory=list)
    seen: int = 0
    done: int = 0
    wrong: int = 0

    def take(self, label: str, item: Article | ingest.Refusal) -> None:
        """Makes, writes and shows the record of an article; what is wrong with one is said, and others go on."""
        self.seen += 1
        if isinstance(item, ingest.Refusal):
            complain(item.reason)
            return
        article = _tried(label, lambda: self._prepared(item, label))
        if article is None:
            return
        with self.display:
            engines = self.load()  # its error ends everything: no other article would fare better
        record = _tried(label, lambda: self._finished(article, engines))
        if record is not None:
            self.show(record)
            self.done += 1
            self.wrong += is_strict_failure(record)

    def _prepared(self, article: Article, label: str) -> Article:
        article = _rename(article, label, self.names, self.display)
        if self.folder:
            prepare_record(self.folder, article.id, reserved=self.reserved)
        return article

    def _finished(self, article: Article, engines: Engines) -> Record:
        with self.display:
            record = self._run(article, engines)
        if self.folder:
            written = write_record(record, self.folder, reserved=self.reserved)
            written += export_record(record, self.folder, self.exports, reserved=self.reserved)
            self.display.say(f"Wrote {', '.join(map(str, written))}.")
        self.rows.extend(ledger(record))
        return record

    def _run(self, article: Article, engines: Engines) -> Record:
        if not (engines.remote and self.use_cache):
            return run(article, engines, summary=self.summary, budget=self.budget, observer=self.display)
        # A server may go away midway, and may have been paid.
        with Cache(cache_folder()) as cache:
            return run_keeping(article, engines, cache, summary=self.summary, budget=self.budget, observer=self.display)


def _require_one_stdin(articles: Sequence[str]) -> None:
    if articles.count(STDIN) > 1:
        raise InputError("Stdin (-) can be read only once; give it once among the articles.")


def _tried(path: str, work: Callable[[], Result]) -> Result | None:
    """What `work` returns; None if it failed, which is then said, for the other articles go on."""
    try:
        return work()
    except InputError as error:
        complain(str(error))
    except ModelError as error:
        if isinstance(error, UnfinishedError) and error.is_gone:
            raise  # no other article would fare better
        complain(f"{path}: {error}")
    return None


def _read(path: str, columns: ingest.Columns) -> Iterator[tuple[str, Article | ingest.Refusal]]:
    """The articles of a file or of stdin, and what is none, each with what to call it in messages: "feed.csv row 3"."""
    if path != STDIN:
        for item in ingest.read_articles(Path(path), columns=columns):
            yield path + (item.source or "").removeprefix(Path(path).name), item
        return
    try:
        data = stdin_bytes().read(ingest.MAX_BYTES + 1)
        if len(data) > ingest.MAX_BYTES:
            raise InputError(f"Stdin has more than {ingest.MAX_BYTES:,} bytes; split the article into smaller ones.")
        yield "stdin", ingest.article_from_bytes(data, id="stdin", source="stdin")
    except InputError as error:
        yield "stdin", ingest.Refusal("stdin", "stdin", str(error))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        yield "stdin", ingest.Refusal("stdin", "stdin", f"Stdin cannot be read ({reason}); give a file.")


def _rename(article: Article, label: str, names: set[str], display: Display) -> Article:
    """The article under a name of one part that no earlier one of this run has."""
    wanted = ingest.article_id(article.id)
    name = distinct_name(wanted, names)
    if name != wanted:
        display.say(f"Note: {label} is called {name} in the output, because another article is called {wanted}.")
    return replace(article, id=name)


def _print(record: Record, *, jsonl: bool) -> None:
    if jsonl:
        sys.stdout.write(json_line(record_document(record)) + "\n")
        sys.stdout.flush()
    else:
        from pipeline.report.terminal import make_console
        from pipeline.report.terminal_record import show_record

        show_record(make_console(), record)
