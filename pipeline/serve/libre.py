"""`/translate`, `/detect`, `/languages` and `/translate_file`, shaped as LibreTranslate's clients expect them."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import Future
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from models.base import ModelError
from pipeline.article import Record, english_text
from pipeline.ingest import article_from_text
from pipeline.serve.articles import accept, read_in_turn, until_done
from pipeline.serve.gate import Problem
from pipeline.serve.texts import MOST_CHARACTERS

router = APIRouter(tags=["LibreTranslate"])
LANGUAGES = [
    {"code": "ar", "name": "Arabic", "targets": ["en"]},
    {"code": "en", "name": "English", "targets": []},
]
_MOST_TEXTS = 100

_TRANSLATE = {
    "type": "object",
    "required": ["q", "source", "target"],
    "properties": {
        "q": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": _MOST_TEXTS}]},
        "source": {"type": "string", "enum": ["ar", "auto"]},
        "target": {"type": "string", "enum": ["en"]},
        "format": {"type": "string", "enum": ["text"]},
        "api_key": {"type": "string"},
    },
}
_DETECT = {"type": "object", "required": ["q"], "properties": {"q": {"type": "string"}, "api_key": {"type": "string"}}}
_FILE = {
    "type": "object",
    "required": ["file", "source", "target"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "source": {"type": "string"},
        "target": {"type": "string"},
    },
}


def _body(schema: dict[str, Any], *kinds: str) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}}


@router.get("/languages", summary="The languages")
def languages() -> list[dict[str, Any]]:
    """From Arabic to English."""
    return LANGUAGES


@router.post(
    "/detect", summary="Whether a text is Arabic or English",
    openapi_extra=_body(_DETECT, "application/json", "application/x-www-form-urlencoded"),
)  # fmt: skip
async def detect(request: Request) -> list[dict[str, Any]]:
    """By the script of its letters."""
    given = await _let_in(request)
    letters = [letter for letter in _text(given, "q")[:MOST_CHARACTERS] if letter.isalpha()]
    arabic = sum("\u0600" <= letter <= "\u08ff" for letter in letters)
    share = arabic / len(letters) if letters else 0.0
    language, sure = ("ar", share) if share > 0.5 else ("en", 1 - share)
    return [{"confidence": round(100 * sure if letters else 0.0, 1), "language": language}]


@router.post(
    "/translate", summary="Translates a text or a list of texts, and puts wrong numbers right",
    openapi_extra=_body(_TRANSLATE, "application/json", "application/x-www-form-urlencoded"),
)  # fmt: skip
async def translate(request: Request) -> dict[str, Any]:
    """Waits until it is done."""
    given = await _let_in(request)
    _require_languages(given)
    asked = given.get("q")
    texts = asked if isinstance(asked, list) else [_text(given, "q")]
    if not all(isinstance(text, str) for text in texts) or len(texts) > _MOST_TEXTS:
        raise Problem(400, f"q is a text, or a list of at most {_MOST_TEXTS} texts.")
    if sum(map(len, texts)) > MOST_CHARACTERS:
        raise Problem(413, f"q has more than {MOST_CHARACTERS:,} characters; send it to /v1/articles.")
    articles = await run_in_threadpool(lambda: [article_from_text(text, id="q") for text in texts])
    room = request.app.state.service.room
    room.require_place(len(articles))
    futures: list[Future[Record]] = [room.translation(article) for article in articles]
    seconds = request.app.state.service.limits.seconds
    try:
        records = await asyncio.wait_for(asyncio.gather(*map(asyncio.wrap_future, futures)), seconds)
    except TimeoutError as error:
        raise Problem(504, f"This was not done in {seconds:g} s; send it to /v1/articles, which waits.") from error
    outputs = [english_text(record) for record in records]
    detected = {"confidence": 100.0, "language": "ar"}
    if isinstance(asked, list):
        return {"translatedText": outputs, "detectedLanguage": [detected] * len(outputs)}
    return {"translatedText": outputs[0], "detectedLanguage": detected}


@router.post("/translate_file", summary="Translates a file", openapi_extra=_body(_FILE, "multipart/form-data"))
async def translate_file(request: Request) -> dict[str, str]:
    """Waits until it is done; the answer says where the translation is."""
    given = await _let_in(request)
    _require_languages(given)
    upload = given.get("file")
    if not isinstance(upload, UploadFile):
        raise Problem(400, "file is missing; send one as multipart/form-data.")
    service = request.app.state.service
    found, refused = await read_in_turn(service, upload)
    if refused or len(found) != 1:
        raise Problem(400, refused[0].reason if refused else "A table holds many articles; send it to /v1/files.")
    job = (await run_in_threadpool(accept, service, found))[0]
    ended = await until_done(service, job.id)
    if ended.state != "done":
        raise ModelError(ended.reason or f"The job was {ended.state}.")
    return {"translatedFileUrl": f"{request.base_url}v1/articles/{job.id}/en.txt"}


async def fields(request: Request) -> dict[str, Any]:
    """The fields of a body, JSON or a form. Raises Problem where it is neither."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
            return dict(await request.form())
        found = json.loads(await request.body() or b"{}")
    except HTTPException as error:
        raise Problem(400, "The form is damaged; send it again.") from error
    except (ValueError, RecursionError) as error:
        raise Problem(400, "The body is no JSON; send a JSON object.") from error
    if not isinstance(found, dict):
        raise Problem(400, "The body is no JSON object; send one.")
    return found


async def _let_in(request: Request) -> dict[str, Any]:
    given = await fields(request)
    request.app.state.service.keys.require(request.scope["state"]["key"] or given.get("api_key"))
    return given


def _text(given: dict[str, Any], name: str) -> str:
    text = given.get(name)
    if not isinstance(text, str):
        raise Problem(400, f"{name} is missing, or no text.")
    return text


def _require_languages(given: dict[str, Any]) -> None:
    if given.get("source") not in ("ar", "auto") or given.get("target") != "en":
        raise Problem(400, "amana translates from Arabic to English; give source=ar (or auto) and target=en.")
    if given.get("format", "text") != "text":
        raise Problem(400, "amana translates plain text here; give format=text, or send a web page to /v1/files.")
