"""`/v1/numbers` and `/v1/check`: the number engine, for which nobody waits."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from models.registry import same_word
from pipeline.numbers import compare, comparison_to_json, quantity_to_json, read

router = APIRouter(prefix="/v1", tags=["numbers"])
MOST_CHARACTERS = 200_000

Text = Field(max_length=MOST_CHARACTERS)
Lang = Literal["ar", "en"]


class NumbersIn(BaseModel):
    """A text and its language."""

    text: str = Text
    lang: Lang = "ar"


class CheckIn(BaseModel):
    """A source and its translation."""

    source: str = Text
    target: str = Text
    source_lang: Lang = "ar"
    target_lang: Lang = "en"


@router.post("/numbers", summary="The quantities of a text")
def numbers(given: NumbersIn) -> dict[str, Any]:
    """As `amana numbers --jsonl` prints them."""
    return {"quantities": [quantity_to_json(item) for item in read(given.text, lang=given.lang)]}


@router.post("/check", summary="Whether the numbers of a source are right in its translation")
def check(given: CheckIn) -> dict[str, Any]:
    """As `amana check --jsonl` prints it."""
    found = compare(
        given.source, given.target, source_lang=given.source_lang, target_lang=given.target_lang, same_word=same_word
    )
    return comparison_to_json(found) | {"ok": found.ok}
