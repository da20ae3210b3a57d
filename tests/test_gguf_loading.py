"""Loading a GGUF model over a stand-in for OpenVINO GenAI: the saved form, its faults, threads."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models import devices, gguf, verified
from models.base import ModelError
from tests.gguf_files import tiny


class Tokenizer:
    """As far as loading needs it."""

    def get_eos_token_id(self) -> int:
        return 0

    def encode(self, text: str, *, add_special_tokens: bool) -> SimpleNamespace:
        return SimpleNamespace(input_ids=SimpleNamespace(shape=(1, len(text)), data=[[*map(ord, text)]]))


class Runtime(SimpleNamespace):
    """openvino_genai, as far as loading needs it: saves beside the GGUF it reads, and counts what it opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.threads: list[Any] = []
        self.breaks_while_saving = False
        self.refuses: set[str] = set()
        self.SchedulerConfig = SimpleNamespace
        self.Tokenizer = self.open_tokenizer
        self.ContinuousBatchingPipeline = self.open_pipeline

    def open_tokenizer(self, path: str, *, enable_save_ov_model: bool = False) -> Tokenizer:
        if enable_save_ov_model:
            (Path(path).parent / "openvino_tokenizer.xml").write_text("saved")
        return Tokenizer()

    def open_pipeline(
        self, path: str, tokenizer: object, scheduler: object, device: str, **options: object
    ) -> SimpleNamespace:
        kind = "gguf" if path.endswith(".gguf") else "saved"
        if kind in self.refuses:
            raise RuntimeError("Check failed at a.cpp\nnot a model\n")
        if options.get("enable_save_ov_model"):
            kind = "convert"
            (Path(path).parent / "openvino_model.xml").write_text("saved")
            if self.breaks_while_saving:
                raise KeyboardInterrupt
        self.opened.append(kind)
        self.threads.append(options.get("INFERENCE_NUM_THREADS"))
        return SimpleNamespace()


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Runtime:
    stand_in = Runtime()
    monkeypatch.setitem(sys.modules, "openvino_genai", stand_in)
    return stand_in


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.gguf"
    path.write_bytes(tiny().data())
    return path


def visible(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.endswith("lock") and path.name != verified.STATE}


def test_the_saved_form_is_made_once_and_reused(runtime: Runtime, model: Path) -> None:
    assert gguf.load(model, name="tiny").name == "tiny"
    assert runtime.opened == ["convert", "saved"]
    assert visible(model.parent) == {"tiny.gguf", "tiny.openvino"}
    assert visible(model.parent / "tiny.openvino") == {"openvino_model.xml", "openvino_tokenizer.xml"}
    gguf.load(model, name="tiny")
    assert runtime.opened == ["convert", "saved", "saved"]


def test_a_first_load_that_is_interrupted_leaves_no_saved_form(runtime: Runtime, model: Path) -> None:
    runtime.breaks_while_saving = True
    with pytest.raises(KeyboardInterrupt):
        gguf.load(model, name="tiny")
    assert visible(model.parent) == {"tiny.gguf"}


def test_what_a_killed_first_load_left_is_not_used(runtime: Runtime, model: Path) -> None:
    staging = model.parent / "tiny.openvino-partial"
    staging.mkdir()
    (staging / "half").write_text("half")
    gguf.load(model, name="tiny")
    assert visible(model.parent) == {"tiny.gguf", "tiny.openvino"}
    assert not (model.parent / "tiny.openvino" / "half").exists()


def test_a_damaged_saved_form_gives_way_to_the_file_itself(runtime: Runtime, model: Path) -> None:
    gguf.load(model, name="tiny")
    runtime.refuses = {"saved"}
    runtime.opened.clear()
    gguf.load(model, name="tiny")
    assert runtime.opened == ["gguf"]
    assert visible(model.parent) == {"tiny.gguf"}  # the next load saves it anew


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a flipped byte": lambda form: (form / "openvino_model.xml").write_text("sawed"),
    "a file is gone": lambda form: (form / "openvino_tokenizer.xml").unlink(),
    "a file is new": lambda form: (form / "more.xml").write_text("x"),
    "cut off": lambda form: (form / "openvino_model.xml").write_text(""),
    "no digests": lambda form: (form / verified.STATE).unlink(),
    "junk for digests": lambda form: (form / verified.STATE).write_text("[1"),
    "digests of another kind": lambda form: (form / verified.STATE).write_text('{"of": 1, "files": {"a": 3}}'),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_saved_form_that_changed_is_made_anew_and_said(
    runtime: Runtime, model: Path, damage: Callable[[Path], object]
) -> None:
    gguf.load(model, name="tiny")
    damage(model.parent / "tiny.openvino")
    said: list[str] = []
    runtime.opened.clear()
    gguf.load(model, name="tiny", say=said.append)
    assert runtime.opened == ["convert", "saved"]
    assert "cannot be trusted" in said[0]
    gguf.load(model, name="tiny", say=said.append)
    assert (len(said), runtime.opened) == (1, ["convert", "saved", "saved"])


def test_the_saved_form_of_another_file_is_not_used(runtime: Runtime, model: Path) -> None:
    gguf.load(model, name="tiny")
    other = tiny()
    other.metadata["general.name"] = (8, "another")
    model.write_bytes(other.data())
    runtime.opened.clear()
    gguf.load(model, name="tiny")
    assert runtime.opened == ["convert", "saved"]


def test_files_that_were_only_touched_are_read_again_and_kept(runtime: Runtime, model: Path) -> None:
    gguf.load(model, name="tiny")
    for path in (model, *(model.parent / "tiny.openvino").glob("*.xml")):
        os.utime(path, (1, 1))
    runtime.opened.clear()
    gguf.load(model, name="tiny")
    assert runtime.opened == ["saved"]


def test_without_room_for_the_saved_form_the_file_itself_is_read(
    runtime: Runtime, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1))
    gguf.load(model, name="tiny")
    assert runtime.opened == ["gguf"]
    assert visible(model.parent) == {"tiny.gguf"}


def test_a_file_that_is_no_model_is_one_sentence(runtime: Runtime, model: Path) -> None:
    runtime.refuses = {"gguf", "saved"}
    with pytest.raises(
        ModelError, match=r"model tiny cannot be read from .*tiny\.gguf \(not a model\).*models pull tiny"
    ):
        gguf.load(model, name="tiny", digest="0" * 64)
    with pytest.raises(ModelError, match=r"\(not a model\); give another \.gguf file\.$"):
        gguf.load(model, name="tiny")


def test_without_openvino_the_sentence_says_what_to_install(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino_genai", None)
    with pytest.raises(ModelError, match="pip install openvino-genai"):
        gguf.load(model, name="tiny")


@pytest.mark.parametrize(("threads", "expected"), [(3, 3), (None, devices.available_cores())])
def test_threads_are_set_or_follow_the_cores(runtime: Runtime, model: Path, threads: int | None, expected: int) -> None:
    gguf.load(model, name="tiny", threads=threads)
    assert runtime.threads[-1] == expected


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no affinity on this system")
def test_cores_follow_the_affinity_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 5, 7})
    assert devices.available_cores() == 3
