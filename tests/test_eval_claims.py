"""Claim errors in an evaluation: planted where they are errors, found, counted beside wrong numbers, and shown."""

from __future__ import annotations

import random

import pytest

from eval.checkers import checkers
from eval.claims import IN_SUMMARY, IN_TRANSLATION, claim_errors, claim_measures
from eval.data import DataSet, Example, content_hash
from eval.evaluate import Options, evaluate
from eval.fidelity import blame
from eval.gate import compare_with_floors, update_floors
from eval.planting import measure_checker, plant
from eval.planting_claims import CLAIM_PLANTERS
from eval.report import render_results
from eval.results import Results, results_to_json
from eval.systems import System, make_record
from eval.words import blame_table, checker_line, in_short
from models.registry import same_word
from pipeline.numbers import compare

SENTENCES = {
    "direction": ("It rose by 25 percent.", "It fell by 25 percent."),
    "part": ("It happened in early 2024.", "It happened in late 2024."),
    "role": ("It rose to 32 in all.", "It rose by 32 in all."),
    "exchange": ("It had 14 dead, then 30 wounded.", "It had 30 dead, then 14 wounded."),
    "counted noun": ("It has 25 schools.", None),
}


@pytest.mark.parametrize("kind", CLAIM_PLANTERS)
def test_every_kind_of_claim_error_leaves_the_number_and_changes_what_is_said(kind: str) -> None:
    sentence, wrong = SENTENCES[kind]
    planted = plant(sentence, random.Random(1), {kind: CLAIM_PLANTERS[kind]})
    assert planted is not None
    assert planted.text == wrong or (
        wrong is None and planted.text.startswith("It has 25 ") and "schools" not in planted.text
    )
    assert planted.text.startswith(sentence[: planted.start])
    assert sentence.endswith(planted.text[planted.end :])


MORE = {
    "a part of a century": ("part", "the early 16th century", "the late 16th century"),
    "the end of a month": ("part", "by the end of March", "by the beginning of March"),
    "mid": ("part", "in mid-2024", "in late 2024"),
    "up at once": ("direction", "It was up 5% on the day.", "It was down 5% on the day."),
    "a loss": ("direction", "a loss of $5 million", "a profit of $5 million"),
    "higher than": ("direction", "It was 5% higher than before.", "It was 5% lower than before."),
    "sums": ("exchange", "from $5 million for one, $3 million for two",
             "from $3 million for one, $5 million for two"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "wrong"), MORE.values(), ids=MORE)
def test_more_places_for_claim_errors(kind: str, text: str, wrong: str) -> None:
    planted = plant(text, random.Random(1), {kind: CLAIM_PLANTERS[kind]})
    assert planted is not None
    assert planted.text == wrong


@pytest.mark.parametrize(
    "text",
    [
        "They stayed up all night to watch Bellator 206.",
        "A conviction was gained under the law of 2003.",
        "It lasted from 1998 to 2003.",
        "It takes 3 to 5 days.",
        "Between 20 and 30 came.",
        "They met 5 times in 3 hours.",  # other things: that would be another number
        "It weighs 36 pounds (16 pounds on Io).",
        "Late trains are common.",
        "Nothing.",
    ],
)
def test_what_is_no_claim_is_left_alone(text: str) -> None:
    assert plant(text, random.Random(1), CLAIM_PLANTERS) is None


PAIRS = [
    ("ارتفع السهم إلى 32 ريالا", "The share rose to 32 riyals"),
    ("هبط الخام بنسبة 5%", "Crude fell by 5%"),
    ("سقط 14 قتيلا و30 جريحا", "It had 14 dead, then 30 wounded"),
    ("في أوائل عام 2024 بلغ 3", "In early 2024 it was 3"),
    ("احترقت 25 سيارة", "The fire burned 25 cars"),
]


def test_the_check_finds_planted_claim_errors() -> None:
    found = measure_checker(
        PAIRS, lambda one, two: compare(one, two, same_word=same_word), planters=CLAIM_PLANTERS, errors="claims"
    )
    assert (found.references, found.alarms, found.planted) == (5, 0, 5)
    assert found.caught == 5, found.missed
    assert checker_line("claims in translations", found).startswith(
        "The number check itself, on claims in translations"
    )
    assert "100.0 % (47.8–100.0) of 5 planted errors" in checker_line("claims in translations", found)


ARTICLE = "هبط خام برنت 87 سنتا.\nسقط 14 قتيلا و30 جريحا.\nوبلغت الإيرادات 40 دولارا.\n"
REFERENCE = "Brent fell by 87 cents.\nThere were 14 dead and 30 wounded.\nRevenue reached $40.\n"
WRONG = "Brent rose by 87 cents.\nThere were 30 dead and 14 wounded.\nRevenue reached $46.\n"
DATA_EXAMPLES = (Example("one", "one", ARTICLE, REFERENCE, ("Brent fell by 87 cents.",)),)
DATA = DataSet("claims", DATA_EXAMPLES, content_hash(DATA_EXAMPLES))


def made(name: str, translation: str, summary: str) -> System:
    record = make_record(DATA_EXAMPLES[0], translation=translation, summary=summary, model=name)
    return System(name, {"one": record}, frozenset({"translation", "summary"}), "outputs of a test")


def results() -> Results:
    wrong = made("wrong", WRONG, "Brent rose by 87 cents.")
    return evaluate(DATA, [made("right", REFERENCE, "Brent fell by 87 cents."), wrong], Options(resamples=100))


def test_lines_and_summaries_with_claim_errors_are_counted_beside_wrong_numbers() -> None:
    wrong = made("wrong", WRONG, "Brent rose by 87 cents.")
    found = {measure.name: measure for measure in claim_measures(DATA, wrong)}
    assert found[IN_TRANSLATION].value == pytest.approx(100 * 2 / 3)
    assert found[IN_SUMMARY].value == 100
    assert {measure.better for measure in found.values()} == {"lower"}
    assert {measure.value for measure in claim_measures(DATA, made("right", REFERENCE, "It fell by 87 cents."))} == {0}
    assert claim_errors(None) == 0
    assert sorted((item.type, item.shown_in, item.count, item.is_claim) for item in blame(wrong.records.values())) == [
        ("changed", "translation", 1, False), ("direction", "summary", 1, True), ("direction", "translation", 1, True),
        ("exchanged", "translation", 1, True),
    ]  # fmt: skip


def test_they_stand_in_the_tables_the_json_the_page_and_the_floors(tmp_path_factory: pytest.TempPathFactory) -> None:
    found = results()
    types, rows = blame_table(found.systems)
    assert sorted(types[1:-2]) == ["direction", "exchanged"]
    assert (types[0], types[-2:]) == ("changed", ["numbers", "claims"])
    assert [(where[2], counts[-2:]) for where, counts in rows] == [("translation", [1, 2]), ("summary", [0, 1])]
    document = results_to_json(found)
    errors = next(item for item in document["systems"] if item["name"] == "wrong")["number_errors"]
    assert {(item["type"], item["claim"]) for item in errors} == {
        ("changed", False), ("direction", True), ("exchanged", True),
    }  # fmt: skip
    assert document["checker"]["claims in translations"]["errors"] == "claims"
    assert any("the number right and what is said with it wrong" in line for line in in_short(found))
    page = render_results(found, pages={})
    assert "What is said with the numbers" in page
    assert "Planted into claims in translations" in page
    floors = tmp_path_factory.mktemp("floors") / "floors.json"
    update_floors(found, floors, allow_regression=False)
    assert IN_TRANSLATION in floors.read_text(encoding="utf-8")
    assert compare_with_floors(found, floors) == []


def test_the_check_is_measured_on_claims_of_both_sorts() -> None:
    found = checkers(DATA)
    assert set(found) == {"translations", "summaries", "claims in translations", "claims in summaries"}
    assert found["claims in summaries"].kinds == {"direction": (1, 1)}
    assert sum(planted for _, planted in found["claims in translations"].kinds.values()) == 2
