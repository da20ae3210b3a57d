"""The ledger: a row for every number, where it stands in each text, what became of it, and who invented it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.account import LedgerRow
from pipeline.article import Record, Repair, Segment
from pipeline.ledger import ledger
from pipeline.ledger_views import CSV_COLUMNS, ledger_csv, ledger_to_json, number_rows, wording
from pipeline.numbers import Quantity, read
from pipeline.output import record_document
from tests.conftest import ARTICLE, Amana, Loads
from tests.records import NEWS, make_record, news

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def table(rows: tuple[LedgerRow, ...]) -> list[tuple[str, str, str, str, str, str | None]]:
    return [
        (
            row.source.text if row.source else "",
            wording(row.translation),
            wording(row.summary),
            row.in_translation.word,
            row.in_summary.word,
            row.added_by,
        )
        for row in rows
    ]


def assert_spans_hold(record: Record) -> None:
    """Every span points at the text it says it is."""
    translations = {item.segment: item.text for item in record.translations}
    for row in ledger(record):
        if row.source:
            assert record.article.text[row.source.start : row.source.end] == row.source.text
        for quantity in row.translation:
            assert row.segment is not None
            assert translations[row.segment][quantity.start : quantity.end] == quantity.text
        for quantity in row.summary:
            assert record.summary is not None
            assert record.summary.text[quantity.start : quantity.end] == quantity.text


def test_one_row_for_every_number_and_every_invention() -> None:
    assert table(ledger(news())) == [
        ("12.5 مليون", "12.5 million", "12.5 million", "kept", "kept", None),
        ("40 دولارا", "$46", "$46", "changed", "changed", None),  # the summary repeats the wrong translation
        ("25%", "25%", "", "kept", "absent", None),
        ("", "7", "", "added", "absent", "translate"),
        ("1998", "", "", "missing", "absent", None),
        ("", "", "99", "absent", "added", "summarize"),
    ]
    assert [row.number for row in ledger(news())] == [1, 2, 3, 4, 5, 6]
    assert [row.segment for row in ledger(news())] == [1, 2, 2, 2, 3, None]
    assert_spans_hold(news())


def test_numbers_of_boilerplate_have_no_row() -> None:
    assert "2031" in NEWS
    assert not any("2031" in str(row) for row in ledger(news()))


VERDICTS = {
    "rounded, and said so": ("وبلغت الإيرادات 342.5 مليون دولار.", "Revenue reached about $340 million.", "rounded"),
    "another power of ten": ("وبلغت الإيرادات 12 مليون دولار.", "Revenue reached $12 billion.", "scaled"),
    "another unit": ("وبلغت الإيرادات 12 مليون دولار.", "Revenue reached 12 million euros.", "unit"),
    "a bound lost": ("وحضر أكثر من 300 شخص.", "300 people attended.", "bound"),
    "missing": ("وحضر 300 شخص.", "People attended.", "missing"),
    "the same in words": ("وحضر ثلاثمئة شخص.", "300 people attended.", "kept"),
}


@pytest.mark.parametrize(("arabic", "english", "word"), VERDICTS.values(), ids=VERDICTS)
def test_verdicts(arabic: str, english: str, word: str) -> None:
    rows = ledger(make_record(arabic, [english]))
    assert [row.in_translation.word for row in rows] == [word]
    assert (rows[0].severity is None) == (word == "kept")


def test_a_range_has_one_row_however_it_is_taken_apart() -> None:
    record = make_record("يتراوح السعر بين 80 و120 درهما.", ["The price is 80 dirhams, or 130 dirhams at most."])
    rows = ledger(record)
    assert [row.source.text for row in rows if row.source] == ["80 و120 درهما"]
    assert rows[0].severity == "error"
    assert_spans_hold(record)


def test_a_number_stated_twice_has_two_rows_and_both_tell_of_the_summary() -> None:
    record = make_record(
        "بلغت الإيرادات 40 دولارا.\nوكانت 40 دولارا.\n", ["It was $40.", "It was $40."], ["It was $40."]
    )
    assert [wording(row.summary) for row in ledger(record)] == ["$40", "$40"]


def test_a_number_that_the_summary_states_twice_keeps_both_places() -> None:
    record = make_record("بلغت الإيرادات 40 دولارا.", ["It was $40."], ["It was $40.", "Yes, $40."])
    (row,) = ledger(record)
    assert len(row.summary) == 2
    assert_spans_hold(record)


def test_without_a_check_every_number_is_unchecked() -> None:
    record = replace(news(), translations=(), summary=None)
    rows = ledger(record)
    assert [row.source.text for row in rows if row.source] == ["12.5 مليون", "40 دولارا", "25%", "1998"]
    assert {(row.in_translation.word, row.in_summary.word) for row in rows} == {("unchecked", "unchecked")}


def test_a_number_that_came_with_a_repair_was_invented_there() -> None:
    repair = Repair(2, "hint", True, before="Revenue reached $46, up 25%.", after="…", errors_before=2, errors_after=1)
    rejected = replace(repair, accepted=False)
    added = [row.added_by for row in ledger(replace(news(), repairs=(repair,))) if not row.source]
    assert added == ["repair", "summarize"]
    added = [row.added_by for row in ledger(replace(news(), repairs=(rejected,))) if not row.source]
    assert added == ["translate", "summarize"]


def test_nothing_has_no_rows() -> None:
    assert ledger(make_record("لا أرقام في هذا الكلام.", ["There are none."])) == ()


def sample_record(path: Path) -> Record:
    """A sample whose sentences are all translated by the same wrong English, with numbers of its own."""
    text = path.read_text(encoding="utf-8")
    english = "About 3 million people and 25% of $40 were there in 1998."
    count = sum(segment.kind == "text" for segment in make_segments(text))
    return make_record(text, [english] * count, ["In 2024 it was 27%, or 12,345 in all, and 3 million."])


def make_segments(text: str) -> tuple[Segment, ...]:
    from pipeline.article import Article
    from pipeline.segment import segment_article

    return segment_article(Article("sample", text))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.ar.txt")), ids=lambda path: path.name)
def test_every_number_of_a_sample_has_exactly_one_row(path: Path) -> None:
    record = sample_record(path)
    rows = ledger(record)
    expected: list[Quantity] = []
    for segment in record.segments:
        if segment.kind == "text":
            found = read(record.article.text[segment.start : segment.end], lang="ar")
            expected += [
                replace(item, start=item.start + segment.start, end=item.end + segment.start)
                for item in found
                if item.lone is None  # "last month" is no number
            ]
    places = [(row.source.start, row.source.end) for row in rows if row.source]
    read_alone = [(item.start, item.end) for item in expected]
    assert [place for place in places if place in set(read_alone)] == read_alone
    others = {record.article.text[start:end] for start, end in places if (start, end) not in set(read_alone)}
    assert all(word.endswith(("ين", "ان")) for word in others)  # duals, which only a comparison reads
    assert len(expected) > 30
    assert_spans_hold(record)
    in_summary = {(item.start, item.end) for row in rows for item in row.summary}
    assert len(in_summary) == 4, "each number of the summary stands in some row"


def test_the_number_table_says_the_same_in_words() -> None:
    rows = [(row.arabic, row.english, row.summary, row.types, row.severity) for row in number_rows(ledger(news()))]
    assert rows[0] == ("12.5 مليون", "12.5 million", "12.5 million", "ok", None)
    assert rows[1] == ("40 دولارا", "$46", "$46", "changed; in the summary: added", "error")
    assert rows[-1] == ("", "", "99", "in the summary: added", "error")


def test_the_json_of_a_record_holds_the_ledger() -> None:
    document = json.loads(json.dumps(record_document(news())))
    assert document["ledger"] == ledger_to_json(ledger(news()))
    changed = document["ledger"][1]
    assert changed["source"]["value"] == "40"
    assert changed["translation"][0]["value"] == "46"
    assert changed["in_translation"]["verdict"] == "changed"
    assert "46" in changed["in_translation"]["messages"][0]


def parsed(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv() -> None:
    rows = parsed(ledger_csv(ledger(news())))
    assert list(rows[0]) == list(CSV_COLUMNS)
    assert len(rows) == 6
    changed = rows[1]
    assert (changed["article"], changed["number"], changed["segment"]) == ("news", "2", "3")
    start, end = int(changed["arabic_start"]), int(changed["arabic_end"])
    assert NEWS[start:end] == changed["arabic"] == "40 دولارا"
    assert (changed["kind"], changed["value"], changed["unit"], changed["bound"]) == ("money", "40", "USD", "exact")
    assert (changed["translation"], changed["translation_verdict"]) == ("$46", "changed")
    assert (changed["translation_severity"], changed["summary_verdict"]) == ("error", "changed")
    assert rows[5]["segment"] == rows[5]["arabic"] == ""
    assert (rows[5]["value"], rows[5]["added_by"]) == ("99", "summarize")


def test_csv_of_nothing_is_its_header() -> None:
    assert ledger_csv(()) == ",".join(CSV_COLUMNS) + "\r\n"


@pytest.mark.parametrize("id", ["=1+2", "+1+cmd", "@SUM(A1)", "+cmd", "-cmd", "\tcmd", "\rcmd"])
def test_csv_holds_no_formula(id: str) -> None:
    record = make_record("بلغت الإيرادات 40 دولارا.", ["It was $40."], id=id)
    assert parsed(ledger_csv(ledger(record)))[0]["article"] == f"'{id}"


def test_csv_leaves_signed_numbers_as_they_are() -> None:
    record = make_record("انخفضت الحرارة إلى -5 درجات.", ["It fell to -5 degrees."], id="-5.5%")
    (row,) = parsed(ledger_csv(ledger(record)))
    assert (row["article"], row["value"]) == ("-5.5%", "-5")


def test_the_command_line_writes_one_ledger_of_all_articles(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second.txt"
    second.write_text(ARTICLE, encoding="utf-8")
    path = tmp_path / "numbers.csv"
    path.write_text("old")
    ran = amana("translate", article, tmp_path / "nowhere.txt", second, "-o", tmp_path / "out", "--ledger", path)
    assert ran.code == 3
    rows = parsed(path.read_bytes().decode("utf-8-sig"))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [(row["article"], row["arabic"]) for row in rows] == [
        ("users", "12.5 مليون"), ("users", "40 دولارا"), ("second", "12.5 مليون"), ("second", "40 دولارا"),
    ]  # fmt: skip
    assert sorted(item.name for item in tmp_path.iterdir()) == ["numbers.csv", "out", "second.txt", "users.txt"]


@pytest.mark.parametrize("name", ["out", "nowhere/numbers.csv"])
def test_a_ledger_that_cannot_be_written_is_said_before_a_model_is_loaded(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "out").mkdir()
    ran = amana("translate", article, "-o", tmp_path / "out", "--ledger", tmp_path / name)
    assert ran.code == 2
    assert ran.err.startswith("amana: ")
    assert ran.err.count("\n") == 1
    assert "--ledger" in ran.err
    assert fake.options == []
