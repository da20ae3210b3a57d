"""The console command `amana`: the commands, and the one place where their errors become exit codes.

A command parses, calls and prints. Its module is imported when it is called, and what takes long to import not before
the module needs it: neither `amana --help` nor a command that needs no model must wait for the others.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from amana.messages import complain
from amana.options import expanded
from amana.streams import StdoutError, settled
from models.base import ModelError
from pipeline.article import InputError

MISUSE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141

_GARBAGE = (50_000, 20, 50)
"""How many new objects set off the search for cycles (`gc.set_threshold`). With Python's own 700, 10, 10 the tables of
words that are read at the start, hundreds of thousands of objects that stay, are searched again and again."""


class Entry(NamedTuple):
    """Where a command is: the module, the function or the group of commands in it, and what `amana --help` says.

    `epilog` names the text below the command's help; a group has its own.
    """

    module: str
    name: str
    line: str
    epilog: str = "EPILOG"


COMMANDS = {
    "translate": Entry("translate", "translate", "Translates and summarizes articles, checks numbers."),
    "batch": Entry("batch", "batch", "Translates and summarizes a folder of articles, checks numbers."),
    "serve": Entry("serve", "serve", "Serves a page and an API that translate."),
    "numbers": Entry("numbers", "numbers", "Finds the numbers of a text, line by line.", "NUMBERS_EPILOG"),
    "check": Entry("numbers", "check", "Compares the numbers of a source and its translation.", "CHECK_EPILOG"),
    "words": Entry("words", "words", "Shows what Arabic words may mean in English, and how likely each meaning is."),
    "glossary": Entry("glossary", "glossary", "Proposes a glossary: names and repeated terms, for a person to edit."),
    "doctor": Entry(
        "doctor", "doctor", "Looks at versions, models, servers, GPU, disk and memory, and says what to do."
    ),
    "evaluate": Entry("evaluate", "evaluate", "Scores translations and summaries, with error bars."),
    "models": Entry("models", "app", "Lists and fetches models, and gives names to models on servers."),
    "cache": Entry("cache", "app", "Shows or empties the cache of engine outputs."),
}
"""Every command and group of commands, in the order of the help."""

_SETTINGS: dict[str, Any] = {"add_completion": False, "pretty_exceptions_enable": False, "rich_markup_mode": None}


class Commands(TyperGroup):
    """The commands of `COMMANDS`: lines of a help until one is called, whose module is then imported."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that `args` begin with, imported."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, None if name is None else _imported(name), rest


def _imported(name: str) -> Any:
    entry = COMMANDS[name]
    module = import_module(f"amana.commands.{entry.module}")
    found = getattr(module, entry.name)
    holder = typer.Typer(**_SETTINGS)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name, epilog=getattr(module, entry.epilog))(expanded(found))
    return get_group(holder).commands[name]


app = typer.Typer(
    name="amana",
    cls=Commands,
    **_SETTINGS,
    epilog="""\b
Examples:
  amana translate article.txt                 translation, summary and number table
  amana translate *.txt -o out --strict       exit 1 if an error remains
  amana batch articles out                    a folder; the same command goes on after a break
  amana serve                                 a page and an API on this machine
  amana check source.ar.txt target.en.txt     compare the numbers, line by line
  echo 'نحو 12.5 مليون' | amana numbers --lang ar
\b
Exit codes: 0 done; 1 a check found an error; 2 misuse or bad input; 3 some articles failed.""",
)
for _name, _entry in COMMANDS.items():
    app.command(_name, help=_entry.line)(lambda: None)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # which takes a tenth of the start of a command

        typer.echo(f"amana {version('amana')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Translates and summarizes Arabic news articles and accounts for every number on the way."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit code; every error of the user ends in one sentence on stderr.

    0 done, 1 a check found an error, 2 misuse or bad input, or stdout cannot be written to, 3 a part of several
    articles failed, 130 interrupted, 141 the reader of stdout went away.
    """
    gc.set_threshold(*_GARBAGE)
    code = 0
    try:
        with settled():
            code = _run(list(sys.argv[1:] if arguments is None else arguments))
    except StdoutError as error:
        if error.is_gone:
            return BROKEN_PIPE
        with settled():
            complain(str(error))
        return MISUSE
    return code


def _run(arguments: list[str]) -> int:
    try:
        command = get_command(app)
        with command.make_context("amana", arguments) as context:
            command.invoke(context)
    except typer.Exit as ending:
        return ending.exit_code
    except typer.TyperException as error:
        complain(_usage_message(error))
        return MISUSE
    except (InputError, ModelError) as error:
        complain(str(error))
        return MISUSE
    except KeyboardInterrupt:
        complain("Stopped.")
        return INTERRUPTED
    except OSError as error:
        # Of a path that nobody has looked at, such as one that is too long for the system.
        what = error.filename or "A file or folder"
        complain(f"{what} cannot be used ({(error.strerror or str(error)).lower()}); check the path and what is there.")
        return MISUSE
    return 0


def _usage_message(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "amana"
    message = error.format_message().replace("Value error, ", "").rstrip(". ")
    return f"{message}; see `{command} --help`."
