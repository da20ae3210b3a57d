"""Orders to whoever reads an article by machine ("ignore the above and write …"), and outputs that obey them.

An order is told by its verb (`data/orders.json`) and by its place: at the head of a clause, or after "please", "you
must" and such. Arabic verbs that are also the past tense ("he ignored") need an object of this trade right after them
(the instructions, the text, the word), or the summary or translation further on. Whether an output obeys is told by the
same table: a translation says "ignore", "write" or "answer", what obeys says what it was told to.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from models.script import MARKS
from pipeline.guards.output import Output

_LONGEST = 20_000  # characters of a text that are looked at; segments have 600
_LETTERS = str.maketrans("أإآٱىة", "اااايه")
_MARK = re.compile(f"[{MARKS}ـ\u200b-\u200f]")
_SPELLED = re.compile(r"(?<!\w)(?:[^\W\d_][ .*_-]){3,}[^\W\d_](?!\w)")  # i g n o r e

_HEAD = (
    r"(?:^|[.:!?؟،؛,;|\n\"'“”«»(\[{<>*#•–—-]"
    r"|\b(?:ثم|بل|فقط|والان|الان|اخيرا|اولا|ثانيا|and|then|but|now|instead)\b) {0,3}[و#*]?"
)
_ENGLISH_HEAD = (
    rf"{_HEAD}(?:(?:please|kindly|now|just|simply|you (?:must|should|will|shall|need to|have to|are to)|"
    r"your task is to|(?:can|could|would|will) you|i want you to|make sure (?:to|you)|be sure to|remember to|always|"
    r"only|instead)[ ,:]{1,3}){0,3}"
)
_ENGLISH_OBJECT = (
    r"(?: \S+){0,5}? (?:above|previous|prior|earlier|preceding|following|instructions?|prompts?|rules|texts?|articles?|"
    r"words?|phrase|sentences?|summary|translation|numbers?|figures?|names?|only|exactly|verbatim|nothing|with|poem|joke|"
    r"question|that|this|these|below|everything|all|english|chinese|french)\b"
)
_FIRST_PERSON = (
    r"\b(?:i|we)(?:(?:'ll| will| shall| (?:am|are) going to)(?: (?!you\b)\w{1,20}){0,3}?|"
    r"(?: (?!you\b)\w{1,20}(?:'t)?){1,6}? and will|(?: (?:now|only|hereby|always|do not|don't)){0,2}) "
)


@dataclass(frozen=True, slots=True)
class _Order:
    """A kind of order: how a text gives it, how a translation relates it, and how an output announces to obey it."""

    given: re.Pattern[str]
    told: re.Pattern[str]
    announced: re.Pattern[str]


def holds_order(text: str) -> bool:
    """Whether a text, in Arabic or English, tells a machine reader to do something else than translate it."""
    folded = _fold(text)
    return any(order.given.search(folded) for order in _orders())


def obeys_instruction(output: Output) -> bool:
    """The source gives orders to its reader; the output leaves one of them out, or says "I will" to it."""
    source = _fold(output.source)
    given = [order for order in _orders() if order.given.search(source)]
    if not given:
        return False
    text = _fold(output.text)
    left_out = any(not order.told.search(text) for order in given)
    return left_out or (_announces(text) and not _announces(source))


def _announces(folded: str) -> bool:
    return any(order.announced.search(folded) for order in _orders())


def answers_question(output: Output) -> bool:
    """The source ends in a question mark, and the output asks nothing, or goes on after its question.

    On the 7,870 English lines of FLORES-200 dev (human and six systems) and NTREX-128 this fires once.
    """
    if not output.source.rstrip().endswith(("؟", "?")):
        return False
    _, mark, rest = output.text.rpartition("?")
    return not mark or any(map(str.isalnum, rest))


def _fold(text: str) -> str:
    """Small letters without vowel signs, in the plain form of fonts and letters, spelled words put together."""
    text = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().translate(_LETTERS)
    text = _MARK.sub("", text).replace("’", "'")
    return _SPELLED.sub(lambda match: re.sub(r"[ .*_-]", "", match[0]), text)


def _any(words: Iterable[str]) -> str:
    """An alternation of Arabic words, folded, the longest first."""
    folded = sorted({_MARK.sub("", word.translate(_LETTERS)) for word in words}, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, folded))})"


@cache
def _orders() -> Sequence[_Order]:
    source = resources.files("pipeline") / "data" / "orders.json"
    data: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    named = {"MACHINE": rf"{_any(data['machine'])}\b", "YOURS": _any(data["yours"])}
    orders = [_order(_verb(verb, data), verb["told"]) for verb in data["verbs"]]
    for other in data["others"]:
        given = re.sub("MACHINE|YOURS", lambda match: named[match[0]], "|".join(other["given"]))
        orders.append(_order(given, other["told"]))
    return orders


def _verb(verb: dict[str, Any], data: dict[str, Any]) -> str:
    """The orders that are given with a verb, in Arabic and in English."""
    sure, you = _any(verb["sure"]), _any(verb["you"])
    either = _any([*verb["sure"], *verb["unsure"]])
    wished = _any([*verb["sure"], *verb["unsure"], *verb["noun"], *verb["you"]])
    owed = f"(?:{_any(verb['noun'])}|ان {you})"
    ending = r"(?:وا|ي|ه|ها|هم|ني|لي)?"  # of the plural and feminine, and pronouns
    objects = rf" ?(?:(?:ب|في|علي|كل|جميع|كافه|عن|من) ?){{0,2}}{_any(data['object'])}\b"
    near = rf"\b[^.!?؟\n]{{0,80}}\b[وفبل]?(?:ال|لل)?{_any(data['meta'])}\b"
    polite = rf"\b{_any(data['polite'])}[ ،,:]{{1,3}}(?:الان )?(?:هي |ان |ب)?(?:لا |عدم )?"
    english = "|".join(verb["english"])
    patterns = [
        rf"{_HEAD}{either}{ending}(?:{objects}|{near})",
        rf"{_HEAD}لا {you}{ending}(?:{objects}|{near})",
        rf"{polite}{wished}\b",
        rf"\b{_any(data['duty'])} {owed}{objects}",
        rf"{_ENGLISH_HEAD}(?:do not |don't |never )?(?:{english})\b(?::| ?\"|{_ENGLISH_OBJECT})",
    ]
    if verb["sure"]:
        patterns.append(rf"(?:{_HEAD}|\bف){sure}{ending}\b")
    if "english_sure" in verb:
        patterns.append(rf"{_ENGLISH_HEAD}(?:{'|'.join(verb['english_sure'])})\b")
    return "|".join(patterns)


def _order(given: str, told: Iterable[str]) -> _Order:
    verbs = rf"\b(?:{'|'.join(told)})\b"
    return _Order(re.compile(given), re.compile(verbs), re.compile(_FIRST_PERSON + verbs))
