"""Takes the names of currencies and units from the Unicode CLDR: `python -m pipeline.numbers.lexicon.cldr`.

It writes `cldr.json`, which the engine reads: Babel itself reads, for each language, everything that CLDR knows of it,
which takes as long as the rest of the vocabulary. Run it again where Babel brings another CLDR; a test compares. The
names are CLDR's, Copyright Unicode, Inc., under the Unicode License v3 (https://www.unicode.org/license.txt).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pipeline.numbers.quantity import Language

FILE = Path(__file__).with_name("cldr.json")
_WIDTHS: dict[Language, tuple[str, ...]] = {"ar": ("long",), "en": ("long", "short")}


def from_babel() -> dict[str, Any]:
    """What `cldr.json` holds: `version`; by language `currencies`, the names of each code, the one to show first, and
    `units`, those of each id.
    """
    from babel import Locale
    from babel.core import get_cldr_version

    table: dict[str, Any] = {"version": get_cldr_version(), "currencies": {}, "units": {}}
    for lang in get_args(Language):
        locale = Locale(lang)
        data: Any = locale._data
        plurals = data["currency_names_plural"]
        table["currencies"][lang] = {
            str(code): list(dict.fromkeys((str(name), *_strings(plurals.get(code, {})))))
            for code, name in locale.currencies.items()
        }
        table["units"][lang] = {
            key.split("-", 1)[1]: names
            for key, patterns in data["unit_patterns"].items()
            if "-" in key and (names := sorted(set(_unit_names(patterns, lang))))
        }
    return table


def _unit_names(patterns: Any, lang: Language) -> Iterator[str]:
    """The names in the patterns of a unit, "{0} km"; the Arabic dual, which counts two, is made with its forms."""
    for width in _WIDTHS[lang]:
        for plural, pattern in patterns.get(width, {}).items():
            if lang == "en" or plural != "two":
                yield from (one.replace("{0}", "").strip() for one in _strings(pattern))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif hasattr(value, "values"):
        for inner in value.values():
            yield from _strings(inner)


def main() -> int:
    """Writes the file; 0."""
    FILE.write_text(json.dumps(from_babel(), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
