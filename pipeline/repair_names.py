"""Brings a name that an article's translations spell in two ways to one spelling; what is not sure is reported."""

from __future__ import annotations

from dataclasses import replace

from models.base import Encoder
from models.registry import Glossary
from pipeline.article import Record, Repair, Segment, Translation
from pipeline.assessment import attempt, errors, with_check, with_guards
from pipeline.terms.findings import TermFinding
from pipeline.terms.names import Spelling, two_ways, unified


def unify(
    record: Record, *, encoder: Encoder | None, terms: Glossary | None, may: bool
) -> tuple[Record, tuple[str, ...]]:
    """The record with its names brought to one where numbers, terms and guards stay as good, and notes on them.

    Where that is not so, or unless it `may`, the translation gets a finding "two ways" instead.

    Raises:
        ModelError: the encoder or the lexical model cannot be read.
    """
    segments = {item.index: item for item in record.segments}
    current = list(record.translations)
    sources = [segments[item.segment].text for item in current]
    log: list[Repair] = []
    left: list[Spelling] = []
    spellings = two_ways(sources, [item.text for item in current], terms)
    for spelling in spellings:
        standing = current[spelling.index]
        segment = segments[standing.segment]
        if may and (better := _brought(standing, segment, spelling, record.article.text, encoder, terms)):
            log.append(attempt("unify", standing, better, accepted=True))
            current[spelling.index] = better
        else:
            left.append(spelling)
    for spelling in left:
        finding = TermFinding("two ways", "warning", spelling.arabic, spelling.wanted, spelling.found)
        item = current[spelling.index]
        current[spelling.index] = replace(item, terms=(*item.terms, finding))
    if not spellings:
        return record, ()
    said = "; ".join(f"{item.found} is {item.wanted} elsewhere (segment {item.index + 1})" for item in spellings[:5])
    more = f" and {len(spellings) - 5} more" if len(spellings) > 5 else ""
    notes = (f"names in two spellings: {said}{more}; brought to one: {len(log)}",)
    return replace(record, translations=tuple(current), repairs=(*record.repairs, *log)), notes


def _brought(
    standing: Translation,
    segment: Segment,
    spelling: Spelling,
    text: str,
    encoder: Encoder | None,
    terms: Glossary | None,
) -> Translation | None:
    """The translation with the name as it is to be, unless a number, a term or a guard objects to it then."""
    changed = replace(standing, text=unified(standing.text, spelling))
    [judged] = with_guards([with_check(changed, segment, text=text, terms=terms)], [segment], encoder=encoder)
    worse = errors(judged) > errors(standing) or not set(judged.guards) <= set(standing.guards)
    return None if worse or judged.text == standing.text else judged
