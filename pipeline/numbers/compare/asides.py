"""What the words beside a figure say of it by the way: instalments and how often they fall due, a denial, minutes that
are counted back from the end of play, one of those counted; and the names of figures that go without a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from pipeline.numbers.compare.duals import DUAL_RULE
from pipeline.numbers.lexicon import ListName, money_family, number_words, word_list
from pipeline.numbers.lexicon.changes import arabic_change
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.read.arabic.duals import looks_dual
from pipeline.numbers.text.clitics import without_pronoun
from pipeline.numbers.text.tokens import Token, peek, token_at, token_holding

Tokens = Sequence[Token]
_CLAUSE, _NEAR, _NOUN_PHRASE, _LED = 8, 4, 3, 2
"""Tokens beside a figure: of its clause, right beside it (لا يثق 60%), of its noun, before it."""
_SENTENCE = 12
"""Tokens of a subject and its verb."""
_LONGEST = 800
"""Tokens of two texts whose words are looked at for each pair of shares."""
_OFTEN: tuple[tuple[ListName, int], ...] = (("monthly", 12), ("quarterly", 4), ("half_yearly", 2), ("yearly", 1))
_FULL_DAY, _HOUR, _LAST_OF_PODIUM = 24, 60, 3
_MILLENNIUM, _HALF_PERCENT, _WHOLE = 2000, 50, 100
_HALF_YEAR = (("month", Fraction(6)), ("year", Fraction(1, 2)))
_CONTAINER = 20
"""Feet of the container in whose equivalents (TEU) others are counted."""
_DENIALS: tuple[ListName, ...] = ("denial", "lacking", "missing")
_TIMES = ("مره", "مرات")
FULL_TIMES = (45, 90, 105, 120)
"""Minutes after which stoppage time is counted: "the third minute of stoppage time" for 90+3."""
_FIFTH = Fraction(1, 5)
_ALPHA, _ALPHAS = "لفا", (1000, 2000)
"""ألفا, a thousand in the accusative, two thousand and the Greek letter."""
_CENTURIES_NOW = (20, 21)
"""What "the last century" may be, and this one."""


def _is_change(one: Quantity, percent: int, direction: str) -> bool:
    """Whether a figure is a change by so many per cent, up or down."""
    return one.kind == "percent" and one.value == percent and one.high is None and one.direction == direction


def _is_age(one: Quantity, *years: int) -> bool:
    """Whether a figure may be which anniversary it is, or of how many years."""
    return one.value in years and one.high is None and (one.kind == "ordinal" or one.unit in (None, "year"))


NAMES: tuple[tuple[str, Callable[[Quantity], bool]], ...] = (
    ("one_hour", lambda one: one.kind == "time" and one.value == 1),
    ("midnight", lambda one: one.kind == "time" and one.value == 0),
    ("noon", lambda one: one.kind == "time" and one.value == 12),
    ("round_the_clock", lambda one: one.kind == "measure" and one.unit == "hour" and one.value == _FULL_DAY),
    ("evenly", lambda one: one.kind != "time" and one.value == one.high == _HALF_PERCENT),
    ("whole", lambda one: one.kind == "percent" and one.value == _WHOLE and one.high is None),
    ("goalless", lambda one: one.kind != "time" and one.value == one.high == 0),
    ("none", lambda one: one.kind == "cardinal" and one.value == 0),
    ("millennium", lambda one: one.kind == "period" and one.unit == "decade" and one.value == _MILLENNIUM),
    ("century", lambda one: one.kind == "period" and one.unit == "century" and one.value in _CENTURIES_NOW),
    ("stoppage", lambda one: one.kind == "cardinal" and one.unit is None and one.value in FULL_TIMES),
    (
        "last_minute",
        lambda one: one.kind in ("cardinal", "ordinal") and one.unit is None and one.value == FULL_TIMES[1],
    ),
    ("halved", lambda one: _is_change(one, 50, "down")),
    ("doubled", lambda one: _is_change(one, 100, "up")),
    ("tripled", lambda one: _is_change(one, 200, "up")),
    ("silver", lambda one: _is_age(one, 25)),
    ("golden", lambda one: _is_age(one, 50)),
    ("diamond", lambda one: _is_age(one, 60, 75)),
    ("centenary", lambda one: _is_age(one, 100)),
    ("two_days", lambda one: one.kind == "measure" and one.unit == "day" and one.value == 2),
    ("new_years_eve", lambda one: one.unit == "--12-31"),
    ("new_years_day", lambda one: one.unit == "--01-01"),
    ("christmas", lambda one: one.unit == "--12-25"),
    ("christmas_eve", lambda one: one.unit == "--12-24"),
    ("labour_day", lambda one: one.unit == "--05-01"),
    ("twice", lambda one: one.kind == "multiple" and one.value == 2),
    ("half_year", lambda one: one.kind == "measure" and (one.unit, one.value) in _HALF_YEAR),
    ("ten_men", lambda one: one.kind == "cardinal" and one.unit is None and one.value == 10),
    ("hour_mark", lambda one: one.kind in ("cardinal", "ordinal") and one.unit is None and one.value == _HOUR),
    (
        "more_than_half",
        lambda one: one.kind == "fraction" and one.value == _HALF_YEAR[1][1] and one.bound in ("more_than", "at_least"),
    ),
    ("podium", lambda one: one.kind == "ordinal" and one.value == _LAST_OF_PODIUM),
    ("extra_time", lambda one: one.kind in ("cardinal", "measure") and one.value == FULL_TIMES[-1]),
    ("each_quarter", lambda one: one.kind == "measure" and one.unit == "month" and one.value == 3),
    ("two_seasons", lambda one: one.kind == "measure" and one.unit == "year" and one.value == 2),
    ("twenty_feet", lambda one: one.kind == "measure" and one.unit == "foot" and one.value == _CONTAINER),
    ("one_nil", lambda one: one.kind == "score" and one.value == 1 and one.high == 0),
    ("one_nil", lambda one: one.kind == "cardinal" and one.value == 0 and one.text in ("1-0", "1–0")),
    ("single_digits", lambda one: one.kind in ("cardinal", "percent") and one.value == 10 and one.bound == "less_than"),
    ("quintile", lambda one: one.value == _FIFTH),
    ("alpha", lambda one: one.kind == "cardinal" and one.value in _ALPHAS and one.text.endswith(_ALPHA)),
    ("unanswered", lambda one: one.kind == "score" and one.high == 0),
)
"""The words (of `words_saying`) by which a text may say a figure without a number, with the figures they say."""


def _after(tokens: Tokens, quantity: Quantity) -> int:
    return token_at(tokens, quantity.end)


def counts_instalments(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether `quantity` counts instalments: 240 قسطا, "36 monthly payments"."""
    at = _after(tokens, quantity)
    return at < len(tokens) and tokens[at].among(word_list("instalment"))


def instalments_a_year(tokens: Tokens, quantity: Quantity) -> int:
    """How many of the instalments that `quantity` counts fall due in a year; 0 if unsaid."""
    at = _after(tokens, quantity)
    words = [token.stem for token in tokens[at : at + _CLAUSE]]
    return next((often for name, often in _OFTEN if not word_list(name).isdisjoint(words)), 0)


def denies_share(tokens: Tokens, quantity: Quantity, *, before: bool) -> int:
    """2 where a word beside `quantity`, a share, says that it is of those who did not; 0 where nothing in the text
    denies; 1 where nobody can tell. "None but 30 %" (لم ... سوى) denies nothing.

    The negation of an Arabic verb stands `before` the share, or behind it and what it is a share of (نصف المرضى لا
    يعلمون); that of an English one stands after it, and a verb of missing before it too ("missed 8 %").
    """
    denying = [
        index
        for index, token in enumerate(tokens)
        if _is_denial(token, glued=before) and peek(tokens, index + 1).number is None  # دون الخامسة, under five
    ]
    if not denying:
        return 0
    at, end = token_at(tokens, quantity.start), _after(tokens, quantity)
    if any(token.text in word_list("save") for token in tokens[max(at - _CLAUSE, 0) : at]):
        return 0 if sum(tokens[index].text not in word_list("lacking") for index in denying) == 1 else 1
    if len(denying) > 1:
        return 1
    index = denying[0]
    text = tokens[index].text
    if text in word_list("missing"):
        return 2 if at - _NOUN_PHRASE <= index < at else 1
    near = index in (range(at - _NEAR, at) if before else range(end, end + _SENTENCE))
    if text in word_list("lacking"):
        near = near or end <= index < end + 2 * _NOUN_PHRASE
    elif before and end <= index < end + _CLAUSE and _begins_clause(tokens, at):
        between = tokens[end:index]
        near = all(token.kind == "word" and token.text not in word_list("relative") for token in between)
    return 2 if near else 1


def _begins_clause(tokens: Tokens, at: int) -> bool:
    """Whether the figure at `at`, with its comparator, is the subject before its verb: إن أكثر من نصفهم لا يعلمون."""
    while at > 0 and tokens[at - 1].sense("bound") is not None:
        at -= 1
    return at == 0 or tokens[at - 1].kind != "word" or tokens[at - 1].text in word_list("that")


def _is_denial(token: Token, *, glued: bool) -> bool:
    told = any(token.text in word_list(name) for name in _DENIALS)
    return told or (glued and token.text[1:] in word_list("verb_negation"))


def says_other_sex(ones: Tokens, twos: Tokens) -> bool:
    """Whether one text speaks of males and no females, and the other of females and no males."""
    if len(ones) + len(twos) > _LONGEST:
        return False
    told = [
        [any(token.among(word_list(name)) for token in side) for name in ("male", "female")] for side in (ones, twos)
    ]
    return told in ([[True, False], [False, True]], [[False, True], [True, False]])


def says_from_time(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether `quantity`, minutes, is counted back from the end of play: "seven minutes from time"."""
    at = _after(tokens, quantity)
    return not word_list("until_end").isdisjoint(token.text for token in tokens[at : at + _NEAR])


def tells_one_of(tokens: Tokens, quantity: Quantity, *, near: bool = False) -> bool:
    """Whether `quantity` is said to have one among it: "four soldiers, one of them an officer".

    Of what is said right beside it (`near`) it is a part itself: خمسة منها.
    """
    at = _after(tokens, quantity)
    words = (token.text for token in tokens[at : at + (_NOUN_PHRASE if near else _CLAUSE)])
    return not word_list("among").isdisjoint(words)


def names_others(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether `quantity` counts those that came before: "four other visits", "the previous three"."""
    at = token_at(tokens, quantity.start)
    beside = (*tokens[max(at - 1, 0) : at], *tokens[_after(tokens, quantity) :][:_NOUN_PHRASE])
    return any(token.text in word_list("others_before") for token in beside)


def names_the_others(tokens: Tokens) -> bool:
    """Whether an English text speaks of those who are left of a number: "the others", not "20 others"."""
    return any(two.text in word_list("rest") and one.text in word_list("the") for one, two in pairwise(tokens))


def stands_by(tokens: Tokens, quantity: Quantity, *names: ListName) -> bool:
    """Whether a word of one of these lists stands right beside `quantity`, on either side."""
    first, after = token_holding(tokens, quantity.start), _after(tokens, quantity)
    beside = [token.text for token in (*tokens[max(first - _NEAR, 0) : first], *tokens[after : after + _NEAR])]
    return any(not word_list(name).isdisjoint(beside) for name in names)


def tells_margin(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether `quantity` is said to be a margin: بفارق ثلاث نقاط, "a nine-point win"."""
    at = token_at(tokens, quantity.start)
    beside = (*tokens[max(at - _LED, 0) : at], *tokens[_after(tokens, quantity) :][:_NEAR])
    return any(token.text in word_list("margin") for token in beside)


def joins_one(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether "and" joins `quantity` to one that has no number: ضابط وثلاثة جنود, ثلاثة رجال وامرأة."""
    at, own = _after(tokens, quantity), token_holding(tokens, quantity.start)
    first, after = peek(tokens, own), peek(tokens, at + 1)
    before = peek(tokens, own - 1)
    if stresses_dual(tokens, quantity):  # ليبيين اثنين وسوداني: the noun stands before its number
        after = peek(tokens, at)
    led = bool(first.conjunction) or before.text in word_list("and")
    owned = peek(tokens, own - 2).text in word_list("and") and before.text in word_list("determiner")  # and his four
    led = led or owned or (first.definite and before.text.startswith(tuple(word_list("and"))))  # أب وأبناؤه الأربعة
    return led or bool(after.conjunction) or after.text.startswith(tuple(word_list("and")))


def joins_others(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether "and" joins `quantity` to one who is named: "Yaghi and two others"."""
    at, own = _after(tokens, quantity), token_at(tokens, quantity.start)
    return peek(tokens, own - 1).text == "and" and peek(tokens, at).text in ("others", "other")


def goes_with_earlier(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether `quantity` is held against another one, or joined to it: "from 26.4", "compared with 26.4", "and 3.9"."""
    at = token_at(tokens, quantity.start)
    return peek(tokens, at - 1).text in word_list("and") or any(
        token.text in word_list("superseded") for token in tokens[max(at - 2, 0) : at]
    )


def compares_with(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether `quantity` is so much of another one: "half as much", "twice as many"; these are one token."""
    after = peek(tokens, _after(tokens, quantity)).text
    return after == "as" or after.startswith("as ")


def points_back(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether `quantity`, a factor, is of what was just named: "half that", not "half that of last year"; نصف هذا."""
    at = _after(tokens, quantity)
    return peek(tokens, at).text in word_list("pointing") and peek(tokens, at + 1).text not in word_list("of")


def falls_short(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether an Arabic figure says how many times less a thing is: أقصر بمرتين, أقل بعشرين مرة."""
    at = token_at(tokens, quantity.start)
    at -= peek(tokens, at - 1).end > quantity.start  # بمرتين begins before the figure
    before = peek(tokens, at - 1).text
    times = quantity.kind == "multiple" or peek(tokens, _after(tokens, quantity)).stem in _TIMES
    return times and (arabic_change(before) or {}).get("comparison") == "down"


def is_priced_in(tokens: Tokens, unit: str) -> bool:
    """Whether an Arabic text gives prices in a currency: أمام الين, مقابل الدولار."""
    return any(
        one.text in word_list("priced_in")
        and (sense := two.sense("currency")) is not None
        and money_family(sense.value) == money_family(unit)
        for one, two in pairwise(tokens)
    )


def names_days_of(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether `quantity`, a dual of an Arabic text, is told day by day behind it: مباراتين يومي 24 و28."""
    at = _after(tokens, quantity)
    days = word_list("two_days")
    return quantity.rule == DUAL_RULE and any(token.text in days for token in tokens[at : at + _CLAUSE])


def stresses_dual(tokens: Tokens, quantity: Quantity) -> bool:
    """Whether an Arabic text says `quantity`, a two, twice over: by a dual and by the number behind it, يومين اثنين."""
    if quantity.rule == DUAL_RULE:
        return peek(tokens, _after(tokens, quantity)).text in word_list("with_dual")
    at = token_at(tokens, quantity.start)
    if peek(tokens, at).text == "2" and peek(tokens, at - 1).text == "(":
        return looks_dual(peek(tokens, at - 2).text)  # رجلان (2)
    if not 0 < at < len(tokens) or tokens[at].text not in word_list("with_dual"):
        return False
    return tokens[at - 1].kind == "word" and looks_dual(tokens[at - 1].text)


def ranks_among(words: Iterable[str]) -> frozenset[Fraction]:
    """The ranks that Arabic words give to one of several: رابعهم, ثالثتهن."""
    stems = (stem[0].removeprefix("و") for word in words if (stem := without_pronoun(word)) is not None)
    whole = (stem[:-1] + "ه" if stem.endswith("ت") else stem for stem in stems)  # خامستهن is of خامسة
    found = (number_words("ar").get(stem) for stem in whole)
    return frozenset(number.value for number in found if number is not None and number.role == "ordinal")
