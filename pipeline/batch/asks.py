"""What is asked of an engine, one text at a time, so that the same question can be recognised, shared and stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from models.base import Generation, Progress, require_one_each
from models.registry import Engines

Kind = Literal["translate", "retranslate", "sample", "summarize", "resummarize"]
KINDS: tuple[Kind, ...] = ("translate", "retranslate", "sample", "summarize", "resummarize")
"""In the order in which they are served: what is further ahead waits, so that more articles are asked for at once."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One text for an engine, with all that decides its output besides the model.

    `hint`, `n` and `seed` are those of `models.base.SamplingTranslator`, `figures` and `sentences` those of a summary.
    """

    kind: Kind
    text: str
    hint: str = ""
    n: int = 1
    seed: int = 0
    sentences: int = 0
    figures: tuple[str, ...] = ()

    @property
    def is_summary(self) -> bool:
        """Whether it is for the summarizer."""
        return self.kind in ("summarize", "resummarize")

    @property
    def call(self) -> tuple[Kind, int, int, int]:
        """What must be equal for two to go into one call of an engine."""
        return (self.kind, self.n, self.seed, self.sentences)


Answer = tuple[Generation, ...]
"""The outputs for one text: `Ask.n` of them."""


def ask_engine(engines: Engines, asks: Sequence[Ask], *, progress: Progress | None = None) -> list[Answer]:
    """Puts `asks`, all of the same `Ask.call`, to their engine in one call; the answers in the same order.

    Raises:
        ModelError: the engine failed, or returned too few outputs or too many.
    """
    first = asks[0]
    engine = engines.summarizer if first.is_summary else engines.translator
    outputs = _CALLS[first.kind](engine, asks, progress)
    require_one_each(outputs, len(asks), engine=engine.name)
    return [tuple(each) for each in outputs]


def chunks(asks: Sequence[Ask], size: int) -> Iterator[list[Ask]]:
    """`asks` in their order, at most `size` outputs in a chunk and at least one ask."""
    rest = iter(asks)
    each = max(1, size // asks[0].n) if asks else 1
    while chunk := list(islice(rest, each)):
        yield chunk


Outputs = Sequence[Sequence[Generation]]


def _translate(engine: Any, asks: Sequence[Ask], progress: Progress | None) -> Outputs:
    return _each_alone(engine.translate([ask.text for ask in asks], progress=progress))


def _retranslate(engine: Any, asks: Sequence[Ask], _: Progress | None) -> Outputs:
    return _each_alone(engine.retranslate([ask.text for ask in asks], hints=[ask.hint for ask in asks]))


def _sample(engine: Any, asks: Sequence[Ask], _: Progress | None) -> Outputs:
    texts, hints = [ask.text for ask in asks], [ask.hint for ask in asks]
    outputs: Outputs = engine.sample(texts, hints=hints, n=asks[0].n, seed=asks[0].seed)
    return outputs


def _summarize(engine: Any, asks: Sequence[Ask], progress: Progress | None) -> Outputs:
    texts = [ask.text for ask in asks]
    return _each_alone(engine.summarize(texts, sentences=asks[0].sentences, progress=progress))


def _resummarize(engine: Any, asks: Sequence[Ask], _: Progress | None) -> Outputs:
    texts, figures = [ask.text for ask in asks], [ask.figures for ask in asks]
    return _each_alone(engine.resummarize(texts, figures=figures, sentences=asks[0].sentences))


def _each_alone(outputs: Sequence[Generation]) -> Outputs:
    return [(output,) for output in outputs]


# The engines are as wide as their protocols in models.base; a question is only asked of an engine that has its method.
_CALLS: dict[Kind, Callable[[Any, Sequence[Ask], Progress | None], Outputs]] = {
    "translate": _translate,
    "retranslate": _retranslate,
    "sample": _sample,
    "summarize": _summarize,
    "resummarize": _resummarize,
}
