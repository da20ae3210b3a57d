"""Training from a configuration: what is read, refused, and made of sentence pairs; and the bench's lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import bench_translator
from eval.training import config
from eval.training.__main__ import main, prompt
from eval.training.rows import make_rows
from models.base import ModelError
from models.lexical.storage import unpack

PAIRS = [
    ("اشترى الرجل سيارة جديدة في المدينة القديمة", "The man bought a new car in the old city"),
    ("باع الرجل 12 سيارة قديمة في السوق الكبير", "The man sold 12 old cars at the big market"),
    ("وصلت السفينة إلى الميناء مع 40 راكبا", "The ship arrived at the port with 50 passengers"),
    ("قال الوزير إن المدينة تحتاج إلى ميناء جديد", "The minister said that the city needs a new port"),
]

CONFIG = """
[lexicon]
folder = "."
licence = "ours"
folds = 2
[sources.own]
file = "own.tsv"
licence = "ours"
[sources.words_only]
file = "rows.jsonl"
most = 0
first = 1
licence = "ours"
[validation.held]
file = "rows.jsonl"
last = 3
every = 2
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "own.tsv").write_text("".join(f"{ar}\t{en}\n" for ar, en in PAIRS * 25), encoding="utf-8")
    rows = "".join(json.dumps({"ar": ar, "en": en}) + "\n" for ar, en in PAIRS)
    (tmp_path / "rows.jsonl").write_text(rows, encoding="utf-8")
    (tmp_path / "lexicon.tsv").write_text("سيارة\tcar\t2\nميناء\tport\t1\nمدينة\tto a city\t1\n", encoding="utf-8")
    (tmp_path / "forms.tsv").write_text("مدن\tمدينة\n", encoding="utf-8")
    (tmp_path / "names.tsv").write_text("روما\troma\nمارا\tmara\nسامر\tsamer\n", encoding="utf-8")
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def test_rows_have_glossaries_and_agreeing_numbers(data: Path, tmp_path: Path) -> None:
    training = config.read(data / "config.toml", data=data, work=tmp_path / "work")
    rows = make_rows(training)
    assert {row.english for row in rows} == {PAIRS[0][1], PAIRS[1][1], PAIRS[3][1]}  # 40 is not 50
    assert any("=" in row.hint for row in rows)
    assert make_rows(training) == rows
    assert prompt(rows[0]).startswith("<|im_start|>user\nTranslate into English:\n")
    model = unpack((tmp_path / "work" / "lexical.npz").read_bytes())
    assert "car" in {english for english, _ in model.meanings("والسيارة")}
    assert (tmp_path / "work" / "lexical-1.npz").is_file()


def test_validation_lines_are_spread_over_the_last(data: Path) -> None:
    training = config.read(data / "config.toml", data=data, work=data / "work")
    assert config.read_validation(training.validation["held"]) == [PAIRS[1], PAIRS[3]]
    assert config.read_pairs(training.sources["words_only"]) == [PAIRS[0]]


BAD = {
    "an unknown name": (CONFIG + "[adapter]\nranks = 3\n", "unknown: ranks"),
    "no sources": ('[lexicon]\nfolder = "."\nlicence = ""\n', "sources"),
    "no TOML": ("[", "cannot be used"),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
def test_a_configuration_that_cannot_be_used_is_one_sentence(
    data: Path, text: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    (data / "config.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=said):
        config.read(data / "config.toml", data=data, work=data)
    assert main([str(data / "config.toml"), "--data", str(data), "--work", str(data / "w"), "--rows-only"]) == 2


def test_a_missing_file_is_named(data: Path) -> None:
    (data / "own.tsv").unlink()
    training = config.read(data / "config.toml", data=data, work=data / "work")
    with pytest.raises(ModelError, match=r"own\.tsv cannot be read"):
        make_rows(training)


def test_the_bench_takes_lines_spread_evenly(data: Path) -> None:
    assert bench_translator.read_lines(f"a={data / 'rows.jsonl'}:2").pairs == [PAIRS[0], PAIRS[2]]
    assert bench_translator.read_lines(f"a={data / 'rows.jsonl'}@2").pairs == PAIRS[2:]
    scored = bench_translator.score(bench_translator.Lines("a", PAIRS[:2]), [PAIRS[0][1], "The man sold 13 old cars"])
    assert (scored.lines, scored.numbered, scored.wrong) == (2, 1, 1)
    with pytest.raises(ValueError, match="Give lines as"):
        bench_translator.read_lines("rows.jsonl")
