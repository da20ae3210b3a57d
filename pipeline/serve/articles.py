"""`/v1/articles` and `/v1/files`: articles become jobs, which are followed, cancelled and read."""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, BinaryIO
from urllib.parse import quote

from anyio import WouldBlock, to_thread
from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import FileResponse, Response, StreamingResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile as StarletteUpload
from starlette.types import Receive, Scope, Send

from pipeline.article import Article
from pipeline.export import EXPORTS
from pipeline.ingest import KINDS, Refusal, article_from_text, article_id, read_articles
from pipeline.serve.gate import Problem
from pipeline.serve.room import FullError
from pipeline.serve.store import SUFFIXES, Job
from pipeline.serve.texts import MOST_CHARACTERS

router = APIRouter(prefix="/v1", tags=["articles"])
_MOST_OF_ONE_FILE = 1000
_MOST_UPLOADS = 32
"""Requests with files that wait until theirs are read."""
_STATE_TURNS = 5
"""A stream looks for new events at every turn, and at the job on the disk at every so many."""
_TYPES = {".en.txt": "text/plain", ".summary.txt": "text/plain", ".json": "application/json", ".html": "text/html"}
_ENDED = ("done", "failed", "cancelled")
_POLL_SECONDS = 0.15


class ArticleIn(BaseModel):
    """The text of an Arabic article."""

    text: str = Field(max_length=10 * MOST_CHARACTERS)
    title: str | None = Field(default=None, max_length=1000)
    name: str = Field(default="article", max_length=200)


@router.post("/articles", status_code=202, summary="Accepts the text of an article")
def add_article(given: ArticleIn, request: Request) -> dict[str, Any]:
    """It is on the disk when this answers; the job of the answer tells of it."""
    article = article_from_text(given.text, id=given.name, title=given.title, source=given.name)
    [job] = accept(request.app.state.service, [article])
    return asdict(job)


@router.post("/files", status_code=202, summary="Accepts files of articles, of every kind that amana reads")
async def add_files(file: Annotated[list[UploadFile], File()], request: Request) -> dict[str, Any]:
    """`jobs` are those of the articles, a table has one for each row; `refused` says what is no article, and why."""
    articles: list[Article] = []
    refused: list[Refusal] = []
    for upload in file:
        found, others = await read_in_turn(request.app.state.service, upload)
        articles += found
        refused += others
    jobs = await run_in_threadpool(accept, request.app.state.service, articles)
    said = [{"name": item.source, "reason": item.reason} for item in refused]
    return {"jobs": [asdict(job) for job in jobs], "refused": said}


@router.get("/articles", summary="The latest jobs, the newest first")
def list_articles(request: Request) -> dict[str, Any]:
    """At most a hundred. `keep_days` says after how many days what is done is deleted; 0: never."""
    service = request.app.state.service
    return {"jobs": [asdict(job) for job in service.store.latest()], "keep_days": service.keep_days}


@router.get("/articles/{id}", summary="A job, with its record when it is done")
def get_article(id: str, request: Request) -> dict[str, Any]:
    """The record is what `amana translate --jsonl` prints."""
    service = request.app.state.service
    job = _job(service, id)
    made: dict[str, Any] = asdict(job)
    if job.state == "done":
        made["record"] = json.loads(service.store.result(id, ".json").read_text(encoding="utf-8"))
    return made


@router.post("/articles/{id}/cancel", summary="Cancels a job that is not at its end")
def cancel_article(id: str, request: Request) -> dict[str, Any]:
    """What runs ends after the call that the engine is working on."""
    service = request.app.state.service
    _job(service, id)
    if not service.store.cancel(id):
        raise Problem(409, "This job is at its end already.")
    if live := service.room.lives.get(id):
        live.cancelled.set()
    return asdict(_job(service, id))


@router.delete("/articles/{id}", status_code=204, summary="Deletes a job that is at its end, with all its files")
def delete_article(id: str, request: Request) -> Response:
    """One that waits or runs stays: cancel it first."""
    service = request.app.state.service
    job = _job(service, id)
    if not service.store.delete(id):
        raise Problem(409, f"This job is {job.state}; cancel it first, or wait for its end.")
    return Response(status_code=204)


@router.get("/articles/{id}/events", summary="What happens to a job, as server-sent events")
async def follow_article(id: str, request: Request) -> StreamingResponse:
    """`stage`, `source`, `sentence` and, at the end, `end`; a client that comes back goes on after Last-Event-ID."""
    service = request.app.state.service
    await run_in_threadpool(_job, service, id)
    last = request.headers.get("last-event-id", "")
    place = int(last) + 1 if last.isdecimal() and len(last) < 10 else 0
    holder = object()
    try:
        service.streams.acquire_on_behalf_of_nowait(holder)
    except WouldBlock as error:
        raise Problem(
            503, f"Too many follow their jobs here; ask /v1/articles/{id} instead.", retry_after=30
        ) from error
    return _Stream(_events(service, id, place), lambda: service.streams.release_on_behalf_of(holder))


@router.get("/articles/{id}/{name}", summary="A file of a result: en.txt, summary.txt, json, html, tmx, docx")
def get_file(id: str, name: str, request: Request) -> Response:
    """The files that `amana translate` writes."""
    service = request.app.state.service
    job = _job(service, id)
    if name in EXPORTS:
        return _exported(service, job, name)
    suffix = f".{name}"
    if suffix not in SUFFIXES:
        raise Problem(404, f"There is no file {name!r}; there are en.txt, summary.txt, json, html, tmx and docx.")
    path = service.store.result(id, suffix)
    if job.state != "done" or not path.is_file():
        raise Problem(
            409, f"This job is {job.state}, and has no files yet." if job.state != "done" else "The file is gone."
        )
    stem = article_id(PurePosixPath(job.name).stem)
    is_page = suffix == ".html"
    headers = {"content-security-policy": "sandbox allow-scripts"} if is_page else {}
    return FileResponse(
        path, media_type=f"{_TYPES[suffix]}; charset=utf-8", filename=f"{stem}{suffix}", headers=headers,
        content_disposition_type="inline" if is_page else "attachment",
    )  # fmt: skip


def _exported(service: Any, job: Job, kind: str) -> Response:
    if job.state != "done":
        raise Problem(409, f"This job is {job.state}, and has no files yet.")
    export = EXPORTS[kind]
    made = export.make(service.store.record(job.id))
    stem = quote(article_id(PurePosixPath(job.name).stem))
    headers = {"content-disposition": f"attachment; filename*=utf-8''{stem}{export.suffix}"}
    return Response(made, media_type=export.media_type, headers=headers)


class _Stream(StreamingResponse):
    """Server-sent events; `release` is called when they end, whoever ends them."""

    def __init__(self, events: AsyncIterator[str], release: Callable[[], None]) -> None:
        super().__init__(events, media_type="text/event-stream")
        self._release = release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._release()


async def read_in_turn(service: Any, upload: StarletteUpload) -> tuple[list[Article], list[Refusal]]:
    """`read_upload`, one file at a time: the library that reads PDF files is not made for several threads, and files
    that take long must not take the threads of all other requests. Raises FullError where too many wait."""
    if service.readers.statistics().tasks_waiting >= _MOST_UPLOADS:
        raise FullError
    return await to_thread.run_sync(read_upload, upload.filename or "", upload.file, limiter=service.readers)


def read_upload(name: str, file: BinaryIO) -> tuple[list[Article], list[Refusal]]:
    """The articles of a file that somebody sent, and what is none; its name decides nothing but the kind."""
    shown = name.replace("\\", "/").rpartition("/")[2][:200] or "article"
    suffix = PurePosixPath(shown).suffix.lower()
    if suffix not in KINDS:
        reason = f"{shown!r} is of a kind that amana does not read; give a file ending in {', '.join(KINDS)}."
        return [], [Refusal(shown, "article", reason)]
    articles: list[Article] = []
    refused: list[Refusal] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{article_id(PurePosixPath(shown).stem)}{suffix}"
        with path.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        for item in read_articles(path):
            source = shown + (item.source or "").removeprefix(path.name)
            if isinstance(item, Refusal):
                refused.append(Refusal(source, item.id, item.reason.replace(f"{folder}/", "")))
            elif len(articles) < _MOST_OF_ONE_FILE:
                articles.append(replace(item, source=source))
            else:
                reason = f"{shown!r} has more than {_MOST_OF_ONE_FILE} articles; the rest was left out, send it apart."
                refused.append(Refusal(shown, "article", reason))
                break
    return articles, refused


def accept(service: Any, articles: Sequence[Article]) -> list[Job]:
    """The jobs of articles, on the disk. Raises FullError where they would be too many."""
    service.room.require_place(len(articles))
    jobs = [service.store.accept(article) for article in articles]
    for job in jobs:
        service.room.add_job(job.id)
    return jobs


async def until_done(service: Any, id: str) -> Job:
    """The job at its end. Raises Problem 504 where that takes too long."""
    try:
        async with asyncio.timeout(service.limits.seconds):
            while (job := await run_in_threadpool(_job, service, id)).state not in _ENDED:
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError as error:
        raise Problem(
            504, f"This was not done in {service.limits.seconds:g} s; ask /v1/articles/{id} for it."
        ) from error
    return job


async def _events(service: Any, id: str, place: int) -> AsyncIterator[str]:
    silent = 0.0
    job: Job | None = None
    for turn in itertools.count():
        if turn % _STATE_TURNS == 0:
            job = await run_in_threadpool(service.store.get, id)
        live = service.room.lives.get(id)
        events = live.events[place:] if live else []
        for number, event in enumerate(events, place):
            yield f"id: {number}\nevent: {event['event']}\ndata: {json.dumps(event)}\n\n"
        place += len(events)
        if job is None or job.state in _ENDED or service.room.stopping:
            if job is not None and job.state in _ENDED:
                yield f"event: end\ndata: {json.dumps(asdict(job))}\n\n"
            return
        silent = 0.0 if events else silent + _POLL_SECONDS
        if silent > 15:
            silent = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(_POLL_SECONDS)


def _job(service: Any, id: str) -> Job:
    job: Job | None = service.store.get(id)
    if job is None:
        raise Problem(404, "There is no job of this id.")
    return job
