"""A batch that is killed, interrupted or out of space goes on as if nothing had happened."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.batches import entries, finish, results, start, write_articles

KILLS = 10
SEED = 7


def test_a_run_killed_ten_times_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    """With an engine whose outputs depend on what else is in a call, and on the calls before it."""
    source = tmp_path / "in"
    write_articles(source, 24)
    assert finish(start(source, tmp_path / "whole", cache=tmp_path / "cache-1", AMANA_TEST_HISTORY="1"))[0] == 0
    dice = random.Random(SEED)
    out, cache = tmp_path / "out", tmp_path / "cache-2"
    killed = 0
    for number in range(KILLS):
        mark = tmp_path / f"at-work-{number}"
        settings = {"AMANA_TEST_HISTORY": "1", "AMANA_TEST_PAUSE": "0.2", "AMANA_TEST_MARK": str(mark)}
        process = start(source, out, cache=cache, **settings)
        wait_for(mark, process)
        time.sleep(dice.uniform(0.0, 0.8))
        process.send_signal(signal.SIGKILL)
        killed += finish(process)[0] == -signal.SIGKILL
    code, _, err = finish(start(source, out, cache=cache, AMANA_TEST_HISTORY="1"))
    assert code == 0, err
    assert killed > KILLS / 2
    assert results(out) == results(tmp_path / "whole")
    assert not (out / ".amana").exists()


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    """Until `process` has made `path`, or is over."""
    while not path.exists() and process.poll() is None:
        time.sleep(0.01)


@pytest.mark.parametrize("cut", [0.5, 0.99])
def test_a_journal_cut_anywhere_is_gone_on_with(tmp_path: Path, cut: float) -> None:
    """As after a power failure: what was written last is not whole, neither in the journal nor in the manifest."""
    source = tmp_path / "in"
    write_articles(source, 8)
    assert finish(start(source, tmp_path / "whole", cache=tmp_path / "cache-1"))[0] == 0
    out, cache = tmp_path / "out", tmp_path / "cache-2"
    process = start(source, out, cache=cache, AMANA_TEST_PAUSE="0.1")
    journal, manifest = out / ".amana" / "journal.jsonl", out / "manifest.jsonl"
    while not (journal.exists() and journal.read_bytes().count(b"\n") > 3):
        time.sleep(0.02)
    process.kill()
    finish(process)
    data = journal.read_bytes()
    journal.write_bytes(data[: int(cut * len(data))])
    manifest.write_bytes(manifest.read_bytes() + b'{"id": "part-0/artic')
    assert finish(start(source, out, cache=cache))[0] == 0
    assert results(out) == results(tmp_path / "whole")


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    source = tmp_path / "in"
    write_articles(source, 8)
    process = start(source, tmp_path / "out", cache=tmp_path / "cache", AMANA_TEST_PAUSE="0.3")
    wait_for(tmp_path / "out" / ".amana" / "journal.jsonl", process)
    process.send_signal(signal.SIGINT)
    code, out, err = finish(process)
    assert code == 130
    assert out == ""
    assert "goes on from there" in err.splitlines()[-1]
    assert finish(start(source, tmp_path / "out", cache=tmp_path / "cache"))[0] == 0
    assert len(entries(tmp_path / "out")) == 8


def test_two_runs_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    source = tmp_path / "in"
    write_articles(source, 4)
    first = start(source, tmp_path / "out", cache=tmp_path / "cache", AMANA_TEST_PAUSE="0.5")
    wait_for(tmp_path / "out" / ".amana" / "journal.jsonl", first)
    code, _, err = finish(start(source, tmp_path / "out", cache=tmp_path / "cache"))
    assert code == 2
    assert "Another amana batch" in err
    assert finish(first)[0] == 0


def test_two_runs_share_a_cache(tmp_path: Path) -> None:
    source = tmp_path / "in"
    write_articles(source, 6)
    outs = [tmp_path / "one", tmp_path / "two"]
    both = [start(source, out, cache=tmp_path / "cache", AMANA_TEST_PAUSE="0.05") for out in outs]
    for process in both:
        code, _, err = finish(process)
        assert code == 0, err
    for out in outs:
        assert json.loads((out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()[0])["verdict"]
        assert len(entries(out)) == 6
