"""PDF files: text in reading order whatever the file holds, paragraphs, and files that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.article import Article, InputError
from pipeline.ingest import read_article
from pipeline.ingest.layout import Line, paragraphs, without_page_furniture
from tests.pdf_files import LEADING, Glyph, assembled, from_left, from_right, pdf, shaped, stream, visual

NEWS = "أعلنت الوزارة اليوم (الأحد) أن عدد المسافرين لا يقل عن 12.5 مليون."
OTHER = "وقالت لوكالة Reuters إن الأسعار ارتفعت بنسبة ٣٫٢٪ في 3/4/2024."


def article(folder: Path, data: bytes) -> Article:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return read_article(path)


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        article(folder, data)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert "a.pdf" in message
    return message


def with_ligatures(glyphs: list[Glyph], letters: str = "لا") -> list[Glyph]:
    """The glyphs with each lam-alef drawn as one, which the font names by two letters."""
    return [glyph._replace(text=letters) if glyph.text in "\ufefb\ufefc" else glyph for glyph in glyphs]


def ligated(line: str) -> str:
    return visual(line.replace("لا", "\ufefb"))


DRAWINGS = {
    "letters from the left": from_left(visual(NEWS)),
    "letters from the right": from_right(visual(NEWS)),
    "presentation forms from the left": from_left(visual(shaped(NEWS))),
    "presentation forms from the right": from_right(visual(shaped(NEWS))),
    "ligatures named by two letters, from the left": with_ligatures(from_left(ligated(NEWS))),
    "ligatures named by two letters, from the right": with_ligatures(from_right(ligated(NEWS))),
    "every other glyph first": from_left(visual(NEWS))[::2] + from_left(visual(NEWS))[1::2],
    "no spaces drawn": [glyph for glyph in from_right(visual(NEWS)) if glyph.text != " "],
}


@pytest.mark.parametrize("glyphs", DRAWINGS.values(), ids=DRAWINGS)
def test_a_line_reads_as_it_is_printed(tmp_path: Path, glyphs: list[Glyph]) -> None:
    assert article(tmp_path, pdf([glyphs])).text == f"{NEWS}\n"


def test_a_ligature_named_backwards_shows_it_itself(tmp_path: Path) -> None:
    """No ligature begins with a letter that does not join the next one; no lam-alef is there to show the order."""
    line = "وصل المدير إلى المدينة مع عشرة من العاملين في المشروع"
    glyphs = [
        g._replace(text="ىل") if g.text == "\ue000" else g for g in from_right(visual(line.replace("لى", "\ue000")))
    ]
    assert article(tmp_path, pdf([glyphs])).text == f"{line}\n"


@pytest.mark.parametrize("line", ["حضر الندوة اليوم باحثة من المدينة", "كان العمل صباحاً حتى الظهر في المدينة"])
def test_words_that_stand_close_are_parted_where_only_words_end(tmp_path: Path, line: str) -> None:
    before, after = line.partition("ة م" if "ة م" in line else "اً ح")[::2]
    close = next(piece for piece in ("ة م", "اً ح") if piece in line).replace(" ", "")
    assert article(tmp_path, pdf([from_right(visual(f"{before}{close}{after}"))])).text == f"{line}\n"


@pytest.mark.parametrize("tail", ["1998.", "WhatsApp."])
def test_a_last_line_without_arabic_ends_in_its_full_stop(tmp_path: Path, tail: str) -> None:
    first = from_right(visual("وكان ذلك أول مشروع كبير في المدينة منذ افتتاح المصنع عام"))
    second = from_right(f".{tail[:-1]}", y=700 - LEADING)
    assert article(tmp_path, pdf([[*first, *second]])).text.split()[-1] == tail


def test_numbers_latin_words_and_signs(tmp_path: Path) -> None:
    assert article(tmp_path, pdf([from_right(visual(OTHER))], compress=True)).text == f"{OTHER}\n"


def test_vowel_signs_follow_their_letters(tmp_path: Path) -> None:
    line = visual("قال الوزير كتابا في المدينة")
    glyphs = from_left(line)
    alef = glyphs[line.index(visual("كتابا"))]
    marked = [*glyphs, Glyph("ً", alef.x, alef.y)]
    assert article(tmp_path, pdf([marked])).text == "قال الوزير كتاباً في المدينة\n"


def test_a_page_that_shows_its_text_backwards_is_turned_around(tmp_path: Path) -> None:
    """As converters without Arabic print it: the letters from the left as they come."""
    line = "أعلنت الوزارة اليوم أن عدد المسافرين في البلاد ارتفع"
    assert article(tmp_path, pdf([from_left(line)])).text == f"{line}\n"


def lines(texts: list[str], *, top: float = 700, right: float = 560, size: float = 12) -> list[Glyph]:
    return [
        glyph
        for number, text in enumerate(texts)
        for glyph in from_right(visual(text), y=top - LEADING * number, right=right, size=size)
    ]


SHORT = "وأكد الوزير هذه الأرقام."
LONG = [
    "أعلنت الوزارة اليوم في بيان لها أن عدد المسافرين كان",
    "مرتفعا خلال العام الماضي إلى 12 مليون مسافر وهو ما",
    "توقعته.",
]


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    title = from_right(visual("مطار جديد"), y=760, size=20)
    found = article(tmp_path, pdf([title + lines(LONG) + lines([SHORT], top=640)]))
    assert found.text == f"مطار جديد\n{' '.join(LONG)}\n{SHORT}\n"
    assert found.title == "مطار جديد"


def test_a_line_that_ends_in_a_slash_goes_on_without_a_space() -> None:
    column = [line("أعلن ذلك في آذار/", 700), line("مارس في المدينة كلها", 684), line("ثم انتهى.", 668)]
    assert paragraphs([column]) == (None, ["أعلن ذلك في آذار/مارس في المدينة كلها ثم انتهى."])


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["وقال الوزير إن المطار الجديد في", "المدينة سيعمل قريبا من دون"]
    found = article(tmp_path, pdf([lines(LONG[:2]) + lines(left, right=250)]))
    assert found.text == f"{' '.join(LONG[:2])} {' '.join(left)}\n"


def test_page_numbers_and_running_heads_are_left_out(tmp_path: Path) -> None:
    pages = [
        [*from_right(visual("صحيفة الأفق"), y=780), *lines([NEWS]), *from_right(f"{number}", y=30, right=300)]
        for number in (7, 8, 9)
    ]
    assert article(tmp_path, pdf(pages)).text == f"{NEWS}\n" * 3


def line(text: str, baseline: float = 700) -> Line:
    return Line(text, 100, 500, baseline, 12)


def test_numbers_at_the_edge_that_do_not_count_pages_stay() -> None:
    pages = [[line("خبر", 700), line("2024", 600)], [line("خبر آخر", 700), line("2019", 600)], [line("1", 600)], []]
    assert without_page_furniture(pages) == pages[:3]
    assert without_page_furniture([[line("خبر"), line("3", 600)]]) == [[line("خبر"), line("3", 600)]]


def test_a_letter_alone_at_the_edge_of_a_page_is_no_word() -> None:
    pages = [[line("خبر أول", 60), line("أ", 16)], [line("ب", 750), line("و", 400), line("انتهى", 60)]]
    assert without_page_furniture(pages) == [pages[0][:1], pages[1][1:]]


def test_no_lines_are_no_paragraphs() -> None:
    assert paragraphs([]) == (None, [])


OTHER_LETTERS = {code: code + 1 for code in range(ord("ا"), ord("ي"))}
PROTECTED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'11' * 32}> /P -4 >> /ID [<00> <00>] "
BAD = {
    "cut off at the start": (pdf([from_left("ا")])[:200], "is a damaged or truncated PDF file"),
    "no PDF file": (NEWS.encode(), "is no PDF file"),
    "a Word document": (b"PK\x03\x04" + b"word/document.xml" * 3, "is a Word document, not a PDF file"),
    "empty": (b"", "is no PDF file"),
    "protected": (pdf([from_left("ا")], trailer=PROTECTED), "is protected by a password"),
    "too many pages": (pdf([[]] * 101), "has 101 pages, and 100 are the limit"),
    "pictures alone": (pdf([[], []]), "has no text layer (2 pages of pictures)"),
    "a font that names no letters": (pdf([from_left("\ue001\ue002\ue003" * 9)]), "do not say which letters"),
    "a font that names wrong letters": (
        pdf([lines([NEWS.translate(OTHER_LETTERS)] * 3)]),
        "has a text layer that does not read as Arabic",
    ),
    "English": (pdf([from_left("Revenue reached 40 dollars.")]), "not an Arabic article"),
}


@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD)
def test_bad_pdf_files(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in refusal(tmp_path, data)


def bomb(size: int) -> bytes:
    """A page whose content unpacks to `size` bytes of nothing."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
    return assembled([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
        stream(bytes(size), compress=True),
    ])  # fmt: skip


@pytest.mark.skipif(not Path("/proc").exists(), reason="this system does not bound the memory of a process")
def test_a_bomb_runs_out_of_its_own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no text layer" in refusal(tmp_path, bomb(1_000_000))
    monkeypatch.setattr("pipeline.ingest.pdf.MAX_MEMORY", 150_000_000)
    assert "cannot be read within" in refusal(tmp_path, bomb(120_000_000))


def test_too_many_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.ingest.pdf.MAX_LETTERS", 20)
    assert "has more than 20 letters" in refusal(tmp_path, pdf([from_left(visual(NEWS))]))


def test_a_reader_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass\n", encoding="utf-8")
    monkeypatch.setattr("pipeline.ingest.pdf._GLYPHS", endless)
    monkeypatch.setattr("pipeline.ingest.pdf.MAX_SECONDS", -29)
    assert "cannot be read within" in refusal(tmp_path, pdf([from_left("ا")]))
