"""What the server deletes, and what it never does: `--keep-days`, DELETE, and a disk that is full."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

from models.files import write_whole
from pipeline.article import InputError
from pipeline.ingest import article_from_text
from pipeline.serve import keeping
from pipeline.serve.store import Store
from tests.conftest import ARTICLE, Amana, FakeEngine
from tests.test_serve import SlowEngine, ended, serving

DAY = 24 * 3600.0


def age(folder: Path, days: float) -> None:
    """Lets all jobs have ended so many days ago."""
    with sqlite3.connect(folder / "jobs.sqlite") as connection:
        connection.execute("UPDATE jobs SET finished = ? WHERE finished IS NOT NULL", (time.time() - days * DAY,))


def folders(folder: Path) -> set[str]:
    return {path.name for path in (folder / "jobs").iterdir()}


def test_a_job_that_is_at_its_end_is_deleted_with_its_files_and_no_other(tmp_path: Path) -> None:
    engine = FakeEngine(error="The engine is broken.", error_on="الإيرادات")
    with serving(tmp_path, engine) as client:
        texts = (ARTICLE, ARTICLE.splitlines()[0], ARTICLE.splitlines()[0])
        failed, done, kept = [client.post("/v1/articles", json={"text": text}).json()["id"] for text in texts]
        assert [ended(client, id)["state"] for id in (failed, done, kept)] == ["failed", "done", "done"]
        for id in (failed, done):
            answer = client.delete(f"/v1/articles/{id}")
            assert (answer.status_code, answer.content) == (204, b"")
            assert client.get(f"/v1/articles/{id}").status_code == 404
            assert client.get(f"/v1/articles/{id}/en.txt").status_code == 404
            assert client.delete(f"/v1/articles/{id}").status_code == 404
        assert folders(tmp_path) == {kept}
        assert [job["id"] for job in client.get("/v1/articles").json()["jobs"]] == [kept]
        assert client.delete("/v1/articles/..%2F..%2Fetc").status_code == 404


def test_what_waits_or_runs_is_not_deleted_and_what_was_cancelled_is(tmp_path: Path) -> None:
    with serving(tmp_path, SlowEngine()) as client:
        id = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        refused = client.delete(f"/v1/articles/{id}")
        assert (refused.status_code, "cancel it first" in refused.json()["detail"]) == (409, True)
        client.post(f"/v1/articles/{id}/cancel")
        assert client.delete(f"/v1/articles/{id}").status_code == 204
        other = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        assert ended(client, other)["state"] == "done"  # after the call that the deleted one was in
        assert folders(tmp_path) == {other}


@pytest.mark.parametrize(("days", "age_of_jobs", "stays"), [(30, 31, False), (30, 29, True), (0, 9999, True)])
def test_what_has_been_done_for_long_is_deleted_at_the_start(
    days: int, age_of_jobs: float, stays: bool, tmp_path: Path
) -> None:
    with serving(tmp_path) as client:
        id = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        assert ended(client, id)["state"] == "done"
    age(tmp_path, age_of_jobs)
    with serving(tmp_path, keep_days=days) as client:
        for _ in range(40):
            if stays or not folders(tmp_path):
                break
            time.sleep(0.05)
        assert client.get("/v1/articles").json()["keep_days"] == days
        assert folders(tmp_path) == ({id} if stays else set())


def test_what_waits_is_kept_however_old_it_is(tmp_path: Path) -> None:
    with Store(tmp_path).opened() as store:
        waiting, running, cancelled = [store.accept(article_from_text(ARTICLE, id="a")).id for _ in range(3)]
        assert store.begin(running)
        assert store.cancel(cancelled)
        assert store.delete_before(time.time() + 999 * DAY) == 1
        assert store.get(waiting)
        assert store.get(running)
        assert not store.delete(running)
        assert folders(tmp_path) == {waiting, running}


def test_a_link_is_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine", encoding="utf-8")
    with Store(tmp_path / "serve").opened() as store:
        ids = [store.accept(article_from_text(ARTICLE, id="a")).id for _ in range(2)]
        for id in ids:
            store.cancel(id)
        folder = tmp_path / "serve" / "jobs"
        (folder / ids[0]).rename(tmp_path / "moved")
        (folder / ids[0]).symlink_to(elsewhere)
        (folder / ids[1] / "link").symlink_to(elsewhere)
        with pytest.raises(InputError, match="by hand"):
            store.delete(ids[0])
        assert store.delete(ids[1])
        (folder / ids[0]).unlink()
        folder.rename(tmp_path / "jobs elsewhere")
        folder.symlink_to(tmp_path / "jobs elsewhere")
        third = store.accept(article_from_text(ARTICLE, id="a")).id
        store.cancel(third)
        with pytest.raises(InputError, match="by hand"):
            store.delete(third)
    assert (elsewhere / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "jobs elsewhere" / third / "input.json").is_file()


def test_a_deletion_that_was_broken_off_is_ended_at_the_next_start(tmp_path: Path) -> None:
    with Store(tmp_path).opened() as store:
        id = store.accept(article_from_text(ARTICLE, id="a")).id
        store.cancel(id)
    with sqlite3.connect(tmp_path / "jobs.sqlite") as connection:
        connection.execute("UPDATE jobs SET state = 'deleted'")  # as a server that is killed there leaves it
    with Store(tmp_path).opened() as store:
        assert store.latest() == []
        assert folders(tmp_path) == set()


def full(left: int) -> Callable[..., None]:
    """`write_whole` on a disk that is full after so many calls."""
    calls = [left]

    def write(*arguments: Any, **options: Any) -> None:
        calls[0] -= 1
        if calls[0] < 0:
            raise OSError(28, "No space left on device")
        write_whole(*arguments, **options)

    return write


def test_an_article_for_which_the_disk_has_no_room_is_refused_with_507(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path) as client:
        with monkeypatch.context() as patched:
            patched.setattr("pipeline.serve.store.write_whole", full(0))
            answer = client.post("/v1/articles", json={"text": ARTICLE})
        assert answer.status_code == 507
        assert "no space left on device" in answer.json()["detail"]
        assert str(tmp_path) not in answer.text
        assert client.get("/v1/articles").json()["jobs"] == []
        assert folders(tmp_path) == set()
        id = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        assert ended(client, id)["state"] == "done"


def test_a_result_for_which_the_disk_has_no_room_is_held_until_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "RETRY_SECONDS", 0.1)
    monkeypatch.setattr("pipeline.serve.room.RETRY_SECONDS", 0.1)
    engine = FakeEngine()
    with serving(tmp_path, engine) as client:
        with monkeypatch.context() as patched:
            patched.setattr("pipeline.output.write_whole", full(0))
            first = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
            for _ in range(100):
                if not client.get("/healthz").json()["keeps"]:
                    break
                time.sleep(0.05)
            second = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
            given = {"q": "وبلغت الإيرادات 40 دولارا.", "source": "ar", "target": "en"}
            assert client.post("/translate", json=given).json()["translatedText"] == "Revenue reached $40."
            states = [client.get(f"/v1/articles/{id}").json()["state"] for id in (first, second)]
            assert states == ["running", "waiting"]
        assert [ended(client, id)["state"] for id in (first, second)] == ["done", "done"]


def test_a_result_that_is_held_at_the_end_is_made_again_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.output.write_whole", full(0))
        with serving(tmp_path) as client:
            id = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
            for _ in range(100):
                if not client.get("/healthz").json()["keeps"]:
                    break
                time.sleep(0.05)
    with serving(tmp_path) as client:
        assert ended(client, id)["state"] == "done"


def test_the_days_are_asked_for_in_whole_ones(amana: Amana) -> None:
    assert amana("serve", "--keep-days", "-1").code == 2
    assert amana("serve", "--keep-days", "x").code == 2
