import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.sentences import MAX_LENGTH, split_sentences
from pipeline.article import Article, InputError, Segment
from pipeline.clean import clean
from pipeline.segment import rejoin, segment_article

ROWS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "rows" / "segment_sentences.json").read_text("utf-8"))

PIECES = [
    *"ابو.!?؟…۔،؛:()[]«»\"“”'-ـ1٢aA ",
    *(
        "\n",
        "\r\n",
        "\r",
        "\u2028",
        "\t",
        "\xa0",
        "\u200f",
        "\u200c",
        "\ufeff",
        "\ufefb",
        "\u064b",
        "\u0301",
        "é",
        "😀",
    ),
    *(
        "..",
        "...",
        ". ",
        "؟ ",
        '." ',
        "قال ",
        "وقال ",
        "د. ",
        "ق.م. ",
        "U.S. ",
        "12.5",
        "1. ",
        "آخر تحديث:\n",
        "، و",
        "The ",
    ),
]
nasty = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
texts = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), nasty, nasty.map(lambda text: text * 40))


def article(text: str) -> Article:
    return Article(id="test", text=text)


def visible(gap: str) -> list[str]:
    """The characters that cleaning keeps, wherever they stand, and that are no white space."""
    return [character for character in gap if not character.isspace() and clean(f"ا{character}ا").text != "اا"]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=row["label"], marks=[pytest.mark.xfail(reason=row["xfail"])] if "xfail" in row else [])
        for row in ROWS
    ],
)
def test_sentences(row: dict[str, Any]) -> None:
    assert sentences(row.get("joined", " ").join(row["sentences"])) == row["sentences"]


@given(texts)
@settings(max_examples=400, deadline=None)
def test_rejoin_is_lossless(text: str) -> None:
    whole = article(text)
    assert rejoin(whole, segment_article(whole)) == text


@given(texts)
@settings(max_examples=400, deadline=None)
def test_every_visible_character_is_in_exactly_one_segment(text: str) -> None:
    segments = segment_article(article(text))
    position = 0
    for number, segment in enumerate(segments):
        assert segment.index == number
        assert position <= segment.start < segment.end
        assert not visible(text[position : segment.start])
        position = segment.end
    assert not visible(text[position:])


@given(texts)
@settings(max_examples=400, deadline=None)
def test_segment_text_is_clean_and_its_raw_span_gives_it_back(text: str) -> None:
    for segment in segment_article(article(text)):
        assert segment.text
        assert segment.text == segment.text.strip()
        assert clean(segment.text).text == segment.text
        assert segment.kind == "boilerplate" or len(segment.text) <= MAX_LENGTH
        # Cutting may take away the neighbour that decided over a tatweel, and nothing else.
        raw = clean(text[segment.start : segment.end]).text.strip()
        assert raw.replace("ـ", "").replace("-", "") == segment.text.replace("ـ", "").replace("-", "")


@given(texts)
@settings(max_examples=400, deadline=None)
def test_sentence_spans_leave_out_only_white_space(text: str) -> None:
    position = 0
    for start, end in split_sentences(text):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


def test_closing_marks_never_stand_alone() -> None:
    text = 'قال: "نعم." وقال آخر: «لا!» ثم صمت (طويلا.) \' . » وخرج.'
    assert all(any(map(str.isalnum, sentence)) for sentence in sentences(text))


def test_headings_and_paragraphs() -> None:
    segments = segment_article(article("عنوان بلا نقطة\n\nجملة أولى. جملة ثانية.\r\nفقرة ثالثة"))
    assert [(segment.text, segment.paragraph) for segment in segments] == [
        ("عنوان بلا نقطة", 0),
        ("جملة أولى.", 1),
        ("جملة ثانية.", 1),
        ("فقرة ثالثة", 2),
    ]


def test_boilerplate_is_a_segment_of_its_own_kind() -> None:
    segments = segment_article(article("آخر تحديث: 3 مارس. 2024\nارتفع العدد إلى 12.5 مليون. وتراجع غيره.\n* * *\n"))
    assert [segment.kind for segment in segments] == ["boilerplate", "text", "text", "boilerplate"]


def test_spans_point_into_the_raw_text() -> None:
    raw = "\ufeff  قـــال\u200f  الوزير\xa0إن.  ثم\tغادر.\n"
    first, second = segment_article(article(raw))
    assert first.text == "قال الوزير إن."
    assert raw[first.start : first.end] == "قـــال\u200f  الوزير\xa0إن."
    assert (second.text, raw[second.start : second.end]) == ("ثم غادر.", "ثم\tغادر.")


def test_empty_lines_and_invisible_characters_give_no_segments() -> None:
    assert segment_article(article("\n \u200f\n\t\n")) == ()
    assert split_sentences("") == []


def test_a_long_quotation_is_split_like_other_text() -> None:
    short = "قال: «" + "هذه جملة. " * 5 + "انتهى.»"
    long = "قال: «" + "هذه جملة. " * 60 + "انتهى.»"
    assert len(sentences(short)) == 1
    assert len(sentences(long)) > 50


@pytest.mark.parametrize(
    ("unit", "end"),
    [
        ("ارتفعت الأسعار في الأسواق المحلية، وقال خبراء إن ذلك متوقع؛ ", "؛"),
        ("ارتفعت الأسعار في الأسواق المحلية، وقال خبراء إن ذلك متوقع ", "المحلية،"),
        ("ارتفعت الأسعار في الأسواق المحلية، في حين توقع خبراء 12 مليون ", "المحلية،"),
    ],
    ids=["semicolon first", "clause with waw", "comma"],
)
def test_long_sentences_come_in_parts(unit: str, end: str) -> None:
    parts = sentences((unit * 25).strip() + ".")
    assert len(parts) > 1
    assert all(MAX_LENGTH / 4 < len(part) <= MAX_LENGTH for part in parts)
    assert all(part.endswith(end) for part in parts[:-1])


def test_parts_keep_numbers_whole_and_tokens_without_spaces_bounded() -> None:
    parts = sentences("بلغ عددهم 12 مليون " * 80)
    assert all(not part[-1].isdigit() and not part[0].isdigit() for part in parts)
    assert [len(part) for part in sentences("ا" * 1500)] == [600, 600, 300]
    assert all(0 < end - start <= 50 for start, end in split_sentences("a " * 100, max_length=50))


def test_rejoin_puts_translations_in_place() -> None:
    whole = article("عنوان\n\nجملة أولى. جملة ثانية.\n")
    assert rejoin(whole, segment_article(whole), ["Title", "One.", "Two."]) == "Title\n\nOne. Two.\n"


def test_rejoin_refuses_segments_of_another_article() -> None:
    whole = article("نص قصير")
    with pytest.raises(InputError, match=r"Segment 0 .* does not fit article 'test'"):
        rejoin(whole, [Segment(index=0, text="x", start=3, end=99, paragraph=0)])
    with pytest.raises(InputError, match="Segment 1 "):
        rejoin(whole, [Segment(0, "x", 0, 4, 0), Segment(1, "x", 2, 5, 0)])
    with pytest.raises(InputError, match="2 texts for 1 segments"):
        rejoin(whole, segment_article(whole), ["a", "b"])
