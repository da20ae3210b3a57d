"""What is asked of an engine, one text at a time, so that the same question can be recognised, shared and stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from models.base import Generation, HintedTranslator, ModelError, Progress
from models.registry import Engines

Kind = Literal["translate", "retranslate", "sample", "summarize"]
KINDS: tuple[Kind, ...] = ("translate", "retranslate", "sample", "summarize")
"""In the order in which they are served: what is further ahead waits, so that more articles are asked for at once."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One text for an engine, with all that decides its output besides the model.

    `hint`, `n` and `seed` are those of `models.base.HintedTranslator`, `sentences` is that of a summary.
    """

    kind: Kind
    text: str
    hint: str = ""
    n: int = 1
    seed: int = 0
    sentences: int = 0

    @property
    def call(self) -> tuple[Kind, int, int, int]:
        """What must be equal for two to go into one call of an engine."""
        return (self.kind, self.n, self.seed, self.sentences)


Answer = tuple[Generation, ...]
"""The outputs for one text: `Ask.n` of them."""


def ask_engine(engines: Engines, asks: Sequence[Ask], *, progress: Progress | None = None) -> list[Answer]:
    """Puts `asks`, all of the same `Ask.call`, to their engine in one call; the answers in the same order.

    Raises:
        ModelError: the engine failed, returned too few outputs, or cannot draw alternatives.
    """
    first = asks[0]
    texts, hints = [ask.text for ask in asks], [ask.hint for ask in asks]
    translator = engines.translator
    outputs: Sequence[Sequence[Generation]]
    if first.kind == "summarize":
        name = engines.summarizer.name
        outputs = _each_alone(engines.summarizer.summarize(texts, sentences=first.sentences, progress=progress))
    elif first.kind == "translate":
        name = translator.name
        outputs = _each_alone(translator.translate(texts, progress=progress))
    elif not isinstance(translator, HintedTranslator):
        raise ModelError(f"the engine {translator.name} takes no hints")
    elif first.kind == "retranslate":
        name = translator.name
        outputs = _each_alone(translator.retranslate(texts, hints=hints))
    else:
        name = translator.name
        outputs = translator.sample(texts, hints=hints, n=first.n, seed=first.seed)
    if len(outputs) != len(asks):
        raise ModelError(
            f"The engine {name} returned {len(outputs)} outputs for {len(asks)} texts; choose another with "
            "--translator or --summarizer."
        )
    return [tuple(each) for each in outputs]


def chunks(asks: Sequence[Ask], size: int) -> Iterator[list[Ask]]:
    """`asks` in their order, at most `size` outputs in a chunk and at least one ask."""
    rest = iter(asks)
    each = max(1, size // asks[0].n) if asks else 1
    while chunk := list(islice(rest, each)):
        yield chunk


def _each_alone(outputs: Sequence[Generation]) -> list[Answer]:
    return [(output,) for output in outputs]
