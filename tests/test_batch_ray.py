"""`--engine ray`: the same results as here, on a cluster of two nodes, one of which dies in mid-run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.article import Record
from pipeline.batch.folder import OutputFolder
from pipeline.batch.manifest import Entry
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
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head and one more node on this machine."""
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'amana[ray]'")
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("AMANA_TEST_PAUSE", "0.3")
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


def test_without_ray_the_error_says_what_to_install(
    amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))
    write_articles(tmp_path / "in", 1)
    ran = amana("batch", tmp_path / "in", tmp_path / "out", "--engine", "ray")
    assert ran.code == 2
    assert "pip install 'amana[ray]'" in ran.err
