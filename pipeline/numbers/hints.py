"""What a text may say without a quantity that can be read, so that the other text's is no error."""

from __future__ import annotations

from functools import cached_property

from pipeline.numbers.duals import dual_hints, may_be_dual, may_be_run_together
from pipeline.numbers.fold import fold
from pipeline.numbers.lexicon import month_names, words_saying
from pipeline.numbers.quantity import Language, Quantity, format_value
from pipeline.numbers.scan import scan
from pipeline.numbers.tokens import tokenize

_GLUED_MONTH = 4
"""Letters of a month's name that is looked for inside words run together (فييوليو)."""


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
        if self._says(quantity) or (quantity.kind == "date" and self._names_month(quantity)):
            return True
        if self._lang != "ar":
            return False
        return (may_be_dual(quantity) and self._use_dual()) or may_be_run_together(quantity, self._text)

    def _use_dual(self) -> bool:
        if self._duals is None:
            self._duals = dual_hints(self._text, self._other)
        self._duals -= 1
        return self._duals >= 0

    def _says(self, quantity: Quantity) -> bool:
        if quantity.unit is not None or quantity.high is not None or quantity.value not in (1, 2):
            return False
        if quantity.kind == "ordinal":
            name = "first" if quantity.value == 1 else "second"
            if name == "second" and self._words.count("one") > 1:
                return True  # "one under Greene and one under Sullivan"
        elif quantity.kind == "cardinal" and quantity.value == 2:
            name = "two"
        else:
            return False
        return not words_saying(name, self._lang).isdisjoint(self._words)

    def _names_month(self, quantity: Quantity) -> bool:
        """Whether a month without a day stands there under a name that is also another word ("may", "march")."""
        if (quantity.unit or "").count("-") != 2 or quantity.value is None:
            return False
        month = format_value(quantity.value)
        tokens = tokenize(fold(self._text), lang=self._lang)
        names = [name for name in month_names(month, self._lang) if len(name) >= _GLUED_MONTH]
        return any(
            ((sense := token.sense("month")) is not None and sense.value == month)
            or (token.kind == "word" and any(name in token.text for name in names))
            for token in tokens
        )

    @cached_property
    def _words(self) -> list[str]:
        return [piece for kind, piece, _ in scan(fold(self._text).text) if kind == "word"]
