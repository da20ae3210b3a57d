"""A glossary on its way through prompts, checks, repairs, names, views, the cache and the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from models.base import Generation
from models.registry import Engines, Glossary, Term
from pipeline.article import Article, Record, record_from_json, record_to_json
from pipeline.batch.cache import Cache
from pipeline.report.html import render
from pipeline.stages import run
from pipeline.terms.findings import TermFinding, term_findings
from pipeline.terms.names import two_ways
from pipeline.terms.place import placed
from pipeline.verdict import is_strict_failure, verdict
from tests.conftest import Amana, FakeEngine, Loads
from tests.records import HOSTILE
from tests.stand_in import StandIn, stand_in
from tests.test_servers import build

OFFICE = Term("مكتب", "office", never=("library",), must=True)
MADIYEV = Term("مادييف", "Madiyev")


def found(source: str, output: str, *terms: Term) -> list[tuple[str, str, str]]:
    findings = term_findings(source, output, Glossary(terms))
    return [(finding.type, finding.severity, finding.found) for finding in findings]


def test_what_is_said_of_a_term() -> None:
    source = "أنشأت المنصة مكتبا. وزار مادييف المكتب."
    assert found(source, "It set up an office. Madiyev saw it.", OFFICE, MADIYEV) == []
    assert found(source, "It set up a branch.", OFFICE, MADIYEV) == [
        ("missing", "error", ""),
        ("missing", "warning", ""),
    ]
    assert found(source, "It set up a library.", OFFICE) == [("forbidden", "error", "library")]
    assert found(source, "It set up an office in the library.", OFFICE) == [("forbidden", "warning", "library")]
    assert found("لا شيء", "A library.", OFFICE) == []


PLACED = {
    "what is never wanted": ("مكتب", "office", "library", "مكتبا", "It set up a library.", "It set up an office."),
    "words that are right already": (
        "المحفظة المتكاملة", "integrated wallet", "vault", "المحفظة المتكاملة", "the integrated vault",
        "the integrated wallet",
    ),
    "a name by its sound": ("مادييف", "Madiyev", "", "قال مادييف ذلك", "Madief said so.", "Madiyev said so."),
    "first name and surname": (
        "زهاسلان مادييف", "Zhaslan Madiyev", "", "قال زهاسلان مادييف ذلك", "Zehaslan Madiafi said so.",
        "Zhaslan Madiyev said so.",
    ),
    "a noun by its meaning": ("منصة", "service", "", "نمت المنصة", "The platform grew.", "The service grew."),
    "in the plural": ("حساب", "profile", "", "حظرت حسابات", "It blocked accounts.", "It blocked profiles."),
    "at the beginning": ("منصة", "service", "", "منصة نمت", "Platform grew.", "Service grew."),
}  # fmt: skip
NOT_PLACED = {
    "two that it may be": ("مادييف", "Madiyev", "", "قال مادييف ذلك", "Madief and Madev said so."),
    "a second word with this meaning": ("منصة", "service", "", "المنصة", "The platform is a platform."),
    "no word at all": ("مادييف", "Madiyev", "", "قال مادييف ذلك", "He said so."),
    "no name": ("دوروف", "Durov", "", "قال دوروف", "they drove"),
    "the term twice": ("مادييف", "Madiyev", "", "مادييف قال مادييف", "Madief said it."),
    "never, twice": ("مكتب", "office", "library", "أنشأت مكتبا", "A library in a library."),
}


@pytest.mark.parametrize(("arabic", "english", "never", "source", "output", "better"), PLACED.values(), ids=PLACED)
def test_a_term_is_placed(arabic: str, english: str, never: str, source: str, output: str, better: str) -> None:
    terms = Glossary([Term(arabic, english, never=(never,) if never else ())])
    text = placed(source, output, term_findings(source, output, terms))
    assert text == better
    assert term_findings(source, better, terms) == ()


@pytest.mark.parametrize(("arabic", "english", "never", "source", "output"), NOT_PLACED.values(), ids=NOT_PLACED)
def test_a_term_is_not_placed(arabic: str, english: str, never: str, source: str, output: str) -> None:
    terms = Glossary([Term(arabic, english, never=(never,) if never else ())])
    findings = term_findings(source, output, terms)
    assert findings
    assert placed(source, output, findings) is None


TEXT = "أنشأت المنصة مكتبا في 12 مدينة.\nوقال مادييف إن العدد ارتفع بنسبة 25%.\nثم سافر مادييف إلى القاهرة.\n"
LINES = TEXT.splitlines()
SAID = dict(
    zip(
        LINES,
        (
            "The platform set up a library in 12 cities.",
            "Madief said that it rose by 25%.",
            "Then Madev left for Cairo.",
        ),
        strict=True,
    )
)


@dataclass
class Told(FakeEngine):
    """An engine that says the right thing once its hint has it."""

    name: str = "told"
    better: dict[str, str] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)

    def retranslate(self, texts: Sequence[str], *, hints: Sequence[str]) -> list[Generation]:
        self.hints += hints
        return [Generation(self.better.get(text, self.translations[text]), "stop", 7) for text in texts]


def ran(engine: FakeEngine, *terms: Term, repair: bool = True) -> Record:
    engine.summary = "- The platform grew."
    engines = Engines(engine, engine, terms=Glossary(terms) if terms else None)
    article = Article("news", TEXT, source="news.txt")
    return run(article, engines) if repair else run(article, engines, budget=None)


def texts(record: Record) -> list[str]:
    return [item.text for item in record.translations]


def test_a_missing_term_climbs_the_ladder_with_its_hint() -> None:
    better = {LINES[0]: "The platform set up an office in 12 cities."}
    engine = Told(translations=SAID, better=better)
    record = ran(engine, replace(OFFICE, never=()))
    assert engine.hints == ["12 = 12; مكتبا = office"] or "مكتبا = office" in engine.hints[0]
    assert texts(record)[0] == better[LINES[0]]
    assert [(item.rung, item.accepted) for item in record.repairs if item.segment == 0] == [("hint", True)]
    assert record.translations[0].terms == ()


@pytest.mark.parametrize(("must", "drawn"), [(True, 1), (False, 0)])
def test_only_for_what_must_be_there_other_translations_are_drawn(must: bool, drawn: int) -> None:
    """A term that need not be there is not worth a sentence that may be worded worse."""

    class Draws(FakeEngine):
        draws = 0

        def sample(
            self, texts: Sequence[str], *, hints: Sequence[str], n: int, seed: int = 0
        ) -> list[list[Generation]]:
            self.draws += 1
            return [[Generation("", "stop", 1)] * n for _ in texts]

    engine = Draws(translations=SAID)
    record = ran(engine, Term("سافر", "flew", must=must))
    assert engine.draws == drawn
    assert [finding.severity for finding in record.translations[2].terms] == ["error" if must else "warning"]


def test_an_engine_that_takes_no_prompt_gets_its_terms_placed_or_reported() -> None:
    record = ran(FakeEngine(translations=SAID), OFFICE, MADIYEV, Term("مدينة", "town"), Term("سافر", "flew"))
    assert texts(record)[0] == "The platform set up an office in 12 towns."
    assert "Madiyev said" in texts(record)[1]
    assert "Madiyev left" in texts(record)[2]
    assert [finding.english for item in record.translations for finding in item.terms] == ["flew"]
    assert {item.rung for item in record.repairs if item.accepted} == {"splice"}
    assert verdict(record) == "warning"


def test_numbers_and_terms_are_put_right_together() -> None:
    wrong = SAID | {LINES[0]: "The platform set up a library in 13 cities."}
    record = ran(FakeEngine(translations=wrong), OFFICE)
    assert texts(record)[0] == "The platform set up an office in 12 cities."


def test_without_repair_what_is_wrong_is_reported_in_every_view() -> None:
    record = ran(FakeEngine(translations=SAID), OFFICE, repair=False)
    assert verdict(record) == "error"
    assert is_strict_failure(record)
    again = record_from_json(json.loads(json.dumps(record_to_json(record))))
    assert again == record
    page = render(record, version="0")
    assert "1 term of the glossary is not as you asked" in page
    assert '<bdi lang="ar" dir="rtl">مكتبا</bdi>, and never “library”' in page


def test_a_hostile_term_is_only_shown() -> None:
    record = ran(FakeEngine(translations=SAID), repair=False)
    wrong = TermFinding("forbidden", "error", f"مكتب {HOSTILE}", HOSTILE, HOSTILE)
    record = replace(record, translations=(replace(record.translations[0], terms=(wrong,)), *record.translations[1:]))
    page = render(record, version="0")
    assert "<script>document.title" not in page
    assert "&lt;script&gt;document.title" in page


def test_a_long_table_is_left_alone_in_no_time() -> None:
    """Otherwise every word of it would be compared with every other."""
    assert two_ways(["مادييف " * 5000] * 2, ["Madev " * 5000, "Madiyev " * 5000]) == []


def test_a_record_without_terms_still_loads() -> None:
    data = record_to_json(ran(FakeEngine(translations=SAID)))
    for item in data["translations"]:
        del item["terms"]
    assert all(item.terms == () for item in record_from_json(data).translations)


def test_a_name_in_two_spellings_is_brought_to_the_first() -> None:
    record = ran(FakeEngine(translations=SAID))
    assert texts(record)[1:] == ["Madief said that it rose by 25%.", "Then Madief left for Cairo."]
    assert [item.rung for item in record.repairs] == ["unify"]
    [stage] = [stage for stage in record.stages if stage.name == "unify_names"]
    assert stage.notes == ("names in two spellings: Madev is Madief elsewhere (segment 3); brought to one: 1",)


def test_without_repair_a_name_in_two_spellings_is_reported() -> None:
    record = ran(FakeEngine(translations=SAID), repair=False)
    assert texts(record)[2] == "Then Madev left for Cairo."
    assert [(item.type, item.found, item.english) for item in record.translations[2].terms] == [
        ("two ways", "Madev", "Madief")
    ]


SPELLINGS = {
    "most have it": (["مادييف"] * 3, ["Madev.", "Madiyev.", "Madiyev."], [(0, "Madev", "Madiyev")]),
    "clitics": (["مادييف", "ومادييف"], ["Madev.", "And Madiyev."], [(1, "Madiyev", "Madev")]),
    "another form of it": (["كازاخستان"] * 2, ["Kazakhstan.", "Kazakhstani."], []),
    "two that sound so": (["مادييف ومدوف"] * 2, ["Madev.", "Madiyev."], []),
    "no capital": (["دوروف"] * 2, ["Durov.", "They drove."], []),
    "both in one": (["مادييف"] * 2, ["Madev.", "Madev and Madiyev."], []),
    "one way": (["مادييف"] * 2, ["Madev.", "Madev."], []),
}


@pytest.mark.parametrize(("sources", "outputs", "expected"), SPELLINGS.values(), ids=SPELLINGS)
def test_names_in_two_spellings(sources: list[str], outputs: list[str], expected: list[tuple[int, str, str]]) -> None:
    assert [(item.index, item.found, item.wanted) for item in two_ways(sources, outputs)] == expected


def test_what_the_glossary_has_is_left_to_its_own_check() -> None:
    assert two_ways(["مادييف"] * 2, ["Madev.", "Madiyev."], Glossary([MADIYEV])) == []


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as state:
        state.translations = dict(SAID)
        yield state


def test_the_prompt_has_the_terms_of_its_sentence_and_the_identity_their_digest(server: StandIn) -> None:
    engine, _ = build(server)
    plain = engine.identity
    terms = Glossary([Term("إيرادات", "turnover"), MADIYEV])
    engine.use_terms(terms)
    engine.translate(["وبلغت الإيرادات 40 دولارا."])
    asked = server.bodies[-1]["messages"][-1]["content"]
    assert asked.endswith("Glossary: الإيرادات = turnover")
    assert engine.identity == f"{plain}, terms {terms.digest}"


def test_the_users_word_goes_before_ours() -> None:
    from models.lexical import glossary, storage

    sentence = "تتزايد الحسابات المزيفة"
    line, rest = Glossary([Term("حساب مزيف", "bogus profile")]).line(sentence)
    ours = glossary.line(glossary.glossary(rest, storage.load()))
    assert line == "الحسابات المزيفة = bogus profile"
    assert "مزيف" in glossary.line(glossary.glossary(sentence, storage.load()))
    assert "مزيف" not in ours


# The command line


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "my words.csv"
    path.write_text("arabic,english,never,must\nمكتب,office,library,yes\nمادييف,Madiyev,,\n", encoding="utf-8")
    return path


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "news.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_translate_with_a_glossary(amana: Amana, fake: Loads, news: Path, words: Path, tmp_path: Path) -> None:
    fake.engine.translations = SAID
    result = amana("translate", news, "--glossary", words, "-o", tmp_path / "out", "--strict", "--no-repair")
    assert result.code == 1
    assert "error in segment 1: the glossary has “office” for مكتبا, and never “library”" in result.out
    assert "warning in segment 2: the glossary has “Madiyev”" in result.out
    assert amana("translate", news, "--glossary", words, "-o", tmp_path / "out", "--strict").code == 0
    english = (tmp_path / "out" / "news.en.txt").read_text(encoding="utf-8")
    assert "an office in 12 cities" in english
    assert english.count("Madiyev") == 2


def test_a_bad_glossary_ends_before_a_model_is_loaded(amana: Amana, fake: Loads, news: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("مكتب,\n", encoding="utf-8")
    for arguments in (("translate", news), ("batch", news.parent, tmp_path / "out")):
        result = amana(*arguments, "--glossary", bad)
        assert (result.code, result.out) == (2, "")
        assert "Line 1 of" in result.err
        assert "مكتب" in result.err
    assert fake.options == []


def test_a_changed_glossary_does_a_batch_anew(
    amana: Amana, fake: Loads, news: Path, words: Path, tmp_path: Path
) -> None:
    fake.engine.translations = SAID
    out = tmp_path / "out"
    arguments = ("batch", news.parent, out, "--glossary", words)
    assert amana(*arguments).code == 0
    assert "an office" in (out / "news.en.txt").read_text(encoding="utf-8")
    before = len(fake.engine.asked)
    assert amana(*arguments).code == 0
    assert len(fake.engine.asked) == before  # nothing to do
    words.write_text("مكتب,branch,,,library\n", encoding="utf-8")
    assert amana(*arguments).code == 0
    assert len(fake.engine.asked) > before
    assert "a branch" in (out / "news.en.txt").read_text(encoding="utf-8")


def test_the_cache_gives_nothing_that_another_glossary_made(
    amana: Amana, server: StandIn, news: Path, words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMANA_CACHE", str(tmp_path / "cache"))
    place = ("--translator", "openai:m", "--summarizer", "extractive", "--api-base", server.url, "--no-repair")

    def asked(*more: str | Path) -> int:
        before = len(server.bodies)
        assert amana("translate", news, *place, *more, "-o", tmp_path / "out").code == 0
        return len(server.bodies) - before

    assert asked("--glossary", words) > 0
    first = asked("--glossary", words)
    words.write_text("مكتب,branch\n", encoding="utf-8")
    assert asked("--glossary", words) > first
    with Cache(tmp_path / "cache") as cache:
        assert cache.info().entries > 0


def test_a_glossary_is_no_place_for_results(amana: Amana, fake: Loads, news: Path, words: Path, tmp_path: Path) -> None:
    result = amana("translate", news, "--glossary", words, "--ledger", words, "-o", tmp_path / "out")
    assert result.code == 2
    assert "office" in words.read_text(encoding="utf-8")


# amana glossary


def test_a_glossary_is_proposed_and_can_be_read(amana: Amana, fake: Loads, news: Path, tmp_path: Path) -> None:
    (news.parent / "more.txt").write_text("سافر مادييف إلى القاهرة.\nاستخدم Telegram ثم Telegram.\n", encoding="utf-8")
    fake.engine.translations = SAID | {
        "سافر مادييف إلى القاهرة.": "Madiyev left for Cairo.",
        "استخدم Telegram ثم Telegram.": "He used Telegram twice.",
    }
    assert amana("batch", news.parent, tmp_path / "out").code in (0, 1)
    proposed = tmp_path / "proposed.csv"
    arguments = ("glossary", news.parent, "--results", tmp_path / "out", "--least", "2", "-o", proposed)
    assert amana(*arguments).code == 0
    rows = proposed.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "arabic,english,note,keep,never,must"
    assert '"3 times in 2 articles; seen: Madief 2, Madiyev 1"' in next(row for row in rows if row.startswith("مادييف"))
    assert any(row.startswith("Telegram,,2 times in 1 article") and ",yes," in row for row in rows)
    assert any(row.startswith("القاهرة,Cairo,") for row in rows)
    assert not any("12" in row.split(",")[0] for row in rows)
    assert amana("translate", news, "--glossary", proposed, "-o", tmp_path / "again").code == 0


def test_a_proposal_without_results_is_a_guess(amana: Amana, news: Path, tmp_path: Path) -> None:
    result = amana("glossary", news, "--least", "2")
    assert result.code == 0
    assert "a guess" in result.out
    result = amana("glossary", news.parent, "--least", "9")
    assert result.code == 2
    assert "stands 9 times" in result.err
    assert amana("glossary", tmp_path / "nowhere").code == 2
    assert amana("glossary", news, "--results", tmp_path / "nowhere").code == 2
