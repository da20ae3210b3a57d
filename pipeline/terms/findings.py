"""Whether a translation has the terms of the user's glossary that its source has, and what is said where it has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.registry import Found, Glossary, Term, standing, wordings

TermType = Literal["missing", "forbidden", "two ways"]
TermSeverity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class TermFinding:
    """Something wrong with a term. `arabic` is its wording in the sentence, `english` what is wanted.

    "missing": that is not there; "forbidden": `found` is, which is never to stand for it; "two ways": a name is `found`
    here, and `english` elsewhere in the article.
    """

    type: TermType
    severity: TermSeverity
    arabic: str
    english: str
    found: str = ""

    @property
    def message(self) -> str:
        """One sentence for people."""
        if self.type == "two ways":
            return f"the name {self.arabic} is “{self.found}” here and “{self.english}” elsewhere"
        if self.type == "forbidden":
            return f"the glossary has “{self.english}” for {self.arabic}, and never “{self.found}”"
        return f"the glossary has “{self.english}” for {self.arabic}, and it is not in the English"


def term_findings(source: str, output: str, terms: Glossary) -> tuple[TermFinding, ...]:
    """What is wrong in `output`, the English of `source`, with the terms that occur in the source; each term once."""
    found: list[TermFinding] = []
    seen: set[Term] = set()
    for item in terms.found(source):
        if item.term not in seen:
            seen.add(item.term)
            found += _of_term(item, source, output)
    return tuple(found)


def _of_term(item: Found, source: str, output: str) -> list[TermFinding]:
    term = item.term
    arabic = " ".join(source[item.start : item.end].split())
    right = standing(output, term)
    severity: TermSeverity = "error" if term.must else "warning"
    wrong = [
        output[start:end]
        for wording in term.never
        for start, end in wordings(output, wording)[:1]
        if not any(first <= start and end <= last for first, last in right)
    ]
    # Beside the right wording, a word of its own may be meant.
    if wrong:
        return [TermFinding("forbidden", "warning" if right else "error", arabic, term.english, wrong[0])]
    return [] if right else [TermFinding("missing", severity, arabic, term.english)]
