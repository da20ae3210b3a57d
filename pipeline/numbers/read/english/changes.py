"""English claims: which way the change goes that a figure measures, and whether the figure is what it changes by or to.

The nearest word of change governs: a verb before the figure or before what it changes ("fell 3%", "cut its workforce by
300"), a noun on either side ("a rise of 3%", "a 3% rise"), or a comparison after it ("3% higher"). Doubt says nothing.
"""

from __future__ import annotations

from pipeline.numbers.lexicon.changes import ChangeList
from pipeline.numbers.quantity import ClaimRole, Direction
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.english.bounds import edges_up
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.changes import (
    MEASURED,
    Change,
    continued,
    is_measured,
    is_time,
    joined_on,
    listed,
    marks,
    may_change,
    role_of,
    said,
    verb_of,
)  # fmt: skip
from pipeline.numbers.text.tokens import Token, peek

_FAR, _SUBJECT, _FILLERS = 12, 6, 6
_OBJECT = 4
_MOURNED = 3
"""Words behind a figure of which one says that it counts people."""
_LEADING = {"by", "$", "a"}
_MORE = {"more", "less", "fewer"}
_NET = "net"
"""More often what a profit is than a verb."""
_EARNED = {"earn", "earns", "earned", "earning", "netted", "netting", "nets"}
"""What a thing earns is no change of it: "earned $9.4 billion, up from $7 billion"."""
_PLACES = {"above", "below"}
_AHEAD, _PLANS = ("ahead", "behind"), ("schedule", "time", "deadline", "plan")
_PRISON = "bars"
"""What no figure is behind by: "one year behind bars"."""
_MOVING = {"up", "down", "off", "upward", "downward"}


def _is(token: Token, name: ChangeList) -> bool:
    return listed(token, name, "en")


def _back(page: Page, amount: Amount) -> tuple[ClaimRole | None, bool, int]:
    """The preposition before a figure as its role, whether it is "of", and the token before all that leads it."""
    tokens, at = page.tokens, amount.first - 1
    role: ClaimRole | None = None
    of = False
    for _ in range(_FILLERS):
        token = peek(tokens, at)
        if token.sense("bound") is None and not _is(token, "filler") and not token.text.endswith("ly"):
            if role is not None or of:
                break
            of = _is(token, "of")
            role = role_of(token, "en")
            if role is None and not of:
                break
        elif at in page.taken:
            break
        at -= 1
    return role, of, at


def _margin(page: Page, at: int) -> Direction | None:
    """The direction of a verb of margin; None where the margin is another's: the rival's, or of who "was beaten"."""
    before = page.tokens[max(at - _SUBJECT, 0) : at]
    if any(_is(token, "rival") for token in before) or _is_passive(page, at):
        return None
    return said(marks(page, "en")[at], "margin")


def _is_passive(page: Page, at: int) -> bool:
    """Whether the verb at `at` is a participle after "was": "was narrowly beaten", not "was leading"."""
    before = at - 1
    while before > 0 and page.tokens[before].text.endswith("ly"):
        before -= 1
    return before >= 0 and _is(page.tokens[before], "passive") and not page.tokens[at].text.endswith("ing")


def _denied(page: Page, at: int) -> bool:
    """Whether the verb at `at` is negated."""
    tokens = page.tokens
    return any(_is(peek(tokens, before), "negation") for before in range(at - 3, at))


def _subject(page: Page, at: int) -> tuple[Direction | None, Direction | None]:
    """Whether what stands before the verb at `at` is a gain or loss ("losses widened"), or a change itself ("growth
    slowed"): the outcome and the rate.
    """
    found = marks(page, "en")
    for before in range(at - 1, max(at - _SUBJECT, 0) - 1, -1):
        if page.tokens[before].kind == "symbol" or _is(page.tokens[before], "stop"):
            break
        outcome = said(found[before], "outcome")
        if outcome is not None:
            return outcome, None
        if "verb" not in (found[before] or ()) and said(found[before], "noun") is not None:
            return None, said(found[before], "noun")
    return None, None


@rule(
    "en-change-verb",
    reads="the verb of change, or “up” and “down”, right before a figure",
    must=("Brent fell 87 cents.", "Sales rose by 3%."),
    leaves="Brent cost 87 cents.",
)
def verb_before(page: Page, amount: Amount) -> Amount | None:
    """ "fell 87 cents", "edged down to 12", "up 3%"."""
    if not may_change(amount) or amount.kind == "year":
        return None
    if edges_up(page.tokens, amount):
        return Change("up", "to").on(page, amount)
    role, of, at = _back(page, amount)
    if of or role == "level" or at < 0 or (role is None and is_time(amount)):
        return None
    senses = marks(page, "en")[at]
    direction, pace = verb_of(senses)
    owned = said(senses, "noun") is not None and _is(peek(page.tokens, at - 1), "owner")  # "pared its gains to 0.3%"
    direction = direction or (None if owned or _are_mourned(page, amount) else said(senses, "direct"))
    if direction is None and role is not None:
        direction = said(senses, "particle", "comparison")
    elif direction is None and (is_measured(page, amount, "en") or _stands_apart(page, amount, at)):
        direction = said(senses, "particle")
    if direction is None and role == "by" and is_measured(page, amount, "en"):
        direction = _margin(page, at)
    phrasal = page.tokens[at].text == "up" and _is(peek(page.tokens, at - 1), "phrasal")
    if direction is None or phrasal or _denied(page, at):
        return None
    if role is None and page.tokens[at].text in _EARNED:
        return Change(None, None, direction).on(page, amount)
    placed = any(_is(page.tokens[between], "placing") for between in range(at + 1, amount.first))
    outcome, rate = _subject(page, at)
    if role == "to" and peek(page.tokens, amount.last).text in _PLACES:
        role = "by"  # "dropped to a metre below its level"
    return Change(direction, role or (None if placed else "by"), outcome, rate or pace).on(page, amount)


@rule(
    "en-change-comparison",
    reads="a comparison after a figure",
    must=("It closed 54 points higher.", "Turnout was 3% below the average."),
    leaves="It closed at 54 points.",
)
def comparison_after(page: Page, amount: Amount) -> Amount | None:
    """ "54 points higher", "3% below the average", "3 million, down from 5"."""
    if not may_change(amount) or amount.kind == "year":
        return None
    tokens, at = page.tokens, amount.last
    pointed = _is(peek(tokens, at), "points")
    at += pointed
    if peek(tokens, at).text in ("a", "per") and peek(tokens, at + 1).sense("measure") is not None:
        at += 2  # "$18 a tonne lower"
    token, after = peek(tokens, at), peek(tokens, at + 1)
    if token.text in (",", "-", "(") and after.text in _MOVING:
        return _moved_from(page, amount, at + 1)
    if token.text in _MOVING and after.text == "from":
        return _moved_from(page, amount, at)
    in_front = (token.text, after.text) == ("in", "front")
    direction = (
        "up" if in_front else said(marks(page, "en")[at], "comparison", "particle") if token.start >= 0 else None
    )
    if direction is None or after.text == _PRISON or not _compares(page, amount, at, pointed=pointed):
        return None
    return Change(direction, "by").on(page, amount)


def _compares(page: Page, amount: Amount, at: int, *, pointed: bool) -> bool:
    """Whether the comparison at `at` is one of the figure before it, not of what follows."""
    word, _, than = page.tokens[at].text.partition(" ")
    after = peek(page.tokens, at + 1)
    if word in _AHEAD and after.text == "of" and peek(page.tokens, at + 2).text in _PLANS:
        return False  # "four months ahead of schedule" is earlier, not more
    if word in _MOVING:
        bare = pointed or amount.kind in ("percent", "money") or after.text == "on"
        return bare and at + 1 not in page.taken and (_is(after, "following") or not after.text)
    if word in _PLACES:
        follower = page.by_token.get(at + 1)
        return follower is None or is_time(follower)
    if word in _MORE:
        before = marks(page, "en")[max(amount.first - _SUBJECT, 0) : amount.first]
        if is_time(amount) or any(said(senses, "verb") for senses in before):
            return False  # "it reduced waste 26% more than the other"
        return bool(than) or amount.kind in ("percent", "multiple")
    if word == "short":
        return after.text == "of"
    # "two older brothers" compares nothing
    measured = pointed or bool(than) or amount.kind in MEASURED
    return measured or after.kind != "word" or _is(after, "small") or _is(after, "following")


def _moved_from(page: Page, amount: Amount, at: int) -> Amount | None:
    """ "3 million, down from 5 million": the figure is what it changed to."""
    if peek(page.tokens, at + 1).text != "from":
        return None
    direction = said(marks(page, "en")[at], "particle")
    return None if direction is None else Change(direction, "to").on(page, amount)


@rule(
    "en-change-noun",
    reads="the noun of a change or outcome on either side of a figure",
    must=("a 3% rise in sales", "a loss of $5 million"),
    leaves="a 3% share of sales",
)
def noun(page: Page, amount: Amount) -> Amount | None:
    """ "a 3% year-on-year rise", "a rise in sales of 3%", "a loss of $5 million"."""
    if not may_change(amount) or amount.kind == "year":
        return None
    return _noun_after(page, amount) or _noun_before(page, amount)


def _noun_after(page: Page, amount: Amount) -> Amount | None:
    tokens, at = page.tokens, amount.last
    found = marks(page, "en")
    if amount.kind not in ("percent", "money", "measure") and not _is(peek(tokens, at), "points"):
        first = peek(tokens, amount.first - 1).text
        if peek(tokens, at).text != "-" and first not in ("a", "an", "its", "the", "their"):
            return None
    for here in range(at, min(at + 6, len(tokens))):
        token = tokens[here]
        if (token.kind != "word" and token.text != "-") or here in page.by_token:
            return None
        if _is(token, "small") and not (token.text == "on" and tokens[here - 1].text == "-"):
            return None
        direction = said(found[here], "noun")
        if direction is not None:
            return Change(direction, "by").on(page, amount)
        outcome = said(found[here], "outcome")
        if outcome is not None:
            return Change(None, None, outcome).on(page, amount)
        if said(found[here], "verb", "direct") is not None:
            return None
    return None


def _noun_before(page: Page, amount: Amount) -> Amount | None:
    _role, of, at = _back(page, amount)
    if not of or is_time(amount):
        return None
    tokens, found = page.tokens, marks(page, "en")
    for here in range(at, max(at - _FAR, -1), -1):
        token = tokens[here]
        if token.kind == "symbol" and token.text != "-":
            return None
        if _is(token, "stop"):
            return None
        if amount.kind not in MEASURED and _is(token, "collapsing"):
            return None  # "the collapse of a five-storey building"
        direction = said(found[here], "noun")
        linked = here == at or peek(tokens, here + 1).text in ("in", "for", "on")
        if direction is not None:
            return Change(direction, "by").on(page, amount) if linked else None
        outcome = said(found[here], "outcome")
        if outcome is not None:
            return Change(None, None, outcome).on(page, amount) if linked else None
        if said(found[here], "verb", "direct") is not None:
            return None
    return None


@rule(
    "en-change-object",
    reads="the verb or noun of change before what it changes, with the figure after by, to or from",
    must=("They cut the workforce by 300.", "a rise in fee income to $310 million"),
    leaves="They were joined by 300.",
)
def changed_object(page: Page, amount: Amount) -> Amount | None:
    """ "raised its forecast for sales to 5 million"."""
    if not may_change(amount) or amount.kind == "year":
        return None
    role, _, at = _back(page, amount)
    if role is None or role == "level":
        return None
    if peek(page.tokens, at).text in (",", ")"):
        at -= 1
        if at not in page.taken:
            return None
    change = _governor(page, amount, role, at)
    return None if change is None else change.on(page, amount)


def _are_mourned(page: Page, amount: Amount) -> bool:
    """Whether a figure counts people, of whom the lost ones died: "has lost 226 staff"."""
    return any(_is(peek(page.tokens, amount.last + gap), "mourned") for gap in range(_MOURNED))


def _stands_apart(page: Page, amount: Amount, particle: int) -> bool:
    """Whether a particle and a figure stand between a comma and what they compare with: ", up 140 on 2023"."""
    comma = peek(page.tokens, particle - 1).text == ","
    return comma and peek(page.tokens, amount.last).text in ("on", "from")


def _governor(page: Page, amount: Amount, role: ClaimRole, at: int) -> Change | None:
    """What the nearest verb or noun of change before token `at` says of a figure."""
    found = marks(page, "en")
    outcome: Direction | None = None
    rate: Direction | None = None
    for here in range(at, max(at - _FAR, -1), -1):
        if here in page.taken:
            change = continued(page, amount, here + 1, role)
            if change is not None:
                return change
            if not is_time(page.by_token[here]):
                return None
        elif _ends_clause(page.tokens[here]):
            return None
        senses = found[here]
        if senses is None:
            continue
        direction, pace = verb_of(senses)
        if direction is None and role == "by" and is_measured(page, amount, "en"):
            direction = _margin(page, here)
        if direction is not None:
            subject, growth = _subject(page, here)
            return None if _denied(page, here) else Change(direction, role, outcome or subject, rate or growth or pace)
        noun = said(senses, "noun")
        if noun is not None and _is_head(page, here):
            ruling = _verb_over(page, here)
            if ruling is None:
                return None if _denied(page, here) else Change(noun, role, outcome)
            rate = noun  # "slowed the decline to 3%"
        if said(senses, "direct") is not None and noun is None and page.tokens[here].text != _NET:
            return None
        outcome = outcome or said(senses, "outcome")
    return None


def _is_head(page: Page, noun: int) -> bool:
    """Whether a noun of change is the thing that the figure measures: "growth in sales", not "its growth forecast"."""
    token = peek(page.tokens, noun + 1)
    return token.kind != "word" or _is(token, "after_head") or noun + 1 in page.taken


def _verb_over(page: Page, noun: int) -> int | None:
    """Where the verb of change stands whose object a noun of change is."""
    found = marks(page, "en")
    for here in range(noun - 1, max(noun - _OBJECT, 0) - 1, -1):
        if _ends_clause(page.tokens[here]) or _is(page.tokens[here], "after_head") or here in page.taken:
            return None
        if said(found[here], "verb", "pace") is not None:
            return here
    return None


def _ends_clause(token: Token) -> bool:
    return (token.kind == "symbol" and token.text not in ("-", "'", "$")) or _is(token, "stop")


@rule(
    "en-change-continued",
    reads="a figure that goes on from one whose change is known",
    must=("Brent fell 87 cents, or 1.2%.", "They rose 3% and 4%."),
    leaves="They rose 3%, said 4 analysts.",
)
def goes_on(page: Page, amount: Amount) -> Amount | None:
    """ "rose 3% to 12 and 4% to 15", "87 cents, or 1.2%"."""
    if not may_change(amount) or amount.kind == "year":
        return None
    if peek(page.tokens, amount.last).text == "of":
        return None
    return joined_on(
        page, amount, is_joint=lambda token: _is(token, "joining"), leads=lambda token: token.text in _LEADING,
        joined=False,
    )  # fmt: skip


CHANGES = (verb_before, comparison_after, noun, changed_object, goes_on)
