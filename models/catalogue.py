"""The models of the hub that amana knows by name, as a data table. Any other is taken by its name or folder too.

Licences and parameter counts are those of the models' own pages, papers and names (docs/models.md has the sources).
"""

from __future__ import annotations

from dataclasses import dataclass

from models.families import Role


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model of the hub. `parameters` as its page or paper counts them, in millions, None where neither does.

    `licence` is an SPDX name, or None where the model's page states none.
    """

    name: str
    title: str
    roles: frozenset[Role]
    parameters: int | None
    licence: str | None

    @property
    def terms(self) -> str:
        """The licence in words for a table, with what it forbids."""
        if self.licence is None:
            return "none stated"
        return f"{self.licence} (non-commercial)" if "-NC-" in self.licence else self.licence


_TRANSLATES: frozenset[Role] = frozenset({"translator"})
_SUMMARIZES: frozenset[Role] = frozenset({"summarizer"})
_BOTH = _TRANSLATES | _SUMMARIZES

HUB_MODELS = (
    HubModel("Helsinki-NLP/opus-mt-tc-big-ar-en", "Marian, Arabic to English, large", _TRANSLATES, None, "CC-BY-4.0"),
    HubModel("Helsinki-NLP/opus-mt-ar-en", "Marian, Arabic to English", _TRANSLATES, None, "Apache-2.0"),
    HubModel("facebook/nllb-200-distilled-600M", "NLLB-200, 200 languages", _TRANSLATES, 600, "CC-BY-NC-4.0"),
    HubModel("facebook/nllb-200-distilled-1.3B", "NLLB-200, 200 languages", _TRANSLATES, 1300, "CC-BY-NC-4.0"),
    HubModel("facebook/m2m100_418M", "M2M-100, 100 languages", _TRANSLATES, 418, "MIT"),
    HubModel("facebook/mbart-large-50-many-to-one-mmt", "mBART-50, 49 languages to English", _TRANSLATES, None, None),
    HubModel("google/madlad400-3b-mt", "MADLAD-400, over 400 languages", _TRANSLATES, 3000, "Apache-2.0"),
    HubModel("sshleifer/distilbart-cnn-12-6", "BART for news, distilled", _SUMMARIZES, 306, "Apache-2.0"),
    HubModel("facebook/bart-large-cnn", "BART for news", _SUMMARIZES, 406, "MIT"),
    HubModel("Qwen/Qwen2.5-7B-Instruct", "a chat model, for a GPU", _BOTH, 7610, "Apache-2.0"),
)
