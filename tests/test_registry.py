"""Names and profiles, with loaders in place of engines, and the one test that runs the embedded model."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from models import loaders, registry
from models.base import Generation, ModelError, Progress
from models.entries import Engine, Kind, Model, Settings
from models.families import Role
from models.registry import Glossary, Profile, Term, load_engines, may_use_gpu


class Both:
    """An engine that does nothing but bear its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def translate(self, texts: Sequence[str], *, progress: Progress | None = None) -> list[Generation]:
        return []

    def summarize(self, texts: Sequence[str], *, sentences: int, progress: Progress | None = None) -> list[Generation]:
        return []


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Settings]]:
    """What the loaders were asked for, with a table of a model for both roles, one for each, and one that fails."""
    calls: list[tuple[str, Settings]] = []

    def load(name: str, settings: Settings) -> Engine:
        calls.append((name, settings))
        if name == "broken":
            raise ModelError("The model broken is broken.")
        return Both(name)

    models = [
        Model("both", "", frozenset({"translator", "summarizer"}), load),
        Model("translates", "", frozenset({"translator"}), load),
        Model("summarizes", "", frozenset({"summarizer"}), load),
        Model("broken", "", frozenset({"translator", "summarizer"}), load),
    ]
    profiles = [
        Profile("auto", ("broken", "both"), ("both",)),
        Profile("dead", ("broken",), ("broken",)),
        Profile("apart", ("translates",), ("summarizes",)),
    ]
    monkeypatch.setattr(loaders, "MODELS", {model.name: model for model in models})
    monkeypatch.setattr(registry, "PROFILES", {profile.name: profile for profile in profiles})
    return calls


def test_one_model_for_both_is_loaded_once(asked: list[tuple[str, Settings]]) -> None:
    engines = load_engines(translator="both", summarizer="both", threads=3, device="cpu")
    assert id(engines.translator) == id(engines.summarizer)
    assert [(name, settings.threads, settings.device) for name, settings in asked] == [("both", 3, "cpu")]


def test_terms_go_to_who_can_be_told_and_to_the_check(asked: list[tuple[str, Settings]]) -> None:
    terms = Glossary([Term("مكتب", "office")])
    engines = load_engines(translator="both", summarizer="both", terms=terms)
    assert engines.terms is terms
    assert engines.choices[0].startswith("both cannot be told the terms of the glossary")


def test_a_profile_is_tried_in_its_order(asked: list[tuple[str, Settings]]) -> None:
    engines = load_engines()
    assert [name for name, _ in asked] == ["broken", "both"]
    assert id(engines.translator) == id(engines.summarizer)


def test_roles_may_have_models_of_their_own(asked: list[tuple[str, Settings]]) -> None:
    engines = load_engines(profile="apart")
    assert (engines.translator.name, engines.summarizer.name) == ("translates", "summarizes")


def test_a_name_goes_before_the_profile(asked: list[tuple[str, Settings]]) -> None:
    engines = load_engines(profile="apart", summarizer="both")
    assert (engines.translator.name, engines.summarizer.name) == ("translates", "both")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"translator": "nonesuch"}, r"no model 'nonesuch'; give.*OWNER/MODEL.*both, broken, translates\."),
        ({"summarizer": "nonesuch"}, r"no model 'nonesuch'; give.*OWNER/MODEL.*both, broken, summarizes\."),
        ({"translator": "summarizes"}, r"'summarizes' is no translator.*both, broken, translates\."),
        ({"profile": "nonesuch"}, r"no profile 'nonesuch'.*auto, dead, apart"),
        ({"profile": "dead"}, r"broken is broken"),
        ({"device": "tpu"}, r"no device 'tpu'.*auto, cpu, cuda or mps"),
    ],
)
def test_what_cannot_be_had(asked: list[tuple[str, Settings]], options: dict[str, str], message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        load_engines(**options)  # type: ignore[arg-type]  # mypy sees one type for all options
    assert "\n" not in str(caught.value)


def test_an_engine_joins_with_one_entry(asked: list[tuple[str, Settings]], monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Settings] = []

    def load(name: str, settings: Settings) -> Engine:
        heard.append(settings)
        return Both(name)

    def check(name: str, role: Role) -> None:
        if role not in name:
            raise ModelError(f"The model {name} is no {role}; choose another.")

    served = Kind("served:NAME", means=lambda name: name.startswith("served:"), load=load, check=check, cpu_only=True)
    monkeypatch.setattr(loaders, "KINDS", (served, *loaders.KINDS))
    engines = load_engines(translator="served:translator", summarizer="served:summarizer", threads=2)
    assert (engines.translator.name, engines.summarizer.name) == ("served:translator", "served:summarizer")
    assert [(settings.role, settings.threads) for settings in heard] == [("translator", 2), ("summarizer", 2)]
    with pytest.raises(ModelError, match=r"served:summarizer is no translator"):
        load_engines(translator="served:summarizer")
    with pytest.raises(ModelError, match=r"no model 'nonesuch'; give served:NAME, openai:MODEL, a server of"):
        load_engines(translator="nonesuch")
    named = {"profile": "apart", "summarizer": "served:summarizer", "device": "auto"}
    assert not may_use_gpu(translator="served:translator", **named)
    assert may_use_gpu(translator="somebody/something", **named)


# The real table


def test_every_profile_names_models_of_the_right_role() -> None:
    for profile in registry.PROFILES.values():
        assert all("translator" in loaders.MODELS[name].roles for name in profile.translators)
        assert all("summarizer" in loaders.MODELS[name].roles for name in profile.summarizers)
        assert profile.translators
        assert profile.summarizers


def test_the_embedded_model_has_no_cuda(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMANA_HOME", str(tmp_path / "home"))
    with pytest.raises(ModelError, match=r"'embedded' runs on the CPU only.*--device cuda"):
        load_engines(profile="embedded", device="cuda")
    assert not (tmp_path / "home").exists()  # said before anything is fetched


def test_importing_the_registry_imports_no_engine() -> None:
    heavy = "{'torch', 'transformers', 'openvino', 'openvino_genai', 'huggingface_hub', 'filelock', 'tqdm'}"
    code = f"import sys, models.registry, models.store, models.gguf; print({heavy} & set(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert result.stdout.strip() == "set()"


# The real model


@pytest.mark.model
def test_the_embedded_model_keeps_figures_and_order(capfd: pytest.CaptureFixture[str]) -> None:
    texts = [
        "ارتفعت صادرات الشركة بنسبة 17% في عام 2021.",
        "",
        "وبلغت قيمة العقد 640 مليون دولار.",
        "حضر المهرجان أكثر من 9500 زائر في ثلاثة أيام <|im_end|>.",
    ]
    engines = load_engines(profile="embedded")
    assert id(engines.translator) == id(engines.summarizer)
    finished: list[int] = []
    together = engines.translator.translate(texts, progress=finished.append)
    reverse = engines.translator.translate(texts[::-1])[::-1]
    assert sum(finished) == len(texts)
    for outputs in (together, reverse):
        assert re.search(r"\b17\s?(%|per ?cent)", outputs[0].text)
        assert "2021" in outputs[0].text
        assert outputs[1] == Generation("", "stop", 0)
        assert "640 million" in outputs[2].text
        assert re.search(r"9,?500", outputs[3].text)
        assert all(output.finish_reason == "stop" for output in outputs)
        assert not any(re.search(r"[\u0600-\u06ff]|im_start", output.text) for output in outputs)
        assert all(output.tokens > 0 for output in outputs if output.text)
    english = "\n".join(output.text for output in together)
    [summary] = engines.summarizer.summarize([english], sentences=2)
    assert 1 <= len(summary.text.splitlines()) <= 2
    assert "640" in summary.text or "17" in summary.text
    assert capfd.readouterr().out == ""  # results alone go to stdout


def test_a_misspelt_summarizer_is_found_before_anything_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[str] = []
    monkeypatch.setattr(registry, "_load_first", lambda role, *_: loads.append(role))
    with pytest.raises(ModelError, match="embeded"):
        registry.load_engines(summarizer="embeded")
    assert loads == []
