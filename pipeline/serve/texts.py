"""`/v1/numbers` and `/v1/check`: the number engine, for which nobody waits."""

from __future__ import annotations

from typing import Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Request
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
async def numbers(given: NumbersIn, request: Request) -> dict[str, Any]:
    """As `amana numbers --jsonl` prints them."""

    def made() -> dict[str, Any]:
        return {"quantities": [quantity_to_json(item) for item in read(given.text, lang=given.lang)]}

    return await to_thread.run_sync(made, limiter=request.app.state.service.counters)


@router.post("/check", summary="Whether the numbers of a source are right in its translation")
async def check(given: CheckIn, request: Request) -> dict[str, Any]:
    """As `amana check --jsonl` prints it."""

    def made() -> dict[str, Any]:
        languages = {"source_lang": given.source_lang, "target_lang": given.target_lang}
        found = compare(given.source, given.target, **languages, same_word=same_word)
        return comparison_to_json(found) | {"ok": found.ok}

    return await to_thread.run_sync(made, limiter=request.app.state.service.counters)
