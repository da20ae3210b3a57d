"""Gives back the memory of mapped files that have been read, such as weights that the runtime keeps in another form."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_MAPS = Path("/proc/self/maps")
_DONT_NEED = 4
"""MADV_DONTNEED of madvise(2) on Linux: the pages go, and are read from the file again where they are needed."""


def release(folder: Path) -> int:
    """Lets go of the pages of the files in `folder` that this process has mapped for reading only; how many bytes of
    mappings that were. Their contents stay as they are. Elsewhere than on Linux it does nothing."""
    if sys.platform != "linux" or not _MAPS.exists():
        return 0
    library, real, released = ctypes.CDLL(None), folder.resolve(), 0
    for line in _MAPS.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        area, permissions, *_, name = line.split(maxsplit=5)
        if permissions.startswith("r--") and Path(name).parent == real:
            start, end = (int(place, 16) for place in area.split("-"))
            library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _DONT_NEED)
            released += end - start
    return released
