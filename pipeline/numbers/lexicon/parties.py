"""Verbs of two parties (seller and buyer, winner and loser), and which of the two is their subject: `parties.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import Literal, get_args

from pipeline.numbers.lexicon.changes import arabic_verb_forms, english_verb_forms
from pipeline.numbers.lexicon.units import read_table
from pipeline.numbers.quantity import Language
from pipeline.numbers.text.clitics import forms, without_pronoun
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.text.kept import Kept, uncollected

Side = Literal["first", "second"]
PartyList = Literal[
    "adverb", "agent", "agent_of_second", "article", "be", "before_noun", "before_verb", "between", "carries",
    "copula", "determiner", "either_way", "ends", "ends_agent", "have", "irregular", "issued", "issued_by",
    "late_subject", "leads", "light", "light_object", "marks", "modal", "no_object", "no_verb", "nobody",
    "noun_in_ly", "owner", "participle", "particle", "parts", "passive", "places", "pronoun", "redone", "resumes",
    "said", "that", "wins_with_by", "with_no_object",
]  # fmt: skip
TransferList = Literal[
    "adds", "agrees", "auxiliary", "belongs", "binds", "double", "ends", "ends_group", "ends_name", "figure", "from",
    "leads", "links", "nobody", "not_from", "not_to", "orders", "party_leads",
    "quantifiers", "since", "to",
]  # fmt: skip
Deeds = dict[str, Side]
"""What a verb tells of: its topics, each with the party that is its subject."""
PARTICLE = "_"
"""What joins an English verb to its particle: turned_down."""
_DUAL = "ا"
"""Of the past it looks like an accusative: أمرا."""


@cache
@uncollected
def deeds(lang: Language) -> dict[str, Deeds]:
    """The verbs of `lang` in all their folded forms, without clitics."""
    found: dict[str, Deeds] = {}
    either: set[tuple[str, str]] = set()
    sides: tuple[Side, ...] = ("first", "second")
    for topic, row in read_table("parties.toml")["topic"].items():
        for side in sides:
            for line in row[lang][side]:
                for form in _forms(fold_word(line), lang):
                    if found.setdefault(form, {}).setdefault(topic, side) != side:
                        either.add((form, topic))
    for form, topic in either:  # تسلم, she hands over or he received
        del found[form][topic]
    return found


@cache
def verbs_with_particle() -> frozenset[str]:
    """The English words that tell of a deed with a particle behind them: turned_down."""
    return frozenset(form.partition(PARTICLE)[0] for form in deeds("en") if PARTICLE in form)


def deed_of(word: str, lang: Language) -> Deeds | None:
    """What a folded word tells of as a verb, a glued و or ف aside; None where it is none."""
    return DEEDS[lang][word]


def _deed(word: str, lang: Language) -> Deeds | None:
    known = deeds(lang)
    if lang == "en":
        return known.get(word)
    return next(
        (known[form.stem] for form in forms(word) if form.stem in known and not form.preposition and not form.definite),
        None,
    )


DEEDS: dict[Language, Kept[Deeds | None]] = {lang: Kept(partial(_deed, lang=lang)) for lang in get_args(Language)}
"""What `deed_of` says of each word, for who looks up every word of a text."""


def _forms(line: str, lang: Language) -> Iterator[str]:
    """The forms of a verb; of an Arabic one those without a pronoun, which leaves its object unnamed, or a tanween."""
    if lang == "en":
        return english_verb_forms(line)
    dual = line.partition("/")[0] + _DUAL
    return (form for form in arabic_verb_forms(line, pronouns=()) if form != dual)


@cache
def party_list(name: PartyList, lang: Language) -> frozenset[str]:
    """The folded words of one list."""
    return frozenset(fold_word(word) for word in read_table("parties.toml")["words"][lang].get(name, ()))


@cache
def transfer_list(name: TransferList, lang: Language) -> frozenset[str]:
    """The folded words of one list that tells giver and receiver apart; of verbs in all their forms."""
    rows = read_table("parties.toml")["transfer"][lang].get(name, ())
    if name in ("agrees", "double", "orders"):
        return frozenset(form for line in rows for form in english_verb_forms(line))
    return frozenset(map(fold_word, rows))


def _transfer_noun(word: str) -> Deeds | None:
    known = _transfer_nouns()
    found = next((known[form.stem] for form in forms(word) if form.stem in known), None)
    bare = without_pronoun(word) if found is None else None
    if bare is not None:
        found = next((known[form.stem] for form in forms(bare[0]) if form.stem in known), None)
    return found


TRANSFER_NOUNS: Kept[Deeds | None] = Kept(_transfer_noun)
"""What a folded Arabic verbal noun tells of: بدفع, السداد, تخليها."""


@cache
def _transfer_nouns() -> dict[str, Deeds]:
    found: dict[str, Deeds] = {}
    sides: tuple[Side, ...] = ("first", "second")
    for topic, row in read_table("parties.toml")["transfer"]["nouns"].items():
        for side in sides:
            for word in row.get(side, ()):
                found.setdefault(fold_word(word), {})[topic] = side
    return found
