import codecs
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.article import InputError
from pipeline.ingest import article_from_text, article_id, decode, read_article

NEWS = (
    "أعلنت الوزارة اليوم أن عدد المسافرين ارتفع إلى 12.5 مليون مسافر خلال العام الماضي.\r\n"
    "وقال الوزير إن المطار الجديد سيعمل في الربع الثالث، على أن تبلغ كلفته 400 مليون دولار.\n"
)
HEADLINE = "البنك المركزي يبقي أسعار الفائدة عند 5%"


def write(folder: Path, data: bytes, name: str = "news.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path, *, max_bytes: int = 20_000_000) -> str:
    with pytest.raises(InputError) as caught:
        read_article(path, max_bytes=max_bytes)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


@pytest.mark.parametrize(
    ("mark", "codec", "encoding"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
        (b"", "cp1256", "windows-1256"),
        (b"", "iso8859_6", "iso-8859-6"),
    ],
    ids=[
        "UTF-8", "UTF-8 with mark", "UTF-16 LE with mark", "UTF-16 BE with mark", "UTF-32 with mark",
        "UTF-16 LE", "UTF-16 BE", "windows-1256", "ISO-8859-6",
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", [NEWS, HEADLINE], ids=["news", "headline"])
def test_encodings(tmp_path: Path, mark: bytes, codec: str, encoding: str, text: str) -> None:
    article = read_article(write(tmp_path, mark + text.encode(codec)))
    assert (article.text, article.encoding) == (text, encoding)
    assert (article.id, article.source, article.title) == ("news", "news.txt", None)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Правительство заявило, что число рабочих мест выросло на 12 процентов.", "cp1251"),
        ("Η κυβέρνηση ανακοίνωσε ότι οι θέσεις εργασίας αυξήθηκαν.", "cp1253"),
        ("ראש הממשלה אמר כי מספר המשרות עלה השנה.", "cp1255"),
        ("政府は今年の雇用が増えたと発表した。", "shift_jis"),
    ],
    ids=["Cyrillic", "Greek", "Hebrew", "Japanese"],
)
def test_other_legacy_encodings_are_not_taken_for_arabic(tmp_path: Path, text: str, codec: str) -> None:
    assert "in none of the encodings" in refusal(write(tmp_path, text.encode(codec)))


def test_legacy_french_is_called_latin(tmp_path: Path) -> None:
    data = "Le président a déclaré à Paris que la fête était terminée.".encode("cp1252")
    assert "mostly Latin" in refusal(write(tmp_path, data))


def test_damaged_utf8_is_named_and_not_read_as_windows_1256(tmp_path: Path) -> None:
    data = NEWS.rstrip(".\n").encode()[:-1]
    assert f"damaged UTF-8 (byte {len(data)} of {len(data)})" in refusal(write(tmp_path, data))


MIXED = {
    "UTF-8, then windows-1256": NEWS.encode() + NEWS.encode("cp1256"),
    "windows-1256, then UTF-8": NEWS.encode("cp1256") + NEWS.encode(),
    "UTF-8, then ISO-8859-6": NEWS.encode() + NEWS.encode("iso8859_6"),
    "a line of windows-1256": NEWS.encode() * 9 + NEWS.splitlines()[0].encode("cp1256"),
    "a line of UTF-8": NEWS.encode("cp1256") * 9 + NEWS.splitlines()[0].encode(),
    "quotation marks of UTF-8": (NEWS.encode("cp1256") * 9).replace(b"400", "“400”".encode()),
    "read as windows-1256 and saved as UTF-8": NEWS.encode().decode("cp1256", "ignore").encode(),
    "half of it read as windows-1256": (NEWS + NEWS.encode().decode("cp1256", "ignore")).encode(),
    "a line of it read as Latin letters": (NEWS * 9 + NEWS.splitlines()[0].encode().decode("latin-1")).encode(),
}


@pytest.mark.parametrize("data", MIXED.values(), ids=MIXED)
def test_mixed_and_misread_encodings_are_refused(tmp_path: Path, data: bytes) -> None:
    message = refusal(write(tmp_path, data))
    assert "in UTF-8 in one part" in message or "damaged UTF-8" in message or "a wrong encoding" in message


@pytest.mark.parametrize("data", [codecs.BOM_UTF16_LE + b"\x27\x06\x20", codecs.BOM_UTF8 + b"\xff\xd9"])
def test_a_damaged_file_with_a_mark(tmp_path: Path, data: bytes) -> None:
    assert "is damaged" in refusal(write(tmp_path, data))


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", codecs.BOM_UTF8, "\u200f\u200b\n".encode()])
def test_empty(tmp_path: Path, data: bytes) -> None:
    assert "'news.txt' is empty" in refusal(write(tmp_path, data)).replace(f"{tmp_path}{os.sep}", "")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", "a PDF file"),
        (b"PK\x03\x04\x14\0", "a zip archive or Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Word or Excel document"),
        (b"{\\rtf1\\ansi", "a rich-text document"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\n <!DOCTYPE html><html>", "a web page"),
        (codecs.BOM_UTF8 + b"<html dir=rtl>", "a web page"),
        (bytes(range(256)) * 4, "a binary file"),
        (b"\x01\x02\x03\x04\x05\x06\x0e\x0f" * 9, "a binary file"),
        ("خبر\0".encode(), "a binary file"),
    ],
)
def test_binary_files_are_named_for_what_they_are(tmp_path: Path, data: bytes, kind: str) -> None:
    assert f"is {kind}" in refusal(write(tmp_path, data))


def test_a_stray_control_character_does_no_harm(tmp_path: Path) -> None:
    assert read_article(write(tmp_path, (NEWS + "\x1a").encode())).text == NEWS + "\x1a"


def test_missing(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "nothing.txt")


def test_impossible_name() -> None:
    assert "no possible file name" in refusal(Path("a\0b.txt"))
    assert "cannot be read" in refusal(Path("x" * 5000 + ".txt"))


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a regular file" in refusal(tmp_path / "pipe.txt")


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, NEWS.encode())

    def deny(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)  # the superuser, who may run the tests, is denied nothing by file modes
    assert "cannot be read (Permission denied)" in refusal(path)


def test_too_big_is_found_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, NEWS.encode())

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("read")

    monkeypatch.setattr(Path, "open", fail)
    assert "and an article may have 100" in refusal(path, max_bytes=100)


def test_unknown_suffix(tmp_path: Path) -> None:
    assert "give a file ending in .txt" in refusal(write(tmp_path, NEWS.encode(), "news.xyz"))
    assert read_article(write(tmp_path, NEWS.encode(), "NEWS.TXT")).text == NEWS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The minister said on Monday that 12.5 million people use the service.", "no Arabic script, mostly Latin"),
        (
            "The channel (قناة الأفق) said on Monday that 12.5 million people now use its new service.",
            "% of its letters",
        ),
        ("Министр заявил, что сервисом пользуются миллионы.", "mostly Cyrillic"),
        ("12.5 % - 40 % (2024)", "no letters"),
    ],
    ids=["English", "English with a name", "Russian", "numbers"],
)
def test_other_languages_are_refused(tmp_path: Path, text: str, found: str) -> None:
    assert found in refusal(write(tmp_path, text.encode()))


IN_ARABIC_SCRIPT = {
    "Persian": (
        "رئیس جمهور روز دوشنبه گفت که این کشور برای افزایش تولید نفت به ۵ میلیون بشکه در روز برنامه دارد.",
        "شرکت ملی نفت اعلام کرد که درآمد آن در سال گذشته ۱۲ درصد رشد داشته است.",
        "قیمت طلا در بازار تهران امروز کاهش یافت و هر گرم به ۲ میلیون تومان رسید.",
        "رييس جمهور گفت كه اين كشور برنامه هاي جديدي را براي توليد نفت آغاز كرده است.",
    ),
    "Urdu": (
        "وزیر اعظم نے کہا ہے کہ حکومت نے 12 ارب روپے کے نئے منصوبے کی منظوری دے دی ہے۔",
        "پاکستان میں پٹرول کی قیمت میں 5 روپے فی لیٹر اضافہ کر دیا گیا۔",
    ),
    "Kurdish": ("سەرۆکی حکومەت ڕایگەیاند کە داهاتی نەوت بۆ ١٢ ملیار دۆلار بەرز بووەتەوە لە ساڵی ڕابردوودا.",),
    "Pashto": ("د افغانستان ولسمشر وویل چې هیواد به په راتلونکي کال کې ۱۲ میلیونه ډالر ولګوي.",),
    "Uyghur": ("ھۆكۈمەت بۇ يىل 12 مىليارد دوللار سېلىشنى پىلانلىدى ۋە بۇ ھەقتە ئېلان قىلدى.",),
}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in IN_ARABIC_SCRIPT.items() for text in texts]
)
def test_other_languages_in_arabic_script_are_refused(tmp_path: Path, language: str, text: str) -> None:
    assert f"it is in {language}; give an article in Arabic" in refusal(write(tmp_path, text.encode()))


@pytest.mark.parametrize(
    "text",
    [
        "ايران وروسيا توقعان اتفاق تعاون",
        "د. سامر ود. علي ود. منى ود. هند",
        "أعلنت الوزارة اليوم أن عدد المسافرين ارتفع".replace("ي", "ی").replace("ك", "ک"),
        "برلين تفوز على چلسي 2-1 وپوگبا يغيب عن مباراة گوتنبرگ",
        "قال بالفارسية: «این کشور است» وغادر القاعة من دون أن يجيب عن أي سؤال.",
    ],
    ids=["Iran", "titles", "from a Persian keyboard", "letters for foreign names", "a quotation"],
)
def test_arabic_that_may_look_like_another_language(text: str) -> None:
    assert article_from_text(text, id="x").text == text


def test_an_arabic_article_full_of_latin_names_passes() -> None:
    text = "أعلنت Apple وMicrosoft وAlphabet أن مستخدمي WhatsApp وTelegram وTikTok في ازدياد عام 2024."
    assert article_from_text(text, id="names").text == text


def test_text_of_another_caller_is_held_to_the_same() -> None:
    article = article_from_text("\ufeffخبر قصير", id="../a b", title="عنوان", source="feed.jsonl")
    assert (article.text, article.id, article.title, article.source) == ("خبر قصير", "a-b", "عنوان", "feed.jsonl")
    for text, found in (("", "is empty"), ("خبر\ud800", "lone surrogate"), ("Hello", "mostly Latin")):
        with pytest.raises(InputError, match=found):
            article_from_text(text, id="x")


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("telegram-kazakhstan.ar", "telegram-kazakhstan.ar"),
        ("خبر عاجل", "خبر-عاجل"),
        ("مُحَمَّد", "محمد"),
        ("..", "article"),
        ("", "article"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b:c*d?", "a-b-c-d"),
        ("-rf", "rf"),
        ("\u202egpj.exe\x07", "gpj.exe"),
        ("CON", "article-CON"),
        ("nul.ar", "article-nul.ar"),
        ("x" * 300, "x" * 100),
        ("\udcff", "article"),
    ],
)
def test_article_id(stem: str, expected: str) -> None:
    assert article_id(stem) == expected


@given(st.text(st.characters(codec=None)))
@settings(max_examples=500, deadline=None)
def test_article_id_is_a_safe_file_name(stem: str) -> None:
    safe = article_id(stem)
    assert safe
    assert len(safe) <= 100
    assert len(safe.encode()) <= 200
    assert re.fullmatch(r"[\w.-]+", safe)
    assert ".." not in safe
    assert safe[0] not in ".-"
    assert safe[-1] != "."
    assert article_id(safe) == safe


@given(st.binary(max_size=300))
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data, name="news.txt")
    except InputError as error:
        message = str(error)
    else:
        assert data.endswith(text.encode(encoding))
        return
    assert message.startswith("news.txt ")


def test_the_name_of_the_file_cannot_spoil_the_message(tmp_path: Path) -> None:
    message = refusal(tmp_path / "a\u202e\nb.txt")
    assert "\\u202e" in message
    assert "\\n" in message
