"""The driver and its stages: what they hand on, what they record, where spans point."""

from __future__ import annotations

import pytest

from models.base import Generation, ModelError
from models.registry import Engines
from pipeline.article import Article, InputError, Record, StageResult, english_text, record_to_json
from pipeline.ledger import ledger
from pipeline.ledger_views import number_rows
from pipeline.repair import Budget
from pipeline.stages import STAGES, run
from tests.conftest import ARTICLE, FakeEngine


def run_fake(text: str = ARTICLE, engine: FakeEngine | None = None, *, budget: Budget | None = None) -> Record:
    """The record of a run, without repair unless there is a budget for it."""
    fake = engine or FakeEngine()
    return run(Article("a", text), Engines(fake, fake), budget=budget)


def notes(record: Record, stage: str) -> tuple[str, ...]:
    return next(item.notes for item in record.stages if item.name == stage)


class Watcher:
    """Writes down what an observer hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def begin(self, stage: str, record: Record) -> None:
        self.heard.append(f"begin {stage} after {len(record.stages)}")

    def advance(self, count: int) -> None:
        self.heard.append(f"advance {count}")

    def end(self, result: StageResult) -> None:
        self.heard.append(f"end {result.name}")


def test_every_stage_is_recorded_once_and_in_order() -> None:
    record = run_fake()
    assert [stage.name for stage in record.stages] == list(STAGES)
    translate = next(stage for stage in record.stages if stage.name == "translate")
    assert (translate.model, translate.tokens) == ("fake", 14)
    assert all(stage.seconds >= 0 for stage in record.stages)


def test_the_observer_hears_each_stage_begin_and_end() -> None:
    watcher, fake = Watcher(), FakeEngine()
    run(Article("a", ARTICLE), Engines(fake, fake), observer=watcher)
    own = {stage: ("advance 2",) if stage == "translate" else () for stage in STAGES}
    assert watcher.heard == [
        said
        for place, (stage, advances) in enumerate(own.items())
        for said in (f"begin {stage} after {place}", *advances, f"end {stage}")
    ]


def test_spans_point_into_the_text_the_user_gave() -> None:
    # Bidi marks and a byte that cleaning takes out stand before the second number.
    text = "\u200fارتفع عدد المستخدمين إلى 12.5 مليون مستخدم.\r\n\r\n\u200fوبلغت الإيـرادات \u202a40\u202c دولارا.\n"
    engine = FakeEngine()
    engine.translations["وبلغت الإيرادات 40 دولارا."] = "Revenue reached $41."
    record = run_fake(text, engine)
    quantities = [
        source
        for translation in record.translations
        if translation.check is not None
        for source in (
            *(pair[0] for pair in translation.check.matched),
            *(finding.source for finding in translation.check.findings),
        )
        if source is not None
    ]
    assert len(quantities) == 2
    for quantity in quantities:
        assert text[quantity.start : quantity.end] == quantity.text
    for translation in record.translations:
        if translation.check is not None:
            for _, target in translation.check.matched:
                assert translation.text[target.start : target.end] == target.text


def test_summary_spans_point_into_the_summary_and_the_article() -> None:
    record = run_fake()
    assert record.summary is not None
    assert record.summary.check is not None
    assert len(record.summary.check.matched) == 2
    for source, target in record.summary.check.matched:
        assert ARTICLE[source.start : source.end] == source.text
        assert record.summary.text[target.start : target.end] == target.text


def test_boilerplate_is_neither_translated_nor_a_witness_for_the_summary() -> None:
    text = "آخر تحديث: 17 أغسطس 2031\n" + ARTICLE
    engine = FakeEngine(summary="The number of users rose to 12.5 million in 2031.")
    record = run_fake(text, engine)
    assert [segment.kind for segment in record.segments] == ["boilerplate", "text", "text"]
    assert engine.asked == [list(engine.translations)]
    assert english_text(record).startswith("The number of users")
    assert record.summary is not None
    assert record.summary.check is not None
    assert [finding.type for finding in record.summary.check.findings] == ["added"]
    assert notes(record, "segment") == ("boilerplate lines left untranslated: 1",)


def test_the_translation_is_laid_out_as_the_source() -> None:
    text = "أولا كلام. ثانيا كلام.\n \n\nثالثا كلام.\nآخر تحديث:\nرابعا كلام.\n\nآخر تحديث:\nخامسا كلام.\n"
    words = {"أولا": "One.", "ثانيا": "Two.", "ثالثا": "Three.", "رابعا": "Four.", "خامسا": "Five."}
    engine = FakeEngine(translations={f"{arabic} كلام.": english for arabic, english in words.items()})
    assert english_text(run_fake(text, engine)) == "One. Two.\n\nThree.\nFour.\n\nFive."


def test_the_summarizer_gets_the_english_translation() -> None:
    engine = FakeEngine()
    run_fake(engine=engine)
    assert engine.summarized == ["The number of users rose to 12.5 million.\nRevenue reached $40."]


def test_empty_and_cut_off_outputs_are_noted() -> None:
    engine = FakeEngine(finish_reason="length")
    engine.translations["وبلغت الإيرادات 40 دولارا."] = "  "
    record = run_fake(engine=engine)
    assert notes(record, "translate") == (
        "the translator returned nothing for segments 1",
        "the translation was cut off at the token limit in segments 0, 1",
    )
    assert "the summary was cut off at the token limit" in notes(record, "summarize")


def test_no_translation_gives_no_summary_and_says_so() -> None:
    engine = FakeEngine(translations={})
    record = run_fake(engine=engine)
    assert record.summary is None
    assert notes(record, "summarize") == ("there is no translation to summarize",)
    assert engine.summarized == []


def test_an_article_of_boilerplate_is_refused() -> None:
    with pytest.raises(InputError, match="no sentence to translate"):
        run_fake("آخر تحديث:\n")


def test_an_engine_that_returns_too_few_outputs_is_refused() -> None:
    class Forgetful(FakeEngine):
        def translate(self, texts: object, *, progress: object = None) -> list[Generation]:
            return []

    with pytest.raises(ModelError, match="0 outputs for 2 texts"):
        run_fake(engine=Forgetful())


def test_the_number_table_tells_of_each_number_and_of_inventions() -> None:
    engine = FakeEngine(summary="The number of users rose to 12.5 million, 99 of them new.")
    engine.translations["وبلغت الإيرادات 40 دولارا."] = "Revenue reached $46 and 7 cars."
    rows = number_rows(ledger(run_fake(engine=engine)))
    table = [(row.arabic, row.english, row.summary, row.verdict.split(":")[0], row.severity) for row in rows]
    assert table[0] == ("12.5 مليون", "12.5 million", "12.5 million", "ok", None)
    assert table[1] == ("40 دولارا", "$46", "", "changed", "error")
    assert table[2] == ("", "7", "", "added", "error")
    assert table[3] == ("", "", "99", "in the summary", "error")
    assert len(rows) == 4


def test_a_number_stated_twice_shows_its_summary_twice() -> None:
    text = "وبلغت الإيرادات 40 دولارا.\n" + ARTICLE
    rows = number_rows(ledger(run_fake(text)))
    assert [row.summary for row in rows] == ["$40", "12.5 million", "$40"]


def test_the_record_of_a_run_has_no_object_that_json_does_not_know() -> None:
    import json

    json.dumps(record_to_json(run_fake()))
