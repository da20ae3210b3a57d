"""What a text may say without a quantity that can be read, so that the other text's is no error."""

from __future__ import annotations

from functools import cached_property

from pipeline.numbers.duals import dual_hints, may_be_dual, may_be_run_together
from pipeline.numbers.fold import fold
from pipeline.numbers.lexicon import month_names, tens_stems, word_list, words_saying
from pipeline.numbers.quantity import Language, Quantity, format_value
from pipeline.numbers.scan import scan
from pipeline.numbers.tokens import Token, tokenize

_GLUED_MONTH = 4
"""Letters of a month's name that is looked for inside words run together (فييوليو)."""
_NEAR = 25
"""Characters between a figure and a unit that may still be its own."""


class Hints:
    """The hints of one text while the quantities of the other that found no counterpart are judged.

    Each word that may be a dual explains one "two", so the hints are used up in the order of the questions.
    """

    def __init__(self, text: str, other: str, *, lang: Language) -> None:
        self._text, self._other, self._lang = text, other, lang
        self._duals: int | None = None

    def may_hold(self, quantity: Quantity) -> bool:
        """Whether the text may say `quantity` after all: a dual, words run together, "another" for a second."""
        if quantity.soft:
            return True
        if (
            self._says(quantity)
            or self._says_age(quantity)
            or (quantity.kind == "date" and self._names_month(quantity))
        ):
            return True
        if self._lang != "ar":
            return False
        return (may_be_dual(quantity) and self._use_dual()) or may_be_run_together(quantity, self._text)

    def names_unit(self, unit: str, quantity: Quantity) -> bool:
        """Whether the unit stands near `quantity`, a bare figure of this text: أيام الأسبوع السبعة, "one and less
        than 48 minutes". The day of a weekday's name is no unit.
        """
        tokens = self._tokens
        return any(
            (sense := token.sense("measure")) is not None
            and sense.value == unit
            and quantity.start - _NEAR <= token.start <= quantity.end + _NEAR
            and not (index + 1 < len(tokens) and tokens[index + 1].sense("weekday"))
            for index, token in enumerate(tokens)
        )

    def tells_half_of_day(self) -> bool:
        """Whether the text has any word for a part of the day (مساء, الليلة, morning)."""
        parts = word_list("part_of_day")
        return any(
            token.sense("am") is not None
            or token.sense("pm") is not None
            or not parts.isdisjoint((token.text, token.text.removeprefix("و").removeprefix("ال")))
            for token in self._tokens
        )

    def _use_dual(self) -> bool:
        if self._duals is None:
            self._duals = dual_hints(self._text, self._other)
        self._duals -= 1
        return self._duals >= 0

    def _says(self, quantity: Quantity) -> bool:
        if quantity.unit is not None or quantity.high is not None or quantity.value is None:
            return False
        if quantity.kind == "ordinal":
            name = {1: "first", 2: "second"}.get(int(quantity.value), "")
            if name == "second" and self._words.count("one") > 1:
                return True  # "one under Greene and one under Sullivan"
        elif quantity.kind == "cardinal" and quantity.value == 2:
            name = "two"
        elif quantity.kind == "fraction" and quantity.value * 2 == 1:
            name = "half"
        else:
            return False
        return not words_saying(name, self._lang).isdisjoint(self._words)

    def _says_age(self, quantity: Quantity) -> bool:
        """Whether an Arabic adjective says a decade of age: خمسينية is a woman in her fifties."""
        if self._lang != "ar" or quantity.unit != "decade" or not quantity.readings:
            return False
        stems = tens_stems(quantity.readings[0])
        return any(word.removeprefix("ال").removesuffix("ه") in stems for word in self._words)

    def _names_month(self, quantity: Quantity) -> bool:
        """Whether a month without a day stands there under a name that is also another word ("may", "march")."""
        if (quantity.unit or "").count("-") != 2 or quantity.value is None:
            return False
        month = format_value(quantity.value)
        names = [name for name in month_names(month, self._lang) if len(name) >= _GLUED_MONTH]
        return any(
            ((sense := token.sense("month")) is not None and sense.value == month)
            or (token.kind == "word" and any(name in token.text for name in names))
            for token in self._tokens
        )

    @cached_property
    def _tokens(self) -> list[Token]:
        return tokenize(fold(self._text), lang=self._lang)

    @cached_property
    def _words(self) -> list[str]:
        return [piece for kind, piece, _ in scan(fold(self._text).text) if kind == "word"]
