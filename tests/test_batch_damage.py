"""Files of a batch that were edited, or damaged on the disk: what is not as it was written does not count."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from models import registry
from models.base import Generation
from pipeline.article import Article
from pipeline.batch.journal import Journal
from pipeline.batch.sealed import sealed, unsealed
from pipeline.ledger_views import ledger_csv
from pipeline.typed import fits, make
from tests.batch_process import MoodyEngine
from tests.batches import entries, results, write_articles
from tests.conftest import Amana

ARTICLES = (Article("a", "شكر الحاضرون فريق العمل.", title="ط\u2028\x85"), Article("b", "\udcff"))
ANSWERS = [(Generation(f"text {number}", "stop", number, -0.5),) for number in range(4)]


class Steady(MoodyEngine):
    """An engine whose outputs depend on the text alone: one article can be done again without the others."""

    def _output(self, text: str, company: Sequence[str], mood: str) -> Generation:
        return super()._output(text, [], mood)


@pytest.fixture
def done(amana: Amana, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The output folder of a batch of four articles."""
    engine = Steady()
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(registry, "load_engines", lambda **_: registry.Engines(engine, engine))
    write_articles(tmp_path / "in", 4)
    assert amana("batch", tmp_path / "in", tmp_path / "out").code == 0
    return tmp_path / "out"


def test_every_flipped_bit_of_a_line_is_seen() -> None:
    line = sealed({"id": "ب", "files": {"a": 1}, "text": "a\u2028\x85\ud800"})
    assert unsealed(line) == {"id": "ب", "files": {"a": 1}, "text": "a\u2028\x85\ud800"}
    for place in range(len(line)):
        for bit in range(8):
            damaged = bytearray(line)
            damaged[place] ^= 1 << bit
            assert unsealed(bytes(damaged)) is None
    for length in range(len(line)):
        assert unsealed(line[:length]) is None


def written(path: Path) -> bytes:
    journal = Journal(path)
    journal.begin(ARTICLES, settings="s")
    for number, answer in enumerate(ANSWERS):
        journal.remember(f"key {number}", [answer, None], histories=[[f"h{number}"], []])
    return path.read_bytes()


def test_a_journal_counts_up_to_its_first_damaged_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    data = written(path)
    whole = data.splitlines(keepends=True)
    dice = random.Random(3)
    for number, line in enumerate(whole):
        for _ in range(20):
            damaged = bytearray(line)
            damaged[dice.randrange(len(line))] ^= 1 << dice.randrange(8)
            path.write_bytes(b"".join([*whole[:number], bytes(damaged), *whole[number + 1 :]]))
            journal = Journal(path)
            articles = journal.read(settings="s")
            assert articles == (ARTICLES if number else ())
            known = [journal.recall(f"key {place}") for place in range(len(ANSWERS))]
            expected = max(0, number - 1)
            assert known == [[answer, None] for answer in ANSWERS[:expected]] + [None] * (len(ANSWERS) - expected)
            assert list(journal.histories[0]) == ([f"h{expected - 1}"] if expected else [])


def test_a_journal_of_another_version_or_of_other_settings_is_none(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    written(path)
    assert Journal(path).read(settings="other") == ()
    path.write_bytes(sealed({"version": 2}))
    assert Journal(path).read(settings="s") == ()


Edit = Callable[[dict[str, Any]], object]
EDITS: dict[str, Edit] = {
    "another verdict": lambda entry: entry.update(verdict="ok", errors=0),
    "an unknown verdict": lambda entry: entry.update(verdict="fine"),
    "a number for the id": lambda entry: entry.update(id=5),
    "a list for the id": lambda entry: entry.update(id=[]),
    "nothing for the source": lambda entry: entry.update(source=None),
    "a text for a count": lambda entry: entry.update(numbers="many"),
    "a list for the files": lambda entry: entry.update(files=["a"]),
    "a text for a size": lambda entry: entry.update(files=dict.fromkeys(entry["files"], "5")),
    "a file elsewhere": lambda entry: entry.update(files={"../../etc/passwd": 5}),
    "a NUL in a file name": lambda entry: entry.update(files={"a\0b": 5}),
    "a number for the key numbers": lambda entry: entry.update(key_numbers=3),
    "odd key numbers": lambda entry: entry.update(key_numbers=[{"arabic": 1}]),
    "a text for the findings": lambda entry: entry.update(findings="none"),
    "an unknown member": lambda entry: entry.update(more=1),
    "a member is gone": lambda entry: entry.pop("findings"),
    "a huge number": lambda entry: entry.update(seconds=10**400),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_line_of_the_manifest_does_not_count(amana: Amana, done: Path, edit: Edit) -> None:
    before = results(done)
    lines = (done / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    entry = json.loads(lines[1])
    edit(entry)
    lines[1] = json.dumps(entry, ensure_ascii=False)
    (done / "manifest.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = amana("batch", done.parent / "in", done)
    assert ran.code == 0
    assert "(1 of them from this run)" in ran.out
    assert results(done) == before


LINES = {
    "no JSON": b"{",
    "another kind of JSON": b"[1]",
    "null": b"null",
    "deep": b"[" * 100_000,
    "bytes that are no text": b"\xff\xfe\x00",
    "a long number": b"1" * 5000,
    "nothing": b"",
    "a NUL": b"\0",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_damaged_line_of_the_manifest_does_not_count(amana: Amana, done: Path, line: bytes) -> None:
    before = results(done)
    whole = (done / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (done / "manifest.jsonl").write_bytes(b"".join([line + b"\n", whole[0], whole[1][:-9] + b"\n", *whole[2:]]))
    ran = amana("batch", done.parent / "in", done)
    assert ran.code == 0
    assert "(1 of them from this run)" in ran.out
    assert results(done) == before


DAMAGED_RECORDS = {
    "no JSON": lambda text: "x" * len(text),
    "a list": lambda text: "[]" + " " * (len(text) - 2),
    "odd types": lambda text: text.replace('"segment": 0', '"segment": []', 1)[: len(text)],
    "an odd number": lambda text: text.replace('"value": "', '"value": "x', 1)[: len(text)],
}


@pytest.mark.parametrize("damage", DAMAGED_RECORDS.values(), ids=DAMAGED_RECORDS)
def test_a_record_of_the_right_size_that_is_none_is_said_and_made_anew(
    amana: Amana, done: Path, damage: Callable[[str], str]
) -> None:
    before = results(done)
    path = done / "part-0" / "article-000.json"
    size = path.stat().st_size
    text = damage(path.read_text(encoding="utf-8")).encode()[:size]
    path.write_bytes(text + b" " * (size - len(text)))
    (done / "ledger.csv").unlink()
    ran = amana("batch", done.parent / "in", done)
    assert ran.code == 0
    assert "missing in ledger.csv" in ran.err
    assert "part-0/article-000" in ran.err
    ran = amana("batch", done.parent / "in", done)
    assert "(1 of them from this run)" in ran.out
    assert results(done) == before
    assert len((done / "ledger.csv").read_text(encoding="utf-8")) > len(ledger_csv(()))
    assert len(entries(done)) == 4


@pytest.mark.parametrize(
    ("value", "hint", "expected"),
    [
        (1, int, True), (True, int, False), (1, float, True), (1.5, int, False), ("x", str, True), (None, str, False),
        (None, str | None, True), ((1, 2), tuple[int, ...], True), ([1], tuple[int, ...], False),
        ((1, "x"), tuple[int, ...], False), ({"a": 1}, dict[str, int], True), ({"a": "1"}, dict[str, int], False),
    ],
)  # fmt: skip
def test_types(value: object, hint: Any, expected: bool) -> None:
    assert fits(value, hint) is expected


def test_a_dataclass_is_made_of_what_fits_alone() -> None:
    assert make(Generation, {"text": "x", "finish_reason": "stop", "tokens": 1}) == Generation("x", "stop", 1)
    for odd in ({"tokens": "1"}, {"finish_reason": "end"}, {"text": None}, {"more": 1}, {"score": "x"}):
        with pytest.raises(TypeError):
            make(Generation, {"text": "x", "finish_reason": "stop", "tokens": 1} | odd)
