"""The console command `amana`: the commands, and the one place where their errors become exit codes.

A command parses, calls and prints. What takes long to import is imported when it is called: `amana --help` must not
wait for it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer
from typer.main import get_command

from amana.commands import batch, cache, doctor, evaluate, glossary, models, numbers, translate, words
from amana.messages import complain
from amana.options import expanded
from amana.streams import StdoutError, settled
from models.base import ModelError
from pipeline.article import InputError

MISUSE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141

app = typer.Typer(
    name="amana",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="""\b
Examples:
  amana translate article.txt                 translation, summary and number table
  amana translate *.txt -o out --strict       exit 1 if an error remains
  amana batch articles out                    a folder; the same command goes on after a break
  amana check source.ar.txt target.en.txt     compare the numbers, line by line
  echo 'نحو 12.5 مليون' | amana numbers --lang ar
\b
Exit codes: 0 done; 1 a check found an error; 2 misuse or bad input; 3 some articles failed.""",
)
for _command, _epilog in (
    (translate.translate, translate.EPILOG),
    (batch.batch, batch.EPILOG),
    (numbers.numbers, numbers.NUMBERS_EPILOG),
    (numbers.check, numbers.CHECK_EPILOG),
    (words.words, words.EPILOG),
    (glossary.glossary, glossary.EPILOG),
    (doctor.doctor, doctor.EPILOG),
    (evaluate.evaluate, evaluate.EPILOG),
):
    app.command(_command.__name__, epilog=_epilog)(expanded(_command))
app.add_typer(models.app, name="models")
app.add_typer(cache.app, name="cache")


def _print_version(wanted: bool) -> None:
    if wanted:
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
