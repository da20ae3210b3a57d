"""What became of a source's quantities in a target: pairs, then findings with severity and a message for readers."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.numbers.compare.alignment import Pair, align
from pipeline.numbers.compare.candidates import near_pairs
from pipeline.numbers.compare.derivations import derivation, figures_of
from pipeline.numbers.compare.duals import dual_nouns
from pipeline.numbers.compare.hints import Hints
from pipeline.numbers.compare.sums import conversion_of, join_units
from pipeline.numbers.compare.values import Relation, other_names, relate, split
from pipeline.numbers.quantity import Comparison, Finding, FindingType, Language, Quantity, Severity
from pipeline.numbers.read.reader import read_quantities
from pipeline.numbers.write.explain import derived, describe, explain, recurring

_UPPER, _LOWER = {"less_than", "at_most"}, {"more_than", "at_least"}
_FLIPPED = {("more_than", "less_than"), ("at_least", "at_most"), ("more_than", "at_most"), ("at_least", "less_than")}
_RANKS = ({"ordinal", "cardinal"}, {"ordinal", "money"}, {"ordinal", "percent"})
_MAY_RECUR = {"money", "cardinal", "measure", "percent"}
_SUM = 1000
"""From here on a bare figure may be a sum of money whose currency was just named; a smaller one counts something."""


def compare_texts(source: str, target: str, *, source_lang: Language, target_lang: Language) -> Comparison:
    """Reads and compares two texts, one to one and in both directions."""
    ones = _with_duals(read_quantities(source, lang=source_lang), source, target, lang=source_lang)
    twos = _with_duals(read_quantities(target, lang=target_lang), target, source, lang=target_lang)
    pairs, ones, twos = _pair(ones, twos, source, target)
    hints = (Hints(source, target, lang=source_lang), Hints(target, source, lang=target_lang))
    findings: list[Finding] = []
    matched: list[tuple[Quantity, Quantity]] = []
    currencies = _currencies(ones)
    for i, j, relation in pairs:
        one, two = ones[i], twos[j]
        if relation.kind in ("changed", "scaled"):
            findings.append(_finding(relation.kind, "error", one, two, (source_lang, target_lang)))
            continue
        if relation.kind == "part":
            findings.append(_lost_part(one, two, (source_lang, target_lang), hints))
        matched.append((one, two))
        findings.extend(_on_matched(one, two, relation, (source_lang, target_lang), hints, currencies))
    paired_sources, paired_targets = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    left_sources = [i for i in range(len(ones)) if i not in paired_sources]
    left_targets = [j for j in range(len(twos)) if j not in paired_targets]
    renamed = other_names(ones, left_sources, twos, left_targets)
    findings.extend(_finding("changed", "error", ones[i], twos[j], (source_lang, target_lang)) for i, j in renamed)
    named_sources, named_targets = {i for i, _ in renamed}, {j for _, j in renamed}
    left_sources = [i for i in left_sources if i not in named_sources]
    left_targets = [j for j in left_targets if j not in named_targets]
    findings.extend(
        _lone("missing", ones[i], (source_lang, target_lang), soft=hints[1].may_hold(ones[i])) for i in left_sources
    )
    figures = figures_of(ones) if left_targets else []
    for j in left_targets:
        two, known = twos[j], conversion_of(twos, j)
        step = derivation(two, figures) if known is None else f"{describe(known)} in another unit"
        if step is not None:
            findings.append(
                Finding("derived", "note", None, two, derived(two, step, languages=(source_lang, target_lang)))
            )
            continue
        findings.append(_lone("added", two, (source_lang, target_lang), soft=hints[0].may_hold(two)))
    findings.sort(key=lambda finding: (finding.source or finding.target or ones[0]).start)
    return Comparison(tuple(findings), tuple(matched))


def support_texts(source: str, target: str, *, source_lang: Language, target_lang: Language) -> Comparison:
    """Reads both; every quantity of `target` must rest on some quantity of `source`, which may carry several."""
    ones = _with_duals(read_quantities(source, lang=source_lang), source, target, lang=source_lang)
    ones = [*ones, *(part for one in ones for part in split(one) if part is not one)]
    twos = read_quantities(target, lang=target_lang)
    findings: list[Finding] = []
    matched: list[tuple[Quantity, Quantity]] = []
    languages = (source_lang, target_lang)
    hints = (Hints(source, target, lang=source_lang), Hints(target, source, lang=target_lang))
    currencies = _currencies(ones)
    figures = figures_of(ones)
    for whole in twos:
        best = _best(ones, whole)
        for two in [whole] if best is not None and best[1].kind not in ("changed", "scaled") else split(whole):
            best = _best(ones, two)
            step = None if best is not None and best[1].kind not in ("changed", "scaled") else derivation(two, figures)
            if step is not None:
                findings.append(Finding("derived", "note", None, two, derived(two, step, languages=languages)))
            elif best is None or (best[1].kind == "changed" and not two.soft):
                findings.append(_lone("added", two, languages, soft=hints[0].may_hold(two)))
            elif best[1].kind == "scaled" and not two.soft:
                findings.append(_finding("scaled", "error", best[0], two, languages))
            elif best[1].kind not in ("changed", "scaled"):
                matched.append((best[0], two))
                findings.extend(_on_matched(best[0], two, best[1], languages, hints, currencies))
    return Comparison(tuple(findings), tuple(matched))


def _with_duals(quantities: list[Quantity], text: str, other: str, *, lang: Language) -> list[Quantity]:
    """The quantities of an Arabic text with the duals that stand outside the unit tables, in reading order."""
    found = dual_nouns(text, quantities, other) if lang == "ar" else []
    return sorted([*quantities, *found], key=lambda quantity: quantity.start) if found else quantities


def _best(ones: Sequence[Quantity], two: Quantity) -> tuple[Quantity, Relation] | None:
    """The cheapest relation; among equals the one whose bound agrees."""
    related = [(one, relation) for one in ones if (relation := relate(one, two)) is not None]
    return min(related, key=lambda pair: (pair[1].cost, pair[0].bound != two.bound), default=None)


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
    other_parts = [part for other in others for part in split(other)]
    pairs = near_pairs([part for _, part in owners], other_parts)
    halved = {owners[i][0] for i, j in pairs if _equal(owners[i][1], other_parts[j])}
    return [part for index, one in enumerate(quantities) for part in (parts[index] if index in halved else [one])]


def _equal(one: Quantity, two: Quantity) -> bool:
    relation = relate(one, two)
    return relation is not None and relation.cost < 0.4


def _on_matched(
    one: Quantity,
    two: Quantity,
    relation: Relation,
    languages: tuple[Language, Language],
    hints: tuple[Hints, Hints],
    currencies: frozenset[str | None],
) -> list[Finding]:
    """Findings on a pair that agrees in value; `currencies` are those of the source."""
    found: list[Finding] = []
    half = _half_of_day(one, two, hints)
    if half is not None:
        found.append(_finding("changed" if half == "error" else "kind", half, one, two, languages))
    elif relation.kind == "unit":
        told = _named_apart(one, two, hints) or _goes_on(one, two, currencies)
        found.append(_finding("unit", "warning" if told else "error", one, two, languages))
    elif relation.kind == "converted":
        found.append(_finding("unit", "note", one, two, languages))
    elif relation.kind == "rounded":
        found.append(_finding("rounded", "note" if _hedged(one, two) else "warning", one, two, languages))
    elif relation.unit == "vaguer":
        found.append(_finding("unit", "warning", one, two, languages))
    elif {one.kind, two.kind} in _RANKS and not (hints[0].says_which(one) or hints[1].says_which(two)):
        found.append(_finding("kind", "warning", one, two, languages))
    often = hints[0].rate_of(one) if {one.kind, two.kind} & _MAY_RECUR else None
    again = hints[1].rate_of(two) if often is not None else None
    if again not in (None, often):
        found.append(Finding("unit", "error", one, two, recurring(one, two, (often, again), languages=languages)))
    if one.bound != two.bound and relation.kind in ("equal", "unit") and one.high is None and two.high is None:
        flipped = (one.bound, two.bound) in _FLIPPED or (two.bound, one.bound) in _FLIPPED
        near = {one.bound, two.bound} in ({"more_than", "at_least"}, {"less_than", "at_most"})
        severity: Severity = "error" if flipped else "note" if near else "warning"
        found.append(_finding("bound", severity, one, two, languages))
    return found


def _named_apart(one: Quantity, two: Quantity, hints: tuple[Hints, Hints]) -> bool:
    """Whether the text whose figure has no unit names the other's somewhere else: أيام الأسبوع السبعة, "seven days"."""
    named = [
        side.names_unit(other.unit, quantity) or side.goes_without(other.unit, quantity)
        for quantity, other, side in ((one, two, hints[0]), (two, one, hints[1]))
        if quantity.unit is None and other.kind == "measure" and other.unit is not None
    ]
    priced = two.unit is None and one.kind == "money" and hints[1].is_exchange_rate(two)
    return priced or named == [True]


def _currencies(quantities: Sequence[Quantity]) -> frozenset[str | None]:
    return frozenset(quantity.unit for quantity in quantities if quantity.kind == "money")


def _goes_on(one: Quantity, two: Quantity, currencies: frozenset[str | None]) -> bool:
    """Whether a sum takes its currency from another sum of the source: نفقات 24 مليار درهم وإيرادات 22.5 مليار.

    Only where the target says it: a currency that the target leaves out is lost.
    """
    if one.kind != "cardinal" or two.kind != "money" or one.value is None or abs(one.value) < _SUM:
        return False
    return two.unit in currencies


def _half_of_day(one: Quantity, two: Quantity, hints: tuple[Hints, Hints]) -> Severity | None:
    """A p.m. that only one text gives: invented where the other writes 11:20 and no part of the day, else a loss."""
    if not one.kind == two.kind == "time" or bool(one.read_as("half-of-day")) == bool(two.read_as("half-of-day")):
        return None
    open_, settled, side = (one, two, hints[0]) if one.readings else (two, one, hints[1])
    if open_.value == settled.value or ":" not in open_.text or side.tells_half_of_day:
        return None
    return "error" if open_ is one else "warning"


def _hedged(one: Quantity, two: Quantity) -> bool:
    """Whether a text says that its figure is rounded: "about 1,200", or "more than 1,200" for 1,234."""
    if "about" in (one.bound, two.bound):
        return True
    low = two.value is not None and one.value is not None and two.value < one.value
    return two.bound in (("more_than", "at_least") if low else ("less_than", "at_most"))


def _lost_part(
    one: Quantity, two: Quantity, languages: tuple[Language, Language], hints: tuple[Hints, Hints]
) -> Finding:
    """A day that one side lacks is a number lost or added; a month that one side lacks is a lesser date, but a month
    that the target makes up of a figure is an error.
    """
    days = [quantity.kind != "date" or (quantity.unit or "").count("-") == 3 for quantity in (one, two)]
    if days == [True, False]:
        return _finding("missing", "note" if one.soft else "error", one, None, languages)
    if days == [False, True]:
        return _finding("added", "note" if two.soft else "error", None, two, languages)
    invented = one.kind != "date" and two.kind == "date" and not hints[0].may_be_day(one, two)
    return _finding("changed" if invented else "kind", "error" if invented else "warning", one, two, languages)


def _lone(
    type_: FindingType,
    quantity: Quantity,
    languages: tuple[Language, Language],
    *,
    soft: bool,
) -> Finding:
    severity: Severity = "note" if soft or quantity.soft else "error"
    source, target = (quantity, None) if type_ == "missing" else (None, quantity)
    return _finding(type_, severity, source, target, languages)


def _finding(
    type_: FindingType,
    severity: Severity,
    source: Quantity | None,
    target: Quantity | None,
    languages: tuple[Language, Language],
) -> Finding:
    return Finding(type_, severity, source, target, explain(type_, source, target, languages=languages))
