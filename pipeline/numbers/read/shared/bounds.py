"""Bounds and signs: the comparators and minus signs around an amount.

The comparators themselves are phrases of the vocabulary; what stands between one and its number is told here, and the
verbs that lead one from afar in each language's room.
"""

from __future__ import annotations

from typing import cast

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Bound, Reading
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_SIGNS = {"<": "less_than", ">": "more_than"}
_OR_EQUAL = {"more_than": "at_least", "less_than": "at_most"}
NEGATED = {"more_than": "at_most", "less_than": "at_least"}
# A comparator after a number turns into one before the next: "or less than 190", "and over 20".
_TURNED = {"at_most": "less_than", "at_least": "more_than", "or_equal": "exactly"}
_UNBOUNDED = ("identifier", "score", "date")
_CLAUSE = 6
"""Tokens before "but" in which "none" is looked for."""
_REACH = 3
_ONE = "one"
"""Tokens before a number, or after it, in which its comparator is looked for."""


@rule(
    "minus",
    reads="a minus sign, or a word for it, before a number",
    must=("It fell to -5.", "سالب 5"),
    leaves="2 -7 is a range",
)
def minus(page: Page, amount: Amount) -> Amount | None:
    """ "-5", "minus five", سالب خمسة; not "the negative 35 mm"."""
    tokens, at = page.tokens, amount.first - 1
    end = 0 if page.left is None else page.left.last
    if at < end or at == end > 0 or amount.kind in _UNBOUNDED or amount.kind in ("year", "period"):
        return None
    token, before = tokens[at], tokens[at - 1] if at else NOTHING
    if before.text in word_list("article_before_sign") or (before.text in word_list("or") and at):
        return None  # "plus or minus 2%"
    negative = token.sense("negative") is not None
    if not negative and not (token.text == "-" and _opens(tokens, at) and amount.kind in ("cardinal", "fraction")):
        return None
    if not negative and at and tokens[amount.first].spaced:
        return None
    readings = tuple(Reading(-other.value, other.why) for other in amount.readings)
    return amount.but(value=-amount.value, first=at, readings=readings)


def _opens(tokens: list[Token], at: int) -> bool:
    """Whether a hyphen at `at` stands where a sign may: not glued to a word before it."""
    if at == 0 or tokens[at].spaced:
        return True
    before = tokens[at - 1]
    return before.text in ("<", ">", "=", "(") or (before.kind == "symbol" and before.sense("currency") is not None)


@rule(
    "below-zero",
    reads="degrees below zero",
    must=("It was 5 degrees below zero.", "خمس درجات تحت الصفر"),
    leaves="It fell below 5 degrees.",
)
def below_zero(page: Page, amount: Amount) -> Amount | None:
    """ "5 degrees below zero", خمس درجات تحت الصفر."""
    tokens, at = page.tokens, amount.last
    if peek(tokens, at).sense("below-zero") is None or amount.value <= 0 or amount.kind in _UNBOUNDED:
        return None
    if amount.unit not in (None, "degree", "celsius", "fahrenheit"):
        return None
    low, high = (-amount.value, None) if amount.high is None else (-amount.high, -amount.value)
    scale = peek(tokens, at + 1).sense("measure")
    if scale is not None and scale.value in ("celsius", "fahrenheit"):
        return amount.but(value=low, high=high, last=at + 2, kind="measure", unit=scale.value)
    return amount.but(value=low, high=high, last=at + 1)


def bounded(page: Page, amount: Amount, before: str | None) -> Amount | None:
    """`amount` with the comparator `before` it and the one after it; None without any.

    "Equal to 20" is the closed range from 20 to 20.
    """
    bound = before
    after = _after(page, amount)
    if after == "or_equal":
        bound = _OR_EQUAL.get(bound or "", bound)
    elif after is not None and bound in (None, "about", "exactly"):
        bound = after
    if bound is None:
        return None
    # "About a million", "around one million" is a figure, where "a million" may be a way of speaking.
    counted = word_list("article") | {_ONE}
    soft = amount.soft and not (amount.scale > ONE and page.tokens[amount.first].text in counted)
    if bound == "exactly":
        return amount.but(high=amount.value, soft=soft)
    return amount.but(bound=cast(Bound, bound), soft=soft)


def before(page: Page, amount: Amount, *, single: frozenset[str] = frozenset()) -> tuple[str | None, int | None]:
    """The comparator before an amount, and where the look for it ended without one.

    `single` are words in an amount that stand for no number of their own (الواحدة).
    """
    tokens, at = page.tokens, amount.first - 1
    if at > 0 and tokens[at].text == "-" and not tokens[at].spaced and tokens[at - 1].text in word_list("age_bound"):
        at -= 1  # "under-18s"
    if amount.high is not None and at >= 0 and _opens_range(tokens[at]):
        at -= 1
    for _ in range(_REACH):
        if at < 0 or (at in page.taken and tokens[at].text not in single):
            beside = page.by_token.get(at)  # this month, before the figure of its own verb
            return None, None if beside is None or beside.lone in (None, "length") else at
        token = tokens[at]
        bound = _bound_at(tokens, at)
        if bound is not None:
            return _settled(tokens, at, bound, amount), None
        if token.text in _SIGNS:
            return _sign(tokens, at), None
        if token.text == "=" and at and tokens[at - 1].text in _SIGNS:
            return _OR_EQUAL[_SIGNS[tokens[at - 1].text]], None
        clock = amount.kind == "time" and token.sense("clock-word") is not None  # حوالي الساعة الخامسة
        if token.text not in ("$", "(") and token.sense("before-number") is None and not clock:
            return None, at
        at -= 1
    return None, None


def _opens_range(token: Token) -> bool:
    return token.sense("between") is not None or token.sense("from") is not None


def _bound_at(tokens: list[Token], at: int) -> str | None:
    """The comparator that the token at `at` is, or the one after the number before it that leads this one too."""
    token = tokens[at]
    sense = token.sense("bound")
    if sense is not None:
        return sense.value
    led = tokens[at - 1] if at and token.text in word_list("than") else token
    turned = None if led.text in word_list("adding") else led.sense("bound-after")  # "£45m plus £5m"
    return None if turned is None else _TURNED.get(turned.value)


def _settled(tokens: list[Token], at: int, bound: str, amount: Amount) -> str | None:
    """The comparator at `at` by what it stands before, and negated where the text says so."""
    if tokens[at].text in word_list("place_bound") and amount.kind in ("year", "period", "time"):
        return None
    if amount.kind == "time" and bound in ("more_than", "less_than"):
        return None
    return NEGATED.get(bound, bound) if denied(tokens, at, word_list("negation")) else bound


def denied(tokens: list[Token], at: int, negations: frozenset[str]) -> bool:
    """Whether the comparator at `at` is negated, also from afar: "not be less than", لم يكن يزيد, لا يجوز أن يتجاوز."""
    verbs = word_list("verb_negation")
    if at > 2 and tokens[at - 1].text in word_list("that") and tokens[at - 2].text in word_list("modal"):
        return tokens[at - 3].text in verbs
    linked = at > 1 and tokens[at - 1].text in word_list("linking_verb")
    no = at - 1 - linked
    if no > 0 and tokens[no].text in word_list("save"):
        near = tokens[max(no - _CLAUSE, 0) : no]
        if any(not verbs.isdisjoint((token.text, token.text[1:])) for token in near):
            return False  # لم يبق إلا أقل من 20: none but fewer
    return no >= 0 and (tokens[no].text in negations or tokens[no].text in verbs)


def _sign(tokens: list[Token], at: int) -> str | None:
    """ "<" or ">" on its own; "<>" and "=>" compare nothing."""
    around = {peek(tokens, at - 1).text, peek(tokens, at + 1).text}
    return _SIGNS[tokens[at].text] if around.isdisjoint(("=", *_SIGNS)) else None


def _after(page: Page, amount: Amount) -> str | None:
    tokens, at = page.tokens, amount.last
    if peek(tokens, at).text == "+" and not tokens[at].spaced:
        return "at_least"
    for here in range(at, min(at + _REACH, len(tokens))):
        token = tokens[here]
        sense = token.sense("bound-after")
        if _starts(page, here) or (token.kind == "symbol" and sense is None):
            return None
        if sense is not None:
            than = peek(tokens, here + 1).text in word_list("than_or_to")
            led = than or token.sense("bound") is not None or sense.value != "about"
            if led and _starts(page, here + 1 + than):
                return None  # it leads the next number
            return sense.value if here == at or sense.value != "or_equal" else None
        if token.sense("bound") is not None:
            return None
    return None


def _starts(page: Page, index: int) -> bool:
    amount = page.by_token.get(index)
    return amount is not None and amount.first == index


def may_be_bounded(amount: Amount) -> bool:
    """Whether a comparator says anything of an amount."""
    return amount.kind not in _UNBOUNDED


BELOW_ZERO = (below_zero,)
SIGNS = (minus,)
