"""Mapped files: their memory is given back, and what they hold stays."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path

import pytest

from models.mapped import release


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is mapped")
def test_pages_go_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "weights of a model.bin"
    path.write_bytes(bytes(range(256)) * 4096)
    other = tmp_path / "other" / "file.bin"
    other.parent.mkdir()
    other.write_bytes(b"x" * 8192)
    with (
        path.open("rb") as file,
        other.open("rb") as second,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as weights,
        mmap.mmap(second.fileno(), 0, access=mmap.ACCESS_READ) as elsewhere,
    ):
        assert weights[:256] == bytes(range(256))
        assert elsewhere[0] == ord("x")
        assert release(tmp_path) == 256 * 4096
        assert weights[-256:] == bytes(range(256))
    assert release(tmp_path) == 0


def test_a_folder_that_nothing_is_mapped_from(tmp_path: Path) -> None:
    assert release(tmp_path / "none") == 0
