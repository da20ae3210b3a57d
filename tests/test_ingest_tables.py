"""Tables of articles: a row is an article, and a bad row stops no other."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.article import Article, InputError
from pipeline.ingest import Columns, Refusal, parse_columns, read_article, read_articles
from pipeline.ingest.names import row_id
from pipeline.ingest.tables import MAX_ROW

NEWS = "ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم."
OTHER = "وبلغت الإيرادات 40 دولارا."


def table(folder: Path, text: str | bytes, name: str = "feed.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path: Path, columns: str = "") -> list[tuple[str, str]]:
    """Id and text of each article, source and reason of each refusal."""
    return [
        (item.id, item.text) if isinstance(item, Article) else (item.source, item.reason)
        for item in read_articles(path, columns=parse_columns(columns))
    ]


def refusals(path: Path, columns: str = "") -> list[str]:
    found = [item.reason for item in read_articles(path, columns=parse_columns(columns)) if isinstance(item, Refusal)]
    for reason in found:
        assert "\n" not in reason
        assert reason.endswith(".")
        assert path.name in reason
    return found


CSV_FORMS = {
    "commas": f"id,title,text\n7,,{NEWS}\n8,,{OTHER}\n",
    "no line end at the end": f"id,text\n7,{NEWS}\n8,{OTHER}",
    "semicolons, as Excel writes them": f"id;text\r\n7;{NEWS}\r\n8;{OTHER}\r\n",
    "tabs": f"id\ttext\n7\t{NEWS}\n8\t{OTHER}\n",
    "byte-order mark": f"\ufeffid,text\n7,{NEWS}\n8,{OTHER}\n",
    "quotes": f'"id","text"\n"7","{NEWS}"\n"8","{OTHER}"\n',
    "blank lines": f"\n\nid,text\n\n7,{NEWS}\n,\n8,{OTHER}\n\n",
    "other columns, other order": f"date,text,id\n2024,{NEWS},7\n2025,{OTHER},8\n",
    "separator named, as Excel writes it": f"\ufeffsep=;\r\nid;text\r\n7;{NEWS}\r\n8;{OTHER}\r\n",
    "separator named in quotation marks": f'"sep=|"\nid|text\n7|{NEWS}\n8|{OTHER}\n',
    "a tab as the separator named": f"sep=\t\nid\ttext\n7\t{NEWS}\n8\t{OTHER}\n",
    "carriage returns": f"id,text\r7,{NEWS}\r8,{OTHER}\r",
}


@pytest.mark.parametrize("text", CSV_FORMS.values(), ids=CSV_FORMS)
def test_csv(tmp_path: Path, text: str) -> None:
    assert read(table(tmp_path, text)) == [("feed/7", NEWS), ("feed/8", OTHER)]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CSV_FORMS["commas"].encode("cp1256"), "windows-1256"),
        (codecs.BOM_UTF16_LE + CSV_FORMS["commas"].encode("utf-16-le"), "utf-16-le"),
        (CSV_FORMS["commas"].encode("utf-16-be"), "utf-16-be"),
        (CSV_FORMS["byte-order mark"].encode(), "utf-8"),
    ],
)
def test_encodings_of_tables(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = table(tmp_path, data)
    assert read(path) == [("feed/7", NEWS), ("feed/8", OTHER)]
    assert [item.encoding for item in read_articles(path) if isinstance(item, Article)] == [encoding] * 2


def test_a_field_of_several_lines(tmp_path: Path) -> None:
    path = table(tmp_path, f'id,text\n1,"{NEWS}\n\nقال ""نعم"" {OTHER}"\n2,{OTHER}\n')
    assert read(path) == [("feed/1", f'{NEWS}\n\nقال "نعم" {OTHER}'), ("feed/2", OTHER)]


def test_the_title_heads_the_text_unless_it_is_there(tmp_path: Path) -> None:
    path = table(tmp_path, f'id,title,text\n1,عنوان  أول,{NEWS}\n2,عنوان ثان,"بندر - وكالات\n\nعنوان ثان\n{OTHER}"\n')
    first, second = read_articles(path)
    assert isinstance(first, Article)
    assert (first.title, first.text) == ("عنوان  أول", f"عنوان أول\n\n{NEWS}")
    assert isinstance(second, Article)
    assert second.text == f"بندر - وكالات\n\nعنوان ثان\n{OTHER}"
    assert second.source == "feed.csv row 3"


def test_columns_of_other_names(tmp_path: Path) -> None:
    path = table(tmp_path, f"guid,body\na1,{NEWS}\n")
    assert read(path, "id=guid,text=body") == [("feed/a1", NEWS)]
    lines = table(tmp_path, json.dumps({"guid": 5, "body": NEWS, "head": "عنوان"}), "feed.jsonl")
    assert read(lines, "id=guid, text=body ,title=head") == [("feed/5", f"عنوان\n\n{NEWS}")]


def test_parse_columns() -> None:
    assert parse_columns("") == Columns("id", "title", "text")
    assert parse_columns("text=body=1") == Columns(text="body=1")
    for wrong in ("body", "txt=body", "text=", "text=a,text=b", "=a"):
        with pytest.raises(InputError, match="names no column"):
            parse_columns(wrong)


def test_rows_without_an_id_are_called_by_their_place(tmp_path: Path) -> None:
    assert [id for id, _ in read(table(tmp_path, f"text\n{NEWS}\n{OTHER}\n"))] == ["feed/row-2", "feed/row-3"]
    assert [id for id, _ in read(table(tmp_path, f"id,text\n,{NEWS}\n"))] == ["feed/row-2"]
    lines = "\n".join(json.dumps({"text": text}) for text in (NEWS, OTHER))
    assert [id for id, _ in read(table(tmp_path, lines, "f.jsonl"))] == ["f/line-1", "f/line-2"]


WHOLE_TABLES = {
    "missing text": ("id,body\n1,x\n", "", "no column 'text' (its columns: 'id', 'body')"),
    "missing named id": (f"id,text\n1,{NEWS}\n", "id=guid", "no column 'guid'"),
    "missing named title": (f"id,text\n1,{NEWS}\n", "title=head", "no column 'head'"),
    "a column twice": (f"id,text,text\n1,{NEWS},{OTHER}\n", "", "2 columns called 'text'"),
    "only a header": ("id,text\n", "", "without a row"),
    "empty": ("", "", "is empty"),
    "blank": ("\n \n", "", "is empty"),
    "a byte-order mark alone": ("\ufeff", "", "no column 'text'"),
    "a PDF file": ("%PDF-1.7\n", "", "is a PDF file, not a table"),
    "a web page": ("<!DOCTYPE html><html>", "", "is a web page, not a table"),
    "an open quote in the header": ('id,"text\n', "", "no list of columns"),
    "a header of many lines": (f'id,"text\n{NEWS * 99}"\n', "", "'text\\nارتفع"),
}


@pytest.mark.parametrize(("text", "columns", "reason"), WHOLE_TABLES.values(), ids=WHOLE_TABLES)
def test_a_table_without_articles_is_one_refusal(tmp_path: Path, text: str, columns: str, reason: str) -> None:
    found = refusals(table(tmp_path, text), columns)
    assert len(found) == 1
    assert reason in found[0]


BAD_ROWS = {
    "too few fields": ("1", "has 1 fields, and the header has 2"),
    "too many fields": (f"1,{NEWS},x", "has 3 fields"),
    "no text": ("1,", "is empty"),
    "English": ("1,Revenue reached 40 dollars", "not an Arabic article"),
    "an unclosed quote": (f'1,"{NEWS}', "is no row of a table"),
    "a quote too many": (f'1,"{NEWS}"x', "is no row of a table"),
    "parent folder as id": (f"../../etc/passwd,{NEWS}", "path out of the folder"),
    "parent folder inside an id": (f"a\\..\\b,{NEWS}", "path out of the folder"),
    "two dots as id": (f"..,{NEWS}", "path out of the folder"),
    "absolute id": (f"/etc/passwd,{NEWS}", "path out of the folder"),
    "Windows drive as id": (f"C:\\x,{NEWS}", "path out of the folder"),
    "NUL in the id": (f"a\0b,{NEWS}", "control characters"),
    "the id of an earlier row": (f"good,{NEWS}", "has the id 'good', which row 2 has already"),
    "too long": (f"1,{'ا' * (MAX_ROW + 10)}", "more than 2,000,000 characters"),
}


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_a_refusal_of_its_own(tmp_path: Path, row: str, reason: str) -> None:
    path = table(tmp_path, f"id,text\ngood,{NEWS}\n{row}\nlast,{OTHER}\n")
    found = read(path)
    assert found[0] == ("feed/good", NEWS)
    assert found[-1] == ("feed/last", OTHER)
    assert [source for source, _ in found[1:-1]] == ["feed.csv row 3"]
    assert reason in refusals(path)[0]


@pytest.mark.parametrize("quote", [f'1,"{NEWS}', f'1,"{NEWS}"x'])
def test_the_text_after_a_broken_quote_is_one_refusal(tmp_path: Path, quote: str) -> None:
    rest = "\n".join([OTHER, "", f'قال: "{OTHER}"'] * 10_000)
    path = table(tmp_path, f"id,text\ngood,{NEWS}\n{quote}\n{rest}\nlast,{OTHER}\n")
    assert [source for source, _ in read(path)] == ["feed/good", "feed.csv row 3", "feed/last"]
    (reason,) = refusals(path)
    assert reason.endswith("correct its quotes (the 20,000 lines after it are no rows and belong to it).")
    assert len(reason) < 400


def test_bad_rows_without_a_broken_quote_are_errors_of_their_own(tmp_path: Path) -> None:
    assert len(refusals(table(tmp_path, f"id,text\n1\n2\n3,{NEWS}\n"))) == 2


def test_damaged_bytes_spoil_their_row_alone(tmp_path: Path) -> None:
    rows = [f"{number},{NEWS}".encode() for number in range(9)]
    rows[4] = rows[4][:-3] + b"\xd9"
    found = read(table(tmp_path, b"\n".join([b"id,text", *rows])))
    assert len(found) == 9
    assert found[4] == (
        "feed.csv row 6",
        f"'{tmp_path}/feed.csv' row 6 holds bytes that are not utf-8; save the table again as UTF-8.",
    )


@pytest.mark.parametrize("good", [1, 2, 5, 20, 40])
@pytest.mark.parametrize("codec", ["cp1256", "iso8859_6"])
@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_row_in_another_encoding_spoils_itself_alone(tmp_path: Path, suffix: str, codec: str, good: int) -> None:
    form = "{id},{text}" if suffix == "csv" else '{{"id": {id}, "text": "{text}"}}'
    rows = [form.format(id=number, text=NEWS).encode() for number in range(good)]
    rows.insert(good // 2, form.format(id=99, text=NEWS).encode(codec))
    header = [b"id,text"] if suffix == "csv" else []
    items = list(read_articles(table(tmp_path, b"\n".join([*header, *rows]), f"feed.{suffix}")))
    assert sum(isinstance(item, Article) for item in items) == good
    (reason,) = refusals(tmp_path / f"feed.{suffix}")
    assert "bytes that are not utf-8" in reason


def test_a_row_of_utf8_in_a_table_of_windows_1256(tmp_path: Path) -> None:
    rows = [f"{number},{NEWS}".encode("cp1256") for number in range(5)]
    path = table(tmp_path, b"\n".join([b"id,text", *rows, f"9,{NEWS}".encode()]))
    items = list(read_articles(path))
    assert [item.text for item in items if isinstance(item, Article)] == [NEWS] * 5
    assert "a wrong encoding" in refusals(path)[0]


def test_a_damaged_line_beside_escaped_ones(tmp_path: Path) -> None:
    damaged = f'{{"id": 2, "text": "{NEWS}"}}'.encode()[:-4] + b'\xd9"}'
    path = table(tmp_path, json.dumps({"id": 1, "text": NEWS}).encode() + b"\n" + damaged, "feed.jsonl")
    assert [item.id for item in read_articles(path) if isinstance(item, Article)] == ["feed/1"]
    assert len(refusals(path)) == 1


def test_damaged_utf16_spoils_its_row_alone(tmp_path: Path) -> None:
    good, bad, last = (f"{text}\n".encode("utf-16-le") for text in (f"id,text\n1,{NEWS}", f"2,{NEWS}", f"3,{OTHER}"))
    found = read(table(tmp_path, codecs.BOM_UTF16_LE + good + bad[:-2] + b"\x00\xd8" + bad[-2:] + last))
    assert [source for source, _ in found] == ["feed/1", "feed.csv row 3", "feed/3"]
    assert "not utf-16-le" in found[1][1]


BAD_LINES = {
    "cut off": ('{"id": 1, "text": "خبر"', "is not JSON (Expecting ',' delimiter"),
    "no object": ("[1, 2]", "holds a list, not an object"),
    "no text": ('{"id": 1, "body": "خبر"}', "has no 'text' (its keys: 'id', 'body')"),
    "a number as text": ('{"id": 1, "text": 5}', "has a number as 'text'"),
    "a list as title": ('{"id": 1, "text": "خبر", "title": []}', "has a list as 'title'"),
    "true as id": ('{"id": true, "text": "خبر"}', "has true or false as 'id'"),
    "a climbing id": (json.dumps({"id": "../x", "text": NEWS}), "path out of the folder"),
    "an id of thousands of digits": ('{"id": ' + "1" * 9999 + ', "text": "خبر"}', "a number of thousands of digits"),
    "nested deeply": ("[" * 100_000, "nested too deeply"),
    "half a character": ('{"id": 1, "text": "خبر\\ud800"}', "half a character"),
    "too long": (json.dumps({"id": 1, "text": "ا" * (MAX_ROW // 6 + 10)}), "more than 2,000,000 characters"),
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_a_refusal_of_its_own(tmp_path: Path, line: str, reason: str) -> None:
    good, last = (json.dumps({"id": id, "text": text}) for id, text in (("good", NEWS), ("last", OTHER)))
    path = table(tmp_path, f"{good}\n{line}\n\n{last}\n", "feed.jsonl")
    found = read(path)
    assert found[0] == ("feed/good", NEWS)
    assert found[-1] == ("feed/last", OTHER)
    assert [source for source, _ in found[1:-1]] == ["feed.jsonl line 2"]
    assert reason in refusals(path)[0]


def test_ids_that_become_the_same_name_stay_distinct(tmp_path: Path) -> None:
    ids = ["a b", "a-b", "A B", "a/b", "con", "x" * 300, "x" * 301, "خبر 1", "row 3"]
    rows = "".join(f"{id},{NEWS}\n" for id in ids) + f",{NEWS}\n,\n"
    found = [item.id for item in read_articles(table(tmp_path, f"id,text\n{rows}"))]
    assert len({id.casefold() for id in found}) == len(ids) + 1
    assert found[:2] == ["feed/a-b", found[1]]
    assert found[1].startswith("feed/a-b-")
    assert "feed/article-con" in found
    assert "feed/خبر-1" in found
    assert all(len(id) < 120 for id in found)


@given(st.text(st.characters(codec=None)))
@settings(max_examples=300, deadline=None)
def test_any_id_of_a_row_is_safe_or_refused(raw: str) -> None:
    try:
        safe = row_id(raw, set())
    except InputError:
        return
    assert 0 < len(safe.encode()) <= 220
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert ".." not in safe


def test_a_table_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    path = table(tmp_path, f"id,text\n1,{NEWS}\n2,{OTHER}\n")
    items = read_articles(path)
    assert next(items).id == "feed/1"
    items.close()  # type: ignore[attr-defined]


def test_a_table_is_no_single_article(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="table of articles"):
        read_article(table(tmp_path, f"id,text\n1,{NEWS}\n"))


@given(st.lists(st.tuples(st.text(min_size=1), st.text())), st.binary(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_table_gives_articles_or_refusals(
    tmp_path_factory: pytest.TempPathFactory, rows: object, junk: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.csv", "a.jsonl"):
        path = table(folder, f"id,text\n1,{NEWS}\n{rows}\n".encode(errors="replace") + junk, name)
        assert list(read_articles(path))
