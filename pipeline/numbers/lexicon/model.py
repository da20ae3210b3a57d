"""The types of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Role = Literal[
    "unit", "teen", "tens", "hundred", "hundreds", "magnitude", "magnitude_dual", "magnitude_plural", "suffix",
    "ordinal", "fraction", "fraction_dual", "fraction_plural", "decade", "multiple", "times", "soft_cardinal",
]  # fmt: skip
SenseKind = Literal[
    "currency", "currency-before", "hundredth", "thousandth", "money-thousands", "money-millions", "measure",
    "thousands", "millions", "billions", "trillions", "percent", "pp", "basis-point", "permille", "bound",
    "bound-after", "between", "from", "to", "before-number", "negative", "below-zero", "point", "ratio",
    "part-of", "after-fraction", "month", "weekday", "clock-word", "am", "pm", "bc", "ad", "ah", "prefix",
    "hat-trick", "semi-final", "quarter-final", "skip",
]  # fmt: skip
"""What a word or phrase may do: the closed set of kinds that the rules know."""
ListName = Literal[
    "abbreviation", "adding", "after_bare_figure", "after_clock", "after_digits", "after_grand", "after_inch",
    "after_money", "after_month", "after_pronoun", "after_the_two", "age", "age_bound", "among", "and", "apiece",
    "article", "article_before_sign", "at_night", "bare_weekday", "befalls", "before_double", "before_letter",
    "before_meridian", "before_month", "before_month_name", "before_quarter", "before_roman", "before_roman_one",
    "before_share", "before_weakness", "between_bounds", "broken_plural", "by_far", "calibre", "case", "code_word",
    "coin_with_dual", "comparing", "compound_part", "copula", "counted_among", "cubed", "denial", "denier", "denying",
    "determiner", "doubled_noun", "each_half", "earlier_value", "edging", "ends_noun", "era_initials", "era_letter",
    "exactly", "exceeding_verb", "fate", "female", "first_of_month", "first_of_two", "fraction_ending", "gap",
    "general_dual", "goals_in_a_word", "half_yearly", "head_determiner", "in_all", "index_name", "instalment",
    "just_short", "kin", "lacking", "less_verb", "letter_name", "letter_unit", "lettered_noun", "levantine_month",
    "linking_state", "linking_verb", "male", "margin", "missing", "modal", "month_before", "month_joint",
    "month_only", "month_word", "monthly", "more", "more_verb", "naming_noun", "nearing_verb", "negation",
    "never_before", "never_code", "no_article", "no_clitic", "no_dual", "no_meridian_after_words", "no_more",
    "no_percent_in_capitals", "not_counted", "noun_in_waw", "numbered_noun", "odd", "of", "of_month", "of_place",
    "of_weight", "one", "or", "ordinal_noun", "others", "others_before", "owned_ordinal_noun", "owning", "paired",
    "part_of_day", "part_of_them", "participle", "particle", "parting", "people", "per", "per_day", "per_month",
    "per_or_in", "per_unit", "per_week", "per_year", "place_bound", "plural_noun", "plural_time", "pm_letter",
    "pointing", "priced_in", "quarterly", "ranks_next", "reaching_verb", "relative", "respectively", "rest",
    "restricting", "save", "score_noun", "score_plural", "sentence_end", "sets", "short_unit", "singular_time",
    "slightly", "spared", "squared", "state_noun", "state_verb", "still", "still_verb", "superseded", "tells_when",
    "than", "than_or_to", "that", "that_is", "the", "third_person", "those", "time_dual", "time_ranked", "timepiece",
    "times_word", "two_days", "until_end", "up_to", "vague_unit", "verb_negation", "wage", "watch_adjective",
    "with_dual", "year_after", "year_end", "year_noun", "yearly",
]  # fmt: skip
"""The word lists that the rules use; `word_list` takes no other name."""


class LexiconError(ValueError):
    """A table of the vocabulary that does not fit the rules: a kind that none knows, a list that none uses."""


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A number word: its part in the grammar, its value, and for homographs (خمس: five, a fifth) the 1/n it may be."""

    role: Role
    value: Fraction
    fraction: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase does: `kind` names the rule that uses it, `value` is a unit id, bound, month number…

    `count` is 2 for a dual noun (يومين), else None. `assumed` marks a currency name that several currencies share.
    """

    kind: SenseKind
    value: str = ""
    count: int | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One or more words and what they may do."""

    words: tuple[str, ...]
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the vocabulary knows of one word as it stands in a text.

    `forms` are the word's readings that the vocabulary holds, with fewer and fewer clitics; `phrases` start with one of
    them, longest first. The flags tell which clitics the number word (or else the first phrase) carried, and `stem` is
    the word without them.
    """

    forms: frozenset[str]
    number: NumberWord | None
    phrases: tuple[Phrase, ...]
    conjunction: bool = False
    preposition: str = ""
    definite: bool = False
    stem: str = ""
    single: bool = field(init=False)
    """Whether the first phrase is one word, so that no other can be longer."""
    alone: Phrase | None = field(init=False)
    """The first phrase that is one word: the one that stands there where no longer one goes on."""
    seconds: frozenset[str] = field(init=False)
    """The second words of the phrases that are longer."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "single", bool(self.phrases) and len(self.phrases[0].words) == 1)
        object.__setattr__(self, "alone", next((one for one in self.phrases if len(one.words) == 1), None))
        object.__setattr__(self, "seconds", frozenset(one.words[1] for one in self.phrases if len(one.words) > 1))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of one language: number words and phrases by first word, and every word of any phrase."""

    numbers: dict[str, NumberWord]
    phrases: dict[str, tuple[Phrase, ...]]
    words: frozenset[str]
