"""The vocabulary is a closed set: an unknown kind and an unused list are refused when it is loaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

import pipeline.numbers as numbers
from pipeline.numbers.lexicon import LexiconError, ListName, lexicon, load, word_list
from pipeline.numbers.lexicon.cldr import FILE, from_babel
from pipeline.numbers.lexicon.units import read_table

FOLDER = Path(numbers.__file__).parent


@pytest.fixture(autouse=True)
def fresh() -> Any:
    """The tables are loaded once; here they are loaded again, and once more afterwards."""
    caches = (lexicon, word_list, load._lists)
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


def changed(monkeypatch: pytest.MonkeyPatch, file: str, change: Callable[[dict[str, Any]], None]) -> None:
    def table(name: str) -> dict[str, Any]:
        found = {key: dict(part) for key, part in read_table(name).items()}
        if name == file:
            change(found)
        return found

    monkeypatch.setattr(load, "read_table", table)


def test_a_kind_that_no_rule_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "english.toml", lambda table: table["phrases"].update(furlongs=["furlong"]))
    with pytest.raises(LexiconError, match="furlongs"):
        lexicon("en")


def test_a_section_that_no_rule_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "arabic.toml", lambda table: table.update(colours={"1": ["أحمر"]}))
    with pytest.raises(LexiconError, match="colours"):
        lexicon("ar")


def test_a_list_that_no_rule_uses_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "english_lists.toml", lambda table: table["exact"].update(colours=["red"]))
    with pytest.raises(LexiconError, match="colours"):
        word_list("and")


def test_a_list_that_is_missing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "english_lists.toml", lambda table: table["exact"].pop("after_grand"))
    with pytest.raises(LexiconError, match="after_grand"):
        word_list("and")


@pytest.mark.parametrize("name", get_args(ListName))
def test_every_list_is_used(name: str) -> None:
    files = [path for path in FOLDER.rglob("*.py") if path.name != "model.py"]
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in files)


def test_the_names_of_cldr_are_those_that_babel_has() -> None:
    stored, fresh_names = json.loads(FILE.read_text(encoding="utf-8")), from_babel()
    if stored["version"] != fresh_names["version"]:
        pytest.skip("Babel brings another CLDR here than the one that was written.")
    assert stored == fresh_names
    for part in ("currencies", "units"):  # of two senses of one name the later wins
        assert [list(stored[part][lang]) for lang in ("ar", "en")] == [
            list(fresh_names[part][lang]) for lang in ("ar", "en")
        ]
