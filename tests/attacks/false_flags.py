"""Counts how often the guards object to translations that nobody attacked.

    python -m tests.attacks.false_flags LINES.jsonl… [--list]

Each line is an object with "ar", "en" (human) and perhaps "systems", outputs by the name of their system. Printed are
the flags of each guard, on the human lines and on those of the systems (whose flags may be right), and the Arabic and
English lines that are taken for orders.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from pipeline.guards import GUARDS, guard, holds_order

SAID = ("chatter", "refusal", "obeyed-instruction", "answered-question", "other-language")
"""The guards that read what an output says, not its shape."""


def main(arguments: list[str]) -> None:
    """Prints the counts for the files among `arguments`, and with --list every line that was flagged."""
    listing = "--list" in arguments
    flags: dict[str, Counter[str]] = {"human": Counter(), "systems": Counter()}
    lines: Counter[str] = Counter()
    orders: Counter[str] = Counter()
    for path in (Path(argument) for argument in arguments if argument != "--list"):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            for name, output in {"human": row["en"], **row.get("systems", {})}.items():
                side = "human" if name == "human" else "systems"
                lines[side] += 1
                fired = guard(row["ar"], output, finish_reason="stop")
                flags[side].update(fired)
                flags[side]["any of those on what is said"] += bool(set(fired) & set(SAID))
                if listing and set(fired) & set(SAID):
                    sys.stdout.write(f"{fired} {name}\n  {row['ar']}\n  {output}\n")
            for language in ("ar", "en"):
                orders[language] += holds_order(row[language])
                if listing and holds_order(row[language]):
                    sys.stdout.write(f"order ({language}): {row[language]}\n")
    for side, count in lines.items():
        sys.stdout.write(f"{side}: {count} lines\n")
        for name in (*GUARDS, "any of those on what is said"):
            sys.stdout.write(f"  {name}: {flags[side][name]} ({flags[side][name] / count:.2%})\n")
    for language, count in orders.items():
        sys.stdout.write(f"taken for an order, {language}: {count} of {lines['human']}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
