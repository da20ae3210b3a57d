"""Names and profiles as data, and the one function that turns them into engines.

Importing this imports no engine: each loader imports its own when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from models.base import Encoder, ModelError, Summarizer, Translator
from models.download import PullProgress
from models.encoder import UniversalEncoder
from models.extractive import ExtractiveSummarizer

Role = Literal["translator", "summarizer"]
Engine = Translator | Summarizer


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of one run; translator and summarizer are the same object where one model does both.

    `encoder` tells how alike two texts are, None where nothing does. `extractor` summarizes without a model file, and
    steps in where the summarizer fails.
    """

    translator: Translator
    summarizer: Summarizer
    encoder: Encoder | None = None
    extractor: Summarizer = field(default_factory=ExtractiveSummarizer)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a loader is told: the device, the number of threads (None: the cores we may use), who hears of downloads."""

    device: str
    threads: int | None
    progress: PullProgress | None


@dataclass(frozen=True, slots=True)
class Model:
    """An engine that can be asked for by name. `load` gets its name and the settings."""

    name: str
    description: str
    roles: frozenset[Role]
    load: Callable[[str, Settings], Engine]


@dataclass(frozen=True, slots=True)
class Profile:
    """A choice of models: for each role the names to try in order. `unavailable` says why, where it cannot be used."""

    name: str
    translators: tuple[str, ...] = ()
    summarizers: tuple[str, ...] = ()
    unavailable: str | None = None


def load_engines(
    *,
    profile: str = "auto",
    translator: str | None = None,
    summarizer: str | None = None,
    device: str = "auto",
    threads: int | None = None,
    progress: PullProgress | None = None,
) -> Engines:
    """Loads the engines that `profile` chooses; `translator` and `summarizer` are model names and go before it.

    Model files that are not there yet are fetched, and `progress` hears of it. `device` is "auto", "cpu" or "cuda".

    Raises:
        ModelError: a name is unknown or of another role, the device does not suit, or no model could be loaded.
    """
    if device not in ("auto", "cpu", "cuda"):
        raise ModelError(f"There is no device {device!r}; choose auto, cpu or cuda.")
    settings = Settings(device, threads, progress)
    loaded: dict[str, Engine] = {}
    # Both names first: a misspelt summarizer must not cost the loading of a translator.
    translators = _candidates("translator", translator, profile)
    summarizers = _candidates("summarizer", summarizer, profile)
    first = _load_first(translators, settings, loaded)
    second = _load_first(summarizers, settings, loaded)
    # `_candidates` let only models with the right role through.
    return Engines(translator=first, summarizer=second, encoder=UniversalEncoder())  # type: ignore[arg-type]


def _candidates(role: Role, name: str | None, profile: str) -> tuple[Model, ...]:
    """The models to try for `role`, best first."""
    known = ", ".join(sorted(model.name for model in MODELS.values() if role in model.roles))
    if name is not None:
        if name not in MODELS:
            raise ModelError(f"There is no model {name!r}; the {role}s are: {known}.")
        if role not in MODELS[name].roles:
            raise ModelError(f"The model {name!r} is no {role}; the {role}s are: {known}.")
        return (MODELS[name],)
    if profile not in PROFILES:
        raise ModelError(f"There is no profile {profile!r}; the profiles are: {', '.join(PROFILES)}.")
    chosen = PROFILES[profile]
    if chosen.unavailable:
        raise ModelError(chosen.unavailable)
    return tuple(MODELS[name] for name in (chosen.translators if role == "translator" else chosen.summarizers))


def _load_first(candidates: tuple[Model, ...], settings: Settings, loaded: dict[str, Engine]) -> Engine:
    """The first of `candidates` that loads; where none does, the last one's error stands."""
    failure = ModelError("The profile names no model.")
    for model in candidates:
        try:
            if model.name not in loaded:
                loaded[model.name] = model.load(model.name, settings)
            return loaded[model.name]
        except ModelError as error:
            failure = error
    raise failure


def _load_embedded(name: str, settings: Settings) -> Engine:
    if settings.device == "cuda":
        raise ModelError(f"The model {name!r} runs on the CPU only; leave out --device cuda.")
    from models import gguf, store

    path = store.pull(name, progress=settings.progress)
    return gguf.load(path, name=name, digest=store.MODEL_FILES[name].sha256, threads=settings.threads)


def _load_extractive(_: str, __: Settings) -> Engine:
    return ExtractiveSummarizer()


MODELS = {
    model.name: model
    for model in (
        Model(
            name="embedded",
            description="Qwen2.5-Coder 1.5B Instruct on the CPU; runs anywhere",
            roles=frozenset({"translator", "summarizer"}),
            load=_load_embedded,
        ),
        Model(
            name="extractive",
            description="the article's most central sentences; needs no model file",
            roles=frozenset({"summarizer"}),
            load=_load_extractive,
        ),
    )
}
PROFILES = {
    profile.name: profile
    for profile in (
        Profile("auto", translators=("embedded",), summarizers=("embedded",)),
        Profile("embedded", translators=("embedded",), summarizers=("embedded",)),
        Profile(
            "hub",
            unavailable="The profile 'hub' is not available yet in this version; choose --profile auto or embedded.",
        ),
    )
}
