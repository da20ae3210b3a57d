"""Puts a summary right: a sentence with a number that the source does not back goes; extracted ones step in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.base import Summarizer
from pipeline.article import Record, Repair, Rung, Summary, english_text
from pipeline.guards import guard_summary, holds_order
from pipeline.judge import needs_repair
from pipeline.numbers import support
from pipeline.summarize import tidy_summary


def repair_sentences(
    record: Record, extractor: Summarizer, *, article: str, sentences: int
) -> tuple[Record, tuple[str, ...]]:
    """`record` with its summary repaired, and what is to be said of that.

    A sentence goes to `Summary.dropped` where a number in it is an error against `article` (the Arabic text whose spans
    are those of the record) or where a guard fires on it. If none remains, `extractor` chooses among the translations
    that need no repair; what the source does not back is dropped from its choice too.

    Raises:
        ModelError: the extractor failed.
    """
    before = record.summary
    if before is None:
        return record, ()
    english = english_text(record)
    summary, notes = before, []
    bad = [sentence for sentence in before.sentences if _is_bad(sentence, article, english)]
    log: list[Repair] = []
    if bad:
        summary = _checked(_without(summary, bad), article, english)
        log.append(_attempt("drop", before, summary))
        notes.append(f"sentences dropped from the summary: {len(bad)}")
    if not summary.sentences:
        chosen = _extract(record, extractor, sentences)
        good = tuple(sentence for sentence in chosen if not _is_bad(sentence, article, english))
        if good:
            extracted = _checked(replace(summary, sentences=good, finish_reason="stop"), article, english)
            log.append(_attempt("extract", summary, extracted))
            summary = extracted
            notes.append("the summary was put together from sentences of the translation")
    return replace(record, summary=summary, repairs=(*record.repairs, *log)), tuple(notes)


def _extract(record: Record, extractor: Summarizer, sentences: int) -> Sequence[str]:
    orders = {item.index for item in record.segments if holds_order(item.text)}
    sound = [item for item in record.translations if not needs_repair(item) and item.segment not in orders]
    english = english_text(replace(record, translations=tuple(sound)))
    if not english:
        return ()
    [generation] = extractor.summarize([english], sentences=sentences)
    return tidy_summary(generation, sentences=sentences).sentences


def _is_bad(sentence: str, article: str, english: str) -> bool:
    if guard_summary(english, sentence, finish_reason="stop"):
        return True
    return not support(article, sentence).ok


def _without(summary: Summary, bad: Sequence[str]) -> Summary:
    kept = tuple(sentence for sentence in summary.sentences if sentence not in bad)
    return replace(summary, sentences=kept, dropped=(*summary.dropped, *bad))


def _checked(summary: Summary, article: str, english: str) -> Summary:
    guards = (
        guard_summary(english, summary.text, finish_reason=summary.finish_reason) if summary.sentences else ("empty",)
    )
    return replace(summary, check=support(article, summary.text), guards=guards)


def _attempt(rung: Rung, before: Summary, after: Summary) -> Repair:
    return Repair(
        segment=None,
        rung=rung,
        accepted=True,
        before=before.text,
        after=after.text,
        errors_before=_errors(before),
        errors_after=_errors(after),
        guards_before=before.guards,
        guards_after=after.guards,
    )


def _errors(summary: Summary) -> int:
    return sum(finding.severity == "error" for finding in summary.check.findings) if summary.check else 0
