"""Every way in which a name becomes an engine: the table of models by name, and that of the kinds of other names.

A new engine joins with one entry in one of the two tables, and its loader, which imports the engine when it is called:
importing this imports no engine.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from pickle import UnpicklingError

from models import hub
from models.base import ModelError
from models.catalogue import HUB_MODELS
from models.download import first_line
from models.entries import Engine, Kind, Model, Settings
from models.families import FAMILIES, MODEL_TYPES, Role
from models.servers import named

OPENAI = "openai:"
"""What names of models begin with that are on a server whose address is given apart."""

_PATIENCE = 10.0
"""Seconds that the hub has for its answer where only this model was asked for."""


def _load_embedded(name: str, settings: Settings) -> Engine:
    if settings.device not in ("auto", "cpu"):
        raise ModelError(f"The model {name!r} runs on the CPU only; leave out --device {settings.device}.")
    from models import gguf, school, store

    schooling = school.shipped()  # before a gigabyte is fetched
    path = store.pull(name, progress=settings.progress, say=settings.say)
    digest = store.MODEL_FILES[name].sha256
    return gguf.load(path, name=name, digest=digest, threads=settings.threads, schooling=schooling, say=settings.say)


def _load_extractive(_: str, __: Settings) -> Engine:
    from models.extractive import ExtractiveSummarizer

    return ExtractiveSummarizer()


def _load_gguf(name: str, settings: Settings) -> Engine:
    if settings.device not in ("auto", "cpu"):
        raise ModelError(f"GGUF files such as {name} run on the CPU only; leave out --device {settings.device}.")
    from models import gguf

    return gguf.load(_path(name), name=name, threads=settings.threads, say=settings.say)


def _load_openai(name: str, settings: Settings) -> Engine:
    from models.servers import engine

    server = engine.openai_server(name, api_base=settings.api_base, insecure=settings.insecure)
    return engine.load(name, server, parallel=settings.parallel, say=settings.say)


def _load_named_server(name: str, settings: Settings) -> Engine:
    from models.servers import engine

    return engine.load(name, named.servers()[name], parallel=settings.parallel, say=settings.say)


def _load_folder(name: str, settings: Settings) -> Engine:
    return _load_from(_path(name), name, settings)


def _load_hub(name: str, settings: Settings) -> Engine:
    """The model of the hub called `name`, from its cache or fetched."""
    folder = hub.find(name)
    if folder is None:
        answer = hub.ask(name, patience=_PATIENCE)
        if isinstance(answer, str):
            raise ModelError(
                f"The model {name} is not in the hub's cache, and {answer}; give a folder with the model, another name "
                "of `amana models list`, or --profile embedded."
            )
        folder = hub.fetch(answer, progress=settings.progress or (lambda *_: None))
    _require_role(folder, settings.role, name)
    return _load_from(folder, name, settings)


def _load_from(folder: Path, name: str, settings: Settings) -> Engine:
    """The engine for the kind of model in `folder`."""
    try:
        if _model_type(folder) not in MODEL_TYPES:
            from models import causal

            return causal.load(folder, name=name, device=settings.device, compute_type=settings.compute_type)
        from models import seq2seq

        return seq2seq.load(
            folder,
            name=name,
            device=settings.device,
            compute_type=settings.compute_type,
            threads=settings.threads,
            say=settings.say,
        )
    except ModelError:
        raise
    except Exception as error:  # for a damaged file the libraries raise whatever they like
        reason = first_line(str(error))[:200] or type(error).__name__
        if isinstance(error, UnpicklingError):  # whose message tells how to run what it holds
            reason = "its weights are damaged, or a pickle that would run code"
        raise ModelError(
            f"The model {name} cannot be loaded from {folder} ({reason}); fetch it again, or choose another."
        ) from error


def _require_role(folder: Path, role: Role, name: str) -> None:
    """Raises ModelError where the folder's model is of a family that cannot do `role`; chat models do both."""
    lacking = hub.what_is_missing(folder)
    if lacking:
        raise ModelError(
            f"The folder {name} lacks {lacking}; give one with config.json, weights and tokenizer, as the hub has them."
        )
    kind = _model_type(folder)
    families = [family for family in FAMILIES if family.model_type == kind]
    if families and not any(role in family.roles for family in families):
        raise ModelError(f"The model {name} is a {families[-1].title}, which is no {role}; choose another.")


def _path(name: str) -> Path:
    return Path(name).expanduser()


def _model_type(folder: Path) -> str:
    try:
        return str(json.loads((folder / "config.json").read_text(encoding="utf-8"))["model_type"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"The file {folder / 'config.json'} names no model type ({error}); choose another model."
        ) from error


MODELS = {
    model.name: model
    for model in (
        Model(
            name="embedded",
            description="Qwen2.5-Coder 1.5B Instruct on the CPU; runs anywhere",
            roles=frozenset({"translator", "summarizer"}),
            load=_load_embedded,
            cpu_only=True,
        ),
        Model(
            name="extractive",
            description="the article's most central sentences; needs no model file",
            roles=frozenset({"summarizer"}),
            load=_load_extractive,
            cpu_only=True,
        ),
        *(Model(model.name, model.title, model.roles, _load_hub, remote=True) for model in HUB_MODELS),
    )
}
"""Every model that has a name of its own, by that name."""

KINDS = (
    Kind("openai:MODEL", means=lambda name: name.startswith(OPENAI), load=_load_openai, cpu_only=True),
    Kind(
        "a server of `amana models add`",
        means=lambda name: name in named.servers(),
        load=_load_named_server,
        cpu_only=True,
    ),
    Kind(
        "a .gguf file",
        means=lambda name: name.lower().endswith(".gguf"),
        exists=lambda name: os.path.isfile(_path(name)),
        load=_load_gguf,
        cpu_only=True,
    ),
    Kind(
        "a folder with a model",
        means=lambda _: True,  # whatever its name
        exists=lambda name: os.path.isdir(_path(name)),
        check=lambda name, role: _require_role(_path(name), role, name),
        load=_load_folder,
    ),
    Kind("a name of the hub (OWNER/MODEL)", means=hub.is_hub_name, load=_load_hub, remote=True),
)
"""What other names may be, the first that fits."""
