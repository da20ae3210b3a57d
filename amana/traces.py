"""`amana numbers --trace` and `amana check --trace`: which rule read, and judged, what."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from models.lexical.shipped import same_word
from pipeline.json_lines import json_line
from pipeline.numbers import Language, trace, trace_comparison

if TYPE_CHECKING:
    from pipeline.numbers.tracing import ComparisonTrace, TracedStep

_TABLE_ROWS = 1000
"""Rows a table is printed in at a time, so that a large file needs no large memory."""


def trace_lines(lines: Iterable[str], *, lang: Language, jsonl: bool) -> None:
    """Prints, for each line, the rules that read its numbers, in the order in which they applied."""
    from pipeline.numbers.tracing import trace_to_json

    waiting: list[tuple[str, TracedStep]] = []
    for number, line in enumerate(lines, 1):
        traced = trace(line, lang=lang)
        if jsonl:
            _write(json_line(trace_to_json(traced)))
            continue
        waiting.extend((f"{number}", step) for step in traced.steps)
        if len(waiting) >= _TABLE_ROWS:
            _show(waiting)
            waiting = []
    _show(waiting)


def trace_pairs(pairs: Iterable[tuple[str, str]], *, languages: tuple[Language, Language], jsonl: bool) -> bool:
    """Prints, for each pair of lines, the rules that read, paired and judged its numbers; True where no error is."""
    from pipeline.numbers.tracing import comparison_trace_to_json

    ok = True
    for number, (source, target) in enumerate(pairs, 1):
        traced = trace_comparison(
            source, target, source_lang=languages[0], target_lang=languages[1], same_word=same_word
        )
        ok = ok and traced.comparison.ok
        if jsonl:
            _write(json_line(comparison_trace_to_json(traced)))
            continue
        sides = ((languages[0], traced.source), (languages[1], traced.target))
        _show([(f"{number} {lang}", step) for lang, side in sides for step in side.steps])
        _show_judgements(f"{number}", traced)
    return ok


def _show(steps: Sequence[tuple[str, TracedStep]]) -> None:
    from pipeline.report.terminal import make_console, print_wide, step_table

    if steps:
        print_wide(make_console(), step_table(steps))


def _show_judgements(line: str, traced: ComparisonTrace) -> None:
    from pipeline.report.terminal import judgement_table, make_console, print_wide

    if traced.pairs or traced.comparison.findings:
        print_wide(make_console(), judgement_table(line, traced.pairs, traced.comparison.findings))


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
