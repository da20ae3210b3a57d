"""Articles that share an engine: what goes into one call, what an error takes with it, and that nothing hangs."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import pytest

from models.base import FigureSummarizer, Generation, HintedTranslator, ModelError
from models.registry import Engines
from pipeline.article import InputError
from pipeline.batch.answers import Answers
from pipeline.batch.asks import Answer, Ask
from pipeline.batch.coalesce import Desk, Done, run_together
from tests.batch_process import MoodyEngine
from tests.conftest import FakeEngine


class Recorder(MoodyEngine):
    """Remembers each call with its method, and says every text in capitals."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, list[str]]] = []

    def translate(self, texts: Sequence[str], **_: object) -> list[Generation]:
        return self._said("translate", texts)

    def retranslate(self, texts: Sequence[str], *, hints: Sequence[str]) -> list[Generation]:
        return self._said("retranslate", texts)

    def summarize(self, texts: Sequence[str], **_: object) -> list[Generation]:
        return self._said("summarize", texts)

    def _said(self, method: str, texts: Sequence[str]) -> list[Generation]:
        self.asked.append((method, list(texts)))
        if "bad" in texts:
            raise ModelError("it cannot read bad")
        return [Generation(text.upper(), "stop", 1) for text in texts]


def translate_and_summarize(texts: Sequence[str], desk: Desk, *, again: Sequence[str] = ()) -> list[str]:
    translator = desk.engines.translator
    first = [output.text for output in translator.translate(texts)]
    if again and isinstance(translator, HintedTranslator):
        first += [output.text for output in translator.retranslate(again, hints=["hint"] * len(again))]
    return first + [output.text for output in desk.engines.summarizer.summarize([" ".join(first)], sentences=1)]


def ends(works: Sequence[partial[list[str]]], engine: MoodyEngine, **options: int) -> list[Done[list[str]]]:
    engines = Engines(engine, engine)
    return list(run_together(works, engines, Answers(engines, **options)))  # type: ignore[arg-type]


def test_questions_of_one_kind_make_one_call_and_doubles_are_asked_once() -> None:
    engine = Recorder()
    works = [partial(translate_and_summarize, texts) for texts in (["a", "b"], ["b", "c"], ["c"])]
    done = ends(works, engine)
    assert [end.result for end in done] == [["A", "B", "A B"], ["B", "C", "B C"], ["C", "C"]]
    assert engine.asked == [("translate", ["a", "b", "c"]), ("summarize", ["A B", "B C", "C"])]


def test_those_ahead_wait_for_those_behind() -> None:
    """One article needs two repairs: all are summarized in one call after it."""
    engine = Recorder()
    works = [
        partial(translate_and_summarize, ["a"]),
        partial(translate_and_summarize, ["b"], again=["x"]),
        partial(translate_and_summarize, ["c"], again=["y"]),
    ]
    ends(works, engine)
    assert [method for method, _ in engine.asked] == ["translate", "retranslate", "summarize"]
    assert engine.asked[1] == ("retranslate", ["x", "y"])


def test_the_calls_do_not_depend_on_the_time_that_threads_take() -> None:
    asked = []
    for slow in range(3):
        engine = Recorder()
        gate = threading.Event()

        def dawdle(texts: Sequence[str], desk: Desk, *, wait: bool, gate: threading.Event = gate) -> list[str]:
            if wait:
                gate.wait(0.1)
            return translate_and_summarize(texts, desk)

        ends([partial(dawdle, [f"t{place}"], wait=place == slow) for place in range(3)], engine)
        asked.append(engine.asked)
    assert asked[0] == asked[1] == asked[2]


def test_long_lists_are_cut_into_calls() -> None:
    engine = Recorder()
    works = [partial(translate_and_summarize, [f"{work}-{place}" for place in range(5)]) for work in "ab"]
    ends(works, engine, outputs_per_call=4)
    assert [len(texts) for method, texts in engine.asked if method == "translate"] == [4, 4, 2]


def test_only_what_is_at_fault_fails() -> None:
    engine = Recorder()
    works = [partial(translate_and_summarize, texts) for texts in (["a"], ["bad"], ["c"])]
    done = ends(works, engine)
    assert [end.result for end in done if end.error is None] == [["A", "A"], ["C", "C"]]
    [failed] = [end for end in done if end.error is not None]
    assert failed.index == 1
    assert isinstance(failed.error, ModelError)


@pytest.mark.parametrize("error", [InputError("nothing"), ZeroDivisionError("ours")])
def test_an_error_in_the_work_is_that_works_end(error: Exception) -> None:
    def fail(_: Desk) -> list[str]:
        raise error

    done = ends([partial(fail), partial(translate_and_summarize, ["a"])], Recorder())
    assert [(end.index, end.error) for end in done] == [(0, error), (1, None)]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), InputError("the disk is full")])
def test_what_ends_everything_leaves_no_thread_behind(error: BaseException) -> None:
    def refuse(_: Sequence[Ask]) -> Iterator[Mapping[Ask, Answer]]:
        raise error
        yield {}

    engine = Recorder()
    before = set(threading.enumerate())  # other tests in this process may have left some of a library's
    works = [partial(translate_and_summarize, [text]) for text in "abc"]
    with pytest.raises(type(error)):
        list(run_together(works, Engines(engine, engine), refuse))
    own = set(threading.enumerate()) - before
    for thread in own:
        thread.join(5)
    assert not [thread for thread in own if thread.is_alive()]


def test_proxies_can_what_their_engines_can() -> None:
    seen: list[tuple[bool, bool]] = []

    def look(desk: Desk) -> list[str]:
        translator, summarizer = desk.engines.translator, desk.engines.summarizer
        seen.append((isinstance(translator, HintedTranslator), isinstance(summarizer, FigureSummarizer)))
        return []

    ends([partial(look)], Recorder())
    plain = FakeEngine()
    list(run_together([look], Engines(plain, plain), Answers(Engines(plain, plain))))
    assert seen == [(True, False), (False, False)]


def test_the_clock_counts_a_share_of_each_call() -> None:
    times: list[float] = []

    def timed(texts: Sequence[str], desk: Desk) -> list[str]:
        started = desk.clock()
        desk.engines.translator.translate(texts)
        times.append(desk.clock() - started)
        return []

    class Slow(Recorder):
        def translate(self, texts: Sequence[str], **_: object) -> list[Generation]:
            threading.Event().wait(0.2)
            return super().translate(texts)

    ends([partial(timed, ["a", "b", "c"]), partial(timed, ["d"])], Slow())
    assert sum(times) < 2 * 0.2  # each of two that wait for the whole call would have counted all of it
    assert max(times) > 2 * min(times)
