"""The stages from an article to its record, in one table, and the one driver that runs and records them.

A stage is a function of the record so far. It is pure apart from the engine it calls: the driver alone takes the time,
reports progress and writes down what happened.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from models.base import Generation, ModelError, Progress
from models.registry import Engines
from pipeline.article import Article, InputError, Record, Segment, StageResult, Translation, english_text
from pipeline.numbers import Comparison, Quantity, compare, support
from pipeline.segment import segment_article
from pipeline.summarize import tidy_summary

DEFAULT_SUMMARY_SENTENCES = 5


class Observer(Protocol):
    """Hears of a run as it happens; the command line draws its progress bars from these calls."""

    def begin(self, stage: str, record: Record) -> None:
        """Stage `stage` starts from `record`."""

    def advance(self, count: int) -> None:
        """The running stage has finished `count` more texts."""

    def end(self, result: StageResult) -> None:
        """The running stage is done, and this is what was recorded of it."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a stage may use besides the record: the engines, the user's options, and where to report progress."""

    engines: Engines
    summary_sentences: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stage made: the new record, and the evidence that the driver adds to it."""

    record: Record
    model: str | None = None
    tokens: int = 0
    findings: int = 0
    notes: tuple[str, ...] = ()


def segment(record: Record, _: Tools) -> Outcome:
    """Cuts the article into segments.

    Raises:
        InputError: nothing of the article is left to translate.
    """
    segments = segment_article(record.article)
    skipped = sum(item.kind == "boilerplate" for item in segments)
    if skipped == len(segments):
        raise InputError(
            f"{record.article.source or record.article.id} holds no sentence to translate, only lines such as dates of "
            "update and links; give the text of an article."
        )
    notes = (f"boilerplate lines left untranslated: {skipped}",) if skipped else ()
    return Outcome(replace(record, segments=segments), notes=notes)


def translate(record: Record, tools: Tools) -> Outcome:
    """Translates every segment that is not boilerplate."""
    segments = [item for item in record.segments if item.kind == "text"]
    engine = tools.engines.translator
    generations = engine.translate([item.text for item in segments], progress=tools.progress)
    _require_one_each(generations, len(segments), engine.name)
    translations = tuple(
        Translation(item.index, generation.text.strip(), generation.finish_reason, generation.tokens)
        for item, generation in zip(segments, generations, strict=True)
    )
    return Outcome(
        replace(record, translations=translations),
        model=engine.name,
        tokens=sum(generation.tokens for generation in generations),
        notes=_translation_notes(translations),
    )


def check_translation(record: Record, _: Tools) -> Outcome:
    """Compares the numbers of each raw segment with those of its translation.

    Source spans point into the article's text, target spans into the segment's translation.
    """
    by_index = {item.index: item for item in record.segments}
    translations = tuple(
        replace(item, check=_compare(record.article.text, by_index[item.segment], item.text))
        for item in record.translations
    )
    findings = sum(len(item.check.findings) for item in translations if item.check)
    return Outcome(replace(record, translations=translations), findings=findings)


def summarize(record: Record, tools: Tools) -> Outcome:
    """Summarizes the English translation; what comes back is tidied, and an empty summary is said in a note."""
    english = english_text(record)
    if not english:
        return Outcome(record, notes=("there is no translation to summarize",))
    engine = tools.engines.summarizer
    generations = engine.summarize([english], sentences=tools.summary_sentences, progress=tools.progress)
    _require_one_each(generations, 1, engine.name)
    summary = tidy_summary(generations[0], sentences=tools.summary_sentences)
    notes = []
    if not summary.sentences:
        notes.append("the summarizer returned no sentence")
    if summary.finish_reason == "length":
        notes.append("the summary was cut off at the token limit")
    if summary.dropped:
        notes.append(f"generated sentences left out of the summary: {len(summary.dropped)}")
    return Outcome(replace(record, summary=summary), model=engine.name, tokens=summary.tokens, notes=tuple(notes))


def check_summary(record: Record, _: Tools) -> Outcome:
    """Asks of every number in the summary whether the Arabic source backs it.

    Source spans point into the article's text, target spans into `Summary.text`.
    """
    if record.summary is None:
        return Outcome(record)
    check = support(_without_boilerplate(record), record.summary.text)
    return Outcome(replace(record, summary=replace(record.summary, check=check)), findings=len(check.findings))


Stage = Callable[[Record, Tools], Outcome]
STAGES: dict[str, Stage] = {
    "segment": segment,
    "translate": translate,
    "check_translation": check_translation,
    "summarize": summarize,
    "check_summary": check_summary,
}
"""Every stage by its name, in the order in which they run."""


def run(
    article: Article,
    engines: Engines,
    *,
    summary_sentences: int = DEFAULT_SUMMARY_SENTENCES,
    observer: Observer | None = None,
) -> Record:
    """Runs every stage on `article` and returns the record, which holds one `StageResult` for each.

    Raises:
        InputError: the article has nothing to translate.
        ModelError: an engine failed.
    """
    tools = Tools(engines, summary_sentences, observer.advance if observer else _ignore)
    record = Record(article)
    for name, stage in STAGES.items():
        if observer:
            observer.begin(name, record)
        started = time.perf_counter()
        outcome = stage(record, tools)
        result = StageResult(
            name,
            seconds=round(time.perf_counter() - started, 3),
            model=outcome.model,
            tokens=outcome.tokens,
            findings=outcome.findings,
            notes=outcome.notes,
        )
        record = replace(outcome.record, stages=(*record.stages, result))
        if observer:
            observer.end(result)
    return record


def _ignore(_: int) -> None:
    """Progress that nobody watches."""


def _require_one_each(generations: Sequence[Generation], texts: int, engine: str) -> None:
    if len(generations) != texts:
        raise ModelError(
            f"The engine {engine} returned {len(generations)} outputs for {texts} texts; choose another with "
            "--translator or --summarizer."
        )


def _translation_notes(translations: Sequence[Translation]) -> tuple[str, ...]:
    empty = [str(item.segment) for item in translations if not item.text]
    cut = [str(item.segment) for item in translations if item.finish_reason == "length"]
    notes = []
    if empty:
        notes.append(f"the translator returned nothing for segments {', '.join(empty)}")
    if cut:
        notes.append(f"the translation was cut off at the token limit in segments {', '.join(cut)}")
    return tuple(notes)


def _compare(text: str, source: Segment, translation: str) -> Comparison:
    """The comparison of a raw segment with its translation, its source spans moved to where they stand in `text`."""
    check = compare(text[source.start : source.end], translation)

    def move(quantity: Quantity) -> Quantity:
        return replace(quantity, start=quantity.start + source.start, end=quantity.end + source.start)

    return Comparison(
        findings=tuple(replace(finding, source=finding.source and move(finding.source)) for finding in check.findings),
        matched=tuple((move(before), after) for before, after in check.matched),
    )


def _without_boilerplate(record: Record) -> str:
    """The article's text with boilerplate blanked out by as many spaces, so that spans stay right."""
    text = record.article.text
    pieces: list[str] = []
    position = 0
    for item in record.segments:
        if item.kind == "boilerplate":
            pieces += (text[position : item.start], " " * (item.end - item.start))
            position = item.end
    return "".join((*pieces, text[position:]))
