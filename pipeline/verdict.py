"""The verdict on a record: said in one place, shown by every view, and obeyed by `--strict`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline.article import Record, Summary, Translation
from pipeline.guards import ANSWERS
from pipeline.numbers import Finding
from pipeline.numbers.quantity import Severity
from pipeline.terms.findings import TermFinding

Verdict = Literal["ok", "warning", "error"]
"""Nothing of weight; a warning of the number check or of the glossary, or a guard that still objects; a wrong number, a
term that must be there and is not, a gap, or an output that is none."""

_USELESS = ANSWERS | {"empty"}
"""Guards whose output must not be used at all; what another guard objects to is a warning."""

_GUARD_WORDS: Mapping[str, str] = {
    "empty": "nothing that could be read came out",
    "source-echo": "it repeats the Arabic",
    "prompt-echo": "it repeats the instructions that the model was given",
    "arabic-script": "Arabic is left over",
    "other-language": "it is not in English",
    "repetition": "it repeats itself",
    "length-ratio": "it is far longer or shorter than its source",
    "cut-off": "it was cut off at the token limit",
    "chatter": "the model talks to its user instead of translating",
    "refusal": "the model refuses instead of translating",
    "obeyed-instruction": "an order in the article was obeyed instead of translated",
    "answered-question": "a question in the article was answered instead of translated",
    "adequacy": "it is far from its source in meaning",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be said of a translation (`segment` is its index) or of the summary (None).

    `finding` is that of the number check, `guard` the name of the guard that objects, `term` what is wrong with a term;
    none where there is a gap.
    """

    severity: Severity
    segment: int | None
    message: str
    finding: Finding | None = None
    guard: str | None = None
    term: TermFinding | None = None

    @property
    def where(self) -> str:
        """What it is about, in words; segments count from 1."""
        return "summary" if self.segment is None else f"segment {self.segment + 1}"


def remarks(record: Record) -> Iterator[Remark]:
    """Everything that is to be said of the record, in the order of its texts."""
    for translation in record.translations:
        if not translation.text and "empty" not in translation.guards:
            yield Remark("error", translation.segment, "there is no translation")
        yield from _of_text(translation, translation.segment)
    if record.summary is None or not record.summary.sentences:
        yield Remark("error", None, "there is no summary")
    else:
        yield from _of_text(record.summary, None)


def verdict(record: Record) -> Verdict:
    """The verdict on the record: the worst of its remarks, where a note counts as nothing."""
    return worst(remark.severity for remark in remarks(record))


def worst(severities: Iterable[Severity]) -> Verdict:
    """The verdict that remarks of these severities make."""
    all_severities = set(severities)
    return "error" if "error" in all_severities else "warning" if "warning" in all_severities else "ok"


def is_strict_failure(record: Record) -> bool:
    """Whether `--strict` refuses the record: an error remains, or a guard objects to something."""
    return any(remark.severity == "error" or remark.guard for remark in remarks(record))


def _of_text(item: Translation | Summary, segment: int | None) -> Iterator[Remark]:
    for finding in item.check.findings if item.check else ():
        yield Remark(finding.severity, segment, finding.message, finding=finding)
    for term in item.terms if isinstance(item, Translation) else ():
        yield Remark(term.severity, segment, term.message, term=term)
    for guard in item.guards:
        words = f"{_GUARD_WORDS[guard]} ({guard})" if guard in _GUARD_WORDS else guard
        yield Remark("error" if guard in _USELESS else "warning", segment, words, guard=guard)
