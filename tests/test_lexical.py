"""The lexical model: stems, meanings, names that stay names, glossaries, and its file."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import ModelError
from models.lexical import storage
from models.lexical.arabic import Stem, fold, stems, words
from models.lexical.build import build
from models.lexical.contexts import DIMENSIONS
from models.lexical.corpus import Bitext, Dictionary, Entry, clean_gloss
from models.lexical.coverage import coverage
from models.lexical.glossary import glossary, line
from models.lexical.model import LexicalModel
from models.lexical.senses import in_context
from models.lexical.transliteration import learn
from tests.conftest import Amana

STEMS = [
    json.loads(row)
    for row in (Path(__file__).parent / "rows" / "arabic_stems.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def model() -> LexicalModel:
    return storage.load()


@pytest.mark.parametrize("row", STEMS, ids=[row["comment"] for row in STEMS])
def test_the_analyser_finds_the_stem(row: dict[str, str]) -> None:
    assert row["stem"] in {stem.text for stem in stems(row["word"])}


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةـًٌَُِّْ", max_size=14))
def test_every_word_is_its_own_cheapest_stem(word: str) -> None:
    found = stems(word)
    if len(fold(word)) >= 2:
        assert Stem(fold(word), 0.0) in found
    assert [stem.cost for stem in found] == sorted(stem.cost for stem in found)


MEANINGS = {
    "مزيف": ("fake", "counterfeit"),
    "منصات": ("platform",),
    "إيرادات": ("revenue", "income"),
    "والاحتيال": ("fraud",),
    "مكاتب": ("office",),
    "كازاخستان": ("Kazakhstan",),
    "بوليفيا": ("Bolivia",),
    "ميتا": ("Meta",),
    "وأبل": ("Apple",),
}


@pytest.mark.parametrize(("word", "meanings"), MEANINGS.items(), ids=MEANINGS)
def test_a_word_has_the_meaning_of_the_news_among_its_first_three(
    model: LexicalModel, word: str, meanings: tuple[str, ...]
) -> None:
    assert {english for english, _ in model.meanings(word)[:3]} & set(meanings)


@pytest.mark.parametrize("word", ["ـ", "ً", "ـّ", ""])
def test_a_word_of_marks_alone_means_nothing(model: LexicalModel, word: str) -> None:
    assert model.meanings(word) == []


def test_probabilities_fall_and_add_up_to_one_at_most(model: LexicalModel) -> None:
    for word in MEANINGS:
        shares = [share for _, share in model.meanings(word)]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.05  # each is rounded to 1/255


NAMES = {"مادييف": "M", "زهاسلان": "Z", "دوروف": "D", "باكستروم": "B", "ديلوكريت": "D"}
"""Names that no list has, with the letter that their spelling begins with."""


@pytest.mark.parametrize(("name", "initial"), NAMES.items(), ids=NAMES)
def test_a_glossary_never_invents_a_word_for_a_name(model: LexicalModel, name: str, initial: str) -> None:
    found = model.look_up(name)
    assert found.source in ("spelling", "name")
    [entry] = glossary(name, model)
    assert entry.english[0].startswith(initial)
    assert entry.english[0].isalpha()


def test_the_glossary_of_a_sentence(model: LexicalModel) -> None:
    text = "وفي الربع الثالث من عام 2024، حظرت ميتا 1.2 مليار حساب مزيف على منصات مثل تيليجرام."
    found = {entry.arabic: entry.english for entry in glossary(text, model)}
    assert "fake" in found["مزيف"] or "counterfeit" in found["مزيف"]
    assert found["ميتا"][0] == "Meta"
    assert not {"في", "من", "مليار", "الثالث", "عام"} & set(found)  # function words, numbers, and words that all know
    assert all(1 <= len(english) <= 2 for english in found.values())
    assert line(glossary("مزيف مزيف", model)).count("=") == 1
    assert line(glossary("Telegram 2024", model)) == ""


def test_coverage_tells_a_translation_from_another_sentence(model: LexicalModel) -> None:
    source = "حققت منصة المراسلة إيرادات كبيرة من بيع المقتنيات الرقمية."
    right = coverage(source, "The messaging platform made large revenues from selling digital collectibles.", model)
    wrong = coverage(source, "The call centre was closed yesterday because of the weather.", model)
    assert right is not None
    assert wrong is not None
    assert right > 0.5 > wrong
    assert coverage("نعم", "Yes", model) is None


def test_the_model_learns_from_pairs_and_entries() -> None:
    pairs = [
        ("a", "اشترى الرجل سيارة جديدة", "The man bought a new car"),
        ("a", "باع الرجل سيارة قديمة", "The man sold an old car"),
        ("a", "سيارة حمراء", "a red car"),
        ("a", "سيارة", "the car"),
        ("a", "بيت أحمر", "a red house"),
        ("a", "الرجل في بيت قديم", "The man is in an old house"),
    ]
    bitext = Bitext(pairs, frequencies_of(pairs))
    dictionary = Dictionary({"بيت": [Entry("بيت", "house", 2)]}, {}, {})
    tables = build(bitext, dictionary, stem=str.casefold, source_weights={})
    assert tables.by_word["سيارة"][0][0] == "car"
    assert tables.by_stem["بيت"][0][0] == "house"


def frequencies_of(pairs: list[tuple[str, str, str]]) -> Counter[str]:
    return Counter(fold(word) for _, arabic, _ in pairs for word in words(arabic))


def test_packing_gives_the_same_bytes_and_what_was_packed() -> None:
    tables: dict[str, object] = {
        "by_word": {"سيارة": [("car", 0.9)]},
        "by_stem": {"بيت": [("house", 0.8), ("home", 0.2)]},
        "frequencies": {"بيت": 12.0},
        "contexts": {"house": np.eye(DIMENSIONS, dtype=np.float32)[0]},
        "lemmas": {"بيوت": ("بيت",)},
        "names": {"روما": "Roma"},
        "transliterator": learn([("روما", "roma"), ("مارا", "mara")]),
    }
    data = storage.pack(**tables)  # type: ignore[arg-type]
    assert data == storage.pack(**tables)  # type: ignore[arg-type]
    model = storage.unpack(data)
    assert [english for english, _ in model.meanings("بيوت")] == ["house", "home"]
    assert model.look_up("روما").meanings == [("Roma", 1.0)]
    assert model.look_up("مورا").source == "spelling"
    assert model.frequency("البيت") == pytest.approx(12.0, rel=0.1)
    assert model.context("house")[0] == pytest.approx(1.0)
    assert not model.context("home").any()


SENSES = [
    ("شرب اللبن البارد", "اللبن", "milk", "what is drunk"),
    ("تنتج المزرعة الحليب والأجبان والألبان", "والألبان", "milk", "not Albanians, on a farm"),
]


@pytest.mark.parametrize(("sentence", "word", "meaning", "comment"), SENSES, ids=[row[3] for row in SENSES])
def test_the_other_words_of_a_sentence_choose_the_meaning(
    model: LexicalModel, sentence: str, word: str, meaning: str, comment: str
) -> None:
    entries = {entry.arabic: entry.english for entry in glossary(sentence, model)}
    assert entries[word][0] == meaning, comment


def test_context_ranks_the_meanings_and_takes_nothing_away(model: LexicalModel) -> None:
    alone = [model.look_up(word) for word in words("أعلن البنك أن الحساب والفائدة ارتفعا")]
    together = in_context(alone, model)
    for lookup, ranked in zip(alone, together, strict=True):
        assert {english for english, _ in ranked} == {english for english, _ in lookup.meanings}
        assert sum(share for _, share in ranked) == pytest.approx(sum(share for _, share in lookup.meanings))
    assert in_context([], model) == []


def test_a_damaged_or_missing_file_ends_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (storage.FILE, storage.SHA256):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(storage, "FILE", tmp_path / storage.FILE.name)
    monkeypatch.setattr(storage, "SHA256", tmp_path / storage.SHA256.name)
    data = bytearray(storage.FILE.read_bytes())
    data[len(data) // 2] ^= 1
    storage.FILE.write_bytes(data)
    with pytest.raises(ModelError, match=r"is damaged .* install amana again\.$"):
        storage.load.__wrapped__()
    with pytest.raises(ModelError, match="cannot be read"):
        storage.unpack(bytes(data[:1000]))
    storage.FILE.unlink()
    with pytest.raises(ModelError, match=r"cannot be read .* install amana again\.$"):
        storage.load.__wrapped__()


@pytest.mark.parametrize(
    ("gloss", "clean"),
    [("to summarize", "summarize"), ("a  (small) house", "house"), ("the", "the"), ("to be able", "able")],
)
def test_glosses_lose_what_dictionaries_add(gloss: str, clean: str) -> None:
    assert clean_gloss(gloss) == clean


def test_the_command_shows_meanings(amana: Amana) -> None:
    ran = amana("words", "مزيف", "--jsonl")
    assert ran.code == 0
    [row] = map(json.loads, ran.out.splitlines())
    assert row["found_by"] == "stem"
    assert row["meanings"][0][0] in ("fake", "counterfeit")
    assert "platform" in amana("words", "منصات").out
    refused = amana("words", "platform")
    assert refused.code == 2
    assert "no Arabic word" in refused.err
