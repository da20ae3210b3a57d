"""The ladder on which a summary is put right: every number in it backed by the article, the key numbers in it.

First the summarizer is asked again, with the figures that matter; then sentences that the source does not back go, and
extracted ones step in where nothing is left; last, translated sentences bring in the key numbers that the user insists
on. Every step is checked like the first summary, and logged with before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models.base import FigureSummarizer, ModelError, Summarizer
from pipeline.account import KeyNumber, number_key
from pipeline.article import Record, Rung, Summary, Translation
from pipeline.assessment import attempt, errors, needs_repair
from pipeline.guards import guard_summary
from pipeline.keynumbers import KEY_NUMBERS, covered, key_numbers
from pipeline.repair import Repaired
from pipeline.summarize import SummaryOptions, readable, readable_text, repeats, tidy_summary
from pipeline.summary_check import check_sentence, with_summary_check


@dataclass(frozen=True, slots=True)
class _Case:
    """What every step looks at; `english` is what a summarizer may read."""

    record: Record
    english: str
    options: SummaryOptions
    numbers: tuple[KeyNumber, ...]

    @property
    def required(self) -> tuple[KeyNumber, ...]:
        return self.numbers[: self.options.must_keep]


def repair_summary(
    record: Record, summarizer: Summarizer, extractor: Summarizer, *, options: SummaryOptions
) -> Repaired:
    """Sends the summary of `record`, which has been checked, up the ladder.

    A sentence goes to `Summary.dropped` where a number in it, or what is said with one, is an error against the Arabic
    article, or where a guard fires on it. If none remains, `extractor` chooses among the translations
    that need no repair; what the source does not back is dropped from its choice too. Where the summarizer fails when
    asked again, the other steps go on and a note says so.

    Raises:
        ModelError: the extractor failed.
    """
    if record.summary is None:
        return Repaired(record, 0, ())
    case = _Case(record, readable_text(record), options, key_numbers(record))
    standing, log, notes, tokens, prompt_tokens = record.summary, [], [], 0, 0
    if isinstance(summarizer, FigureSummarizer) and case.english and _demerits(case, standing) > _NONE:
        try:
            candidate = _regenerated(case, summarizer)
        except ModelError as error:
            notes.append(f"the summary was not tried again: {error}")
        else:
            tokens, prompt_tokens = candidate.tokens, candidate.prompt_tokens
            accepted = _demerits(case, candidate) < _demerits(case, standing)
            log.append(attempt("regenerate", standing, candidate, accepted=accepted))
            notes += ["the summary was written again"] if accepted else []
            standing = candidate if accepted else standing
    for rung, step in _STEPS.items():
        result, note = step(case, standing, extractor)
        if result is not standing:
            log.append(attempt(rung, standing, result, accepted=True))
            notes.append(note)
            standing = result
    lost = covered(case.required, standing.check).left_out
    if lost:
        notes.append(f"key numbers that could not be kept: {', '.join(number.mentions[0].text for number in lost)}")
    repaired = replace(record, summary=standing, repairs=(*record.repairs, *log))
    return Repaired(repaired, tokens, tuple(notes), prompt_tokens)


_NONE = (0, 0, 0, 0)


def _demerits(case: _Case, summary: Summary) -> tuple[int, int, int, int]:
    """What is wrong with a summary, the worst first: nothing in it, errors, guards, required numbers left out."""
    left_out = covered(case.required, summary.check).left_out
    return int(not summary.sentences), errors(summary), len(summary.guards), len(left_out)


def _regenerated(case: _Case, summarizer: FigureSummarizer) -> Summary:
    wanted = case.required or case.numbers[:KEY_NUMBERS]
    figures = list(dict.fromkeys(text for number in wanted if (text := _wording(case.record, number))))
    [generation] = summarizer.resummarize([case.english], figures=[figures], sentences=case.options.sentences)
    return _checked(tidy_summary(generation, case.options), case)


def _wording(record: Record, number: KeyNumber) -> str | None:
    """How the translation words a number of the article, where it has it right."""
    for item in record.translations:
        for source, target in item.check.matched if item.check and not needs_repair(item) else ():
            if number_key(source) == number.key:
                return target.text
    return None


def _without_bad(case: _Case, summary: Summary, _: Summarizer) -> tuple[Summary, str]:
    # Of a summary that the article backs as a whole, no sentence needs to be looked at for its numbers.
    backed = not errors(summary)
    bad = [sentence for sentence in summary.sentences if _is_bad(sentence, case, backed=backed)]
    if not bad:
        return summary, ""
    kept = tuple(sentence for sentence in summary.sentences if sentence not in bad)
    shortened = replace(summary, sentences=kept, dropped=(*summary.dropped, *bad))
    return _checked(shortened, case), f"sentences dropped from the summary: {len(bad)}"


def _extracted(case: _Case, summary: Summary, extractor: Summarizer) -> tuple[Summary, str]:
    if summary.sentences:
        return summary, ""
    sound = replace(case.record, translations=tuple(_sound(case.record)))
    english = readable_text(sound)
    if not english:
        return summary, ""
    [generation] = extractor.summarize([english], sentences=case.options.sentences)
    chosen = tidy_summary(generation, case.options).sentences
    good = tuple(sentence for sentence in chosen if not _is_bad(sentence, case))
    if not good:
        return summary, ""
    extracted = replace(summary, sentences=good, finish_reason="stop")
    return _checked(extracted, case), "the summary was put together from sentences of the translation"


def _with_required(case: _Case, summary: Summary, _: Summarizer) -> tuple[Summary, str]:
    """Adds translated sentences that state what is missing, the one with most of it first, in the article's order.

    Each takes the place of the last sentence without a required number, if the summary would grow too long.
    """
    missing = {number.key for number in covered(case.required, summary.check).left_out}
    added: list[Translation] = []
    candidates = [item for item in _sound(case.record) if missing & _keys(item) and not _is_bad(item.text, case)]
    while missing and candidates:
        best = max(candidates, key=lambda item: len(missing & _keys(item)))
        if not missing & _keys(best):
            break
        candidates.remove(best)
        missing -= _keys(best)
        added.append(best)
    if not added:
        return summary, ""
    texts = [" ".join(item.text.split()) for item in sorted(added, key=lambda item: item.segment)]
    kept = [sentence for sentence in summary.sentences if not any(repeats(sentence, text) for text in texts)]
    for sentence in reversed(kept.copy()):
        if len(kept) + len(texts) <= case.options.sentences:
            break
        if not covered(case.required, check_sentence(case.record, sentence)).kept:
            kept.remove(sentence)
    gone = tuple(sentence for sentence in summary.sentences if sentence not in kept)
    result = replace(summary, sentences=(*kept, *texts), dropped=(*summary.dropped, *gone))
    return _checked(result, case), f"sentences brought into the summary for their key numbers: {len(texts)}"


_STEPS: dict[Rung, Callable[[_Case, Summary, Summarizer], tuple[Summary, str]]] = {
    "drop": _without_bad,
    "extract": _extracted,
    "include": _with_required,
}
"""The steps that ask no model, in their order; each returns the summary it was given where it has nothing to do."""


def _keys(item: Translation) -> set[object]:
    return {number_key(source) for source, _ in item.check.matched} if item.check else set()


def _sound(record: Record) -> Sequence[Translation]:
    """The translations that a summary may quote: nothing wrong with them, and no orders to whoever reads them."""
    return [item for item in readable(record).translations if not needs_repair(item)]


def _is_bad(sentence: str, case: _Case, *, backed: bool = False) -> bool:
    """Whether a guard objects to the sentence or the article does not back a number in it, unless all are `backed`."""
    if guard_summary(case.english, sentence, finish_reason="stop"):
        return True
    return not backed and not check_sentence(case.record, sentence).ok


def _checked(summary: Summary, case: _Case) -> Summary:
    fired: tuple[str, ...] = ("empty",)
    if summary.sentences:
        fired = guard_summary(case.english, summary.text, finish_reason=summary.finish_reason)
    return replace(with_summary_check(case.record, summary), guards=fired)
