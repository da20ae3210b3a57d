"""The summarizer without a model: it takes sentences as they are, in order, and prefers lead and figures."""

from __future__ import annotations

from models.entries import Settings
from models.extractive import extract
from models.loaders import MODELS

NEWS = (
    "The bank raised its interest rate by 2 points to 12% on Thursday. Inflation reached 18% in June, the bank said.\n"
    "Reporters drank tea. Mr. Smith of the U.S. embassy called the rate of the bank high.\n"
    "The bank expects inflation of 10% next year. The weather was pleasant all day in most parts of town."
)


def test_sentences_are_taken_as_they_stand_and_in_order() -> None:
    summary = extract(NEWS, sentences=3)
    places = [NEWS.index(sentence) for sentence in summary]
    assert len(summary) == 3
    assert places == sorted(places)


def test_the_lead_and_the_figures_come_first() -> None:
    assert extract(NEWS, sentences=1) == ["The bank raised its interest rate by 2 points to 12% on Thursday."]
    summary = " ".join(extract(NEWS, sentences=3))
    assert "tea" not in summary
    assert "weather" not in summary


def test_a_title_or_an_initial_ends_no_sentence() -> None:
    assert "Mr. Smith of the U.S. embassy called the rate of the bank high." in extract(NEWS, sentences=9)


def test_a_repeated_sentence_is_taken_once() -> None:
    assert extract("The bank raised its rate by 2%.\n" * 5, sentences=3) == ["The bank raised its rate by 2%."]


def test_nothing_gives_nothing() -> None:
    assert extract("", sentences=3) == []
    assert extract(" \n ", sentences=3) == []
    assert extract(NEWS, sentences=0) == []


def test_short_sentences_serve_where_there_are_no_others() -> None:
    assert extract("It rained. It poured.", sentences=1) == ["It rained."]


def test_it_is_a_summarizer_by_name() -> None:
    assert MODELS["extractive"].roles == {"summarizer"}
    engine = MODELS["extractive"].load("extractive", Settings("cpu", None, None))
    heard: list[int] = []
    outputs = engine.summarize([NEWS, ""], sentences=2, progress=heard.append)  # type: ignore[union-attr]  # see roles
    assert engine.name == "extractive"
    assert [len(output.text.splitlines()) for output in outputs] == [2, 0]
    assert heard == [1, 1]
