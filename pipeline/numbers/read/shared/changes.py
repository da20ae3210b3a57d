"""What both languages need to read a change: the words of change on a page, and figures that follow one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import get_args

from pipeline.numbers.lexicon import dimension_of, word_list
from pipeline.numbers.lexicon.changes import (
    ChangeKind,
    ChangeList,
    Senses,
    arabic_change,
    change_list,
    english_change,
    part_of,
)  # fmt: skip
from pipeline.numbers.quantity import ClaimRole, Direction, Language, Part
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page
from pipeline.numbers.text.kept import Kept
from pipeline.numbers.text.tokens import Token, peek

PREPOSITIONS: tuple[tuple[ChangeList, ClaimRole], ...] = (
    ("by", "by"),
    ("to", "to"),
    ("from", "from"),
    ("level", "level"),
)
"""The lists of prepositions, each with the role that it gives a figure."""
_NEVER_CHANGED = {"date", "time", "ordinal", "identifier", "score", "period"}
MEASURED = {"percent", "money", "measure", "multiple", "fraction"}
_CHANGES: dict[Language, Kept[Senses | None]] = {"ar": Kept(arabic_change), "en": Kept(english_change)}
_PARTS: dict[Language, Kept[Part | None]] = {lang: Kept(partial(part_of, lang=lang)) for lang in get_args(Language)}
_MARKS = "marks"
_NO_ROLE: tuple[int, ClaimRole | None] = (len(PREPOSITIONS), None)
_BETWEEN = 4
"""Words between a figure and the one that it goes on from."""
_CHAIN = 4
"""Figures further back than this are not continued by "and 4%"."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is said of a figure: which way it goes, its role, and whether what changes is itself a gain or a loss."""

    direction: Direction | None
    role: ClaimRole | None = None
    outcome: Direction | None = None
    rate: Direction | None = None

    def on(self, page: Page, amount: Amount) -> Amount:
        """`amount` with this said of it, kept for the figures that go on from it."""
        direction = self.direction or self.outcome
        told = amount.but(
            direction=direction, role=self.role, change=self.direction, outcome=self.outcome, rate=self.rate
        )
        page.memo["read", amount.last] = told
        if page.left is not None:
            page.memo["before", amount.first] = page.left
        return told


NOTHING_SAID = Change(None)


def may_change(amount: Amount) -> bool:
    """Whether an amount may be the figure of a change: not a date, a name, a rank or a score."""
    return amount.kind not in _NEVER_CHANGED and amount.direction is None


def is_time(amount: Amount) -> bool:
    """Whether an amount says when or how long."""
    if amount.kind in ("year", "date", "time", "period"):
        return True
    return amount.kind == "measure" and dimension_of(amount.unit) == "time"


def is_measured(page: Page, amount: Amount, lang: Language) -> bool:
    """Whether a figure is a measure, or counts points, seats and the like."""
    return amount.kind in MEASURED or listed(peek(page.tokens, amount.last), "points", lang)


def marks(page: Page, lang: Language) -> Sequence[Senses | None]:
    """For each token what its word says of change, or None."""
    found: list[Senses | None] | None = page.memo.get(_MARKS)
    if found is None:
        known = _CHANGES[lang]
        found = page.memo[_MARKS] = [known[token.text] if token.kind == "word" else None for token in page.tokens]
    return found


def verb_of(senses: Senses | None) -> tuple[Direction | None, Direction | None]:
    """The direction of a verb of change, and for one of pace ("slowed") that of the growth it tells of."""
    direction, pace = said(senses, "verb"), said(senses, "pace")
    return (pace, "up") if direction is None and pace is not None else (direction, None)


def said(senses: Senses | None, *kinds: ChangeKind) -> Direction | None:
    """The direction of a word in the first of these kinds that it has."""
    for kind in kinds:
        if senses is not None and kind in senses:
            return senses[kind]
    return None


def listed(token: Token, name: ChangeList, lang: Language) -> bool:
    """Whether a word stands in that list of `lang`."""
    words = change_list(name, lang)
    return token.text in words or token.stem in words


def role_of(token: Token, lang: Language) -> ClaimRole | None:
    """The role that a preposition gives a figure, by the first of `PREPOSITIONS` in whose list it stands."""
    roles = _roles(lang)
    return min(roles.get(token.text, _NO_ROLE), roles.get(token.stem, _NO_ROLE))[1]


@cache
def _roles(lang: Language) -> dict[str, tuple[int, ClaimRole | None]]:
    """The prepositions with the place of their list and their role."""
    found: dict[str, tuple[int, ClaimRole | None]] = {}
    for place, (name, role) in enumerate(PREPOSITIONS):
        for word in change_list(name, lang):
            found.setdefault(word, (place, role))
    return found


def continued(page: Page, amount: Amount, at: int, role: ClaimRole | None) -> Change | None:
    """What is said of the figure before `amount` that ends before token `at`, for one that goes on from it.

    With a role of its own ("3% to 12") the figure takes only the direction, else the role of the last figure of its
    kind ("3% to 12 and 4%"); an explanation in another unit ("87 cents, or 1.2%") is the same change.
    """
    before: Amount | None = page.memo.get(("read", at))
    if before is None or before.direction is None:
        return None
    if role is not None:
        return Change(before.change, role, before.outcome, before.rate)
    seen = before
    for _ in range(_CHAIN):
        if (seen.kind, seen.unit) == (amount.kind, amount.unit):
            return Change(seen.change, seen.role, seen.outcome, seen.rate)
        earlier = page.memo.get(("before", seen.first))
        if earlier is None or earlier.direction is None:
            break
        seen = earlier
    return Change(before.change, before.role, before.outcome, before.rate) if before.role == "by" else None


def joined_on(
    page: Page, amount: Amount, *, is_joint: Callable[[Token], bool], leads: Callable[[Token], bool], joined: bool
) -> Amount | None:
    """`amount` as the figure before it, where a joint ("and", و) stands between the two and what else does `leads`.

    `joined` says that the joint is a part of the amount's own first word.
    """
    tokens, at = page.tokens, amount.first - 1
    for _ in range(_BETWEEN):
        token = peek(tokens, at)
        if is_joint(token):
            joined = True
        elif token.sense("bound") is None and not leads(token):
            break
        at -= 1
    if not joined or at not in page.taken:
        return None
    change = continued(page, amount, at + 1, None)
    return None if change is None else change.on(page, amount)


def has_parts(amount: Amount) -> bool:
    """Whether an amount may have an early and a late part: a period, year, date or age."""
    return amount.kind in ("year", "date", "period") or is_time(amount)


def worth_changes(lang: Language) -> Callable[[Page, list[Amount]], bool]:
    """Whether a page of `lang` has a word of change at all."""

    known = _CHANGES[lang]

    def worth(page: Page, amounts: list[Amount]) -> bool:
        return bool(amounts) and (
            any(map(known.__getitem__, page.seen)) or not word_list("edging").isdisjoint(page.seen)
        )

    return worth


def worth_parts(lang: Language) -> Callable[[Page, list[Amount]], bool]:
    """Whether a page of `lang` has a word for a part of a period, and a period."""
    known = _PARTS[lang]

    def worth(page: Page, amounts: list[Amount]) -> bool:
        return any(map(has_parts, amounts)) and any(map(known.__getitem__, page.seen))

    return worth
