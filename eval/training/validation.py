"""Scores of the model that is being trained on lines that it never sees: chrF2, BLEU, and lines with a number error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.training.config import Pair, Training, read_validation
from models import prompts
from models.lexical import glossary
from models.lexical.model import LexicalModel
from models.lexical.storage import unpack
from pipeline.numbers import compare, read

_BATCH = 16
_MOST_TOKENS = 130


def measure(training: Training, model: Any, tokenizer: Any) -> dict[str, str]:
    """For each set of validation lines what it scores, as a sentence."""
    lexical = unpack((training.work / "lexical.npz").read_bytes())
    return {
        name: scores(pairs, translate(pairs, model, tokenizer, lexical))
        for name, chosen in training.validation.items()
        if (pairs := read_validation(chosen))
    }


def translate(pairs: Sequence[Pair], model: Any, tokenizer: Any, lexical: LexicalModel) -> list[str]:
    """Greedy translations of the Arabic of `pairs` with their glossaries, in the order of `pairs`."""
    import torch

    asked = []
    for arabic, _ in pairs:
        hint = glossary.line(glossary.glossary(arabic, lexical))
        asked.append(prompts.chatml(prompts.short_translation_turns(arabic, hint=hint)))
    outputs = [""] * len(asked)
    order = sorted(range(len(asked)), key=lambda index: len(asked[index]))
    for start in range(0, len(order), _BATCH):
        indexes = order[start : start + _BATCH]
        encoded = tokenizer(
            [asked[index] for index in indexes], return_tensors="pt", padding=True, padding_side="left"
        ).to(model.device)
        with torch.inference_mode():
            found = model.generate(
                **encoded, max_new_tokens=_MOST_TOKENS, do_sample=False, eos_token_id=tokenizer.eos_token_id,
                pad_token_id=tokenizer.pad_token_id,
            )  # fmt: skip
        for index, ids in zip(indexes, found, strict=True):
            outputs[index] = tokenizer.decode(ids[encoded.input_ids.shape[1] :], skip_special_tokens=True).strip()
    return outputs


def scores(pairs: Sequence[Pair], outputs: Sequence[str]) -> str:
    """chrF2, BLEU and, of the lines with a number, how many have a number error."""
    import sacrebleu

    references = [[english for _, english in pairs]]
    chrf = sacrebleu.corpus_chrf(list(outputs), references).score
    bleu = sacrebleu.corpus_bleu(list(outputs), references).score
    numbered = [
        (arabic, output)
        for (arabic, _), output in zip(pairs, outputs, strict=True)
        if any(one.lone is None for one in read(arabic, lang="ar"))
    ]
    wrong = sum(not compare(arabic, output).ok for arabic, output in numbered)
    return f"{len(pairs)} lines, chrF2 {chrf:.1f}, BLEU {bleu:.1f}, number errors in {wrong} of {len(numbered)} lines"
