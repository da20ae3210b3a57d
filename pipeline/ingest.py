"""Reads article files: finds the encoding, refuses what is not an Arabic article, and makes an `Article` of the rest.

Every refusal is an `InputError` of one sentence that names the file, says what it holds and what to do.
"""

from __future__ import annotations

import codecs
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.article import Article, InputError

MAX_BYTES = 20_000_000
"""A book of 3,000 pages is smaller; the file's size is looked up before it is read."""

MIN_ARABIC_SHARE = 0.3
"""Of all letters. Crypto and technology news full of Latin names keep above 0.7; an English article that quotes an
Arabic name or sentence stays below 0.1."""

_MAX_CONTROL_SHARE = 0.01
_LONGEST_ID = 100  # characters, and twice as many bytes: file systems allow 255 bytes, and a suffix is added


class Decoded(NamedTuple):
    """What a reader found in a file: its text, its title if it says one, and the encoding of its bytes."""

    text: str
    title: str | None
    encoding: str


def read_article(path: Path, *, max_bytes: int = MAX_BYTES) -> Article:
    """The article in the file `path`; its text is as decoded, only without a byte-order mark.

    Raises:
        InputError: the file is missing, a folder, no regular file, unreadable, of an unknown kind, larger than
            `max_bytes`, empty, binary, in no known encoding, or has hardly any Arabic script.
    """
    name = _shown(str(path))
    _check_file(path, name=name, max_bytes=max_bytes)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{name} is of a kind that amana does not read; give a file ending in {', '.join(READERS)}.")
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)  # one more: the file may have grown since its size was looked up
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror}); check its permissions.") from error
    if len(data) > max_bytes:
        raise InputError(_too_big(name, len(data), max_bytes))
    text, title, encoding = reader(data, name)
    _check_text(text, name)
    return Article(id=article_id(path.stem), text=text, title=title, source=path.name, encoding=encoding)


def article_from_text(
    text: str, *, id: str, title: str | None = None, source: str | None = None, encoding: str = "utf-8"
) -> Article:
    """An article of a text that is already decoded, under the same conditions as `read_article`.

    `id` is made safe for file names (`article_id`); messages name `source` where it is given.

    Raises:
        InputError: the text is empty, binary, not valid Unicode, or has hardly any Arabic script.
    """
    name = _shown(source or id or "The text")
    text = text.removeprefix("\ufeff")
    _check_text(text, name)
    return Article(id=article_id(id), text=text, title=title, source=source, encoding=encoding)


def article_id(stem: str) -> str:
    """A form of `stem` that is safe as a file name anywhere: letters and digits of any script, "-", "_", single dots.

    Never empty, never longer than 100 characters or 200 bytes, without separators, control and bidi characters, and no
    name that Windows keeps for devices.
    """
    letters = "".join(
        c for c in unicodedata.normalize("NFC", stem) if unicodedata.category(c) not in ("Mn", "Me", "Cf")
    )
    safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in letters)
    safe = re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", ".", safe))[:_LONGEST_ID]
    safe = safe.encode()[: 2 * _LONGEST_ID].decode(errors="ignore").strip("-.")
    reserved = re.fullmatch(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", safe, re.IGNORECASE)
    return f"article-{safe}"[:_LONGEST_ID] if reserved else safe or "article"


def _shown(name: str) -> str:
    """The name for a message, with control and bidi characters escaped, and shortened where it is absurdly long."""
    return repr(name if len(name) <= 300 else f"{name[:150]}…{name[-100:]}")


def _check_file(path: Path, *, name: str, max_bytes: int) -> None:
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise InputError(f"There is no file {name}; check the path.") from error
    except ValueError as error:  # a NUL in the name
        raise InputError(f"{name} is no possible file name; check the path.") from error
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror}); check the path and its permissions.") from error
    if stat.S_ISDIR(status.st_mode):
        raise InputError(f"{name} is a folder; give one file, or translate a folder with `amana batch`.")
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{name} is not a regular file; save the article as a text file and give that.")
    if status.st_size > max_bytes:
        raise InputError(_too_big(name, status.st_size, max_bytes))


def _too_big(name: str, size: int, max_bytes: int) -> str:
    return f"{name} has {size:,} bytes, and an article may have {max_bytes:,}; split it into smaller files."


def _check_text(text: str, name: str) -> None:
    counts = Counter(text)
    categories: Counter[str] = Counter()
    scripts: Counter[str] = Counter()
    for character, count in counts.items():
        category = "white" if character.isspace() else unicodedata.category(character)
        categories[category] += count
        if category[0] == "L":
            scripts[_script(character)] += count

    visible = len(text) - categories["white"] - categories["Cf"] - categories["Cc"]
    if counts["\0"] or categories["Cc"] > max(5, _MAX_CONTROL_SHARE * len(text)):
        raise InputError(f"{name} is a binary file, not text; save the article as plain text in UTF-8.")
    if visible <= 0:
        raise InputError(f"{name} is empty; give a file with an Arabic article in it.")
    if categories["Cs"]:
        raise InputError(f"{name} holds half a character (a lone surrogate); save the article again as UTF-8.")
    letters = sum(scripts.values())
    if letters == 0:
        raise InputError(f"{name} holds no letters; give a file with an Arabic article in it.")
    share = scripts["Arabic"] / letters
    if share < MIN_ARABIC_SHARE:
        del scripts["Arabic"]
        script, _ = scripts.most_common(1)[0]
        found = f"only {share:.0%} of its letters are Arabic" if share >= 0.005 else "it has no Arabic script"
        raise InputError(f"{name} is not an Arabic article: {found}, mostly {script}; give an article in Arabic.")


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "unknown").split(" ")[0].split("-")[0]
    return {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"}.get(name, name.capitalize())


_MAGIC = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip archive or Word document",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word or Excel document",
    b"{\\rtf": "a rich-text document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"SQLite format 3\0": "a database",
    b"\x7fELF": "a program",
}
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE)


def _read_txt(data: bytes, name: str) -> Decoded:
    kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    kind = "a web page" if kind is None and _MARKUP.match(data) else kind
    if kind is not None:
        raise InputError(f"{name} is {kind}, not text; save the article as plain text in UTF-8.")
    text, encoding = decode(data, name=name)
    return Decoded(text, None, encoding)


READERS: dict[str, Callable[[bytes, str], Decoded]] = {".txt": _read_txt}
"""Suffix (lower case) to the function that reads such files: the bytes and the file's name for messages in."""


_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_LEGACY = ("cp1256", "iso8859_6")
_NAMES = {"cp1256": "windows-1256", "iso8859_6": "iso-8859-6"}


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """The text of `data` and the name of its encoding; a byte-order mark is left out.

    A mark decides. Without one: UTF-16 where the bytes of Arabic in UTF-16 are evident, UTF-8 where the bytes are
    valid UTF-8, else windows-1256 or ISO-8859-6, whichever gives readable Arabic (`_readability`).

    Raises:
        InputError: none of these fits; the message names `name`.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], encoding)
            if text is None:
                raise InputError(
                    f"{name} begins like {encoding.upper()} but is damaged; save the article again as UTF-8."
                )
            return text, encoding
    wide = _evident_utf16(data)
    if wide is not None and (text := _strictly(data, wide)) is not None:
        return text, wide
    if (text := _strictly(data, "utf-8")) is not None:
        return text, "utf-8"
    if b"\0" in data:
        raise InputError(f"{name} is a binary file, not text; save the article as plain text in UTF-8.")
    readable = {encoding: text for encoding in _LEGACY if (text := _strictly(data, encoding)) is not None}
    best = max(readable, key=lambda encoding: _readability(readable[encoding]))
    if _readability(readable[best]) >= _READABLE:
        return readable[best], _NAMES[best]
    raise InputError(f"{name} {_decoding_problem(data, readable[best])}; save the article again as UTF-8.")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _evident_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, told by the high bytes: 06 for Arabic letters and 00 for spaces, on one side only."""
    sample = data[:20_000]
    even, odd = Counter(sample[::2]), Counter(sample[1::2])
    half = max(1, len(sample) // 2)
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if len(data) % 2 == 0 and high[6] + high[0] > 0.6 * half and high[6] > 0.2 * half and low[0] < 0.1 * half:
            return encoding
    return None


# Words no Arabic text goes long without. The article (ال) counts too: a quarter of all words of news begin with it.
_COMMON_WORDS = frozenset({
    "في", "من", "على", "إلى", "أن", "إن", "عن", "مع", "ما", "لا", "لم", "لن", "كان", "كانت", "التي", "الذي",
    "هذا", "هذه", "ذلك", "بعد", "قبل", "بين", "كما", "قد", "وقد", "لقد", "تم", "قال", "وقال", "خلال", "أو",
    "أي", "كل", "حيث", "عند", "عام", "هو", "هي", "وهو", "وهي", "هناك", "حتى", "منذ", "غير", "أكثر", "أحد",
    "لكن", "وفي", "ومن", "ولم",
})  # fmt: skip
_READABLE = 0.12
_ARABIC_WORD = re.compile("[ء-يً-ْـ]+")
_HIGH_WORD = re.compile(r"[^\W\d_a-zA-Z]+")


def _readability(text: str) -> float:
    """The share of Arabic words among those with other than ASCII letters that are common words or have the article.

    Arabic news in the right encoding gives 0.3 to 0.6; a wrong one, or another language, stays below 0.05.
    """
    words = _HIGH_WORD.findall(text[:200_000])
    known = sum(
        word in _COMMON_WORDS or word.startswith(("ال", "وال", "بال", "لل"))
        for word in words
        if _ARABIC_WORD.fullmatch(word)
    )
    return known / len(words) if words else 0.0


def _decoding_problem(data: bytes, legacy: str) -> str:
    """What is wrong with bytes in no known encoding, in words that follow the file's name."""
    repaired = data.decode("utf-8", errors="replace")
    broken = repaired.count("\ufffd")
    if broken == 1 or broken * 50 <= len(repaired):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            return f"is damaged UTF-8 (byte {error.start + 1:,} of {len(data):,})"
    if sum(map(str.isascii, legacy)) > 0.7 * len(legacy):
        return "is not an Arabic article: it has no Arabic script, mostly Latin"
    return "is in none of the encodings that amana knows (UTF-8, UTF-16, windows-1256, ISO-8859-6)"
