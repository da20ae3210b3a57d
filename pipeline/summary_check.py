"""Whether the Arabic article backs what a summary says: its numbers, and what it says with them.

`pipeline.numbers.support` lets every figure of the summary rest on any figure of the article. What two figures of one
sentence are said of is another question: where both come from one sentence of the article, or from two that follow one
another, the two texts are compared for figures that changed places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from models.registry import same_word
from pipeline.account import number_key
from pipeline.article import Record, Summary, text_without_boilerplate
from pipeline.keynumbers import numbers_of
from pipeline.numbers import Comparison, Finding, Quantity, compare, moved, support

_PAIR = 2
Pair = frozenset[int]
"""Where two figures of a sentence begin."""


def with_summary_check(record: Record, summary: Summary) -> Summary:
    """`summary` with its check against the article of `record`.

    Source spans point into the article's text, target spans into `Summary.text`. What is counted is compared by the
    shipped lexical model.

    Raises:
        ModelError: the lexical model cannot be read.
    """
    check = support(text_without_boilerplate(record), summary.text, same_word=same_word)
    exchanged: list[Finding] = []
    start = 0
    for sentence in summary.sentences:
        exchanged += _exchanged(record, sentence, start, check)
        start += len(sentence) + 1
    if exchanged:
        findings = sorted((*check.findings, *exchanged), key=lambda item: item.target.start if item.target else 0)
        check = replace(check, findings=tuple(findings))
    return replace(summary, check=check)


def check_sentence(record: Record, sentence: str) -> Comparison:
    """The check of one sentence by itself; see `with_summary_check`."""
    return with_summary_check(record, Summary((sentence,), "stop", 0)).check or Comparison()


def _exchanged(record: Record, sentence: str, start: int, check: Comparison) -> Iterator[Finding]:
    """The findings on two figures of the sentence, at `start` in the summary, that changed places in the article."""
    own = [source for source, target in check.matched if start <= target.start and target.end <= start + len(sentence)]
    if len({number_key(source) for source in own}) < _PAIR:
        return
    told: dict[Pair, Finding] = {}
    backed: set[Pair] = set()  # a place where two figures stand as in the summary is enough
    for begin, end in _places(record, own):
        compared = compare(record.article.text[begin:end], sentence, same_word=same_word)
        exchanged = {
            frozenset((item.target.start, item.other[1].start)): _placed(item, begin, start)
            for item in compared.findings
            if item.type == "exchanged" and item.target and item.other
        }
        stated = sorted({target.start for _, target in compared.matched})
        backed |= {frozenset(pair) for pair in combinations(stated, _PAIR)} - exchanged.keys()
        told.update(exchanged)
    yield from (finding for pair, finding in told.items() if pair not in backed)


def _places(record: Record, figures: Sequence[Quantity]) -> list[tuple[int, int]]:
    """One sentence each of the article that holds two of the figures, or two sentences of which neither does."""
    wanted = {number_key(quantity) for quantity in figures}
    segments = [segment for segment in record.segments if segment.kind == "text"]
    held = [wanted.intersection(map(number_key, quantities)) for quantities in numbers_of(record).of_segments]
    alone = [at for at, keys in enumerate(held) if len(keys) >= _PAIR]
    joint = [
        at
        for at, (one, two) in enumerate(pairwise(held))
        if one and two and len(one | two) >= _PAIR and at not in alone and at + 1 not in alone
    ]
    return [
        *((segments[at].start, segments[at].end) for at in alone),
        *((segments[at].start, segments[at + 1].end) for at in joint),
    ]


def _placed(finding: Finding, begin: int, start: int) -> Finding:
    """A finding on a stretch that begins at `begin` in the article, and a sentence at `start` in the summary."""
    return replace(
        finding,
        source=finding.source and moved(finding.source, begin),
        target=finding.target and moved(finding.target, start),
        other=finding.other and (moved(finding.other[0], begin), moved(finding.other[1], start)),
    )
