"""The speed of a batch, as ratios taken in one run: `python -m eval.bench_batch [NAME …] [--folder PATH]`.

`article-by-article`: how much faster articles are done together than one after the other in one process, with the same
engine, stages and repairs. `llama.cpp`: how much faster their sentences are translated than by llama.cpp, fed one
sentence at a time with the same model file and prompt. Also printed: the share of a batch's time that checking numbers
takes. The articles are those of `samples`, cut into news items of eight sentences.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from eval.bench import Measurement, describe
from models import prompts, store
from models.base import ModelError
from models.devices import available_cores
from models.registry import Engines, load_engines
from pipeline import assessment, stages, summary_repair
from pipeline.article import Article, InputError
from pipeline.batch.answers import Answers
from pipeline.batch.run import UNTIMED, Options, process_window
from pipeline.ingest import read_article
from pipeline.segment import segment_article

SAMPLES = Path(__file__).parents[1] / "samples"
_SENTENCES = 8
_MOST_CHECKING = 0.02


def article_by_article(articles: Sequence[Article]) -> Measurement:
    """How much faster a batch is than the stages for one article after the other; an engine of its own for each."""
    engines = _engines()
    started, work = time.perf_counter(), time.process_time()
    for article in articles:
        stages.run(article, engines, budget=UNTIMED)
    single, single_work = time.perf_counter() - started, time.process_time() - work
    del engines  # two models at a time would need 7 GB
    engines = _engines()
    checking = [0.0]
    started, work = time.perf_counter(), time.process_time()
    with _timed(checking):
        list(process_window(articles, engines, Options(), Answers(engines)))
    together, together_work = time.perf_counter() - started, time.process_time() - work
    figures = {
        "articles": len(articles),
        "one by one (s)": single,
        "batch (s)": together,
        "processor time one by one (s)": single_work,
        "processor time of the batch (s)": together_work,
        "checking numbers (% of the batch, expected below 2)": 100 * checking[0] / together,
    }
    return Measurement(single / together, at_least=1.5, figures=figures)


def llama_cpp(articles: Sequence[Article]) -> Measurement:
    """How much faster the sentences are translated than by llama.cpp, which gets them one at a time.

    The wheel of llama.cpp is the registry's, built for any CPU: one built for the machine would be faster.
    """
    texts = [segment.text for article in articles for segment in segment_article(article) if segment.kind == "text"]
    engine = _engines().translator
    started = time.perf_counter()
    outputs = engine.translate(texts)
    batched = time.perf_counter() - started
    tokens = sum(output.tokens for output in outputs)
    del engine
    ask = _llama_cpp()
    started = time.perf_counter()
    theirs = sum(ask(prompts.translation(text), 32 + 2 * len(text) // 3) for text in texts)
    single = time.perf_counter() - started
    figures = {
        "sentences": len(texts),
        "llama.cpp one by one (s)": single,
        "batch (s)": batched,
        "tokens of llama.cpp": theirs,
        "tokens of the batch": tokens,
    }
    return Measurement(single / batched, at_least=2.0, figures=figures)


BENCHMARKS: dict[str, Callable[[Sequence[Article]], Measurement]] = {
    "article-by-article": article_by_article,
    "llama.cpp": llama_cpp,
}


def main() -> int:
    """Runs the benchmarks named on the command line, or all; 0, or 2 where the articles or the model cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_batch", description="Measures a batch in one run.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which to run: {', '.join(BENCHMARKS)} (default: all)"
    )
    parser.add_argument("--items", type=int, metavar="N", help="only the first N news items (default: all)")
    parser.add_argument("--folder", type=Path, default=SAMPLES, help="a folder with *.ar.txt (default: %(default)s)")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {unknown[0]!r}; the benchmarks are: {', '.join(BENCHMARKS)}")
    try:
        articles = news_items(options.folder)[: options.items]
        for name in options.names or BENCHMARKS:
            print(describe(name, BENCHMARKS[name](articles)), flush=True)  # noqa: T201  # this is a command line
    except (ModelError, InputError) as error:
        parser.error(str(error))
    return 0


def news_items(folder: Path) -> list[Article]:
    """The articles *.ar.txt of `folder`, cut into items of eight sentences.

    Raises:
        InputError: there is none, or one cannot be read.
    """
    items = []
    for path in sorted(folder.glob("*.ar.txt")):
        article = read_article(path)
        texts = [segment.text for segment in segment_article(article) if segment.kind == "text"]
        for start in range(0, len(texts), _SENTENCES):
            text = "\n".join(texts[start : start + _SENTENCES])
            items.append(Article(f"{article.id}-{start}", text, source=path.name))
    if not items:
        raise InputError(f"There is no file *.ar.txt in {folder}; give a folder with articles named so.")
    return items


def _engines() -> Engines:
    engines = load_engines(profile="embedded")
    engines.translator.translate(["مرحبا"])  # computes the fixed part of the prompt
    if engines.encoder:
        engines.encoder.similarities([("مرحبا", "hello")])  # loads it
    return engines


@contextmanager
def _timed(total: list[float]) -> Iterator[None]:
    """Adds to `total` the processor time of every comparison of numbers that the stages make."""
    places: tuple[tuple[ModuleType, str], ...] = (
        (assessment, "compare"), (stages, "support"), (summary_repair, "support"),
    )  # fmt: skip
    originals = [getattr(module, name) for module, name in places]

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            started = time.thread_time()
            try:
                return function(*arguments, **options)
            finally:
                total[0] += time.thread_time() - started

        return call

    for (module, name), original in zip(places, originals, strict=True):
        setattr(module, name, timed(original))
    try:
        yield
    finally:
        for (module, name), original in zip(places, originals, strict=True):
            setattr(module, name, original)


def _llama_cpp() -> Callable[[str, int], int]:
    """A function that generates greedily after a prompt, up to so many tokens, and returns their number."""
    try:
        import xllamacpp  # type: ignore[import-untyped]  # it ships no py.typed
    except ImportError as error:
        raise ModelError(
            f"llama.cpp cannot be imported ({error}); install it with `pip install xllamacpp`, or run only the others."
        ) from error
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(store.pull("embedded"))
    parameters.n_ctx = 4096
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = available_cores()
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)

    def ask(prompt: str, budget: int) -> int:
        answer = server.handle_completions(
            {"prompt": prompt, "max_tokens": budget, "temperature": 0, "cache_prompt": True}
        )
        return int(answer["usage"]["completion_tokens"])

    ask(prompts.translation("مرحبا"), 4)  # computes the fixed part of the prompt
    return ask


if __name__ == "__main__":
    raise SystemExit(main())
