"""`amana numbers` and `amana check`: the number engine on its own, without a model."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Annotated, Any, BinaryIO, Literal, TypeVar

import typer

from amana import options as shared
from amana.lines import STDIN, count_lines, open_bytes, read_document, read_lines
from amana.traces import trace_lines, trace_pairs
from models.lexical.shipped import same_word
from pipeline.article import InputError
from pipeline.json_lines import json_line
from pipeline.numbers import Comparison, Finding, Quantity, compare, comparison_to_json, quantity_to_json, read

CHECK_FAILED = 1
# Rows a table for people is printed in at a time, so that a large file needs no large memory.
_TABLE_ROWS = 1000
_BEGINNING_BYTES = 65_536
_ARABIC = re.compile(r"[\u0621-\u064a]")

NUMBERS_EPILOG = """\b
Examples:
  echo 'ارتفع العدد إلى 12.5 مليون' | amana numbers --lang ar
  amana numbers --lang en --jsonl target.en.txt > quantities.jsonl
\b
With --jsonl, line N of the output is {"quantities": [...]} for line N of the input."""

CHECK_EPILOG = """\b
Examples:
  amana check source.ar.txt target.en.txt
  amana check source.ar.txt target.en.txt --jsonl | jq -c 'select(.ok | not)'
  amana check article.ar.txt article.en.txt --document
\b
Exit codes: 0 every number arrived; 1 an error was found; 2 misuse, such as files of unequal length."""

TraceOption = Annotated[bool, typer.Option("--trace", help="Also say which rule read, and judged, what.")]
Item = TypeVar("Item")


def numbers(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A UTF-8 text file; stdin if left out or -.")] = STDIN,
    *,
    lang: Annotated[Literal["ar", "en"], typer.Option("--lang", help="Language of the text.")],
    trace: TraceOption = False,
    jsonl: shared.Jsonl = False,
) -> None:
    """Finds the numbers of a text, line by line.

    For each: its place, kind, value, unit and bound (about, more than, ...)."""
    with open_bytes(file) as opened:
        if trace:
            trace_lines(read_lines(opened, _named(file)), lang=lang, jsonl=jsonl)
            return
        numbered = ((line, read(text, lang=lang)) for line, text in enumerate(read_lines(opened, _named(file)), 1))
        if jsonl:
            for _, quantities in numbered:
                _write_json({"quantities": [quantity_to_json(quantity) for quantity in quantities]})
            return
        from pipeline.report.terminal import make_console, print_wide, quantity_table

        console = make_console()
        lines = total = 0

        def rows() -> Iterator[tuple[int, Quantity]]:
            nonlocal lines
            for line, quantities in numbered:
                lines = line
                yield from ((line, quantity) for quantity in quantities)

        for part in _parts(rows()):
            total += len(part)
            print_wide(console, quantity_table(part))
        console.print(f"Lines: {lines}, numbers: {total}")


def check(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source text: UTF-8, a sentence a line.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Its translation, aligned line by line.")],
    *,
    document: Annotated[
        bool, typer.Option("--document", help="Compare the files as two whole texts instead of line by line.")
    ] = False,
    source_lang: Annotated[Literal["ar", "en"], typer.Option(help="Language of SOURCE.")] = "ar",
    target_lang: Annotated[Literal["ar", "en"], typer.Option(help="Language of TARGET.")] = "en",
    trace: TraceOption = False,
    jsonl: shared.Jsonl = False,
) -> None:
    """Compares the numbers of a source and its translation.

    In both directions: what is missing or changed, and what was added."""
    if source == target == STDIN:
        raise InputError("Only one of SOURCE and TARGET can be stdin; give a file for the other.")
    with ExitStack() as stack:
        left, right = (stack.enter_context(open_bytes(path, rereadable=True)) for path in (source, target))
        if (source_lang, target_lang) == ("ar", "en"):
            _require_order((left, _named(source)), (right, _named(target)))
        if document:
            pairs: Iterable[tuple[str, str]] = [
                (read_document(left, _named(source)), read_document(right, _named(target)))
            ]
        else:
            counts = count_lines(left, _named(source)), count_lines(right, _named(target))
            if counts[0] != counts[1]:
                raise InputError(
                    f"{_named(source)} has {counts[0]} lines and {_named(target)} has {counts[1]}; align them line by "
                    "line, or compare them as whole texts with --document."
                )
            pairs = zip(read_lines(left, _named(source)), read_lines(right, _named(target)), strict=True)
        if trace:
            ok = trace_pairs(pairs, languages=(source_lang, target_lang), jsonl=jsonl)
            if not ok:
                raise typer.Exit(CHECK_FAILED)
            return
        results = (
            compare(before, after, source_lang=source_lang, target_lang=target_lang, same_word=same_word)
            for before, after in pairs
        )
        ok = _print_json(results) if jsonl else _print_table(results)
    if not ok:
        raise typer.Exit(CHECK_FAILED)


def _require_order(source: tuple[BinaryIO, str], target: tuple[BinaryIO, str]) -> None:
    """Raises InputError where only the target's file begins with Arabic."""
    if not _has_arabic(source[0]) and _has_arabic(target[0]):
        raise InputError(
            f"{target[1]} begins with Arabic and {source[1]} does not; give the Arabic file first, or say "
            "--source-lang en --target-lang ar."
        )


def _has_arabic(file: BinaryIO) -> bool:
    """Whether the beginning of a file holds an Arabic letter; it is read from its start again afterwards."""
    beginning = file.read(_BEGINNING_BYTES).decode("utf-8", errors="ignore")
    file.seek(0)
    return _ARABIC.search(beginning) is not None


def _print_json(results: Iterable[Comparison]) -> bool:
    ok = True
    for comparison in results:
        _write_json(comparison_to_json(comparison))
        ok = ok and comparison.ok
    return ok


def _print_table(results: Iterable[Comparison]) -> bool:
    from pipeline.report.terminal import finding_table, make_console, print_wide

    console = make_console()
    lines = right = total = 0

    def rows() -> Iterator[tuple[int, Finding]]:
        nonlocal lines, right
        for line, comparison in enumerate(results, 1):
            lines, right = line, right + comparison.ok
            yield from ((line, finding) for finding in comparison.findings)

    for part in _parts(rows()):
        total += len(part)
        print_wide(console, finding_table(part))
    console.print(f"Lines: {lines}, ok: {right}, findings: {total}")
    return right == lines


def _parts(rows: Iterator[Item]) -> Iterator[list[Item]]:
    while part := list(islice(rows, _TABLE_ROWS)):
        yield part


def _write_json(data: dict[str, Any]) -> None:
    sys.stdout.write(json_line(data) + "\n")


def _named(path: str) -> str:
    return "stdin" if path == STDIN else path
