"""What the adapter is trained on: sentence pairs whose numbers agree, with the glossaries that they get at run time.

The glossary of a sentence comes from a lexical model that has not seen it: the pairs are cut into folds, and a model is
made of all folds but one. So the adapter learns how far a glossary can be trusted.
"""

from __future__ import annotations

import json
import logging
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from eval.training.config import Pair, Training, read_pairs
from models.lexical import glossary
from models.lexical.arabic import fold, words
from models.lexical.build import Tables, build
from models.lexical.corpus import Bitext, Dictionary, read_dictionary
from models.lexical.model import LexicalModel
from models.lexical.storage import pack, unpack
from models.lexical.transliteration import Transliterator, learn
from pipeline.numbers import compare
from pipeline.splice import spelled

LOG = logging.getLogger("amana.training")

_BLOCK = 40
"""Lines of a file that go into the same fold, since neighbours are often of one document."""

_SHORTEST, _LONGEST = 15, 420
_LENGTH_RATIO = (0.5, 2.5)
_WITHOUT_GLOSSARY = 0.07
_WITH_NUMBERS = 0.25
_SEEN_STEM_MEANINGS, _LEAST_SHARE = 6, 0.03
_NAME_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A pair with its source's name and the hint that stands below the Arabic in the prompt ("" for none)."""

    source: str
    arabic: str
    english: str
    hint: str


def make_lexical_model(
    pairs: Sequence[tuple[str, str, str]], dictionary: Dictionary, transliterator: Transliterator, training: Training
) -> bytes:
    """The file of a lexical model of `pairs` (source, Arabic, English) and `dictionary`."""
    from nltk.stem.porter import PorterStemmer  # type: ignore[import-untyped]  # it ships no py.typed

    bitext = Bitext(pairs, Counter(fold(word) for _, arabic, _ in pairs for word in words(arabic)))
    weights = {name: source.weight for name, source in training.sources.items()}
    tables = build(bitext, dictionary, stem=PorterStemmer().stem, source_weights=weights)
    return packed(tables, dictionary, transliterator)


def packed(tables: Tables, dictionary: Dictionary, transliterator: Transliterator) -> bytes:
    """The file of `tables`; of forms and names only what the tables cannot tell."""

    def kept(meanings: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        return [(text, share) for text, share in meanings if share >= _LEAST_SHARE][:_SEEN_STEM_MEANINGS]

    by_stem = {stem: rows for stem, found in tables.by_stem.items() if (rows := kept(found))}
    by_word = {word: rows for word, found in tables.by_word.items() if (rows := kept(found))}
    for arabic, latin in modern_names().items():
        others = [(text, share) for text, share in by_word.get(arabic, []) if text.casefold() != latin.casefold()]
        # What was a word before it was a name may still be that word.
        by_word[arabic] = [(latin, _NAME_SHARE), *((text, share * (1 - _NAME_SHARE)) for text, share in others)]
    return pack(
        by_word=by_word,
        by_stem=by_stem,
        frequencies=tables.frequencies,
        contexts=tables.contexts,
        lemmas=dictionary.irregular_lemmas(),
        names={arabic: latin for arabic, latin in dictionary.names.items() if arabic not in by_stem},
        transliterator=transliterator,
    )


def modern_names() -> dict[str, str]:
    """Names of companies, places and people in the news that older lists lack, by their folded Arabic."""
    table = files("eval.training").joinpath("names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines())
    return {fold(arabic): latin for arabic, latin in rows if " " not in arabic}


def read_sources(training: Training) -> list[tuple[str, str, str]]:
    """All pairs of all sources: (source, Arabic, English)."""
    return [
        (name, arabic, english) for name, source in training.sources.items() for arabic, english in read_pairs(source)
    ]


def make_rows(training: Training) -> list[TrainingRow]:
    """The rows to train on, shuffled by the seed; kept in the work folder, with the lexical model of all pairs."""
    target = training.work / "rows.jsonl"
    if target.is_file():
        return [TrainingRow(**json.loads(line)) for line in target.read_text(encoding="utf-8").splitlines()]
    training.work.mkdir(parents=True, exist_ok=True)
    pairs = read_sources(training)
    fold_of = _folds(pairs, training.lexicon.folds)
    models = lexical_models(training, pairs, fold_of)
    drawn = random.Random(training.adapter.seed)
    rows = [
        TrainingRow(name, arabic, english, hint(arabic, models[number], drawn))
        for number, (name, arabic, english) in _chosen(pairs, fold_of, training, drawn)
    ]
    drawn.shuffle(rows)
    partial = target.with_suffix(".partial")
    partial.write_text(
        "".join(
            json.dumps(
                {"source": row.source, "arabic": row.arabic, "english": row.english, "hint": row.hint},
                ensure_ascii=False,
            )
            + "\n"
            for row in rows
        ),
        encoding="utf-8",
    )
    partial.replace(target)
    return rows


def lexical_models(
    training: Training, pairs: Sequence[tuple[str, str, str]], fold_of: Sequence[int]
) -> list[LexicalModel]:
    """For every fold a model that has not seen it; `lexical.npz` in the work folder has seen them all."""
    folder = Path(training.lexicon.folder)
    dictionary = read_dictionary(folder)
    transliterator = learn(dictionary.names.items())
    models = []
    for number in (*range(training.lexicon.folds), None):
        path = training.work / ("lexical.npz" if number is None else f"lexical-{number}.npz")
        if not path.is_file():
            LOG.info("making %s", path.name)
            kept = [pair for pair, fold_number in zip(pairs, fold_of, strict=True) if fold_number != number]
            path.write_bytes(make_lexical_model(kept, dictionary, transliterator, training))
        if number is not None:
            models.append(unpack(path.read_bytes()))
    return models


def hint(arabic: str, model: LexicalModel, drawn: random.Random) -> str:
    """The glossary of a sentence, for a quarter of them with its numbers spelled out, as a repair does; or nothing."""
    parts = [glossary.line(glossary.glossary(arabic, model))]
    if drawn.random() < _WITH_NUMBERS:
        parts.append("; ".join(f"{number} = {english}" for number, english in spelled(arabic).items()))
    return "" if drawn.random() < _WITHOUT_GLOSSARY else "; ".join(filter(None, parts))


def _folds(pairs: Sequence[tuple[str, str, str]], folds: int) -> list[int]:
    seen: Counter[str] = Counter()
    numbers = []
    for name, _, _ in pairs:
        numbers.append(seen[name] // _BLOCK % folds)
        seen[name] += 1
    return numbers


def _chosen(
    pairs: Sequence[tuple[str, str, str]], fold_of: Sequence[int], training: Training, drawn: random.Random
) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Up to `most` pairs of each source whose lengths are likely and whose numbers agree, with their folds."""
    by_source: dict[str, list[tuple[int, tuple[str, str, str]]]] = {}
    for number, pair in zip(fold_of, pairs, strict=True):
        by_source.setdefault(pair[0], []).append((number, pair))
    for name, found in by_source.items():
        drawn.shuffle(found)
        most = training.sources[name].most
        kept = 0
        for number, pair in found:
            if most is not None and kept >= most:
                break
            if _is_likely(pair[1:]) and compare(pair[1], pair[2]).ok:
                kept += 1
                yield number, pair
        LOG.info("%s: %d of %d pairs", name, kept, len(found))


def _is_likely(pair: Pair) -> bool:
    arabic, english = pair
    least, most = _LENGTH_RATIO
    return _SHORTEST < len(arabic) < _LONGEST and least < len(english) / len(arabic) < most
