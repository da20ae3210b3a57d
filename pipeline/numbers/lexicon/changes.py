"""The words of change, comparison and parts of periods, with their direction: what `changes.toml` says of one word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal, cast, get_args

from pipeline.numbers.lexicon.units import read_table
from pipeline.numbers.quantity import Direction, Language, Part
from pipeline.numbers.text.clitics import forms
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.text.kept import uncollected

ChangeKind = Literal["verb", "pace", "direct", "margin", "noun", "outcome", "comparison", "particle"]
ChangeList = Literal[
    "stop", "filler", "negation", "by", "to", "from", "of", "level", "joining", "placing", "points", "away", "only",
    "collapsing", "mourned", "owner", "than", "phrasal", "reaching", "ending_at", "small", "after_head",
    "following", "part_between", "rival", "passive",
]  # fmt: skip
Senses = dict[ChangeKind, Direction]
"""What a word may be, with its direction: "cut" is a verb and a noun."""

_PAST = ("", "ت", "ا", "تا", "وا", "نا")
_PRESENT, _PERSONS, _FUTURE = "يتنا", ("", "ان", "ون", "وا", "ا"), ("", "س")
_VERBS = ("verb", "pace", "direct", "margin")
_NOT_BEFORE_VERBS = ("ب", "ك")
_PRONOUNS = ("ها", "ه", "هم", "هما")
_NOUN_ENDINGS = ("", "ا", *_PRONOUNS)
_PARTICIPLE_ENDINGS = ("", "ا", "ه", "ين", "ون", "تين", "ات", "ان")


@cache
@uncollected
def change_words(lang: Language) -> dict[str, Senses]:
    """The senses of every folded word of change of `lang`, in all its forms but without clitics."""
    found: dict[str, Senses] = {}
    make = _english_forms if lang == "en" else _arabic_forms
    for kind in get_args(ChangeKind):
        for direction, lines in _table(lang)[kind].items():
            for line in lines:
                for form in make(fold_word(line), kind):
                    found.setdefault(form, {}).setdefault(kind, cast(Direction, direction))
    return found


def english_change(word: str) -> Senses | None:
    """What a folded English word or phrase says of change, or None."""
    return _compared(word, "en") if " " in word else change_words("en").get(word)


def arabic_change(word: str) -> Senses | None:
    """What a folded Arabic word with its clitics, or a phrase, says of change, or None."""
    if " " in word:
        return _compared(word, "ar")
    words = change_words("ar")
    for form in forms(word):
        found = words.get(form.stem)
        past = form.preposition == "ل" and form.stem[0] not in _PRESENT
        if found is not None and (form.definite or past or form.preposition in _NOT_BEFORE_VERBS):
            kept = ("noun", "outcome") if form.definite else ("noun", "outcome", "comparison", "particle")
            found = {kind: direction for kind, direction in found.items() if kind in kept}
        if found:
            return found
    return None


def _compared(phrase: str, lang: Language) -> Senses | None:
    """ "More than", أقل من: the comparison that a phrase begins with."""
    senses = change_words(lang).get(phrase.partition(" ")[0], {})
    return {"comparison": senses["comparison"]} if "comparison" in senses else None


@cache
def part_words(lang: Language) -> dict[str, Part]:
    """The folded words for a part of a period, each with the part."""
    return {fold_word(word): cast(Part, part) for part, words in _table(lang)["part"].items() for word in words}


def part_of(word: str, lang: Language) -> Part | None:
    """The part of a period that a folded word names, clitics aside: منتصف and بمنتصف, not المنتصف."""
    words = part_words(lang)
    if lang == "en":
        return words.get(word)
    return next((words[form.stem] for form in forms(word) if form.stem in words and not form.definite), None)


@cache
def lone_words(lang: Language) -> dict[str, str]:
    """The folded words that go with a period without a number, each with what it says of it."""
    return {fold_word(word): name for name, words in _table(lang)["lone"].items() for word in words}


@cache
def weekday_words(lang: Language) -> dict[str, str]:
    """The folded words between a weekday and the word for its part, and the words for the part that go only with it."""
    return {fold_word(word): name for name, words in _table(lang)["weekday"].items() for word in words}


@cache
def change_list(name: ChangeList, lang: Language) -> frozenset[str]:
    """The folded words of one list."""
    return frozenset(fold_word(word) for word in _table(lang)["words"].get(name, ()))


@cache
def _table(lang: Language) -> dict[str, Any]:
    table: dict[str, Any] = read_table("changes.toml")["english" if lang == "en" else "arabic"]
    return table


def english_verb_forms(line: str) -> Iterator[str]:
    """The forms of an English verb whose line has its infinitive and then what is irregular."""
    words = line.split()
    yield from (*_regular(words[0]), *words[1:])


def arabic_verb_forms(line: str, *, pronouns: Sequence[str] = _PRONOUNS) -> Iterator[str]:
    """The forms of an Arabic verb whose line has its past, "/", and its present without the prefix, and these with
    each of `pronouns`.
    """
    past, present = line.split("/")
    for person in _PAST:
        yield past + person
        if person in ("", "ت"):
            yield from (past + person + pronoun for pronoun in pronouns)
    if past[-1] in "يا":  # تنامى, نما: the last letter goes before the ending of the feminine
        yield past[:-1] + "ت"
    for future in _FUTURE:
        for prefix in _PRESENT:
            for person in _PERSONS:
                yield future + prefix + present + person
            yield from (future + prefix + present + pronoun for pronoun in pronouns)


def _english_forms(line: str, kind: ChangeKind) -> Iterator[str]:
    yield from english_verb_forms(line) if kind in _VERBS else line.split()


def _regular(verb: str) -> tuple[str, str, str, str]:
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    es = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    return verb, verb + es, verb + "ed", verb + "ing"


def _arabic_forms(line: str, kind: ChangeKind) -> Iterator[str]:
    if kind in _VERBS:
        yield from arabic_verb_forms(line)
    elif kind in ("comparison", "particle"):
        yield from (line + ending for ending in _PARTICIPLE_ENDINGS)
    else:
        for ending in _NOUN_ENDINGS:
            stem = line[:-1] + "ت" if line[-1] == "ه" and ending in _PRONOUNS else line
            yield stem + ending
        if line[-1] == "ه":
            yield line[:-1] + "ت"  # لزيادتها is made above; زيادتي before a pronoun
            yield line[:-1] + "تين"
