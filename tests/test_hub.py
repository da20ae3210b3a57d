"""Models by hub name, against a stand-in hub on this machine and a cache of the test: `auto`, downloads, errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import pytest

from models import download, hub, loaders, registry
from models.base import ModelError
from models.entries import Engine, Model, Settings
from models.registry import load_engines
from tests import tiny_models
from tests.conftest import Amana, FakeEngine
from tests.hubs import RepositoryHub, point_at, serving

BIG, SMALL, NEWS = "Helsinki-NLP/opus-mt-tc-big-ar-en", "Helsinki-NLP/opus-mt-ar-en", "sshleifer/distilbart-cnn-12-6"
OTHER = "someone/marian"


@pytest.fixture(scope="session")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.build("marian", tmp_path_factory.mktemp("hub") / "marian")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the hub's, an empty model home, and no hub."""
    folder = tmp_path / "hf" / "hub"
    monkeypatch.setenv("AMANA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(folder))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    point_at(monkeypatch, "http://127.0.0.1:9")
    return folder


@pytest.fixture
def server(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RepositoryHub]:
    stand_in = RepositoryHub()
    with serving(stand_in, monkeypatch):
        yield stand_in


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names whose loading was asked for; fakes stand in for what would be loaded."""
    names: list[str] = []

    def fake(name: str, settings: Settings) -> Engine:
        names.append(name)
        return FakeEngine(name)

    monkeypatch.setattr(
        loaders,
        "MODELS",
        {name: Model(name, "", model.roles, fake, model.remote) for name, model in loaders.MODELS.items()},
    )
    return names


def put_in_cache(cache: Path, name: str, folder: Path, *, without: str = "") -> Path:
    """Lays the model out as the hub's client does."""
    root = cache / f"models--{name.replace('/', '--')}"
    snapshot = root / "snapshots" / ("c" * 40)
    snapshot.mkdir(parents=True)
    (root / "refs").mkdir()
    (root / "refs" / "main").write_text("c" * 40, encoding="utf-8")
    for path in folder.iterdir():
        if path.is_file() and path.name != without:
            (snapshot / path.name).write_bytes(path.read_bytes())
    return snapshot


def choose(profile: str = "auto", **options: Any) -> tuple[list[str], registry.Engines]:
    said: list[str] = []
    return said, load_engines(profile=profile, say=said.append, **options)


# The order of `auto`


def test_auto_takes_what_is_in_the_cache_and_asks_nobody(
    server: RepositoryHub, cache: Path, marian: Path, loaded: list[str]
) -> None:
    put_in_cache(cache, SMALL, marian)
    put_in_cache(cache, NEWS, marian)
    said, engines = choose()
    assert (engines.translator.name, engines.summarizer.name) == (SMALL, NEWS)
    assert said == [
        f"The profile auto takes {SMALL} as translator, because it is in the hub's cache; {NEWS} as summarizer, "
        "because it is in the hub's cache."
    ]
    assert engines.choices[0] == said[0]
    assert server.asked == []


def test_of_two_in_the_cache_auto_takes_the_first_of_its_list(
    server: RepositoryHub, cache: Path, marian: Path, loaded: list[str]
) -> None:
    put_in_cache(cache, SMALL, marian)
    put_in_cache(cache, BIG, marian)
    _, engines = choose(summarizer="extractive")
    assert engines.translator.name == BIG


def test_auto_takes_what_the_hub_has(server: RepositoryHub, marian: Path, loaded: list[str]) -> None:
    server.add(BIG, marian)
    server.add(NEWS, marian)
    said, engines = choose()
    assert (engines.translator.name, engines.summarizer.name) == (BIG, NEWS)
    assert said[0].count("because the hub has it") == 2


def test_without_a_hub_auto_takes_the_embedded_model(cache: Path, loaded: list[str]) -> None:
    said, engines = choose()
    assert loaded == ["embedded"]
    assert id(engines.translator) == id(engines.summarizer)
    [sentence] = said
    assert sentence.startswith(
        "The profile auto takes embedded as translator and summarizer, because no model of its list is in the hub's "
        "cache and the hub cannot be reached ("
    )
    assert engines.choices == (sentence,)


def test_a_silent_hub_is_waited_for_once_and_not_long(
    server: RepositoryHub, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    answer_within = download.answer_within

    def watch(seconds: float, ask: Any) -> Any:
        waits.append(seconds)
        answer = answer_within(0.2, ask)
        return answer.replace("0.2", "2.5")

    monkeypatch.setattr(hub, "answer_within", watch)
    server.silent.set()
    said, engines = choose()
    assert waits == [2.5]
    assert engines.translator.name == "embedded"
    assert "the hub did not answer within 2.5 seconds" in said[0]


def test_offline_auto_asks_nobody(
    server: RepositoryHub, marian: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add(BIG, marian)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    said, engines = choose()
    assert engines.translator.name == "embedded"
    assert "and HF_HUB_OFFLINE forbids the hub" in said[0]
    assert server.asked == []


def test_half_of_a_model_in_the_cache_is_none(cache: Path, marian: Path, loaded: list[str]) -> None:
    put_in_cache(cache, BIG, marian, without="model.safetensors")
    put_in_cache(cache, SMALL, marian, without="config.json")
    _, engines = choose(summarizer="extractive")
    assert engines.translator.name == "embedded"


def test_a_shard_that_lacks_is_noticed(cache: Path, marian: Path) -> None:
    snapshot = put_in_cache(cache, BIG, marian, without="model.safetensors")
    index = {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}
    (snapshot / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")
    (snapshot / "model-00001-of-00002.safetensors").touch()
    assert hub.find(BIG) is None
    assert hub.what_is_missing(snapshot) == "model-00002-of-00002.safetensors"
    (snapshot / "model-00002-of-00002.safetensors").touch()
    assert hub.find(BIG) == snapshot


def test_what_cannot_be_loaded_makes_auto_go_on_and_say_so(
    cache: Path, marian: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_cache(cache, BIG, marian)

    def fail(name: str, settings: Settings) -> Engine:
        raise ModelError("The weights are damaged.")

    broken = Model(BIG, "", loaders.MODELS[BIG].roles, fail, remote=True)
    monkeypatch.setitem(loaders.MODELS, BIG, broken)
    said, engines = choose(summarizer="extractive")
    assert engines.translator.name == "embedded"
    assert said[1] == "The weights are damaged. Trying embedded instead."


# Names never fall back


def test_the_hub_profile_does_not_fall_back(cache: Path) -> None:
    said: list[str] = []
    with pytest.raises(ModelError, match=rf"{BIG} is not in the hub's cache, and the hub cannot be reached") as caught:
        load_engines(profile="hub", say=said.append)
    assert "--profile embedded" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert said == []


ANSWERS = {404: "has no model of this name", 500: "cannot be reached"}


@pytest.mark.parametrize("status", ANSWERS)
def test_a_name_that_fails_names_alternatives(status: int, server: RepositoryHub) -> None:
    server.status = status
    with pytest.raises(ModelError, match=rf"nobody/nothing .*{ANSWERS[status]}.*amana models list"):
        load_engines(translator="nobody/nothing", summarizer="extractive")


# Downloads


def test_a_model_is_fetched_verified_and_used(server: RepositoryHub, cache: Path, marian: Path) -> None:
    server.add(OTHER, marian)
    server.repositories[OTHER]["tf_model.h5"] = b"of another library"
    heard: list[tuple[int, int, str]] = []
    engines = load_engines(
        translator=OTHER, summarizer="extractive", device="cpu", progress=lambda *news: heard.append(news)
    )
    assert engines.translator.translate(["وقال"])[0].tokens
    assert heard[-1][0] == heard[-1][1]
    assert heard[-1][2] == f"{OTHER} from the hub"
    folder = hub.find(OTHER)
    assert folder is not None
    assert not (folder / "tf_model.h5").exists()
    asked = len(server.asked)
    load_engines(translator=OTHER, summarizer="extractive", device="cpu")
    assert len(server.asked) == asked


def test_a_download_that_breaks_off_goes_on(server: RepositoryHub, cache: Path, marian: Path) -> None:
    server.add(OTHER, marian)
    server.cut["tokenizer_config.json"] = 100
    repository = hub.ask(OTHER)
    assert isinstance(repository, hub.Repository)
    with pytest.raises(ModelError, match=rf"download of {OTHER} broke off .*which keeps the files that are whole"):
        hub.fetch(repository, progress=lambda *_: None)
    assert hub.find(OTHER) is None
    server.cut.clear()
    assert hub.fetch(repository, progress=lambda *_: None) == hub.find(OTHER)


DAMAGED = {"weights": "model.safetensors", "a small file": "generation_config.json", "the last": "config.json"}


@pytest.mark.parametrize("name", DAMAGED.values(), ids=DAMAGED)
def test_a_wrong_digest_is_deleted(name: str, server: RepositoryHub, cache: Path, marian: Path) -> None:
    server.add(OTHER, marian)
    content = server.repositories[OTHER][name]
    server.sends[name] = content[:-1] + bytes([content[-1] ^ 1])
    with pytest.raises(ModelError, match=rf"{name} of {OTHER} has the wrong digest and was deleted"):
        load_engines(translator=OTHER, summarizer="extractive", device="cpu")
    assert hub.find(OTHER) is None
    server.sends.clear()
    assert load_engines(translator=OTHER, summarizer="extractive", device="cpu").translator.name == OTHER


def test_a_model_without_weights_for_torch(server: RepositoryHub, marian: Path) -> None:
    server.add(OTHER, marian)
    del server.repositories[OTHER]["model.safetensors"]
    assert hub.ask(OTHER) == "the hub has no weights of it that torch can read"


def test_safetensors_go_before_the_older_form(server: RepositoryHub, marian: Path) -> None:
    server.add(OTHER, marian)
    server.repositories[OTHER] |= {"pytorch_model.bin": b"", "onnx/model.onnx": b"", "README.md": b""}
    repository = hub.ask(OTHER)
    assert isinstance(repository, hub.Repository)
    assert {file.name for file in repository.files} == {path.name for path in marian.iterdir() if path.is_file()} - {
        path.name for path in marian.iterdir() if path.suffix == ".vocab"
    }


def test_the_role_of_a_fetched_model_is_checked(server: RepositoryHub, marian: Path) -> None:
    server.add(OTHER, marian)
    with pytest.raises(ModelError, match=f"{OTHER} is a Marian, which is no summarizer"):
        load_engines(translator=str(marian), summarizer=OTHER, device="cpu")


def test_one_fetched_model_does_not_get_a_role_that_it_cannot_do(server: RepositoryHub, marian: Path) -> None:
    server.add(OTHER, marian)
    with pytest.raises(ModelError, match=f"{OTHER} is no summarizer"):
        load_engines(translator=OTHER, summarizer=OTHER, device="cpu")


# The command line


def test_auto_says_on_the_command_line_what_it_takes(
    cache: Path, loaded: list[str], amana: Amana, article: Path, tmp_path: Path
) -> None:
    ran = amana("translate", article, "-o", tmp_path / "out", "--profile", "auto")
    assert ran.code == 0, ran.err
    assert ran.err.splitlines()[0].startswith("amana: The profile auto takes embedded as translator and summarizer")
    stages = json.loads((tmp_path / "out" / "users.json").read_text(encoding="utf-8"))["stages"]
    assert stages[0]["name"] == "choose"
    assert stages[0]["notes"][0].startswith("The profile auto takes embedded")
    assert sum("profile auto" in line for line in ran.err.splitlines()) == 1


def test_the_hub_profile_without_a_hub_is_exit_2(cache: Path, amana: Amana, article: Path, tmp_path: Path) -> None:
    ran = amana("translate", article, "-o", tmp_path / "out", "--profile", "hub")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert ran.err.startswith(f"amana: The model {BIG} is not in the hub's cache")


def test_the_best_profile_asks_for_a_gpu(cache: Path) -> None:
    with pytest.raises(ModelError, match=r"'best' needs a GPU.*--profile hub or embedded"):
        load_engines(profile="best", device="cpu")
