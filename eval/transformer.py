"""The transformers that the optional scores use: embeddings of tokens, and entailment of one text by another."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from models.base import ModelError

_LONGEST = 512
_BATCH = 16

CONSISTENT = ("entailment", "entailed", "entails", "factual", "factually consistent", "consistent", "supported", "1")
"""What models for natural language inference and checkers of facts call it, in small letters."""

_PROMPT = "premise: {} hypothesis: {}"
_ANSWERS = ("1", "0")
"""What encoder-decoder checkers are asked and answer: yes, no (Honovich et al. 2022, TRUE: t5_xxl_true_nli_mixture)."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers that the bert-score package takes, by model; `eval/bertscore_layers.toml` says where from."""

    source: str
    organizations: tuple[str, ...]
    layers: Mapping[str, int]

    def of(self, model: str) -> int | None:
        """The layer for a name of the hub, or a folder called by one; None where the package does not know it."""
        name = model
        organization, _, rest = model.partition("/")
        if Path(model).is_dir():
            name = Path(model).resolve().name
        elif organization in self.organizations and rest:
            name = rest
        return self.layers.get(name, self.layers.get(model))


@functools.cache
def tuned_layers() -> Layers:
    """The table of layers."""
    data = tomllib.loads(files("eval").joinpath("bertscore_layers.toml").read_text(encoding="utf-8"))
    return Layers(data["source"], tuple(data["organizations"]), data["layers"])


class Embedder:
    """The vectors of a text's tokens by any encoder of the hub or of a local folder.

    They are those of the layer that the bert-score package takes for the model, as if there were no later ones, and of
    the last layer where it knows no such model; `signature` says which.
    """

    def __init__(self, model: str, *, device: str) -> None:
        from transformers import AutoModel

        table = tuned_layers()
        layer = table.of(model)
        self._tokenizer, loaded, self._device = _load(AutoModel, model, device, layers=layer)
        self._model = loaded.get_encoder() if loaded.config.is_encoder_decoder else loaded
        used = int(loaded.config.num_hidden_layers)
        tuned = f"by {table.source}" if layer is not None else f"no, the last, for {table.source} has no such model"
        self.signature = f"model:{model}|layer:{used}|tuned:{tuned}|idf:no|rescaled:no"

    def f1(self, output: str, reference: str) -> float:
        """Greedy matching of the tokens of both by cosine, as BERTScore does: F1, 0 where a text is empty."""
        one, two = self._vectors(output), self._vectors(reference)
        if not len(one) or not len(two):
            return 0.0
        cosines = one @ two.T
        precision, recall = float(cosines.max(dim=1).values.mean()), float(cosines.max(dim=0).values.mean())
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def _vectors(self, text: str) -> Any:
        import torch

        given = self._tokenizer(
            text, return_tensors="pt", truncation=True, max_length=_LONGEST, return_special_tokens_mask=True
        )
        special = given.pop("special_tokens_mask")[0].bool()
        with torch.inference_mode():
            states = self._model(**given.to(self._device)).last_hidden_state[0].cpu()
        return torch.nn.functional.normalize(states[~special].float(), dim=-1)


class Entailment:
    """The probability that one text entails another, by a model for natural language inference or a checker of facts.

    The model has a label of `CONSISTENT`, or is named as MODEL#LABEL, or is an encoder-decoder that answers 1 or 0.
    `signature` says which label, or that it was asked.
    """

    def __init__(self, model: str, *, device: str) -> None:
        from transformers import AutoModelForSeq2SeqLM, AutoModelForSequenceClassification

        name, _, label = model.partition("#")
        self._probabilities: Callable[[Sequence[tuple[str, str]]], list[float]]
        if not label and _answers(name):
            self._tokenizer, self._model, self._device = _load(AutoModelForSeq2SeqLM, name, device)
            self._probabilities = self._asked
            self.signature = f"model:{name}|answers:{'/'.join(_ANSWERS)}"
            return
        self._tokenizer, self._model, self._device = _load(AutoModelForSequenceClassification, name, device)
        self._label, called = _label_of(name, self._model.config, label)
        self._probabilities = self._classified
        self.signature = f"model:{name}|label:{called}"

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One for each pair of premise and hypothesis."""
        batches = (pairs[start : start + _BATCH] for start in range(0, len(pairs), _BATCH))
        return [value for some in batches for value in self._probabilities(some)]

    def _classified(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        import torch

        given = self._tokenizer(
            [premise for premise, _ in pairs],
            [hypothesis for _, hypothesis in pairs],
            return_tensors="pt",
            padding=True,
            truncation="only_first",
            max_length=_LONGEST,
        )
        with torch.inference_mode():
            logits = self._model(**given.to(self._device)).logits
        return [float(value) for value in logits.softmax(dim=-1)[:, self._label].cpu()]

    def _asked(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The probability of the answer yes, of yes and no."""
        import torch

        questions = [_PROMPT.format(premise, hypothesis) for premise, hypothesis in pairs]
        given = self._tokenizer(
            questions, return_tensors="pt", padding=True, truncation=True, max_length=_LONGEST
        ).to(self._device)  # fmt: skip
        inputs = {"input_ids": given["input_ids"], "attention_mask": given["attention_mask"]}
        found = []
        for answer in _ANSWERS:
            [tokens] = self._tokenizer(text_target=[answer], return_tensors="pt")["input_ids"]
            labels = tokens.to(self._device).repeat(len(pairs), 1)
            with torch.inference_mode():
                logits = self._model(**inputs, labels=labels).logits.float()
            found.append(logits.log_softmax(dim=-1).gather(-1, labels.unsqueeze(-1)).sum(dim=(1, 2)))
        return [float(value) for value in torch.stack(found, dim=-1).softmax(dim=-1)[:, 0].cpu()]


def _label_of(model: str, config: Any, wanted: str) -> tuple[int, str]:
    """The number and the name of the label that says so, of `id2label` or, where that has none, of `label2id`."""
    names = {str(label).strip().lower().replace("_", " "): int(index) for label, index in config.label2id.items()}
    names |= {str(label).strip().lower().replace("_", " "): int(index) for index, label in config.id2label.items()}
    given = (wanted.strip().lower().replace("_", " "),) if wanted else CONSISTENT
    for name in given:
        if name in names and names[name] < config.num_labels > 1:
            return names[name], name
    there = ", ".join(str(label) for label in config.id2label.values())
    raise ModelError(
        f"the model {model} has no label {wanted or CONSISTENT[0]}, only {there}; name the one that says that a text "
        "is consistent, as MODEL#LABEL"
    )


def _answers(model: str) -> bool:
    """Whether the model is an encoder-decoder that writes its answer. One that cannot be read is found out later."""
    from transformers import AutoConfig

    try:
        config = AutoConfig.from_pretrained(model)
    except Exception as error:  # the libraries below raise whatever they like
        raise _cannot(model, error) from error
    kinds = config.architectures or ()
    return bool(config.is_encoder_decoder) and not any("SequenceClassification" in kind for kind in kinds)


def _load(kind: Any, model: str, device: str, *, layers: int | None = None) -> tuple[Any, Any, str]:
    """Tokenizer, model and device; of more than `layers` layers the later ones are left out."""
    import torch
    from transformers import AutoConfig, AutoTokenizer

    chosen = "cuda" if device == "cuda" or (device == "auto" and torch.cuda.is_available()) else "cpu"
    try:
        tokenizer = AutoTokenizer.from_pretrained(model)
        config = AutoConfig.from_pretrained(model)
        if layers is not None:
            if layers > config.num_hidden_layers:
                raise ValueError(f"it has {config.num_hidden_layers} layers, and the model of this name has {layers}")
            config.num_hidden_layers = layers
        loaded = kind.from_pretrained(model, config=config).to(chosen).eval()
    except Exception as error:  # the libraries below raise whatever they like
        raise _cannot(model, error) from error
    return tokenizer, loaded, chosen


def _cannot(model: str, error: Exception) -> ModelError:
    return ModelError(f"the model {model} cannot be loaded ({' '.join(str(error).split())[:200]})")
