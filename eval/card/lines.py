"""The lines that a card is measured on, beside the samples: sentence pairs of files that the user names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.data import DataSet, Example, content_hash, lines_of, load_data
from eval.tables import read_table
from pipeline.article import InputError

GROUP = 5
"""Lines that are translated together, and drawn together for intervals: one call of the engine for each line would take
twice as long, and fewer groups would say less of how sure a figure is."""


def read_lines(path: Path, *, most: int) -> DataSet:
    """Up to `most` lines of a file, spread evenly over it, in groups of `GROUP`, an example each.

    The file is a table with `ar` and `en`, or with `article` and `translation`, whose cells may hold several lines. The
    hash is that of the lines, not of the groups.

    Raises:
        InputError: the file cannot be used, or has no translations.
        DataError: rows are malformed; all of them are named.
    """
    columns = {name for row in read_table(path) for name in row.values}
    short = {"article": "ar", "translation": "en"} if "article" not in columns and {"ar", "en"} <= columns else None
    pairs = _pairs(load_data([str(path)], columns=short).examples)
    if not pairs:
        raise InputError(f"{path} has no line with a translation; give the columns ar and en, or article, translation.")
    taken = [pairs[place * len(pairs) // min(most, len(pairs))] for place in range(min(most, len(pairs)))]
    notes = (f"{len(taken)} of its {len(pairs)} lines, spread evenly",) if len(taken) < len(pairs) else ()
    groups = [_together(taken[start : start + GROUP]) for start in range(0, len(taken), GROUP)]
    return DataSet(path.stem, tuple(groups), content_hash(taken), notes)


def _pairs(examples: Sequence[Example]) -> list[Example]:
    """Every line with its reference as an example of its own."""
    found = []
    for example in examples:
        if example.translation is None:
            continue
        both = [
            (source.strip(), target.strip())
            for source, target in zip(lines_of(example.article), lines_of(example.translation), strict=True)
            if source.strip()
        ]
        for number, (source, target) in enumerate(both, 1):
            name = f"{example.id}:{number}" if len(both) > 1 else example.id
            found.append(Example(name, example.document, source, target))
    return found


def _together(pairs: Sequence[Example]) -> Example:
    first, last = pairs[0].id, pairs[-1].id
    name = first if first == last else f"{first} to {last}"
    article = "\n".join(pair.article for pair in pairs)
    return Example(name, name, article, "\n".join(pair.translation or "" for pair in pairs))
