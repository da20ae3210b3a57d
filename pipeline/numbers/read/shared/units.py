"""Units: percent signs, currencies and measures beside a numeral, and dual nouns."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.lexicon import Sense, dollar_letters, lexicon, unit_table, word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.shared.compounds import compound_unit, is_weight
from pipeline.numbers.read.shared.joins import join_amounts, single_units
from pipeline.numbers.text.tokens import Token

_OPENING = {"(", "[", "<", "{"}
_BETWEEN = {"of", "من", "-", "–", "a", "an", "the", "us"}
_COMPARED = {"as", "more", "the", "higher", "larger", "bigger", "greater", "faster", "that", "its", "their", "what"}
_CARATS = {14, 18, 21, 22, 24}
"""Of gold; عيار before another number is a calibre."""
_FEWEST_WON = 10
"""Nobody writes of fewer Korean won: a smaller number before "won" is who did."""
_PERCENT_KINDS = {"percent": "%", "pp": "pp", "basis-point": "basis-point", "permille": "permille"}
_MONEY_IN = {"money-thousands": 1_000, "money-millions": 1_000_000}
_UNIT_KINDS = {"currency", "measure", "hundredth", *_PERCENT_KINDS, *_MONEY_IN}


def attach_units(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Gives every amount the unit beside it, adds the dual nouns, and joins amounts in two units of one measure."""
    taken = {index for amount in amounts for index in range(amount.first, amount.last)}
    for amount in amounts:
        if amount.kind in ("cardinal", "fraction", "ordinal"):
            _attach(tokens, amount, taken)
            _multiple(tokens, amount)
    found = [*amounts, *_dual_nouns(tokens, taken)]
    found.extend(single_units(tokens, found, taken))
    return join_amounts(tokens, sorted(found, key=lambda amount: amount.first))


def unit_sense(token: Token) -> Sense | None:
    """The percent, currency or measure sense of a token, or None."""
    for sense in token.senses:
        if token.text == "pc" and token.upper:
            continue  # computers
        if sense.kind == "hundredth" and token.text == "c" and token.upper:
            continue  # "40C" is a temperature, "40c" are cents
        if sense.kind in _UNIT_KINDS and _is_currency_name(token, sense):
            return sense
    return None


def _attach(tokens: list[Token], amount: Amount, taken: set[int]) -> None:
    if _one_and_part(tokens, amount, taken):
        return
    if amount.kind == "ordinal" or _attach_after(tokens, amount, taken) or _attach_before(tokens, amount, taken):
        return
    if amount.first and amount.first - 1 not in taken:
        _attach_noun_before(tokens, amount, taken)


def _attach_noun_before(tokens: list[Token], amount: Amount, taken: set[int]) -> None:
    """Arabic puts the noun first in السنوات الخمس, الساعات الـ48 and يوم واحد."""
    apart = 2 if tokens[amount.first - 1].text == "ال" and amount.first > 1 else 1
    noun, numeral = tokens[amount.first - apart], tokens[amount.first]
    sense = noun.sense("measure") or noun.sense("currency") or noun.sense("hundredth")
    owned = sense is None
    sense = sense or _owned_time(noun.text)
    if sense is None or sense.count is not None or noun.text.isascii():
        return
    plural = noun.text.removeprefix("و") not in word_list("singular_time")
    definite = (amount.definite and owned) or ((amount.definite or apart == 2) and noun.definite)
    counted = definite and plural and amount.kind == "cardinal"
    single = (
        amount.value == 1 and not noun.definite and not owned and not numeral.conjunction and numeral.kind == "word"
    )
    if counted or single:
        _apply(amount, sense)
        amount.first -= apart
        taken.update(range(amount.first, amount.last))


def _owned_time(word: str) -> Sense | None:
    """The unit of a plural noun of time with a pronoun: أيامه, سنواتها."""
    for pronoun in ("ها", "هم", "ه"):
        stem = word.removesuffix(pronoun)
        if stem != word and (stem in word_list("plural_time") or stem.endswith("ات")):
            phrases = lexicon("ar").phrases.get(stem, ())
            senses = (sense for phrase in phrases if len(phrase.words) == 1 for sense in phrase.senses)
            return next((s for s in senses if s.kind == "measure" and unit_table()[s.value].dimension == "time"), None)
    return None


def _one_and_part(tokens: list[Token], amount: Amount, taken: set[int]) -> bool:
    """ساعة ونصف، عاما ونصف العام: a single unit and a part of it."""
    at = amount.first - 1
    if amount.kind != "fraction" or amount.value >= 1 or at < 0 or at in taken or not tokens[amount.first].conjunction:
        return False
    sense = tokens[at].sense("measure") or tokens[at].sense("currency")
    if sense is None or sense.count is not None or tokens[at].definite or (at - 1) in taken:
        return False
    if sense.kind == "currency" and tokens[at].kind != "word":
        return False
    _apply(amount, sense)
    amount.value, amount.first = amount.value + 1, at
    again = tokens[amount.last].sense("measure") if amount.last < len(tokens) else None
    amount.last += again is not None and again.value == sense.value
    taken.update(range(amount.first, amount.last))
    return True


def _multiple(tokens: list[Token], amount: Amount) -> None:
    """ "three times as much": a multiple where a comparison follows, else a count of events."""
    texts = [token.text for token in tokens[amount.last : amount.last + 2]]
    if (texts[:1] == ["fold"] and amount.value > 1) or (texts == ["-", "fold"] and not tokens[amount.last].spaced):
        amount.kind, amount.last, amount.plain = "multiple", amount.last + (1 if texts[0] == "fold" else 2), False
        return
    if texts[:1] == ["x"] and amount.plain and not tokens[amount.last].spaced and not _is_digit(texts[1:]):
        amount.kind, amount.last, amount.plain = "multiple", amount.last + 1, False  # "5x"
        return
    compared = len(texts) == 2 and texts[0] == "times" and texts[1] in _COMPARED
    if compared and amount.unit is None and amount.kind != "ordinal":
        amount.kind, amount.last, amount.plain = "multiple", amount.last + 1, False


def _is_digit(texts: list[str]) -> bool:
    return bool(texts) and texts[0][0].isdigit()


def _attach_after(tokens: list[Token], amount: Amount, taken: set[int]) -> bool:
    at = amount.last
    closing = False
    if at < len(tokens) and tokens[at].text in _OPENING and at + 2 < len(tokens):
        closing = unit_sense(tokens[at + 1]) is not None and tokens[at + 2].text in (")", "]", ">", "}")
        at += closing
    elif at + 1 < len(tokens) and tokens[at].text in _BETWEEN and _may_skip(tokens, amount, at):
        at += 2 if amount.kind == "fraction" and tokens[at].text == "of" and tokens[at + 1].text in ("a", "an") else 1
    if at >= len(tokens) or at in taken:
        return False
    token = tokens[at]
    sense = unit_sense(token)
    if token.text == "in" and _is_inch(tokens, amount, at):
        sense = Sense("measure", "inch")
    if token.text == "الساعه" and amount.kind == "fraction":
        sense = Sense("measure", "hour")  # ثلاثة أرباع الساعة; after other numerals it names a time
    if sense is None or sense.count is not None or token.conjunction:
        return False
    if token.text == "عقد" and amount.value > 2:
        sense = Sense("measure", "knot")  # decades would be عقود or عقدا
    if sense.kind == "currency" and token.preposition == "ل" and token.definite:
        return False  # "47.5 للدولار": to the dollar
    if sense.value == "day" and at + 1 < len(tokens) and tokens[at + 1].sense("weekday"):
        return False  # "في الدقيقة 89 يوم السبت"
    if token.text == "won" and amount.scale == ONE and amount.value < _FEWEST_WON:
        return False  # "the team of 6 won the cup", "1-0 won"
    if token.text in word_list("short_unit") and not _short_unit(tokens, amount, at):
        return False
    if (
        token.kind == "symbol"
        and sense.kind == "currency"
        and at + 1 < len(tokens)
        and tokens[at + 1].kind == "digits"
        and not tokens[at + 1].spaced
    ):
        return False  # "1 $10": the sign belongs to what follows
    if (
        sense.kind == "currency"
        and at + 1 < len(tokens)
        and tokens[at + 1].kind == "digits"
        and token.text.isascii()
        and amount.unit is None
        and _signed_before(tokens, amount)
    ):
        return False
    if sense.value == "GBP" and sense.assumed and is_weight(tokens, amount.first, at):
        sense = Sense("measure", "pound")
    _apply(amount, sense)
    amount.last = at + 1 + closing
    taken.update(range(amount.first, amount.last))
    compound_unit(tokens, amount, taken)
    if sense.kind == "currency" and amount.last < len(tokens):
        word = tokens[amount.last].number
        if (
            word is not None and word.role == "magnitude" and word.value >= 1000 and amount.scale == ONE
        ):  # 75 USD million
            amount.value, amount.scale, amount.last = amount.value * word.value, word.value, amount.last + 1
        elif tokens[amount.last].sense("currency") and tokens[amount.last - 1].text.endswith("$"):  # $ 10 dollars
            amount.last += 1
    return True


def _is_inch(tokens: list[Token], amount: Amount, at: int) -> bool:
    """ "12 in. pipe", "(1/5 in)", "12 in wide": "in" is inches after digits where nothing can be in something."""
    if tokens[amount.last - 1].kind != "digits" or at + 1 >= len(tokens):
        return False
    nxt, beyond = tokens[at + 1], tokens[at + 2] if at + 2 < len(tokens) else None
    if nxt.text == ".":
        return not nxt.spaced and beyond is not None and beyond.kind == "word"
    return nxt.text in (")", "×") or nxt.text in word_list("after_inch")


def _is_currency_name(token: Token, sense: Sense) -> bool:
    """Whether a three-letter word is a currency code rather than a word: "CUP", not "Cup"; "usd" passes."""
    if sense.kind != "currency" or len(token.text) > 3 or not token.text.isascii() or not token.text.isalpha():
        return True
    return token.text != "all" and (token.upper or token.text not in word_list("code_word"))


def _signed_before(tokens: list[Token], amount: Amount) -> bool:
    """ "rmb 10 usd 20": where a unit already stands in front, the next one belongs to the next number."""
    return amount.first > 0 and tokens[amount.first - 1].sense("currency") is not None


def _may_skip(tokens: list[Token], amount: Amount, at: int) -> bool:
    text = tokens[at].text
    sense = unit_sense(tokens[at + 1])
    if text in ("of", "من"):
        money = sense is not None and sense.kind == "currency" and amount.scale > ONE
        article = amount.kind == "fraction" and tokens[at + 1].text in ("a", "an") and at + 2 < len(tokens)
        return money or (article and unit_sense(tokens[at + 2]) is not None)
    if text in ("a", "an"):
        return amount.kind == "fraction" and not amount.parts and sense is not None  # not "one in five a decade ago"
    if text in ("-", "–"):
        return (
            sense is not None
            and tokens[at].spaced == tokens[at + 1].spaced  # also "a 20 - cent dividend"
            and (text == "-" or not tokens[at].spaced)
            and tokens[at + 1].text not in word_list("short_unit")
        )
    return False


def _short_unit(tokens: list[Token], amount: Amount, at: int) -> bool:
    if not amount.plain and tokens[amount.last - 1].kind != "digits" and amount.scale == ONE:
        return False
    nxt = tokens[at + 1] if at + 1 < len(tokens) else None
    if nxt is not None and nxt.text == "/" and at + 2 < len(tokens) and tokens[at + 2].sense("measure") is not None:
        return True  # 120 g/km
    squared = nxt is not None and nxt.text in ("2", "3")
    glued_after = (
        nxt is not None and not nxt.spaced and ((nxt.kind == "digits" and not squared) or nxt.text in ("-", "/", "."))
    )
    if nxt is not None and nxt.text == "." and not nxt.spaced:
        after = tokens[at + 2] if at + 2 < len(tokens) else None
        glued_after = after is not None and not after.spaced and after.kind == "word"
    if glued_after:
        return False
    if tokens[at].text in ("f", "c", "p", "v", "w", "t", "b", "م", "ص", "age"):
        return not tokens[at].spaced or nxt is None or nxt.kind == "symbol" or tokens[at].text in ("c",)
    return True


def _attach_before(tokens: list[Token], amount: Amount, taken: set[int]) -> bool:
    at = amount.first - 1
    if at < 0 or at in taken:
        return False
    token = tokens[at]
    sense = unit_sense(token)
    if sense is None and token.text != "of" and not token.text.endswith("عيار"):
        return False
    if sense is None:
        sense = Sense("none")
    if (
        sense.kind == "currency"
        and amount.kind == "cardinal"
        and (token.kind == "symbol" or _before_code(token) or amount.plain or not tokens[amount.first].spaced)
    ):
        if token.text in ("won", "real"):
            return False
        if token.kind == "word" and len(token.text) > 3 and 1900 <= amount.value < 2100 and amount.plain:
            return False  # "Euro 2024"
        if token.preposition or (token.kind == "word" and not token.text.isascii()):
            return False
        _apply(amount, sense)
        amount.first = at
        _letter_and_sign(tokens, amount)
        taken.update(range(amount.first, at + 1))
        return True
    if (
        token.text == "of"
        and at
        and tokens[at - 1].sense("percent")
        and at - 1 not in taken
        and tokens[at - 1].kind == "word"
    ):
        amount.kind, amount.unit, amount.plain = "percent", "%", False  # "per cent of 210"
        return True
    if token.text.removeprefix("و").removeprefix("ال") == "عيار" and amount.plain and amount.value in _CARATS:
        _apply(amount, Sense("measure", "carat"))
        return True
    if token.text == "age" and amount.plain:
        _apply(amount, sense)
        return True
    if sense.kind == "percent" and token.kind == "symbol" and not (at and tokens[at - 1].kind == "digits"):
        _apply(amount, sense)  # "%25", as Arabic text sometimes has it
        amount.first = at
        taken.add(at)
        return True
    return False


def _letter_and_sign(tokens: list[Token], amount: Amount) -> None:
    """What stands before the currency sign: the country's letter ("A$5") and a minus ("-$5")."""
    before = tokens[amount.first - 1] if amount.first else None
    if before is None or tokens[amount.first].spaced or tokens[amount.first].kind != "symbol":
        return
    code = dollar_letters().get(before.text)
    if code is not None and before.upper and before.spaced and tokens[amount.first].text == "$":
        amount.unit, amount.assumed, amount.first = code, False, amount.first - 1
    elif before.text == "-" and before.spaced and amount.value > 0:
        amount.value, amount.first = -amount.value, amount.first - 1


def _before_code(token: Token) -> bool:
    return "$" in token.text or len(token.text) <= 3


def _apply(amount: Amount, sense: Sense) -> None:
    if sense.kind in _PERCENT_KINDS:
        amount.kind, amount.unit = "percent", _PERCENT_KINDS[sense.kind]
        if sense.kind == "basis-point":
            amount.unit, amount.value = "pp", amount.value / 100
        elif sense.kind == "permille":
            amount.unit, amount.value = "%", amount.value / 10
    elif sense.kind == "currency":
        amount.kind, amount.unit, amount.assumed = "money", sense.value, sense.assumed
        if amount.scale > ONE:
            amount.readings = ()  # £40m is no length
    elif sense.kind in _MONEY_IN:
        scale = _MONEY_IN[sense.kind]
        amount.kind, amount.unit, amount.value, amount.scale = (
            "money",
            sense.value,
            amount.value * scale,
            Fraction(scale),
        )
    elif sense.kind == "hundredth":
        amount.kind, amount.unit, amount.assumed = "money", f"{sense.value}/100", sense.assumed
    else:
        amount.kind, amount.unit = "measure", sense.value
    amount.plain = False
    amount.soft = amount.soft and (amount.value == 1 or amount.bound == "about")


def _dual_nouns(tokens: list[Token], taken: set[int]) -> list[Amount]:
    """يومين، دولاران: the noun says two."""
    found = []
    for index, token in enumerate(tokens):
        if index in taken or not token.senses:
            continue
        nxt = tokens[index + 1] if index + 1 < len(tokens) else None
        if nxt is not None and (nxt.kind == "digits" or (nxt.number is not None and nxt.number.role == "ordinal")):
            continue  # القرنين السابع عشر والثامن عشر, عامي 2019 و2020
        for sense in token.senses:
            if sense.count is not None:
                amount = Amount(index, index + 1, Fraction(sense.count))
                _apply(amount, sense)
                found.append(amount)
                break
    return found
