"""The lexical model that amana ships, as the rest of amana asks it."""

from __future__ import annotations

from collections.abc import Sequence


class ShippedLexicon:
    """`models.base.Lexicon` over the shipped model, which is read when it is first asked."""

    def coverages(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        """See `models.base.Lexicon`."""
        from models.lexical import storage
        from models.lexical.coverage import coverage

        model = storage.load()
        return [coverage(source, output, model) for source, output in pairs]
