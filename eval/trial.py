"""The check on trial: what it says of pairs that people have labelled right or wrong, beside plain digit matching."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from eval.data import DataError
from eval.significance import Interval, exact_interval
from eval.tables import Row, read_table
from models.registry import same_word
from pipeline.article import InputError
from pipeline.numbers import compare

Matcher = Callable[[str, str], bool]
"""Whether a source and a target agree in their numbers."""

OURS = "amana"
_TRUE, _FALSE = ("true", "1", "yes", "right"), ("false", "0", "no", "wrong")
_NOTHING = "no kind"
_NEEDED = ("ar", "en", "right")


@dataclass(frozen=True, slots=True)
class Label:
    """A pair and what people say of it: whether the English is right, and what sort of case it is."""

    id: str
    arabic: str
    english: str
    right: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with its exact interval in percent (Clopper and Pearson 1934)."""

    count: int
    of: int

    @property
    def percent(self) -> float:
        """The share in percent; NaN of none."""
        return 100 * self.count / self.of if self.of else float("nan")

    @property
    def interval(self) -> Interval:
        """How sure it is."""
        return exact_interval(self.count, self.of)


@dataclass(frozen=True, slots=True)
class Kind:
    """The right pairs of a kind that were alarmed, and the wrong ones that were caught."""

    name: str
    alarmed: Share
    caught: Share


@dataclass(frozen=True, slots=True)
class Trial:
    """What one check makes of a set of labels: in all, by kind, and the ids of the pairs that it judged wrongly."""

    check: str
    whole: Kind
    kinds: tuple[Kind, ...]
    false_alarms: tuple[str, ...]
    missed: tuple[str, ...]


def read_labels(path: Path) -> list[Label]:
    """The labelled pairs of a table with the columns id, ar, en, right and, if there are any, kind.

    Raises:
        InputError: the file cannot be used.
        DataError: rows are malformed; all of them are named.
    """
    problems: list[str] = []
    labels: dict[str, Label] = {}
    rows = read_table(path)
    names = {name for row in rows for name in row.values}
    lacking = [name for name in _NEEDED if name not in names]
    if names and lacking:
        raise InputError(
            f"{path} has no column {lacking[0]!r}; its columns are {', '.join(sorted(names))}: name the texts ar and "
            "en, and say true or false in right."
        )
    for row in rows:
        try:
            label = _label(row)
            if label.id in labels:
                raise ValueError(f"the id {label.id!r} occurs twice")
            labels[label.id] = label
        except ValueError as error:
            problems.append(f"{row.place}: {error}.")
    if problems:
        raise DataError(
            f"The labels in {path} cannot be used ({len(problems)} wrong), and nothing was measured; give the columns "
            "id, ar, en, right (true or false) and kind.",
            problems,
        )
    return list(labels.values())


def on_trial(labels: Sequence[Label], matchers: dict[str, Matcher] | None = None) -> list[Trial]:
    """The trial of the pipeline's check, and of each of `matchers`, all of `MATCHERS` that can run if not given.

    Raises:
        ModelError: the lexical model cannot be read.
    """
    checks: dict[str, Matcher] = {OURS: lambda one, two: compare(one, two, same_word=same_word).ok}
    checks |= available_matchers() if matchers is None else matchers
    return [_trial(name, check, labels) for name, check in checks.items()]


def available_matchers() -> dict[str, Matcher]:
    """`MATCHERS`, and the Translate Toolkit's where its package is installed."""
    if find_spec("translate") is None:
        return dict(MATCHERS)
    return {**MATCHERS, TOOLKIT: toolkit_matcher()}


def same_digits(source: str, target: str) -> bool:
    """Both texts have the same figures, however often each and in whatever order."""
    return Counter(_figures(source)) == Counter(_figures(target))


def alike_numerals(source: str, target: str) -> bool:
    """The rule of OpusFilter's NonZeroNumeralsFilter with its default threshold, after its documentation.

    Of each text the numerals other than zero are taken in their order, and the two sequences compared by
    `difflib.SequenceMatcher.ratio`, which must be 0.5 or more (Vázquez et al. 2019). Arabic digits count here, too.
    """
    one, two = (re.findall("[1-9]", text.translate(_DIGITS)) for text in (source, target))
    return difflib.SequenceMatcher(None, one, two).ratio() >= _ALIKE


def overlapping_figures(source: str, target: str) -> bool:
    """The rule of OpusCleaner's num_mismatch filter with its default ratio, after its version 0.7.1.

    Of each text the different figures are taken: digits that stand apart from letters, with the signs before them that
    begin a word, zeros in front left out, and whatever separates their groups taken for the same. A pair passes where
    (figures of both + 1) / (figures of one only + 1) is 1 or more. Arabic digits count here, too.
    """
    one, two = _stated_figures(source), _stated_figures(target)
    return (len(one & two) + 1) / (len(one ^ two) + 1) >= _OVERLAP


def toolkit_matcher() -> Matcher:
    """The `numbers` check of the Translate Toolkit, run by its own package, for English translations.

    Raises:
        ImportError: it is not installed.
    """
    from translate.filters.checks import CheckerConfig, FilterFailure, StandardChecker

    checker = StandardChecker(CheckerConfig(targetlanguage="en"))

    def agree(source: str, target: str) -> bool:
        try:
            return bool(checker.numbers(source, target))
        except FilterFailure:
            return False

    return agree


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ALIKE = 0.5
_LONE_FIGURE = re.compile(r"(?<!\w)\d+(?:[.,:]\d+)*(?!\w)")
_OVERLAP = 1.0
TOOLKIT = "Translate Toolkit, numbers"
MATCHERS: dict[str, Matcher] = {
    "the same digits": same_digits,
    "OpusFilter, NonZeroNumeralsFilter (0.5)": alike_numerals,
    "OpusCleaner, num_mismatch (1.0)": overlapping_figures,
}
"""Digit matching as people use it, without a package."""


def trial_to_json(path: Path, labels: Sequence[Label], trials: Sequence[Trial]) -> dict[str, Any]:
    """The trials as a JSON object."""
    return {
        "schema_version": 1,
        "labels": path.name,
        "pairs": len(labels),
        "right": sum(label.right for label in labels),
        "checks": [
            {
                "check": trial.check,
                **_kind_to_json(trial.whole),
                "kinds": [_kind_to_json(kind) for kind in trial.kinds],
                "false_alarms": list(trial.false_alarms),
                "missed": list(trial.missed),
            }
            for trial in trials
        ],
    }


def _kind_to_json(kind: Kind) -> dict[str, Any]:
    return {
        "kind": kind.name,
        "right_alarmed": _share_to_json(kind.alarmed),
        "wrong_caught": _share_to_json(kind.caught),
    }


def _share_to_json(share: Share) -> dict[str, Any]:
    if not share.of:
        return {"count": 0, "of": 0, "percent": None, "low": None, "high": None}
    found = share.interval
    return {
        "count": share.count, "of": share.of, "percent": share.percent, "low": found.low, "high": found.high,
    }  # fmt: skip


def _figures(text: str) -> list[str]:
    return [figure.replace(",", "") for figure in _FIGURE.findall(text.translate(_DIGITS))]


def _stated_figures(text: str) -> set[tuple[str, ...]]:
    """Every different figure as its sign and the groups of its digits."""
    text = text.translate(_DIGITS)
    found: set[tuple[str, ...]] = set()
    for match in _LONE_FIGURE.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        signed = before.endswith(("-", "+")) and (len(before) == 1 or before[0].isspace())
        first, *rest = re.split("[.,:]", match[0])
        found.add((before[-1] if signed else "", first.lstrip("0") or "0", *rest))
    return found


def _label(row: Row) -> Label:
    """Raises ValueError, saying what is wrong."""
    if row.problem:
        raise ValueError(row.problem)
    texts: dict[str, str] = {}
    for name in ("ar", "en"):
        value = row.values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"it has no text in {name!r}")
        texts[name] = value
    right = row.values.get("right")
    said = str(right).strip().lower()
    if said not in _TRUE + _FALSE:
        raise ValueError("it has no 'right'" if right is None else f"its 'right' is {right!r}, not true or false")
    key = row.values.get("id")
    kind = row.values.get("kind")
    name = row.name if key is None or key == "" else str(key)
    return Label(name, texts["ar"], texts["en"], said in _TRUE, str(kind) if kind else _NOTHING)


def _trial(name: str, agree: Matcher, labels: Sequence[Label]) -> Trial:
    judged = [(label, agree(label.arabic, label.english)) for label in labels]
    kinds: dict[str, list[tuple[Label, bool]]] = {}
    for pair in judged:
        kinds.setdefault(pair[0].kind, []).append(pair)
    return Trial(
        name,
        _kind("all", judged),
        tuple(_kind(kind, pairs) for kind, pairs in kinds.items()),
        tuple(label.id for label, ok in judged if label.right and not ok),
        tuple(label.id for label, ok in judged if not label.right and ok),
    )


def _kind(name: str, judged: Sequence[tuple[Label, bool]]) -> Kind:
    right = [ok for label, ok in judged if label.right]
    wrong = [ok for label, ok in judged if not label.right]
    return Kind(name, Share(right.count(False), len(right)), Share(wrong.count(False), len(wrong)))
