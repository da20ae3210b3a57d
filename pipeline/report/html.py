"""The report: one self-contained HTML page of a record, to be opened in any browser, offline.

The page holds no address of anything outside itself. Its Content-Security-Policy lets only the style sheet and the
script of this package through, by their sha256; every text of the record is escaped by the template engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.account import Coverage, LedgerRow, Verdict, Word
from pipeline.article import Record, Segment, Translation
from pipeline.claims import CLAIM_FINDINGS, claim_words
from pipeline.doubt import Level, level, levels
from pipeline.doubt import wording as wording_of_sentences
from pipeline.ledger import account
from pipeline.ledger_views import wording
from pipeline.numbers import Finding, Quantity, format_value
from pipeline.numbers.quantity import Severity
from pipeline.report.pages import load_page
from pipeline.verdict import remarks

SIGNS: dict[Word, tuple[str, str]] = {
    "kept": ("✓", "the number agrees with the article"),
    "rounded": ("≈", "the number is rounded"),
    "derived": ("∑", "the number follows from others of the article"),
    "bound": ("≷", "more than, less than or about became something else"),
    "kind": ("#", "another kind of number, such as 4 for the fourth"),
    "unit": ("¤", "the unit is lost or another"),
    "part": ("◔", "the number is right, but not the part of the period: the end for the middle"),
    "direction": ("⇅", "the number is right, but not which way the change goes: a rise for a fall"),
    "role": ("→", "the number is right, but not what it is in the change: by 5 for to 5"),
    "counted": ("≁", "the number is right, but not what it counts"),
    "exchanged": ("⇄", "two numbers changed places"),
    "changed": ("✗", "the value differs"),
    "scaled": ("×10", "another power of ten, such as million for billion"),
    "missing": ("∅", "the number is not there"),
    "added": ("+", "the article does not state the number"),
    "absent": ("–", "the number is not stated here, and need not be"),
    "unchecked": ("?", "no check has run"),
}
"""The sign and the meaning of each verdict."""

CLAIM_MARKS: dict[Severity | None, str] = {
    "error": "number right, claim wrong", "warning": "number right, claim in doubt",
}  # fmt: skip
"""What is said of a number whose value agrees, and not what is said with it; the sign of it begins with a tick."""

_ORDER: dict[Severity | None, int] = {"error": 0, "warning": 1, "note": 2, None: 3}
_ARABIC = re.compile("[\u0600-\u06ff]")
_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")


def render(record: Record, *, version: str) -> str:
    """The report on `record` as one HTML page; `version` is that of amana. The same record gives the same page."""
    page = load_page("report.html", styles=("report.css",))
    made = account(record)
    rows, keys = made.rows, made.coverage
    anchors: dict[tuple[str, int], str] = {}
    pairs = _pairs(record, rows, anchors)
    summary = _summary(record, rows, anchors)
    return page.template.render(
        record=record,
        title=record.article.title or record.article.id,
        version=version,
        **page.values,
        headline=_headline(record, rows),
        summary=summary,
        key_lines=_key_lines(keys, rows),
        key_counts=(len(keys.kept), len(keys.kept) + len(keys.left_out)),
        pairs=pairs,
        trust=wording_of_sentences(record),
        rows=[_line(row, anchors) for row in rows],
        words=[word for word in SIGNS if any(word in _words(row) for row in rows)],
        signs=SIGNS,
        sign=sign,
        claim_mark=claim_mark,
        claims_marked=[mark for mark in CLAIM_MARKS.values() if any(mark in _marks(row) for row in rows)],
        findings=sorted(_remarks(record, rows), key=lambda remark: _ORDER[remark.severity]),
        kept_repairs=[repair for repair in record.repairs if repair.accepted],
        other_repairs=[repair for repair in record.repairs if not repair.accepted],
        seconds=sum(stage.seconds for stage in record.stages),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: plain where `rows` is empty, else a number and its rows of the ledger."""

    text: str
    rows: tuple[int, ...] = ()
    id: str = ""
    word: Word = "kept"
    severity: Severity | None = None
    label: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One segment: its source, its translation, and what is to be said of the two."""

    number: int
    boilerplate: bool
    opens_paragraph: bool
    source: tuple[Piece, ...]
    translation: tuple[Piece, ...]
    remarks: tuple[str, ...]
    level: Level | None


@dataclass(frozen=True, slots=True)
class Cell:
    """The wording of a number in one of the texts, the place to go to, and what to sort by."""

    text: str
    href: str
    key: str
    claim: str


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key number: its wording in the article and in the translation, its row, and whether the summary keeps it."""

    source: str
    english: str
    row: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the ledger as it is shown; `search` is what the filter looks in."""

    row: LedgerRow
    cells: tuple[Cell, Cell, Cell]
    verdicts: tuple[tuple[str, Verdict, str], ...]
    search: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark and where it belongs. The middle of the three parts of `message` is Arabic, or empty."""

    where: str
    severity: Severity
    message: tuple[str, str, str]
    row: int | None


@dataclass(frozen=True, slots=True)
class Headline:
    """The verdict on the whole, its worst severity, and the counts that it rests on."""

    severity: Severity | None
    text: str
    counts: str


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    row: int
    verdict: Verdict
    claim: str


def _pairs(record: Record, rows: Sequence[LedgerRow], anchors: dict[tuple[str, int], str]) -> list[Pair]:
    translations = {item.segment: item for item in record.translations}
    level_of = levels(record)
    of_segment: dict[int | None, list[LedgerRow]] = {}
    for row in rows:
        of_segment.setdefault(row.segment, []).append(row)
    pairs: list[Pair] = []
    paragraph: int | None = None
    for segment in record.segments:
        translation, own = translations.get(segment.index), of_segment.get(segment.index, [])
        source = record.article.text[segment.start : segment.end]
        before = [_mark(row.source, row, row.in_translation, segment.start) for row in own if row.source]
        after = [_mark(quantity, row, row.in_translation) for row in own for quantity in row.translation]
        pairs.append(
            Pair(
                segment.index + 1,
                segment.kind == "boilerplate",
                segment.paragraph != paragraph,
                _pieces(source, before, "source", anchors),
                _pieces(translation.text if translation else "", after, "translation", anchors),
                tuple(_segment_remarks(segment, translation)),
                level_of.get(segment.index),
            )
        )
        paragraph = segment.paragraph
    return pairs


def _summary(record: Record, rows: Sequence[LedgerRow], anchors: dict[tuple[str, int], str]) -> list[tuple[Piece, ...]]:
    """The sentences. The spans point into the whole summary, a sentence a line."""
    sentences: list[tuple[Piece, ...]] = []
    start = 0
    for sentence in record.summary.sentences if record.summary else ():
        end = start + len(sentence)
        marks = [
            _mark(quantity, row, row.in_summary, start)
            for row in rows
            for quantity in row.summary
            if start <= quantity.start and quantity.end <= end
        ]
        sentences.append(_pieces(sentence, marks, "summary", anchors))
        start = end + 1
    return sentences


def _mark(quantity: Quantity, row: LedgerRow, verdict: Verdict, offset: int = 0) -> _Mark:
    return _Mark(quantity.start - offset, quantity.end - offset, row.number, verdict, claim_words(quantity))


def _pieces(text: str, marks: Iterable[_Mark], side: str, anchors: dict[tuple[str, int], str]) -> tuple[Piece, ...]:
    """Cuts `text` at its marks; those that overlap become one. Notes the id of each row's first mark in `anchors`."""
    groups: list[list[_Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if groups and mark.start < max(other.end for other in groups[-1]):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    pieces: list[Piece] = []
    position = 0
    for group in groups:
        start, end = group[0].start, max(mark.end for mark in group)
        pieces += (Piece(text[position:start]), _numbered(text[start:end], group, side, anchors))
        position = end
    return tuple(piece for piece in (*pieces, Piece(text[position:])) if piece.text)


def _numbered(text: str, group: Sequence[_Mark], side: str, anchors: dict[tuple[str, int], str]) -> Piece:
    numbers = tuple(dict.fromkeys(mark.row for mark in group))
    new = [number for number in numbers if (side, number) not in anchors]
    anchor = f"{side}-{new[0]}" if new else ""
    anchors.update({(side, number): anchor for number in new})
    worst = min((mark.verdict for mark in group), key=lambda verdict: _ORDER[verdict.severity])
    claims = "; ".join(dict.fromkeys(mark.claim for mark in group if mark.claim))
    label = _explained(worst) + (f" (said with it: {claims})" if claims else "")
    return Piece(text, numbers, anchor, worst.word, worst.severity, label, "" if worst.word == "kept" else sign(worst))


def claim_mark(verdict: Verdict) -> str:
    """What is to be said where the number is right and what is said with it is not; else ""."""
    return CLAIM_MARKS.get(verdict.severity, "") if verdict.word in CLAIM_FINDINGS else ""


def sign(verdict: Verdict) -> str:
    """The sign of a verdict: a tick before it says that the number itself is right."""
    return f"✓{SIGNS[verdict.word][0]}" if claim_mark(verdict) else SIGNS[verdict.word][0]


def _explained(verdict: Verdict) -> str:
    messages = dict.fromkeys("".join(_parted(finding)) for finding in verdict.findings)
    mark = claim_mark(verdict)
    return f"{verdict.word}{mark and f', {mark}'}: {'; '.join(messages) or SIGNS[verdict.word][1]}"


def _parted(finding: Finding) -> tuple[str, str, str]:
    """The message before, in and after its Arabic, which has to be set apart: "800 مليون" would run backwards."""
    return _set_apart(finding.message, finding.source.text if finding.source else "")


def _set_apart(message: str, wording: str) -> tuple[str, str, str]:
    """The message before, in and after `wording`, where that is Arabic."""
    return message.partition(wording) if _ARABIC.search(wording) else (message, "", "")


def _segment_remarks(segment: Segment, translation: Translation | None) -> Iterator[str]:
    if segment.kind == "boilerplate":
        yield "Not translated: not part of the article."
        return
    if translation is None or not translation.text:
        yield "There is no translation of this sentence."
    if translation and translation.finish_reason == "length":
        yield "The translation was cut off at the token limit."
    if translation and translation.guards:
        yield f"Guards that fired: {', '.join(translation.guards)}."
    if translation and translation.expected_chrf is not None:
        name = level(translation.expected_chrf)
        if name != "likely good":
            yield f"Wording {name}: chrF2 {translation.expected_chrf:.0f} expected."


def _line(row: LedgerRow, anchors: dict[tuple[str, int], str]) -> Line:
    def cell(side: str, quantities: Sequence[Quantity]) -> Cell:
        value = quantities[0].value if quantities else None
        key = "" if value is None else f"{float(value):.12g}"
        claims = "; ".join(dict.fromkeys(filter(None, map(claim_words, quantities))))
        return Cell(wording(quantities), anchors.get((side, row.number), ""), key, claims)

    cells = (
        cell("source", [row.source] if row.source else []),
        cell("translation", row.translation),
        cell("summary", row.summary),
    )
    verdicts = (
        ("In translation", row.in_translation, _explained(row.in_translation)),
        ("In summary", row.in_summary, _explained(row.in_summary)),
    )
    quantities = [*([row.source] if row.source else []), *row.translation, *row.summary]
    words = [cell.text for cell in cells] + [cell.text.translate(_ASCII_DIGITS) for cell in cells]
    words += [format_value(item.value) for item in quantities if item.value is not None]
    words += [f"{item.kind} {item.unit or ''} {claim_words(item)}" for item in quantities] + [
        label for _, _, label in verdicts
    ]
    return Line(row, cells, verdicts, " ".join(dict.fromkeys(words)).casefold())


def _key_lines(keys: Coverage, rows: Sequence[LedgerRow]) -> list[KeyLine]:
    """The key numbers, the most important first."""
    first: dict[int | None, LedgerRow] = {}
    for row in rows:
        first.setdefault(row.rank, row)
    numbers = sorted((*keys.kept, *keys.left_out), key=lambda number: number.rank)
    of_numbers = [(number, first[number.rank]) for number in numbers]
    return [
        KeyLine(number.mentions[0].text, wording(row.translation), row.number, number in keys.kept)
        for number, row in of_numbers
    ]


def _words(row: LedgerRow) -> tuple[Word, Word]:
    return (row.in_translation.word, row.in_summary.word)


def _marks(row: LedgerRow) -> tuple[str, str]:
    return (claim_mark(row.in_translation), claim_mark(row.in_summary))


def _remarks(record: Record, rows: Sequence[LedgerRow]) -> list[Remark]:
    """Every remark on the record, a finding with the first row that tells of it."""
    row_of = {
        id(finding): row.number
        for row in reversed(rows)
        for finding in (*row.in_translation.findings, *row.in_summary.findings)
    }
    return [
        Remark(
            remark.where.capitalize(),
            remark.severity,
            _parted(remark.finding)
            if remark.finding
            else _set_apart(remark.message, remark.term.arabic if remark.term else ""),
            row_of.get(id(remark.finding)) if remark.finding else None,
        )
        for remark in remarks(record)
    ]


def _headline(record: Record, rows: Sequence[LedgerRow]) -> Headline:
    found = list(remarks(record))
    severities = [remark.severity for remark in found]
    errors = sum(remark.severity == "error" and remark.finding is not None for remark in found)
    terms = sum(remark.severity == "error" and remark.term is not None for remark in found)
    warnings, notes = severities.count("warning"), severities.count("note")
    useless = sum(remark.severity == "error" and remark.guard not in (None, "empty") for remark in found)
    own = [row for row in rows if row.source]
    kept = sum(row.severity is None and "unchecked" not in _words(row) for row in own)
    counts = f"{_count(len(own), 'number')} in the article, {kept} of them without a finding"
    counts += f"; {_count(len(rows) - len(own), 'number')} added" if len(rows) > len(own) else ""
    counts += f"; {_count(warnings, 'warning')}, {_count(notes, 'note')}."
    if errors:
        return Headline("error", f"{_count(errors, 'number error')} remain{'s' if errors == 1 else ''}", counts)
    if useless:
        return Headline("error", f"Not to be used: a guard objects to {_count(useless, 'output')}", counts)
    if terms:
        said = f"{_count(terms, 'term')} of the glossary {'is' if terms == 1 else 'are'} not as you asked"
        return Headline("error", said, counts)
    if "error" in severities:
        return Headline("error", "Incomplete: a translation or the summary is missing", counts)
    if any("unchecked" in _words(row) for row in rows):
        return Headline("warning", "The numbers were not checked", counts)
    doubtful = sum(name == "doubtful" for name in levels(record).values())
    if doubtful:
        said = f"No number error remains, but the wording of {_count(doubtful, 'sentence')} is doubtful"
        return Headline("warning", said, counts)
    return Headline("warning" if warnings else None, "No number error remains", counts)


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
