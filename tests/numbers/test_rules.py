"""Every rule does what its examples say, has a name of its own, stands in its language's room, and can be replayed."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import pipeline.numbers as numbers
from models.registry import same_word
from pipeline.numbers import Language
from pipeline.numbers.compare.attributions import ATTRIBUTIONS
from pipeline.numbers.compare.judgements import JUDGEMENTS
from pipeline.numbers.compare.nations import NATIONS
from pipeline.numbers.compare.notions import NOTIONS
from pipeline.numbers.compare.opposites import OPPOSITES
from pipeline.numbers.compare.parties import PARTIES
from pipeline.numbers.compare.values import RELATIONS
from pipeline.numbers.read.arabic.latin import LATIN
from pipeline.numbers.read.reader import PASSES
from pipeline.numbers.read.rules import Rule
from tests.numbers.rows import Row, load

FOLDER = Path(numbers.__file__).parent
READING = {
    **{rule.name: rule for passes in PASSES.values() for one in passes for rule in one.rules},
    **{rule.name: rule for rule in LATIN},
}
COMPARING = {
    rule.name: rule for rule in (*RELATIONS, *JUDGEMENTS, *ATTRIBUTIONS, *OPPOSITES, *NOTIONS, *PARTIES, *NATIONS)
}


def language_of(text: str) -> Language:
    return "ar" if any("\u0600" <= letter <= "\u06ff" for letter in text) else "en"


def reads(rule: Rule[Any], text: str) -> bool:
    lang = rule.language or language_of(text)
    return any(step.rule == rule.name for step in numbers.trace(text, lang=lang).steps)


def judges(rule: Rule[Any], pair: tuple[str, str]) -> bool:
    trace = numbers.trace_comparison(*pair, same_word=same_word)
    told = {finding.rule for finding in trace.comparison.findings} | {one.rule for one in trace.pairs}
    return rule.name in told


def examples(rules: dict[str, Rule[Any]], *, must: bool) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.name}-{place}")
        for rule in rules.values()
        for place, example in enumerate(rule.must if must else (rule.leaves,))
    ]


@pytest.mark.parametrize(("rule", "text"), examples(READING, must=True))
def test_a_rule_reads_its_examples(rule: Rule[Any], text: str) -> None:
    assert reads(rule, text)


@pytest.mark.parametrize(("rule", "text"), examples(READING, must=False))
def test_a_rule_leaves_what_is_not_its_own(rule: Rule[Any], text: str) -> None:
    assert not reads(rule, text)


@pytest.mark.parametrize(("rule", "pair"), examples(COMPARING, must=True))
def test_a_rule_judges_its_examples(rule: Rule[Any], pair: tuple[str, str]) -> None:
    assert judges(rule, pair)


@pytest.mark.parametrize(("rule", "pair"), examples(COMPARING, must=False))
def test_a_rule_leaves_pairs_that_are_not_its_own(rule: Rule[Any], pair: tuple[str, str]) -> None:
    assert not judges(rule, pair)


def test_names_are_given_once_and_every_rule_says_what_it_reads() -> None:
    tables = [one.rules for passes in PASSES.values() for one in passes]
    judging = (RELATIONS, JUDGEMENTS, ATTRIBUTIONS, OPPOSITES, NOTIONS, PARTIES)
    rules = {id(rule): rule for table in (*tables, LATIN, *judging) for rule in table}
    assert [name for name, count in Counter(rule.name for rule in rules.values()).items() if count > 1] == []
    assert all(rule.reads for rule in rules.values())
    assert len(numbers.rules()) == len(rules)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_pass_holds_rules_of_its_language_or_of_both(lang: Language) -> None:
    assert {rule.language for one in PASSES[lang] for rule in one.rules} == {lang, None}
    stages = [one.name for one in PASSES[lang]]
    assert len(stages) == len(set(stages))


TEXTS = [
    pytest.param(row["lang"], row["text"], id=f"{check}-{row['label']}")
    for check in ("read", "values", "negative")
    for row in load(check)[::7]
]


@pytest.mark.parametrize(("lang", "text"), TEXTS)
def test_a_trace_replayed_gives_the_same(lang: Language, text: str) -> None:
    trace = numbers.trace(text, lang=lang)
    assert list(trace.quantities) == numbers.read(text, lang=lang)
    again = numbers.replay(text, trace.steps, lang=lang)
    assert again == list(trace.quantities)
    assert [one.rule for one in again] == [one.rule for one in trace.quantities]
    assert numbers.replay(text, (), lang=lang) == []


@pytest.mark.parametrize("row", [pytest.param(row, id=row["label"]) for row in load("compare")[::5]])
def test_every_quantity_and_finding_names_its_rule(row: Row) -> None:
    known = {rule.name for rule in numbers.rules()} | {"ar-dual-noun"}
    languages = {"source_lang": row.get("source_lang", "ar"), "target_lang": row.get("target_lang", "en")}
    comparison = numbers.compare(row["source"], row["target"], **languages)
    assert {finding.rule for finding in comparison.findings} <= known
    assert {one.rule for pair in comparison.matched for one in pair} <= known


def words_compared(path: Path) -> list[str]:
    """The words that a file compares with the text or stem of a token."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and any(
            isinstance(part, ast.Attribute) and part.attr in ("text", "stem") for part in (node.left, *node.comparators)
        ):
            sides = [side for side in (node.left, *node.comparators) if not isinstance(side, ast.Call)]
            found += [
                part.value
                for side in sides
                for part in ast.walk(side)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
    return [word for word in found if len(word) > 1 and word.isalpha()]


@pytest.mark.parametrize("path", sorted((FOLDER / "read" / "shared").glob("*.py")), ids=lambda path: path.stem)
def test_the_shared_room_takes_no_word_of_either_language(path: Path) -> None:
    assert words_compared(path) == []


@pytest.mark.parametrize("path", sorted((FOLDER / "read" / "english").glob("*.py")), ids=lambda path: path.stem)
def test_the_english_room_takes_no_arabic_word(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    documented = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    quoted = [text for text in strings if language_of(text) == "ar" and " " not in text and text not in documented]
    assert quoted == []
