"""Arabic claims: which way the change goes that a figure measures, and whether the figure is what it changes by or to.

The nearest word of change before the figure governs it, with its subject in between (تراجعت العقود الآجلة لخام برنت 87
سنتا); a comparison may follow (5 نقاط أقل من). Doubt says nothing.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.numbers.lexicon import dimension_of
from pipeline.numbers.lexicon.changes import ChangeList, arabic_change, change_words
from pipeline.numbers.quantity import ClaimRole, Direction
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.changes import (
    NOTHING_SAID,
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
from pipeline.numbers.text.clitics import forms
from pipeline.numbers.text.tokens import Token, peek

_FAR, _NEAR, _SUBJECT, _HEAD, _FILLERS = 14, 8, 6, 2, 7
_BY, _TO, _GAP = "ب", " الي", "فارق"
_BESIDE = ("اضافه", "بالاضافه", "واضافه", "وبالاضافه")
_FOR, _FORECASTS = "ل", ("توقع", "تقدير")
_HEIGHT = "ارتفاع"
_THAN, _THAN_REACH = ("عن", "علي"), 4
_COMMAS = ("،", ",", ")")
_QUOTES = ("«", "»", '"', "“", "”")
"""A name may stand in them between the verb and its figure."""


def _is(token: Token, name: ChangeList) -> bool:
    return listed(token, name, "ar")


def _back(page: Page, amount: Amount) -> tuple[ClaimRole | None, int] | None:
    """The role that what leads a figure gives it, and the token before that; None where a preposition leads it away."""
    tokens, at = page.tokens, amount.first - 1
    glued = tokens[amount.first].preposition
    role: ClaimRole | None = "by" if glued == _BY else None
    if glued and role is None:
        return None
    reached = False  # بنسبة تصل إلى 76% is by, ليصل إلى 76% to
    for _ in range(_FILLERS):
        token = peek(tokens, at)
        named = role_of(token, "ar")
        if named == "to" and peek(tokens, at - 1).text in _BESIDE:
            return None  # إضافة إلى 5 ملايين
        if named is not None:
            role = named if role is None or role == "by" or reached else role
            reached = False
        elif _is(token, "ending_at"):
            role = "to"
        elif _is(token, "only"):
            pass
        elif at in page.taken or not (token.sense("bound") is not None or _is(token, "filler")):
            break
        elif token.sense("bound") is not None:  # بنحو, ليصل إلى
            reached = reached or (role is None and token.text.endswith(_TO))
            role = role or ("by" if token.text.startswith(_BY) else "to" if reached else None)
        at -= 1
    if _is(peek(tokens, at), "away"):
        return None
    if amount.high is not None and peek(tokens, at).sense("between") is not None:
        at -= 1
    return role, at


def _denied(page: Page, at: int) -> bool:
    """Whether the verb at `at` is negated, and no "only" (سوى) takes that back."""
    if not _is(peek(page.tokens, at - 1), "negation"):
        return False
    return not any(_is(token, "only") for token in page.tokens[at + 1 : at + _NEAR])


def _governor(page: Page, amount: Amount, role: ClaimRole | None, at: int) -> Change | None:
    """What the nearest word of change before token `at` says of a figure."""
    found = marks(page, "ar")
    outcome: Direction | None = None
    forecast: Direction | None = None  # خفض توقعاته لنمو الاقتصاد إلى 0.9% is growth by 0.9 %
    bare = role is None
    measured = is_measured(page, amount, "ar")
    for here in range(at, max(at - (_NEAR if bare else _FAR), -1), -1):
        other = page.by_token.get(here)
        if other is not None:
            change = continued(page, amount, here + 1, role) if role is not None else None
            if change is not None and outcome is None:
                return change
            # ستزيد المرحلة الثالثة القدرة بمقدار 600, and not: رفع رصيده في المركز الثاني بفارق ثلاث نقاط
            named = other.kind == "ordinal" and (role == "by" or (bare and measured))  # مؤشر السوق الأول
            named = named and not peek(page.tokens, at + 1).text.endswith(_GAP)
            if not (named or is_time(other)) or outcome is not None:
                break
        elif _ends_clause(page, here, led=role is not None):
            break
        elif _is(page.tokens[here], "reaching"):
            role = role or "by"
        if found[here] is not None and not _is_height(page, here):
            change = _said_of(page, here, role, adjacent=here == at, measured=measured, outcome=outcome)
            if change is not None:
                if forecast is not None and change.rate is None and change.direction not in (None, forecast):
                    change = replace(change, rate=forecast)
                return change if change.direction or change.outcome else None
            outcome = outcome or said(found[here], "outcome")
            forecast = said(found[here], "noun") if _is_forecast(page, here) else forecast
    return Change(None, None, outcome) if outcome is not None and role in (None, "by") else None


def _ends_clause(page: Page, here: int, *, led: bool) -> bool:
    """Whether no word of change before token `here` governs a figure after it; a figure with a preposition is `led`."""
    token = page.tokens[here]
    if token.kind == "symbol":
        if token.text in _QUOTES:
            return False  # خسر سهم «أرامكو» 1.4%
        if not led:
            return True
        opens = token.text == "(" and here + 1 in page.taken  # خلال أغسطس (آب) بنحو 73 ألف
        return not (opens or (token.text in _COMMAS and here - 1 in page.taken))
    if _is(token, "reaching"):  # زيادة بلغت 5, not بلغت 5
        before = marks(page, "ar")[max(here - 2, 0) : here]
        return all(said(senses, "noun", "outcome") is None for senses in before)
    return _is(token, "stop")


def _said_of(
    page: Page, here: int, role: ClaimRole | None, *, adjacent: bool, measured: bool, outcome: Direction | None
) -> Change | None:
    """What the word of change at `here` says; None where it is to be passed by, an empty change where it forbids."""
    senses = marks(page, "ar")[here]
    by = role or "by"
    noun = said(senses, "noun")
    verb, rate = verb_of(senses)
    if verb is None and said(senses, "outcome") is None:
        if role == "by":
            verb = said(senses, "margin")
        if verb is None and role is None and measured:
            verb = said(senses, "margin")
        if verb is None and (adjacent or (role is None and measured)):
            verb = said(senses, "direct")
    if verb is not None:
        return NOTHING_SAID if _denied(page, here) else Change(verb, by, outcome, rate)
    if noun is not None:
        ruling = _verb_over(page, here)
        if ruling is not None:  # تباطأ نمو الاقتصاد, ارتفعت حصيلة الانهيار
            near = here - ruling <= _HEAD
            direction, rate = verb_of(marks(page, "ar")[ruling])
            return NOTHING_SAID if _denied(page, ruling) else Change(direction, by, outcome, noun if near else rate)
        if _modifies(page, here):  # خفض توقعاته للنمو
            return None
        return NOTHING_SAID if _denied(page, here) else Change(noun, by, outcome)
    particle = said(senses, "particle")
    if particle is not None and (adjacent or role is not None):
        return Change(particle, by)
    comparison = said(senses, "comparison")
    if comparison is not None and role == "by" and (adjacent or _compares(page, here)):
        return Change(comparison, "by")
    return NOTHING_SAID if said(senses, "direct", "margin") is not None and said(senses, "outcome") is None else None


def _compares(page: Page, here: int) -> bool:
    """Whether a comparative is followed by what it compares with: أعلى من التوقعات, دون المستهدف; not أكبر شركة."""
    if here + 1 in page.taken:
        return False
    return " " in page.tokens[here].text or _is(peek(page.tokens, here + 1), "than")


def _verb_over(page: Page, noun: int) -> int | None:
    """Where the verb of change stands of whose subject the noun of change at `noun` is a part."""
    tokens, found = page.tokens, marks(page, "ar")
    word = tokens[noun].text
    if _glued(word) or word.endswith("ا"):  # بتراجع, ارتفاعا
        return None
    for here in range(noun - 1, max(noun - _SUBJECT, 0) - 1, -1):
        token = tokens[here]
        if token.kind != "word" or here in page.taken or any(_is(token, name) for name in ("stop", "away", "reaching")):
            return None
        if said(found[here], "verb", "pace") is not None:
            return here
        if _glued(token.text) and said(found[here], "noun", "outcome") is not None:
            return None
    return None


def _modifies(page: Page, noun: int) -> bool:
    """Whether a noun of change only says of what something is: للنمو, تباطؤا في النمو."""
    token = page.tokens[noun]
    if _is_forecast(page, noun):
        return True
    definite = next((form.definite for form in forms(token.text) if form.stem in change_words("ar")), False)
    than = peek(page.tokens, noun - 1).text in _THAN
    if than and any(said(senses, "verb") for senses in marks(page, "ar")[max(noun - _THAN_REACH, 0) : noun]):
        return False  # يقل كثيرا عن الزيادات السابقة البالغة 555 ألفا
    return definite and (token.text.lstrip("و").startswith("لل") or _is(peek(page.tokens, noun - 1), "away"))


def _is_forecast(page: Page, noun: int) -> bool:
    """Whether a noun of change says what is forecast: توقعاته لنمو الاقتصاد."""
    led = page.tokens[noun].text.startswith(_FOR)
    return led and peek(page.tokens, noun - 1).text.lstrip("لب").startswith(_FORECASTS)


def _is_height(page: Page, here: int) -> bool:
    """Whether a noun of rising is a height: بارتفاع 625 مترا, على ارتفاع 7400 متر."""
    height = page.by_token.get(here + 1)
    return (
        page.tokens[here].text.removeprefix(_BY) == _HEIGHT
        and height is not None
        and (dimension_of(height.unit) == "length")
    )


def _glued(word: str) -> bool:
    """Whether a word of change has a preposition before it."""
    return any(form.preposition and arabic_change(form.stem) is not None for form in forms(word))


@rule(
    "ar-change",
    reads="the word of change before a figure",
    must=("هبط خام برنت 87 سنتا", "ارتفع السعر إلى 32 ريالا"),
    leaves="بلغ سعر خام برنت 87 سنتا",
)
def change_before(page: Page, amount: Amount) -> Amount | None:
    """هبط خام برنت 87 سنتا."""
    if not may_change(amount) or (amount.kind == "year" and not is_measured(page, amount, "ar")):
        return None
    led = _back(page, amount)
    if led is None or led[0] == "level":
        return None
    role, at = led
    tokens = page.tokens
    if role is None and ((is_time(amount) and amount.kind != "year") or not _measured(page, amount, at)):
        return None
    change = _governor(page, amount, role, at)
    if (
        change is not None
        and role is None
        and any(_is(tokens[between], "placing") for between in range(at + 1, amount.first))
    ):
        change = replace(change, role=None)
    return None if change is None else change.on(page, amount)


def _measured(page: Page, amount: Amount, at: int) -> bool:
    """Whether a figure without a preposition is one that changes by: a measure, or right after its verb or noun."""
    after = peek(page.tokens, amount.last)
    if is_measured(page, amount, "ar") or after.kind == "symbol" or _is(after, "away") or _is(after, "ending_at"):
        return True
    return at >= 0 and said(marks(page, "ar")[at], "verb", "direct", "particle", "noun") is not None


@rule(
    "ar-change-comparison",
    reads="a comparison after a figure",
    must=("حصل على 5 نقاط أقل من منافسه", "كان بنسبة 3% أعلى من المتوقع"),
    leaves="حصل على 5 نقاط",
)
def comparison_after(page: Page, amount: Amount) -> Amount | None:
    """5 نقاط أقل من."""
    if not may_change(amount) or is_time(amount) or amount.kind == "year":
        return None
    tokens, at = page.tokens, amount.last
    at += _is(peek(tokens, at), "points")
    token = peek(tokens, at)
    if token.kind != "word" or at + 1 in page.taken:
        return None
    direction = said(marks(page, "ar")[at], "comparison")
    return None if direction is None else Change(direction, "by").on(page, amount)


@rule(
    "ar-change-continued",
    reads="a figure that goes on from one whose change is known",
    must=("هبط الخام 87 سنتا، أو 1.2 بالمئة", "ارتفع 3% و4% على التوالي"),
    leaves="ارتفع 3% وقال 4 محللين",
)
def goes_on(page: Page, amount: Amount) -> Amount | None:
    """87 سنتا، أو 1.2 بالمئة."""
    if not may_change(amount) or amount.kind == "year":
        return None
    own = page.tokens[amount.first]
    return joined_on(
        page, amount, is_joint=_is_joint, leads=lambda token: _is(token, "by"),
        joined=bool(own.conjunction) or own.text == "و",
    )  # fmt: skip


def _is_joint(token: Token) -> bool:
    return _is(token, "joining") or token.text == "و"


CHANGES = (change_before, comparison_after, goes_on)
