"""Places a missing term without asking an engine, where it is sure which English words stand for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from models.registry import same_word, sounds_alike, wordings
from pipeline.numbers.write.english import plural_of
from pipeline.terms.findings import TermFinding

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a\u064b-\u0652\u0670\u0671]+")
_ENGLISH = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_BETWEEN = re.compile(r"[ -]|(?: (?:of|the|for|and|al)){1,2} ", re.IGNORECASE)
_ARTICLE = re.compile(r"\b([Aa])n? $")
_VOWEL = re.compile(r"[aeiou]", re.IGNORECASE)

_LONGEST = 400
"""Words of a sentence, Arabic and English together: what is longer is no sentence."""


def placed(source: str, output: str, findings: Iterable[TermFinding]) -> str | None:
    """`output` with the terms that `findings` miss, each in the place of the only English words that stand for it; None
    where there is no such term. `source` is the Arabic of all of it.

    What stands for a term is what the glossary never wants for it, or else what the lexical model, or the sound of
    a name, ties to each of the term's words and to no other word of the source.
    """
    text = output
    for finding in findings:
        span = _forbidden(text, finding) or tied(source, text, finding.arabic)
        if span:
            text = _put(text, *span, finding.english)
    return None if text == output else text


def _forbidden(text: str, finding: TermFinding) -> tuple[int, int] | None:
    places = wordings(text, finding.found) if finding.found else []
    if len(places) != 1:
        return None
    (start, end), words = places[0], finding.english.split()
    # "the integrated vault" for "integrated wallet": what is right of it already is not said twice.
    for size in range(1, len(words)):
        beginning, ending = " ".join(words[:size]), " ".join(words[-size:])
        if text[:start].casefold().endswith(f" {beginning} ".casefold()):
            start -= len(beginning) + 1
        if text[end:].casefold().startswith(f" {ending}".casefold()):
            end += len(ending) + 1
    return start, end


def tied(source: str, text: str, term: str) -> tuple[int, int] | None:
    """The only English words that stand for `term`, which is a part of `source`; None where that is not sure."""
    own, words = _ARABIC.findall(term), list(_ENGLISH.finditer(text))
    everything = _ARABIC.findall(source)
    others = [word for word in everything if word not in own]
    if not own or len(everything) + len(words) > _LONGEST or any(everything.count(word) > 1 for word in own):
        return None
    chosen: list[re.Match[str]] = []
    for arabic in own:
        found = [word for word in words if _ties(arabic, word[0])]
        if len(found) != 1 or any(_ties(other, found[0][0]) for other in others):
            return None
        chosen += found
    return _span(text, chosen)


def _span(text: str, chosen: Sequence[re.Match[str]]) -> tuple[int, int] | None:
    """From the first to the last of the words, which must stand beside each other."""
    ordered = sorted({word.span() for word in chosen})
    if len(ordered) != len(chosen):
        return None
    gaps = pairwise(ordered)
    if not all(_BETWEEN.fullmatch(text[before[1] : after[0]]) for before, after in gaps):
        return None
    return ordered[0][0], ordered[-1][1]


def _ties(arabic: str, english: str) -> bool:
    return same_word(arabic, english) == "same" or (english[0].isupper() and sounds_alike(_bare(arabic), english))


def _bare(word: str) -> str:
    return word.removeprefix("ال") if len(word) > 4 else word


def _put(text: str, start: int, end: int, english: str) -> str:
    before, standing, after = text[:start], text[start:end], text[end:]
    if english[:1].islower() and _is_plural(standing) and not _is_plural(english):
        english = plural_of(english)
    if article := _ARTICLE.search(before):
        before = before[: article.start()] + article[1] + ("n " if _VOWEL.match(english) else " ")
    if english[:1].islower() and (not before.strip() or before.rstrip().endswith((".", "!", "?"))):
        english = english[0].upper() + english[1:]
    if english[:4].casefold() == "the " and before.casefold().endswith("the "):
        english = english[4:]
    return before + english + after


def _is_plural(words: str) -> bool:
    return words.endswith("s") and not words.endswith(("ss", "us", "is"))
