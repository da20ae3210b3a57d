"""Sentences and paths for users: harmless for a terminal, whatever names they hold."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from pipeline.report.plain import visible


def complain(message: str) -> None:
    """Says `message` on stderr, on one line that starts with "amana: ", whatever it holds."""
    typer.echo(f"amana: {visible(message)}", err=True)


def show(message: str) -> None:
    """Prints `message` on stdout, on one line whatever it holds."""
    typer.echo(visible(message))


def show_path(path: Path) -> None:
    """Prints `path` on stdout: as it is for a program that reads it, harmless for a terminal."""
    sys.stdout.write(f"{visible(str(path)) if sys.stdout.isatty() else path}\n")
