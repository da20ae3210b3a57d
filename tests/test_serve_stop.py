"""How a server ends: in order, at once, and what the next one finds."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

from tests.batches import article
from tests.serve_process import sent_until_one_is_done, served, times_asked
from tests.test_serve import ended


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_in_the_middle_ends_in_order_and_the_next_goes_on(
    sent: signal.Signals, tmp_path: Path
) -> None:
    calls, jobs = tmp_path / "calls", tmp_path / "jobs"
    texts = [article(number) for number in range(20)]
    with served(jobs, "--no-repair", AMANA_TEST_CALLS=str(calls), AMANA_TEST_PAUSE="0.15") as server:
        ids, before = sent_until_one_is_done(server, texts)
        server.process.send_signal(sent)
        _, said = server.process.communicate(timeout=60)
        assert server.process.returncode == 0
        assert "goes on at the next start" in said
        assert "Traceback" not in said
    with served(jobs, "--no-repair", AMANA_TEST_CALLS=str(calls)) as server, server.client() as client:
        found = client.get("/v1/articles").json()["jobs"]
        done = [job for job in found if job["state"] == "done"]
        assert len(done) >= before
        assert sorted(job["id"] for job in found) == sorted(ids)
        assert {ended(client, id)["state"] for id in ids} == {"done"}
        again = {job["id"]: job["finished"] for job in client.get("/v1/articles").json()["jobs"]}
        assert {job["id"]: job["finished"] for job in done if again[job["id"]] != job["finished"]} == {}
    asked = times_asked(calls, articles=len(texts))
    assert all(times in (1, 2) for times in asked)


def test_a_second_signal_ends_at_once_whatever_the_engine_does(tmp_path: Path) -> None:
    calls, jobs = tmp_path / "calls", tmp_path / "jobs"
    with served(jobs, "--no-repair", AMANA_TEST_CALLS=str(calls), AMANA_TEST_PAUSE="300") as server:
        with server.client() as client:
            id = client.post("/v1/articles", json={"text": article(1)}).json()["id"]
        while not calls.exists():
            time.sleep(0.05)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        server.process.communicate(timeout=60)
        assert server.process.returncode == 143
    with served(jobs, "--no-repair") as server, server.client() as client:
        assert ended(client, id)["state"] == "done"


def test_who_follows_a_job_is_let_go_when_the_server_stops(tmp_path: Path) -> None:
    with served(tmp_path, "--no-repair", AMANA_TEST_PAUSE="1") as server, server.client() as client:
        id = client.post("/v1/articles", json={"text": article(1)}).json()["id"]
        with client.stream("GET", f"/v1/articles/{id}/events") as stream:
            lines = stream.iter_lines()
            assert next(lines)
            server.process.send_signal(signal.SIGTERM)
            assert not [line for line in lines if line == "event: end"]
        server.process.communicate(timeout=60)
        assert server.process.returncode == 0
