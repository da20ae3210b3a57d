"""Folders with a damaged model of the hub end in one sentence; nothing of them is run, nothing made up by chance."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file, save_file

from models.base import ModelError
from models.registry import load_engines
from tests import tiny_models

WEIGHTS, CONFIG, SETTINGS = "model.safetensors", "config.json", "generation_config.json"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("models")
    return {"marian": tiny_models.build("marian", root / "marian"), "chat": tiny_models.build_chat(root / "chat")}


class Order:
    """What a pickle can do when it is read."""

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (self._mark,))


def truncate(folder: Path) -> None:
    path = folder / WEIGHTS
    path.write_bytes(path.read_bytes()[:-500])


def write(name: str, data: bytes) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return damage


def pickled(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Order(str(folder / "it-ran"))))


def junk_tokenizer(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name in ("tokenizer.json", "source.spm", "vocab.json", "tokenizer_config.json"):
            path.write_text("junk{")


def without_a_tensor(folder: Path) -> None:
    tensors = {name: tensor.clone() for name, tensor in load_file(folder / WEIGHTS).items()}
    del tensors[sorted(tensors)[len(tensors) // 2]]
    save_file(tensors, folder / WEIGHTS, metadata={"format": "pt"})


def odd_config(folder: Path) -> None:
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    (folder / CONFIG).write_text(json.dumps(config | {"d_model": "x", "hidden_size": "x"}))


def lost_shard(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    (folder / f"{WEIGHTS}.index.json").write_text('{"weight_map": {"a": "x.safetensors"}}')
    (folder / "x.safetensors").write_bytes(b"junk")


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "truncated weights": (truncate, "not fully covered"),
    "junk for weights": (write(WEIGHTS, b"junk" * 999), "header too large"),
    "empty weights": (write(WEIGHTS, b""), "header too small"),
    "a pickle that gives orders": (pickled, "a pickle that would run code"),
    "a tensor is missing": (without_a_tensor, "1 of its tensors are missing"),
    "a junk tokenizer": (junk_tokenizer, "cannot be read"),
    "a config that is no JSON": (write(CONFIG, b"[1"), "names no model type"),
    "a config that is a list": (write(CONFIG, b"[]"), "names no model type"),
    "a config with odd values": (odd_config, "Validation error"),
    "settings that are a list": (write(SETTINGS, b"[]"), "cannot be loaded"),
    "a junk shard": (lost_shard, "cannot"),
}


@pytest.mark.parametrize("family", ["marian", "chat"])
@pytest.mark.parametrize(("damage", "said"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_folder_is_one_sentence(
    models: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    family: str,
    damage: Callable[[Path], None],
    said: str,
) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path / "home"))
    folder = tmp_path / family
    shutil.copytree(models[family], folder)
    damage(folder)
    with pytest.raises(ModelError, match=said) as caught:
        load_engines(translator=str(folder), summarizer="extractive", device="cpu", compute_type="float32")
    assert str(caught.value).count("\n") == 0
    assert not (folder / "it-ran").exists()


def test_what_is_whole_loads(models: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path / "home"))
    for folder in models.values():
        load_engines(translator=str(folder), summarizer="extractive", device="cpu", compute_type="float32")
