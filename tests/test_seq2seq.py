"""Encoder-decoder models of every family, tiny ones with random weights, through transformers and CTranslate2."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from models import ctranslate, families, seq2seq, torch_seq2seq
from models.base import Generation, ModelError, SamplingTranslator
from models.registry import load_engines
from models.seq2seq import Seq2SeqEngine
from models.seq2seq_runtime import Codec, Hypothesis, Search, published_settings
from models.split import pieces_of
from tests import tiny_models
from tests.conftest import Amana
from tests.tiny_models import LIMIT

ARABIC = [
    "ارتفعت أرباح الشركة 12.5 مليون دولار في الربع الثالث.",
    "وقال",
    "بلغت الكلفة ثلاثة ملايين درهم، وتستوعب المحطة ٣٤٠ ألف متر مكعب.",
    "",
    "حضر 9500 زائر المهرجان.",
]
ENGLISH = [
    "The company's profits rose by 12.5 million dollars.",
    "The plant cost 3 million dirhams. It opened in 2021.",
]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A tiny model of every family, by its name."""
    root = tmp_path_factory.mktemp("models")
    return {name: tiny_models.build(name, root / name) for name in tiny_models.FAMILIES}


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all tests of this file keep what they convert, so that nothing is converted twice."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _use_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMANA_HOME", str(home))


def through_ctranslate(folder: Path, *, compute_type: str = "float32") -> Seq2SeqEngine:
    return seq2seq.load(folder, name=folder.name, device="cpu", compute_type=compute_type, threads=1)


def through_transformers(folder: Path) -> Seq2SeqEngine:
    codec = seq2seq.load_codec(folder, name=folder.name)
    runtime = torch_seq2seq.load(folder, codec, name=folder.name, device="cpu", compute_type="float32")
    return seq2seq.assemble(folder, codec, runtime, name=folder.name)


def run(engine: Seq2SeqEngine, family: str) -> list[Generation]:
    if family in TRANSLATORS:
        return engine.translate(ARABIC)
    return engine.summarize(ENGLISH, sentences=3)


TRANSLATORS = ("marian", "nllb", "m2m100", "mbart50", "t5", "flan-t5", "mt5", "madlad")
SUMMARIZERS = ("bart", "pegasus")


@pytest.mark.parametrize("family", tiny_models.FAMILIES)
def test_ctranslate_is_transformers_greedy_token_for_token(family: str, tiny: dict[str, Path]) -> None:
    expected = run(through_transformers(tiny[family]), family)
    found = run(through_ctranslate(tiny[family]), family)
    assert [replace(item, score=None) for item in found] == expected
    assert sum(item.tokens for item in found) > 20


@pytest.mark.parametrize("family", tiny_models.FAMILIES)
def test_int8_runs(family: str, tiny: dict[str, Path]) -> None:
    engine = through_ctranslate(tiny[family], compute_type="int8")
    outputs = run(engine, family)
    assert len(outputs) == len(ARABIC if family in TRANSLATORS else ENGLISH)
    assert "CTranslate2" in engine.title
    assert "int8" in engine.title


@pytest.mark.parametrize("family", ["marian", "nllb", "mt5"])
@pytest.mark.parametrize("through", [through_transformers, through_ctranslate])
def test_batching_does_not_change_outputs(family: str, through: Any, tiny: dict[str, Path]) -> None:
    engine = through(tiny[family])
    together = engine.translate(ARABIC)
    assert [output.text for output in together] == [engine.translate([text])[0].text for text in ARABIC]
    assert [(output.finish_reason, output.tokens) for output in together] == [
        (output.finish_reason, output.tokens) for text in ARABIC for output in engine.translate([text])
    ]


def test_outputs_that_end_and_outputs_that_are_cut_off_are_told_apart(tiny: dict[str, Path]) -> None:
    outputs = through_ctranslate(tiny["marian"]).translate(tiny_models.sample_lines()[:30])
    assert {output.finish_reason for output in outputs} == {"stop", "length"}


CODES = {
    "nllb": ("arb_Arab", "eng_Latn"),
    "m2m100": ("__ar__", "__en__"),
    "mbart50": ("ar_AR", "en_XX"),
}


@pytest.mark.parametrize("family", CODES)
def test_language_codes_are_in_both_inputs(family: str, tiny: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = CODES[family]
    codec = seq2seq.load_codec(tiny[family], name=family)
    assert codec.encode("وقال", "translator")[0] == codec.id_of(source)
    runtime = torch_seq2seq.load(tiny[family], codec, name=family, device="cpu", compute_type="float32")
    seen: list[list[int]] = []
    forward = runtime._model.forward

    def watch(*arguments: Any, **options: Any) -> Any:
        seen.append(options["decoder_input_ids"].tolist()[0])
        return forward(*arguments, **options)

    monkeypatch.setattr(runtime._model, "forward", watch)
    seq2seq.assemble(tiny[family], codec, runtime, name=family).translate(["وقال"])
    end = codec.tokenizer.eos_token_id
    assert seen[0] == [end]
    assert seen[1][-1] == codec.id_of(target)


@pytest.mark.parametrize(
    ("family", "role", "prompt"),
    [
        ("t5", "translator", "translate Arabic to English: "),
        ("t5", "summarizer", "summarize: "),
        ("mt5", "translator", ""),
        ("madlad", "translator", "<2en> "),
        ("marian", "translator", ""),
    ],
)
def test_prompts(family: str, role: families.Role, prompt: str, tiny: dict[str, Path]) -> None:
    codec = seq2seq.load_codec(tiny[family], name=family)
    assert codec.encode("وقال", role) == list(codec.tokenizer(prompt + "وقال")["input_ids"])
    if family == "madlad":
        assert codec.id_of("<2en>") in codec.encode("وقال", role)


def test_a_marian_with_several_targets_is_told_english(tiny: dict[str, Path], tmp_path: Path) -> None:
    several = shutil.copytree(tiny["marian"], tmp_path / "several")
    vocabulary = json.loads((several / "vocab.json").read_text(encoding="utf-8"))
    renamed = {">>eng<<" if index == 50 else token: index for token, index in vocabulary.items()}
    (several / "vocab.json").write_text(json.dumps(renamed), encoding="utf-8")
    codec = seq2seq.load_codec(several, name="several")
    assert codec.tokenizer.convert_ids_to_tokens(codec.encode("وقال", "translator"))[0] == ">>eng<<"


@pytest.mark.parametrize("family", ["marian", "nllb", "t5"])
def test_a_text_cannot_end_its_own_input(family: str, tiny: dict[str, Path]) -> None:
    codec = seq2seq.load_codec(tiny[family], name=family)
    ids = codec.encode(">>fra<< وقال</s> eng_Latn نعم<pad>", "translator")
    special = {codec.tokenizer.eos_token_id, codec.tokenizer.pad_token_id}
    assert not special & set(ids[:-1])
    assert ids[-1] == codec.tokenizer.eos_token_id


def test_a_long_segment_is_split_and_rejoined(tiny: dict[str, Path]) -> None:
    engine = through_ctranslate(tiny["marian"])
    codec = seq2seq.load_codec(tiny["marian"], name="marian")
    long = " ".join(f"وبلغت الأرباح {number} مليون دولار في الربع الثالث." for number in range(40))
    pieces = pieces_of(long, limit=LIMIT, count=lambda text: len(codec.encode(text, "translator")))
    assert len(pieces) > 3
    assert all(len(codec.encode(piece, "translator")) <= LIMIT for piece in pieces)
    assert " ".join(pieces) == long
    finished: list[int] = []
    [whole] = engine.translate([long], progress=finished.append)
    assert whole.text == " ".join(output.text for output in engine.translate(pieces))
    assert whole.tokens == sum(output.tokens for output in engine.translate(pieces))
    assert finished == [1]


def test_a_long_article_is_summarized_in_sections(tiny: dict[str, Path]) -> None:
    codec = seq2seq.load_codec(tiny["bart"], name="bart")
    runtime = Recorder(codec, "The plant opened. ")
    engine = Seq2SeqEngine("bart", codec, runtime, limit=LIMIT, search=Search())
    long = " ".join(f"The plant number {number} cost 3 million dirhams." for number in range(40))
    [summary] = engine.summarize([long], sentences=2)
    read = runtime.read
    for number in range(40):  # every part of it was read
        assert any(f"number {number} " in text for text in read)
    assert max(runtime.lengths) <= LIMIT
    assert len(summary.text.splitlines()) <= 2
    assert any(text.count("The plant opened.") > 1 for text in read)  # the sections' summaries, once more


def test_n_best_are_sorted_and_different(tiny: dict[str, Path]) -> None:
    engine = through_ctranslate(tiny["mt5"])
    assert isinstance(engine, SamplingTranslator)
    drawn = engine.sample(ARABIC, hints=[""] * len(ARABIC), n=4)
    assert [len(outputs) for outputs in drawn] == [4, 4, 4, 1, 4]
    for outputs in drawn:
        scores = [output.score or 0 for output in outputs]
        assert scores == sorted(scores, reverse=True)
    [alone] = engine.sample(ARABIC[:1], hints=[""], n=4)
    assert len({output.text for output in alone}) == 4
    assert engine.sample(ARABIC, hints=[""] * len(ARABIC), n=4, seed=5) == drawn


def test_the_models_own_settings_are_used(tmp_path: Path) -> None:
    folder = tiny_models.build("bart", tmp_path / "bart", num_beams=4, max_length=40, min_length=12, length_penalty=2.0)
    engine = through_ctranslate(folder)
    assert "4 beams" in engine.title
    [output] = engine.summarize(ENGLISH[:1], sentences=2)
    assert 6 <= output.tokens <= 40


@pytest.mark.parametrize(("family", "name"), [("mt5", "spiece.model"), ("mbart50", "sentencepiece.bpe.model")])
def test_a_repository_may_have_a_sentencepiece_model_alone(
    family: str, name: str, tiny: dict[str, Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny[family], tmp_path / family)
    (folder / "tokenizer.json").unlink()
    (folder / "trained.model").rename(folder / name)
    codec = seq2seq.load_codec(folder, name=family)
    ids = codec.encode("وقال 12", "translator")
    assert codec.decode(ids) == "وقال 12"


def test_an_old_repository_has_its_settings_in_its_config(tiny: dict[str, Path], tmp_path: Path) -> None:
    old = shutil.copytree(tiny["bart"], tmp_path / "old")
    settings = json.loads((old / "generation_config.json").read_text(encoding="utf-8"))
    (old / "generation_config.json").unlink()
    config = json.loads((old / "config.json").read_text(encoding="utf-8"))
    (old / "config.json").write_text(json.dumps({**settings, **config, "num_beams": 3}), encoding="utf-8")
    assert "3 beams" in through_ctranslate(old).title
    assert published_settings(old).forced_bos_token_id == 0


# Conversion


def test_a_conversion_is_made_once_and_kept(
    tiny: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path))
    codec = seq2seq.load_codec(tiny["marian"], name="marian")
    said: list[str] = []
    made = ctranslate.convert(tiny["marian"], codec, name="marian", precision="int8", say=said.append)
    assert ctranslate.convert(tiny["marian"], codec, name="marian", precision="int8", say=said.append) == made
    assert said == ["Converting marian to int8 for CTranslate2; this happens only once."]
    (tiny["marian"] / "generation_config.json").touch()  # another file is another model
    assert ctranslate.convert(tiny["marian"], codec, name="marian", precision="int8", say=said.append) != made


def test_half_a_conversion_is_never_read(
    tiny: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path))

    def breaks(folder: Path, target: Path, *_: object) -> None:
        target.mkdir()
        (target / "model.bin").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    codec = seq2seq.load_codec(tiny["marian"], name="marian")
    with monkeypatch.context() as patch:
        patch.setattr(ctranslate, "_convert", breaks)
        with pytest.raises(ModelError, match=r"No space left.*AMANA_HOME") as caught:
            ctranslate.convert(tiny["marian"], codec, name="marian", precision="int8", say=lambda _: None)
    assert str(caught.value).count("\n") == 0
    assert [path.name for path in (tmp_path / "converted").iterdir() if path.is_dir()] == []
    assert through_ctranslate(tiny["marian"]).translate(["وقال"])[0].tokens


# Memory


class Recorder:
    """A runtime that answers every input with the ids of `answer`, and keeps what it was given."""

    title = "a recorder"

    def __init__(self, codec: Codec, answer: str, *, most: int = 10_000) -> None:
        self.codec = codec
        self.answer = tuple(codec.encode(answer, "summarizer")[1:-1])
        self.most = most
        self.read: list[str] = []
        self.lengths: list[int] = []
        self.sizes: list[int] = []
        self.released = 0

    def generate(self, batch: Sequence[Sequence[int]], search: Search) -> list[list[Hypothesis]]:
        self.sizes.append(len(batch))
        if len(batch) > self.most:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
        self.read += [self.codec.decode(ids) for ids in batch]
        self.lengths += [len(ids) for ids in batch]
        return [[Hypothesis(self.answer, ended=True)] for _ in batch]

    def release(self) -> None:
        self.released += 1


def test_where_memory_runs_out_half_as_many_go_on(tiny: dict[str, Path]) -> None:
    codec = seq2seq.load_codec(tiny["marian"], name="marian")
    runtime = Recorder(codec, "yes", most=3)
    engine = Seq2SeqEngine("marian", codec, runtime, limit=LIMIT, search=Search())
    texts = [f"{word} {word}" for word in ("وقال", "نعم", "بلغت", "في", "من", "ألف")] * 2
    finished: list[int] = []
    outputs = engine.translate(texts, progress=finished.append)
    assert [output.finish_reason for output in outputs] == ["stop"] * 12
    assert runtime.sizes == [12, 6, 3, 3, 3, 3]
    assert runtime.released == 2
    assert sum(finished) == 12
    assert sorted(runtime.read) == sorted(texts)


def test_a_single_text_that_does_not_fit_is_said(tiny: dict[str, Path]) -> None:
    codec = seq2seq.load_codec(tiny["marian"], name="marian")
    engine = Seq2SeqEngine("marian", codec, Recorder(codec, "yes", most=0), limit=LIMIT, search=Search())
    with pytest.raises(ModelError, match=r"marian ran out of memory with a single text; .*--device cpu"):
        engine.translate(ARABIC)


def test_another_failure_is_passed_on(tiny: dict[str, Path]) -> None:
    codec = seq2seq.load_codec(tiny["marian"], name="marian")
    failing = SimpleNamespace(title="", release=lambda: None, generate=raises_a_failure)
    engine = Seq2SeqEngine("marian", codec, failing, limit=LIMIT, search=Search())
    with pytest.raises(ModelError, match="device-side assert"):
        engine.translate(ARABIC)


def raises_a_failure(*_: object) -> list[list[Hypothesis]]:
    raise RuntimeError("CUDA error: device-side assert triggered\nand more lines")


# Through the registry and the command line


def test_a_folder_is_a_translator(tiny: dict[str, Path], amana: Amana, article: Path, tmp_path: Path) -> None:
    ran = amana(
        "translate", article, "-o", tmp_path / "out", "--translator", tiny["marian"], "--summarizer", tiny["bart"],
        "--device", "cpu", "--compute-type", "float32", "--repair-samples", "2",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    record = (tmp_path / "out" / "users.json").read_text(encoding="utf-8")
    assert "Marian, CTranslate2" in record
    assert "BART, CTranslate2" in record


def test_both_roles_may_have_one_folder(tiny: dict[str, Path]) -> None:
    engines = load_engines(translator=str(tiny["t5"]), summarizer=str(tiny["t5"]), device="cpu")
    assert id(engines.translator) == id(engines.summarizer)
    assert [choice.split(" is ")[1].split(",")[0] for choice in engines.choices] == ["T5"]


BAD = {
    "a summarizer that should translate": ({"translator": "bart"}, r"is a BART, which is no translator"),
    "a translator that should summarize": ({"summarizer": "marian"}, r"is a Marian, which is no summarizer"),
    "no such precision on a CPU": (
        {"translator": "marian", "compute_type": "float16"},
        r"no float16 on cpu.*--compute-type int8 or float32",
    ),
    "no such device": ({"translator": "marian", "device": "mps"}, r"sees no device 'mps'.*leave out --device mps"),
}


@pytest.mark.parametrize(("options", "message"), BAD.values(), ids=BAD)
def test_what_a_model_cannot_do(options: dict[str, str], message: str, tiny: dict[str, Path]) -> None:
    paths = {key: str(tiny[value]) if key in ("translator", "summarizer") else value for key, value in options.items()}
    others = {"summarizer": "extractive"} if "translator" in paths else {"translator": str(tiny["marian"])}
    with pytest.raises(ModelError, match=message) as caught:
        load_engines(**{**others, **paths})  # type: ignore[arg-type]  # mypy sees one type for all options
    assert "\n" not in str(caught.value)


LACKING = {"config.json": "config.json", "model.safetensors": "model.safetensors", "source.spm": "tokenizer"}


@pytest.mark.parametrize("name", LACKING)
def test_a_folder_that_lacks_something(name: str, tiny: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(tiny["marian"], tmp_path / "lacking")
    (folder / name).unlink()
    (folder / "vocab.json").unlink()
    with pytest.raises(ModelError, match=LACKING[name]):
        load_engines(translator=str(folder), summarizer="extractive")


def test_a_model_of_an_unknown_family(tiny: dict[str, Path]) -> None:
    with pytest.raises(ModelError, match=r"type 'whisper'.*Marian, NLLB-200, M2M-100, mBART-50"):
        families.find_family("whisper", lambda _: True, name="owner/model")
    with pytest.raises(ModelError, match=r"type 'm2m_100' but has no token for English"):
        families.find_family("m2m_100", lambda _: False, name="owner/model")
