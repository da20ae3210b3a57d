"""Trains low-rank matrices on prompts and answers: resumable, and with the same result as without a break.

What a step does depends on the seed and its number only: the order of the rows is drawn anew for every pass from both,
and nothing else is random once the matrices have begun.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from models.adapter import lowrank
from models.base import ModelError

_WINDOW = 200
"""Rows among which like lengths are put together; within them the batches come in any order."""

_IGNORED = -100
_MOMENTS = ("step", "exp_avg", "exp_avg_sq")
"""What AdamW keeps of every parameter."""


@dataclass(frozen=True, slots=True)
class Row:
    """A prompt and its answer as token numbers; only the answer is learned."""

    prompt: tuple[int, ...]
    answer: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.prompt) + len(self.answer)


@dataclass(frozen=True, slots=True)
class Schedule:
    """`batch_tokens` bounds a step with its padding; the learning rate rises over `warmup` steps and falls as a cosine
    to a tenth over `steps`, which may be None: then it stays. `clip` bounds the norm of the gradient."""

    learning_rate: float
    batch_tokens: int
    steps: int | None
    warmup: int = 10
    clip: float = 1.0

    def rate(self, step: int) -> float:
        """The learning rate of step `step`, counted from 0."""
        rising = min(1.0, (step + 1) / self.warmup)
        if self.steps is None:
            return self.learning_rate * rising
        progress = min(1.0, step / self.steps)
        return self.learning_rate * rising * (0.1 + 0.45 * (1 + math.cos(math.pi * progress)))


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands after `step` steps: rows and tokens (without padding) seen, and the loss's running mean."""

    step: int
    rows: int
    tokens: int
    loss: float


def train(
    model: Any,
    rows: Sequence[Row],
    *,
    attached: dict[str, lowrank.LowRank],
    schedule: Schedule,
    seed: int,
    state: Path,
    pad: int,
    steps: int,
    save_every: int = 20,
    observe: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Trains until `steps` steps are done in all, going on from the file `state` where there is one.

    `attached` are the matrices on `model`; `observe` hears of every step. The state is written every `save_every`
    steps and at the end.

    Raises:
        ModelError: the state cannot be read, or belongs to other rows or matrices.
    """
    parameters = [parameter for layer in attached.values() for parameter in (layer.a, layer.b)]
    optimizer = torch.optim.AdamW(parameters, lr=schedule.learning_rate, weight_decay=0.0, betas=(0.9, 0.98))
    mark = f"{seed} {len(rows)} {sum(map(len, rows))}"
    progress = _resume(state, mark, parameters, optimizer) if state.is_file() else Progress(0, 0, 0, 0.0)
    model.train(False)
    for batch in _from(rows, seed=seed, tokens=schedule.batch_tokens, done=progress.step):
        if progress.step >= steps:
            break
        for group in optimizer.param_groups:
            group["lr"] = schedule.rate(progress.step)
        loss = _loss(model, [rows[index] for index in batch], pad=pad)
        loss.backward()  # type: ignore[no-untyped-call]  # torch ships no type for it
        torch.nn.utils.clip_grad_norm_(parameters, schedule.clip)
        optimizer.step()
        optimizer.zero_grad()
        value = float(loss.detach())
        progress = Progress(
            progress.step + 1,
            progress.rows + len(batch),
            progress.tokens + sum(len(rows[index]) for index in batch),
            value if not progress.step else 0.97 * progress.loss + 0.03 * value,
        )
        observe(progress)
        if progress.step % save_every == 0:
            _save(state, mark, parameters, optimizer, progress)
    _save(state, mark, parameters, optimizer, progress)
    return progress


def batches(rows: Sequence[Row], *, seed: int, epoch: int, tokens: int) -> Iterator[list[int]]:
    """The rows' indexes for one pass, in batches of at most `tokens` tokens with padding and in an order by `seed`."""
    drawn = random.Random(f"{seed} {epoch}")
    order = list(range(len(rows)))
    drawn.shuffle(order)
    for start in range(0, len(order), _WINDOW):
        window: list[list[int]] = []
        longest = 0
        for index in sorted(order[start : start + _WINDOW], key=lambda index: len(rows[index])):
            longest = len(rows[index])
            if not window or longest * (len(window[-1]) + 1) > tokens:
                window.append([])
            window[-1].append(index)
        drawn.shuffle(window)
        yield from window


def _from(rows: Sequence[Row], *, seed: int, tokens: int, done: int) -> Iterator[list[int]]:
    """All batches of all passes after the first `done`."""
    epoch = 0
    while rows:
        for batch in batches(rows, seed=seed, epoch=epoch, tokens=tokens):
            if done:
                done -= 1
            else:
                yield batch
        epoch += 1


def _loss(model: Any, rows: Sequence[Row], *, pad: int) -> torch.Tensor:
    """The mean loss over the answers' tokens; the output matrix is computed for these alone.

    Padding stands behind a row, where no token of the row looks: so no mask is needed, and a GPU can take its fast way.
    """
    width = max(map(len, rows))
    ids = torch.full((len(rows), width), pad)
    wanted = torch.zeros(len(rows), width, dtype=torch.bool)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = torch.tensor(row.prompt + row.answer)
        wanted[place, len(row.prompt) : len(row)] = True
    ids, wanted = ids.to(model.device), wanted.to(model.device)
    hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state
    chosen = wanted[:, 1:]
    logits = model.lm_head(hidden[:, :-1][chosen]).float()
    return functional.cross_entropy(logits, ids[:, 1:][chosen], ignore_index=_IGNORED)


def _save(state: Path, mark: str, parameters: list[Any], optimizer: torch.optim.Optimizer, progress: Progress) -> None:
    from safetensors.torch import save_file

    tensors = {}
    for number, parameter in enumerate(parameters):
        moments = optimizer.state[parameter]
        tensors[f"{number}.weight"] = parameter.detach().clone()
        tensors |= {f"{number}.{name}": moments[name].clone() for name in _MOMENTS if name in moments}
    partial = state.with_suffix(".partial")
    save_file(tensors, partial, metadata={"mark": mark, "progress": json.dumps(asdict(progress))})
    partial.replace(state)


def _resume(state: Path, mark: str, parameters: list[Any], optimizer: torch.optim.Optimizer) -> Progress:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(state, "pt") as file:
            about = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # it is no dict
        progress = Progress(**json.loads(about["progress"]))
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The state of the training {state} cannot be read ({error}); delete it.") from error
    shapes = [tensors[name].shape for number in range(len(parameters)) if (name := f"{number}.weight") in tensors]
    if about["mark"] != mark or shapes != [parameter.shape for parameter in parameters]:
        raise ModelError(f"The state {state} belongs to a training on other rows or matrices; give another folder.")
    with torch.no_grad():
        for number, parameter in enumerate(parameters):
            parameter.copy_(tensors[f"{number}.weight"])
            optimizer.state[parameter] = {
                name: stored.to(parameter.device if stored.ndim else "cpu")  # AdamW counts its steps on the CPU
                for name in _MOMENTS
                if (stored := tensors.get(f"{number}.{name}")) is not None
            }
    return progress
