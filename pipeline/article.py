"""What flows through the pipeline: article, segments, and the record to which every stage adds its evidence.

Everything is frozen; a stage returns a new `Record` (dataclasses.replace) and overwrites nothing that another stage
said. Spans always point into `Article.text`, the text as the user gave it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from models.base import FinishReason
from models.script import LINE_BREAK
from pipeline.account import Account, Numbers
from pipeline.numbers import Comparison, comparison_from_json, comparison_to_json
from pipeline.stored import upgraded
from pipeline.terms.findings import TermFinding
from pipeline.typed import make

SCHEMA_VERSION = 1
"""Of stored records. It stays as long as the records of every earlier version load: new fields have defaults."""

Rung = Literal["hint", "sample", "split", "splice", "flag", "unify", "regenerate", "drop", "extract", "include"]
"""The steps of a repair: of a translation (to "flag"), of a name in it, and of a summary (from "regenerate")."""

SummaryForm = Literal["bullets", "paragraph"]
"""How a summary is laid out: a sentence a line, or all in one paragraph."""


class InputError(Exception):
    """The user's input cannot be used. The message is one sentence: what is wrong, with the value, and what to do."""


@dataclass(frozen=True, slots=True)
class Article:
    """One Arabic article. `source` says where it came from (a file name), `encoding` how its bytes were decoded.

    `notes` say what was left out when it was read: struck text, numbers of a web page that are not in its article.
    """

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence, or one line of scraping residue (`boilerplate`: shown, but neither translated nor checked).

    `text` is the cleaned text; `article.text[start:end]` is the raw text it stands for. `paragraph` counts from 0.
    """

    index: int
    text: str
    start: int
    end: int
    paragraph: int
    kind: Literal["text", "boilerplate"] = "text"


@dataclass(frozen=True, slots=True)
class Translation:
    """The English of one segment, as the engine left it, and what the number check said of it."""

    segment: int
    text: str
    finish_reason: FinishReason
    tokens: int
    check: Comparison | None = None
    guards: tuple[str, ...] = ()
    """The names of the guards that fired, see `pipeline.guards`."""
    similarity: float | None = None
    """The cosine of source and translation by the sentence encoder; None where there was none."""
    score: float | None = None
    """The engine's mean log-probability of a token; None where it gives none."""
    expected_chrf: float | None = None
    """The chrF2 to expect against a human translation, see `pipeline.doubt`; None where it was not estimated."""
    terms: tuple[TermFinding, ...] = ()
    """What is wrong with the terms of the user's glossary, and with names that other sentences spell otherwise."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One attempt to put a text right, with what was wrong before and what is wrong after it.

    `segment` is that of the translation, None for the summary. `after` is the attempt's text, which stands in the
    record only where it was `accepted`. The rung "flag" ends a ladder that did not reach its goal: the text stays.
    """

    segment: int | None
    rung: Rung
    accepted: bool
    before: str
    after: str
    errors_before: int
    errors_after: int
    guards_before: tuple[str, ...] = ()
    guards_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The English summary, one sentence an item, and what the number check against the Arabic source said of it.

    `dropped` holds generated sentences that were left out (repeated, cut off, beyond the number asked for, with a
    number that the source does not have), so that nothing disappears unrecorded. `guards` names the guards that fired.
    """

    sentences: tuple[str, ...]
    finish_reason: FinishReason
    tokens: int
    check: Comparison | None = None
    dropped: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    form: SummaryForm = "bullets"
    prompt_tokens: int = 0

    @property
    def text(self) -> str:
        """The summary in its form; the target spans of `check` point into it."""
        return ("\n" if self.form == "bullets" else " ").join(self.sentences)


@dataclass(frozen=True, slots=True)
class StageResult:
    """What the driver recorded of one stage: which model ran, for how many seconds, how much came out.

    `prompt_tokens` were read for it, where the engine counts them, and `cost` is what all of them cost in `currency`,
    where prices are known: when the outputs were made, also those that the cache gave.
    """

    name: str
    seconds: float
    model: str | None = None
    tokens: int = 0
    findings: int = 0
    notes: tuple[str, ...] = ()
    prompt_tokens: int = 0
    cost: float | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything known of one article. A `Record` is what is stored, printed, reported and evaluated.

    `numbers` and `account` are worked out from the rest, see `pipeline.account`; they are not stored.
    """

    article: Article
    segments: tuple[Segment, ...] = ()
    translations: tuple[Translation, ...] = ()
    summary: Summary | None = None
    stages: tuple[StageResult, ...] = ()
    repairs: tuple[Repair, ...] = ()
    numbers: Numbers | None = field(default=None, compare=False, repr=False)
    account: Account | None = field(default=None, compare=False, repr=False)


def english_text(record: Record) -> str:
    """The translation laid out as the source: a paragraph a line, blank lines where the source has them.

    Boilerplate is left out; so is a segment that the engine left empty.
    """
    by_index = {segment.index: segment for segment in record.segments}
    pieces: list[str] = []
    previous: Segment | None = None
    for translation in record.translations:
        segment, text = by_index[translation.segment], " ".join(translation.text.split())
        if not text:
            continue
        if previous is not None:
            pieces.append(_gap(record.article.text, previous, segment))
        pieces.append(text)
        previous = segment
    return "".join(pieces)


def text_without_boilerplate(record: Record) -> str:
    """The article's text with boilerplate blanked out by as many spaces, so that spans stay right."""
    text = record.article.text
    pieces: list[str] = []
    position = 0
    for item in record.segments:
        if item.kind == "boilerplate":
            pieces += (text[position : item.start], " " * (item.end - item.start))
            position = item.end
    return "".join((*pieces, text[position:]))


def _gap(text: str, before: Segment, after: Segment) -> str:
    """What stands between two translated segments: a space, a line break or a blank line."""
    if before.paragraph == after.paragraph:
        return " "
    between = LINE_BREAK.split(text[before.end : after.start])[1:-1]
    return "\n" if all(line.strip() for line in between) else "\n\n"


def record_to_json(record: Record) -> dict[str, Any]:
    """The record as a JSON object, with `schema_version` first."""
    return {
        "schema_version": SCHEMA_VERSION,
        "article": asdict(record.article),
        "segments": [asdict(segment) for segment in record.segments],
        "translations": [_checked_to_json(translation) for translation in record.translations],
        "summary": None if record.summary is None else _checked_to_json(record.summary),
        "repairs": [asdict(repair) for repair in record.repairs],
        "stages": [asdict(stage) for stage in record.stages],
    }


def record_from_json(data: Mapping[str, Any]) -> Record:
    """The inverse of `record_to_json`.

    Raises:
        InputError: `data` has another schema version or is not a record.
    """
    if not isinstance(data, Mapping):
        raise InputError("This is not a record of amana; translate the article again.")
    if data.get("schema_version") != SCHEMA_VERSION:
        raise InputError(
            f"This record has schema version {data.get('schema_version')!r}, and this amana reads {SCHEMA_VERSION}; "
            "translate the article again."
        )
    try:
        summary = data["summary"]
        return Record(
            article=article_from_json(data["article"]),
            segments=tuple(make(Segment, segment) for segment in data["segments"]),
            translations=tuple(make(Translation, _translation_fields(item)) for item in data["translations"]),
            summary=None if summary is None else make(Summary, _summary_fields(summary)),
            repairs=tuple(make(Repair, _repair_fields(repair)) for repair in data.get("repairs", ())),
            stages=tuple(make(StageResult, {**stage, "notes": tuple(stage["notes"])}) for stage in data["stages"]),
        )
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise InputError(f"This is not a record of amana ({error}); translate the article again.") from error


def article_from_json(data: Mapping[str, Any]) -> Article:
    """The article whose fields `asdict` gave; those of the first version have no notes."""
    return make(Article, {**data, "notes": tuple(data.get("notes", ()))})


def _checked_to_json(item: Translation | Summary) -> dict[str, Any]:
    fields = {name: getattr(item, name) for name in type(item).__slots__}
    if isinstance(item, Translation):
        fields["terms"] = [asdict(finding) for finding in item.terms]
    return fields | {"check": None if item.check is None else comparison_to_json(item.check)}


def _checked_from_json(data: Mapping[str, Any]) -> dict[str, Any]:
    # Records of the first version have no guards.
    check = None if data["check"] is None else comparison_from_json(upgraded(data["check"]))
    return {**data, "check": check, "guards": tuple(data.get("guards", ()))}


def _translation_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    # Earlier versions knew no terms.
    terms = tuple(make(TermFinding, finding) for finding in data.get("terms", ()))
    return _checked_from_json(data) | {"terms": terms}


def _summary_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    return _checked_from_json(data) | {"sentences": tuple(data["sentences"]), "dropped": tuple(data["dropped"])}


def _repair_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "guards_before": tuple(data["guards_before"]), "guards_after": tuple(data["guards_after"])}
