"""What all our HTML pages have in common: self-contained, everything escaped, and only our own style and script run."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HALF_PAIRS = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Page:
    """A template, and the `values` that it needs besides its own: `style`, `script` and `policy`."""

    template: Template
    values: Mapping[str, object]


@functools.cache
def load_page(
    name: str, *, styles: tuple[str, ...], script: str | None = "report.js", package: str = "pipeline.report"
) -> Page:
    """The template `name` of `package` with our page's style sheet, then `styles`, and the script, if any.

    It extends page.html. Its Content-Security-Policy lets only these through, by their sha256.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    loader = ChoiceLoader([PackageLoader(name) for name in dict.fromkeys((package, "pipeline.report"))])
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, finalize=_shown, trim_blocks=True, lstrip_blocks=True
    )

    def source(file: str) -> str:
        return loader.get_source(environment, file)[0]

    style, code = "\n".join(map(source, ("page.css", *styles))), source(script) if script else None
    values = {"style": Markup(style), "script": Markup(code or ""), "policy": _policy(style, code)}
    return Page(environment.get_template(name), values)


def _shown(value: object) -> object:
    """What a template writes for a value: a text without controls and without marks that override its direction.

    An article must not be able to show 123 where it says 321. Half a surrogate pair has no UTF-8.
    """
    if type(value) is str:
        return _HALF_PAIRS.sub("\ufffd", _CONTROLS.sub("", value))
    return value


def _policy(style: str, script: str | None) -> str:
    scripts = f"script-src 'sha256-{_sha256(script)}'; " if script else ""
    return f"default-src 'none'; style-src 'sha256-{_sha256(style)}'; {scripts}base-uri 'none'; form-action 'none'"


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
