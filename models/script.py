"""Characters that more than one module looks for."""

from __future__ import annotations

import re

LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
"""Everything that ends a line; the same set wherever amana looks at lines."""

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
"""Arabic vowel signs and other combining marks, for use inside a character class."""
