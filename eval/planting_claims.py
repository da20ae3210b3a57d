"""Claim errors for planting: the number stays right, and what is said with it becomes wrong.

Like the number errors of `eval.planting` they are made by plain patterns that share nothing with the number engine.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from eval.planting import Edit, Planter, either, figures

_OPPOSITES = {
    "rose": "fell", "fell": "rose", "risen": "fallen", "fallen": "risen", "rises": "falls", "falls": "rises",
    "increased": "decreased", "decreased": "increased", "increases": "decreases", "decreases": "increases",
    "increase": "decrease", "decrease": "increase", "climbed": "dropped", "jumped": "plunged", "surged": "plunged",
    "soared": "plunged", "grew": "shrank", "shrank": "grew", "dropped": "climbed", "declined": "climbed",
    "plunged": "soared", "slipped": "climbed",
}  # fmt: skip
_AT_ONCE = {
    "up": "down", "down": "up", "gained": "lost", "lost": "gained", "profit of": "loss of", "profits of": "losses of",
    "loss of": "profit of", "losses of": "profits of", "deficit of": "surplus of", "surplus of": "deficit of",
    "growth of": "decline of", "rise of": "fall of", "drop of": "rise of", "fall of": "rise of",
}  # fmt: skip
"""Words that speak of a change only right before its figure: "up 5%", not "up all night to see 206"."""
_COMPARED = {"higher": "lower", "lower": "higher"}
_CHANGES = (
    "rose", "fell", "risen", "fallen", "increased", "decreased", "climbed", "jumped", "surged", "soared", "grew",
    "shrank", "dropped", "declined", "plunged", "slipped",
)  # fmt: skip
_PARTS = {
    "early": "late", "late": "early", "mid-": "late ", "the beginning of": "the end of", "the start of": "the end of",
    "the end of": "the beginning of", "the middle of": "the end of",
}  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_GROUPS = (
    ("people", "men", "women", "children", "students", "workers", "employees", "soldiers", "passengers", "players",
     "patients", "doctors", "teachers", "residents", "migrants", "refugees", "prisoners", "police officers"),
    ("cars", "trucks", "buses", "ships", "planes", "aircraft", "trains", "boats", "vehicles"),
    ("schools", "hospitals", "houses", "homes", "buildings", "hotels", "factories", "shops", "mosques", "churches"),
    ("books", "films", "songs", "letters", "newspapers", "photographs"),
    ("countries", "states", "cities", "towns", "villages", "islands", "provinces"),
    ("trees", "horses", "dogs", "birds", "animals", "sheep", "camels"),
)  # fmt: skip
"""Nouns that news counts, like with like: one of another group is another thing."""
_GROUP_OF = {noun: number for number, nouns in enumerate(_GROUPS) for noun in nouns}

_SIGN = "[$€£]?"
_FIGURE = rf"{_SIGN}(?!(?:1\d|20)\d\d\b)\d"  # not a year
_SHARE_OR_SUM = rf"(?:{_SIGN}\d+(?:\.\d+)? ?(?:%|percent)|[$€£]\d)"
_CHANGE = re.compile(rf"\b(?:{either(_OPPOSITES)})\b(?=(?: [a-z]+){{0,3}} {_FIGURE})", re.IGNORECASE)
_CHANGE_AT_ONCE = re.compile(
    rf"\b(?:{either(_AT_ONCE)})\b(?=(?: by| about| around| nearly| almost| more than)? {_SHARE_OR_SUM})", re.IGNORECASE
)
_COMPARISON = re.compile(rf"(?<=[\d%t] )(?:{either(_COMPARED)})\b(?= than\b)")
_ROLE = re.compile(rf"(?<= )(?:to|by)(?= {_SIGN}\d)")
_CHANGED = re.compile(rf"\b(?:{either(_CHANGES)})\b[^.,;:()\d]{{0,30}}$")
_PERIOD = (
    rf"(?:the )?(?:\d{{4}}s?\b|(?:{either(_MONTHS)})\b|\d{{1,2}}(?:st|nd|rd|th) century|"
    r"(?:year|month|week|decade|century)\b)"
)
_PART = re.compile(rf"\b(?:(?:{either([part for part in _PARTS if not part.endswith('-')])}) |mid-)(?={_PERIOD})")
_NOUN = re.compile(rf"(?<=\d )(?:{either(_GROUP_OF)})\b")
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_RANGE = re.compile(r"[^\w]*(?:to|and|or|by|-|–)?[^\w]*", re.IGNORECASE)
_LIKE = re.compile(
    r"[\s-]*(%|(?:percent|per cent|million|billion|trillion|miles|mph|kph|km|kilomet(?:er|re)s?|met(?:er|re)s?|feet|"
    r"pounds|tons?|tonnes|years?|months?|weeks?|days?|hours?|minutes?|seconds?|degrees|dollars|euros|riyals|dirhams)\b)?"
)
_APART = re.compile("[()&;]")
_FEW = 2


def _direction(text: str, _: random.Random) -> Iterator[Edit]:
    """A rise becomes a fall, a profit a loss."""
    for pattern, table in ((_CHANGE, _OPPOSITES), (_CHANGE_AT_ONCE, _AT_ONCE), (_COMPARISON, _COMPARED)):
        for match in pattern.finditer(text):
            new = table[match.group().lower()]
            yield match.start(), match.end(), new.capitalize() if match.group()[0].isupper() else new


def _part(text: str, _: random.Random) -> Iterator[Edit]:
    """The early part of a period becomes the late one."""
    for match in _PART.finditer(text):
        part = match.group() if match.group().endswith("-") else match.group()[:-1]
        yield match.start(), match.start() + len(part), _PARTS[part]


def _role(text: str, _: random.Random) -> Iterator[Edit]:
    """What a thing changed to becomes what it changed by."""
    for match in _ROLE.finditer(text):
        if _CHANGED.search(text, max(0, match.start() - 50), match.start()):
            yield match.start(), match.end(), "by" if match.group() == "to" else "to"


def _exchange(text: str, _: random.Random) -> Iterator[Edit]:
    """Two figures of one kind change places; not the ends of a range, and not years."""
    found = [match for match in figures(text) if not _YEAR.fullmatch(match.group())]
    for one, two in combinations(found, _FEW):
        between = text[one.end() : two.start()]
        if (
            _APART.search(text, max(0, one.start() - 1), two.end() + 1)
            or one.group() == two.group()
            or _looks(text, one) != _looks(text, two)
            or _RANGE.fullmatch(_bare(between))
        ):
            continue
        yield one.start(), two.end(), f"{two.group()}{between}{one.group()}"


def _looks(text: str, figure: re.Match[str]) -> tuple[str, str]:
    """What a figure has before and after it: figures of one kind look alike."""
    after = _LIKE.match(text, figure.end())
    before = text[: figure.start()][-1:]
    return before if before in "$€£" else "", (after and after[1]) or ""


def _bare(between: str) -> str:
    """The text between two figures without what belongs to the first."""
    kept = _LIKE.sub("", between, count=1)
    return kept.strip(" $€£")


def _counted(text: str, chance: random.Random) -> Iterator[Edit]:
    """Another thing is counted."""
    for match in _NOUN.finditer(text):
        others = [noun for noun, group in _GROUP_OF.items() if group != _GROUP_OF[match.group()]]
        yield match.start(), match.end(), chance.choice(others)


CLAIM_PLANTERS: Mapping[str, Planter] = {
    "direction": _direction,
    "part": _part,
    "role": _role,
    "exchange": _exchange,
    "counted noun": _counted,
}
"""Every kind of claim error and the function that finds the edits which make it."""
