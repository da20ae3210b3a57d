"""Tokens: the pieces of a text with what the vocabulary knows of them; phrases are one token."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.numbers.lexicon import Entry, NumberWord, Phrase, Sense, SenseKind, lexicon, unit_table
from pipeline.numbers.quantity import Language
from pipeline.numbers.text import arabic_words, english_words
from pipeline.numbers.text.arabic_words import BARE_HAMZA, as_marked, as_spelled
from pipeline.numbers.text.digits import separate
from pipeline.numbers.text.folding import LONGEST_KEPT, Folded, fold
from pipeline.numbers.text.kept import Kept
from pipeline.numbers.text.scanning import PieceKind, scan

Piece = tuple[PieceKind, str, int]
_NO_FORMS: frozenset[str] = frozenset()
_LONGEST_WHOLE = 4
_LONGEST_CODE = 3
_AFTER_DECIMALS = ("percent", "pp", "basis-point", "measure", "currency")
_SHORTEST_WRAPPED = 40
"""Characters of the shortest line that may have been broken to fit a page."""
_SHORTEST_LIST = 5
"""Characters of the shortest digit string that is several numbers: 1،2،3."""
_SUPERSCRIPTS = {"²": "square", "³": "cubic"}


@dataclass(slots=True)  # not frozen: some thirty are made for a sentence, and a frozen one takes four times as long
class Token:
    """One word, digit string, symbol or phrase. `spaced` is True where white space or the text's start comes before.

    `number` is the part a word plays in number words, `senses` what else it may do; then come its clitics. `upper` is
    True for a short Latin word in capitals (USD, C), which tells a code or symbol from a word. `stem` is the word
    without its clitics where the vocabulary knows it so, else the text. `opens` is True where a line begins after
    digits at the end of one too short to have been wrapped, so that no number goes on there.
    """

    kind: PieceKind
    text: str
    start: int
    end: int
    spaced: bool
    stem: str
    number: NumberWord | None = None
    senses: tuple[Sense, ...] = ()
    conjunction: bool = False
    preposition: str = ""
    definite: bool = False
    upper: bool = False
    opens: bool = False

    def moved(self, start: int, end: int) -> Token:
        """The token at another place; `dataclasses.replace` takes six times as long."""
        return Token(
            self.kind, self.text, start, end, self.spaced, self.stem, self.number, self.senses,
            self.conjunction, self.preposition, self.definite, self.upper, self.opens,
        )  # fmt: skip

    def among(self, words: frozenset[str]) -> bool:
        """Whether the word, with its clitics or without them, is one of `words`."""
        return self.text in words or self.stem in words

    def sense(self, kind: SenseKind) -> Sense | None:
        """The sense of that kind, or None."""
        for sense in self.senses:
            if sense.kind == kind:
                return sense
        return None


NOTHING = Token("symbol", "", -1, -1, True, "")
"""What stands before the first and after the last token."""


def token_at(tokens: Sequence[Token], place: int) -> int:
    """The index of the first token that begins at character `place` of the text or behind it; their number if none."""
    return bisect_left(tokens, place, key=lambda token: token.start)


def token_holding(tokens: Sequence[Token], place: int) -> int:
    """The index of the token in which character `place` of the text stands, or of the last one before it."""
    return token_at(tokens, place + 1) - 1


def peek(tokens: Sequence[Token], index: int) -> Token:
    """The token at `index`, or `NOTHING` beyond either end."""
    if index < 0:
        return NOTHING
    try:
        return tokens[index]
    except IndexError:
        return NOTHING


def tokens_of(text: str, *, lang: Language) -> list[Token]:
    """The tokens of a text as given, as `tokenize` finds them in it folded; a list not to be changed, as the last few
    are kept: a comparison asks for those of its two sentences again.
    """
    return _kept(text, lang) if len(text) <= LONGEST_KEPT else tokenize(fold(text), lang=lang)


@lru_cache(maxsize=2)
def _kept(text: str, lang: Language) -> list[Token]:
    return tokenize(fold(text), lang=lang)


def tokenize(folded: Folded, *, lang: Language) -> list[Token]:
    """The tokens of `folded` in order, phrases merged by longest match. Linear time."""
    known = _KNOWN[lang]
    pieces = scan(folded.text)
    entries = [None if kind == "digits" else known[text] for kind, text, _ in pieces]
    marked = lang == "ar" and folded.offsets is not None
    tokens: list[Token] = []
    index, end = 0, -1
    while index < len(pieces):
        kind, text, start = pieces[index]
        entry = entries[index]
        spaced = start != end
        end = start + len(text)
        if entry is None:
            index += 1
            if kind == "digits" and len(text) >= _SHORTEST_LIST and (parts := separate(text, lang=lang)):
                tokens.extend(_separated(parts, start, spaced=spaced))
            else:
                tokens.append(Token(kind, text, start, end, spaced, text))
            continue
        phrase, length, number, stem = None, 1, entry.number, entry.stem
        if entry.phrases:
            phrase = entry.phrases[0] if entry.single else _longest(entry, pieces, entries, index)
            if phrase is not None and (length := len(phrase.words)) > 1:
                last = pieces[index + length - 1]
                end = last[2] + len(last[1])
                text, number, stem = folded.text[start:end], None, folded.text[start:end]
        if marked and number is not None:
            number = as_marked(number, text, folded.raw[slice(*folded.raw_span(start, end))])
        senses = () if phrase is None else phrase.senses
        if text == BARE_HAMZA:
            senses = as_spelled(senses, folded.raw[slice(*folded.raw_span(start, end))])
        upper = len(text) <= _LONGEST_CODE and text.isascii() and _in_capitals(folded, start, end)
        tokens.append(
            Token(
                kind, text, start, end, spaced, stem, number, senses,
                entry.conjunction, entry.preposition, entry.definite, upper,
            )
        )  # fmt: skip
        index += length
    if "\n" in folded.text:
        _mark_lines(tokens, folded.text)
    return _with_spaced_decimals(tokens) if " . " in folded.text else tokens


def _mark_lines(tokens: list[Token], text: str) -> None:
    """Marks the tokens that open a line after a short one that ends in digits."""
    line_start, before = 0, NOTHING
    for token in tokens:
        if "\n" in text[max(before.end, 0) : token.start]:
            token.opens = before.kind == "digits" and before.end - line_start < _SHORTEST_WRAPPED
            line_start = token.start
        before = token


def _separated(parts: Sequence[str], start: int, *, spaced: bool) -> Iterator[Token]:
    """The tokens of a digit string that is several numbers."""
    for part in parts:
        yield Token("digits" if part.isdigit() else "symbol", part, start, start + len(part), spaced, part)
        start, spaced = start + len(part), False


def _in_capitals(folded: Folded, start: int, end: int) -> bool:
    if folded.offsets is None:  # as of nearly every English text
        return folded.raw[start].isupper() and folded.raw[end - 1].isupper()
    return folded.raw_char(start).isupper() and folded.raw_char(end - 1).isupper()


def _longest(entry: Entry, pieces: list[Piece], entries: list[Entry | None], index: int) -> Phrase | None:
    """The longest phrase of `entry` that stands at `index`."""
    following = pieces[index + 1][1] if index + 1 < len(pieces) else ""
    other = entries[index + 1] if index + 1 < len(pieces) else None
    forms = _NO_FORMS if other is None else other.forms
    if following not in entry.seconds and entry.seconds.isdisjoint(forms):
        return entry.alone
    for phrase in entry.phrases:
        words = phrase.words
        if len(words) == 1 or (
            (words[1] == following or words[1] in forms) and _matches(phrase, pieces, entries, index)
        ):
            return phrase
    return None


def _look_up_arabic(word: str) -> Entry | None:
    return _raised_unit(word, "ar") if word[-1] in _SUPERSCRIPTS else arabic_words.look_up(word)


def _look_up_english(word: str) -> Entry | None:
    return _raised_unit(word, "en") if word[-1] in _SUPERSCRIPTS else english_words.look_up(word)


_KNOWN: dict[Language, Kept[Entry | None]] = {"ar": Kept(_look_up_arabic), "en": Kept(_look_up_english)}


def entry_of(word: str, *, lang: Language) -> Entry | None:
    """What the vocabulary knows of a folded word as it stands in a text."""
    return _KNOWN[lang][word]


@lru_cache(maxsize=1_000)
def _raised_unit(word: str, lang: Language) -> Entry | None:
    """ "mm²": the square or cube of a unit of length."""
    look = arabic_words.look_up if lang == "ar" else english_words.look_up
    if word in lexicon(lang).words or len(word) == 1:
        return look(word)
    entry, units = look(word[:-1]), unit_table()
    for phrase in () if entry is None else entry.phrases:
        for sense in phrase.senses:
            if len(phrase.words) == 1 and sense.kind == "measure" and units[sense.value].dimension == "length":
                raised = Phrase((word,), (Sense("measure", f"{_SUPERSCRIPTS[word[-1]]}-{sense.value}"),))
                return Entry(frozenset((word,)), None, (raised,), stem=word)
    return None


def _with_spaced_decimals(tokens: list[Token]) -> list[Token]:
    """ "6 . 2 %", "0 . 95": a tokeniser has put spaces round the point, where "won 6 . 2 men" ends a sentence."""
    joined: list[Token] = []
    for index, token in enumerate(tokens):
        whole = joined[-2] if len(joined) > 1 else None
        if whole is not None and joined[-1].text == "." and _is_spaced_decimal(tokens, index, whole):
            joined.pop()
            text = f"{whole.text}.{token.text}"
            joined[-1] = Token("digits", text, whole.start, token.end, whole.spaced, text)
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


def _matches(phrase: Phrase, pieces: list[Piece], entries: list[Entry | None], index: int) -> bool:
    if index + len(phrase.words) > len(pieces):
        return False
    for offset in range(1, len(phrase.words)):
        word = phrase.words[offset]
        kind, text, start = pieces[index + offset]
        if text == word:
            _, before, at = pieces[index + offset - 1]
            if kind == "digits" and len(before) <= _LONGEST_CODE and start != at + len(before):
                return False  # "5 m 2 days"; but كانون 2
            continue
        entry = entries[index + offset]
        if entry is None or word not in entry.forms or entry.preposition or entry.conjunction:
            return False
    return True
