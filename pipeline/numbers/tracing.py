"""Who read what: the rules that applied to a text, and to two texts that are compared, one after the other.

The steps of a trace can be applied again, and give the same quantities: see `replay`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.numbers.compare.attributions import ATTRIBUTIONS
from pipeline.numbers.compare.findings import compare_texts
from pipeline.numbers.compare.judgements import JUDGEMENTS
from pipeline.numbers.compare.notions import NOTIONS
from pipeline.numbers.compare.opposites import OPPOSITES
from pipeline.numbers.compare.parties import PARTIES
from pipeline.numbers.compare.relations import RelationKind
from pipeline.numbers.compare.values import RELATIONS
from pipeline.numbers.compare.words import SameWord
from pipeline.numbers.quantity import Comparison, Language, Quantity, comparison_to_json, quantity_to_json
from pipeline.numbers.read.arabic.latin import LATIN, latin_run
from pipeline.numbers.read.reader import PASSES, islands, open_page, quantity_of, read_page, with_islands
from pipeline.numbers.read.rules import Log, Rule, Step

_LATIN = "latin"
"""The pass in which English inside Arabic text is read; its places are characters, not tokens."""


@dataclass(frozen=True, slots=True)
class TracedStep:
    """One rule that applied: in which pass, what the text says there, and what it became.

    `became` is empty where the rule says that the text only looks like a number. `step` is what `replay` takes.
    """

    stage: str
    rule: str
    text: str
    became: tuple[Quantity, ...]
    step: Step


@dataclass(frozen=True, slots=True)
class Trace:
    """The quantities of a text and the steps that led to them."""

    quantities: tuple[Quantity, ...]
    steps: tuple[TracedStep, ...]


@dataclass(frozen=True, slots=True)
class TracedPair:
    """A pair of quantities that were aligned, how they stand, and the rule that says so."""

    source: Quantity
    target: Quantity
    kind: RelationKind | None
    rule: str


@dataclass(frozen=True, slots=True)
class ComparisonTrace:
    """A comparison with the traces of both texts and the rule of each pair; each finding names its own."""

    comparison: Comparison
    source: Trace
    target: Trace
    pairs: tuple[TracedPair, ...]


def trace_text(text: str, *, lang: Language) -> Trace:
    """Reads `text` and tells which rules applied, in order."""
    log = Log()
    page = open_page(text, lang=lang)
    amounts = read_page(page, lang=lang, log=log)
    steps = []
    for step in log.steps:
        became = tuple(quantity_of(page, amount) for amount in step.amounts)
        token = page.tokens[step.place]
        start, end = page.folded.raw_span(token.start, token.end)
        said = became[0].text if became else page.folded.raw[start:end]
        steps.append(TracedStep(step.stage, step.rule, said, became, step))
    quantities = [quantity_of(page, amount) for amount in amounts]
    for island, start in islands(text) if lang == "ar" else ():
        became = tuple(island)
        step = Step(_LATIN, latin_run.name, start, ())
        steps.append(TracedStep(_LATIN, latin_run.name, text[became[0].start : became[-1].end], became, step))
        quantities = with_islands(quantities, [island])
    return Trace(tuple(quantities), tuple(steps))


def replay_text(text: str, steps: Iterable[TracedStep], *, lang: Language) -> list[Quantity]:
    """The quantities that the rules of `steps` read when each is applied where it was, and no other."""
    page, told = open_page(text, lang=lang), [traced.step for traced in steps]
    amounts = read_page(page, lang=lang, log=Log(told))
    latin = {step.place for step in told if step.rule == latin_run.name}
    found = (island for island, start in islands(text) if start in latin) if latin else ()
    return with_islands([quantity_of(page, amount) for amount in amounts], found)


def trace_texts(
    source: str, target: str, *, languages: tuple[Language, Language], same_word: SameWord | None = None
) -> ComparisonTrace:
    """Compares two texts and tells which rules read them and which rules judged."""
    judged = compare_texts(source, target, languages=languages, same_word=same_word)
    pairs = tuple(TracedPair(one, two, relation.kind, relation.rule) for one, two, relation in judged.pairs)
    one, two = trace_text(source, lang=languages[0]), trace_text(target, lang=languages[1])
    return ComparisonTrace(judged.comparison, one, two, pairs)


def all_rules() -> list[Rule[Any]]:
    """Every rule of the engine, each once: those that read, in the order of the passes, then those that compare."""
    found: dict[str, Rule[Any]] = {}
    for passes in PASSES.values():
        for one in passes:
            found.update({rule.name: rule for rule in one.rules})
    found.update(
        {rule.name: rule for rule in (*LATIN, *RELATIONS, *JUDGEMENTS, *ATTRIBUTIONS, *OPPOSITES, *NOTIONS, *PARTIES)}
    )
    return list(found.values())


def trace_to_json(trace: Trace) -> dict[str, Any]:
    """The trace as a JSON object: the quantities, and for each step its pass, rule, text and what came of it."""
    return {"quantities": [quantity_to_json(one) for one in trace.quantities], "trace": _steps_to_json(trace.steps)}


def comparison_trace_to_json(trace: ComparisonTrace) -> dict[str, Any]:
    """The comparison as a JSON object, with `trace` beside its other keys."""
    pairs = [
        {"rule": pair.rule, "kind": pair.kind, "source": pair.source.text, "target": pair.target.text}
        for pair in trace.pairs
    ]
    told = {
        "source": _steps_to_json(trace.source.steps),
        "target": _steps_to_json(trace.target.steps),
        "pairs": pairs,
    }
    return {**comparison_to_json(trace.comparison), "trace": told}


def _steps_to_json(steps: Sequence[TracedStep]) -> list[dict[str, Any]]:
    return [
        {"pass": one.stage, "rule": one.rule, "text": one.text, "became": [quantity_to_json(q) for q in one.became]}
        for one in steps
    ]
