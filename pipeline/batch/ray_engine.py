"""`WindowRunner` on Ray Data: actors that hold the models take windows, on as many machines as a cluster has.

A window is the unit of work: it goes to one actor and runs there as it would here, with the same calls. If its machine
is lost, Ray gives it to another actor, whole. The results come back to this process, which alone writes them.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from models.base import ModelError, Progress
from models.registry import Engines
from pipeline.article import Record
from pipeline.batch.answers import Answers
from pipeline.batch.cache import Cache
from pipeline.batch.folder import OutputFolder
from pipeline.batch.run import Finished, Options, process_window
from pipeline.batch.windows import Window

WINDOWS_PER_ACTOR = 16
"""Windows that go to Ray at a time, for each actor. Actors load their models once for so many."""


@dataclass(frozen=True, slots=True)
class Crew:
    """How many actors a cluster has room for, and the GPUs that each asks for: one, or none where no model uses one."""

    actors: int
    gpus: int


def crew_of(machines: Iterable[Mapping[str, float]], *, on_gpu: bool) -> Crew:
    """The actors for machines with these resources ("CPU", "GPU"): one a GPU if a model uses one, else one a machine.

    Machines without a GPU do nothing where others have one: a model that needs it would hold up the rest.
    """
    machines = list(machines)
    gpus = sum(int(machine.get("GPU", 0)) for machine in machines)
    if on_gpu and gpus:
        return Crew(gpus, 1)
    return Crew(max(1, sum(bool(machine.get("CPU")) for machine in machines)), 0)


class RayRunner:
    """`pipeline.batch.run.WindowRunner` on the cluster at `address`; None starts one of this machine alone.

    `load` and the folder of the cache are taken to each machine: models and cache are those of the machine. `load`
    takes `threads`, since several actors may share the cores of a machine. `on_gpu`: a model may use a GPU.

    Raises:
        ModelError: Ray is not installed, the cluster cannot be reached, or no actor could load its models.
    """

    def __init__(
        self,
        load: Callable[..., Engines],
        options: Options,
        *,
        folder: OutputFolder,
        address: str | None = None,
        cache: Path | None = None,
        progress: Progress | None = None,
        on_gpu: bool = False,
    ) -> None:
        self._on_gpu = on_gpu
        self._work = (load, options, cache)
        self._folder = folder
        self._progress = progress
        self._ray = _connect(address)

    def __call__(self, planned: Iterable[Window]) -> Iterator[tuple[Window, Iterable[Finished]]]:
        """See `WindowRunner`. Windows come back in the order in which they are finished."""
        rest = iter(planned)
        machines = (node["Resources"] for node in self._ray.nodes() if node["Alive"])
        crew = crew_of(machines, on_gpu=self._on_gpu)
        while wave := list(islice(rest, crew.actors * WINDOWS_PER_ACTOR)):
            yield from ((window, ()) for window in wave if not window.articles)
            yield from self._run([window for window in wave if window.articles], crew)

    def _run(self, wave: list[Window], crew: Crew) -> Iterator[tuple[Window, Iterable[Finished]]]:
        if not wave:
            return
        data = self._ray.data
        rows = [{"window": pickle.dumps(window)} for window in wave]
        done = data.from_items(rows, override_num_blocks=len(rows)).map(
            _Actor,
            fn_constructor_args=self._work,
            compute=data.ActorPoolStrategy(size=min(crew.actors, len(rows))),
            num_cpus=1,  # of several: an actor whose machine is lost finds room on another
            num_gpus=crew.gpus or None,  # Ray shows each actor its own alone
        )
        journal = self._folder.journal
        try:
            for row in done.iter_rows():
                window, ends = pickle.loads(row["window"]), pickle.loads(row["ends"])
                if self._progress:
                    self._progress(sum(len(end.translations) for _, end in ends if isinstance(end, Record)))
                # Killed while it writes these, the next run does the whole window again, and no half of it.
                journal.begin(window.articles, settings=self._folder.settings)
                yield window, ends
                journal.clear()
        except self._ray.exceptions.RayError as error:
            raise ModelError(
                f"Ray could not do the work ({_reason(error)}); look at the cluster with `ray status`, and run the "
                "same command again."
            ) from error


class _Actor:
    """Holds the models of a machine, or of one of its GPUs, and takes one window after the other through the stages."""

    def __init__(self, load: Callable[..., Engines], options: Options, cache: Path | None) -> None:
        self._engines = load(threads=_threads())
        self._options = options
        self._cache = None if cache is None else Cache(cache)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        window: Window = pickle.loads(row["window"])
        answers = Answers(self._engines, cache=self._cache)
        try:
            ends = list(process_window(window.articles, self._engines, self._options, answers))
        finally:
            answers.finish()  # also where the engine is gone: what it made is not lost
        return {"window": row["window"], "ends": pickle.dumps(ends)}


def _threads() -> int | None:
    """The cores that this actor may take: its share where the GPUs of its machine have an actor each; None for all."""
    import ray

    context = ray.get_runtime_context()
    if not context.get_accelerator_ids().get("GPU"):
        return None
    own = next(node["Resources"] for node in ray.nodes() if node["NodeID"] == context.get_node_id())
    return max(1, int(own["CPU"] // own["GPU"]))


def _connect(address: str | None) -> Any:
    """The module `ray`, connected to the cluster."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ModelError(
            f"The engine ray cannot be imported ({error}); install it with `pip install 'amana[ray]'`, or leave out "
            "--engine ray."
        ) from error
    try:
        ray.init(address=address, ignore_reinit_error=True, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"There is no Ray cluster at {address} ({_reason(error)}); start one with `ray start --head`, or leave out "
            "--address."
        ) from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray


def _reason(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1].rstrip(".")[:300] if lines else type(error).__name__
