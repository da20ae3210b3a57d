"""JSON on one line, as records, quantities and manifests are printed and kept."""

from __future__ import annotations

import json
import re

_ENDINGS_AND_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029]")  # JSON itself escapes what comes before the space


def json_line(data: object) -> str:
    """`data` as JSON on one line, whatever a reader takes for the end of a line, and without a control character."""
    line = json.dumps(data, ensure_ascii=False)
    return _ENDINGS_AND_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
