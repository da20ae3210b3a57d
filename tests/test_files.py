"""Where a command may write: never to what it reads, to no device, through no link out of its folder."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from models.files import NOTHING_RESERVED, Reserved, Unwritable, destination, locked, replacing, write_whole
from tests.batch_process import engine as moody_engine
from tests.batches import article, entries, results, write_articles
from tests.conftest import Amana, Loads, Ran
from tests.test_batch_formats import web_page

NEWS = "ارتفعت الأرباح 25%."


def make_folder(path: Path) -> None:
    path.mkdir()


def make_socket(path: Path) -> None:
    server = socket.socket(socket.AF_UNIX)
    current = Path.cwd()
    os.chdir(path.parent)  # the name of a socket may have about 100 bytes
    try:
        server.bind(path.name)
    finally:
        os.chdir(current)
        server.close()


def link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/full")


IN_THE_WAY: dict[str, tuple[Callable[[Path], None], str]] = {
    "a folder": (make_folder, "is a folder"),
    "a pipe": (lambda path: os.mkfifo(path), "a device, a pipe or a socket"),
    "a socket": (make_socket, "a device, a pipe or a socket"),
    "a link to a device": (link_to_a_device, "a device, a pipe or a socket"),
}


@pytest.mark.parametrize(("make", "said"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_is_no_regular_file_is_refused(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    path = tmp_path / "x"
    make(path)
    with pytest.raises(Unwritable, match=said):
        destination(path)


def test_devices_are_refused() -> None:
    for device in ("/dev/null", "/dev/full"):
        with pytest.raises(Unwritable):
            destination(Path(device))


def test_a_link_that_the_user_named_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    (tmp_path / "new.csv").symlink_to("not-yet.csv")
    write_whole({tmp_path / "link.csv": "one", tmp_path / "new.csv": "two"})
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "new.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "one"
    assert (tmp_path / "not-yet.csv").read_text() == "two"


def test_in_a_folder_of_results_no_link_is_followed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "inner").symlink_to(tmp_path)
    (out / "a.json").symlink_to(tmp_path / "mine.json")
    (tmp_path / "mine.json").write_text("mine")
    for path in (out / "a.json", out / "inner" / "mine.json"):
        with pytest.raises(Unwritable):
            write_whole({path: "x"}, inside=out)
    assert (tmp_path / "mine.json").read_text() == "mine"
    (tmp_path / "other").symlink_to(out)  # the folder itself may be a link: the user named it
    assert destination(tmp_path / "other" / "b.json", inside=tmp_path / "other") == out / "b.json"


SPELLINGS: dict[str, Callable[[Path], Path]] = {
    "as it is": lambda path: path,
    "another spelling": lambda path: path.parent / "sub" / ".." / path.name,
    "a link": lambda path: path.parent / "link.txt",
    "a hard link": lambda path: path.parent / "hard.txt",
}


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
def test_an_input_is_known_under_every_name(tmp_path: Path, spell: Callable[[Path], Path]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("mine")
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "hard.txt").hardlink_to(path)
    for reserved in (Reserved.of([path]), Reserved.of([path]) | NOTHING_RESERVED):
        with pytest.raises(Unwritable, match="the same command reads it"):
            write_whole({spell(path): "x"}, reserved=reserved)
    assert path.read_text() == "mine"
    assert destination(tmp_path / "b.txt", reserved=Reserved.of([path])) == tmp_path / "b.txt"


def test_a_file_that_is_not_there_yet_can_be_reserved(tmp_path: Path) -> None:
    with pytest.raises(Unwritable):
        destination(tmp_path / "x.csv", reserved=Reserved.of([tmp_path / "x.csv"]))


def test_nothing_goes_into_the_folder_of_the_inputs_but_into_results_inside_it(tmp_path: Path) -> None:
    source, inner = tmp_path / "in", tmp_path / "in" / "out"
    for out in (tmp_path, tmp_path / "elsewhere", inner):
        reserved = Reserved.inside(source, but=out)
        with pytest.raises(Unwritable):
            destination(source / "new.json", reserved=reserved)
        with pytest.raises(Unwritable):
            destination(source / "new" / "new.json", reserved=reserved)
        assert destination(out / "new.json", reserved=reserved) == out / "new.json"


def test_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(Unwritable):
        write_whole({tmp_path / "a": "x", tmp_path / "b": "x"})
    assert os.listdir(tmp_path) == ["b"]


def test_a_file_that_is_broken_off_leaves_the_older_one(tmp_path: Path) -> None:
    def break_off() -> None:
        with replacing(tmp_path / "c") as file:
            file.write(b"half")
            raise InterruptedError

    (tmp_path / "c").write_text("old")
    with pytest.raises(InterruptedError):
        break_off()
    assert os.listdir(tmp_path) == ["c"]
    assert (tmp_path / "c").read_text() == "old"


def test_a_lock_that_is_a_link_leaves_its_target_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "lock").symlink_to("mine.txt")
    with pytest.raises(Unwritable, match="it is a link"), locked(tmp_path / "lock"):
        pass
    assert (tmp_path / "mine.txt").read_text() == "mine"


# The commands


def assert_refused(ran: Ran, code: int = 2) -> None:
    assert ran.code == code, ran.err
    assert "Cannot write the file" in ran.err


def test_translate_never_writes_to_an_article(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    page = web_page(1)
    (tmp_path / "news.html").write_bytes(page)
    (tmp_path / "good.txt").write_text(NEWS, encoding="utf-8")
    assert_refused(amana("translate", tmp_path / "news.html", "-o", tmp_path))
    assert fake.options == []  # found out before anything was loaded
    ran = amana("translate", tmp_path / "news.html", tmp_path / "good.txt", "-o", tmp_path)
    assert_refused(ran, 3)
    assert (tmp_path / "good.json").exists()
    assert (tmp_path / "news.html").read_bytes() == page


@pytest.mark.parametrize("ledger", ["users.txt", "/dev/full", "pipe", "out/users.json", "."])
def test_a_ledger_never_takes_the_place_of_something_else(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path, ledger: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    before = article.read_bytes()
    ran = amana("translate", article, "-o", tmp_path / "out", "--ledger", tmp_path / ledger)
    assert ran.code == 2
    assert "Cannot write the file" in ran.err
    assert article.read_bytes() == before
    assert Path("/dev/full").is_char_device()
    assert (tmp_path / "pipe").is_fifo()


def test_a_batch_writes_nothing_among_its_articles(
    amana: Amana, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The results of IN/in/ would stand in IN itself, where IN lies in OUT."""
    use_the_engine_of_batches(monkeypatch, tmp_path)
    source = tmp_path / "out" / "in"
    (source / "in").mkdir(parents=True)
    (source / "a.html").write_bytes(web_page(1))
    (source / "in" / "a.txt").write_text(article(2), encoding="utf-8")
    before = results(source)
    ran = amana("batch", source, tmp_path / "out")
    assert_refused(ran, 3)
    assert results(source) == before
    assert {entry["id"]: entry["verdict"] for entry in entries(tmp_path / "out")}["in/a"] == "failed"


@pytest.mark.parametrize("name", ["index.html", "ledger.csv", "manifest.jsonl", ".amana"])
def test_a_batch_writes_through_no_link(
    amana: Amana, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    use_the_engine_of_batches(monkeypatch, tmp_path)
    write_articles(tmp_path / "in", 1)
    strangers = tmp_path / "strangers"
    strangers.mkdir()
    (strangers / "journal").write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).symlink_to(strangers if name == ".amana" else strangers / "journal")
    assert_refused(amana("batch", tmp_path / "in", tmp_path / "out"))
    assert results(strangers) == {"journal": b"mine"}
    assert (tmp_path / "out" / name).is_symlink()


def use_the_engine_of_batches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from models import registry

    shared = moody_engine()
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(registry, "load_engines", lambda **_: registry.Engines(shared, shared))


def test_evaluate_never_writes_to_its_data(amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = f"id,article,translation\n1,{NEWS},Profits rose 25%.\n"
    Path("results.csv").write_text(rows, encoding="utf-8")
    Path("out.jsonl").write_text('{"id": "1", "translation": "Profits rose 25%."}\n', encoding="utf-8")
    common = ("--outputs", "x=out.jsonl", "--no-similarity", "--resamples", "100")
    assert_refused(amana("evaluate", "results.csv", "-o", ".", *common))
    pin = ("--update-gate", "--allow-regression")
    for floors in ("results.csv", "out.jsonl", "evaluation/report.html"):
        assert_refused(amana("evaluate", "results.csv", "-o", "evaluation", *common, "--gate", floors, *pin))
    assert Path("results.csv").read_text(encoding="utf-8") == rows
    assert Path("out.jsonl").read_text(encoding="utf-8").startswith('{"id"')
    assert amana("evaluate", "results.csv", "-o", "evaluation", *common).code == 0


def test_evaluate_never_writes_to_records_that_it_scores(
    amana: Amana, fake: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("results.txt").write_text(NEWS, encoding="utf-8")
    fake.engine.translations = {NEWS: "Profits rose 25%."}
    assert amana("translate", "results.txt", "-o", "records").code == 0
    Path("data.jsonl").write_text(f'{{"id": "results", "article": "{NEWS}"}}\n', encoding="utf-8")
    before = Path("records/results.json").read_bytes()
    common = ("--outputs", "x=records", "--no-similarity", "--resamples", "100")
    assert_refused(amana("evaluate", "data.jsonl", "-o", "records", *common))
    assert Path("records/results.json").read_bytes() == before
