"""The rank of an article's numbers, and what of the first ones a summary keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.article import Record
from pipeline.keynumbers import coverage, key_numbers
from tests.records import make_record

RANKED: dict[str, tuple[str, list[str]]] = {
    "money before a count before a year": (
        "وقع ذلك عام 2019 حين عمل 12 عاملا بمبلغ 40 مليون دولار.",
        ["40 مليون دولار", "12", "2019"],
    ),
    "the headline before the rest": (
        "ارتفاع 7%.\nنص.\nنص آخر.\nبلغت النسبة 9%.",
        ["7%", "9%"],
    ),
    "the lead before the end": (
        "بداية.\n" + "جملة.\n" * 4 + "قال 30% ذلك.\n" + "جملة.\n" * 3 + "وقال 20% غيره.",
        ["30%", "20%"],
    ),
    "what is said again": (
        "خبر.\nدفعت 5 ملايين دولار و6 ملايين دولار.\nثم 6 ملايين دولار.",
        ["6 ملايين دولار", "5 ملايين دولار"],
    ),
    "a large count before a small one": ("خبر.\nحضر 9 وزراء و4500 ضيف.", ["4500", "9"]),
    "soft numbers are none": ("خبر.\nوقال أحد الوزراء ذلك.", []),
    "what stands in boilerplate is none": ("آخر تحديث: 17 أغسطس 2031\nحضر 9 وزراء.", ["9"]),
}


@pytest.mark.parametrize(("text", "ranked"), RANKED.values(), ids=RANKED)
def test_rank(text: str, ranked: list[str]) -> None:
    numbers = key_numbers(_untranslated(text))
    assert [number.mentions[0].text for number in numbers] == ranked
    assert [number.rank for number in numbers] == list(range(1, len(ranked) + 1))
    for number in numbers:
        assert all(text[item.start : item.end] == item.text for item in number.mentions)


def test_the_title_is_the_headline_where_there_is_one() -> None:
    record = _untranslated("ربح 3 ملايين دولار.\nوخسر 4 ملايين دولار.")
    titled = replace(record, article=replace(record.article, title="خسارة 4 ملايين دولار"))
    assert [item.mentions[0].value for item in key_numbers(record)] == [3_000_000, 4_000_000]
    assert [item.mentions[0].value for item in key_numbers(titled)] == [4_000_000, 3_000_000]


def test_what_a_summary_keeps() -> None:
    record = make_record(
        "بلغت الأرباح 342.5 مليون دولار بزيادة 25%.\nوعمل 12.5 مليون شخص.",
        ["Profit was $342.5 million, up 25%.", "12.5 million people work."],
        ["Profit was $342.5 million.", "It rose by 26%."],
    )
    found = coverage(record)
    assert [number.mentions[0].text for number in found.kept] == ["342.5 مليون دولار"]
    assert [number.mentions[0].text for number in found.left_out] == ["25%", "12.5 مليون"]
    assert found.share == pytest.approx(1 / 3)
    assert coverage(record, top=1).share == 1


def test_an_article_without_numbers_has_no_share() -> None:
    assert coverage(_untranslated("خبر قصير.")).share is None


def _untranslated(text: str) -> Record:
    return make_record(text, ["" for line in text.splitlines() if "تحديث" not in line], None)
