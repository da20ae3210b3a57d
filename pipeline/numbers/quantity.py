"""What the number engine reads and says: quantities, findings and comparisons, and their JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from dataclasses import dataclass as _dataclass_with_own_init
else:  # the generated constructor sets every field by itself, which takes four times as long, as does making it
    _dataclass_with_own_init = partial(dataclass, init=False)

Language = Literal["ar", "en"]
Kind = Literal[
    "cardinal", "ordinal", "fraction", "percent", "money", "measure", "multiple",
    "year", "date", "time", "period", "score", "identifier",
]  # fmt: skip
Bound = Literal["exact", "about", "more_than", "at_least", "less_than", "at_most"]
Part = Literal["start", "early", "mid", "late", "end"]
Direction = Literal["up", "down"]
ClaimRole = Literal["by", "to", "from", "level"]
Lone = Literal["length", "past", "next", "now", "part"]
"""How a period stands without a number: as a length (خلال أسبوع), beside now (last year), or by its part alone."""
FindingType = Literal[
    "missing", "added", "changed", "scaled", "unit", "bound", "kind", "rounded", "derived",
    "part", "direction", "role", "counted", "exchanged",
]  # fmt: skip
Severity = Literal["error", "warning", "note"]
Why = Literal["separator", "half-of-day", "homograph", "scale", "vague", "tens", "day-month"]
"""Why a careful reader may take another value: the separator of 1.250; a clock time without a half of the day; خمس,
five and a fifth; the m of "100m" (million, metres); tens for dozens; the forties, years or an age; 3/4/2020."""


class Reading(NamedTuple):
    """Another exact value that a text allows, and why. Only what asks for that `why` may use the value."""

    value: Fraction
    why: Why


class Counted(NamedTuple):
    """The noun that a quantity counts or describes, with its place in the text, and its owner where the text says one.

    `start` and `end` are code-point offsets like those of the quantity.
    """

    start: int
    end: int
    text: str
    owner: str | None = None


def _hidden() -> dict[str, Any]:
    return {"hidden": True}


@dataclass(frozen=True, kw_only=True, init=False, repr=False, eq=False)  # of which those that inherit have their own
class Facts:
    """What a quantity says beside its place, kind and value: the one place where a field of a quantity is defined.

    The reader's amounts and the quantities made of them take their fields from here, and so does the JSON: a field is
    written as it is, or by its line in `_CODECS`; one whose metadata say "hidden" is not written. A field that a JSON
    object lacks takes its default.
    """

    high: Fraction | None = None
    unit: str | None = None
    bound: Bound = "exact"
    readings: tuple[Reading, ...] = ()
    soft: bool = False
    part: Part | None = None
    """The part of the period, date, age or hour: "mid" in "by mid-2024"."""
    direction: Direction | None = None
    """Which way the change or comparison goes that the number measures: "down" in "lost 5"."""
    role: ClaimRole | None = None
    """What the number is in a change: "by" in "rose by 32", "to" in "rose to 32"; "level" for where a thing stands."""
    counted: Counted | None = None
    rule: str = field(default="", compare=False)
    """The rule that read it; see `pipeline.numbers.trace`."""
    assumed: bool = field(default=False, compare=False, metadata=_hidden())
    """The currency is what a bare name or sign ("dollar", "$") usually means; not part of the JSON."""
    parts: tuple[Fraction, ...] = field(default=(), compare=False, metadata=_hidden())
    """The two numbers of a ratio ("one in five"); not part of the JSON."""
    lone: Lone | None = field(default=None, compare=False, metadata=_hidden())
    """A period without a number ("last month", "within a week"): how it stands there; not part of the JSON."""
    change: Direction | None = field(default=None, compare=False, metadata=_hidden())
    """Which way the verb of change goes, where the figure has one; not part of the JSON."""
    rate: Direction | None = field(default=None, compare=False, metadata=_hidden())
    """Which way goes what changes its pace ("growth slowed to 3%" still is growth); not part of the JSON."""
    outcome: Direction | None = field(default=None, compare=False, metadata=_hidden())
    """Whether what the figure measures is itself a gain or a loss ("a loss of 5"); not part of the JSON."""

    def read_as(self, why: Why) -> tuple[Fraction, ...]:
        """The other values that the text allows for that reason."""
        return tuple(reading.value for reading in self.readings if reading.why == why) if self.readings else ()


FACTS = tuple(one.name for one in fields(Facts))
"""The names of the fields that quantities and the reader's amounts share."""
_FACT_NAMES = frozenset(FACTS)


@_dataclass_with_own_init(frozen=True)
class Quantity(Facts):
    """One quantity as read from a text.

    `start`, `end` are code-point offsets into the text as given and `text` is that slice. `value` is exact: percent in
    points (25 for 25 %), magnitudes multiplied out (12500000 for 12.5 million); None only for identifiers, which are
    compared as text. `high` is the upper end of a closed range. `unit` is an ISO 4217 code, "%", "pp", a CLDR unit
    id or None. `readings` are the other exact values that the text allows, each with its reason. A `soft` quantity may
    go unsaid in the other language.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Fraction | None

    if not TYPE_CHECKING:

        def __init__(self, start: int, end: int, text: str, kind: Kind, value: Fraction | None, **facts: Any) -> None:
            if not facts.keys() <= _FACT_NAMES:
                raise TypeError(f"A quantity has no field {', '.join(sorted(facts.keys() - _FACT_NAMES))}.")
            self.__dict__.update(facts, start=start, end=end, text=text, kind=kind, value=value)


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between the quantities of two texts, with a message that names both sides."""

    type: FindingType
    severity: Severity
    source: Quantity | None
    target: Quantity | None
    message: str
    rule: str = field(default="", compare=False)
    """The rule that judged so; see `pipeline.numbers.trace`."""
    other: tuple[Quantity, Quantity] | None = None
    """Where two figures changed places: the second one's source and target. The JSON calls it `with`."""


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
    counted = quantity.counted
    if counted is not None:
        counted = counted._replace(start=counted.start + offset, end=counted.end + offset)
    return replace(quantity, start=quantity.start + offset, end=quantity.end + offset, counted=counted)


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


class _Codec(NamedTuple):
    """How a field is written into the JSON of a quantity, and read from it; a codec may use several keys."""

    write: Callable[[Any], dict[str, Any]]
    read: Callable[[Mapping[str, Any]], Any]


def _write_readings(readings: tuple[Reading, ...]) -> dict[str, Any]:
    values = [format_value(reading.value) for reading in readings]
    return {"readings": values, "reading_whys": [reading.why for reading in readings]}


def _read_readings(data: Mapping[str, Any]) -> tuple[Reading, ...]:
    pairs = zip(data["readings"], data["reading_whys"], strict=True)
    return tuple(Reading(Fraction(value), why) for value, why in pairs)


_CODECS = {
    "high": _Codec(
        lambda high: {"high": None if high is None else format_value(high)},
        lambda data: None if data["high"] is None else Fraction(data["high"]),
    ),
    "readings": _Codec(_write_readings, _read_readings),
    "counted": _Codec(
        lambda counted: {"counted": None if counted is None else counted._asdict()},
        lambda data: None if data["counted"] is None else Counted(**data["counted"]),
    ),
}
_WRITTEN = tuple(one.name for one in fields(Facts) if "hidden" not in one.metadata)


def quantity_to_json(quantity: Quantity) -> dict[str, Any]:
    """The quantity as a JSON object with the field names of the dataclass; values as exact decimal strings."""
    data: dict[str, Any] = {
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
        "kind": quantity.kind,
        "value": None if quantity.value is None else format_value(quantity.value),
    }
    for name in _WRITTEN:
        fact, codec = getattr(quantity, name), _CODECS.get(name)
        data.update({name: fact} if codec is None else codec.write(fact))
    return data


def quantity_from_json(data: Mapping[str, Any]) -> Quantity:
    """The inverse of `quantity_to_json`; raises KeyError or ValueError on data of another shape."""
    value = None if data["value"] is None else Fraction(data["value"])
    facts = {
        name: data[name] if (codec := _CODECS.get(name)) is None else codec.read(data)
        for name in _WRITTEN
        if name in data
    }
    return Quantity(data["start"], data["end"], data["text"], data["kind"], value, **facts)


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """The finding as a JSON object; only an exchange has `with`."""
    data: dict[str, Any] = {
        "type": finding.type,
        "severity": finding.severity,
        "source": None if finding.source is None else quantity_to_json(finding.source),
        "target": None if finding.target is None else quantity_to_json(finding.target),
        "message": finding.message,
        "rule": finding.rule,
    }
    if finding.other is not None:
        source, target = finding.other
        data["with"] = {"source": quantity_to_json(source), "target": quantity_to_json(target)}
    return data


def finding_from_json(data: Mapping[str, Any]) -> Finding:
    """The inverse of `finding_to_json`."""
    other = data.get("with")
    return Finding(
        type=data["type"],
        severity=data["severity"],
        source=None if data["source"] is None else quantity_from_json(data["source"]),
        target=None if data["target"] is None else quantity_from_json(data["target"]),
        message=data["message"],
        rule=data.get("rule", ""),
        other=None if other is None else (quantity_from_json(other["source"]), quantity_from_json(other["target"])),
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
