"""A folder as a newsroom leaves it: what is found, in which order, and under which ids."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.article import Article, InputError
from pipeline.ingest import Refusal, find_files, read_articles

NEWS = "ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم."


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"id,text\n1,{NEWS}\n" if name.endswith(".csv") else NEWS, encoding="utf-8")
    return folder


def ids(folder: Path) -> dict[str, str]:
    listing = find_files(folder)
    return {path.relative_to(folder).as_posix(): id for path, id in listing.files.items()}


def test_files_in_the_order_of_their_paths_and_unknown_ones_apart(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/z.md", "a/b/c.txt", "photo.JPG", "a/old.doc", "README", "B.HTML")
    listing = find_files(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in listing.files] == [
        "B.HTML",
        "a/b/c.txt",
        "a/z.md",
        "b.txt",
    ]
    assert [path.relative_to(tmp_path).as_posix() for path in listing.unknown] == ["README", "a/old.doc", "photo.JPG"]
    assert listing.refused == ()


COLLISIONS = {
    "two kinds": (["a.html", "a.txt"], {"a.html": "a", "a.txt": "a.txt"}),
    "case": (["A.txt", "a.txt"], {"A.txt": "A", "a.txt": "a.txt"}),
    "case and suffix": (["A.TXT", "a.md", "a.txt"], {"A.TXT": "A", "a.md": "a.md", "a.txt": "a.txt"}),
    "spaces": (["a b.txt", "a-b.txt"], {"a b.txt": "a-b", "a-b.txt": "a-b.txt"}),
    "a third": (["a b.txt", "a-b.txt", "a_b.txt", "a:b.txt"], {
        "a b.txt": "a-b", "a-b.txt": "a-b.txt", "a_b.txt": "a_b", "a:b.txt": "a-b.txt-2",
    }),
    "subfolders": (["x/a.txt", "y/a.txt"], {"x/a.txt": "x/a", "y/a.txt": "y/a"}),
    "a table beside a folder of its name": (["t/1.txt", "t.csv"], {"t/1.txt": "t/1", "t.csv": "t-csv"}),
    "a table beside a file of its name": (["t.csv", "t.txt"], {"t.csv": "t", "t.txt": "t.txt"}),
    "unsafe names": (["con.txt", "-x.txt"], {"con.txt": "article-con", "-x.txt": "x"}),
}  # fmt: skip


@pytest.mark.parametrize(("names", "expected"), COLLISIONS.values(), ids=COLLISIONS)
def test_ids_are_distinct(tmp_path: Path, names: list[str], expected: dict[str, str]) -> None:
    assert ids(fill(tmp_path, *names)) == expected


def test_reserved_ids_and_skipped_folders(tmp_path: Path) -> None:
    fill(tmp_path, "index.txt", "out/a.txt", "in/out/a.txt")
    listing = find_files(tmp_path, skip=[tmp_path / "out"], reserved=["INDEX"])
    assert list(listing.files.values()) == ["in/out/a", "index.txt"]


def test_hidden_files_and_locks_are_left_out(tmp_path: Path) -> None:
    assert ids(fill(tmp_path, ".a.txt", ".git/a.txt", "~$a.docx", "a/.b/c.txt", "b.txt")) == {"b.txt": "b"}


def test_links_do_not_lead_out(tmp_path: Path) -> None:
    inside = fill(tmp_path / "in", "a.txt", "sub/b.txt")
    outside = fill(tmp_path / "elsewhere", "secret.txt")
    (inside / "file.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "nowhere.txt").symlink_to(inside / "nothing.txt")
    (inside / "good.txt").symlink_to(inside / "sub" / "b.txt")
    assert set(ids(inside)) == {"a.txt", "sub/b.txt", "good.txt"}
    link = tmp_path / "link"
    link.symlink_to(inside)
    assert set(ids(link)) == {"a.txt", "sub/b.txt", "good.txt"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_unknown(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert find_files(tmp_path).unknown == (tmp_path / "a.txt",)


def test_a_subfolder_that_cannot_be_read_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.txt", "locked/b.txt")
    scandir = os.scandir

    def deny(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deny)
    listing = find_files(tmp_path)
    assert list(listing.files.values()) == ["a"]
    assert [(refusal.source, refusal.id) for refusal in listing.refused] == [("locked", "locked")]
    assert "cannot be read (Permission denied)" in listing.refused[0].reason


def test_no_folder(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with pytest.raises(InputError, match="is not a folder"):
        find_files(tmp_path / "a.txt")
    with pytest.raises(InputError, match="is not there"):
        find_files(tmp_path / "nothing")


def test_articles_of_a_folder(tmp_path: Path) -> None:
    fill(tmp_path, "politics/budget.txt", "politics/feed.csv", "bad.txt")
    (tmp_path / "bad.txt").write_bytes(b"")
    listing = find_files(tmp_path)
    items = [item for path, id in listing.files.items() for item in read_articles(path, base=tmp_path, id=id)]
    assert [(type(item), item.id, item.source) for item in items] == [
        (Refusal, "bad", "bad.txt"),
        (Article, "politics/budget", "politics/budget.txt"),
        (Article, "politics/feed/1", "politics/feed.csv row 2"),
    ]
    assert [item.id for path in listing.files for item in read_articles(path, base=tmp_path)] == [i.id for i in items]


def test_an_unknown_or_missing_file_is_a_refusal(tmp_path: Path) -> None:
    fill(tmp_path, "a.xyz")
    (unknown,) = read_articles(tmp_path / "a.xyz")
    (missing,) = read_articles(tmp_path / "b.txt")
    assert isinstance(unknown, Refusal)
    assert isinstance(missing, Refusal)
    assert "of a kind that amana does not read; give a file ending in .txt" in unknown.reason
    assert "There is no file" in missing.reason
