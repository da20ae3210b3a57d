"""Units beside an Arabic numeral: after it, before it (يوم واحد، الساعات الـ48) and with a part of them (ساعة ونصف)."""

from __future__ import annotations

from pipeline.numbers.lexicon import Sense, lexicon, unit_table, word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.arabic.fractions import PRICE
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.units import (
    COUNTED,
    DASHES,
    OPENING,
    hyphen_joins,
    in_brackets,
    percent_before,
    sign_before,
    times_x,
    unit_after,
    unit_sense,
    with_unit,
)
from pipeline.numbers.text.clitics import ARTICLE, without_pronoun
from pipeline.numbers.text.tokens import Token, peek

_THE_POINT = "النقطه"
_CALORIE = "calorie"
_CARATS = {14, 18, 21, 22, 24}
"""Of gold; عيار before another number is a calibre."""
_ONCE, _THE_TIME = ("مره", "بمره"), "المره"
_SECOND = ("الثانيه", "ثانيه")
_TENTHS = ("اعشار", "عشر", "عشرا")
_ENDINGS, _GLUED, _SHORTEST = (("", 1), ("ا", 1), ("ين", 2), ("ان", 2)), ("", *"بلوف"), 2
"""Endings of one and of two of a noun, and what may stand glued before it."""
_DASHES, _YEARS = ("-", "–", ":"), range(1900, 2100)
_TO, _FROM, _HOUR, _DECADE = "ل", "من", "الساعه", "عقد"
_TODAY = "اليوم"
_PLURALS = range(3, 11)
"""Of so many a unit stands in the plural."""
_KNOTS = (2, 300)
"""Above two decades would be عقود or عقدا; above 300 عقد are contracts: no wind is as fast."""


def _sensed(tokens: list[Token], amount: Amount, at: int) -> Sense | None:
    """What the token at `at` is as the unit of `amount`: عقد may be knots, "47.5 للدولار" is a rate."""
    token = tokens[at]
    if token.text == _HOUR and amount.kind == "fraction":
        return Sense("measure", "hour")  # ثلاثة أرباع الساعة; after other numerals it names a time
    if amount.kind == "fraction" and tokens[amount.first].definite and (token.definite or token.preposition):
        return None  # بأكثر من الخمس الشهر الماضي, إلى النصف لأسبوع
    sense = unit_sense(token)
    if amount.kind == "fraction" and sense is not None and sense.value == _CALORIE:
        return None  # نصف سعره, half its price
    if amount.kind == "cardinal" and token.text == _TODAY:
        return None  # أقل من مئتين اليوم
    if amount.kind == "cardinal" and token.definite and amount.value in _PLURALS and _is_single_time(token):
        return None  # أنهت المؤشرات الثلاثة الأسبوع, "ended the week"
    if sense is None or (sense.kind == "currency" and token.preposition == _TO and token.definite):
        return None
    if peek(tokens, amount.first - 1).sense("month") is not None and amount.value in _YEARS:
        return None  # 9 أيار 1945 يوما مقدسا
    if token.text in word_list("year_noun") and _is_year(peek(tokens, at + 1)):
        return None  # من 40 عام 2017
    fewest, most = _KNOTS
    if token.text == _DECADE and amount.value > fewest and sense.count is None:
        return Sense("measure", "knot") if amount.value <= most else None
    return sense


def _is_year(token: Token) -> bool:
    return token.kind == "digits" and token.text.isdecimal() and int(token.text) in _YEARS


def _is_single_time(token: Token) -> bool:
    return token.stem in word_list("singular_time")


@rule(
    "ar-unit-after",
    reads="the unit after a numeral",
    must=("بلغ 40 دولارا", "ارتفع 25 في المئة"),
    leaves="47.5 للدولار",
)
def after(page: Page, amount: Amount) -> Amount | None:
    """40 دولارا; not ثمن البرميل, its price."""
    price = amount.kind == "fraction" and page.tokens[amount.first].text.endswith(PRICE)
    return None if price else unit_after(page, amount, amount.last, _sensed)


@rule(
    "ar-unit-in-brackets",
    reads="the unit in brackets after a numeral",
    must=("وزنه 5 (كغم)", "ارتفع 25 (%)"),
    leaves="له 5 (حمر)",
    needs=OPENING,
)
def bracketed(page: Page, amount: Amount) -> Amount | None:
    """5 (كغم)."""
    if not in_brackets(page.tokens, amount):
        return None
    return unit_after(page, amount, amount.last + 1, _sensed, closing=1)


@rule(
    "ar-unit-after-hyphen",
    reads="the unit joined to a numeral by a hyphen",
    must=("مسافة 20-كيلومتر", "بطول 5-أمتار"),
    leaves="20-شخصا",
    needs=DASHES,
)
def hyphened(page: Page, amount: Amount) -> Amount | None:
    """20-كيلومتر."""
    return unit_after(page, amount, amount.last + 1, _sensed) if hyphen_joins(page.tokens, amount) else None


@rule(
    "ar-unit-after-from",
    reads="money after a magnitude and “من”",
    must=("ملايين من الدولارات", "آلاف من الجنيهات"),
    leaves="مئات من الأمتار",
    needs=("currency",),
)
def from_money(page: Page, amount: Amount) -> Amount | None:
    """ملايين من الدولارات."""
    tokens = page.tokens
    if peek(tokens, amount.last).text != _FROM or amount.scale <= ONE:
        return None
    sense = unit_sense(peek(tokens, amount.last + 1))
    money = sense is not None and sense.kind == "currency"
    return unit_after(page, amount, amount.last + 1, _sensed) if money else None


@rule(
    "ar-part-of-second",
    reads="tenths, hundredths or thousandths of a second",
    must=("بفارق 19 جزءا من المئة من الثانية", "تفوق عليها بستة أعشار من الثانية"),
    leaves="19 جزءا من المئة من الميزانية",
    needs=("part-of", *_TENTHS),
)
def part_of_second(page: Page, amount: Amount) -> Amount | None:
    """19 جزءا من المئة من الثانية."""
    tokens, at = page.tokens, amount.last
    if amount.kind != "fraction" or peek(tokens, at).text != _FROM or peek(tokens, at + 1).stem not in _SECOND:
        return None
    told = any(token.sense("part-of") is not None or token.stem in _TENTHS for token in tokens[amount.first : at])
    return with_unit(amount, Sense("measure", "second"), last=at + 2).but(parts=()) if told else None


@rule("ar-carats", reads="the carats of gold", must=("ذهب عيار 21", "غرام العيار 24"), leaves="مسدس عيار 9")
def carats(page: Page, amount: Amount) -> Amount | None:
    """عيار 21."""
    at = amount.first - 1
    if not amount.plain or at < 0 or page.tokens[at].stem not in word_list("calibre"):
        return None
    if amount.value not in _CARATS or at in page.taken:
        return None
    return with_unit(amount, Sense("measure", "carat"))


def _is_joined_part(tokens: list[Token], amount: Amount) -> bool:
    """Whether an amount is a part that "و" adds to the noun before it."""
    joined = amount.first > 0 and tokens[amount.first].conjunction
    return amount.kind == "fraction" and joined and amount.value < 1


@rule(
    "ar-unit-and-part",
    reads="a single unit and a part of it",
    must=("ساعة ونصف", "تخطت المتر ونصف المتر"),
    leaves="ساعتين ونصف",
)
def unit_and_part(page: Page, amount: Amount) -> Amount | None:
    """ساعة ونصف، عاما ونصف العام."""
    tokens, at = page.tokens, amount.first - 1
    if not _is_joined_part(tokens, amount):
        return None
    noun = tokens[at]
    sense = noun.sense("measure") or noun.sense("currency") or noun.sense("pp")
    if sense is None or sense.count is not None or not {at, at - 1}.isdisjoint(page.taken):
        return None
    if sense.kind == "currency" and noun.kind != "word":
        return None
    noun_again = peek(tokens, amount.last)
    again = None if noun_again.conjunction else noun_again.sense("measure")  # بين كيلوغرام ونصف وكيلوغرامين
    if noun.definite and (again is None or again.value != sense.value):
        return None  # تخطت المتر ونصف المتر, but خسر المتر ونصف القيمة
    last = amount.last + ((again is not None and again.value == sense.value) or noun_again.text == _THE_POINT)
    return with_unit(amount, sense).but(value=amount.value + 1, first=at, last=last)


@rule(
    "ar-noun-and-part",
    reads="a noun, single or in the dual, and a part of one more that names it again",
    must=("لموسمين ونصف الموسم", "قدّر وزنه بطن ونصف الطن"),
    leaves="لموسمين ونصف الجمهور",
)
def noun_and_part(page: Page, amount: Amount) -> Amount | None:
    """موسمين ونصف الموسم, بطن ونصف الطن."""
    tokens, at = page.tokens, amount.first - 1
    if not _is_joined_part(tokens, amount):
        return None
    noun, again = tokens[at].text, peek(tokens, amount.last)
    if at in page.taken or not again.text.startswith(ARTICLE) or tokens[at].kind != "word":
        return None
    one = again.text.removeprefix(ARTICLE)
    count = next((count for ending, count in _ENDINGS if noun.endswith(one + ending)), None)
    if count is None or len(one) < _SHORTEST or noun[: noun.rindex(one)] not in _GLUED:
        return None
    sense = again.sense("measure")
    if count == 1 and sense is None:
        return None  # موسم ونصف الموسم: English says "a season and a half", and موسم ونصف goes without the noun
    found = amount.but(kind="cardinal", value=count + amount.value, first=at, last=amount.last + 1)
    return found if sense is None or sense.count is not None else with_unit(found, sense)


@rule(
    "ar-once-and-part",
    reads="once and a part of it, a multiple",
    must=("أكبر بمرة ونصف المرة", "زادت مرة ونصفا"),
    leaves="زادت هذه المرة ونصف الناس",
)
def once_and_part(page: Page, amount: Amount) -> Amount | None:
    """مرة ونصف المرة."""
    tokens, at = page.tokens, amount.first - 1
    if not _is_joined_part(tokens, amount):
        return None
    if tokens[at].text not in _ONCE or at in page.taken:
        return None
    last = amount.last + (peek(tokens, amount.last).text == _THE_TIME)
    return amount.but(kind="multiple", value=amount.value + 1, first=at, last=last)


@rule(
    "ar-unit-before",
    reads="the unit before its numeral: a definite plural, or a single noun before “one”",
    must=("السنوات الخمس الماضية", "يوم واحد"),
    leaves="الساعة الخامسة",
)
def unit_before(page: Page, amount: Amount) -> Amount | None:
    """السنوات الخمس, الساعات الـ48 and يوم واحد."""
    tokens = page.tokens
    if not amount.first or amount.first - 1 in page.taken or amount.kind not in COUNTED:
        return None
    away = 2 if tokens[amount.first - 1].text == ARTICLE and amount.first > 1 else 1
    noun, numeral = tokens[amount.first - away], tokens[amount.first]
    sense = noun.sense("measure") or noun.sense("currency") or noun.sense("hundredth") or noun.sense("pp")
    owned = sense is None
    sense = sense or _owned_time(noun.text)
    if sense is None or sense.count is not None or noun.text.isascii():
        return None
    definite = (amount.definite and owned) or ((amount.definite or away == 2) and noun.definite)
    counted = definite and amount.kind == "cardinal" and not noun.among(word_list("singular_time"))
    bare = not (noun.definite or owned or numeral.conjunction) and numeral.kind == "word"
    return with_unit(amount, sense, first=amount.first - away) if counted or (bare and amount.value == 1) else None


@rule(
    "ar-money-before",
    reads="the name of a currency, or its abbreviation, before the figure",
    must=("سعر العرض ريال 450 فقط", "بلغ ربح السهم د.ك 0.125"),
    leaves="بلغ الدولار 450 قرشا",
    needs=("currency",),
)
def money_before(page: Page, amount: Amount) -> Amount | None:
    """ريال 450, ر.س. 450, درهم إماراتي 3.2 مليون; not "فوز ريال 3-1", nor a year."""
    tokens, at = page.tokens, amount.first - 1
    if at > 0 and tokens[at].text == "." and not tokens[at].spaced:
        at -= 1  # ر.س.
    if at < 0 or at in page.taken or amount.kind != "cardinal" or tokens[amount.first].kind != "digits":
        return None
    name, short = tokens[at], "." in tokens[at].text
    sense = name.sense("currency")
    if sense is None or name.text.isascii() or sense.count:
        return None
    if name.definite or name.conjunction or name.preposition:
        return None
    if at < amount.first - 1 and not short:
        return None
    if not short and (peek(tokens, amount.last).text in _DASHES or (amount.plain and amount.value in _YEARS)):
        return None
    return with_unit(amount, sense, first=at)


def _owned_time(word: str) -> Sense | None:
    """The unit of a plural noun of time with a pronoun: أيامه, سنواتها."""
    owned = without_pronoun(word)
    if owned is None or not (owned[0] in word_list("plural_time") or owned[0].endswith("ات")):
        return None
    phrases = lexicon("ar").phrases.get(owned[0], ())
    senses = (sense for phrase in phrases if len(phrase.words) == 1 for sense in phrase.senses)
    return next((one for one in senses if one.kind == "measure" and unit_table()[one.value].dimension == "time"), None)


UNITS = (
    unit_and_part, once_and_part, noun_and_part, part_of_second, after, bracketed, from_money, hyphened, sign_before,
    money_before, carats, percent_before, unit_before,
)  # fmt: skip
MULTIPLES = (times_x,)
