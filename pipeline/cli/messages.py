"""What goes to stderr: sentences for users, each on a line of its own that starts with "amana: "."""

from __future__ import annotations

import typer

from pipeline.report.plain import visible


def complain(message: str) -> None:
    """Says `message` on stderr, on one line whatever it holds."""
    typer.echo(f"amana: {visible(message)}", err=True)
