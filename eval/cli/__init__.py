"""The console command `amana`: every command of the pipeline, and `evaluate`, which only this package may know.

Imports run models ← pipeline ← eval, so the command that needs all three is added from the outermost. What evaluation
needs is imported when it is called: `amana --help` must not wait for it.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import typer

from eval.cli import evaluate
from pipeline import cli


def make_app() -> typer.Typer:
    """The pipeline's application with the command `evaluate` added; the pipeline's own stays as it is."""
    app = copy.copy(cli.app)
    app.registered_commands = [*cli.app.registered_commands]
    app.command("evaluate", epilog=evaluate.EPILOG)(evaluate.evaluate)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit code, see `pipeline.cli.main`."""
    return cli.main(arguments, app=make_app())
