"""Tells lines that scraping left behind (labels, buttons, pointers, credits) from lines of the article.

A line is judged alone and without knowledge of any site, by the rules of the table `RULES`. Each asks for a known
opening or vocabulary and for the shape such lines have; a sentence that merely uses the same words goes on where
residue ends, and stays. In doubt a line is text: residue that is translated does less harm than a lost sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_LONGEST_LINE = 400  # characters; whatever is longer is text


@dataclass(frozen=True, slots=True)
class _Line:
    """A line folded for comparison (`_fold`), without bullets and icons at its edges, and its words."""

    text: str
    words: tuple[str, ...]

    @property
    def is_sentence(self) -> bool:
        return self.text.endswith((".", "!", "…"))

    @property
    def has_digit(self) -> bool:
        return any(character.isdigit() for character in self.text)

    def after(self, name: str) -> str | None:
        """What follows the longest opening from the list `name`, None where the line opens with none of it."""
        for count in range(min(6, len(self.words)), 0, -1):
            if " ".join(self.words[:count]) in _lists()[name]:
                end = 0
                for word in self.words[:count]:
                    end = self.text.index(word, end) + len(word)
                return self.text[end:].strip()
        return None

    def only(self, *names: str) -> bool:
        """Whether every word that is not a number comes from the lists `names`."""
        return all(word.isdigit() or any(word in _lists()[name] for name in names) for word in self.words)

    def has(self, *names: str) -> bool:
        """Whether a word comes from one of the lists `names`."""
        return any(word in _lists()[name] for name in names for word in self.words)


def is_boilerplate(line: str) -> bool:
    """Whether `line`, one line of cleaned text, is residue of a web page and not part of the article."""
    return boilerplate_rule(line) is not None


def boilerplate_rule(line: str) -> str | None:
    """The name of the rule in `RULES` by which `line` is residue, None for a line of text (and for an empty one)."""
    if not line.strip():
        return None
    if not any(character.isalnum() for character in line):
        return "symbols"
    if len(line) > _LONGEST_LINE:
        return None
    folded = _EDGES.sub("", _fold(line))
    parsed = _Line(folded, tuple(_WORD.findall(folded)))
    return next((name for name, holds in RULES.items() if holds(parsed)), None)


_WORD = re.compile(r"[^\W_]+")
_EDGES = re.compile(r"^[^\w#@©]+|[^\w.!?؟:…]+$")
_MARK = re.compile("[\u064b-\u065f\u0670ـ]")
_LETTERS = str.maketrans("أإآٱىة", "اااايه")
_LABEL_END = re.compile(r"[:|>»/–—-]")


def _fold(text: str) -> str:
    """Lower case, without vowel signs and with the letters that are spelled carelessly made one."""
    return _MARK.sub("", text).lower().translate(_LETTERS).strip()


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    source = resources.files("pipeline") / "data" / "boilerplate.json"
    lists: dict[str, list[str]] = json.loads(source.read_text(encoding="utf-8"))
    return {
        name: frozenset(" ".join(_WORD.findall(_fold(entry))) for entry in entries) for name, entries in lists.items()
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _is_whole(line: _Line) -> bool:
    return not line.is_sentence and " ".join(line.words) in _lists()["whole"]


def _is_stamp(line: _Line) -> bool:
    """«آخر تحديث:», «نُشر في 3 مارس 2024»: a label with a date and time, or with nothing."""
    rest = line.after("stamp")
    return rest is not None and _Line(rest, tuple(_words(rest))).only("calendar", "clock")


def _is_clock(line: _Line) -> bool:
    """A date with the time of day. A date alone may be a heading of a chronology."""
    has_time = re.search(r"\d{1,2}:\d\d", line.text) is not None
    return has_time and line.has("calendar") and line.only("calendar", "clock")


def _is_ago(line: _Line) -> bool:
    first, *rest = line.words or ("",)
    if first not in _lists()["ago"] or not 1 <= len(rest) <= 2:
        return False
    counted = len(rest) == 2 and rest[0].isdigit() and rest[1] in _lists()["ago units"]
    return counted or (len(rest) == 1 and rest[0] in _lists()["ago duals"])


def _is_pointer(line: _Line) -> bool:
    """«للمزيد: …»: an opening, a mark that ends a label, and another article's title."""
    rest = line.after("pointer")
    return bool(rest) and _LABEL_END.match(rest or "") is not None and len(line.words) <= 25


def _is_read_also(line: _Line) -> bool:
    """«اقرأ أيضا …»: an imperative that opens no news sentence, so that it needs no colon."""
    rest = line.after("read also")
    if rest is None:
        return False
    return len(line.words) <= 25 and (_LABEL_END.match(rest) is not None or not line.text.endswith("."))


def _is_credit(line: _Line) -> bool:
    """«المصدر: رويترز», «تصوير: …»: a label and a name, which is short and has nothing that only sentences have."""
    rest = line.after("credit")
    if rest is None or re.match(r"[:/|©]", rest) is None:
        return False
    names = _words(rest)
    if not 1 <= len(names) <= (3 if line.is_sentence else 5) or line.has_digit or line.has("particles"):
        return False
    by_line = line.words[0] in (
        "كتب",
        "كتبت",
    )  # no person's first name has the article, many a sentence's first noun has
    return re.search(r"[؟?!؛،,]", rest) is None and not (by_line and names[0].startswith("ال"))


def _is_follow(line: _Line) -> bool:
    """«تابعنا على فيسبوك». The same verb means "we followed", so that a longer sentence stays."""
    if line.after("follow") is None or line.has_digit or not line.has("networks", "our channels"):
        return False
    return len(line.words) <= (5 if line.is_sentence else 12)


def _is_invitation(line: _Line) -> bool:
    """«اشترك في نشرتنا البريدية»: who invites says "our"; a report that people subscribed says how many, or who."""
    near = _Line("", line.words[:5])
    return (
        line.after("invitation") is not None
        and near.has("our channels")
        and not line.has_digit
        and not line.has("particles")
        and len(line.words) <= 16
    )


def _is_share_bar(line: _Line) -> bool:
    if line.is_sentence or not line.only("networks", "share actions", "share fillers") or line.has_digit:
        return False
    named = sum(word in _lists()["networks"] for word in line.words)
    return named >= 3 or (line.has("share actions") and len(line.words) <= 12)


def _is_rights(line: _Line) -> bool:
    if "©" in line.text and len(line.words) <= 14:
        return True
    rest = line.after("rights")
    if rest is None or re.search("[،,؛]", rest) or len(_words(rest)) > 8:
        return False
    return re.match(r"[.:|–—-]*$|[.:|–—-]*\s*(?:\(c\)|\d|ل|by\b|to\b)", rest) is not None


def _is_cookie_notice(line: _Line) -> bool:
    return line.after("cookies") is not None


def _is_why_trust(line: _Line) -> bool:
    """«لماذا تثق في Cryptonews؟»: asks for trust in the site, not in something the article is about."""
    rest = line.after("why trust")
    if rest is None or len(line.words) > 7 or line.text.endswith("."):
        return False
    words = _words(rest)
    return any(re.match(r"[a-z]", word) or word in ("بنا", "us") or word in _lists()["our channels"] for word in words)


def _is_reading_time(line: _Line) -> bool:
    """«3 دقائق قراءة»."""
    return (
        line.only("reading", "minutes", "reading fillers")
        and line.has("reading")
        and (line.has_digit or line.has("minutes"))
    )


def _is_counter(line: _Line) -> bool:
    return len(line.words) == 2 and line.words[0].isdigit() and line.words[1] in _lists()["counted"]


_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[@#]\w+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,80}|[\w-]{1,63}\.(?:com|net|org)(?:/\S*)?"
)


def _is_address(line: _Line) -> bool:
    """Nothing but web or mail addresses, handles and hashtags."""
    return all(_ADDRESS.fullmatch(token) for token in line.text.split())


RULES: dict[str, Callable[[_Line], bool]] = {
    "whole line": _is_whole,
    "stamp": _is_stamp,
    "clock": _is_clock,
    "ago": _is_ago,
    "pointer": _is_pointer,
    "read also": _is_read_also,
    "credit": _is_credit,
    "follow": _is_follow,
    "invitation": _is_invitation,
    "share bar": _is_share_bar,
    "rights": _is_rights,
    "cookie notice": _is_cookie_notice,
    "why trust": _is_why_trust,
    "reading time": _is_reading_time,
    "counter": _is_counter,
    "address": _is_address,
}
"""The rules by name. "symbols", a line without letter or digit, comes before all of them."""
