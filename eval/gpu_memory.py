"""Whether a batch that does not fit into the memory of a CUDA device is halved, tried with torch's own limit."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from eval.gpu_models import ENOUGH
from models.base import ModelError, Translator

_PART = 0.4
"""Of what all texts at once take beyond a single one, the part that they may have: a half fits, or a quarter."""


def check_halving(engine: Translator, texts: Sequence[str], *, title: str) -> tuple[str, bool]:
    """One sentence on what becomes of `texts` where memory is short for all at once, and whether it is as it should be.

    The need is measured first, with one text and with all; then torch may take less than all need. It is as it should
    be if memory ran out at least once, and yet every text came back as long as before and all but a few alike.
    """
    import torch

    alone, together = (_peak(engine, texts[:1]), _peak(engine, texts))
    _settle()
    limit = max(torch.cuda.memory_reserved(), alone) + int(_PART * (together - alone))
    expected = engine.translate(texts)
    _settle()
    before = _times_short()
    torch.cuda.set_per_process_memory_fraction(limit / torch.cuda.get_device_properties(0).total_memory)
    try:
        outputs = engine.translate(texts)
    except ModelError as error:
        return f"Memory that runs out, {title}: {error}", False
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    short = _times_short() - before
    same = sum(one.text == other.text for one, other in zip(outputs, expected, strict=True))
    whole = [output.tokens for output in outputs] == [output.tokens for output in expected]
    return describe(
        title, short=short, same=same, texts=len(texts), whole=whole, limit=limit / 1e9, need=together / 1e9
    )


def describe(
    title: str, *, short: int, same: int, texts: int, whole: bool, limit: float, need: float
) -> tuple[str, bool]:
    """What `check_halving` says: memory (in GB) was `short` so many times, `same` of the `texts` came out alike."""
    told = f"Memory that runs out, {title}: with {limit:.2f} GB where {texts} texts at once take {need:.2f} GB, "
    if not short:
        return f"{told}it never ran out, so nothing was shown.", False
    if not whole or same < ENOUGH * texts:
        return f"{told}it ran out {short} times, and only {same} of {texts} came back as before.", False
    return f"{told}it ran out {short} times, and all came back in smaller batches, {same} of {texts} the same.", True


def _peak(engine: Translator, texts: Sequence[str]) -> int:
    """The most memory, in bytes, that was taken while `texts` were translated."""
    import torch

    _settle()
    torch.cuda.reset_peak_memory_stats()
    engine.translate(texts)
    return int(torch.cuda.max_memory_allocated())


def _settle() -> None:
    import torch

    gc.collect()
    torch.cuda.empty_cache()


def _times_short() -> int:
    import torch

    return int(torch.cuda.memory_stats()["num_ooms"])
