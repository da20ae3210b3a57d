"""Groups of options that commands take as one, for the commands that run models."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from amana import options
from amana.progress import Shown
from models import registry
from pipeline.stages import DEFAULT_SUMMARY
from pipeline.summarize import SummaryOptions


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """Which models run, and where: a group of options."""

    translator: options.Translator = None
    summarizer: options.Summarizer = None
    profile: options.Profile = "auto"
    device: options.Device = "auto"
    compute_type: options.ComputeType = "auto"
    api_base: options.ApiBase = None
    insecure: options.Insecure = False
    parallel: options.Parallel = None

    @property
    def choice(self) -> tuple[str | None, ...]:
        """What of this can change a result."""
        server = (self.api_base,) if self.api_base else ()
        return (self.profile, self.translator, self.summarizer, self.device, self.compute_type, *server)

    def load(self, shown: Shown | None = None, *, terms: registry.Glossary | None = None) -> registry.Engines:
        """The engines, which are told the user's `terms`; `shown` hears of downloads and of what takes long.

        Raises:
            ModelError: they cannot be had.
        """
        heard: dict[str, Any] = {} if shown is None else {"progress": shown.download, "say": shown.say}
        if terms is not None:
            heard["terms"] = terms
        return registry.load_engines(**asdict(self), **heard)


@dataclass(frozen=True, slots=True)
class SummaryGroup:
    """What the user asks of a summary: a group of options."""

    summary_sentences: options.SummarySentences = DEFAULT_SUMMARY.sentences
    summary_form: options.SummaryForm = DEFAULT_SUMMARY.form
    must_keep: options.MustKeep = DEFAULT_SUMMARY.must_keep

    @property
    def options(self) -> SummaryOptions:
        """As the pipeline takes them."""
        return SummaryOptions(self.summary_sentences, self.summary_form, self.must_keep)


def read_terms(glossary: Path | None) -> registry.Glossary | None:
    """The user's terms, where a file of them is given.

    Raises:
        InputError: it cannot be read, or something in it is no entry.
    """
    if glossary is None:
        return None
    from pipeline.terms.files import read_glossary

    return read_glossary(glossary)
