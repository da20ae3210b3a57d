"""Arabic ordinals, decades and multiples, and the two steps on which `arabic` builds with them.

ordinal   = ordinal-unit [ عشر | "و" tens ] [ بعد hundred ]     الثالث عشر، الخامسة والعشرون، الثالث بعد المئة
"""

from __future__ import annotations

from pipeline.numbers.lexicon import NumberWord, word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.tokens import Token


def after_and(tokens: list[Token], index: int) -> int | None:
    """Where the word after "و" stands, if token `index` begins with "و" or is one."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.text == "واحد" and (ten := plain_number(tokens, index + 1)) is not None and ten.value == 10:
        return index  # وأحد عشر, spelled like واحد
    if token.text == "و":
        return index + 1 if index + 1 < len(tokens) else None
    return index if token.conjunction and token.text[0] == "و" else None


def plain_number(tokens: list[Token], index: int) -> NumberWord | None:
    """The number word at `index` if nothing is glued before it."""
    if index >= len(tokens) or tokens[index].conjunction or tokens[index].preposition:
        return None
    return tokens[index].number


def special(tokens: list[Token], index: int, number: NumberWord) -> Amount | None:
    """Ordinals, decades, multiples and "twice"."""
    token = tokens[index]
    last = index + 1
    if number.role == "ordinal":
        ordinal = _compound_ordinal(tokens, index, number)
        if ordinal.last > last or ordinal.value >= 100:
            return ordinal
        value = number.value
        # ثانيًا is "secondly", مرة ثانية "again", and indefinite أولي also "initial".
        again = value == 2 and index > 0 and tokens[index - 1].text in ("مره", "لمره")
        before = tokens[index - 1] if index else None
        counted = before is not None and before.number is not None and before.number.role in ("unit", "teen", "tens")
        # الأول is also the top, early or senior one; after a noun that is counted off it is the first of a row.
        rank = value == 1 and (counted or before is None or before.text not in word_list("ordinal_noun"))
        # عملية في الثانية: a second as well as a second one.
        second = token.text == "الثانيه" and before is not None and before.text == "في" and _pauses(tokens, last)
        soft = rank or second or (not token.definite and (token.text.endswith(("ا", "اولي")) or again))
        return Amount(index, last, value, kind="ordinal", soft=soft, definite=token.definite)
    if number.role == "times":
        return Amount(index, last, number.value, kind="multiple", soft=False)
    if number.role == "multiple":
        if token.text.endswith("امثال"):
            return None  # proverbs, likes
        # الضعف is also weakness, and أضعاف without a count says no number.
        led = index > 0 and (tokens[index - 1].sense("bound") or tokens[index - 1].text in word_list("before_double"))
        soft = number.value == 1 or (token.definite and not led)
        return Amount(index, last, number.value, kind="multiple", soft=soft)
    if number.role == "decade":
        return Amount(index, last, number.value, kind="period", unit="decade", definite=token.definite)
    return None


def _pauses(tokens: list[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].kind == "symbol"


def _compound_ordinal(tokens: list[Token], index: int, number: NumberWord) -> Amount:
    """الثالث عشر، الخامسة والعشرون, and with what comes "after the hundred": الثالث والعشرون بعد المئة."""
    ordinal = Amount(index, index + 1, number.value, kind="ordinal", definite=tokens[index].definite)
    nxt = plain_number(tokens, ordinal.last)
    following = after_and(tokens, ordinal.last)
    tens = tokens[following].number if following is not None and tokens[following].definite else None
    first = tokens[index].text.endswith(("اول", "اولي"))  # أول عشرة أيام; the eleventh is حادي عشر
    if nxt is not None and nxt.role == "unit" and nxt.value == 10 and number.value < 10 and not first:
        ordinal.value, ordinal.last = number.value + 10, ordinal.last + 1
    elif following is not None and tens is not None and tens.role == "tens" and number.value < 10:
        ordinal.value, ordinal.last, ordinal.definite = number.value + tens.value, following + 1, True
    at = ordinal.last
    if at + 1 < len(tokens) and tokens[at].text == "بعد" and tokens[at + 1].definite:
        hundred = tokens[at + 1].number
        if hundred is not None and hundred.role in ("hundred", "hundreds", "magnitude"):
            ordinal.value, ordinal.last = ordinal.value + hundred.value, at + 2
    return ordinal
