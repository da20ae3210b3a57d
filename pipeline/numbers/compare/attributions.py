"""Figures that arrived and are said of something else: of another figure's thing, of another name, of another noun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.numbers.compare.clauses import CLAUSES, find_told_of_others
from pipeline.numbers.compare.counted import COUNTED, judge_counted
from pipeline.numbers.compare.exchanges import EXCHANGES, find_exchanges
from pipeline.numbers.compare.owners import OWNERS, find_owners
from pipeline.numbers.compare.texts import Texts
from pipeline.numbers.quantity import Finding, Quantity
from pipeline.numbers.read.rules import Rule


def misattributed(equal: Sequence[tuple[Quantity, Quantity]], texts: Texts) -> list[Finding]:
    """Findings on figures that arrived and are said of something else: of another figure's thing, or of another one."""
    if not equal:
        return []
    findings = find_exchanges(equal, texts)
    known = {id(one) for finding in findings for one in (finding.source, *(finding.other or ()))}
    rest = [pair for pair in equal if id(pair[0]) not in known]
    findings.extend(find_owners(rest, texts))
    if not findings:
        findings.extend(find_told_of_others(equal, texts))
    words, kinship, languages = texts.words, texts.kinship, texts.languages
    exchanged = {id(one) for finding in findings for one in (finding.source, *(finding.other or ()))}
    for one, two in equal:
        if id(one) in exchanged:
            continue
        found = judge_counted(one, two, words=words, kinship=kinship, languages=languages, figures=texts.everything[0])
        if found is not None:
            findings.append(found)
    return findings


ATTRIBUTIONS: tuple[Rule[Any], ...] = (*COUNTED, *EXCHANGES, *OWNERS, *CLAUSES)
"""The rules that judge of what a figure is said."""
