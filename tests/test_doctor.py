"""`amana doctor`: a line for each thing, what to do, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from amana import health
from amana.health import Check
from models.base import ModelError
from tests.conftest import Amana
from tests.stand_in import StandIn, stand_in

KEY = "sk-doctor-0123456789abcdef"


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "HOME", "CACHE"):
        monkeypatch.setenv(f"AMANA_{name}", str(tmp_path / name.lower()))
    monkeypatch.setattr(health, "_available_memory", lambda: 8_000_000_000)
    monkeypatch.setattr(health, "choose_device", lambda _: "cpu")
    monkeypatch.setattr("amana.health.hub.find", lambda _: None)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as state:
        yield state


def states(out: str) -> dict[str, str]:
    return {check["name"]: check["state"] for check in map(json.loads, out.splitlines())}


def test_a_machine_where_nothing_is_amiss(amana: Amana) -> None:
    ran = amana("doctor", "--jsonl")
    assert ran.code == 0
    assert states(ran.out) == {
        "python": "ok", "libraries": "ok", "model embedded": "note", "models of the hub": "note", "servers": "note",
        "gpu": "note", "disk": "ok", "cache": "ok", "memory": "ok",
    }  # fmt: skip
    lines = amana("doctor").out.splitlines()
    assert len(lines) == 9
    assert "note: model embedded: not fetched yet (1.12 GB); the first run fetches it" in lines[2]


def test_servers_are_asked_and_the_key_is_not_shown(
    amana: Amana, server: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DESK_KEY", KEY)
    added = ("--model", "tiny", "--key-env", "DESK_KEY")
    assert amana("models", "add", "desk", "--api-base", server.url, *added).code == 0
    assert amana("models", "add", "gone", "--api-base", "http://127.0.0.1:9/v1", "--model", "x").code == 0
    ran = amana("doctor", "--jsonl")
    assert ran.code == 1
    found = states(ran.out)
    assert (found["server desk"], found["server gone"]) == ("ok", "problem")
    assert "start it, or correct the address" in ran.out
    assert server.paths == ["/v1/models"]
    assert KEY not in ran.out + ran.err
    assert not any(KEY in path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file())


def test_what_is_short_is_a_problem(amana: Amana, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_available_memory", lambda: 1_000_000_000)
    monkeypatch.setattr("amana.health.shutil.disk_usage", lambda _: type("Usage", (), {"free": 10})())
    ran = amana("doctor")
    assert ran.code == 1
    assert "problem: memory: 1.0 GB are available and the embedded model needs 4" in ran.out
    assert "set AMANA_HOME to a folder elsewhere" in ran.out


def test_a_check_that_stumbles_stops_no_other(amana: Amana, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[Check]:
        raise ModelError("The file is damaged; remove it.")
        yield

    monkeypatch.setattr(health, "CHECKS", (broken, health.memory))
    ran = amana("doctor")
    assert ran.code == 1
    assert ran.out.splitlines()[0] == "problem: broken: The file is damaged; remove it."
    assert ran.out.splitlines()[1].startswith("ok: memory: 8.0 GB are available")


def test_a_damaged_library_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LIBRARIES", ("no-such-library",))
    assert [check.state for check in health.versions()] == ["ok", "problem"]
