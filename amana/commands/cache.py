"""`amana cache`: what the cache of engine outputs holds, and emptying it."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path

import typer

from amana import options as shared
from amana.messages import show
from pipeline.batch.cache import Cache
from pipeline.json_lines import json_line

app = typer.Typer(help="Shows or empties the cache of engine outputs.", no_args_is_help=False)

INFO_EPILOG = """\b
Examples:
  amana cache info
  AMANA_CACHE=/data/cache amana cache info --jsonl"""
CLEAR_EPILOG = """\b
Examples:
  amana cache clear                          everything is translated anew from now on"""


def cache_folder() -> Path:
    """$AMANA_CACHE, else `cache` among the models."""
    if folder := os.environ.get("AMANA_CACHE"):
        return Path(folder).expanduser().absolute()
    from models.store import model_home

    return model_home() / "cache"


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Shows or empties the cache of engine outputs."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("info", epilog=INFO_EPILOG)
def info(
    *,
    jsonl: shared.Jsonl = False,
) -> None:
    """Says where the cache is, how many outputs it holds, and how large it is and may become."""
    with Cache(cache_folder()) as cache:
        found = cache.info()
    if jsonl:
        sys.stdout.write(json_line(asdict(found) | {"path": str(found.path)}) + "\n")
    else:
        show(f"{found.path}: {found.entries:,} outputs, {found.size / 1e6:,.1f} of at most {found.limit / 1e6:,.0f} MB")


@app.command("clear", epilog=CLEAR_EPILOG)
def clear() -> None:
    """Empties the cache."""
    with Cache(cache_folder()) as cache:
        cache.clear()
    show(f"The cache {cache.path} is empty.")
