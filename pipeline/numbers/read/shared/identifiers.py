"""Digits that are names rather than quantities: Covid-19, F-16, telephone numbers, versions.

Each rule takes the page and the index of a digit string, and gives the identifier that it belongs to.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import get_args

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.feet import feet_and_inches
from pipeline.numbers.read.shared.gates import Rules
from pipeline.numbers.read.shared.lookalikes import list_mark, unit_exponent
from pipeline.numbers.read.shared.numeric_dates import DATES
from pipeline.numbers.text.digits import MAX_DIGITS, is_number
from pipeline.numbers.text.scanning import PieceKind
from pipeline.numbers.text.tokens import NOTHING, Token, peek

_SCREEN_LINES = {"480", "720", "1080", "1440", "2160"}
"""Before "p" these are the lines of a screen: 1080p."""
SHORTEST_PHONE, LONGEST_PHONE, _MOST_GROUPS = 8, 15, 5
_SHORT_GROUP, _LONGEST_GROUPED = 2, 11
_PERIODS = {"q": ("quarter", "1234"), "h": ("half", "12")}
_SHORTEST_NAME = 4
"""Letters of an Arabic word before a hyphen and digits that make a name of both; shorter ones are listed."""


def name(first: int, last: int) -> Amount:
    """An identifier over tokens [first, last); it has no value, and is never required."""
    return Amount(first, last, Fraction(0), kind="identifier", soft=True)


def _glued(tokens: list[Token], index: int) -> Token:
    """The token right after `index`, without a space between."""
    nxt = peek(tokens, index + 1)
    return NOTHING if nxt.spaced else nxt


@rule(
    "key",
    reads="digits that are no number: keys, versions, digits without end",
    must=("version 12.30.45", "It is 1,2,3 in all."),
    leaves="It sold 12.30.",
)
def key(page: Page, index: int) -> Amount | None:
    """12.30.45."""
    text = page.tokens[index].text
    return name(index, index + 1) if len(text) > MAX_DIGITS or not is_number(text) else None


@rule(
    "short-period",
    reads="a quarter or half of a year by its letter",
    must=("in Q3 2024", "Sales in H1 rose."),
    leaves="the H1N1 virus",
)
def short_period(page: Page, index: int) -> Amount | None:
    """Q3, H1."""
    tokens = page.tokens
    before = tokens[index - 1] if index else NOTHING
    if tokens[index].spaced or before.text not in _PERIODS or (not before.spaced and index > 1):
        return None
    if _glued(tokens, index).kind == "word":
        return None  # H1N1
    unit, count = _PERIODS[before.text]
    if tokens[index].text not in count or not page.folded.raw_char(before.start).isupper():
        return None
    return Amount(index - 1, index + 1, Fraction(tokens[index].text), kind="period", unit=unit)


@rule(
    "name-with-digits",
    reads="digits glued to a name, with or without a hyphen",
    must=("He caught Covid-19.", "طائرة إف-16"),
    leaves="in mid-2024",
)
def name_with_digits(page: Page, index: int) -> Amount | None:
    """ "MP3", "F-16", كوفيد-19."""
    tokens = page.tokens
    if not index or tokens[index].spaced or not _names(page, index):
        return None
    first = index - 1 if tokens[index - 1].kind == "word" else index - 2
    last = index + 1
    while (
        last < len(tokens) and not tokens[last].spaced and (tokens[last].kind != "symbol" or tokens[last].text == "-")
    ):
        last += 1
    return name(max(first, 0), last)


@rule("round-the-clock", reads="24/7", must=("It is open 24/7.", "مفتوح 24/7"), leaves="on 24/7/2020")
def round_the_clock(page: Page, index: int) -> Amount | None:
    """24/7."""
    parts = page.tokens[index : index + 3]
    said = [part.text for part in parts] == ["24", "/", "7"] and not parts[2].spaced
    return name(index, index + 3) if said else None


@rule("screen-lines", reads="the lines of a screen", must=("a 1080p screen", "فيديو بدقة 720p"), leaves="It costs 50p.")
def screen_lines(page: Page, index: int) -> Amount | None:
    """1080p."""
    lines = page.tokens[index].text in _SCREEN_LINES and _glued(page.tokens, index).text == "p"
    return name(index, index + 2) if lines else None


@rule(
    "phone",
    reads="a telephone number in groups, told by its plus sign, its brackets or the nought it begins with",
    must=("Call +971 4 312 7700 now.", "اتصل على 02 2795 4411"),
    leaves="It rose 05 06 07 08 times.",
)
def phone(page: Page, index: int) -> Amount | None:
    """ "+971 4 312 7700", "+971-4-312-7700", "(02) 2795-4411", "02 2795 4411"."""
    tokens = page.tokens
    before = tokens[index - 1] if index else NOTHING
    plus = before.text == "+" and not tokens[index].spaced
    bracket = before.text == "(" and peek(tokens, index + 1).text == ")"
    digits = tokens[index].text.replace(" ", "")
    nought = digits.startswith("0") and len(digits) > 1
    if not (plus or nought or bracket) or not digits.isdigit():
        return None
    groups, last = phone_groups(tokens, index, bracket=bracket)
    length = sum(map(len, groups))
    told = plus or bracket or max(map(len, groups)) > _SHORT_GROUP or len(groups) == _MOST_GROUPS
    grouped = len(groups) == 1 and " " in tokens[index].text and length < _LONGEST_GROUPED  # "+12 500 000"
    if len(groups) < 2 - plus or not told or grouped or not SHORTEST_PHONE <= length <= LONGEST_PHONE:
        return None
    return name(index - (plus or bracket), last)


def phone_groups(tokens: list[Token], index: int, *, bracket: bool) -> tuple[list[str], int]:
    """The groups of digits from `index` on, with a space, a hyphen or the closing bracket between, and their end."""
    groups, at = [tokens[index].text], index + 1
    at += bracket
    while len(groups) <= _MOST_GROUPS:
        hyphen = peek(tokens, at).text == "-" and not tokens[at].spaced
        group = peek(tokens, at + hyphen)
        if group.kind != "digits" or not group.text.replace(" ", "").isdigit() or (hyphen and group.spaced):
            break
        groups.append(group.text)
        at += hyphen + 1
    return [group.replace(" ", "") for group in groups], at


@rule(
    "spaced-phone",
    reads="digits as long as a telephone number, of which a group begins with a nought",
    must=("Call 7946 0958 now.", "اتصل على 0501234567"),
    leaves="It sold 7946 958 in all.",
)
def spaced_phone(page: Page, index: int) -> Amount | None:
    """ "0501234567", "7946 0958": each group is an identifier, since Arabic text may give them in another order."""
    tokens = page.tokens
    if not _is_group(tokens[index]):
        return None
    first, last = index, index + 1
    while first and index - first < _MOST_GROUPS and _is_group(tokens[first - 1]):
        first -= 1
    while last < len(tokens) and last - index < _MOST_GROUPS and _is_group(tokens[last]):
        last += 1
    groups = [token.text.replace(" ", "") for token in tokens[first:last]]
    nought = any(group.startswith("0") for group in groups)
    phone = nought and SHORTEST_PHONE <= sum(map(len, groups)) <= LONGEST_PHONE
    return name(index, index + 1) if phone else None


@rule(
    "grouped-phone",
    reads="three or more groups of digits joined by hyphens or slashes",
    must=("Call 555-123-4567 now.", "flight 12-34-56-78"),
    leaves="It is 8-1/2 feet long.",
)
def grouped_phone(page: Page, index: int) -> Amount | None:
    """555-123-4567."""
    tokens = page.tokens
    groups, at = 1, index
    while peek(tokens, at + 1).text in ("-", "/") and peek(tokens, at + 2).kind == "digits":
        if tokens[at + 1].spaced or tokens[at + 2].spaced:
            break
        groups, at = groups + 1, at + 2
    return name(index, index + 2 * groups - 1) if groups >= 3 and not _is_mixed(tokens, index, groups) else None


@rule(
    "digits-with-word",
    reads="digits with a word glued after them that is no unit",
    must=("the 12ab key", "a 3d film"),
    leaves="It weighs 12kg.",
)
def digits_with_word(page: Page, index: int) -> Amount | None:
    """12ab."""
    nxt = _glued(page.tokens, index)
    known = nxt.senses and not (nxt.text in word_list("month_word") and page.folded.raw_char(nxt.start).islower())
    word = nxt.kind == "word" and nxt.text.isascii() and nxt.number is None and not known
    return name(index, index + 2) if word and nxt.text not in word_list("after_digits") else None


@rule(
    "wireless-standard",
    reads="a standard of wireless networks, with the letters of its version",
    must=("the 802.11b standard", "معيار 802.11ac"),
    leaves="It sold 803.11b.",
)
def wireless_standard(page: Page, index: int) -> Amount | None:
    """802.11b."""
    if page.tokens[index].text != "802.11":
        return None
    return name(index, index + 1 + (_glued(page.tokens, index).kind == "word"))


@rule("by-itself", reads="a number by itself", must=("a 4x4 car", "سيارة 4x4"), leaves="a 4x5 grid")
def by_itself(page: Page, index: int) -> Amount | None:
    """4x4."""
    tokens = page.tokens
    again = _glued(tokens, index).text == "x" and peek(tokens, index + 2).text == tokens[index].text
    return name(index, index + 3) if again else None


@rule(
    "seat",
    reads="digits with a capital letter glued after them, which is no unit there",
    must=("Gate 39C is closed.", "He has seat 12F."),
    leaves="It was 40C in the shade.",
)
def seat(page: Page, index: int) -> Amount | None:
    """39C."""
    nxt = _glued(page.tokens, index)
    if not nxt.upper or nxt.text not in ("c", "f", "p", "a", "e", "v", "t"):
        return None
    if nxt.text in ("c", "f", "v") and _is_measured(page, index):
        return None
    if nxt.text == "t" and index and page.tokens[index - 1].sense("currency") is not None:
        return None  # "$2T"
    return name(index, index + 2)


@rule("generation", reads="a generation of telephones", must=("a 5G network", "شبكة 5G"), leaves="It has 5g of sugar.")
def generation(page: Page, index: int) -> Amount | None:
    """5G."""
    tokens = page.tokens
    nxt = _glued(tokens, index)
    capital = nxt.text == "g" and page.folded.raw_char(nxt.start) == "G"
    return name(index, index + 2) if capital and len(tokens[index].text) == 1 else None


@rule(
    "digits-letter-digits",
    reads="digits, a letter and digits in one",
    must=("the 12b3 key", "model 5l2"),
    leaves="an area of 12m2",
)
def digits_letter_digits(page: Page, index: int) -> Amount | None:
    """12b3."""
    nxt, glued = _glued(page.tokens, index), _glued(page.tokens, index + 1)
    if nxt.kind != "word" or nxt.text not in ("l", "m", "b") or glued.kind != "digits":
        return None
    return None if nxt.text == "m" and glued.text in ("2", "3") else name(index, index + 3)


def _is_measured(page: Page, index: int) -> bool:
    """ "40C", "98.6F" as newspapers print temperatures, "220V"; not "Gate 39C", "seat 12F" or "14.7C/"."""
    tokens = page.tokens
    if _glued(tokens, index + 1).text in ("/", "-", "–"):
        return False
    before = tokens[index - 1] if index else NOTHING
    if before.kind != "word":
        return True
    named = index > 1 and page.folded.raw_char(before.start).isupper()
    return not named and before.text not in word_list("before_letter")


def _names(page: Page, index: int) -> bool:
    """Whether the digits are glued to a name: "MP3", "F-16", "كوفيد-19", but not "mid-2024", "و12", "under-21"."""
    tokens = page.tokens
    before = tokens[index - 1]
    if before.kind == "word":
        return before.text.isascii() and not _is_known(page, before) and not _is_money(tokens, index)
    if before.text != "-" or before.spaced or index < 2 or tokens[index - 2].kind != "word":
        return False
    word = tokens[index - 2]
    if _is_known(page, word):
        return False
    if word.text.isascii():
        return page.folded.raw_char(word.start).isupper()
    return len(word.text) >= _SHORTEST_NAME or word.text in word_list("letter_name")


def _is_known(page: Page, word: Token) -> bool:
    """Whether a word before digits has a part in reading numbers ("mid-2024", "USD115"); a capital letter is a name."""
    if len(word.text) == 1 and word.text.isascii() and page.folded.raw_char(word.start).isupper():
        return False
    if word.text == "x" and not word.spaced:
        return True  # "1.3x10^6", "3x4"
    if word.number is not None and word.number.role != "suffix":
        return True
    return any(
        sense.kind not in ("measure", "hundredth", "thousandth", "currency-before", "ad", "after-fraction")
        for sense in word.senses
    )


def _is_money(tokens: list[Token], index: int) -> bool:
    """Whether letters before digits are a currency there, of a sum of thousands or more: "LD45 million", "LL90,000"."""
    if not tokens[index - 1].upper or tokens[index - 1].sense("currency-before") is None:
        return False
    word = peek(tokens, index + 1).number
    return "," in tokens[index].text or (word is not None and word.role == "magnitude")


def _is_group(token: Token) -> bool:
    return token.kind == "digits" and len(token.text) >= 3 and token.text.replace(" ", "").isdigit()


def _is_mixed(tokens: list[Token], index: int, groups: int) -> bool:
    """ "8-1/2" is eight and a half."""
    signs = [token.text for token in tokens[index + 1 : index + 4 : 2]]
    whole, over, under = (token.text for token in tokens[index : index + 5 : 2])
    mixed = groups == 3 and signs == ["-", "/"] and over.isdigit() and under.isdigit()  # not "5-11.6/7"
    return mixed and len(whole) < 3 and len(under) < 3 and int(over) < int(under)


NAMES = (
    wireless_standard, name_with_digits, round_the_clock, screen_lines, spaced_phone, grouped_phone, digits_with_word,
    by_itself, seat,
    generation, digits_letter_digits,
)  # fmt: skip


def by_neighbours(glued: Rules, alone: Rules) -> dict[tuple[bool, PieceKind | None], Rules]:
    """The rules worth trying at digits, by whether something is glued before them, and the kind of what is behind.

    `glued` are the rules, in order, where something is glued to them on either side, and `alone` where nothing is.
    """
    tables: dict[tuple[bool, PieceKind | None], Rules] = {}
    for before, behind in product((False, True), (None, *get_args(PieceKind))):
        needless = (set() if before else _GLUED_BEFORE) | (set() if behind == "word" else _BEFORE_WORD)
        needless |= set() if behind else _BEFORE_MORE
        tables[before, behind] = tuple(one for one in glued if one.name not in needless)
    return {**tables, (False, None): alone}


_GLUED_BEFORE = {one.name for one in (unit_exponent, short_period, name_with_digits)}
"""What only digits may be before which something is glued."""
_BEFORE_WORD = {one.name for one in (screen_lines, digits_with_word, by_itself, seat, generation, digits_letter_digits)}
"""What only digits may be behind which a word is glued."""
_BEFORE_MORE = {one.name for one in (round_the_clock, grouped_phone, *DATES)}
"""What only digits may be behind which anything is glued."""
GLUED = (list_mark, unit_exponent, phone, *DATES, feet_and_inches, key, short_period)
ALONE = (list_mark, phone, feet_and_inches, key, spaced_phone)
"""What digits may be besides a number where something is glued to them, before `NAMES`, and where nothing is."""
