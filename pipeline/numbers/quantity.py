"""What the number engine reads and says: quantities, findings and comparisons, and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

Language = Literal["ar", "en"]
Kind = Literal[
    "cardinal", "ordinal", "fraction", "percent", "money", "measure", "multiple",
    "year", "date", "time", "period", "score", "identifier",
]  # fmt: skip
Bound = Literal["exact", "about", "more_than", "at_least", "less_than", "at_most"]
FindingType = Literal["missing", "added", "changed", "scaled", "unit", "bound", "kind", "rounded", "derived"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity as read from a text.

    `start`, `end` are code-point offsets into the text as given and `text` is that slice. `value` is exact: percent in
    points (25 for 25 %), magnitudes multiplied out (12500000 for 12.5 million); None only for identifiers, which are
    compared as text. `high` is the upper end of a closed range. `unit` is an ISO 4217 code, "%", "pp", a CLDR unit
    id or None. `readings` are other exact values that ambiguous separators allow. A `soft` quantity may go unsaid in
    the other language.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Fraction | None
    high: Fraction | None = None
    unit: str | None = None
    bound: Bound = "exact"
    readings: tuple[Fraction, ...] = ()
    soft: bool = False
    assumed: bool = field(default=False, compare=False)
    """The currency is what a bare name or sign ("dollar", "$") usually means; not part of the JSON."""
    parts: tuple[Fraction, ...] = field(default=(), compare=False)
    """The two numbers of a ratio ("one in five"); not part of the JSON."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between the quantities of two texts, with a message that names both sides."""

    type: FindingType
    severity: Severity
    source: Quantity | None
    target: Quantity | None
    message: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing a source with a target found; `matched` pairs agree in value, perhaps with a finding on them."""

    findings: tuple[Finding, ...] = field(default=())
    matched: tuple[tuple[Quantity, Quantity], ...] = field(default=())

    @property
    def ok(self) -> bool:
        """True where no finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)


def moved(quantity: Quantity, offset: int) -> Quantity:
    """`quantity` of a part of a text, with its place in the whole, in which the part begins at `offset`."""
    return replace(quantity, start=quantity.start + offset, end=quantity.end + offset)


def format_value(value: Fraction) -> str:
    """Writes `value` exactly: "12500000", "342.5", or "1/3" where no finite decimal exists."""
    denominator = value.denominator
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def quantity_to_json(quantity: Quantity) -> dict[str, Any]:
    """The quantity as a JSON object with the field names of the dataclass; values as exact decimal strings."""
    return {
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
        "kind": quantity.kind,
        "value": None if quantity.value is None else format_value(quantity.value),
        "high": None if quantity.high is None else format_value(quantity.high),
        "unit": quantity.unit,
        "bound": quantity.bound,
        "readings": [format_value(reading) for reading in quantity.readings],
        "soft": quantity.soft,
    }


def quantity_from_json(data: Mapping[str, Any]) -> Quantity:
    """The inverse of `quantity_to_json`; raises KeyError or ValueError on data of another shape."""
    return Quantity(
        start=data["start"],
        end=data["end"],
        text=data["text"],
        kind=data["kind"],
        value=None if data["value"] is None else Fraction(data["value"]),
        high=None if data["high"] is None else Fraction(data["high"]),
        unit=data["unit"],
        bound=data["bound"],
        readings=tuple(Fraction(reading) for reading in data["readings"]),
        soft=data["soft"],
    )


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """The finding as a JSON object."""
    return {
        "type": finding.type,
        "severity": finding.severity,
        "source": None if finding.source is None else quantity_to_json(finding.source),
        "target": None if finding.target is None else quantity_to_json(finding.target),
        "message": finding.message,
    }


def finding_from_json(data: Mapping[str, Any]) -> Finding:
    """The inverse of `finding_to_json`."""
    return Finding(
        type=data["type"],
        severity=data["severity"],
        source=None if data["source"] is None else quantity_from_json(data["source"]),
        target=None if data["target"] is None else quantity_from_json(data["target"]),
        message=data["message"],
    )


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as a JSON object with `ok`, `findings` and `matched`."""
    return {
        "ok": comparison.ok,
        "findings": [finding_to_json(finding) for finding in comparison.findings],
        "matched": [[quantity_to_json(source), quantity_to_json(target)] for source, target in comparison.matched],
    }


def comparison_from_json(data: Mapping[str, Any]) -> Comparison:
    """The inverse of `comparison_to_json`."""
    return Comparison(
        findings=tuple(finding_from_json(finding) for finding in data["findings"]),
        matched=tuple((quantity_from_json(source), quantity_from_json(target)) for source, target in data["matched"]),
    )
