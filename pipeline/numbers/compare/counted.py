"""What two texts count with one figure: an error where a lexicon knows both nouns and finds no way between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.numbers.compare.duals import DUAL_RULE
from pipeline.numbers.compare.notions import is_another
from pipeline.numbers.compare.words import Kinship, Word, Words
from pipeline.numbers.lexicon import dimension_of, word_list
from pipeline.numbers.lexicon.changes import arabic_change, english_change
from pipeline.numbers.quantity import Finding, Language, Quantity, Severity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.write.explain import counted

_SHARES = {"fraction", "percent"}
"""Of these translators say the whole in other words: a quarter of the spending, of the budget."""

_REACH = 40
"""Characters on either side of a figure in which the word stands that says what befell those it counts."""
_NEXT, _BEHIND = 1, 5
"""Words behind a figure of which one may say it: ستة جرحى, "six people were badly hurt"."""
_ELSEWHERE, _MOST = 300, 20
"""Characters on either side of a figure, and figures in them, in which another one counts something."""
_OF_WHOLE = {"اصل", "بين", "مجموع", "اجمالي", "منهم", "منها", "بينهم", "بينها", "of", "among", "including"}
"""Words between two figures of which one is a part of the other."""
_DEFINITE = "ال"
_BEFORE_FIGURE, _BEHIND_NOUN = 2, 4
"""Words before a figure, and behind the noun that it counts, which may belong to one phrase with them."""
_GOING_ON = {"of", "or", "and"}
"""English words behind which a noun phrase goes on: "27 visas or visa renewal requests"."""
_SHORTEST_PART = 3
"""Letters of a word that may stand within another: "newsrooms"."""
_RATIO = " per "
"""In a figure that counts some for so many others: "22 per 1,000 births"."""
_FELLOWS = {"companions", "comrades", "colleagues", "friends", "relatives", "mates", "peers"}
"""English names for persons of any calling, by what binds them."""
_LEADING_AWAY = {
    "في", "الي", "علي", "عن", "ضد", "بسبب", "لدي", "خلال", "منذ", "بعد", "قبل", "عبر", "امام", "الذي", "التي",
    "الذين", "ممن", "كانت", "كان", "بينما", "فيما",
}  # fmt: skip
"""Arabic words behind which another phrase begins."""
_OCCASIONS = {"مره", "مرات", "مرتين"}
"""Arabic nouns that count whatever happened: خمس مرات, "five goals"."""
_INFECTIONS = {"اصابه", "اصابات"}
"""Of these English counts those who have them: 64 إصابة, "64 people infected"."""
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
    elsewhere: tuple[str, ...] = ()
    """What other figures of the source count, apart from those of which this one is a part or the whole."""

    def is_counted_elsewhere(self) -> bool:
        """Whether another figure of the source counts what the target counts with this one."""
        return any(self.kinship.says(noun, self.nouns[1]) for noun in self.elsewhere)

    def source_explains(self) -> bool:
        """Whether the source says what the target counts, near its figure, by another word than the noun there."""
        own = None if self.one.counted is None else self.one.counted.start
        near = [word for word in self.words[0].around(self.one.start, self.one.end) if word.start != own]
        if own is not None and own < self.one.start and self.nouns[0].startswith(_DEFINITE):
            # ركاب الطائرة الستون, ولايات البلاد الثماني والأربعون: what is counted stands before the noun that owns it.
            head = [word.text for word in near if word.end <= own][-1:]
            if head and self.kinship.of(head[0], self.nouns[1]) in ("same", "near", "class"):
                return True
        return self.kinship.is_explained(self.nouns[1], near) or _is_same_change(self.nouns[1], near)

    def is_another_phrase(self) -> bool:
        """Whether the source says what the target counts in another phrase than the figure's alone, and the target
        what the source counts: سحب 500 سيارة لخلل في المحركات, "500 engines".
        """
        one, two, kinship = self.one, self.two, self.kinship
        if one.counted is None or two.counted is None or not one.kind == two.kind == "cardinal":
            return False
        if self.nouns[1][:1].isupper() or self.nouns[1] in _FELLOWS:
            return False
        phrase, before = _phrase(one, self.words[0])
        within = self.words[1].between(two.end, two.counted.start)
        if kinship.is_explained(self.nouns[1], phrase) or any(word.joins for word in within) or _RATIO in two.text:
            return False
        if any(word.folded in _OF_WHOLE or word.folded == _DEFINITE for word in before):
            return False  # ثماني مسيرات من أصل عشر أطلقت, ركاب الطائرة الـ181
        if any(kinship.is_explained(word.text, before) for word in within):
            return False  # إعدام ثلاثة متهمين, "three death sentences"
        behind = self.words[1].between(two.counted.end, two.counted.end + _REACH)[:_BEHIND_NOUN]
        if behind and behind[0].folded in _GOING_ON:
            within = [*within, *behind]
        return not kinship.explains(self.nouns[0], within)

    def target_explains(self) -> bool:
        """Whether the target says what the source counts, near its figure."""
        return self.kinship.explains(self.nouns[0], self.words[1].around(self.two.start, self.two.end))


def _phrase(one: Quantity, words: Words) -> tuple[list[Word], list[Word]]:
    """The words of an Arabic text that stand in one phrase with a figure and what it counts, and those before it."""
    if one.counted is None:
        return [], []
    start, end = min(one.start, one.counted.start), max(one.end, one.counted.end)
    before = words.between(start - _REACH, start)[-_BEFORE_FIGURE:]
    behind = words.between(end, end + 2 * _REACH)[:_BEHIND_NOUN]
    away = (at for at, word in enumerate(behind) if word.folded in _LEADING_AWAY or not word.folded.isalpha())
    return [*before, *behind[: next(away, _BEHIND_NOUN)]], before


def _is_same_change(noun: str, near: Iterable[Word]) -> bool:
    """Whether an English noun of change goes the way of an Arabic one that is near: جلسات من الهبوط, "declines"."""
    way = (english_change(noun.casefold()) or {}).get("noun")
    return way is not None and any((arabic_change(word.folded) or {}).get("noun") == way for word in near)


NounRule = Rule[Callable[[Nouns], Severity | None]]


def judge_counted(
    one: Quantity,
    two: Quantity,
    *,
    words: tuple[Words, Words],
    kinship: Kinship,
    languages: tuple[Language, Language],
    figures: Sequence[Quantity] = (),
) -> Finding | None:
    """The finding on what two quantities of the same value count; None where nothing is wrong, or nothing known.

    `figures` are the quantities of the source.
    """
    if not kinship.tells:
        return None
    fate = _judge_fate(one, two, words=words, kinship=kinship, languages=languages)
    if fate is not None:
        return fate
    if _is_time(one) and _is_time(two):
        return None  # three days of talks
    nouns = _noun(one, two), _noun(two, one)
    if nouns[0] is None or nouns[1] is None:
        return None
    kin = kinship.of(nouns[0], nouns[1])
    if kin not in ("apart", "unlike"):
        return None
    if _is_end_of(nouns[0], nouns[1], kinship):
        return None
    elsewhere = _counted_elsewhere(one, words[0], figures) if kin == "apart" else ()
    case = Nouns(one, two, (nouns[0], nouns[1]), words, kinship, sure=kin == "apart", elsewhere=elsewhere)
    for rule_ in (_other_noun, _misplaced_noun):
        severity = rule_.apply(case)
        if severity is not None:
            message = counted(one, two, case.nouns, languages=languages)
            return Finding("counted", severity, one, two, message, rule=rule_.name)
    return None


def _is_end_of(noun: str, other: str, kinship: Kinship) -> bool:
    """Whether a noun of the source is the end of the target's: غرفة أخبار, "newsrooms"."""
    ends = (other[at:] for at in range(_SHORTEST_PART, len(other) - _SHORTEST_PART))
    return any(kinship.says(noun, end) for end in ends)


def _counted_elsewhere(one: Quantity, words: Words, figures: Sequence[Quantity]) -> tuple[str, ...]:
    """What other figures than `one` count, unless one is told of the other: 1,100 قرية من أصل 4,700."""
    found = []
    begin = bisect_left(figures, one.start - _ELSEWHERE, key=lambda figure: figure.start)
    for other in takewhile(lambda figure: figure.start < one.end + _ELSEWHERE, figures[begin : begin + _MOST]):
        if other is one or other.counted is None or other.value == one.value:
            continue
        first, second = sorted((one, other), key=lambda quantity: quantity.start)
        between = words.between(first.end, second.start)
        if all(word.folded not in _OF_WHOLE for word in between):
            found.append(other.counted.text)
    return tuple(found)


def _judge_fate(
    one: Quantity,
    two: Quantity,
    *,
    words: tuple[Words, Words],
    kinship: Kinship,
    languages: tuple[Language, Language],
) -> Finding | None:
    """What befell those whom two quantities count, where each text says it right beside its figure."""
    if {one.kind, two.kind} != {"cardinal"} or languages != ("ar", "en"):
        return None
    fates = _fate(one, words[0], after=_NEXT), _fate(two, words[1], after=_BEHIND)
    if fates[0] is None or fates[1] is None:
        return None
    case = Nouns(one, two, (fates[0], fates[1]), words, kinship, sure=kinship.of(fates[0], fates[1]) == "apart")
    severity = _other_fate.apply(case)
    if severity is None:
        return None
    return Finding("counted", severity, one, two, counted(one, two, case.nouns, languages=languages), _other_fate.name)


def _fate(quantity: Quantity, words: Words, *, after: int) -> str | None:
    """The word beside a figure, before it or within `after` words behind it, that says what befell those counted."""
    noun = words.between(quantity.counted.start, quantity.counted.end)[:1] if quantity.counted else []
    near = words.between(quantity.start - _REACH, quantity.start)
    cut = max((place for place, word in enumerate(near) if word.folded in word_list("parting")), default=-1)
    before = [word for word in near[cut + 1 :] if word.folded.isalpha()][-2:]
    behind = words.between(quantity.end, quantity.end + _REACH)
    marks = [place for place, word in enumerate(behind) if word.folded in word_list("parting")]
    behind = behind[: min([after, *marks])]
    beside = (*noun, *before[::-1], *behind)
    found = [word.text for word in beside if word.folded in word_list("fate")]
    return found[0] if found else None


def _is_time(quantity: Quantity) -> bool:
    return quantity.kind == "measure" and dimension_of(quantity.unit) == "time"


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
    noun = fold_word(case.nouns[0])
    doubtful = noun in _OCCASIONS or (noun in _INFECTIONS and case.nouns[1].casefold() in word_list("people"))
    doubtful = doubtful or DUAL_RULE in (case.one.rule, case.two.rule) or case.one.kind in _SHARES
    doubtful = doubtful or case.nouns[1].casefold() in word_list("state_verb")  # "another six died" counts no noun
    return "error" if (case.sure and not doubtful) or is_another(case.nouns, case.words) else "warning"


@rule(
    "misplaced-noun",
    reads="another thing counted, of which the source speaks, for one that the target does not name",
    must=(("30 مدرسة للأطباء", "30 doctors"), ("320 عاملا و14 مهندسا", "320 engineers")),
    leaves=("وصل 30 طبيبا", "30 doctors came"),
)
def _misplaced_noun(case: Nouns) -> Severity | None:
    whole = _SHARES.isdisjoint((case.one.kind, case.two.kind)) and DUAL_RULE not in (case.one.rule, case.two.rule)
    named = not case.nouns[0].startswith(_DEFINITE)  # a figure counts no definite noun: اللاعبين من القائمة
    if whole and named and case.sure and case.is_another_phrase():
        return "error"
    if case.source_explains() and case.target_explains():
        return None
    if whole and is_another(case.nouns, case.words):
        return "error"
    return "error" if case.sure and whole and named and case.is_counted_elsewhere() else "warning"


@rule(
    "other-fate",
    reads="dead for wounded, arrested for rescued, of which the other text says nothing",
    must=(("أصيب 19 شخصا في تدافع", "19 people were killed in a crush"), ("إنقاذ 38 بحارا", "38 sailors are missing")),
    leaves=("أصيب 19 شخصا وقتل ثلاثة", "Three were killed and 19 people were injured"),
)
def _other_fate(case: Nouns) -> Severity | None:
    """Only where neither text says near its figure what the other does."""
    return "error" if case.sure and not case.source_explains() and not case.target_explains() else None


COUNTED: tuple[NounRule, ...] = (_other_fate, _other_noun, _misplaced_noun)
"""The rules that judge what is counted."""
