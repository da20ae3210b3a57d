"""The families of encoder-decoder models as a data table: what each must be told to turn Arabic into English.

The codes are those of the published tokenizers: NLLB-200 uses those of FLORES-200, M2M-100 ISO 639-1, mBART-50 its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from models.base import ModelError

Role = Literal["translator", "summarizer"]


@dataclass(frozen=True, slots=True)
class Family:
    """What sets one family apart.

    `model_type` is that of the model's config.json, and `marker` a token by which families of one type are told apart:
    the first family of `FAMILIES` whose marker is in the vocabulary is the right one. `source` is the language code
    that the tokenizer is told, `first` the token that every output must begin with, `prompt` what goes before the
    text, for each role. `replace` maps what the family writes for a line break, or other oddities, to plain text.
    `limit` is the longest input that it was trained on, in tokens, where that is less than what its files allow.
    """

    title: str
    model_type: str
    roles: frozenset[Role]
    marker: str | None = None
    source: str | None = None
    first: str | None = None
    prompt: Mapping[Role, str] | None = None
    replace: Mapping[str, str] | None = None
    half_overflows: bool = False
    limit: int | None = None


_TRANSLATES: frozenset[Role] = frozenset({"translator"})
_SUMMARIZES: frozenset[Role] = frozenset({"summarizer"})
_BOTH = _TRANSLATES | _SUMMARIZES
_T5_PROMPTS: Mapping[Role, str] = {"translator": "translate Arabic to English: ", "summarizer": "summarize: "}

FAMILIES = (
    # A Marian model with several targets is told its target by a token before the text; one with a single has no such.
    Family("Marian", "marian", _TRANSLATES, marker=">>eng<<", prompt={"translator": ">>eng<< "}),
    Family("Marian", "marian", _TRANSLATES),
    Family("NLLB-200", "m2m_100", _TRANSLATES, marker="eng_Latn", source="arb_Arab", first="eng_Latn", limit=512),
    Family("M2M-100", "m2m_100", _TRANSLATES, marker="__en__", source="ar", first="__en__"),
    Family("mBART-50", "mbart", _TRANSLATES, marker="en_XX", source="ar_AR", first="en_XX"),
    Family("MADLAD-400", "t5", _TRANSLATES, marker="<2en>", prompt={"translator": "<2en> "}, half_overflows=True),
    Family("T5", "t5", _BOTH, prompt=_T5_PROMPTS, half_overflows=True),
    # mT5 was not trained on prompts; what was made of it for one task takes the bare text.
    Family("mT5", "mt5", _BOTH, half_overflows=True),
    Family("BART", "bart", _SUMMARIZES, replace={" .": ".", " ,": ","}),
    Family("PEGASUS", "pegasus", _SUMMARIZES, replace={"<n>": "\n", " .": ".", " ,": ","}, half_overflows=True),
)
MODEL_TYPES = frozenset(family.model_type for family in FAMILIES)


def find_family(model_type: str, knows: Callable[[str], bool], *, name: str) -> Family:
    """The family of the model called `name`, by its type and by what tokens its tokenizer `knows`.

    Raises:
        ModelError: it is of no family that we know, or it knows no English.
    """
    for family in FAMILIES:
        if family.model_type == model_type and (family.marker is None or knows(family.marker)):
            return family
    if model_type in MODEL_TYPES:
        raise ModelError(
            f"The model {name} is of the type {model_type!r} but has no token for English; choose another."
        )
    titles = ", ".join(dict.fromkeys(family.title for family in FAMILIES))
    raise ModelError(
        f"The model {name} is of the type {model_type!r}; encoder-decoder models must be one of: {titles}."
    )
