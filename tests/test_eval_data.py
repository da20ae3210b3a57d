"""Data sets of every shape become examples, and what is wrong with them is said of every row."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.data import DataError, Example, load_data, presets
from eval.tables import MAX_BYTES
from pipeline.article import InputError

ONE, TWO = "ارتفع العدد إلى 40 شخصا.", "وبلغت الإيرادات 12 مليون دولار."
ENGLISH_ONE, ENGLISH_TWO = "The number rose to 40.", "Revenue reached $12 million."
ROWS: list[dict[str, Any]] = [
    {"id": "a", "article": ONE, "translation": ENGLISH_ONE, "summary": "Forty."},
    {"id": "b", "article": TWO, "translation": ENGLISH_TWO, "summary": "Twelve."},
]
SAMPLES = Path(__file__).parents[1] / "samples"


def jsonl(path: Path, rows: Sequence[object]) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def table(path: Path, rows: Sequence[Mapping[str, str]], *, delimiter: str = ",") -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def parquet(path: Path, rows: list[dict[str, Any]]) -> str:
    import datasets

    datasets.Dataset.from_list(rows).to_parquet(str(path))
    return str(path)


def test_every_format_gives_the_same_examples(tmp_path: Path) -> None:
    loaded = [
        load_data([jsonl(tmp_path / "data.jsonl", ROWS)]),
        load_data([table(tmp_path / "data.csv", ROWS)]),
        load_data([table(tmp_path / "data.tsv", ROWS, delimiter="\t")]),
        load_data([parquet(tmp_path / "data.parquet", ROWS)]),
    ]
    assert loaded[0].examples == (
        Example("a", "a", ONE, ENGLISH_ONE, ("Forty.",)),
        Example("b", "b", TWO, ENGLISH_TWO, ("Twelve.",)),
    )
    assert len({data.examples for data in loaded}) == 1
    assert len({data.sha256 for data in loaded}) == 1


def test_the_samples_are_a_data_set() -> None:
    data = load_data([str(SAMPLES)])
    assert [example.id for example in data.examples] == ["cup-final-tram", "desalination-results", "weaving-workshop"]
    assert all(example.translation and len(example.summaries) == 1 for example in data.examples)
    assert all(example.document == example.id for example in data.examples)


def test_the_hash_is_that_of_the_content(tmp_path: Path) -> None:
    one = load_data([jsonl(tmp_path / "one.jsonl", ROWS)])
    other = load_data([jsonl(tmp_path / "other.jsonl", [{**ROWS[0], "article": ONE + " "}, ROWS[1]])])
    assert one.sha256 != other.sha256


def test_columns_are_mapped_and_may_lie_inside_others(tmp_path: Path) -> None:
    rows = [{"key": 7, "texts": {"ar": ONE, "en": ENGLISH_ONE}, "page": "p"}]
    data = load_data(
        [jsonl(tmp_path / "data.jsonl", rows)],
        columns={"id": "key", "article": "texts.ar", "translation": "texts.en", "document": "page"},
    )
    assert data.examples == (Example("7", "p", ONE, ENGLISH_ONE),)


def test_several_references_and_several_files(tmp_path: Path) -> None:
    first = jsonl(
        tmp_path / "one.jsonl", [{"id": "a", "article": ONE, "summary": "One.", "summaries": ["Two.", "One."]}]
    )
    second = jsonl(tmp_path / "two.jsonl", [{"article": TWO}])
    data = load_data([first, second])
    assert [example.summaries for example in data.examples] == [("One.", "Two."), ()]
    assert [example.id for example in data.examples] == ["a", "two-1"]


def test_the_first_examples_alone(tmp_path: Path) -> None:
    data = load_data([jsonl(tmp_path / "data.jsonl", ROWS)], limit=1)
    assert [example.id for example in data.examples] == ["a"]
    assert data.notes == ("only the first 1 of 2 examples were taken",)


CROSSSUM = {"source_url": "https://a", "target_url": "https://b", "summary": "Forty people.", "text": ONE}
XLSUM = {"id": "x1", "url": "https://a", "title": "عنوان", "summary": "Forty people.", "text": ONE}
WIKILINGUA = {
    "gem_id": "w1", "gem_parent_id": "w1", "source_language": "ar", "target_language": "en", "source": ONE,
    "target": "Forty people.", "references": ["Forty people."],
}  # fmt: skip
FLORES200 = {"id": 1, "URL": "https://f", "domain": "wikinews", "topic": "news", "has_image": 0, "has_hyperlink": 0,
             "sentence_arb_Arab": ONE, "sentence_eng_Latn": ENGLISH_ONE}  # fmt: skip
SHAPES: dict[str, tuple[dict[str, Any], Example]] = {
    "crosssum": (CROSSSUM, Example("https://a", "https://a", ONE, None, ("Forty people.",))),
    "xlsum": (XLSUM, Example("x1", "x1", ONE, None, ("Forty people.",))),
    "wikilingua": (WIKILINGUA, Example("w1", "w1", ONE, None, ("Forty people.",))),
    "flores200": (FLORES200, Example("1", "https://f", ONE, ENGLISH_ONE)),
    "ntrex": ({"eng_Latn": ENGLISH_ONE, "arb_Arab": ONE}, Example("", "", ONE, ENGLISH_ONE)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_presets_read_files_of_their_shape(name: str, tmp_path: Path) -> None:
    row, example = SHAPES[name]
    for source in (jsonl(tmp_path / "data.jsonl", [row]), parquet(tmp_path / "data.parquet", [row])):
        [found] = load_data([source], preset=name).examples
        # Without an id it is the number of the row.
        assert found == (example if example.id else replace(example, id=found.id, document=found.id))


def test_a_preset_insists_on_texts_and_not_on_ids(tmp_path: Path) -> None:
    row = {"text": ONE, "summary": "Forty people."}
    [example] = load_data([jsonl(tmp_path / "data.jsonl", [row])], preset="crosssum").examples
    assert (example.id, example.summaries) == ("data-1", ("Forty people.",))
    with pytest.raises(InputError, match="no column 'summary' for the field summary"):
        load_data([jsonl(tmp_path / "data.jsonl", [{"text": ONE}])], preset="crosssum")


def flores(iso: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"id": number, "iso_639_3": iso, "iso_15924": "Arab", "glottocode": "x", "text": text, "url": "https://f"}
        for number, text in enumerate(texts)
    ]


def test_flores_joins_its_two_tables_by_id(tmp_path: Path) -> None:
    sources = [
        parquet(tmp_path / "arb.parquet", flores("arb", [ONE, TWO])),
        parquet(tmp_path / "eng.parquet", flores("eng", [ENGLISH_ONE, ENGLISH_TWO])[::-1]),
    ]
    data = load_data(sources, preset="flores")
    assert [(one.article, one.translation, one.document) for one in data.examples] == [
        (ONE, ENGLISH_ONE, "https://f"),
        (TWO, ENGLISH_TWO, "https://f"),
    ]
    with pytest.raises(InputError, match="both languages"):
        load_data(sources[:1], preset="flores")


def test_flores_says_which_row_has_no_partner(tmp_path: Path) -> None:
    sources = [
        jsonl(tmp_path / "arb.jsonl", flores("arb", [ONE, TWO])),
        jsonl(tmp_path / "eng.jsonl", flores("eng", [ENGLISH_ONE])),
    ]
    with pytest.raises(DataError) as caught:
        load_data(sources, preset="flores")
    assert caught.value.problems == ("line 2 of arb.jsonl: there is no English text with id 1.",)


def test_ntrex_as_published_is_aligned_line_by_line(tmp_path: Path) -> None:
    for name, lines in {"arb.txt": [ONE, TWO], "eng.txt": [ENGLISH_ONE, ENGLISH_TWO], "ids.txt": ["d1", "d1"]}.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("arb.txt", "eng.txt", "ids.txt")]
    data = load_data(paths, preset="ntrex-files")
    assert [(one.article, one.translation, one.document) for one in data.examples] == [
        (ONE, ENGLISH_ONE, "d1"),
        (TWO, ENGLISH_TWO, "d1"),
    ]
    (tmp_path / "eng.txt").write_text(ENGLISH_ONE, encoding="utf-8")
    with pytest.raises(InputError, match=r"have 2, 1, 2 lines"):
        load_data(paths, preset="ntrex-files")


def test_xlsum_leaves_arabic_summaries_out_and_says_so(tmp_path: Path) -> None:
    data = load_data([jsonl(tmp_path / "x.jsonl", [{**XLSUM, "summary": ONE}])], preset="xlsum")
    assert data.examples[0].summaries == ()
    assert data.notes == ("references in another language than English left out: 1",)


def test_every_preset_names_its_source() -> None:
    assert set(presets()) == {*SHAPES, "flores", "ntrex-files"}
    assert all(preset.source.startswith("https://") and preset.about for preset in presets().values())


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that knows every data set."""
    import huggingface_hub

    monkeypatch.setattr(huggingface_hub.HfApi, "dataset_info", lambda *_, **__: None)


@pytest.mark.usefixtures("hub")
def test_a_data_set_of_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    asked: list[object] = []

    def load_dataset(name: str, config: str | None, *, split: str, revision: str = "main") -> datasets.Dataset:
        asked.append((name, config, split, revision))
        if revision == "main" and name == "csebuetnlp/CrossSum":
            raise RuntimeError("Dataset scripts are no longer supported, but found CrossSum.py")
        return datasets.Dataset.from_list([CROSSSUM])

    monkeypatch.setattr(datasets, "load_dataset", load_dataset)
    assert len(load_data([], preset="crosssum").examples) == 1
    load_data(["someone/news"], config="ar", split="validation", columns={"article": "text"})
    assert asked == [
        ("csebuetnlp/CrossSum", "arabic-english", "test", "main"),
        ("csebuetnlp/CrossSum", "arabic-english", "test", "refs/convert/parquet"),
        ("someone/news", "ar", "validation", "main"),
    ]


def test_a_hub_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def dataset_info(*_: object, **__: object) -> None:
        raise ConnectionError("Couldn't reach\nthe hub")

    monkeypatch.setattr(huggingface_hub.HfApi, "dataset_info", dataset_info)
    with pytest.raises(InputError, match=r"Couldn't reach the hub.*give a local file"):
        load_data(["someone/news"])


def test_a_folder_that_datasets_knows_to_read(tmp_path: Path) -> None:
    parquet(tmp_path / "test-00000.parquet", ROWS)
    assert len(load_data([str(tmp_path)], split="test").examples) == 2


BAD_ROWS: dict[str, tuple[list[object], str]] = {
    "no JSON": ([ROWS[0], "text"], "line 2 of data.jsonl: it is a JSON str, not an object."),
    "duplicate id": ([ROWS[0], ROWS[0]], "line 2 of data.jsonl: the id 'a' is that of line 1 of data.jsonl too."),
    "empty article": ([{**ROWS[0], "article": " "}], "line 1 of data.jsonl: the article is empty."),
    "no Arabic": ([{**ROWS[0], "article": "News."}], "line 1 of data.jsonl: the article has no Arabic in it."),
    "empty reference": (
        [{**ROWS[0], "translation": ""}],
        "line 1 of data.jsonl: the reference translation is empty.",
    ),
    "empty summary": ([{**ROWS[0], "summary": "\n"}], "line 1 of data.jsonl: a reference summary is empty."),
    "unequal lengths": (
        [{**ROWS[0], "translation": "One.\nTwo."}],
        "line 1 of data.jsonl: the reference translation has 2 lines and the article 1, so that they are not aligned.",
    ),
    "a line without its reference": (
        [{**ROWS[0], "article": f"{ONE}\n{TWO}\n{ONE}", "translation": "One.\n\nTwo."}],
        "line 1 of data.jsonl: line 2 of the reference translation is empty, and that of the article is not.",
    ),
    "Arabic reference": (
        [{**ROWS[0], "translation": ONE}],
        "line 1 of data.jsonl: the reference translation is Arabic, not English.",
    ),
    "endless line": (
        [{**ROWS[0], "translation": "x" * 500_001}],
        "line 1 of data.jsonl: its translation has a line of 500,001 characters, and a line of at most 500,000 can be "
        "scored.",
    ),
    "no text": ([{**ROWS[0], "article": 7}], "line 1 of data.jsonl: the column article holds 7, not a text."),
    "no list": ([{**ROWS[0], "summaries": [1]}], "line 1 of data.jsonl: the column summaries holds no list of texts."),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_malformed_rows_are_named(case: str, tmp_path: Path) -> None:
    rows, problem = BAD_ROWS[case]
    with pytest.raises(DataError, match="nothing was scored") as caught:
        load_data([jsonl(tmp_path / "data.jsonl", rows)])
    assert problem in caught.value.problems


def test_all_malformed_rows_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text('{"article": "x"}\n\n{broken\n' + json.dumps(ROWS[0]) + "\n[1]\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"3 of 4 rows cannot be used") as caught:
        load_data([str(path)])
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "line 1 of data.jsonl",
        "line 3 of data.jsonl",
        "line 5 of data.jsonl",
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_of_a_table_is_that_of_its_header(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(
        f'id,article\na,"{ONE}, ; | {TWO}"\n'.replace("id,", f"id{delimiter}").replace("a,", f"a{delimiter}")
    )
    [example] = load_data([str(path)]).examples
    assert (example.id, example.article) == ("a", f"{ONE}, ; | {TWO}")


def test_rows_are_counted_and_not_what_is_wrong_with_them(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "data.jsonl", [{"article": ONE, "translation": "", "summary": ""}])
    with pytest.raises(DataError, match=r"^1 of 1 rows cannot be used") as caught:
        load_data([path])
    assert len(caught.value.problems) == 2


def test_csv_rows_with_too_few_cells_and_texts_of_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text(f'id,article\na,"{ONE}\n{TWO}"\nb\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_data([str(path)])
    assert caught.value.problems == ("line 4 of data.csv: it has 1 cells and the header 2.",)


def test_a_missing_column_names_those_that_are_there(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "data.jsonl", [{"ar": ONE, "en": ENGLISH_ONE}])
    with pytest.raises(InputError, match=r"no column 'article'.*the columns are ar, en.*--map article=COLUMN"):
        load_data([path])
    with pytest.raises(InputError, match="no column 'nothing' for the field translation"):
        load_data([path], columns={"article": "ar", "translation": "nothing"})
    with pytest.raises(InputError, match="no field 'texts'"):
        load_data([path], columns={"texts": "ar"})


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(InputError, match=rf"has 2,147,483,648 bytes.*may have {MAX_BYTES:,}"):
        load_data([str(path)])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("data.xlsx", b"", "of a kind that cannot be evaluated"),
        ("data.jsonl", b"\xff\xfe", "is not UTF-8 "),
        ("data.jsonl", b"", "holds no rows"),
        ("data.parquet", b"PAR1", "cannot be read as parquet"),
        ("data.parquet", b"id,article", "is no parquet file, whatever its name says"),
        ("data.csv", "id~article\na~نص\n".encode(), "no column 'article' .*the columns are id~article"),
        ("data.csv", b'a,b\n"x" y,1\n', "is no valid CSV"),
    ],
)
def test_files_that_cannot_be_used(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        load_data([str(tmp_path / name)])


def test_sources_that_are_not_there(tmp_path: Path) -> None:
    for sources, preset, message in (
        ([str(tmp_path / "nothing.jsonl")], None, "There is no file or folder"),
        ([str(tmp_path)], None, r"no file \*.ar.txt"),
        ([], None, "no data to evaluate"),
        ([], "ntrex-files", "give its files"),
        ([], "news", "no preset 'news'"),
    ):
        with pytest.raises(InputError, match=message):
            load_data(sources, preset=preset)
