"""Whole runs against a server: what they cost, a server that dies midway, and no key in any file or message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.servers import client as clients
from pipeline.article import record_from_json
from tests.batches import article as batch_article
from tests.batches import results
from tests.conftest import Amana, Ran
from tests.stand_in import StandIn, stand_in, status

KEY = "sk-never-to-be-seen-0123456789"


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as state:
        yield state


@pytest.fixture(autouse=True)
def surroundings(server: StandIn, amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is called "desk" and has a price; nothing waits."""
    monkeypatch.setenv("AMANA_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DESK_KEY", KEY)
    monkeypatch.setattr(clients, "sleep", lambda _: None)
    options = ("--key-env", "DESK_KEY", "--price-read", "10", "--price-written", "100", "--parallel", "1")
    assert amana("models", "add", "desk", "--api-base", server.url, "--model", "tiny", *options).code == 0


def assert_no_key(folder: Path, *runs: Ran) -> None:
    """The key is in no file under `folder`, nor in what was printed."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if KEY.encode() in path.read_bytes()] == []
    assert all(KEY not in ran.out + ran.err for ran in runs)


def test_a_record_says_what_it_cost(amana: Amana, article: Path, tmp_path: Path) -> None:
    ran = amana("translate", article, "--translator", "desk", "--summarizer", "desk", "-o", tmp_path / "out")
    assert ran.code == 0
    record = record_from_json(json.loads((tmp_path / "out" / "users.json").read_text(encoding="utf-8")))
    stages = {stage.name: stage for stage in record.stages}
    assert (stages["translate"].prompt_tokens, stages["translate"].tokens) == (200, 20)
    assert (stages["translate"].cost, stages["translate"].currency) == (0.004, "USD")
    assert (stages["summarize"].cost, stages["guard"].cost) == (0.002, None)
    assert stages["choose"].notes[-1].startswith("desk is the model tiny of the server at http://127.0.0.1:")
    assert "Translating: 20 tokens, 200 read, 0.0040 USD in" in ran.err
    assert record.summary is not None
    assert record.summary.text == "The number of users rose to 12.5 million.\nRevenue reached $40."
    assert_no_key(tmp_path, ran)


def test_no_key_is_written_whatever_happens(amana: Amana, article: Path, server: StandIn, tmp_path: Path) -> None:
    chosen = ("--translator", "desk", "--summarizer", "desk", "-o", tmp_path / "out")
    server.usual = status(400, {"error": {"message": f"the key {KEY} is odd"}})
    refused = amana("translate", article, *chosen)
    server.usual = lambda handler, _: handler.say([f"The key is {KEY}."])
    echoed = amana("translate", article, *chosen)
    server.usual = status(401, {"error": {"message": f"no such key: {KEY}"}})
    unknown = amana("translate", article, *chosen)
    assert (refused.code, echoed.code, unknown.code) == (2, 0, 2)
    assert "the key [key] is odd" in refused.err
    assert "does not accept the key in DESK_KEY (401: no such key: [key])" in unknown.err
    assert_no_key(tmp_path, refused, echoed, unknown)


def test_a_server_that_is_gone_ends_a_run(amana: Amana, article: Path, server: StandIn, tmp_path: Path) -> None:
    server.dies_after = 1
    second = article.with_name("second.txt")
    second.write_text(article.read_text(encoding="utf-8"), encoding="utf-8")
    chosen = ("--translator", "desk", "--summarizer", "desk")
    ran = amana("translate", article, second, *chosen, "-o", tmp_path / "out", "--quiet")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "stopped answering" in ran.err


def test_a_server_that_dies_in_an_article_loses_no_sentence(
    amana: Amana, article: Path, server: StandIn, tmp_path: Path
) -> None:
    chosen = ("translate", article, "--translator", "desk", "--summarizer", "desk", "-o", tmp_path / "out")
    server.dies_after = 1
    assert amana(*chosen).code == 2
    server.dies_after = None
    asked = len(server.bodies)
    assert amana(*chosen).code == 0
    assert len(server.bodies) == asked + 2  # the other sentence, and the summary
    assert amana(*chosen).code == 0
    assert len(server.bodies) == asked + 2
    assert amana(*chosen, "--no-cache").code == 0
    assert len(server.bodies) == asked + 5


@pytest.fixture
def folder(tmp_path: Path, server: StandIn) -> Path:
    """Three articles, whose sentences the server repeats in English with their numbers."""
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text(batch_article(number), encoding="utf-8")
    server.translations = dict(zip(sentences(), english(), strict=True))
    server.summary = "1. The municipality thanked the team."
    return tmp_path / "in"


def sentences() -> list[str]:
    lines = [line for number in range(3) for line in batch_article(number).splitlines() if line]
    return list(dict.fromkeys(lines))


def english() -> list[str]:
    made = []
    for number in range(3):
        made += [
            f"The municipality opened {number + 2} new schools at a cost of {number + 10}.5 million dirhams.",
            f"The director said that {number + 100} students registered their names this year.",
            "Classes are due to begin on September 15.",
            f"He added that attendance reached {number + 5}% in the first week.",
            "Those present thanked the team for its efforts.",
            f"The schools are {number + 3} kilometres from the centre of the city.",
        ]
    return list(dict.fromkeys(made))


def translated(server: StandIn) -> list[str]:
    """What was asked to be translated, without hints, in order."""
    return [user.split("\n\n")[0] for user in server.users if not user.startswith("Article:")]


def test_a_server_that_dies_in_a_batch_loses_no_sentence(
    amana: Amana, folder: Path, server: StandIn, tmp_path: Path
) -> None:
    chosen = ("--translator", "desk", "--summarizer", "desk")
    server.dies_after = 5
    first = amana("batch", folder, tmp_path / "out", *chosen)
    assert first.code == 2
    assert "stopped answering" in first.err
    assert "run the same command again" in first.err
    answered = translated(server)[:5]
    server.dies_after = None
    asked_before = len(server.bodies)
    second = amana("batch", folder, tmp_path / "out", *chosen)
    assert second.code == 0
    again = [user.split("\n\n")[0] for user in server.users[asked_before:] if not user.startswith("Article:")]
    assert not set(answered) & set(again)
    whole = amana("batch", folder, tmp_path / "whole", *chosen, "--no-cache")
    assert whole.code == 0
    assert without_settings(results(tmp_path / "out")) == without_settings(results(tmp_path / "whole"))
    assert_no_key(tmp_path, first, second, whole)


def without_settings(found: dict[str, Any]) -> dict[str, Any]:
    return {name: content for name, content in found.items() if name.endswith((".json", ".txt", ".csv"))}


def test_a_text_that_a_server_rejects_costs_its_own_article_alone(
    amana: Amana, folder: Path, server: StandIn, tmp_path: Path
) -> None:
    bad = sentences()[0]
    usual = server.usual

    def picky(handler: Any, body: dict[str, Any]) -> None:
        if body["messages"][-1]["content"].startswith(bad):
            handler.send(400, {"error": {"message": "not this one"}})
        else:
            usual(handler, body)

    server.usual = picky
    ran = amana("batch", folder, tmp_path / "out", "--translator", "desk", "--summarizer", "extractive")
    assert ran.code == 3
    assert "not this one" in ran.out + ran.err
    asked = translated(server)
    assert all(asked.count(sentence) == 1 for sentence in sentences() if sentence != bad)
    assert len(list((tmp_path / "out").glob("*.en.txt"))) == 2
