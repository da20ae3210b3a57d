"""Outputs of amana's own models: the pipeline on every article, and oracle runs that tell the losses apart.

What was generated once is kept in a folder and taken from there if the article and everything that decides the output
are the same.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from eval.data import DataSet, Example
from eval.systems import System, rechecked, reference_system, with_summary
from models.base import ModelError
from models.extractive import ExtractiveSummarizer
from models.files import write_whole
from models.registry import Engines
from models.sentences import sentences_of
from pipeline.article import Article, InputError, Record, english_text, record_from_json, record_to_json
from pipeline.repair import Budget
from pipeline.stages import DEFAULT_BUDGET, DEFAULT_SUMMARY, STAGES, Observer, Tools, run
from pipeline.summarize import SummaryOptions, tidy_summary

LEAD = 3
"""Sentences of the baseline that every summarizer of news has to beat (Nenkova 2005)."""


NAME = "amana"
REFERENCE = "reference"
REFERENCE_SUMMARIZED = f"{REFERENCE} + summarizer"
"""What the pipeline's own outputs are called, and the oracle run that tells what its translation costs."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides an output, besides the article: names of models as they were asked for, and the options.

    Device and precision are among them: the same model in int8 and in float32 may write different words.
    """

    translator: str
    summarizer: str
    summary: SummaryOptions = DEFAULT_SUMMARY
    budget: Budget | None = DEFAULT_BUDGET
    device: str = "auto"
    compute_type: str = "auto"


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where outputs are made: the engines, loaded when they are first needed, and the folder that keeps what was made.

    `say` hears of every article; `observer` of every stage.
    """

    load: Callable[[], Engines]
    settings: Settings
    folder: Path
    say: Callable[[str], None]
    observer: Observer | None = None


def pipeline_system(data: DataSet, workshop: Workshop, *, name: str, stages: Sequence[str] = tuple(STAGES)) -> System:
    """The pipeline's record of every article of `data`, after all its stages or after those named in `stages`.

    Raises:
        InputError: an article has nothing to translate, or the folder cannot be used.
        ModelError: an engine failed.
    """

    def make(example: Example) -> Record:
        article = Article(example.id, example.article, source=example.id)
        settings = workshop.settings
        return run(
            article, workshop.load(), summary=settings.summary, budget=settings.budget,
            observer=workshop.observer, names=stages,
        )  # fmt: skip

    what = "pipeline" if tuple(stages) == tuple(STAGES) else f"pipeline: {', '.join(stages)}"
    records = {example.id: _kept(workshop, what, example, make) for example in data.examples}
    about = f"{_model(records, 'translate')} translates"
    if "summarize" not in stages:
        return System(name, records, frozenset({"translation"}), about)
    return System(
        name, records, frozenset({"translation", "summary"}), f"{about}, {_model(records, 'summarize')} summarizes"
    )


def oracle_systems(data: DataSet, pipeline: System, workshop: Workshop) -> list[System]:
    """What is lost where: the summarizer on the reference translation, and baselines on both translations.

    - reference + summarizer: what the summarizer loses where nothing was lost before it;
    - NAME + extractive and reference + extractive: sentences of the text itself, which no summarizer could garble;
    - NAME + lead-3 and reference + lead-3: the first three sentences.

    Nothing where the data has no reference summaries.
    """
    if not any(example.summaries for example in data.examples):
        return []
    extract = functools.partial(_extract, options=workshop.settings.summary)
    systems = [
        _summarized(data, pipeline.records, f"{pipeline.name} + extractive", extract),
        _summarized(data, pipeline.records, f"{pipeline.name} + lead-{LEAD}", _lead),
    ]
    if all(example.translation is not None for example in data.examples):
        reference = reference_system(data)
        records = reference.records if reference else {}

        def summarize(example: Example) -> Record:
            return _summarize(records[example.id], workshop)

        made = {one.id: _kept(workshop, "reference", one, summarize) for one in data.examples}
        about = f"{_model(pipeline.records, 'summarize')} summarizes the reference translation"
        systems += [
            System(REFERENCE_SUMMARIZED, made, frozenset({"summary"}), about),
            _summarized(data, records, f"{REFERENCE} + extractive", extract),
            _summarized(data, records, f"{REFERENCE} + lead-{LEAD}", _lead),
        ]
    return systems


def _model(records: Mapping[str, Record], stage: str) -> str:
    """The models that ran, as the records say: a profile may have chosen another one for a later run."""
    names = (item.model for record in records.values() for item in record.stages if item.name == stage)
    return ", ".join(dict.fromkeys(name for name in names if name)) or "no model"


def _summarized(
    data: DataSet, records: Mapping[str, Record], name: str, summarize: Callable[[Record], Record]
) -> System:
    made = {example.id: summarize(records[example.id]) for example in data.examples}
    return System(name, made, frozenset({"summary"}), "a baseline that writes no sentence of its own")


def _lead(record: Record) -> Record:
    return with_summary(record, "\n".join(sentences_of(english_text(record))[:LEAD]))


def _extract(record: Record, *, options: SummaryOptions) -> Record:
    [generation] = ExtractiveSummarizer().summarize([english_text(record)], sentences=options.sentences)
    return with_summary(record, tidy_summary(generation, options))


def _summarize(record: Record, workshop: Workshop) -> Record:
    """`record` with a new summary of its translation, made, checked and repaired as the pipeline does it."""
    settings = workshop.settings
    tools = Tools(workshop.load(), settings.summary, lambda _: None, settings.budget)
    for name in ("summarize", "check_summary", "guard_summary", "repair_summary"):
        record = STAGES[name](record, tools).record
    return record


def _kept(workshop: Workshop, what: str, example: Example, make: Callable[[Example], Record]) -> Record:
    """The record that was kept, if it is that of the same text and settings, else a new one, which is kept then."""
    deciding = {
        "what": what,
        "article": example.article,
        "translation": example.translation if what == "reference" else None,
        "settings": asdict(workshop.settings),
        "amana": version("amana"),
    }
    key = hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()
    path = workshop.folder / f"{key[:32]}.json"
    try:
        if path.exists():
            return rechecked(record_from_json(json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, InputError):
        workshop.say(f"Note: the kept output {path} cannot be read and is made anew.")
    workshop.say(f"{example.id}: {what}.")
    try:
        record = make(example)
    except ModelError as error:
        raise ModelError(f"{example.id}: {error}") from error
    try:
        workshop.folder.mkdir(parents=True, exist_ok=True)
        write_whole({path: json.dumps(record_to_json(record), ensure_ascii=False)}, inside=workshop.folder)
    except OSError as error:
        raise InputError(
            f"Cannot write to the folder {workshop.folder} ({error.strerror}); choose another with --work."
        ) from error
    return record
