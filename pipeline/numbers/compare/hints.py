"""What a text may say without a quantity that can be read, so that the other text's is no error."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from pipeline.numbers.compare.asides import NAMES, denies_share, ranks_among
from pipeline.numbers.compare.dates import is_month
from pipeline.numbers.compare.duals import dual_hints, may_be_dual, may_be_run_together
from pipeline.numbers.compare.rates import may_recur, rate_after
from pipeline.numbers.lexicon import (
    money_family,
    month_names,
    tens_stems,
    unit_ratio,
    word_list,
    words_saying,
)
from pipeline.numbers.quantity import Language, Quantity, format_value
from pipeline.numbers.read.arabic.grammar import names_rank
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.scanning import scan
from pipeline.numbers.text.tokens import Token, tokenize

_CENTURY, _MID_CENTURY = 100, 50
_GLUED_MONTH = 4
"""Letters of a month's name that is looked for inside words run together (فييوليو)."""
_SAID = {
    Fraction(value): name
    for value, name in ((2, "two"), (3, "three"), (4, "four"), (5, "five"), (6, "six"), (7, "seven"), (8, "eight"))
}
_WITHOUT, _GOALS = ("دون", "بدون"), "اهداف"
_RUN_OFF = ("run", "-", "off")
_EVERY, _SECOND = "every", ("other", "second")
_TO_GO = ("to", "go")
_REST = ("other", "remaining", "rest", "but", "still")
_LAST_OF_FEW = 6
_OWNERS, _JOINED = frozenset({"his", "her", "their"}), "and"
_RELATIVES = frozenset(
    {"wife", "husband", "brother", "sister", "son", "daughter", "father", "mother", "companion", "partner", "friend"}
)
_NOUN_PHRASE = 3
"""Words after a figure in which its noun is looked for."""
_POINT = "point"
_PLACE = re.compile("(?:مركز|مرتبة)\\s$")
"""What a rank in a contest follows."""
_INDICES = {20, 25, 30, 35, 40, 50, 70, 100, 200, 225, 250, 300, 500, 600, 1000, 2000, 3000}
"""How many shares an index may have in its name."""
_CLAUSE = 8
"""Tokens before a figure in which its comparator may be denied: لم يحضر الحفل أكثر من 30."""
_FAR = 40
"""Characters after a figure in which it may say how often; a cheap look before the text is taken apart again."""
_NEAR = 25
"""Characters between a figure and a unit that may still be its own."""


_LETTERS: dict[Language, str] = {"ar": "ابجدهوزحطي", "en": "abcdefghijkl"}
"""The letters in the order in which they count."""
_BEFORE_NUMBER = {"ال", "رقم", "#", ".", "(", "no", "number"}


class Hints:
    """The hints of one text while the quantities of the other that found no counterpart are judged.

    Each word that may be a dual explains one "two", so the hints are used up in the order of the questions.
    """

    def __init__(self, text: str, other: str, *, lang: Language) -> None:
        self.text, self.other, self.lang = text, other, lang
        self._duals: int | None = None
        self._run_together: dict[Fraction | None, bool] = {}
        self._months: dict[str, bool] = {}

    def may_hold(self, quantity: Quantity) -> bool:
        """Whether the text may say `quantity` after all: a dual, words run together, "another" for a second."""
        if quantity.soft:
            return True
        if (
            self._says(quantity)
            or self._says_age(quantity)
            or self._says_otherwise(quantity)
            or self._names_month(quantity)
        ):
            return True
        if self.lang != "ar":
            return False
        return (may_be_dual(quantity) and self._use_dual()) or self._may_be_run_together(quantity)

    def names_unit(self, unit: str, quantity: Quantity) -> bool:
        """Whether the unit stands near `quantity`, a bare figure of this text: أيام الأسبوع السبعة, "one and less
        than 48 minutes". The day of a weekday's name is no unit.
        """
        places = self._unit_places.get(unit, [])
        at = bisect_left(places, quantity.start - _NEAR)
        return at < len(places) and places[at] <= quantity.end + _NEAR

    def is_exchange_rate(self, quantity: Quantity) -> bool:
        """Whether a currency is priced by `quantity`: "fell to 2,150 to the dollar" leaves its own name unsaid."""
        return self._prices(bisect_left(self.tokens, quantity.end, key=lambda token: token.start))

    @cached_property
    def tells_stoppage(self) -> bool:
        """Whether the text speaks of stoppage time."""
        return self.tells("stoppage")

    @cached_property
    def tells_percent(self) -> bool:
        """Whether the text gives a percentage."""
        return any(token.sense("percent") is not None for token in self.tokens)

    @cached_property
    def prices_currency(self) -> bool:
        """Whether the text gives the price of a currency in another, whose figures go without its name."""
        return any(map(self._prices, range(len(self.tokens))))

    def _prices(self, at: int) -> bool:
        words = self.tokens[at : at + 3]
        leads = [word.text for word in words[:2]] in (["to", "the"], ["against", "the"])
        return leads and len(words) == 3 and words[2].sense("currency") is not None

    def stands_bare(self, quantity: Quantity) -> bool:
        """Whether no noun follows `quantity`, a figure of this text."""
        after = self._after(quantity)
        if after is None or after.kind == "symbol" or after.text in word_list("after_bare_figure"):
            return True
        if after.text in word_list("relative") or after.preposition:  # "the 500 that", 200 للمصريين
            return True
        return after.sense("bound") is not None  # "90,000 more than it had forecast"

    def says_points(self, quantity: Quantity) -> bool:
        """Whether `quantity`, a figure of this text, stands before "point"."""
        after = self._after(quantity, skip=("-", "of", "a"))
        return after is not None and after.text.startswith(_POINT)

    def names_index(self, quantity: Quantity) -> bool:
        """Whether `quantity`, a figure of this text, belongs to the name of an index: "the S&P 500"."""
        at = bisect_left(self.tokens, quantity.start, key=lambda token: token.start) - 1
        if at >= 0 and self.tokens[at].text == "-":
            at -= 1
        of_name = at >= 0 and self.tokens[at].text in word_list("index_name")
        return of_name and quantity.unit is None and quantity.counted is None and quantity.value in _INDICES

    def says_again(self, quantity: Quantity, kept: Sequence[Quantity]) -> bool:
        """Whether the text says `quantity` of the other by one that both have: مثلهم, "the same", "as many"."""
        if quantity.value is None or not self.tells("same_again"):
            return False
        return any(one.value == quantity.value and one.unit == quantity.unit for one in kept)

    def says_rest(self, quantity: Quantity) -> bool:
        """Whether `quantity`, a figure of this text, is what remains of a whole: "the other 30", "16 laps to go"."""
        at = bisect_left(self.tokens, quantity.start, key=lambda token: token.start)
        if at > 0 and self.tokens[at - 1].text in _REST:
            return True
        end = bisect_left(self.tokens, quantity.end, key=lambda token: token.start)
        after = [token.text for token in self.tokens[end : end + _NOUN_PHRASE]]
        return _TO_GO in pairwise(after)

    def tells(self, name: str) -> bool:
        """Whether the text has a word or phrase of `words_saying` that says `name`."""
        return any(
            f" {word}" in self._line if " " in word else word in self._words for word in words_saying(name, self.lang)
        )

    def tells_rank_or_two(self, quantity: Quantity) -> bool:
        """Whether the text says a rank or a plain two in a word of another kind: "top", "back-to-back"."""
        return quantity.kind in ("ordinal", "cardinal") and self._says(quantity)

    def is_pronoun(self, quantity: Quantity, known: Collection[Fraction | None] = ()) -> bool:
        """Whether `quantity`, a figure of this text, stands for two or more that were named: "the two have signed".

        A larger one must be among `known`, the figures that both texts have: "wounding nine. The nine were taken".
        """
        at = bisect_left(self.tokens, quantity.start, key=lambda token: token.start)
        named = quantity.value in _SAID or quantity.value in known
        if at == 0 or self.tokens[at - 1].text != "the" or not named or quantity.kind != "cardinal":
            return False
        after = self._after(quantity)
        return self.stands_bare(quantity) or (after is not None and after.text in word_list("after_pronoun"))

    @cached_property
    def tells_rest(self) -> bool:
        """Whether the text speaks of a rest: الباقي, "the rest"."""
        return not word_list("rest").isdisjoint(self._words)

    def is_of_whole(self, quantity: Quantity) -> bool:
        """Whether `quantity`, a figure of this text, is followed by the whole that it is of: "three of the ten"."""
        after = self._after(quantity)
        return after is not None and after.text in word_list("of")

    def denies(self, quantity: Quantity) -> bool:
        """Whether a negation stands a few words before `quantity`, a figure of this text."""
        at = bisect_left(self.tokens, quantity.start, key=lambda token: token.start)
        negations = word_list("negation") | word_list("verb_negation")
        near = self.tokens[max(at - _CLAUSE, 0) : at]
        return any(not negations.isdisjoint((token.text, token.text[1:])) for token in near)  # ولم

    def _after(self, quantity: Quantity, *, skip: tuple[str, ...] = ()) -> Token | None:
        at = bisect_left(self.tokens, quantity.end, key=lambda token: token.start)
        while at < len(self.tokens) and self.tokens[at].text in skip:
            at += 1
        return self.tokens[at] if at < len(self.tokens) else None

    def rate_of(self, quantity: Quantity) -> str | None:
        """The unit of time after `quantity`, a figure of this text, where it says how often."""
        return rate_after(self.tokens, quantity) if may_recur(self.text[quantity.end : quantity.end + _FAR]) else None

    def goes_without(self, unit: str, quantity: Quantity) -> bool:
        """Whether `quantity`, a bare figure of this text, takes the unit of one before it: "two hours, or three if"."""
        at = bisect_left(self.tokens, quantity.end, key=lambda token: token.start)
        if unit == "hour" and any(
            token.text in word_list("timepiece") for token in self.tokens[at : at + _NOUN_PHRASE]
        ):
            return True  # "four luxury watches"
        places = self._unit_places.get(unit.partition("-per-")[0], [])
        return bool(places) and places[0] < quantity.start and self.stands_bare(quantity)

    def says_which(self, quantity: Quantity) -> bool:
        """Whether `quantity` is a bare number after a noun that is counted off: الدقيقة 67, "Article 7"."""
        if quantity.kind != "cardinal":
            return False
        tokens = self.tokens
        at = bisect_left(tokens, quantity.start, key=lambda token: token.start) - 1
        while at > 0 and tokens[at].text in _BEFORE_NUMBER:
            at -= 1
        return at >= 0 and (names_rank(tokens[at]) or tokens[at].among(word_list("numbered_noun")))

    def may_be_day(self, quantity: Quantity, date: Quantity) -> bool:
        """Whether `quantity`, a bare number of this text, may be the day of `date`: a month or a day is named."""
        if quantity.soft or self.says_which(quantity):
            return quantity.soft
        if not word_list("month_word").isdisjoint(date.text.split()):
            return True  # "20 may enter"
        if self._names_month(replace(date, unit=(date.unit or "")[:4], value=Fraction((date.unit or "")[2:4]))):
            return True
        return any(token.among(word_list("of_month")) for token in self.tokens)

    @cached_property
    def _unit_places(self) -> dict[str, list[int]]:
        tokens, places = self.tokens, defaultdict[str, list[int]](list)
        for index, token in enumerate(tokens):
            sense = token.sense("measure") if token.senses else None
            if sense is not None and not (index + 1 < len(tokens) and tokens[index + 1].sense("weekday")):
                places[sense.value].append(token.start)
        return places

    @cached_property
    def tells_half_of_day(self) -> bool:
        """Whether the text has any word for a part of the day (مساء, الليلة, morning)."""
        parts = word_list("part_of_day")
        return any(
            token.sense("am") is not None or token.sense("pm") is not None or token.among(parts)
            for token in self.tokens
        )

    def _may_be_run_together(self, quantity: Quantity) -> bool:
        if quantity.high is not None or quantity.unit is not None:
            return False
        if quantity.value not in self._run_together:
            self._run_together[quantity.value] = may_be_run_together(quantity, self.text)
        return self._run_together[quantity.value]

    def _use_dual(self) -> bool:
        if self._duals is None:
            self._duals = dual_hints(self.text, self.other)
        self._duals -= 1
        return self._duals >= 0

    def _says(self, quantity: Quantity) -> bool:
        if quantity.unit is not None or quantity.high is not None or quantity.value is None:
            return False
        rank = quantity.value if quantity.kind == "ordinal" else 1 / quantity.value if quantity.value else None
        if self.lang == "ar" and quantity.kind in ("ordinal", "fraction") and rank in self._ranks_among:
            return True
        if quantity.kind == "ordinal":
            if self._has_letter(int(quantity.value)):
                return True
            name = {1: "first", 2: "second"}.get(int(quantity.value), "")
            if name == "first" and _PLACE.search(self.other[max(quantity.start - _FAR, 0) : quantity.start]):
                return self.tells("first_place") or self.tells("first")  # أنهى السباق في المركز الأول, "won"
            if not name and quantity.value <= _LAST_OF_FEW and not quantity.text.startswith("ال"):
                name = "one_more"  # أصيب ثالث, "another was wounded"
            if name == "second" and self._tells_second():
                return True
        elif quantity.kind == "cardinal" and quantity.value in _SAID:
            name = _SAID[quantity.value]
            if name == "two" and self._names_couple():
                return True
        elif quantity.kind == "fraction" and quantity.value * 2 == 1:
            name = "half"
            if self._tells_every_other():
                return True
        else:
            return False
        return self.tells(name)

    def _tells_second(self) -> bool:
        """Whether the text says "run-off", "one under Greene and one under Sullivan" or "back-to-back titles"."""
        return (self._words["one"] > 1 or self._words["back"] > 1) or any(
            (one.text, two.text, three.text) == _RUN_OFF
            for one, two, three in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False)
        )

    def _tells_every_other(self) -> bool:
        """Whether the text says "every other visitor"."""
        return any(one.text == _EVERY and two.text in _SECOND for one, two in pairwise(self.tokens))

    def _names_couple(self) -> bool:
        """Whether two people are named one by one: "a man and his wife" for جثتين, زوجين."""
        if self.lang != "en":
            return False
        words = [token.text for token in self.tokens]
        return any(
            one == _JOINED and two in _OWNERS and three in _RELATIVES
            for one, two, three in zip(words, words[1:], words[2:], strict=False)
        )

    def _says_otherwise(self, quantity: Quantity) -> bool:
        """Whether the text says a time, a score or a period without a number: noon, goalless, last century."""
        value = quantity.value
        if value == quantity.high == 0 and any(
            one.text in _WITHOUT and two.text == _GOALS for one, two in pairwise(self.tokens)
        ):
            return True
        if any(self.tells(name) for name, holds in NAMES if holds(quantity)):
            return True
        if self._says_year(quantity) or self._names_days(quantity):
            return True
        if quantity.kind != "measure" or quantity.high is not None or value is None or value <= 1:
            return False
        ratios = (unit_ratio(unit, quantity.unit or "") for unit in self._unit_places)
        return any(ratio == value for ratio in ratios)  # "ten years" where the other text says a decade

    def _says_year(self, year: Quantity) -> bool:
        """Whether the text says a year by the one before or after it: "in 2024, against 3 % the year before"."""
        if year.kind == "year" and (year.value or 0) % _CENTURY == _MID_CENTURY and "century" in self._unit_places:
            return self.tells("mid")  # 2050
        if year.kind != "year" or year.value is None or "year" not in self._unit_places:
            return False
        neighbours = (("month_before", 1), ("year_after", -1))
        return any(
            format_value(year.value + step) in self._words_and_digits and not word_list(name).isdisjoint(self._words)
            for name, step in neighbours
        )

    def _names_days(self, days: Quantity) -> bool:
        """Whether the text names as many weekdays in a row: يومي الأربعاء والخميس for "two days"."""
        if days.unit != "day" or days.value is None or days.value < 2:
            return False
        return self._weekdays == days.value

    @cached_property
    def _weekdays(self) -> int:
        return sum(token.sense("weekday") is not None for token in self.tokens)

    @cached_property
    def _ranks_among(self) -> frozenset[Fraction]:
        return ranks_among(self._words)

    @cached_property
    def _words_and_digits(self) -> frozenset[str]:
        return frozenset(token.text for token in self.tokens)

    def _has_letter(self, rank: int) -> bool:
        """Whether the text says a rank by its letter: "Group B" for المجموعة الثانية."""
        letters = _LETTERS[self.lang]
        return 1 <= rank <= len(letters) and letters[rank - 1] in self._lettered

    def _says_age(self, quantity: Quantity) -> bool:
        """Whether an Arabic adjective says a decade of age: خمسينية is a woman in her fifties."""
        if self.lang != "ar" or quantity.unit != "decade":
            return False
        return any(not tens_stems(age).isdisjoint(self._bare_words) for age in quantity.read_as("tens"))

    def _names_month(self, quantity: Quantity) -> bool:
        """Whether a month without a day stands there under a name that is also another word ("may", "march")."""
        if not is_month(quantity) or quantity.value is None:
            return False
        month = format_value(quantity.value)
        if month not in self._months:
            self._months[month] = self._names(month) or self._names_next(int(quantity.value))
        return self._months[month]

    def _names_next(self, month: int) -> bool:
        """Whether the text says a month by the one after it: "in April, from 13.6 % the month before"."""
        told = not word_list("month_before").isdisjoint(self._words)
        return told and "month" in self._unit_places and self._names(str(month % 12 + 1))

    def _names(self, month: str) -> bool:
        names = [name for name in month_names(month, self.lang) if len(name) >= _GLUED_MONTH]
        return any(
            ((sense := token.sense("month")) is not None and sense.value == month)
            or (token.kind == "word" and any(name in token.text for name in names))
            for token in self.tokens
        )

    @cached_property
    def money_families(self) -> frozenset[str]:
        """The bare names of the currencies that the text names at all: "the Sudanese pound ... dropped to 585"."""
        senses = (token.sense("currency") for token in self.tokens if token.senses)
        return frozenset(money_family(sense.value) for sense in senses if sense is not None)

    @cached_property
    def _lettered(self) -> frozenset[str]:
        """The letters that stand right after a noun that they tell apart."""
        nouns = word_list("lettered_noun")
        return frozenset(two.text for one, two in pairwise(self.tokens) if len(two.text) == 1 and one.among(nouns))

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the text, at their places in it as given, like its figures."""
        folded = fold(self.text)
        tokens = tokenize(folded, lang=self.lang)
        if folded.offsets is None:
            return tokens
        spans = (folded.raw_span(token.start, token.end) for token in tokens)
        return [replace(token, start=start, end=end) for token, (start, end) in zip(tokens, spans, strict=True)]

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(piece for kind, piece, _ in scan(fold(self.text).text) if kind == "word")

    @cached_property
    def _line(self) -> str:
        """The words and figures of the text with a space before each, in which phrases are looked for."""
        return "".join(f" {piece}" for kind, piece, _ in scan(fold(self.text).text) if kind in ("word", "digits"))

    @cached_property
    def _bare_words(self) -> frozenset[str]:
        return frozenset(word.removeprefix("ال").removesuffix("ه") for word in self._words)


def denied_on_one_side(one: Quantity, two: Quantity, hints: tuple[Hints, Hints]) -> bool:
    """Whether one text says a share of those who did, and the other of those who did not."""
    sides = zip(hints, (one, two), strict=True)
    return sorted(denies_share(side.tokens, share, before=side.lang == "ar") for side, share in sides) == [0, 2]
