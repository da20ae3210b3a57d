"""Models of the hub, by name: whether one is in the hub's cache, what the hub has of it, and fetching it.

The cache is the one that all programs of this kind share ($HF_HOME). A model is here when every file that it needs is;
its config.json is fetched last, after the digests of all others were right, so half of a download is never taken for a
model.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from models.base import ModelError
from models.download import (
    HUB_PATIENCE,
    PullProgress,
    answer_within,
    first_line,
    hub_failures,
    make_reporter,
)
from models.files import is_disk_full

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
_CONFIG = "config.json"
_INDEX = ".index.json"
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_TOKENIZERS = (
    "tokenizer.json",
    "source.spm",
    "spiece.model",
    "sentencepiece.bpe.model",
    "tokenizer.model",
    "vocab.json",
)
_WANTED = (".json", ".jinja", ".model", ".spm", ".txt")
"""What the files of a repository end in that tokenizers and settings are read from."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository: its size in bytes, and the digest that the hub states for it, as `sha256` where it has
    one and as git's own `blob` id for small files."""

    name: str
    size: int
    sha256: str | None
    blob: str | None


@dataclass(frozen=True, slots=True)
class Repository:
    """What the hub has of a model: the files that are needed to run it."""

    name: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(file.size for file in self.files)


def is_hub_name(name: str) -> bool:
    """Whether `name` is made as the names of the hub are: OWNER/MODEL."""
    return _NAME.fullmatch(name) is not None


def find(name: str) -> Path | None:
    """The folder of the model in the hub's cache, None where it is not there or not whole."""
    from huggingface_hub import try_to_load_from_cache

    config = try_to_load_from_cache(name, _CONFIG)
    if not isinstance(config, str) or what_is_missing(Path(config).parent):
        return None
    return Path(config).parent


def what_is_missing(folder: Path) -> str | None:
    """What the model folder lacks, as words for a sentence; None if it is whole."""
    if not (folder / _CONFIG).is_file():
        return _CONFIG
    if not any((folder / name).is_file() for name in _TOKENIZERS):
        return "a tokenizer"
    for name in _WEIGHTS:
        if (folder / name).is_file():
            return None
        if (folder / f"{name}{_INDEX}").is_file():
            shards = _shards(folder / f"{name}{_INDEX}")
            lacking = sorted(shard for shard in shards if not (folder / shard).is_file())
            return lacking[0] if lacking else None if shards else f"a readable {name}{_INDEX}"
    return _WEIGHTS[0]


def ask(name: str, *, patience: float = HUB_PATIENCE) -> Repository | str:
    """What the hub has of the model, or within `patience` seconds why it cannot be asked, as part of a sentence.

    Follows HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE.
    """

    def asked() -> Repository | str:
        from huggingface_hub import HfApi, constants
        from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

        if constants.HF_HUB_OFFLINE:
            return "HF_HUB_OFFLINE forbids the hub"
        try:
            found = HfApi().model_info(name, files_metadata=True, timeout=patience)
        except GatedRepoError:
            return "the hub asks for an account that accepted the model's terms (see HF_TOKEN)"
        except RepositoryNotFoundError:
            return "the hub has no model of this name"
        except hub_failures() as error:
            return f"the hub cannot be reached ({first_line(str(error))})"
        files = _needed(found.siblings or ())
        return Repository(name, files) if files else "the hub has no weights of it that torch can read"

    return answer_within(patience, asked)


def fetch(repository: Repository, *, progress: PullProgress) -> Path:
    """Downloads the files of `repository` into the hub's cache, verifies each, and returns their folder.

    What is whole stays, and the next call fetches the rest.

    Raises:
        ModelError: the download breaks off, a digest is wrong (the file is deleted), or the disk is full.
    """
    from huggingface_hub import hf_hub_download, logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # it tells of each of its own attempts
    done = 0
    path = Path()
    for file in sorted(repository.files, key=lambda file: file.name == _CONFIG):
        report = partial(_report, progress, repository, done)
        try:
            path = Path(hf_hub_download(repository.name, file.name, tqdm_class=make_reporter(report)))
            _verify(path, file, repository.name)
        except hub_failures() as error:
            if is_disk_full(error):
                raise ModelError(
                    f"The disk became full while fetching {repository.name}; free some space, or set HF_HOME to a "
                    "folder on another disk."
                ) from error
            raise ModelError(
                f"The download of {repository.name} broke off ({first_line(str(error))}); run the command again, which "
                "keeps the files that are whole."
            ) from error
        done += file.size
        report(file.size)
    return path.parent


def _report(progress: PullProgress, repository: Repository, before: int, now: int) -> None:
    progress(before + now, repository.size, f"{repository.name} from the hub")


def _needed(siblings: Iterable[Any]) -> tuple[RemoteFile, ...]:
    """The settings, the tokenizer and one form of the weights, safetensors before torch's own; none without weights."""
    files = [_remote(sibling) for sibling in siblings if "/" not in sibling.rfilename]
    names = {file.name for file in files}
    for name in _WEIGHTS:
        if name in names or f"{name}{_INDEX}" in names:
            stem, ending = name.rsplit(".", 1)
            shard = re.compile(rf"{stem}(-\d{{1,6}}-of-\d{{1,6}})?\.{ending}")
            others = tuple(f"{other}{_INDEX}" for other in _WEIGHTS if other != name)
            return tuple(
                file
                for file in files
                if shard.fullmatch(file.name) or (file.name.endswith(_WANTED) and file.name not in others)
            )
    return ()


def _remote(sibling: Any) -> RemoteFile:
    lfs = sibling.lfs
    return RemoteFile(sibling.rfilename, sibling.size or 0, lfs.sha256 if lfs else None, sibling.blob_id)


def _verify(path: Path, file: RemoteFile, name: str) -> None:
    """Raises ModelError, and deletes the file with what it points to, unless its digest is the one the hub states."""
    if file.sha256 is not None:
        with path.open("rb") as handle:
            right = hashlib.file_digest(handle, "sha256").hexdigest() == file.sha256
    elif file.blob is not None:
        content = path.read_bytes()
        right = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest() == file.blob
    else:
        right = path.stat().st_size == file.size
    if not right:
        path.resolve().unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise ModelError(
            f"The file {file.name} of {name} has the wrong digest and was deleted; run the command again, and if that "
            "fails too, the hub or something on the way to it changes files."
        )


def _shards(index: Path) -> frozenset[str]:
    """The files that the index of cut weights names; none where it cannot be read. Only plain names."""
    try:
        mapping = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
        return frozenset(name for name in mapping.values() if Path(name).name == name)
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
