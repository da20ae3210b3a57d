"""What is said with a number, in English for prompts, and whether a repaired text says all of it.

A claim is the part of a period, the direction of a change, a figure's role in it, and the noun that it counts
(docs/numbers.md). Whatever English is written here is read back by the number engine and gives the same claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.article import Translation
from pipeline.numbers import Finding, Quantity, format_value, read
from pipeline.numbers.lexicon.changes import Senses, arabic_change
from pipeline.numbers.quantity import Direction, FindingType
from pipeline.numbers.text.folding import fold_word
from pipeline.numbers.write.english import BOUNDS, MONTHS, plural_of
from pipeline.splice import newspaper

CLAIM_FINDINGS: frozenset[FindingType] = frozenset({"part", "direction", "role", "counted", "exchanged"})
"""Findings on a number whose value is right: what is said with it is not."""

Meanings = Callable[[str], Sequence[str]]
"""What an Arabic word may mean in English, the likeliest first."""

_PARTS = {"start": "the start of {}", "early": "early {}", "mid": "the middle of {}", "late": "late {}",
          "end": "the end of {}"}  # fmt: skip
_CHANGED = {"up": "rose", "down": "fell"}
_COMPARED = {"up": "higher", "down": "lower"}
_OUTCOMES = {"up": ("profit", "surplus"), "down": ("loss", "deficit")}
_BALANCE = ("عجز", "فائض")
"""Words after which an outcome is a balance: a deficit or a surplus, not a loss or a profit."""
_HUNDREDTHS = {"AED": "fils", "EGP": "piastres", "GBP": "pence", "ILS": "agorot", "INR": "paise", "MAD": "centimes",
               "MYR": "sen", "RUB": "kopecks", "SAR": "halalas", "USD": "cents"}  # fmt: skip
"""What the hundredths of a currency are called in English."""
_MONTH = re.compile(r"--(\d\d)")
_UNTIL = re.compile(r"(?:^|\W)[وف]?بحلول(?:\s+\w+){0,3}\s*$")
_WORD = re.compile(r"\w+")
_REACH, _GOVERNS = 160, 12  # characters and words before a figure in which its word of change is looked for


def claims_in(source: str, *, meanings: Meanings | None = None) -> dict[str, str]:
    """The hard quantities of an Arabic text in its own words, and each with its claim in English.

    "87 سنتا" is "fell by 87 cents" after a verb of falling, "2024" "by the middle of 2024" after بحلول منتصف عام, and,
    where `meanings` knows the noun, "1.2 مليار" is "1.2 billion accounts". A claim that cannot be written or proved is
    left out, and the number stands by itself; what `newspaper` cannot write at all is left out whole.
    """
    wordings: dict[str, tuple[str, str]] = {}
    for quantity in read(source, lang="ar"):
        plain = None if quantity.soft else _plain(quantity)
        if plain is None:
            continue
        before = source[max(0, quantity.start - _REACH) : quantity.start]
        claimed = _claimed(quantity, plain, before, meanings) or plain
        arabic = " ".join(quantity.text.split())
        known = wordings.setdefault(arabic, (plain, claimed))
        if known[1] != claimed:  # the same figure twice, and of other things
            wordings[arabic] = (known[0], known[0])
    return {arabic: claimed for arabic, (_, claimed) in wordings.items()}


def proves_claims(standing: Translation, candidate: Translation) -> bool:
    """Whether `candidate` says rightly all that `standing` says wrongly with a number, and spoils no right claim.

    A sentence that leaves the claim out has no error any more, but does not prove it: "in 2024" is no repair of "by the
    end of 2024", nor "moved 87 cents" of "rose by 87 cents". A number that `standing` lacks, or has wrong, may
    come with a warning on its claim: that is better than no number.
    """
    if standing.check is None or candidate.check is None:
        return True
    after = [finding for finding in candidate.check.findings if finding.type in CLAIM_FINDINGS]
    before = [finding for finding in standing.check.findings if finding.type in CLAIM_FINDINGS]
    had = {_span(source) for source, _ in standing.check.matched} - {
        _span(quantity) for finding in standing.check.findings for quantity in _sources(finding)
    }
    spoiled = {_span(quantity) for finding in after if finding.severity != "note" for quantity in _sources(finding)}
    if spoiled & had:
        return False
    said = {_span(source): target for source, target in candidate.check.matched}
    for finding in before:
        if finding.severity != "error":
            continue
        for source in _sources(finding):
            target = said.get(_span(source))
            if target is None or _span(source) in spoiled or not _says(target, finding.type):
                return False
    return True


def claim_warnings(translation: Translation) -> int:
    """How many claims of a translation are in doubt."""
    found = translation.check.findings if translation.check else ()
    return sum(finding.severity == "warning" and finding.type in CLAIM_FINDINGS for finding in found)


def claim_words(quantity: Quantity) -> str:
    """What a text says with a number, for readers: "mid, down, by, counts “حساب”"; "" where it says nothing."""
    said: list[str] = [word for word in (quantity.part, quantity.direction, quantity.role) if word]
    if quantity.counted is not None:
        owner = f" of “{quantity.counted.owner}”" if quantity.counted.owner else ""
        said.append(f"counts “{quantity.counted.text}”{owner}")
    return ", ".join(said)


def _says(target: Quantity, kind: FindingType) -> bool:
    """Whether the target makes a claim of the kind at all; that it is the right one, the comparison has said."""
    if kind == "part":
        return target.part is not None
    if kind == "direction":
        return target.direction is not None
    return kind != "role" or target.role is not None


def _sources(finding: Finding) -> Iterator[Quantity]:
    if finding.source is not None:
        yield finding.source
    if finding.other is not None:
        yield finding.other[0]


def _span(quantity: Quantity) -> tuple[int, int]:
    return (quantity.start, quantity.end)


def _plain(quantity: Quantity) -> str | None:
    """The number as a newspaper writes it, with its comparator; also cents, and a month of which a part is named."""
    written = newspaper(quantity, bound=True)
    if written is not None or quantity.value is None or quantity.high is not None:
        return written
    unit, month = quantity.unit or "", _MONTH.fullmatch(quantity.unit or "")
    if unit.endswith("/100"):
        name = _HUNDREDTHS.get(unit[:3])
        return name and f"{BOUNDS[quantity.bound]}{format_value(quantity.value)} {name}"
    if quantity.kind == "date" and quantity.part and month and 1 <= int(month[1]) <= len(MONTHS):
        return MONTHS[int(month[1]) - 1]
    return None


def _claimed(quantity: Quantity, plain: str, before: str, meanings: Meanings | None) -> str | None:
    """The first wording of the claim that reads back as what the source says."""
    for text in _with_part(quantity, plain, before):
        if _reads_back(f"It came {text}" if text.startswith("by ") else f"It came in {text}", quantity):
            return text
    for text in _with_change(quantity, plain, before):
        if _reads_back(text[0].upper() + text[1:], quantity):
            return text
    return next((text for text in _with_noun(quantity, plain, meanings) if _counts(text, quantity)), None)


def _with_part(quantity: Quantity, plain: str, before: str) -> Iterator[str]:
    if quantity.part is None:
        return
    until = "by " if _UNTIL.search(before) else ""
    name = _PARTS[quantity.part]
    if quantity.kind == "period":  # "the early 1990s", "the middle of the 19th century"
        name = name.replace(" of ", " of the ") if " of " in name else f"the {name}"
    yield until + name.format(plain)


def _with_change(quantity: Quantity, plain: str, before: str) -> Iterator[str]:
    direction = quantity.change or quantity.outcome
    if direction is None or quantity.rate is not None:
        return
    balance = any(word in before for word in _BALANCE)
    if quantity.outcome is not None:
        noun = _OUTCOMES[quantity.outcome][balance]
        if quantity.change is None:
            yield f"a {noun} of {plain}"
        elif quantity.role in ("by", "to"):
            plural = {"loss": "losses", "surplus": "the surplus", "deficit": "the deficit"}.get(noun, f"{noun}s")
            yield f"{plural} {_CHANGED[quantity.change]} {quantity.role} {plain}"
        return
    verb = _verb(direction, before, compared=quantity.bound == "exact")
    if verb is not None and quantity.role in ("by", "to", "from"):
        of_range = quantity.role == "from" and quantity.high is not None  # its "from" is in "from 12 to 10"
        yield f"{verb} {quantity.role} {plain}"
        if of_range:
            yield f"{verb} {plain}"


def _verb(direction: Direction, before: str, *, compared: bool) -> str | None:
    """What the nearest word of change before the figure is in English; None where it is not beyond doubt.

    Not `compared` where a comparative may be the figure's own bound: أكثر من 20%.
    """
    words = _WORD.findall(before)[-_GOVERNS:]
    for word in reversed(words):
        senses: Senses = arabic_change(fold_word(word)) or {}
        kinds = {kind for kind, way in senses.items() if way == direction}
        if kinds & {"verb", "direct", "noun"}:
            return _CHANGED[direction]
        if kinds and compared:
            return _COMPARED[direction] if "comparison" in kinds else None
    return None


def _with_noun(quantity: Quantity, plain: str, meanings: Meanings | None) -> Iterator[str]:
    if meanings is None or quantity.counted is None or quantity.kind != "cardinal" or quantity.unit is not None:
        return
    for noun in meanings(quantity.counted.text):
        ending = "d" if noun.endswith("e") else "ed"
        for form in (noun, noun + ending, plural_of(noun)):  # the model has stems: people, injure, account
            yield f"{plain} {form}"


def _counts(text: str, quantity: Quantity) -> bool:
    again = read(text, lang="en")
    return len(again) == 1 and again[0].value == quantity.value and again[0].counted is not None


def _reads_back(text: str, quantity: Quantity) -> bool:
    again = read(text, lang="en")
    return len(again) == 1 and (
        again[0].kind, again[0].value, again[0].high, again[0].unit, again[0].bound, again[0].part, again[0].change,
        again[0].outcome,
    ) == (
        quantity.kind, quantity.value, quantity.high, quantity.unit, quantity.bound, quantity.part, quantity.change,
        quantity.outcome,
    ) and (again[0].role == quantity.role or quantity.change is None)  # fmt: skip
