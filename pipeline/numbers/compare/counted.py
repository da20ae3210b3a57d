"""What two texts count with one figure: an error where a lexicon knows both nouns and finds no way between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.numbers.compare.duals import DUAL_RULE
from pipeline.numbers.compare.words import Kinship, Words
from pipeline.numbers.quantity import Finding, Language, Quantity, Severity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.write.explain import counted

_SHARES = {"fraction", "percent"}
"""Of these translators say the whole in other words: a quarter of the spending, of the budget."""

_TIME = {"year", "month", "week", "day", "hour", "minute"}


@dataclass(frozen=True, slots=True)
class Nouns:
    """Two quantities of the same value, what each counts, and the words of both texts."""

    one: Quantity
    two: Quantity
    nouns: tuple[str, str]
    words: tuple[Words, Words]
    kinship: Kinship
    sure: bool

    def source_explains(self) -> bool:
        """Whether the source says what the target counts, near its figure."""
        return self.kinship.is_explained(self.nouns[1], self.words[0].around(self.one.start, self.one.end))

    def target_explains(self) -> bool:
        """Whether the target says what the source counts, near its figure."""
        return self.kinship.explains(self.nouns[0], self.words[1].around(self.two.start, self.two.end))


NounRule = Rule[Callable[[Nouns], Severity | None]]


def judge_counted(
    one: Quantity,
    two: Quantity,
    *,
    words: tuple[Words, Words],
    kinship: Kinship,
    languages: tuple[Language, Language],
) -> Finding | None:
    """The finding on what two quantities of the same value count; None where nothing is wrong, or nothing known."""
    if not kinship.tells:
        return None
    nouns = _noun(one, two), _noun(two, one)
    if nouns[0] is None or nouns[1] is None:
        return None
    kin = kinship.of(nouns[0], nouns[1])
    if kin not in ("apart", "unlike"):
        return None
    case = Nouns(one, two, (nouns[0], nouns[1]), words, kinship, sure=kin == "apart")
    for rule_ in COUNTED:
        severity = rule_.apply(case)
        if severity is not None:
            message = counted(one, two, case.nouns, languages=languages)
            return Finding("counted", severity, one, two, message, rule=rule_.name)
    return None


def _noun(quantity: Quantity, other: Quantity) -> str | None:
    """What `quantity` counts; the unit of a length of time where `other` counts something."""
    if quantity.counted is not None:
        return quantity.counted.text
    if quantity.rule == DUAL_RULE:
        return quantity.text
    if quantity.kind == "measure" and quantity.unit in _TIME and other.counted is not None and other.unit is None:
        return quantity.unit
    return None


@rule(
    "other-noun",
    reads="another thing counted, of which the source says nothing",
    must=(("1.2 مليار حساب مزيف", "1.2 billion credit cards"), ("أكثر من 70 سنا", "over 70 years old")),
    leaves=("1.2 مليار حساب مزيف", "1.2 billion fake accounts"),
)
def _other_noun(case: Nouns) -> Severity | None:
    if case.source_explains():
        return None
    doubtful = DUAL_RULE in (case.one.rule, case.two.rule) or case.one.kind in _SHARES
    return "error" if case.sure and not doubtful else "warning"


@rule(
    "misplaced-noun",
    reads="another thing counted, of which the source speaks, for one that the target does not name",
    must=(("30 مدرسة للأطباء", "30 doctors"), ("باع 40 سيارة لشركات", "It sold 40 companies")),
    leaves=("وصل 30 طبيبا", "30 doctors came"),
)
def _misplaced_noun(case: Nouns) -> Severity | None:
    return None if case.source_explains() and case.target_explains() else "warning"


COUNTED: tuple[NounRule, ...] = (_other_noun, _misplaced_noun)
"""The rules that judge what is counted."""
