"""Sentences for findings: what each text says, in words that a reader of either language can check."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.numbers.quantity import FindingType, Language, Quantity
from pipeline.numbers.write.english import BOUNDS, describe, unit_name

_NAMES: dict[Language, str] = {"ar": "Arabic", "en": "English"}
_KINDS = {
    "cardinal": "a count", "ordinal": "a rank", "date": "a date", "year": "a year", "time": "a clock time",
    "period": "a period", "fraction": "a fraction", "money": "a sum of money", "percent": "a percentage",
}  # fmt: skip
"""The kinds in words for readers who have not read the code."""


_CLAIMS: dict[FindingType, Callable[[Quantity], str]] = {
    "part": lambda quantity: quantity.part or "",
    "direction": lambda quantity: quantity.direction or "",
    "role": lambda quantity: quantity.role or "",
}


def explain(
    type_: FindingType, source: Quantity | None, target: Quantity | None, *, languages: tuple[Language, Language]
) -> str:
    """One sentence for a finding, such as "Arabic says 1.2 billion (1.2 مليار), English says 1.2 million"."""
    one, two = _sides(languages)
    if source is None and target is not None:
        return f"{two[0].upper()}{two[1:]} adds {_both(target)}"
    if target is None and source is not None:
        return f"{one} says {_both(source)}, {two} leaves it out"
    if source is None or target is None:
        return ""
    sentence = f"{one} says {_both(source)}, {two} says {_both(target)}"
    if type_ == "scaled":
        return f"{sentence}: another power of ten"
    if type_ == "unit":
        return f"{sentence}: {_turned(_unit(source), _unit(target), missing='unit')}"
    if type_ == "bound":
        bounds = [BOUNDS[quantity.bound].strip() for quantity in (source, target)]
        return f"{sentence}: {_turned(*(bound and f'“{bound}”' for bound in bounds))}"
    if type_ in _CLAIMS:
        one, two = (_CLAIMS[type_](quantity) for quantity in (source, target))
        return f"{sentence}: {_turned(one and f'“{one}”', two and f'“{two}”')}"
    if type_ == "rounded":
        return f"{sentence}: rounded"
    if type_ == "kind":
        return f"{sentence}: {_KINDS.get(source.kind, source.kind)} became {_KINDS.get(target.kind, target.kind)}"
    return sentence


def _turned(one: str, two: str, *, missing: str = "") -> str:
    """What became of a part of a quantity, which may be empty on one side."""
    if not one or not two:
        return f"{missing and f'the {missing} '}{one or two} is {'left out' if one else 'added'}"
    return f"{one} became {two}"


def _unit(quantity: Quantity) -> str:
    return "" if quantity.unit is None else unit_name(quantity, plural=True)


def recurring(
    source: Quantity,
    target: Quantity,
    rates: tuple[str | None, str | None],
    *,
    languages: tuple[Language, Language],
) -> str:
    """The sentence for a figure that falls due at other times: "… says USD 10 a month, … USD 10 a year"."""
    one, two = _sides(languages)
    return f"{one} says {_both(source)} a {rates[0]}, {two} says {_both(target)} a {rates[1]}"


def counted(source: Quantity, target: Quantity, nouns: tuple[str, str], *, languages: tuple[Language, Language]) -> str:
    """The sentence for another thing counted: "Arabic counts “قتيلا” with 30, English counts “wounded” with 30"."""
    one, two = _sides(languages)
    return f"{one} counts “{nouns[0]}” with {_both(source)}, {two} counts “{nouns[1]}” with {_both(target)}"


def exchanged(
    first: tuple[Quantity, Quantity], second: tuple[Quantity, Quantity], *, languages: tuple[Language, Language]
) -> str:
    """The sentence for two figures that changed places between what they are said of."""
    one, two = _sides(languages)
    return f"{one} says {_both(first[0])} and {_both(second[0])}, {two} exchanges the two figures"


def told_of(source: Quantity, target: Quantity, *, languages: tuple[Language, Language]) -> str:
    """The sentence for a figure that is told of somebody else, of whom the source tells something else."""
    one, two = _sides(languages)
    return f"{one} says {_both(source)}, {two} says {_both(target)} of another name of the sentence"


def says(source: Quantity, target: Quantity, *, languages: tuple[Language, Language]) -> str:
    """The sentence for words that exclude one another: "Arabic says “يوم الاثنين”, English says “Tuesday”"."""
    one, two = _sides(languages)
    return f"{one} says “{source.text}”, {two} says “{target.text}”"


def parties(source: Quantity, target: Quantity, *, languages: tuple[Language, Language]) -> str:
    """The sentence for two parties of a deed in each other's place."""
    one, two = _sides(languages)
    says_of = f"{one} says “{source.text}” of one party, {two} says “{target.text}” of the other"
    return f"{says_of}: who did it to whom is turned round"


def other_nation(source: Quantity, target: Quantity, *, languages: tuple[Language, Language]) -> str:
    """The sentence for a noun that is of one nation in one text and of another one in the other."""
    one, two = _sides(languages)
    return f"{one} says “{source.text}” of one nation, {two} says “{target.text}” of another"


def derived(target: Quantity, step: str, *, languages: tuple[Language, Language]) -> str:
    """The sentence for a figure that follows from the source's by one step of arithmetic."""
    return f"{_NAMES[languages[1]]} says {_both(target)}, which {_NAMES[languages[0]]} does not say but implies: {step}"


def _sides(languages: tuple[Language, Language]) -> tuple[str, str]:
    """What the two texts are called in a sentence that begins with the first."""
    if languages[0] == languages[1]:
        return "The source", "the target"
    return _NAMES[languages[0]], _NAMES[languages[1]]


def _both(quantity: Quantity) -> str:
    said = describe(quantity)
    return said if said == quantity.text else f"{said} ({quantity.text})"
