"""The two transformers that the optional scores use: embeddings of tokens, and entailment of one text by another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.base import ModelError

_LONGEST = 512
_BATCH = 16


class Embedder:
    """The vectors of a text's tokens by any encoder of the hub or of a local folder."""

    def __init__(self, model: str, *, device: str) -> None:
        from transformers import AutoModel

        self._tokenizer, self._model, self._device = _load(AutoModel, model, device)

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
    """The probability that one text entails another, by a model for natural language inference."""

    def __init__(self, model: str, *, device: str) -> None:
        from transformers import AutoModelForSequenceClassification

        self._tokenizer, self._model, self._device = _load(AutoModelForSequenceClassification, model, device)
        labels = {str(label).lower(): int(index) for index, label in self._model.config.id2label.items()}
        if "entailment" not in labels:
            raise ModelError(f"the model {model} has no label entailment, only {', '.join(sorted(labels))}")
        self._label = labels["entailment"]

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One for each pair of premise and hypothesis."""
        import torch

        found: list[float] = []
        for start in range(0, len(pairs), _BATCH):
            some = pairs[start : start + _BATCH]
            given = self._tokenizer(
                [premise for premise, _ in some],
                [hypothesis for _, hypothesis in some],
                return_tensors="pt",
                padding=True,
                truncation="only_first",
                max_length=_LONGEST,
            )
            with torch.inference_mode():
                logits = self._model(**given.to(self._device)).logits
            found += [float(value) for value in logits.softmax(dim=-1)[:, self._label].cpu()]
        return found


def _load(kind: Any, model: str, device: str) -> tuple[Any, Any, str]:
    import torch
    from transformers import AutoTokenizer

    chosen = "cuda" if device == "cuda" or (device == "auto" and torch.cuda.is_available()) else "cpu"
    try:
        tokenizer = AutoTokenizer.from_pretrained(model)
        loaded = kind.from_pretrained(model).to(chosen).eval()
    except Exception as error:  # the libraries below raise whatever they like
        raise ModelError(f"the model {model} cannot be loaded ({' '.join(str(error).split())[:200]})") from error
    return tokenizer, loaded, chosen
