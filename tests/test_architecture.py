"""Imports run one way, and what needs no model starts without the libraries of the models."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "models": {"models"},
    "pipeline": {"models", "pipeline"},
    "eval": {"models", "pipeline", "eval"},
    "amana": {"models", "pipeline", "eval", "amana"},
}
OPEN = ("models.base", "models.registry", "models.files", "models.script", "models.sentences")
"""What of models/ the pipeline may import."""

HEAVY = (
    "torch", "transformers", "openvino", "openvino_genai", "datasets", "huggingface_hub", "ctranslate2", "trafilatura",
    "docx", "lxml", "pypdfium2", "ray", "sacrebleu", "rouge_score",
    "fastapi", "uvicorn",
)  # fmt: skip


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def project_imports(path: Path) -> Iterator[str]:
    """The modules of this project that the file imports anywhere, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if is_module(name) else node.module or "" for name in names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in {*MAY_IMPORT, "tests"})


def imports_of_modules() -> dict[str, set[str]]:
    """For each module of the packages the others that it imports, wherever in it."""
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in MAY_IMPORT
        for path in (ROOT / package).rglob("*.py")
    }
    return {name: {other for other in project_imports(path) if other in files} for name, path in files.items()}


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Not even inside functions: what two modules share has a module of its own."""
    try:
        assert [*TopologicalSorter(imports_of_modules()).static_order()]
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_run_one_way(package: str) -> None:
    files = list((ROOT / package).rglob("*.py"))
    assert files
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in project_imports(path)
        if name.split(".")[0] not in MAY_IMPORT[package]
    ]
    assert wrong == []


def test_the_number_engine_imports_nothing_else_of_the_project() -> None:
    files = list((ROOT / "pipeline" / "numbers").rglob("*.py"))
    assert files
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in project_imports(path)
        if not name.startswith("pipeline.numbers")
    ]
    assert wrong == []


def test_the_pipeline_knows_no_engine() -> None:
    """Engines are reached through models.base and models.registry; the other modules that it may use know none."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "pipeline").rglob("*.py")
        for name in project_imports(path)
        if name.startswith("models.") and name not in OPEN
    ]
    assert wrong == []


LIGHT_COMMANDS = {
    "help": ["--help"],
    "help of translate": ["translate", "--help"],
    "help of evaluate": ["evaluate", "--help"],
    "version": ["--version"],
    "numbers": ["numbers", "--lang", "ar", "--jsonl", "source"],
    "check": ["check", "source", "target", "--jsonl"],
    "a missing article": ["translate", "nowhere.txt"],
    "list of models": ["models", "list"],
    "help of batch": ["batch", "--help"],
    "a batch of nothing": ["batch", "nowhere", "out"],
    "the cache": ["cache", "info"],
    "help of serve": ["serve", "--help"],
}
LOADS = {"models": ["huggingface_hub"]}
"""What of `HEAVY` a command may load; the hub's client, which knows where its cache is, takes no time."""


@pytest.mark.parametrize("arguments", LIGHT_COMMANDS.values(), ids=LIGHT_COMMANDS)
def test_starts_without_the_libraries_of_the_models(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "source").write_text("ارتفع بنسبة 25% إلى 40 دولارا.\n", encoding="utf-8")
    (tmp_path / "target").write_text("It rose by 25% to $40.\n", encoding="utf-8")
    program = (
        "import sys; from amana.app import main; code = main(sys.argv[1:]); "
        f"print('HEAVY', sorted(set(sys.modules) & {set(HEAVY)!r}), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stderr.splitlines()[-1] == f"HEAVY {LOADS.get(arguments[0], [])}"


def test_public_functions_of_the_number_engine_survive_their_first_use() -> None:
    """A submodule named like a function would take its place once it is imported."""
    import pipeline.numbers as numbers

    for _ in range(2):
        assert numbers.read("12", lang="en")
        assert numbers.compare("12 شخصا", "12 people").ok
        assert numbers.support("12 شخصا", "12 people").ok
