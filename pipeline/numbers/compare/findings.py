"""What became of a source's quantities in a target: pairs, then findings with severity and a message for readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.numbers.compare.accounts import settled
from pipeline.numbers.compare.alignment import Pair, align
from pipeline.numbers.compare.attributions import misattributed
from pipeline.numbers.compare.candidates import near_pairs
from pipeline.numbers.compare.cases import Case, Languages, Lone
from pipeline.numbers.compare.counted import judge_counted
from pipeline.numbers.compare.derivations import derivation, figures_of
from pipeline.numbers.compare.duals import dual_nouns
from pipeline.numbers.compare.hints import Hints
from pipeline.numbers.compare.judgements import judge_lone, judge_pair
from pipeline.numbers.compare.leftovers import is_said, may_be_said, step_to
from pipeline.numbers.compare.lone import pair_periods
from pipeline.numbers.compare.names import other_names
from pipeline.numbers.compare.notions import find_other_notions
from pipeline.numbers.compare.opposites import find_opposites
from pipeline.numbers.compare.parties import find_parties
from pipeline.numbers.compare.recast import in_another_unit, recast
from pipeline.numbers.compare.relations import Relation
from pipeline.numbers.compare.steps import Known
from pipeline.numbers.compare.sums import conversion_of, join_units
from pipeline.numbers.compare.texts import Texts
from pipeline.numbers.compare.told import (
    follows,
    is_no_pair,
    is_soft_of_other_unit,
)
from pipeline.numbers.compare.values import other_goals, relate, split
from pipeline.numbers.compare.words import Kinship, SameWord, Words
from pipeline.numbers.compare.workings import working
from pipeline.numbers.quantity import Comparison, Finding, Language, Quantity
from pipeline.numbers.read.reader import read_quantities


@dataclass(frozen=True, slots=True)
class Judged:
    """A comparison with the pairs that it rests on and how each of them stands."""

    comparison: Comparison
    pairs: tuple[tuple[Quantity, Quantity, Relation], ...]


_LEAST_BARE = 10
"""From here on a figure without a unit is likely the end of a range that has the same value."""
_MOST_LEFT = 50
"""Figures without a counterpart that one may follow from: a sentence leaves a few, and a hostile text any number."""


def compare_texts(source: str, target: str, *, languages: Languages, same_word: SameWord | None = None) -> Judged:
    """Reads and compares two texts, one to one and in both directions; `same_word` tells what is counted."""
    read = _read(source, target, languages)
    words = Words(source, lang=languages[0]), Words(target, lang=languages[1])
    kinship = Kinship(same_word, languages=languages)
    texts, figures = Texts(words, ((), ()), kinship, languages), _NO_FIGURES
    if any(read):  # most sentences have no figure
        texts, figures = _compare_figures((source, target), read, texts)
    findings = [*figures.findings, *find_parties(texts)]
    opposites = find_opposites(source, target, languages=languages) + find_other_notions(words, languages=languages)
    findings.extend(opposite for opposite in opposites if not _is_told(opposite, findings))
    findings.sort(key=_place)
    return Judged(Comparison(tuple(findings), figures.matched), figures.related)


class _Figures(NamedTuple):
    """What became of the figures of the source: the findings, the figures that arrived, and how each pair stands."""

    findings: list[Finding]
    matched: tuple[tuple[Quantity, Quantity], ...]
    related: tuple[tuple[Quantity, Quantity, Relation], ...]


_NO_FIGURES = _Figures([], (), ())


def _compare_figures(
    given: tuple[str, str], read: tuple[list[Quantity], list[Quantity]], texts: Texts
) -> tuple[Texts, _Figures]:
    """What became of the quantities that were `read` in two texts as `given`, and `texts` with the figures as they were
    paired.
    """
    (source, target), (all_ones, all_twos) = given, read
    languages, words, kinship = texts.languages, texts.words, texts.kinship
    ones, twos = [one for one in all_ones if one.lone is None], [two for two in all_twos if two.lone is None]
    alone = [one for one in all_ones if one.lone is not None], [two for two in all_twos if two.lone is not None]
    pairs, ones, twos = _pair(ones, twos, source, target)
    hints = (Hints(source, target, lang=languages[0]), Hints(target, source, lang=languages[1]))
    currencies = (_currencies(ones), _currencies(twos))
    findings: list[Finding] = []
    matched: list[tuple[Quantity, Quantity]] = []
    kept = [(ones[i], twos[j]) for i, j, relation in pairs if relation.kind in ("equal", "unit", "converted")]
    known = Known(kept, (ones, twos), hints, words, kinship, alone)
    parted: set[int] = set()
    for i, j, relation in pairs:
        step = _recast_pair(ones[i], twos[j], relation, known)
        if step is not None:
            findings.append(judge_lone(Lone(None, twos[j], languages, step=step)))
            continue
        loose = relation.kind in ("changed", "scaled") or is_soft_of_other_unit(ones[i], twos[j])
        if loose and is_no_pair(ones[i], twos[j], known):
            parted.add(i)
            continue
        found, agrees = judge_pair(Case(ones[i], twos[j], relation, languages, hints, currencies, kinship))
        findings.extend(found)
        if agrees:
            matched.append((ones[i], twos[j]))
    paired = {i for i, _, _ in pairs if i not in parted}, {j for i, j, _ in pairs if i not in parted}
    lefts = [index for index in range(len(ones)) if index not in paired[0]]
    rights = [index for index in range(len(twos)) if index not in paired[1]]
    periods = pair_periods(
        [*(ones[i] for i in lefts), *alone[0]],
        [*(twos[j] for j in rights), *alone[1]],
        source_length=len(source),
        target_length=len(target),
    )
    for one, two, relation in periods:
        findings.extend(judge_pair(Case(one, two, relation, languages, hints, currencies))[0])
    found_again = {id(quantity) for one, two, _ in periods for quantity in (one, two)}
    lefts = [i for i in lefts if id(ones[i]) not in found_again]
    rights = [j for j in rights if id(twos[j]) not in found_again]
    findings.extend(_followed(ones, twos, lefts, rights, languages, known))
    findings.extend(_unpaired(lefts, rights, languages, known))
    findings = _settle(findings, languages, known)
    equal = [(ones[i], twos[j]) for i, j, relation in pairs if relation.kind in ("equal", "unit", "part")]
    texts = Texts(words, (ones, twos), kinship, languages)
    findings.extend(misattributed(equal, texts))
    related = (*((ones[i], twos[j], relation) for i, j, relation in pairs), *periods)
    return texts, _Figures(findings, tuple(matched), related)


def _recast_pair(one: Quantity, two: Quantity, relation: Relation, known: Known) -> str | None:
    """How one figure of a pair that disagrees follows from the other; None where it does not."""
    if relation.kind in ("changed", "scaled"):
        return recast(one, two, known)
    return in_another_unit(one, two, known) if relation.kind == "unit" else None


def _settle(findings: list[Finding], languages: Languages, known: Known) -> list[Finding]:
    """`findings` with notes in the place of those that arithmetic settles."""
    steps = settled(findings, known)
    return [
        finding if (step := steps.get(index)) is None else _followed_note(finding, step, languages)
        for index, finding in enumerate(findings)
    ]


def _followed_note(finding: Finding, step: str, languages: Languages) -> Finding:
    if finding.target is None:
        return judge_lone(Lone(finding.source, None, languages, said=True))
    return judge_lone(Lone(None, finding.target, languages, step=step))


def _is_told(opposite: Finding, findings: list[Finding]) -> bool:
    """Whether an error among `findings` says it already: of a figure that rose or fell, or of the same words."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if opposite.type in ("direction", "part"):
        return any(finding.type == opposite.type for finding in errors)
    one, two = opposite.source, opposite.target
    return any(
        _overlap(said, word) or _counts(said, word)
        for finding in errors
        for said, word in ((finding.source, one), (finding.target, two))
    )


def _counts(one: Quantity | None, word: Quantity | None) -> bool:
    """Whether a quantity counts what a word says."""
    return one is not None and one.counted is not None and word is not None and one.counted.start == word.start


def _overlap(one: Quantity | None, two: Quantity | None) -> bool:
    return one is not None and two is not None and one.start < two.end and two.start < one.end


def _place(finding: Finding) -> int:
    quantity = finding.source or finding.target
    return 0 if quantity is None else quantity.start


def _unpaired(left_ones: list[int], left_twos: list[int], languages: Languages, known: Known) -> list[Finding]:
    """Findings on what has no counterpart: other names, what is missing, what is added or follows."""
    if not left_ones and not left_twos:
        return []
    ones, twos = known.everything
    sides = (ones, left_ones, twos, left_twos)
    renamed = [*other_names(*sides), *other_goals(*sides)]
    findings = [judge_lone(Lone(ones[i], twos[j], languages)) for i, j in renamed]
    named_ones, named_twos = {i for i, _ in renamed}, {j for _, j in renamed}
    findings.extend(
        judge_lone(Lone(ones[i], None, languages, said=is_said(ones, twos, i, known)))
        for i in left_ones
        if i not in named_ones
    )
    figures = figures_of(ones) if left_twos else []
    there, unexplained = [two for _, two in known.pairs], []
    for j in left_twos:
        if j not in named_twos:
            neighbour = conversion_of(twos, j)
            step = step_to(twos[j], ones, figures, known) if neighbour is None else None
            said = neighbour is None and step is None and may_be_said(twos[j], ones, known)
            if neighbour is None and step is None and not said and not twos[j].soft and known.is_short:
                step = working(twos[j], known.pairs, known.hints[1].tokens)
            if neighbour is None and step is None and not said:
                unexplained.append(twos[j])
                continue
            there.extend([twos[j]] if said else ())
            findings.append(judge_lone(Lone(None, twos[j], languages, said=said, known=neighbour, step=step)))
    findings.extend(
        judge_lone(Lone(None, two, languages, step=follows(two, known, there) if known.is_short else None))
        for two in unexplained
    )
    return findings


def _followed(
    ones: list[Quantity],
    twos: list[Quantity],
    left_ones: list[int],
    left_twos: list[int],
    languages: Languages,
    known: Known,
) -> list[Finding]:
    """Notes on figures of the target that follow from one of the source; both are taken out of what is left."""
    found: list[Finding] = []
    for j in tuple(left_twos):
        tried = left_ones[:_MOST_LEFT]
        steps = ((i, step) for i in tried if (step := recast(ones[i], twos[j], known)) is not None)
        i, step = next(steps, (-1, ""))
        if i >= 0:
            found.append(judge_lone(Lone(None, twos[j], languages, step=step)))
            left_ones.remove(i)
            left_twos.remove(j)
    return found


def support_texts(source: str, target: str, *, languages: Languages, same_word: SameWord | None = None) -> Judged:
    """Reads both; every quantity of `target` must rest on some quantity of `source`, which may carry several."""
    ones = _with_duals(list(_article(source, lang=languages[0])), source, target, lang=languages[0])
    ones = [*ones, *(part for one in ones for part in split(one) if part is not one)]
    hints = (Hints(source, target, lang=languages[0]), Hints(target, source, lang=languages[1]))
    stated = read_quantities(target, lang=languages[1])
    currencies = (_currencies(ones), _currencies(stated))
    figures = figures_of(ones)
    findings: list[Finding] = []
    related: list[tuple[Quantity, Quantity, Relation]] = []
    matched: list[tuple[Quantity, Quantity]] = []
    for whole in stated:
        if whole.lone is not None:
            continue
        found_whole = _best(ones, whole)
        for two in [whole] if _rests(found_whole) else split(whole):
            best = found_whole if two is whole else _best(ones, two)
            step = None if _rests(best) else derivation(two, figures)
            if step is not None:
                findings.append(judge_lone(Lone(None, two, languages, step=step)))
            elif best is None or (best[1].kind == "changed" and not two.soft):
                findings.append(judge_lone(Lone(None, two, languages, said=hints[0].may_hold(two))))
            elif _rests(best) or not two.soft:
                found, agrees = judge_pair(Case(best[0], two, best[1], languages, hints, currencies), lost_part=False)
                findings.extend(found)
                related.append((best[0], two, best[1]))
                if agrees:
                    matched.append((best[0], two))
    words = Words(source, lang=languages[0]), Words(target, lang=languages[1])
    kinship = Kinship(same_word, languages=languages)
    for one, two, relation in related if kinship.tells else ():
        if relation.kind != "equal":
            continue
        told = judge_counted(one, two, words=words, kinship=kinship, languages=languages)
        if told is not None:
            others = [other for other in ones if other is not one and other.value == two.value]
            elsewhere = (
                judge_counted(other, two, words=words, kinship=kinship, languages=languages) for other in others
            )
            findings.extend(() if None in elsewhere else (told,))
    return Judged(Comparison(tuple(findings), tuple(matched)), tuple(related))


@lru_cache(maxsize=2)
def _article(source: str, *, lang: Language) -> tuple[Quantity, ...]:
    """The quantities of a whole article, against which its summary is checked again and again while it is repaired."""
    return tuple(read_quantities(source, lang=lang))


def _rests(best: tuple[Quantity, Relation] | None) -> bool:
    """Whether a statement rests on the source's best quantity for it."""
    return best is not None and best[1].kind not in ("changed", "scaled")


def _read(source: str, target: str, languages: Languages) -> tuple[list[Quantity], list[Quantity]]:
    """The quantities of both texts, with the duals that stand outside the unit tables, in reading order."""
    ones = _with_duals(read_quantities(source, lang=languages[0]), source, target, lang=languages[0])
    twos = _with_duals(read_quantities(target, lang=languages[1]), target, source, lang=languages[1])
    return ones, twos


def _with_duals(quantities: list[Quantity], text: str, other: str, *, lang: Language) -> list[Quantity]:
    found = dual_nouns(text, quantities, other) if lang == "ar" else []
    return sorted([*quantities, *found], key=lambda quantity: quantity.start) if found else quantities


def _best(ones: Sequence[Quantity], two: Quantity) -> tuple[Quantity, Relation] | None:
    """The cheapest relation; among equals the one whose bound agrees."""
    related = [(one, relation) for one in ones if (relation := relate(one, two)) is not None]
    return min(related, key=lambda pair: (pair[1].cost, pair[0].bound != two.bound), default=None)


def _currencies(quantities: Sequence[Quantity]) -> tuple[str | None, ...]:
    """The currencies and units of measure, which a text says once for several figures."""
    measures = (quantity for quantity in quantities if quantity.kind in ("money", "measure"))
    return tuple(one.unit for one in measures for _ in range(1 if one.high is None else 2))


def _pair(
    ones: list[Quantity], twos: list[Quantity], source: str, target: str
) -> tuple[list[Pair], list[Quantity], list[Quantity]]:
    """Aligns; where a range or ratio found no equal, aligns again with its two numbers on their own, and where two
    amounts did that add up to one of the other side, with their sum.
    """
    pairs = align(ones, twos, source_length=len(source), target_length=len(target))
    good = [(i, j) for i, j, relation in pairs if relation.cost < 0.3 or ones[i].kind == twos[j].kind == "score"]
    loose_ones = set(range(len(ones))) - {i for i, _ in good}
    loose_twos = set(range(len(twos))) - {j for _, j in good}
    if not loose_ones and not loose_twos:
        return pairs, ones, twos
    other_ones, other_twos = [ones[i] for i in sorted(loose_ones)], [twos[j] for j in sorted(loose_twos)]
    new_ones = _split_loose(ones, loose_ones, other_twos)
    new_twos = _split_loose(twos, loose_twos, other_ones)
    if len(new_ones) == len(ones) and len(new_twos) == len(twos):
        new_ones = join_units(ones, source, loose_ones, other_twos)
        new_twos = join_units(twos, target, loose_twos, other_ones)
    if len(new_ones) == len(ones) and len(new_twos) == len(twos):
        return pairs, ones, twos
    return align(new_ones, new_twos, source_length=len(source), target_length=len(target)), new_ones, new_twos


def _split_loose(quantities: list[Quantity], loose: set[int], others: list[Quantity]) -> list[Quantity]:
    """The quantities with the loose ones in their two numbers where one of these stands among `others` too."""
    parts = {index: found for index in sorted(loose) if len(found := split(quantities[index])) > 1}
    if not parts:
        return quantities
    owners = [(index, part) for index, found in parts.items() for part in found]
    other_parts = [(other, part) for other in others for part in split(other)]
    pairs = near_pairs([part for _, part in owners], [part for _, part in other_parts])
    few = len(quantities) + len(others) <= _MOST_LEFT
    halved = {
        owners[i][0]
        for i, j in pairs
        if (_equal(owners[i][1], other_parts[j][1]) or (few and _is_bare_end(owners[i][1], other_parts[j][0])))
        and not (quantities[owners[i][0]].parts and other_parts[j][0].parts)  # three in four, one in four
    }
    return [part for index, one in enumerate(quantities) for part in (parts[index] if index in halved else [one])]


def _equal(one: Quantity, two: Quantity) -> bool:
    relation = relate(one, two)
    return relation is not None and relation.cost < 0.4


def _is_bare_end(one: Quantity, two: Quantity) -> bool:
    """Whether `two` may be the end `one` of a range without its unit: "by 30 dinars to 320"."""
    return two.unit is None and two.high is None and one.value == two.value and (two.value or 0) >= _LEAST_BARE
