"""Arabic periods without a number: الشهر الماضي, خلال أسبوع, قبل نحو شهر, منتصف العام."""

from __future__ import annotations

from typing import cast

from pipeline.numbers.lexicon.changes import lone_words, part_of, weekday_words
from pipeline.numbers.quantity import Lone, Part
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.lone import is_only_weekday, lone, unit_alone
from pipeline.numbers.text.clitics import ARTICLE
from pipeline.numbers.text.tokens import peek

_BRIEF = ("second", "minute", "hour")
_THIS = ("هذا", "هذه", "بهذا", "لهذا")
_REACH = 6
_WEEKEND = ("week", "end")


@rule(
    "ar-lone-length",
    reads="a unit of time as a length",
    must=("خلال أسبوع", "قبل نحو شهر"),
    leaves="في يوم",
)
def length(page: Page, index: int) -> Amount | None:
    """خلال أسبوع, قبل نحو شهر."""
    tokens, token = page.tokens, page.tokens[index]
    if token.definite or token.preposition or token.conjunction:
        return None
    words, at = lone_words("ar"), index - 1
    bounded = peek(tokens, at).sense("bound") is not None
    led = words.get(peek(tokens, at - bounded).text) == "length"
    if not (bounded or led) or _is_named(page, index + 1):
        return None
    unit = unit_alone(page, index, timed=not bounded)
    again = unit is not None and any(sense.value == unit for sense in peek(tokens, at - 1).senses)  # يوما بعد يوم
    return None if unit is None or again else lone(unit, index, index + 1, "length")


def _is_named(page: Page, after: int) -> bool:
    """Whether the word after a unit says which one it is: يوم الأحد, عام 2024, شهر رمضان."""
    token = peek(page.tokens, after)
    if after in page.by_token or token.kind == "digits" or token.number is not None:
        return True
    return token.text.startswith(ARTICLE) or any(sense.kind in ("month", "weekday") for sense in token.senses)


@rule(
    "ar-lone-near",
    reads="a unit of time that stands before or after now",
    must=("الشهر الماضي", "العقد المقبل"),
    leaves="الشهر الطويل",
)
def near(page: Page, index: int) -> Amount | None:
    """الشهر الماضي, العقد المقبل, هذا العام."""
    tokens, token = page.tokens, page.tokens[index]
    if not token.definite:
        return None
    unit = unit_alone(page, index)
    if unit is None or unit in _BRIEF:
        return None
    stands = lone_words("ar").get(peek(tokens, index + 1).text)
    if stands in ("past", "next", "now") and index + 1 not in page.by_token and unit != "day":
        return lone(unit, index, index + 2, cast(Lone, stands))
    if peek(tokens, index - 1).text in _THIS and unit != "day":
        return lone(unit, index, index + 1, "now")
    return None


@rule(
    "ar-lone-part",
    reads="a unit of time of which a part is named",
    must=("منتصف العام", "في نهاية الشهر"),
    leaves="في الشهر",
)
def part(page: Page, index: int) -> Amount | None:
    """منتصف العام, نهاية الشهر; the end of the week is also the weekend."""
    tokens, token = page.tokens, page.tokens[index]
    if not token.definite or token.preposition:
        return None
    before = peek(tokens, index - 1)
    named = part_of(before.text, "ar") if before.kind == "word" else None
    unit = None if named is None or index + 1 in page.by_token else unit_alone(page, index)
    if unit is None or unit in _BRIEF or (unit, named) == _WEEKEND:
        return None
    return lone(unit, index, index + 1, "part")


@rule(
    "ar-weekday-part",
    reads="a weekday of which a part is named",
    must=("في مستهل تعاملات الاثنين", "في وقت مبكر من صباح الثلاثاء"),
    leaves="صباح الثلاثاء",
)
def weekday_part(page: Page, index: int) -> Amount | None:
    """في مستهل تعاملات الاثنين; the middle of its night is midnight."""
    tokens, words = page.tokens, weekday_words("ar")
    if not is_only_weekday(page, index) or index in page.by_token:
        return None
    for before in range(index - 1, max(index - _REACH, -1), -1):
        token = tokens[before]
        stands = words.get(token.text)
        named = cast(Part, stands) if stands in ("early", "late") else part_of(token.text, "ar")
        if named is not None:
            return None if named == "mid" else lone("day", index, index + 1, "part").but(part=named)
        if stands != "between" or before in page.by_token:
            return None
    return None


LONE = (length, near, part, weekday_part)
