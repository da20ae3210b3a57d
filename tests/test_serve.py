"""The server's API: in this process, and in one of its own where it is killed or a real client speaks to it."""

from __future__ import annotations

import io
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

from starlette.testclient import TestClient

from models.registry import Engines
from pipeline.repair import Budget
from pipeline.serve.app import Service, make_app
from pipeline.serve.gate import Keys, Limits
from pipeline.serve.room import Room, Ways
from pipeline.serve.store import Store
from pipeline.summarize import SummaryOptions
from tests.batches import article
from tests.conftest import ARTICLE, Amana, FakeEngine
from tests.serve_process import sent_until_one_is_done, served, times_asked

Serving = Callable[..., Any]


class SlowEngine(FakeEngine):
    """Takes a moment for each call, so that others come meanwhile."""

    def translate(self, texts: Any, *, progress: Any = None) -> Any:
        time.sleep(0.1)
        return super().translate(texts, progress=progress)


@contextmanager
def serving(
    folder: Path,
    engine: FakeEngine | None = None,
    *,
    keys: tuple[str, ...] = (),
    limits: Limits | None = None,
    keep_days: int = 0,
) -> Iterator[TestClient]:
    limits = limits or Limits()
    made = engine or FakeEngine()
    with Store(folder).opened() as store:
        room = Room(Engines(made, made), store, Ways(SummaryOptions(), Budget()), most_waiting=limits.waiting)
        app = make_app(Service(room, store, Keys(keys), limits, keep_days), version="1.2.3")
        with TestClient(app, base_url="http://127.0.0.1:8000") as client:
            yield client


def ended(client: Any, id: str) -> dict[str, Any]:
    for _ in range(600):
        job: dict[str, Any] = client.get(f"/v1/articles/{id}").json()
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def events(client: TestClient, id: str, **headers: str) -> list[tuple[str, dict[str, Any]]]:
    text = client.get(f"/v1/articles/{id}/events", headers=headers).text
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def test_a_text_becomes_a_job_with_a_record_and_files(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        answer = client.post("/v1/articles", json={"text": ARTICLE, "name": "users"})
        assert answer.status_code == 202
        job = ended(client, answer.json()["id"])
        assert (job["state"], job["verdict"], job["name"]) == ("done", "ok", "users")
        assert job["record"]["translations"][1]["text"] == "Revenue reached $40."
        base = f"/v1/articles/{job['id']}"
        assert client.get(f"{base}/en.txt").text == "The number of users rose to 12.5 million.\nRevenue reached $40.\n"
        assert 'filename="users.en.txt"' in client.get(f"{base}/en.txt").headers["content-disposition"]
        report = client.get(f"{base}/html")
        assert report.headers["content-security-policy"] == "sandbox allow-scripts"
        assert "12.5 million" in report.text
        assert b"<tmx" in client.get(f"{base}/tmx").content
        assert client.get(f"{base}/docx").content.startswith(b"PK")
        assert client.get(f"{base}/key").status_code == 404
        assert [item["id"] for item in client.get("/v1/articles").json()["jobs"]] == [job["id"]]
        assert client.post(f"{base}/cancel").status_code == 409


def test_events_tell_of_stages_and_of_each_sentence_and_go_on_where_they_were_broken_off(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        id = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        heard = events(client, id)
        names = [name for name, _ in heard]
        assert names[0] == "stage"
        assert names[-1] == "end"
        sentences = {data["segment"]: data["text"] for name, data in heard if name == "sentence"}
        assert sentences == {0: "The number of users rose to 12.5 million.", 1: "Revenue reached $40."}
        assert events(client, id, **{"last-event-id": "3"}) == heard[4:]


def test_files_become_jobs_and_what_is_none_is_said(tmp_path: Path) -> None:
    table = 'id,text\na,"{}"\nb,"{}"\n'.format(*[ARTICLE.replace("\n", " ")] * 2)
    given = [
        ("file", ("one.txt", ARTICLE.encode())),
        ("file", ("../../etc/<b>passwd.txt", ARTICLE.encode())),
        ("file", ("table.csv", table.encode())),
        ("file", ("broken.pdf", b"%PDF-1.7 broken")),
        ("file", ("empty.txt", b"")),
        ("file", ("run.exe", b"MZ")),
    ]
    with serving(tmp_path / "jobs") as client:
        answer = client.post("/v1/files", files=given).json()
        assert len(answer["jobs"]) == 4
        assert len(answer["refused"]) == 3
        for refusal in answer["refused"]:
            assert "/tmp" not in refusal["reason"]
            assert str(tmp_path) not in refusal["reason"]
        assert {ended(client, job["id"])["state"] for job in answer["jobs"]} == {"done"}
    assert {path.name for path in tmp_path.iterdir()} == {"jobs"}


def test_a_job_that_is_cancelled_ends_and_stays_so(tmp_path: Path) -> None:
    with serving(tmp_path, SlowEngine()) as client:
        id = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        assert client.post(f"/v1/articles/{id}/cancel").json()["state"] == "cancelled"
        other = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        assert ended(client, other)["state"] == "done"
        assert ended(client, id)["state"] == "cancelled"
        assert client.get(f"/v1/articles/{id}/en.txt").status_code == 409
        assert client.post("/v1/articles/nothing/cancel").status_code == 404


def test_an_engine_that_fails_fails_the_job_with_its_sentence_and_the_server_goes_on(tmp_path: Path) -> None:
    with serving(tmp_path, FakeEngine(error="The engine is broken.", error_on="الإيرادات")) as client:
        broken = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        assert ended(client, broken)["reason"] == "The engine is broken."
        answer = client.post("/translate", json={"q": "وبلغت الإيرادات 40 دولارا.", "source": "ar", "target": "en"})
        assert (answer.status_code, answer.json()["error"]) == (502, "The engine is broken.")
        good = client.post("/v1/articles", json={"text": ARTICLE.splitlines()[0]}).json()["id"]
        assert ended(client, good)["state"] == "done"


def test_numbers_and_checks_are_those_of_the_command_line(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        found = client.post("/v1/numbers", json={"text": "40 دولارا", "lang": "ar"}).json()
        assert found["quantities"][0]["unit"] == "USD"
        check = client.post("/v1/check", json={"source": "40 دولارا", "target": "$46"}).json()
        assert check["ok"] is False
        assert check["findings"][0]["type"] == "changed"


def test_what_libretranslate_clients_send_is_understood(tmp_path: Path) -> None:
    sentence = "وبلغت الإيرادات 40 دولارا."
    with serving(tmp_path) as client:
        given = {"q": sentence, "source": "auto", "target": "en", "format": "text"}
        for answer in (client.post("/translate", json=given), client.post("/translate", data=given)):
            assert answer.json()["translatedText"] == "Revenue reached $40."
        many = client.post("/translate", json=given | {"q": [sentence, sentence]}).json()
        assert many["translatedText"] == ["Revenue reached $40."] * 2
        assert client.post("/detect", data={"q": sentence}).json() == [{"confidence": 100.0, "language": "ar"}]
        assert client.post("/detect", json={"q": "Revenue"}).json()[0]["language"] == "en"
        upload = {"file": ("news.txt", io.BytesIO(ARTICLE.encode()))}
        url = client.post("/translate_file", files=upload, data={"source": "ar", "target": "en"}).json()
        assert "Revenue reached $40." in client.get(url["translatedFileUrl"]).text


WRONG = {
    "another target": ({"q": "مرحبا", "source": "ar", "target": "fr"}, 400, "Arabic to English"),
    "no text": ({"source": "ar", "target": "en"}, 400, "q is missing"),
    "an empty text": ({"q": " ", "source": "ar", "target": "en"}, 400, "empty"),
    "no Arabic": ({"q": "hello there, how are you", "source": "ar", "target": "en"}, 400, "Arabic"),
    "texts that are none": ({"q": [1], "source": "ar", "target": "en"}, 400, "list"),
    "a web page": ({"q": "مرحبا", "source": "ar", "target": "en", "format": "html"}, 400, "plain text"),
}


@pytest.mark.parametrize(("given", "status", "said"), WRONG.values(), ids=WRONG)
def test_misuse_is_said_in_one_sentence(given: dict[str, Any], status: int, said: str, tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        answer = client.post("/translate", json=given)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        body = answer.json()
        assert said in body["detail"]
        assert body["error"] == body["detail"]
        assert body["status"] == status


def test_other_sites_pages_are_kept_out(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        assert client.get("/v1/articles", headers={"host": "evil.example"}).status_code == 403
        assert client.get("/v1/articles", headers={"origin": "http://evil.example"}).status_code == 403
        assert client.get("/v1/articles", headers={"origin": "http://127.0.0.1:8000"}).status_code == 200


def test_a_key_is_asked_for_wherever_articles_are(tmp_path: Path) -> None:
    with serving(tmp_path, keys=("secret", "other")) as client:
        for path in ("/v1/articles", "/docs", "/openapi.json", "/metrics", "/v1/articles/x/json"):
            assert client.get(path).status_code == 401, path
        assert client.get("/v1/articles", headers={"authorization": "Bearer wrong"}).status_code == 403
        assert client.get("/v1/articles", headers={"authorization": "Bearer other"}).status_code == 200
        assert client.get("/").status_code == 200
        given = {"q": "وبلغت الإيرادات 40 دولارا.", "source": "ar", "target": "en"}
        assert client.post("/translate", json=given).status_code == 401
        assert client.post("/translate", json=given | {"api_key": "secret"}).status_code == 200
        assert client.post("/v1/key", json={"key": "wrong"}).status_code == 403
        assert client.post("/v1/key", json={"key": "secret"}).status_code == 200
        assert client.get("/v1/articles").status_code == 200  # by the cookie


def test_limits_have_their_statuses(tmp_path: Path) -> None:
    limits = Limits(bytes=20_000, waiting=2, rate=20, seconds=0.05)
    with serving(tmp_path, SlowEngine(), limits=limits) as client:
        assert client.post("/v1/articles", json={"text": "ا" * 30_000}).status_code == 413
        slow = client.post("/translate", json={"q": ARTICLE, "source": "ar", "target": "en"})
        assert (slow.status_code, "0.05 s" in slow.json()["detail"]) == (504, True)
        files = [("file", (f"{number}.txt", ARTICLE.encode())) for number in range(3)]
        full = client.post("/v1/files", files=files)
        assert (full.status_code, full.headers["retry-after"]) == (503, "30")
        statuses = [client.get("/v1/articles").status_code for _ in range(25)]
        assert statuses[0] == 200
        assert statuses[-1] == 429
        assert client.get("/healthz").status_code == 200


def test_health_metrics_and_the_reference_need_no_network(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        assert client.get("/healthz").json() == {"status": "ok", "model": "fake", "keeps": True}
        assert 'amana_requests_total{route="/healthz",status="200"} 1.0' in client.get("/metrics").text
        for path in ("/", "/docs"):
            page = client.get(path)
            assert "default-src 'none'" in page.headers["content-security-policy"]
            assert "http://" not in page.text
            assert "https://" not in page.text
        assert "/v1/check" in client.get("/docs").text


def test_what_waits_when_a_call_ends_goes_into_the_next_one(tmp_path: Path) -> None:
    engine = SlowEngine()
    texts = [f"ارتفع العدد إلى {number} شخصا في المدينة." for number in range(8)]
    with serving(tmp_path, engine) as client:
        ids = [client.post("/v1/articles", json={"text": text}).json()["id"] for text in texts]
        assert all(ended(client, id)["state"] == "done" for id in ids)
    asked = [call for call in engine.asked if call]
    assert sum(map(len, asked)) == len(texts)
    assert len(asked) < len(texts)


def test_a_long_article_keeps_nobody_waiting_and_ends_when_it_is_cancelled(tmp_path: Path) -> None:
    engine = SlowEngine()
    long = "\n".join(f"ارتفع العدد إلى {number} شخصا في المدينة." for number in range(1000, 4200))
    with serving(tmp_path, engine) as client:
        id = client.post("/v1/articles", json={"text": long}).json()["id"]
        while not engine.asked:
            time.sleep(0.02)
        short = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        assert ended(client, short)["state"] == "done"
        assert client.get(f"/v1/articles/{id}").json()["state"] == "running"
        client.post(f"/v1/articles/{id}/cancel")
        other = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        assert ended(client, other)["state"] == "done"
        calls = len(engine.asked)
        time.sleep(0.5)
        assert len(engine.asked) == calls < 100
        heard = [data["segment"] for name, data in events(client, id) if name == "sentence"]
        assert len(heard) == len(set(heard))


def test_two_servers_do_not_share_a_folder(tmp_path: Path, amana: Amana) -> None:
    with serving(tmp_path):
        ran = amana("serve", "--folder", tmp_path, "--port", "0")
    assert ran.code == 2
    assert "Another server uses the folder" in ran.err


@pytest.mark.parametrize("host", ["127.0.0.1", "no.such.host.invalid"])
def test_a_port_that_cannot_be_had_is_said_before_a_model_is_loaded(host: str, tmp_path: Path, amana: Amana) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = amana("serve", "--host", host, "--port", str(port), "--api-key", "key", "--folder", tmp_path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"The server cannot listen on port {port} of {host}" in ran.err
    assert not list(tmp_path.iterdir())


def test_other_machines_need_a_key(tmp_path: Path, amana: Amana) -> None:
    ran = amana("serve", "--host", "0.0.0.0", "--folder", tmp_path)
    assert (ran.code, "--api-key" in ran.err) == (2, True)
    keys = tmp_path / "keys.txt"
    keys.write_text("# none\n", encoding="utf-8")
    assert "holds no key" in amana("serve", "--api-keys", keys).err


def test_a_kill_loses_no_accepted_job_and_does_none_twice(tmp_path: Path) -> None:
    calls, jobs = tmp_path / "calls", tmp_path / "jobs"
    texts = [article(number) for number in range(20)]
    with served(jobs, "--no-repair", AMANA_TEST_CALLS=str(calls), AMANA_TEST_PAUSE="0.15") as server:
        ids, before = sent_until_one_is_done(server, texts)
        server.kill()
    with served(jobs, "--no-repair", AMANA_TEST_CALLS=str(calls)) as server, server.client() as client:
        done = [job["id"] for job in client.get("/v1/articles").json()["jobs"] if job["state"] == "done"]
        stamps = {id: client.get(f"/v1/articles/{id}/json").headers["last-modified"] for id in done}
        assert len(done) >= before
        assert {ended(client, id)["state"] for id in ids} == {"done"}
        assert all(client.get(f"/v1/articles/{id}/json").headers["last-modified"] == stamps[id] for id in done)
    asked = times_asked(calls, articles=len(texts))
    assert all(times in (1, 2) for times in asked)
    assert asked.count(1) >= before


def test_a_real_client_of_libretranslate_is_served(tmp_path: Path) -> None:
    libretranslatepy = pytest.importorskip("libretranslatepy", reason="libretranslatepy is not installed")
    with served(tmp_path, "--api-key", "secret") as server:
        client = libretranslatepy.LibreTranslateAPI(server.url, api_key="secret")
        assert [item["code"] for item in client.languages()] == ["ar", "en"]
        assert client.detect("وبلغت الإيرادات 40 دولارا.")[0]["language"] == "ar"
        assert "40" in client.translate("وبلغت الإيرادات 40 دولارا.", "ar", "en")
