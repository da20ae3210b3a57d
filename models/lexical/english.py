"""A light English stemmer: what an inflected or derived word shares with its base, so that "wounded" meets "wound"."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3
_HISSING = ("ie", "she", "che", "sse", "xe", "oe")
_ENDINGS = ("ational", "ional", "ation", "ment", "ing", "ion", "ant", "ent", "ist", "ness", "ee", "er", "or", "ed", "e")
_FAMILIES = {
    "man": ("men", "male", "males"), "woman": ("women", "female", "females"), "child": ("children", "kid", "kids"),
    "person": ("people", "persons", "persona"), "die": ("dead", "death", "deaths", "died", "dies", "dying", "deceased"),
    "tooth": ("teeth",), "foot": ("feet",), "mouse": ("mice",), "goose": ("geese",), "life": ("lives", "live"),
    "wife": ("wives",), "knife": ("knives",), "leaf": ("leaves",), "half": ("halves",), "thief": ("thieves",),
    "seat": ("sat",), "flight": ("flew", "flights", "flown"), "sold": ("sell", "sale", "sales", "selling", "sells"),
    "bought": ("buy", "buys", "buying", "buyer", "buyers"), "voice": ("vote", "votes", "voter", "voters"),
    "injure": ("hurt", "hurts"), "win": ("won", "wins", "winner", "winners", "winning"),
    "lose": ("lost", "loss", "losses", "loses", "losing"), "fall": ("fell", "fallen", "falls"),
    "rise": ("rose", "risen", "rises"), "grow": ("grew", "grown", "grows", "growth"), "born": ("birth", "births"),
    "crisis": ("crises",), "policeman": ("police", "policemen", "cop", "cops"), "ox": ("oxen",),
    "aircraft": ("plane", "planes", "airplane", "airplanes"), "build": ("built", "builds"),
    "sing": ("song", "songs", "sang", "sung"), "speak": ("speech", "spoke", "speeches", "spoken"),
    "steal": ("stole", "stolen", "theft", "thefts"), "think": ("thought", "thoughts"),
    "weigh": ("weight", "weights"), "gunman": ("gunmen",), "fisherman": ("fishermen",), "business": ("businesses",),
    "businessman": ("businessmen",), "bus": ("buses",), "gas": ("gases",), "virus": ("viruses",),
    "soldier": ("troop", "troops", "soldiers"), "strike": ("struck", "strikes"),
    "choose": ("chose", "choice", "choices"),
}  # fmt: skip
"""Words whose forms share no ending, and pairs that translators take for one another, each under its base."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The part of an English word that its forms share, in small letters; of an irregular one that of its base."""
    return _stem(word)


@lru_cache(maxsize=65_536)
def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of the words of an English phrase."""
    if phrase.isalpha():
        return (_stem(phrase),)  # most are one word
    return tuple(stem(word) for word in _WORD.findall(phrase))


def irregular_forms(base: str) -> tuple[str, ...]:
    """The words that share the stem `base` and none of its beginning, so that no look at beginnings finds them."""
    return _FORMS.get(base, ())


def _stem(word: str) -> str:
    word = word.casefold()
    return _cut(_BASES.get(word, word))


def _cut(word: str) -> str:
    if len(word) > _SHORTEST and word[-1] == "s" and word[-2] not in "su":
        word = word[:-1]
        if len(word) > _SHORTEST + 1 and word.endswith(_HISSING):
            word = word[:-1]
    for ending in _ENDINGS if word.endswith(_ENDINGS) else ():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word.removesuffix(ending)
            break
    if len(word) > _SHORTEST and word[-1] in "iye":
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST + 1 and word[-1] == word[-2] else word


_BASES = {word: base for base, forms in _FAMILIES.items() for word in forms}
_FORMS = {_cut(base): (base, *forms) for base, forms in _FAMILIES.items()}
