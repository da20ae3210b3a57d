"""Work in batches of like length, bounded in tokens; where memory runs out, half as much at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from models.base import ModelError


def run_in_batches(
    lengths: Sequence[int],
    work: Callable[[Sequence[int]], None],
    *,
    tokens: int,
    name: str,
    release: Callable[[], None] = lambda: None,
) -> None:
    """Calls `work` with the indexes of one batch after the other, until every index of `lengths` was in one.

    The longest come first. A batch holds at most `tokens` tokens with its padding, or one text. Where `work` raises
    that memory ran out, `release` is called and the same texts come again, half as many at a time. `name` is the
    model's, for messages.

    Raises:
        ModelError: memory runs out with a single text, or the library fails for another reason.
    """
    waiting = deque(sorted(range(len(lengths)), key=lambda index: -lengths[index]))
    most = len(waiting)
    while waiting:
        size = min(most, max(1, tokens // max(1, lengths[waiting[0]])), len(waiting))
        batch = [waiting[place] for place in range(size)]
        if _fits(work, batch, name):
            for _ in batch:
                waiting.popleft()
        elif size == 1:
            raise ModelError(
                f"The model {name} ran out of memory with a single text; choose a smaller model, or --device cpu."
            )
        else:
            most = size // 2
            release()


def is_out_of_memory(error: BaseException) -> bool:
    """Whether `error` is what torch (CUDA, MPS, CPU) or CTranslate2 raises where memory runs out."""
    text = str(error).lower()
    return "OutOfMemory" in type(error).__name__ or "out of memory" in text or "can't allocate memory" in text


def _fits(work: Callable[[Sequence[int]], None], batch: Sequence[int], name: str) -> bool:
    try:
        work(batch)
    except RuntimeError as error:
        # What the error's frames hold is let go with it, at the end of this block.
        if is_out_of_memory(error):
            return False
        reason = next((line.strip().rstrip(".") for line in str(error).splitlines() if line.strip()), "no reason given")
        raise ModelError(f"The model {name} failed while generating ({reason}); choose another model.") from error
    return True
