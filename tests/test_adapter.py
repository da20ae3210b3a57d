"""The adapter: on for translations and off for summaries, part of the engine's identity, verified; and its training."""

from __future__ import annotations

import shutil
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from transformers import Qwen2Config, Qwen2ForCausalLM

from models import gguf, prompts, school
from models.adapter import lowrank, openvino, shipped
from models.adapter.training import Progress, Row, Schedule, batches, train
from models.base import ModelError
from models.gguf import GgufEngine, Schooling
from tests.test_gguf import Config, Handle, Pipeline, Reason, Status, Tokenizer


class AdaptedPipeline(Pipeline):
    """Notes with which adapters every request ran: those of the last `generate`, as in OpenVINO."""

    def __init__(self) -> None:
        super().__init__(str.upper)
        self.adapters: tuple[object, ...] = ("none yet",)
        self.ran_with: list[tuple[str, tuple[object, ...]]] = []

    def add_request(self, number: int, ids: Any, config: Config) -> Handle:
        self.ran_with.append((ids.text, self.adapters))
        return super().add_request(number, ids, config)

    def generate(self, texts: list[Any], configs: list[Any]) -> list[Any]:
        [config] = configs
        self.adapters = config.adapters
        return [None]

    def has_non_finished_requests(self) -> bool:
        return any(handle.get_status() == Status.RUNNING for handle in self.handles)


def adapted(*, glossary: Any = None) -> tuple[GgufEngine, AdaptedPipeline]:
    pipeline = AdaptedPipeline()
    runtime = SimpleNamespace(
        GenerationConfig=Config,
        GenerationStatus=Status,
        GenerationFinishReason=Reason,
        AdapterConfig=lambda *adapters: adapters,
    )
    return GgufEngine("tiny", runtime, Tokenizer(), pipeline, adapter="A", glossary=glossary), pipeline


def test_translations_run_with_the_adapter_and_summaries_without() -> None:
    engine, pipeline = adapted()
    engine.translate(["نص"])
    engine.summarize(["A text. " * 3], sentences=1)
    engine.retranslate(["نص آخر"], hints=["12 = 12"])
    asked = {("Article:" in text): adapters for text, adapters in pipeline.ran_with if "assistant" in text}
    assert asked == {False: ("A",), True: ()}
    assert [adapters for adapters, _ in groupby(pipeline.ran_with, key=lambda ran: ran[1])] == [("A",), (), ("A",)]


def test_the_prompt_is_the_one_that_the_adapter_was_trained_on() -> None:
    engine, pipeline = adapted(glossary=lambda text: "مزيف = fake" if "مزيف" in text else "")
    engine.translate(["حساب مزيف", "حساب"])
    engine.retranslate(["حساب مزيف بمبلغ 12"], hints=["12 = 12"])
    asked = [text for text, _ in pipeline.ran_with]
    assert prompts.chatml([("user", "Translate into English:\nحساب مزيف\n\nGlossary: مزيف = fake")]) in asked
    assert prompts.chatml([("user", "Translate into English:\nحساب")]) in asked
    assert asked[-1].rstrip().endswith("Glossary: مزيف = fake; 12 = 12<|im_end|>\n<|im_start|>assistant")


def test_a_cancelled_request_does_not_keep_the_adapter_from_being_switched() -> None:
    engine, pipeline = adapted()
    pipeline.fails = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        engine.translate(["نص"])
    pipeline.fails = None
    assert engine.summarize(["A text."], sentences=1)
    assert pipeline.adapters == ()


def test_the_engine_s_score_is_the_mean_log_probability() -> None:
    engine, _ = adapted()
    assert engine.translate(["ab"])[0].score == -0.5


def test_the_identity_changes_with_either_part() -> None:
    both = school.shipped()
    digests = {both.digest}
    digests.add(school.shipped(with_glossary=False).digest)
    digests.add(school.shipped(with_adapter=False).digest)
    digests.add(school.shipped(with_adapter=False, with_glossary=False).digest)
    assert len(digests) == 4
    assert both.adapter == shipped.FILE
    assert both.glossary is not None
    assert "=" in both.glossary("حساب مزيف")


def test_a_damaged_or_missing_adapter_ends_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (shipped.FILE, shipped.SHA256):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(shipped, "FILE", tmp_path / shipped.FILE.name)
    monkeypatch.setattr(shipped, "SHA256", tmp_path / shipped.SHA256.name)
    with shipped.FILE.open("r+b") as handle:
        handle.seek(-1, 2)
        handle.write(b"x")
    with pytest.raises(ModelError, match=r"is damaged .* install amana again\.$"):
        school.shipped()
    shipped.FILE.unlink()
    with pytest.raises(ModelError, match=r"cannot be read .* install amana again\.$"):
        school.shipped()


def test_a_form_that_was_not_made_ready_is_known(tmp_path: Path) -> None:
    assert not openvino.is_fitted(tmp_path)
    form = tmp_path / "openvino_model.xml"
    form.write_text(
        'name="__module.model.layers.0.self_attn.q_proj/ov_ext::linear/MatMul"'
    )  # as an earlier version did
    assert not openvino.is_fitted(tmp_path)
    form.write_text('<form value="named, with exact zero points" />')
    assert openvino.is_fitted(tmp_path)


# Training, on a model of two blocks

_CONFIG = Qwen2Config(
    vocab_size=40, hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
    num_key_value_heads=1, max_position_embeddings=64,
)  # fmt: skip
_ROWS = [Row(tuple(range(1, 4 + number % 5)), (7, 8, 9)[: 2 + number % 2]) for number in range(30)]
_SCHEDULE = Schedule(learning_rate=0.01, batch_tokens=40, steps=12, warmup=2)


def tiny() -> tuple[Qwen2ForCausalLM, dict[str, lowrank.LowRank]]:
    torch.manual_seed(5)
    model = Qwen2ForCausalLM(_CONFIG)
    return model, lowrank.attach(model, layers=[1], rank=2)


def trained(state: Path, steps: int) -> tuple[Progress, dict[str, lowrank.LowRank], list[float]]:
    model, attached = tiny()
    losses: list[float] = []
    progress = train(
        model, _ROWS, attached=attached, schedule=_SCHEDULE, seed=3, state=state, pad=0, steps=steps,
        observe=lambda seen: losses.append(seen.loss),
    )  # fmt: skip
    return progress, attached, losses


def test_a_training_that_was_broken_off_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    whole, undisturbed, losses = trained(tmp_path / "whole.safetensors", 12)
    trained(tmp_path / "parts.safetensors", 5)
    again, resumed, rest = trained(tmp_path / "parts.safetensors", 12)
    assert again == whole
    assert rest == losses[5:]
    for name, layer in undisturbed.items():
        assert torch.equal(layer.a, resumed[name].a)
        assert torch.equal(layer.b, resumed[name].b)
    assert losses[-1] < losses[0]


def test_a_state_of_another_training_is_refused(tmp_path: Path) -> None:
    trained(tmp_path / "state.safetensors", 2)
    model, attached = tiny()
    with pytest.raises(ModelError, match="belongs to a training on other rows"):
        train(
            model,
            _ROWS[1:],
            attached=attached,
            schedule=_SCHEDULE,
            seed=3,
            state=tmp_path / "state.safetensors",
            pad=0,
            steps=3,
        )
    (tmp_path / "state.safetensors").write_bytes(b"junk")
    with pytest.raises(ModelError, match="cannot be read"):
        trained(tmp_path / "state.safetensors", 3)


def test_every_row_is_in_one_batch_of_each_pass() -> None:
    for epoch in range(3):
        made = list(batches(_ROWS, seed=1, epoch=epoch, tokens=40))
        assert sorted(index for batch in made for index in batch) == list(range(len(_ROWS)))
        for batch in made:
            assert len(batch) == 1 or len(batch) * max(len(_ROWS[index]) for index in batch) <= 40
    assert list(batches(_ROWS, seed=1, epoch=0, tokens=40)) != list(batches(_ROWS, seed=1, epoch=1, tokens=40))


def test_merged_matrices_answer_as_attached_ones(tmp_path: Path) -> None:
    _, attached, _ = trained(tmp_path / "state.safetensors", 6)
    path = tmp_path / "adapter.safetensors"
    lowrank.save(attached, path, dtype=torch.float32)
    model, fresh = tiny()
    lowrank.restore(fresh, path)
    torch.manual_seed(5)
    merged = Qwen2ForCausalLM(_CONFIG)
    lowrank.merge(merged, path)
    ids = torch.tensor([[1, 2, 3, 4]])
    with torch.inference_mode():
        assert torch.allclose(model(ids).logits, merged(ids).logits, atol=1e-5)
    _, other = tiny()
    with pytest.raises(ModelError, match="cannot be read"):
        lowrank.restore(other, tmp_path / "absent.safetensors")


def test_gguf_refuses_an_adapter_where_the_form_cannot_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "openvino_genai", SimpleNamespace(Adapter=str))
    monkeypatch.setattr("models.gguf_file.check", lambda path: None)
    monkeypatch.setattr(gguf, "_convert", lambda *_: False)
    (tmp_path / "tiny.gguf").write_bytes(b"x")
    with pytest.raises(ModelError, match=r"cannot be saved in .* set AMANA_HOME"):
        gguf.load(tmp_path / "tiny.gguf", name="tiny", schooling=Schooling("adapter", adapter=shipped.FILE))
