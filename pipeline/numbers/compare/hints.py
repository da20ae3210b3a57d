"""What a text may say without a quantity that can be read, so that the other text's is no error."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from pipeline.numbers.compare.asides import NAMES, ranks_among
from pipeline.numbers.compare.cues import SAID, Cues
from pipeline.numbers.compare.dates import is_month
from pipeline.numbers.compare.duals import dual_hints, may_be_dual, may_be_run_together
from pipeline.numbers.lexicon import (
    month_names,
    tens_stems,
    unit_ratio,
    word_list,
)
from pipeline.numbers.quantity import Language, Quantity, format_value

_ARTICLES = ("ال", "وال", "بال", "لل")
_CENTURY, _MID_CENTURY = 100, 50
_GLUED_MONTH = 4
"""Letters of a month's name that is looked for inside words run together (فييوليو)."""
_WITHOUT, _GOALS = ("دون", "بدون"), "اهداف"
_RUN_OFF = ("run", "-", "off")
_EVERY, _SECOND = "every", ("other", "second")
_LAST_OF_FEW = 6
_OWNERS, _JOINED = frozenset({"his", "her", "their"}), "and"
_RELATIVES = frozenset(
    {"wife", "husband", "brother", "sister", "son", "daughter", "father", "mother", "companion", "partner", "friend"}
)
_PLACE = re.compile("(?:مركز|مرتبة)\\s$")
"""What a rank in a contest follows."""
_FAR = 40
"""Characters after a figure in which it may say how often; a cheap look before the text is taken apart again."""
_LETTERS: dict[Language, str] = {"ar": "ابجدهوزحطي", "en": "abcdefghijkl"}
"""The letters in the order in which they count."""


class Hints(Cues):
    """The hints of one text while the quantities of the other that found no counterpart are judged.

    Each word that may be a dual explains one "two", so the hints are used up in the order of the questions.
    """

    def __init__(self, text: str, other: str, *, lang: Language) -> None:
        super().__init__(text, other, lang=lang)
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

    def tells_rank_or_two(self, quantity: Quantity) -> bool:
        """Whether the text says a rank or a plain two in a word of another kind: "top", "back-to-back"."""
        return quantity.kind in ("ordinal", "cardinal") and self._says(quantity)

    def names(self, quantity: Quantity) -> bool:
        """Whether a word of `NAMES` says the figure: "the hour mark", منقوصا."""
        return any(holds(quantity) and self.tells(name) for name, holds in NAMES)

    def tells_half(self, quantity: Quantity) -> bool:
        """Whether the text says a half in a word: "halved"."""
        return quantity.kind == "fraction" and self._says(quantity)

    @property
    def spares_dual(self) -> bool:
        """Whether a word may be a dual by its ending, besides those that are surely one."""
        return self.lang == "ar" and (dual_hints(self.text, self.other) if self._duals is None else self._duals) > 0

    @property
    def has_definite_dual(self) -> bool:
        """Whether a feminine noun with the article is in the dual: المجموعتين."""
        return any(token.text.endswith(("تين", "تان")) and token.text.startswith(_ARTICLES) for token in self.tokens)

    def may_be_day(self, quantity: Quantity, date: Quantity) -> bool:
        """Whether `quantity`, a bare number of this text, may be the day of `date`: a month or a day is named."""
        if quantity.soft or self.says_which(quantity):
            return quantity.soft
        if not word_list("month_word").isdisjoint(date.text.split()):
            return True  # "20 may enter"
        if self._names_month(replace(date, unit=(date.unit or "")[:4], value=Fraction((date.unit or "")[2:4]))):
            return True
        return any(token.among(word_list("of_month")) for token in self.tokens)

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
            if name == "second" and self._tells_second:
                return True
        elif quantity.kind == "cardinal" and quantity.value in SAID:
            name = SAID[quantity.value]
            if name == "two" and self._names_couple():
                return True
        elif quantity.kind == "fraction" and quantity.value * 2 == 1:
            name = "half"
            if self._tells_every_other:
                return True
        else:
            return False
        return self.tells(name)

    @cached_property
    def _tells_second(self) -> bool:
        """Whether the text says "run-off", "one under Greene and one under Sullivan" or "back-to-back titles"."""
        return (self._words["one"] > 1 or self._words["back"] > 1) or any(
            (one.text, two.text, three.text) == _RUN_OFF
            for one, two, three in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False)
        )

    @cached_property
    def _tells_every_other(self) -> bool:
        """Whether the text says a half as "every other visitor"."""
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
        """Whether the text says a month by the one after it or before it: "in April, from 13.6 % the month before"."""
        if "month" not in self._unit_places:
            return False
        before, after = (not word_list(name).isdisjoint(self._words) for name in ("month_before", "year_after"))
        return (before and self._names(str(month % 12 + 1))) or (after and self._names(str((month - 2) % 12 + 1)))

    def _names(self, month: str) -> bool:
        names = [name for name in month_names(month, self.lang) if len(name) >= _GLUED_MONTH]
        return any(
            ((sense := token.sense("month")) is not None and sense.value == month)
            or (token.kind == "word" and any(name in token.text for name in names))
            for token in self.tokens
        )

    @cached_property
    def _lettered(self) -> frozenset[str]:
        """The letters that stand right after a noun that they tell apart."""
        nouns = word_list("lettered_noun")
        return frozenset(two.text for one, two in pairwise(self.tokens) if len(two.text) == 1 and one.among(nouns))

    @cached_property
    def _bare_words(self) -> frozenset[str]:
        return frozenset(word.removeprefix("ال").removesuffix("ه") for word in self._words)
