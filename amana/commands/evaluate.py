"""`amana evaluate`: how good translations and summaries are, whether the numbers survive, and how sure all that is."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from amana import options as shared
from amana.groups import ModelOptions
from amana.messages import complain
from amana.progress import Display, make_display
from pipeline.article import InputError
from pipeline.stages import DEFAULT_BUDGET, DEFAULT_SUMMARY

if TYPE_CHECKING:
    from eval.data import DataSet
    from eval.generate import Settings
    from eval.labels import Labels
    from eval.results import Results
    from eval.systems import System
    from models.files import Reserved

DEFAULT_FOLDER = Path("out/evaluation")
BELOW_FLOOR, INTERRUPTED = 1, 130

EPILOG = """\b
Examples:
  amana evaluate samples                              run the models on the samples and score everything
  amana evaluate test.jsonl --map article=ar --map translation=en --outputs google=g.jsonl --outputs nllb=n.jsonl
  amana evaluate --preset crosssum --limit 100        a data set of the hub
  amana evaluate samples --outputs old=old.jsonl --gate floors.json
  amana evaluate test.jsonl --outputs a=a.jsonl --scores COMET=comet.json   scores made elsewhere
  amana evaluate test.jsonl --outputs a=a.jsonl --labels mqm.tsv            how scores agree with people
  amana evaluate --check-on labels.jsonl              the number check itself, on pairs labelled right or wrong
\b
Data: .jsonl, .csv, .tsv or .parquet with id, article (Arabic), translation, summary or summaries (English
references); a folder of NAME.ar.txt, NAME.en.txt, NAME.summary.txt; or the name of a data set of the hub.
Pairs of --check-on: .jsonl, .csv, .tsv or .parquet with id, ar, en, right (true or false), kind.
Labels: MQM's .tsv, Pearmut's annotations (.jsonl), or a table with system, id, score; people/ of the results has
the lines to label.
Outputs: the same formats with id, translation, summary; .txt with a translation a line; or a folder of amana's.
\b
Exit codes: 0 done; 1 a score is below its floor (--gate); 2 misuse or bad data; 130 interrupted: what was
scored by then is written, and what was made is kept."""


def evaluate(
    data: Annotated[
        list[str] | None, typer.Argument(metavar="DATA...", help="Files, folders or data sets of the hub, as one.")
    ] = None,
    *,
    preset: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column names of a published data set: crosssum, flores, ...")
    ] = None,
    config: Annotated[str | None, typer.Option(metavar="NAME", help="Configuration of a data set of the hub.")] = None,
    split: Annotated[str | None, typer.Option(metavar="NAME", help="Split of a data set of the hub.")] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="The column in which a field stands.")
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Take the first N examples.")] = None,
    outputs: Annotated[
        list[str] | None, typer.Option(metavar="NAME=FILE", help="Score these outputs as the system NAME.")
    ] = None,
    run: Annotated[
        bool | None,
        typer.Option("--run/--no-run", help="Run amana's models; on if there are no --outputs."),
    ] = None,
    oracles: Annotated[
        bool, typer.Option("--oracles/--no-oracles", help="With --run: summarize the references too, and baselines.")
    ] = True,
    models: ModelOptions,
    summary_sentences: shared.SummarySentences = DEFAULT_SUMMARY.sentences,
    repair: shared.Repair = True,
    similarity: Annotated[
        bool, typer.Option("--similarity/--no-similarity", help="Similarities by the sentence encoder.")
    ] = True,
    bertscore: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Also BERTScore, by this model of the hub or folder.")
    ] = None,
    comet: Annotated[str | None, typer.Option(metavar="MODEL", help="Also COMET, by this model.")] = None,
    scores: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FILE", help="Also the score NAME, of segments, that was computed elsewhere."),
    ] = None,
    consistency: Annotated[
        str | None,
        typer.Option(metavar="MODEL[#LABEL]", help="Also factual consistency, by this model for entailment."),
    ] = None,
    check_on: Annotated[
        Path | None,
        typer.Option(metavar="LABELS", help="Put the number check on trial: pairs that are labelled right or wrong."),
    ] = None,
    labels: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Labels by people, to correlate the check and every score of a line with."),
    ] = None,
    resamples: Annotated[
        int, typer.Option(metavar="N", min=100, max=100_000, help="Resamples for intervals and tests.")
    ] = 1000,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="Seed of all chance.")] = 20_240_607,
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", help="Folder for results.json, results.csv and report.html.")
    ] = DEFAULT_FOLDER,
    work: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder that keeps what was generated; DIR/work of --out if not given."),
    ] = None,
    gate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Exit 1 if a score is below its floor in FILE.")
    ] = None,
    update_gate: Annotated[
        bool, typer.Option("--update-gate", help="Pin these scores in the file of --gate; refuses to lower one.")
    ] = False,
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="With --update-gate: floors may fall.")
    ] = False,
    quiet: shared.Quiet = False,
) -> None:
    """Scores translations and summaries, with error bars.

    Against references where there are any, and always for the numbers, stage by stage. Prints tables and writes
    results.json, results.csv and report.html.
    """
    from eval import evaluate as scoring
    from eval.data import DataError, load_data
    from eval.elsewhere import read_scores
    from eval.gate import read_floors
    from eval.generate import Settings
    from eval.output import prepare_results, result_files
    from eval.systems import output_files
    from eval.tables import files_of
    from models.encoder import UniversalEncoder
    from models.files import Reserved
    from pipeline.output import prepare_file
    from pipeline.summarize import SummaryOptions

    if check_on is not None:
        _on_trial(
            check_on, out, make_display(quiet=quiet), alone=not any((data, preset, outputs, scores, labels, gate, run))
        )
        return
    _require_sense(gate, comet, update_gate=update_gate, allow_regression=allow_regression)
    named = _named("--outputs", outputs or [])
    given = [read_scores(name, path) for name, path in _named("--scores", scores or []).items()]
    if comet and any(score.name == "COMET" for score in given):
        raise InputError("--comet and --scores COMET=FILE are two of the same; leave out one of them.")
    display = make_display(quiet=quiet)
    try:
        loaded = load_data(
            data or [], preset=preset, config=config, split=split, columns=_mapping(columns or []), limit=limit
        )
        read = Reserved.of(
            [
                *(file for source in data or () for file in files_of(Path(source))),
                *(file for path in named.values() for file in output_files(path, loaded)),
                *(score.path for score in given),
                *(labels or ()),
            ]
        )
        others = read | Reserved.of([gate] if gate else [])
        prepare_results(out, reserved=others)
        if update_gate and gate:
            prepare_file(gate, option="--gate", reserved=read | Reserved.of(result_files(out)))
        if gate and not allow_regression and (gate.exists() or not update_gate):
            read_floors(gate, loaded)  # that they are of no use is to be said now, not after an hour of scoring
        systems = _given(named, loaded)
    except DataError as error:
        for problem in error.problems:
            complain(problem)
        raise
    recorded: dict[str, object] = {}
    if run or (run is None and not named):
        settings = Settings(
            translator=models.translator or models.profile,
            summarizer=models.summarizer or models.profile,
            summary=SummaryOptions(sentences=summary_sentences),
            budget=DEFAULT_BUDGET if repair else None,
            device=models.device,
            compute_type=models.compute_type,
        )
        recorded = {**asdict(models), "summary_sentences": summary_sentences, "repair": repair}
        made = _made(loaded, settings, models, work or out / "work", oracles=oracles, display=display)
        _require_other_names(named, made)
        systems = [*made, *systems]
    if not systems:
        raise InputError("There is nothing to score; give outputs with --outputs NAME=FILE, or leave out --no-run.")
    people = [_labels(path, loaded, systems) for path in labels or ()]
    options = scoring.Options(
        encoder=UniversalEncoder() if similarity else None,
        bertscore=bertscore,
        comet=comet,
        consistency=consistency,
        scores=given,
        device=models.device,
        resamples=resamples,
        seed=seed,
        say=display.say,
    )
    results = scoring.evaluate(loaded, systems, options, settings=recorded)
    _report(results, out, others, display, people)
    if gate:
        _gate(results, gate, read, update=update_gate, allow_regression=allow_regression, display=display)


def _require_sense(gate: Path | None, comet: str | None, *, update_gate: bool, allow_regression: bool) -> None:
    from eval.neural import COMET_ELSEWHERE

    if update_gate and gate is None:
        raise InputError("--update-gate needs the file of the floors; name it with --gate.")
    if allow_regression and not update_gate:
        raise InputError("--allow-regression is for pinning floors; add --update-gate, or leave it out.")
    if comet and find_spec("comet") is None:
        raise InputError(COMET_ELSEWHERE)


def _on_trial(labels: Path, out: Path, display: Display, *, alone: bool) -> None:
    """Measures the check on labelled pairs, beside plain digit matching, and writes trial.json."""
    if not alone:
        raise InputError("--check-on measures the check alone; leave out the data, or run it by itself.")
    from eval.data import DataError
    from eval.output import write_trial
    from eval.terminal import show_trials
    from eval.trial import TOOLKIT, on_trial, read_labels, trial_to_json
    from models.files import Reserved
    from pipeline.report.terminal import make_console

    try:
        found = read_labels(labels)
    except DataError as error:
        for problem in error.problems:
            complain(problem)
        raise
    trials = on_trial(found)
    show_trials(make_console(), trials, pairs=len(found))
    if TOOLKIT not in {trial.check for trial in trials}:
        display.say("Left out: the check of the Translate Toolkit; install the package translate-toolkit to have it.")
    path = write_trial(trial_to_json(labels, found, trials), out, reserved=Reserved.of([labels]))
    display.say(f"Wrote {path}.")


def _named(option: str, items: Sequence[str]) -> dict[str, Path]:
    named: dict[str, Path] = {}
    for item in items:
        name, equals, path = item.partition("=")
        if not (name and equals and path):
            raise InputError(f"{option} {item} has no name; write {option} NAME=FILE.")
        if name in named or name == "reference":
            raise InputError(f"The name {name!r} is taken; give each of {option} a name of its own.")
        named[name] = Path(path)
    return named


def _require_other_names(named: dict[str, Path], made: Sequence[System]) -> None:
    taken = [system.name for system in made if system.name in named]
    if taken:
        raise InputError(f"The name {taken[0]!r} is that of amana's own outputs; give those of --outputs another.")


def _mapping(columns: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for item in columns:
        name, equals, column = item.partition("=")
        if not (name and equals and column):
            raise InputError(f"--map {item} names no column; write --map FIELD=COLUMN.")
        mapping[name] = column
    return mapping


def _given(named: dict[str, Path], data: DataSet) -> list[System]:
    from eval.systems import read_outputs

    return [read_outputs(name, path, data) for name, path in named.items()]


def _made(
    data: DataSet, settings: Settings, models: ModelOptions, work: Path, *, oracles: bool, display: Display
) -> list[System]:
    """What amana's own models make of the data, and the oracle runs."""
    from eval.generate import NAME, Workshop, oracle_systems, pipeline_system

    load = functools.cache(lambda: models.load(display))
    with display:
        workshop = Workshop(load, settings, work, display.say, display)
        try:
            system = pipeline_system(data, workshop, name=NAME)
            return [system, *(oracle_systems(data, system, workshop) if oracles else ())]
        except KeyboardInterrupt as interruption:
            complain(f"Stopped; what was made is kept in {work}, and the same command goes on from there.")
            raise typer.Exit(INTERRUPTED) from interruption


def _labels(path: Path, data: DataSet, systems: Sequence[System]) -> Labels:
    from eval.data import DataError
    from eval.labels import read_people

    try:
        return read_people(path, data, systems)
    except DataError as error:
        for problem in error.problems:
            complain(problem)
        raise


def _report(results: Results, out: Path, reserved: Reserved, display: Display, people: Sequence[Labels]) -> None:
    from eval.agreement import agreements
    from eval.output import write_results
    from eval.terminal import show_agreements, show_results
    from pipeline.report.terminal import make_console

    found = [(labels, agreements(results, labels)) for labels in people]
    show_results(make_console(), results)
    for labels, agreed in found:
        show_agreements(make_console(), labels, agreed)
    display.say(f"Wrote {', '.join(map(str, write_results(results, out, reserved=reserved, people=found)))}.")
    if results.interrupted:
        complain(f"Stopped; what was scored by then is in {out}.")
        raise typer.Exit(INTERRUPTED)


def _gate(
    results: Results, gate: Path, reserved: Reserved, *, update: bool, allow_regression: bool, display: Display
) -> None:
    from eval.gate import compare_with_floors, update_floors

    if update:
        update_floors(results, gate, allow_regression=allow_regression, reserved=reserved)
        display.say(f"Pinned the floors in {gate}.")
        return
    failures = compare_with_floors(results, gate)
    for failure in failures:
        complain(failure)
    if failures:
        raise typer.Exit(BELOW_FLOOR)
    display.say(f"No score is below its floor in {gate}.")
