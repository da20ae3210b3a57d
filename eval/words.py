"""The results in words, for the terminal and the report: numbers as they are printed, and the sentences about them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from eval.generate import NAME, REFERENCE_SUMMARIZED
from eval.metrics import Measure
from eval.planting import Checker
from eval.results import Results, Scored, lines_and_documents
from eval.significance import LEVEL, Comparison, Interval, least_p

_OF_TRANSLATIONS = "Translation against the references"
TABLES: dict[str, tuple[str, ...]] = {
    _OF_TRANSLATIONS: ("BLEU", "chrF2", "chrF++", "TER", "BERTScore", "COMET"),
    "Summary against the references": ("ROUGE-1", "ROUGE-2", "ROUGE-L", "ROUGE-Lsum", "factual consistency"),
    "Numbers, stage by stage": (
        "numbers kept", "numbers right", "lines with an alarm", "numbers right in the summary", "key numbers",
    ),
    "What is said with the numbers": ("lines with a claim error", "summaries with a claim error"),
    "Signals and descriptions": (
        "similarity to the source", "summary's similarity to the article", "compression", "novelty", "repetition",
    ),
}  # fmt: skip
"""What stands in which table, in the order of its columns."""


def tables(systems: Sequence[Scored]) -> dict[str, tuple[str, ...]]:
    """`TABLES` with the scores of `systems` that are in none of them, which came from elsewhere, in the first."""
    known = {name for names in TABLES.values() for name in names}
    names = [score.measure.name for item in systems for score in item.scores if "elsewhere" in score.measure.signature]
    others = tuple(dict.fromkeys(name for name in names if name not in known))
    return TABLES | {_OF_TRANSLATIONS: TABLES[_OF_TRANSLATIONS] + others}


STAGES = {"translate": "translation", "repair": "repair", "summarize": "summary"}
"""What the stages that can be guilty of an error are called."""

SUMS = ("numbers", "claims")
"""The columns after the types of errors: wrong numbers, and right numbers with which something wrong is said."""

MOST_SYSTEMS = 4
"""Systems that get a sentence each; of more, the best and the worst."""


def checker_line(name: str, checker: Checker) -> str:
    """One sentence on the number check, planted into `name`."""
    if checker.errors == "claims":
        return (
            f"The number check itself, on {name} (the number stays right, what is said with it does not): it finds "
            f"{percent(checker.recall, checker.recall_interval)} of {checker.planted} planted errors."
        )
    return (
        f"The number check itself, on {name}: it finds {percent(checker.recall, checker.recall_interval)} of "
        f"{checker.planted} planted errors; where every second text has one, {shown(checker.precision)} % of its "
        f"alarms are right; it charges {checker.alarms} of {checker.references} human references with an error "
        f"({percent(checker.floor, checker.floor_interval)}: the floor of alarms, its own or slips of the humans)."
    )


def remarks(results: Results) -> Iterator[str]:
    """What was left out and why, and what the similarity is worth."""
    for item in results.skipped:
        yield f"Left out: {item.name}: {item.reason}."
    known = [(scored.system.name, scored.correlation) for scored in results.systems if scored.correlation is not None]
    if known:
        values = ", ".join(f"{name} {value:.2f}" for name, value in known)
        yield f"Similarity to the source is a signal. Its rank correlation (Spearman) with chrF2 here: {values}."


def signatures(systems: Iterable[Scored]) -> list[tuple[str, str]]:
    """Every signature once, after the names of the scores that have it."""
    found: dict[str, dict[str, None]] = {}
    for item in systems:
        for score in item.scores:
            found.setdefault(score.measure.signature, {})[score.measure.name] = None
    return [(", ".join(names), signature) for signature, names in found.items()]


def blame_table(systems: Sequence[Scored]) -> tuple[list[str], list[tuple[tuple[str, str, str], list[int]]]]:
    """The types of number errors, and for each system, guilty stage and place how many there are of each type.

    Errors in the numbers themselves come first, then those in what is said with a number, then their sums.
    """
    errors = sorted((error for item in systems for error in item.blame), key=lambda error: error.is_claim)
    types: list[str] = list(dict.fromkeys(error.type for error in errors))
    claims = {error.type for error in errors if error.is_claim}
    counts: dict[tuple[str, str, str], dict[str, int]] = {}
    for item in systems:
        for error in item.blame:
            where = (item.system.name, STAGES.get(error.stage, error.stage), error.shown_in)
            counts.setdefault(where, {})[error.type] = error.count
    rows = []
    for where, found in counts.items():
        of_claims = sum(count for kind, count in found.items() if kind in claims)
        sums = (sum(found.values()) - of_claims, of_claims)
        rows.append((where, [*(found.get(kind, 0) for kind in types), *sums]))
    return [*types, *SUMS], rows


def shown(value: float, measure: Measure | None = None) -> str:
    """A score with one decimal; "–" where there was nothing to score."""
    if value != value:
        return "–"
    return f"{value:.1f}×" if measure and measure.name == "compression" else f"{value:.1f}"


def ranged(found: Interval) -> str:
    """The ends of an interval; "" where there is none."""
    return "" if math.isnan(found.low) else f"{found.low:.1f}–{found.high:.1f}"


def with_interval(value: float, found: Interval, measure: Measure | None = None) -> str:
    """A score and, in brackets, its interval, if it has one."""
    return f"{shown(value, measure)} ({ends})" if (ends := ranged(found)) else shown(value, measure)


def percent(value: float, found: Interval) -> str:
    """A share and, in brackets, its interval, if it has one."""
    return f"{shown(value)} % ({ends})" if (ends := ranged(found)) else f"{shown(value)} %"


def counted(number: int, what: str) -> str:
    """ "1 line", "2 lines"."""
    return f"{number} {what}{'s' * (number != 1)}"


def signed(value: float) -> str:
    """A difference with its sign, unless it rounds to nothing; "–" where there is none."""
    if math.isnan(value):
        return "–"
    return "0.0" if abs(value) < 0.05 else f"{value:+.1f}"


def verdict(pair: Comparison) -> str:
    """Which of the two is better, if that is decided. Every score that is compared in pairs should be high."""
    if not pair.decided:
        return "undecided"
    return f"{_better(pair)} better"


def in_short(results: Results) -> Iterator[str]:
    """The answers: do the numbers survive, who broke them, what a translation costs the summary, what is decided."""
    systems = {item.system.name: item for item in results.systems if not item.is_reference}
    yield from _survival(results)
    yield from _guilt([*systems.values()])
    yield from _claims([*systems.values()])
    yield from _cost_of_translation(systems)
    yield from _decided(results)


def _better(pair: Comparison) -> str:
    return pair.first if pair.difference > 0 else pair.second


def _survival(results: Results) -> Iterator[str]:
    kept = [(item, score) for item in results.systems if (score := item.score("numbers kept"))]
    systems = sorted(
        ((item, score) for item, score in kept if not item.is_reference and not math.isnan(score.measure.value)),
        key=lambda pair: -pair[1].measure.value,
    )
    names = [item.system.name for item, _ in systems]
    if len(systems) > MOST_SYSTEMS:
        names = [f"The best of {len(systems)} systems, {names[0]},", f"The worst, {names[-1]},"]
        systems = [systems[0], systems[-1]]
    for name, (item, score) in zip(names, systems, strict=True):
        alarms = item.score("lines with an alarm")
        lines = (
            f", and {shown(alarms.measure.value)} % of its lines with a number are charged with an error"
            if alarms
            else ""
        )
        yield f"{name} keeps {percent(score.measure.value, score.interval)} of the numbers{lines}."
    for item, score in kept:
        if item.is_reference and systems:
            yield f"By the same check the human references keep {percent(score.measure.value, score.interval)}."


def _guilt(systems: Sequence[Scored]) -> Iterator[str]:
    """Who made the number errors, for the systems that have most of them; of one stage that is no question."""
    counts: dict[str, Counter[str]] = {}
    for item in systems:
        for error in item.blame if len(item.system.parts) > 1 else ():
            stage = STAGES.get(error.stage, error.stage)
            counts.setdefault(item.system.name, Counter())[stage] += error.count
    for name, stages in sorted(counts.items(), key=lambda item: -item[1].total())[:MOST_SYSTEMS]:
        by_stage = ", ".join(f"{stage} {count}" for stage, count in stages.most_common())
        yield f"Number errors of {name}, by the stage that made them: {by_stage}."


def _claims(systems: Sequence[Scored]) -> Iterator[str]:
    """What is said wrongly with numbers that are right, for the systems that have most of it."""
    counts: dict[str, Counter[str]] = {}
    for item in systems:
        for error in item.blame:
            if error.is_claim:
                counts.setdefault(item.system.name, Counter())[error.type] += error.count
    for name, types in sorted(counts.items(), key=lambda item: -item[1].total())[:MOST_SYSTEMS]:
        by_type = ", ".join(f"{kind} {count}" for kind, count in types.most_common())
        yield f"Of the errors of {name}, these have the number right and what is said with it wrong: {by_type}."


def _cost_of_translation(systems: dict[str, Scored]) -> Iterator[str]:
    """What the same summarizer makes of our translation and of the reference."""
    ours, theirs = (
        item.score("ROUGE-Lsum") if (item := systems.get(name)) else None for name in (NAME, REFERENCE_SUMMARIZED)
    )
    if ours and theirs:
        on_ours, on_theirs = ours.measure.value, theirs.measure.value
        yield (
            f"The summarizer reaches {shown(on_ours)} ROUGE-Lsum on {NAME}'s translation and {shown(on_theirs)} on the "
            f"references; the difference of {signed(on_ours - on_theirs)} is the translation's."
        )


def _decided(results: Results) -> Iterator[str]:
    pairs = results.comparisons
    _, documents = lines_and_documents(results.data)
    if pairs and least_p(documents) > LEVEL:
        size = counted(documents, "document")
        yield f"None of the {len(pairs)} differences between systems can be decided on {size}."
        return
    for name in dict.fromkeys(pair.measure for pair in pairs):
        several = [pair for pair in pairs if pair.measure == name]
        pair = several[0]
        if len(several) > 1:
            decided = sum(pair.decided for pair in several)
            yield f"On {name} {decided} of the {len(several)} differences between systems are decided."
        elif math.isnan(pair.p_corrected):
            yield f"On {name} {pair.first} and {pair.second} could not be compared."
        elif pair.decided:
            yield f"On {name} {_better(pair)} is better (p {pair.p_corrected:.3f})."
        else:
            yield f"On {name} {pair.first} and {pair.second} cannot be told apart (p {pair.p_corrected:.3f})."
