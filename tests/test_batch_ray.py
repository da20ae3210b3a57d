"""`--engine ray`: the same results as here, on a cluster of two nodes, one of which dies in mid-run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.registry import may_use_gpu
from pipeline.article import Record
from pipeline.batch.folder import OutputFolder
from pipeline.batch.manifest import Entry
from pipeline.batch.ray_engine import Crew, crew_of
from pipeline.batch.run import LocalRunner, Options, Outcome, WindowRunner, list_articles, run_batch
from pipeline.batch.windows import Window
from pipeline.ingest import Listing
from tests.batch_process import load_engines
from tests.batches import results, write_articles
from tests.conftest import Amana

OPTIONS = Options(articles=4)


class Watcher:
    """An observer that does something when the second window is done."""

    def __init__(self, at_second: Any = None) -> None:
        self._at_second = at_second
        self.windows: list[tuple[str, ...]] = []

    def begin(self, listing: Listing) -> None:
        """Nothing."""

    def window(self, window: Window) -> None:
        if window.articles:
            self.windows.append(tuple(article.id for article in window.articles))
            if len(self.windows) == 2 and self._at_second:
                self._at_second()

    def advance(self, count: int) -> None:
        """Nothing."""

    def entry(self, entry: Entry, record: Record | None) -> None:
        """Nothing."""


def run(source: Path, out: Path, make_runner: Any, watcher: Watcher | None = None) -> Outcome:
    with OutputFolder(out, settings="test") as folder:
        runner: WindowRunner = make_runner(folder=folder)
        outcome = run_batch(source, list_articles(source, out), folder, OPTIONS, runner, watcher or Watcher())
        folder.close()
    return outcome


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head and one more node on this machine."""
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'amana[ray]'")
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("AMANA_TEST_PAUSE", "0.3")
    monkeypatch.setenv("AMANA_TEST_REPORTS", str(tmp_path / "reports"))
    (tmp_path / "reports").mkdir()
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    quick = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 4}
    made = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 2, "include_dashboard": False, "_system_config": quick}
    )
    try:
        yield made
    finally:
        ray.shutdown()
        made.shutdown()


def test_a_cluster_that_loses_a_node_gives_what_this_process_gives(cluster: Any, tmp_path: Path) -> None:
    from pipeline.batch.ray_engine import RayRunner

    node = cluster.add_node(num_cpus=2)
    cluster.wait_for_nodes()
    write_articles(tmp_path / "in", 32)
    here = run(tmp_path / "in", tmp_path / "here", partial(LocalRunner, load_engines, OPTIONS))
    watcher = Watcher(at_second=lambda: cluster.remove_node(node, allow_graceful=False))
    ray_runner = partial(RayRunner, load_engines, OPTIONS, address=cluster.address)
    there = run(tmp_path / "in", tmp_path / "there", ray_runner, watcher)
    assert (here.done, there.done) == (32, 32)
    assert len(watcher.windows) == 8
    assert results(tmp_path / "there") == results(tmp_path / "here")
    again = run(tmp_path / "in", tmp_path / "there", ray_runner)
    assert (again.done, again.skipped) == (0, 32)


def test_each_actor_has_a_gpu_of_its_own(cluster: Any, tmp_path: Path) -> None:
    """With Ray's logical GPUs: a node with four cores and two of them, beside a head without one."""
    from pipeline.batch.ray_engine import RayRunner

    cluster.add_node(num_cpus=4, num_gpus=2)
    cluster.wait_for_nodes()
    write_articles(tmp_path / "in", 24)
    load = partial(load_engines, device="auto")
    ray_runner = partial(RayRunner, load, OPTIONS, address=cluster.address, on_gpu=True)
    assert run(tmp_path / "in", tmp_path / "out", ray_runner).done == 24
    given = [json.loads(path.read_text(encoding="utf-8")) for path in reports(tmp_path)]
    assert sorted(one["visible"] for one in given) == ["0", "1"]
    assert [(one["device"], one["threads"]) for one in given] == [("auto", 2)] * 2


def test_models_of_the_cpu_ask_for_no_gpu(cluster: Any, tmp_path: Path) -> None:
    from pipeline.batch.ray_engine import RayRunner

    cluster.add_node(num_cpus=2, num_gpus=2)
    cluster.wait_for_nodes()
    write_articles(tmp_path / "in", 24)
    ray_runner = partial(RayRunner, partial(load_engines, device="auto"), OPTIONS, address=cluster.address)
    assert run(tmp_path / "in", tmp_path / "out", ray_runner).done == 24
    given = [json.loads(path.read_text(encoding="utf-8")) for path in reports(tmp_path)]
    assert 1 <= len(given) <= 2  # one a node
    assert {one["threads"] for one in given} == {None}


def reports(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "reports").iterdir())


CLUSTERS = {
    "no GPU": ([{"CPU": 2.0}, {"CPU": 2.0}], True, Crew(2, 0)),
    "a machine with eight": ([{"CPU": 96.0, "GPU": 8.0}], True, Crew(8, 1)),
    "some with and some without": (
        [{"CPU": 8.0, "GPU": 1.0}, {"CPU": 8.0}, {"CPU": 8.0, "GPU": 2.0}],
        True,
        Crew(3, 1),
    ),
    "models that use none": ([{"CPU": 96.0, "GPU": 8.0}, {"CPU": 8.0}], False, Crew(2, 0)),
    "a machine that only talks": ([{"memory": 1.0}, {"CPU": 1.0}], False, Crew(1, 0)),
    "nothing": ([], True, Crew(1, 0)),
}


@pytest.mark.parametrize(("machines", "on_gpu", "crew"), CLUSTERS.values(), ids=CLUSTERS)
def test_the_crew_of_a_cluster(machines: list[dict[str, float]], on_gpu: bool, crew: Crew) -> None:
    assert crew_of(machines, on_gpu=on_gpu) == crew


CHOICES: dict[str, tuple[dict[str, str | None], bool]] = {
    "the default": ({}, True),
    "on the CPU": ({"device": "cpu"}, False),
    "on a Mac": ({"device": "mps"}, False),
    "embedded": ({"profile": "embedded"}, False),
    "embedded and extractive": ({"translator": "embedded", "summarizer": "extractive"}, False),
    "a GGUF file": ({"translator": "/far/away.GGUF", "summarizer": "extractive"}, False),
    "a folder elsewhere": ({"translator": "/far/away", "summarizer": "extractive"}, True),
    "a model of the hub": ({"profile": "embedded", "summarizer": "a/b"}, True),
}


@pytest.mark.parametrize(("choice", "expected"), CHOICES.values(), ids=CHOICES)
def test_what_may_use_a_gpu(choice: dict[str, Any], expected: bool) -> None:
    usual: dict[str, Any] = {"profile": "auto", "translator": None, "summarizer": None, "device": "auto"}
    assert may_use_gpu(**usual | choice) is expected


def test_without_ray_the_error_says_what_to_install(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))
    write_articles(tmp_path / "in", 1)
    ran = amana("batch", tmp_path / "in", tmp_path / "out", "--engine", "ray")
    assert ran.code == 2
    assert "pip install 'amana[ray]'" in ran.err
