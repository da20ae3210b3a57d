"""Records go to JSON and come back the same; what is no record is refused."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.article import (
    SCHEMA_VERSION,
    Article,
    InputError,
    Record,
    Repair,
    Segment,
    StageResult,
    Summary,
    Translation,
    record_from_json,
    record_to_json,
)
from pipeline.numbers import Comparison, Finding, Quantity, Reading

text = st.text(max_size=20)
count = st.integers(0, 10**6)
quantities = st.builds(
    Quantity,
    start=count,
    end=count,
    text=text,
    kind=st.sampled_from(["cardinal", "money", "identifier"]),
    value=st.none() | st.fractions(),
    high=st.none() | st.fractions(),
    unit=st.none() | text,
    bound=st.sampled_from(["exact", "about"]),
    readings=st.lists(
        st.builds(Reading, st.fractions(), st.sampled_from(["separator", "half-of-day"])), max_size=2
    ).map(tuple),
    soft=st.booleans(),
    assumed=st.just(False),
    parts=st.just(()),
)
findings = st.builds(
    Finding,
    type=st.sampled_from(["missing", "added"]),
    severity=st.sampled_from(["error", "note"]),
    source=st.none() | quantities,
    target=st.none() | quantities,
    message=text,
)
comparisons = st.builds(
    Comparison,
    findings=st.lists(findings, max_size=2).map(tuple),
    matched=st.lists(st.tuples(quantities, quantities), max_size=2).map(tuple),
)
checks = st.none() | comparisons
reasons = st.sampled_from(["stop", "length"])
texts = st.lists(text, max_size=3).map(tuple)
records = st.builds(
    Record,
    article=st.builds(Article, id=text, text=text, title=st.none() | text, source=st.none() | text, encoding=text),
    segments=st.lists(
        st.builds(
            Segment,
            index=count, text=text, start=count, end=count, paragraph=count,
            kind=st.sampled_from(["text", "boilerplate"]),
        ),
        max_size=2,
    ).map(tuple),
    translations=st.lists(
        st.builds(
            Translation,
            segment=count, text=text, finish_reason=reasons, tokens=count, check=checks, guards=texts,
            similarity=st.none() | st.floats(-1, 1),
        ),
        max_size=2,
    ).map(tuple),
    summary=st.none()
    | st.builds(
        Summary, sentences=texts, finish_reason=reasons, tokens=count, check=checks, dropped=texts, guards=texts
    ),
    stages=st.lists(
        st.builds(
            StageResult,
            name=text, seconds=st.floats(0, 1e6), model=st.none() | text, tokens=count, findings=count, notes=texts,
        ),
        max_size=2,
    ).map(tuple),
    repairs=st.lists(
        st.builds(
            Repair,
            segment=st.none() | count, rung=st.sampled_from(["hint", "flag"]), accepted=st.booleans(), before=text,
            after=text, errors_before=count, errors_after=count, guards_before=texts, guards_after=texts,
        ),
        max_size=2,
    ).map(tuple),
)  # fmt: skip


@given(records)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
def test_a_record_survives_json(record: Record) -> None:
    assert record_from_json(json.loads(json.dumps(record_to_json(record), ensure_ascii=False))) == record


@pytest.mark.parametrize("kind", [Article, Segment, Translation, Summary, StageResult, Repair])
def test_every_field_is_in_the_json(kind: type) -> None:
    filled = Record(
        article=Article("a", "text"),
        segments=(Segment(0, "text", 0, 4, 0),),
        translations=(Translation(0, "text", "stop", 1),),
        summary=Summary(("text",), "stop", 1),
        stages=(StageResult("segment", 0.1),),
        repairs=(Repair(0, "flag", False, "text", "text", 1, 1),),
    )
    data = record_to_json(filled)
    places: dict[type, Any] = {
        Article: data["article"],
        Segment: data["segments"][0],
        Translation: data["translations"][0],
        Summary: data["summary"],
        StageResult: data["stages"][0],
        Repair: data["repairs"][0],
    }
    assert set(places[kind]) == {field.name for field in fields(kind)}


def test_the_schema_version_comes_first() -> None:
    data = record_to_json(Record(Article("a", "text")))
    assert next(iter(data.items())) == ("schema_version", SCHEMA_VERSION)


def changed(**changes: Any) -> dict[str, Any]:
    return record_to_json(Record(Article("a", "text"))) | changes


NO_RECORDS: dict[str, tuple[dict[str, Any], str]] = {
    "empty": ({}, "schema version None"),
    "a later version": (changed(schema_version=SCHEMA_VERSION + 1), f"schema version {SCHEMA_VERSION + 1}"),
    "no article": ({"schema_version": SCHEMA_VERSION}, "not a record"),
    "an unknown field": (changed(article={"id": "a", "text": "b", "colour": "red"}), "not a record"),
    "stages of another shape": (changed(stages=[{"name": "segment"}]), "not a record"),
    "a list for an object": (changed(translations=[[]]), "not a record"),
}


@pytest.mark.parametrize(("data", "message"), NO_RECORDS.values(), ids=NO_RECORDS)
def test_what_is_no_record_is_refused(data: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        record_from_json(data)


def test_a_record_from_before_guards_and_repairs_still_loads() -> None:
    data = record_to_json(
        Record(Article("a", "text"), translations=(Translation(0, "text", "stop", 1),), summary=Summary((), "stop", 1))
    )
    del data["repairs"], data["summary"]["guards"]
    for name in ("guards", "similarity"):
        del data["translations"][0][name]
    record = record_from_json(data)
    assert record.repairs == ()
    assert (record.translations[0].guards, record.translations[0].similarity) == ((), None)
