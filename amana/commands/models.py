"""`amana models`: what models there are, fetching one, and where it is kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from amana import options as shared
from amana.messages import show_path
from amana.progress import make_display
from models import registry, store
from models.base import ModelError
from models.catalogue import HubModel
from pipeline.output import json_line

app = typer.Typer(help="Lists and fetches the models that run without a hub.", no_args_is_help=False)

LIST_EPILOG = """\b
Examples:
  amana models list
  amana models list --jsonl"""
PULL_EPILOG = """\b
Examples:
  amana models pull                          fetch the embedded model now instead of at first use
  AMANA_HOME=/data/amana amana models pull   keep it in another folder"""
PATH_EPILOG = """\b
Examples:
  amana models path              the folder of all model files
  amana models path embedded     the file of one model; exit 2 if it was not fetched"""

DEFAULT_MODEL = "embedded"


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Lists and fetches the models that run without a hub."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list", epilog=LIST_EPILOG)
def list_models(
    *,
    jsonl: shared.Jsonl = False,
) -> None:
    """Lists the models: size, licence, and whether they are here."""
    rows = [
        {
            "name": item.file.name,
            "title": item.file.title,
            "size": item.file.size,
            "licence": item.file.licence,
            "sha256": item.file.sha256,
            "path": None if item.path is None else str(item.path),
            "source": item.source,
        }
        for item in store.list_models()
    ] + [_hub_row(model, path) for model, path in registry.hub_models()]
    if jsonl:
        sys.stdout.writelines(json_line(row) + "\n" for row in rows)
        return
    from pipeline.report.terminal import make_console, model_table, print_wide

    print_wide(make_console(), model_table(rows))


def _hub_row(model: HubModel, path: Path | None) -> dict[str, Any]:
    """The row of a model of the hub: its files' size and digests are the hub's to say."""
    return {
        "name": model.name,
        "title": model.title,
        "size": None,
        "parameters": model.parameters,
        "roles": sorted(model.roles),
        "licence": model.terms,
        "sha256": None,
        "path": None if path is None else str(path),
        "source": "the hub",
    }


@app.command("pull", epilog=PULL_EPILOG)
def pull(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from `amana models list`.")] = DEFAULT_MODEL,
    *,
    quiet: shared.Quiet = False,
) -> None:
    """Fetches a model, verifies it (also one that is here, if its file has changed), and prints where it is."""
    with make_display(quiet=quiet) as display:
        path = store.pull(name, progress=display.download, say=display.say)
    show_path(path)


@app.command("path", epilog=PATH_EPILOG)
def path(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A name from `amana models list`.")] = None,
) -> None:
    """Prints the folder of the models, or the file of one."""
    if name is None:
        show_path(store.model_home())
        return
    found = store.find(name)
    if found is None:
        raise ModelError(f"The model {name} is not here yet; fetch it with `amana models pull {name}`.")
    show_path(found)
