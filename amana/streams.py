"""The three standard streams, whatever state they are in: closed, full, or with nobody at the other end.

What cannot be written to stdout ends a command, and the error names stdout. What cannot be written to stderr is lost,
since there is no other place to say it; the exit code remains.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from pipeline.article import InputError


class StdoutError(Exception):
    """Stdout cannot be written to. It is no OSError: nobody in between may take it for another file's."""

    def __init__(self, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        super().__init__(f"Cannot write to stdout ({reason}); give it a file with room, or a reader.")
        self.is_gone = isinstance(error, BrokenPipeError)
        """Whether the reader went away, as `head` does: then there is nothing to say."""


@contextmanager
def settled() -> Iterator[None]:
    """Prepares the streams of this process for a command, UTF-8 and "\\n" on every system, and writes out what is left.

    Raises:
        StdoutError: stdout could not be written to.
    """
    _occupy_closed()
    before = sys.stdout, sys.stderr
    if sys.stdout is sys.__stdout__:  # else somebody put another in its place, who will know why
        sys.stdout = _text(_Raw(sys.stdout, is_vital=True))
    if sys.stderr is sys.__stderr__:
        sys.stderr = _text(_Raw(sys.stderr, is_vital=False))
    try:
        yield
        sys.stdout.flush()
    finally:
        sys.stderr.flush()
        sys.stdout, sys.stderr = before


def stdin_bytes() -> BinaryIO:
    """What stdin holds.

    Raises:
        InputError: it is closed, or a folder.
    """
    if sys.stdin is None:
        raise InputError("Stdin is closed; give a file, or write to stdin.")
    return sys.stdin.buffer


def _occupy_closed() -> None:
    """Puts the null device where a standard stream is closed: else the next file to be opened would be that stream."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one


def _text(raw: _Raw) -> io.TextIOWrapper:
    buffer = io.BufferedWriter(raw)
    is_direct = raw.isatty() or not raw.is_vital  # as Python's own: messages are seen at once
    return io.TextIOWrapper(buffer, encoding="utf-8", errors="backslashreplace", newline="\n", line_buffering=is_direct)


class _Raw(io.RawIOBase):
    """The bytes of a stream, None for one that is closed. `is_vital`: what cannot be written is an error, told once."""

    def __init__(self, stream: Any, *, is_vital: bool) -> None:
        super().__init__()
        self._raw = None if stream is None else getattr(stream.buffer, "raw", stream.buffer)
        self.is_vital = is_vital

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw is not None and self._raw.isatty()

    def fileno(self) -> int:
        return self._raw.fileno() if self._raw is not None else super().fileno()

    def write(self, data: Any) -> int:
        try:
            if self._raw is None:
                raise OSError(errno.EBADF, "it is closed")
            return int(self._raw.write(data) or 0)
        except OSError as error:
            if self.is_vital:
                self.is_vital = False  # what is left in buffers must not be an error again
                raise StdoutError(error) from error
        return len(data)
