"""`amana doctor`: whether all is there that amana needs, a line each, with what to do."""

from __future__ import annotations

import sys
from dataclasses import asdict

import typer

from amana import options as shared
from amana.messages import show
from pipeline.json_lines import json_line

PROBLEM = 1

EPILOG = """\b
Examples:
  amana doctor
  amana doctor --jsonl
\b
Each server that `amana models add` gave a name to is asked for its list of models; nothing else is sent anywhere.
\b
Exit codes: 0 nothing is amiss (notes keep nothing from working); 1 there is a problem."""


def doctor(
    *,
    jsonl: shared.Jsonl = False,
) -> None:
    """Looks at versions, models, servers, GPU, disk and memory, and says what to do."""
    from amana.health import check_all

    problems = 0
    for check in check_all():
        problems += check.state == "problem"
        if jsonl:
            sys.stdout.write(json_line(asdict(check)) + "\n")
        else:
            show(f"{check.state}: {check.name}: {check.says}")
        sys.stdout.flush()
    if problems:
        raise typer.Exit(PROBLEM)
