"""Scores equal those of the tools that the field uses, to the last digit, and so do their resamples."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy
import pytest

from eval.metrics import (
    TRANSLATION,
    Measure,
    Pairs,
    aligned,
    mean_measure,
    ratio_measure,
    rouge_measures,
    translation_measures,
)

SAMPLES = Path(__file__).parents[1] / "samples"
FLORES = Path(__file__).parents[2] / "shared" / "data" / "flores-dev.jsonl"
needs_flores = pytest.mark.skipif(not FLORES.exists(), reason="the development data is not here")

LINES = [
    line for path in sorted(SAMPLES.glob("*.en.txt")) for line in path.read_text(encoding="utf-8").splitlines() if line
]


def worsened(lines: Sequence[str]) -> list[str]:
    """Outputs of every quality: right, without an end, out of order, of one word, empty."""
    worse = []
    for number, line in enumerate(lines):
        words = line.split()
        worse.append(" ".join([words, words[: len(words) // 2], words[::-1], words[:1], []][number % 5]))
    return worse


def by_name(measures: Sequence[Measure]) -> dict[str, Measure]:
    return {measure.name: measure for measure in measures}


def command_line(
    outputs: Sequence[str], references: Sequence[str], folder: Path, metrics: Sequence[str], *further: str
) -> dict[str, float]:
    """What the command `sacrebleu` says, by the name it gives the score."""
    (folder / "reference").write_text("\n".join(references) + "\n", encoding="utf-8")
    (folder / "output").write_text("\n".join(outputs) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "sacrebleu", "reference", "-i", "output", "-w", "12", "-m", *metrics, *further]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout)
    return {item["name"]: item["score"] for item in (found if isinstance(found, list) else [found])}


def test_scores_are_those_of_the_command_line(tmp_path: Path) -> None:
    outputs = worsened(LINES)
    ours = by_name(translation_measures(aligned(outputs, LINES)))
    theirs = command_line(outputs, LINES, tmp_path, ["bleu", "chrf", "ter"])
    theirs |= command_line(outputs, LINES, tmp_path, ["chrf"], "--chrf-word-order", "2")
    assert {name: round(ours[name].value, 12) for name in ours} == {
        "BLEU": theirs["BLEU"],
        "chrF2": theirs["chrF2"],
        "chrF++": theirs["chrF2++"],
        "TER": theirs["TER"],
    }


def rouge_score(outputs: Sequence[str], references: Sequence[str]) -> dict[str, float]:
    """What the library says of all texts, stemmed: the mean of their F1, in percent, by the name of the score."""
    from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]  # it ships no py.typed

    kinds = {"ROUGE-1": "rouge1", "ROUGE-2": "rouge2", "ROUGE-L": "rougeL", "ROUGE-Lsum": "rougeLsum"}
    scorer = RougeScorer([*kinds.values()], use_stemmer=True)
    scores = [scorer.score(reference, output) for output, reference in zip(outputs, references, strict=True)]
    return {name: 100 * sum(one[kind].fmeasure for one in scores) / len(scores) for name, kind in kinds.items()}


def test_rouge_is_that_of_rouge_score() -> None:
    outputs = worsened(LINES)
    ours = {measure.name: measure.value for measure in rouge_measures(aligned(outputs, LINES))}
    assert ours == pytest.approx(rouge_score(outputs, LINES), abs=1e-12)


def test_of_several_summaries_the_best_counts() -> None:
    given = Pairs(("The river rose.",), (("Nothing.", "The river rose."),), ("a",), ("a",))
    [one, *_] = rouge_measures(given)
    assert one.value == pytest.approx(100)
    assert one.signature.startswith("nrefs:2|")


CORPORA = {
    "of every quality": (worsened(LINES), LINES),
    "empty outputs": ([""] * 3, LINES[:3]),
    "no match": (["zzz yyy xxx www vvv"] * 3, LINES[:3]),
    "short outputs": (["The", "of it"], LINES[:2]),
    "no match of an order": (["The a of b in c", "and d"], ["The x of y in z", "and w"]),
    "one line": (LINES[:1], LINES[:1]),
}


@pytest.mark.parametrize("corpus", CORPORA)
def test_formulas_agree_with_sacrebleu_on_any_sums(corpus: str) -> None:
    """The resamples are scored by our formulas; on the sum of all lines they must say what sacrebleu says."""
    outputs, references = CORPORA[corpus]
    for measure in translation_measures(aligned(outputs, references)):
        assert float(measure.formula(measure.statistics.sum(axis=0))) == pytest.approx(measure.value, abs=1e-9)


def test_formulas_take_many_sums_at_once() -> None:
    for measure in translation_measures(aligned(worsened(LINES), LINES)):
        sums = numpy.stack([measure.statistics.sum(axis=0), measure.statistics[0]])
        one_by_one = [float(measure.formula(row)) for row in sums]
        assert measure.formula(sums).tolist() == pytest.approx(one_by_one)


def test_rouge_imports_only_the_stemmer_of_nltk_and_leaves_nltk_to_others() -> None:
    """In a process of its own: what others import afterwards is all of nltk and of rouge-score."""
    script = (
        "import sys; from eval.metrics import aligned, rouge_measures; pairs = aligned(['a b'], ['a c']);"
        "rouge_measures(pairs);"
        "print([name for name in sys.modules if name.partition('.')[0] in ('nltk', 'rouge_score', 'scipy')]);"
        "import nltk; print(callable(nltk.sent_tokenize)); print([one.value for one in rouge_measures(pairs)])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines() == ["[]", "True", "[50.0, 0.0, 50.0, 50.0]"]


@pytest.mark.parametrize("measures", [translation_measures, rouge_measures])
def test_every_score_has_a_signature_with_its_version(measures: object) -> None:
    assert callable(measures)
    for measure in measures(aligned(LINES[:2], LINES[:2])):
        assert re.search(r"(version|rouge_score):\d", measure.signature)


@pytest.mark.parametrize("measures", [translation_measures, rouge_measures])
def test_nothing_to_score_is_refused(measures: object) -> None:
    assert callable(measures)
    with pytest.raises(ValueError, match="0 outputs cannot be scored against 0 references"):
        measures(aligned([], []))


def test_shares_and_means_of_nothing_are_no_number() -> None:
    share = ratio_measure("share", "summary", [(0, 0)], ["a"], ["a"], signature="s")
    assert numpy.isnan(share.value)
    assert numpy.isnan(mean_measure("mean", "summary", [], [], [], signature="s").value)
    assert ratio_measure("share", "summary", [(1, 2), (2, 2)], "ab", "ab", signature="s").value == 75


PUBLISHED = {"argos": 30.0, "opusmt": 33.9, "nllb": 37.5, "bergamot-base": 39.6, "microsoft": 44.0, "google": 46.0}
"""BLEU on FLORES-200 dev as published with Mozilla's models (https://github.com/mozilla/translations, evaluation)."""


def flores(system: str) -> tuple[list[str], list[str]]:
    """What `system` made of the lines of FLORES-200 dev, and their references."""
    rows = [json.loads(line) for line in FLORES.read_text(encoding="utf-8").splitlines()]
    return [row["systems"][system] for row in rows], [row["en"] for row in rows]


@needs_flores
@pytest.mark.parametrize("system", PUBLISHED)
def test_published_scores_are_reproduced(system: str, tmp_path: Path) -> None:
    outputs, references = flores(system)
    names = ("BLEU", "chrF2", "chrF++") if system != "argos" else TRANSLATION  # TER takes long
    ours = by_name(translation_measures(aligned(outputs, references), names=names))
    assert round(ours["BLEU"].value, 1) == PUBLISHED[system]
    theirs = command_line(outputs, references, tmp_path, ["bleu", "chrf", *(["ter"] if "TER" in names else [])])
    theirs |= command_line(outputs, references, tmp_path, ["chrf"], "--chrf-word-order", "2")
    theirs["chrF++"] = theirs.pop("chrF2++")
    assert {name: round(measure.value, 12) for name, measure in ours.items()} == theirs


@needs_flores
@pytest.mark.parametrize(("system", "lines"), [*((system, 1) for system in PUBLISHED), ("argos", 5)])
def test_rouge_of_real_outputs_is_that_of_rouge_score(system: str, lines: int) -> None:
    """Lines taken for summaries, and every five of them for a summary of five sentences, where -L and -Lsum part."""
    outputs, references = (
        ["\n".join(texts[start : start + lines]) for start in range(0, len(texts), lines)] for texts in flores(system)
    )
    ours = {measure.name: measure.value for measure in rouge_measures(aligned(outputs, references))}
    assert ours == pytest.approx(rouge_score(outputs, references), abs=1e-12)
    assert (ours["ROUGE-L"] == ours["ROUGE-Lsum"]) == (lines == 1)
