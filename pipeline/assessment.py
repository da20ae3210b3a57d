"""Everything that is said of a translated segment: its numbers against the source, its guards, its adequacy.

And whether that calls for a repair, and what a repair made of it. Numbers are compared in `pipeline.numbers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.base import Encoder
from models.registry import Glossary, same_word
from pipeline.article import Repair, Rung, Segment, Summary, Translation
from pipeline.guards import adequacy, guard
from pipeline.numbers import Comparison, compare, moved
from pipeline.terms.findings import term_findings


def with_check(translation: Translation, segment: Segment, *, text: str, terms: Glossary | None = None) -> Translation:
    """`translation` with its comparison with `segment`; the source spans of it point into `text`, the article's.

    What the numbers count is compared by the shipped lexical model. `terms` are looked for, too.

    Raises:
        ModelError: the lexical model cannot be read.
    """
    check = compare(text[segment.start : segment.end], translation.text, same_word=same_word)
    in_article = Comparison(
        findings=tuple(
            replace(
                finding,
                source=finding.source and moved(finding.source, segment.start),
                other=finding.other and (moved(finding.other[0], segment.start), finding.other[1]),
            )
            for finding in check.findings
        ),
        matched=tuple((moved(before, segment.start), after) for before, after in check.matched),
    )
    wrong_terms = term_findings(segment.text, translation.text, terms) if terms and translation.text else ()
    return replace(translation, check=in_article, terms=wrong_terms)


def with_guards(
    translations: Sequence[Translation], segments: Sequence[Segment], *, encoder: Encoder | None
) -> list[Translation]:
    """`translations` (each of the segment at its place) with the names of the guards that fire, and their similarity.

    Without an encoder there is no similarity, and the guard "adequacy" says nothing.

    Raises:
        ModelError: the encoder cannot be loaded.
    """
    similarities: Sequence[float | None] = [None] * len(translations)
    if encoder is not None and translations:
        pairs = [(segment.text, item.text) for segment, item in zip(segments, translations, strict=True)]
        similarities = encoder.similarities(pairs)
    judged = []
    for item, segment, similarity in zip(translations, segments, similarities, strict=True):
        fired = guard(segment.text, item.text, finish_reason=item.finish_reason)
        if similarity is not None and fired != ("empty",):
            fired += adequacy(segment.text, similarity)
        judged.append(replace(item, guards=fired, similarity=similarity))
    return judged


def errors(item: Translation | Summary) -> int:
    """How much of `item` is wrong that can be put right: number errors, and terms that are missing, whether or not the
    user said that they must be there; 0 where it was not checked."""
    numbers = sum(finding.severity == "error" for finding in item.check.findings) if item.check else 0
    return numbers + (len(item.terms) if isinstance(item, Translation) else 0)


def needs_repair(item: Translation) -> bool:
    """Whether a number or a term is wrong or a guard fired."""
    return bool(errors(item) or item.guards)


def is_grave(item: Translation) -> bool:
    """Whether it needs a repair for more than a term that the user did not say must be there."""
    optional = sum(finding.severity == "warning" for finding in item.terms)
    return bool(errors(item) > optional or item.guards)


def attempt(rung: Rung, before: Translation | Summary, after: Translation | Summary, *, accepted: bool) -> Repair:
    """The line in the log of repairs that says what the step `rung` made of a text, and whether that was taken."""
    return Repair(
        segment=before.segment if isinstance(before, Translation) else None,
        rung=rung,
        accepted=accepted,
        before=before.text,
        after=after.text,
        errors_before=errors(before),
        errors_after=errors(after),
        guards_before=before.guards,
        guards_after=after.guards,
    )
