"""What the embedded model is taught with: the shipped adapter, and glossaries from the shipped lexical model."""

from __future__ import annotations

from models.adapter import shipped as adapter
from models.gguf import Schooling
from models.lexical import glossary, storage


def shipped(*, with_adapter: bool = True, with_glossary: bool = True) -> Schooling:
    """The adapter and the glossaries that amana ships, verified; either can be left out, to measure the other.

    Raises:
        ModelError: a file is missing or damaged.
    """
    path, digest = adapter.verified() if with_adapter else (None, "")
    model = storage.load() if with_glossary else None
    return Schooling(
        digest=", ".join(
            part
            for part in (
                digest and f"adapter {digest}",
                f"lexical {model.digest}, glossary {glossary.VERSION}" if model else "",
            )
            if part
        ),
        adapter=path,
        glossary=(lambda text: glossary.line(glossary.glossary(text, model))) if model else None,
    )
