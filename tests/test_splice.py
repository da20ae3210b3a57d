"""English newspaper forms, each read back, and the exchange of one figure for another."""

from __future__ import annotations

import pytest

from pipeline.numbers import read
from pipeline.splice import newspaper, spelled, splice

FORMS = {
    "342.5 مليون دولار": "$342.5 million",
    "25%": "25%",
    "الربع الثالث": "third quarter",
    "نحو 3.4 مليار درهم": "about 3.4 billion dirhams",
    "أكثر من 12.5 مليون مستخدم": "more than 12.5 million",
    "عشرين ريالا سعوديا": "20 Saudi riyals",
    "20 مليون يورو": "€20 million",
    "بين 5 و7 ملايين دولار": "$5 million to $7 million",
    "3 نقاط مئوية": "3 percentage points",
    "نصف نقطة مئوية": "half a percentage point",
    "ربع ساعة": "a quarter of an hour",
    "عامين ونصف": "two and a half years",
    "ربع درهم": "a quarter of a dirham",
    "15 كيلومترا": "15 kilometers",
    "35 درجة مئوية": "35 degrees Celsius",
    "القرن التاسع عشر": "19th century",
    "التسعينيات": "1990s",
    "ثلثي السكان": "two thirds",
    "المركز الثالث": "third",
    "سبعة لاعبين": "seven",
    "4700 مقعد": "4,700",
    "5 مايو": "May 5",
    "16 رمضان": "16 Ramadan",
    "356 قبل الميلاد": "356 BC",
    "الساعة 11:30": "11:30",
    "ثلاثة أضعاف": "threefold",
}


@pytest.mark.parametrize(("arabic", "english"), FORMS.items())
def test_written_as_a_newspaper_would(arabic: str, english: str) -> None:
    assert list(spelled(arabic).values()) == [english]


@pytest.mark.parametrize("arabic", FORMS)
def test_what_is_written_reads_back_as_the_same_quantity(arabic: str) -> None:
    [source] = read(arabic, lang="ar")
    written = newspaper(source)
    assert written is not None
    [again] = read(written, lang="en")
    assert (again.kind, again.value, again.high, again.unit) == (source.kind, source.value, source.high, source.unit)


@pytest.mark.parametrize("arabic", ["رقم الرحلة MS804", "", "لا أرقام هنا"])
def test_what_has_no_form_is_left_out(arabic: str) -> None:
    assert spelled(arabic) == {}


SPLICED = {
    "power of ten": (
        "وبلغت الإيرادات 342.5 مليون دولار", "Revenue was $342.5 billion.", "Revenue was $342.5 million."
    ),
    "an article that changes": ("بزيادة قدرها 8%", "This was a 5% rise.", "This was an 8% rise."),
    "period": ("في الربع الثالث من العام", "In the second quarter of the year", "In the third quarter of the year"),
    "currency": ("بلغ الثمن 40 يورو", "The price was $40.", "The price was €40."),
    "year": ("حدث ذلك عام 2016", "That happened in 2015.", "That happened in 2016."),
    "two of different kinds": (
        "بلغت 40 دولارا عام 2014", "They were $41 in 2015.", "They were $40 in 2014."
    ),
    "the right ones stay": (
        "ارتفع 12% إلى 40 دولارا", "It rose 12% to $46.", "It rose 12% to $40."
    ),
    "a unit that the source leaves unsaid stands in no way": (
        "قدرت النفقات بنحو 24 مليار درهم والإيرادات 22.5 مليار",
        "Expenditure was put at about 42 billion dirhams and revenue at 22.5 billion dirhams.",
        "Expenditure was put at about 24 billion dirhams and revenue at 22.5 billion dirhams.",
    ),
    "at the head of a sentence": ("سبعة لاعبين غادروا", "Eight players left.", "Seven players left."),
}  # fmt: skip


@pytest.mark.parametrize(("source", "wrong", "right"), SPLICED.values(), ids=SPLICED)
def test_one_wrong_figure_is_exchanged(source: str, wrong: str, right: str) -> None:
    assert splice(source, wrong) == right


LEFT_ALONE = {
    "nothing is wrong": ("بلغت 40 دولارا", "They were $40."),
    "two of a kind": ("باعت الشركة 300 سيارة و500 حافلة", "The company sold 700 cars and 900 buses."),
    "left out": ("بلغت 40 دولارا", "They were high."),
    "invented": ("كانت مرتفعة", "They were $40."),
    "counts that were not aligned": ("شارك 40 لاعبا", "Many took part in the 2015 games."),
    "part of a compound": ("خطة مدتها 25 عاما", "It is a 30-year-old plan."),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("source", "translation"), LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_is_not_uniquely_aligned_is_left_alone(source: str, translation: str) -> None:
    assert splice(source, translation) is None
