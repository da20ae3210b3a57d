"""`python -m eval.training CONFIG --data FOLDER --work FOLDER`: makes the rows, then trains, and goes on after a break.

It needs the extra `train` (gguf, accelerate). The weights come from the embedded model's GGUF, in bfloat16. It trains
on a CUDA device where torch sees one, else on the CPU.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.training import config, validation
from eval.training.rows import TrainingRow, make_rows
from models import prompts
from models.base import ModelError
from models.devices import choose_device
from models.store import MODEL_FILES, pull

LOG = logging.getLogger("amana.training")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 0 when all steps are done, 2 for a configuration that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m eval.training", description=__doc__)
    parser.add_argument("config", type=Path, help="the configuration, such as eval/training/embedded.toml")
    parser.add_argument("--data", type=Path, required=True, help="the folder that its file names are relative to")
    parser.add_argument("--work", type=Path, required=True, help="where rows, checkpoints and the log are kept")
    parser.add_argument(
        "--steps", type=int, help="stop after so many steps in all (default: the passes of the configuration)"
    )
    parser.add_argument("--rows-only", action="store_true", help="make the rows and the lexical model, train nothing")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stderr)
    try:
        training = config.read(chosen.config, data=chosen.data, work=chosen.work)
        rows = make_rows(training)
        if not chosen.rows_only:
            run(training, rows, steps=chosen.steps)
    except ModelError as error:
        LOG.error("%s", error)
        return 2
    return 0


def run(training: config.Training, rows: Sequence[TrainingRow], *, steps: int | None) -> None:
    """Trains on `rows`, with a checkpoint, its scores and a card of the data every `checkpoint_steps` steps.

    Raises:
        ModelError: the weights or the state cannot be read.
    """
    import torch

    from models.adapter import lowrank
    from models.adapter.training import Progress, Row, Schedule, batches, train

    chosen = training.adapter
    torch.set_num_threads(chosen.threads)
    model, tokenizer = load_plain(training.work / "plain")
    device = choose_device("auto")
    model.to(device)
    LOG.info("training on %s", device)
    torch.manual_seed(chosen.seed)
    attached = lowrank.attach(model, layers=range(*chosen.layers), rank=chosen.rank)
    if chosen.begin:
        lowrank.restore(attached, Path(chosen.begin))
    encoded = [
        Row(tuple(tokenizer(prompt(row)).input_ids), tuple(tokenizer(f"{row.english}<|im_end|>").input_ids))
        for row in rows
    ]
    encoded = [row for row in encoded if len(row) < chosen.longest]
    whole = steps or sum(
        1
        for epoch in range(chosen.passes)
        for _ in batches(encoded, seed=chosen.seed, epoch=epoch, tokens=chosen.batch_tokens)
    )
    schedule = Schedule(chosen.learning_rate, chosen.batch_tokens, chosen.steps)
    started = time.monotonic()

    def observe(progress: Progress) -> None:
        if progress.step % 10 == 0:
            minutes = (time.monotonic() - started) / 60
            LOG.info("step %d, rows %d, loss %.3f, %.0f min", progress.step, progress.rows, progress.loss, minutes)

    (training.work / "card.json").write_text(json.dumps(card(training, rows), indent=2), encoding="utf-8")
    done = 0
    while done < whole:
        target = min(whole, (done // training.checkpoint_steps + 1) * training.checkpoint_steps)
        progress = train(
            model,
            encoded,
            attached=attached,
            schedule=schedule,
            seed=chosen.seed,
            state=training.work / "state.safetensors",
            pad=tokenizer.pad_token_id,
            steps=target,
            observe=observe,
        )
        if progress.step > target:  # the state was further on
            done = progress.step
            continue
        done = progress.step
        lowrank.save(attached, training.work / f"adapter-{done}.safetensors")
        for name, scores in validation.measure(training, model, tokenizer).items():
            LOG.info("step %d, rows %d, %s: %s", done, progress.rows, name, scores)


def prompt(row: TrainingRow) -> str:
    """The prompt of a row, as the engine renders it at run time."""
    return prompts.chatml(prompts.short_translation_turns(row.arabic, hint=row.hint))


def load_plain(folder: Path) -> tuple[Any, Any]:
    """The embedded model as a transformers model in bfloat16 and its tokenizer; a dequantized copy is kept in `folder`.

    Raises:
        ModelError: the GGUF cannot be had, or what reads it is not installed.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    if not (folder / "config.json").is_file():
        path = pull("embedded")
        try:
            from transformers import GgufConfig
        except ImportError as error:
            raise ModelError(f"The GGUF cannot be read ({error}); run `pip install 'amana[train]'`.") from error
        name = MODEL_FILES["embedded"].filename
        tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=name)
        model = AutoModelForCausalLM.from_pretrained(
            path.parent, gguf_file=name, dtype=torch.bfloat16, quantization_config=GgufConfig(dequantize=True)
        )
        model.config.quantization_config = None
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    return (
        AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16),
        AutoTokenizer.from_pretrained(folder),
    )


def card(training: config.Training, rows: Sequence[TrainingRow]) -> dict[str, Any]:
    """What a training was on: pairs and licence of every source, and the settings."""
    return {
        "sources": {
            name: {"pairs": sum(row.source == name for row in rows), "licence": source.licence}
            for name, source in training.sources.items()
        },
        "lexicon": training.lexicon.licence,
        "adapter": {field: getattr(training.adapter, field) for field in training.adapter.__dataclass_fields__},
        "prompt_version": prompts.PROMPT_VERSION,
    }


if __name__ == "__main__":
    raise SystemExit(main())
