"""`amana models`: what models there are, fetching one, where it is kept, and names for models on servers."""

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
from models.servers import named
from pipeline.json_lines import json_line

app = typer.Typer(help="Lists and fetches models, and gives names to models on servers.", no_args_is_help=False)

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
ADD_EPILOG = """\b
Examples:
  amana models add desk --api-base http://127.0.0.1:11434/v1 --model qwen2.5:7b
  amana models add lab --api-base https://llm.example.org/v1 --model news --key-env LAB_KEY --parallel 32
  amana translate article.txt --translator desk --summarizer desk
\b
The key stays in the environment variable that --key-env names; amana writes it nowhere. The names are kept in
servers.json, in $AMANA_CONFIG or in your folder of settings."""
REMOVE_EPILOG = """\b
Examples:
  amana models remove desk"""

DEFAULT_MODEL = "embedded"


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Lists and fetches models, and gives names to models on servers."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list", epilog=LIST_EPILOG)
def list_models(
    *,
    jsonl: shared.Jsonl = False,
) -> None:
    """Lists the models: size, licence, and whether they are here."""
    rows: list[dict[str, Any]] = [
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
    ]
    rows += [_hub_row(model, path) for model, path in registry.hub_models()]
    rows += [_server_row(name, server) for name, server in named.servers().items()]
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


def _server_row(name: str, server: named.Server) -> dict[str, Any]:
    """The row of a model on a server: what else there is to know of it the server keeps to itself."""
    return {
        "name": name,
        "title": server.model,
        "size": None,
        "licence": None,
        "sha256": None,
        "path": None,
        "source": "a server",
        "api_base": server.api_base,
    }


@app.command("add", epilog=ADD_EPILOG)
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What --translator and --summarizer are to call it.")],
    *,
    api_base: Annotated[
        str, typer.Option("--api-base", metavar="URL", help="The server's address, up to /v1 or alike.")
    ],
    model: Annotated[str, typer.Option("--model", metavar="MODEL", help="What the server calls the model.")],
    key_env: Annotated[
        str | None, typer.Option("--key-env", metavar="VARIABLE", help="Environment variable that holds the key.")
    ] = None,
    parallel: Annotated[
        int, typer.Option("--parallel", metavar="N", min=1, max=256, help="Calls at a time.")
    ] = named.PARALLEL,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, help="Longest time for an answer.")
    ] = named.TIMEOUT,
    context: Annotated[
        int, typer.Option("--context", metavar="TOKENS", min=1, help="What fits into prompt and answer.")
    ] = named.CONTEXT,
    price_read: Annotated[
        float | None, typer.Option("--price-read", metavar="X", min=0, help="Price of a million tokens read.")
    ] = None,
    price_written: Annotated[
        float | None, typer.Option("--price-written", metavar="X", min=0, help="Price of a million tokens written.")
    ] = None,
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help="Currency of the prices.")] = "USD",
    insecure: shared.Insecure = False,
) -> None:
    """Gives a name to a model on a server that speaks the OpenAI API; nothing is sent to it yet."""
    if name in registry.known_names():
        raise ModelError(f"The name {name!r} is that of a model of `amana models list`; choose another for the server.")
    server = named.Server(
        api_base, model, key_env, parallel, timeout, context, price_read, price_written, currency, insecure
    )
    show_path(named.add(name, server))


@app.command("remove", epilog=REMOVE_EPILOG)
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name that `amana models add` gave.")],
) -> None:
    """Takes the name of a server away."""
    show_path(named.remove(name))


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
