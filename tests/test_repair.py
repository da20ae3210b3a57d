"""The ladder, rung by rung, with an engine that answers from a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.base import Generation, Progress
from pipeline.article import Article, Record, Repair, Translation
from pipeline.judge import with_check, with_guards
from pipeline.repair import Budget, repair_translations
from pipeline.segment import segment_article
from pipeline.splice import splice

ARABIC = "وحققت الشركة إيرادات بقيمة 342.5 مليون دولار في العام الماضي، وفق بيان صدر أمس."
RIGHT = "The company made revenues of $342.5 million last year, according to a statement issued yesterday."
WRONG = "The company made revenues of $342.5 billion last year, according to a statement issued yesterday."
MISSING = "The company made revenues last year, according to a statement that was issued yesterday."


@dataclass
class Scripted:
    """Answers each way of asking with one text; remembers how it was asked."""

    hinted: str
    drawn: Sequence[str] = ()
    plain: str = MISSING
    asked: list[str] = field(default_factory=list)
    name: str = "scripted"

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        self.asked.append("translate")
        return [Generation(self.plain, "stop", 9) for _ in texts]

    def retranslate(self, texts: Sequence[str], *, hints: Sequence[str]) -> list[Generation]:
        self.asked.append(f"hint {hints[0]}")
        return [Generation(self.hinted, "stop", 9) for _ in texts]

    def sample(self, texts: Sequence[str], *, hints: Sequence[str], n: int, seed: int = 0) -> list[list[Generation]]:
        self.asked.append(f"sample {n}")
        return [[Generation(text, "stop", 9) for text in self.drawn] for _ in texts]


def repaired(engine: Scripted, standing: str, *, seconds: float = 60.0) -> tuple[str, list[Repair]]:
    article = Article("one", ARABIC)
    segments = segment_article(article)
    translation = with_check(Translation(segments[0].index, standing, "stop", 9), segments[0], text=article.text)
    translations = tuple(with_guards([translation], list(segments), encoder=None))
    record = Record(article, segments=segments, translations=translations)
    outcome = repair_translations(record, engine, budget=Budget(seconds=seconds, samples=2))
    return outcome.record.translations[0].text, list(outcome.record.repairs)


def test_a_right_translation_asks_nothing() -> None:
    engine = Scripted(hinted=WRONG)
    assert repaired(engine, RIGHT) == (RIGHT, [])
    assert engine.asked == []


def test_the_hint_spells_the_quantity_and_is_enough() -> None:
    engine = Scripted(hinted=RIGHT)
    text, log = repaired(engine, MISSING)
    assert text == RIGHT
    assert "$342.5 million" in engine.asked[0]
    assert [(attempt.rung, attempt.accepted, attempt.before) for attempt in log] == [("hint", True, MISSING)]


def test_samples_are_drawn_where_the_hint_fails() -> None:
    text, log = repaired(Scripted(hinted=MISSING, drawn=(WRONG, RIGHT)), MISSING)
    assert text == RIGHT
    assert [(attempt.rung, attempt.accepted) for attempt in log] == [("hint", False), ("sample", True)]


def test_splicing_replaces_one_wrong_figure() -> None:
    assert splice(ARABIC, WRONG) == RIGHT
    text, log = repaired(Scripted(hinted=WRONG, drawn=(WRONG,)), WRONG)
    assert text == RIGHT
    assert (log[-1].rung, log[-1].accepted) == ("splice", True)


def test_splicing_does_not_guess_between_two_figures() -> None:
    source = "باعت الشركة 300 سيارة و500 حافلة"
    assert splice(source, "The company sold 700 cars and 900 buses") is None


def test_what_cannot_be_repaired_is_flagged_and_kept() -> None:
    text, log = repaired(Scripted(hinted=MISSING, drawn=(MISSING,)), MISSING)
    assert text == MISSING
    assert (log[-1].rung, log[-1].accepted, log[-1].errors_after) == ("flag", False, 1)


def test_a_worse_text_with_the_right_number_is_refused() -> None:
    chatter = f"Here is the translation: {RIGHT}"
    text, _ = repaired(Scripted(hinted=chatter, drawn=(chatter,), plain=MISSING), MISSING)
    assert text == MISSING


def test_without_time_only_splicing_is_tried() -> None:
    engine = Scripted(hinted=RIGHT)
    text, log = repaired(engine, WRONG, seconds=0.0)
    assert engine.asked == []
    assert (text, [attempt.rung for attempt in log]) == (RIGHT, ["splice"])
