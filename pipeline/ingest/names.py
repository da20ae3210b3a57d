"""Names that are safe as files anywhere, and names as messages show them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePath

from pipeline.article import InputError

_LONGEST_ID = 100  # characters, and twice as many bytes: file systems allow 255 bytes, and a suffix is added


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


_LIKE_A_FILE = re.compile(r"\.(?=(?:html|json|jsonl|csv|txt)$)", re.IGNORECASE)


def folder_id(name: str) -> str:
    """As `article_id`, for a folder: never called like a file that may stand beside it, `a.html` or `ledger.csv`.

    The last dot of such a name becomes "-".
    """
    return _LIKE_A_FILE.sub("-", article_id(name))


def path_id(path: PurePath) -> str:
    """The safe relative path, with "/" between its parts, for the output of the file at the relative `path`."""
    return "/".join((*map(folder_id, path.parent.parts), article_id(path.stem)))


def parts_id(path: PurePath) -> str:
    """As `path_id`, with the suffix kept."""
    return "/".join((*map(folder_id, path.parent.parts), article_id(path.name)))


def folders_id(path: PurePath) -> str:
    """The safe relative path of a folder."""
    return "/".join(map(folder_id, path.parts))


_TRAVERSAL = re.compile(r"(?:^|[/\\])\.\.(?:$|[/\\])")
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")


def row_id(raw: str, taken: set[str]) -> str:
    """`article_id` of an id that a table gives, which is added to `taken`.

    "/" inside an id becomes "-", as do spaces. An id that is cut, or whose safe form `taken` has already, ends in a
    hash of the whole. What could only be meant as a path to elsewhere is refused.

    Raises:
        InputError: the id climbs out of its folder (`..`), begins like an absolute path, or holds control characters.
            The message continues the name of the row.
    """
    if _TRAVERSAL.search(raw) or _ABSOLUTE.match(raw):
        raise InputError(f"has the id {shown(raw)}, which is a path out of the folder; give it a plain name as id.")
    if any(unicodedata.category(c) == "Cc" for c in raw):
        raise InputError(f"has the id {shown(raw)}, which holds control characters; give it a plain name as id.")
    safe = article_id(raw)
    cut = len(raw) > _LONGEST_ID or len(raw.encode(errors="replace")) > 2 * _LONGEST_ID
    if cut or safe.casefold() in taken:
        digest = hashlib.sha256(raw.encode(errors="surrogatepass")).hexdigest()[:16]
        safe = f"{article_id(raw[:80])}-{digest}"
    taken.add(safe.casefold())
    return safe


def distinct(name: str, taken: set[str]) -> str:
    """`name`, with a number after it if `taken` has it already; the result is added to `taken`.

    Upper and lower case count as the same, as they do on some file systems.
    """
    candidate, count = name, 1
    while candidate.casefold() in taken:
        count += 1
        candidate = f"{name}-{count}"
    taken.add(candidate.casefold())
    return candidate


def shown(name: str) -> str:
    """The name for a message, with control and bidi characters escaped, and shortened where it is absurdly long."""
    return repr(name if len(name) <= 300 else f"{name[:150]}…{name[-100:]}")
