import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.boilerplate import RULES, boilerplate_rule, is_boilerplate
from pipeline.clean import STEPS, Cleaned, apply_edits, clean, compose

HERE = Path(__file__).parent / "rows"
BOILERPLATE: list[dict[str, Any]] = json.loads((HERE / "clean_boilerplate.json").read_text("utf-8"))
NEGATIVES: list[dict[str, Any]] = json.loads((HERE / "clean_boilerplate_negatives.json").read_text("utf-8"))

PIECES = [
    *"ابهلـ12٢٣aé.- \t\n\r",
    *("\u064b", "\u0651", "\u0653", "\u0654", "\u0301", "\u0323", "e\u0301", "\u0627\u0653", "هـ", "هــ", " ـ "),
    *("\u200f", "\u200c", "\u200d", "\u202b", "\u2066", "\ufeff", "\xad", "\x07", "\ud800", "\U000e0041"),
    *("\ufefb", "\ufdf2", "\ufdfa", "\ufdfc", "\ufe70", "\ufe77", "\ufc5e", "\xa0", "\u202f", "\u3000", "\u2000"),
    *("\u1100", "\u1161", "\u11a8", "\uac00", "\u212b", "\u09c7", "\u09be", "\u2028", "\x85"),
]
texts = st.one_of(st.text(), st.text(st.characters(codec=None)), st.lists(st.sampled_from(PIECES)).map("".join))


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("ال\u200fسعر \u202b12\u202c", "السعر 12"),
        ("می\u200cشود", "میشود"),
        ("أهلا\x07\x00\ufeff\xad", "أهلا"),
        ("قـــال بـ25%", "قال ب25%"),
        ("10 ـ 20", "10 - 20"),
        ("10ـ20", "10-20"),
        ("عام 1445 هـ", "عام 1445 هـ"),
        ("1445هـــ.", "1445هـ."),
        ("هـذا", "هذا"),
        ("\ufefb\ufee7\ufe8e", "لانا"),
        ("\ufdf2", "الله"),
        ("مح\ufe79مد", "محُمد"),
        ("100 \ufdfc \ufdfa", "100 \ufdfc \ufdfa"),
        ("ا\u0653ب e\u0301", "آب é"),
        ("½ x² ﬁ ①", "½ x² ﬁ ①"),
        ("٢٥٫٥ ۲۵ 25", "٢٥٫٥ ۲۵ 25"),
        ("1\xa0250\u202f000", "1 250 000"),
        ("أ \t \xa0 ب", "أ ب"),
        ("أ\r\nب\u2028ج", "أ\r\nب\u2028ج"),
        ("٦\u06dd \u0600", "٦\u06dd \u0600"),
    ],
    ids=[
        "bidi marks", "zero-width non-joiner", "controls", "tatweel", "tatweel as dash", "tatweel as dash, no spaces",
        "Hijri era", "Hijri era stretched", "tatweel after heh", "presentation forms", "ligature of a word",
        "isolated vowel sign", "signs that stand for themselves", "composed", "not NFKC", "digits of three kinds",
        "no-break spaces in a number", "a run of spaces", "line breaks", "visible format characters",
    ],
)  # fmt: skip
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw).text == cleaned


@given(texts)
@settings(max_examples=500, deadline=None)
def test_offsets_lead_back_to_the_raw_text(raw: str) -> None:
    cleaned = clean(raw)
    offsets = list(cleaned.offsets)
    assert len(offsets) == len(cleaned.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(raw)
    changed = {step for step in STEPS if list(STEPS[step](raw))}
    for index, character in enumerate(cleaned.text):
        if not changed:
            assert raw[offsets[index]] == character
        start, end = cleaned.raw_span(index, index + 1)
        assert start < end
        assert (
            character in clean(raw[start:end]).text or unicodedata.category(character)[0] == "M" or character in "-ـ "
        )


@given(texts, st.data())
@settings(max_examples=300, deadline=None)
def test_spans_cover_the_raw_text_they_were_made_of(raw: str, data: st.DataObject) -> None:
    cleaned = clean(raw)
    start = data.draw(st.integers(0, len(cleaned.text)))
    end = data.draw(st.integers(start, len(cleaned.text)))
    raw_start, raw_end = cleaned.raw_span(start, end)
    assert 0 <= raw_start <= raw_end <= len(raw)
    kept = [character for character in cleaned.text[start:end] if character.isdigit()]
    assert kept == [c for c in clean(raw[raw_start:raw_end]).text if c.isdigit()][: len(kept)]


@given(texts)
@example("ه\u0640\u0300\u064b")  # composing brings the vowel sign, an Arabic letter, to the tatweel
@settings(max_examples=500, deadline=None)
def test_clean_is_idempotent(raw: str) -> None:
    once = clean(raw)
    twice = clean(once.text)
    assert twice.text == once.text
    assert list(twice.offsets) == list(range(len(once.text) + 1))


@given(texts)
@settings(max_examples=500, deadline=None)
def test_composing_by_clusters_is_nfc(raw: str) -> None:
    whole = Cleaned(raw, range(len(raw) + 1))
    assert apply_edits(whole, compose(raw)).text == unicodedata.normalize("NFC", raw)


def test_every_composition_of_unicode_is_found() -> None:
    for code in range(0x110000):
        character = chr(code)
        if (unicodedata.decomposition(character) and code < 0xD800) or code > 0xDFFF:
            decomposed = unicodedata.normalize("NFD", character)
            if decomposed != character:
                whole = Cleaned(decomposed, range(len(decomposed) + 1))
                composed = apply_edits(whole, compose(decomposed)).text
                assert composed == unicodedata.normalize("NFC", character), hex(code)


def test_digits_survive_cleaning_whatever_surrounds_them() -> None:
    raw = "\u202b١\u200f٢\u202c٫ـ٥\u2067\xa0مليون"
    assert [c for c in clean(raw).text if c.isdigit()] == list("١٢٥")


def test_more_marks_than_any_language_has_are_left_alone() -> None:
    raw = "ا" + "\u0301\u0323" * 5000
    assert clean(raw).text == raw


@pytest.mark.parametrize("row", BOILERPLATE, ids=[row["label"] for row in BOILERPLATE])
def test_boilerplate(row: dict[str, Any]) -> None:
    assert boilerplate_rule(clean(row["line"]).text) == row["rule"]


@pytest.mark.parametrize("row", NEGATIVES, ids=[row["label"] for row in NEGATIVES])
def test_lines_of_the_article_stay(row: dict[str, Any]) -> None:
    assert boilerplate_rule(clean(row["line"]).text) is None


def test_every_rule_is_reached() -> None:
    assert {row["rule"] for row in BOILERPLATE} == {*RULES, "symbols"}


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_any_line_is_judged(line: str) -> None:
    assert is_boilerplate(line) in (True, False)


def test_empty_and_very_long_lines_are_not_boilerplate() -> None:
    assert not is_boilerplate("")
    assert not is_boilerplate("  ")
    assert not is_boilerplate("اقرأ أيضا: " + "كلمة " * 200)
