"""The public library, see docs/library.md: `import amana` gives every name here that `amana.__all__` lists.

The number functions need no model; the modules that do are imported when they are first asked for.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amana import notebook
from models.base import Generation, ModelError
from models.lexical.shipped import same_word
from pipeline import numbers
from pipeline.article import Article, InputError
from pipeline.article import Record as _Record
from pipeline.numbers import Comparison, Finding, Language, Quantity

if TYPE_CHECKING:
    from models.registry import Engines
    from pipeline.stages import Observer
    from pipeline.summarize import SummaryOptions

__all__ = [
    "Article", "Check", "Engines", "Fidelity", "Finding", "Generation", "InputError", "ModelError", "Quantities",
    "Quantity", "Record", "SummaryOptions", "compare", "load_engines", "number_fidelity", "read", "read_article",
    "support", "translate",
]  # fmt: skip

_LATER = {
    "Engines": "models.registry",
    "SummaryOptions": "pipeline.summarize",
}
"""Where the names are whose modules are imported at their first use."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LATER[name]), name)


class Quantities(list[Quantity]):
    """The quantities of a text in reading order: a list that shows itself as a table in a notebook."""

    def _repr_html_(self) -> str:
        return notebook.quantities_html(self)


class Check(Comparison):
    """What a comparison found: `ok`, `findings` (what is wrong) and `matched`; a table in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return notebook.check_html(self)


class Record(_Record):
    """Everything known of one translated article; a summary and a number table in a notebook."""

    __slots__ = ()

    @property
    def english(self) -> str:
        """The translation, in the paragraphs of the source."""
        from pipeline.article import english_text

        return english_text(self)

    @property
    def verdict(self) -> str:
        """ "ok", "warning" or "error": the worst of what is to be said of it."""
        from pipeline.verdict import verdict

        return verdict(self)

    def _repr_html_(self) -> str:
        return notebook.record_html(self)


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How the numbers of many texts fared in their translations.

    Of `source` numbers `kept` arrived; of `target` numbers `right` are backed by the source; `alarms` counts error
    findings. `checks` has the comparison of each pair.
    """

    source: int
    kept: int
    target: int
    right: int
    alarms: int
    checks: tuple[Check, ...]

    @property
    def preservation(self) -> float | None:
        """The share of the sources' numbers that arrived; None where there are none."""
        return self.kept / self.source if self.source else None

    @property
    def precision(self) -> float | None:
        """The share of the translations' numbers that the sources back; None where there are none."""
        return self.right / self.target if self.target else None


def read(text: str, *, lang: Language) -> Quantities:
    """The quantities of `text`, "ar" or "en", in reading order. Never raises on any text."""
    return Quantities(numbers.read(text, lang=lang))


def compare(source: str, target: str, *, source_lang: Language = "ar", target_lang: Language = "en") -> Check:
    """What became of the numbers of `source` in its translation `target`, in both directions."""
    return _check(
        numbers.compare(source, target, source_lang=source_lang, target_lang=target_lang, same_word=same_word)
    )


def support(source: str, target: str, *, source_lang: Language = "ar", target_lang: Language = "en") -> Check:
    """Whether `source` backs every number of `target`, a summary; what the summary leaves out is no finding."""
    return _check(numbers.support(source, target, source_lang=source_lang, target_lang=target_lang))


def number_fidelity(
    sources: Sequence[str], outputs: Sequence[str], *, source_lang: Language = "ar", target_lang: Language = "en"
) -> Fidelity:
    """Compares each of `sources` with the output at its place, and counts as `amana evaluate` does.

    Raises:
        InputError: there are not as many outputs as sources.
    """
    if len(sources) != len(outputs):
        raise InputError(f"There are {len(sources)} sources and {len(outputs)} outputs; give one output each.")
    from eval.fidelity import Tally, tally

    checks = tuple(
        compare(source, output, source_lang=source_lang, target_lang=target_lang)
        for source, output in zip(sources, outputs, strict=True)
    )
    total = sum(map(tally, checks), Tally())
    return Fidelity(total.source, total.kept, total.target, total.right, total.alarms, checks)


def read_article(path: str | Path) -> Article:
    """The article in a file of any kind that amana reads (docs/formats.md), tables aside.

    Raises:
        InputError: there is no such file, or no article in it.
    """
    from pipeline.ingest import read_article as read_file

    return read_file(Path(path))


def load_engines(**options: Any) -> Engines:
    """The engines of a run, as `amana translate` loads them: `profile`, `translator`, `summarizer`, `device`, and the
    other options of `models.registry.load_engines`. What is not on this machine is fetched.

    Raises:
        ModelError: no model could be loaded.
    """
    from models import registry

    return registry.load_engines(**options)


@functools.cache
def _default_engines() -> Engines:
    return load_engines()


def translate(
    article: str | Path | Article,
    *,
    engines: Engines | None = None,
    summary: SummaryOptions | None = None,
    repair: bool = True,
    observer: Observer | None = None,
) -> Record:
    """Translates and summarizes an Arabic article, and checks every number on the way.

    `article` is its text, the path of a file (`pathlib.Path`), or an `Article`. Without `engines` those of the profile
    "auto" are loaded at the first call and kept for the next. `observer` hears of each stage.

    Raises:
        InputError: there is nothing to translate.
        ModelError: no engine could be loaded, or it failed.
    """
    from pipeline import stages
    from pipeline.ingest import article_from_text

    if isinstance(article, Path):
        article = read_article(article)
    elif isinstance(article, str):
        article = article_from_text(article, id="article")
    made = stages.run(
        article,
        engines or _default_engines(),
        summary=summary or stages.DEFAULT_SUMMARY,
        budget=stages.DEFAULT_BUDGET if repair else None,
        observer=observer,
    )
    return Record(**{field.name: getattr(made, field.name) for field in fields(made)})


def _check(found: Comparison) -> Check:
    return Check(found.findings, found.matched)
