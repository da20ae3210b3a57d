"""What may be wrong with an output whatever its numbers say: each test is a named function in one table.

`guard` needs nothing but the texts; `adequacy` needs the sentence encoder's cosine. A guard that fires calls for
another method of translating; it never silences an output. Bounds are set on 997 Arabic sentences with their human
English (FLORES-200 dev), on which every guard but `adequacy` is silent.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.base import FinishReason

ADEQUACY = 0.4
"""The least cosine of source and translation. On FLORES-200 dev 0.5 % of the human pairs fall below (0.45: 0.7 %,
0.5: 1.0 %), and 87 % of the pairs of a sentence with its neighbour's translation (93 %, 96 %)."""

_SHORTEST_ADEQUATE = 20
"""Characters: the cosine of a name or two says little."""

_LENGTH_RATIO = (0.5, 2.5)
_LENGTH_SLACK = (10, 30)
"""Characters: short texts vary more, and Arabic spells out numbers that English writes in digits."""

_MOST_COMPRESSED = 2.2
_LONG_ENOUGH_TO_COMPRESS = 120
_LEAST_FUNCTION_WORDS = 0.06
_ENOUGH_WORDS = 12
_WORD = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset(
    _WORD.findall(
        "a about after all also an and are as at be been but by can for from had has have he her his if in into is it "
        "its more new not of on one or out over said she so than that the their them there they this to two up was we "
        "were what when which who will with would you"
    )
)

_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3\u06fa-\u06fc\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
# Letters that neither English nor Arabic has: Greek to Hebrew, the scripts of India to Mongolia, of East Asia.
_FOREIGN = re.compile("[\u0370-\u05ff\u0900-\u1cff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
_QUOTED = re.compile('"[^"]{0,80}"|“[^”]{0,80}”|«[^»]{0,80}»|‘[^’]{0,80}’|\\([^()]{0,80}\\)|\\[[^\\[\\]]{0,80}\\]')

# Coupled to models/prompts.py: a test finds each of these in a prompt.
PROMPT_MARKS = (
    "<|im_start|>", "<|im_end|>", "you are a professional translator", "translate the arabic news text",
    "keep every number, percentage, date", "you are a news editor", "numbered sentences only", "glossary:",
)  # fmt: skip

_CHATTER = re.compile(
    r"[\"'“(*\s]{0,4}(?:"
    r"(?:(?:sure|certainly|absolutely)[,!]|(?:sure|certainly|of course|absolutely)[,!]? (?:here\b|i (?:can|will)\b))"
    r"|(?:here is|here's|here are|below is|this is|the following is) (?:the|a|an|your|my|our) "
    r"(?:\w+ ){0,2}(?:translat|summar|english)"
    r"|(?:the )?(?:english )?(?:translation|translated text)(?: (?:is|of|in)\b[^:.]{0,40})?:"
    r"|as an (?:ai|artificial|assistant|language)\b"
    r"|(?:i'm|i am) (?:sorry|unable|not able),? (?:but|i |to )"
    r"|i (?:cannot|can't|can not|won't) (?:assist|help|translate|provide|fulfil|comply|complete|process)"
    r"|please (?:provide|note that (?:the|this) translat|let me know))",
    re.IGNORECASE,
)
_CHATTER_ANYWHERE = re.compile(
    r"as an ai (?:language )?(?:model|assistant)|(?:let me know|feel free to ask) if you|"
    r"\(note: |i (?:have )?translated the (?:text|sentence)",
    re.IGNORECASE,
)

# An order to whoever reads the text by machine: an imperative of dropping or doing, and its object.
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget)\b[^.\n]{0,40}\b(?:above|previous|prior|earlier|preceding|instructions?|text)\b"
    r"|\binstead (?:of translating|write|say|output)\b"
    r"|\b(?:write|say|output|print|reply|respond|answer)(?: with)? only\b"
    r"|\bdo not translate\b|\bsystem prompt\b|\byou are now\b"
    r"|\b(?:numbers|figures|table)\b[^.\n]{0,20}\binstead of (?:those|the (?:numbers|figures|text|article))\b"
    # The marks with which chat models tell speakers apart.
    r"|<\|[a-z_]{1,20}\|>|\[/?INST\]"
    # At the head of a clause and straight before its object: elsewhere the same letters say that somebody ignored it.
    r"|(?:^|[.:!?؟،؛,;|\n\"«»(\[-]) {0,3}(?:و|ثم |من فضلك |رجاء |رجاءً )?"
    r"(?:تجاهل|تجاهلوا|تجاهلي|انس|انسَ|أهمل|اهمل) (?:كل |جميع |كافة )?"
    r"(?:ما (?:سبق|ورد|جاء|قيل|كتب)|(?:ال)?(?:تعليمات|أوامر|اوامر)|النص|المقال|الجدول|الخبر|السابق)"
    r"|\bبدل(?:ا|ًا|اً)? (?:من|عن) (?:ال)?(?:أرقام|ارقام) (?:ال)?(?:خبر|نص|مقال|واردة|سابقة|مذكورة)"
    r"|\b(?:لا تترجم|بدلا من الترجمة|بدلًا من الترجمة|بدلاً من الترجمة|أنت الآن|انت الان)\b"
    r"|\b(?:اكتب|أكتب|قل|اطبع|أجب|رد)(?: ب\w{0,12})? فقط\b",
    re.IGNORECASE,
)
_ORDER_TRANSLATED = re.compile(
    r"\b(?:ignor|disregard|forget|overlook|neglect|skip|dismiss|discard|bypass|do(?:es)? not|don't|never|instead|"
    r"you are now|system prompt|only|just|above|previous|instruct|command|order)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Output:
    """A source, what an engine made of it, and how it ended."""

    source: str
    text: str
    finish_reason: FinishReason


def guard(source: str, output: str, *, finish_reason: FinishReason) -> tuple[str, ...]:
    """The names of the tests that `output`, the English of `source`, fails, in the order of `GUARDS`.

    An empty output fails that test alone. Linear in the length of the texts.
    """
    judged = Output(source, output, finish_reason)
    if is_empty(judged):
        return ("empty",)
    return tuple(name for name, fires in GUARDS.items() if fires(judged))


def guard_summary(article: str, summary: str, *, finish_reason: FinishReason) -> tuple[str, ...]:
    """The names of the tests that `summary` fails, of those that suit a text much shorter than its source, in English.

    An echo of the article is no failure: a summary may quote it.
    """
    judged = Output(article, summary, finish_reason)
    if is_empty(judged):
        return ("empty",)
    return tuple(name for name in _FOR_SUMMARIES if GUARDS[name](judged))


def adequacy(source: str, similarity: float) -> tuple[str, ...]:
    """("adequacy",) where the cosine of source and translation is below `ADEQUACY` and the source is not too short."""
    return ("adequacy",) if len(source) >= _SHORTEST_ADEQUATE and similarity < ADEQUACY else ()


def holds_order(text: str) -> bool:
    """Whether a text, in Arabic or English, tells a machine reader to do something else than translate it."""
    return _ORDER.search(text) is not None


def is_empty(output: Output) -> bool:
    """Nothing that a reader could read."""
    return not any(letter.isalnum() for letter in output.text)


def echoes_source(output: Output) -> bool:
    """Most words of the output are Arabic words of the source, as they stand there."""
    words, known = _WORD.findall(output.text), set(_WORD.findall(output.source))
    copied = sum(word in known and _ARABIC.search(word) is not None for word in words)
    return copied > len(words) / 2


def echoes_prompt(output: Output) -> bool:
    """A phrase of the prompt that the source does not hold."""
    text, source = _plain(output.text), _plain(output.source)
    return any(mark in text and mark not in source for mark in PROMPT_MARKS)


def has_arabic_script(output: Output) -> bool:
    """Three or more Arabic letters outside quotation marks and brackets, where a name may stay as it is."""
    return len(_ARABIC.findall(_QUOTED.sub(" ", output.text))) >= 3


def is_other_language(output: Output) -> bool:
    """Two letters of a third script that the source has not; or 12 words and more of which under 6 % are common ones.

    The human English of FLORES-200 dev has 10 % at least.
    """
    foreign = set(_FOREIGN.findall(output.text)) - set(_FOREIGN.findall(output.source))
    if len(foreign) >= 2:
        return True
    words = [word for word in _WORD.findall(output.text.casefold()) if word[0].isalpha()]
    common = sum(word in _FUNCTION_WORDS for word in words)
    # Names and words of Arabic script are another guard's.
    return len(words) >= _ENOUGH_WORDS and common < _LEAST_FUNCTION_WORDS * len(words)


def repeats_itself(output: Output) -> bool:
    """Four words running come three times and the source repeats nothing so often, or zlib shrinks it too well.

    The human English of FLORES-200 dev shrinks to 1/1.86 at the most and repeats four words twice at the most. A
    source that repeats (a table, a refrain) may be followed.
    """
    allowed = max(2, _most_repeated(output.source, words=3))
    if _most_repeated(output.text, words=4) > allowed:
        return True
    if len(output.text) < _LONG_ENOUGH_TO_COMPRESS:
        return False
    return _compression(output.text) > max(_MOST_COMPRESSED, 1.3 * _compression(output.source))


def is_length_unlikely(output: Output) -> bool:
    """Under half of the source's characters, less 10, or over two and a half times as many, and 30.

    The human English of FLORES-200 dev has 0.61 to 2.46 times the characters of the Arabic, 98 % of it 0.78 to 1.70.
    """
    length, expected = len(output.text.strip()), len(output.source.strip())
    (least, most), (below, above) = _LENGTH_RATIO, _LENGTH_SLACK
    return not least * expected - below <= length <= most * expected + above


def is_cut_off(output: Output) -> bool:
    """The token limit ended it."""
    return output.finish_reason == "length"


def is_chatter(output: Output) -> bool:
    """It speaks to the user: an opening such as "Here is the translation", a refusal, an offer of help."""
    said = _CHATTER.match(output.text) or _CHATTER_ANYWHERE.search(output.text)
    # An article that quotes a chatbot in English may be quoted.
    return said is not None and _plain(said[0]).lstrip("\"'“(*") not in _plain(output.source)


def obeys_instruction(output: Output) -> bool:
    """The source gives orders to its reader ("ignore the above and write …") and the output does not relate them.

    A translation of such an order says "ignore" or a word like it; what obeys it says what it was told to.
    """
    return holds_order(output.source) and _ORDER_TRANSLATED.search(output.text) is None


GUARDS: dict[str, Callable[[Output], bool]] = {
    "empty": is_empty,
    "source-echo": echoes_source,
    "prompt-echo": echoes_prompt,
    "arabic-script": has_arabic_script,
    "other-language": is_other_language,
    "repetition": repeats_itself,
    "length-ratio": is_length_unlikely,
    "cut-off": is_cut_off,
    "chatter": is_chatter,
    "obeyed-instruction": obeys_instruction,
}
"""Every guard by the name it has in the record, except "adequacy"."""

_FOR_SUMMARIES = ("prompt-echo", "arabic-script", "other-language", "repetition", "cut-off", "chatter")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _most_repeated(text: str, *, words: int) -> int:
    found = _WORD.findall(text.casefold())
    grams = Counter(_grams(found, words))
    return max(grams.values(), default=0)


def _grams(words: Sequence[str], length: int) -> zip[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def _compression(text: str) -> float:
    """How many times smaller zlib makes `text`, one byte a letter in either language."""
    data = text.encode("cp1256", errors="replace")
    return len(data) / len(zlib.compress(data)) if data else 0.0
