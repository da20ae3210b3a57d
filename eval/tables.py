"""Rows of data sets as they are stored, each with the place it came from; what they mean is decided in `eval.data`.

Text files are read line by line, because an error must name its line, which the readers of `datasets` do not keep;
parquet files and data sets of the hub go through `datasets`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.article import InputError

MAX_BYTES = 512 * 1024 * 1024
"""The size of a file is looked up before it is read: a test set is smaller, and what is larger was named by mistake."""

MAX_ROWS = 200_000

_DELIMITERS = {".tsv": "\t", ".csv": ",;\t|"}
_FOLDER_SUFFIXES = (".ar.txt", ".en.txt", ".summary.txt")
_PARQUET = b"PAR1"
_PATIENCE = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands ("line 3 of data.jsonl"), its columns, and what is wrong with it, if anything is.

    `name` is what the row is called where it has no id: its number in its table, or the name of its files.
    """

    place: str
    name: str
    values: Mapping[str, Any]
    problem: str | None = None


def read_table(path: Path) -> list[Row]:
    """The rows of a file (.jsonl, .csv, .tsv, .parquet, .txt: a line a row in the column "text") or folder.

    A folder holds NAME.ar.txt and, where there are any, NAME.en.txt and NAME.summary.txt (a reference each).

    Raises:
        InputError: the file is missing, too large, of an unknown kind, not UTF-8, or holds no rows.
    """
    if path.is_dir():
        rows = list(_read_folder(path))
    else:
        reader = READERS.get(path.suffix.lower())
        if not path.exists():
            raise InputError(f"There is no file or folder {path}; check the name.")
        if reader is None:
            raise InputError(
                f"{path} is of a kind that cannot be evaluated; give a folder or a file ending in {', '.join(READERS)}."
            )
        check_size(path)
        rows = list(reader(path))
    if not rows:
        raise InputError(f"{path} holds no rows; give a file with at least one.")
    return rows


def files_of(path: Path) -> list[Path]:
    """The files that `read_table` or `read_hub` reads for `path`: itself, or what lies in the folder."""
    if not path.is_dir():
        return [path]
    articles = [file for file in path.iterdir() if file.name.endswith(_FOLDER_SUFFIXES)]
    return articles or [file for file in path.iterdir() if file.is_file()]


def read_hub(name: str, *, config: str | None, split: str) -> list[Row]:
    """The rows of split `split` of a data set of the hub (or of a local folder that `datasets` knows to read).

    Raises:
        InputError: it cannot be had, or has more than `MAX_ROWS` rows.
    """
    import datasets

    what = f"{name}{f' ({config})' if config else ''}, split {split}"
    datasets.disable_progress_bars()
    try:
        if not Path(name).exists():
            _ask_hub(name)
        data = _load(name, config, split)
    except Exception as error:  # the libraries below raise whatever they like
        reason = " ".join(str(error).split())[:300]
        raise InputError(
            f"The data set {what} cannot be loaded ({reason}); give a local file instead, or the right --config and "
            "--split."
        ) from error
    return _dataset_rows(data, what)


def _load(name: str, config: str | None, split: str) -> Any:
    import datasets

    try:
        return datasets.load_dataset(name, config, split=split)
    except RuntimeError as error:
        if "scripts are no longer supported" not in str(error):
            raise
    # The hub keeps a copy in parquet of many data sets that `datasets` used to load by a script of theirs.
    return datasets.load_dataset(name, config, split=split, revision="refs/convert/parquet")


def _ask_hub(name: str) -> None:
    """Asks once whether the data set is there: `datasets` asks six times in half a minute where no hub answers.

    Offline, set HF_HUB_OFFLINE to use what an earlier run has left in the cache.
    """
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import HfHubHTTPError

    if constants.HF_HUB_OFFLINE:
        return
    try:
        HfApi().dataset_info(name, timeout=_PATIENCE)
    except HfHubHTTPError as error:
        raise ConnectionError(f"the hub has no data set {name} that may be read") from error


def check_size(path: Path) -> None:
    """Raises InputError where the file is larger than `MAX_BYTES`, before it is read, or is no regular file."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check its permissions.") from error
    if not path.is_file():
        raise InputError(f"{path} is not a regular file; save the data as a file and give that.")
    if size > MAX_BYTES:
        raise InputError(
            f"{path} has {size:,} bytes, and a file to evaluate may have {MAX_BYTES:,}; take a sample of its rows."
        )


def read_text(path: Path) -> str:
    """The text of a UTF-8 file without a byte order mark.

    Raises:
        InputError: it is too large, cannot be read or is not UTF-8.
    """
    check_size(path)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check its permissions.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start + 1:,}); save it as UTF-8.") from error


def _read_jsonl(path: Path) -> Iterator[Row]:
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        place, name = f"line {number} of {path.name}", f"{path.stem}-{number}"
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deep or holds no text"
            yield Row(place, name, {}, f"it is no JSON ({reason})")
            continue
        if isinstance(values, dict):
            yield Row(place, name, values)
        else:
            yield Row(place, name, {}, f"it is a JSON {type(values).__name__}, not an object")


def _read_csv(path: Path) -> Iterator[Row]:
    text = read_text(path)
    # Spreadsheets write semicolons where the comma is the decimal point; the first line names columns and no prices.
    delimiter = max(_DELIMITERS[path.suffix.lower()], key=text.partition("\n")[0].count)
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
        start = reader.line_num + 1
        for number, cells in enumerate(reader, 1):
            place, name = f"line {start} of {path.name}", f"{path.stem}-{number}"
            start = reader.line_num + 1
            if not cells:
                continue
            wrong = None if len(cells) == len(header) else f"it has {len(cells)} cells and the header {len(header)}"
            yield Row(place, name, dict(zip(header, cells, strict=False)), wrong)
    except csv.Error as error:
        raise InputError(
            f"{path} is no valid CSV (line {reader.line_num}: {error}); save it again, with quotes around texts."
        ) from error


def _read_parquet(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        if file.read(len(_PARQUET)) != _PARQUET:  # known at once, where `datasets` takes seconds to load
            raise InputError(
                f"{path} is no parquet file, whatever its name says; save it again or give it its own ending."
            )
    import datasets

    datasets.logging.set_verbosity(datasets.logging.CRITICAL)
    try:
        # The cache of `datasets` would keep a copy of every file ever evaluated.
        data = datasets.Dataset.from_parquet(str(path), keep_in_memory=True)
    except Exception as error:  # the libraries below raise whatever they like
        reason = " ".join(str(error).split())[:300]
        raise InputError(f"{path} cannot be read as parquet ({reason}); save it again.") from error
    yield from _dataset_rows(data, path.name)


def _read_lines(path: Path) -> Iterator[Row]:
    text = read_text(path).removesuffix("\n")
    for number, line in enumerate(text.split("\n") if text else (), 1):
        yield Row(f"line {number} of {path.name}", f"{path.stem}-{number}", {"text": line.removesuffix("\r")})


def _read_folder(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.ar.txt")):
        name = path.name.removesuffix(".ar.txt")
        values = {"id": name, "article": read_text(path)}
        for suffix, column in zip(_FOLDER_SUFFIXES[1:], ("translation", "summary"), strict=True):
            other = folder / f"{name}{suffix}"
            if other.exists():
                values[column] = read_text(other)
        yield Row(str(path), name, values)


def _dataset_rows(data: Any, what: str) -> list[Row]:
    if len(data) > MAX_ROWS:
        raise InputError(f"{what} has {len(data):,} rows, and {MAX_ROWS:,} can be evaluated; take a sample of them.")
    return [Row(f"row {number} of {what}", f"row-{number}", values) for number, values in enumerate(data, 1)]


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
    ".txt": _read_lines,
}
"""Suffix (lower case) to the function that reads such files."""
