"""The numbers of an article are read once, and what is said of them is worked out once: the stages keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from amana.progress import LABELS
from models.registry import Engines
from pipeline.account import Coverage
from pipeline.article import Article, Record, record_from_json, record_to_json
from pipeline.batch.manifest import entry_of
from pipeline.ledger import account, ledger
from pipeline.numbers.compare import findings
from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.read import reader
from pipeline.output import record_document, write_record
from pipeline.report.terminal import make_console
from pipeline.report.terminal_record import show_record
from pipeline.stages import STAGES, run
from tests.conftest import ARTICLE, FakeEngine
from tests.records import news


@pytest.fixture
def arabic_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Arabic texts that the number engine was given, each time it was."""
    texts: list[str] = []
    real = reader.read_quantities

    def heard(text: str, *, lang: Language) -> list[Quantity]:
        if lang == "ar" and text:
            texts.append(text)
        return real(text, lang=lang)

    findings._article.cache_clear()  # another test may have read the same article
    for module in (reader, findings):
        monkeypatch.setattr(module, "read_quantities", heard)
    return texts


def made(summary: str = "- The number of users rose to 12.5 million.\n- Revenue reached $40.") -> Record:
    engine = FakeEngine(summary=summary)
    return run(Article("a", ARTICLE), Engines(engine, engine))


def test_where_nothing_is_to_be_repaired_a_segment_is_read_three_times(arabic_read: list[str]) -> None:
    """For the record, for the comparison with its translation, and with the whole article for the summary."""
    record = made()
    for segment in record.segments:
        assert sum(ARTICLE[segment.start : segment.end] in text for text in arabic_read) == 3


VIEWS: dict[str, Callable[[Record, Path], object]] = {
    "files": lambda record, folder: write_record(record, folder),
    "document": lambda record, _: record_document(record),
    "terminal": lambda record, _: show_record(make_console(), record),
    "ledger": lambda record, _: ledger(record),
    "manifest": lambda record, _: entry_of(record, settings="", files={}),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_no_view_reads_the_article_again(
    view: Callable[[Record, Path], object], arabic_read: list[str], tmp_path: Path
) -> None:
    record = made()
    arabic_read.clear()
    view(record, tmp_path)
    assert arabic_read == []


def test_a_record_that_was_changed_has_another_ledger() -> None:
    record = made()
    assert account(record) is record.account
    changed = replace(record, summary=None)
    assert account(changed).coverage == Coverage((), account(record).coverage.kept)
    assert {row.in_summary.word for row in ledger(changed)} == {"unchecked"}


def test_a_record_without_an_account_gets_the_same_one() -> None:
    record = made("Revenue reached $41.")
    stored = record_from_json(record_to_json(record))
    assert stored == record
    assert stored.account is None
    assert ledger(stored) == ledger(record)
    assert len(ledger(news())) == 6


def test_every_stage_has_a_label_for_its_progress() -> None:
    assert list(LABELS) == list(STAGES)
