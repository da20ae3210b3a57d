"""`python -m eval.run FOLDER`: translates the articles of a folder and scores them against their references.

NAME.ar.txt is an article, NAME.en.txt its reference translation aligned line by line, NAME.summary.txt a reference
summary; an article without references is translated and its numbers are counted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from eval.metrics import Score, bleu, chrf2, rouge_lsum
from models import registry
from models.base import ModelError
from pipeline.article import InputError, Record
from pipeline.clean import LINE_BREAK
from pipeline.cli.messages import complain
from pipeline.cli.progress import make_display
from pipeline.ingest import read_article
from pipeline.ledger import findings
from pipeline.report.terminal import make_console, print_wide
from pipeline.stages import run

MISUSE = 2


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An article's outputs beside its references: aligned lines, and the summary if there is a reference for it."""

    name: str
    hypotheses: tuple[str, ...]
    references: tuple[str, ...]
    summary: str
    reference_summary: str | None
    errors: int
    warnings: int
    seconds: float


def evaluate(record: Record, *, translation: str | None, summary: str | None) -> Evaluated:
    """Puts the outputs of `record` beside the references, given as texts.

    Raises:
        InputError: the reference translation has another number of lines than the article.
    """
    hypotheses, references = _align(record, translation) if translation is not None else ((), ())
    severities = [finding.severity for finding in findings(record)]
    return Evaluated(
        name=record.article.id,
        hypotheses=hypotheses,
        references=references,
        summary=record.summary.text if record.summary else "",
        reference_summary=summary,
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        seconds=sum(stage.seconds for stage in record.stages),
    )


def scores(results: Sequence[Evaluated]) -> list[Score]:
    """BLEU and chrF2 over all lines and ROUGE-Lsum over all summaries; what has no reference gives no score."""
    hypotheses = [line for result in results for line in result.hypotheses]
    references = [line for result in results for line in result.references]
    summaries = [
        (result.summary, result.reference_summary) for result in results if result.reference_summary is not None
    ]
    found = [bleu(hypotheses, references), chrf2(hypotheses, references)] if hypotheses else []
    if summaries:
        found.append(rouge_lsum([output for output, _ in summaries], [reference for _, reference in summaries]))
    return found


def main(
    folder: Annotated[Path, typer.Argument(help="Folder with NAME.ar.txt, NAME.en.txt and NAME.summary.txt.")],
    *,
    profile: Annotated[str, typer.Option(help="Choice of models where none is named.")] = "auto",
    translator: Annotated[str | None, typer.Option(help="Model that translates.")] = None,
    summarizer: Annotated[str | None, typer.Option(help="Model that summarizes.")] = None,
) -> None:
    """Translates the articles of a folder and scores them against their references."""
    try:
        _print(_evaluate_folder(folder, profile=profile, translator=translator, summarizer=summarizer))
    except (InputError, ModelError) as error:
        complain(str(error))
        raise typer.Exit(MISUSE) from error


def _evaluate_folder(folder: Path, *, profile: str, translator: str | None, summarizer: str | None) -> list[Evaluated]:
    paths = sorted(folder.glob("*.ar.txt"))
    if not paths:
        raise InputError(f"There is no file *.ar.txt in {folder}; give a folder with articles named so.")
    results = []
    with make_display(quiet=False) as display:
        engines = registry.load_engines(
            profile=profile, translator=translator, summarizer=summarizer, progress=display.download, say=display.say
        )
        for path in paths:
            display.say(f"{path.name}:")
            record = run(read_article(path), engines, observer=display)
            stem = path.name.removesuffix(".ar.txt")
            translation, summary = _text(folder / f"{stem}.en.txt"), _text(folder / f"{stem}.summary.txt")
            results.append(evaluate(record, translation=translation, summary=summary))
    return results


def _align(record: Record, reference: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Pairs each line of the article that was translated with the same line of the reference."""
    text = record.article.text
    wanted = LINE_BREAK.split(reference.rstrip())
    lines = len(LINE_BREAK.split(text.rstrip()))
    if len(wanted) != lines:
        raise InputError(
            f"The reference translation of {record.article.id} has {len(wanted)} lines and the article {lines}; align "
            "them line by line."
        )
    starts = {segment.index: segment.start for segment in record.segments}
    by_line: dict[int, list[str]] = {}
    for translation in record.translations:
        line = len(LINE_BREAK.findall(text, 0, starts[translation.segment]))
        by_line.setdefault(line, []).append(translation.text)
    pairs = [(" ".join(" ".join(by_line[line]).split()), wanted[line]) for line in sorted(by_line)]
    return tuple(output for output, _ in pairs), tuple(line for _, line in pairs)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig").strip() if path.exists() else None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The reference {path} cannot be read ({error}); save it as UTF-8.") from error


def _print(results: Sequence[Evaluated]) -> None:
    console = make_console()
    total = scores(results)
    table = Table(box=None, pad_edge=False)
    for heading in ("Article", "Lines", *(score.name for score in total), "Number errors", "Warnings", "Seconds"):
        table.add_column(heading, justify="left" if heading == "Article" else "right")
    rows = [(result.name, [result]) for result in results] + [("all", list(results))]
    for name, part in rows:
        values = {score.name: f"{score.value:.1f}" for score in scores(part)}
        table.add_row(
            name,
            str(sum(len(result.references) for result in part)),
            *(values.get(score.name, "") for score in total),
            str(sum(result.errors for result in part)),
            str(sum(result.warnings for result in part)),
            f"{sum(result.seconds for result in part):.1f}",
        )
    print_wide(console, table)
    for score in total:
        console.print(f"{score.name}: {score.signature}", soft_wrap=True)


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(main)
    sys.exit(app())
