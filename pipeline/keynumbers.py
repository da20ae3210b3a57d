"""Which numbers of an article matter most, by a score that anyone can recompute, and how many of them a summary keeps.

The score of a number is its kind's weight, times the weight of its first place, times a factor for repetition. Kinds:
money, percent and percentage points 3; counts of a thousand and more 2.5; measures, multiples, fractions and scores 2;
smaller counts 1; dates, periods and ordinals 0.75; years, clock times 0.5; identifiers 0.1. Places: the headline (the
title, or the first segment of an article without one) 2; the rest of the lead, the four segments after it, 1.5; later
1. Each further mention adds a half, at most two of them count. Of equals the earlier comes first. The weights are
ours, after what newspapers put into headlines; soft numbers ("one", "at first") are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.account import Coverage, KeyNumber, NumberKey, Numbers, is_of, number_key
from pipeline.article import Record
from pipeline.numbers import Comparison, Quantity, moved, read
from pipeline.numbers.quantity import Kind

KEY_NUMBERS = 5
"""How many of the ranked numbers are called the key numbers where nobody asks for another count."""

_WEIGHTS: dict[Kind, float] = {
    "money": 3, "percent": 3, "measure": 2, "multiple": 2, "fraction": 2, "score": 2, "cardinal": 1,
    "date": 0.75, "period": 0.75, "ordinal": 0.75, "year": 0.5, "time": 0.5, "identifier": 0.1,
}  # fmt: skip
_LARGE, _LARGE_WEIGHT = 1000, 2.5
_HEADLINE, _LEAD, _LEAD_SEGMENTS = 2.0, 1.5, 4
_MENTION, _MOST_MENTIONS = 0.5, 2


def numbers_of(record: Record) -> Numbers:
    """Every number of the article, read once: those on the record, or else now; boilerplate is not read."""
    parts = (record.article, record.segments)
    if record.numbers is not None and is_of(record.numbers, parts):
        return record.numbers
    of_segments = tuple(
        tuple(
            moved(quantity, segment.start)
            for quantity in read(record.article.text[segment.start : segment.end], lang="ar")
        )
        for segment in record.segments
        if segment.kind == "text"
    )
    return Numbers(of_segments, _ranked(of_segments, record.article.title), parts)


def key_numbers(record: Record) -> tuple[KeyNumber, ...]:
    """Every number of the article that is not soft, the most important first."""
    return numbers_of(record).ranked


def covered(numbers: Iterable[KeyNumber], check: Comparison | None) -> Coverage:
    """Which of `numbers` the summary keeps whose check against the article is `check`; a rounded one counts as kept."""
    stated = _stated(check) if check else []
    with_mention = [(number, any(_is_mentioned(number, source) for source in stated)) for number in numbers]
    return Coverage(
        kept=tuple(number for number, there in with_mention if there),
        left_out=tuple(number for number, there in with_mention if not there),
    )


def coverage(record: Record, *, top: int = KEY_NUMBERS) -> Coverage:
    """Which of the `top` most important numbers of the article its summary keeps."""
    return covered(key_numbers(record)[:top], record.summary.check if record.summary else None)


def _ranked(of_segments: Sequence[Sequence[Quantity]], title: str | None) -> tuple[KeyNumber, ...]:
    titled = {number_key(quantity) for quantity in read(title or "", lang="ar")}
    mentions: dict[NumberKey, list[Quantity]] = {}
    places: dict[NumberKey, float] = {}
    for position, quantities in enumerate(of_segments):
        for quantity in quantities:
            if quantity.soft:
                continue
            key = number_key(quantity)
            mentions.setdefault(key, []).append(quantity)
            headline = key in titled or (position == 0 and title is None)
            places.setdefault(key, _HEADLINE if headline else _LEAD if position <= _LEAD_SEGMENTS else 1.0)
    scored = sorted(((_score(found, places[key]), found) for key, found in mentions.items()), key=lambda item: -item[0])
    return tuple(KeyNumber(rank, score, tuple(found)) for rank, (score, found) in enumerate(scored, 1))


def _stated(check: Comparison) -> list[Quantity]:
    """The numbers of the source that the target states without an error."""
    errors = (finding.target for finding in check.findings if finding.severity == "error")
    wrong = {(target.start, target.end) for target in errors if target}
    return [source for source, target in check.matched if (target.start, target.end) not in wrong]


def _is_mentioned(number: KeyNumber, source: Quantity) -> bool:
    """By value, or by place: the end of a range has a value of its own."""
    if number_key(source) == number.key:
        return True
    return any(mention.start < source.end and source.start < mention.end for mention in number.mentions)


def _score(mentions: Sequence[Quantity], place: float) -> float:
    first = mentions[0]
    large = first.kind == "cardinal" and first.value is not None and abs(first.high or first.value) >= _LARGE
    weight = _LARGE_WEIGHT if large else _WEIGHTS[first.kind]
    return weight * place * (1 + _MENTION * min(len(mentions) - 1, _MOST_MENTIONS))
