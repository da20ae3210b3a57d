"""What is said of a pair, and of a quantity without a counterpart: one rule for each finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from pipeline.numbers.compare.asides import goes_with_earlier, is_priced_in
from pipeline.numbers.compare.bounds import BOUNDS
from pipeline.numbers.compare.cases import Case, Languages, Lone, LoneRule, PairRule, Verdict
from pipeline.numbers.compare.claims import CLAIMS, makes_claim
from pipeline.numbers.compare.dates import has_day, is_edge_of_month
from pipeline.numbers.compare.names import is_long_name
from pipeline.numbers.compare.typed import says_era, turned_time
from pipeline.numbers.compare.units import is_lira_in_pounds
from pipeline.numbers.lexicon import money_family, word_list
from pipeline.numbers.quantity import Finding, FindingType, Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.read.shared.compounds import PERIODS
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.write.english import describe
from pipeline.numbers.write.explain import derived, explain, recurring

_RANKS = ({"ordinal", "cardinal"}, {"ordinal", "money"}, {"ordinal", "percent"})
_MAY_RECUR = {"money", "cardinal", "measure", "percent"}
_SUM = 1000
"""From here on a bare figure may be a sum of money whose currency was just named; a smaller one counts something."""


def judge_pair(case: Case, *, lost_part: bool = True) -> tuple[list[Finding], bool]:
    """The findings on a pair, and whether its two sides agree in value; without `lost_part` lesser dates pass."""
    if case.relation.kind in ("changed", "scaled"):
        kind = cast(FindingType, case.relation.kind)
        message = explain(kind, case.one, case.two, languages=case.languages)
        return [Finding(kind, "error", case.one, case.two, message, rule=case.relation.rule)], False
    tables: list[Sequence[PairRule]] = [PARTS] if lost_part and case.relation.kind == "part" else []
    if case.relation.kind != "equal" or case.relation.unit != "same" or _is_worth_a_look(case):
        tables.extend((AGREEMENT, RATES, BOUNDS))
    if case.one.kind == case.two.kind == "ordinal":
        tables.append(RANKED)
    if makes_claim(case):
        tables.extend(CLAIMS)
    found = []
    for table in tables:
        for one in table:
            verdict = one.apply(case)
            if verdict is not None:
                found.append(_finding(verdict, case.one, case.two, case.languages, one.name))
                break
    return found, True


def _is_worth_a_look(case: Case) -> bool:
    """Whether two equal quantities may differ in anything at all, beside how often they fall due."""
    one, two = case.one, case.two
    return one.kind != two.kind or one.bound != two.bound or one.kind in ("time", "date", *_MAY_RECUR)


def judge_lone(lone: Lone) -> Finding:
    """The finding on a quantity without a counterpart."""
    for one in LONE:
        verdict = one.apply(lone)
        if verdict is not None:
            return _finding(verdict, lone.one, lone.two, lone.languages, one.name)
    raise LookupError("No rule judges a quantity without a counterpart.")  # the last rule takes every one


def _finding(
    verdict: Verdict, one: Quantity | None, two: Quantity | None, languages: Languages, rule_name: str
) -> Finding:
    source, target = one if verdict.sides[0] else None, two if verdict.sides[1] else None
    message = verdict.message
    if message is None:
        message = explain(verdict.type, source, target, languages=languages)
    return Finding(verdict.type, verdict.severity, source, target, message, rule=rule_name)


@rule(
    "day-lost",
    reads="a day that one text leaves out of a date",
    must=(("في 5 أيار", "in May"), ("في شهر أيار", "on May 5")),
    leaves=("في 5 أيار", "on the 5th"),
)
def _day_lost(case: Case) -> Verdict | None:
    """A day that one side lacks is a number lost or added."""
    days = [quantity.kind != "date" or has_day(quantity) for quantity in (case.one, case.two)]
    if days == [True, False]:
        is_first = fold_word(case.one.text).split()[0] in word_list("first_of_month")
        may_go = case.one.soft or (is_first and case.two.part in (None, "start", "early"))
        may_go = may_go or is_edge_of_month(case.one, case.two)
        return Verdict("missing", "note" if may_go else "error", sides=(True, False))
    if days == [False, True]:
        may_go = case.two.soft or is_edge_of_month(case.two, case.one)
        return Verdict("added", "note" if may_go else "error", sides=(False, True))
    return None


@rule(
    "month-made-up",
    reads="a month that the target makes up of a figure",
    must=(("وصل 5 لاعبين", "They came on May 5"), ("في الدقيقة 12", "on December 12")),
    leaves=("في الـ29 من الشهر الجاري", "on May 29"),
)
def _month_made_up(case: Case) -> Verdict | None:
    invented = case.one.kind != "date" and case.two.kind == "date"
    return Verdict("changed", "error") if invented and not case.hints[0].may_be_day(case.one, case.two) else None


@rule(
    "month-lost",
    reads="a month that one text leaves out beside its day",
    must=(("في 5 أيار", "on the 5th"), ("في الـ29 من الشهر الجاري", "on May 29")),
    leaves=("في 5 أيار", "on May 5"),
)
def _month_lost(case: Case) -> Verdict | None:
    return Verdict("kind", "warning") if case.relation.kind == "part" else None


@rule(
    "half-of-day-made-up",
    reads="a p.m. that only one text gives",
    must=(("يبدأ في 11:20", "It begins at 11:20 pm"), ("يبدأ 11:20 مساء", "It begins at 11:20")),
    leaves=("يبدأ مساء في 11:20", "It begins at 11:20 pm"),
)
def _half_of_day(case: Case) -> Verdict | None:
    """Invented where the other text writes 11:20 and no part of the day, else a loss."""
    one, two = case.one, case.two
    open_one, open_two = one.read_as("half-of-day"), two.read_as("half-of-day")
    if not one.kind == two.kind == "time" or bool(open_one) == bool(open_two):
        return None
    open_, settled, side = (one, two, case.hints[0]) if open_one else (two, one, case.hints[1])
    told = open_.value == settled.value or case.relation.rule == turned_time.name
    if told or ":" not in open_.text or side.tells_half_of_day:
        return None
    return Verdict("changed", "error") if open_ is one else Verdict("kind", "warning")


@rule(
    "unit-lost",
    reads="a unit that is lost, added or swapped",
    must=(("طوله 30 مترا", "It is 30 feet long"), ("جمعت 70 مليون دولار", "It raised 70 million")),
    leaves=("طوله 30 مترا", "It is 30 meters long"),
)
def _unit_lost(case: Case) -> Verdict | None:
    if case.relation.kind != "unit":
        return None
    told = any(each(case) for each in (_named_apart, _goes_on, _said_before, _says_points))
    told = told or says_era(case.one, case.two, case.hints)
    return Verdict("unit", "warning" if told else "error")


@rule(
    "unit-converted",
    reads="a correct conversion",
    must=(("طوله 10 كيلومترات", "It is 6.2 miles long"), ("استغرق ساعتين", "It took 120 minutes")),
    leaves=("طوله 10 كيلومترات", "It is 10 kilometers long"),
)
def _unit_converted(case: Case) -> Verdict | None:
    return Verdict("unit", "note") if case.relation.kind == "converted" else None


@rule(
    "figure-rounded",
    reads="a figure that is rounded, with or without a hedge",
    must=(("بلغت 12.48 مليون", "It was 12.5 million"), ("حضر 3612 شخصا", "about 3,600 people came")),
    leaves=("بلغت 12.5 مليون", "It was 12.5 million"),
)
def _figure_rounded(case: Case) -> Verdict | None:
    if case.relation.kind != "rounded":
        return None
    return Verdict("rounded", "note" if _hedged(case.one, case.two) else "warning")


@rule(
    "unit-vaguer",
    reads="a unit that one text says less exactly",
    must=(("100 دولار كندي", "100 dollars"), ("سرعتها 120 كيلومترا في الساعة", "It does 120 kilometers")),
    leaves=("100 دولار كندي", "100 Canadian dollars"),
)
def _unit_vaguer(case: Case) -> Verdict | None:
    return Verdict("unit", "warning") if case.relation.unit == "vaguer" else None


@rule(
    "rank-for-count",
    reads="an ordinal for a cardinal",
    must=(("حضر أربعة رجال", "The fourth man came"), ("الرجل الرابع", "four men")),
    leaves=("في الدقيقة 67", "in the 67th minute"),
)
def _rank_for_count(case: Case) -> Verdict | None:
    if {case.one.kind, case.two.kind} not in _RANKS:
        return None
    told = case.hints[0].says_which(case.one) or case.hints[1].says_which(case.two)
    return None if told else Verdict("kind", "warning")


@rule(
    "other-rate",
    reads="a figure that falls due a month in one text and a year in the other",
    must=(("10 دولارات شهريا", "$10 a year"), ("600 ألف سائح سنويا", "600,000 tourists a month")),
    leaves=("10 دولارات شهريا", "$10 a month"),
)
def _other_rate(case: Case) -> Verdict | None:
    one, two = case.one, case.two
    if {one.kind, two.kind}.isdisjoint(_MAY_RECUR):
        return None
    often = _period_of(one) or case.hints[0].rate_of(one)
    again = (_period_of(two) or case.hints[1].rate_of(two)) if often is not None else None
    if again in (None, often):
        return None
    return Verdict("unit", "error", recurring(one, two, (often, again), languages=case.languages))


@rule(
    "other-time-ranked",
    reads="the third month for the third week",
    must=(
        ("دخل الإضراب أسبوعه الثالث", "The strike has entered its third month"),
        ("يتواصل لليوم الرابع", "It goes on for a fourth week"),
    ),
    leaves=("دخل الإضراب أسبوعه الثالث", "The strike is in its third week"),
)
def _other_time_ranked(case: Case) -> Verdict | None:
    if not case.one.kind == case.two.kind == "ordinal":
        return None
    times = [side.time_ranked(figure) for side, figure in zip(case.hints, (case.one, case.two), strict=True)]
    return Verdict("unit", "error") if None not in times and times[0] != times[1] else None


def _period_of(figure: Quantity) -> str | None:
    """The unit of time in a rate that is one unit: barrels per day."""
    period = (figure.unit or "").partition("-per-")[2]
    return period if period in (*PERIODS, "hour") else None


@rule(
    "month-untranslated",
    reads="a month under its Levantine name in Latin letters, which few readers of English know",
    must=(("بين حزيران وآب من هذا العام", "between June and Ab this year"), ("في 5 نيسان", "on 5 Nisan")),
    leaves=("في 5 نيسان", "on 5 April"),
)
def _month_untranslated(case: Case) -> Verdict | None:
    spelled = case.two.kind == "date" and not word_list("levantine_month").isdisjoint(case.two.text.casefold().split())
    return Verdict("kind", "warning") if spelled and case.languages[1] == "en" else None


PARTS: tuple[PairRule, ...] = (_day_lost, _month_made_up, _month_lost)
AGREEMENT: tuple[PairRule, ...] = (
    _month_untranslated, _half_of_day, _unit_lost, _unit_converted, _figure_rounded, _unit_vaguer, _rank_for_count,
)  # fmt: skip
RATES: tuple[PairRule, ...] = (_other_rate,)
RANKED: tuple[PairRule, ...] = (_other_time_ranked,)


def _named_apart(case: Case) -> bool:
    """Whether the text whose figure has no unit names the other's somewhere else: أيام الأسبوع السبعة, "seven days"."""
    one, two, hints = case.one, case.two, case.hints
    named = [
        side.names_unit(other.unit, quantity) or side.goes_without(other.unit, quantity)
        for quantity, other, side in ((one, two, hints[0]), (two, one, hints[1]))
        if quantity.unit is None and other.kind == "measure" and other.unit is not None
    ]
    priced = two.unit is None and one.kind == "money" and hints[1].is_exchange_rate(two)
    if one.unit is None and two.kind == "money" and two.unit is not None:  # أمام الين ليتداول عند 152.3
        priced = is_priced_in(hints[0].tokens, two.unit) and hints[0].stands_bare(one)
    return priced or named == [True]


def _goes_on(case: Case) -> bool:
    """Whether a figure takes its unit from another one of the source: نفقات 24 مليار درهم وإيرادات 22.5 مليار.

    Only where the target says it: a unit that the target leaves out is lost.
    """
    one, two = case.one, case.two
    if one.kind == "cardinal" and two.unit == "%":  # 15 بدلا من 20 في المئة
        return case.hints[0].stands_bare(one) and case.hints[0].tells_percent
    if one.unit == "%" and two.kind == "cardinal" and case.hints[1].shares_percent(two):
        return True  # "with 45 and 46 per cent"
    if one.unit == "%" and two.kind == "cardinal" and (one.role == "from" or _is_earlier(case)):
        # "to 16 percent from 8"
        return case.hints[1].stands_bare(two) and case.hints[1].tells_percent
    if one.kind == "cardinal" and two.kind == "measure" and two.unit is not None:  # 51 درجة ثم تنخفض إلى 47
        named = two.unit in case.currencies[0] and case.currencies[1].count(two.unit) > 1
        return named and case.hints[0].stands_bare(one)
    if one.kind != "cardinal" or two.kind != "money" or one.value is None:
        return False
    # A fraction, or a figure that no noun follows, counts nothing, however small.
    counts = abs(one.value) < _SUM and one.value.denominator == 1 and not case.hints[0].stands_bare(one)
    return not counts and two.unit is not None and _is_named(two.unit, case)


def _is_named(currency: str, case: Case) -> bool:
    """Whether the source names a currency, or one by the name that several share: دينار for the dinars of Jordan."""
    named = {unit.partition("/")[0] for unit in case.currencies[0] if unit is not None}
    families = {money_family(unit) for unit in named} | case.hints[0].money_families
    family = money_family(currency.partition("/")[0])
    return family in families or any(is_lira_in_pounds(unit, currency) for unit in named)


def _is_earlier(case: Case) -> bool:
    return goes_with_earlier(case.hints[1].tokens, case.two)


def _said_before(case: Case) -> bool:
    """Whether a figure of the target goes without the unit that another one there has: "at 50 pounds and sold at 51".

    Only where no noun follows that the figure could count.
    """
    one, two = case.one, case.two
    if one.kind not in ("money", "measure") or two.unit is not None or two.kind != "cardinal" or one.unit is None:
        return False
    family = money_family(one.unit.partition("/")[0])
    known = {money_family(unit.partition("/")[0]) for unit in case.currencies[1] if unit is not None}
    # ليرة and "pounds" where each text has one currency: said with one sum, it is that of the other.
    alone = all(len({unit for unit in units if unit is not None}) == 1 for units in case.currencies)
    told = (alone and one.assumed) or family in known or family in case.hints[1].money_families
    told = told or case.hints[1].prices_currency
    return told and case.hints[1].stands_bare(two)


def _says_points(case: Case) -> bool:
    """Whether "a quarter point" says percentage points: the figure without a unit stands before "point"."""
    one, two = case.one, case.two
    bare, side = (two, case.hints[1]) if one.unit == "pp" else (one, case.hints[0])
    return {one.unit, two.unit} == {"pp", None} and side.says_points(bare)


def _hedged(one: Quantity, two: Quantity) -> bool:
    """Whether a text says that its figure is rounded: "about 1,200", or "more than 1,200" for 1,234."""
    if "about" in (one.bound, two.bound):
        return True
    low = two.value is not None and one.value is not None and two.value < one.value
    return two.bound in (("more_than", "at_least") if low else ("less_than", "at_most"))


@rule(
    "other-name",
    reads="another identifier in the place of one, a long one with a digit more or less, goals in another word",
    must=(("طائرة إف-16", "an F-15 jet"), ("اتصل على 0501234567", "call 050123467")),
    leaves=("طائرة إف-16", "an F-16 jet"),
)
def _other_name(lone: Lone) -> Verdict | None:
    return Verdict("changed", "error") if lone.one is not None and lone.two is not None else None


@rule(
    "follows",
    reads="a figure that follows from the source by one step, or from its neighbour as a conversion",
    must=(("ارتفع من 200 إلى 250 مليونا", "It rose by 50 million"), ("طوله 30 مترا", "It is 30 metres (98 feet) long")),
    leaves=("ارتفع من 200 إلى 250 مليونا", "It rose by 70 million"),
)
def _follows(lone: Lone) -> Verdict | None:
    step = lone.step if lone.known is None else f"{describe(lone.known)} in another unit"
    if step is None or lone.two is None:
        return None
    return Verdict("derived", "note", derived(lone.two, step, languages=lone.languages))


@rule(
    "said-otherwise",
    reads="a number that may go unsaid, or that the other text may say without one",
    must=(("المباراة الأولى", "the opening match"), ("قمة ثانية", "another summit")),
    leaves=("حضر سبعة", "They came"),
)
def _said_otherwise(lone: Lone) -> Verdict | None:
    quantity = lone.one or lone.two
    if quantity is None or not (lone.said or quantity.soft) or is_long_name(quantity):
        return None
    return Verdict("added" if lone.one is None else "missing", "note")


@rule(
    "missing",
    reads="a number of the source that the target leaves out",
    must=(("حضر سبعة", "They came"), ("ربحت 40 مليونا", "It made a profit")),
    leaves=("حضر سبعة", "Seven came"),
)
def _missing(lone: Lone) -> Verdict | None:
    return Verdict("missing", "error") if lone.one is not None else None


@rule(
    "added",
    reads="a number of the target that the source does not have",
    must=(("حضروا", "Seven came"), ("ربحت الشركة", "It made 40 million")),
    leaves=("حضر سبعة", "Seven came"),
)
def _added(lone: Lone) -> Verdict | None:
    return Verdict("added", "error") if lone.one is None else None


LONE: tuple[LoneRule, ...] = (_other_name, _follows, _said_otherwise, _missing, _added)
JUDGEMENTS: tuple[Rule[Any], ...] = (
    *PARTS, *AGREEMENT, *RATES, *BOUNDS, *(one for table in CLAIMS for one in table), *LONE,
)  # fmt: skip
"""Every rule that makes a finding."""
