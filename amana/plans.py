"""`amana batch --plan`: what a batch will take, in words or as JSON."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from amana.messages import show
from models.registry import Engines
from pipeline.article import InputError
from pipeline.batch.folder import MANIFEST
from pipeline.batch.manifest import Manifest
from pipeline.batch.plan import Measured, Survey, measure, survey
from pipeline.batch.run import Options
from pipeline.ingest import Listing
from pipeline.json_lines import json_line


def show_plan(
    source: Path,
    out: Path,
    listing: Listing,
    options: Options,
    load: Callable[[], Engines],
    *,
    settings: str,
    jsonl: bool,
) -> None:
    """Counts the articles, runs a few of them, and prints what all of them will take; nothing is written to `out`.

    Raises:
        InputError: an article of the sample has nothing to translate.
        ModelError: no engine could be loaded, or it failed.
    """
    manifest = Manifest(out / MANIFEST)
    if (out / MANIFEST).is_file():
        manifest.load()
    found = survey(source, listing, columns=options.columns, manifest=manifest, settings=settings)
    if not found.sample:
        if jsonl:
            sys.stdout.write(json_line(_counts(found)) + "\n")
        else:
            show(f"Articles: none to do; {found.finished:,} are finished, {found.refused:,} cannot be read.")
        return
    started = time.perf_counter()
    engines = load()
    loading = time.perf_counter() - started
    measured = measure(found.sample, engines, options)
    plan = _plan(found, measured, loading) | {"free": _free(out), "priced": sorted(engines.prices)}
    if jsonl:
        sys.stdout.write(json_line(plan) + "\n")
        return
    for line in _lines(plan, measured):
        show(line)


def _counts(found: Survey) -> dict[str, Any]:
    return {
        "articles": found.articles,
        "sentences": found.sentences,
        "characters": found.characters,
        "finished": found.finished,
        "refused": found.refused,
    }


def _plan(found: Survey, measured: Measured, loading: float) -> dict[str, Any]:
    """The counts, and what was measured for the sample scaled to all."""

    def scaled(amount: float) -> float:
        return measured.scaled(amount, found.characters)

    return _counts(found) | {
        "tokens_written": round(scaled(measured.tokens)),
        "tokens_read": round(scaled(measured.prompt_tokens)),
        "seconds": round(loading + scaled(measured.seconds), 1),
        "seconds_to_load": round(loading, 1),
        "bytes": round(scaled(measured.size)),
        "costs": {currency: round(scaled(cost), 4) for currency, cost in measured.costs.items()},
        "measured_articles": measured.articles,
        "measured_sentences": measured.sentences,
        "measured_seconds": round(measured.seconds, 1),
    }


def _lines(plan: dict[str, Any], measured: Measured) -> list[str]:
    left = f"; {plan['finished']:,} are finished" if plan["finished"] else ""
    left += f"; {plan['refused']:,} cannot be read" if plan["refused"] else ""
    read = f", {plan['tokens_read']:,} read" if plan["tokens_read"] else ""
    cost = "nothing that amana has a price for"
    if plan["costs"]:
        cost = "about " + ", ".join(f"{amount:,.2f} {currency}" for currency, amount in plan["costs"].items())
    elif plan["priced"]:
        cost = "not known: the server does not count its tokens"
    room = "" if plan["bytes"] < plan["free"] else "; MAKE ROOM or choose another OUT"
    return [
        f"Articles: {plan['articles']:,} to do{left}",
        f"Sentences: {plan['sentences']:,}, {plan['characters']:,} characters",
        f"Tokens: about {plan['tokens_written']:,} written{read}",
        f"Time: about {_duration(plan['seconds'])} on this machine, as busy as it is now",
        f"Disk: about {plan['bytes'] / 1e6:,.1f} MB in OUT, where {plan['free'] / 1e9:,.1f} GB are free{room}",
        f"Cost: {cost}",
        f"Measured on {measured.articles:,} of the articles ({measured.sentences:,} sentences, "
        f"{measured.seconds:,.0f} s, and {plan['seconds_to_load']:,.0f} s to load the models).",
    ]


def _duration(seconds: float) -> str:
    for size, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:,.1f} {name}"
    return f"{seconds:,.0f} seconds"


def _free(out: Path) -> int:
    """The bytes that are free where `out` is or will be."""
    place = out.absolute()
    while not place.exists():
        place = place.parent
    try:
        return shutil.disk_usage(place).free
    except OSError as error:
        raise InputError(f"The disk of {out} cannot be looked at ({error}); choose another OUT.") from error
