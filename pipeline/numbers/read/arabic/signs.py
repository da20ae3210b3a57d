"""Minus signs of Arabic text that stand after their number or apart from it: 12- مئوية, 3.1-%, %3.1-, -%3.1.

Text that runs from right to left is often typed so, and shown with the sign in its place.
"""

from __future__ import annotations

from pipeline.numbers.quantity import Reading
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_MINUS = "-"
_COLD = ("celsius", "fahrenheit", "degree")
_CLOSING = (")", "]", "،", ",", ".", "؛", ";", "/")


def _negative(amount: Amount, **place: int) -> Amount:
    readings = tuple(Reading(-other.value, other.why) for other in amount.readings)
    return amount.but(value=-amount.value, readings=readings, **place)


def _is_closed(token: Token) -> bool:
    """Whether nothing goes on at `token`, which a dash could lead to."""
    return token is NOTHING or token.text in _CLOSING


@rule(
    "ar-minus-after",
    reads="a minus sign glued after digits, before degrees or a percent sign",
    must=("انخفضت الحرارة إلى 12- مئوية", "سجل القطاع 2.4-%"),
    leaves="مسافة 20-كيلومتر",
)
def minus_after(page: Page, amount: Amount) -> Amount | None:
    """12- مئوية, 2.4-%."""
    tokens, at = page.tokens, amount.last
    sign, unit = peek(tokens, at), peek(tokens, at + 1)
    if sign.text != _MINUS or sign.spaced or not amount.plain or amount.value <= 0 or not amount.first:
        return None
    percent = unit.sense("percent") is not None and not unit.spaced
    measure = unit.sense("measure")
    cold = measure is not None and measure.value in _COLD and unit.spaced
    return _negative(amount, last=at + 1) if percent or cold else None


@rule(
    "ar-minus-apart",
    reads="a minus sign before or after a percent sign, on the side away from its number",
    must=("تغير السهم: %3.1-", "تغير السهم: -%3.1"),
    leaves="بنسبة 25%- وهو الأعلى",
)
def minus_apart(page: Page, amount: Amount) -> Amount | None:
    """-%3.1; %3.1- and 3.1%- where nothing follows, as a dash of prose stands so too."""
    tokens, at = page.tokens, amount.first - 1
    if amount.kind != "percent" or amount.value <= 0 or amount.high is not None:
        return None
    before = tokens[at] if at >= 0 else NOTHING
    led = before.text == _MINUS and (at == 0 or before.spaced or tokens[at - 1].kind == "symbol")
    if led and tokens[amount.first].kind == "symbol" and not tokens[amount.first].spaced:
        return _negative(amount, first=at)
    sign = peek(tokens, amount.last)
    ends = sign.text == _MINUS and not sign.spaced and _is_closed(peek(tokens, amount.last + 1))
    return _negative(amount, last=amount.last + 1) if ends else None


AFTER_DIGITS, APART = (minus_after,), (minus_apart,)
