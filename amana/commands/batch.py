"""`amana batch`: a folder of articles in, a folder of results and an overview out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from amana import options as shared
from amana.batch_progress import make_batch_display
from amana.commands.cache import cache_folder
from amana.groups import ModelOptions, SummaryGroup, read_terms
from amana.messages import complain
from amana.plans import show_plan
from models import registry
from models.files import Reserved
from pipeline.article import Record
from pipeline.batch.cache import Cache
from pipeline.batch.exports import export_folder
from pipeline.batch.folder import OutputFolder
from pipeline.batch.manifest import Entry
from pipeline.batch.overview import Totals, write_overview
from pipeline.batch.run import UNTIMED, LocalRunner, Observer, Options, Outcome, WindowRunner, list_articles, run_batch
from pipeline.batch.windows import Window
from pipeline.export import parse_exports
from pipeline.ingest import Listing, parse_columns
from pipeline.json_lines import json_line
from pipeline.output import record_document
from pipeline.repair import Budget
from pipeline.stages import DEFAULT_BUDGET

STRICT_FAILED, NOTHING_DONE, PARTLY_FAILED, INTERRUPTED = 1, 2, 3, 130

EPILOG = """\b
Examples:
  amana batch articles out                       goes on where an earlier run stopped
  amana batch articles out --plan                how long it will take, and what it will cost
  amana batch articles out --fresh               does everything anew
  amana batch articles out --columns text=body   a table whose texts are in the column "body"
  amana batch articles out --export tmx,docx     also of what an earlier run has done
  amana batch articles out --strict --quiet      exit 1 if an error remains in one of the articles
  amana batch articles out --engine ray --address auto
\b
OUT holds four files for each article as `amana translate` writes them, in the subfolders of IN, and index.html
(overview), manifest.jsonl (the same for machines) and ledger.csv (every number).
\b
Exit codes: 0 done; 1 with --strict, an error remains; 2 misuse or bad input; 3 some articles failed."""


def batch(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Folder of Arabic articles; subfolders count.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder for the results; made if it is not there.")],
    *,
    models: ModelOptions,
    summary: SummaryGroup,
    repair: shared.Repair = True,
    repair_seconds: Annotated[
        float | None,
        typer.Option(
            metavar="N", min=0, help="Longest time for each sentence to repair, in seconds; no limit if not given."
        ),
    ] = None,
    repair_samples: shared.RepairSamples = DEFAULT_BUDGET.samples,
    columns: shared.Columns = "",
    glossary: shared.GlossaryFile = None,
    export: shared.Export = "",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Do again what is finished already; the cache still helps.")
    ] = False,
    plan: Annotated[
        bool,
        typer.Option("--plan", help="Run a few articles, say what all will take (time, tokens, disk, cost), and stop."),
    ] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first article that fails.")] = False,
    use_cache: shared.UseCache = True,
    engine: Annotated[
        Literal["local", "ray"], typer.Option(help="Where the work is done: in this process, or on a Ray cluster.")
    ] = "local",
    address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The Ray cluster; one of this machine alone if not given.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print the records of this run, one JSON object a line, and no summary.")
    ] = False,
    strict: shared.Strict = False,
    quiet: shared.Quiet = False,
) -> None:
    """Translates and summarizes a folder of articles, checks numbers.

    Reads the kinds of files that `amana translate --help` names. Finished articles are skipped as long as they and the
    options stay the same; what was broken off is finished. An article that fails does not stop the others.
    """
    budget = _budget(samples=repair_samples, seconds=repair_seconds)
    terms = read_terms(glossary)
    load = partial(models.load, terms=terms)
    options = Options(
        models=(*models.choice, *([f"terms {terms.digest}"] if terms else [])),
        summary=summary.options,
        budget=budget if repair else None,
        columns=parse_columns(columns),
        fail_fast=fail_fast,
    )
    exports = parse_exports(export)
    listing = list_articles(source, out)
    display = make_batch_display(quiet=quiet)
    settings = options.settings(version("amana"))
    if plan:
        show_plan(source, out, listing, options, partial(load, display), settings=settings, jsonl=jsonl)
        return
    folder_of_results = OutputFolder(
        out,
        settings=settings,
        fresh=fresh,
        reserved=Reserved.inside(source, but=out) | Reserved.of(filter(None, [glossary])),
    )
    with ExitStack() as stack:
        folder = stack.enter_context(folder_of_results)
        runner: WindowRunner
        outputs = stack.enter_context(Cache(cache_folder())) if use_cache else None
        if outputs:
            outputs.info()  # a damaged one is to be known before hours of work, not after
        if engine == "ray":
            on_gpu = registry.may_use_gpu(
                profile=models.profile,
                translator=models.translator,
                summarizer=models.summarizer,
                device=models.device,
            )
            cache_of_each = cache_folder() if use_cache else None
            runner = _ray_runner(
                load, options, folder=folder, address=address, cache=cache_of_each, progress=display.advance,
                on_gpu=on_gpu,
            )  # fmt: skip
        else:
            runner = LocalRunner(
                partial(load, display), options, folder=folder, cache=outputs, progress=display.advance
            )
        try:
            with display:
                outcome = run_batch(source, listing, folder, options, runner, _Printer(display) if jsonl else display)
        except KeyboardInterrupt as interruption:
            complain(f"Stopped; what was finished is in {out}, and the same command goes on from there.")
            raise typer.Exit(INTERRUPTED) from interruption
        folder.close()
        unknown = [path.relative_to(source).as_posix() for path in outcome.listing.unknown]
        changed = bool(outcome.done or outcome.failures or folder.was_broken_off)
        if exports:
            export_folder(folder.manifest, out, exports)
        totals = write_overview(folder.manifest, out, unknown=unknown, changed=changed)
    if totals.unreadable:
        complain(
            f"Records were changed or damaged ({len(totals.unreadable)}, such as that of {totals.unreadable[0]}); they "
            "are missing in ledger.csv, and the same command makes them anew."
        )
    if not jsonl:
        _show(outcome, totals, out)
    if outcome.stopped:
        complain("Stopped at the first failure; the same command without --fail-fast goes on from there.")
    if outcome.gone:
        complain(outcome.gone)
    if outcome.failures or outcome.gone:
        raise typer.Exit(PARTLY_FAILED if outcome.done or outcome.skipped else NOTHING_DONE)
    if strict and (totals.error or totals.objections):
        raise typer.Exit(STRICT_FAILED)


def _budget(*, samples: int, seconds: float | None) -> Budget:
    budget = replace(UNTIMED, samples=samples)
    return budget if seconds is None else replace(budget, seconds=seconds)


def _ray_runner(load: Callable[..., registry.Engines], options: Options, **settings: Any) -> WindowRunner:
    from pipeline.batch.ray_engine import RayRunner

    return RayRunner(load, options, **settings)


def _show(outcome: Outcome, totals: Totals, out: Path) -> None:
    from pipeline.report.terminal import make_console, show_batch

    counts = asdict(totals) | {"done": outcome.done, "unknown": len(outcome.listing.unknown)}
    failures = [(entry.source, entry.reason or "") for entry in outcome.failures]
    console = make_console()
    show_batch(console, counts, failures, str(out))
    console.print(f"Overview: {out / 'index.html'}", soft_wrap=True)


class _Printer:
    """An observer that prints every record and passes all on to another."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer

    def begin(self, listing: Listing) -> None:
        """Passed on."""
        self._observer.begin(listing)

    def window(self, window: Window) -> None:
        """Passed on."""
        self._observer.window(window)

    def advance(self, count: int) -> None:
        """Passed on."""
        self._observer.advance(count)

    def entry(self, entry: Entry, record: Record | None) -> None:
        """Prints the record."""
        if record is not None:
            sys.stdout.write(json_line(record_document(record)) + "\n")
            sys.stdout.flush()
        self._observer.entry(entry, record)
