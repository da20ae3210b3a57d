"""The ladder, rung by rung, with an engine that answers from a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.base import Encoder, Generation, ModelError, Progress, Translator
from pipeline.article import Article, Record, Repair, Translation
from pipeline.assessment import with_check, with_guards
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


@dataclass
class Plain:
    """Takes no hints: translates what holds a key of `known` as known, and everything else as `otherwise`."""

    known: dict[str, str]
    otherwise: str
    asked: list[list[str]] = field(default_factory=list)
    name: str = "plain"

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        self.asked.append(list(texts))
        found = [next((said for key, said in self.known.items() if key in text), self.otherwise) for text in texts]
        return [Generation(text, "stop", 9) for text in found]


@dataclass
class Likes:
    """An encoder to which one text is near and all others are a little farther."""

    text: str

    def similarities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [0.9 if two == self.text else 0.7 for _, two in pairs]


def repaired(
    engine: Translator, standing: str, *, seconds: float = 60.0, encoder: Encoder | None = None
) -> tuple[str, list[Repair]]:
    article = Article("one", ARABIC)
    segments = segment_article(article)
    translation = with_check(Translation(segments[0].index, standing, "stop", 9), segments[0], text=article.text)
    translations = tuple(with_guards([translation], list(segments), encoder=encoder))
    record = Record(article, segments=segments, translations=translations)
    outcome = repair_translations(record, engine, encoder=encoder, budget=Budget(seconds=seconds, samples=2))
    return outcome.record.translations[0].text, list(outcome.record.repairs)


def repaired_text(engine: Translator, arabic: str, standing: str) -> str:
    """What the ladder makes of the translation `standing` of one Arabic sentence."""
    article = Article("one", arabic)
    [segment] = segment_article(article)
    translation = with_check(Translation(segment.index, standing, "stop", 9), segment, text=article.text)
    record = Record(article, segments=(segment,), translations=(translation,))
    return repair_translations(record, engine).record.translations[0].text


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


def test_a_failing_engine_keeps_what_there_is_and_says_why() -> None:
    class Broken(Scripted):
        def retranslate(self, texts: Sequence[str], *, hints: Sequence[str]) -> list[Generation]:
            raise ModelError("The cache is full.")

    article = Article("one", ARABIC)
    segments = segment_article(article)
    lacking = with_check(Translation(0, MISSING, "stop", 9), segments[0], text=article.text)
    record = Record(article, segments=segments, translations=(lacking,))
    outcome = repair_translations(record, Broken(hinted=RIGHT))
    assert outcome.record.translations[0].text == MISSING  # no figure that splicing could exchange
    assert any("The cache is full." in note for note in outcome.notes)


def test_an_engine_that_takes_no_hints_is_asked_for_the_parts() -> None:
    first, second = (
        "The company made revenues of $342.5 million last year.",
        "This is from a statement issued yesterday.",
    )
    plain = Plain({"342.5": first}, second)
    text, log = repaired(plain, MISSING)
    assert text == "The company made revenues of $342.5 million last year, this is from a statement issued yesterday."
    assert [(attempt.rung, attempt.accepted) for attempt in log] == [("split", True)]
    assert len(plain.asked) == 1


def test_all_failing_segments_go_through_a_rung_in_one_call() -> None:
    article = Article("two", f"{ARABIC}\n{ARABIC}\n{ARABIC}")
    segments = segment_article(article)
    translations = tuple(
        with_check(Translation(item.index, text, "stop", 9), item, text=article.text)
        for item, text in zip(segments, (MISSING, RIGHT, MISSING), strict=True)
    )
    engine = Scripted(hinted=RIGHT)
    outcome = repair_translations(Record(article, segments=segments, translations=translations), engine)
    assert [item.text for item in outcome.record.translations] == [RIGHT] * 3
    assert [attempt.segment for attempt in outcome.record.repairs] == [0, 2]
    assert len(engine.asked) == 1


def test_among_equals_the_nearest_to_the_source_is_taken() -> None:
    other = RIGHT.replace("made", "had")
    text, _ = repaired(Scripted(hinted=MISSING, drawn=(other, RIGHT)), MISSING, encoder=Likes(RIGHT))
    assert text == RIGHT


def test_a_text_that_lost_the_meaning_is_refused() -> None:
    text, log = repaired(Scripted(hinted=RIGHT, drawn=(RIGHT,), plain=""), MISSING, encoder=Likes(MISSING))
    assert text == MISSING
    assert not any(attempt.accepted for attempt in log)


def test_a_guard_alone_starts_a_repair() -> None:
    text, log = repaired(Scripted(hinted=RIGHT), f"Here is the translation: {RIGHT}")
    assert text == RIGHT
    assert (log[0].guards_before, log[0].guards_after) == (("chatter",), ())


def test_time_is_asked_between_rungs() -> None:
    ticks = iter([0.0, 1.0, 99.0])
    engine = Scripted(hinted=MISSING, drawn=(RIGHT,))
    article = Article("one", ARABIC)
    segments = segment_article(article)
    missing = with_check(Translation(0, MISSING, "stop", 9), segments[0], text=article.text)
    record = Record(article, segments=segments, translations=(missing,))
    outcome = repair_translations(record, engine, budget=Budget(seconds=10), clock=lambda: next(ticks))
    assert len(engine.asked) == 1
    assert outcome.record.repairs[-1].rung == "flag"
    assert "repair stopped after 10 seconds" in outcome.notes


def test_the_parts_of_a_sentence_are_joined_as_one() -> None:
    """A part that goes on with the sentence begins with no capital, unless with a name."""

    class InParts(Scripted):
        def retranslate(self, texts: Sequence[str], *, hints: Sequence[str]) -> list[Generation]:
            if len(texts) == 1:
                return [Generation(MISSING, "stop", 1)]
            parts = (
                "The company made revenues of $342.5 million last year.",
                "According to a statement issued yesterday.",
            )
            return [Generation(text, "stop", 1) for text in parts]

    text, log = repaired(InParts(hinted=MISSING, drawn=(MISSING,)), MISSING)
    assert (log[-1].rung, log[-1].accepted, text) == ("split", True, RIGHT)
