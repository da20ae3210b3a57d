"""The results as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from eval.metrics import Measure
from eval.planting import Checker
from eval.results import Results, Score, Scored, lines_and_documents
from eval.significance import LEVEL, least_p
from pipeline.report.terminal import print_wide

TABLES: dict[str, tuple[str, ...]] = {
    "Translation against the references": ("BLEU", "chrF2", "chrF++", "TER", "BERTScore", "COMET"),
    "Summary against the references": ("ROUGE-1", "ROUGE-2", "ROUGE-L", "ROUGE-Lsum", "factual consistency"),
    "Numbers, stage by stage": (
        "numbers kept", "numbers right", "lines with an alarm", "numbers right in the summary", "key numbers",
    ),
    "Signals and descriptions": (
        "similarity to the source", "summary's similarity to the article", "compression", "novelty", "repetition",
    ),
}  # fmt: skip
"""What stands in which table, in the order of its columns."""

MOST_PAIRS = 15
"""Pairs of systems on one measure that are printed; the report has all."""


def show_results(console: Console, results: Results) -> None:
    """Prints every table, what the number check is worth, what was left out, and the signatures."""
    lines, documents = lines_and_documents(results.data)
    console.print(
        f"{results.data.name}: {len(results.data.examples)} examples, {lines} lines, {documents} documents "
        f"(sha256 {results.data.sha256[:12]}). In brackets: 95 % intervals.",
        soft_wrap=True,
    )
    for note in results.data.notes:
        console.print(f"Note: {note}.", soft_wrap=True)
    for title, names in TABLES.items():
        _show_scores(console, results.systems, title, names)
        if title.startswith("Numbers"):
            for line in checker_lines(results):
                console.print(line, soft_wrap=True)
    _show_blame(console, results.systems)
    _show_comparisons(console, results)
    console.print()
    for line in remarks(results):
        console.print(line, soft_wrap=True)
    for name, signature in signatures(results.systems):
        console.print(f"{name}: {signature}", soft_wrap=True)


def checker_lines(results: Results) -> Iterator[str]:
    """What the number check finds of errors planted into the references, and how often it is wrong about them."""
    for name, checker in results.checkers.items():
        yield checker_line(name, checker)


def checker_line(name: str, checker: Checker) -> str:
    """One sentence on the number check, planted into `name`."""
    return (
        f"The number check itself, on {name}: finds {checker.recall:.1f} % of {checker.planted} planted errors, "
        f"{checker.precision:.1f} % of its alarms are right; it charges {checker.alarms} of {checker.references} human "
        f"references with an error ({checker.floor:.1f} %, the floor of alarms: its own, or slips of the humans)."
    )


def remarks(results: Results) -> Iterator[str]:
    """Warnings, what was left out and why, and what the similarity is worth."""
    for text in results.warnings:
        yield f"Warning: {text}."
    for item in results.skipped:
        yield f"Left out: {item.name}: {item.reason}."
    known = [(one.system.name, one.correlation) for one in results.systems if one.correlation is not None]
    if known:
        values = ", ".join(f"{name} {value:.2f}" for name, value in known)
        yield f"Similarity to the source is a signal. Its rank correlation (Spearman) with chrF2 here: {values}."


def signatures(systems: Iterable[Scored]) -> list[tuple[str, str]]:
    """The signature of every score, once."""
    found = {(score.measure.name, score.measure.signature): None for item in systems for score in item.scores}
    return list(found)


def blame_table(systems: Sequence[Scored]) -> tuple[list[str], list[tuple[tuple[str, str, str], list[int]]]]:
    """The types of number errors, and for each system, guilty stage and place how many there are of each type."""
    types: list[str] = list(dict.fromkeys(one.type for item in systems for one in item.blame))
    counts: dict[tuple[str, str, str], dict[str, int]] = {}
    for item in systems:
        for one in item.blame:
            counts.setdefault((item.system.name, one.stage, one.shown_in), {})[one.type] = one.count
    return types, [(where, [found.get(kind, 0) for kind in types]) for where, found in counts.items()]


def shown(value: float, measure: Measure | None = None) -> str:
    """A score with one decimal; "–" where there was nothing to score."""
    if value != value:
        return "–"
    return f"{value:.1f}×" if measure and measure.name == "compression" else f"{value:.1f}"


def _show_scores(console: Console, systems: Sequence[Scored], title: str, names: Sequence[str]) -> None:
    there = [name for name in names if any(item.score(name) for item in systems)]
    rows = [item for item in systems if any(item.score(name) for name in there)]
    if not rows:
        return
    console.print(f"\n{title}")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("System", overflow="fold")
    for name in there:
        table.add_column(_heading(name, rows), justify="right")
    for item in rows:
        name = f"{item.system.name} (floor)" if item.is_reference else item.system.name
        table.add_row(name, *(_with_interval(item.score(score)) for score in there))
    print_wide(console, table)


def _heading(name: str, rows: Sequence[Scored]) -> str:
    measure = next(score.measure for item in rows if (score := item.score(name)))
    return f"{name} ↓" if measure.better == "lower" else name


def _with_interval(score: Score | None) -> str:
    if score is None:
        return ""
    value = shown(score.measure.value, score.measure)
    return value if value == "–" else f"{value} ({score.interval.low:.1f}–{score.interval.high:.1f})"


def _show_blame(console: Console, systems: Sequence[Scored]) -> None:
    types, rows = blame_table(systems)
    if not rows:
        return
    console.print("\nNumber errors by the stage that made them")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("System", "Made by", "Shows in", *types, "All"):
        table.add_column(heading, justify="left" if heading in ("System", "Made by", "Shows in") else "right")
    for where, counts in rows:
        table.add_row(*where, *(str(count or "") for count in counts), str(sum(counts)))
    print_wide(console, table)


def _show_comparisons(console: Console, results: Results) -> None:
    if not results.comparisons:
        return
    documents = len({example.document for example in results.data.examples})
    if least_p(documents) > LEVEL:
        console.print(
            f"\nPairs of systems: none of {len(results.comparisons)} can be decided on {documents} documents; the "
            "report lists them.",
            soft_wrap=True,
        )
        return
    console.print("\nPairs of systems (first less second; p: the larger of two tests, corrected by Holm)")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Score", "First", "Second", "Difference", "p", "Effect d", "First better", "Verdict"):
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
                f"{item.difference:+.1f} ({item.interval.low:+.1f} to {item.interval.high:+.1f})",
                f"{item.p_corrected:.3f}",
                f"{item.effect:+.2f}",
                f"{100 * item.better:.0f} %",
                "decided" if item.decided else "undecided",
            )
    print_wide(console, table)
    if left_out:
        console.print(f"{left_out} further pairs are in the report.")
