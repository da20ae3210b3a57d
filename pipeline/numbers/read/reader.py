"""From a text to its quantities: numerals by grammar, then ratios, units, calendar, ranges and bounds, each a pass.

Every pass takes the tokens and the amounts found so far and is linear in the text; what a later pass needs to know of
an earlier one stands in the amount.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.arabic import numerals as arabic
from pipeline.numbers.read.arabic.duals import bounded_duals, bounded_singles
from pipeline.numbers.read.arabic.scores import read_scores
from pipeline.numbers.read.english import numerals as english
from pipeline.numbers.read.shared.bounds import read_bounds, with_sign
from pipeline.numbers.read.shared.calendar import numeric_date, read_calendar
from pipeline.numbers.read.shared.compounds import squared
from pipeline.numbers.read.shared.identifiers import identifier, in_name, list_mark, roman_numeral
from pipeline.numbers.read.shared.joins import feet_and_inches
from pipeline.numbers.read.shared.powers import merge_powers
from pipeline.numbers.read.shared.ranges import merge_open_ranges, merge_ranges
from pipeline.numbers.read.shared.ratios import merge_ratios
from pipeline.numbers.read.shared.units import attach_units, unit_sense
from pipeline.numbers.read.shared.vague import merge_vague
from pipeline.numbers.text.digits import VULGAR_FRACTIONS
from pipeline.numbers.text.folding import Folded, fold
from pipeline.numbers.text.tokens import Token, tokenize

_NEVER_NUMBERS = {"skip", "weekday", "percent", "permille"}
_RATES = {"في", "لكل", "كل", "per", "a", "every"}
_HOMOGRAPHS = {"ضعف", "السبع", "ست", "تسع"}
_BEFORE_VERB = {"الذي", "والذي", "التي", "قد", "وقد", "كما", "حيث"}


def read_quantities(text: str, *, lang: Language) -> list[Quantity]:
    """The quantities of `text` in reading order. Linear in its length; never raises on any text."""
    folded = fold(text)
    tokens = tokenize(folded, lang=lang)
    amounts = _numerals(folded, tokens, lang=lang)
    amounts = merge_vague(tokens, amounts)
    amounts = merge_powers(tokens, amounts)
    amounts = merge_ratios(tokens, amounts, lang=lang)
    amounts = read_scores(tokens, amounts) if lang == "ar" else amounts
    amounts = attach_units(tokens, amounts)
    if lang == "ar":
        taken = {index for amount in amounts for index in range(amount.first, amount.last)}
        bounded = [*bounded_duals(tokens), *bounded_singles(tokens, taken)]
        amounts = sorted([*amounts, *bounded], key=lambda amount: amount.first) if bounded else amounts
    amounts = read_calendar(tokens, amounts, lang=lang)
    amounts = merge_ranges(tokens, amounts, lang=lang)
    read_bounds(tokens, amounts, lang=lang)
    amounts = merge_open_ranges(tokens, amounts)
    return [_quantity(folded, tokens, amount) for amount in _apart(amounts)]


def _apart(amounts: list[Amount]) -> Iterator[Amount]:
    """The amounts without any that reaches into the one before it: rules of two passes may claim the same token."""
    end = 0
    for amount in amounts:
        if amount.first >= end:
            yield amount
            end = amount.last


def _numerals(folded: Folded, tokens: list[Token], *, lang: Language) -> list[Amount]:
    read_numeral = arabic.read_numeral if lang == "ar" else english.read_numeral
    found: list[Amount] = []
    index = end = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "digits":
            if list_mark(folded, tokens, index) or squared(tokens, index):
                index += 1
                continue
            dates = numeric_date(tokens, index)
            if dates:
                found.extend(dates)
                index = end = max(date.last for date in dates)
                continue
            mark = feet_and_inches(tokens, index) or identifier(folded, tokens, index, lang=lang)
            if mark is not None:
                found.append(mark)
                index = end = mark.last
                continue
        elif lang == "en" and token.kind == "word" and token.text[0] in "ivxlcdm":
            roman = roman_numeral(folded, tokens, index)
            if roman is not None:
                found.append(roman)
                index = end = roman.last
                continue
        amount = None if _is_no_number(tokens, index, found) else read_numeral(tokens, index)
        if amount is None:
            index += 1
            continue
        amount = with_sign(tokens, amount, previous_end=end)
        if lang == "en" and in_name(folded, tokens, amount):
            amount.soft = True
        found.append(amount)
        index = end = amount.last
    return found


def _is_no_number(tokens: list[Token], index: int, found: list[Amount]) -> bool:
    """Weekdays (الأحد), idioms, and "second" or ثانية where it is a unit of time after a number."""
    token = tokens[index]
    if token.number is None and not token.senses:
        return token.kind == "word" and token.text not in ("a", "an") and token.text not in VULGAR_FRACTIONS
    if any(sense.kind in _NEVER_NUMBERS for sense in token.senses):
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        return not (token.text == "الاحد" and following in ("عشر", "عشره"))  # not Sunday: الأحد عشر
    if token.text in ("نص", "ونص"):
        return True  # text, stipulated; a half only after its number (تسعة ونص)
    if token.text == "الف" and index and tokens[index - 1].text in _BEFORE_VERB:
        return True  # ألّف, "wrote"
    if token.text.endswith("الف") and index + 1 < len(tokens) and _is_no_thousand(token, tokens[index + 1]):
        return True
    if token.text == "الفا" and index and tokens[index - 1].text in word_list("naming_noun"):
        return True
    if token.text in _HOMOGRAPHS and _is_other_word(tokens, index):
        return True
    if token.text == "نصف" and index and tokens[index - 1].text in ("نحن", "اننا"):
        return True  # نصف, "we describe"
    if token.number is None or token.number.role not in ("ordinal", "magnitude", "fraction"):
        return False
    if token.number.role == "ordinal" and unit_sense(token) is not None and index:
        before = tokens[index - 1].text
        ends = index + 1 == len(tokens) or tokens[index + 1].kind != "word"
        if before == "كل" and not token.definite:
            return True
        if before in _RATES and (
            (index > 1 and unit_sense(tokens[index - 2]) is not None)
            or (token.text == "second" and (before != "a" or ends))
        ):
            return True  # "miles a second", not "a second term"
    hyphen = token.text == "second" and index and tokens[index - 1].text == "-"  # "a thirty-second pause"
    follows = bool(found) and found[-1].last == index - hyphen and found[-1].kind in ("cardinal", "fraction")
    return follows and token.number.role == "ordinal" and unit_sense(token) is not None


def _is_no_thousand(token: Token, after: Token) -> bool:
    """الألف الثاني is the second millennium, and in ألف أحد عشر كتابا somebody wrote them."""
    number = after.number
    if (bound := after.sense("bound")) is not None and not token.definite:
        return bound.value != "exactly" and after.sense("bound-after") is None  # وألف ما يربو على خمسين كتابا
    if number is None or after.conjunction or after.preposition or after.text == "واحد":  # also وأحد عشر
        return False
    if token.definite:
        return number.role == "ordinal" and after.definite
    return token.preposition == "" and number.role in ("unit", "teen", "tens") and not after.definite


def _is_other_word(tokens: list[Token], index: int) -> bool:
    """Whether a homograph is no number: يعاني من ضعف البنية, زأر السبع, ست البيت, تسع القاعة ألف زائر (it holds)."""
    text = tokens[index].text
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if text == "ضعف":
        return before is not None and before.text in word_list("before_weakness")
    if text == "السبع":
        return before is None or not before.text.startswith(("ال", "وال", "لل", "بال"))
    definite = after is not None and after.number is None and after.text.startswith("ال") and len(after.text) > 3
    if text == "ست":
        return definite
    counted = tokens[index + 2] if index + 2 < len(tokens) else None
    return definite and counted is not None and (counted.kind == "digits" or counted.number is not None)


def _quantity(folded: Folded, tokens: list[Token], amount: Amount) -> Quantity:
    first = tokens[amount.first]
    start = first.start
    if first.kind == "word" and not first.text.isascii():
        start += first.conjunction + len(first.preposition) * (not first.text[first.conjunction :].startswith("لل"))
    raw_start, raw_end = folded.raw_span(start, tokens[amount.last - 1].end)
    return Quantity(
        raw_start,
        raw_end,
        folded.raw[raw_start:raw_end],
        amount.kind,
        None if amount.kind == "identifier" else amount.value,
        high=amount.high,
        unit=amount.unit,
        bound=amount.bound,
        readings=amount.readings,
        soft=amount.soft,
        assumed=amount.assumed,
        parts=amount.parts,
    )
