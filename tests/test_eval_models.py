"""The optional scores run on any model of their kind: here tiny ones with random weights, made on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval import bench_eval
from eval.neural import load_bertscore, load_comet, load_consistency, translation_model_measure
from models.base import ModelError
from tests.evaluation import data_set, perfect, poor, system

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "the",
    "number",
    "of",
    "users",
    "rose",
    "to",
    "12.5",
    "million",
    "revenue",
    "reached",
    "40",
    ".",
    "$",
    "city",
]


def save(kind: str, folder: Path, **options: Any) -> str:
    """A BERT of two layers over a dozen words, as a folder that transformers loads."""
    import torch
    import transformers

    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=512, **options,
    )  # fmt: skip
    getattr(transformers, kind)(config).save_pretrained(folder)
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


def test_bertscore_is_highest_for_the_reference_itself(tmp_path: Path) -> None:
    score = load_bertscore(save("BertModel", tmp_path), device="cpu")
    same, other, empty = score([
        ("", "the number rose", "the number rose"), ("", "city", "the number rose"), ("", "", "the number"),
    ])  # fmt: skip
    assert same == pytest.approx(100, abs=1e-3)
    assert other < same
    assert empty == 0
    measures = [
        translation_model_measure(data_set(), made, score, name="BERTScore", signature="s")
        for made in (perfect(), poor())
    ]
    assert measures[0] is not None
    assert measures[1] is not None
    assert measures[0].value == pytest.approx(100, abs=1e-3)
    assert measures[1].value < measures[0].value
    assert len(measures[0].units) == 3
    only = system("s", None, {"users": "x", "bridges": "y"})
    assert translation_model_measure(data_set(), only, score, name="BERTScore", signature="s") is None


def test_entailment_gives_a_probability_for_each_pair(tmp_path: Path) -> None:
    labels = {0: "CONTRADICTION", 1: "ENTAILMENT"}
    model = save("BertForSequenceClassification", tmp_path, id2label=labels, label2id={"ENTAILMENT": 1})
    pairs = [("the number rose to 12.5 million .", "the number rose")] * 20
    found = load_consistency(model, device="auto")(pairs)
    assert len(found) == 20
    assert all(0 < value < 1 for value in found)
    assert found == pytest.approx([found[0]] * 20, abs=1e-5)


def test_a_model_without_the_label_is_refused(tmp_path: Path) -> None:
    model = save("BertForSequenceClassification", tmp_path)
    with pytest.raises(ModelError, match="has no label entailment"):
        load_consistency(model, device="cpu")


def test_comet_needs_its_package() -> None:
    with pytest.raises(ModelError, match="--scores COMET=FILE"):
        load_comet("Unbabel/wmt22-comet-da", device="cpu")


def test_the_benchmark_of_resampling_prints_a_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_eval.main(["--segments", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all("times sacrebleu's time (expected at most 1.2;" in line for line in lines)
