"""The card: lines that users name, tables of what was measured, and a run that goes on after a break."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from eval.bench import Measurement
from eval.card import __main__ as command
from eval.card import cost, keep, scores
from eval.card.lines import GROUP, read_lines
from eval.card.page import Lines, Measured, Section, card
from eval.data import DataError
from eval.evaluate import Options, evaluate
from eval.generate import NAME
from eval.systems import units
from models.base import ModelError
from pipeline.article import InputError
from tests.conftest import ARTICLE, ENGLISH, Loads
from tests.evaluation import EXAMPLES, data_set, perfect, system, write_rows

PAIRS = [{"id": f"p{number}", "ar": source, "en": target} for number, (source, target) in enumerate(ENGLISH.items())]
TITLES = ["Translation", "Summary", "Numbers", "Claims", "Doubt", "Speed", "Memory"]


@pytest.fixture
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: Loads) -> Path:
    """Samples of the test in the place of the project's, and nothing that takes long."""
    folder = tmp_path / "samples"
    (folder / "outputs").mkdir(parents=True)
    (folder / "users.ar.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "users.en.txt").write_text("\n".join(ENGLISH.values()), encoding="utf-8")
    (folder / "users.summary.txt").write_text("Users rose to 12.5 million.", encoding="utf-8")
    for name, value in (
        ("SAMPLES", folder), ("ARTICLE", "users"), ("FLOORS", folder / "floors.json"),
        ("OUTPUTS", folder / "outputs" / "embedded.jsonl"),
    ):  # fmt: skip
        monkeypatch.setattr(command, name, value)
    figures = {"segments": 8, "one by one (s)": 6.0, "batched (s)": 2.0}
    monkeypatch.setattr(cost, "batched_translation", lambda _, most: Measurement(3.0, at_least=3.0, figures=figures))
    monkeypatch.setattr(cost, "against_quantulum3", lambda *, seconds: None)
    monkeypatch.setattr(cost, "run", lambda _: cost.Spent(1.5, 2.5, 30_000_000))
    return folder


def run(folder: Path, *further: str | Path) -> int:
    return command.main(["-o", str(folder / "card.md"), "--work", str(folder / "work"), *map(str, further)])


def test_a_card_has_a_table_for_everything_with_command_hash_day_and_machine(samples: Path, tmp_path: Path) -> None:
    lines = write_rows(tmp_path / "news.jsonl", PAIRS)
    assert run(tmp_path, "--lines", lines) == 0
    text = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert re.findall("^## (.*)$", text, flags=re.MULTILINE) == TITLES
    under = re.findall(r"^Command: `.+`\. Data: .+\. Day: \d{4}-\d\d-\d\d\. Machine: .+\.$", text, flags=re.MULTILINE)
    assert len(under) == len(TITLES)
    digest = read_lines(lines, most=40).sha256
    assert f"| news | 2 | `{digest[:16]}` |" in text
    assert under[0].count(digest[:16]) == 1
    assert "`python -m eval.card --lines news.jsonl`" in text
    assert str(tmp_path) not in text, "no path of a machine"
    assert (
        "| 8 sentences translated in one call | one call a sentence, the same engine | 3.0× | 2.0 against 6.0 |" in text
    )
    assert "| samples | 2 | 100.0 | 100.0 | 0.0 | 0 of 2 |" in text
    assert [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| ") and ", of " in line] == [
        f"| {way}, of {on}" for way in scores.SUMMARIES for on in ("amana's translation", "the reference")
    ]


def test_after_a_break_a_run_goes_on_and_ends_alike(samples: Path, tmp_path: Path, fake: Loads) -> None:
    lines = write_rows(tmp_path / "news.jsonl", PAIRS)
    fake.engine.interrupt_at = 2
    assert run(tmp_path, "--lines", lines) == 130
    assert not (tmp_path / "card.md").exists()
    fake.engine.interrupt_at = None
    assert run(tmp_path, "--lines", lines) == 0
    assert len(fake.engine.asked) == 3, "the samples were not translated again, and the lines once"
    first = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert run(tmp_path, "--lines", lines) == 0
    assert len(fake.engine.asked) == 3
    assert (tmp_path / "card.md").read_text(encoding="utf-8") == first


def test_other_code_is_measured_anew(
    samples: Path, tmp_path: Path, fake: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(tmp_path) == 0
    monkeypatch.setattr(keep, "fingerprint", lambda folders: "0" * 64)
    assert run(tmp_path) == 0
    assert len(fake.engine.asked) == 2


def test_floors_follow_the_card(samples: Path, tmp_path: Path, fake: Loads, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--floors") == 0
    floors = json.loads((samples / "floors.json").read_text(encoding="utf-8"))
    assert {floor["system"] for floor in floors["floors"]} == {"embedded", "reference"}
    [row] = (samples / "outputs" / "embedded.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(row)["translation"] == "\n".join(ENGLISH.values())
    kept = (samples / "outputs" / "embedded.jsonl").read_bytes()
    fake.engine.translations = {source: text.replace("rose", "climbed high") for source, text in ENGLISH.items()}
    with pytest.raises(SystemExit) as ended:
        run(tmp_path, "--floors", "--work", tmp_path / "other")
    assert (ended.value.code, "would fall" in capsys.readouterr().err) == (2, True)
    assert (samples / "outputs" / "embedded.jsonl").read_bytes() == kept
    assert run(tmp_path, "--floors", "--allow-regression", "--work", tmp_path / "other") == 0
    assert (samples / "outputs" / "embedded.jsonl").read_bytes() != kept
    assert [path.name for path in (samples / "outputs").iterdir()] == ["embedded.jsonl"]


MISUSE = {
    "no line": (["--most", "0"], "--most 0 takes no line; give 1 or more"),
    "no floors": (["--allow-regression"], "add --floors, or leave it out"),
    "no file": (["--lines", "none.jsonl"], "There is no file"),
    "no table": (["--lines", "bad.jsonl"], "bad.jsonl"),
    "two of one name": (["--lines", "news.jsonl", "--lines", "news.jsonl"], "Two sets of lines are called 'news'"),
}


@pytest.mark.parametrize(("arguments", "said"), MISUSE.values(), ids=MISUSE)
def test_misuse_is_one_sentence(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    write_rows(tmp_path / "news.jsonl", PAIRS)
    (tmp_path / "bad.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        run(tmp_path, *arguments)
    assert ended.value.code == 2
    complaints = capsys.readouterr().err
    assert said in complaints
    assert "Traceback" not in complaints


def test_lines_are_spread_over_the_file_and_grouped(tmp_path: Path) -> None:
    rows = [{"id": f"n{number}", "ar": f"بلغت {number}", "en": f"It was {number}"} for number in range(100)]
    data = read_lines(write_rows(tmp_path / "many.jsonl", rows), most=25)
    assert [len(units(example)) for example in data.examples] == [GROUP] * 5
    assert data.examples[0].article.splitlines()[:3] == ["بلغت 0", "بلغت 4", "بلغت 8"]
    assert data.examples[-1].id == "n80 to n96"
    assert data.notes == ("25 of its 100 lines, spread evenly",)
    assert data.sha256 == read_lines(tmp_path / "many.jsonl", most=25).sha256
    assert data.sha256 != read_lines(tmp_path / "many.jsonl", most=24).sha256
    assert read_lines(tmp_path / "many.jsonl", most=500).notes == ()


def test_lines_of_articles(tmp_path: Path) -> None:
    rows = [{"id": one.id, "article": one.article, "translation": one.translation} for one in EXAMPLES]
    data = read_lines(write_rows(tmp_path / "articles.jsonl", rows), most=40)
    assert [unit.reference for example in data.examples for unit in units(example)] == [
        "The number of users rose to 12.5 million.", "Revenue reached $40.", "The city opened 3 new bridges in 1998.",
    ]  # fmt: skip


def test_lines_without_translations_and_half_aligned_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no line with a translation"):
        read_lines(write_rows(tmp_path / "one.jsonl", [{"id": "a", "article": "بلغت 40"}]), most=40)
    half = {"id": "a", "ar": "بلغت 40\nبلغت 50", "en": "It was 40"}
    with pytest.raises(DataError) as caught:
        read_lines(write_rows(tmp_path / "two.jsonl", [half]), most=40)
    [problem] = caught.value.problems
    assert "has 1 lines and the article 2, so that they are not aligned" in problem


def test_a_cell_cannot_end_its_row_or_become_markup() -> None:
    section = Section("Speed", "It is.", "It is not.", ("a",), (("x|y\n<b>`z`",),), "run it", ("mine",))
    part = Measured((section,), "2026-01-02", "a machine")
    lines = [Lines("mine", 3, "ab" * 32, "three lines")]
    text = card([part], lines, command="python -m eval.card", versions="amana 1")
    assert "| x\\|y &lt;b>'z' |" in text.splitlines()
    assert "Command: `run it`. Data: mine `abababababababab`. Day: 2026-01-02. Machine: a machine." in text


def test_what_was_kept_is_not_measured_again_and_what_is_broken_is(tmp_path: Path) -> None:
    section = Section("Speed", "It is.", "It is not.", ("a",), (("b",),), "run it")
    asked: list[str] = []

    def measure() -> Sequence[Section]:
        asked.append("again")
        return [section]

    first = keep.keep(tmp_path, "speed", ["code"], measure)
    assert keep.keep(tmp_path, "speed", ["code"], measure) == first
    assert (first.sections, len(asked)) == ((section,), 1)
    keep.keep(tmp_path, "speed", ["other code"], measure)
    assert len(asked) == 2
    for path in tmp_path.iterdir():
        path.write_text('{"sections": 7}', encoding="utf-8")
    assert keep.keep(tmp_path, "speed", ["code"], measure) == first
    assert len(asked) == 3


def test_doubt_is_ranked_against_what_the_lines_score() -> None:
    made = perfect()
    row = scores.doubt([evaluate(data_set(), [replace(made, name=NAME)], Options(resamples=100))], "x").rows[0]
    assert row[:3] == ("news", "0", "too few lines"), "nothing was estimated"
    outputs = [f"The city opened {'many ' * number}3 new bridges in 1998." for number in range(8)]
    examples = [replace(EXAMPLES[1], id=str(number), document=str(number)) for number in range(8)]
    data = data_set(examples)
    record = system(NAME, {"users": "x", "bridges": "x"}).records["bridges"]
    records = {}
    for number, text in enumerate(outputs):
        [item] = record.translations
        # As good as it is, but for the best one, which is doubted most.
        expected = 10.0 if number == 0 else 80.0 - 5 * number
        records[str(number)] = replace(record, translations=(replace(item, text=text, expected_chrf=expected),))
    results = evaluate(data, [replace(made, name=NAME, records=records, parts=frozenset({"translation"}))], Options())
    row = scores.doubt([results], "x").rows[0]
    # Seven of eight ranks go up by one, the best falls by seven: 1 - 6 * (7 + 49) / (8 * 63).
    assert row[1:4] == ("8", "0.33", "1 of 2")
    assert "(5 lines)" in row[4]


def test_a_process_is_measured_and_its_failure_told() -> None:
    little = cost.run([sys.executable, "-c", "pass"])
    much = cost.run([sys.executable, "-c", "x = bytearray(80_000_000)"])
    assert much.peak - little.peak > 60_000_000
    assert little.seconds > 0
    with pytest.raises(ModelError, match=r"^The command `-c .*` ended with 7: it said nothing$"):
        cost.run([sys.executable, "-c", "raise SystemExit(7)"])
    with pytest.raises(ModelError, match=r"ended with 3: no such model$"):
        cost.run([sys.executable, "-c", "import sys; sys.stderr.write('Well.\\nno such model\\n'); sys.exit(3)"])
