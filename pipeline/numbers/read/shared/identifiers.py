"""Digits that are names rather than quantities: Covid-19, F-16, phone numbers, versions, list marks, Roman numerals."""

from __future__ import annotations

import re
from fractions import Fraction

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Language
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.digits import MAX_DIGITS, parse_digits
from pipeline.numbers.text.folding import Folded
from pipeline.numbers.text.tokens import Token

_SCREEN_LINES = {"480", "720", "1080", "1440", "2160"}
"""Before "p" these are the lines of a screen: 1080p."""
_SHORTEST_PHONE, _LONGEST_PHONE, _MOST_GROUPS = 8, 15, 5
_PERIODS = {"q": ("quarter", "1234"), "h": ("half", "12")}
_ROMAN = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_BEFORE_ROMAN = {"category", "phase", "type", "class", "part", "chapter", "volume", "stage", "grade", "level", "act"}
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_AFTER_DIGITS = {
    "st",
    "nd",
    "rd",
    "th",
    "ths",
    "rds",
    "fold",
    "s",
    "k",
    "m",
    "b",
    "bn",
    "t",
    "g",
    "x",
    "am",
    "pm",
    "yo",
    "o",
}


def identifier(folded: Folded, tokens: list[Token], index: int, *, lang: Language) -> Amount | None:
    """The identifier that the digits at `index` belong to, or None where they are an ordinary number."""
    token = tokens[index]
    first, last = index, index + 1
    if len(token.text) > MAX_DIGITS or parse_digits(token.text, lang=lang) is None:
        return Amount(first, last, Fraction(0), kind="identifier", soft=True)
    short = _short_period(folded, tokens, index)
    if short is not None:
        return short
    if (
        index > 1
        and not token.spaced
        and tokens[index - 2].text.endswith("فيتامين")
        and len(tokens[index - 1].text) == 1
    ):
        return Amount(index - 1, last, Fraction(0), kind="identifier", soft=True)  # فيتامين ب12
    if index and not token.spaced and _names(folded, tokens, index):
        first = index - 1 if tokens[index - 1].kind == "word" else index - 2
        while (
            last < len(tokens)
            and not tokens[last].spaced
            and (tokens[last].kind != "symbol" or tokens[last].text in "-")
        ):
            last += 1
        return Amount(max(first, 0), last, Fraction(0), kind="identifier", soft=True)
    if [part.text for part in tokens[index : index + 3]] == ["24", "/", "7"] and not tokens[index + 2].spaced:
        return Amount(first, index + 3, Fraction(0), kind="identifier", soft=True)  # round the clock
    if token.text in _SCREEN_LINES and tokens[last : last + 1] and tokens[last].text == "p" and not tokens[last].spaced:
        return Amount(first, last + 1, Fraction(0), kind="identifier", soft=True)
    if _in_spaced_phone(tokens, index):
        return Amount(first, last, Fraction(0), kind="identifier", soft=True)
    groups = _phone_groups(tokens, index)
    if groups >= 3 and not _mixed_number(tokens, index, groups):
        return Amount(first, index + 2 * groups - 1, Fraction(0), kind="identifier", soft=True)
    nxt = tokens[last] if last < len(tokens) else None
    if (
        nxt is not None
        and not nxt.spaced
        and nxt.kind == "word"
        and nxt.text.isascii()
        and nxt.number is None
        and not nxt.senses
    ) and nxt.text not in _AFTER_DIGITS:
        return Amount(first, last + 1, Fraction(0), kind="identifier", soft=True)
    if (
        nxt is not None
        and not nxt.spaced
        and nxt.text == "x"
        and tokens[last + 1 : last + 2]
        and tokens[last + 1].text == token.text
    ):
        return Amount(first, last + 2, Fraction(0), kind="identifier", soft=True)  # 4x4
    if nxt is not None and not nxt.spaced and nxt.upper and nxt.text in ("c", "f", "p", "a", "e", "v", "t"):
        if nxt.text in "cfv" and _is_measured(folded, tokens, index):
            return None
        if nxt.text == "t" and index and tokens[index - 1].sense("currency"):
            return None  # "$2T"
        return Amount(first, last + 1, Fraction(0), kind="identifier", soft=True)  # 39C
    if (
        nxt is not None
        and not nxt.spaced
        and nxt.text == "g"
        and folded.raw_char(nxt.start) == "G"
        and len(token.text) == 1
    ):
        return Amount(first, last + 1, Fraction(0), kind="identifier", soft=True)  # 5G
    if (
        nxt is not None
        and not nxt.spaced
        and nxt.kind == "word"
        and nxt.text in ("l", "m", "b")
        and last + 1 < len(tokens)
    ):
        glued = tokens[last + 1]
        if glued.kind == "digits" and not glued.spaced and not (nxt.text == "m" and glued.text in ("2", "3")):
            return Amount(first, last + 2, Fraction(0), kind="identifier", soft=True)
    return None


def _is_measured(folded: Folded, tokens: list[Token], index: int) -> bool:
    """ "40C", "98.6F" as newspapers print temperatures, "220V"; not "Gate 39C", "seat 12F" or "14.7C/"."""
    before = tokens[index - 1] if index else None
    after = tokens[index + 2] if index + 2 < len(tokens) else None
    if after is not None and not after.spaced and after.text in ("/", "-", "–"):
        return False
    if before is None or before.kind != "word":
        return True
    named = index > 1 and folded.raw_char(before.start).isupper()
    return not named and before.text not in word_list("before_letter")


def _short_period(folded: Folded, tokens: list[Token], index: int) -> Amount | None:
    """Q3, H1."""
    before = tokens[index - 1] if index else None
    if before is None or tokens[index].spaced or before.text not in _PERIODS or (not before.spaced and index > 1):
        return None
    if index + 1 < len(tokens) and tokens[index + 1].kind == "word" and not tokens[index + 1].spaced:
        return None  # H1N1
    unit, count = _PERIODS[before.text]
    if tokens[index].text not in count or not folded.raw_char(before.start).isupper():
        return None
    return Amount(index - 1, index + 1, Fraction(tokens[index].text), kind="period", unit=unit)


def _names(folded: Folded, tokens: list[Token], index: int) -> bool:
    """Whether the digits are glued to a name: "MP3", "F-16", "كوفيد-19", but not "mid-2024", "و12", "under-21"."""
    before = tokens[index - 1]
    if before.kind == "word":
        return before.text.isascii() and not _is_known(folded, before)
    if before.text != "-" or before.spaced or index < 2 or tokens[index - 2].kind != "word":
        return False
    word = tokens[index - 2]
    if _is_known(folded, word):
        return False
    if word.text.isascii():
        return folded.raw_char(word.start).isupper()
    return len(word.text) > 3 or word.text in word_list("letter_name")


def _is_known(folded: Folded, word: Token) -> bool:
    """Whether a word before digits has a part in reading numbers ("mid-2024", "USD115"); a capital letter is a name."""
    if len(word.text) == 1 and word.text.isascii() and folded.raw_char(word.start).isupper():
        return False
    if word.text == "x" and not word.spaced:
        return True  # "1.3x10^6", "3x4"
    if word.number is not None and word.number.role != "suffix":
        return True
    return any(sense.kind not in ("measure", "hundredth", "ad", "after-fraction") for sense in word.senses)


def _phone_groups(tokens: list[Token], index: int) -> int:
    groups, at = 1, index
    while at + 2 < len(tokens) and tokens[at + 1].text in ("-", "/") and tokens[at + 2].kind == "digits":
        if tokens[at + 1].spaced or tokens[at + 2].spaced:
            break
        groups, at = groups + 1, at + 2
    return groups


def _in_spaced_phone(tokens: list[Token], index: int) -> bool:
    """ "0501234567", "020 7946 0958": digits as long as a telephone number, of which a group begins with a nought.

    Each group is an identifier of its own, since Arabic text may give them in the other order.
    """
    if not _is_group(tokens[index]):
        return False
    first, last = index, index + 1
    while first and index - first < _MOST_GROUPS and _is_group(tokens[first - 1]):
        first -= 1
    while last < len(tokens) and last - index < _MOST_GROUPS and _is_group(tokens[last]):
        last += 1
    groups = [token.text.replace(" ", "") for token in tokens[first:last]]
    nought = any(group.startswith("0") for group in groups)
    return nought and _SHORTEST_PHONE <= sum(map(len, groups)) <= _LONGEST_PHONE


def _is_group(token: Token) -> bool:
    return token.kind == "digits" and len(token.text) >= 3 and token.text.replace(" ", "").isdigit()


def _mixed_number(tokens: list[Token], index: int, groups: int) -> bool:
    """ "8-1/2" is eight and a half."""
    signs = [token.text for token in tokens[index + 1 : index + 4 : 2]]
    whole, over, under = (token.text for token in tokens[index : index + 5 : 2])
    mixed = groups == 3 and signs == ["-", "/"] and over.isdigit() and under.isdigit()  # not "5-11.6/7"
    return mixed and len(whole) < 3 and len(under) < 3 and int(over) < int(under)


def list_mark(folded: Folded, tokens: list[Token], index: int) -> bool:
    """ "3. " or "3) " that numbers a line, and the footnote mark "[3]"."""
    token = tokens[index]
    if len(token.text) > 2 or not token.text.isdigit() or index + 1 >= len(tokens):
        return False
    nxt = tokens[index + 1]
    if index and tokens[index - 1].text == "[" and nxt.text == "]":
        return True
    if nxt.text not in (".", ")") or nxt.spaced or index + 2 >= len(tokens) or not tokens[index + 2].spaced:
        return False
    starts_line = not index or "\n" in folded.text[tokens[index - 1].end : token.start]
    return starts_line and tokens[index + 2].kind == "word"


def roman_numeral(folded: Folded, tokens: list[Token], index: int) -> Amount | None:
    """ "Louis XVI", "World War II": capitals after a capitalised word. Soft: it may be a letter."""
    token = tokens[index]
    if len(token.text) > 6 or not index or token.number is not None or not token.spaced:
        return None
    before = tokens[index - 1]
    raw = folded.raw[slice(*folded.raw_span(token.start, token.end))]
    if not raw.isupper() or _ROMAN.fullmatch(token.text) is None or before.kind != "word":
        return None
    if before.text == "and" and index > 1 and _ROMAN.fullmatch(tokens[index - 2].text):
        before = tokens[index - 2]  # "World War I and II"
    if not (folded.raw_char(before.start).isupper() or before.text in _BEFORE_ROMAN) or token.text in (
        "c",
        "l",
        "m",
        "d",
    ):
        return None
    if token.text == "i" and before.text not in (
        "war",
        "elizabeth",
        "charles",
        "james",
        "francis",
        "henry",
        "phase",
        "type",
        "class",
    ):
        return None
    total = 0
    for position, letter in enumerate(token.text):
        value = _ROMAN_VALUES[letter]
        following = _ROMAN_VALUES[token.text[position + 1]] if position + 1 < len(token.text) else 0
        total += -value if value < following else value
    return Amount(index, index + 1, Fraction(total), kind="ordinal", soft=True)


def in_name(folded: Folded, tokens: list[Token], amount: Amount) -> bool:
    """ "Six Flags", "Four Corners": a capitalised number word before a capitalised word, not at a sentence's start."""
    if amount.last - amount.first != 1 or amount.last >= len(tokens) or amount.first == 0 or amount.kind != "cardinal":
        return False
    word, before, after = tokens[amount.first], tokens[amount.first - 1], tokens[amount.last]
    if word.kind != "word" or before.kind != "word" or after.kind != "word" or word.start == 0:
        return False
    return folded.raw_char(word.start).isupper() and folded.raw_char(after.start).isupper()
