"""Tables of a card about outputs: translation, summary, numbers, claims, doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.card.page import Section
from eval.claims import IN_SUMMARY, IN_TRANSLATION, claim_errors
from eval.generate import LEAD, NAME, REFERENCE, REFERENCE_SUMMARIZED
from eval.results import Results, Scored
from eval.segments import SegmentRow, segment_rows
from eval.words import percent, with_interval
from pipeline.doubt import LEVELS
from pipeline.doubt import level as level_of

SUMMARIES = {
    "the first three sentences": (f"{NAME} + lead-{LEAD}", f"{REFERENCE} + lead-{LEAD}"),
    "extracted sentences": (f"{NAME} + extractive", f"{REFERENCE} + extractive"),
    "the summarizer": (NAME, REFERENCE_SUMMARIZED),
}
"""The systems that summarize in each way, on amana's translation and on the reference."""

_QUARTER = 4
_FEWEST = 8
"""Lines that have quarters to speak of."""


def translation(sets: Sequence[Results], command: str) -> Section:
    """How close the translations are to the references."""
    rows = []
    for results in sets:
        scored = _own(results)
        flagged = [row for row in segment_rows(results.data, scored) if row.guards]
        cells = tuple(_cell(scored, name) for name in ("BLEU", "chrF2", "TER"))
        lines = len(segment_rows(results.data, scored))
        rows.append((results.data.name, str(lines), *cells, f"{len(flagged)} of {lines}"))
    return Section(
        "Translation",
        "BLEU, chrF2 and TER say how many of a human translation's words and letters the translation has, and the last "
        "column how many lines a guard flagged (empty, left in Arabic, cut off and the like).",
        "They do not say that a line is right: a good translation in other words scores low, and one wrong word in a "
        "good one hardly shows.",
        ("data", "lines", "BLEU", "chrF2", "TER (lower is better)", "lines flagged"),
        tuple(rows),
        command,
        tuple(results.data.name for results in sets),
    )


def summary(results: Results, command: str) -> Section:
    """Three ways to summarize, on amana's translation and on the reference."""
    rows = []
    for way, names in SUMMARIES.items():
        for on, name in zip(("amana's translation", "the reference"), names, strict=True):
            scored = next((item for item in results.systems if item.system.name == name), None)
            if scored:
                rows.append((f"{way}, of {on}", *_summary_cells(scored)))
    return Section(
        "Summary",
        "ROUGE says how many words and pairs of words a human's summary and this one share; key numbers is the share "
        "of the first five numbers of the article that it has; unsupported are statements about numbers that the "
        "Arabic does not back, wrong numbers and right ones with something wrong said of them.",
        "It does not say whether what has no number in it is true, and of few articles no difference is decided; the "
        "first sentences of news are a strong summary.",
        ("summary", "ROUGE-1", "ROUGE-2", "ROUGE-Lsum", "key numbers", "unsupported numbers", "unsupported claims"),
        tuple(rows),
        command,
        (results.data.name,),
    )


def numbers(sets: Sequence[Results], command: str) -> Section:
    """What became of the numbers."""
    columns = ("numbers kept", "numbers right", "lines with an alarm", "numbers right in the summary")
    rows = [(*who, *(_cell(scored, name) for name in columns)) for who, scored in _with_references(sets)]
    rows += [(*who, *cells) for who, cells in _planted(sets, ("translations", "summaries"), len(columns))]
    return Section(
        "Numbers",
        "Of the numbers of the Arabic the share that arrives, of those stated the share that the Arabic backs, and the "
        "lines with a number that the check charges with an error; below that what it finds of errors planted into the "
        "references.",
        "The check is the judge here: the row of the references shows how much of this is the check's own fault or a "
        "slip of the humans, and errors that nobody planted may be harder to find.",
        ("data", "of", *columns),
        tuple(rows),
        command,
        tuple(results.data.name for results in sets),
    )


def claims(sets: Sequence[Results], command: str) -> Section:
    """What is said with numbers that are right."""
    columns = (IN_TRANSLATION, IN_SUMMARY)
    rows = [(*who, *(_cell(scored, name) for name in columns)) for who, scored in _with_references(sets)]
    rows += [
        (*who, *cells) for who, cells in _planted(sets, ("claims in translations", "claims in summaries"), len(columns))
    ]
    return Section(
        "Claims",
        "The share of lines and summaries in which a number is right and what is said with it is not: a rise for a "
        "fall, early for late, by for to, figures that change places, another thing counted.",
        "It does not say that the others are right: the check reads six kinds of claims and finds the share of "
        "planted ones that stands below.",
        ("data", "of", *columns),
        tuple(rows),
        command,
        tuple(results.data.name for results in sets),
    )


def doubt(sets: Sequence[Results], command: str) -> Section:
    """How far the doubt estimate orders the lines."""
    return Section(
        "Doubt",
        "The rank correlation (Spearman) of the estimated quality of a line with its chrF2, how many of the quarter "
        "of lines that amana doubts most are in the worst quarter by chrF2, and the mean chrF2 of each level's lines.",
        "It says which lines to look at first, not what is wrong with them; a line that is likely good may be wrong.",
        ("data", "lines", "Spearman", "worst among the most doubted", *(f"chrF2, {level}" for level in LEVELS)),
        tuple(_doubt_row(results) for results in sets),
        command,
        tuple(results.data.name for results in sets),
    )


def _own(results: Results) -> Scored:
    return next(item for item in results.systems if item.system.name == NAME)


def _cell(scored: Scored, name: str) -> str:
    score = scored.score(name)
    return with_interval(score.measure.value, score.interval, score.measure) if score else ""


def _summary_cells(scored: Scored) -> tuple[str, ...]:
    checks = [record.summary.check for record in scored.system.records.values() if record.summary]
    errors = sum(item.severity == "error" for check in checks if check for item in check.findings)
    wrong_claims = sum(map(claim_errors, checks))
    cells = (_cell(scored, name) for name in ("ROUGE-1", "ROUGE-2", "ROUGE-Lsum", "key numbers"))
    return (*cells, str(errors - wrong_claims), str(wrong_claims))


def _with_references(sets: Sequence[Results]) -> Iterator[tuple[tuple[str, str], Scored]]:
    for results in sets:
        yield (results.data.name, NAME), _own(results)
        for item in results.systems:
            if item.is_reference:
                yield (results.data.name, "the references"), item


def _planted(
    sets: Sequence[Results], names: Sequence[str], columns: int
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """What the check finds of planted errors, in the column of translations and in that of summaries."""
    for results in sets:
        found = [results.checkers.get(name) for name in names]
        cells = [
            f"{percent(one.recall, one.recall_interval)} of {one.planted}" if one and one.planted else ""
            for one in found
        ]
        if any(cells):
            yield (results.data.name, "planted errors found"), [cells[0], *[""] * (columns - len(cells)), *cells[1:]]


def _doubt_row(results: Results) -> tuple[str, ...]:
    rows = [row for row in segment_rows(results.data, _own(results)) if None not in _judged(row)]
    expected = [row.expected_chrf or 0.0 for row in rows]
    found = [row.scores["chrF2"] or 0.0 for row in rows]
    levels = [level_of(value) for value in expected]
    means = []
    for level in LEVELS:
        several = [score for score, its_level in zip(found, levels, strict=True) if its_level == level]
        means.append(f"{sum(several) / len(several):.1f} ({len(several)} lines)" if several else "no line")
    if len(rows) < _FEWEST or len(set(found)) == 1 or len(set(expected)) == 1:
        return (results.data.name, str(len(rows)), "too few lines", "", *means)
    from scipy.stats import spearmanr

    quarter = len(rows) // _QUARTER
    doubted, worst = (set(sorted(range(len(rows)), key=values.__getitem__)[:quarter]) for values in (expected, found))
    correlation = float(spearmanr(expected, found).statistic)
    return (results.data.name, str(len(rows)), f"{correlation:.2f}", f"{len(doubted & worst)} of {quarter}", *means)


def _judged(row: SegmentRow) -> tuple[float | None, float | None]:
    return row.expected_chrf, row.scores.get("chrF2")
