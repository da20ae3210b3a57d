"""What a share or a part leaves, told in its place: 60 % imported where 40 % is covered and the rest imported, the
30 % that the patient pays, a quarter fewer for only three quarters, nine roads still closed of 14 where five reopened.

Each asks for words of both texts: a rest and what became of it, "only" and a remission.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.numbers.compare.asides import tells_one_of
from pipeline.numbers.compare.derivations import share_of
from pipeline.numbers.compare.steps import Known
from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon import ListName, money_family, word_list
from pipeline.numbers.quantity import Quantity
from pipeline.numbers.text.tokens import peek, token_at
from pipeline.numbers.write.english import describe

_WHOLE, _LEAST = 100, 3
_FEW = 5
_NEAR, _CLAUSE = 4, 8
"""Tokens beside a share; of a clause on either side of a word."""
_LONGEST = 200
"""Words of two texts beyond which a rest is not looked for."""
_AND = "و"
_MARKS = frozenset(",،؛;:.()-–—")
_PARTING = frozenset(("and", "while", "whereas", "but", "with", "which", "فيما", "بينما", "في حين", "علي ان", "اما"))


def rest_of_share(one: Quantity, two: Quantity, known: Known) -> str | None:
    """The 60 % that is imported, for 40 % that is grown at home and a rest that is imported."""
    if not _leave_each_other(one, two) or known.hints[0].lang != "ar" or not known.kinship.tells:
        return None
    here, there = known.words
    if len(here.all) + len(there.all) > _LONGEST:
        return None
    rest = next((at for at, word in enumerate(here.all) if word.folded in word_list("rest")), None)
    if rest is None:
        return None
    left, own = _clause(here, rest), _leading(here, one)
    clause = there.all if not known.hints[1].tells_rest else _clause(there, _place(there, two.start))
    rests, owns = (_links(words, clause, known) for words in (left, own))
    if known.hints[1].tells_rest:
        return _leaves(one) if len(rests) > len(owns) else None
    return _leaves(one) if rests - owns and not owns & {word.start for word in own[:_LEAST]} else None


def _leaves(one: Quantity) -> str:
    return f"what {describe(one)} leaves"


def _leave_each_other(one: Quantity, two: Quantity) -> bool:
    """Whether two shares make a whole, and neither is a rank."""
    first, second = share_of(one), share_of(two)
    if first is None or second is None or "ordinal" in (one.kind, two.kind):
        return False
    return first + second == 1 and first != second and one.bound == two.bound


def _place(words: Words, start: int) -> int:
    return next((at for at, word in enumerate(words.all) if word.start >= start), len(words.all)) - 1


def _clause(words: Words, at: int) -> list[Word]:
    """The words around the one at `at`, up to a mark or a word that parts clauses."""
    found: list[Word] = []
    for step in (1,) if words.all[at].folded.startswith(_AND) else (-1, 1):
        place = at + (step > 0)
        for index in range(place, place + step * _CLAUSE, step):
            if not 0 <= index < len(words.all) or _parts(words.all[index]):
                break
            found.append(words.all[index])
            if step < 0 and words.lang == "ar" and words.all[index].folded.startswith(_AND):
                break  # ويسدد المريض الباقي
    return [word for word in found if not word.joins]


def _parts(word: Word) -> bool:
    return word.folded in _MARKS or word.folded in _PARTING


def _links(words: Sequence[Word], others: Sequence[Word], known: Known) -> set[int]:
    """Where the words stand that others of the target may be said for."""
    found = (word for word in words if word.folded not in word_list("rest"))
    return {
        word.start
        for word in found
        if any(known.kinship.of(word.text, other.text) in ("same", "near") for other in others)
    }


def _leading(words: Words, one: Quantity) -> list[Word]:
    """The words of the clause of a figure that stand before it: its verb and who or what did it."""
    clause = sorted(_clause(words, _place(words, one.start)), key=lambda word: word.start)
    return [word for word in clause if word.start < one.start]


def spared_share(one: Quantity, two: Quantity, known: Known) -> str | None:
    """40 % that debtors are let off, where they pay 60 % only; a quarter fewer, where only three quarters come."""
    if not _leave_each_other(one, two) or not (known.hints[0].restricts(one) or _only_behind(one, known)):
        return None
    return _leaves(one) if _stands_by(two, known, "spared") else None


def _only_behind(one: Quantity, known: Known) -> bool:
    tokens = known.hints[0].tokens
    return peek(tokens, token_at(tokens, one.end)).text in word_list("restricting")


def _stands_by(two: Quantity, known: Known, name: ListName) -> bool:
    tokens = known.hints[1].tokens
    first, after = token_at(tokens, two.start), token_at(tokens, two.end)
    return any(
        token.text in word_list(name) for token in (*tokens[max(first - _NEAR, 0) : first], *tokens[after : after + 2])
    )


def still_so(one: Quantity, two: Quantity, known: Known) -> str | None:
    """Nine of the 14 roads that are still closed, where five of them were opened again."""
    if one.kind != "cardinal" or two.kind != "cardinal" or (one.unit, two.unit) != (None, None):
        return None
    if not known.hints[1].is_of_whole(two) or not tells_one_of(known.hints[0].tokens, one, near=True):
        return None
    if all(token.text not in word_list("still") for token in known.hints[1].tokens):
        return None
    for whole in known.kept if len(known.kept) <= _FEW else ():
        if whole.kind == "cardinal" and (whole.value or 0) - (one.value or 0) == two.value:
            return f"{describe(whole)} less {describe(one)}"
    return None


def is_left(two: Quantity, known: Known) -> bool:
    """Whether a figure is of those for whom it is still so, where the source says that only some were found: "four are
    still missing", for لم يعثر سوى على اثنين من الستة.
    """
    tokens = known.hints[1].tokens
    at = token_at(tokens, two.end)
    still = any(token.text in word_list("still") for token in tokens[at : at + _LEAST])
    return still and any(known.hints[0].restricts(one) for one in known.kept if one.kind == two.kind)


def rest_in_equal_parts(two: Quantity, known: Known) -> str | None:
    """19 % each, of what 62 % leaves to two that hold equal parts."""
    hints = known.hints
    if two.kind != "percent" or two.high is not None or not (hints[0].tells_rest and hints[0].tells("evenly")):
        return None
    if not hints[1].tells("apiece"):
        return None
    for one in known.kept if len(known.kept) <= _FEW else ():
        if one.kind == "percent" and one.high is None and _WHOLE - (one.value or 0) == 2 * (two.value or 0):
            return f"half of what {describe(one)} leaves"
    return None


def all_but_one(two: Quantity, known: Known) -> str | None:
    """Five of the six, where none but one came through: لم ينج من الستة سوى الطيار, "the co-pilot alone survived"."""
    if two.kind != "cardinal" or two.unit is not None or two.high is not None or known.hints[0].lang != "ar":
        return None
    tokens = known.hints[0].tokens
    saved = (at for at, token in enumerate(tokens) if token.text in word_list("save"))
    at = next(saved, None)
    if at is None or any(token.number is not None or token.kind == "digits" for token in tokens[at : at + _NEAR]):
        return None
    hints = known.hints[1]
    if not hints.is_of_whole(two) or hints.restricts(two) or not hints.tells("sole"):
        return None
    for whole, _ in known.pairs if len(known.pairs) <= _FEW else ():
        if whole.kind == "cardinal" and (whole.value or 0) >= _LEAST and whole.value == (two.value or 0) + 1:
            return f"{describe(whole)} less one"
    return None


def is_amount_rest_told(one: Quantity, known: Known) -> bool:
    """Whether the target says a sum as the rest of others that both texts have: "$4.2bn in grants and the rest in
    loans", of 5.8 billion.
    """
    if one.value is None or one.high is not None or not (known.hints[1].tells_rest):
        return False
    alike = [
        other.value
        for other in (known.kept if len(known.kept) <= _FEW else ())
        if other.value is not None and other.high is None and _are_alike(one, other)
    ]
    whole = max(alike, default=Fraction(0))
    return len(alike) == 2 and whole - min(alike) == one.value


def _are_alike(one: Quantity, other: Quantity) -> bool:
    if {one.kind, other.kind} <= {"money", "cardinal"}:
        return one.unit is None or other.unit is None or money_family(one.unit) == money_family(other.unit)
    return one.kind == other.kind and one.unit == other.unit
