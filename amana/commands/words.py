"""`amana words`: what the lexical model knows of Arabic words."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from amana import options as shared
from pipeline.article import InputError
from pipeline.json_lines import json_line

EPILOG = """\b
Examples:
  amana words مزيف والحسابات
  amana words --jsonl كازاخستان
\b
Found by: word (read often as written), stem (through its stems), name (a list has it), spelling (no list has it:
transliterated), nothing."""

_SHOWN = 6


def words(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Arabic words, as a text has them.")],
    *,
    jsonl: shared.Jsonl = False,
) -> None:
    """Shows what Arabic words may mean in English, and how likely each meaning is.

    It is this model that writes the glossary below a sentence for the embedded translator."""
    from models.lexical import arabic, storage

    asked = [word for text in words for word in arabic.words(text)]
    if not asked:
        raise InputError(f"There is no Arabic word in {' '.join(words)!r}; give one, such as مزيف.")
    model = storage.load()
    looked_up_words = [(word, model.look_up(word)) for word in asked]
    if jsonl:
        for word, looked_up in looked_up_words:
            meanings = [[english, round(share, 3)] for english, share in looked_up.meanings]
            sys.stdout.write(json_line({"word": word, "found_by": looked_up.source, "meanings": meanings}) + "\n")
        return
    from pipeline.report.terminal import make_console, print_wide, word_table

    rows = [
        (word, looked_up.source, [(english, share) for english, share in looked_up.meanings[:_SHOWN]])
        for word, looked_up in looked_up_words
    ]
    print_wide(make_console(), word_table(rows))
