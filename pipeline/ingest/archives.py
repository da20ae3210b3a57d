"""Zip archives of XML, as Word and others write them: looked over before a library opens them."""

from __future__ import annotations

import io
import struct
import zipfile

from pipeline.article import InputError
from pipeline.ingest.checks import refuse_other_kinds

MAX_UNPACKED = 100_000_000
"""Bytes of all parts together, pictures among them: libraries hold them in memory."""

MAX_XML = 30_000_000
"""Bytes of one XML part. 1,000 pages of text are below 10 MB."""

MAX_RATIO = 500
"""Unpacked to packed size of a part above 1 MB. One sentence or table row 10,000 times reaches 180, zeros 1,000."""

_MAX_DIRECTORY = 1_000_000  # bytes of the list of parts, some 10,000 of them
_START = b"PK\x03\x04"


def look_over(data: bytes, name: str, *, suffix: str, what: str) -> None:
    """Looks over the archive `data` of a file called `name`, which should be `what` ("a Word document") by its suffix.

    Raises:
        InputError: it is a file of another kind, would unpack to more than the bounds above, or declares XML entities.
        zipfile.BadZipFile: it is no archive, or is damaged; other errors of `pipeline.ingest.kinds.DAMAGES` likewise.
    """
    if not data.startswith(_START):
        refuse_other_kinds(data, name, suffix=suffix, expected=what)
    if not data.startswith(_START) or not zipfile.is_zipfile(io.BytesIO(data)):
        raise zipfile.BadZipFile
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    directory_size = struct.unpack_from("<I", data, end + 12)[0]
    if directory_size > _MAX_DIRECTORY:
        raise _bomb(name, suffix, f"lists too many parts for {what}")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED:
            raise _bomb(name, suffix, f"would unpack to {unpacked:,} bytes, and {MAX_UNPACKED:,} are the limit")
        for part in parts:
            _look_at_part(archive, part, name, suffix)


def _look_at_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, suffix: str) -> None:
    packed = max(part.compress_size, 1)
    if part.file_size > MAX_RATIO * packed and part.file_size > 1_000_000:
        ratio = part.file_size // packed
        raise _bomb(name, suffix, f"has a part packed {ratio:,} to 1, and {MAX_RATIO} to 1 is the limit")
    if not part.filename.lower().endswith((".xml", ".rels")):
        return
    if part.file_size > MAX_XML:
        raise _bomb(name, suffix, f"has {part.file_size:,} bytes of text and markup, and {MAX_XML:,} are the limit")
    # NULs go, so that UTF-16 hides nothing.
    if b"<!DOCTYPE" in archive.read(part).replace(b"\0", b""):
        raise _bomb(name, suffix, "declares XML entities, which such a document never does")


def _bomb(name: str, suffix: str, problem: str) -> InputError:
    return InputError(f"{name} is not read, because it {problem}; save the article's text alone as {suffix} or .txt.")
