"""`python -m eval.card [--lines FILE …]`: measures what this version does and writes docs/card.md.

Takes the samples of the project and, of every file of --lines, some lines. What was measured is kept: after Ctrl-C the
same command goes on where it was.
"""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from eval.card import cost, keep, scores
from eval.card.lines import read_lines
from eval.card.page import Lines, Measured, Section, card
from eval.data import DataError, DataSet, load_data
from eval.evaluate import Options, evaluate
from eval.gate import update_floors
from eval.generate import NAME, Settings, Workshop, oracle_systems, pipeline_system
from eval.results import Results, lines_and_documents
from eval.systems import System, output_row, read_outputs
from models import registry
from models.base import ModelError
from models.files import Reserved, write_whole
from pipeline.article import InputError, Record, StageResult
from pipeline.json_lines import json_line
from pipeline.output import cannot_write_file, prepare_file
from pipeline.stages import TRANSLATION

SAMPLES = Path(__file__).parents[2] / "samples"
ARTICLE = "desalination-results"
OUTPUTS, FLOORS, STORED = SAMPLES / "outputs" / "embedded.jsonl", SAMPLES / "floors.json", "embedded"
LINES = 40
_OF_LINES = (*TRANSLATION, "doubt")
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and writes; 0, 2 for lines or an engine that cannot be used, 130 where it was interrupted."""
    parser = argparse.ArgumentParser(prog="python -m eval.card", description=__doc__)
    parser.add_argument(
        "--lines", action="append", type=Path, default=[], metavar="FILE",
        help="also lines of a table with ar and en, or article and translation; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--most", type=int, default=LINES, metavar="N", help="of each FILE so many (default: %(default)s)"
    )
    parser.add_argument("--profile", default="embedded", help="which models run (default: %(default)s)")
    parser.add_argument("-o", "--out", type=Path, default=Path("docs/card.md"), help="default: %(default)s")
    parser.add_argument("--work", type=Path, default=Path("out/card"), help="keeps what is done (default: %(default)s)")
    parser.add_argument(
        "--floors", action="store_true",
        help="also store the outputs for the samples and pin the floors of the gate by them; refuses to lower one",
    )  # fmt: skip
    parser.add_argument("--allow-regression", action="store_true", help="with --floors: floors may fall")
    chosen = parser.parse_args(arguments)
    if chosen.most < 1:
        parser.error(f"--most {chosen.most} takes no line; give 1 or more")
    if chosen.allow_regression and not chosen.floors:
        parser.error("--allow-regression is for pinning floors; add --floors, or leave it out")
    try:
        write_card(chosen)
    except DataError as error:
        for problem in error.problems:
            _say(problem)
        parser.error(str(error))
    except (InputError, ModelError) as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        _say(f"Stopped; what was measured is kept in {chosen.work}, and the same command goes on from there.")
        return _INTERRUPTED
    return 0


def write_card(chosen: argparse.Namespace) -> None:
    """Measures what is not measured yet, and writes the card.

    Raises:
        InputError: lines or files cannot be used.
        ModelError: an engine failed.
    """
    samples = replace(load_data([str(SAMPLES)]), name="samples")
    given = [read_lines(path, most=chosen.most) for path in chosen.lines]
    names = [data.name for data in (samples, *given)]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise InputError(f"Two sets of lines are called {twice!r}; give a file another name.")
    prepare_file(chosen.out, option="--out", reserved=Reserved.of(chosen.lines))
    code = keep.fingerprint(keep.MEASURING)
    deciding = [code, chosen.profile, keep.versions(), *(data.sha256 for data in (samples, *given))]
    command = " ".join(["python -m eval.card", *(f"--lines {path.name}" for path in chosen.lines)])
    command += f" --most {chosen.most}" if given and chosen.most != LINES else ""
    command += f" --profile {chosen.profile}" if chosen.profile != "embedded" else ""
    article = SAMPLES / f"{ARTICLE}.ar.txt"
    kept = functools.partial(keep.keep, chosen.work)
    workshop = _workshop(chosen.profile, chosen.work / "outputs" / keep.fingerprint(keep.MAKING)[:16])

    def score() -> list[Section]:
        results = [_results(samples, workshop, oracles=True), *(_results(one, workshop) for one in given)]
        return [
            scores.translation(results, command), scores.summary(results[0], _alone(chosen.profile)),
            scores.numbers(results, command), scores.claims(results, command), scores.doubt(results, command),
        ]  # fmt: skip

    def cost_memory() -> list[Section]:
        return cost.memory(article, article.with_name(f"{ARTICLE}.en.txt"), profile=chosen.profile, say=_say)

    def cost_speed() -> list[Section]:
        return cost.speed(pipeline_system(samples, workshop, name=NAME), article, say=_say)

    # Memory first: the commands run the model in processes of their own, and two at a time need twice the memory.
    steps: dict[str, tuple[Sequence[str], Callable[[], Sequence[Section]]]] = {
        "memory": (deciding[:3], cost_memory),
        "scores": (deciding, score),
        "speed": (deciding[:4], cost_speed),
    }
    done: dict[str, Measured] = {}
    for number, (what, (upon, measure)) in enumerate(steps.items(), 1):
        _say(f"Step {number} of {len(steps)}: {what}.")
        done[what] = kept(what, upon, measure)
    data = [_described(samples), *map(_described, given)]
    text = card(
        [done["scores"], done["speed"], done["memory"]], data, command=command,
        versions=f"code {code[:16]} (sha256 of all files of the packages), {keep.versions()}",
    )  # fmt: skip
    try:
        write_whole({chosen.out: text}, reserved=Reserved.of(chosen.lines))
    except OSError as error:
        raise cannot_write_file(chosen.out, error, option="--out") from error
    _say(f"Wrote {chosen.out}.")
    if chosen.floors:
        _pin(samples, pipeline_system(samples, workshop, name=NAME), allow_regression=chosen.allow_regression)


class _Progress:
    """Says on stderr what a run of the pipeline does."""

    def __init__(self) -> None:
        self._done = 0

    def begin(self, stage: str, record: Record) -> None:
        """Counts from the start again, and says what is translated."""
        self._done = 0
        if stage == "translate":
            _say(f"  {record.article.id}: {len(record.segments)} sentences.")

    def advance(self, count: int) -> None:
        """A line for every few sentences."""
        self._done += count
        if self._done % cost.SENTENCES < count:
            _say(f"  {self._done} sentences translated.")

    def end(self, result: StageResult) -> None:
        """A line for a stage in which a model ran."""
        if result.model is not None:
            _say(f"  {result.name}: {result.seconds:.1f} s.")


def _workshop(profile: str, folder: Path) -> Workshop:
    load = functools.cache(lambda: registry.load_engines(profile=profile, say=_say))
    return Workshop(load, Settings(profile, profile), folder, _say, _Progress())


def _results(data: DataSet, workshop: Workshop, *, oracles: bool = False) -> Results:
    """The scores of amana on `data`; of lines there are no summaries."""
    if oracles:
        made = pipeline_system(data, workshop, name=NAME)
        systems = [made, *oracle_systems(data, made, workshop)]
    else:
        systems = [pipeline_system(data, workshop, name=NAME, stages=_OF_LINES)]
    return evaluate(data, systems, Options(say=_say))


def _pin(samples: DataSet, system: System, *, allow_regression: bool) -> None:
    """Stores the outputs for the samples and pins the floors that they reach, as `amana evaluate --gate` does."""
    rows = [output_row(system.records[example.id], example) for example in samples.examples]
    text = "".join(json_line(row) + "\n" for row in rows)
    fresh = OUTPUTS.with_suffix(".new.jsonl")
    try:
        write_whole({fresh: text})
        given = load_data([str(SAMPLES)])
        results = evaluate(given, [read_outputs(STORED, fresh, given)], Options(say=_say))
        update_floors(results, FLOORS, allow_regression=allow_regression)
        write_whole({OUTPUTS: text})
    except OSError as error:
        raise cannot_write_file(OUTPUTS, error, option="--floors") from error
    finally:
        fresh.unlink(missing_ok=True)
    _say(f"Stored {OUTPUTS.name} and pinned {FLOORS.name}.")


def _alone(profile: str) -> str:
    return f"amana evaluate samples --profile {profile}"


def _described(data: DataSet) -> Lines:
    lines, documents = lines_and_documents(data)
    about = "; ".join(data.notes) or f"all its lines, in {documents} documents"
    return Lines(data.name, lines, data.sha256, about)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main())
