"""Ranges, bounds, ratios and signs: what stands between two amounts and around one."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.amount import ONE, Amount
from pipeline.numbers.lexicon import Sense
from pipeline.numbers.quantity import Bound, Language
from pipeline.numbers.tokens import Token

_DASHES = {"-", "–", "~", "ـ"}
_FROM = {"ar": {"من", "بين", "ما بين", "تتراوح بين", "يتراوح بين", "مابين"}, "en": {"between", "from"}}
_TO = {"ar": {"الي", "حتي", "وحتي", "والي", "ل"}, "en": {"to", "through", "until", "till"}}
_RANGED_KINDS = {
    "cardinal",
    "money",
    "percent",
    "measure",
    "year",
    "fraction",
    "time",
    "ordinal",
    "multiple",
    "period",
    "date",
}
_COMPARISONS: dict[str, Bound] = {"<": "less_than", ">": "more_than"}
_SKIPPED_BEFORE = {
    "the",
    "a",
    "an",
    "only",
    "just",
    "only",
    "another",
    "ال",
    "بنسبه",
    "نسبه",
    "عن",
    "$",
    "(",
    "to",
    "of",
    "now",
    "him",
    "with",
    "بقيمه",
    "مبلغ",
}


def merge_ratios(tokens: list[Token], amounts: list[Amount], *, lang: Language) -> list[Amount]:
    """ "one in five", "واحد من كل خمسة", "1 على 3", "3/4": one fraction of two numbers."""
    merged: list[Amount] = []
    for amount in amounts:
        left = merged[-1] if merged else None
        if (
            amount.first
            and tokens[amount.first - 1].sense("part-of")
            and amount.value > 1
            and (left is None or left.last < amount.first - 1)
        ):
            amount.value, amount.kind, amount.first = 1 / amount.value, "fraction", amount.first - 1  # جزء من مئة
        ratio = None if left is None else _ratio(tokens, left, amount, lang=lang)
        if ratio is not None:
            merged[-1] = ratio
            whole = merged[-2] if len(merged) > 1 else None
            if (
                whole is not None
                and whole.plain
                and whole.last == ratio.first
                and ratio.value < 1
                and whole.value.denominator == 1
            ):
                ratio.first, ratio.value, ratio.parts = whole.first, whole.value + ratio.value, ()  # 2 1/4
                del merged[-2]
        else:
            merged.append(amount)
    return merged


def _ratio(tokens: list[Token], left: Amount, right: Amount, *, lang: Language) -> Amount | None:
    gap = tokens[left.last : right.first]
    if (
        left.kind != "cardinal"
        or right.kind != "cardinal"
        or left.unit
        or right.unit
        or right.value <= 0
        or not 1 <= len(gap) <= 3
    ):
        return None
    words = " ".join(token.text for token in gap)
    if words == "/":
        glued = not gap[0].spaced and not tokens[right.first].spaced
        roomy = gap[0].spaced and tokens[right.first].spaced and left.value < right.value <= 100
        if not (left.plain and right.plain and (glued or roomy)) or right.value > 1000 or right.value < 2:
            return None
        if left.value >= 1000 and right.value <= 99:
            return None  # 2019/20
        return _fraction(left, right)
    small = left.value.denominator == right.value.denominator == 1
    if not small:
        return None
    if lang == "en":
        if words in ("out of", "out of every", "in every", "of every"):
            fits = left.value < right.value
        elif words == "in":
            fits = (
                left.value == 1
                and 2 <= right.value <= 1000
                or tokens[left.first].kind == "word"
                and tokens[right.first].kind == "word"
                and left.value < right.value
            )
        elif words == "over":
            after = tokens[right.last] if right.last < len(tokens) else None
            fits = after is None or after.kind == "symbol"
        else:
            fits = False
    else:
        if words in ("من كل", "من اصل", "لكل", "من بين كل", "من بين", "من اجمالي", "من اصل كل"):
            fits = left.value < right.value
        elif words == "علي":
            fits = not left.definite and not right.definite
        elif words in ("جزء من", "اجزاء من"):
            fits = True
        elif words in ("من", "في"):
            fits = (
                left.value < right.value
                and left.value <= 20
                and (left.value == 1 or tokens[right.first].kind == tokens[left.first].kind)
                and right.value != 2
                and (words == "من" or left.value == 1)
            )
        else:
            fits = False
    return _fraction(left, right) if fits else None


def _fraction(left: Amount, right: Amount) -> Amount:
    return Amount(left.first, right.last, left.value / right.value, kind="fraction", parts=(left.value, right.value))


def merge_ranges(tokens: list[Token], amounts: list[Amount], *, lang: Language) -> list[Amount]:
    """ "7–9 million", "from 10 to 20", "بين 5 و7 ملايين": one amount with both ends; scores keep their order."""
    merged: list[Amount] = []
    for amount in amounts:
        left = merged[-1] if merged else None
        if left is not None and left.high is None and amount.high is None:
            joined = _range(tokens, left, amount, lang=lang)
            if joined is not None:
                merged[-1] = joined
                continue
        merged.append(amount)
    return merged


def _range(tokens: list[Token], left: Amount, right: Amount, *, lang: Language) -> Amount | None:
    if left.kind not in _RANGED_KINDS or right.kind not in _RANGED_KINDS:
        return None
    gap = [token for token in tokens[left.last : right.first] if token.text not in ("(", '"', "“", "”")]
    words = [token.text for token in gap]
    opener = tokens[left.first - 1].text if left.first else ""
    opened = opener in _FROM[lang] or (
        lang == "ar"
        and tokens[left.first].preposition == ""
        and opener.removeprefix("و").removeprefix("ت").removeprefix("ي") in _FROM[lang]
    )
    if words and words[-1] in ("about", "around", "حوالي", "نحو", "nearly"):
        words = words[:-1]
    right_token = tokens[right.first]
    dashed = False
    if len(words) == 1 and words[0] in _DASHES:
        dash = gap[0]
        dashed = True
        if (
            lang == "en"
            and dash.text == "-"
            and dash.spaced
            and right_token.spaced
            and not (left.plain or left.unit == right.unit)
        ):
            return None
        if left.kind == "period" or right.kind == "period" or left.kind == "ordinal":
            return None
    elif len(words) == 1 and words[0] in _TO[lang]:
        if left.kind == "ordinal" and right.kind != "ordinal":
            return None
    elif not words and lang == "ar" and right_token.preposition == "ل" and opened and left.value < right.value:
        pass
    elif opened and (words in (["و"], ["and"]) or (not words and right_token.conjunction)):
        if opener.endswith(("من", "from")):
            return None
    else:
        return None
    return _spread(tokens, left, right, dashed=dashed, opened=opened)


def _spread(tokens: list[Token], left: Amount, right: Amount, *, dashed: bool, opened: bool) -> Amount | None:
    """Shared magnitudes and units go to both ends; kinds must agree after that."""
    low, high = left.value, right.value
    if (
        left.scale == ONE
        and right.scale >= 1000
        and low < high
        and low <= high / right.scale
        and left.kind in ("cardinal", "fraction")
    ):
        low *= right.scale
    unit, kind = right.unit, right.kind
    if left.unit is not None and right.unit is not None and left.unit != right.unit:
        return None
    if right.unit is None and left.unit is not None:
        if right.kind not in ("cardinal", "year"):
            return None
        unit, kind = left.unit, left.kind
        if left.scale >= 1000 and right.scale == ONE and left.kind == "money" and right.value < 1000:
            high *= left.scale
    if "year" in (left.kind, right.kind):
        if left.kind != "year":
            if not (left.plain and left.value >= 100):
                return None
        elif right.kind != "year" and right.plain and right.value >= 2200 and right.value > low:
            return Amount(left.first, right.last, low, kind="cardinal", high=high, scale=right.scale)
        elif right.kind != "year":
            if not right.plain or not dashed or right.value >= 100 or low % 100 >= right.value:
                return None
            high = low - low % 100 + right.value  # 2020-21
        kind, unit = "year", right.unit
    if kind == "period" and left.kind != "period" or left.kind == "time" and kind != "time":
        return None
    if left.kind == "date" or kind == "date":
        return None
    if (
        kind == "cardinal"
        and dashed
        and left.plain
        and right.plain
        and low >= high
        and high < 100
        and low.denominator == high.denominator == 1
    ):
        return Amount(left.first, right.last, low, kind="score", high=high)
    if low > high and not opened and dashed:
        return None
    return Amount(
        left.first, right.last, low, kind=kind, high=high, unit=unit, scale=right.scale, soft=False,
        assumed=left.assumed or right.assumed, bound=left.bound,
    )  # fmt: skip


def read_bounds(tokens: list[Token], amounts: list[Amount], *, lang: Language) -> None:
    """Gives each amount the comparator before or after it."""
    starts = {amount.first for amount in amounts}
    taken = {index for amount in amounts for index in range(amount.first, amount.last)}
    for amount in amounts:
        if amount.kind in ("identifier", "score", "date") or (amount.kind == "ordinal" and lang == "en"):
            continue
        bound = _bound_before(tokens, amount, taken, lang=lang)
        after = _bound_after(tokens, amount, starts)
        if after == "or_equal":
            bound = {"more_than": "at_least", "less_than": "at_most"}.get(bound or "", bound)  # type: ignore[assignment]
        elif after is not None and bound in (None, "about", "exactly"):
            bound = after  # type: ignore[assignment]
        if bound == "exactly":
            amount.high = amount.value
        elif bound is not None:
            amount.bound = bound  # type: ignore[assignment]


def _bound_before(tokens: list[Token], amount: Amount, taken: set[int], *, lang: Language) -> str | None:
    at = amount.first - 1
    if at >= 0 and tokens[at].text in ("بين", "between", "من", "from", "ما بين") and amount.high is not None:
        at -= 1
    for _ in range(3):
        if at < 0 or at in taken:
            return None
        token = tokens[at]
        sense = token.sense("bound") or _turned(tokens, at)
        if sense is not None:
            return _refined(tokens, at, sense.value, amount, lang=lang)
        if token.text in _COMPARISONS:
            return _comparison(tokens, at)
        if token.text == "=" and at and tokens[at - 1].text in _COMPARISONS:
            return "at_least" if tokens[at - 1].text == ">" else "at_most"
        if token.text not in _SKIPPED_BEFORE:
            return None
        at -= 1
    return None


def _turned(tokens: list[Token], at: int) -> Sense | None:
    """ "or less than 190", "and over 20": words that follow a number, but here lead the next one."""
    token = tokens[at - 1] if tokens[at].text in ("من", "than") and at else tokens[at]
    sense = token.sense("bound-after")
    bound = {"at_most": "less_than", "at_least": "more_than", "or_equal": "exactly"}.get(sense.value if sense else "")
    return None if bound is None else Sense("bound", bound)


def _refined(tokens: list[Token], at: int, bound: str, amount: Amount, *, lang: Language) -> str | None:
    text = tokens[at].text
    if text in (
        "some",
        "over",
        "under",
        "above",
        "below",
        "beyond",
        "up around",
        "فوق",
        "تحت",
        "حتي",
        "بعد",
        "virtually",
        "estimated",
        "past the",
    ):
        if amount.kind == "year" or amount.kind == "period" or amount.kind == "time":
            return None
    if amount.kind == "time" and bound in ("more_than", "less_than"):
        return None
    before = tokens[at - 1].text if at else ""
    if bound == "more_than" and before in ("no", "not", "لا", "ليس", "ليست", "never"):
        return "at_most"
    if bound == "less_than" and before in ("no", "not", "لا", "ليس", "ليست"):
        return "at_least"
    return bound


def _comparison(tokens: list[Token], at: int) -> str | None:
    before = tokens[at - 1].text if at else ""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if before in ("=", "<", ">") or after in ("=", "<", ">"):
        return None
    return _COMPARISONS[tokens[at].text]


def _bound_after(tokens: list[Token], amount: Amount, starts: set[int]) -> str | None:
    at = amount.last
    if at >= len(tokens):
        return None
    if tokens[at].text == "+" and not tokens[at].spaced:
        return "at_least"
    for distance in range(3):
        here = at + distance
        if here >= len(tokens) or here in starts or tokens[here].kind == "symbol":
            return None
        sense = tokens[here].sense("bound-after")
        if sense is not None:
            # "على الأقل" and "or less" before another number belong to that one.
            nxt = here + 1
            if nxt < len(tokens) and tokens[nxt].text in ("من", "than", "to"):
                nxt += 1
            if nxt in starts and (nxt > here + 1 or tokens[here].sense("bound") is not None or sense.value != "about"):
                return None
            return sense.value if distance == 0 or sense.value != "or_equal" else None
        if tokens[here].sense("bound") is not None:
            return None
    return None


def merge_open_ranges(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """ "more than 10 and less than 20" is one range; so is "at most 100 and at least 20"."""
    merged: list[Amount] = []
    lows, highs = {"more_than", "at_least"}, {"less_than", "at_most"}
    for amount in amounts:
        left = merged[-1] if merged else None
        if (
            left is not None
            and left.high is None
            and amount.high is None
            and (left.unit == amount.unit or left.unit is None)
        ):
            ends = {left.bound, amount.bound}
            gap = tokens[left.last : amount.first]
            near = len(gap) <= 4 and not any(
                token.kind == "word"
                and not token.senses
                and token.text not in ("and", "و", "but", "او", "than", "or", "equal")
                for token in gap
            )
            if near and ends & lows and ends & highs:
                low, high = (left, amount) if left.bound in lows else (amount, left)
                if low.value < high.value:
                    merged[-1] = Amount(
                        left.first,
                        amount.last,
                        low.value,
                        kind=amount.kind,
                        high=high.value,
                        unit=amount.unit,
                        assumed=amount.assumed,
                    )
                    continue
        merged.append(amount)
    return merged


def negative(tokens: list[Token], amount: Amount, *, previous_end: int) -> Amount:
    """Applies a minus sign or "سالب" in front of the amount."""
    at = amount.first - 1
    if at < previous_end:
        return amount
    token = tokens[at]
    before = tokens[at - 1].text if at else ""
    opened = token.spaced or before in ("<", ">", "=", "(")
    glued_sign = (
        token.text == "-" and amount.kind in ("cardinal", "fraction") and opened and not tokens[amount.first].spaced
    )
    if at == previous_end > 0 or before in ("the", "a", "an"):
        return amount  # "2 -7" is a range, "the negative 35 mm" a film
    if (
        glued_sign
        or token.sense("negative") is not None
        and token.text not in ("تحت الصفر",)
        or (token.text == "-" and at == 0)
    ):
        amount.value, amount.first = -amount.value, at
        amount.readings = tuple(-reading for reading in amount.readings)
    return amount


__all__ = ["Fraction", "merge_open_ranges", "merge_ranges", "merge_ratios", "negative", "read_bounds"]
