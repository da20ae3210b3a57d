"""The check of the pipeline, measured on references: what it finds of planted errors, and what it alarms on."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from eval.data import DataSet
from eval.planting import PLANTERS, Checker, Judge, measure_checker
from eval.planting_claims import CLAIM_PLANTERS
from eval.systems import System, Unit, article_record, translations_of, units
from models.registry import same_word
from pipeline.numbers import Comparison, compare
from pipeline.summary_check import check_sentence


def checkers(data: DataSet, *, references: System | None = None) -> dict[str, Checker]:
    """The check measured on references of both sorts, by what it was planted into; none where they have no numbers.

    "translations" and "summaries" have number errors, "claims in translations" and "claims in summaries" errors in what
    is said with numbers that stay right. `references` are the references as a system, whose checks are not made again.

    Raises:
        ModelError: the lexical model cannot be read.
    """
    lines = [unit for example in data.examples for unit in units(example) if unit.reference]
    translations = [(unit.source, unit.reference or "") for unit in lines]
    records = {example.article: article_record(example) for example in data.examples if example.summaries}
    summaries = [
        (example.article, line)
        for example in data.examples
        for summary in example.summaries[:1]
        for line in summary.splitlines()
        if line.strip()
    ]
    # A summary need not keep a number: leaving one out is no error there.
    without_drop = {kind: planter for kind, planter in PLANTERS.items() if kind != "drop"}
    of_translation = _remembering(
        functools.partial(compare, same_word=same_word), translations, _checked(lines, references)
    )
    of_summary = _remembering(lambda article, sentence: check_sentence(records[article], sentence), summaries, {})
    found = {
        "translations": measure_checker(translations, of_translation),
        "summaries": measure_checker(summaries, of_summary, planters=without_drop),
        "claims in translations": measure_checker(
            translations, of_translation, planters=CLAIM_PLANTERS, errors="claims"
        ),
        "claims in summaries": measure_checker(summaries, of_summary, planters=CLAIM_PLANTERS, errors="claims"),
    }
    return {name: one for name, one in found.items() if (one.planted if one.errors == "claims" else one.references)}


def _checked(lines: Sequence[Unit], references: System | None) -> dict[tuple[str, str], Comparison]:
    """What the check said of the lines of the references, where it read the line and nothing else."""
    found: dict[tuple[str, str], Comparison] = {}
    if references is None:
        return found
    for unit in lines:
        items = translations_of(references.records[unit.example], unit)
        alone = len(items) == 1 and items[0].text == unit.reference and unit.end - unit.start == len(unit.source)
        if alone and items[0].check:
            found[unit.source, items[0].text] = items[0].check
    return found


def _remembering(judge: Judge, plain: Sequence[tuple[str, str]], known: dict[tuple[str, str], Comparison]) -> Judge:
    """`judge`, which is asked once for each pair of references although both sorts of errors are planted into it.

    What is `known` already is not asked.
    """
    wanted = set(plain)

    def remember(source: str, target: str) -> Comparison:
        pair = (source, target)
        if pair not in wanted:
            return judge(source, target)
        if pair not in known:
            known[pair] = judge(source, target)
        return known[pair]

    return remember
