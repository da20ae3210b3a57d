"""Options that mean the same in every command, each defined once; `amana.groups` has groups of them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import typer

Translator = Annotated[
    str | None,
    typer.Option(
        "--translator",
        metavar="NAME",
        help="Model that translates: a name of the hub, a folder, a .gguf file, openai:MODEL or a server's name.",
    ),
]
Summarizer = Annotated[
    str | None, typer.Option("--summarizer", metavar="NAME", help="Model that summarizes, named alike.")
]
Profile = Annotated[
    Literal["auto", "embedded", "hub", "best"], typer.Option("--profile", help="Choice of models where none is named.")
]
Device = Annotated[Literal["auto", "cpu", "cuda", "mps"], typer.Option("--device", help="Where the models run.")]
ComputeType = Annotated[
    Literal["auto", "int8", "float32", "float16", "bfloat16"],
    typer.Option("--compute-type", help="Precision of a model of the hub; auto is int8 on a CPU."),
]
ApiBase = Annotated[
    str | None,
    typer.Option(
        "--api-base", metavar="URL", help="Server of openai:MODEL, such as http://127.0.0.1:11434/v1; $OPENAI_BASE_URL."
    ),
]
Insecure = Annotated[bool, typer.Option("--insecure", help="Allow plain http to a server on another machine.")]
Parallel = Annotated[
    int | None, typer.Option("--parallel", metavar="N", min=1, max=256, help="Calls of a server at a time.")
]
GlossaryFile = Annotated[
    Path | None,
    typer.Option(
        "--glossary", metavar="FILE", help="Your own terms, CSV, TSV or JSON: Arabic, English, note, keep, never, must."
    ),
]
SummarySentences = Annotated[
    int, typer.Option("--summary-sentences", metavar="N", min=1, max=50, help="Longest summary, in sentences.")
]
SummaryForm = Annotated[
    Literal["bullets", "paragraph"], typer.Option("--summary-form", help="A sentence a line, or one paragraph.")
]
MustKeep = Annotated[
    int,
    typer.Option("--must-keep", metavar="N", min=0, max=50, help="The summary states the article's N key numbers."),
]
Repair = Annotated[
    bool, typer.Option("--repair/--no-repair", help="Translate anew what has a wrong number or reads wrong.")
]
RepairSamples = Annotated[
    int,
    typer.Option(
        "--repair-samples", metavar="N", min=0, max=64, help="Other translations drawn of each sentence to repair."
    ),
]
Columns = Annotated[
    str, typer.Option("--columns", metavar="KEY=NAME,...", help="What tables call their columns id, title and text.")
]
Export = Annotated[
    str,
    typer.Option("--export", metavar="KIND,...", help="Also write tmx (translation memory) or docx (bilingual table)."),
]
UseCache = Annotated[bool, typer.Option("--cache/--no-cache", help="Use and fill the cache of engine outputs.")]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Exit 1 if a number error remains, a guard objects, a sentence is untranslated or a summary empty.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr, only errors.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Print one JSON object a line instead of a table.")]


def expanded(command: Callable[..., None]) -> Callable[..., None]:
    """`command` as typer must see it: in place of each parameter that is a group, the options that are its fields."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: kind for name, kind in hints.items() if is_dataclass(kind)}
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name not in groups:
            parameters.append(parameter.replace(annotation=hints[name]))
            continue
        of_group = get_type_hints(groups[name], include_extras=True)
        parameters += [
            inspect.Parameter(
                field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=of_group[field.name]
            )
            for field in fields(groups[name])
        ]

    @functools.wraps(command)
    def with_groups(**given: Any) -> None:
        made = {
            name: group(**{field.name: given.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        command(**given, **made)

    with_groups.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # functions may have one
    with_groups.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_groups
