"""Finds sentences in Arabic and English text.

A sentence ends at . ! ? ؟ ۔ with the closing quotation marks and brackets that follow, and at the end of its line;
never at ، ؛ or a colon. The rules look at the script of what stands around a mark, so that Latin names in Arabic text
and Arabic names in English text need no language to be told. The decisions that have two sides:

- Two or three dots are a pause in Arabic news, inside a sentence more often than after one, and nothing in the script
  says which. They end no sentence before an Arabic word, since a sentence too long is translated better than half of
  one; before a capital letter they do.
- A quotation or bracket of up to 300 characters is kept whole with the sentence that brings it, whatever it holds; a
  longer quotation is split like other text.
- After a closing quotation mark or bracket a verb of saying without و (قال، بحسب) goes on with the sentence, with و it
  begins one; words that tie what follows to what stands before (قبل، ثم، في، الذي) go on with it.
- The full stop of an era or of half a day (ق.م. هـ. م.) may be that of the sentence as well. It is only where what
  follows opens like a sentence (و and a word, كان، وقال); so with the full stop of a section's number (البند ٢٫١.).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from math import ceil

from models.script import LINE_BREAK, MARKS

MAX_LENGTH = 600
"""Characters; longer sentences are split into parts, since small models lose the end of what is longer."""

_LONGEST_ENCLOSURE = 300
_LONGEST_NOTE = 60  # a bracket at the end of a line, such as (رويترز), which stays with the sentence before it

_END = re.compile(r"(?P<marks>[.!?؟۔…]+)(?P<closers>(?: ?[»›)\]}]|[\"'”’“])*(?:\[\d{1,3}\])*)")
_NEXT = re.compile(rf"\s*(?P<openers>[\"'“”„‘«‹(\[{{–—-]*)\s?(?P<word>(?:[^\W\d_]|[{MARKS}]){{0,30}})")
_TOKEN = re.compile(r"[^\s\"'“”„«»‹›()\[\]{}،,؛;:/–—]+")
# "Are you ready?" CNN reported. After a full stop American English would have had a comma here.
_REPORTED = re.compile(
    r" (?:[A-Z][^\W_'’.-]{0,30}['’.-]? ?){1,4}(?:said|says|asked|added|reported|told|wrote|shouted|replied)\b"
)
_ARABIC = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u0750-\u077f]")
_QUOTATION_MARKS = frozenset("\"'”’“»›")
_CLOSERS = _QUOTATION_MARKS | frozenset(")]}")
_PREPOSITION_AND_ARTICLE = ("بال", "لل", "كال")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_SINGLE_LETTER = re.compile(rf"[^\W\d_][{MARKS}]*ـ?")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
# What has numbers of its own (a clause, a chapter, "number"), with the prefixes and the dual.
_SECTION = re.compile(
    r"\b(?:[وف]?[بكل]?(?:ال)?|[وف]?لل)(?:بند(?:ين|ان)?|بنود|ماد(?:ة|تين|تان)|مواد|فقر(?:ة|تين|تان|ات)|قسم(?:ين|ان)?|أقسام"
    r"|فصل(?:ين|ان)?|فصول|باب(?:ين|ان)?|أبواب|ملحق(?:ين|ان)?|ملاحق|رقم)\b"
    r"|\b(?:section|article|clause|paragraph|chapter|item|annex)s?\b",
    re.IGNORECASE,
)
_SECTION_NEAR = 60  # characters between the noun and the last of its numbers


def split_sentences(text: str, *, max_length: int = MAX_LENGTH) -> list[tuple[int, int]]:
    """The spans of the sentences of `text`, Arabic or English, in order.

    Spans (code-point offsets) neither overlap nor begin or end with white space, and leave out nothing but white space.
    No sentence reaches over the end of a line. One of more than `max_length` characters comes in parts, split where it
    hurts least: after a semicolon or pause, before a clause with و, after a comma, between words. Linear in the text.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for end, following in (*(match.span() for match in LINE_BREAK.finditer(text)), (len(text), len(text))):
        line = text[begin:end]
        for start, stop in _split_line(line):
            spans += ((begin + part, begin + part_end) for part, part_end in _parts(line, start, stop, max_length))
        begin = following
    return spans


def sentences_of(text: str) -> list[str]:
    """The sentences of `text` themselves, as they stand and however long."""
    return [text[start:end] for start, end in split_sentences(text, max_length=max(1, len(text)))]


def _split_line(line: str) -> list[tuple[int, int]]:
    pairs = _enclosures(line)
    protected = _outermost(pairs)
    spans: list[tuple[int, int]] = []
    begin = 0
    for end in (*_boundaries(line, pairs, protected), len(line)):
        span = _trim(line, begin, end)
        begin = end
        if span is None:
            continue
        if spans and not any(map(str.isalnum, line[span[0] : span[1]])):
            spans[-1] = (spans[-1][0], span[1])  # a stray mark or bullet is no sentence
        else:
            spans.append(span)
    if len(spans) > 1 and not any(map(str.isalnum, line[spans[0][0] : spans[0][1]])):
        spans[:2] = [(spans[0][0], spans[1][1])]
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    start += len(piece) - len(piece.lstrip())
    return start, start + len(stripped)


def _boundaries(line: str, pairs: Mapping[int, int], protected: list[tuple[int, int]]) -> Iterator[int]:
    """Where sentences of one line end, the end of the line apart."""
    enclosures = iter(protected)
    opening, closing = next(enclosures, (len(line), len(line)))
    for match in _END.finditer(line):
        while closing < match.start():
            opening, closing = next(enclosures, (len(line), len(line)))
        inside = opening < match.start() and closing >= match.end()
        if not inside and _is_boundary(line, match, pairs):
            yield match.end()


def _is_boundary(line: str, match: re.Match[str], pairs: Mapping[int, int]) -> bool:
    marks, closers, end = match["marks"], match["closers"], match.end()
    following = _NEXT.match(line, end)
    if following is None or following.end() == len(line) == end:
        return False
    word, word_start = following["word"], following.start("word")
    next_character = line[word_start : word_start + 1]
    token, earlier = _tokens_before(line, match.start())

    if next_character in tuple("،,؛;:") or _is_closing_note(line, following, pairs):
        return False
    if not line[end].isspace() and not _is_glued(match, token, word):
        return False
    if next_character.islower() and not word[1:2].isupper() and not _ends_in_arabic(line, match.start()):
        return (
            False  # "site. com", "he said" after a quotation; but not iPhone, nor a Latin name after an Arabic sentence
        )
    if _CLOSERS.intersection(_FOOTNOTE.sub("", closers)) and _goes_on(word):
        return False
    if not set(marks) <= {".", "…"}:
        named = marks == "!" and token in _lists()["exclaiming names"]
        reported = _QUOTATION_MARKS.intersection(closers) and _REPORTED.match(line, end)
        return not named and not reported
    if marks != ".":
        return next_character.isupper() and word not in ("I", "I'm")
    return not _is_abbreviating(line, match.start(), token, earlier, following)


def _is_abbreviating(line: str, dot: int, token: str, earlier: str, following: re.Match[str]) -> bool:
    """Whether the full stop at `dot` belongs to the token before it and ends no sentence."""
    lists = _lists()
    word = _bare(following["word"])
    next_character = line[following.start("word") : following.start("word") + 1]
    if not token or not line.startswith(token, dot - len(token)):  # a quotation mark or bracket between them
        return False
    token = token.rpartition("-")[2]  # non-U.S.
    number = token.removeprefix("و")
    if number.replace(".", "").replace("٫", "").isdigit():
        return _numbers_section(line, dot, number, word)
    era = token.lstrip("0123456789٠١٢٣٤٥٦٧٨٩")
    if era in lists["eras"] and (era != token or earlier[-1:].isdigit() or earlier in ("ق.", "ب.")):
        return not _opens_sentence(word)
    if token in lists["numbered"] and next_character.isdigit():
        return True
    if _SINGLE_LETTER.fullmatch(token) and earlier in lists["lettered nouns"]:
        return False
    if token in lists["abbreviations"] or _SINGLE_LETTER.fullmatch(token) or _DOTTED.fullmatch(token):
        return word not in lists["starters"]
    return False


def _numbers_section(line: str, dot: int, number: str, word: str) -> bool:
    """Whether the full stop at `dot` belongs to the number before it: "1. ", البند ٢٫١., القرار رقم 17. على."""
    begin = max(0, dot - len(number) - _SECTION_NEAR)
    before = line[begin : dot - len(number)].strip(" -•*")
    if dot < 12 and not before:
        return True
    sections = list(_SECTION.finditer(before))
    if not sections:
        return False
    if not number.isdigit():  # 2.1., one of several levels
        return not _opens_sentence(word)
    noun = sections[-1]
    return noun.end() == len(before) and ((begin == noun.start() == 0) or _goes_on(word))


def _goes_on(word: str) -> bool:
    """Whether `word`, after the mark that closes a quotation or a number, goes on with the sentence."""
    word = _bare(word)
    return word in _lists()["speech"] or word in _lists()["continuations"] or word.startswith(_PREPOSITION_AND_ARTICLE)


def _opens_sentence(word: str) -> bool:
    """Whether `word`, after a full stop that may be that of an abbreviation, shows that a sentence begins."""
    word = _bare(word)
    joined = len(word) > 2 and word.startswith("و") and word not in _lists()["range words"]
    return joined or word in _lists()["starters"] or word in _lists()["openers"]


def _is_glued(match: re.Match[str], token: str, word: str) -> bool:
    """Whether a sentence begins right after the mark, the space forgotten: «انتهى الاجتماع.وقال»."""
    if not word or not _ARABIC.match(word) or len(_bare(word)) < 2 or set(match["marks"]) > {"."}:
        return False
    if set(match["marks"]) != {"."}:
        return True
    return match["marks"] == "." and "." not in token and (token.isdigit() or len(_bare(token)) >= 3)


def _is_closing_note(line: str, following: re.Match[str], pairs: Mapping[int, int]) -> bool:
    """Whether nothing but a short bracket follows on the line: (رويترز)."""
    opening = following.start("openers")
    closing = pairs.get(opening, -1)
    if line[opening : opening + 1] not in ("(", "[") or not 0 < closing - opening <= _LONGEST_NOTE:
        return False
    return not line[closing + 1 : closing + 8].strip(" .")


def _tokens_before(line: str, position: int) -> tuple[str, str]:
    """The token that ends at `position` (spaces between left out) and the one before it, "" where there is none."""
    tokens = _TOKEN.findall(line[max(0, position - 60) : position])
    return (tokens[-1] if tokens else ""), (tokens[-2] if len(tokens) > 1 else "")


def _ends_in_arabic(line: str, position: int) -> bool:
    last = next((character for character in reversed(line[max(0, position - 5) : position]) if character.isalpha()), "")
    return bool(last and _ARABIC.match(last))


_MARK = re.compile(f"[{MARKS}]")


def _bare(word: str) -> str:
    return _MARK.sub("", word)


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    source = resources.files("models") / "data" / "sentences.json"
    lists: dict[str, list[str]] = json.loads(source.read_text(encoding="utf-8"))
    return {name: frozenset(entries) for name, entries in lists.items()}


_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»"}
_DELIMITER = re.compile(r"[\"“”„«»()\[\]{}]")
_DEEPEST = 8  # open brackets remembered; more are not language


def _enclosures(line: str) -> dict[int, int]:
    """Opening index to closing index of the brackets and quotations of `line`, unbalanced ones left out.

    Directed quotation marks are often typed the wrong way round in Arabic text, so that for “ and ” order decides.
    """
    pairs: dict[int, int] = {}
    brackets: list[int] = []
    quotation: int | None = None
    for match in _DELIMITER.finditer(line):
        index, mark = match.start(), match.group()
        if mark in _BRACKETS:
            brackets = [*brackets[-_DEEPEST + 1 :], index]
        elif mark in ")]}»":
            while brackets:
                opening = brackets.pop()
                if _BRACKETS[line[opening]] == mark:
                    pairs[opening] = index
                    break
        elif quotation is not None and not _only_opens(line, index) and not (mark == "“" == line[quotation]):
            pairs[quotation] = index
            quotation = None
        elif not (quotation is None and _only_closes(line, index)):
            quotation = index
    return pairs


def _only_opens(line: str, index: int) -> bool:
    """Whether a mark stands after a space and before a character: it opens, so an open one before it was not closed."""
    return (index == 0 or line[index - 1].isspace()) and index + 1 < len(line) and line[index + 1].isalnum()


def _only_closes(line: str, index: int) -> bool:
    return index > 0 and not line[index - 1].isspace() and (index + 1 == len(line) or line[index + 1].isspace())


def _outermost(pairs: Mapping[int, int]) -> list[tuple[int, int]]:
    outermost: list[tuple[int, int]] = []
    for opening, closing in sorted(pairs.items()):
        if closing - opening > _LONGEST_ENCLOSURE:
            continue
        if outermost and opening < outermost[-1][1]:
            outermost[-1] = (outermost[-1][0], max(outermost[-1][1], closing))
        else:
            outermost.append((opening, closing))
    return outermost


# From the place that hurts least to the one that hurts most. A number is never parted but by the last two.
_BREAKS = (
    re.compile(r"(?:[؛;]|\.\.+|…)\s"),
    re.compile(r"،\s(?=و[^\W\d])|,\s(?=(?:and|but|while|which|who|whose|where|because)\b)"),
    re.compile(r"[،,]\s(?!\d)|\s[–—-]\s(?!\d)"),
    re.compile(r"(?<!\d)\s(?!\d)"),
    re.compile(r"\s"),
)


def _parts(line: str, start: int, end: int, max_length: int) -> Iterator[tuple[int, int]]:
    """The sentence `line[start:end]` in about equal parts of at most `max_length` characters, if it is longer."""
    while end - start > max_length:
        length = (end - start) / ceil((end - start) / max_length)
        cut = _cut(line, start + int(length / 2), start + int(length), start + max_length)
        part = _trim(line, start, cut)
        if part is not None:
            yield part
        start = cut
    last = _trim(line, start, end)
    if last is not None:
        yield last


def _cut(line: str, low: int, aim: int, high: int) -> int:
    for pattern in _BREAKS:
        cuts = [match.end() for match in pattern.finditer(line, low, high)]
        if cuts:
            return min(cuts, key=lambda cut: abs(cut - aim))
    return high
