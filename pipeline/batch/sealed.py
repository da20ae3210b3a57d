"""Lines of JSON that say whether they are as they were written: each ends in a checksum of what stands before it.

What was cut off, edited, or damaged on the disk is then no line, whatever JSON it still is.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.json_lines import json_line
from pipeline.output import cannot_write

_SEALED = re.compile(rb'(\{.*), "checksum": "([0-9a-f]{16})"\}\n', re.DOTALL)


def sealed(data: Mapping[str, Any]) -> bytes:
    """`data` as a line of JSON, whose last member is its "checksum"."""
    # Half a surrogate pair has no UTF-8; its escape is also how JSON writes it.
    body = json_line(data).encode("utf-8", errors="backslashreplace")[:-1]
    return body + b', "checksum": "' + _checksum(body) + b'"}\n'


def unsealed(line: bytes) -> dict[str, Any] | None:
    """What a line holds, without its checksum; None where it is not as it was written."""
    found = _SEALED.fullmatch(line)
    if found is None or _checksum(found[1]) != found[2]:
        return None
    data: dict[str, Any] = json.loads(found[1] + b"}")
    return data


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each line of `file` with its offset."""
    offset = 0
    for line in file:
        yield offset, line
        offset += len(line)


def append(path: Path, data: Mapping[str, Any]) -> int:
    """Adds `data` to a file of sealed lines and returns the offset of its line; it is on the disk when this returns.

    Raises:
        InputError: it could not be written.
    """
    try:
        with path.open("ab") as file:
            offset = file.tell()
            file.write(sealed(data))
            file.flush()
            os.fsync(file.fileno())
            return offset
    except OSError as error:
        raise cannot_write(path.parent, error) from error


def _checksum(body: bytes) -> bytes:
    return sha256(body).hexdigest()[:16].encode()
