"""Arabic in visual order: told from Arabic in reading order, and turned around."""

from __future__ import annotations

import pytest

from pipeline.article import InputError
from pipeline.ingest import article_from_text
from pipeline.ingest.visual import is_readable, is_visual, letters, logical_line
from tests.pdf_files import shaped, visual

SENTENCES = {
    "news": "أعلنت الوزارة اليوم أن عدد المسافرين ارتفع إلى 12.5 مليون مسافر خلال العام الماضي.",
    "few articles": "وبلغت كلفة مشروع كهذا في مدينة صغيرة 5 ملايين من دون ضريبة",
    "presentation forms": shaped("قالت الحكومة إن الأسعار ارتفعت في المدينة خلال الأسبوع"),
    "headline": "البنك المركزي يبقي أسعار الفائدة دون تغيير",
    "Latin names": "أطلقت شركة Apple هاتف iPhone 15 في الأسواق العربية",
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_reading_order_is_not_taken_for_visual(text: str) -> None:
    assert not is_visual(text)


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_visual_order_is_told(text: str) -> None:
    assert is_visual(visual(text))


NEITHER = {
    "empty": "",
    "English": "The minister said on Monday that prices rose",
    "words that end in لا": "فضلا عن ذلك وصل مثلا عدد قليلا ما تجاوز مليونا إلا قليلا في جدول طويلا كان",
    "a few words": visual("البنك المركزي المصري"),
    "Persian": "وزیر گفت که قیمت ها در این هفته افزایش یافته است",
    "numbers": "١٢ ٣٤ ٥٦ ٧٨ ٩٠ ١٢",
    "single letters": "ا ب ت ث ج ح خ د",
}


@pytest.mark.parametrize("text", NEITHER.values(), ids=NEITHER)
def test_what_does_not_say_is_left_alone(text: str) -> None:
    assert not is_visual(text)


LINES = {
    "plain": ("قال الوزير", "ريزولا لاق"),
    "number": ("بلغ 12.5 مليون", "نويلم 12.5 غلب"),
    "thousands and date": ("حتى 1,234,567 في 3/4/2024.", ".3/4/2024 يف 1,234,567 ىتح"),
    "Arabic-Indic": ("بلغ ١٢٫٥ مليون", "نويلم ١٢٫٥ غلب"),
    "a range": ("من 10-15 عاما", "اماع 15-10 نم"),
    "percent behind": ("بنسبة 25% أمس", "سمأ %25 ةبسنب"),
    "percent before": ("بنسبة %25 أمس", "سمأ 25% ةبسنب"),
    "currency": ("ثمنه $40 فقط", "طقف 40$ هنمث"),
    "minus": ("حرارة -5 درجات", "تاجرد 5- ةرارح"),
    "brackets": ("مليون (نحو 5) دولار", "رالود )5 وحن( نويلم"),
    "brackets already turned": ("مليون (نحو 5) دولار", "رالود (5 وحن) نويلم"),
    "quotes": ("«نجوم» وقال: «نعم».", ".«معن» :لاقو «موجن»"),
    "a bracket closed on the next line": ("قال (نحو", "وحن( لاق"),
    "a bracket opened on the last line": ("خمسة). ثم", "مث .(ةسمخ"),
    "Latin words": ("شركة Apple Inc ثم", "مث Apple Inc ةكرش"),
    "Latin with a number": ("لقاح COVID-19 متاح", "حاتم COVID-19 حاقل"),
    "a version": ("هاتف iPhone 15 الجديد", "ديدجلا iPhone 15 فتاه"),
    "mostly Latin": ("The word كتاب means book", "The word باتك means book"),
    "no Arabic": ("12.5 (5) Apple", "12.5 (5) Apple"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("logical", "printed"), LINES.values(), ids=LINES)
def test_a_line_is_brought_into_reading_order(logical: str, printed: str) -> None:
    assert logical_line(list(printed)) == logical


def test_a_ligature_keeps_its_letters_in_order() -> None:
    assert logical_line(["م", "لا", "س"]) == "سلام"


def test_letters_for_presentation_forms_and_nothing_else() -> None:
    assert letters(shaped("السلام عليكم")) == "السلام عليكم"
    assert letters("½ x² ﴿ﷲ﴾ ﬁ") == "½ x² ﴿الله﴾ ﬁ"


def test_readable() -> None:
    text = letters(" ".join(SENTENCES.values()))
    assert is_readable(text)
    assert not is_readable(text.translate({code: code + 1 for code in range(ord("ا"), ord("ي"))}))
    assert is_readable("قصير جدا")


def test_backward_text_of_any_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"backwards \(in visual order\)"):
        article_from_text(visual(SENTENCES["news"]), id="copied")


@pytest.mark.parametrize(
    ("shown", "line"),
    [(".1998", "1998."), (".WhatsApp", "WhatsApp."), ("10 - 20", "20 - 10"), ("ةمعن “لاق”", "“قال” نعمة")],
    ids=["a number", "Latin words", "two numbers", "curly quotation marks"],
)
def test_lines_of_few_kinds(shown: str, line: str) -> None:
    assert logical_line(list(shown)) == line
