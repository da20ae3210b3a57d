"""Profiles as data, and the one function that turns names and profiles into engines.

Importing this imports no engine: each loader imports its own when it is called (`models.loaders`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models import hub, loaders
from models.base import Encoder, Lexicon, ModelError, Price, Priced, Summarizer, TermTranslator, Translator
from models.catalogue import HUB_MODELS, HubModel
from models.devices import COMPUTE_TYPES, DEVICES, choose_device
from models.download import PullProgress
from models.encoder import UniversalEncoder
from models.entries import Engine, Model, Say, Settings
from models.extractive import ExtractiveSummarizer
from models.families import Role
from models.lexical.shipped import ShippedLexicon
from models.lexical.shipped import best_meaning as best_meaning
from models.lexical.shipped import is_common as is_common
from models.lexical.shipped import meanings as meanings  # what the pipeline asks of the lexical model
from models.lexical.shipped import same_word as same_word
from models.lexical.sounds import sounds_alike as sounds_alike
from models.terms import Found as Found  # and of a user's glossary
from models.terms import Glossary as Glossary
from models.terms import Term as Term
from models.terms import standing as standing
from models.terms import wordings as wordings

_PATIENCE = 2.5
"""Seconds that the hub has for its answer where another model would do."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of one run; translator and summarizer are the same object where one model does both.

    `encoder` tells how alike two texts are, `lexicon` how many of a text's words its translation covers; None where
    nothing does. `extractor` summarizes without a model file, and
    steps in where the summarizer fails. `choices` are sentences for the record: which models were taken and why, and
    how they run. `prices` are those of engines that cost money, by their names; `remote` says that
    one of the engines is elsewhere, and may go away. `terms` are the user's own words, which translations are checked
    for; a translator that can be told them was told.
    """

    translator: Translator
    summarizer: Summarizer
    encoder: Encoder | None = None
    lexicon: Lexicon | None = None
    extractor: Summarizer = field(default_factory=ExtractiveSummarizer)
    choices: tuple[str, ...] = ()
    prices: Mapping[str, Price] = field(default_factory=dict)
    remote: bool = False
    terms: Glossary | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A choice of models: for each role the names to try in order. `needs_gpu`: on a CPU they would take hours."""

    name: str
    translators: tuple[str, ...]
    summarizers: tuple[str, ...]
    needs_gpu: bool = False


def load_engines(
    *,
    profile: str = "auto",
    translator: str | None = None,
    summarizer: str | None = None,
    device: str = "auto",
    compute_type: str = "auto",
    threads: int | None = None,
    api_base: str | None = None,
    insecure: bool = False,
    parallel: int | None = None,
    terms: Glossary | None = None,
    progress: PullProgress | None = None,
    say: Say = lambda _: None,
) -> Engines:
    """Loads the engines that `profile` chooses; `translator` and `summarizer` go before it.

    These are names of `models.loaders.MODELS`, or others of one of its `KINDS`, such as a folder with a model. What is
    not here is fetched, and `progress` hears of it. A name is never replaced by another; where a profile has several
    for a role, `say` is told which was taken and why, in one sentence and before anything is loaded. `api_base` is
    where names such as openai:MODEL are, `insecure` lets it be plain http to another machine, and of a server's calls
    `parallel` are out at a time.

    Raises:
        ModelError: a name is unknown or of another role, device or precision do not suit, or no model could be loaded.
    """
    if device not in DEVICES:
        raise ModelError(f"There is no device {device!r}; choose auto, cpu, cuda or mps.")
    if compute_type not in COMPUTE_TYPES:
        raise ModelError(f"There is no compute type {compute_type!r}; choose one of {', '.join(COMPUTE_TYPES)}.")
    if api_base is not None and not any(name and name.startswith(loaders.OPENAI) for name in (translator, summarizer)):
        raise ModelError(
            "--api-base is the address for names such as openai:MODEL, and none is given; name one with --translator "
            "or --summarizer."
        )
    settings = Settings(
        device, threads, progress, compute_type, say, api_base=api_base, insecure=insecure, parallel=parallel
    )
    # Both names first: a misspelt summarizer must not cost the loading of a translator.
    candidates: dict[Role, tuple[Model, ...]] = {
        "translator": _candidates("translator", translator, profile),
        "summarizer": _candidates("summarizer", summarizer, profile),
    }
    if None in (translator, summarizer) and PROFILES[profile].needs_gpu:
        _require_gpu(profile, device)
    order, choices = _in_order(profile, candidates, say)
    loaded: dict[str, Engine] = {}
    first = _load_first("translator", order["translator"], settings, loaded)
    second = _load_first("summarizer", order["summarizer"], settings, loaded)
    if terms is not None and isinstance(first, TermTranslator):
        first.use_terms(terms)
    elif terms is not None:
        choices.append(
            f"{first.name} cannot be told the terms of the glossary; its translations are only checked for them"
        )
    for engine in (first,) if second is first else (first, second):
        if title := getattr(engine, "title", None):
            choices.append(f"{engine.name} is {title}")
    # `_candidates` let only models with the right role through.
    return Engines(
        translator=first,  # type: ignore[arg-type]
        summarizer=second,  # type: ignore[arg-type]
        encoder=UniversalEncoder(),
        lexicon=ShippedLexicon(),
        choices=tuple(choices),
        terms=terms,
        remote=any(getattr(engine, "is_remote", False) for engine in (first, second)),
        prices={engine.name: engine.price for engine in (first, second) if isinstance(engine, Priced) and engine.price},
    )


def may_use_gpu(*, profile: str, translator: str | None, summarizer: str | None, device: str) -> bool:
    """Whether a model of this choice would run on a GPU, where there is one.

    Nothing is looked up: the models may be on another machine.
    """

    def is_cpu_only(name: str) -> bool:
        if name in loaders.MODELS:
            return loaders.MODELS[name].cpu_only
        return next((kind.cpu_only for kind in loaders.KINDS if kind.means(name)), False)

    chosen = PROFILES.get(profile, PROFILES["auto"])
    names = (translator,) if translator else chosen.translators
    names += (summarizer,) if summarizer else chosen.summarizers
    return device in ("auto", "cuda") and not all(map(is_cpu_only, names))


def known_names() -> frozenset[str]:
    """The names that amana itself gives to models."""
    return frozenset(loaders.MODELS)


def hub_models() -> list[tuple[HubModel, Path | None]]:
    """The models of the hub that are known by name, each with its folder in the hub's cache, None where it has none."""
    return [(model, hub.find(model.name)) for model in HUB_MODELS]


def _candidates(role: Role, name: str | None, profile: str) -> tuple[Model, ...]:
    """The models to try for `role`, best first."""
    if name is not None:
        return (_named(role, name),)
    if profile not in PROFILES:
        raise ModelError(f"There is no profile {profile!r}; the profiles are: {', '.join(PROFILES)}.")
    chosen = PROFILES[profile]
    return tuple(loaders.MODELS[name] for name in (chosen.translators if role == "translator" else chosen.summarizers))


def _named(role: Role, name: str) -> Model:
    """The model that a user's `name` means: one of the table, or one of the kinds of other names."""
    if not name.strip():
        raise ModelError(f"--{role} names no model; give one of `amana models list`, or leave --{role} out.")
    known = ", ".join(sorted(model.name for model in loaders.MODELS.values() if role in model.roles))
    if name in loaders.MODELS:
        if role not in loaders.MODELS[name].roles:
            raise ModelError(f"The model {name!r} is no {role}; the {role}s are: {known}.")
        return loaders.MODELS[name]
    for kind in loaders.KINDS:
        if kind.means(name) and kind.exists(name):
            return kind.model(name, role)
    forms = ", ".join(kind.form for kind in loaders.KINDS)
    raise ModelError(f"There is no model {name!r}; give {forms}, or one of the {role}s: {known}.")


def _in_order(
    profile: str, candidates: Mapping[Role, tuple[Model, ...]], say: Say
) -> tuple[dict[Role, Sequence[Model]], list[str]]:
    """For each role the models to load in order, and the sentence that says why, if there was a choice.

    First what is here; if nothing is, what the hub would give; then what needs no hub. The hub is asked once.
    """
    answers: dict[str, str | None] = {}  # by model: why the hub does not give it
    order: dict[Role, Sequence[Model]] = {}
    reasons: dict[tuple[str, str], list[Role]] = {}
    for role, models in candidates.items():
        remote = [model for model in models if model.remote]
        local = [model for model in models if not model.remote]
        if not remote or not local:
            order[role] = models
            continue
        here = [model for model in remote if hub.find(model.name)]
        if here:
            order[role], reason = [*here, *local], "it is in the hub's cache"
        else:
            silence = next((reason for reason in answers.values() if reason), None)
            refusal = silence or _refusal(remote[0].name)
            answers[remote[0].name] = refusal
            reason = f"no model of its list is in the hub's cache and {refusal}" if refusal else "the hub has it"
            order[role] = local if refusal else [remote[0], *local]
        reasons.setdefault((order[role][0].name, reason), []).append(role)
    if not reasons:
        return order, []
    said = "; ".join(f"{name} as {' and '.join(roles)}, because {reason}" for (name, reason), roles in reasons.items())
    sentence = f"The profile {profile} takes {said}."
    say(sentence)
    return order, [sentence]


def _refusal(name: str) -> str | None:
    """Why the hub does not give the model, None if it does."""
    answer = hub.ask(name, patience=_PATIENCE)
    return answer if isinstance(answer, str) else None


def _load_first(role: Role, candidates: Sequence[Model], settings: Settings, loaded: dict[str, Engine]) -> Engine:
    """The first of `candidates` that loads; where none does, the last one's error stands."""
    failure = ModelError("The profile names no model.")
    for place, model in enumerate(candidates):
        try:
            if model.name not in loaded:
                loaded[model.name] = model.load(model.name, replace(settings, role=role))
            if role not in getattr(loaded[model.name], "roles", {role}):
                raise ModelError(f"The model {model.name} is no {role}; choose another.")
            return loaded[model.name]
        except ModelError as error:
            failure = error
            if place + 1 < len(candidates):
                settings.say(f"{error} Trying {candidates[place + 1].name} instead.")
    raise failure


def _require_gpu(profile: str, device: str) -> None:
    if choose_device(device) == "cpu":
        raise ModelError(f"The profile {profile!r} needs a GPU that torch can use; choose --profile hub or embedded.")


PROFILES = {
    profile.name: profile
    for profile in (
        # Of the hub's models none whose licence forbids commercial use: nobody has chosen it who says `auto`.
        Profile(
            "auto",
            translators=("Helsinki-NLP/opus-mt-tc-big-ar-en", "Helsinki-NLP/opus-mt-ar-en", "embedded"),
            summarizers=("sshleifer/distilbart-cnn-12-6", "facebook/bart-large-cnn", "embedded"),
        ),
        Profile("embedded", translators=("embedded",), summarizers=("embedded",)),
        Profile(
            "hub",
            translators=("Helsinki-NLP/opus-mt-tc-big-ar-en",),
            summarizers=("sshleifer/distilbart-cnn-12-6",),
        ),
        Profile(
            "best",
            translators=("Qwen/Qwen2.5-7B-Instruct",),
            summarizers=("Qwen/Qwen2.5-7B-Instruct",),
            needs_gpu=True,
        ),
    )
}
