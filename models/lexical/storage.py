"""The lexical model's file: compressed numpy arrays of numbers and of UTF-8 text, checked when it is read."""

from __future__ import annotations

import json
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.base import ModelError
from models.lexical.contexts import DIMENSIONS
from models.lexical.model import LexicalModel, Meanings, Table
from models.lexical.transliteration import Transliterator

FILE = Path(__file__).with_name("data") / "lexical.npz"
SHA256 = FILE.with_suffix(".sha256")
FORMAT_VERSION = 2


class _Lemmas(Mapping[str, tuple[str, ...]]):
    """The stems of each form, in sorted lines: of some 76,000 an article asks for a few hundred."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def __getitem__(self, form: str) -> tuple[str, ...]:
        begin = form + "\t"
        at = bisect_left(self._lines, begin)
        if at == len(self._lines) or not self._lines[at].startswith(begin):
            raise KeyError(form)
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
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            version = int(arrays["version"])
            if version != FORMAT_VERSION:
                raise ModelError(
                    f"The lexical model is of version {version}, not {FORMAT_VERSION}; install amana again."
                )
            vocabulary = _lines(arrays["vocabulary"])
            stems = _lines(arrays["stem_keys"])
            letters = json.loads(bytes(arrays["letters"]))
            return LexicalModel(
                by_word=_table(arrays, "word"),
                by_stem=_table(arrays, "stem"),
                vocabulary=vocabulary,
                places={meaning: place for place, meaning in enumerate(vocabulary)},
                read_contexts=cache(lambda: _array(data, "contexts")),
                frequencies=dict(zip(stems, np.exp2(arrays["frequencies"] / 16.0 - 1.0).tolist(), strict=True)),
                lemmas=_Lemmas(_lines(arrays["lemmas"])),
                names=dict(line.split("\t", 1) for line in _lines(arrays["names"])),
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


def _table(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Table:
    keys = {key: place for place, key in enumerate(_lines(arrays[f"{name}_keys"]))}
    return Table(
        keys,
        arrays[f"{name}_starts"],  # type: ignore[arg-type]
        arrays[f"{name}_english"],  # type: ignore[arg-type]
        arrays[f"{name}_probabilities"],  # type: ignore[arg-type]
    )


def _array(data: bytes, name: str) -> NDArray[np.int8]:
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        array: NDArray[np.int8] = arrays[name]
        return array


def _lines(array: NDArray[np.generic]) -> list[str]:
    text = array.tobytes().decode("utf-8")
    return text.split("\n") if text else []


def _text(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)
