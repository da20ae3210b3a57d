"""Properties of the number engine over everything the writer can spell, and over arbitrary text."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.numbers import (
    Language,
    compare,
    comparison_from_json,
    comparison_to_json,
    finding_from_json,
    finding_to_json,
    format_value,
    quantity_from_json,
    quantity_to_json,
    read,
    support,
    trace,
)  # fmt: skip
from pipeline.numbers.lexicon import lexicon
from pipeline.numbers.text.scanning import scan
from tests.numbers.facts import (
    FLIPPED,
    FRACTIONS,
    MEASURES,
    MONEY,
    PERCENT,
    Fact,
    bounded,
    chooser,
    dates,
    facts,
    fractions,
    ordinals,
    ranges,
    write,
    years,
)  # fmt: skip
from tests.numbers.writing import countable_in_arabic

# The same examples on every run: a failure is a fact about the engine, not about the day.
SETTINGS = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LANGUAGES: tuple[Language, Language] = ("ar", "en")
SAME_NAME = ({"USD", "CAD"}, {"GBP", "EGP"})
"""Currencies that a bare name ("dollar", "pounds") may all stand for: a swap is then only less specific."""
ERRORS = ("changed", "scaled", "unit", "bound", "dropped", "added")


@st.composite
def written(draw: st.DrawFn, lang: Language, family: st.SearchStrategy[Fact] = facts) -> tuple[Fact, str]:
    fact = draw(family)
    return fact, write(fact, chooser(draw), lang=lang)


def read_back(fact: Fact, text: str, lang: Language) -> None:
    found = read(text, lang=lang)
    assert [(one.kind, one.unit, one.bound, one.high) for one in found] == [
        (fact.kind, fact.unit, fact.bound, fact.high)
    ]
    assert fact.value in (found[0].value, *found[0].readings)


FAMILIES = {
    "bounded": bounded, "ordinals": ordinals, "fractions": fractions,
    "years": years, "dates": dates(), "ranges": ranges(),
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
@settings(SETTINGS, max_examples=250)
@given(data=st.data())
def test_what_is_written_is_read_back(family: str, lang: Language, data: st.DataObject) -> None:
    fact, text = data.draw(written(lang, FAMILIES[family]))
    read_back(fact, text, lang)


@st.composite
def pairs(draw: st.DrawFn, *, least: int = 1) -> tuple[list[Fact], str, str]:
    """Up to three facts, written in the same order in both languages."""
    stated = draw(st.lists(facts, min_size=least, max_size=3, unique_by=lambda fact: fact.value))
    choose = chooser(draw)
    source = "، و".join(write(fact, choose, lang="ar") for fact in stated)
    target = "; ".join(write(fact, choose, lang="en") for fact in stated)
    return stated, source, target


@settings(SETTINGS, max_examples=300)
@given(pair=pairs())
def test_a_faithful_pair_is_ok(pair: tuple[list[Fact], str, str]) -> None:
    _, source, target = pair
    assert [finding.message for finding in compare(source, target).findings if finding.severity == "error"] == []
    assert support(source, target).ok


def planted(fact: Fact, error: str, pick: int) -> Fact | None:
    """`fact` with an error of that sort, or None where it cannot carry one."""
    if error == "changed":
        if fact.kind == "fraction":
            others = [Fraction(name) for name in FRACTIONS if Fraction(name) != fact.value]
            return replace(fact, value=others[pick % len(others)])
        if fact.kind == "date":
            day = int(fact.value) % 28 + 1
            return replace(fact, value=Fraction(day), unit=f"{(fact.unit or '')[:5]}{day:02}")
        if fact.kind == "ordinal":
            return replace(fact, value=fact.value + (2 if fact.value % 10 == 9 else 1))
        if fact.high is not None:
            return replace(fact, high=fact.high * 2)  # far enough to be no rounding
        step = fact.value / 2 if fact.value.denominator == 1 and fact.value % 2 == 0 else fact.value
        return replace(fact, value=fact.value + step if fact.kind != "year" else fact.value - 7)
    if error == "scaled":
        factor = (10, 100, 1000)[pick % 3]
        may = fact.kind in ("cardinal", "money", "measure", "percent") and fact.high is None
        return replace(fact, value=fact.value * factor) if may and fact.value * factor < 10**14 else None
    if error == "unit":
        tables = {"money": list(MONEY), "measure": list(MEASURES), "percent": list(PERCENT)}
        if fact.kind not in tables or fact.high is not None:
            return None
        names = [name for name in tables[fact.kind] if name != fact.unit and {name, fact.unit} not in SAME_NAME]
        return replace(fact, unit=names[pick % len(names)])
    if error == "bound":
        return replace(fact, bound=FLIPPED[fact.bound]) if fact.bound in FLIPPED else None
    return None


@pytest.mark.parametrize("error", ERRORS)
@settings(SETTINGS, max_examples=150)
@given(data=st.data())
def test_a_planted_error_is_found(error: str, data: st.DataObject) -> None:
    stated = data.draw(st.lists(facts, min_size=1, max_size=3, unique_by=lambda fact: fact.value))
    choose = chooser(data.draw)
    at = data.draw(st.integers(0, len(stated) - 1))
    wrong: Fact | None = stated[at]
    if error not in ("dropped", "added"):
        wrong = planted(stated[at], error, data.draw(st.integers(0, 6)))
        if wrong is None:
            return
    kept = (
        [*stated[:at], *stated[at + 1 :]] if error in ("dropped", "added") else [*stated[:at], wrong, *stated[at + 1 :]]
    )
    ones, twos = (kept, stated) if error == "added" else (stated, kept)
    source = "، و".join(write(fact, choose, lang="ar") for fact in ones if fact) or "ساد الهدوء"
    target = "; ".join(write(fact, choose, lang="en") for fact in twos if fact) or "it was calm"
    assert not compare(source, target).ok, (source, target)


# Pieces that meet in numbers, so that arbitrary text is not only plain words.
_PIECES = st.sampled_from(
    [
        "1", "2", "10", "1998", "3.5", "1,250", "١٢", "٫", "٬", "،", "%", "٪", "$", "€", "-", "–", ":", "/", "(",
        ")", "+", ".", "مليون", "ألف", "آلاف", "مئة", "و", "ب", "ال", "من", "إلى", "بين", "أكثر", "عشرون", "خمس",
        "نصف", "ربع", "ثلاثة", "million", "half", "a", "quarter", "third", "of", "and", "to", "between", "more",
        "than", "over", "at", "least", "in", "out", "one", "two", "twenty", "second", "hundred", "dozen", "point",
        "January", "يناير", "عام", "year", "BC", "ق.م", "am", "pm", "الساعة", "century", "القرن", "km", "كم", "km²",
        "دولار", "dollars", "bn", "k", "s", "th", "°", "C", "&#39;", "[", "]", "²", "½", "×", "^", "e+", "‏", "‫",
        "ـ", "َ",
    ]
)  # fmt: skip
messy = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=14).map(" ".join),
    st.lists(_PIECES, max_size=14).map("".join),
    st.lists(st.one_of(_PIECES, st.text(max_size=3)), max_size=12).map("".join),
)


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(SETTINGS, max_examples=400)
@given(text=messy)
def test_spans_slice_and_never_overlap(lang: Language, text: str) -> None:
    end = 0
    for one in read(text, lang=lang):
        assert end <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        assert (one.value is None) == (one.kind == "identifier")
        assert one.high is None or one.value is not None
        end = one.end


def vocabulary(lang: Language) -> list[str]:
    """Every word of the vocabulary, and marks that belong to numbers."""
    words = lexicon(lang)
    return sorted(
        {
            *words.words,
            *words.numbers,
            "½",
            "II",
            "a",
            "km²",
            "mm²",
            "dm³",
            "مم²",
            "per",
            "score",
            "scores",
            "(",
            "-",
            "أهداف",
            "شابين",
        }
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(SETTINGS, max_examples=600)
@given(data=st.data())
def test_a_quick_look_at_the_words_loses_no_quantity(lang: Language, data: st.DataObject) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(vocabulary(lang)), max_size=6)))
    traced = trace(text, lang=lang).quantities  # which looks at every text in full
    assert tuple(read(text, lang=lang)) == traced


@settings(SETTINGS, max_examples=600)
@given(text=messy.filter(lambda text: not any(map(str.isdecimal, text))))
def test_a_text_without_figures_has_the_same_pieces_beside_one(text: str) -> None:
    assert [(kind, piece, at + 2) for kind, piece, at in scan(text)] == scan("7 " + text)[1:]


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(SETTINGS, max_examples=300)
@given(text=messy)
def test_a_text_agrees_with_itself(lang: Language, text: str) -> None:
    comparison = compare(text, text, source_lang=lang, target_lang=lang)
    assert comparison.findings == ()
    assert len(comparison.matched) >= len(read(text, lang=lang))
    assert support(text, text, source_lang=lang, target_lang=lang).ok


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(SETTINGS, max_examples=100)
@given(data=st.data())
def test_a_written_sentence_agrees_with_itself(lang: Language, data: st.DataObject) -> None:
    _, text = data.draw(written(lang))
    assert compare(text, text, source_lang=lang, target_lang=lang).findings == ()


@settings(SETTINGS, max_examples=200)
@given(source=messy, target=messy)
def test_any_two_texts_compare_and_survive_json(source: str, target: str) -> None:
    for comparison in (compare(source, target), support(source, target)):
        for finding in comparison.findings:
            assert finding_from_json(json.loads(json.dumps(finding_to_json(finding)))) == finding
        data = comparison_to_json(comparison)
        assert comparison_from_json(json.loads(json.dumps(data))) == comparison
        assert data["ok"] is all(finding["severity"] != "error" for finding in data["findings"])


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(SETTINGS, max_examples=150)
@given(text=messy)
def test_quantities_survive_json(lang: Language, text: str) -> None:
    for one in read(text, lang=lang):
        data = json.loads(json.dumps(quantity_to_json(one)))
        assert quantity_from_json(data) == one
        assert set(data) == {
            "start", "end", "text", "kind", "value", "high", "unit", "bound", "readings", "reading_whys", "soft",
            "part", "direction", "role", "counted", "rule",
        }  # fmt: skip


@settings(SETTINGS, max_examples=200)
@given(value=st.fractions())
def test_format_value_is_exact(value: Fraction) -> None:
    assert Fraction(format_value(value)) == value


def test_the_writer_knows_what_words_cannot_count() -> None:
    assert countable_in_arabic(3_250_472)
    assert not countable_in_arabic(101_000)


_SHAPES = (
    "1", "12", "2025", "1,000", "1.5", "11.60", "11.60.5", "3/4", "½", "9/11", "2:11", "2:11.60", "1e5", "07", "10⁶",
    "F-16", "5x", "24/7", ":", "/", "-", "–", "%", "$", "£", "(", ")", ",", ".", "×", "^", "a", "the", "of", "in",
    "per", "to", "and", "half", "thousand", "second", "May", "و", "ألف", "خُمس", "نصف", "هدفين", "بين", "إلى", "الساعة",
    "م", "دينار", "فلسا", "دقيقة", "عيار", "لا يقل", "عن",
)  # fmt: skip
"""Digit strings in shapes that several rules claim, and words that open or close a rule."""


@pytest.mark.parametrize("lang", ["ar", "en"])
@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(st.tuples(st.sampled_from(_SHAPES), st.sampled_from((" ", "", "-"))), max_size=14))
def test_pieces_in_any_order_are_read_and_equal_themselves(lang: Language, pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces)
    for quantity in read(text, lang=lang):
        assert text[quantity.start : quantity.end] == quantity.text != ""
    assert compare(text, text, source_lang=lang, target_lang=lang).ok
