"""The results as tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from eval.agreement import Agreement
from eval.labels import Labels
from eval.results import Results, Score, Scored, lines_and_documents
from eval.significance import LEVEL, least_p
from eval.trial import Kind, Trial
from eval.words import (
    SUMS,
    blame_table,
    checker_line,
    counted,
    in_short,
    percent,
    remarks,
    signatures,
    signed,
    tables,
    verdict,
    with_interval,
)
from pipeline.report.terminal import print_wide

MOST_PAIRS = 15
"""Pairs of systems on one measure that are printed; the report has all."""


def show_results(console: Console, results: Results) -> None:
    """Prints every table, what the number check is worth, what was left out, and the signatures."""
    lines, documents = lines_and_documents(results.data)
    console.print(
        f"{results.data.name}: {counted(len(results.data.examples), 'example')}, {counted(lines, 'line')}, "
        f"{counted(documents, 'document')} (sha256 {results.data.sha256[:12]}). In brackets: 95 % intervals.",
        soft_wrap=True,
    )
    for note in results.data.notes:
        console.print(f"Note: {note}.", soft_wrap=True)
    for title, names in tables(results.systems).items():
        _show_scores(console, results.systems, title, names)
        if title.startswith("Numbers"):
            for name, checker in results.checkers.items():
                console.print(checker_line(name, checker), soft_wrap=True)
    _show_blame(console, results.systems)
    _show_comparisons(console, results)
    console.print()
    for line in remarks(results):
        console.print(line, soft_wrap=True)
    for name, signature in signatures(results.systems):
        console.print(f"{name}: {signature}", soft_wrap=True)
    console.print("\nIn short")
    for text in results.warnings:
        console.print(f"Warning: {text}.", soft_wrap=True)
    for line in in_short(results):
        console.print(line, soft_wrap=True)


def show_trials(console: Console, trials: Sequence[Trial], *, pairs: int) -> None:
    """Prints what each check makes of labelled pairs, and the first of them by kind."""
    console.print(f"{pairs} labelled pairs. Exact 95 % intervals.", soft_wrap=True)
    table = _trial_table("Check")
    for trial in trials:
        table.add_row(trial.check, *_shares(trial.whole))
    print_wide(console, table)
    for trial in trials[:1]:
        console.print(f"\n{trial.check}, by kind", soft_wrap=True)
        table = _trial_table("Kind")
        for kind in trial.kinds:
            table.add_row(kind.name, *_shares(kind))
        print_wide(console, table)


def show_agreements(console: Console, labels: Labels, found: Sequence[Agreement]) -> None:
    """Prints how the check, the doubt estimate and every score of a line agree with people."""
    raters = f" by {counted(labels.raters, 'rater')}" if labels.raters > 1 else ""
    console.print(
        f"\nAgreement with {labels.path.name}: {counted(len(labels.scores), 'labelled line')}{raters}. Accuracy: of "
        "the pairs of lines of a system, or of two systems on a line, those that score and people order alike or "
        "both hold for a tie (Deutsch et al. 2023, ties calibrated on these pairs).",
        soft_wrap=True,
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("System", "Score", "Lines", "Spearman", "Kendall", "Accuracy", "Pairs", "Tie up to"):
        table.add_column(heading, justify="left" if heading in ("System", "Score") else "right", overflow="fold")
    for item in found:
        table.add_row(
            item.system,
            item.score,
            str(item.lines),
            *("" if value is None else f"{value:+.2f}" for value in (item.spearman, item.kendall)),
            "" if item.accuracy is None else f"{item.accuracy:.1f} %",
            str(item.pairs),
            "" if item.epsilon is None else f"{item.epsilon:.3g}",
        )
    print_wide(console, table)


def _trial_table(first: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, overflow="fold")
    for heading in ("Right ones alarmed", "Wrong ones caught"):
        table.add_column(heading, justify="right")
    return table


def _shares(kind: Kind) -> list[str]:
    return [
        f"{share.count} of {share.of}: {percent(share.percent, share.interval)}" if share.of else ""
        for share in (kind.alarmed, kind.caught)
    ]


def _show_scores(console: Console, systems: Sequence[Scored], title: str, names: Sequence[str]) -> None:
    there = [name for name in names if any(item.score(name) for item in systems)]
    rows = [item for item in systems if any(item.score(name) for name in there)]
    if not rows:
        return
    console.print(f"\n{title}", soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("System", overflow="fold")
    for name in there:
        table.add_column(_heading(name, rows), justify="right")
    for item in rows:
        name = f"{item.system.name} (floor)" if item.is_reference else item.system.name
        table.add_row(name, *(_cell(item.score(score)) for score in there))
    print_wide(console, table)


def _heading(name: str, rows: Sequence[Scored]) -> str:
    measure = next(score.measure for item in rows if (score := item.score(name)))
    return f"{name} ↓" if measure.better == "lower" else name


def _cell(score: Score | None) -> str:
    return with_interval(score.measure.value, score.interval, score.measure) if score else ""


def _show_blame(console: Console, systems: Sequence[Scored]) -> None:
    types, rows = blame_table(systems)
    if not rows:
        return
    console.print("\nNumber errors by the stage that made them", soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("System", "Made by", "Shows in", *types, "All"):
        table.add_column(heading, justify="left" if heading in ("System", "Made by", "Shows in") else "right")
    for where, counts in rows:
        table.add_row(*where, *(str(count or "") for count in counts), str(sum(counts[-len(SUMS) :])))
    print_wide(console, table)


def _show_comparisons(console: Console, results: Results) -> None:
    if not results.comparisons:
        return
    documents = len({example.document for example in results.data.examples})
    if least_p(documents) > LEVEL:
        console.print(
            f"\nPairs of systems: none of {len(results.comparisons)} can be decided on "
            f"{counted(documents, 'document')}; the report lists them.",
            soft_wrap=True,
        )
        return
    console.print(
        "\nPairs of systems. Difference: first less second; p: the larger of two tests, corrected by Holm for the "
        f"pairs on a score, decided below {LEVEL}; d: the texts' mean difference over its standard deviation (0.2 is "
        "small, 0.8 large); won: of the texts that differ, those on which the first is better.",
        soft_wrap=True,
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Score", "First", "Second", "Difference", "p", "d", "Won", "Verdict"):
        table.add_column(heading, justify="left" if heading in ("Score", "First", "Second", "Verdict") else "right")
    left_out = 0
    for name in dict.fromkeys(item.measure for item in results.comparisons):
        pairs = [item for item in results.comparisons if item.measure == name]
        left_out += max(0, len(pairs) - MOST_PAIRS)
        for item in pairs[:MOST_PAIRS]:
            table.add_row(
                item.measure,
                item.first,
                item.second,
                f"{signed(item.difference)} ({signed(item.interval.low)} to {signed(item.interval.high)})",
                f"{item.p_corrected:.3f}",
                f"{item.effect:+.2f}",
                f"{100 * item.better:.0f} %",
                verdict(item),
            )
    print_wide(console, table)
    if left_out:
        console.print(f"{left_out} further pairs are in the report.")
