"""The models of the hub that amana knows by name, as a data table. Any other is taken by its name or folder too.

Licences and parameter counts are those of the models' own pages and papers (docs/models.md names them). Nothing here
was run for this table: there is no hub where amana is developed.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.families import Role


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model of the hub. `parameters` is in millions, `licence` an SPDX name or the name of the terms."""

    name: str
    title: str
    roles: frozenset[Role]
    parameters: int
    licence: str

    @property
    def commercial(self) -> bool:
        """Whether the licence lets the outputs be used commercially."""
        return "NC" not in self.licence


_TRANSLATES: frozenset[Role] = frozenset({"translator"})
_SUMMARIZES: frozenset[Role] = frozenset({"summarizer"})
_BOTH = _TRANSLATES | _SUMMARIZES

HUB_MODELS = (
    HubModel("Helsinki-NLP/opus-mt-tc-big-ar-en", "Marian, Arabic to English, large", _TRANSLATES, 239, "CC-BY-4.0"),
    HubModel("Helsinki-NLP/opus-mt-ar-en", "Marian, Arabic to English, base", _TRANSLATES, 77, "Apache-2.0"),
    HubModel("facebook/nllb-200-distilled-600M", "NLLB-200, 200 languages", _TRANSLATES, 615, "CC-BY-NC-4.0"),
    HubModel("facebook/nllb-200-distilled-1.3B", "NLLB-200, 200 languages", _TRANSLATES, 1370, "CC-BY-NC-4.0"),
    HubModel("facebook/m2m100_418M", "M2M-100, 100 languages", _TRANSLATES, 418, "MIT"),
    HubModel("facebook/mbart-large-50-many-to-one-mmt", "mBART-50, 49 languages to English", _TRANSLATES, 611, "MIT"),
    HubModel("google/madlad400-3b-mt", "MADLAD-400, 400 languages", _TRANSLATES, 3000, "Apache-2.0"),
    HubModel("sshleifer/distilbart-cnn-12-6", "BART for news, distilled", _SUMMARIZES, 306, "Apache-2.0"),
    HubModel("facebook/bart-large-cnn", "BART for news", _SUMMARIZES, 406, "MIT"),
    HubModel("google/pegasus-cnn_dailymail", "PEGASUS for news", _SUMMARIZES, 568, "Apache-2.0"),
    HubModel("google/flan-t5-base", "Flan-T5, follows instructions", _SUMMARIZES, 250, "Apache-2.0"),
    HubModel("Qwen/Qwen2.5-7B-Instruct", "chat model, for a GPU", _BOTH, 7610, "Apache-2.0"),
)
