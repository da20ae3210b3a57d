"""What the words of one text say beside its figures: a rest, a pronoun, a rate, the name of an index."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from pipeline.numbers.compare.rates import may_recur, rate_after
from pipeline.numbers.lexicon import (
    money_family,
    word_list,
    words_saying,
)
from pipeline.numbers.lexicon.changes import part_of
from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.read.arabic.grammar import names_rank
from pipeline.numbers.text.clitics import ARTICLE, HIDDEN_ARTICLE, without_pronoun
from pipeline.numbers.text.folding import fold
from pipeline.numbers.text.scanning import scan
from pipeline.numbers.text.tokens import Token, peek, token_at, tokens_of

SAID = {
    Fraction(value): name
    for value, name in ((2, "two"), (3, "three"), (4, "four"), (5, "five"), (6, "six"), (7, "seven"), (8, "eight"))
}
"""Small figures by the names of the words that say them without a number."""
_JOINTS = ("and", "or", ",", "و", "،", "أو")
_POINTED = ("those", "these", "you")
_TO_GO = ("to", "go")
_REST = ("other", "remaining", "rest", "but", "still")
_NOUN_PHRASE = 3
"""Words after a figure in which its noun is looked for."""
_ONES = "ones"
_POINTS, _SCALES = ("point", "points", "نقطه", "نقاط"), ("celsius", "fahrenheit")
_INDICES = {20, 25, 30, 35, 40, 50, 70, 100, 200, 225, 250, 300, 500, 600, 1000, 2000, 3000}
"""How many shares an index may have in its name."""
_CLAUSE = 8
"""Tokens before a figure in which its comparator may be denied: لم يحضر الحفل أكثر من 30."""
_FAR = 40
"""Characters after a figure in which it may say how often; a cheap look before the text is taken apart again."""
_LED = 3
"""Words before a figure of which one may be "only"."""
_IN_DOLLARS = "دولاري"
"""The adjective of dollar bonds and other sums: صكوك دولارية."""
_NEAR = 25
"""Characters between a figure and a unit that may still be its own."""
_BEFORE_NUMBER = {"ال", "رقم", "#", ".", "(", "no", "number"}


_TIMES_RANKED = {
    "day": "day", "week": "week", "month": "month", "year": "year",
    "يوم": "day", "اسبوع": "week", "شهر": "month", "عام": "year", "سنه": "year", "سنت": "year",
}  # fmt: skip
"""Nouns of time behind or before a rank."""


class Cues:
    """The words of `text`, in `lang`, beside its figures; `other` is the text that it is compared with."""

    def __init__(self, text: str, other: str, *, lang: Language) -> None:
        self.text, self.other, self.lang = text, other, lang

    def names_unit(self, unit: str, quantity: Quantity) -> bool:
        """Whether the unit stands near `quantity`, a bare figure of this text: أيام الأسبوع السبعة, "one and less
        than 48 minutes". The day of a weekday's name is no unit.
        """
        places = self._unit_places.get(unit, self._unit_places.get("degree", []) if unit in _SCALES else [])
        at = bisect_left(places, quantity.start - _NEAR)
        return at < len(places) and places[at] <= quantity.end + _NEAR

    def tells_unit(self, unit: str) -> bool:
        """Whether the text names a unit of measure at all."""
        return unit in self._unit_places

    def is_exchange_rate(self, quantity: Quantity) -> bool:
        """Whether a currency is priced by `quantity`: "fell to 2,150 to the dollar" leaves its own name unsaid."""
        return self._prices(token_at(self.tokens, quantity.end))

    @cached_property
    def tells_stoppage(self) -> bool:
        """Whether the text speaks of stoppage time."""
        return self.tells("stoppage")

    @cached_property
    def tells_percent(self) -> bool:
        """Whether the text gives a percentage."""
        return any(token.sense("percent") is not None for token in self.tokens)

    def shares_percent(self, quantity: Quantity) -> bool:
        """Whether `quantity`, a figure of this text, takes the sign of the one joined to it: "45 and 46 per cent"."""
        at = token_at(self.tokens, quantity.end)
        joint, figure, sign = (peek(self.tokens, at + step) for step in range(3))
        return joint.text in _JOINTS and figure.kind == "digits" and sign.sense("percent") is not None

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
        if after is None or after.kind in ("symbol", "digits") or after.number is not None:  # "30 two weeks ago"
            return True
        if after.text in word_list("after_bare_figure"):
            return True
        if self._stands_for_named(quantity):
            return True
        led = after.preposition or after.text.startswith(HIDDEN_ARTICLE)
        if led or after.text in word_list("relative"):  # "the 500 that", 200 للمصريين
            return True
        if (after.conjunction and after.kind == "digits") or part_of(after.text, lang=self.lang) is not None:
            return True  # دون 64 و60 دولارا, "to 47 early next week"
        return after.sense("bound") is not None  # "90,000 more than it had forecast"

    def _stands_for_named(self, quantity: Quantity) -> bool:
        """Whether `quantity` goes on from a noun said before: "100 old ones", "the 17.1 billion of a year earlier"."""
        at = token_at(self.tokens, quantity.end)
        near = self.tokens[at : at + _NOUN_PHRASE]
        if any(token.text == _ONES for token in near[:2]):
            return True
        return bool(near) and near[0].text in word_list("of") and any(token.sense("measure") for token in near[1:])

    def says_points(self, quantity: Quantity) -> bool:
        """Whether `quantity`, a figure of this text, stands beside "point", in Arabic of a text with a percentage or of
        part of a point: a quarter point, أقل بخمس نقاط, بفارق نقطة واحدة."""
        before = peek(self.tokens, token_at(self.tokens, quantity.start) - 1)
        after = self._after(quantity, skip=("-", "of", "a"))
        said = before.stem in _POINTS or (after is not None and after.stem in _POINTS)
        return said and (self.lang == "en" or quantity.kind == "fraction" or self.tells_percent)

    def names_index(self, quantity: Quantity) -> bool:
        """Whether `quantity`, a figure of this text, belongs to the name of an index: "the S&P 500"."""
        at = token_at(self.tokens, quantity.start) - 1
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
        at = token_at(self.tokens, quantity.start)
        if at > 0 and self.tokens[at - 1].text in _REST:
            return True
        end = token_at(self.tokens, quantity.end)
        after = [token.text for token in self.tokens[end : end + _NOUN_PHRASE]]
        return _TO_GO in pairwise(after)

    def tells(self, name: str) -> bool:
        """Whether the text has a word or phrase of `words_saying` that says `name`."""
        return any(
            f" {word}" in self._line if " " in word else word in self._words for word in words_saying(name, self.lang)
        )

    def has_phrase(self, phrase: str) -> bool:
        """Whether words, the last of which may be cut short, stand in the text in this order."""
        return f" {phrase}" in self._line

    def is_pronoun(self, quantity: Quantity, known: Collection[Fraction | None] = ()) -> bool:
        """Whether `quantity`, a figure of this text, stands for two or more that were named: "the two have signed".

        A larger one must be among `known`, the figures that both texts have: "wounding nine. The nine were taken".
        """
        at = token_at(self.tokens, quantity.start)
        named = quantity.value in SAID or quantity.value in known
        led = peek(self.tokens, at - 1).text
        if led in _POINTED and quantity.value == 2 and quantity.kind == "cardinal":
            return self.stands_bare(quantity)
        if led != "the" or not named or quantity.kind != "cardinal":
            return False
        after = self._after(quantity)
        if after is not None and quantity.value == 2 and after.text in word_list("after_the_two"):
            return True
        return self.stands_bare(quantity) or (after is not None and after.text in word_list("after_pronoun"))

    @cached_property
    def tells_rest(self) -> bool:
        """Whether the text speaks of a rest: الباقي, "the rest"."""
        return not word_list("rest").isdisjoint(self._words)

    def restricts(self, quantity: Quantity) -> bool:
        """Whether "only" stands before `quantity`, a figure of this text: "just two of them", سوى اثنين."""
        at = token_at(self.tokens, quantity.start)
        return any(token.text in word_list("restricting") for token in self.tokens[max(at - _LED, 0) : at])

    def is_of_whole(self, quantity: Quantity) -> bool:
        """Whether `quantity`, a figure of this text, is followed by the whole that it is of: "three of the ten"."""
        after = self._after(quantity)
        return after is not None and after.text in word_list("of")

    def denies(self, quantity: Quantity) -> bool:
        """Whether a negation stands a few words before `quantity`, a figure of this text."""
        at = token_at(self.tokens, quantity.start)
        negations = word_list("negation") | word_list("verb_negation")
        near = self.tokens[max(at - _CLAUSE, 0) : at]
        return any(not negations.isdisjoint((token.text, token.text[1:])) for token in near)  # ولم

    def _after(self, quantity: Quantity, *, skip: tuple[str, ...] = ()) -> Token | None:
        at = token_at(self.tokens, quantity.end)
        while at < len(self.tokens) and self.tokens[at].text in skip:
            at += 1
        return self.tokens[at] if at < len(self.tokens) else None

    def rate_of(self, quantity: Quantity) -> str | None:
        """The unit of time after `quantity`, a figure of this text, where it says how often."""
        return rate_after(self.tokens, quantity) if may_recur(self.text[quantity.end : quantity.end + _FAR]) else None

    def goes_without(self, unit: str, quantity: Quantity) -> bool:
        """Whether `quantity`, a bare figure of this text, takes the unit of one before it: "two hours, or three if"."""
        at = token_at(self.tokens, quantity.end)
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
        at = token_at(tokens, quantity.start) - 1
        while at > 0 and tokens[at].text in _BEFORE_NUMBER:
            at -= 1
        return at >= 0 and (names_rank(tokens[at]) or tokens[at].among(word_list("numbered_noun")))

    def time_ranked(self, quantity: Quantity) -> str | None:
        """The unit of time that `quantity`, a rank of this text, ranks: week for أسبوعه الثالث, "its third week"."""
        if self.lang == "en":
            at = token_at(self.tokens, quantity.end)
            near = self.tokens[at : at + 1]
        else:
            at = token_at(self.tokens, quantity.start)
            near = self.tokens[max(at - 1, 0) : at]
        return next((_TIMES_RANKED[word] for token in near for word in _stems(token) if word in _TIMES_RANKED), None)

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

    @cached_property
    def money_families(self) -> frozenset[str]:
        """The bare names of the currencies that the text names at all: "the Sudanese pound ... dropped to 585"."""
        senses = (token.sense("currency") for token in self.tokens if token.senses)
        named = {money_family(sense.value) for sense in senses if sense is not None}
        in_dollars = any(token.text.removeprefix(ARTICLE).startswith(_IN_DOLLARS) for token in self.tokens)
        return frozenset(named | {money_family("USD")} if in_dollars else named)

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the text, at their places in it as given, like its figures."""
        folded = fold(self.text)
        tokens = tokens_of(self.text, lang=self.lang)
        if folded.offsets is None:
            return tokens
        return [token.moved(*folded.raw_span(token.start, token.end)) for token in tokens]

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(piece for kind, piece, _ in scan(fold(self.text).text) if kind == "word")

    @cached_property
    def _line(self) -> str:
        """The words and figures of the text with a space before each, in which phrases are looked for."""
        return "".join(f" {piece}" for kind, piece, _ in scan(fold(self.text).text) if kind in ("word", "digits"))


def _stems(token: Token) -> tuple[str, ...]:
    """A word as it stands, without clitics, and without its pronoun: أسبوعه."""
    owned = without_pronoun(token.text)
    return (token.text, token.stem) if owned is None else (token.text, token.stem, owned[0])
