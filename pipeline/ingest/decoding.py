"""Finds the encoding of Arabic text."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from pipeline.article import InputError

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
    valid UTF-8, else windows-1256 or ISO-8859-6, whichever gives readable Arabic (`_readability`). A file that mixes
    encodings has none.

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
    if _readability(readable[best]) >= _READABLE and not is_mojibake(readable[best]):
        return readable[best], _NAMES[best]
    raise InputError(f"{name} {_decoding_problem(data, readable[best])}; save the article again as UTF-8.")


def encoding_of(sample: bytes, *, name: str) -> str:
    """The encoding of a file that begins with `sample`, whole lines of it.

    As `decode` tells it, but line by line, for a damaged line, or one in another encoding, concerns its own row: UTF-8
    where that reads as many of the lines with other than ASCII letters as it does not, else what reads the others.

    Raises:
        InputError: no encoding reads any line; the message names `name`.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if sample.startswith(mark):
            return encoding
    if _evident_utf16(sample) is not None:
        return decode(sample, name=name)[1]
    lines = [line for line in sample.splitlines() if line.strip()]
    broken = [line for line in lines if _strictly(line, "utf-8") is None]
    whole = sum(not line.isascii() for line in lines) - len(broken)
    if len(broken) <= whole:
        return "utf-8"
    try:
        return decode(b"\n".join(broken), name=name)[1]
    except InputError:
        if len(broken) == len(lines):
            raise
        return "utf-8"


def is_mojibake(text: str) -> bool:
    """Whether some of `text` is Arabic in UTF-8 that was read in windows-1256 («ط§ظ„») or as Latin letters («Ø§Ù„»).

    Every second character is then one of four letters, and the others are mostly signs. Real text never has three such
    pairs running.
    """
    return _MOJIBAKE.search(text) is not None


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


# In UTF-8, Arabic letters have the bytes D8 to DB, and then 80 to BF; quotation marks and dashes E2, 80 and another.
_FIRST, _SECOND, _MARK = bytes(range(0xD8, 0xDC)), bytes(range(0x80, 0xC0)), b"\xe2\x80"


def _misread(codec: str) -> str:
    first, second, mark = (re.escape(part.decode(codec, "ignore")) for part in (_FIRST, _SECOND, _MARK))
    return f"(?:[{first}][{second}]){{3}}|{mark}[{second}]"


_MOJIBAKE = re.compile("|".join(map(_misread, ("cp1256", "cp1252", "latin-1"))))


# Words no Arabic text goes long without. The article (ال) counts too: a quarter of all words of news begin with it.
COMMON_WORDS = frozenset({
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
        word in COMMON_WORDS or word.startswith(("ال", "وال", "بال", "لل"))
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
    if is_mojibake(legacy):
        return "is in UTF-8 in one part and damaged, or in another encoding, in the other"
    if sum(map(str.isascii, legacy)) > 0.7 * len(legacy):
        return "is not an Arabic article: it has no Arabic script, mostly Latin"
    return "is in none of the encodings that amana knows (UTF-8, UTF-16, windows-1256, ISO-8859-6)"
