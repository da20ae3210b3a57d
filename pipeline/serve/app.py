"""The server as one ASGI application: the page, what programs ask, health and metrics."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from anyio import CapacityLimiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from models.base import ModelError
from models.files import is_disk_full
from pipeline.article import InputError
from pipeline.serve import articles, libre, texts
from pipeline.serve.gate import COOKIE, LOCAL_HOSTS, Gate, Keys, Limits, Metrics, Problem, is_local
from pipeline.serve.live import Cancelled
from pipeline.serve.reference import reference
from pipeline.serve.room import FullError, Room
from pipeline.serve.store import StorageError, Store

_DAY = 24 * 3600.0
_SWEEP_SECONDS = 3600.0
_MOST_STREAMS = 100
log = logging.getLogger("amana.serve")

STATIC = {"/page.js": ("page.js", "text/javascript"), "/page.css": ("page.css", "text/css")}


@dataclass(frozen=True, slots=True)
class Service:
    """What the routes use; `keep_days` is for how long what is done is kept, 0 for ever."""

    room: Room
    store: Store
    keys: Keys
    limits: Limits
    keep_days: float = 0
    readers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    counters: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))
    streams: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_MOST_STREAMS))


def make_app(service: Service, *, version: str, host: str = "127.0.0.1") -> ASGIApp:
    """The application; `host` is the address that it will listen on."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.room.start()
        sweeping = asyncio.create_task(_sweep(service))
        yield
        sweeping.cancel()
        await run_in_threadpool(service.room.stop)

    metrics = Metrics()
    metrics.registry.register(_RoomCollector(service.room))
    app = FastAPI(title="amana", version=version, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.service = service
    _add_errors(app)
    _add_pages(app, service, metrics)
    for router in (texts.router, articles.router, libre.router):
        app.include_router(router)
    hosts = frozenset((*LOCAL_HOSTS, host)) if is_local(host) else frozenset[str]()
    return Gate(app, keys=service.keys, limits=service.limits, metrics=metrics, hosts=hosts)


async def _sweep(service: Service) -> None:
    """Deletes what has been done for long, now and every hour."""
    while service.keep_days:
        try:
            deleted = await run_in_threadpool(service.store.delete_before, time.time() - service.keep_days * _DAY)
            log.info("old results deleted", extra={"fields": {"jobs": deleted}})
        except InputError as error:
            log.error("old results not deleted", extra={"fields": {"reason": str(error)}})
        await asyncio.sleep(_SWEEP_SECONDS)


def _add_pages(app: FastAPI, service: Service, metrics: Metrics) -> None:
    folder = files("pipeline.serve") / "page"

    def static(name: str, kind: str) -> Callable[[], Response]:
        return lambda: Response((folder / name).read_bytes(), media_type=kind)

    app.add_api_route("/", static("page.html", "text/html"), include_in_schema=False)
    for path, (name, kind) in STATIC.items():
        app.add_api_route(path, static(name, kind), include_in_schema=False)

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(reference(app.openapi()))

    @app.get("/healthz", tags=["server"], summary="Whether the server works, and with which model")
    def health() -> dict[str, Any]:
        status = "stopping" if service.room.stopping else "ok" if service.room.keeps else "disk full"
        return {"status": status, "model": service.room.model, "keeps": service.room.keeps}

    @app.get("/metrics", include_in_schema=False)
    def numbers() -> Response:
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4")

    @app.post("/v1/key", include_in_schema=False)
    async def key(request: Request) -> JSONResponse:
        given = (await libre.fields(request)).get("key")
        service.keys.require(given)
        answer = JSONResponse({"needed": service.keys.needed})
        if service.keys.needed:
            answer.set_cookie(COOKIE, str(given), httponly=True, samesite="strict")
        return answer


def _add_errors(app: FastAPI) -> None:
    def said(problem: Problem) -> JSONResponse:
        return JSONResponse(
            problem.body, problem.status, headers=problem.headers, media_type="application/problem+json"
        )

    def handler(make: Callable[[Any], Problem]) -> Any:
        async def handle(_: Request, error: Exception) -> JSONResponse:
            return said(make(error))

        return handle

    app.add_exception_handler(Problem, handler(lambda error: error))
    app.add_exception_handler(InputError, handler(lambda error: Problem(400, str(error))))
    app.add_exception_handler(ModelError, handler(lambda error: Problem(502, str(error))))
    app.add_exception_handler(StorageError, handler(lambda error: Problem(507, str(error))))
    app.add_exception_handler(OSError, handler(_of_the_system))
    app.add_exception_handler(Exception, handler(_own))
    stopping = Problem(503, "The server is stopping; send it again when it is back.", retry_after=30)
    app.add_exception_handler(Cancelled, handler(lambda _: stopping))
    full = Problem(503, "Too much waits already; send it again later.", retry_after=30)
    app.add_exception_handler(FullError, handler(lambda _: full))
    app.add_exception_handler(RequestValidationError, handler(_invalid))
    app.add_exception_handler(
        HTTPException, handler(lambda error: Problem(error.status_code, f"{error.detail}; see /docs."))
    )


def _own(error: Exception) -> Problem:
    return Problem(500, f"amana failed here ({type(error).__name__}); please report it.")


def _of_the_system(error: OSError) -> Problem:
    if is_disk_full(error):
        return Problem(507, str(StorageError("no space left on device", is_full=True)))
    return _own(error)


def _invalid(error: RequestValidationError) -> Problem:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return Problem(422, f"{where}: {first['msg']}; see /docs.")


class _RoomCollector:
    def __init__(self, room: Room) -> None:
        self._room = room

    def collect(self) -> list[GaugeMetricFamily]:
        values = {
            "amana_waiting": ("Works that have not begun.", self._room.waiting),
            "amana_engine_calls": ("Calls of the engine.", self._room.calls),
            "amana_engine_texts": ("Texts in these calls.", self._room.texts),
        }
        return [GaugeMetricFamily(name, help, value=value) for name, (help, value) in values.items()]
