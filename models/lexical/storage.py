"""The lexical model's file: compressed numpy arrays of numbers and of UTF-8 text, checked when it is read.

It is read without numpy, whose import takes longer than the rest; only the vectors of contexts are numpy's.
"""

from __future__ import annotations

import ast
import json
import sys
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, overload

from models.base import ModelError
from models.lexical.model import LexicalModel, Meanings, Table
from models.lexical.transliteration import Transliterator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = Path(__file__).with_name("data") / "lexical.npz"
SHA256 = FILE.with_suffix(".sha256")
FORMAT_VERSION = 2
_MAGIC = b"\x93NUMPY\x01\x00"
"""What an array begins with (the NPY format, version 1.0: numpy.lib.format), and the codes of the types in use."""
_TYPES = {"|u1": "B", "<u4": "I", "<i8": "q"}


_FREQUENCIES = [2.0 ** (step / 16 - 1) for step in range(256)]
"""How often what was read that `pack` writes as each number."""
T = TypeVar("T")


class _Lemmas(Mapping[str, tuple[str, ...]]):
    """The stems of each form, in sorted lines: of some 76,000 an article asks for a few hundred."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def __getitem__(self, form: str) -> tuple[str, ...]:
        found = self.get(form)
        if found is None:
            raise KeyError(form)
        return found

    @overload
    def get(self, form: str, /) -> tuple[str, ...] | None: ...
    @overload
    def get(self, form: str, /, default: T) -> tuple[str, ...] | T: ...
    def get(self, form: str, /, default: T | None = None) -> tuple[str, ...] | T | None:
        """See `Mapping.get`; most forms that are asked for are none, which an exception would take long to say."""
        begin = form + "\t"
        at = bisect_left(self._lines, begin)
        if at == len(self._lines) or not self._lines[at].startswith(begin):
            return default
        return tuple(self._lines[at].split("\t")[1:])

    def __iter__(self) -> Iterator[str]:
        return (line.partition("\t")[0] for line in self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@cache
def load() -> LexicalModel:
    """The model that amana ships.

    Raises:
        ModelError: its file is missing or damaged.
    """
    try:
        expected = SHA256.read_text(encoding="ascii").split()[0]
        data = FILE.read_bytes()
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise ModelError(f"The lexical model {FILE} cannot be read ({error}); install amana again.") from error
    digest = sha256(data).hexdigest()
    if digest != expected:
        raise ModelError(f"The lexical model {FILE} is damaged (its sha256 is wrong); install amana again.")
    return unpack(data, digest=digest)


def unpack(data: bytes, *, digest: str | None = None) -> LexicalModel:
    """The model in the bytes of a file that `pack` made; its `digest` is worked out where it is not known.

    Raises:
        ModelError: they are no such file, or of another version.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            [version] = _numbers(archive, "version")
            if version != FORMAT_VERSION:
                raise ModelError(
                    f"The lexical model is of version {version}, not {FORMAT_VERSION}; install amana again."
                )
            stems = _lines(archive, "stem_keys")
            letters = json.loads(_bytes(archive, "letters"))
            return LexicalModel(
                by_word=_table(archive, "word", _lines(archive, "word_keys")),
                by_stem=_table(archive, "stem", stems),
                vocabulary=_lines(archive, "vocabulary"),
                read_contexts=cache(lambda: _contexts(data)),
                frequencies=dict(
                    zip(stems, map(_FREQUENCIES.__getitem__, _bytes(archive, "frequencies")), strict=True)
                ),
                lemmas=_Lemmas(_lines(archive, "lemmas")),
                names=dict(line.split("\t", 1) for line in _lines(archive, "names")),
                transliterator=Transliterator(letters["emissions"], letters["triples"]),
                digest=digest or sha256(data).hexdigest(),
            )
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ModelError(f"The lexical model cannot be read ({error}); install amana again.") from error


def pack(
    *,
    by_word: Mapping[str, Meanings],
    by_stem: Mapping[str, Meanings],
    frequencies: Mapping[str, float],
    contexts: Mapping[str, NDArray[np.float32]],
    lemmas: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    transliterator: Transliterator,
) -> bytes:
    """A file of these tables; probabilities are kept to 1/255, frequencies to a sixteenth of their logarithm, and the
    unit vectors of `contexts` to 1/127; a meaning that it lacks gets zeros."""
    import numpy as np

    from models.lexical.contexts import DIMENSIONS

    english = sorted({meaning for table in (by_word, by_stem) for row in table.values() for meaning, _ in row})
    numbers = {meaning: number for number, meaning in enumerate(english)}
    nowhere = np.zeros(DIMENSIONS, np.float32)
    seen = np.array([frequencies.get(stem, 0.0) for stem in sorted(by_stem)])
    arrays: dict[str, NDArray[np.generic]] = {
        "version": np.array(FORMAT_VERSION),
        "vocabulary": _text(english),
        "contexts": np.array(
            [np.rint(127 * contexts.get(meaning, nowhere)) for meaning in english], dtype=np.int8
        ).reshape(len(english), DIMENSIONS),
        "frequencies": np.clip(np.rint(16 * (np.log2(np.maximum(seen, 0.5)) + 1.0)), 0, 255).astype(np.uint8),
        "lemmas": _text(["\t".join((form, *found)) for form, found in sorted(lemmas.items())]),
        "names": _text([f"{arabic}\t{latin}" for arabic, latin in sorted(names.items())]),
        "letters": np.frombuffer(
            json.dumps(
                {"emissions": transliterator.emissions, "triples": transliterator.triples},
                ensure_ascii=False,
                sort_keys=True,
            ).encode(),
            dtype=np.uint8,
        ),
    }
    for name, table in (("word", by_word), ("stem", by_stem)):
        rows = [table[key] for key in sorted(table)]
        arrays[f"{name}_keys"] = _text(sorted(table))
        arrays[f"{name}_starts"] = np.cumsum([0, *map(len, rows)]).astype(np.uint32)
        arrays[f"{name}_english"] = np.array([numbers[meaning] for row in rows for meaning, _ in row], dtype=np.uint32)
        arrays[f"{name}_probabilities"] = np.array(
            [max(1, round(255 * min(1.0, share))) for row in rows for _, share in row], dtype=np.uint8
        )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            member = BytesIO()
            np.lib.format.write_array(member, np.asanyarray(array), allow_pickle=False)
            # A fixed date: the same tables give the same bytes.
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _table(archive: zipfile.ZipFile, name: str, keys: Sequence[str]) -> Table:
    return Table(
        dict(zip(keys, range(len(keys)), strict=True)),
        _numbers(archive, f"{name}_starts"),
        _numbers(archive, f"{name}_english"),
        _numbers(archive, f"{name}_probabilities"),
    )


def _contexts(data: bytes) -> NDArray[np.int8]:
    import numpy as np

    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        contexts: NDArray[np.int8] = arrays["contexts"]
        return contexts


def _lines(archive: zipfile.ZipFile, name: str) -> tuple[str, ...]:
    """The lines of a text; a tuple of strings, unlike a list, is never looked through for garbage."""
    text = _bytes(archive, name).decode("utf-8")
    return tuple(text.split("\n")) if text else ()


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    return _numbers(archive, name).tobytes()


def _numbers(archive: zipfile.ZipFile, name: str) -> array[int]:
    """An array of the file, which has one dimension or none."""
    member = archive.read(f"{name}.npy")
    if not member.startswith(_MAGIC):
        raise ValueError(f"{name} is no array")
    begin = len(_MAGIC) + 2 + int.from_bytes(member[len(_MAGIC) : len(_MAGIC) + 2], "little")
    header = ast.literal_eval(member[len(_MAGIC) + 2 : begin].decode("latin-1"))
    numbers = array(_TYPES[header["descr"]], member[begin:])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _text(lines: Sequence[str]) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)
