"""Arabic news into English, with every number accounted for: what a program may use of amana.

`import amana` loads nothing yet; each name comes from `amana.library` when it is first used. The command line lives
beside it (`amana.app`); it alone, and the library, stand above models, pipeline and evaluation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amana.library import (
        Article,
        Check,
        Engines,
        Fidelity,
        Finding,
        Generation,
        InputError,
        ModelError,
        Quantities,
        Quantity,
        Record,
        SummaryOptions,
        compare,
        load_engines,
        number_fidelity,
        read,
        read_article,
        support,
        translate,
    )

__all__ = [
    "Article", "Check", "Engines", "Fidelity", "Finding", "Generation", "InputError", "ModelError", "Quantities",
    "Quantity", "Record", "SummaryOptions", "compare", "load_engines", "number_fidelity", "read", "read_article",
    "support", "translate",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from amana import library

    return getattr(library, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
