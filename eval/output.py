"""Writes the results of an evaluation into a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from eval.agreement import Agreement, agreements_to_json
from eval.elsewhere import FOLDER, segment_lines
from eval.labels import Labels
from eval.report import render_results
from eval.results import Results, Scored, results_csv, results_to_json
from eval.segments import all_segment_rows, segment_signatures, segments_csv, segments_jsonl
from eval.spans import mqm_tsv, pearmut_campaign
from eval.systems import output_row
from models.files import NOTHING_RESERVED, Reserved, destination, write_whole
from pipeline.article import Record
from pipeline.json_lines import json_line
from pipeline.output import cannot_write, distinct_name, prepare_folder
from pipeline.report.html import render

PEOPLE = "people"
"""In the folder of the results: what people can go over and label."""

MOST_PAGES = 200
"""Pages of documents that are written; a data set of sentences would fill the disk with pages of one line."""


def result_files(folder: Path) -> tuple[Path, ...]:
    """The paths of the files that every evaluation writes."""
    return tuple(folder / name for name in ("results.json", "results.csv", "report.html"))


def prepare_results(folder: Path, *, reserved: Reserved = NOTHING_RESERVED) -> None:
    """Makes `folder` and proves that the results can be written there, before hours of work are spent.

    Raises:
        InputError: they cannot, or one of the files is one of `reserved`.
    """
    prepare_folder(folder)
    try:
        for path in result_files(folder):
            destination(path, inside=folder, reserved=reserved)
    except OSError as error:
        raise cannot_write(folder, error) from error


def write_results(
    results: Results,
    folder: Path,
    *,
    reserved: Reserved = NOTHING_RESERVED,
    people: Sequence[tuple[Labels, Sequence[Agreement]]] = (),
) -> tuple[Path, ...]:
    """Writes results.json, results.csv and report.html, and returns their paths.

    Beside them stand a page for each article under documents/, what each system made under outputs/, as files that
    `--outputs` reads, and its lines under segments/, as other programs take them (see `eval.elsewhere`); segments.jsonl
    and segments.csv have all that is known of each line of each system, and people/ has what the check found as spans
    that people go over (see `eval.spans`). `people` are their labels, and what they agree with.

    Raises:
        InputError: a file could not be written, or is one of `reserved`; then none is.
    """
    documents = folder / "documents"
    pages: dict[tuple[str, str], str] = {}
    contents: dict[Path, str] = {}
    taken: set[str] = set()
    for scored, example, record in _documents(results):
        name = distinct_name(f"{scored.system.name}-{example}", taken)
        pages[scored.system.name, example] = f"documents/{name}.html"
        contents[documents / f"{name}.html"] = render(record, version=version("amana"))
    outputs = folder / "outputs"
    # What an earlier evaluation left there may be what was scored now.
    taken |= {Path(path).stem.casefold() for path in reserved.paths if Path(path).parent == outputs.resolve()}
    for scored in results.systems:
        if not scored.is_reference:
            name = distinct_name(scored.system.name, taken)
            rows = [output_row(scored.system.records[example.id], example) for example in results.data.examples]
            contents[outputs / f"{name}.jsonl"] = "".join(json_line(row) + "\n" for row in rows)
    own = [scored.system for scored in results.systems if not scored.is_reference]
    lines: set[str] = set()
    for name, text in segment_lines(results.data, own).items():
        contents[folder / FOLDER / f"{distinct_name(name, lines)}.txt"] = text
    if scored_lines := all_segment_rows(results):
        contents[folder / "segments.jsonl"] = segments_jsonl(scored_lines)
        contents[folder / "segments.csv"] = "\ufeff" + segments_csv(scored_lines)
    for name, text in (("mqm.tsv", mqm_tsv(results.data, own)), ("pearmut.json", pearmut_campaign(results.data, own))):
        if text:
            contents[folder / PEOPLE / name] = text
    document = results_to_json(results) | {"segment_scores": segment_signatures(results)}
    if people:
        document["people"] = [agreements_to_json(labels, found) for labels, found in people]
    texts = (
        json.dumps(document, ensure_ascii=False, indent=1) + "\n",
        # The byte order mark tells spreadsheets that it is UTF-8.
        "\ufeff" + results_csv(results),
        render_results(results, pages=pages),
    )
    first = dict(zip(result_files(folder), texts, strict=True))
    try:
        for path in (*contents, *first):
            destination(path, inside=folder, reserved=reserved)
        for needed in dict.fromkeys(path.parent for path in contents):
            prepare_folder(needed)
        write_whole(contents | first, inside=folder, reserved=reserved)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return tuple(first)


def write_trial(document: Mapping[str, object], folder: Path, *, reserved: Reserved = NOTHING_RESERVED) -> Path:
    """Writes trial.json, the check on trial, and returns its path.

    Raises:
        InputError: it could not be written, or is one of `reserved`.
    """
    path = folder / "trial.json"
    prepare_folder(folder)
    try:
        write_whole({path: json.dumps(document, ensure_ascii=False, indent=1) + "\n"}, inside=folder, reserved=reserved)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return path


def _documents(results: Results) -> Iterator[tuple[Scored, str, Record]]:
    """The records that are worth a page: those of several lines, or with a summary, of systems that translate."""
    left = MOST_PAGES
    for scored in results.systems:
        if "translation" not in scored.system.parts or scored.is_reference:
            continue
        for example, record in scored.system.records.items():
            if left and (len(record.segments) > 1 or record.summary is not None):
                left -= 1
                yield scored, example, record
