"""The ladder on which a translated segment with a wrong number, a missing term or a fired guard is put right.

A rung proposes texts; one driver judges every proposal as the first translation was judged (numbers, guards, adequacy),
takes the best, and accepts it only if it is strictly better. What no rung could put right keeps its text and its
findings, and the log says so. Each rung sees all failing segments at once, so that an engine can batch them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from models.base import (
    Encoder,
    Generation,
    HintedTranslator,
    ModelError,
    SamplingTranslator,
    Translator,
    of_parts,
    require_one_each,
)
from models.registry import Glossary, meanings
from models.sentences import split_sentences
from pipeline.article import Record, Repair, Rung, Segment, Translation
from pipeline.assessment import attempt, errors, is_grave, needs_repair, with_check, with_guards
from pipeline.claims import claim_warnings, claims_in, proves_claims
from pipeline.splice import splice
from pipeline.terms.place import placed

_TOGETHER = 16
"""Segments put to an engine in one call; the time that is left is asked between two calls."""

_LOSS = 0.05
"""How much lower the similarity to the source may be: by more, the numbers were bought with the meaning."""

_DEAR: frozenset[Rung] = frozenset(("sample", "split"))
"""Rungs that may word a sentence worse: a term that need not be there is not worth that."""

_UNPROVED = 1_000
"""More than any count of doubts: a text that leaves out what was said wrongly comes last among equals."""

_SHORTEST_SPLIT = 60
_SPLIT_AT = 0.6

_OPENERS = frozenset(
    {
        "a", "an", "the", "this", "that", "these", "those", "it", "its", "he", "his", "she", "her", "they", "their",
        "we", "our", "there", "and", "but", "or", "so", "as", "at", "by", "for", "from", "in", "of", "on", "to", "with",
        "about", "after", "before", "while", "when", "where", "which", "who", "however", "including", "more", "most",
        "some", "all", "both", "each", "according",
    }
)  # fmt: skip
"""Words that are no names: they have a capital only where a sentence begins."""
_SENTENCE_END = (".", "!", "?", "؟", "…", ":", "؛", ";", "»", '"')


@dataclass(frozen=True, slots=True)
class Budget:
    """What a repair may cost: `seconds` for each segment that needs one, and the `samples` that are drawn of it.

    The segments of an article are tried together and share their time; when it is used up, no engine is asked again.
    Splicing asks no engine and is always tried.
    """

    seconds: float = 15.0
    samples: int = 6


@dataclass(frozen=True, slots=True)
class Repaired:
    """The record with what was accepted, the tokens written and read by all attempts, and what is to be said of it."""

    record: Record
    tokens: int
    notes: tuple[str, ...]
    prompt_tokens: int = 0


@dataclass(frozen=True, slots=True)
class _Case:
    """A failing segment: its raw text, its cleaned form, and the translation that stands now."""

    raw: str
    segment: Segment
    translation: Translation


Proposals = list[list[Generation]]
"""For each case the texts that a rung proposes; none where it has nothing to propose."""


def repair_translations(
    record: Record,
    translator: Translator,
    *,
    encoder: Encoder | None = None,
    terms: Glossary | None = None,
    budget: Budget = Budget(),
    clock: Callable[[], float] = time.monotonic,
) -> Repaired:
    """Sends every checked and guarded translation that `needs_repair` up the ladder.

    Deterministic as long as the time is not used up: greedy outputs, and samples with a fixed seed. Where the engine
    fails, what was repaired so far stands and a note says why it ended.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    segments = {item.index: item for item in record.segments}
    current = {item.segment: item for item in record.translations}
    log: list[Repair] = []
    notes: list[str] = []
    tokens = prompt_tokens = 0
    seconds = budget.seconds * sum(map(needs_repair, record.translations))
    deadline = clock() + seconds
    asking = True
    for rung, propose in RUNGS.items():
        calls_for = is_grave if rung in _DEAR else needs_repair
        failing = [item for item in current.values() if calls_for(item)]
        for together in _batches(failing, _TOGETHER):
            if rung != "splice" and asking and clock() >= deadline:
                asking = False
                notes.append(f"repair stopped after {seconds:g} seconds")
            if rung != "splice" and not asking:
                continue
            cases = [_case(record, segments[item.segment], item) for item in together]
            try:
                proposals = propose(cases, translator, budget)
            except ModelError as error:
                asking = False
                notes.append(f"repair stopped: {error}")
                continue
            tokens += sum(output.tokens for outputs in proposals for output in outputs)
            prompt_tokens += sum(output.prompt_tokens for outputs in proposals for output in outputs)
            for tried, result in _choose(rung, cases, proposals, encoder, record.article.text, terms):
                log.append(tried)
                current[result.segment] = result
    failing_still = [item for item in current.values() if needs_repair(item)]
    log += [attempt("flag", item, item, accepted=False) for item in failing_still]
    repaired = replace(record, translations=tuple(current.values()), repairs=(*record.repairs, *log))
    return Repaired(repaired, tokens, (*_summary_of(log), *notes), prompt_tokens)


def hint(source: str) -> str:
    """The quantities of `source` with their English and their claims, for the prompt; "" for none.

    "12.5 مليون = 12.5 million users; 87 سنتا = fell by 87 cents".
    """
    return "; ".join(f"{arabic} = {english}" for arabic, english in claims_in(source, meanings=meanings).items())


def told(case: _Case) -> str:
    """The hint for a case: its quantities, and once more the terms that its translation lacks."""
    lacking = [f"{finding.arabic} = {finding.english}" for finding in case.translation.terms]
    return "; ".join(filter(None, (hint(case.raw), *lacking)))


def with_hints(cases: Sequence[_Case], translator: Translator, _: Budget) -> Proposals:
    """Rung 1: the segment once more, its quantities and what it lacks spelled out in the prompt."""
    hints = [told(case) for case in cases]
    asked = [index for index, text in enumerate(hints) if text]
    if not isinstance(translator, HintedTranslator) or not asked:
        return [[] for _ in cases]
    outputs = translator.retranslate([cases[index].segment.text for index in asked], hints=[hints[i] for i in asked])
    require_one_each(outputs, len(asked), engine=translator.name)
    by_case = dict(zip(asked, outputs, strict=True))
    return [[by_case[index]] if index in by_case else [] for index in range(len(cases))]


def sampled(cases: Sequence[_Case], translator: Translator, budget: Budget) -> Proposals:
    """Rung 2: several draws for every case, in one batch."""
    if not isinstance(translator, SamplingTranslator) or budget.samples < 1:
        return [[] for _ in cases]
    texts, hints = [case.segment.text for case in cases], [told(case) for case in cases]
    outputs = translator.sample(texts, hints=hints, n=budget.samples)
    require_one_each(outputs, len(cases), engine=translator.name)
    return outputs


def in_parts(cases: Sequence[_Case], translator: Translator, _: Budget) -> Proposals:
    """Rung 3: the segment in two or more parts, each translated on its own; all parts of all cases in one call."""
    parts = [_split(case.segment.text) for case in cases]
    flat = [part for each in parts for part in each]
    if not flat:
        return [[] for _ in cases]
    if isinstance(translator, HintedTranslator):
        outputs = translator.retranslate(flat, hints=[hint(part) for part in flat])
    else:
        outputs = translator.translate(flat)
    require_one_each(outputs, len(flat), engine=translator.name)
    rest = iter(outputs)
    return [[_join(each, [next(rest) for _ in each])] if each else [] for each in parts]


def spliced(cases: Sequence[_Case], _: Translator, __: Budget) -> Proposals:
    """Rung 4: the translation that stands, with what is uniquely aligned exchanged: wrong figures, and words for terms
    that are missing; asks no engine."""
    return [[_as_standing(case, text) for text in _exchanges(case)] for case in cases]


def _as_standing(case: _Case, text: str) -> Generation:
    """A text that is made of the standing translation and cost nothing."""
    return Generation(text, case.translation.finish_reason, 0, case.translation.score)


def _exchanges(case: _Case) -> list[str]:
    """The figures and the terms, and each alone where not both are better."""
    standing = case.translation.text
    figures = splice(case.raw, standing)
    both = placed(case.segment.text, figures or standing, case.translation.terms)
    terms = placed(case.segment.text, standing, case.translation.terms) if figures and both else None
    return list(dict.fromkeys(text for text in (both, figures, terms) if text is not None))


RUNGS: dict[Rung, Callable[[Sequence[_Case], Translator, Budget], Proposals]] = {
    "hint": with_hints,
    "sample": sampled,
    "split": in_parts,
    "splice": spliced,
}
"""The rungs in the order in which they are tried. Splicing comes last although it asks no engine: where a figure is
wrong the words beside it often are too, and a sentence that is said anew has both right more often."""


def is_better(candidate: Translation, standing: Translation) -> bool:
    """Whether `candidate` has fewer errors or guards and more of neither, no new guard, and as much of the meaning.

    What was said wrongly with a number must be said rightly now, not left out.
    """
    more = errors(candidate) > errors(standing) or not set(candidate.guards) <= set(standing.guards)
    fewer = errors(candidate) < errors(standing) or len(candidate.guards) < len(standing.guards)
    if more or not fewer or not proves_claims(standing, candidate):
        return False
    # A text that a guard objects to is no measure: an echo of the source is as like it as can be.
    if standing.guards or candidate.similarity is None or standing.similarity is None:
        return True
    return candidate.similarity >= standing.similarity - _LOSS


def _case(record: Record, segment: Segment, translation: Translation) -> _Case:
    return _Case(record.article.text[segment.start : segment.end], segment, translation)


def _choose(
    rung: Rung,
    cases: Sequence[_Case],
    proposals: Proposals,
    encoder: Encoder | None,
    text: str,
    terms: Glossary | None,
) -> Iterable[tuple[Repair, Translation]]:
    """For each case with a proposal: the attempt, and the translation that stands after it."""
    pairs = [(case, output) for case, outputs in zip(cases, proposals, strict=True) for output in outputs]
    candidates = [
        with_check(
            Translation(
                case.segment.index, output.text.strip(), output.finish_reason, output.tokens, score=output.score
            ),
            case.segment,
            text=text,
            terms=terms,
        )
        for case, output in pairs
    ]
    judged = iter(with_guards(candidates, [case.segment for case, _ in pairs], encoder=encoder))
    for case, outputs in zip(cases, proposals, strict=True):
        if not outputs:
            continue
        best = min((next(judged) for _ in outputs), key=lambda candidate: _rank(candidate, case.translation))
        accepted = is_better(best, case.translation)
        yield attempt(rung, case.translation, best, accepted=accepted), best if accepted else case.translation


def _rank(candidate: Translation, standing: Translation) -> tuple[int, int, int, float]:
    """Fewest guards, fewest errors, claims proved with the fewest doubts; among equals the nearest to the source."""
    doubts = claim_warnings(candidate) if proves_claims(standing, candidate) else _UNPROVED
    return len(candidate.guards), errors(candidate), doubts, -(candidate.similarity or 0.0)


def _split(text: str) -> list[str]:
    if len(text) < _SHORTEST_SPLIT:
        return []
    return [text[start:end] for start, end in split_sentences(text, max_length=ceil(_SPLIT_AT * len(text)))]


def _join(parts: Sequence[str], outputs: Sequence[Generation]) -> Generation:
    """The outputs as one sentence: a full stop that the Arabic part does not have goes, unless it is the last, and a
    word that only begins the output of a part gets a small letter.
    """
    joined, goes_on = "", False
    for part, output in zip(parts, outputs, strict=True):
        text = output.text.strip()
        first, blank, rest = text.partition(" ")
        if goes_on and first.lower() in _OPENERS:
            text = first.lower() + blank + rest
        goes_on = not part.rstrip().endswith(_SENTENCE_END)
        if goes_on and text.endswith(".") and output is not outputs[-1]:
            text = text.rstrip(".") + ","
        joined = f"{joined} {text}".lstrip()
    return of_parts(joined, outputs)


def _batches(items: Sequence[Translation], size: int) -> Iterable[Sequence[Translation]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _summary_of(log: Sequence[Repair]) -> tuple[str, ...]:
    accepted = [tried.rung for tried in log if tried.accepted]
    flagged = sum(tried.rung == "flag" for tried in log)
    counts = ", ".join(f"{rung} {accepted.count(rung)}" for rung in RUNGS if rung in accepted)
    return (
        *((f"repairs accepted: {counts}",) if accepted else ()),
        *((f"segments left flagged: {flagged}",) if flagged else ()),
    )
