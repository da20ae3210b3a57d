"""Units and currencies: names from CLDR and from the tables beside this file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from pipeline.numbers.lexicon.model import LexiconError, Sense, SenseKind
from pipeline.numbers.quantity import Language
from pipeline.numbers.text.kept import uncollected

_MONTHS = {"year": 12, "month": 1, "decade": 120, "century": 1200}
_OTHER_WORDS = {"fur", "atm"}
"""Abbreviations of CLDR that newspapers write for something else."""
_WITH_PLURAL = ("metre", "meter", " foot", " mile", " yard", " inch")
_DUALS = ("ان", "ين")
_AFTER_NOUN = ("في ", "بال", "/")
"""What follows an Arabic unit without agreeing with it: كيلومتر في الساعة."""
_TIME_UNITS = ("year", "month", "week", "day", "hour", "minute", "second", "decade", "century")


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure: its dimension, and its size in the dimension's base unit where that is exact."""

    dimension: str
    factor: Fraction | None


@cache
@uncollected
def read_table(name: str) -> dict[str, Any]:
    """One of the TOML tables beside this file; raises LexiconError where it is no TOML, or names a key twice."""
    try:
        return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}: {error}; a code, unit or list has one line, to which names are added.") from error


@cache
def _cldr() -> dict[str, Any]:
    """The names that CLDR has, as `cldr.py` writes them."""
    table: dict[str, Any] = json.loads(resources.files(__package__).joinpath("cldr.json").read_text(encoding="utf-8"))
    return table


@cache
def unit_table() -> dict[str, Unit]:
    """Every measure the engine knows, by CLDR unit id."""
    return {
        name: Unit(row["dimension"], Fraction(row["factor"]) if row.get("factor") else None)
        for name, row in read_table("units.toml").items()
    }


@cache
def unit_of(name: str) -> Unit | None:
    """The unit of an id, compounds such as "mile-per-second" and "square-millimeter" too; None for other strings."""
    table = unit_table()
    if name in table:
        return table[name]
    head, per, tail = name.partition("-per-")
    if per:
        one, two = unit_of(head), unit_of(tail)
        if one is None or two is None:
            return None
        exact = one.factor is not None and two.factor is not None
        dimension = f"{one.dimension}-per-{two.dimension}"
        if two.dimension == "time":
            dimension = "speed" if one.dimension == "length" else f"{one.dimension}-rate"
        return Unit(dimension, one.factor / two.factor if exact and one.factor and two.factor else None)
    for prefix, power, dimension in (("square-", 2, "area"), ("cubic-", 3, "volume")):
        inner = table.get(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if inner is not None and inner.dimension == "length":
            return Unit(dimension, None if inner.factor is None else inner.factor**power)
    return None


def dimension_of(name: str | None) -> str | None:
    """The dimension of the unit of an id; None for other strings, and for none."""
    unit = unit_of(name) if name else None
    return None if unit is None else unit.dimension


@cache
def unit_ratio(one: str, two: str) -> Fraction | None:
    """How many of unit `two` make up one of unit `one`: 60 for hour and minute; None where that is not exact."""
    if one in _MONTHS and two in _MONTHS:
        return Fraction(_MONTHS[one], _MONTHS[two])
    larger, smaller = unit_of(one), unit_of(two)
    if larger is None or smaller is None or larger.dimension != smaller.dimension:
        return None
    return larger.factor / smaller.factor if larger.factor and smaller.factor else None


@cache
def money_family(code: str) -> str:
    """The bare name that `code` shares with other currencies ("dollar" for CAD), or the code itself."""
    name: str = _cldr()["currencies"]["en"].get(code, (code,))[0]
    family = name.rsplit(" ", 1)[-1].lower().rstrip("s") if code != "BTC" else code
    return "rial" if family == "riyal" else family  # one Arabic word, which English spells by the country


@cache
def told_by_hamza() -> dict[str, str]:
    """The abbreviations of currencies that folding makes alike, and the currency that each of them names."""
    return {name: str(code) for code, names in read_table("currencies.toml")["hamza"].items() for name in names}


@cache
def dollar_letters() -> dict[str, str]:
    """The letter before a dollar sign, in lower case, and the currency it names: "a" for A$."""
    return {letter: str(code) for letter, code in read_table("currencies.toml")["dollar_letter"].items()}


def measure_names(lang: Language) -> Iterator[tuple[str, Sense]]:
    """(name, sense) for every measure, in natural spelling."""
    of_cldr = _cldr()["units"][lang]
    for name, row in read_table("units.toml").items():
        names = set(row.get(lang, ()))
        for bare in of_cldr.get(name, ()) if lang == "en" or name not in _TIME_UNITS else ():
            if (
                len(bare) > 2
                and bare not in _OTHER_WORDS
                and "{" not in bare
                and not bare.startswith(("per ", "/", "في ", "لكل "))
            ):
                names.add(bare)
        if lang == "ar":
            names |= {_with_jim(spelling) for spelling in names}
        for spelling in sorted(names):
            for form, count in _inflected(spelling, lang=lang):
                yield form, Sense("measure", name, count=count)
                if lang == "en" and spelling.replace(" ", "").isalpha() and " " in form:
                    yield form.replace(" ", " - "), Sense("measure", name)  # "a 1,500-square-foot hall"
        for kind, names_of_kind in row.get("scaled", {}).items() if lang == "en" else ():
            yield from ((spelling, Sense(kind, name)) for spelling in names_of_kind)
        for dual in row.get("ar_dual", ()) if lang == "ar" else ():
            yield dual, Sense("measure", name, count=2)


def _with_jim(spelling: str) -> str:
    """The sound of g, for which Arabic has no letter, as others write it: جيغاهرتز and جيجاهرتز for غيغاهرتز."""
    return spelling.replace("غيغا", "جيغا").replace("ميغا", "ميجا")


def counted_names(lang: Language) -> Iterator[tuple[str, Sense]]:
    """(phrase, sense) for what counts a unit of time itself: "fortnight" is two weeks."""
    table = read_table("arabic_lists.toml" if lang == "ar" else "english_lists.toml")
    for unit, by_count in table["counted"].items():
        for count, phrases in by_count.items():
            yield from ((phrase, Sense("measure", unit, count=int(count))) for phrase in phrases)


def currency_names(lang: Language) -> Iterator[tuple[str, Sense]]:
    """(name, sense) for every currency, CLDR's first so that the newspaper table wins."""
    yield from _cldr_currency_names(lang)
    table = read_table("currencies.toml")
    for code in table["scaled"]["codes"]:
        yield f"K{code}", Sense("money-thousands", code)
        yield f"M{code}", Sense("money-millions", code)
    sections: tuple[tuple[str, SenseKind, bool], ...] = (
        ("assumed", "currency", True), ("names", "currency", False), ("hundredths", "hundredth", False),
        ("thousandths", "thousandth", False), ("before_figure", "currency-before", False),
    )  # fmt: skip
    for section, kind, assumed in sections:
        if lang == "ar":  # "€15" is written so in Arabic text too
            signs = (pair for pair in _spellings(table[section]["en"]) if not any(map(str.isalpha, pair[1])))
            yield from ((sign, Sense(kind, code, assumed=assumed)) for code, sign in signs)
        for code, spelling in _spellings(table[section].get(lang, {})):
            yield from _currency_forms(spelling, Sense(kind, code, assumed=assumed), lang=lang)


def _cldr_currency_names(lang: Language) -> Iterator[tuple[str, Sense]]:
    """The names of CLDR in more than one word, and the codes; newspapers use one-word names (real, lev) as tabled."""
    of_cldr = _cldr()["currencies"]
    for code, names in of_cldr[lang].items():
        if len(code) == 3 and "(" not in names[0]:
            yield from ((spelling, Sense("currency", code)) for spelling in sorted(names) if " " in spelling)
            if lang == "en":
                yield code, Sense("currency", code)
    if lang == "ar":
        yield from ((code, Sense("currency", code)) for code in of_cldr["en"] if len(code) == 3)


def _spellings(by_code: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    yield from ((code, spelling) for code, spellings in by_code.items() for spelling in spellings)


def _currency_forms(spelling: str, sense: Sense, *, lang: Language) -> Iterator[tuple[str, Sense]]:
    """A currency's name in its forms; a dual of a coin only where it is no other word."""
    own_dual = read_table("arabic_lists.toml")["exact"]["coin_with_dual"]
    for form, count in _inflected(spelling, lang=lang):
        if sense.kind == "currency" or count is None or spelling in own_dual:
            yield form, sense if count is None else replace(sense, count=count)


def _inflected(name: str, *, lang: Language) -> Iterator[tuple[str, int | None]]:
    """The forms of a unit noun: English plural; Arabic tanween, sound plural and dual (which counts two)."""
    yield name, None
    if lang == "ar":
        yield from _inflected_arabic(name)
    elif (name.isalpha() and len(name) > 3 and not name.endswith("s")) or name.endswith(_WITH_PLURAL):
        yield name + "s", None


def _inflected_arabic(name: str) -> Iterator[tuple[str, int | None]]:
    noun, _, adjective = name.partition(" ")
    abbreviations = read_table("arabic_lists.toml")["exact"]["abbreviation"]
    if len(noun) < 3 or noun in abbreviations or not all("\u0621" <= letter <= "\u064a" for letter in noun):
        return
    feminine = noun.endswith("ة")
    stem, base = (noun[:-1], noun[:-1] + "ت") if feminine else (noun, noun)
    if not adjective:
        yield from (() if feminine else ((noun + "ا", None),))
        yield stem + "ات", None
        yield from ((base + ending, 2) for ending in _DUALS)
    elif adjective.startswith(_AFTER_NOUN):
        yield from ((f"{noun}{ending} {adjective}", None) for ending in ("ا", "ات"))
        yield from ((f"{base}{ending} {adjective}", 2) for ending in _DUALS)
    elif feminine:
        yield f"{stem}ات {adjective}", None
        yield from ((f"{base}{ending} {adjective[:-1]}ت{ending}", 2) for ending in _DUALS)
    elif not noun.endswith("ات") and adjective[-1:] not in "ةا":
        yield f"{noun}ا {adjective}ا", None
        yield from ((f"{base}{ending} {adjective}{ending}", 2) for ending in _DUALS)
        yield f"{noun}ات {adjective}ة", None
