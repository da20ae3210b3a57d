"""A small data set and systems of its own, for the tests of the evaluation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.data import DataSet, Example, content_hash
from eval.systems import System, make_record
from models.base import Encoder

ARTICLE = "ارتفع عدد المستخدمين إلى 12.5 مليون.\n\nوبلغت الإيرادات 40 دولارا.\n"
TRANSLATION = "The number of users rose to 12.5 million.\n\nRevenue reached $40.\n"
SUMMARY = "Users rose to 12.5 million.\nRevenue reached $40."
SECOND = "وافتتحت المدينة 3 جسور جديدة عام 1998."
SECOND_TRANSLATION = "The city opened 3 new bridges in 1998."

EXAMPLES = (
    Example("users", "users", ARTICLE, TRANSLATION, (SUMMARY,)),
    Example("bridges", "bridges", SECOND, SECOND_TRANSLATION, ("The city opened 3 bridges.",)),
)


def data_set(examples: Sequence[Example] = EXAMPLES) -> DataSet:
    return DataSet("news", tuple(examples), content_hash(examples))


def system(name: str, translations: Mapping[str, str] | None, summaries: Mapping[str, str] | None = None) -> System:
    """A system of outputs by example, for all of `EXAMPLES`."""
    records = {
        example.id: make_record(
            example,
            translation=translations[example.id] if translations else None,
            summary=summaries[example.id] if summaries else None,
            model=name,
        )
        for example in EXAMPLES
    }
    parts = [*(["translation"] if translations else []), *(["summary"] if summaries else [])]
    return System(name, records, frozenset(parts), "outputs of a test")  # type: ignore[arg-type]  # they are the two literals


def perfect() -> System:
    return system(
        "perfect",
        {"users": TRANSLATION, "bridges": SECOND_TRANSLATION},
        {"users": SUMMARY, "bridges": "The city opened 3 bridges."},
    )


def poor() -> System:
    """One number changed and one lost in translation; the summary takes one error over, and adds one of its own."""
    return system(
        "poor",
        {
            "users": "Users rose to 12.5 billion.\n\nRevenue reached $40.\n",
            "bridges": "The city opened bridges in 1998.",
        },
        {"users": "Users rose to 12.5 billion.\nIt has 77 shops.", "bridges": "The city opened bridges."},
    )


class FakeEncoder(Encoder):
    """Alike are texts of like length."""

    def similarities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [min(len(one), len(two)) / max(len(one), len(two), 1) for one, two in pairs]


def write_data(folder: Path) -> Path:
    """The examples as data.jsonl."""
    rows = [
        {"id": one.id, "article": one.article, "translation": one.translation, "summaries": list(one.summaries)}
        for one in EXAMPLES
    ]
    return write_rows(folder / "data.jsonl", rows)


def write_outputs(folder: Path, made: System) -> Path:
    """The outputs of a system as NAME.jsonl."""
    rows = []
    for example in EXAMPLES:
        record = made.records[example.id]
        lines = {segment.index: item.text for segment, item in zip(record.segments, record.translations, strict=True)}
        translation = "\n\n".join(lines.values())
        rows.append({
            "id": example.id,
            "translation": translation,
            "summary": record.summary.text if record.summary else "",
        })  # fmt: skip
    return write_rows(folder / f"{made.name}.jsonl", rows)


def write_rows(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path
