"""What every article must be: a regular file of bearable size, and text with Arabic script in it.

Every refusal is an `InputError` of one sentence that names the file, says what it holds and what to do.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from pipeline.article import InputError
from pipeline.ingest.decoding import is_mojibake
from pipeline.ingest.language import other_language
from pipeline.ingest.names import shown
from pipeline.ingest.visual import is_visual

MIN_ARABIC_SHARE = 0.3
"""Of all letters. Crypto and technology news full of Latin names keep above 0.7; an English article that quotes an
Arabic name or sentence stays below 0.1."""

_MAX_CONTROL_SHARE = 0.01


def check_file(path: Path, *, max_bytes: int | None) -> None:
    """Looks at the file without opening it.

    Raises:
        InputError: it is missing, a folder, no regular file, or larger than `max_bytes` (None: of any size).
    """
    name = shown(str(path))
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
    if max_bytes is not None and status.st_size > max_bytes:
        raise too_big(name, status.st_size, max_bytes)


def too_big(name: str, size: int, max_bytes: int) -> InputError:
    """The error for a file of `size` bytes."""
    return InputError(f"{name} has {size:,} bytes, and an article may have {max_bytes:,}; split it into smaller files.")


def check_text(text: str, name: str) -> None:
    """Looks at a decoded text; `name` begins the message.

    Raises:
        InputError: it is empty, binary, not valid Unicode, has hardly any Arabic script, is in Persian, Urdu or such,
            holds its letters backwards, or was decoded wrongly before.
    """
    counts = Counter(text)
    categories: Counter[str] = Counter()
    scripts: Counter[str] = Counter()
    for character, count in counts.items():
        category = "white" if character.isspace() else unicodedata.category(character)
        categories[category] += count
        if category[0] == "L":
            scripts[_script(character)] += count

    visible = len(text) - categories["white"] - categories["Cf"] - categories["Cc"]
    if not counts["\0"] and is_mojibake(text):
        raise InputError(f"{name} holds text that was read in a wrong encoding (like «ط§ظ„»); save it again as UTF-8.")
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
        described = f"only {share:.0%} of its letters are Arabic" if share >= 0.005 else "it has no Arabic script"
        raise InputError(f"{name} is not an Arabic article: {described}, mostly {script}; give an article in Arabic.")
    if (language := other_language(text)) is not None:
        raise InputError(f"{name} is not an Arabic article: it is in {language}; give an article in Arabic.")
    if is_visual(text):
        raise InputError(
            f"{name} holds its Arabic backwards (in visual order), as text copied from some PDF files is; give the PDF "
            "file itself, or save the text in reading order."
        )


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "unknown").split(" ")[0].split("-")[0]
    return {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"}.get(name, name.capitalize())


class _Signature(NamedTuple):
    """The first bytes of files of a kind, what to call it, and the suffix under which amana reads it, if it does."""

    start: bytes
    kind: str
    suffix: str | None = None


_SIGNATURES = (
    _Signature(b"%PDF-", "a PDF file", ".pdf"),
    _Signature(b"PK\x03\x04", "a zip archive or Word document"),
    _Signature(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Word or Excel document"),
    _Signature(b"{\\rtf", "a rich-text document"),
    _Signature(b"\x1f\x8b", "a gzip archive"),
    _Signature(b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    _Signature(b"Rar!", "a RAR archive"),
    _Signature(b"\x89PNG", "a PNG picture"),
    _Signature(b"\xff\xd8\xff", "a JPEG picture"),
    _Signature(b"GIF8", "a GIF picture"),
    _Signature(b"SQLite format 3\0", "a database"),
    _Signature(b"\x7fELF", "a program"),
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE)


def refuse_other_kinds(data: bytes, name: str, *, suffix: str, expected: str) -> None:
    """Looks for the signature of another kind of file than `expected` ("a web page"), which ends in `suffix`.

    Raises:
        InputError: there is one; the message says what the file is, and how to give it if amana reads it.
    """
    signature_found = next((signature for signature in _SIGNATURES if data.startswith(signature.start)), None)
    if signature_found is None and _MARKUP.match(data):
        signature_found = _Signature(b"", "a web page", ".html")
    elif signature_found is not None and signature_found.start == b"PK\x03\x04" and b"word/document.xml" in data:
        signature_found = _Signature(b"", "a Word document", ".docx")
    if signature_found is None or signature_found.suffix == suffix:
        return
    advice = "save the article as plain text in UTF-8"
    if signature_found.suffix:
        advice = f"give it as a file whose name ends in {signature_found.suffix}"
    raise InputError(f"{name} is {signature_found.kind}, not {expected}; {advice}.")
