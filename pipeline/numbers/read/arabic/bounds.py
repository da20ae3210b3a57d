"""Arabic comparators, also the verbs that lead one from afar: تتجاوز مساحة الحريق 400, لا يقل عدد القتلى عن 40."""

from __future__ import annotations

from pipeline.numbers.lexicon import ListName, word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.bounds import NEGATED, before, bounded, denied, may_be_bounded
from pipeline.numbers.text.tokens import Token, peek

_SINGLE = frozenset({"الواحد", "الواحده"})
_LED = {"عن", "علي"}
_TO, _FROM = "الي", "من"
_WITHIN_SUBJECT = frozenset((
    "في", "من", "الذي", "التي", "الذين", "قرب", "لدي", "بعد", "داخل", "بين", "خلال", "علي", "هذا", "هذه", "اليوم",
    "امس", "منذ", "عند", "مع",
))  # fmt: skip
_LONGEST_SUBJECT = 14
_MAY = frozenset(("قد", "ان", "ربما"))
"""What makes reaching a figure the most that may come: قد تصل الكلفة إلى 200."""
_AND = ("و", "ف")
_NONE: frozenset[str] = frozenset()
_NEGATIONS = ("لا ", "لم ", "لن ")


@rule(
    "ar-bound",
    reads="the comparator before or after a number",
    must=("أكثر من 20 شخصا", "20 شخصا على الأقل"),
    leaves="20 شخصا",
)
def bound(page: Page, amount: Amount) -> Amount | None:
    """أكثر من 20."""
    return bounded(page, amount, _ahead(page, amount)[0]) if may_be_bounded(amount) else None


@rule(
    "ar-bound-verb",
    reads="the verb that compares, its subject, and the figure",
    must=("تتجاوز مساحة الحريق 400 هكتار", "لا يقل عدد القتلى عن 40"),
    leaves="بلغ عدد القتلى 40",
)
def bound_verb(page: Page, amount: Amount) -> Amount | None:
    """تتجاوز مساحة الحريق 400, لا يقل عدد القتلى عن 40."""
    if not may_be_bounded(amount) or amount.lone not in (None, "length"):
        return None  # لن يتعدى الارتفاع هذا الشهر 5
    told, at = _ahead(page, amount)
    verb = None if told is not None or at is None else _told_by_verb(page.tokens, at)
    return None if verb is None else bounded(page, amount, verb)


def _ahead(page: Page, amount: Amount) -> tuple[str | None, int | None]:
    """The comparator before an amount, and where the look for it ended without one."""
    found: tuple[str | None, int | None] | None = page.memo.get(amount.first)
    if found is None:
        found = page.memo[amount.first] = before(page, amount, single=_SINGLE)
    return found


def _told_by_verb(tokens: list[Token], at: int) -> str | None:
    """The comparator of a verb before a subject of a few nouns.

    `at` is the token before the figure, or before the "عن" or "على" in front of it, or the "إلى" or "من" there.
    """
    if tokens[at + 1].text in _SINGLE or tokens[at + 1].conjunction:
        return None  # في الليلة الواحدة
    led = tokens[at].text in _LED or tokens[at + 1].text in _LED
    last = at - (tokens[at].text in (*_LED, _TO, _FROM))
    if tokens[last].text in word_list("particle"):
        return None  # it leads the figure away
    for verb_at in range(last - 1, max(last - _LONGEST_SUBJECT - 1, -1), -1):
        if not _is_in_subject(tokens[verb_at + 1], counted=led):
            return None
        if tokens[at].text in (_TO, _FROM):
            told = _reaching(tokens, verb_at, tokens[at].text)
        else:
            told = _led_by(tokens, verb_at) if led else _exceeding(tokens, verb_at)
        if told is not None:
            return told
    return None


def _is_in_subject(noun: Token, *, counted: bool) -> bool:
    """Whether a token may stand between a verb and its figure; number words only where عن or على leads the figure, for
    without them the first is the verb's own (يقل راتب أربعة من كل عشرة موظفين عن 5 آلاف).
    """
    if noun.kind != "word" or (noun.number is not None and not counted and noun.text not in _SINGLE):
        return False
    return noun.text in _WITHIN_SUBJECT or noun.text not in word_list("particle")


def _exceeding(tokens: list[Token], at: int) -> str | None:
    """يتجاوز, لم يتعد: the figure follows the subject."""
    verb = tokens[at]
    word = verb.text[verb.conjunction :]
    for negation in _NEGATIONS:
        word = word.removeprefix(negation)
    if verb.preposition or (verb.stem not in word_list("exceeding_verb") and word not in word_list("exceeding_verb")):
        return None
    sense = verb.sense("bound")
    told = "more_than" if sense is None else sense.value
    return NEGATED.get(told, told) if denied(tokens, at, word_list("negation")) else told


def _led_by(tokens: list[Token], at: int) -> str | None:
    """يزيد عدد ... على, يقل عدد ... عن."""
    verb = tokens[at]
    more, less = _among(verb, "more_verb"), _among(verb, "less_verb")
    if verb.preposition or not (more or less):
        return None
    told = "more_than" if more else "less_than"
    return NEGATED[told] if denied(tokens, at, word_list("verb_negation")) else told


def _reaching(tokens: list[Token], at: int, led: str) -> str | None:
    """لا يصل دخل الأسرة إلى 2000, يقترب رصيد اللاعب من 250."""
    verb = tokens[at]
    if verb.preposition:
        return None
    if led == _FROM:
        return "about" if _among(verb, "nearing_verb") and not denied(tokens, at, _NONE) else None
    if not _among(verb, "reaching_verb"):
        return None
    if denied(tokens, at, _NONE):
        return "less_than"
    return "at_most" if peek(tokens, at - 1).text in _MAY else None


def _among(verb: Token, name: ListName) -> bool:
    """Whether a verb, or what follows "and" in it, stands in that list."""
    words = word_list(name)
    return verb.stem in words or (verb.text[:1] in _AND and verb.text[1:] in words)


BOUNDS = (bound_verb, bound)
