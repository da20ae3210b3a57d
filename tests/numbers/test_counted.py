"""What a figure counts, across the languages; and figures that changed places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.registry import same_word
from pipeline.numbers import Language, compare, finding_from_json, finding_to_json, read, support
from tests.conftest import Amana

Verdict = tuple[str, str]
ERROR: Verdict = ("counted", "error")
WARNING: Verdict = ("counted", "warning")
EXCHANGED: Verdict = ("exchanged", "error")


def claims(source: str, target: str) -> list[Verdict]:
    findings = compare(source, target, same_word=same_word).findings
    return [(finding.type, finding.severity) for finding in findings if finding.type in ("counted", "exchanged")]


@pytest.mark.parametrize(
    ("lang", "text", "nouns"),
    [
        pytest.param("ar", "ضبط 14 قتيلا و30 جريحا", ["قتيلا", "جريحا"], id="accusative"),
        pytest.param("ar", "مليار حساب مزيف", ["حساب"], id="magnitude"),
        pytest.param("ar", "11 وفاة", ["وفاة"], id="a-waw-of-its-own"),
        pytest.param("ar", "أصيب 14 وقتل آخرون", [None], id="a-waw-that-joins"),
        pytest.param("ar", "سافر 30 في قارب", [None], id="preposition"),
        pytest.param("ar", "اختفى 34 آخرين من موظفي الشركة", ["موظفي"], id="others-of"),
        pytest.param("ar", "الدول الخمس", ["الدول"], id="definite-before"),
        pytest.param("ar", "الثمانية", [None], id="nothing-before"),
        pytest.param("ar", "20 مليون دولار", [None], id="a-currency-is-no-noun"),
        pytest.param("en", "1.2 billion fake accounts", ["accounts"], id="plural-behind-adjectives"),
        pytest.param("en", "over 70 teeth", ["teeth"], id="irregular"),
        pytest.param("en", "14 were killed and 30 wounded", ["killed", "wounded"], id="state"),
        pytest.param("en", "three short-range missiles", ["missiles"], id="hyphen"),
        pytest.param("en", "12 of the town's bakeries", ["bakeries"], id="owner-with-an-s"),
        pytest.param("en", "40 workers' families", ["families"], id="owner-in-the-plural"),
        pytest.param("en", "480 tonnes of Russian oil", ["oil"], id="measure-of"),
        pytest.param("en", "30 left on Friday", [None], id="verb"),
    ],
)
def test_the_noun_is_read_with_its_place(lang: Language, text: str, nouns: list[str | None]) -> None:
    quantities = read(text, lang=lang)
    assert [one.counted and one.counted.text for one in quantities] == nouns
    assert all(text[one.counted.start : one.counted.end] == one.counted.text for one in quantities if one.counted)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param("1.2 مليار حساب مزيف", "1.2 billion credit cards", [ERROR], id="another-thing"),
        pytest.param("أكثر من 70 سنا", "over 70 years old", [ERROR], id="an-age"),
        pytest.param("اشترت البلدية 40 شاحنة", "The council bought 40 horses", [ERROR], id="an-animal-for-a-thing"),
        pytest.param("أصيب 30 جنديا", "30 civilians were hurt", [ERROR], id="two-sorts-of-persons"),
        pytest.param(
            "ويعمل في المصنع 450 عاملا.", "He worked at the factory for 450 years.", [ERROR], id="workers-years"
        ),
        pytest.param("ويعمل في المصنع 450 عاملا.", "The factory has 450 employees.", [], id="workers-employees"),
        pytest.param("تبلغ حصة النساء 7% من الأثاث", "7% of horses", [WARNING], id="a-share"),
        pytest.param("تبلغ حصة النساء 7% من النساء", "7% of men", [ERROR], id="a-share-of-a-family"),
        pytest.param("30 مدرسة للأطباء", "30 doctors", [WARNING], id="a-word-of-the-source"),
        pytest.param("1.2 مليار حساب مزيف", "1.2 billion fake accounts", [], id="right"),
        pytest.param("قتل 14 شخصا", "14 people were killed", [], id="state-with-people"),
        pytest.param("قتل 30 جنديا", "30 people were killed", [], id="its-class"),
        pytest.param("زار 12 وزيرا المعرض", "12 officials visited the fair", [], id="a-class-of-persons"),
        pytest.param("غرقت 3 سفن", "Three vessels sank", [], id="synonym"),
        pytest.param("تضرر 45 منزلا", "45 of them were damaged", [], id="pronoun"),
        pytest.param("لقي 11 شخصا مصرعهم", "Eleven lost their lives", [], id="said-by-a-verb"),
        pytest.param("حوكم 400 أمريكي", "400 buyers went on trial", [], id="nationality"),
    ],
)
def test_what_is_counted(source: str, target: str, expected: list[Verdict]) -> None:
    assert claims(source, target) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param("14 قتيلا و30 جريحا", "30 dead and 14 wounded", [EXCHANGED], id="figures"),
        pytest.param("14 قتيلا و30 جريحا", "14 wounded and 30 dead", [EXCHANGED], id="nouns"),
        pytest.param("14 قتيلا و30 جريحا", "30 wounded and 14 dead", [], id="reordered"),
        pytest.param("قتل 14 وأصيب 30", "30 were killed and 14 injured", [EXCHANGED], id="verbs"),
        pytest.param("قتل 14 وأصيب 30", "30 were injured and 14 killed", [], id="verbs-reordered"),
        pytest.param("نما 3% في مصر و5% في تونس", "It grew 5% in Egypt and 3% in Tunisia", [EXCHANGED], id="countries"),
        pytest.param(
            "نما 3% في مصر و5% في تونس", "It grew 5% in Tunisia and 3% in Egypt", [], id="countries-reordered"
        ),
        pytest.param(
            "ربحت 5 ملايين في الربع الأول و3 ملايين في الربع الثاني",
            "It made 3 million in the first quarter and 5 million in the second quarter",
            [EXCHANGED],
            id="quarters",
        ),
        pytest.param(
            "نالت الأردن والكويت 5 و7 ميداليات على التوالي",
            "Jordan won 5 medals and Kuwait 7",
            [],
            id="respectively",
        ),
        pytest.param(
            "أصيب 39 شخصا في سوريا وتوفي 12 في نهاية أغسطس",
            "12 had died by the end of August and 39 people fell ill in Syria",
            [],
            id="clauses-reordered",
        ),
    ],
)
def test_figures_that_changed_places(source: str, target: str, expected: list[Verdict]) -> None:
    assert claims(source, target) == expected


def test_an_exchange_names_both_pairs_and_survives_json() -> None:
    [finding] = compare("14 قتيلا و30 جريحا", "30 dead and 14 wounded", same_word=same_word).findings
    assert finding.source is not None
    assert finding.target is not None
    assert finding.other is not None
    assert [one.text for one in (finding.source, finding.target, *finding.other)] == ["14", "14", "30", "30"]
    data = finding_to_json(finding)
    assert data["with"]["source"]["text"] == "30"
    assert finding_from_json(data) == finding


def test_without_a_lexicon_names_still_tell_and_nouns_do_not() -> None:
    exchanged = compare("3 في باكستان و5 في كازاخستان", "5 in Pakistan and 3 in Kazakhstan")
    assert [finding.type for finding in exchanged.findings] == ["exchanged"]
    assert compare("1.2 مليار حساب مزيف", "1.2 billion horses").ok
    assert not compare("1.2 مليار حساب مزيف", "1.2 billion credit cards").ok  # notions.toml has both


def test_a_summary_is_asked_the_same() -> None:
    article = "أصيب 30 جنديا قرب الحدود. وقالت الوزارة إن 30 مدنيا عادوا إلى منازلهم."
    assert support(article, "30 civilians returned", same_word=same_word).ok
    assert not support("أصيب 30 جنديا", "30 hospitals were hit", same_word=same_word).ok


def test_the_command_compares_what_is_counted(amana: Amana, tmp_path: Path) -> None:
    (tmp_path / "ar.txt").write_text("حذفت 1.2 مليار حساب مزيف\n", encoding="utf-8")
    (tmp_path / "en.txt").write_text("It removed 1.2 billion credit cards\n", encoding="utf-8")
    ran = amana("check", str(tmp_path / "ar.txt"), str(tmp_path / "en.txt"), "--jsonl")
    assert ran.code == 1
    [finding] = json.loads(ran.out)["findings"]
    assert (finding["type"], finding["severity"], finding["rule"]) == ("counted", "error", "other-noun")
    assert "“حساب”" in finding["message"]
    assert "“cards”" in finding["message"]
