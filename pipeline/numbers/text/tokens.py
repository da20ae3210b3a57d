"""Tokens: the pieces of a text with what the vocabulary knows of them; phrases are one token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.numbers.lexicon import Entry, NumberWord, Phrase, Sense, lexicon, unit_table, word_list
from pipeline.numbers.quantity import Language
from pipeline.numbers.text.folding import Folded
from pipeline.numbers.text.scanning import scan

TokenKind = Literal["digits", "word", "symbol", "link"]

_NO_FORMS: frozenset[str] = frozenset()
_LONGEST_WHOLE = 4
_THOUSAND = 1000
_DAMMA, _SHADDA = "\u064f", "\u0651"
_FRACTION_LETTERS = "خسثتع"
"""First letters of خمس، سبع، ثمن، تسع، عشر."""
_AFTER_DECIMALS = {"percent", "pp", "basis-point", "measure", "currency"}


@dataclass(slots=True)
class Token:
    """One word, digit string, symbol or phrase. `spaced` is True where white space or the text's start comes before.

    `number` is the part a word plays in number words, `senses` what else it may do; then come its clitics. `upper` is
    True for a short Latin word in capitals (USD, C), which tells a code or symbol from a word.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    spaced: bool
    number: NumberWord | None = None
    senses: tuple[Sense, ...] = ()
    conjunction: bool = False
    preposition: str = ""
    definite: bool = False
    upper: bool = False

    def sense(self, kind: str) -> Sense | None:
        """The sense of that kind, or None."""
        for sense in self.senses:
            if sense.kind == kind:
                return sense
        return None


def tokenize(folded: Folded, *, lang: Language) -> list[Token]:
    """The tokens of `folded` in order, phrases merged by longest match. Linear time."""
    look = _look_up_arabic if lang == "ar" else _look_up_english
    pieces = list(scan(folded.text))
    entries = [None if kind == "digits" else look(text) for kind, text, _ in pieces]
    tokens: list[Token] = []
    index, end = 0, -1
    while index < len(pieces):
        kind, text, start = pieces[index]
        entry = entries[index]
        spaced = start != end
        end = start + len(text)
        if entry is None:
            tokens.append(Token(kind, text, start, end, spaced))
            index += 1
            continue
        phrase = None
        following = pieces[index + 1][1] if index + 1 < len(pieces) else ""
        other = entries[index + 1] if index + 1 < len(pieces) else None
        forms = _NO_FORMS if other is None else other.forms
        for candidate in entry.phrases:
            words = candidate.words
            if len(words) == 1 or (
                (words[1] == following or words[1] in forms) and _matches(candidate, pieces, entries, index)
            ):
                phrase = candidate
                break
        length = 1 if phrase is None else len(phrase.words)
        if length > 1:
            last = pieces[index + length - 1]
            end = last[2] + len(last[1])
        upper = (
            end - start <= 3
            and text.isascii()
            and folded.raw_char(start).isupper()
            and folded.raw_char(end - 1).isupper()
        )
        tokens.append(
            Token(
                kind, folded.text[start:end], start, end, spaced,
                entry.number if length == 1 else None,
                () if phrase is None else phrase.senses,
                entry.conjunction, entry.preposition, entry.definite, upper,
            )
        )  # fmt: skip
        index += length
    if lang == "ar" and folded.offsets is not None:
        for token in tokens:
            token.number = _as_marked(folded, token)
    return _with_spaced_decimals(tokens) if " . " in folded.text else tokens


def _as_marked(folded: Folded, token: Token) -> NumberWord | None:
    """The number of a word by its vowel marks: خُمس is a fifth where خمس may be five, and ألّف is a verb."""
    number = token.number
    if number is None or (number.fraction is None and number.value != _THOUSAND):
        return number
    raw = folded.raw[slice(*folded.raw_span(token.start, token.end))]
    if number.value == _THOUSAND:
        return None if _SHADDA in raw else number
    first = next((letter for letter in token.text if letter in _FRACTION_LETTERS), "")
    return NumberWord("fraction", number.value) if first and first + _DAMMA in raw else number


def _with_spaced_decimals(tokens: list[Token]) -> list[Token]:
    """ "6 . 2 %", "0 . 95": a tokeniser has put spaces round the point, where "won 6 . 2 men" ends a sentence."""
    joined: list[Token] = []
    for index, token in enumerate(tokens):
        whole = joined[-2] if len(joined) > 1 else None
        if whole is not None and joined[-1].text == "." and _is_spaced_decimal(tokens, index, whole):
            joined.pop()
            joined[-1] = Token("digits", f"{whole.text}.{token.text}", whole.start, token.end, whole.spaced)
        else:
            joined.append(token)
    return joined


def _is_spaced_decimal(tokens: list[Token], index: int, whole: Token) -> bool:
    point, decimals = tokens[index - 1], tokens[index]
    if not (whole.kind == decimals.kind == "digits" and point.spaced and decimals.spaced):
        return False
    if not (whole.text.isdigit() and decimals.text.isdigit() and len(whole.text) <= _LONGEST_WHOLE):
        return False
    if whole.text == "0":
        return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None:
        return False
    magnitude = after.number is not None and after.number.role in ("magnitude", "magnitude_plural")
    return magnitude or any(sense.kind in _AFTER_DECIMALS for sense in after.senses)


def _matches(phrase: Phrase, pieces: list[tuple[TokenKind, str, int]], entries: list[Entry | None], index: int) -> bool:
    if index + len(phrase.words) > len(pieces):
        return False
    for offset in range(1, len(phrase.words)):
        word = phrase.words[offset]
        kind, text, start = pieces[index + offset]
        if text == word:
            if kind == "digits" and start != pieces[index + offset - 1][2] + len(pieces[index + offset - 1][1]):
                return False
            continue
        entry = entries[index + offset]
        if entry is None or word not in entry.forms or entry.preposition or entry.conjunction:
            return False
    return True


_NOUN_ENDINGS = ("some", "somes", "ball", "balls", "ish", "pence", "penny")


def _power_unit(entry: Entry | None, word: str) -> Entry | None:
    """ "mm²": the square or cube of a unit of length."""
    prefix = "square" if word[-1] == "²" else "cubic"
    for phrase in () if entry is None else entry.phrases:
        for sense in phrase.senses:
            if len(phrase.words) == 1 and sense.kind == "measure" and unit_table()[sense.value].dimension == "length":
                raised = Phrase((word,), (Sense("measure", f"{prefix}-{sense.value}"),))
                return Entry(frozenset((word,)), None, (raised,))
    return None


@lru_cache(maxsize=100_000)
def _look_up_english(word: str) -> Entry | None:
    words = lexicon("en")
    if word[-1] in "²³" and word not in words.words:
        return _power_unit(_look_up_english(word[:-1]), word) if len(word) > 1 else None
    number = words.numbers.get(word)
    phrases = words.phrases.get(word, ())
    if number is None and not phrases and word not in words.words:
        number = _derived_english(word)
        if number is None:
            return None
    return Entry(frozenset((word,)), number, phrases)


def _derived_english(word: str) -> NumberWord | None:
    """ "twentyfifth", "fortytwo": a ten and a unit in one word; "fifths": a plural ordinal is a denominator."""
    numbers = lexicon("en").numbers
    if word.endswith(("ths", "rds", "firsts")):
        singular = numbers.get(word[:-1])
        return None if singular is None else NumberWord("fraction_plural", singular.value)
    if (stem := word.removesuffix("something").rstrip("s")) != word and (ten := numbers.get(stem)) is not None:
        return NumberWord("decade", ten.value) if ten.role == "tens" else None  # "thirtysomething"
    for ending in _NOUN_ENDINGS:  # "foursome", "fourballs": a number inside a noun, which may go unsaid
        if word.endswith(ending):
            counted = numbers.get(word.removesuffix(ending))
            if counted is not None and counted.role in ("unit", "teen"):
                return NumberWord("soft_cardinal", counted.value)
    if 8 <= len(word) <= 14:
        for cut in (5, 6, 7):
            head, tail = numbers.get(word[:cut]), numbers.get(word[cut:])
            if head and tail and head.role == "tens" and tail.role in ("unit", "ordinal") and 0 < tail.value < 10:
                return NumberWord("ordinal" if tail.role == "ordinal" else "tens", head.value + tail.value)
    return None


@lru_cache(maxsize=100_000)
def _look_up_arabic(word: str) -> Entry | None:
    words = lexicon("ar")
    if word.startswith("اا"):
        word = word[1:]  # a doubled alif is a slip of the keyboard: االأيام
    if word[-1] in "²³" and word not in words.words:
        return _power_unit(_look_up_arabic(word[:-1]), word) if len(word) > 1 else None
    number: NumberWord | None = None
    phrases: list[Phrase] = []
    forms: set[str] = set()
    flags = (False, "", False)
    for form, conjunction, preposition, definite in _arabic_forms(word):
        found_number = words.numbers.get(form) or _with_pronoun(form)
        found_phrases = words.phrases.get(form, ())
        if found_number is None and not found_phrases and form not in words.words:
            continue
        if not forms or (number is None and found_number is not None):
            flags = (conjunction, preposition, definite)
        forms.add(form)
        if number is None:
            number = found_number
        phrases.extend(found_phrases)
    if not forms:
        return None
    phrases.sort(key=lambda phrase: -len(phrase.words))
    return Entry(frozenset(forms), number, tuple(phrases), *flags)


def _with_pronoun(form: str) -> NumberWord | None:
    """ "نصفهم", "ربعها": a fraction with a pronoun at its end."""
    for pronoun in ("هما", "هم", "ها", "هن", "ه"):
        if form.endswith(pronoun):
            number = lexicon("ar").numbers.get(form.removesuffix(pronoun))
            if number is not None and number.role == "multiple" and form.removesuffix(pronoun) == "ضعفي":
                return number  # ضعفيها, twice it; ضعفها is its weakness
            if number is not None and number.role in ("fraction", "fraction_dual", "fraction_plural"):
                return None if number.value == 8 else number  # ثمنه is its price
            if number is not None and number.fraction is not None:
                return NumberWord("fraction", 1 / number.fraction)
    return None


def _arabic_forms(word: str) -> Iterator[tuple[str, bool, str, bool]]:
    """(form, conjunction, preposition, definite) with fewer and fewer clitics; the word as it stands first.

    Glued و ف, then ب ل ك, then ال (لل hides the alif): the order in which Arabic stacks them.
    """
    yield word, False, "", False
    if word in word_list("no_clitic"):
        return
    stages = [(word, False, "")]
    if len(word) > 2 and word[0] in "وف":
        stages.append((word[1:], True, ""))
        yield word[1:], True, "", False
    for form, conjunction, _ in tuple(stages):
        long = len(form) > 3 or form == "بست"  # six is the only number of two letters
        if long and form[0] in "بلك" and form not in word_list("no_clitic"):
            rest = "ال" + form[2:] if form.startswith("لل") else form[1:]
            stages.append((rest, conjunction, form[0]))
            yield rest, conjunction, form[0], False
    for form, conjunction, preposition in stages:
        if len(form) > 3 and form.startswith("ال"):
            yield form[2:], conjunction, preposition, True
