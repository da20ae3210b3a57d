"""Stored comparisons of earlier versions of the first schema, brought into the form that they have now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def upgraded(comparison: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of a comparison as `pipeline.numbers` reads it, whichever version wrote it."""
    return {
        **comparison,
        "findings": [
            {**finding, "source": _quantity(finding["source"]), "target": _quantity(finding["target"])}
            for finding in comparison["findings"]
        ],
        "matched": [[_quantity(source), _quantity(target)] for source, target in comparison["matched"]],
    }


def _quantity(data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Other readings had no reasons at first, and only a reading with a reason is of any use."""
    return data if data is None or "reading_whys" in data else {**data, "readings": [], "reading_whys": []}
