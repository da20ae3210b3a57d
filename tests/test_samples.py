"""The sample articles: complete, aligned line by line, and equal in their numbers."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from pipeline.numbers import Language, compare, support

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
IDS = sorted(path.name.removesuffix(".ar.txt") for path in SAMPLES.glob("*.ar.txt"))
SUFFIXES = (".ar.txt", ".en.txt", ".summary.txt")
CLOCK_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")
NUMERAL = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")


def read_text(article: str, suffix: str) -> str:
    return (SAMPLES / (article + suffix)).read_text(encoding="utf-8")


def read_lines(article: str, suffix: str) -> list[str]:
    return read_text(article, suffix).removesuffix("\n").split("\n")


def significant_digits(text: str) -> set[str]:
    """The numerals of `text` without separators and trailing zeros, so that 340 ألف and 340,000 agree.

    Clock times are left out: 21:45 is rightly translated as 9:45 p.m.
    """
    numerals = NUMERAL.findall(CLOCK_TIME.sub(" ", text.translate(ASCII_DIGITS)))
    return {re.sub(r"[.,]", "", numeral).rstrip("0") for numeral in numerals}


LINE_PAIRS = [
    pytest.param(arabic, english, id=f"{article}:{number}")
    for article in IDS
    for number, (arabic, english) in enumerate(
        zip(read_lines(article, ".ar.txt"), read_lines(article, ".en.txt"), strict=False), start=1
    )
    if arabic
]


def test_every_file_belongs_to_a_complete_article() -> None:
    expected = {article + suffix for article in IDS for suffix in SUFFIXES}
    assert len(IDS) == 3
    assert {path.name for path in SAMPLES.glob("*.txt")} == expected


@pytest.mark.parametrize("article", IDS)
def test_id_is_kebab_case(article: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", article)


@pytest.mark.parametrize("article", IDS)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_text_is_clean(article: str, suffix: str) -> None:
    text = read_text(article, suffix)
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not [line for line in text.splitlines() if line != line.strip()]
    controls = {char for char in text if unicodedata.category(char) in {"Cc", "Cf"}} - {"\n"}
    assert not controls, "tabs, carriage returns, bidi marks and byte order marks"


@pytest.mark.parametrize("article", IDS)
def test_translation_is_aligned(article: str) -> None:
    arabic, english = read_lines(article, ".ar.txt"), read_lines(article, ".en.txt")
    assert [bool(line) for line in english] == [bool(line) for line in arabic]
    assert arabic[1] == "", "the headline stands alone"


@pytest.mark.parametrize("article", IDS)
def test_length(article: str) -> None:
    sentences = [line for line in read_lines(article, ".ar.txt")[1:] if line]
    assert 15 <= len(sentences) <= 25
    assert 4 <= len(read_lines(article, ".summary.txt")) <= 5


@pytest.mark.parametrize("article", IDS)
def test_both_digit_scripts_and_plain_sentences_occur(article: str) -> None:
    lines = read_lines(article, ".ar.txt")
    assert re.search("[0-9]", "".join(lines))
    assert re.search("[٠-٩]", "".join(lines))
    assert any(line and not significant_digits(line) for line in lines)


@pytest.mark.parametrize(("arabic", "english"), LINE_PAIRS)
def test_arabic_digits_reach_the_english(arabic: str, english: str) -> None:
    assert significant_digits(arabic) <= significant_digits(english)


@pytest.mark.parametrize(("arabic", "english"), LINE_PAIRS)
def test_number_engine_accepts_the_translation(arabic: str, english: str) -> None:
    comparison = compare(arabic, english)
    assert comparison.ok, [finding.message for finding in comparison.findings]


@pytest.mark.parametrize("article", IDS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_number_engine_accepts_the_summary(article: str, language: Language) -> None:
    source, summary = read_text(article, f".{language}.txt"), read_text(article, ".summary.txt")
    comparison = support(source, summary, source_lang=language)
    assert comparison.ok, [finding.message for finding in comparison.findings]
