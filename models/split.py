"""Texts longer than a model reads: cut into pieces that fit, and put together again. Nothing is ever cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from models.base import Generation, Progress, UnfinishedError, of_parts

Generate = Callable[[Sequence[str], Sequence[int], Callable[[int], None]], list[list[Generation]]]
"""Gets pieces, for each the index of its text, and whom to tell the index of each piece that is done; gives for each
piece its generations, equally many for all."""


def split_to_fit(text: str, *, limit: int, count: Callable[[str], int]) -> list[str]:
    """Cuts `text` into pieces for which `count` (tokens) gives at most `limit`, at lines, sentences or spaces.

    Halves what is too long at the best boundary near its middle. Joining the pieces with a space loses no word.
    """
    # No vocabulary has tokens that average eight characters, so very long texts need no counting.
    if len(text) < 2 or (len(text) <= 8 * limit and count(text) <= limit):
        return [text]
    cut = middle_boundary(text)
    halves = (text[:cut].strip(), text[cut:].strip())
    return [piece for half in halves if half for piece in split_to_fit(half, limit=limit, count=count)]


def middle_boundary(text: str) -> int:
    """Where to cut `text` in two: at the line, sentence or space nearest to its middle, else in the middle."""
    middle = len(text) // 2
    for mark in ("\n", ". ", "! ", "? ", "؟ ", "، ", " "):
        before, after = text.rfind(mark, 1, middle), text.find(mark, middle)
        cuts = [position + len(mark) for position in (before, after) if position > 0]
        cut = min(cuts, key=lambda position: abs(position - middle), default=0)
        # A cut close to an end would leave one piece as long as it was.
        if len(text) // 4 < cut < len(text) - len(text) // 4:
            return cut
    return middle


def pieces_of(text: str, *, limit: int, count: Callable[[str], int]) -> list[str]:
    """The pieces of `text` as `split_to_fit` cuts them; none where it is blank."""
    return split_to_fit(text.strip(), limit=limit, count=count) if text.strip() else []


def generate_by_pieces(
    texts: Sequence[str],
    generate: Generate,
    *,
    limit: int,
    count: Callable[[str], int],
    progress: Progress | None = None,
) -> list[list[Generation]]:
    """Cuts `texts` to `limit` tokens, generates for all pieces in one call, and joins what belongs together.

    For each text as many generations as `generate` gives for a piece, the first joined with the first and so on; one
    empty generation for a blank text. `progress` hears of a text when its last piece is done.
    """
    pieces = [pieces_of(text, limit=limit, count=count) for text in texts]
    owners = [owner for owner, parts in enumerate(pieces) for _ in parts]
    pieces_left = [len(parts) for parts in pieces]

    def finished(index: int) -> None:
        pieces_left[owners[index]] -= 1
        if progress and not pieces_left[owners[index]]:
            progress(1)

    if progress and 0 in pieces_left:
        progress(pieces_left.count(0))  # the empty texts
    try:
        outputs = dict(enumerate(generate([piece for parts in pieces for piece in parts], owners, finished)))
    except UnfinishedError as error:
        whole = {text: outputs for text, outputs in _joined(owners, error.outputs).items() if not pieces_left[text]}
        raise error.holding(whole) from error
    joined = _joined(owners, outputs)
    return [joined.get(text) or [join([], " ")] for text in range(len(texts))]


def _joined(owners: Sequence[int], outputs: Mapping[int, Sequence[Generation]]) -> dict[int, list[Generation]]:
    """By text the generations of its pieces, joined."""
    drawn: dict[int, list[Sequence[Generation]]] = {}
    for piece, owner in enumerate(owners):
        if piece in outputs:
            drawn.setdefault(owner, []).append(outputs[piece])
    return {
        owner: [join(alternative, " ") for alternative in zip(*parts, strict=True)] for owner, parts in drawn.items()
    }


def join(parts: Sequence[Generation], separator: str) -> Generation:
    """The generations of the pieces of one text as one."""
    if len(parts) == 1:
        return parts[0]
    return of_parts(separator.join(part.text for part in parts), parts)


def defuse(text: str, tokens: Iterable[str]) -> str:
    """`text` without what a tokenizer would take for one of its control `tokens`: a space goes into each.

    So an article cannot end its own input or its own turn.
    """
    for token in sorted(set(tokens), key=len, reverse=True):
        if len(token) > 1 and token in text:
            text = text.replace(token, f"{token[0]} {token[1:]}")
    return text
