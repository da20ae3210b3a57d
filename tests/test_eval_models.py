"""The optional scores run on any model of their kind: here tiny ones with random weights, made on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval import bench_eval
from eval.neural import load_bertscore, load_comet, load_consistency, translation_model_measure
from eval.transformer import tuned_layers
from models.base import ModelError
from tests import tiny_models
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

    folder.mkdir(exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    torch.manual_seed(1)
    config = transformers.BertConfig(
        **{
            "vocab_size": len(WORDS), "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
            "intermediate_size": 16, "max_position_embeddings": 512, **options,
        }
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


def by_hand(folder: str, layer: int, one: str, two: str) -> float:
    """BERTScore's F1 by the states after `layer` layers of the whole model."""
    import torch
    import transformers

    model = transformers.AutoModel.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    vectors = []
    for text in (one, two):
        with torch.no_grad():
            states = model(**tokenizer(text, return_tensors="pt"), output_hidden_states=True).hidden_states[layer]
        vectors.append(torch.nn.functional.normalize(states[0, 1:-1], dim=-1))
    cosines = vectors[0] @ vectors[1].T
    precision, recall = cosines.amax(1).mean().item(), cosines.amax(0).mean().item()
    return 200 * precision * recall / (precision + recall)


@pytest.mark.parametrize(
    ("name", "layers", "layer", "said"),
    [
        ("bert-base-uncased", 12, 9, "layer:9|tuned:by bert-score 0.3.13|"),
        ("distilbert-base-uncased", 6, 5, "layer:5|tuned:by bert-score 0.3.13|"),
        ("my-own", 3, 3, "layer:3|tuned:no, the last, for bert-score 0.3.13 has no such model|"),
    ],
)
def test_the_layer_is_that_of_the_bert_score_package(
    tmp_path: Path, name: str, layers: int, layer: int, said: str
) -> None:
    folder = save("BertModel", tmp_path / name, num_hidden_layers=layers, initializer_range=0.5)
    score = load_bertscore(folder, device="cpu")
    assert said in score.signature
    one, two = "the number of users rose to 12.5 million .", "revenue reached $ 40 ."
    assert score([("", one, two)]) == pytest.approx([by_hand(folder, layer, one, two)], abs=1e-3)
    if layer != layers:
        assert score([("", one, two)]) != pytest.approx([by_hand(folder, layers, one, two)], abs=1e-3)


def test_a_model_with_fewer_layers_than_its_name_says_is_refused(tmp_path: Path) -> None:
    folder = save("BertModel", tmp_path / "roberta-large")
    with pytest.raises(ModelError, match="it has 2 layers, and the model of this name has 17"):
        load_bertscore(folder, device="cpu")


@pytest.mark.parametrize(
    ("model", "layer"),
    [
        ("roberta-large", 17), ("FacebookAI/roberta-large", 17), ("google-bert/bert-base-multilingual-cased", 9),
        ("microsoft/deberta-xlarge-mnli", 40), ("klue/roberta-large", None), ("nobody/nothing", None),
    ],
)  # fmt: skip
def test_layers_by_the_names_of_the_hub(model: str, layer: int | None) -> None:
    assert tuned_layers().of(model) == layer


PAIRS = [("the number rose to 12.5 million .", "the number rose"), ("revenue reached $ 40 .", "the city rose to 40 .")]


@pytest.mark.parametrize(
    ("labels", "wanted", "index"),
    [
        ({0: "entailment", 1: "neutral", 2: "contradiction"}, "", 0),
        ({0: "CONTRADICTION", 1: "NEUTRAL", 2: "ENTAILMENT"}, "", 2),
        ({0: "not_entailment", 1: "entailment"}, "", 1),
        ({0: "FACTUAL", 1: "NOT_FACTUAL"}, "", 0),
        ({0: "inconsistent", 1: "consistent"}, "", 1),
        ({0: "0", 1: "1"}, "", 1),
        ({0: "1", 1: "0"}, "", 0),
        ({0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"}, "#LABEL_2", 2),
        ({0: "no", 1: "yes"}, "#yes", 1),
    ],
)
def test_the_label_that_says_so_is_found(tmp_path: Path, labels: dict[int, str], wanted: str, index: int) -> None:
    import torch
    import transformers

    names = {name: place for place, name in labels.items()}
    folder = save("BertForSequenceClassification", tmp_path, id2label=labels, label2id=names, initializer_range=0.5)
    found = load_consistency(folder + wanted, device="cpu")
    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    with torch.no_grad():
        known = [model(**tokenizer(*pair, return_tensors="pt")).logits.softmax(-1)[0, index].item() for pair in PAIRS]
    assert found(PAIRS) == pytest.approx(known, abs=1e-5)
    assert f"label:{labels[index].lower().replace('_', ' ')}" in found.signature


def test_a_label_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder = save("BertForSequenceClassification", tmp_path)
    with pytest.raises(ModelError, match="has no label LABEL_7, only LABEL_0, LABEL_1; name the one"):
        load_consistency(f"{folder}#LABEL_7", device="cpu")


def test_an_encoder_decoder_is_asked(tmp_path: Path) -> None:
    import torch
    import transformers

    folder = str(tiny_models.build("t5", tmp_path / "t5"))
    found = load_consistency(folder, device="cpu")
    assert "answers:1/0" in found.signature
    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    pairs = [("The plant made 40 tons.", "It made 40."), ("A much longer premise, of a tram in a city.", "Trams run.")]
    known = []
    for premise, hypothesis in pairs:
        chances = []
        for answer in ("1", "0"):
            given = tokenizer(f"premise: {premise} hypothesis: {hypothesis}", return_tensors="pt")
            labels = tokenizer(text_target=answer, return_tensors="pt")["input_ids"]
            with torch.no_grad():
                loss = model(**given, labels=labels).loss.item()
            chances.append(-loss * labels.shape[1])
        known.append(torch.tensor(chances).softmax(0)[0].item())
    assert found(pairs) == pytest.approx(known, abs=1e-4)
    assert found(pairs * 10) == pytest.approx(known * 10, abs=1e-4)


def test_comet_needs_its_package() -> None:
    with pytest.raises(ModelError, match="--scores COMET=FILE"):
        load_comet("Unbabel/wmt22-comet-da", device="cpu")


def test_the_benchmark_of_resampling_prints_a_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_eval.main(["--segments", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all("times sacrebleu's time (expected at most 1.2;" in line for line in lines)
