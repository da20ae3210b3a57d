"""`amana models add` and the names of servers: what is kept, what is refused, and how a name becomes an engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.base import ModelError
from models.registry import load_engines, may_use_gpu
from models.servers import named
from models.servers.named import Server
from tests.conftest import Amana
from tests.stand_in import StandIn, stand_in
from tests.test_cli_translate import assert_one_sentence

BASE = "http://127.0.0.1:11434/v1"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file with the names, not there yet; no address and no key in the environment."""
    monkeypatch.setenv("AMANA_CONFIG", str(tmp_path / "config"))
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "DESK_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "config" / "servers.json"


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as state:
        yield state


def test_a_name_is_kept_listed_and_taken_away(amana: Amana, settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_KEY", "sk-never-to-be-seen")
    prices = ("--price-read", "0.5", "--price-written", "2", "--currency", "EUR")
    ran = amana(
        "models", "add", "desk", "--api-base", BASE, "--model", "qwen2.5:7b", "--key-env", "DESK_KEY", *prices,
        "--parallel", "9", "--timeout", "60", "--context", "8192",
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, f"{settings}\n")
    expected = Server(BASE, "qwen2.5:7b", "DESK_KEY", 9, 60, 8192, 0.5, 2, "EUR")
    assert named.servers() == {"desk": expected}
    assert "sk-never" not in settings.read_text(encoding="utf-8")
    assert ["desk", "qwen2.5:7b", BASE] in [line.split() for line in amana("models", "list").out.splitlines()]
    rows = [json.loads(line) for line in amana("models", "list", "--jsonl").out.splitlines()]
    assert rows[-1]["name"] == "desk"
    assert rows[-1]["api_base"] == BASE
    assert amana("models", "remove", "desk").code == 0
    assert named.servers() == {}
    assert_one_sentence(amana("models", "remove", "desk"), "no server called 'desk'")


REFUSED = {
    "no address": (["--api-base", "desk"], "'desk' is no address of a server; give one such as"),
    "another scheme": (["--api-base", "ftp://127.0.0.1/v1"], "is no address of a server"),
    "a port that is none": (["--api-base", "http://127.0.0.1:x/v1"], "is no address of a server"),
    "plain http elsewhere": (["--api-base", "http://desk.example/v1"], "sent to desk.example over plain http"),
    "plain http to all": (["--api-base", "http://0.0.0.0/v1"], "--insecure if you trust the network"),
    "a name like this machine's": (["--api-base", "http://localhost.example/v1"], "over plain http"),
    "a password in the address": (["--api-base", "https://me:secret@desk.example/v1"], "holds no user, password"),
    "a key in the address": (["--api-base", "https://desk.example/v1?key=secret"], "holds no user, password"),
    "the key itself": (["--api-base", BASE, "--key-env", "sk-secret"], "never give the key itself"),
    "no model": (["--api-base", BASE, "--model", " "], "has no name"),
    "no call at a time": (
        ["--api-base", BASE, "--parallel", "0"],
        "'--parallel': Input should be greater than or equal to 1",
    ),
    "a price below nothing": (
        ["--api-base", BASE, "--price-read", "-1"],
        "'--price-read': Input should be greater than or equal to 0",
    ),
}


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED)
def test_what_no_server_can_be(options: list[str], message: str, amana: Amana, settings: Path) -> None:
    ran = amana("models", "add", "desk", "--model", "m", *options)
    assert ran.code == 2
    assert_one_sentence(ran, message)
    assert "secret" not in ran.err
    assert not settings.exists()


@pytest.mark.parametrize(
    "base",
    ["https://desk.example/v1", "http://localhost:1234/v1", "http://127.8.8.8/v1", "http://[::1]:80/v1"],
)
def test_what_needs_no_leave(base: str, amana: Amana) -> None:
    assert amana("models", "add", "desk", "--model", "m", "--api-base", base).code == 0


def test_plain_http_elsewhere_with_leave(amana: Amana) -> None:
    assert amana("models", "add", "desk", "--model", "m", "--api-base", "http://desk/v1", "--insecure").code == 0


@pytest.mark.parametrize("name", ["embedded", "a/b", "openai:x", "", "desk.gguf", "../x"])
def test_names_that_no_server_gets(name: str, amana: Amana, settings: Path) -> None:
    assert_one_sentence(amana("models", "add", name, "--model", "m", "--api-base", BASE), "name")
    assert not settings.exists()


DAMAGED = {
    "no JSON": "{",
    "a list": "[]",
    "no object": '{"desk": 1}',
    "no model": '{"desk": {"api_base": "http://127.0.0.1/v1"}}',
    "another kind": '{"desk": {"api_base": "http://127.0.0.1/v1", "model": 7}}',
    "an unknown key": '{"desk": {"api_base": "http://127.0.0.1/v1", "model": "m", "key": "sk-1"}}',
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_one_sentence(text: str, amana: Amana, settings: Path, article: Path) -> None:
    settings.parent.mkdir()
    settings.write_text(text, encoding="utf-8")
    assert_one_sentence(amana("translate", article, "--translator", "desk"), str(settings), "amana models add")
    assert settings.read_text(encoding="utf-8") == text


# From a name to an engine


def test_openai_takes_the_address_from_the_option_or_the_environment(
    server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = load_engines(translator="openai:tiny", summarizer="openai:tiny", api_base=server.url)
    assert id(engines.translator) == id(engines.summarizer)
    assert engines.choices == (f"openai:tiny is the model tiny of the server at {server.url}",)
    assert server.paths == ["/v1/models"]
    assert "Authorization" not in server.headers[0]
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-never-to-be-seen\n")
    load_engines(translator="openai:tiny", summarizer="extractive")
    assert server.headers[1]["Authorization"] == "Bearer sk-never-to-be-seen"


def test_a_named_server_with_a_price(server: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    named.add("desk", Server(server.url, "tiny", key_env="DESK_KEY", price_read=1.0, price_written=2.0))
    with pytest.raises(ModelError, match="DESK_KEY, which is to hold the key for desk, is empty"):
        load_engines(translator="desk", summarizer="extractive")
    assert server.paths == []
    monkeypatch.setenv("DESK_KEY", "sk-never-to-be-seen")
    engines = load_engines(translator="desk", summarizer="extractive", parallel=3)
    assert engines.translator.name == "desk"
    assert list(engines.prices) == ["desk"]
    assert not may_use_gpu(profile="auto", translator="desk", summarizer="extractive", device="auto")


def test_what_decides_the_outputs_is_known(server: StandIn) -> None:
    identities = set()
    for name, model in (("desk", "tiny"), ("lab", "tiny"), ("desk", "large")):
        named.add(name, Server(server.url, model))
        identities.add(load_engines(translator=name, summarizer="extractive").translator.identity)  # type: ignore[attr-defined]
    assert len(identities) == 2


NOT_HAD = {
    "no address": ({"translator": "openai:m"}, r"not known where openai:m is; give .*--api-base.*OPENAI_BASE_URL"),
    "an address for nothing": ({"translator": "embedded", "api_base": BASE}, r"--api-base is the address for names"),
    "no name": ({"translator": "openai:", "api_base": BASE}, r"model has no name"),
    "plain http": ({"translator": "openai:m", "api_base": "http://desk.example/v1"}, r"over plain http"),
    "nobody there": ({"translator": "openai:m", "api_base": "http://127.0.0.1:1/v1"}, r"No server answers at .*:1/v1"),
}


@pytest.mark.parametrize(("options", "message"), NOT_HAD.values(), ids=NOT_HAD)
def test_what_cannot_be_had(options: dict[str, str], message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        load_engines(summarizer="extractive", **options)  # type: ignore[arg-type]  # mypy sees one type for all
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("code", "message"), [(401, "wants a key"), (503, "No server answers"), (429, ""), (404, "")])
def test_a_server_is_looked_at_before_work_begins(code: int, message: str, server: StandIn) -> None:
    server.models_status = code
    if not message:
        load_engines(translator="openai:m", summarizer="extractive", api_base=server.url)
        return
    with pytest.raises(ModelError, match=message):
        load_engines(translator="openai:m", summarizer="extractive", api_base=server.url)
