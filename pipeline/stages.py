"""The stages from an article to its record, in one table, and the one driver that runs and records them.

A stage is a function of the record so far. It is pure apart from the engine it calls: the driver alone takes the time,
reports progress and writes down what happened.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from models.base import Progress, require_one_each
from models.registry import Engines
from pipeline.article import (
    Article,
    InputError,
    Record,
    StageResult,
    Translation,
    english_text,
)
from pipeline.assessment import with_check, with_guards
from pipeline.bidi import override_notes
from pipeline.doubt import Signs, expected_chrf
from pipeline.guards import guard_summary as fired_on_summary
from pipeline.keynumbers import numbers_of
from pipeline.ledger import account
from pipeline.repair import Budget, repair_translations
from pipeline.repair_names import unify
from pipeline.segment import segment_article
from pipeline.summarize import SummaryOptions, readable, tidy_summary, withheld
from pipeline.summary_check import with_summary_check
from pipeline.summary_repair import repair_summary as repair_checked_summary

DEFAULT_SUMMARY = SummaryOptions()
DEFAULT_BUDGET = Budget()


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
    """What a stage may use besides the record: the engines, the user's options, and where to report progress.

    `budget` is what the repair of an article may cost, by `clock`; None asks for no repair.
    """

    engines: Engines
    summary: SummaryOptions
    progress: Progress
    budget: Budget | None
    clock: Callable[[], float] = time.perf_counter


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stage made: the new record, and the evidence that the driver adds to it."""

    record: Record
    model: str | None = None
    tokens: int = 0
    findings: int = 0
    notes: tuple[str, ...] = ()
    prompt_tokens: int = 0


def choose(record: Record, tools: Tools) -> Outcome:
    """Says which models were taken for this run and why, and how they run."""
    return Outcome(record, notes=tools.engines.choices)


def segment(record: Record, _: Tools) -> Outcome:
    """Cuts the article into segments; repeats what was noted when it was read, and says where a number is disguised.

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
    notes: tuple[str, ...] = (f"boilerplate lines left untranslated: {skipped}",) if skipped else ()
    notes = (*record.article.notes, *override_notes(record.article.text), *notes)
    return Outcome(replace(record, segments=segments), notes=notes)


def read_numbers(record: Record, _: Tools) -> Outcome:
    """Reads the numbers of the article and ranks them, for the summary's repair and for the ledger."""
    return Outcome(replace(record, numbers=numbers_of(record)))


def translate(record: Record, tools: Tools) -> Outcome:
    """Translates every segment that is not boilerplate."""
    segments = [item for item in record.segments if item.kind == "text"]
    engine = tools.engines.translator
    generations = engine.translate([item.text for item in segments], progress=tools.progress)
    require_one_each(generations, len(segments), engine=engine.name)
    translations = tuple(
        Translation(
            item.index, generation.text.strip(), generation.finish_reason, generation.tokens, score=generation.score
        )
        for item, generation in zip(segments, generations, strict=True)
    )
    return Outcome(
        replace(record, translations=translations),
        model=engine.name,
        tokens=sum(generation.tokens for generation in generations),
        prompt_tokens=sum(generation.prompt_tokens for generation in generations),
        notes=_translation_notes(translations),
    )


def check_translation(record: Record, tools: Tools) -> Outcome:
    """Compares the numbers of each raw segment with those of its translation, and looks for the terms of the glossary.

    Source spans point into the article's text, target spans into the segment's translation.
    """
    by_index = {item.index: item for item in record.segments}
    translations = tuple(
        with_check(item, by_index[item.segment], text=record.article.text, terms=tools.engines.terms)
        for item in record.translations
    )
    return Outcome(replace(record, translations=translations), findings=_count_findings(translations))


def _count_findings(translations: Iterable[Translation]) -> int:
    return sum(len(item.check.findings) + len(item.terms) for item in translations if item.check)


def guard(record: Record, tools: Tools) -> Outcome:
    """Runs every guard on each translation, and compares its meaning with the source's where there is an encoder."""
    by_index = {item.index: item for item in record.segments}
    segments = [by_index[item.segment] for item in record.translations]
    translations = tuple(with_guards(record.translations, segments, encoder=tools.engines.encoder))
    notes = tuple(
        f"guard {', '.join(item.guards)} fired on segment {item.segment}" for item in translations if item.guards
    )
    return Outcome(replace(record, translations=translations), notes=notes)


def repair(record: Record, tools: Tools) -> Outcome:
    """Sends translations with a wrong number or a fired guard up the ladder of `pipeline.repair`."""
    if tools.budget is None:
        return Outcome(record, notes=("repair was not asked for",))
    engine = tools.engines.translator
    repaired = repair_translations(
        record,
        engine,
        encoder=tools.engines.encoder,
        terms=tools.engines.terms,
        budget=tools.budget,
        clock=tools.clock,
    )
    return Outcome(
        repaired.record,
        model=engine.name if repaired.tokens else None,
        tokens=repaired.tokens,
        prompt_tokens=repaired.prompt_tokens,
        findings=_count_findings(repaired.record.translations),
        notes=repaired.notes,
    )


def unify_names(record: Record, tools: Tools) -> Outcome:
    """Brings names that the article's translations spell in two ways to one, or says where it cannot."""
    unified, notes = unify(
        record, encoder=tools.engines.encoder, terms=tools.engines.terms, may=tools.budget is not None
    )
    return Outcome(unified, notes=notes)


def doubt(record: Record, tools: Tools) -> Outcome:
    """Estimates how good each translation is, where its similarity is known and there is a lexicon to tell by."""
    lexicon = tools.engines.lexicon
    if lexicon is None or tools.engines.encoder is None:
        return Outcome(record, notes=("the quality of the translations was not estimated",))
    by_index = {item.index: item for item in record.segments}
    pairs = [(by_index[item.segment].text, item.text) for item in record.translations]
    estimated = tuple(
        item
        if item.similarity is None
        else replace(item, expected_chrf=expected_chrf(Signs(*pair, item.similarity, coverage, item.score)))
        for item, pair, coverage in zip(record.translations, pairs, lexicon.coverages(pairs), strict=True)
    )
    return Outcome(replace(record, translations=estimated))


def summarize(record: Record, tools: Tools) -> Outcome:
    """Summarizes the English translation; what comes back is tidied, and an empty summary is said in a note."""
    read = readable(record)
    english = english_text(read)
    if not english:
        return Outcome(record, notes=("there is no translation to summarize",))
    engine = tools.engines.summarizer
    generations = engine.summarize([english], sentences=tools.summary.sentences, progress=tools.progress)
    require_one_each(generations, 1, engine=engine.name)
    summary = tidy_summary(generations[0], tools.summary)
    apart = withheld(record)
    notes = []
    if apart:
        numbers = ", ".join(str(segment + 1) for segment in apart)
        notes.append(f"sentences that give orders to the machine, or obey them, kept from the summarizer: {numbers}")
    if not summary.sentences:
        notes.append("the summarizer returned no sentence")
    if summary.finish_reason == "length":
        notes.append("the summary was cut off at the token limit")
    if summary.dropped:
        notes.append(f"generated sentences left out of the summary: {len(summary.dropped)}")
    return Outcome(
        replace(record, summary=summary),
        model=engine.name,
        tokens=summary.tokens,
        notes=tuple(notes),
        prompt_tokens=summary.prompt_tokens,
    )


def check_summary(record: Record, _: Tools) -> Outcome:
    """Asks of every number in the summary, and of what is said with it, whether the Arabic source backs it."""
    if record.summary is None:
        return Outcome(record)
    summary = with_summary_check(record, record.summary)
    return Outcome(replace(record, summary=summary), findings=len(summary.check.findings) if summary.check else 0)


def guard_summary(record: Record, _: Tools) -> Outcome:
    """Runs the guards of a summary on it."""
    summary = record.summary
    if summary is None:
        return Outcome(record)
    fired = fired_on_summary(english_text(record), summary.text, finish_reason=summary.finish_reason)
    notes = (f"guard {', '.join(fired)} fired on the summary",) if fired else ()
    return Outcome(replace(record, summary=replace(summary, guards=fired)), notes=notes)


def repair_summary(record: Record, tools: Tools) -> Outcome:
    """Sends a summary with an unbacked number, or without a number that it must keep, up its own ladder."""
    if tools.budget is None or record.summary is None:
        return Outcome(record)
    engine = tools.engines.summarizer
    repaired = repair_checked_summary(record, engine, tools.engines.extractor, options=tools.summary)
    summary = repaired.record.summary
    return Outcome(
        repaired.record,
        model=engine.name if repaired.tokens else None,
        tokens=repaired.tokens,
        prompt_tokens=repaired.prompt_tokens,
        findings=len(summary.check.findings) if summary and summary.check else 0,
        notes=repaired.notes,
    )


def ledger(record: Record, _: Tools) -> Outcome:
    """Writes down what became of every number, and which key numbers the summary keeps; reads nothing again."""
    return Outcome(replace(record, account=account(record)))


Stage = Callable[[Record, Tools], Outcome]
STAGES: dict[str, Stage] = {
    "choose": choose,
    "segment": segment,
    "read_numbers": read_numbers,
    "translate": translate,
    "check_translation": check_translation,
    "guard": guard,
    "repair": repair,
    "unify_names": unify_names,
    "doubt": doubt,
    "summarize": summarize,
    "check_summary": check_summary,
    "guard_summary": guard_summary,
    "repair_summary": repair_summary,
    "ledger": ledger,
}
"""Every stage by its name, in the order in which they run."""
TRANSLATION = ("choose", "segment", "read_numbers", "translate", "check_translation", "guard", "repair")
"""The stages of a translation without a summary."""


def run(
    article: Article,
    engines: Engines,
    *,
    summary: SummaryOptions = DEFAULT_SUMMARY,
    budget: Budget | None = DEFAULT_BUDGET,
    observer: Observer | None = None,
    clock: Callable[[], float] = time.perf_counter,
    names: Iterable[str] = STAGES,
) -> Record:
    """Runs every stage on `article`, or those of `names`, and returns the record, with one `StageResult` for each.

    `budget` is what repairing may cost; None leaves every output as the engine made it. `clock` gives the seconds that
    are recorded and that the budget counts; where articles share an engine, not all that pass belong to each.

    Raises:
        InputError: the article has nothing to translate.
        ModelError: an engine failed.
    """
    tools = Tools(engines, summary, observer.advance if observer else _ignore, budget, clock)
    record = Record(article)
    for name in names:
        if observer:
            observer.begin(name, record)
        started = clock()
        outcome = STAGES[name](record, tools)
        price = engines.prices.get(outcome.model or "")
        result = StageResult(
            name,
            seconds=round(clock() - started, 3),
            model=outcome.model,
            tokens=outcome.tokens,
            findings=outcome.findings,
            notes=outcome.notes,
            prompt_tokens=outcome.prompt_tokens,
            cost=price.of(prompt_tokens=outcome.prompt_tokens, tokens=outcome.tokens) if price else None,
            currency=price.currency if price else None,
        )
        record = replace(outcome.record, stages=(*record.stages, result))
        if observer:
            observer.end(result)
    return record


def _ignore(_: int) -> None:
    """Progress that nobody watches."""


def _translation_notes(translations: Sequence[Translation]) -> tuple[str, ...]:
    empty = [str(item.segment) for item in translations if not item.text]
    cut = [str(item.segment) for item in translations if item.finish_reason == "length"]
    notes = []
    if empty:
        notes.append(f"the translator returned nothing for segments {', '.join(empty)}")
    if cut:
        notes.append(f"the translation was cut off at the token limit in segments {', '.join(cut)}")
    return tuple(notes)
