"""What two texts say without a number, judged: a weekday, last or next year, daily or monthly.

Of each topic a text says something only where it names exactly one value; where the other text names exactly one
too, and the two exclude one another, that is an error. What one text leaves out is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from pipeline.numbers.lexicon.opposites import FIGURE, UNSURE, Phrase, openings, topics
from pipeline.numbers.quantity import Finding, FindingType, Language, Quantity
from pipeline.numbers.read.rules import Rule
from pipeline.numbers.text.folding import fold
from pipeline.numbers.write.explain import says

_WORD = re.compile(r"\d+(?:[.,٫٬]\d+)+|[^\W_]+|[,،.;؛:()]")
_LONGEST = 600
"""Characters of a text from which one weekday in each text may be of two events."""
_ONE = Fraction(1)


class Said(NamedTuple):
    """What a text says of a topic, and the words, by their number, that say it first."""

    value: str
    first: int
    last: int


class Contrast(NamedTuple):
    """The value that each of two texts names of a topic."""

    topic: str
    one: str
    two: str


Pair = tuple[str, str]
ContrastRule = Rule[Callable[[Contrast], FindingType | None]]


def _differs(contrast: Contrast, own: str) -> bool:
    """Whether the topic is the rule's own and its two values exclude one another."""
    topic = topics()[contrast.topic]
    if topic.rule != own or contrast.one == contrast.two:
        return False
    return topic.apart is None or frozenset((contrast.one, contrast.two)) in topic.apart


def _opposite(name: str, kind: FindingType, *, reads: str, must: tuple[Pair, Pair], leaves: Pair) -> ContrastRule:
    """A rule for the topics that name it: a finding of `kind` where their two values exclude one another."""

    def apply(contrast: Contrast) -> FindingType | None:
        return kind if _differs(contrast, name) else None

    return Rule(name, None, reads, must, leaves, apply)


OPPOSITES: tuple[ContrastRule, ...] = (
    _opposite(
        "other-day",
        "changed",
        reads="another weekday, or yesterday for tomorrow",
        must=(
            ("حضر 40 سفيرا الاثنين", "40 ambassadors came on Tuesday"),
            ("وصل 12 نائبا أمس", "12 deputies arrive tomorrow"),
        ),
        leaves=("حضر 40 سفيرا أمس الاثنين", "40 ambassadors came on Monday"),
    ),
    _opposite(
        "other-period",
        "changed",
        reads="last, this or next week, month, quarter, season or year for another of them",
        must=(
            ("استقبلت 380 سفينة العام الماضي", "It drew 380 ships this year"),
            ("في 22 من الشهر الحالي", "On the 22nd of next month"),
        ),
        leaves=("استقبلت 380 سفينة العام الماضي", "It drew 380 ships in 2024"),
    ),
    _opposite(
        "other-frequency",
        "changed",
        reads="another frequency, or other periods in a row",
        must=(
            ("تحتاج إلى 700 ألف متر مكعب من مياه الشرب يوميا", "It needs 700,000 cubic metres of water a month"),
            ("تراجعت للأسبوع الرابع على التوالي", "It fell for a fourth straight month"),
        ),
        leaves=("راتبه الشهري 900 دينار", "He earns 900 dinars a month"),
    ),
    _opposite(
        "other-unit-rate",
        "unit",
        reads="a price for another unit: the gram for the ounce",
        must=(
            ("سجل الذهب 2654 دولارا للأوقية", "Gold stood at $2,654 a gram"),
            ("سعر القمح 280 درهما للقنطار", "Wheat fetches 280 dirhams a tonne"),
        ),
        leaves=("سجل الذهب 2654 دولارا للأوقية", "Gold stood at $2,654 an ounce"),
    ),
    _opposite(
        "other-part-of-day",
        "part",
        reads="the morning for the evening, the opening for the close",
        must=(
            ("قتل 3 مساء السبت", "3 died on Saturday morning"),
            ("كسب 3 نقاط في مستهل التعاملات", "It gained 3 points at the close of trading"),
        ),
        leaves=("قتل 3 فجر السبت", "3 died early on Saturday morning"),
    ),
    _opposite(
        "other-extreme",
        "direction",
        reads="the highest for the lowest, net buyers for net sellers, postponed for brought forward",
        must=(
            ("بلغ 0.72 وهو الأدنى في العالم", "It was 0.72, the world's highest"),
            ("أرجأت الجلسة 3 أيام", "It brought the session forward 3 days"),
        ),
        leaves=("بلغ 0.72 وهو الأدنى في العالم", "It was 0.72, the world's lowest"),
    ),
    _opposite(
        "other-thing-told",
        "counted",
        reads="dead for wounded, gold for bronze, prices for sales, where each text tells of one of these alone",
        must=(
            ("أصيب شرطيان و3 من المارة", "Two officers and 3 passers-by were killed"),
            ("انتشال 9 جثث", "9 people were rescued"),
        ),
        leaves=("لقي 9 أشخاص مصرعهم", "9 people were killed"),
    ),
    _opposite(
        "other-turn",
        "direction",
        reads="a rise for a fall where each text speaks of one way alone",
        must=(
            ("انكمش القطاع للشهر الثاني", "The sector grew for a second month"),
            ("خفضت اللجنة سعر البنزين 90 بخمسة عشر فلسا", "The panel raised the price of petrol 90 by 15 fils"),
        ),
        leaves=("تراجع الوزير عن قراره بعد 3 أيام", "The minister raised the matter 3 days later"),
    ),
)
"""Each topic has one of these."""


def find_opposites(source: str, target: str, *, languages: tuple[Language, Language]) -> list[Finding]:
    """The topics of which the texts say opposite things."""
    if len(source) > _LONGEST or len(target) > _LONGEST:
        return []
    # A quick look first, without the many words that leave a topic unsaid.
    ones = _said(source, languages[0], unsure=False)
    twos = _said(target, languages[1], unsure=False) if ones else {}
    if all(topic not in twos or twos[topic].value == one.value for topic, one in ones.items()):
        return []
    ones, twos = _said(source, languages[0], unsure=True), _said(target, languages[1], unsure=True)
    found = []
    for topic, one in ones.items():
        two = twos.get(topic)
        if two is None or one.value == two.value:
            continue
        for each in OPPOSITES:
            kind = each.apply(Contrast(topic, one.value, two.value))
            if kind is not None:
                sides = _quote(source, one, each.name), _quote(target, two, each.name)
                found.append(Finding(kind, "error", *sides, says(*sides, languages=languages), rule=each.name))
    return found


def _said(text: str, lang: Language, *, unsure: bool) -> dict[str, Said]:
    """The topics of which `text` names exactly one value."""
    known = openings(lang, unsure=unsure)
    words = _WORD.findall(fold(text).text)
    found: dict[str, Said] = {}
    read: dict[str, int] = {}
    for index, opening in enumerate(map(known.__getitem__, words)):
        if opening is None:
            continue
        following = words[index + 1] if index + 1 < len(words) else ""
        for phrase in opening.before(following):
            if index < read.get(phrase.topic, 0):
                continue
            end = _end(words, index + 1, phrase)
            if end is None:
                continue
            read[phrase.topic] = end
            before = found.get(phrase.topic)
            same = before is None or before.value == phrase.value
            found[phrase.topic] = (before or Said(phrase.value, index, end)) if same else Said("", index, end)
    return {topic: said for topic, said in found.items() if said.value not in ("", UNSURE)}


def _end(words: Sequence[str], at: int, phrase: Phrase) -> int | None:
    """The place after the phrase whose first word stands before `at`; None where the text goes on otherwise."""
    for step in phrase.steps:
        word = words[at] if at < len(words) else ""
        known = word in step.words or (FIGURE in step.words and word[:1].isdigit())
        if known != step.any_word:  # a star takes what the rest of the phrase does not begin with
            at += bool(word)
        elif not step.optional:
            return None
    return at


def _quote(text: str, said: Said, rule_name: str) -> Quantity:
    """The words of the text that say it, as a quantity that may go unsaid."""
    folded = fold(text)
    spans = [match.span() for match in _WORD.finditer(folded.text)]
    start, end = folded.raw_span(spans[said.first][0], spans[said.last - 1][1])
    return Quantity(start, end, folded.raw[start:end], "measure", _ONE, soft=True, lone="now", rule=rule_name)
