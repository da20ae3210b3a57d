"""Arabic words that only look like numbers: weekdays, idioms, verbs and nouns with the letters of a number word.

Each rule gives an empty tuple where the word at `index` is no number.
"""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.lookalikes import unit_after_count as unit_after_count
from pipeline.numbers.read.shared.units import unit_sense
from pipeline.numbers.text.clitics import ARTICLE, ARTICLES, without_pronoun
from pipeline.numbers.text.tokens import NOTHING, Token, peek

Nothing = tuple[Amount, ...] | None
_NEVER_NUMBERS = ("skip", "weekday", "percent", "permille")
_SUNDAY, _TEN = "الاحد", ("عشر", "عشره")
_TEXT = ("نص", "ونص", "بنص", "لنص")
_THOUSAND, _THOUSANDS, _ONE = "الف", "الفا", "واحد"
_AFTER_LETTER, _AND_B = ("-", "–", ")"), "وباء"
_ALPHA = ("ظبي", "روميو")
"""The second names of companies that the Greek letter begins: ألفا ظبي."""
_BEFORE_VERB = {"الذي", "والذي", "التي", "قد", "وقد", "كما", "حيث"}
_WEAKNESS, _LION, _LADY, _HOLDS, _HALF = "ضعف", "السبع", "ست", "تسع", "نصف"
_DIAMETER = "قطر"
_ASKING = "أ"
_WE = ("نحن", "اننا")
_FOR_SIX, _NOT_YOU, _WOMEN = ("لست", "ولست"), ("الست", "اولست", "افلست"), "ات"
_DEFINITE = ("ال", "وال", "لل", "بال")
_EACH, _ONE_SECOND = ("كل", "بكل", "لكل"), ("واحده", "الواحده")
_RATES = {"في", *_EACH}


def _before(tokens: list[Token], index: int) -> Token:
    return tokens[index - 1] if index else NOTHING


@rule("ar-weekday", reads="a weekday", must=("عاد الأحد", "وصلوا الاثنين"), leaves="الأحد عشر كوكبا")
def weekday(page: Page, index: int) -> Nothing:
    """الأحد، and other phrases that say no number."""
    token = page.tokens[index]
    if not any(sense.kind in _NEVER_NUMBERS for sense in token.senses):
        return None
    following = peek(page.tokens, index + 1)
    counts = following.sense("percent") is not None or (token.text == _SUNDAY and following.text in _TEN)
    return None if counts or _is_tens_of(following, token) else ()


def _is_tens_of(following: Token, token: Token) -> bool:
    """الاثنين والثلاثين, thirty-two; not الاثنين والثلاثاء, which has no number."""
    number = following.number
    tens = number is not None and number.role == "tens" and bool(following.conjunction)
    return tens and token.number is not None


@rule(
    "ar-text",
    reads="نص, a text or stipulated, and a half only after its number",
    must=("نص القانون", "روحها ونصها"),
    leaves="الساعة تسعة ونص",
)
def text(page: Page, index: int) -> Nothing:
    """نص, نصها."""
    word = page.tokens[index].text
    owned = without_pronoun(word)
    return () if word in _TEXT or (owned is not None and owned[0] in _TEXT) else None


@rule(
    "ar-wrote",
    reads="ألف, he wrote, after a relative pronoun",
    must=("الرجل الذي ألف الكتاب", "وقد ألف كتابا"),
    leaves="زارها ألف شخص",
)
def wrote(page: Page, index: int) -> Nothing:
    """الذي ألّف."""
    verb = page.tokens[index].text == _THOUSAND and _before(page.tokens, index).text in _BEFORE_VERB
    return () if verb else None


@rule(
    "ar-wrote-books",
    reads="ألف, he wrote, before the number of books",
    must=("ألف أحد عشر كتابا", "ألف ما يربو على خمسين كتابا"),
    leaves="ألف وخمسون كتابا",
)
def wrote_books(page: Page, index: int) -> Nothing:
    """ألف أحد عشر كتابا."""
    token, after = page.tokens[index], peek(page.tokens, index + 1)
    if not token.text.endswith(_THOUSAND) or token.definite:
        return None
    if (bound := after.sense("bound")) is not None:
        return () if bound.value != "exactly" and after.sense("bound-after") is None else None
    if not _is_bare_number(after) or token.preposition or after.definite:
        return None
    return () if after.number is not None and after.number.role in ("unit", "teen", "tens") else None


@rule(
    "ar-millennium",
    reads="a millennium before its ordinal",
    must=("في الألف الثاني", "مطلع الألف الثالثة"),
    leaves="الألف دينار",
)
def millennium(page: Page, index: int) -> Nothing:
    """الألف الثاني."""
    token, after = page.tokens[index], peek(page.tokens, index + 1)
    if not token.text.endswith(_THOUSAND) or not token.definite or not _is_bare_number(after) or not after.definite:
        return None
    return () if after.number is not None and after.number.role == "ordinal" else None


def _is_bare_number(after: Token) -> bool:
    """Whether a number word stands there by itself; also not وأحد عشر, spelled like واحد."""
    return after.number is not None and not (after.conjunction or after.preposition or after.text == _ONE)


@rule(
    "ar-alpha",
    reads="the Greek letter after a noun that a name follows",
    must=("قناة ألفا", "استثمرت ألفا ظبي في الشركة"),
    leaves="ألفا عامل",
)
def alpha(page: Page, index: int) -> Nothing:
    """قناة ألفا."""
    letter = page.tokens[index].text == _THOUSANDS
    named = _before(page.tokens, index).text in word_list("naming_noun") or peek(page.tokens, index + 1).text in _ALPHA
    return () if letter and named else None


@rule(
    "ar-letter",
    reads="ألف, the name of the letter A, at the head of a line or behind a noun that letters tell apart",
    must=("ألف - معلومات أساسية", "المرفقان ألف وباء"),
    leaves="القائمة ألف صفحة",
)
def letter(page: Page, index: int) -> Nothing:
    """ألف - معلومات أساسية, المرفق ألف."""
    tokens = page.tokens
    if tokens[index].text != _THOUSAND:
        return None
    before, after = _before(tokens, index), peek(tokens, index + 1)
    if not index or before.text == "(":
        return () if after.text in _AFTER_LETTER else None
    noun = before.text.startswith(ARTICLES) and any(map(before.text.endswith, word_list("lettered_noun")))
    return (
        () if noun and (after.kind != "word" or after.text == _AND_B or after.text in word_list("particle")) else None
    )


@rule(
    "ar-weakness",
    reads="ضعف where it is weakness",
    must=("يعاني من ضعف البنية", "بسبب ضعف الطلب"),
    leaves="ارتفع إلى ضعف العدد",
)
def weakness(page: Page, index: int) -> Nothing:
    """ضعف البنية."""
    weak = page.tokens[index].text == _WEAKNESS
    return () if weak and _before(page.tokens, index).text in word_list("before_weakness") else None


@rule(
    "ar-lion",
    reads="السبع without a definite noun before it: a lion",
    must=("زأر السبع", "هرب السبع"),
    leaves="الدول السبع",
)
def lion(page: Page, index: int) -> Nothing:
    """زأر السبع."""
    if page.tokens[index].text != _LION:
        return None
    noun = _before(page.tokens, index).text
    owned = without_pronoun(noun)  # مبارياته السبع
    return None if noun.startswith(_DEFINITE) or (owned is not None and len(owned[0]) > 2) else ()


@rule("ar-lady", reads="ست before a definite noun: the lady of", must=("ست البيت", "ست الدار"), leaves="ست سنوات")
def lady(page: Page, index: int) -> Nothing:
    """ست البيت."""
    return () if page.tokens[index].text == _LADY and _definite_follows(page.tokens, index) else None


@rule(
    "ar-am-not",
    reads="لست, I am not, unless what six may count follows; ألست, are you not",
    must=("لست أدري متى", "ألست قلقا؟"),
    leaves="تستأجرها لست سنوات",
)
def am_not(page: Page, index: int) -> Nothing:
    """لست أدري."""
    token = page.tokens[index]
    if token.text in _NOT_YOU and page.folded.raw_char(token.start) == _ASKING:
        return ()
    if token.text not in _FOR_SIX:
        return None
    after = peek(page.tokens, index + 1)
    number = after.number is not None and after.number.role in ("hundred", "tens", "unit", "magnitude_plural")
    plural = after.text.endswith(_WOMEN) and not after.definite
    return None if number or plural or after.sense("measure") is not None else ()


@rule(
    "ar-holds",
    reads="تسع, it holds, before a hall and a number",
    must=("تسع القاعة ألف زائر", "تسع الحافلة 50 راكبا"),
    leaves="تسع دول",
)
def holds(page: Page, index: int) -> Nothing:
    """تسع القاعة ألف زائر."""
    if page.tokens[index].text != _HOLDS or not _definite_follows(page.tokens, index):
        return None
    counted = peek(page.tokens, index + 2)
    return () if counted.kind == "digits" or counted.number is not None else None


def _definite_follows(tokens: list[Token], index: int) -> bool:
    after = peek(tokens, index + 1)
    return after.number is None and after.text.startswith(ARTICLE) and len(after.text) > 3


@rule("ar-describe", reads="نصف, we describe", must=("نحن نصف الحال", "إننا نصف ما جرى"), leaves="نصف السكان")
def describe(page: Page, index: int) -> Nothing:
    """نحن نصف."""
    return () if page.tokens[index].text == _HALF and _before(page.tokens, index).text in _WE else None


@rule(
    "ar-radius",
    reads="نصف before قطر with what it is of: a radius",
    must=("دائرة نصف قطرها واسع", "يقاس نصف القطر"),
    leaves="نصف سكان قطر",
)
def radius(page: Page, index: int) -> Nothing:
    """نصف قطرها."""
    if page.tokens[index].text != _HALF:
        return None
    after = peek(page.tokens, index + 1)
    owned = without_pronoun(after.text)
    beyond = peek(page.tokens, index + 2)
    whole = after.text == _DIAMETER and (not page.tokens[index].conjunction) and beyond.text.startswith(ARTICLE)
    told = whole or after.text == ARTICLE + _DIAMETER or (owned is not None and owned[0] == _DIAMETER)
    return () if told else None


@rule(
    "ar-rate-second",
    reads="ثانية, a second, in a rate and before “one”",
    must=("20 دولارا في الثانية", "يستغرق ثانية واحدة"),
    leaves="في المباراة الثانية",
)
def rate_second(page: Page, index: int) -> Nothing:
    """كل ثانية, مترا في الثانية, ثانية واحدة."""
    tokens, token = page.tokens, page.tokens[index]
    number, before = token.number, _before(page.tokens, index)
    if number is None or number.role != "ordinal" or unit_sense(token) is None:
        return None
    if peek(tokens, index + 1).text in _ONE_SECOND and before.text not in word_list("ordinal_noun"):
        return ()
    if before.text not in _RATES:
        return None
    each = before.text in _EACH and not token.definite
    return () if each or (index > 1 and unit_sense(tokens[index - 2]) is not None) else None


LOOKALIKES = (
    weekday, text, wrote, wrote_books, millennium, alpha, letter, weakness, lion, lady, am_not, holds, describe, radius,
    rate_second, unit_after_count,
)  # fmt: skip
