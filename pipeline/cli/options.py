"""Options that mean the same in every command that runs the pipeline, each defined once."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Translator = Annotated[
    str | None,
    typer.Option(
        "--translator", metavar="NAME", help="Model that translates: a name of the hub, a folder, a .gguf file."
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
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Exit 1 if a number error remains, a guard objects, a sentence is untranslated or a summary empty.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr, only errors.")]
